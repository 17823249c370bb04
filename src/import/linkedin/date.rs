//! The dates of all archive layouts: `11/4/18, 3:02 AM`, `11 Mar 2022`, `12-Sep-22`, `2022/09/01 12:34:56 UTC`, `Aug 2020`.
//!
//! Archives write English month names and put the month before the day whatever the owner's language is.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::import::table::time;

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const HALF_DAY_MICROS: i64 = 12 * 3600 * 1_000_000;

/// What has been understood of a date so far.
#[derive(Default)]
struct Parts {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    clock_micros: Option<i64>,
    afternoon: Option<bool>,
    offset_seconds: Option<i64>,
}

/// A date of an archive in microseconds since 1970-01-01 UTC. Days without a time are midnight UTC, months and years their first
/// day; times that name no zone are read in `zone`. `None` when it is no date.
pub(super) fn parse(text: &str, zone: &TimeZone) -> Option<i64> {
    let text = text.trim();
    if let Some(at) = time::parse_civil(text, zone) {
        return Some(at);
    }
    let mut parts = Parts::default();
    for token in text.split(|c: char| c.is_whitespace() || c == ',').filter(|token| !token.is_empty()) {
        parts.take(token)?;
    }
    parts.finish(zone)
}

impl Parts {
    fn take(&mut self, token: &str) -> Option<()> {
        let lower = token.to_lowercase();
        if let Some(end) = lower.find(['a', 'p']).filter(|&end| lower.contains(':') && end > 0) {
            // `3:02AM`, without the blank.
            self.take(lower.get(..end)?)?;
            return self.take(lower.get(end..)?);
        }
        match lower.as_str() {
            "am" | "a.m." => set(&mut self.afternoon, false),
            "pm" | "p.m." => set(&mut self.afternoon, true),
            clock if clock.contains(':') && !clock.starts_with(['+', '-']) => {
                set(&mut self.clock_micros, time::parse_clock(clock)?)
            }
            date if date.contains('/') => self.take_slashed(date),
            date if date.contains('-') && !date.starts_with('-') => self.take_dashed(date),
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => match digits.len() {
                1 | 2 => set(&mut self.day, time::number(digits)?),
                4 => set(&mut self.year, time::number(digits)?),
                _ => None,
            },
            word => {
                if let Some(month) = month(word) {
                    set(&mut self.month, month)
                } else if WEEKDAYS.iter().any(|day| word.len() >= 3 && day.starts_with(word)) {
                    Some(())
                } else {
                    set(&mut self.offset_seconds, time::parse_offset(word)?)
                }
            }
        }
    }

    /// `2022/09/01`, `9/1/22`, and `13/9/22` where the order is certain.
    fn take_slashed(&mut self, text: &str) -> Option<()> {
        let [first, second, third] = three(text, '/')?;
        let numbers = [time::number(first)?, time::number(second)?, time::number(third)?];
        let [year, month, day] = match (first.len(), numbers) {
            (4, numbers) => numbers,
            (_, [day, month, _]) if day > 12 => [year(third)?, month, day],
            (_, [month, day, _]) => [year(third)?, month, day],
        };
        set(&mut self.year, year)?;
        set(&mut self.month, month)?;
        set(&mut self.day, day)
    }

    /// `12-Sep-22` and `Sep-22`, as a spreadsheet writes dates back.
    fn take_dashed(&mut self, text: &str) -> Option<()> {
        if let Some([first, second, third]) = three(text, '-') {
            set(&mut self.day, time::number(first)?)?;
            set(&mut self.month, month(second)?)?;
            return set(&mut self.year, year(third)?);
        }
        let (first, second) = text.split_once('-')?;
        set(&mut self.month, month(first)?)?;
        set(&mut self.year, year(second)?)
    }

    fn finish(self, zone: &TimeZone) -> Option<i64> {
        if self.day.is_some() && self.month.is_none() {
            return None;
        }
        let year = i16::try_from(self.year?).ok()?;
        let date = Date::new(year, time::narrow(self.month.unwrap_or(1))?, time::narrow(self.day.unwrap_or(1))?).ok()?;
        let Some(mut clock) = self.clock_micros else {
            return self.afternoon.is_none().then(|| time::day_micros(date));
        };
        if let Some(afternoon) = self.afternoon {
            let hour = clock / (HALF_DAY_MICROS / 12);
            if !(1..=12).contains(&hour) {
                return None;
            }
            clock = clock % HALF_DAY_MICROS + if afternoon { HALF_DAY_MICROS } else { 0 };
        }
        Some(time::at(date, clock, self.offset_seconds, zone))
    }
}

