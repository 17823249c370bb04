use super::*;
use crate::import::Item;
use crate::io::Limits;
use crate::model::{AsOf, Interaction, InteractionId, LeftOut, Observation, format_micros};

fn options() -> ReadOptions {
    let as_of = AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
    ReadOptions {
        file_name: "x.ics".into(),
        ..ReadOptions::new(Limits::as_of_micros(as_of.cutoff_micros()), jiff::tz::TimeZone::get("Asia/Tokyo").unwrap())
    }
}

fn read_with(text: &str, options: &ReadOptions) -> Vec<Item> {
    let mut items = Vec::new();
    let mut input = text.as_bytes();
    ICalendar
        .read(&mut input, options, &mut |item| {
            items.push(item);
            Ok(())
        })
        .unwrap();
    items
}

fn meetings(item: &Item) -> Vec<Interaction> {
    let Ok(record) = item else { panic!("{item:?}") };
    record
        .observations
        .iter()
        .filter_map(|observation| match observation {
            Observation::Interaction(interaction) => Some(interaction.clone()),
            Observation::LeftOut(LeftOut::Room) => None,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn times(item: &Item) -> Vec<String> {
    meetings(item).iter().map(|meeting| format_micros(meeting.at_micros)).collect()
}

fn reason(item: &Item) -> Option<Reason> {
    item.as_ref().err().map(|reject| reject.reason)
}

const PEOPLE: &str = "ORGANIZER;CN=Ann:mailto:ann@example.org\nATTENDEE;CN=Bob:mailto:bob@example.org\n";

fn event(body: &str) -> String {
    format!("BEGIN:VEVENT\nUID:1\n{PEOPLE}{body}\nEND:VEVENT\n")
}

fn calendar(body: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n")
}

fn one(body: &str) -> Vec<String> {
    times(&read_with(&calendar(&event(body)), &options())[0])
}

#[test]
fn times_are_read_in_their_zones() {
    assert_eq!(one("DTSTART:20260110T090000Z"), ["2026-01-10T09:00:00Z"]);
    assert_eq!(one("DTSTART;TZID=W. Europe Standard Time:20260710T090000"), ["2026-07-10T07:00:00Z"]);
    assert_eq!(one("DTSTART;TZID=/mozilla.org/20070129_1/America/New_York:20260710T090000"), ["2026-07-10T13:00:00Z"]);
    assert_eq!(one("DTSTART:20260110T090000"), ["2026-01-10T00:00:00Z"]);
    assert_eq!(one("DTSTART;VALUE=DATE:20260110"), ["2026-01-10T03:00:00Z"]);
    // Once in the gap and once in the doubled hour of the change of the clocks.
    assert_eq!(one("DTSTART;TZID=Europe/Berlin:20260329T023000"), ["2026-03-29T01:30:00Z"]);
    assert_eq!(one("DTSTART;TZID=Europe/Berlin:20251026T023000"), ["2025-10-26T00:30:00Z"]);
}

#[test]
fn a_zone_no_database_knows_has_its_own_standard_offset() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n";
    let text = calendar(&format!("{zone}{}", event("DTSTART;TZID=Ours:20260110T090000")));
    assert_eq!(times(&read_with(&text, &options())[0]), ["2026-01-10T03:30:00Z"]);
}

#[test]
fn a_series_keeps_its_wall_clock_through_the_change_of_the_clocks() {
    assert_eq!(
        one("DTSTART;TZID=Europe/Berlin:20260322T090000\nRRULE:FREQ=WEEKLY;COUNT=2"),
        ["2026-03-22T08:00:00Z", "2026-03-29T07:00:00Z"]
    );
    assert_eq!(
        one("DTSTART;TZID=Europe/Berlin:20260101T233000\nRRULE:FREQ=DAILY;UNTIL=20260102T223000Z"),
        ["2026-01-01T22:30:00Z", "2026-01-02T22:30:00Z"]
    );
    assert_eq!(one("DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260102").len(), 2);
    assert_eq!(one("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;UNTIL=20260103\nEXDATE;VALUE=DATE:20260102").len(), 2);
    assert_eq!(
        one("DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260102T090000Z\nRDATE:20260201T100000Z").len(),
        3
    );
}

#[test]
fn exceptions_replace_or_remove_their_occurrence() {
    let text = calendar(&format!(
        "{}{}{}",
        event("DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY;COUNT=4"),
        event("SEQUENCE:7\nRECURRENCE-ID:20260102T090000Z\nDTSTART:20260102T150000Z"),
        event("RECURRENCE-ID:20260103T090000Z\nSTATUS:CANCELLED\nDTSTART:20260103T090000Z")
    ));
    let items = read_with(&text, &options());
    assert_eq!(times(&items[0]), ["2026-01-01T09:00:00Z", "2026-01-04T09:00:00Z"]);
    assert_eq!(times(&items[1]), ["2026-01-02T15:00:00Z"]);
    assert_eq!(reason(&items[2]), Some(Reason::Cancelled));
    // The moved occurrence keeps the identity it had before it was moved.
    let before = read_with(&calendar(&event("DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY;COUNT=4")), &options());
    assert_eq!(meetings(&before[0])[1].id, meetings(&items[1])[0].id);
}

#[test]
fn each_event_has_its_own_budget_and_the_file_one_of_its_own() {
    let mut options = options();
    options.limits.max_occurrences_per_event = 10;
    let daily = |uid: u32, count: u32| {
        event(&format!("DTSTART:20200101T090000Z\nRRULE:FREQ=DAILY;COUNT={count}")).replace("UID:1", &format!("UID:{uid}"))
    };
    let text = calendar(&[daily(1, 9), daily(2, 10), daily(3, 11), daily(4, 5)].concat());
    let counts: Vec<usize> = read_with(&text, &options).iter().map(|item| meetings(item).len()).collect();
    assert_eq!(counts, [9, 10, 10, 5]);
    options.limits.max_occurrences_per_file = 20;
    let items = read_with(&text, &options);
    assert_eq!(items.iter().take(3).map(|item| meetings(item).len()).collect::<Vec<_>>(), [9, 10, 1]);
    assert_eq!(reason(&items[3]), Some(Reason::TooMany));
}

#[test]
fn endless_and_impossible_rules_end() {
    let started = [
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=SECONDLY", 3660),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", 1),
        ("DTSTART:19710201T000000Z\nRRULE:FREQ=SECONDLY;BYMONTH=3;BYHOUR=4", 1),
        ("DTSTART:20260101T000000Z\nRRULE:FREQ=INVALID", 1),
    ];
    for (body, count) in started {
        assert_eq!(one(body).len(), count, "{body}");
    }
    let now = one("DTSTART:20261029T090000Z\nRRULE:FREQ=DAILY");
    assert_eq!(now.last().map(String::as_str), Some("2026-11-01T09:00:00Z"));
}

#[test]
fn attendees_at_the_limit_are_read_and_one_over_is_rejected() {
    for (count, expected) in [(499, None), (500, None), (501, Some(Reason::TooMany))] {
        let people: Vec<String> = (0..count).map(|number| format!("ATTENDEE:mailto:p{number}@example.org\n")).collect();
        let people = people.concat();
        let text = calendar(&format!("BEGIN:VEVENT\nUID:1\n{people}DTSTART:20260101T000000Z\nEND:VEVENT\n"));
        assert_eq!(reason(&read_with(&text, &options())[0]), expected, "{count}");
    }
}

#[test]
fn an_event_at_the_limit_is_read_and_one_over_is_rejected() {
    let mut options = options();
    options.limits.max_record_bytes = 1000;
    for (length, expected) in [(999, None), (1000, None), (1001, Some(Reason::TooLong))] {
        let fill = length - event("DTSTART:20260101T000000Z\nDESCRIPTION:").len();
        let long = event(&format!("DTSTART:20260101T000000Z\nDESCRIPTION:{}", "x".repeat(fill)));
        let items = read_with(&calendar(&format!("{long}{}", event("DTSTART:20260101T000000Z"))), &options);
        assert_eq!(items.iter().map(reason).collect::<Vec<_>>(), [expected, None], "{length}");
    }
}

#[test]
fn things_and_those_who_declined_do_not_take_part() {
    let body = "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org\nATTENDEE:mailto:x@resource.calendar.google.com\n\
        ATTENDEE;PARTSTAT=DECLINED:mailto:cy@example.org\nATTENDEE;ROLE=NON-PARTICIPANT:mailto:dee@example.org\n\
        ATTENDEE;CN=\"eve@example.org\":eve@example.org\nATTENDEE;EMAIL=fay@example.org:urn:uuid:1\nDTSTART:20260101T000000Z";
    let items = read_with(&calendar(&event(body)), &options());
    let meeting = &meetings(&items[0])[0];
    assert!(
        items[0].as_ref().is_ok_and(|record| record.observations.contains(&Observation::LeftOut(LeftOut::Room))),
        "and counted"
    );
    let people: Vec<(&str, Option<&str>)> =
        meeting.to.iter().map(|party| (party.handle.value(), party.name.as_deref())).collect();
    assert_eq!(
        people,
        [
            ("ann@example.org", Some("Ann")),
            ("bob@example.org", Some("Bob")),
            ("eve@example.org", None),
            ("fay@example.org", None)
        ]
    );
}

#[test]
fn the_same_meeting_without_uid_is_one_from_two_calendars() {
    let first =
        "BEGIN:VEVENT\nORGANIZER:mailto:a@example.org\nATTENDEE:mailto:b@example.org\nDTSTART:20260101T090000Z\nEND:VEVENT\n";
    let second = "BEGIN:VEVENT\nATTENDEE:MAILTO:B@example.org\nATTENDEE:mailto:a@example.org\nDTSTART;TZID=Europe/Berlin:20260101T100000\nEND:VEVENT\n";
    let items = [read_with(&calendar(first), &options()), read_with(&calendar(second), &options())];
    assert_eq!(meetings(&items[0][0])[0].id, meetings(&items[1][0])[0].id);
}

#[test]
fn unended_components_cost_themselves_only() {
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\n{}BEGIN:VTODO\nEND:VTODO\nBEGIN:VEVENT\nUID:3",
        event("DTSTART:20260101T000000Z")
    );
    let reasons: Vec<Option<Reason>> = read_with(&text, &options()).iter().map(reason).collect();
    assert_eq!(reasons, [Some(Reason::Truncated), None, Some(Reason::NotPeople), Some(Reason::Truncated)]);
}

