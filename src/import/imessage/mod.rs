//! The messages of a Mac, `~/Library/Messages/chat.db`: iMessage, SMS and RCS of all devices that share them.
//!
//! The database is decoded by another process (see [`crate::import::drive::Foreign`]); this importer reads the lines in which it
//! hands on what is there.

use std::io::Read;

use crate::import::mail::lines::Lines;
use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Sink};
use crate::model::Location;

mod message;
mod people;
mod row;

use people::People;
use row::Row;

/// A Mac's database of messages.
#[derive(Debug, Clone, Copy)]
pub struct IMessage;

impl Importer for IMessage {
    fn name(&self) -> &'static str {
        "imessage"
    }

    fn about(&self) -> &'static str {
        "the database of Messages on a Mac, chat.db: iMessage, SMS and RCS"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/imessage.md")
    }

    fn sniff(&self, _: &Head<'_>) -> Confidence {
        // Databases are told by their first bytes before anything is decoded.
        Confidence::No
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut people = People::new(options);
        let mut lines = Lines::new(input);
        let (mut records, mut declared) = (0, false);
        while let Some(line) = lines.next(options.limits.max_record_bytes)? {
            let whole = if line.cut || !line.ended { None } else { serde_json::from_slice::<Row<'_>>(line.bytes).ok() };
            match whole {
                Some(Row { problem: Some(problem), .. }) => return Err(broken(&problem)),
                Some(row) if row.number.is_none() => people.take(&row)?,
                Some(row) => {
                    if !std::mem::replace(&mut declared, true) {
                        for observation in people.declared() {
                            records += 1;
                            let location = Location { record: records, line: None };
                            sink(Ok(Record { location, observations: vec![observation] }))?;
                        }
                    }
                    records += 1;
                    let location = Location { record: records, line: None };
                    sink(match message::observe(&row, &people, options) {
                        Ok(observations) => Ok(Record { location, observations }),
                        Err(reason) => Err(Reject { location, reason }),
                    })?;
                }
                None if records == 0 && !line.bytes.starts_with(b"{") => return Err(broken("this is no database of Messages")),
                None => {
                    records += 1;
                    let reason = match (line.cut, line.ended) {
                        (true, _) => Reason::TooLong,
                        (_, false) => Reason::Truncated,
                        _ => Reason::Malformed,
                    };
                    sink(Err(Reject { location: Location { record: records, line: None }, reason }))?;
                }
            }
        }
        Ok(())
    }
}

fn broken(problem: &str) -> ImportError {
    ImportError::Broken { format: "a database of Messages", problem: problem.to_owned() }
}

#[cfg(test)]
mod tests;
