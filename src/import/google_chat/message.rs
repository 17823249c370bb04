//! One message of a conversation.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::date;
use crate::import::chat::{SMALL_CHANNEL_MEMBERS, addressed, person, plausible, post, reaction};
use crate::import::folder::last_part;
use crate::import::json::{List, Plain, parse};
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Channel, Handle, InteractionId, Observation, Party};

#[derive(Deserialize)]
pub(super) struct Person<'j> {
    #[serde(borrow, default)]
    name: Plain<'j>,
    #[serde(borrow, default)]
    email: Plain<'j>,
    #[serde(borrow, default)]
    user_type: Plain<'j>,
}

impl Person<'_> {
    pub(super) fn is_person(&self) -> bool {
        self.user_type.get().is_none_or(|kind| kind.eq_ignore_ascii_case("human"))
    }
}

/// The address of a person, or the name where the account is gone.
pub(super) fn party(person: &Person<'_>, options: &ReadOptions) -> Option<Party> {
    let name = clean::name(&person.name.0, options.limits.max_name_chars);
    let handle = Handle::email(&person.email.0).or_else(|| Handle::account("google-chat", name.as_deref()?))?;
    Some(Party { handle, name })
}

#[derive(Deserialize)]
struct Message<'j> {
    #[serde(borrow)]
    creator: Option<Person<'j>>,
    #[serde(borrow, default)]
    created_date: Plain<'j>,
    #[serde(borrow, default)]
    text: Plain<'j>,
    #[serde(borrow, default)]
    topic_id: Plain<'j>,
    #[serde(borrow, default, rename = "message_id")]
    id: Plain<'j>,
    #[serde(borrow, default, rename = "message_state")]
    state: Plain<'j>,
    #[serde(borrow, default)]
    annotations: List<Annotation<'j>>,
    #[serde(borrow, default)]
    reactions: List<Reaction<'j>>,
}

#[derive(Deserialize)]
struct Annotation<'j> {
    #[serde(borrow, default)]
    user_mention_metadata: Option<Mention<'j>>,
}

#[derive(Deserialize)]
struct Mention<'j> {
    #[serde(borrow, default)]
    user: Option<Person<'j>>,
}

#[derive(Deserialize)]
struct Reaction<'j> {
    #[serde(borrow, default)]
    reactor_emails: List<Plain<'j>>,
}

/// Reads the messages of one conversation.
pub(super) struct Conversation<'o> {
    options: &'o ReadOptions,
    folder: &'o str,
    members: &'o [String],
    /// A conversation of two or few by its nature.
    is_direct: bool,
    /// Who wrote on each topic so far.
    topics: BTreeMap<String, BTreeSet<Handle>>,
    topic_people: BTreeMap<Handle, Party>,
}

impl<'o> Conversation<'o> {
    pub(super) fn new(options: &'o ReadOptions) -> Self {
        let folder = last_part(&options.folder);
        let members = options.context.members.get(folder).map(Vec::as_slice).unwrap_or_default();
        let is_direct = folder.starts_with("DM ");
        Self { options, folder, members, is_direct, topics: BTreeMap::new(), topic_people: BTreeMap::new() }
    }

    pub(super) fn observe(&mut self, json: &str) -> Result<Vec<Observation>, Reason> {
        let message: Message<'_> = parse(json)?;
        if message.state.get() == Some("DELETED") {
            return Err(Reason::Cancelled);
        }
        let creator = message.creator.as_ref().ok_or(Reason::NoSender)?;
        if !creator.is_person() {
            return Err(Reason::NotPeople);
        }
        let from = party(creator, self.options).ok_or(Reason::NoSender)?;
        let written = message.created_date.get().ok_or(Reason::NoDate)?;
        let at_micros = date::parse(written, &self.options.zone).ok_or(Reason::BadDate)?;
        let at_micros = plausible(Some(at_micros), &self.options.limits)?;
        let to = addressed(self.recipients(&message, &from), &from.handle, &self.options.limits)?;
        let time = at_micros.to_le_bytes();
        let sender = from.handle.as_str().as_bytes();
        let id = if let Some(id) = message.id.get() {
            InteractionId::of(&[b"google-chat-message", id.as_bytes()])
        } else {
            InteractionId::of(&[b"google-chat-message", self.folder.as_bytes(), &time, sender, message.text.0.as_bytes()])
        };
        let mut observations = vec![post(id, at_micros, Channel::GOOGLE_CHAT, from.clone(), to)];
        observations.extend(self.reactions(&message, id, &from, at_micros));
        Ok(observations)
    }

    /// The members of a small conversation; whoever wrote on the topic; whoever is named.
    fn recipients(&mut self, message: &Message<'_>, from: &Party) -> Vec<Party> {
        let context = &self.options.context;
        let everyone = if self.is_direct || self.members.len() <= SMALL_CHANNEL_MEMBERS { self.members } else { &[] };
        let mut to: Vec<Party> = everyone.iter().filter_map(|address| person(context, address)?.ok()).collect();
        if let Some(topic) = message.topic_id.get().filter(|_| everyone.is_empty()) {
            let wrote = self.topics.entry(topic.to_owned()).or_default();
            to.extend(wrote.iter().filter_map(|handle| self.topic_people.get(handle).cloned()));
            wrote.insert(from.handle.clone());
            self.topic_people.entry(from.handle.clone()).or_insert_with(|| from.clone());
        }
        let mentions = message.annotations.0.iter().filter_map(|annotation| annotation.user_mention_metadata.as_ref());
        let mentioned = mentions.filter_map(|mention| mention.user.as_ref()).filter(|user| user.is_person());
        to.extend(mentioned.filter_map(|user| party(user, self.options)));
        to
    }

    fn reactions(&self, message: &Message<'_>, id: InteractionId, author: &Party, at_micros: i64) -> Vec<Observation> {
        let addresses = message.reactions.0.iter().flat_map(|reaction| reaction.reactor_emails.0.iter().filter_map(Plain::get));
        let actors: BTreeSet<Handle> = addresses.filter_map(Handle::email).take(self.options.limits.max_parties).collect();
        let observed = actors.into_iter().filter(|handle| *handle != author.handle).map(|handle| {
            let identity = InteractionId::of(&[b"google-chat-reaction", &id.0.to_le_bytes(), handle.as_str().as_bytes()]);
            let known = person(&self.options.context, handle.as_str()).and_then(Result::ok);
            let actor = known.unwrap_or(Party { handle, name: None });
            reaction(identity, at_micros, Channel::GOOGLE_CHAT, actor, author.clone())
        });
        observed.collect()
    }
}
