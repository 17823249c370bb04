//! One message or service message of a chat.

use std::collections::{HashMap, VecDeque};

use jiff::civil::DateTime;
use serde::Deserialize;

use super::peer::{Owner, Peer, handle, is_other_side};
use crate::import::chat::{self, SMALL_CHANNEL_MEMBERS, addressed, plausible, post, reaction};
use crate::import::json::{List, Plain, parse};
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Audience, Channel, InteractionId, Observation, Party};

/// How many messages back the author of the one replied to is known.
const REMEMBERED_MESSAGES: usize = 1 << 16;

/// How many senders are known by the names they last wrote under.
const REMEMBERED_SENDERS: usize = 1 << 12;

/// The chat that messages belong to.
#[derive(Debug, Default)]
pub(super) struct Chat {
    pub(super) id: Word,
    pub(super) kind: Word,
    pub(super) name: Word,
}

/// A text or number of its own.
#[derive(Debug, Default)]
pub(super) struct Word(pub(super) Plain<'static>);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let plain = Plain::deserialize(deserializer)?;
        Ok(Self(Plain(plain.0.into_owned().into())))
    }
}

#[derive(Deserialize)]
struct Message<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default, rename = "type")]
    kind: Plain<'j>,
    #[serde(borrow, default)]
    date: Plain<'j>,
    #[serde(borrow, default)]
    date_unixtime: Plain<'j>,
    #[serde(borrow, default, alias = "actor")]
    from: Plain<'j>,
    #[serde(borrow, default, alias = "actor_id")]
    from_id: Plain<'j>,
    #[serde(borrow, default)]
    action: Plain<'j>,
    #[serde(borrow, default)]
    duration_seconds: Plain<'j>,
    #[serde(borrow, default)]
    reply_to_message_id: Plain<'j>,
    #[serde(borrow, default)]
    text_entities: List<Entity<'j>>,
    #[serde(borrow, default)]
    reactions: List<Reaction<'j>>,
}

#[derive(Deserialize)]
struct Entity<'j> {
    #[serde(borrow, default)]
    user_id: Plain<'j>,
}

#[derive(Deserialize)]
struct Reaction<'j> {
    #[serde(borrow, default)]
    recent: List<Recent<'j>>,
}

#[derive(Deserialize)]
struct Recent<'j> {
    #[serde(borrow, default)]
    from: Plain<'j>,
    #[serde(borrow, default)]
    from_id: Plain<'j>,
    #[serde(borrow, default)]
    date: Plain<'j>,
}

/// Reads the messages of one chat after the other.
pub(super) struct Messages<'o> {
    options: &'o ReadOptions,
    authors: HashMap<i64, i64>,
    order: VecDeque<i64>,
    /// Who wrote last under which name, by number.
    senders: HashMap<i64, (String, Party)>,
    /// To whom each one's messages go in this chat, where they answer and name nobody else.
    audiences: HashMap<i64, Audience>,
}

impl<'o> Messages<'o> {
    pub(super) fn new(options: &'o ReadOptions) -> Self {
        Self { options, authors: HashMap::new(), order: VecDeque::new(), senders: HashMap::new(), audiences: HashMap::new() }
    }

    pub(super) fn begin_chat(&mut self) {
        self.authors.clear();
        self.order.clear();
        self.chat_changed();
    }

    /// Something was said of the chat, on which it depends to whom its messages go.
    pub(super) fn chat_changed(&mut self) {
        self.audiences.clear();
    }

