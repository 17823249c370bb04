//! The archive a member gets from `LinkedIn` ("Get a copy of your data"), in the layouts of 2018 to 2026.
//!
//! Each file of the archive is read by itself; what must be known from the others (who the owner is, whose names stand in which
//! conversation) is learnt first, see [`crate::import::Importer::context`]. Files about anything but people are left alone.

use std::io::Read;

use crate::import::{
    Confidence, Context, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Siblings, Sink, clean,
};
use crate::model::{Card, Declaration, DeclarationKind, Handle, Observation};

mod connections;
mod context;
mod date;
mod declared;
mod messages;
mod owner;
mod part;

use part::{Cells, Part, each_row};

/// The files of a `LinkedIn` archive: connections, messages, invitations, contacts, endorsements, recommendations, positions,
/// profile and e-mail addresses.
#[derive(Debug, Clone, Copy)]
pub struct LinkedIn;

impl Importer for LinkedIn {
    fn name(&self) -> &'static str {
        "linkedin"
    }

    fn about(&self) -> &'static str {
        "the archive of LinkedIn's \"Get a copy of your data\": connections, messages, invitations, contacts, endorsements"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/linkedin.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let Some(text) = head.text() else { return Confidence::No };
        match Part::of_name(head.name) {
            Some(part) if part.has_header(&text) => Confidence::Certain,
            // Only the header of the connections is like no other file's.
            _ if Part::Connections.has_header(&text) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        context::learn(siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let part = Part::of_name(&options.file_name).unwrap_or(Part::Connections);
        if part == Part::Connections {
            return connections::read(input, options, sink);
        }
        each_row(input, part, options, &mut |location, row| {
            let observations = row.and_then(|cells| observe(part, cells, options));
            sink(observations.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))
        })
    }
}

fn observe(part: Part, cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    match part {
        Part::Messages => messages::observe(cells, options),
        Part::Invitations => declared::invitation(cells, options),
        Part::Contacts => declared::contact(cells, options),
        Part::EndorsementsGiven => declared::endorsement(cells, options, true),
        Part::EndorsementsReceived => declared::endorsement(cells, options, false),
        Part::RecommendationsGiven => declared::recommendation(cells, options, true),
        Part::RecommendationsReceived => declared::recommendation(cells, options, false),
        Part::Positions => owner::position(cells, options),
        Part::Profile => owner::profile(cells, options),
        Part::EmailAddresses => owner::address(cells, options),
        // Read as a whole, before this is reached.
        Part::Connections => Err(Reason::Malformed),
    }
}

/// A cell as text that can be kept.
fn text(cell: &str, options: &ReadOptions) -> Option<String> {
    if cell.is_empty() { None } else { clean::name(cell, options.limits.max_name_chars) }
}

/// First and last name in one.
fn full_name(cells: &Cells<'_>, options: &ReadOptions, first: &[&str], last: &[&str]) -> Option<String> {
    text(format!("{} {}", cells.get(first), cells.get(last)).trim(), options)
}

/// A date cell: `None` when empty.
fn moment(cell: &str, options: &ReadOptions) -> Result<Option<i64>, Reason> {
    if cell.is_empty() {
        return Ok(None);
    }
    let at = date::parse(cell, &options.zone).ok_or(Reason::BadDate)?;
    if options.limits.is_plausible(at) { Ok(Some(at)) } else { Err(Reason::ImplausibleDate) }
}

fn declare(kind: DeclarationKind, card: Card, at_micros: Option<i64>, detail: Option<String>) -> Observation {
    Observation::Declaration(Declaration { kind, card, at_micros, detail })
}

/// The owner's addresses, or the bare name when nothing better is known; empty when the owner is unknown.
fn owner_handles(context: &Context) -> Vec<Handle> {
    if context.owner.is_empty() {
        return context.owner_name.as_deref().and_then(Handle::name).into_iter().collect();
    }
    context.owner.clone()
}

fn is_owner(handle: &Handle, context: &Context) -> bool {
    owner_handles(context).contains(handle)
}

#[cfg(test)]
mod tests;
