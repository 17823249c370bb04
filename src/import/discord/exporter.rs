//! The JSON of `DiscordChatExporter`: one channel with everybody's messages.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::io::Read;

use jiff::Timestamp;
use serde::Deserialize;

use super::ChatExporter;
use super::package::handle;
use crate::import::chat::{MAX_REMEMBERED, SMALL_CHANNEL_MEMBERS, addressed, person, plausible, post, reaction};
use crate::import::json::{List, Paths, Piece, Plain, parse, walk};
use crate::import::{Account, Confidence, Context, Head, ImportError, Importer, ReadOptions, Reason, Siblings, clean};
use crate::model::{self, InteractionId, Observation, Party};

pub(super) const PATHS: [&str; 4] = ["channel.id", "channel.type", "messages[]", "guild.id"];
const CHANNEL_ID: usize = 0;
const CHANNEL_TYPE: usize = 1;
/// How many messages back the author of the one replied to is known.
const REMEMBERED_MESSAGES: usize = 1 << 16;
/// Bytes that decide whether a file is read at all.
const HEAD_BYTES: u64 = 16 << 10;
/// Kinds of messages that people write, as words and as the numbers of other versions.
const WRITTEN: [&str; 6] = ["Default", "Reply", "0", "19", "ThreadStarterMessage", "21"];

#[derive(Deserialize)]
struct Message<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default, rename = "type")]
    kind: Plain<'j>,
    #[serde(borrow, default)]
    timestamp: Plain<'j>,
    #[serde(borrow, default, rename = "callEndedTimestamp")]
    call_ended: Plain<'j>,
    #[serde(borrow)]
    author: Option<User<'j>>,
    #[serde(borrow, default)]
    mentions: List<User<'j>>,
    #[serde(borrow, default)]
    reactions: List<Reaction<'j>>,
    #[serde(borrow, default)]
    reference: Option<Reference<'j>>,
}

#[derive(Deserialize)]
struct User<'j> {
    #[serde(borrow, default)]
    id: Plain<'j>,
    #[serde(borrow, default)]
    name: Plain<'j>,
    #[serde(borrow, default)]
    nickname: Plain<'j>,
    #[serde(borrow, default)]
    discriminator: Plain<'j>,
    #[serde(borrow, default, rename = "isBot")]
    is_bot: Plain<'j>,
}

#[derive(Deserialize)]
struct Reaction<'j> {
    #[serde(borrow, default)]
    users: List<User<'j>>,
}

#[derive(Deserialize)]
struct Reference<'j> {
    #[serde(borrow, default, rename = "messageId")]
    message_id: Plain<'j>,
}

impl User<'_> {
    /// The person, or why there is none. Webhooks write as users with the discriminator 0000.
    fn party(&self, options: &ReadOptions) -> Result<Party, Reason> {
        if self.is_bot.get() == Some("true")
            || self.discriminator.get() == Some("0000") && self.name.get() != Some("Deleted User")
        {
            return Err(Reason::NotPeople);
        }
        if self.name.get() == Some("Deleted User") {
            return Err(Reason::DeletedAccount);
        }
        let handle = self.id.get().and_then(handle).ok_or(Reason::NoSender)?;
        let names = [&self.nickname, &self.name];
        let name = names.into_iter().find_map(|name| clean::name(&name.0, options.limits.max_name_chars));
        Ok(Party { handle, name })
    }
}

/// Reads the files of a folder once for who wrote in which channel, because no file lists the members.
pub(super) fn learn(importer: ChatExporter, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let Some(paths) = Paths::new(&PATHS) else { return Ok(Context::default()) };
    let mut members: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut context = Context::default();
    for name in siblings.names() {
        if !name.to_ascii_lowercase().ends_with(".json") && name != options.file_name {
            continue;
        }
        let Some(mut input) = siblings.open(&name)? else { continue };
        let mut head = Vec::new();
        (&mut input).take(HEAD_BYTES).read_to_end(&mut head)?;
        if importer.sniff(&Head { name: &name, folder: "", bytes: &head }) == Confidence::No {
            continue;
        }
        let mut channel = String::new();
        let whole = &mut head.as_slice().chain(input);
        drop(walk(whole, &paths, &options.limits, &mut |piece| {
            match piece {
                Piece::Value { path: CHANNEL_ID, json } => channel = parse::<Plain<'_>>(json).unwrap_or_default().0.into_owned(),
                Piece::Record { json, .. } => {
                    let author = parse::<Message<'_>>(json).ok().and_then(|message| message.author);
                    if let Some((author, id)) = author.as_ref().and_then(|author| Some((author, author.id.get()?.to_owned())))
                        && context.accounts.len() < MAX_REMEMBERED
                        && let Ok(party) = author.party(options)
                    {
                        let wrote = members.entry(channel.clone()).or_default();
                        if wrote.len() <= options.limits.max_parties + 1 {
                            wrote.insert(id.clone());
                        }
                        context.accounts.insert(id, Account { party, is_person: true });
                    }
                }
                Piece::Entered | Piece::Value { .. } | Piece::Rejected(_) => {}
            }
            Ok(())
        }));
    }
    context.members = members.into_iter().map(|(channel, wrote)| (channel, wrote.into_iter().collect())).collect();
    Ok(context)
}

