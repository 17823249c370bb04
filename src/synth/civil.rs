//! Days and clock times of the sample world: civil dates, Berlin's summer time, and the spellings of each export.

/// Seconds in a day.
pub(super) const DAY: i64 = 86_400;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A civil date and clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
}

/// The day number (days since 1970-01-01) of a civil date.
///
/// # Source
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
pub(super) fn day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The civil time of seconds since 1970-01-01, without a zone (`civil_from_days` of the same source).
pub(super) fn civil(seconds: i64) -> Civil {
    let (days, clock) = (seconds.div_euclid(DAY) + 719_468, seconds.rem_euclid(DAY));
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    Civil {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: of_year - (153 * shifted + 2) / 5 + 1,
        hour: clock / 3_600,
        minute: clock / 60 % 60,
        second: clock % 60,
    }
}

/// The weekday of a day number, 0 for Monday.
pub(super) fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The day itself when it is a working day, else the next Monday.
pub(super) fn workday(day: i64) -> i64 {
    day + [0, 0, 0, 0, 0, 2, 1].get(weekday(day) as usize).copied().unwrap_or(0)
}

/// Berlin's offset from UTC in hours: 2 from the last Sunday of March to that of October, 01:00 UTC, else 1.
pub(super) fn berlin_hours(at: i64) -> i64 {
    let year = civil(at).year;
    let last_sunday = |month: i64| {
        let last = day(year, month, 31);
        (last - (weekday(last) + 1) % 7) * DAY + 3_600
    };
    if (last_sunday(3)..last_sunday(10)).contains(&at) { 2 } else { 1 }
}

/// The instant of a Berlin clock time; of the repeated hour of October the first, in the skipped one of March winter time.
pub(super) fn from_berlin(local: i64) -> i64 {
    if berlin_hours(local - 7_200) == 2 { local - 7_200 } else { local - 3_600 }
}

/// Berlin's clock at an instant, as seconds without a zone.
pub(super) fn to_berlin(at: i64) -> i64 {
    at + berlin_hours(at) * 3_600
}

fn month_name(month: i64) -> &'static str {
    MONTHS.get((month - 1).max(0) as usize).copied().unwrap_or("Jan")
}

fn weekday_name(seconds: i64) -> &'static str {
    WEEKDAYS.get(weekday(seconds.div_euclid(DAY)) as usize).copied().unwrap_or("Mon")
}

/// `Sun, 22 Mar 2020 03:19:17 +0100`, the Date header of a sender whose clock is `hours` ahead of UTC.
pub(super) fn mail_date(at: i64, hours: i64) -> String {
    let local = at + hours * 3_600;
    let c = civil(local);
    let sign = if hours < 0 { '-' } else { '+' };
    format!(
        "{}, {} {} {} {:02}:{:02}:{:02} {sign}{:02}00",
        weekday_name(local),
        c.day,
        month_name(c.month),
        c.year,
        c.hour,
        c.minute,
        c.second,
        hours.abs()
    )
}

/// `Sun Mar 22 02:19:17 +0000 2020`, the separator line of an exported mailbox.
pub(super) fn separator_date(at: i64) -> String {
    let c = civil(at);
    format!(
        "{} {} {:02} {:02}:{:02}:{:02} +0000 {}",
        weekday_name(at),
        month_name(c.month),
        c.day,
        c.hour,
        c.minute,
        c.second,
        c.year
    )
}

/// `2024-09-08 18:08:14 UTC`, with the separator between the parts of the date given.
pub(super) fn utc_stamp(at: i64, separator: char) -> String {
    let c = civil(at);
    format!("{}{separator}{:02}{separator}{:02} {:02}:{:02}:{:02} UTC", c.year, c.month, c.day, c.hour, c.minute, c.second)
}

/// `2/25/22, 8:56 PM`.
pub(super) fn american_stamp(at: i64) -> String {
    let c = civil(at);
    let half = if c.hour < 12 { "AM" } else { "PM" };
    let hour = if c.hour % 12 == 0 { 12 } else { c.hour % 12 };
    format!("{}/{}/{:02}, {hour}:{:02} {half}", c.month, c.day, c.year % 100, c.minute)
}

/// `11 Mar 2022`.
pub(super) fn english_day(at: i64) -> String {
    let c = civil(at);
    format!("{:02} {} {}", c.day, month_name(c.month), c.year)
}

/// `20250107T093000`, to which the caller adds a zone.
pub(super) fn compact(seconds: i64) -> String {
    let c = civil(seconds);
    format!("{:04}{:02}{:02}T{:02}{:02}{:02}", c.year, c.month, c.day, c.hour, c.minute, c.second)
}

/// `2026-10-08T18:30:00+02:00` on Berlin's clock.
pub(super) fn berlin_rfc3339(at: i64) -> String {
    let c = civil(to_berlin(at));
    let hours = berlin_hours(at);
    format!("{}-{:02}-{:02}T{:02}:{:02}:{:02}+{hours:02}:00", c.year, c.month, c.day, c.hour, c.minute, c.second)
}

/// `2026-10-08`, the UTC day.
pub(super) fn iso_day(at: i64) -> String {
    let c = civil(at);
    format!("{}-{:02}-{:02}", c.year, c.month, c.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse_over_a_century() {
        for number in -10_000..30_000 {
            let c = civil(number * DAY + 3_661);
            assert_eq!((day(c.year, c.month, c.day), c.hour, c.minute, c.second), (number, 1, 1, 1));
        }
        assert_eq!(day(2026, 10, 31), 20_757);
        assert_eq!(weekday_name(day(2026, 10, 31) * DAY), "Sat");
    }

    #[test]
    fn berlin_changes_its_clock_on_the_last_sundays() {
        for (year, month, date, hour, expected) in
            [(2026, 3, 29, 0, 1), (2026, 3, 29, 1, 2), (2026, 10, 25, 0, 2), (2026, 10, 25, 1, 1), (2025, 3, 30, 1, 2)]
        {
            assert_eq!(berlin_hours(day(year, month, date) * DAY + hour * 3_600), expected, "{year}-{month}-{date} {hour}");
        }
        for at in (day(2025, 1, 1) * DAY..day(2027, 1, 1) * DAY).step_by(3_600) {
            let repeated_hour = berlin_hours(at) == 1 && berlin_hours(at - 3_600) == 2;
            assert!(repeated_hour || from_berlin(to_berlin(at)) == at, "{at}");
        }
    }

    #[test]
    fn every_export_has_its_own_spelling() {
        let at = day(2022, 3, 1) * DAY + 20 * 3_600 + 56 * 60 + 7;
        assert_eq!(american_stamp(at), "3/1/22, 8:56 PM");
        assert_eq!(utc_stamp(at, '/'), "2022/03/01 20:56:07 UTC");
        assert_eq!(english_day(at), "01 Mar 2022");
        assert_eq!(separator_date(at), "Tue Mar 01 20:56:07 +0000 2022");
        assert_eq!(mail_date(at, -5), "Tue, 1 Mar 2022 15:56:07 -0500");
        assert_eq!(berlin_rfc3339(at), "2022-03-01T21:56:07+01:00");
    }
}
