//! Cuts a calendar file into the blocks that are parsed one by one, so that no single parse can grow with the file.

use std::borrow::Cow;

use crate::import::{ImportError, Reason};

/// The longest folded value that is joined whole.
const MAX_VALUE_BYTES: usize = 4096;

/// A component that is a record of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// The line of its `BEGIN`, from 1.
    pub(super) line: u64,
    /// From `BEGIN` to `END`, or why it cannot be read.
    pub(super) text: Result<&'a str, Reason>,
    /// It is a `VEVENT`; others are to-dos, journals, free-busy times.
    pub(super) event: bool,
}

/// One `VCALENDAR`.
#[derive(Debug, Default)]
pub(super) struct Calendar<'a> {
    /// The scheduling method, in upper case; empty when none is given.
    pub(super) method: String,
    /// Its `VTIMEZONE` components, one after another.
    pub(super) zones: Vec<&'a str>,
    /// Its records, in order.
    pub(super) blocks: Vec<Block<'a>>,
}

/// A component being read.
struct Open<'a> {
    name: &'a str,
    start: usize,
    line: u64,
}

/// The most components of one file.
pub(super) const MAX_BLOCKS: u64 = 1_000_000;

/// The calendars of a file, in order; components outside any `VCALENDAR` count as one of their own.
///
/// # Errors
/// When the file holds neither a calendar nor a component of one, or more components than can be kept track of.
pub(super) fn split(text: &str, max_block_bytes: usize) -> Result<Vec<Calendar<'_>>, ImportError> {
    let mut calendars = vec![Calendar::default()];
    let (mut any, mut blocks) = (false, 0);
    let mut open: Option<Open<'_>> = None;
    let (mut at, mut number) = (0, 0);
    let mut zone_bytes = 0;
    let mut unfolded = String::new();
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        number += 1;
        let Some((word, name)) = mark(line) else {
            if let (None, Some(calendar)) = (&open, calendars.last_mut()) {
                unfold(&mut unfolded, line);
                if let Some(method) = value_of(&unfolded, "METHOD") {
                    calendar.method = method.to_ascii_uppercase();
                }
            }
            continue;
        };
        let Some(calendar) = calendars.last_mut() else { continue };
        let is = |expected: &str| name.eq_ignore_ascii_case(expected);
        if word == Word::End {
            if let Some(ended) = open.take_if(|open| is(open.name)) {
                let block = text.get(ended.start..end).unwrap_or_default();
                if is("VTIMEZONE") {
                    zone_bytes += block.len();
                    if zone_bytes <= max_block_bytes {
                        calendar.zones.push(block);
                    }
                } else {
                    close(calendar, &ended, if block.len() > max_block_bytes { Err(Reason::TooLong) } else { Ok(block) });
                }
            } else if is("VCALENDAR")
                && let Some(unended) = open.take()
            {
                close(calendar, &unended, Err(Reason::Truncated));
            }
        } else if is("VCALENDAR") || is_top(name) && open.as_ref().is_none_or(|open| is_top(open.name)) {
            // None of these may stand in another, so the one before was never ended.
            if let Some(unended) = open.take() {
                close(calendar, &unended, Err(Reason::Truncated));
            }
            any = true;
            if is("VCALENDAR") {
                if calendar.blocks.is_empty() {
                    *calendar = Calendar::default();
                } else {
                    calendars.push(Calendar::default());
                }
                zone_bytes = 0;
            } else {
                blocks += 1;
                if blocks > MAX_BLOCKS {
                    return Err(ImportError::OverLimit { what: "components of a calendar file", limit: MAX_BLOCKS });
                }
                open = Some(Open { name, start, line: number });
            }
        }
    }
    if let (Some(unended), Some(calendar)) = (open, calendars.last_mut()) {
        close(calendar, &unended, Err(Reason::Truncated));
    }
    if !any && !text.trim().is_empty() {
        return Err(ImportError::Broken { format: "iCalendar", problem: "no BEGIN:VCALENDAR found".into() });
    }
    Ok(calendars)
}

fn close<'a>(calendar: &mut Calendar<'a>, open: &Open<'a>, text: Result<&'a str, Reason>) {
    if !open.name.eq_ignore_ascii_case("VTIMEZONE") {
        calendar.blocks.push(Block { line: open.line, text, event: open.name.eq_ignore_ascii_case("VEVENT") });
    }
}

fn is_top(name: &str) -> bool {
    ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VTIMEZONE"].iter().any(|top| top.eq_ignore_ascii_case(name))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Begin,
    End,
}

