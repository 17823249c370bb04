//! Calendars with mistakes in dates, people, rules, nesting and lengths.

use super::Bad;

const TIMES: &str = "DTSTART:20251010T100000Z\r\n";
const PEOPLE: &str = "ORGANIZER:mailto:ann@example.org\r\nATTENDEE:mailto:bob@example.org\r\n";
const SOUND: &str = "BEGIN:VEVENT\r\nUID:sound\r\nDTSTART:20251012T100000Z\r\nORGANIZER:mailto:ann@example.org\r\n\
                     ATTENDEE:mailto:cleo@example.org\r\nEND:VEVENT\r\n";

fn calendar(components: &str) -> Vec<u8> {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{components}END:VCALENDAR\r\n").into_bytes()
}

/// A calendar of one event with these properties and a sound one behind it.
fn event(properties: &str) -> Vec<u8> {
    calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\n{properties}END:VEVENT\r\n{SOUND}"))
}

fn at(start: &str) -> Vec<u8> {
    event(&format!("{start}\r\n{PEOPLE}"))
}

fn with(people: &str) -> Vec<u8> {
    event(&format!("{TIMES}{people}"))
}

fn repeated(rule: &str) -> Vec<u8> {
    event(&format!("DTSTART:20100101T100000Z\r\n{PEOPLE}{rule}\r\n"))
}

/// A calendar with a method, and another one with a sound event.
fn method(method: &str) -> Vec<u8> {
    let own = format!("METHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1\r\n{TIMES}{PEOPLE}END:VEVENT\r\n");
    [calendar(&own), calendar(SOUND)].concat()
}

/// An event of this many bytes.
fn of_bytes(bytes: usize) -> Vec<u8> {
    let rest = format!("BEGIN:VEVENT\r\nUID:1\r\n{TIMES}{PEOPLE}DESCRIPTION:\r\nEND:VEVENT\r\n").len();
    event(&format!("{TIMES}{PEOPLE}DESCRIPTION:{}\r\n", "x".repeat(bytes - rest)))
}

fn attendees(count: usize) -> Vec<u8> {
    with(&(0..count).map(|number| format!("ATTENDEE:mailto:p{number}@example.org\r\n")).collect::<String>())
}