    /// What one message says. In a personal chat it tells who the owner is, if nothing did before.
    pub(super) fn observe(&mut self, json: &str, chat: &Chat, owner: &mut Option<Owner>) -> Result<Vec<Observation>, Reason> {
        let message: Message<'_> = parse(json)?;
        let kind = chat.kind.0.get().unwrap_or_default();
        if kind.contains("channel") || matches!(kind, "bot_chat" | "saved_messages" | "verify_codes" | "replies") {
            return Err(Reason::NotPeople);
        }
        let call = message.kind.get() == Some("service");
        if call && message.action.get() != Some("phone_call") {
            return Err(Reason::NotPeople);
        }
        let at_micros = self.moment(&message.date_unixtime, &message.date)?;
        let user = match Peer::of(&message.from_id) {
            Peer::User(user) => user,
            Peer::Channel => return Err(Reason::NotPeople),
            Peer::Unknown => return Err(Reason::NoSender),
        };
        let from = self.sender(user, &message.from.0)?;
        let id = message.id.get().ok_or(Reason::MissingValue)?;
        let personal = kind == "personal_chat";
        if personal && owner.is_none() && !is_other_side(&chat.id.0, user) {
            *owner = Owner::user(user, from.name.clone());
            self.audiences.clear();
        }
        let to = self.receivers(&message, chat, kind, &from, user, owner.as_ref())?;
        self.remember(&message.id, user);
        let chat_id = chat.id.0.get().unwrap_or_default();
        let mut observations = self.reactions(&message, chat_id, id, &from, at_micros);
        let answered = call && message.duration_seconds.number().is_some_and(|seconds| seconds > 0);
        let channel = if answered { Channel::CALL } else { Channel::TELEGRAM };
        let identity = InteractionId::of(&[b"telegram-message", chat_id.as_bytes(), id.as_bytes()]);
        observations.insert(0, post(identity, at_micros, channel, from, to));
        Ok(observations)
    }

    fn sender(&mut self, user: i64, shown: &str) -> Result<Party, Reason> {
        if let Some((name, party)) = self.senders.get(&user)
            && name == shown
        {
            return Ok(party.clone());
        }
        // Accounts that are gone have a number and no name.
        let name = clean::name(shown, self.options.limits.max_name_chars).ok_or(Reason::DeletedAccount)?;
        let party = Party { handle: handle(user).ok_or(Reason::NoSender)?, name: Some(name) };
        if self.senders.len() >= REMEMBERED_SENDERS {
            self.senders.clear();
            self.audiences.clear();
        }
        self.senders.insert(user, (shown.to_owned(), party.clone()));
        Ok(party)
    }

    fn receivers(
        &mut self,
        message: &Message<'_>,
        chat: &Chat,
        kind: &str,
        from: &Party,
        user: i64,
        owner: Option<&Owner>,
    ) -> Result<Audience, Reason> {
        let personal = kind == "personal_chat";
        let is_plain = personal
            || (message.reply_to_message_id.get().is_none()
                && message.text_entities.0.iter().all(|entity| entity.user_id.number().is_none()));
        if let Some(known) = self.audiences.get(&user).filter(|_| is_plain) {
            return Ok(known.clone());
        }
        let to = if personal { self.other_side(chat, user, owner)? } else { self.group(message, chat, kind)? };
        let to = Audience::from(addressed(to, &from.handle, &self.options.limits)?);
        if is_plain {
            self.audiences.insert(user, to.clone());
            return Ok(to);
        }
        // Whoever is answered or named is a member most often.
        let Some(known) = self.audiences.get(&user) else { return Ok(to) };
        Ok(if *known == to { known.clone() } else { to })
    }

    /// Seconds since 1970, or the local time without a zone.
    fn moment(&self, seconds: &Plain<'_>, local: &Plain<'_>) -> Result<i64, Reason> {
        let at_micros = match (seconds.get(), local.get()) {
            (Some(_), _) => seconds.number().ok_or(Reason::BadDate)?.checked_mul(1_000_000),
            (None, None) => return Err(Reason::NoDate),
            (None, Some(text)) => {
                let local: DateTime = text.parse().map_err(|_| Reason::BadDate)?;
                let zoned = local.to_zoned(self.options.zone.clone()).map_err(|_| Reason::ImplausibleDate)?;
                Some(zoned.timestamp().as_microsecond())
            }
        };
        plausible(at_micros, &self.options.limits)
    }

