//! One message of a channel: whom it is for, and who reacted to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::learn::key;
use super::user::handle;
use crate::import::chat::{SMALL_CHANNEL_MEMBERS, addressed, person, plausible, post, reaction};
use crate::import::folder::last_part;
use crate::import::json::{List, Plain, parse};
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Channel, Interaction, InteractionId, Observation, Party, Shape};

/// Kinds of messages that people write; all others tell of the channel, or are a program's.
const WRITTEN: [&str; 6] = ["thread_broadcast", "reply_broadcast", "me_message", "file_share", "file_comment", "huddle_thread"];
/// What a number of an account looks like within a text: `<@U0123>` or `<@U0123|ann>`.
const MENTION: &str = "<@";

#[derive(Deserialize)]
struct Message<'j> {
    #[serde(borrow, default)]
    subtype: Plain<'j>,
    #[serde(borrow, default)]
    user: Plain<'j>,
    #[serde(borrow, default)]
    bot_id: Plain<'j>,
    #[serde(borrow, default)]
    ts: Plain<'j>,
    #[serde(borrow, default)]
    thread_ts: Plain<'j>,
    #[serde(borrow, default)]
    parent_user_id: Plain<'j>,
    #[serde(borrow, default)]
    text: Plain<'j>,
    #[serde(borrow, default)]
    team: Plain<'j>,
    #[serde(borrow, default)]
    user_profile: Option<Profile<'j>>,
    #[serde(borrow, default)]
    reactions: List<Reaction<'j>>,
    #[serde(borrow, default)]
    room: Option<Room<'j>>,
}

#[derive(Deserialize)]
struct Profile<'j> {
    #[serde(borrow, default)]
    real_name: Plain<'j>,
    #[serde(borrow, default)]
    team: Plain<'j>,
}

#[derive(Deserialize)]
struct Reaction<'j> {
    #[serde(borrow, default)]
    users: List<Plain<'j>>,
}

/// The huddle that a message tells of.
#[derive(Deserialize)]
struct Room<'j> {
    #[serde(borrow, default)]
    participant_history: List<Plain<'j>>,
}

/// Reads the messages of one day of one channel.
pub(super) struct Day<'o> {
    options: &'o ReadOptions,
    members: &'o [String],
    /// A direct message, or one of few.
    is_direct: bool,
    /// Who wrote in each thread so far.
    threads: BTreeMap<String, BTreeSet<String>>,
}

impl<'o> Day<'o> {
    pub(super) fn new(options: &'o ReadOptions) -> Self {
        let folder = last_part(&options.folder);
        let members = |is_direct| options.context.members.get(&key(folder, is_direct)).map(Vec::as_slice);
        let direct = members(true);
        let members = direct.or_else(|| members(false)).unwrap_or_default();
        Self { options, members, is_direct: direct.is_some(), threads: BTreeMap::new() }
    }

    pub(super) fn observe(&mut self, json: &str) -> Result<Vec<Observation>, Reason> {
        let message: Message<'_> = parse(json)?;
        let subtype = message.subtype.get();
        if subtype.is_some_and(|subtype| !WRITTEN.contains(&subtype)) {
            return Err(Reason::NotPeople);
        }
        let Some(user) = message.user.get() else {
            return Err(if message.bot_id.get().is_some() { Reason::NotPeople } else { Reason::NoSender });
        };
        let ts = message.ts.get().ok_or(Reason::NoDate)?;
        let at_micros = plausible(Some(moment(ts).ok_or(Reason::BadDate)?), &self.options.limits)?;
        let from = self.sender(user, &message)?;
        let id = InteractionId::of(&[b"slack-message", user.as_bytes(), ts.as_bytes()]);
        let mut observations = Vec::new();
        let huddle = message.room.as_ref().filter(|_| subtype == Some("huddle_thread"));
        if let Some(room) = huddle {
            let together = self.people(room.participant_history.0.iter().filter_map(Plain::get));
            let to = addressed(together, &from.handle, &self.options.limits)?;
            if to.is_empty() {
                return Err(Reason::NoOtherParticipant);
            }
            if let Observation::Interaction(call) = post(id, at_micros, Channel::CALL, from.clone(), to) {
                observations.push(Observation::Interaction(Interaction { shape: Shape::Gathering, ..call }));
            }
        } else {
            let to = addressed(self.recipients(&message, user), &from.handle, &self.options.limits)?;
            observations.push(post(id, at_micros, Channel::SLACK, from.clone(), to));
        }
        observations.extend(self.reactions(&message, user, ts, &from, at_micros));
        Ok(observations)
    }

