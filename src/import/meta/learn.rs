//! What the files of an export tell about each other: who the owner is, who takes part where, and who follows whom.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use super::declared::Follow;
use super::mojibake::repair;
use super::thread::names_of;
use super::{Service, folder};
use crate::import::chat::MAX_REMEMBERED;
use crate::import::json::{Each, Paths, Piece, Plain, parse, walk};
use crate::import::{Context, ImportError, ReadOptions, Siblings, clean};
use crate::model::Handle;

#[derive(Default)]
struct Learnt {
    owner_name: Option<String>,
    emails: BTreeSet<Handle>,
    /// How many conversations each name takes part in, and how many there are.
    present: BTreeMap<String, u64>,
    conversations: u64,
    follows: BTreeMap<&'static str, BTreeSet<String>>,
    remembered: usize,
}

/// Reads the owner's profile, the participants of the conversations and the lists of followers. A file that cannot be read tells
/// nothing here; reading it reports why.
pub(super) fn learn(service: Service, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let mut learnt = Learnt::default();
    let mut threads = BTreeSet::new();
    let flat = siblings.names();
    let is_flat = !siblings.below().iter().any(|path| folder::is_conversation(path));
    for path in siblings.below() {
        let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let is_json = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "json");
        let list = folder::follow_list(&name).filter(|_| service == Service::Instagram && is_json);
        let profile = matches!(name.as_str(), "profile_information.json" | "personal_information.json");
        // Conversations lie in folders of their own; those of the encrypted export beside each other.
        let thread = match path.rsplit_once('/') {
            Some((thread, _)) if folder::is_conversation(&path) => Some(thread),
            _ if is_flat && is_json && flat.contains(&path) => path.rsplit_once('_').map(|(thread, _)| thread),
            _ => None,
        };
        let first = thread.is_some_and(|thread| threads.len() < MAX_REMEMBERED && threads.insert(thread.to_owned()));
        if !(profile || first || list.is_some()) {
            continue;
        }
        let Some(mut input) = siblings.open(&path)? else { continue };
        if let Some(list) = list {
            learnt.take_follows(list, &mut *input, options);
        } else if profile {
            learnt.take_profile(&mut *input, options);
        } else {
            learnt.take_participants(&mut *input, options);
        }
    }
    Ok(learnt.finish())
}

fn pieces(input: &mut dyn Read, paths: &[&str], options: &ReadOptions, each: &mut Each<'_>) {
    if let Some(paths) = Paths::new(paths) {
        drop(walk(input, &paths, &options.limits, each));
    }
}

#[derive(Deserialize)]
struct Profile<'j> {
    #[serde(borrow)]
    string_map_data: BTreeMap<String, ProfileValue<'j>>,
}

#[derive(Deserialize)]
struct ProfileValue<'j> {
    #[serde(borrow, default)]
    value: Plain<'j>,
}

impl Learnt {
    fn take_profile(&mut self, input: &mut dyn Read, options: &ReadOptions) {
        let paths = ["profile_v2.name.full_name", "profile.name.full_name", "profile_v2.emails.emails[]", "profile_user[]"];
        pieces(input, &paths, options, &mut |piece| {
            match piece {
                Piece::Value { json, .. } => {
                    let name: Plain<'_> = parse(json).unwrap_or_default();
                    self.owner_name = clean::name(&repair(&name.0), options.limits.max_name_chars);
                }
                Piece::Record { path: 2, json, .. } => {
                    let address: Plain<'_> = parse(json).unwrap_or_default();
                    self.emails.extend(Handle::email(&address.0));
                }
                Piece::Record { json, .. } => {
                    if let Ok(profile) = parse::<Profile<'_>>(json) {
                        let value = |key: &str| profile.string_map_data.get(key).map(|value| repair(&value.value.0).into_owned());
                        self.owner_name = value("Name")
                            .or_else(|| value("Username"))
                            .and_then(|name| clean::name(&name, options.limits.max_name_chars));
                        self.emails.extend(value("Email").as_deref().and_then(Handle::email));
                    }
                }
                Piece::Entered | Piece::Rejected(_) => {}
            }
            Ok(())
        });
    }

    fn take_participants(&mut self, input: &mut dyn Read, options: &ReadOptions) {
        let mut names = Vec::new();
        pieces(input, &["participants", "messages[]"], options, &mut |piece| match piece {
            Piece::Value { json, .. } => {
                names = names_of(json, options);
                Err(ImportError::Stopped)
            }
            _ => Ok(()),
        });
        if names.len() < 2 || self.remembered + names.len() > MAX_REMEMBERED {
            return;
        }
        self.conversations += 1;
        for name in names.into_iter().collect::<BTreeSet<_>>() {
            *self.present.entry(name).or_default() += 1;
            self.remembered += 1;
        }
    }

    fn take_follows(&mut self, list: &'static str, input: &mut dyn Read, options: &ReadOptions) {
        pieces(input, &["[]", "relationships_followers[]", "relationships_following[]"], options, &mut |piece| {
            if let Piece::Record { json, .. } = piece
                && let Ok(follow) = parse::<Follow<'_>>(json)
                && self.remembered < MAX_REMEMBERED
                && let Some(account) = follow.account()
            {
                self.remembered += 1;
                self.follows.entry(list).or_default().insert(account);
            }
            Ok(())
        });
    }

    /// Without a profile the owner is the one name that takes part in every conversation, of two at least.
    fn finish(self) -> Context {
        let mut everywhere = self.present.iter().filter(|(_, count)| **count == self.conversations && self.conversations >= 2);
        let only = everywhere.next().map(|(name, _)| name.clone());
        let owner_name = self.owner_name.or_else(|| only.filter(|_| everywhere.next().is_none()));
        let members = self.follows.into_iter().map(|(list, accounts)| (list.to_owned(), accounts.into_iter().collect()));
        Context { owner: self.emails.into_iter().collect(), owner_name, members: members.collect(), ..Context::default() }
    }
}
