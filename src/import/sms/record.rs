//! A text of one person to another, and a call.

use super::number;
use super::scan::Attributes;
use crate::import::chat::post;
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Channel, Handle, InteractionId, Observation, Party, Shape};

/// A call that nobody answered says that one sought the other, and no more.
const ATTEMPT_WEIGHT: f64 = 0.5;
/// What backups write for people who are not in the address book.
const UNKNOWN: [&str; 3] = ["(unknown)", "null", "unknown"];

/// The tags that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Sms,
    Mms,
    Part,
    Address,
    Call,
}

impl Kind {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "smses" | "calls" => Self::Root,
            "sms" => Self::Sms,
            "mms" => Self::Mms,
            "part" => Self::Part,
            "addr" => Self::Address,
            "call" => Self::Call,
            _ => return None,
        })
    }
}

/// The attributes of a tag that are read.
pub(super) fn asked(name: &str) -> &'static [&'static str] {
    match Kind::of(name) {
        Some(Kind::Sms) => &["address", "date", "type", "body", "contact_name"],
        Some(Kind::Mms) => &["date", "msg_box", "m_type", "m_id", "address", "contact_name"],
        Some(Kind::Part) => &["ct", "text"],
        Some(Kind::Address) => &["address", "type"],
        Some(Kind::Call) => &["number", "date", "type", "duration", "contact_name"],
        Some(Kind::Root) | None => &[],
    }
}

/// A text: type 1 was received, 2 sent; 3 to 6 are drafts, waiting, and failed.
pub(super) fn sms(attributes: &Attributes, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let is_sent = match attributes.number("type") {
        Some(1) => false,
        Some(2) => true,
        Some(3..=6) => return Err(Reason::Draft),
        Some(_) => return Err(Reason::Malformed),
        None => return Err(Reason::MissingValue),
    };
    let (milliseconds, at_micros) = moment(attributes, options)?;
    let other = other(attributes, "address", options)?;
    let body = attributes.get("body").unwrap_or_default();
    let id = InteractionId::of(&[
        b"sms",
        &milliseconds.to_le_bytes(),
        &[u8::from(is_sent)],
        other.handle.as_str().as_bytes(),
        body.as_bytes(),
    ]);
    Ok(vec![between(id, at_micros, Channel::SMS, is_sent, other, options)?])
}

/// A call: type 1 came in, 2 went out, 3 was missed, 4 went to voice mail, 5 was rejected, 6 refused; further ones are of other phones.
pub(super) fn call(attributes: &Attributes, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let answered = attributes.number("duration").unwrap_or_default() > 0;
    let (is_out, answered) = match attributes.number("type") {
        Some(1 | 7) => (false, answered),
        Some(2) => (true, answered),
        Some(3..=6) => (false, false),
        Some(_) => return Err(Reason::Malformed),
        None => return Err(Reason::MissingValue),
    };
    let (milliseconds, at_micros) = moment(attributes, options)?;
    let other = other(attributes, "number", options)?;
    let id = InteractionId::of(&[b"call", &milliseconds.to_le_bytes(), &[u8::from(is_out)], other.handle.as_str().as_bytes()]);
    if answered {
        let mut spoken = between(id, at_micros, Channel::CALL, is_out, other, options)?;
        if let Observation::Interaction(interaction) = &mut spoken {
            // Both spoke.
            interaction.shape = Shape::Mutual;
        }
        return Ok(vec![spoken]);
    }
    let channel = Channel::named("missed-call").ok_or(Reason::Malformed)?;
    let mut attempt = between(id, at_micros, channel, is_out, other, options)?;
    if let Observation::Interaction(interaction) = &mut attempt {
        interaction.weight = ATTEMPT_WEIGHT;
    }
    Ok(vec![attempt])
}

fn between(
    id: InteractionId,
    at_micros: i64,
    channel: Channel,
    is_sent: bool,
    other: Party,
    options: &ReadOptions,
) -> Result<Observation, Reason> {
    let owner = Party { handle: number::owner(&options.owner).ok_or(Reason::NoSender)?, name: None };
    if owner.handle == other.handle {
        return Err(Reason::NoOtherParticipant);
    }
    let (from, to) = if is_sent { (owner, other) } else { (other, owner) };
    Ok(post(id, at_micros, channel, from, vec![to]))
}

/// When, in milliseconds as written and in microseconds.
pub(super) fn moment(attributes: &Attributes, options: &ReadOptions) -> Result<(i64, i64), Reason> {
    let text = attributes.get("date").filter(|text| !text.trim().is_empty()).ok_or(Reason::NoDate)?;
    let milliseconds: i64 = text.trim().parse().map_err(|_| Reason::BadDate)?;
    let at_micros = milliseconds.checked_mul(1000).ok_or(Reason::ImplausibleDate)?;
    if options.limits.is_plausible(at_micros) { Ok((milliseconds, at_micros)) } else { Err(Reason::ImplausibleDate) }
}

fn other(attributes: &Attributes, address: &str, options: &ReadOptions) -> Result<Party, Reason> {
    let address = attributes.get(address).ok_or(Reason::NoHandle)?;
    if address.contains('~') {
        // Several numbers in one text; which wrote it is not said.
        return Err(Reason::NoSender);
    }
    let handle: Handle = number::person(&address)?;
    Ok(Party { handle, name: name(attributes, options) })
}

/// The name in the phone's address book; a number is none.
pub(super) fn name(attributes: &Attributes, options: &ReadOptions) -> Option<String> {
    let name = clean::name(&attributes.get("contact_name")?, options.limits.max_name_chars)?;
    let is_one = !UNKNOWN.contains(&name.to_lowercase().as_str()) && name.chars().any(char::is_alphabetic);
    is_one.then_some(name)
}