    fn sender(&self, user: &str, message: &Message<'_>) -> Result<Party, Reason> {
        if let Some(known) = person(&self.options.context, user) {
            return known;
        }
        let profile = message.user_profile.as_ref();
        let team = profile.and_then(|profile| profile.team.get()).or_else(|| message.team.get());
        let name = profile.and_then(|profile| clean::name(&profile.real_name.0, self.options.limits.max_name_chars));
        Ok(Party { handle: handle(team, user).ok_or(Reason::NoSender)?, name })
    }

    /// Whom a message is for: the members of a small channel; whoever wrote in the thread; whoever is named.
    fn recipients(&mut self, message: &Message<'_>, user: &str) -> Vec<Party> {
        let mut ids: Vec<&str> = Vec::new();
        if self.is_direct || self.members.len() <= SMALL_CHANNEL_MEMBERS {
            ids.extend(self.members.iter().map(String::as_str));
        }
        ids.extend(message.parent_user_id.get());
        let thread = message.thread_ts.get().map(|ts| self.threads.entry(ts.to_owned()).or_default());
        let wrote: Vec<String> = thread.as_ref().map(|wrote| wrote.iter().cloned().collect()).unwrap_or_default();
        if let Some(wrote) = thread {
            wrote.insert(user.to_owned());
        }
        let mentions = mentions(&message.text.0);
        ids.extend(wrote.iter().map(String::as_str));
        ids.extend(mentions.iter().map(String::as_str));
        self.people(ids.into_iter())
    }

    /// The people among some accounts. An account that no list has is one of another workspace.
    fn people<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<Party> {
        let known = |id: &str| match person(&self.options.context, id) {
            Some(known) => known.ok(),
            None => Some(Party { handle: handle(None, id)?, name: None }).filter(|_| is_account(id)),
        };
        ids.filter_map(known).collect()
    }

    fn reactions(&self, message: &Message<'_>, user: &str, ts: &str, author: &Party, at_micros: i64) -> Vec<Observation> {
        let reacted = message.reactions.0.iter().flat_map(|reaction| reaction.users.0.iter().filter_map(Plain::get));
        let reacted: BTreeSet<&str> = reacted.filter(|id| *id != user).take(self.options.limits.max_parties).collect();
        let observed = reacted.into_iter().filter_map(|id| {
            let actor = self.people(std::iter::once(id)).pop()?;
            let parts: [&[u8]; 4] = [b"slack-reaction", user.as_bytes(), ts.as_bytes(), id.as_bytes()];
            Some(reaction(InteractionId::of(&parts), at_micros, Channel::SLACK, actor, author.clone()))
        });
        observed.collect()
    }
}

/// Microseconds of `1662120957.649119`.
fn moment(ts: &str) -> Option<i64> {
    let (seconds, fraction) = ts.split_once('.').unwrap_or((ts, ""));
    let seconds: i64 = seconds.parse().ok()?;
    let micros: i64 = if fraction.is_empty() { 0 } else { format!("{fraction:0<6}").get(..6)?.parse().ok()? };
    seconds.checked_mul(1_000_000)?.checked_add(micros)
}

/// The accounts named in a text.
fn mentions(text: &str) -> Vec<String> {
    let ends = |rest: &str| rest.find(['>', '|']).and_then(|end| rest.get(..end).map(str::to_ascii_uppercase));
    text.split(MENTION).skip(1).filter_map(ends).filter(|id| is_account(id)).collect()
}

fn is_account(id: &str) -> bool {
    id.len() <= 32 && id.starts_with(['U', 'W']) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod unit {
    use super::{mentions, moment};

    #[test]
    fn moments_and_mentions_are_read() {
        assert_eq!(moment("1662120957.649119"), Some(1_662_120_957_649_119));
        assert_eq!(moment("1662120957"), Some(1_662_120_957_000_000));
        assert_eq!(moment("1662120957.5"), Some(1_662_120_957_500_000));
        for bad in ["", ".", "x", "1662120957.xyz", "99999999999999999999", "9223372036854775807.0", "1.é"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
        assert_eq!(mentions("hi <@U1> and <@u2|ann>, <!here> <#C1> <@> <@X1> <@U3"), ["U1", "U2"]);
    }
}
