//! Work on a program: the commits of a git log, and the `.mailmap` that says which addresses are one person's.

mod mailmap;
mod person;
mod table;
#[cfg(test)]
mod tests;
mod text;

use std::io::Read;

pub use mailmap::Mailmap;

use self::person::Person;
use super::mail::lines::Lines;
use super::{Confidence, Head, ImportError, Importer, ReadOptions, Reason, Sink};
use crate::io::{Utf8Reader, decode_record};
use crate::model::{Channel, Interaction, InteractionId, Observation, Shape};

/// Reads the commits of a git log; each that several people took part in is a small event of them.
#[derive(Debug, Clone, Copy)]
pub struct GitLog;

impl Importer for GitLog {
    fn name(&self) -> &'static str {
        "git-log"
    }

    fn about(&self) -> &'static str {
        "what `git log` prints (default, fuller, raw or a table): who worked together on a change of a program"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/git-log.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let mut lines = head.bytes.split(|&byte| byte == b'\n');
        let first = decode_record(lines.next().unwrap_or_default());
        let first = first.trim_start_matches('\u{feff}').trim_end();
        let mut rest = lines.take(4).map(decode_record);
        let authored = |line: &str| line.starts_with("Author: ") || line.starts_with("author ");
        if text::hash_of(first).is_some() && rest.any(|line| authored(&line)) || table::is_row(first) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut input = Utf8Reader::new(input)?;
        let mut lines = Lines::new(&mut input);
        match lines.peek()? {
            Some(b'c' | b'\n' | b'\r') => text::read(&mut lines, options, sink),
            None => Err(broken("it is empty")),
            Some(_) => table::read(&mut lines, options, sink),
        }
    }
}

fn broken(problem: &str) -> ImportError {
    ImportError::Broken { format: "a git log", problem: problem.to_owned() }
}

/// A commit as it was written down, whatever the layout.
#[derive(Debug, Default, PartialEq, Eq)]
struct Commit {
    hash: String,
    /// Who wrote it first, then whoever helped, reviewed, signed or put it in place; some perhaps no people.
    people: Vec<Option<Person>>,
    /// When it was written, in microseconds since 1970-01-01 UTC; the text when it is no time.
    at: Option<Result<i64, Reason>>,
}

/// The event that a commit was. What one person did alone is no contact with anybody.
fn observe(commit: Commit, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if commit.people.len() > options.limits.max_parties {
        return Err(Reason::TooMany);
    }
    let at_micros = commit.at.ok_or(Reason::NoDate)??;
    if !options.limits.is_plausible(at_micros) {
        return Err(Reason::ImplausibleDate);
    }
    if commit.people.is_empty() {
        return Err(Reason::NoSender);
    }
    let mut to = Vec::new();
    for person in commit.people.into_iter().flatten() {
        let party = person.into_party(options.limits.max_name_chars).ok_or(Reason::NoHandle)?;
        if !to.iter().any(|known: &crate::model::Party| known.handle == party.handle) {
            to.push(party);
        }
    }
    match to.len() {
        0 => return Err(Reason::NotPeople),
        1 => return Err(Reason::NoOtherParticipant),
        _ => {}
    }
    // The hash covers all of a commit, so that it is the same in every copy of the log.
    let id = InteractionId::of(&[b"git", commit.hash.as_bytes()]);
    Ok(vec![Observation::Interaction(Interaction::new(id, at_micros, Channel::CODE, Shape::Gathering, None, to))])
}
