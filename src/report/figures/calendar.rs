//! A year of days with contact.

use super::{YEAR_DAYS, chart};
use crate::model::format_day;
use crate::report::monthly::Material;
use crate::report::{Calendar, Chart, Figure, counted};

pub(super) fn calendar(material: &Material<'_>) -> Chart {
    let today = material.today();
    let first_day = today - YEAR_DAYS + 1;
    let data_begins = material.coverage.iter().map(|channel| channel.first_day).min();
    let mut people = vec![0_usize; YEAR_DAYS as usize];
    let of_ego = material.input.days.dyads().filter(|dyad| dyad.has(material.ego));
    for day in of_ego.flat_map(|dyad| dyad.days()).filter(|day| (first_day..=today).contains(day)) {
        people[(day - first_day) as usize] += 1;
    }
    let known = |place: usize| data_begins.is_some_and(|begins| first_day + place as i32 >= begins);
    let people: Vec<Option<usize>> = people.into_iter().enumerate().map(|(place, count)| known(place).then_some(count)).collect();
    let title = title(&people, first_day);
    chart("calendar", title, Figure::Calendar(Calendar { first_day: format_day(first_day), people }))
}

/// On how many days there was contact, and the longest time without.
fn title(people: &[Option<usize>], first_day: i32) -> String {
    let known = people.iter().flatten().count();
    let busy = people.iter().flatten().filter(|count| **count > 0).count();
    if busy == 0 {
        return "No contact in the last year".to_owned();
    }
    let (mut longest, mut run) = ((0, 0), 0_usize);
    for (place, count) in people.iter().enumerate() {
        run = if *count == Some(0) { run + 1 } else { 0 };
        if run > longest.0 {
            longest = (run, place + 1 - run);
        }
    }
    let share = format!("Contact on {busy} of {}", counted(known, "day", "days"));
    match longest {
        (0, _) => share,
        (1, _) => format!("{share}, never two days in a row without"),
        (days, from) => format!("{share}; the longest time without was {days} days from {}", format_day(first_day + from as i32)),
    }
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn the_title_tells_days_with_contact_and_the_longest_pause() {
        let days = [None, Some(0), Some(2), Some(0), Some(0), Some(1), Some(0)];
        assert_eq!(title(&days, 20_000), "Contact on 2 of 6 days; the longest time without was 2 days from 2024-10-07");
        assert_eq!(title(&[Some(1), Some(0), Some(3)], 0), "Contact on 2 of 3 days, never two days in a row without");
        assert_eq!(title(&[None, Some(0)], 0), "No contact in the last year");
        assert_eq!(title(&[Some(1)], 0), "Contact on 1 of 1 day");
    }
}
