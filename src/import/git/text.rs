//! The log as text: git's default format, `fuller`, `full`, `medium` and `raw`.

use super::person::{Person, trailer};
use super::{Commit, broken, observe};
use crate::import::mail::lines::Lines;
use crate::import::table::time;
use crate::import::{ImportError, Location, ReadOptions, Reason, Record, Reject, Sink};
use crate::io::decode_record;

/// Bytes of a line that are looked at: no header and no trailer is longer.
const MAX_LINE_BYTES: usize = 4096;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The hash of a line `commit HASH`, with or without the names of branches behind it.
pub(super) fn hash_of(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("commit ")?;
    let hash = rest.split_whitespace().next()?.trim_start_matches(['<', '>', '-', '^']);
    let sound = (7..=64).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then_some(hash)
}

/// Reads all commits.
pub(super) fn read(lines: &mut Lines<'_>, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut record = 0;
    let mut open: Option<(Location, Commit, bool)> = None;
    loop {
        let number = lines.number() + 1;
        let Some(line) = lines.next(MAX_LINE_BYTES)? else { break };
        let text = decode_record(line.bytes);
        // The message of a commit is indented, so that no text of anybody's can begin another.
        if let Some(hash) = hash_of(&text) {
            give(open.take(), options, sink)?;
            record += 1;
            let location = Location { record, line: Some(number) };
            open = Some((location, Commit { hash: hash.to_ascii_lowercase(), ..Commit::default() }, false));
        } else if let Some((_, commit, in_message)) = &mut open {
            take(&text, commit, in_message, options);
        } else if !text.trim().is_empty() {
            return Err(broken("its first line is no `commit` with a hash"));
        }
    }
    give(open, options, sink)
}

fn give(open: Option<(Location, Commit, bool)>, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let Some((location, commit, in_message)) = open else { return Ok(()) };
    // A log that was cut off within a commit's header has lost its people.
    let cut = !in_message && commit.people.is_empty() && commit.at.is_none();
    let observed = if cut { Err(Reason::Truncated) } else { observe(commit, options) };
    sink(observed.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))
}

/// Takes one line of a commit.
fn take(line: &str, commit: &mut Commit, in_message: &mut bool, options: &ReadOptions) {
    if commit.people.len() > options.limits.max_parties {
        return;
    }
    if line.starts_with([' ', '\t']) {
        *in_message = true;
        if let Some(person) = trailer(line) {
            commit.people.push(person.unless_program());
        }
        return;
    }
    let Some((word, value)) = line.split_once([':', ' ']) else { return };
    let value = value.trim();
    match word {
        "Author" | "author" | "Commit" | "committer" => {
            let person = Person::parse(value);
            if word.starts_with(['A', 'a']) && commit.at.is_none() {
                commit.at = raw_time(value).map(Ok);
            }
            commit.people.push(person.and_then(Person::unless_program));
        }
        "Date" | "AuthorDate" => commit.at = Some(parse_date(value, options).ok_or(Reason::BadDate)),
        _ => {}
    }
}

/// `… <ann@example.org> 1563891418 +0100`, as the raw format writes it.
fn raw_time(value: &str) -> Option<i64> {
    let (_, behind) = value.rsplit_once('>')?;
    let seconds: i64 = behind.split_whitespace().next()?.parse().ok()?;
    seconds.checked_mul(1_000_000)
}

/// `Thu Jul 23 13:16:58 2026 +0100`, RFC 2822 (`Thu, 23 Jul 2026 13:16:58 +0100`), ISO and Unix dates.
fn parse_date(text: &str, options: &ReadOptions) -> Option<i64> {
    if let Some(at) = time::parse(text, &options.zone, None) {
        return Some(at);
    }
    let mut words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if words.first().is_some_and(|word| word.chars().all(char::is_alphabetic) && !MONTHS.contains(word)) {
        words.remove(0);
    }
    let (month, day, clock, year, offset) = match words.as_slice() {
        [month, day, clock, year, rest @ ..] if MONTHS.contains(month) => (month, day, clock, year, rest.first()),
        [day, month, year, clock, rest @ ..] if MONTHS.contains(month) => (month, day, clock, year, rest.first()),
        _ => return None,
    };
    let month = MONTHS.iter().position(|known| known == month)? + 1;
    let year = i16::try_from(time::number(year)?).ok()?;
    let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, time::narrow(time::number(day)?)?).ok()?;
    let offset = match offset {
        Some(offset) => Some(time::parse_offset(offset)?),
        None => None,
    };
    Some(time::at(date, time::parse_clock(clock)?, offset, &options.zone))
}
