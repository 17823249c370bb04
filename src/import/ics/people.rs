//! Who takes part in an event. Rooms, resources and calendars are not people.

use std::collections::{BTreeMap, BTreeSet};

use calcard::icalendar::{ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarProperty};

use crate::import::{Reason, clean};
use crate::io::Limits;
use crate::model::{Handle, Party};

/// Addresses that calendars give to things: their domains are made for that and belong to no person.
const THINGS: [&str; 2] = ["@resource.calendar.google.com", "@group.calendar.google.com"];

/// The people of an event in the order it names them, the organizer first, and whether rooms or other things were among them.
///
/// # Errors
/// When there are more attendees than the limit, or fewer than two people.
pub(super) fn of(event: &ICalendarComponent, limits: &Limits) -> Result<(Vec<Party>, bool), Reason> {
    let attendees = event.properties(&ICalendarProperty::Attendee);
    if attendees.count() > limits.max_parties {
        return Err(Reason::TooMany);
    }
    let organizer = event.properties(&ICalendarProperty::Organizer).take(1);
    let mut people: Vec<Party> = Vec::new();
    let mut places: BTreeMap<Handle, usize> = BTreeMap::new();
    let (mut away, mut rooms) = (BTreeSet::new(), false);
    for entry in organizer.chain(event.properties(&ICalendarProperty::Attendee)) {
        let Some(handle) = address(entry) else { continue };
        let is_thing = !is_person(entry, &handle);
        rooms |= is_thing;
        if is_thing || is_away(entry) {
            away.insert(handle);
            continue;
        }
        let name = name(entry, &handle, limits.max_name_chars);
        if let Some(party) = places.get(&handle).and_then(|at| people.get_mut(*at)) {
            party.name = party.name.take().or(name);
        } else {
            places.insert(handle.clone(), people.len());
            people.push(Party { handle, name });
        }
    }
    people.retain(|party| !away.contains(&party.handle));
    if people.len() < 2 { Err(Reason::NoOtherParticipant) } else { Ok((people, rooms)) }
}

/// The e-mail address: the value with or without `mailto:`, else the EMAIL parameter.
fn address(entry: &ICalendarEntry) -> Option<Handle> {
    let value = entry.calendar_address().map(|value| value.trim_matches('"'));
    let value = value.filter(|value| !value.contains("://") && !value.contains('/'));
    value.and_then(Handle::email).or_else(|| Handle::email(parameter(entry, &ICalendarParameterName::Email)?))
}

fn name(entry: &ICalendarEntry, handle: &Handle, max_chars: usize) -> Option<String> {
    let name = clean::name(parameter(entry, &ICalendarParameterName::Cn)?, max_chars)?;
    (Handle::email(&name).as_ref() != Some(handle)).then_some(name)
}

fn is_person(entry: &ICalendarEntry, handle: &Handle) -> bool {
    let kind = parameter(entry, &ICalendarParameterName::Cutype).unwrap_or_default();
    !["ROOM", "RESOURCE", "GROUP"].iter().any(|thing| thing.eq_ignore_ascii_case(kind))
        && !THINGS.iter().any(|domain| handle.as_str().ends_with(domain))
}

/// Declined, or was only told about it.
fn is_away(entry: &ICalendarEntry) -> bool {
    let is = |name, word: &str| parameter(entry, name).is_some_and(|value| value.eq_ignore_ascii_case(word));
    is(&ICalendarParameterName::Partstat, "DECLINED")
        || is(&ICalendarParameterName::Role, "NON-PARTICIPANT")
        || is(&ICalendarParameterName::Role, "NON_PARTICIPANT")
}

fn parameter<'a>(entry: &'a ICalendarEntry, name: &ICalendarParameterName) -> Option<&'a str> {
    entry.parameter(name)?.as_text()
}
