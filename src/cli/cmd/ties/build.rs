//! `ties build`: ties from a table of interactions, on this machine or on a cluster.

use std::path::Path;

use crate::cli::args::{Build, Engine, Format, Global};
use crate::cli::cmd::init::handles;
use crate::cli::config::Settings;
use crate::cli::context;
use crate::cli::error::{CliError, note, say};
use crate::cli::output;
use crate::io::fs::is_remote;
use crate::pipeline::{Built, build_tie_states};
use crate::render::number;
use crate::ties::PortableQuery;

pub(super) fn run(global: &Global, arguments: &Build) -> Result<(), CliError> {
    // Without a workspace the published rules hold, and the system's time zone.
    let settings = Settings::read(&context::root(global)?)?;
    let as_of = context::as_of(global, &settings)?;
    let owner = handles(&global.owner)?;
    if owner.len() > 1 {
        return Err(CliError::usage("legs have one handle for each person, and so for you")
            .hint("name the one that stands in the legs: --owner HANDLE"));
    }
    let ego = owner.first().map(|handle| handle.as_str().to_owned());
    let query = PortableQuery { parameters: &settings.hygiene.rules(), as_of: &as_of, ego: ego.as_deref() };
    if arguments.emit_sql {
        return output::write(global.output.as_deref(), query.tie_states().as_bytes());
    }
    if global.format != Format::Table {
        return Err(CliError::usage("the ties go where --output says, as Parquet").hint("leave out -f"));
    }
    let (Some(from), Some(to)) = (arguments.input.as_deref(), global.output.as_ref().map(|to| to.to_string_lossy())) else {
        return Err(
            CliError::usage("where should the ties go?").hint("name a folder that does not exist yet: --output ties.parquet")
        );
    };
    let to = &*to;
    let built = match arguments.engine {
        Engine::Spark => super::remote::build(global, arguments, (from, to), &query)?,
        Engine::Local => locally(arguments, (from, to), &query)?,
    };
    if !global.quiet {
        say_what_was_built(global, to, &built, ego.as_deref());
    }
    Ok(())
}

fn locally(arguments: &Build, (from, to): (&str, &str), query: &PortableQuery<'_>) -> Result<Built, CliError> {
    if arguments.remote.is_some() {
        return Err(CliError::usage("--remote names a cluster, and the engine is this machine").hint("--engine spark"));
    }
    for place in [from, to] {
        if is_remote(place) {
            return Err(CliError::usage(format!("`{place}` is no place on this machine"))
                .hint("acquaint opens no network connection: copy the legs here, or let a cluster compute: --engine spark"));
        }
    }
    if !Path::new(from).exists() {
        return Err(CliError::usage(format!("`{from}` does not exist"))
            .hint("write the interactions of a workspace there: acquaint export legs -o FILE"));
    }
    Ok(build_tie_states(Path::new(from), Path::new(to), query)?)
}

fn say_what_was_built(global: &Global, to: &str, built: &Built, ego: Option<&str>) {
    let [legs, later, ties, days, interactions] =
        [built.legs, built.later, built.ties, built.contact_days, built.interactions].map(|count| number::count(count as usize));
    let later = if built.later > 0 { format!(", {later} of them after the as-of day and left out") } else { String::new() };
    say(&format!("read: {legs} legs{later}"));
    say(&format!("written: {to} ({ties} ties of {interactions} contacts on {days} contact-days)"));
    match ego {
        None => note(
            global,
            "nobody is named as the owner: people of large meetings and co-recipients of mail are told by who it is (--owner)",
        ),
        Some(ego) if !built.ego_met => {
            say(&format!("warning: {ego} is in none of the legs; the handle must be as it stands there"));
        }
        Some(_) => {}
    }
    note(global, &format!("into a workspace: acquaint import --from tie-states {to}"));
}