/// Sets a part once; twice is no date.
fn set<T>(part: &mut Option<T>, value: T) -> Option<()> {
    part.replace(value).is_none().then_some(())
}

fn three(text: &str, separator: char) -> Option<[&str; 3]> {
    let mut parts = text.split(separator);
    let found = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(found)
}

fn month(word: &str) -> Option<i64> {
    let word = word.trim_end_matches('.');
    let word = if word == "sept" { "sep" } else { word };
    if word.len() < 3 {
        return None;
    }
    MONTHS.iter().position(|month| month.starts_with(word)).map(|at| at as i64 + 1)
}

/// A year of four digits, or of two: nothing in an archive is older than the network, founded in 2002.
fn year(text: &str) -> Option<i64> {
    match text.len() {
        2 => time::number(text).map(|year| 2000 + year),
        4 => time::number(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        parse(text, &TimeZone::UTC).map(crate::model::format_micros)
    }

    #[test]
    fn every_form_of_every_layout_is_read() {
        for (text, expected) in [
            ("11/4/18, 3:02 AM", "2018-11-04T03:02:00Z"),
            ("11/4/18, 3:02\u{202f}PM", "2018-11-04T15:02:00Z"),
            ("11/4/18, 3:02\u{a0}pm", "2018-11-04T15:02:00Z"),
            ("1/2/22, 12:00 AM", "2022-01-02T00:00:00Z"),
            ("1/2/22, 12:30PM", "2022-01-02T12:30:00Z"),
            ("8/31/2016, 17:25", "2016-08-31T17:25:00Z"),
            ("11 Mar 2022", "2022-03-11T00:00:00Z"),
            ("01 September 2022", "2022-09-01T00:00:00Z"),
            ("12-Sep-22", "2022-09-12T00:00:00Z"),
            ("9-Mar-2022", "2022-03-09T00:00:00Z"),
            ("2022-09-08 18:08:14 UTC", "2022-09-08T18:08:14Z"),
            ("2022/09/01 12:34:56 UTC", "2022-09-01T12:34:56Z"),
            ("2022-09-08T18:08:14+02:00", "2022-09-08T16:08:14Z"),
            ("2022-09-08", "2022-09-08T00:00:00Z"),
            ("Wed Aug 24 05:19:42 UTC 2022", "2022-08-24T05:19:42Z"),
            ("Aug 2020", "2020-08-01T00:00:00Z"),
            ("Aug-20", "2020-08-01T00:00:00Z"),
            ("2020", "2020-01-01T00:00:00Z"),
            ("13/9/22", "2022-09-13T00:00:00Z"),
            ("May 26, 2023 05:00 PM", "2023-05-26T17:00:00Z"),
        ] {
            assert_eq!(utc(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn a_time_without_zone_is_read_in_the_zone_given() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let at = |text: &str| parse(text, &zone).map(crate::model::format_micros);
        assert_eq!(at("7/1/22, 3:02 AM").as_deref(), Some("2022-07-01T07:02:00Z"));
        assert_eq!(at("2022/07/01 03:02:00 UTC").as_deref(), Some("2022-07-01T03:02:00Z"));
        assert_eq!(at("1 Jul 2022").as_deref(), Some("2022-07-01T00:00:00Z"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "-",
            "soon",
            "30 Feb 2022",
            "31/31/22",
            "11/4",
            "11 2022",
            "3:02 AM",
            "11 Mar 2022 AM",
            "13:02 PM 1/1/22",
            "11 11 Mar 2022",
            "Ma 2022",
            "12-Foo-22",
            "1/1/222",
            "2022 UTC UTC",
            "0:30 AM 1/1/22",
            "/",
            "a",
            ":",
            "p:",
        ] {
            assert_eq!(utc(text), None, "{text:?}");
        }
    }
}
