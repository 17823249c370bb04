//! Cuts a calendar file into the blocks that are parsed one by one, so that no single parse can grow with the file.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use crate::import::{ImportError, Reason};
use crate::io::decode_record;

/// The longest folded value that is joined whole.
const MAX_VALUE_BYTES: usize = 4096;
/// Bytes read at once.
const BUFFER_BYTES: usize = 256 << 10;

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

/// What a calendar file is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'a> {
    /// A `VCALENDAR` begins. What stands outside any counts as one of its own.
    Calendar,
    /// The scheduling method of the calendar, as it is written.
    Method(&'a str),
    /// A `VTIMEZONE` of the calendar.
    Zone(&'a str),
    /// A record.
    Block(Block<'a>),
}

/// Takes the parts of a file, in order.
type Each<'e> = dyn FnMut(Part<'_>) -> Result<(), ImportError> + 'e;

/// A component being read.
struct Open {
    name: String,
    line: u64,
    /// What was read of it, up to the limit.
    text: String,
    is_too_long: bool,
}

impl Open {
    fn add(&mut self, line: &Line, max_bytes: usize) {
        if line.is_cut || self.text.len() + line.text.len() > max_bytes {
            self.is_too_long = true;
        }
        if !self.is_too_long {
            self.text.push_str(&line.text);
        }
    }

    fn block(&self, failed: Option<Reason>) -> Block<'_> {
        let text = match failed {
            Some(reason) => Err(reason),
            None if self.is_too_long => Err(Reason::TooLong),
            None => Ok(self.text.as_str()),
        };
        Block { line: self.line, text, event: self.name.eq_ignore_ascii_case("VEVENT") }
    }

    fn is_zone(&self) -> bool {
        self.name.eq_ignore_ascii_case("VTIMEZONE")
    }
}

/// The most components of one file.
const MAX_BLOCKS: u64 = 1_000_000;

/// Gives the parts of a file, in order, with one of them in memory.
///
/// # Errors
/// When the file holds neither a calendar nor a component of one, or more components than can be kept track of.
pub(super) fn split(input: &mut dyn Read, max_block_bytes: usize, each: &mut Each<'_>) -> Result<(), ImportError> {
    let mut lines = Lines::new(input, max_block_bytes);
    let (mut any, mut any_text, mut blocks, mut zone_bytes) = (false, false, 0, 0);
    let mut open: Option<Open> = None;
    let mut unfolded = String::new();
    while let Some(line) = lines.next()? {
        any_text |= !line.text.trim().is_empty();
        let Some((word, name)) = mark(&line.text) else {
            if let Some(open) = &mut open {
                open.add(line, max_block_bytes);
            } else {
                unfold(&mut unfolded, &line.text);
                if let Some(method) = value_of(&unfolded, "METHOD") {
                    each(Part::Method(method))?;
                }
            }
            continue;
        };
        let is = |expected: &str| name.eq_ignore_ascii_case(expected);
        let is_end = word == Word::End;
        let begins_anew = !is_end && (is("VCALENDAR") || is_top(name) && open.as_ref().is_none_or(|open| is_top(&open.name)));
        if let Some(inner) = open.as_mut().filter(|_| !begins_anew) {
            inner.add(line, max_block_bytes);
            if is_end && is(&inner.name) {
                if inner.is_zone() {
                    zone_bytes += inner.text.len();
                    if zone_bytes <= max_block_bytes && !inner.is_too_long {
                        each(Part::Zone(&inner.text))?;
                    }
                } else {
                    each(Part::Block(inner.block(None)))?;
                }
                open = None;
            } else if is_end && is("VCALENDAR") {
                close_unended(open.take(), each)?;
            }
        } else if begins_anew {
            // None of these may stand in another, so the one before was never ended.
            close_unended(open.take(), each)?;
            any = true;
            if is("VCALENDAR") {
                zone_bytes = 0;
                each(Part::Calendar)?;
            } else {
                blocks += 1;
                if blocks > MAX_BLOCKS {
                    return Err(ImportError::OverLimit { what: "components of a calendar file", limit: MAX_BLOCKS });
                }
                let mut begun = Open { name: name.to_owned(), line: line.number, text: String::new(), is_too_long: false };
                begun.add(line, max_block_bytes);
                open = Some(begun);
            }
        }
    }
    close_unended(open, each)?;
    if !any && any_text {
        return Err(ImportError::Broken { format: "iCalendar", problem: "no BEGIN:VCALENDAR found".into() });
    }
    Ok(())
}

fn close_unended(open: Option<Open>, each: &mut Each<'_>) -> Result<(), ImportError> {
    match open.filter(|open| !open.is_zone()) {
        Some(open) => each(Part::Block(open.block(Some(Reason::Truncated)))),
        None => Ok(()),
    }
}

/// One line with its end.
struct Line {
    text: String,
    /// The line was longer, and its rest was dropped.
    is_cut: bool,
    /// From 1.
    number: u64,
}

/// Reads lines in bounded memory. What is not UTF-8 is taken for the code page of a Western European Windows, line by line.
struct Lines<'a> {
    reader: BufReader<&'a mut dyn Read>,
    max_bytes: usize,
    bytes: Vec<u8>,
    line: Line,
}

impl<'a> Lines<'a> {
    fn new(input: &'a mut dyn Read, max_bytes: usize) -> Self {
        let line = Line { text: String::new(), is_cut: false, number: 0 };
        Self { reader: BufReader::with_capacity(BUFFER_BYTES, input), max_bytes, bytes: Vec::new(), line }
    }

    fn next(&mut self) -> std::io::Result<Option<&Line>> {
        self.bytes.clear();
        let most = self.max_bytes as u64 + 1;
        let read = (&mut self.reader).take(most).read_until(b'\n', &mut self.bytes)?;
        if read == 0 {
            return Ok(None);
        }
        let Line { text, is_cut, number } = &mut self.line;
        *number += 1;
        *is_cut = read as u64 == most && !self.bytes.ends_with(b"\n");
        if *is_cut {
            self.reader.skip_until(b'\n')?;
        }
        text.clear();
        text.push_str(&decode_record(&self.bytes));
        Ok(Some(&self.line))
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
const READ: [&str; 9] = ["UID", "DTSTART", "RECURRENCE-ID", "RRULE", "RDATE", "EXDATE", "STATUS", "ATTENDEE", "ORGANIZER"];

/// Whether a line begins one of the properties that are read, as far as it goes. Most lines differ from all of them in the first letter.
fn is_one_read(line: &str) -> bool {
    let first = line.bytes().next().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    let may_begin =
        |name: &str| first.is_none_or(|first| name.bytes().next().is_some_and(|own| own.eq_ignore_ascii_case(&first)));
    READ.iter().any(|name| may_begin(name) && may_be(line, name))
}

/// The lines of a text, with their ends.
fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at_checked(end)?;
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// An event with nothing but the properties that are read. What people write into an event and its alarms is most of it, and a parser takes
/// its time over every letter.
pub(super) fn what_is_read(block: &str) -> Cow<'_, str> {
    let mut kept = String::with_capacity(block.len());
    let (mut nested, mut is_kept, mut is_ended) = (0_usize, false, false);
    let mut lines = lines_of(block);
    kept.push_str(lines.next().unwrap_or_default());
    for line in lines {
        if !line.starts_with([' ', '\t']) {
            let word = mark(line).map(|(word, _)| word);
            nested += usize::from(word == Some(Word::Begin));
            is_kept = nested == 0 && (word == Some(Word::End) || is_one_read(line));
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
