//! Google Chat in a Google Takeout: `Google Chat/Groups/<conversation>/messages.json`.

use std::io::Read;

use super::chat::{has_keys, head_text};
use super::folder::parent;
use super::json::{Paths, Piece, walk};
use super::{Confidence, Context, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Siblings, Sink};
use crate::model::{Me, Observation};

mod date;
mod learn;
mod message;

use message::Conversation;

/// Conversations of Google Chat.
#[derive(Debug, Clone, Copy)]
pub struct GoogleChat;

/// The files beside the conversations: who is in one, and whose the Takeout is.
const MEMBERS: &str = "group_info.json";
const OWNER: &str = "user_info.json";

impl Importer for GoogleChat {
    fn name(&self) -> &'static str {
        "google-chat"
    }

    fn about(&self) -> &'static str {
        "conversations of Google Chat in a Google Takeout (Google Chat/Groups/…/messages.json)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/google-chat.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let text = head_text(head);
        let beside =
            (head.name == MEMBERS && has_keys(&text, &["members"])) || (head.name == OWNER && has_keys(&text, &["user"]));
        if text.starts_with('{') && beside {
            return Confidence::Certain;
        }
        let known = text.starts_with('{') && has_keys(&text, &["messages", "creator", "created_date"]);
        match (known, head.name == "messages.json") {
            (true, true) => Confidence::Certain,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::No,
        }
    }

    fn export_folder<'f>(&self, folder: &'f str, _: &str) -> &'f str {
        parent(parent(folder))
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        learn::learn(siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        match options.file_name.as_str() {
            // The members were learnt before any conversation was read.
            MEMBERS => return Ok(()),
            OWNER => {
                let location = Location { record: 1, line: Some(1) };
                return sink(match me(options) {
                    Some(me) => Ok(Record { location, observations: vec![me] }),
                    None => Err(Reject { location, reason: Reason::NoHandle }),
                });
            }
            _ => {}
        }
        let Some(paths) = Paths::new(&["messages[]"]) else { return Ok(()) };
        let mut conversation = Conversation::new(options);
        let mut said = false;
        let mut found = false;
        walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Record { location, json, .. } => {
                found = true;
                sink(match conversation.observe(json) {
                    Ok(mut observations) => {
                        observations.extend(if said { None } else { me(options) });
                        said = true;
                        Ok(Record { location, observations })
                    }
                    Err(reason) => Err(Reject { location, reason }),
                })
            }
            Piece::Rejected(reject) => {
                found = true;
                sink(Err(reject))
            }
            Piece::Entered | Piece::Value { .. } => Ok(()),
        })?;
        if found { Ok(()) } else { Err(no_messages()) }
    }
}

/// Who the owner is, by the file that says so.
fn me(options: &ReadOptions) -> Option<Observation> {
    let (handles, name) = (options.context.owner.clone(), options.context.owner_name.clone());
    (!handles.is_empty()).then_some(Observation::Me(Me { handles, name }))
}

fn no_messages() -> ImportError {
    ImportError::Broken { format: "Google Chat export", problem: "it holds no messages".into() }
}
