//! The exports of Messenger and Instagram ("Download your information", in JSON): conversations, and who is connected.
//!
//! Both services write the same files, in which every character beyond ASCII is written as its UTF-8 bytes in the guise of Latin-1.
//! No export gives people a number of their own, so a person is known by the shown name.

use std::io::Read;

use super::chat::{has_keys, head_text};
use super::json::{Paths, Piece, walk};
use super::{Confidence, Context, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Siblings, Sink};
use crate::model::{Channel, Handle, Me, Observation};

mod declared;
mod folder;
mod learn;
mod mojibake;
mod sentence;
mod thread;

use thread::Thread;

/// Conversations of Messenger, encrypted ones as well, and the list of connections.
#[derive(Debug, Clone, Copy)]
pub struct Messenger;

/// Conversations of Instagram, and who follows whom.
#[derive(Debug, Clone, Copy)]
pub struct Instagram;

/// Which of the two services an export is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Messenger,
    Instagram,
}

impl Service {
    fn word(self) -> &'static str {
        match self {
            Self::Messenger => "messenger",
            Self::Instagram => "instagram",
        }
    }

    fn channel(self) -> Channel {
        match self {
            Self::Messenger => Channel::MESSENGER,
            Self::Instagram => Channel::INSTAGRAM,
        }
    }

    fn handle(self, name: &str) -> Option<Handle> {
        Handle::account(self.word(), name)
    }
}

/// The arrays that are read, and what is known beside them.
const PATHS: [&str; 8] = [
    "participants",
    "messages[]",
    "friends_v2[]",
    "friends[]",
    "[]",
    "relationships_followers[]",
    "relationships_following[]",
    "threadName",
];
const PARTICIPANTS: usize = 0;
const MESSAGES: usize = 1;
const FOLLOWS: std::ops::RangeInclusive<usize> = 4..=6;

impl Importer for Messenger {
    fn name(&self) -> &'static str {
        "messenger"
    }

    fn about(&self) -> &'static str {
        "conversations of Messenger from \"Download your information\" in JSON, encrypted ones too"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/messenger.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        sniff(Service::Messenger, head)
    }

    fn export_folder<'f>(&self, folder: &'f str, _: &str) -> &'f str {
        folder::export(folder)
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        learn::learn(Service::Messenger, siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        read(Service::Messenger, input, options, sink)
    }
}

impl Importer for Instagram {
    fn name(&self) -> &'static str {
        "instagram"
    }

    fn about(&self) -> &'static str {
        "conversations and followers of Instagram from \"Download your information\" in JSON"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/instagram.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        sniff(Service::Instagram, head)
    }

    fn export_folder<'f>(&self, folder: &'f str, _: &str) -> &'f str {
        folder::export(folder)
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        learn::learn(Service::Instagram, siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        read(Service::Instagram, input, options, sink)
    }
}

/// Conversations of the two look alike, so the folders tell which it is; without a word in them it is taken for Messenger's.
fn sniff(service: Service, head: &Head<'_>) -> Confidence {
    let name = head.name.to_ascii_lowercase();
    let of_folder = if folder::is_instagrams(head.folder) { Service::Instagram } else { Service::Messenger };
    if folder::is_page(&name) {
        return if of_folder == service { Confidence::Certain } else { Confidence::No };
    }
    if name.rsplit_once('.').is_none_or(|(_, ending)| ending != "json") {
        return Confidence::No;
    }
    let text = head_text(head);
    let conversation = has_keys(&text, &["participants", "messages"])
        && (has_keys(&text, &["sender_name", "timestamp_ms"]) || has_keys(&text, &["senderName", "timestamp"]));
    let empty =
        has_keys(&text, &["participants", "messages"]) && (has_keys(&text, &["threadName"]) || has_keys(&text, &["thread_path"]));
    if conversation || empty {
        return if of_folder == service { Confidence::Certain } else { Confidence::No };
    }
    let declared = match service {
        Service::Messenger => {
            name.contains("friends") && (has_keys(&text, &["friends_v2"]) || has_keys(&text, &["friends", "timestamp"]))
        }
        Service::Instagram => folder::follow_list(&name).is_some() && text.contains("\"string_list_data\""),
    };
    if declared { Confidence::Certain } else { Confidence::No }
}

fn read(service: Service, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    if folder::is_page(&options.file_name.to_ascii_lowercase()) {
        return Err(broken("it is the HTML variant: ask for the export again and choose JSON as its format"));
    }
    let Some(paths) = Paths::new(&PATHS) else { return Ok(()) };
    let mut thread = Thread::new(service, options);
    let (mut found, mut said) = (false, false);
    walk(input, &paths, &options.limits, &mut |piece| match piece {
        Piece::Entered => Ok(()),
        Piece::Value { path, json } => {
            if path == PARTICIPANTS {
                thread.set_participants(json);
            }
            found = true;
            Ok(())
        }
        Piece::Record { path, location, json } => {
            found = true;
            let taken = match path {
                MESSAGES => thread.observe(json),
                path if FOLLOWS.contains(&path) && service == Service::Instagram => declared::follow(json, options),
                path if FOLLOWS.contains(&path) => Err(Reason::NotPeople),
                _ => declared::connection(service, json, options),
            };
            sink(match taken {
                Ok(mut observations) => {
                    let me = if said { None } else { owner(service, &options.context) };
                    said = true;
                    observations.extend(me);
                    Ok(Record { location, observations })
                }
                Err(reason) => Err(Reject { location, reason }),
            })
        }
        Piece::Rejected(reject) => sink(Err(reject)),
    })?;
    if found { Ok(()) } else { Err(broken("it holds no conversation and no list of people")) }
}

/// Who the owner is, by the files beside this one.
fn owner(service: Service, context: &Context) -> Option<Observation> {
    let name = context.owner_name.clone()?;
    let handles = service.handle(&name).into_iter().chain(context.owner.iter().cloned()).collect();
    Some(Observation::Me(Me { handles, name: Some(name) }))
}

fn broken(problem: &str) -> ImportError {
    ImportError::Broken { format: "Messenger or Instagram export", problem: problem.to_owned() }
}

#[cfg(test)]
mod tests;
