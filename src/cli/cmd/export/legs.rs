//! `export legs`: every interaction that counts, for `ties build` and for engines of others.

use std::io::BufWriter;
use std::path::Path;

use crate::cli::args::{Export, Format, Global};
use crate::cli::context::Context;
use crate::cli::error::{CliError, note, say};
use crate::io::fs;
use crate::render::number;
use crate::store::{ForeignError, LegTableWriter, StoreError};

/// Why legs cannot be written.
enum Failure {
    Store(StoreError),
    File(ForeignError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for CliError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(error) => error.into(),
            Failure::File(error) => error.into(),
        }
    }
}

pub(super) fn run(global: &Global, arguments: &Export) -> Result<(), CliError> {
    let path = output_of(global, arguments)?;
    let context = Context::open(global)?;
    let world = context.world()?;
    let mut failure = None;
    let mut legs = 0;
    // Written a row group at a time; the file takes its place when all of it is there.
    let written = fs::replace(path, |out| {
        let all = || -> Result<u64, Failure> {
            let mut writer = LegTableWriter::new(BufWriter::with_capacity(1 << 18, out)).map_err(Failure::File)?;
            world.each_portable_leg(|leg| writer.push(leg).map_err(Failure::File))?;
            writer.finish().map_err(Failure::File)
        };
        match all() {
            Ok(count) => legs = count,
            Err(error) => failure = Some(error),
        }
        if failure.is_none() { Ok(()) } else { Err(std::io::Error::other("not all of it could be written")) }
    });
    if let Some(failure) = failure {
        return Err(failure.into());
    }
    written?;
    if !global.quiet {
        say(&format!("written: {} ({} legs)", path.display(), number::count(legs as usize)));
        if let Some(ego) = world.people.ego {
            let ego = world.people.people[ego as usize].handle();
            note(
                global,
                &format!("the owner stands in it as {ego}: acquaint ties build --input FILE --output DIR --owner {ego}"),
            );
        }
    }
    Ok(())
}

/// The file, which must be named: nobody reads interactions on a terminal, and they are written in one go or not at all.
fn output_of<'g>(global: &'g Global, arguments: &Export) -> Result<&'g Path, CliError> {
    if global.format != Format::Table {
        return Err(CliError::usage("legs are written as Parquet").hint("leave out -f: acquaint export legs -o legs.parquet"));
    }
    if arguments.people.is_some() {
        return Err(CliError::usage("legs hold the people already").hint("leave out --people"));
    }
    match global.output.as_deref() {
        Some(path) if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) => Ok(path),
        _ => Err(CliError::usage("legs go to a Parquet file").hint("name it: acquaint export legs -o legs.parquet")),
    }
}
