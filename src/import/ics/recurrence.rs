//! The occurrences of one event, within its own budget.

use std::collections::{BTreeMap, BTreeSet};

use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency, ICalendarPeriod,
    ICalendarProperty, ICalendarRecurrenceRule, ICalendarValue,
};
use chrono::{NaiveDate, NaiveDateTime};

use super::zone::{Moment, Zones, partial};

/// How many rules of a file may be searched through without finding a date: each costs about a tenth of a second.
const MAX_FRUITLESS_RULES: u32 = 16;

/// What may still be spent on a file's recurring events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Budget {
    /// Occurrences of one event.
    pub(super) per_event: usize,
    /// Occurrences left for the file.
    pub(super) per_file: usize,
    /// Rules met so far that gave no date.
    pub(super) fruitless: u32,
    /// The last instant that counts, in microseconds.
    pub(super) latest_micros: i64,
}

/// The instants at which an event takes place, ascending, without excluded ones and those after the end of the window.
///
/// Rules are expanded on the wall clock, and only then turned into instants, so that a change to summer time moves nothing.
pub(super) fn occurrences(event: &ICalendarComponent, start: Moment, zones: &Zones<'_>, budget: &mut Budget) -> BTreeSet<i64> {
    let mut walls = BTreeSet::from([start.wall]);
    for rule in event.properties(&ICalendarProperty::Rrule).flat_map(|entry| entry.values.iter()) {
        if let ICalendarValue::RecurrenceRule(rule) = rule {
            walls.extend(expand(rule, start, zones, budget));
        }
    }
    let mut found: BTreeMap<i64, NaiveDate> = BTreeMap::new();
    for wall in walls {
        found.extend(zones.micros(wall, start.place).map(|at| (at, wall.date())));
    }
    for moment in moments(event, &ICalendarProperty::Rdate, zones).take(budget.per_event) {
        found.extend(zones.micros_of(moment).map(|at| (at, moment.wall.date())));
    }
    let (mut instants, mut days) = (BTreeSet::new(), BTreeSet::new());
    for moment in moments(event, &ICalendarProperty::Exdate, zones) {
        // A day without a time excludes whatever is on it.
        if moment.timed && start.timed {
            instants.extend(zones.micros_of(moment));
        } else {
            days.insert(moment.wall.date());
        }
    }
    let kept = found.into_iter().filter(|(at, day)| *at <= budget.latest_micros && !instants.contains(at) && !days.contains(day));
    kept.map(|(at, _)| at).take(budget.per_event).collect()
}

/// The moments of all values of a date property.
fn moments<'a>(
    event: &'a ICalendarComponent,
    property: &'a ICalendarProperty,
    zones: &'a Zones<'_>,
) -> impl Iterator<Item = Moment> + 'a {
    event.properties(property).flat_map(move |entry| {
        entry.values.iter().filter_map(move |value| match value {
            ICalendarValue::PartialDateTime(value) => zones.moment(value, entry),
            ICalendarValue::Period(ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. }) => {
                zones.moment(start, entry)
            }
            _ => None,
        })
    })
}

fn expand(rule: &ICalendarRecurrenceRule, start: Moment, zones: &Zones<'_>, budget: &mut Budget) -> Vec<NaiveDateTime> {
    let sub_daily = matches!(rule.freq, ICalendarFrequency::Hourly | ICalendarFrequency::Minutely | ICalendarFrequency::Secondly);
    // A sieve over every second of fifty years finds no meeting that people hold.
    if sub_daily && is_filtered(rule) || budget.fruitless >= MAX_FRUITLESS_RULES {
        return Vec::new();
    }
    let mut rule = rule.clone();
    let until = until(&rule, start, zones);
    let end = Zones::day_after(budget.latest_micros);
    rule.until = until.into_iter().chain(end).min().and_then(partial);
    let Some(first) = partial(start.wall) else { return Vec::new() };
    let event = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries: vec![
            ICalendarEntry::new(ICalendarProperty::Dtstart).with_value(ICalendarValue::PartialDateTime(Box::new(first))),
            ICalendarEntry::new(ICalendarProperty::Rrule).with_value(ICalendarValue::RecurrenceRule(Box::new(rule))),
        ],
        component_ids: Vec::new(),
    };
    // The limit is shared by all events of what is expanded, so each event is expanded on its own.
    let expanded = ICalendar { components: vec![event] }.expand_dates(Tz::Floating, budget.per_event);
    if expanded.events.is_empty() && expanded.errors.is_empty() {
        budget.fruitless += 1;
    }
    expanded.events.into_iter().map(|event| event.start.naive_local()).collect()
}

/// The end of a rule on the event's own clock. A day without time includes all of it.
fn until(rule: &ICalendarRecurrenceRule, start: Moment, zones: &Zones<'_>) -> Option<NaiveDateTime> {
    let value = rule.until.as_ref()?;
    let found = value.to_date_time()?;
    match found.offset {
        Some(offset) => zones.wall(zones.micros(found.date_time, super::zone::Place::Fixed(offset))?, start.place),
        None if value.has_time() && start.timed => Some(found.date_time),
        None => found.date_time.date().and_hms_opt(23, 59, 59),
    }
}

fn is_filtered(rule: &ICalendarRecurrenceRule) -> bool {
    !(rule.bysecond.is_empty()
        && rule.byminute.is_empty()
        && rule.byhour.is_empty()
        && rule.byday.is_empty()
        && rule.bymonthday.is_empty()
        && rule.byyearday.is_empty()
        && rule.byweekno.is_empty()
        && rule.bymonth.is_empty()
        && rule.bysetpos.is_empty())
}