pub(super) fn all() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, expected: &'static str| all.push(Bad::new("ics", "in.ics", name, bytes, expected));
    add("a second before the first plausible date", at("DTSTART:19701231T235959Z"), "1 implausible-date=1");
    add("the first plausible date", at("DTSTART:19710101T000000Z"), "2");
    add("the last plausible date", at("DTSTART:20261102T000000Z"), "2");
    add("a second after the last plausible date", at("DTSTART:20261102T000001Z"), "1 implausible-date=1");
    add("30 February", at("DTSTART:20250230T100000Z"), "1 bad-date=1");
    add("hour 25", at("DTSTART:20251010T250000Z"), "1 bad-date=1");
    add("a date in words", at("DTSTART:next Friday"), "1 bad-date=1");
    add("an empty date", at("DTSTART:"), "1 bad-date=1");
    add("no date", at("DTSTAMP:20251010T100000Z"), "1 no-date=1");
    add("a day", at("DTSTART;VALUE=DATE:20251010"), "2");
    add("a day that does not say that it is one", at("DTSTART:20251010"), "2");
    add("a zone that nobody knows", at("DTSTART;TZID=Nowhere/Land:20251010T100000"), "2");
    add("a time that the clocks skip", at("DTSTART;TZID=Europe/Berlin:20250330T023000"), "2");
    add("an end before the beginning", at("DTEND:20240101T000000Z\r\nDTSTART:20251010T100000Z"), "2");
    add("an endless duration", at("DURATION:P99999999999W\r\nDTSTART:20251010T100000Z"), "2");

    for word in ["REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"] {
        add(&format!("an answer by the method {word}"), method(word), "1 not-people=1");
    }
    add("a cancellation by its method", method("CANCEL"), "1 cancelled=1");
    add("a method that nobody knows", method("DANCE"), "2");
    add("a status in small letters", with(&format!("STATUS:cancelled\r\n{PEOPLE}")), "1 cancelled=1");
    add("a status of America", with(&format!("STATUS:CANCELED\r\n{PEOPLE}")), "1 cancelled=1");
    add("a tentative event", with(&format!("STATUS:TENTATIVE\r\n{PEOPLE}")), "2");

    add("nobody", with(""), "1 no-other-participant=1");
    add("the organizer alone", with("ORGANIZER:mailto:ann@example.org\r\n"), "1 no-other-participant=1");
    add(
        "the organizer as the one attendee",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE:MAILTO:Ann@Example.org\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "all others declined",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "with a room",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE;CUTYPE=ROOM:mailto:room@example.org\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "with a calendar",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE:mailto:x@group.calendar.google.com\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "with one who was only told",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE;ROLE=NON-PARTICIPANT:mailto:bob@example.org\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "with an attendee of the web",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE:https://example.org/bob\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "with an attendee without address",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE;CN=Bob:mailto:\r\n"),
        "1 no-other-participant=1",
    );
    add(
        "an address beside another one",
        with("ORGANIZER:mailto:ann@example.org\r\nATTENDEE;EMAIL=bob@example.org:urn:uuid:1\r\n"),
        "2 person=mailto:bob@example.org",
    );
    add("499 attendees", attendees(499), "2");
    add("500 attendees", attendees(500), "2");
    add("501 attendees", attendees(501), "1 too-many=1");
    add(
        "a name of a hundred kilobytes",
        with(&format!("{PEOPLE}ATTENDEE;CN=\"{}\":mailto:dora@example.org\r\n", "W".repeat(100_000))),
        "2 person=mailto:dora@example.org",
    );

    add("3659 occurrences", repeated("RRULE:FREQ=DAILY;COUNT=3659"), "2 interactions=3660");
    add("3660 occurrences", repeated("RRULE:FREQ=DAILY;COUNT=3660"), "2 interactions=3661");
    add("3661 occurrences", repeated("RRULE:FREQ=DAILY;COUNT=3661"), "2 interactions=3661");
    add("a hundred million occurrences", repeated("RRULE:FREQ=SECONDLY;COUNT=99999999"), "2 interactions=3661");
    add("an interval of nothing", repeated("RRULE:FREQ=DAILY;INTERVAL=0;COUNT=5"), "2");
    add("a rule that ends before it begins", repeated("RRULE:FREQ=DAILY;UNTIL=20000101T000000Z"), "2 interactions=2");
    add("an exception that takes out all", repeated("EXDATE:20100101T100000Z"), "1 cancelled=1");
    add("more dates that are none", repeated("RDATE:whenever"), "2 interactions=2");
    add(
        "an exception of a series without a beginning",
        event(&format!("RECURRENCE-ID:20251010T100000Z\r\n{PEOPLE}")),
        "2 interactions=2",
    );

    add("no identity", calendar(&format!("BEGIN:VEVENT\r\n{TIMES}{PEOPLE}END:VEVENT\r\n{SOUND}")), "2");
    add(
        "an identity of a hundred kilobytes",
        calendar(&format!("BEGIN:VEVENT\r\nUID:{}\r\n{TIMES}{PEOPLE}END:VEVENT\r\n{SOUND}", "u".repeat(100_000))),
        "2",
    );
    add("lines without a colon", with(&format!("NONSENSE\r\n{PEOPLE}MORE NONSENSE\r\n")), "2");
    add(
        "an event inside an event",
        calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\n{TIMES}{PEOPLE}{SOUND}END:VEVENT\r\n")),
        "1 truncated=1",
    );
    add("an alarm that does not end", with(&format!("{PEOPLE}BEGIN:VALARM\r\nACTION:DISPLAY\r\n")), "2");
    add("an end without a beginning", calendar(&format!("END:VEVENT\r\nEND:VALARM\r\n{SOUND}")), "1");
    add(
        "an event that the calendar cuts",
        [calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\n{TIMES}{PEOPLE}")), calendar(SOUND)].concat(),
        "1 truncated=1",
    );
    add(
        "an event that the file cuts",
        format!("BEGIN:VCALENDAR\r\n{SOUND}BEGIN:VEVENT\r\nUID:1\r\n{TIMES}{PEOPLE}").into_bytes(),
        "1 truncated=1",
    );
    for (bytes, expected) in [((1 << 20) - 1, "2"), (1 << 20, "2"), ((1 << 20) + 1, "1 too-long=1")] {
        add(&format!("{bytes} bytes"), of_bytes(bytes), expected);
    }
    add("a line of two mebibytes outside the events", calendar(&format!("X-LONG:{}\r\n{SOUND}", "x".repeat(2 << 20))), "1");
    add("209 mebibytes of blanks and an event", [vec![b' '; 209 << 20], b"\r\n".to_vec(), calendar(SOUND)].concat(), "1");
    let latin: Vec<u8> = SOUND.replace("ATTENDEE:", "ATTENDEE;CN=Jos\u{e9}:").chars().map(|character| character as u8).collect();
    let latin = [b"BEGIN:VCALENDAR\r\n".to_vec(), latin, b"END:VCALENDAR\r\n".to_vec()].concat();
    add("names in a Windows code page", latin, "1");

    add("an empty file", Vec::new(), "0");
    add("blank lines", b"\r\n\r\n".to_vec(), "0");
    add("a calendar of nothing", calendar(""), "0");
    add("only a beginning", b"BEGIN:VCALENDAR".to_vec(), "0");
    add("a card", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n".to_vec(), "error not readable as iCalendar");
    add("a web page", b"<html><body>Sign in</body></html>".to_vec(), "error not readable as iCalendar");
    add("a byte order mark", [b"\xef\xbb\xbf".to_vec(), calendar(SOUND)].concat(), "1");
    let text = String::from_utf8(calendar(SOUND)).unwrap();
    add(
        "UTF-16",
        [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        "1 person=mailto:cleo@example.org",
    );
    add("line feeds alone", text.replace("\r\n", "\n").into_bytes(), "1 person=mailto:cleo@example.org");
    add("carriage returns instead of line ends", text.replace("\r\n", "\r").into_bytes(), "error not readable as iCalendar");
    all
}
