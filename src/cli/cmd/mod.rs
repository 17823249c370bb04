//! One file per command.

mod chart;
mod config;
mod dedupe;
mod demo;
mod dormant;
mod elsewhere;
mod evaluate;
mod explain;
mod export;
mod facets;
mod fading;
mod forget;
mod formats;
mod identity;
mod import;
mod imports;
mod init;
mod introduce;
mod log;
mod network;
mod path;
mod people;
mod person;
mod plan;
mod profile;
mod report;
mod tie_row;
mod ties;
mod venues;
mod verify;
mod weak_ties;

pub(super) use self::dedupe::DedupeArguments;
use super::args::{Arguments, Command, Format, Global};
use super::error::CliError;
use super::{args, output};
use crate::io::fs;
use crate::store::{DecisionKind, messages_as_json, parquet_as_columns, parquet_as_csv};

/// Runs the command that was typed.
pub(super) fn run(arguments: Arguments) -> Result<(), CliError> {
    let global = &arguments.global;
    refuse_unsuited_format(global, &arguments.command)?;
    match arguments.command {
        Command::Demo { out } => demo::run(global, &out),
        Command::Init { me, name } => init::run(global, &me, name.as_deref()),
        Command::Import(import) => import::run(global, &import),
        Command::Imports(imports) => imports::run(global, &imports),
        Command::Forget(forget) => forget::run(global, &forget),
        Command::Log(log) => log::run(global, &log),
        Command::People { query, limit } => people::run(global, query.as_deref(), limit),
        Command::Person { person } => person::run(global, &person),
        Command::Same { a, b } => identity::decide(global, DecisionKind::Same, &a, &b),
        Command::Different { a, b } => identity::decide(global, DecisionKind::Different, &a, &b),
        Command::Dedupe(dedupe) => dedupe::run(global, &dedupe),
        Command::Ignore { person, undo } => identity::ignore(global, &person, undo),
        Command::Tag { person, tags, remove } => profile::tag(global, &person, &tags, remove),
        Command::Set { person, values } => profile::set(global, &person, &values),
        Command::Ties(ties) => ties::run(global, &ties),
        Command::Explain { person, with, since } => explain::run(global, &person, with.as_deref(), since.as_deref()),
        Command::Fading { within, bridges: false, limit } => fading::run(global, within, limit),
        Command::Fading { within, bridges: true, limit } => fading::bridges(global, within, limit),
        Command::Dormant { limit } => dormant::run(global, limit),
        Command::WeakTies { limit } => weak_ties::run(global, limit),
        Command::Venues { limit } => venues::run(global, limit),
        Command::Path(path) => path::run(global, &path),
        Command::Introduce { limit } => introduce::run(global, limit),
        Command::Network(network) => network::run(global, &network),
        Command::Plan(plan) => plan::run(global, &plan),
        Command::Report { month, compare, out } => report::run(global, month.as_deref(), compare.as_deref(), out.as_deref()),
        Command::Chart { kind, out, to, list } => chart::run(global, kind.as_deref(), out.as_deref(), to.as_deref(), list),
        Command::Evaluate(evaluate) => evaluate::run(global, &evaluate),
        Command::Export(export) => export::run(global, &export),
        Command::Verify => verify::run(global),
        Command::Config { action } => config::run(global, action.as_ref()),
        Command::Completions { shell } => completions(global, shell),
        Command::Man => manual(global),
        Command::ParquetAsCsv { file } => foreign_parquet(&file),
        Command::ParquetAsColumns { file } => foreign_columns(&file),
        Command::MessagesAsJson { file } => foreign_messages(&file),
    }
}

/// CSV and Parquet are for rows; where there are none, an answer in another form would only look like one.
fn refuse_unsuited_format(global: &Global, command: &Command) -> Result<(), CliError> {
    if matches!(command, Command::Export(_)) {
        // Names its format itself.
        return Ok(());
    }
    let rows = matches!(command, Command::Network(network) if network.people || network.bridges)
        || matches!(
            command,
            Command::People { .. }
                | Command::Ties(_)
                | Command::Fading { .. }
                | Command::Dormant { .. }
                | Command::WeakTies { .. }
                | Command::Plan(_)
                | Command::Evaluate(_)
                | Command::Venues { .. }
                | Command::Introduce { .. }
                | Command::Dedupe(_)
                | Command::Imports(_)
        );
    let csv = rows || matches!(command, Command::Path(_) | Command::Network(_));
    if global.wants_parquet() && !rows {
        return Err(CliError::usage("this command has no rows to write as Parquet").hint("use another ending, or -f json"));
    }
    if global.format == Format::Csv && !csv {
        return Err(CliError::usage("this command has no rows to write as CSV").hint("use -f json"));
    }
    Ok(())
}

fn completions(global: &Global, shell: clap_complete::Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "acquaint", &mut script);
    output::write(global.output.as_deref(), &script)
}

fn manual(global: &Global) -> Result<(), CliError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(args::command()).render(&mut page)?;
    output::write(global.output.as_deref(), &page)
}

/// Most address space that decoding a stranger's Parquet may take, and his database.
const PARQUET_ADDRESS_SPACE: u64 = 8 << 30;
const DATABASE_ADDRESS_SPACE: u64 = 2 << 30;

/// The child's side of reading what is no text: under a memory limit, so that a malformed file ends this process only.
fn limit_memory(address_space: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit { current: Some(address_space), maximum: Some(address_space) };
        // Without the limit the file is still decoded apart from the importing process.
        let _ = setrlimit(Resource::As, limit);
    }
}

fn foreign_parquet(file: &std::path::Path) -> Result<(), CliError> {
    limit_memory(PARQUET_ADDRESS_SPACE);
    Ok(parquet_as_csv(&fs::open(file)?, std::io::stdout().lock())?)
}

fn foreign_columns(file: &std::path::Path) -> Result<(), CliError> {
    limit_memory(PARQUET_ADDRESS_SPACE);
    Ok(parquet_as_columns(&fs::open(file)?, std::io::stdout().lock())?)
}

fn foreign_messages(file: &std::path::Path) -> Result<(), CliError> {
    limit_memory(DATABASE_ADDRESS_SPACE);
    Ok(messages_as_json(file, std::io::BufWriter::new(std::io::stdout().lock()))?)
}
