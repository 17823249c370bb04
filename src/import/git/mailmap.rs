//! `.mailmap`: which names and addresses of a log are one person's, by the word of the project itself.

use std::io::Read;

use super::person::Person;
use crate::import::mail::lines::Lines;
use crate::import::{Confidence, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Sink, clean};
use crate::io::{Utf8Reader, decode_record};
use crate::model::{Card, Declaration, DeclarationKind, Handle, Observation};

/// Reads the addresses that are one person's; each line is a card, and declares no tie.
#[derive(Debug, Clone, Copy)]
pub struct Mailmap;

impl Importer for Mailmap {
    fn name(&self) -> &'static str {
        "mailmap"
    }

    fn about(&self) -> &'static str {
        "the .mailmap of a git repository: which addresses of its log are one person's"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/mailmap.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let name = head.name.to_ascii_lowercase();
        if name == "mailmap" || name.ends_with(".mailmap") { Confidence::Certain } else { Confidence::No }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut input = Utf8Reader::new(input)?;
        let mut lines = Lines::new(&mut input);
        let mut record = 0;
        loop {
            let number = lines.number() + 1;
            let Some(line) = lines.next(options.limits.max_record_bytes)? else { return Ok(()) };
            let text = decode_record(line.bytes);
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            record += 1;
            let location = Location { record, line: Some(number) };
            let card = if line.cut { Err(Reason::TooLong) } else { card_of(text, options.limits.max_name_chars) };
            sink(match card {
                Ok(card) => Ok(Record { location, observations: vec![attributes(card)] }),
                Err(reason) => Err(Reject { location, reason }),
            })?;
        }
    }
}

fn attributes(card: Card) -> Observation {
    Observation::Declaration(Declaration { kind: DeclarationKind::Attributes, card, at_micros: None, detail: None })
}

/// `Name <commit>`, `<proper> <commit>`, `Name <proper> <commit>`, `Name <proper> Other Name <commit>`.
fn card_of(line: &str, max_name_chars: usize) -> Result<Card, Reason> {
    // A comment may follow on the line.
    let line = line.split_once(" #").map_or(line, |(line, _)| line);
    let proper = Person::parse(line).ok_or(Reason::Malformed)?;
    let behind = line.split_once('>').map_or("", |(_, behind)| behind);
    let replaced = Person::parse(behind);
    if replaced.is_none() && !behind.trim().is_empty() {
        return Err(Reason::Malformed);
    }
    if proper.is_program() || replaced.as_ref().is_some_and(Person::is_program) {
        return Err(Reason::NotPeople);
    }
    let mut handles: Vec<Handle> = Vec::new();
    for address in [Some(&proper.address), replaced.as_ref().map(|person| &person.address)].into_iter().flatten() {
        if let Some(handle) = Handle::email(address).filter(|handle| !handles.contains(handle)) {
            handles.push(handle);
        }
    }
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    Ok(Card { handles, name: clean::name(&proper.name, max_name_chars), ..Card::default() })
}
