//! Google Chat in a Google Takeout: `Google Chat/Groups/<conversation>/messages.json`.

use std::io::Read;

use super::chat::{has_keys, head_text, parent};
use super::json::{Paths, Piece, walk};
use super::{Confidence, Context, Head, ImportError, Importer, ReadOptions, Record, Reject, Siblings, Sink};
use crate::model::{Me, Observation};

mod date;
mod learn;
mod message;

use message::Conversation;

/// Conversations of Google Chat.
#[derive(Debug, Clone, Copy)]
pub struct GoogleChat;

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
        let text = head_text(head.bytes);
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
        let Some(paths) = Paths::new(&["messages[]"]) else { return Ok(()) };
        let mut conversation = Conversation::new(options);
        let mut said = options.context.owner.is_empty();
        let mut found = false;
        walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Record { location, json, .. } => {
                found = true;
                sink(match conversation.observe(json) {
                    Ok(mut observations) => {
                        if !said {
                            said = true;
                            let (handles, name) = (options.context.owner.clone(), options.context.owner_name.clone());
                            observations.push(Observation::Me(Me { handles, name }));
                        }
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

fn no_messages() -> ImportError {
    ImportError::Broken { format: "Google Chat export", problem: "it holds no messages".into() }
}
