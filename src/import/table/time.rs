//! Times as tables write them: RFC 3339, days, wall-clock times, and numbers of seconds, milliseconds or microseconds.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, date};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

use crate::import::{ReadOptions, TimeUnit};
use crate::model::DAY_MICROS;

const SECOND_MICROS: i64 = 1_000_000;

/// A time in microseconds since 1970-01-01 UTC; what cannot be held is the nearest that can. `None` when it is no time.
pub(crate) fn parse(text: &str, zone: &TimeZone, unit: Option<TimeUnit>) -> Option<i64> {
    let text = text.trim();
    parse_number(text, unit).or_else(|| parse_civil(text, zone))
}

/// A time as the user said the file writes it, or in any of the spellings known.
pub(crate) fn parse_as(text: &str, options: &ReadOptions) -> Option<i64> {
    let Some(format) = &options.table.time_format else { return parse(text, &options.zone, options.table.time_unit) };
    let read = BrokenDownTime::parse(format, text.trim()).ok()?;
    if let Ok(instant) = read.to_timestamp() {
        return Some(instant.as_microsecond());
    }
    let date = read.to_date().ok()?;
    if read.hour().is_none() {
        return Some(day_micros(date));
    }
    let instant = options.zone.to_timestamp(date.to_datetime(read.to_time().ok()?)).ok()?;
    Some(instant.as_microsecond())
}

/// Whether a time can be written and read in a format.
pub(crate) fn is_format(format: &str) -> bool {
    let sample = date(2001, 2, 3).at(4, 5, 6, 0).to_zoned(TimeZone::UTC);
    let written = sample.ok().and_then(|sample| jiff::fmt::strtime::format(format, &sample).ok());
    written.is_some_and(|text| {
        let read = BrokenDownTime::parse(format, &text);
        read.is_ok_and(|read| read.to_timestamp().is_ok() || read.to_date().is_ok())
    })
}

/// `1082040961`, `-5`, `1082040961.25`: the unit is told by the size unless given.
fn parse_number(text: &str, unit: Option<TimeUnit>) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let value = whole.bytes().fold(0_i64, |sum, byte| sum.saturating_mul(10).saturating_add(i64::from(byte - b'0')));
    let by_size = if value < 100_000_000_000 {
        TimeUnit::Seconds
    } else if value < 100_000_000_000_000 {
        TimeUnit::Milliseconds
    } else {
        TimeUnit::Microseconds
    };
    let factor = match unit.unwrap_or(by_size) {
        TimeUnit::Seconds => SECOND_MICROS,
        TimeUnit::Milliseconds => 1_000,
        TimeUnit::Microseconds => 1,
    };
    let mut micros = value.saturating_mul(factor);
    let mut place = factor / 10;
    for byte in fraction.bytes().take(6) {
        micros = micros.saturating_add(i64::from(byte - b'0') * place);
        place /= 10;
    }
    Some(if negative { -micros } else { micros })
}

/// `YYYY-MM-DD`, alone or with ` ` or `T` and `HH:MM[:SS[.fff]]`, then nothing, `Z`, ` UTC` or an offset.
pub(crate) fn parse_civil(text: &str, zone: &TimeZone) -> Option<i64> {
    let day = text.get(..10)?;
    let bytes = day.as_bytes();
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let year = i16::try_from(number(day.get(..4)?)?).ok()?;
    let date = Date::new(year, narrow(number(day.get(5..7)?)?)?, narrow(number(day.get(8..)?)?)?).ok()?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return Some(day_micros(date));
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let clock_end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at_checked(clock_end)?;
    let offset = match offset.trim() {
        "" => None,
        named => Some(parse_offset(named)?),
    };
    Some(at(date, parse_clock(clock)?, offset, zone))
}

/// Microseconds since midnight of `HH:MM[:SS[.fff]]`; a leap second counts as the second before it.
pub(crate) fn parse_clock(text: &str) -> Option<i64> {
    let (main, fraction) = match text.split_once(['.', ',']) {
        Some((main, fraction)) => (main, fraction),
        None => (text, ""),
    };
    let mut parts = main.split(':');
    let hour = number(parts.next()?)?;
    let minute = number(parts.next()?)?;
    let second = parts.next().map_or(Some(0), number)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut micros = (hour * 3600 + minute * 60 + second.min(59)) * SECOND_MICROS;
    let mut place = SECOND_MICROS / 10;
    for byte in fraction.bytes().take(6) {
        micros += i64::from(byte - b'0') * place;
        place /= 10;
    }
    Some(micros)
}

