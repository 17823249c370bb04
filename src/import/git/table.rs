//! The log as a table, one commit a line: hash, author date, name, address, commit date, committer, address, parents, co-authors.
//!
//! What prints it stands in the guide. Co-authors are parted by the unit separator, and a subject may stand at the end.

use super::person::Person;
use super::{Commit, observe};
use crate::import::mail::lines::Lines;
use crate::import::table::time;
use crate::import::{ImportError, Location, ReadOptions, Reason, Record, Reject, Sink};
use crate::io::decode_record;

/// Parts the co-authors of a commit.
const UNIT_SEPARATOR: char = '\u{1f}';
/// Columns that a row must have.
const NEEDED: usize = 7;

/// Whether a line is a row of such a table.
pub(super) fn is_row(line: &str) -> bool {
    let cells: Vec<&str> = line.split('\t').collect();
    let is_time = |cell: Option<&&str>| cell.is_some_and(|cell| time::parse(cell, &jiff::tz::TimeZone::UTC, None).is_some());
    cells.len() >= NEEDED
        && cells.first().is_some_and(|hash| is_hash(hash))
        && is_time(cells.get(1))
        && cells.get(3).is_some_and(|address| address.contains('@'))
        && is_time(cells.get(4))
}

fn is_hash(text: &str) -> bool {
    (7..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Reads all rows.
pub(super) fn read(lines: &mut Lines<'_>, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut record = 0;
    loop {
        let number = lines.number() + 1;
        let Some(line) = lines.next(options.limits.max_record_bytes)? else { return Ok(()) };
        if line.bytes.is_empty() {
            continue;
        }
        record += 1;
        let location = Location { record, line: Some(number) };
        let observed = if line.cut {
            Err(Reason::TooLong)
        } else {
            commit_of(&decode_record(line.bytes), options).and_then(|commit| observe(commit, options))
        };
        sink(observed.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
    }
}

fn commit_of(line: &str, options: &ReadOptions) -> Result<Commit, Reason> {
    let cells: Vec<&str> = line.split('\t').collect();
    let &[hash, written, author, author_address, _, committer, committer_address, ref rest @ ..] = cells.as_slice() else {
        return Err(Reason::FieldCount);
    };
    if !is_hash(hash) {
        return Err(Reason::Malformed);
    }
    let at = match written {
        "" => None,
        text => Some(time::parse(text, &options.zone, None).ok_or(Reason::BadDate)),
    };
    let co_authors = rest.get(1).copied().unwrap_or_default();
    let named = [(author, author_address), (committer, committer_address)];
    let named = named.map(|(name, address)| Person { name: name.to_owned(), address: address.to_owned() });
    let trailers = co_authors.split(UNIT_SEPARATOR).filter_map(Person::parse);
    let people = named.into_iter().filter(|person| !(person.name.is_empty() && person.address.is_empty())).chain(trailers);
    // One more than the limit tells that there are too many.
    let people = people.take(options.limits.max_parties + 1).map(Person::unless_program);
    Ok(Commit { hash: hash.to_ascii_lowercase(), people: people.collect(), at })
}
