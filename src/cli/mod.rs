//! The command line: arguments, settings, clock, exit status, hints. The only layer that knows a terminal.

mod args;
mod clock;
mod cmd;
mod config;
mod context;
mod error;
mod interrupt;
mod listing;
mod map_file;
mod output;
mod page;
mod progress;
mod screen;
mod table;
mod value;
mod wrap;

use std::process::ExitCode;

use clap::Parser;

pub use args::command;

/// Runs the program with the process's own arguments and environment.
#[must_use]
pub fn run() -> ExitCode {
    silence_isolated_panics();
    outlive_file_size_limits();
    let arguments = match args::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap prints help and version to stdout and errors to stderr; a closed pipe is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let color = arguments.global.color;
    match cmd::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(color),
    }
}

/// A parser that fails on one record is caught and counted; its panic must not reach the user's terminal.
fn silence_isolated_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !crate::import::is_isolated() {
            usual(info);
            error::say("error: this is a bug in acquaint; the workspace is unharmed");
            error::say("  hint: please report it with the lines above (they hold no data of yours beyond the message)");
            std::process::exit(70);
        }
    }));
}

/// A write beyond the limit on file sizes fails like one on a full disk, instead of ending the program without a word.
fn outlive_file_size_limits() {
    #[cfg(unix)]
    // Without the handler the program ends where it would say why; it can be killed there without harm.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}
