//! What the files of an archive tell about each other: who the owner is, and whose names stand in which conversation.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::messages::is_deleted;
use super::part::{Cells, Part, each_row, fold};
use super::{full_name, text};
use crate::import::{Context, ImportError, ReadOptions, Siblings};
use crate::model::Handle;

/// The most pairs of conversation and name that are remembered.
const MAX_NAMES: usize = 200_000;

/// Parts the cells of a message's people; stands in none of them.
const END_OF_CELL: char = '\u{1f}';

#[derive(Default)]
struct Gathered {
    profile_name: Option<String>,
    /// The owner's addresses: whether it is not the primary one, then the address.
    addresses: BTreeSet<(bool, Handle)>,
    /// Names that stand on the owner's side, with how often.
    owner_names: BTreeMap<String, u64>,
    /// Profiles that go with a name, with how often.
    profiles: BTreeMap<(String, Handle), u64>,
    /// The profile of a name within a conversation; `None` when there are two.
    names: BTreeMap<(String, String), Option<Handle>>,
    /// Who took part in which conversation.
    present: BTreeSet<(String, String)>,
    /// How often the people of a message came again.
    again: HashMap<String, u64>,
    /// The cells of a message that tell of its people.
    envelope: String,
}

/// Reads the parts that tell about the owner. A part that cannot be read tells nothing here; reading it reports why.
pub(super) fn learn(siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let mut gathered = Gathered::default();
    for file in siblings.names() {
        let Some(part) = Part::of_name(&file) else { continue };
        if !matches!(part, Part::Profile | Part::EmailAddresses | Part::Messages | Part::Invitations) {
            continue;
        }
        let Some(mut input) = siblings.open(&file)? else { continue };
        let read = each_row(&mut *input, part, options, &mut |_, row| {
            if let Ok(cells) = row {
                gathered.take(part, cells, options);
            }
            Ok(())
        });
        drop(read);
    }
    Ok(gathered.finish(options))
}

impl Gathered {
    fn take(&mut self, part: Part, cells: &Cells<'_>, options: &ReadOptions) {
        match part {
            Part::Profile if self.profile_name.is_none() => {
                self.profile_name = full_name(cells, options, &["firstname"], &["lastname"]);
            }
            Part::EmailAddresses => {
                let unconfirmed = fold(cells.get(&["confirmed"])) == "no";
                if let Some(handle) = Handle::email(cells.get(&["emailaddress"])).filter(|_| !unconfirmed) {
                    self.addresses.insert((fold(cells.get(&["primary"])) != "yes", handle));
                }
            }
            Part::Invitations => self.take_invitation(cells, options),
            Part::Messages => self.take_message(cells, options),
            _ => {}
        }
    }

    fn take_invitation(&mut self, cells: &Cells<'_>, options: &ReadOptions) {
        let (name, url) = match fold(cells.get(&["direction"])).as_str() {
            "outgoing" => (cells.get(&["from"]), cells.get(&["inviterprofileurl"])),
            "incoming" => (cells.get(&["to"]), cells.get(&["inviteeprofileurl"])),
            _ => return,
        };
        let Some(name) = text(name, options) else { return };
        if url.contains("/in/") {
            self.count_profile(&name, Handle::profile(url), 1);
        }
        self.count_owner(name, 1);
    }

    /// Most messages have the people of one before, and are only counted until the end.
    fn take_message(&mut self, cells: &Cells<'_>, options: &ReadOptions) {
        let columns = ["conversationid", "from", "to", "senderprofileurl", "recipientprofileurls", "direction"];
        let cells = columns.map(|column| cells.get(&[column]));
        self.envelope.clear();
        for cell in cells {
            self.envelope.push_str(cell);
            self.envelope.push(END_OF_CELL);
        }
        if let Some(again) = self.again.get_mut(&self.envelope) {
            *again += 1;
            return;
        }
        self.take_envelope(cells, 1, options);
        if self.again.len() < MAX_NAMES && !cells.iter().any(|cell| cell.contains(END_OF_CELL)) {
            self.again.insert(self.envelope.clone(), 0);
        }
    }

