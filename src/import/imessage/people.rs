//! Who is who in a database of messages: the owner, the members of chats, and addresses of one person.

use std::collections::{BTreeMap, BTreeSet};

use super::row::Row;
use crate::import::sms::number;
use crate::import::{ImportError, ReadOptions};
use crate::model::{Card, Declaration, DeclarationKind, Handle, Me, Observation};

/// Most members and changes of all chats, so that a malformed database cannot fill the memory.
const MOST_MEMBERS: u64 = 1_000_000;
/// Most addresses of one person, and of the owner; more are no sign of one person.
const MOST_OWN: usize = 10;

/// One chat.
#[derive(Debug, Default)]
struct Chat {
    /// Who is in it now.
    members: Vec<Handle>,
    /// When who came (true) or left, in the database's own time.
    changes: Vec<(f64, Handle, bool)>,
}

/// What stands before the messages.
#[derive(Debug)]
pub(super) struct People {
    owner: Option<Handle>,
    own: BTreeSet<Handle>,
    persons: BTreeMap<String, BTreeSet<Handle>>,
    chats: BTreeMap<i64, Chat>,
    count: u64,
}

impl People {
    pub(super) fn new(options: &ReadOptions) -> Self {
        let owner = number::owner(&options.owner);
        Self { owner, own: BTreeSet::new(), persons: BTreeMap::new(), chats: BTreeMap::new(), count: 0 }
    }

    /// The handle that stands for the owner.
    pub(super) fn owner(&self) -> Option<&Handle> {
        self.owner.as_ref()
    }

    /// Takes a line that is no message.
    ///
    /// # Errors
    /// When there are too many.
    pub(super) fn take(&mut self, row: &Row<'_>) -> Result<(), ImportError> {
        self.count += 1;
        if self.count > MOST_MEMBERS {
            return Err(ImportError::OverLimit { what: "members of chats", limit: MOST_MEMBERS });
        }
        if let Some(own) = &row.own {
            // `E:ann@example.org` and `P:+15550100` in the accounts.
            let address = own.strip_prefix(['E', 'e', 'P', 'p']).and_then(|rest| rest.strip_prefix(':')).unwrap_or(own);
            self.own.extend(number::person(address).ok());
        }
        if let (Some(address), Some(person)) = (&row.same, &row.person)
            && let Ok(handle) = number::person(address)
        {
            self.persons.entry(person.to_string()).or_default().insert(handle);
        }
        let Some(Ok(member)) = row.member.as_ref().map(|member| number::person(member)) else { return Ok(()) };
        if let Some(chat) = row.of_chat {
            let members = &mut self.chats.entry(chat).or_default().members;
            if !members.contains(&member) && members.len() <= 1 << 12 {
                members.push(member);
            }
        } else if let (Some(chat), Some(date)) = (row.changed_chat, row.date) {
            self.chats.entry(chat).or_default().changes.push((date, member, row.joined.unwrap_or_default() != 0));
        }
        Ok(())
    }

    /// The owner, and people with several addresses.
    pub(super) fn declared(&self) -> Vec<Observation> {
        let mut declared = Vec::new();
        if let Some(owner) = &self.owner {
            let own = self.own.iter().filter(|_| self.own.len() <= MOST_OWN);
            let handles = std::iter::once(owner).chain(own.filter(|handle| *handle != owner)).cloned().collect();
            declared.push(Observation::Me(Me { handles, name: None }));
        }
        for handles in self.persons.values().filter(|handles| (2..=MOST_OWN).contains(&handles.len())) {
            let card = Card { handles: handles.iter().cloned().collect(), ..Card::default() };
            let kind = DeclarationKind::Attributes;
            declared.push(Observation::Declaration(Declaration { kind, card, at_micros: None, detail: None }));
        }
        declared
    }

    /// Who was in a chat at a moment: those who are in it now, less who came later, and who left later besides. So a message has the same
    /// company in each later copy of the database.
    pub(super) fn members(&self, chat: i64, date: f64) -> BTreeSet<Handle> {
        let Some(chat) = self.chats.get(&chat) else { return BTreeSet::new() };
        let mut members: BTreeSet<Handle> = chat.members.iter().cloned().collect();
        for (_, member, joined) in chat.changes.iter().rev().take_while(|(changed, ..)| *changed > date) {
            if *joined {
                members.remove(member);
            } else {
                members.insert(member.clone());
            }
        }
        members
    }
}
