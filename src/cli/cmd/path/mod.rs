//! `path`: who can introduce the ego to somebody.

mod advice;
mod answer;
mod misses;
mod targets;
mod text;

use advice::Weighed;
use answer::Answer;
use targets::Targets;

use super::network::star_warning;
use crate::analysis::hop_evidence::EvidencedHops;
use crate::analysis::intro_path::search;
use crate::cli::args::{Format, Global, PathArguments};
use crate::cli::context::{self, Context};
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::cli::screen::Screen;

/// Records shown per hop.
const RECORDS: usize = 3;

pub(super) fn run(global: &Global, arguments: &PathArguments) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let from = match &arguments.from {
        Some(query) => context::person(network.people(), query)?,
        None => context.ego(&world)?,
    };
    let targets = Targets::of(arguments, &network, from)?;
    let hops = EvidencedHops::of(&network, arguments.allow_inferred);
    let found = search(&hops.hops, from, &targets.people, arguments.k as usize, arguments.max_hops as usize);
    let weighed = Weighed::of(&world, from, &found.paths, context.as_of.cutoff_micros())?;
    let (world, network) = (&world, &network);
    let answer = Answer { world, network, from, targets: &targets, hops: &hops, found: &found, weighed: &weighed, arguments };
    match (global.format, arguments.request) {
        (Format::Json, _) => output::write_json(global.output.as_deref(), &answer.document()?)?,
        (Format::Csv, Some(_)) => return Err(CliError::usage("a request is a text, not rows").hint("leave -f csv out")),
        (Format::Csv, None) => output::write(global.output.as_deref(), answer.csv().as_bytes())?,
        (Format::Table, Some(number)) if !found.paths.is_empty() => {
            output::write(global.output.as_deref(), answer.request_text(number)?.as_bytes())?;
        }
        (Format::Table, Some(_)) => {}
        (Format::Table, None) => {
            output::write(global.output.as_deref(), answer.text(Screen::of(global))?.as_bytes())?;
            if let Some(command) = answer.request_command().filter(|_| !global.quiet) {
                say(&format!("  hint: the text to send: {command}"));
            }
        }
    }
    let warning = if Some(from) == network.ego() { star_warning(network.alter_tie_share()) } else { None };
    if let Some(warning) = warning.filter(|_| !global.quiet) {
        say(&warning);
    }
    if found.paths.is_empty() { Err(answer.nothing()) } else { Ok(()) }
}
