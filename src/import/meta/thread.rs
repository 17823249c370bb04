//! One conversation: who takes part, and what each message says about them.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::mojibake::repair;
use super::{Service, folder, sentence};
use crate::import::chat::{addressed, plausible, post, reaction};
use crate::import::folder::last_part;
use crate::import::json::{List, Plain, Text, parse};
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Channel, Interaction, InteractionId, Observation, Party, Shape};

/// What the services show in place of someone who left, in the languages met.
const DELETED: [&str; 12] = [
    "facebook user",
    "instagram user",
    "instagrammer",
    "facebook-nutzer",
    "facebook-benutzer",
    "instagram-nutzer",
    "utilisateur facebook",
    "utilisateur de facebook",
    "usuario de facebook",
    "usuario de instagram",
    "usuário do facebook",
    "utente di facebook",
];

/// Moments below this are seconds, above it milliseconds.
const SECONDS_BELOW: i64 = 100_000_000_000;

#[derive(Deserialize)]
#[serde(untagged)]
enum Participant<'j> {
    Named {
        #[serde(borrow)]
        name: Plain<'j>,
    },
    Bare(#[serde(borrow)] Plain<'j>),
}

/// The names in `participants`: objects with a name, or names.
pub(super) fn names_of(json: &str, options: &ReadOptions) -> Vec<String> {
    let participants: List<Participant<'_>> = parse(json).unwrap_or_default();
    let names = participants.0.iter().filter_map(|participant| {
        let (Participant::Named { name } | Participant::Bare(name)) = participant;
        clean::name(&repair(&name.0), options.limits.max_name_chars)
    });
    names.collect()
}

#[derive(Deserialize)]
struct Message<'j> {
    #[serde(borrow, default, alias = "senderName")]
    sender_name: Plain<'j>,
    #[serde(borrow, default, alias = "timestamp")]
    timestamp_ms: Plain<'j>,
    #[serde(borrow, default, alias = "text")]
    content: Option<Text<'j>>,
    #[serde(borrow, default, rename = "type")]
    kind: Plain<'j>,
    #[serde(borrow, default, alias = "isUnsent")]
    is_unsent: Plain<'j>,
    #[serde(borrow, default)]
    call_duration: Plain<'j>,
    #[serde(borrow, default)]
    missed: Plain<'j>,
    #[serde(borrow, default)]
    reactions: List<Reaction<'j>>,
}

#[derive(Deserialize)]
struct Reaction<'j> {
    #[serde(borrow, default)]
    actor: Plain<'j>,
    #[serde(borrow, default)]
    timestamp: Plain<'j>,
}

/// Reads the messages of one conversation.
pub(super) struct Thread<'o> {
    service: Service,
    options: &'o ReadOptions,
    participants: Vec<Party>,
    /// What tells the conversation from others in every export: the names of two people, else the number in the folder's name.
    key: String,
    is_spam: bool,
}

impl<'o> Thread<'o> {
    pub(super) fn new(service: Service, options: &'o ReadOptions) -> Self {
        let is_spam = options.folder.contains("filtered_threads");
        Self { service, options, participants: Vec::new(), key: String::new(), is_spam }
    }

    pub(super) fn set_participants(&mut self, json: &str) {
        let names: BTreeSet<String> = names_of(json, self.options).into_iter().collect();
        let numbered = folder::is_numbered(&self.options.file_name.to_ascii_lowercase());
        let number = last_part(&self.options.folder).rsplit_once('_').map(|(_, number)| number).filter(|_| numbered);
        self.key = match number {
            Some(number) if names.len() > 2 => number.to_owned(),
            _ => names.iter().map(String::as_str).collect::<Vec<_>>().join("\n"),
        };
        self.participants = names.iter().filter_map(|name| self.party(name)).collect();
    }