fn mark(line: &str) -> Option<(Word, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    if !line.starts_with(['B', 'b', 'E', 'e']) {
        return None;
    }
    if let Some(name) = value_of(line, "BEGIN") {
        return Some((Word::Begin, name));
    }
    value_of(line, "END").map(|name| (Word::End, name))
}

/// The value of a line without parameters, when the line has the name.
fn value_of<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (found, value) = line.split_once(':')?;
    found.trim_end().eq_ignore_ascii_case(name).then(|| value.trim())
}

/// Joins a folded line to what it continues; any other line starts anew. Values that matter here are short.
fn unfold(unfolded: &mut String, line: &str) {
    match line.strip_prefix([' ', '\t']) {
        Some(_) if unfolded.len() > MAX_VALUE_BYTES => {}
        Some(rest) => unfolded.push_str(rest.trim_end_matches(['\r', '\n'])),
        None => {
            unfolded.clear();
            unfolded.push_str(line.trim_end_matches(['\r', '\n']));
        }
    }
}

/// The value of a component's own property, unfolded; `None` when it has none. Nested components are passed over.
pub(super) fn property(block: &str, name: &str) -> Option<String> {
    let mut nested = 0_usize;
    let mut unfolded = String::new();
    let mut is_open = false;
    for line in block.lines().skip(1).chain(["END:"]) {
        if line.starts_with([' ', '\t']) {
            if is_open {
                unfold(&mut unfolded, line);
            }
            continue;
        }
        if is_open
            && unfolded.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
            && unfolded.get(name.len()..).is_some_and(|rest| rest.starts_with([':', ';']))
        {
            let value = unfolded.split_once(':').map(|(_, value)| value.trim().to_owned());
            return value.filter(|value| !value.is_empty());
        }
        match mark(line) {
            Some((Word::Begin, _)) => nested += 1,
            Some((Word::End, _)) => nested = nested.saturating_sub(1),
            None => {}
        }
        is_open = nested == 0 && may_be(line, name);
        if is_open {
            unfold(&mut unfolded, line);
        }
    }
    None
}

/// Whether a line begins with a name, as far as the line goes: a name may be folded like a value.
fn may_be(line: &str, name: &str) -> bool {
    let (line, name) = (line.trim_end_matches(['\r', '\n']).as_bytes(), name.as_bytes());
    let both = line.len().min(name.len());
    line.get(..both).zip(name.get(..both)).is_some_and(|(line, name)| line.eq_ignore_ascii_case(name))
}

/// The properties of an event that are read.
const READ: [&str; 8] = ["DTSTART", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE", "STATUS", "ATTENDEE", "ORGANIZER"];

/// An event with nothing but the properties that are read. What people write into an event and its alarms is most of it, and a parser takes
/// its time over every letter.
pub(super) fn what_is_read(block: &str) -> Cow<'_, str> {
    let mut kept = String::with_capacity(block.len());
    let (mut nested, mut is_kept, mut is_ended) = (0_usize, false, false);
    let mut lines = block.split_inclusive('\n');
    kept.push_str(lines.next().unwrap_or_default());
    for line in lines {
        if !line.starts_with([' ', '\t']) {
            let word = mark(line).map(|(word, _)| word);
            nested += usize::from(word == Some(Word::Begin));
            is_kept = nested == 0 && (word == Some(Word::End) || READ.iter().any(|name| may_be(line, name)));
            if word == Some(Word::End) {
                is_ended = nested == 0;
                nested = nested.saturating_sub(1);
            }
        }
        if is_kept {
            kept.push_str(line);
        }
    }
    // Where the marks of nested components do not match, only the parser knows what is whose.
    if is_ended { Cow::Owned(kept) } else { Cow::Borrowed(block) }
}

#[cfg(test)]
mod tests {
    use super::what_is_read;

    #[test]
    fn what_is_not_read_is_left_out_with_what_continues_it_and_folded_names_stay() {
        let block = "BEGIN:VEVENT\r\nSUMMARY:Plan\r\n of ATTENDEE\r\nATTEN\r\n DEE:mailto:a@example.org\r\nBEGIN:VALARM\r\n\
                     ATTENDEE:mailto:b@example.org\r\nEND:VALARM\r\ndtstart:20260101T100000Z\r\nEND:VEVENT\r\n";
        let read = "BEGIN:VEVENT\r\nATTEN\r\n DEE:mailto:a@example.org\r\ndtstart:20260101T100000Z\r\nEND:VEVENT\r\n";
        assert_eq!(what_is_read(block), read);
        let unmatched = block.replace("END:VALARM\r\n", "");
        assert_eq!(what_is_read(&unmatched), unmatched);
    }
}
