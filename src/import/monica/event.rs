//! Activities, calls and conversations as interactions.

use super::contact::Element;
use crate::import::table::time;
use crate::import::{ReadOptions, Reason};
use crate::model::{Channel, Interaction, InteractionId, Party, Shape};

const NOON_MICROS: i64 = 12 * 3600 * 1_000_000;

/// When something took place. Days are written as midnight; they count at noon, so that it is that day wherever one looks from.
pub(super) fn moment(text: Option<&str>, options: &ReadOptions) -> Result<i64, Reason> {
    let text = text.ok_or(Reason::NoDate)?;
    let clock = text.get(10..).unwrap_or_default();
    let is_day = clock.trim_start_matches(['T', ' ']).trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.'));
    let at_micros = if is_day {
        let date = text.get(..10).and_then(|day| day.parse().ok()).ok_or(Reason::BadDate)?;
        time::at(date, NOON_MICROS, None, &options.zone)
    } else {
        time::parse_civil(text, &options.zone).ok_or(Reason::BadDate)?
    };
    if options.limits.is_plausible(at_micros) { Ok(at_micros) } else { Err(Reason::ImplausibleDate) }
}

/// What several people did together.
pub(super) fn gathering(uuid: &str, at_micros: i64, to: Vec<Party>) -> Interaction {
    let id = InteractionId::of(&[b"monica", b"activity", uuid.as_bytes()]);
    Interaction::new(id, at_micros, Channel::NOTE, Shape::Gathering, None, to)
}

/// The calls and conversations with one contact. Where nothing says who began, nobody did.
pub(super) fn of_contact(
    contact: &Element<'_>,
    uuid: &str,
    party: &Party,
    owner: &Party,
    options: &ReadOptions,
) -> Result<Vec<Interaction>, Reason> {
    let mut events = Vec::new();
    for call in contact.within("call") {
        let properties = &call.properties;
        let at = moment(properties.called_at.get(), options)?;
        let by_contact = properties.contact_called.get().map(|value| matches!(value, "true" | "1"));
        events.push(between(identity(b"call", call, uuid, at), at, Channel::CALL, by_contact, party, owner));
    }
    for conversation in contact.within("conversation") {
        let properties = &conversation.properties;
        if properties.messages.0.is_empty() {
            let at = moment(properties.happened_at.get(), options)?;
            events.push(between(identity(b"conversation", conversation, uuid, at), at, Channel::NOTE, None, party, owner));
        }
        for message in &properties.messages.0 {
            let written = message.properties.written_at.get().or(properties.happened_at.get());
            let at = moment(written, options)?;
            let by_contact = message.properties.written_by_me.get().map(|value| !matches!(value, "true" | "1"));
            events.push(between(identity(b"message", message, uuid, at), at, Channel::NOTE, by_contact, party, owner));
        }
    }
    Ok(events)
}

/// The number of the event where the release gives one, otherwise whose it is and when it was written down.
fn identity(kind: &[u8], element: &Element<'_>, contact: &str, at_micros: i64) -> InteractionId {
    if let Some(uuid) = element.uuid.get() {
        return InteractionId::of(&[b"monica", kind, uuid.as_bytes()]);
    }
    let made = element.created_at.get().unwrap_or_default();
    InteractionId::of(&[b"monica", kind, contact.as_bytes(), &at_micros.to_le_bytes(), made.as_bytes()])
}

fn between(
    id: InteractionId,
    at_micros: i64,
    channel: Channel,
    by_contact: Option<bool>,
    party: &Party,
    owner: &Party,
) -> Interaction {
    let (from, to) = if by_contact == Some(true) { (party, owner) } else { (owner, party) };
    let shape = if by_contact.is_some() { Shape::Directed } else { Shape::Mutual };
    Interaction::new(id, at_micros, channel, shape, Some(from.clone()), vec![to.clone()])
}
