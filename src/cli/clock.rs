//! The only place that reads the clock and the system's time zone.

use jiff::{Timestamp, tz::TimeZone};

use super::error::CliError;

/// Fixes the present moment, for reproducible scripts and tests.
const NOW_VARIABLE: &str = "ACQUAINT_NOW";

/// The present moment.
pub(super) fn now() -> Result<Timestamp, CliError> {
    match std::env::var(NOW_VARIABLE) {
        Ok(text) => text.parse().map_err(|_| {
            CliError::config(format!("{NOW_VARIABLE}={text} is no RFC 3339 time")).hint("for example 2026-10-31T12:00:00Z")
        }),
        Err(_) => Ok(Timestamp::now()),
    }
}

/// The system's time zone; UTC where there is none.
pub(super) fn system_zone() -> TimeZone {
    TimeZone::try_system().unwrap_or(TimeZone::UTC)
}

/// A time zone by its IANA name.
pub(super) fn zone(name: &str) -> Result<TimeZone, CliError> {
    TimeZone::get(name).map_err(|_| {
        CliError::usage(format!("there is no time zone `{name}`")).hint("use an IANA name such as Europe/Berlin or UTC")
    })
}