    pub(super) fn observe(&self, json: &str) -> Result<Vec<Observation>, Reason> {
        let message: Message<'_> = parse(json)?;
        let at_micros = moment(&message.timestamp_ms).ok_or(match message.timestamp_ms.get() {
            None => Reason::NoDate,
            Some(_) => Reason::BadDate,
        })?;
        let at_micros = plausible(Some(at_micros), &self.options.limits)?;
        if message.is_unsent.get() == Some("true") {
            return Err(Reason::Cancelled);
        }
        let name = clean::name(&repair(&message.sender_name.0), self.options.limits.max_name_chars).ok_or(Reason::NoSender)?;
        if is_deleted(&name) {
            return Err(Reason::DeletedAccount);
        }
        let content = message.content.as_ref().map(|text| String::from_utf8_lossy(&text.0)).unwrap_or_default();
        let content = repair(&content);
        let kind = message.kind.get().unwrap_or_default();
        let is_call = kind.eq_ignore_ascii_case("call") || message.call_duration.number().is_some();
        if matches!(kind, "Subscribe" | "Unsubscribe") || (!is_call && sentence::is_of_service(&content, &name)) {
            return Err(Reason::NotPeople);
        }
        let from = self.party(&name).ok_or(Reason::NoSender)?;
        let to = self.others(&from)?;
        let time = at_micros.to_le_bytes();
        let parts: [&[u8]; 5] = [self.service.word().as_bytes(), b"message", self.key.as_bytes(), &time, content.as_bytes()];
        let id = InteractionId::of(&parts);
        let answered = message.call_duration.number().is_some_and(|seconds| seconds > 0) && message.missed.get() != Some("true");
        let channel = if answered { Channel::CALL } else { self.service.channel() };
        let mut observations = vec![self.shaped(post(id, at_micros, channel, from.clone(), to))];
        observations.extend(self.reactions(&message, id, &from, at_micros));
        Ok(observations)
    }

    fn party(&self, name: &str) -> Option<Party> {
        Some(Party { handle: self.service.handle(name)?, name: Some(name.to_owned()) })
    }

    /// The participants but the sender. In a conversation of two the other may have left the service.
    fn others(&self, from: &Party) -> Result<Vec<Party>, Reason> {
        let known = self.participants.iter().filter(|party| !party.name.as_deref().is_some_and(is_deleted));
        let to = addressed(known.cloned(), &from.handle, &self.options.limits)?;
        let someone_left = self.participants.iter().any(|party| party.name.as_deref().is_some_and(is_deleted));
        match to.len() {
            0 if someone_left => Err(Reason::DeletedAccount),
            0 => Err(Reason::NoOtherParticipant),
            _ => Ok(to),
        }
    }

    fn shaped(&self, observation: Observation) -> Observation {
        match observation {
            Observation::Interaction(interaction) if self.is_spam => {
                Observation::Interaction(Interaction { shape: Shape::Bulk, ..interaction })
            }
            other => other,
        }
    }

    fn reactions(&self, message: &Message<'_>, id: InteractionId, author: &Party, at_micros: i64) -> Vec<Observation> {
        let mut seen = BTreeSet::new();
        let mut observations = Vec::new();
        for given in message.reactions.0.iter().take(self.options.limits.max_parties) {
            let name = clean::name(&repair(&given.actor.0), self.options.limits.max_name_chars);
            let Some(actor) = name.filter(|name| !is_deleted(name)).and_then(|name| self.party(&name)) else { continue };
            if actor.handle == author.handle || !seen.insert(actor.handle.clone()) {
                continue;
            }
            let own = moment(&given.timestamp).filter(|at| *at >= at_micros && *at <= self.options.limits.latest_micros);
            let identity = InteractionId::of(&[b"reaction", &id.0.to_le_bytes(), actor.handle.as_str().as_bytes()]);
            let observed = reaction(identity, own.unwrap_or(at_micros), self.service.channel(), actor, author.clone());
            observations.push(self.shaped(observed));
        }
        observations
    }
}

fn moment(number: &Plain<'_>) -> Option<i64> {
    let number = number.number()?;
    if number < SECONDS_BELOW { number.checked_mul(1_000_000) } else { number.checked_mul(1_000) }
}

fn is_deleted(name: &str) -> bool {
    let name = name.to_lowercase();
    DELETED.contains(&name.as_str())
}
