//! A multimedia message: its people and its parts follow as tags of their own.

use std::collections::BTreeSet;

use super::scan::Attributes;
use super::{number, record};
use crate::import::chat::post;
use crate::import::{ReadOptions, Reason};
use crate::model::{Audience, Channel, Handle, InteractionId, Location, Observation, Party};

/// What stands in place of the owner's number in messages sent.
const OWNER_TOKEN: &str = "insert-address-token";
/// Codes of an address: the sender; to, cc, bcc.
const FROM: i64 = 137;
const TO: [i64; 3] = [151, 130, 129];
/// Codes of what is a message and no receipt: sent, and received.
const MESSAGES: [i64; 2] = [128, 132];

/// One that is being read.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) location: Location,
    moment: Result<(i64, i64), Reason>,
    is_sent: Option<bool>,
    m_type: Option<i64>,
    m_id: Option<String>,
    /// The numbers of the conversation, without the owner's.
    others: Vec<String>,
    name: Option<String>,
    from: Option<String>,
    to: BTreeSet<String>,
    said: InteractionId,
    fault: Option<Reason>,
}

impl Open {
    pub(super) fn new(location: Location, attributes: &Attributes, options: &ReadOptions) -> Self {
        let usable = |text: &String| !text.trim().is_empty() && text != "null";
        let is_sent = match attributes.number("msg_box") {
            Some(1) => Some(false),
            Some(2) => Some(true),
            _ => None,
        };
        let is_draft = matches!(attributes.number("msg_box"), Some(3..=6));
        let others = attributes.get("address").filter(usable).unwrap_or_default();
        Self {
            location,
            moment: record::moment(attributes, options),
            is_sent,
            m_type: attributes.number("m_type"),
            m_id: attributes.get("m_id").filter(usable),
            others: others
                .split('~')
                .filter(|number| !number.trim().is_empty())
                .take(options.limits.max_parties + 1)
                .map(str::to_owned)
                .collect(),
            name: record::name(attributes, options),
            from: None,
            to: BTreeSet::new(),
            said: InteractionId(0),
            fault: if is_draft { Some(Reason::Draft) } else { is_sent.is_none().then_some(Reason::MissingValue) },
        }
    }

    /// Takes a part; its text goes into the identity. `None` is a part that cannot be read.
    pub(super) fn part(&mut self, attributes: Option<&Attributes>) {
        let text = attributes.and_then(|attributes| attributes.get("text")).unwrap_or_default();
        if !text.is_empty() && text != "null" {
            self.said = InteractionId::of(&[&self.said.0.to_le_bytes(), text.as_bytes()]);
        }
    }

    pub(super) fn address(&mut self, attributes: Option<&Attributes>, options: &ReadOptions) {
        let Some(attributes) = attributes else { return };
        let Some(address) = attributes.get("address") else { return };
        match attributes.number("type") {
            Some(FROM) => self.from = Some(address),
            Some(code) if TO.contains(&code) && self.to.len() <= options.limits.max_parties => {
                self.to.insert(address);
            }
            _ => {}
        }
    }

    pub(super) fn observe(self, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        if self.m_type.is_some_and(|code| !MESSAGES.contains(&code)) {
            // A notice that something waits, or was delivered.
            return Err(Reason::NotPeople);
        }
        let (milliseconds, at_micros) = self.moment?;
        let owner = number::owner(&options.owner).ok_or(Reason::NoSender)?;
        let is_sent = self.is_sent.unwrap_or_default();
        let from = if is_sent { owner.clone() } else { self.sender()? };
        let mut to = self.recipients(&from, is_sent);
        if !is_sent {
            to.insert(owner.clone());
        }
        to.remove(&from);
        match to.len() {
            0 => return Err(self.why_nobody()),
            count if count > options.limits.max_parties => return Err(Reason::TooMany),
            _ => {}
        }
        let id = match &self.m_id {
            // The network's own identity of the message, unless a telephone gives the same to all.
            Some(m_id) => InteractionId::of(&[b"mms-id", m_id.as_bytes(), &milliseconds.to_le_bytes()]),
            None => {
                InteractionId::of(&[b"mms", &milliseconds.to_le_bytes(), from.as_str().as_bytes(), &self.said.0.to_le_bytes()])
            }
        };
        // The name of the conversation is a person's where there is only one other.
        let named = self.name.filter(|_| self.others.len() <= 1 && self.to.len() <= 1);
        let party = |handle: Handle| {
            let is_other = if is_sent { handle != owner } else { handle == from };
            Party { name: named.clone().filter(|_| is_other), handle }
        };
        Ok(vec![post(id, at_micros, Channel::SMS, party(from.clone()), to.into_iter().map(party).collect::<Audience>())])
    }

    fn sender(&self) -> Result<Handle, Reason> {
        match (&self.from, self.others.as_slice()) {
            (Some(from), _) if from != OWNER_TOKEN => number::person(from),
            (_, [one]) => number::person(one),
            _ => Err(Reason::NoSender),
        }
    }

    /// The others. Among the addresses of a message received the owner's own number stands, too, and which it is can be told from the
    /// conversation's list of the others only; without that list, nobody else is known for certain.
    fn recipients(&self, from: &Handle, is_sent: bool) -> BTreeSet<Handle> {
        let listed = |numbers: &mut dyn Iterator<Item = &String>| -> BTreeSet<Handle> {
            numbers
                .filter(|number| *number != OWNER_TOKEN)
                .filter_map(|number| number::person(number).ok())
                .filter(|handle| handle != from)
                .collect()
        };
        if self.others.is_empty() && is_sent { listed(&mut self.to.iter()) } else { listed(&mut self.others.iter()) }
    }

    fn why_nobody(&self) -> Reason {
        let mut numbers = self.to.iter().chain(&self.others).filter(|number| *number != OWNER_TOKEN);
        numbers.find_map(|number| number::person(number).err()).unwrap_or(Reason::NoOtherParticipant)
    }
}
