//! Days and months as charts write them.

use super::scene::{EM, Hold, Scene};
use crate::model::{format_day, parse_day};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Days since 1970-01-01 of a written day (Howard Hinnant's civil-days formula); `None` when it is none.
pub(super) fn day_number(text: &str) -> Option<i32> {
    let date = parse_day(text)?;
    let (month, day) = (i32::from(date.month()), i32::from(date.day()));
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// `31 Oct`, with the year where it helps.
pub(super) fn day_label(day: i32, with_year: bool) -> String {
    let written = format_day(day);
    let mut parts = written.rsplitn(3, '-');
    let (day, month, year) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied().unwrap_or(month);
    let day = day.trim_start_matches('0');
    if with_year { format!("{day} {month} {year}") } else { format!("{day} {month}") }
}

/// Writes at most a dozen months below an axis, each under its place; the year stands below the first and every January.
pub(super) fn write_months(scene: &mut Scene, months: &[String], baseline: f64, x_at: impl Fn(usize) -> f64) {
    let step = months.len().div_ceil(12).max(1);
    let last = months.len().saturating_sub(1);
    let written = months.iter().enumerate().filter(|(index, _)| (last - index).is_multiple_of(step));
    for (place, (index, month)) in written.enumerate() {
        let parts = month
            .split_once('-')
            .and_then(|(year, number)| Some((year, *MONTHS.get(number.parse::<usize>().ok()?.wrapping_sub(1))?)));
        let (name, year) = match parts {
            Some((year, name)) => (name.to_owned(), (place == 0 || name == "Jan").then_some(year)),
            None => (scene.name(month, 40.0, EM), None),
        };
        scene.label(name, (x_at(index), baseline), Hold::Middle);
        if let Some(year) = year {
            scene.label(year, (x_at(index), baseline + 16.0), Hold::Middle);
        }
    }
}

/// The month of a day, 0 for January, and its day within it, from 1; `None` for a day beyond the calendar.
pub(super) fn month_and_day(day: i32) -> Option<(usize, u32)> {
    let date = parse_day(&format_day(day))?;
    Some((usize::try_from(date.month()).ok()?.checked_sub(1)?, u32::try_from(date.day()).ok()?))
}

/// `Jan` for 0.
pub(super) fn month_name(month: usize) -> &'static str {
    MONTHS.get(month).copied().unwrap_or("")
}

/// 0 for Monday to 6 for Sunday: 1970-01-01 was a Thursday.
pub(super) fn weekday(day: i32) -> usize {
    (i64::from(day) + 3).rem_euclid(7) as usize
}

#[cfg(test)]
mod tests {
    use super::{day_label, day_number, month_and_day, weekday};

    #[test]
    fn days_count_from_1970_and_are_written_short() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2004-06-30"), Some(12_599));
        assert_eq!(day_number("soon"), None);
        assert_eq!(day_label(12_599, true), "30 Jun 2004");
        // 31 October 2026 is a Saturday.
        assert_eq!((weekday(20_757), month_and_day(20_757)), (5, Some((9, 31))));
        assert_eq!((weekday(-1), weekday(4)), (2, 0));
        for day in (-200_000..200_000).step_by(977) {
            assert_eq!(day_number(&crate::model::format_day(day)), Some(day));
        }
    }
}