    fn take_envelope(&mut self, cells: [&str; 6], times: u64, options: &ReadOptions) {
        let [conversation, from, to, sender, urls, direction] = cells;
        let (from, to) = (text(from, options), text(to, options));
        let (from, to) = (from.filter(|name| !is_deleted(name)), to.filter(|name| !is_deleted(name)));
        let sender = Handle::profile(sender);
        let receiver = if urls.contains(',') { None } else { Handle::profile(urls) };
        match fold(direction).as_str() {
            "outgoing" => from.iter().for_each(|name| self.count_owner(name.clone(), times)),
            "incoming" => to.iter().for_each(|name| self.count_owner(name.clone(), times)),
            _ => {}
        }
        for (name, profile) in [(from, sender), (to, receiver)] {
            let Some(name) = name else { continue };
            self.count_profile(&name, profile.clone(), times);
            if conversation.is_empty() || self.present.len() >= MAX_NAMES {
                continue;
            }
            let key = (conversation.to_owned(), name);
            if let Some(profile) = profile {
                let known = self.names.entry(key.clone()).or_insert_with(|| Some(profile.clone()));
                if known.as_ref() != Some(&profile) {
                    *known = None;
                }
            }
            self.present.insert(key);
        }
    }

    fn count_owner(&mut self, name: String, times: u64) {
        if self.owner_names.len() < MAX_NAMES {
            *self.owner_names.entry(name).or_default() += times;
        }
    }

    fn count_profile(&mut self, name: &str, profile: Option<Handle>, times: u64) {
        if let Some(profile) = profile
            && self.profiles.len() < MAX_NAMES
        {
            *self.profiles.entry((name.to_owned(), profile)).or_default() += times;
        }
    }

    fn finish(mut self, options: &ReadOptions) -> Context {
        for (envelope, times) in std::mem::take(&mut self.again).into_iter().filter(|(_, times)| *times > 0) {
            let mut cells = envelope.split(END_OF_CELL);
            let cells = [(); 6].map(|()| cells.next().unwrap_or_default());
            self.take_envelope(cells, times, options);
        }
        let owner_name = self.profile_name.clone().or_else(|| most_frequent(&self.owner_names)).or_else(|| self.most_present());
        let mut owner = Vec::new();
        if let Some(name) = &owner_name {
            let own: BTreeMap<Handle, u64> = self
                .profiles
                .iter()
                .filter(|((of, _), _)| of == name)
                .map(|((_, profile), count)| (profile.clone(), *count))
                .collect();
            owner.extend(most_frequent(&own));
        }
        owner.extend(self.addresses.into_iter().map(|(_, handle)| handle));
        let names = self.names.into_iter().filter_map(|(key, handle)| handle.map(|handle| (key, handle))).collect();
        Context { owner, owner_name, names, ..Context::default() }
    }

    /// The one name that takes part in more than half of the conversations, and in more than any other.
    fn most_present(&self) -> Option<String> {
        let conversations: BTreeSet<&str> = self.present.iter().map(|(conversation, _)| conversation.as_str()).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, name) in &self.present {
            *counts.entry(name).or_default() += 1;
        }
        let most = counts.values().copied().max()?;
        let mut leaders = counts.iter().filter(|(_, count)| **count == most).map(|(name, _)| *name);
        let leader = leaders.next()?;
        (leaders.next().is_none() && most * 2 > conversations.len()).then(|| leader.to_owned())
    }
}

/// The key counted most; of equals the first.
fn most_frequent<K: Ord + Clone>(counts: &BTreeMap<K, u64>) -> Option<K> {
    let most = counts.values().copied().max()?;
    counts.iter().find(|(_, count)| **count == most).map(|(key, _)| key.clone())
}
