//! `result.json` of Telegram Desktop's "Export Telegram data" and "Export chat history", in machine-readable JSON.
//!
//! A file is read twice: first for who wrote in which chat, because groups list no members, then for the messages.

use std::io::Read;

use super::chat::{has_keys, head_text};
use super::json::{Paths, Piece, parse, walk};
use super::{Confidence, Context, Head, ImportError, Importer, ReadOptions, Record, Reject, Siblings, Sink};
use crate::model::{Me, Observation};

mod contact;
mod learn;
mod message;
mod peer;

use message::{Chat, Messages};
use peer::Owner;

/// Chats and contacts that Telegram Desktop exports as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Telegram;

/// What is looked for: the chats of a full export, those that were left, or the one chat of a single export.
const PATHS: [&str; 14] = [
    "chats.list[].id",
    "chats.list[].type",
    "chats.list[].name",
    "chats.list[].messages[]",
    "left_chats.list[].id",
    "left_chats.list[].type",
    "left_chats.list[].name",
    "left_chats.list[].messages[]",
    "id",
    "type",
    "name",
    "messages[]",
    "contacts.list[]",
    "personal_information",
];

/// What a piece of the document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    ChatId,
    ChatType,
    ChatName,
    Message,
    Contact,
    Owner,
}

fn part(path: usize) -> Part {
    match path {
        0 | 4 | 8 => Part::ChatId,
        1 | 5 | 9 => Part::ChatType,
        2 | 6 | 10 => Part::ChatName,
        12 => Part::Contact,
        13 => Part::Owner,
        _ => Part::Message,
    }
}

impl Importer for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn about(&self) -> &'static str {
        "chats and contacts of Telegram Desktop's export in JSON (result.json)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/telegram.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let text = head_text(head);
        if !text.starts_with('{') {
            return Confidence::No;
        }
        let single = has_keys(&text, &["name", "type", "id", "messages"])
            && KINDS.iter().any(|kind| text.contains(&format!("\"{kind}\"")));
        let full = has_keys(&text, &["about", "personal_information", "user_id"]) || has_keys(&text, &["about", "chats", "list"]);
        match (single || full, head.name.starts_with("result")) {
            (true, true) => Confidence::Certain,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::No,
        }
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        learn::learn(*self, siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let Some(paths) = Paths::new(&PATHS) else { return Ok(()) };
        let mut chat = Chat::default();
        let mut owner = Owner::of(&options.context);
        let mut said = false;
        let mut messages = Messages::new(options);
        let mut found = false;
        walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Entered => {
                chat = Chat::default();
                messages.begin_chat();
                Ok(())
            }
            Piece::Value { path, json } => {
                messages.chat_changed();
                match part(path) {
                    Part::ChatId => chat.id = parse(json).unwrap_or_default(),
                    Part::ChatType => chat.kind = parse(json).unwrap_or_default(),
                    Part::ChatName => chat.name = parse(json).unwrap_or_default(),
                    Part::Owner => owner = Owner::parse(json, options).or(owner.take()),
                    Part::Message | Part::Contact => {}
                }
                found = true;
                Ok(())
            }
            Piece::Record { path, location, json } => {
                found = true;
                let taken = match part(path) {
                    Part::Contact => contact::card(json, options).map(|card| vec![card]),
                    _ => messages.observe(json, &chat, &mut owner),
                };
                sink(match taken {
                    Ok(mut observations) => {
                        if let Some(owner) = owner.as_ref().filter(|_| !said) {
                            said = true;
                            let me = Me { handles: owner.handles.clone(), name: owner.party.name.clone() };
                            observations.push(Observation::Me(me));
                        }
                        Ok(Record { location, observations })
                    }
                    Err(reason) => Err(Reject { location, reason }),
                })
            }
            Piece::Rejected(reject) => sink(Err(reject)),
        })?;
        if found { Ok(()) } else { Err(no_chats()) }
    }
}

/// The kinds of chats that an export names.
const KINDS: [&str; 8] = [
    "personal_chat",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
    "bot_chat",
    "saved_messages",
];

fn no_chats() -> ImportError {
    ImportError::Broken { format: "Telegram export", problem: "it holds no chats and no contacts".into() }
}

#[cfg(test)]
mod tests;