/// The zone behind a time: UTC by a word, or an offset in seconds. `None` when it is no zone.
pub(crate) fn parse_offset(text: &str) -> Option<i64> {
    if ["z", "utc", "gmt"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|&c| c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        _ => return None,
    };
    (hours <= 25 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

/// An instant from a day, microseconds since midnight, and an offset in seconds or else the zone.
pub(crate) fn at(date: Date, clock_micros: i64, offset: Option<i64>, zone: &TimeZone) -> i64 {
    let as_utc = day_micros(date) + clock_micros;
    match offset {
        Some(seconds) => as_utc - seconds * SECOND_MICROS,
        None if *zone == TimeZone::UTC => as_utc,
        None => {
            let seconds = clock_micros / SECOND_MICROS;
            let clock = Time::new(
                (seconds / 3600) as i8,
                (seconds / 60 % 60) as i8,
                (seconds % 60) as i8,
                (clock_micros % SECOND_MICROS * 1000) as i32,
            );
            let instant = clock.and_then(|clock| zone.to_timestamp(DateTime::from_parts(date, clock)));
            // Outside the instants a zone can be asked about, the missing offset does not matter any more.
            instant.map_or(as_utc, Timestamp::as_microsecond)
        }
    }
}

/// Midnight UTC of a day, in microseconds since 1970-01-01 UTC.
pub(crate) fn day_micros(date: Date) -> i64 {
    // Days since 0000-03-01 in the proleptic Gregorian calendar: March starts the year, so that leap days end it.
    let month = i64::from(date.month());
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(date.day()) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * DAY_MICROS
}

/// One to nine ASCII digits as a number.
pub(crate) fn number(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

pub(crate) fn narrow(value: i64) -> Option<i8> {
    i8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<String> {
        parse(text, &TimeZone::UTC, None).map(crate::model::format_micros)
    }

    #[test]
    fn all_spellings_of_one_moment_agree() {
        let spellings = [
            "2004-04-15T14:56:01Z",
            "2004-04-15t14:56:01.000z",
            "2004-04-15 14:56:01",
            "2004-04-15T16:56:01+02:00",
            "2004-04-15 10:56:01 -0400",
            "2004-04-15 14:56:01 UTC",
            "1082040961",
            "1082040961.0",
            "1082040961000",
            "1082040961000000",
        ];
        for spelling in spellings {
            assert_eq!(utc(spelling).as_deref(), Some("2004-04-15T14:56:01Z"), "{spelling}");
        }
        assert_eq!(utc("1082040961.25").as_deref(), Some("2004-04-15T14:56:01.25Z"));
        assert_eq!(utc("1082040961000.5").as_deref(), Some("2004-04-15T14:56:01.0005Z"));
        assert_eq!(utc("2004-04-15 14:56").as_deref(), Some("2004-04-15T14:56:00Z"));
        assert_eq!(utc("2004-04-15").as_deref(), Some("2004-04-15T00:00:00Z"));
        assert_eq!(utc("2016-12-31T23:59:60Z").as_deref(), Some("2016-12-31T23:59:59Z"));
        assert_eq!(utc("-86400").as_deref(), Some("1969-12-31T00:00:00Z"));
    }

    #[test]
    fn a_wall_clock_time_is_read_in_the_zone_and_a_bare_day_in_utc() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let at = |text: &str| parse(text, &berlin, None).map(crate::model::format_micros);
        assert_eq!(at("2004-04-15 14:56:01").as_deref(), Some("2004-04-15T12:56:01Z"));
        assert_eq!(at("2004-04-15T14:56:01Z").as_deref(), Some("2004-04-15T14:56:01Z"));
        assert_eq!(at("2004-04-15").as_deref(), Some("2004-04-15T00:00:00Z"));
        assert!(parse("9999-12-31 23:59", &berlin, None).is_some());
    }

    #[test]
    fn a_given_unit_overrides_the_size() {
        assert_eq!(parse("1000", &TimeZone::UTC, Some(TimeUnit::Milliseconds)), Some(1_000_000));
        assert_eq!(parse("1000", &TimeZone::UTC, Some(TimeUnit::Microseconds)), Some(1000));
        assert_eq!(parse("200000000000", &TimeZone::UTC, Some(TimeUnit::Seconds)), Some(200_000_000_000_000_000));
        assert_eq!(parse("99999999999999999999999", &TimeZone::UTC, None), Some(i64::MAX));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.2.3",
            "1e9",
            "NaN",
            "inf",
            "2004-13-01",
            "2004-02-30",
            "2004-04-15T25:00",
            "2004-04-15T10",
            "2004/04/15",
            "2004-04-15 10:61",
            "2004-04-15x",
            "15-04-2004",
            "2004-04-15T10:00:00+9",
            "tomorrow",
            "２００４-01-01",
            "2004-04-15T10:00Q",
        ] {
            assert_eq!(parse(text, &TimeZone::UTC, None), None, "{text}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar_library() {
        for text in ["1969-12-31", "1970-01-01", "2000-02-29", "1900-03-01", "0001-01-01", "9999-12-30", "2026-10-31"] {
            let date: Date = text.parse().unwrap();
            let expected = date.to_zoned(TimeZone::UTC).unwrap().timestamp().as_microsecond();
            assert_eq!(day_micros(date), expected, "{text}");
        }
    }
}
