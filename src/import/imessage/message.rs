//! One message, or a reaction to one.

use std::collections::BTreeSet;

use super::people::People;
use super::row::Row;
use crate::import::sms::number;
use crate::import::{ReadOptions, Reason};
use crate::model::{Channel, Handle, Interaction, InteractionId, Observation, Party, Shape, Stance};

/// 2001-01-01T00:00:00Z in seconds since 1970.
const EPOCH_SECONDS: f64 = 978_307_200.0;
/// Dates are seconds in old databases and nanoseconds in newer ones; no date in seconds is so large.
const SMALLEST_NANOSECONDS: f64 = 1e12;
/// A reaction says less than a message.
const REACTION_WEIGHT: f64 = 0.25;

/// What a message is, by the code that tells how it belongs to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Message,
    Reaction,
    TakenBack,
}

impl Act {
    fn of(code: i64) -> Self {
        match code {
            2000..=2999 => Self::Reaction,
            3000..=3999 => Self::TakenBack,
            // Stickers, and parts of games and payments, are messages of their own.
            _ => Self::Message,
        }
    }
}

pub(super) fn observe(row: &Row<'_>, people: &People, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if row.item_type.unwrap_or_default() != 0 {
        // Somebody came, left, or renamed the chat.
        return Err(Reason::NotPeople);
    }
    let act = Act::of(row.reaction.unwrap_or_default());
    if act == Act::TakenBack {
        return Err(Reason::Cancelled);
    }
    let is_own = row.from_me.unwrap_or_default() != 0;
    if is_own && row.error.unwrap_or_default() != 0 && row.is_sent.unwrap_or_default() == 0 {
        return Err(Reason::Draft);
    }
    let date = row.date.filter(|date| *date != 0.0).ok_or(Reason::NoDate)?;
    let at_micros = micros(date);
    if !options.limits.is_plausible(at_micros) {
        return Err(Reason::ImplausibleDate);
    }
    let owner = people.owner().ok_or(Reason::NoSender)?.clone();
    let named = row.handle.as_deref().map(number::person);
    let from = if is_own { owner.clone() } else { named.clone().ok_or(Reason::NoSender)?? };
    let to = match act {
        Act::Reaction => BTreeSet::from([target(row, &owner)?]),
        _ => company(row, people, date, is_own, &owner, named)?,
    };
    let to: Vec<Handle> = to.into_iter().filter(|handle| *handle != from).collect();
    match to.len() {
        0 => return Err(Reason::NoOtherParticipant),
        count if count > options.limits.max_parties => return Err(Reason::TooMany),
        _ => {}
    }
    let party = |handle: Handle| Party { handle, name: None };
    Ok(vec![Observation::Interaction(Interaction {
        id: identity(row, &from),
        at_micros,
        channel: channel(row),
        from: Some(party(from)),
        to: to.into_iter().map(party).collect(),
        shape: if row.is_spam.unwrap_or_default() == 0 { Shape::Directed } else { Shape::Bulk },
        weight: if act == Act::Reaction { REACTION_WEIGHT } else { 1.0 },
        venue: None,
        stance: Stance::Neutral,
    })])
}

/// Those a message went to: the members of its chat, and the owner where another wrote it. Without a chat it is between the owner and the
/// one whom it names.
fn company(
    row: &Row<'_>,
    people: &People,
    date: f64,
    is_own: bool,
    owner: &Handle,
    named: Option<Result<Handle, Reason>>,
) -> Result<BTreeSet<Handle>, Reason> {
    let mut to = row.chat.map(|chat| people.members(chat, date)).unwrap_or_default();
    if is_own {
        if to.is_empty() {
            to.insert(named.ok_or(Reason::NoOtherParticipant)??);
        }
    } else {
        to.insert(owner.clone());
    }
    Ok(to)
}

/// Who wrote what a reaction is to.
fn target(row: &Row<'_>, owner: &Handle) -> Result<Handle, Reason> {
    if row.target_own.unwrap_or_default() != 0 {
        return Ok(owner.clone());
    }
    row.target.as_deref().map_or(Err(Reason::NoOtherParticipant), number::person)
}

/// The message's own identity, the same on all devices; in databases without one: when, who, what.
fn identity(row: &Row<'_>, from: &Handle) -> InteractionId {
    if let Some(guid) = &row.guid {
        return InteractionId::of(&[b"imessage", guid.as_bytes()]);
    }
    let date = row.date.unwrap_or_default().to_bits().to_le_bytes();
    InteractionId::of(&[b"imessage-text", &date, from.as_str().as_bytes(), row.said.as_deref().unwrap_or_default().as_bytes()])
}

fn channel(row: &Row<'_>) -> Channel {
    match row.service.as_deref() {
        Some(service) if service.eq_ignore_ascii_case("sms") || service.eq_ignore_ascii_case("rcs") => Channel::SMS,
        _ => Channel::IMESSAGE,
    }
}

/// Microseconds since 1970-01-01 UTC; what cannot be held is the nearest that can.
fn micros(date: f64) -> i64 {
    let seconds = if date.abs() >= SMALLEST_NANOSECONDS { date / 1e9 } else { date };
    ((seconds + EPOCH_SECONDS) * 1e6).round() as i64
}
