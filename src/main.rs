//! The `acquaint` program; everything is in the library.

fn main() -> std::process::ExitCode {
    acquaint::cli::run()
}
