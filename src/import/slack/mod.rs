//! The export of a Slack workspace: `users.json`, the lists of channels, and a folder per channel with a file per day.

use std::io::Read;

use jiff::civil::Date;

use super::chat::{has_keys, head_text};
use super::folder::parent;
use super::json::{Paths, Piece, walk};
use super::{Confidence, Context, Head, ImportError, Importer, ReadOptions, Record, Reject, Siblings, Sink};

mod learn;
mod message;
mod user;

use message::Day;

/// Members and messages of a Slack workspace.
#[derive(Debug, Clone, Copy)]
pub struct Slack;

/// The lists at the top of an export.
const LISTS: [&str; 4] = ["channels.json", "groups.json", "mpims.json", "dms.json"];
const USERS: [&str; 2] = ["users.json", "org_users.json"];

/// Whether a file is one day of a channel: `2022-08-12.json`.
fn is_day(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|stem| stem.len() == 10 && stem.parse::<Date>().is_ok())
}

impl Importer for Slack {
    fn name(&self) -> &'static str {
        "slack"
    }

    fn about(&self) -> &'static str {
        "the export of a Slack workspace: members, channels, threads, direct messages (folder or zip)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/slack.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let text = head_text(head);
        if !text.starts_with('[') {
            return Confidence::No;
        }
        let users = USERS.contains(&head.name) && has_keys(&text, &["id", "profile"]);
        let empty = text.get(1..).is_some_and(|rest| rest.trim() == "]");
        let day = is_day(head.name) && (empty || has_keys(&text, &["type"]));
        // A long first message may hide the time stamps.
        let sure = users || has_keys(&text, &["ts"]);
        match (users || day, sure) {
            (true, true) => Confidence::Certain,
            (true, false) => Confidence::Likely,
            (false, _) => Confidence::No,
        }
    }

    fn export_folder<'f>(&self, folder: &'f str, file_name: &str) -> &'f str {
        if is_day(file_name) { parent(folder) } else { folder }
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        learn::learn(siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let Some(paths) = Paths::new(&["[]"]) else { return Ok(()) };
        let is_list = USERS.contains(&options.file_name.as_str());
        let mut day = Day::new(options);
        let mut entered = false;
        walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Record { location, json, .. } => {
                let taken = if is_list { user::card(json, options).map(|card| vec![card]) } else { day.observe(json) };
                let item = taken.map(|observations| Record { location, observations });
                entered = true;
                sink(item.map_err(|reason| Reject { location, reason }))
            }
            Piece::Rejected(reject) => {
                entered = true;
                sink(Err(reject))
            }
            Piece::Entered | Piece::Value { .. } => {
                entered = true;
                Ok(())
            }
        })?;
        if entered { Ok(()) } else { Err(not_slack()) }
    }
}

fn not_slack() -> ImportError {
    ImportError::Broken { format: "Slack export", problem: "it is no list of messages or members".into() }
}
