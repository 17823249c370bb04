//! Who wrote in which chat, under which name, and who the owner is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde::Deserialize;

use super::peer::{Owner, Peer, handle, is_other_side};
use super::{PATHS, Part, Telegram, part};
use crate::import::chat::MAX_REMEMBERED;
use crate::import::json::{Paths, Piece, Plain, parse, walk};
use crate::import::{Account, Confidence, Context, Head, ImportError, Importer, ReadOptions, Siblings, clean};
use crate::model::Party;

/// Bytes that decide whether a file is read at all.
const HEAD_BYTES: u64 = 16 << 10;

#[derive(Deserialize)]
struct Author<'j> {
    #[serde(borrow, default, alias = "actor")]
    from: Plain<'j>,
    #[serde(borrow, default, alias = "actor_id")]
    from_id: Plain<'j>,
}

#[derive(Default)]
struct Learnt {
    chat_id: String,
    is_personal: bool,
    /// Who wrote in each chat.
    members: BTreeMap<String, BTreeSet<i64>>,
    remembered: usize,
    /// The last name each user wrote under.
    names: BTreeMap<i64, Option<String>>,
    /// Those who wrote in personal chats and are not the other side.
    owners: BTreeSet<i64>,
    owner: Option<Owner>,
}

/// Reads the exports of a folder once for their people. A file that cannot be read tells nothing here; reading it reports why.
pub(super) fn learn(importer: Telegram, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
    let Some(paths) = Paths::new(&PATHS) else { return Ok(Context::default()) };
    let mut learnt = Learnt::default();
    for name in siblings.names() {
        let json = name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"));
        if !json && name != options.file_name {
            continue;
        }
        let Some(mut input) = siblings.open(&name)? else { continue };
        let mut head = Vec::new();
        (&mut input).take(HEAD_BYTES).read_to_end(&mut head)?;
        if importer.sniff(&Head { name: &name, folder: "", bytes: &head }) == Confidence::No && name != options.file_name {
            continue;
        }
        let whole = &mut head.as_slice().chain(input);
        drop(walk(whole, &paths, &options.limits, &mut |piece| {
            learnt.take(&piece, options);
            Ok(())
        }));
    }
    Ok(learnt.finish())
}

impl Learnt {
    fn take(&mut self, piece: &Piece<'_>, options: &ReadOptions) {
        match piece {
            Piece::Entered => {
                self.chat_id.clear();
                self.is_personal = false;
            }
            Piece::Value { path, json } => match part(*path) {
                Part::ChatId => self.chat_id = parse::<Plain<'_>>(json).unwrap_or_default().0.into_owned(),
                Part::ChatType => self.is_personal = json.contains("personal_chat"),
                Part::Owner => self.owner = Owner::parse(json, options),
                _ => {}
            },
            Piece::Record { path, json, .. } if part(*path) == Part::Message => {
                if let Ok(author) = parse::<Author<'_>>(json) {
                    self.take_author(&author, options);
                }
            }
            Piece::Record { .. } | Piece::Rejected(_) => {}
        }
    }

    fn take_author(&mut self, author: &Author<'_>, options: &ReadOptions) {
        let Peer::User(user) = Peer::of(&author.from_id) else { return };
        if self.is_personal && !is_other_side(&Plain(self.chat_id.as_str().into()), user) {
            self.owners.insert(user);
        }
        if self.remembered >= MAX_REMEMBERED {
            return;
        }
        let members = if let Some(members) = self.members.get_mut(&self.chat_id) {
            members
        } else {
            self.members.entry(self.chat_id.clone()).or_default()
        };
        // One more than the limit tells that they are too many.
        if members.len() <= options.limits.max_parties + 1 && members.insert(user) {
            self.remembered += 1;
            let name = clean::name(&author.from.0, options.limits.max_name_chars);
            self.names.entry(user).and_modify(|known| *known = name.clone().or(known.take())).or_insert(name);
        }
    }

    fn finish(self) -> Context {
        let mut owners = self.owners.iter();
        let inferred = owners.next().filter(|_| self.owners.len() == 1).copied();
        let named = |user: i64| Owner::user(user, self.names.get(&user).cloned().flatten());
        let owner = self.owner.clone().or_else(|| named(inferred?));
        let mut context = Context::default();
        if let Some(owner) = owner {
            context.owner = owner.handles;
            context.owner_name = owner.party.name;
        }
        for (user, name) in self.names {
            if let Some(handle) = handle(user) {
                let is_person = name.is_some();
                context.accounts.insert(user.to_string(), Account { party: Party { handle, name }, is_person });
            }
        }
        let numbers = |users: BTreeSet<i64>| users.into_iter().map(|user| user.to_string()).collect();
        context.members = self.members.into_iter().map(|(chat, users)| (chat, numbers(users))).collect();
        context
    }
}
