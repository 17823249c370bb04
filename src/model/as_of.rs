//! The as-of day: no analysis sees anything after it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Microseconds in a day.
pub const DAY_MICROS: i64 = 86_400_000_000;

/// The day an analysis speaks of, in a time zone. It has no default and cannot be read from a clock here.
///
/// ```
/// use acquaint::model::AsOf;
/// let as_of = AsOf::parse("2004-06-30", &jiff::tz::TimeZone::UTC).unwrap();
/// assert_eq!(as_of.utc_day(), 12_599);
/// assert!(AsOf::parse("June", &jiff::tz::TimeZone::UTC).is_err());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AsOf {
    day: Date,
    zone: TimeZone,
    cutoff: Timestamp,
}

/// Why a text is no as-of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no day: expected YYYY-MM-DD or an RFC 3339 time")]
pub struct AsOfError {
    /// The text given.
    pub text: String,
}

impl AsOf {
    /// The whole of a civil day in a zone.
    ///
    /// # Errors
    /// When the day lies outside the calendar that can be computed with.
    pub fn day_in(day: Date, zone: &TimeZone) -> Result<Self, AsOfError> {
        let error = |_| AsOfError { text: day.to_string() };
        let next = day.checked_add(Span::new().days(1)).map_err(error)?;
        let cutoff = next.to_zoned(zone.clone()).map_err(error)?.timestamp();
        Ok(Self { day, zone: zone.clone(), cutoff })
    }

    /// Up to and including an instant.
    #[must_use]
    pub fn instant(at: Timestamp, zone: &TimeZone) -> Self {
        let cutoff = at.checked_add(jiff::SignedDuration::from_micros(1)).unwrap_or(at);
        Self { day: at.to_zoned(zone.clone()).date(), zone: zone.clone(), cutoff }
    }

    /// Reads `YYYY-MM-DD` (that day included) or an RFC 3339 time.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, AsOfError> {
        if let Some(day) = parse_day(text) {
            return Self::day_in(day, zone);
        }
        text.parse::<Timestamp>().map(|at| Self::instant(at, zone)).map_err(|_| AsOfError { text: text.to_owned() })
    }

    /// The whole of the civil day some days before this one, in the same zone.
    ///
    /// # Errors
    /// When that day lies outside the calendar that can be computed with.
    ///
    /// # Examples
    /// ```
    /// use acquaint::model::AsOf;
    /// let as_of = AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
    /// let before = as_of.days_before(30).unwrap();
    /// assert_eq!((before.day().to_string().as_str(), as_of.days_since(&before)), ("2026-10-01", 30));
    /// ```
    pub fn days_before(&self, days: u32) -> Result<Self, AsOfError> {
        Self::day_in(self.day.saturating_sub(Span::new().days(days)), &self.zone)
    }

    /// Days from another civil day to this one; negative where that is later.
    #[must_use]
    pub fn days_since(&self, earlier: &Self) -> i32 {
        (self.day - earlier.day).get_days()
    }

    /// The civil day.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
    }

    /// The zone that days and months are shown in.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The first instant that is no longer seen, in microseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn cutoff_micros(&self) -> i64 {
        self.cutoff.as_microsecond()
    }

    /// The day number of the model (days since 1970-01-01): the UTC day of the last instant that is seen.
    #[must_use]
    pub fn utc_day(&self) -> i32 {
        day_of_micros(self.cutoff_micros() - 1)
    }
}

/// The UTC day number (days since 1970-01-01) of an instant in microseconds.
#[must_use]
pub fn day_of_micros(at_micros: i64) -> i32 {
    i32::try_from(at_micros.div_euclid(DAY_MICROS)).unwrap_or(i32::MAX)
}

/// A day number as `YYYY-MM-DD`; days outside the calendar are clamped to its ends.
#[must_use]
pub fn format_day(day: i32) -> String {
    let epoch = Date::constant(1970, 1, 1);
    let fallback = if day < 0 { Date::MIN } else { Date::MAX };
    epoch.checked_add(Span::new().days(i64::from(day).clamp(-4_000_000, 2_900_000))).unwrap_or(fallback).to_string()
}

/// An instant in microseconds as RFC 3339 in UTC.
#[must_use]
pub fn format_micros(at_micros: i64) -> String {
    Timestamp::from_microsecond(at_micros).map_or_else(|_| format_day(day_of_micros(at_micros)), |at| at.to_string())
}

/// A civil day written `YYYY-MM-DD`, and nothing else.
#[must_use]
pub fn parse_day(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() == 10 { text.parse().ok() } else { None }
}
