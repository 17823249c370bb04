//! A plan as an iCalendar file: an all-day entry for every contact.

use std::fmt::Write as _;

use super::text::Untrusted;
use crate::model::{InteractionId, format_day};

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// What makes the entry the same when it is written again: the month and the person.
    pub key: String,
    /// The day, as days since 1970-01-01.
    pub day: i32,
    /// The heading.
    pub summary: String,
    /// The text below it.
    pub description: String,
}

/// The longest line in bytes, without its end (RFC 5545, section 3.1).
const LINE_BYTES: usize = 75;

/// Writes a calendar. `stamp` is the moment it speaks of, RFC 3339 in UTC with whole seconds. Entries are transparent: they block no time. The
/// same entry written again has the same identifier, so that calendars replace it.
///
/// ```
/// use acquaint::render::ics::{CalendarEntry, calendar};
/// let entry = CalendarEntry { key: "2026-11 mailto:ann@example.org".into(), day: 20_760, summary: "Ann; call".into(), description: String::new() };
/// let text = calendar("Plan", "2026-10-31T23:00:00Z", &[entry]);
/// assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
/// assert!(text.contains("\r\nDTSTART;VALUE=DATE:20261103\r\n"));
/// assert!(text.contains("\r\nSUMMARY:Ann\\; call\r\n"));
/// ```
#[must_use]
pub fn calendar(name: &str, stamp: &str, entries: &[CalendarEntry]) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold_line(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//acquaint//acquaint//EN");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    let stamp: String = stamp.chars().filter(|character| !matches!(character, '-' | ':')).collect();
    for entry in entries {
        line("BEGIN:VEVENT");
        let InteractionId(identity) = InteractionId::of(&[b"plan", entry.key.as_bytes()]);
        line(&format!("UID:{identity:032x}@acquaint"));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;VALUE=DATE:{}", format_day(entry.day).replace('-', "")));
        line(&format!("DTEND;VALUE=DATE:{}", format_day(entry.day + 1).replace('-', "")));
        line(&format!("SUMMARY:{}", escaped(&entry.summary)));
        if !entry.description.is_empty() {
            line(&format!("DESCRIPTION:{}", escaped(&entry.description)));
        }
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// A text value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in Untrusted::new(text).legible().chars() {
        if matches!(character, '\\' | ';' | ',') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// Adds a line, folded between characters.
fn fold_line(text: &mut String, content: &str) {
    let mut room = LINE_BYTES;
    for character in content.chars() {
        if character.len_utf8() > room {
            text.push_str("\r\n ");
            room = LINE_BYTES - 1;
        }
        room -= character.len_utf8();
        let _ = write!(text, "{character}");
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_and_no_name_ends_an_entry() {
        let hostile = "Ann\r\nEND:VEVENT\r\nBEGIN:VALARM \u{202e}".to_owned() + &"é李".repeat(60);
        let entry = CalendarEntry { key: "k".into(), day: 0, summary: hostile, description: "a,b\\c".into() };
        let text = calendar("X", "1970-01-01T00:00:00Z", std::slice::from_ref(&entry));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE_BYTES));
        assert_eq!(text.matches("END:VEVENT").count(), 2, "one is a name's text, one ends the entry");
        assert_eq!(text.lines().filter(|line| *line == "END:VEVENT").count(), 1);
        assert!(text.contains("DESCRIPTION:a\\,b\\\\c"));
        assert_eq!(text, calendar("X", "1970-01-01T00:00:00Z", &[entry]), "the same entry has the same identifier");
    }
}