/// The channel of a file.
pub(super) struct Channel<'o> {
    options: &'o ReadOptions,
    id: String,
    is_direct: bool,
    authors: HashMap<String, Party>,
    order: VecDeque<String>,
}

impl<'o> Channel<'o> {
    pub(super) fn new(options: &'o ReadOptions) -> Self {
        Self { options, id: String::new(), is_direct: false, authors: HashMap::new(), order: VecDeque::new() }
    }

    pub(super) fn learn(&mut self, path: usize, json: &str) {
        let text = parse::<Plain<'_>>(json).unwrap_or_default().0.into_owned();
        match path {
            CHANNEL_ID => self.id = text,
            CHANNEL_TYPE => self.is_direct = text.starts_with("Direct") || text == "1" || text == "3",
            _ => {}
        }
    }

    pub(super) fn observe(&mut self, json: &str) -> Result<Vec<Observation>, Reason> {
        let message: Message<'_> = parse(json)?;
        let kind = message.kind.get().unwrap_or("Default");
        let is_call = matches!(kind, "Call" | "3");
        if !is_call && !WRITTEN.contains(&kind) {
            return Err(Reason::NotPeople);
        }
        let id = message.id.get().ok_or(Reason::MissingValue)?;
        let at_micros = moment(message.timestamp.get().ok_or(Reason::NoDate)?).ok_or(Reason::BadDate)?;
        let at_micros = plausible(Some(at_micros), &self.options.limits)?;
        let from = message.author.as_ref().ok_or(Reason::NoSender)?.party(self.options)?;
        let to = self.recipients(&message)?;
        let to = addressed(to, &from.handle, &self.options.limits)?;
        self.remember(id, &from);
        // The numbers of messages are unique in the whole service; calls in some versions are not.
        let time = at_micros.to_le_bytes();
        let identity = if is_call {
            InteractionId::of(&[b"discord-call", self.id.as_bytes(), &time, from.handle.as_str().as_bytes()])
        } else {
            InteractionId::of(&[b"discord-message", id.as_bytes()])
        };
        let ended = message.call_ended.get().and_then(moment);
        let answered = is_call && !to.is_empty() && ended.is_some_and(|ended| ended > at_micros);
        let channel = if answered { model::Channel::CALL } else { model::Channel::DISCORD };
        let mut observations = vec![post(identity, at_micros, channel, from.clone(), to)];
        observations.extend(self.reactions(&message, id, &from, at_micros));
        Ok(observations)
    }

    /// The others of a direct message, or of a channel in which few write; whoever is answered or named.
    fn recipients(&self, message: &Message<'_>) -> Result<Vec<Party>, Reason> {
        let context = &self.options.context;
        let wrote = context.members.get(&self.id).map(Vec::as_slice).unwrap_or_default();
        if self.is_direct && wrote.len() > self.options.limits.max_parties + 1 {
            return Err(Reason::TooMany);
        }
        let everyone = if self.is_direct || wrote.len() <= SMALL_CHANNEL_MEMBERS { wrote } else { &[] };
        let mut to: Vec<Party> = everyone.iter().filter_map(|id| person(context, id)?.ok()).collect();
        to.extend(message.reference.as_ref().and_then(|reference| self.authors.get(reference.message_id.get()?).cloned()));
        to.extend(message.mentions.0.iter().filter_map(|user| user.party(self.options).ok()));
        Ok(to)
    }

    fn remember(&mut self, id: &str, author: &Party) {
        if self.authors.insert(id.to_owned(), author.clone()).is_none() {
            self.order.push_back(id.to_owned());
        }
        if self.order.len() > REMEMBERED_MESSAGES
            && let Some(oldest) = self.order.pop_front()
        {
            self.authors.remove(&oldest);
        }
    }

    fn reactions(&self, message: &Message<'_>, id: &str, author: &Party, at_micros: i64) -> Vec<Observation> {
        let mut seen = BTreeSet::new();
        let users = message.reactions.0.iter().flat_map(|reaction| &reaction.users.0);
        let actors = users.filter_map(|user| user.party(self.options).ok()).take(self.options.limits.max_parties);
        let fresh = actors.filter(|actor| actor.handle != author.handle && seen.insert(actor.handle.clone()));
        let observed = fresh.map(|actor| {
            let identity = InteractionId::of(&[b"discord-reaction", id.as_bytes(), actor.handle.as_str().as_bytes()]);
            reaction(identity, at_micros, model::Channel::DISCORD, actor, author.clone())
        });
        observed.collect()
    }
}

fn moment(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_microsecond)
}
