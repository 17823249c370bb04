//! `friends.md`: the plain-text journal of the program `friends`, in which a user notes with whom they did what.

use std::io::Read;

use super::mail::lines::Lines;
use super::table::time;
use super::{Confidence, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Sink, clean};
use crate::io::{Limits, Utf8Reader, decode_record};
use crate::model::{
    Card, Channel, Declaration, DeclarationKind, Handle, Interaction, InteractionId, Me, Observation, Party, Shape, Stance,
};

#[cfg(test)]
mod tests;

/// Reads the activities and the people of a journal.
#[derive(Debug, Clone, Copy)]
pub struct Friends;

const SERVICE: &str = "friends";
/// The journal never names its owner, who took part in everything in it.
const OWNER: &str = "(the owner of the journal)";
const NOON_MICROS: i64 = 12 * 3600 * 1_000_000;
/// The most labels of one card that are kept.
const MAX_TAGS: usize = 64;

impl Importer for Friends {
    fn name(&self) -> &'static str {
        SERVICE
    }

    fn about(&self) -> &'static str {
        "the journal friends.md of the program `friends`: people, and what you did with whom on which day"
    }

    fn guide(&self) -> &'static str {
        include_str!("../guide/sources/friends.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let marked = head.bytes.split(|&byte| byte == b'\n').take(2000).filter(|line| heading(&decode_record(line)).is_some());
        match marked.count() {
            0 => Confidence::No,
            1 => Confidence::Likely,
            _ => Confidence::Certain,
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut input = Utf8Reader::new(input)?;
        let mut lines = Lines::new(&mut input);
        let mut section = None;
        let mut record = 0;
        loop {
            let number = lines.number() + 1;
            let Some(line) = lines.next(options.limits.max_record_bytes)? else { break };
            let text = decode_record(line.bytes);
            let text = text.trim();
            if let Some(found) = heading(text) {
                section = Some(found);
                continue;
            }
            let Some(section @ (Section::Activities | Section::People)) = section else { continue };
            if text.is_empty() {
                continue;
            }
            record += 1;
            let location = Location { record, line: Some(number) };
            let observed = match (line.cut, text.strip_prefix("- "), section) {
                (true, _, _) => Err(Reason::TooLong),
                (_, None, _) => Err(Reason::Malformed),
                (_, Some(entry), Section::Activities) => activity(entry, options),
                (_, Some(entry), _) => person(entry, &options.limits),
            };
            sink(observed.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
        }
        if section.is_none() {
            return Err(ImportError::Broken {
                format: "a journal of friends",
                problem: "it has no `### Activities:` nor `### Friends:`".into(),
            });
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Activities,
    People,
    Other,
}

fn heading(line: &str) -> Option<Section> {
    let line = line.trim_start_matches('\u{feff}').trim();
    match line {
        "### Activities:" => Some(Section::Activities),
        "### Friends:" => Some(Section::People),
        "### Notes:" | "### Locations:" => Some(Section::Other),
        _ => None,
    }
}

/// `2018-01-04: Got lunch with **Grace Hopper** in _Paris_. @food`
fn activity(entry: &str, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let (day, text) = entry.split_once(':').ok_or(Reason::NoDate)?;
    let date: jiff::civil::Date = day.trim().parse().map_err(|_| Reason::BadDate)?;
    // As for other whole days: noon, so that it is that day wherever one looks from.
    let at_micros = time::at(date, NOON_MICROS, None, &options.zone);
    if !options.limits.is_plausible(at_micros) {
        return Err(Reason::ImplausibleDate);
    }
    let mut to: Vec<Party> = Vec::new();
    for marked in between(text, "**") {
        let name = clean::name(marked, options.limits.max_name_chars);
        let party = name.and_then(|name| Some(Party { handle: Handle::account(SERVICE, &name)?, name: Some(name) }));
        if let Some(party) = party.filter(|party| !to.iter().any(|known| known.handle == party.handle)) {
            to.push(party);
        }
        if to.len() > options.limits.max_parties {
            return Err(Reason::TooMany);
        }
    }
    if to.is_empty() {
        return Err(Reason::NoOtherParticipant);
    }
    let owner = options.owner.first().cloned().or_else(|| Handle::account(SERVICE, OWNER)).ok_or(Reason::NoHandle)?;
    let me = Observation::Me(Me { handles: vec![owner.clone()], name: None });
    to.push(Party { handle: owner, name: None });
    let venue = between(text, "_").into_iter().find_map(|place| clean::name(place, options.limits.max_name_chars));
    let meeting = Interaction {
        id: InteractionId::of(&[b"friends", date.to_string().as_bytes(), text.trim().as_bytes()]),
        at_micros,
        channel: Channel::NOTE,
        from: None,
        to: to.into(),
        shape: Shape::Gathering,
        weight: 1.0,
        venue,
        stance: Stance::Neutral,
    };
    Ok(vec![me, Observation::Interaction(meeting)])
}

/// `Grace Hopper (a.k.a. The Admiral a.k.a. Amazing Grace) [Paris] @navy @science`
fn person(entry: &str, limits: &Limits) -> Result<Vec<Observation>, Reason> {
    if entry.starts_with(['(', '[', '@']) {
        return Err(Reason::NoHandle);
    }
    let behind_name = [" (a.k.a.", " [", " @"].iter().filter_map(|mark| entry.find(mark)).min().unwrap_or(entry.len());
    let (name, rest) = entry.split_at_checked(behind_name).unwrap_or((entry, ""));
    let name = clean::name(name, limits.max_name_chars).ok_or(Reason::NoHandle)?;
    // Other names are left out: activities are written with the full one, and a second handle could become the one that is shown.
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(rest, |(_, rest)| rest);
    let location = rest.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(place, _)| place);
    let handles = vec![Handle::account(SERVICE, &name).ok_or(Reason::NoHandle)?];
    let labels = rest.split_whitespace().filter_map(|word| word.strip_prefix('@'));
    let card = Card {
        tags: labels.filter_map(|label| clean::name(label, limits.max_name_chars)).take(MAX_TAGS).collect(),
        location: location.and_then(|place| clean::name(place, limits.max_name_chars)),
        handles,
        name: Some(name),
        ..Card::default()
    };
    let declared = Declaration { kind: DeclarationKind::AddressBook, card, at_micros: None, detail: None };
    Ok(vec![Observation::Declaration(declared)])
}

/// What stands between pairs of a mark.
fn between<'t>(text: &'t str, mark: &str) -> Vec<&'t str> {
    let parts: Vec<&str> = text.split(mark).collect();
    // A mark without partner marks nothing.
    let closed = parts.len() - usize::from(parts.len().is_multiple_of(2));
    parts.into_iter().take(closed).skip(1).step_by(2).collect()
}
