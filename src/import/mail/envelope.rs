//! One message's header block to one record: who wrote to whom and when. Neither subject nor body is kept.

use std::collections::BTreeSet;

use super::fields::{Field, Fields};
use super::list::Spread;
use super::moment;
use crate::import::{Item, Location, ReadOptions, Reason, Record, Reject, isolated};
use crate::model::{Channel, Handle, Interaction, InteractionId, LeftOut, Observation, Party};

/// A header block as it was cut out of a file.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The lines, each ended by `\n`.
    pub(super) bytes: Vec<u8>,
    /// It was longer than the limit.
    pub(super) too_long: bool,
    /// The file ended in the middle of a line of it.
    pub(super) truncated: bool,
    /// The date of the mbox separator before it, in microseconds.
    pub(super) separator_micros: Option<i64>,
}

impl Block {
    /// The record of the block, or why there is none.
    pub(super) fn item(&self, location: Location, options: &ReadOptions) -> Item {
        let interaction = if self.too_long {
            Err(Reason::TooLong)
        } else if self.truncated {
            Err(Reason::Truncated)
        } else {
            isolated(|| self.interaction(options)).unwrap_or(Err(Reason::ParserFailed))
        };
        match interaction {
            Ok((interaction, left_out)) => {
                let left_out = left_out.into_iter().map(Observation::LeftOut);
                Ok(Record {
                    location,
                    observations: [Observation::Interaction(interaction)].into_iter().chain(left_out).collect(),
                })
            }
            Err(reason) => Err(Reject { location, reason }),
        }
    }

    fn interaction(&self, options: &ReadOptions) -> Result<(Interaction, Vec<LeftOut>), Reason> {
        let limits = &options.limits;
        let fields = Fields::parse(&self.bytes);
        let spread = Spread::of(&fields);
        let from = spread.author(&fields, limits.max_name_chars).ok_or(Reason::NoSender)?;
        let at_micros = self.at_micros(&fields, options)?;

        let mut seen = BTreeSet::from([from.handle.clone()]);
        let (mut to, mut to_list) = (Vec::new(), false);
        for field in [Field::To, Field::Cc, Field::Bcc] {
            for party in fields.people(field, limits.max_name_chars) {
                if spread.own.contains(&party.handle) {
                    to_list = true;
                } else if seen.insert(party.handle.clone()) {
                    to.push(party);
                }
            }
        }
        if to.len() > limits.max_parties {
            return Err(Reason::TooMany);
        }
        let left_out = [(to_list, LeftOut::ListAddress), (spread.calendar, LeftOut::CalendarMail)];
        let left_out = left_out.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect();
        let id = identity(&fields, &from, &to, at_micros);
        let interaction = Interaction::new(id, at_micros, Channel::EMAIL, spread.shape(), Some(from), to);
        Ok((interaction, left_out))
    }

    fn at_micros(&self, fields: &Fields, options: &ReadOptions) -> Result<i64, Reason> {
        let at = match fields.first(Field::Date) {
            Some(text) if text.trim().is_empty() => return Err(Reason::NoDate),
            Some(text) => moment::of_field(text, &options.zone).ok_or(Reason::BadDate)?,
            // The separator is the file's own record of the delivery, not an invented time.
            None => self.separator_micros.ok_or(Reason::NoDate)?,
        };
        if options.limits.is_plausible(at) { Ok(at) } else { Err(Reason::ImplausibleDate) }
    }
}

/// The content identity: the Message-ID where there is one, so that copies from other folders and lists are the same message.
fn identity(fields: &Fields, from: &Party, to: &[Party], at_micros: i64) -> InteractionId {
    if let Some(id) = fields.all(Field::MessageId).find_map(message_id) {
        return InteractionId::of(&[b"mail", id.as_bytes()]);
    }
    let at = at_micros.to_le_bytes();
    let subject = fields.first(Field::Subject).unwrap_or_default();
    let mut parts: Vec<&[u8]> = vec![b"mail-content", from.handle.as_str().as_bytes(), &at, subject.as_bytes()];
    let handles: BTreeSet<&Handle> = to.iter().map(|party| &party.handle).collect();
    parts.extend(handles.into_iter().map(|handle| handle.as_str().as_bytes()));
    InteractionId::of(&parts)
}

/// The text between the angle brackets, or all of it where there are none; `None` when nothing is left.
fn message_id(value: &str) -> Option<String> {
    let inner = value.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(value, |(inner, _)| inner);
    let id: String = inner.chars().filter(|c| !c.is_whitespace()).collect();
    (!id.is_empty()).then_some(id)
}
