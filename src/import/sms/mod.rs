//! The backups of "SMS Backup & Restore" on Android: `sms-….xml` with texts and multimedia messages, `calls-….xml` with calls.

use std::io::Read;

use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Sink};
use crate::io::Utf8Reader;
use crate::model::{Location, Me, Observation};

mod mms;
pub(crate) mod number;
mod record;
mod scan;

use record::Kind;
use scan::{Fault, Scanner, Tag};

/// A backup of texts or calls.
#[derive(Debug, Clone, Copy)]
pub struct Sms;

impl Importer for Sms {
    fn name(&self) -> &'static str {
        "sms"
    }

    fn about(&self) -> &'static str {
        "texts and calls of an Android phone: the XML files of SMS Backup & Restore"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/sms.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let Some(text) = head.text() else { return Confidence::No };
        let has = |tag: &[u8]| memchr::memmem::find(&text, tag).is_some();
        if has(b"<smses") || has(b"<calls") {
            Confidence::Certain
        } else if text.trim_ascii_start().starts_with(b"<") && (has(b"<sms ") || has(b"<call ") || has(b"<mms ")) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut input = Utf8Reader::new(input)?;
        let scanner = Scanner::new(&mut input, options.limits.max_record_bytes);
        Backup { scanner, options, records: 0, open: None, owner_said: false }.read(sink)
    }
}

/// A backup that is being read.
struct Backup<'a> {
    scanner: Scanner<'a>,
    options: &'a ReadOptions,
    records: u64,
    /// The multimedia message whose parts are being read.
    open: Option<mms::Open>,
    owner_said: bool,
}

impl Backup<'_> {
    fn read(mut self, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let (mut is_backup, mut is_whole) = (false, false);
        while let Some(tag) = self.scanner.next(record::asked)? {
            let kind = Kind::of(&self.scanner.name);
            is_backup |= kind.is_some();
            match (kind, tag) {
                (Some(Kind::Root), Ok(Tag::End | Tag::Start { is_empty: true })) => is_whole = true,
                (Some(Kind::Sms | Kind::Call), Ok(Tag::End)) | (Some(Kind::Root) | None, _) => {}
                (Some(kind @ (Kind::Sms | Kind::Call)), tag) => {
                    self.abandon(sink)?;
                    let location = self.locate();
                    let observations = tag.map_err(reason).and_then(|_| match kind {
                        Kind::Sms => record::sms(&self.scanner.attributes, self.options),
                        _ => record::call(&self.scanner.attributes, self.options),
                    });
                    self.give(location, observations, sink)?;
                }
                (Some(Kind::Mms), Ok(Tag::End)) => self.finish(sink)?,
                (Some(Kind::Mms), tag) => {
                    self.abandon(sink)?;
                    let location = self.locate();
                    match tag {
                        Err(fault) => self.give(location, Err(reason(fault)), sink)?,
                        Ok(tag) => {
                            self.open = Some(mms::Open::new(location, &self.scanner.attributes, self.options));
                            if tag == (Tag::Start { is_empty: true }) {
                                self.finish(sink)?;
                            }
                        }
                    }
                }
                (Some(Kind::Part), tag) => {
                    if let Some(open) = &mut self.open {
                        open.part(tag.is_ok().then_some(&self.scanner.attributes));
                    }
                }
                (Some(Kind::Address), tag) => {
                    if let Some(open) = &mut self.open {
                        open.address(tag.is_ok().then_some(&self.scanner.attributes), self.options);
                    }
                }
            }
        }
        if !is_backup {
            let problem = "it has no list of messages or calls".to_owned();
            return Err(ImportError::Broken { format: "a backup of texts or calls", problem });
        }
        self.abandon(sink)?;
        if !is_whole {
            // The end is missing, and nobody knows how much with it.
            let location = self.locate();
            self.give(location, Err(Reason::Truncated), sink)?;
        }
        Ok(())
    }

    fn locate(&mut self) -> Location {
        self.records += 1;
        Location { record: self.records, line: Some(self.scanner.line()) }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let location = open.location;
        let observations = open.observe(self.options);
        self.give(location, observations, sink)
    }

    /// A multimedia message whose end did not come.
    fn abandon(&mut self, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let Some(open) = self.open.take() else { return Ok(()) };
        self.give(open.location, Err(Reason::Truncated), sink)
    }

    fn give(
        &mut self,
        location: Location,
        observations: Result<Vec<Observation>, Reason>,
        sink: &mut Sink<'_>,
    ) -> Result<(), ImportError> {
        sink(match observations {
            Ok(mut observations) => {
                if let Some(owner) = number::owner(&self.options.owner)
                    && !std::mem::replace(&mut self.owner_said, true)
                {
                    observations.push(Observation::Me(Me { handles: vec![owner], name: None }));
                }
                Ok(Record { location, observations })
            }
            Err(reason) => Err(Reject { location, reason }),
        })
    }
}

fn reason(fault: Fault) -> Reason {
    match fault {
        Fault::Malformed => Reason::Malformed,
        Fault::TooLong => Reason::TooLong,
        Fault::Truncated => Reason::Truncated,
    }
}

#[cfg(test)]
mod tests;