#[test]
fn events_wait_packed_for_what_is_said_of_them_and_too_many_are_refused() {
    let mut events = String::new();
    for number in 0..20_000_u64 {
        let uid = InteractionId::of(&[&number.to_le_bytes()]).0;
        events += &event("DTSTART:20260101T090000Z").replace("UID:1", &format!("UID:{uid:x}"));
    }
    // The exception stands behind twenty thousand other events, and the zone behind all.
    let series = event("DTSTART;TZID=Ours:20260101T090000\nRRULE:FREQ=DAILY;COUNT=2");
    let exception = event("RECURRENCE-ID;TZID=Ours:20260102T090000\nSTATUS:CANCELLED\nDTSTART;TZID=Ours:20260102T090000");
    let zone = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n";
    let text = calendar(&format!("{series}{events}{exception}{zone}"));
    let items = read_with(&text, &options());
    assert_eq!((items.len(), times(&items[0])), (20_002, vec!["2026-01-01T03:30:00Z".to_owned()]));
    let mut taken = 0;
    let refused = read_within(100_000, &mut text.as_bytes(), &options(), &mut |_| {
        taken += 1;
        Ok(())
    });
    assert!(matches!(refused, Err(ImportError::OverLimit { limit: 100_000, .. })), "{refused:?}");
    assert_eq!(taken, 0);
}
