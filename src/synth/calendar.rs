//! The owner's calendar and two that others share, as a provider's data export writes them.

use super::SampleFile;
use super::civil::{DAY, compact, day, from_berlin, to_berlin};
use super::encode::folded;
use super::people::Person;
use super::random::{Random, mix};
use super::world::{Meeting, Reply, World, first_day, last_day};

/// The names of the calendars: the owner's own, then the shared ones.
const CALENDARS: [&str; 3] = [super::OWNER_EMAIL, "Estuary monitoring", "Castellan standards pilot"];

const ZONE: [&str; 17] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "X-LIC-LOCATION:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "DTSTART:19700329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "DTSTART:19701025T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
];

/// Each calendar as one file.
pub(super) fn render(world: &World, seed: u64) -> Vec<SampleFile> {
    let mut files = Vec::new();
    for (number, name) in CALENDARS.iter().enumerate() {
        let mut lines: Vec<String> = [
            "BEGIN:VCALENDAR",
            "PRODID:-//Google Inc//Google Calendar 70.9054//EN",
            "VERSION:2.0",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
        ]
        .map(str::to_owned)
        .into();
        lines.extend([format!("X-WR-CALNAME:{name}"), "X-WR-TIMEZONE:Europe/Berlin".into()]);
        lines.extend(ZONE.iter().map(|&line| line.to_owned()));
        lines.push("END:VTIMEZONE".into());
        let mut random = Random::stream(seed, name);
        let mut meetings: Vec<(usize, &Meeting)> = world
            .meetings
            .iter()
            .enumerate()
            .filter(|(_, meeting)| {
                meeting.calendar == number && meeting.start < (last_day() + 1) * DAY && meeting.start >= first_day() * DAY
            })
            .collect();
        meetings.sort_by_key(|(place, meeting)| (meeting.start, *place));
        for (place, meeting) in meetings {
            let id = format!("{:016x}{:08x}@calendar.example", mix(seed ^ place as u64), mix(place as u64) >> 32);
            event(&mut lines, world, meeting, &id, &mut random);
        }
        lines.push("END:VCALENDAR".into());
        let bytes = lines.iter().map(|line| folded(line)).collect::<String>().into_bytes();
        files.push(SampleFile { path: format!("calendar/{name}.ics"), bytes });
    }
    files
}

/// `20250107T093000Z`.
fn utc(at: i64) -> String {
    format!("{}Z", compact(at))
}

fn zoned(property: &str, at: i64) -> String {
    format!("{property};TZID=Europe/Berlin:{}", compact(to_berlin(at)))
}

/// A meeting: the event or the series, then its exceptions.
fn event(lines: &mut Vec<String>, world: &World, meeting: &Meeting, id: &str, random: &mut Random) {
    // Single events that others organise stand in UTC; the owner's own, and every series, name the zone.
    let named_zone = meeting.series.is_some() || meeting.organizer == super::people::EGO;
    lines.push("BEGIN:VEVENT".into());
    times(lines, meeting, meeting.start, named_zone);
    if let Some(series) = &meeting.series {
        let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
            .get(super::civil::weekday(to_berlin(meeting.start).div_euclid(DAY)) as usize)
            .copied()
            .unwrap_or("MO");
        let interval = if series.every_weeks > 1 { format!(";INTERVAL={}", series.every_weeks) } else { String::new() };
        let until = series.until.map(|until| format!(";UNTIL={}", utc(until))).unwrap_or_default();
        lines.push(format!("RRULE:FREQ=WEEKLY;WKST=MO{until}{interval};BYDAY={weekday}"));
        lines.extend(series.except.iter().map(|&at| zoned("EXDATE", at)));
    }
    rest(lines, world, meeting, id, if meeting.cancelled { "CANCELLED" } else { "CONFIRMED" }, None, random);
    let Some(series) = &meeting.series else { return };
    for &(original, moved) in &series.moved {
        lines.push("BEGIN:VEVENT".into());
        times(lines, meeting, moved, true);
        rest(lines, world, meeting, id, "CONFIRMED", Some(original), random);
    }
    for &original in &series.cancelled {
        lines.push("BEGIN:VEVENT".into());
        times(lines, meeting, original, true);
        rest(lines, world, meeting, id, "CANCELLED", Some(original), random);
    }
}

fn times(lines: &mut Vec<String>, meeting: &Meeting, start: i64, named_zone: bool) {
    let end = start + meeting.minutes * 60;
    if meeting.all_day {
        let date = |at: i64| compact(at).get(..8).unwrap_or_default().to_owned();
        lines.extend([format!("DTSTART;VALUE=DATE:{}", date(start)), format!("DTEND;VALUE=DATE:{}", date(end))]);
    } else if named_zone {
        lines.extend([zoned("DTSTART", start), zoned("DTEND", end)]);
    } else {
        lines.extend([format!("DTSTART:{}", utc(start)), format!("DTEND:{}", utc(end))]);
    }
}

fn rest(
    lines: &mut Vec<String>,
    world: &World,
    meeting: &Meeting,
    id: &str,
    status: &str,
    exception_of: Option<i64>,
    random: &mut Random,
) {
    lines.push(format!("DTSTAMP:{}", utc(from_berlin(day(2026, 10, 31) * DAY + 72_000))));
    if let Some(organizer) = world.people.get(meeting.organizer).filter(|_| !meeting.attendees.is_empty()) {
        lines.push(format!("ORGANIZER;CN={}:mailto:{}", common_name(organizer, meeting.organizer), organizer.email));
    }
    lines.push(format!("UID:{id}"));
    if meeting.room {
        lines.push(
            "ATTENDEE;CUTYPE=RESOURCE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Berlin-3-Aurora (8);X-NUM-GUESTS=0:mailto:\
             aurora@resource.calendar.example"
                .into(),
        );
    }
    for &(place, reply) in &meeting.attendees {
        let Some(person) = world.people.get(place) else { continue };
        let word = match reply {
            Reply::Accepted => "ACCEPTED",
            Reply::Declined => "DECLINED",
            Reply::Tentative => "TENTATIVE",
            Reply::Silent => "NEEDS-ACTION",
        };
        let name = common_name(person, place);
        lines.push(format!(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={word};CN={name};X-NUM-GUESTS=0:mailto:{}",
            person.email
        ));
    }
    if let Some(original) = exception_of {
        lines.push(zoned("RECURRENCE-ID", original));
    }
    let made = meeting.start - random.between(2, 21) * DAY;
    lines.push(format!("CREATED:{}", utc(made)));
    lines.push("DESCRIPTION:".into());
    lines.push(format!("LAST-MODIFIED:{}", utc(made + random.between(0, DAY))));
    lines.push(format!("LOCATION:{}", meeting.place));
    lines.push(format!("SEQUENCE:{}", i64::from(exception_of.is_some())));
    lines.push(format!("STATUS:{status}"));
    lines.push(format!("SUMMARY:{}", meeting.title));
    lines.push("TRANSP:OPAQUE".into());
    lines.push("END:VEVENT".into());
}

/// The common name: quoted when it holds a comma, and for one in eight people only the address.
fn common_name(person: &Person, place: usize) -> String {
    if place % 8 == 5 && !person.reserved {
        person.email.clone()
    } else if place % 9 == 2 && !person.reserved {
        format!("\"{}, {}\"", person.family, person.given)
    } else {
        person.display()
    }
}
