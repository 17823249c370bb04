//! Calendars in iCalendar files: each event with at least two people is a meeting, once per occurrence.

mod event;
mod people;
mod recurrence;
mod split;
#[cfg(test)]
mod tests;
mod zone;

use std::io::Read;

use self::event::Exceptions;
use self::recurrence::Budget;
use self::split::{Block, Part, property, what_is_read};
use self::zone::Zones;
use super::{Confidence, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Sink, isolated};
use crate::io::{Packing, Utf8Reader};

/// The most that the events of one calendar may take in memory, packed: of what people write, some ten times as much.
const MAX_PACKED_BYTES: usize = 96 << 20;
/// How blocks are told from each other while they wait.
const EVENT: u8 = 0;
const NO_EVENT: u8 = 1;
const FAILED: u8 = 2;

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
        read_within(MAX_PACKED_BYTES, input, options, sink)
    }
}

fn read_within(most: usize, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut reading = Reading {
        options,
        budget: Budget {
            per_event: options.limits.max_occurrences_per_event,
            per_file: options.limits.max_occurrences_per_file,
            fruitless: 0,
            latest_micros: options.limits.latest_micros,
        },
        record: 0,
    };
    let mut calendar = Calendar::new()?;
    let mut text = Utf8Reader::new(input)?;
    split::split(&mut text, options.limits.max_record_bytes, &mut |part| {
        match part {
            Part::Calendar => {
                let ended = std::mem::replace(&mut calendar, Calendar::new()?);
                reading.read_calendar(ended, sink)?;
            }
            Part::Method(method) => calendar.method = method.to_ascii_uppercase(),
            Part::Zone(zone) => calendar.zones.push(zone.to_owned()),
            Part::Block(block) => calendar.push(&block, most)?,
        }
        Ok(())
    })?;
    reading.read_calendar(calendar, sink)
}

/// One `VCALENDAR`: what is said of its zones and exceptions may stand far from the events that they are said of, so its events wait for its end.
struct Calendar {
    /// The scheduling method, in upper case; empty when none is given.
    method: String,
    /// Its `VTIMEZONE` components.
    zones: Vec<String>,
    /// Its records, in order.
    blocks: Packing,
    is_empty: bool,
    has_exceptions: bool,
}

impl Calendar {
    fn new() -> Result<Self, ImportError> {
        let blocks = Packing::new()?;
        Ok(Self { method: String::new(), zones: Vec::new(), blocks, is_empty: true, has_exceptions: false })
    }

    fn push(&mut self, block: &Block<'_>, most: usize) -> Result<(), ImportError> {
        self.is_empty = false;
        match (block.text, block.event) {
            (Ok(text), true) => {
                let text = what_is_read(text);
                // A name may be folded: what continues a line may be its end.
                self.has_exceptions |= property(&text, "RECURRENCE-ID").is_some();
                self.blocks.push(EVENT, block.line, &text)?;
            }
            (Ok(_), false) => self.blocks.push(NO_EVENT, block.line, "")?,
            (Err(reason), _) => self.blocks.push(FAILED, block.line, reason.as_str())?,
        }
        if self.blocks.bytes() > most {
            return Err(ImportError::OverLimit { what: "packed bytes of a calendar's events", limit: most as u64 });
        }
        Ok(())
    }
}

/// A file being read.
struct Reading<'o> {
    options: &'o ReadOptions,
    budget: Budget,
    record: u64,
}

impl Reading<'_> {
    fn read_calendar(&mut self, calendar: Calendar, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let Calendar { method, zones, blocks, is_empty, has_exceptions } = calendar;
        if is_empty {
            return Ok(());
        }
        let no_zones = || Zones::of(&[], &self.options.zone);
        let zones = isolated(|| Zones::of(&zones, &self.options.zone)).unwrap_or_else(no_zones);
        let mut exceptions = Exceptions::new();
        let blocks = blocks.finish()?;
        if has_exceptions {
            blocks.each(|label, _, text| {
                if label == EVENT {
                    event::note_exception(text, &zones, &mut exceptions);
                }
                Ok::<(), ImportError>(())
            })?;
        }
        blocks.each(|label, line, text| {
            self.record += 1;
            let location = Location { record: self.record, line: Some(line) };
            let meetings = match (label, method.as_str()) {
                (FAILED, _) => Err(Reason::from_word(text).unwrap_or(Reason::Malformed)),
                (NO_EVENT, _) | (_, "REPLY" | "COUNTER" | "REFRESH" | "DECLINECOUNTER") => Err(Reason::NotPeople),
                (_, "CANCEL") => Err(Reason::Cancelled),
                _ => isolated(|| event::meetings(text, &zones, &exceptions, &mut self.budget, self.options))
                    .unwrap_or(Err(Reason::ParserFailed)),
            };
            sink(match meetings {
                Ok(observations) => Ok(Record { location, observations }),
                Err(reason) => Err(Reject { location, reason }),
            })
        })
    }
}
