//! Cuts a calendar file into the blocks that are parsed one by one, so that no single parse can grow with the file.

use crate::import::Reason;

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

/// The calendars of a file, in order. Components outside any `VCALENDAR` count as one of their own.
pub(super) fn split(text: &str, max_block_bytes: usize) -> Vec<Calendar<'_>> {
    let mut calendars = vec![Calendar::default()];
    let mut open: Option<Open<'_>> = None;
    let (mut at, mut number) = (0, 0);
    let mut zone_bytes = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        number += 1;
        let Some((word, name)) = mark(line) else {
            if open.is_none()
                && let Some(calendar) = calendars.last_mut()
                && let Some(method) = value_of(line, "METHOD")
            {
                calendar.method = method.to_ascii_uppercase();
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
            if is("VCALENDAR") {
                calendars.push(Calendar::default());
                zone_bytes = 0;
            } else {
                open = Some(Open { name, start, line: number });
            }
        }
    }
    if let (Some(unended), Some(calendar)) = (open, calendars.last_mut()) {
        close(calendar, &unended, Err(Reason::Truncated));
    }
    calendars
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

/// The value of a component's own property, unfolded; `None` when it has none. Nested components are passed over.
pub(super) fn property(block: &str, name: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let mut nested = 0_usize;
    for line in block.lines().skip(1) {
        if let Some(value) = found.as_mut() {
            match line.strip_prefix([' ', '\t']) {
                Some(rest) => value.push_str(rest),
                None => break,
            }
            continue;
        }
        match mark(line) {
            Some((Word::Begin, _)) => nested += 1,
            Some((Word::End, _)) => nested = nested.saturating_sub(1),
            None if nested == 0 && line.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)) => {
                let rest = line.get(name.len()..).unwrap_or_default();
                if rest.starts_with([':', ';']) {
                    found = rest.split_once(':').map(|(_, value)| value.to_owned());
                }
            }
            None => {}
        }
    }
    found.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}
