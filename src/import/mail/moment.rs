//! The dates of mail: the `Date` field in its many spellings, and the asctime form of mbox separator lines.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Zone words with their hours east of Greenwich, for the forms that still carry them.
const ZONES: [(&str, i32); 18] = [
    ("gmt", 0),
    ("utc", 0),
    ("ut", 0),
    ("z", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("wet", 0),
    ("west", 1),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
];

/// A date put together from words in any order: month name, day, year, time, perhaps a zone.
struct Worded {
    civil: DateTime,
    offset: Option<Offset>,
    /// The month stands before the day, as in asctime, which the parser of RFC 5322 dates would misread.
    month_first: bool,
}

/// The instant of a `Date` field in microseconds; times without a zone are taken in `zone`. `None` when unreadable.
pub(super) fn of_field(text: &str, zone: &TimeZone) -> Option<i64> {
    if text.split_ascii_whitespace().any(|word| is_numeric_zone(word) && offset_of(word).is_none()) {
        // A distance that no zone has: without it, or cut to one that there is, the time would be an invented one.
        return None;
    }
    let worded = worded(text);
    if let Some(found) = worded.as_ref().filter(|found| found.month_first) {
        return found.micros(zone);
    }
    let line = format!("{text}\n");
    // The parser takes any numbers for a date; one of mail names its month and has a time of day.
    if names_month(text)
        && text.contains(':')
        && let HeaderValue::DateTime(date) = MessageStream::new(line.as_bytes()).parse_date()
        && date.is_valid()
    {
        let civil =
            civil([i16::try_from(date.year).ok()?, date.month.into(), date.day.into()], [date.hour, date.minute, date.second])?;
        let east = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
        let offset = Offset::from_seconds(if date.tz_before_gmt { -east } else { east }).ok()?;
        return offset.to_timestamp(civil).ok().map(jiff::Timestamp::as_microsecond);
    }
    worded?.micros(zone)
}

/// The instant of an mbox separator line in microseconds; without a zone it is UTC, as the mbox format has it.
pub(super) fn of_separator(line: &[u8]) -> Option<i64> {
    let text = String::from_utf8_lossy(line.strip_prefix(b"From ")?);
    worded(&text)?.micros(&TimeZone::UTC)
}

/// Whether a line beginning `From ` has what every separator has: a time of day and a year.
pub(super) fn looks_like_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let (mut time, mut year) = (false, false);
    for word in rest.split(u8::is_ascii_whitespace) {
        let word = std::str::from_utf8(word).unwrap_or_default();
        time |= time_of(word).is_some();
        year |= year_of(word).is_some();
    }
    time && year
}

impl Worded {
    fn micros(&self, zone: &TimeZone) -> Option<i64> {
        let at = match self.offset {
            Some(offset) => offset.to_timestamp(self.civil).ok()?,
            None => self.civil.to_zoned(zone.clone()).ok()?.timestamp(),
        };
        Some(at.as_microsecond())
    }
}

fn worded(text: &str) -> Option<Worded> {
    let (mut month, mut day, mut year, mut time, mut offset) = (None, None, None, None, None);
    let mut month_first = false;
    let text = text.split('(').next().unwrap_or_default();
    // Only the last eight words can be a date; before them an mbox separator has its address.
    let words: Vec<&str> = text.split([' ', '\t', ',']).filter(|word| !word.is_empty()).collect();
    for word in words.get(words.len().saturating_sub(8)..)? {
        if let Some(found) = month_of(word) {
            (month, month_first) = (Some(found), day.is_none());
        } else if let Some(found) = time_of(word) {
            time = Some(found);
        } else if let Some(found) = year_of(word) {
            year = Some(found);
        } else if let Some(found) = offset_of(word) {
            offset = Some(found);
        } else if word.len() <= 2
            && let Ok(found) = word.parse::<i16>()
        {
            day = Some(found);
        }
    }
    Some(Worded { civil: civil([year?, month?, day?], time?)?, offset, month_first })
}