    /// The other side of a personal chat: the user whose number the chat has, or the owner.
    fn other_side(&self, chat: &Chat, user: i64, owner: Option<&Owner>) -> Result<Vec<Party>, Reason> {
        if is_other_side(&chat.id.0, user) {
            return Ok(owner.map(|owner| owner.party.clone()).into_iter().collect());
        }
        let name = clean::name(&chat.name.0.0, self.options.limits.max_name_chars).ok_or(Reason::DeletedAccount)?;
        let Peer::User(other) = Peer::of(&chat.id.0) else { return Err(Reason::NoOtherParticipant) };
        // A number beyond the old range is a new one as it is, when somebody with it wrote.
        let raw = chat.id.0.number().filter(|raw| self.options.context.accounts.contains_key(&raw.to_string()));
        let handle = handle(raw.unwrap_or(other)).ok_or(Reason::NoOtherParticipant)?;
        Ok(vec![Party { handle, name: Some(name) }])
    }

    /// Those a message in a group is for: all who write there, where they are few or the group is private; and whoever is answered
    /// or named.
    fn group(&self, message: &Message<'_>, chat: &Chat, kind: &str) -> Result<Vec<Party>, Reason> {
        let context = &self.options.context;
        let members = context.members.get(chat.id.0.get().unwrap_or_default()).map(Vec::as_slice).unwrap_or_default();
        let most = if kind == "private_group" { self.options.limits.max_parties + 1 } else { SMALL_CHANNEL_MEMBERS };
        let everyone = if members.len() <= most { members } else { &[] };
        if kind == "private_group" && members.len() > most {
            return Err(Reason::TooMany);
        }
        let mut to: Vec<Party> = everyone.iter().filter_map(|id| chat::person(context, id)?.ok()).collect();
        let replied = message.reply_to_message_id.number().and_then(|id| self.authors.get(&id).copied());
        let mentioned = message.text_entities.0.iter().filter_map(|entity| entity.user_id.number());
        for user in replied.into_iter().chain(mentioned) {
            let known = chat::person(context, &user.to_string()).and_then(Result::ok);
            to.extend(known.or_else(|| Some(Party { handle: handle(user)?, name: None })));
        }
        Ok(to)
    }

    fn remember(&mut self, id: &Plain<'_>, user: i64) {
        let Some(id) = id.number() else { return };
        if self.authors.insert(id, user).is_none() {
            self.order.push_back(id);
        }
        if self.order.len() > REMEMBERED_MESSAGES
            && let Some(oldest) = self.order.pop_front()
        {
            self.authors.remove(&oldest);
        }
    }

    /// The reactions whose authors are named: of large groups only the latest are.
    fn reactions(&self, message: &Message<'_>, chat_id: &str, id: &str, author: &Party, at_micros: i64) -> Vec<Observation> {
        let mut seen = Vec::new();
        let mut observations = Vec::new();
        for recent in message.reactions.0.iter().flat_map(|reaction| &reaction.recent.0) {
            let Peer::User(user) = Peer::of(&recent.from_id) else { continue };
            let Some(name) = clean::name(&recent.from.0, self.options.limits.max_name_chars) else { continue };
            let Some(handle) = handle(user).filter(|handle| *handle != author.handle && !seen.contains(handle)) else { continue };
            if seen.len() == self.options.limits.max_parties {
                break;
            }
            seen.push(handle.clone());
            let at = self.moment(&Plain::default(), &recent.date).unwrap_or(at_micros);
            let number = user.to_string();
            let identity = InteractionId::of(&[b"telegram-reaction", chat_id.as_bytes(), id.as_bytes(), number.as_bytes()]);
            observations.push(reaction(identity, at, Channel::TELEGRAM, Party { handle, name: Some(name) }, author.clone()));
        }
        observations
    }
}
