//! One event to the meetings it stands for.

use std::collections::BTreeSet;

use calcard::icalendar::{ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use calcard::{Entry, Parser};

use super::people;
use super::recurrence::{Budget, occurrences};
use super::split::property;
use super::zone::{Moment, Zones};
use crate::import::{ReadOptions, Reason, isolated};
use crate::io::Limits;
use crate::model::{Channel, Interaction, InteractionId, LeftOut, Observation, Party, Shape, format_micros};

/// The most people times occurrences that one record may unfold to, so that it stays in memory.
const MAX_PARTIES_PER_RECORD: usize = 1_000_000;

/// Instants of a series that have an exception of their own, by a hash of the UID, which may be long.
pub(super) type Exceptions = BTreeSet<(InteractionId, i64)>;

fn series(uid: &str) -> InteractionId {
    InteractionId::of(&[b"series", uid.as_bytes()])
}

/// Notes the instant that a block replaces or removes, when it is an exception of a series. Blocks hold [`super::split::what_is_read`].
pub(super) fn note_exception(block: &str, zones: &Zones<'_>, exceptions: &mut Exceptions) {
    let Some(uid) = property(block, "RECURRENCE-ID").and_then(|_| property(block, "UID")) else { return };
    let at = isolated(|| {
        let event = parse(block)?;
        zones.micros_of(moment(&event, &ICalendarProperty::RecurrenceId, zones)?)
    });
    if let Some(at) = at.flatten() {
        exceptions.insert((series(&uid), at));
    }
}

/// The meetings of one event, or why it is none.
pub(super) fn meetings(
    block: &str,
    zones: &Zones<'_>,
    exceptions: &Exceptions,
    budget: &mut Budget,
    options: &ReadOptions,
) -> Result<Vec<Observation>, Reason> {
    let event = parse(block).ok_or(Reason::Malformed)?;
    let status =
        event.property(&ICalendarProperty::Status).and_then(|entry| entry.values.first()).and_then(ICalendarValue::as_text);
    if status.is_some_and(|status| ["CANCELLED", "CANCELED"].iter().any(|word| word.eq_ignore_ascii_case(status.trim()))) {
        return Err(Reason::Cancelled);
    }
    let (people, rooms) = people::of(&event, &options.limits)?;
    if budget.per_file == 0 {
        return Err(Reason::TooMany);
    }
    let uid = property(block, "UID");
    let times = times(&event, uid.as_deref(), zones, exceptions, budget, &options.limits)?;
    let most = (MAX_PARTIES_PER_RECORD / people.len()).clamp(1, budget.per_file);
    let mut meetings: Vec<Observation> = times
        .into_iter()
        .take(most)
        .map(|(original, at)| Observation::Interaction(meeting(identity(uid.as_deref(), original, &people), at, people.clone())))
        .collect();
    budget.per_file -= meetings.len();
    meetings.extend(rooms.then_some(Observation::LeftOut(LeftOut::Room)));
    Ok(meetings)
}

/// Pairs of the instant an occurrence was planned for and the instant it takes place.
fn times(
    event: &ICalendarComponent,
    uid: Option<&str>,
    zones: &Zones<'_>,
    exceptions: &Exceptions,
    budget: &mut Budget,
    limits: &Limits,
) -> Result<Vec<(i64, i64)>, Reason> {
    let replaced = moment(event, &ICalendarProperty::RecurrenceId, zones);
    let start = match (moment(event, &ICalendarProperty::Dtstart, zones), replaced) {
        (Some(start), _) | (None, Some(start)) => start,
        (None, None) if event.has_property(&ICalendarProperty::Dtstart) => return Err(Reason::BadDate),
        (None, None) => return Err(Reason::NoDate),
    };
    let first = zones.micros_of(start).ok_or(Reason::ImplausibleDate)?;
    if !limits.is_plausible(first) {
        return Err(Reason::ImplausibleDate);
    }
    if let Some(replaced) = replaced {
        return Ok(vec![(zones.micros_of(replaced).unwrap_or(first), first)]);
    }
    let mut found = occurrences(event, start, zones, budget);
    if let Some(series) = uid.filter(|_| !exceptions.is_empty()).map(series) {
        found.retain(|at| !exceptions.contains(&(series, *at)));
    }
    found.retain(|at| *at >= limits.earliest_micros);
    // Every occurrence was taken out or is a record of its own.
    if found.is_empty() { Err(Reason::Cancelled) } else { Ok(found.into_iter().map(|at| (at, at)).collect()) }
}

fn parse(block: &str) -> Option<ICalendarComponent> {
    let Entry::ICalendar(parsed) = Parser::new(block).entry() else { return None };
    parsed.components.into_iter().find(|component| component.component_type == ICalendarComponentType::VEvent)
}

fn moment(event: &ICalendarComponent, property: &ICalendarProperty, zones: &Zones<'_>) -> Option<Moment> {
    event.properties(property).find_map(|entry| match entry.values.first()? {
        ICalendarValue::PartialDateTime(value) => zones.moment(value, entry),
        _ => None,
    })
}

/// The identity of one occurrence: the same in every calendar that holds it, and before and after it was moved.
fn identity(uid: Option<&str>, original_micros: i64, people: &[Party]) -> InteractionId {
    let at = format_micros(original_micros);
    if let Some(uid) = uid {
        return InteractionId::of(&[b"event", uid.as_bytes(), at.as_bytes()]);
    }
    let mut handles: Vec<&[u8]> = people.iter().map(|party| party.handle.as_str().as_bytes()).collect();
    handles.sort_unstable();
    let mut parts: Vec<&[u8]> = vec![b"event-content", at.as_bytes()];
    parts.extend(handles);
    InteractionId::of(&parts)
}

fn meeting(id: InteractionId, at_micros: i64, to: Vec<Party>) -> Interaction {
    Interaction::new(id, at_micros, Channel::MEETING, Shape::Gathering, None, to)
}
