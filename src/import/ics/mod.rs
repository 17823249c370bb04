//! Calendars in iCalendar files: each event with at least two people is a meeting, once per occurrence.

mod event;
mod people;
mod recurrence;
mod split;
#[cfg(test)]
mod tests;
mod zone;

use std::io::Read;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use self::event::Exceptions;
use self::recurrence::Budget;
use self::split::Calendar;
use self::zone::Zones;
use super::{Confidence, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Sink, isolated};

/// The largest calendar file that is read: exceptions may stand far from their series, so a file is read as a whole.
const MAX_FILE_BYTES: u64 = 208 << 20;
/// The largest one that is not UTF-8, of which there are two copies while it is decoded.
const MAX_DECODED_BYTES: u64 = 64 << 20;

/// Reads the meetings of a calendar.
#[derive(Debug, Clone, Copy)]
pub struct ICalendar;

impl Importer for ICalendar {
    fn name(&self) -> &'static str {
        "ics"
    }

    fn about(&self) -> &'static str {
        "calendars in iCalendar files (.ics): Google Takeout, Outlook, Apple (events with attendees)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/ics.md")
    }

    fn follows_as_of(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let name = head.name.to_ascii_lowercase();
        let named = [".ics", ".ical", ".ifb", ".icalendar"].iter().any(|end| name.ends_with(end));
        let start: Vec<u8> = head.bytes.iter().filter(|byte| byte.is_ascii_graphic()).take(15).copied().collect();
        if start.eq_ignore_ascii_case(b"BEGIN:VCALENDAR") {
            Confidence::Certain
        } else if named {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let text = whole(input)?;
        let mut record = 0;
        let mut budget = Budget {
            per_event: options.limits.max_occurrences_per_event,
            per_file: options.limits.max_occurrences_per_file,
            fruitless: 0,
            latest_micros: options.limits.latest_micros,
        };
        let calendars = split::split(&text, options.limits.max_record_bytes)?;
        for calendar in &calendars {
            read_calendar(calendar, options, &mut budget, &mut record, sink)?;
        }
        Ok(())
    }
}

fn read_calendar(
    calendar: &Calendar<'_>,
    options: &ReadOptions,
    budget: &mut Budget,
    record: &mut u64,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let no_zones = || Zones::of(&[], &options.zone);
    let zones = isolated(|| Zones::of(&calendar.zones, &options.zone)).unwrap_or_else(no_zones);
    let mut exceptions = Exceptions::new();
    for text in calendar.blocks.iter().filter(|block| block.event).filter_map(|block| block.text.ok()) {
        event::note_exception(text, &zones, &mut exceptions);
    }
    for block in &calendar.blocks {
        *record += 1;
        let location = Location { record: *record, line: Some(block.line) };
        let meetings = match (block.text, block.event, calendar.method.as_str()) {
            (Err(reason), _, _) => Err(reason),
            (_, false, _) | (_, _, "REPLY" | "COUNTER" | "REFRESH" | "DECLINECOUNTER") => Err(Reason::NotPeople),
            (_, _, "CANCEL") => Err(Reason::Cancelled),
            (Ok(text), true, _) => {
                isolated(|| event::meetings(text, &zones, &exceptions, budget, options)).unwrap_or(Err(Reason::ParserFailed))
            }
        };
        sink(match meetings {
            Ok(observations) => Ok(Record { location, observations }),
            Err(reason) => Err(Reject { location, reason }),
        })?;
    }
    Ok(())
}

/// The whole file as text. What is not UTF-8 is taken for the code page of a Western European Windows.
fn whole(input: &mut dyn Read) -> Result<String, ImportError> {
    let mut bytes = Vec::new();
    input.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(ImportError::OverLimit { what: "bytes of a calendar file", limit: MAX_FILE_BYTES });
    }
    let small = |bytes: &[u8]| match bytes.len() as u64 {
        ..=MAX_DECODED_BYTES => Ok(()),
        _ => Err(ImportError::OverLimit { what: "bytes of a calendar file that is not UTF-8", limit: MAX_DECODED_BYTES }),
    };
    let mut is_marked = false;
    match Encoding::for_bom(&bytes) {
        Some((encoding, mark)) if encoding == UTF_8 => {
            bytes.drain(..mark);
            is_marked = true;
        }
        Some((encoding, _)) => {
            small(&bytes)?;
            return Ok(encoding.decode(&bytes).0.into_owned());
        }
        None => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let bytes = error.into_bytes();
            small(&bytes)?;
            let encoding = if is_marked { UTF_8 } else { WINDOWS_1252 };
            Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned())
        }
    }
}