fn civil([year, month, day]: [i16; 3], [hour, minute, second]: [u8; 3]) -> Option<DateTime> {
    let small = |value: u8| i8::try_from(value).ok();
    DateTime::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?, small(hour)?, small(minute)?, small(second)?, 0).ok()
}

fn month_of(word: &str) -> Option<i16> {
    let at = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(word))?;
    i16::try_from(at + 1).ok()
}

/// `+0200`, `-9999`.
fn is_numeric_zone(word: &str) -> bool {
    word.len() == 5 && word.starts_with(['+', '-']) && word.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

/// Whether a word of a text begins as a month does.
fn names_month(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.get(..3).is_some_and(|head| month_of(head).is_some()))
}

fn year_of(word: &str) -> Option<i16> {
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| digits && (1900..3000).contains(year))
}

fn time_of(word: &str) -> Option<[u8; 3]> {
    let mut parts = word.split(':').map(|part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u8>().ok().filter(|_| digits)
    });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().map_or(Some(0), |second| second)?;
    (parts.next().is_none() && hour < 24 && minute < 60 && second < 61).then_some([hour, minute, second.min(59)])
}

fn offset_of(word: &str) -> Option<Offset> {
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)) {
        return Offset::from_seconds(hours * 3600).ok();
    }
    let sign = if word.starts_with('-') { -1 } else { 1 };
    let number: i32 = word.get(1..).filter(|_| is_numeric_zone(word))?.parse().ok()?;
    Offset::from_seconds(sign * (number / 100 * 3600 + number % 100 * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::format_micros;

    fn field(text: &str) -> Option<String> {
        of_field(text, &TimeZone::fixed(Offset::constant(1))).map(format_micros)
    }

    #[test]
    fn a_date_field_is_read_in_every_spelling_seen() {
        for (text, expected) in [
            ("Sun, 22 Mar 2020 02:19:17 +0000", "2020-03-22T02:19:17Z"),
            ("22 Mar 2020 02:19 -0230 (comment)", "2020-03-22T04:49:00Z"),
            ("Sun, 22 Mar 20 02:19:17 EST", "2020-03-22T07:19:17Z"),
            ("Thu Nov  1 11:19:12 2001", "2001-11-01T10:19:12Z"),
            ("Sun Mar 22 02:19:17 +0000 2020", "2020-03-22T02:19:17Z"),
            ("Sun, 22 Mar 2020 02:19:17", "2020-03-22T01:19:17Z"),
        ] {
            assert_eq!(field(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            " ",
            "yesterday",
            "30 Feb 2020 12:00:00 +0000",
            "1 Mar 2020 25:61:00 +0000",
            "Mon, 99 Foo 2020 99:99:99",
            "1 1 1 1 1 1",
            "1 Mar 2020 12:00:00 +9999",
        ] {
            assert_eq!(field(text), None, "{text}");
        }
    }

    #[test]
    fn separators_are_told_from_sentences() {
        for line in [
            "From 1661828917674532318@xxx Sun Mar 22 02:19:17 +0000 2020",
            "From MAILER-DAEMON Fri Jul  8 12:08:34 2011",
            "From jjl at pobox.com  Thu Nov  1 11:19:12 2001",
            "From ann@example.org Mon Mar 17 9:35 2008 remote from unix",
        ] {
            assert!(looks_like_separator(line.as_bytes()), "{line}");
            assert!(of_separator(line.as_bytes()).is_some(), "{line}");
        }
        for line in
            ["From here on it is easy", "From 12:30 we eat", "From 2019 to now", "From: Ann 12:30 2020", ">From a 12:30 2020", ""]
        {
            assert!(!looks_like_separator(line.as_bytes()), "{line}");
        }
        assert!(looks_like_separator(b"From luc\xe9@x Mon Nov  7 18:44:27 2016"));
    }
}
