//! Discord: the data package that members get of themselves, and the JSON of `DiscordChatExporter`.

use std::io::Read;

use super::chat::{has_keys, head_text};
use super::folder::parent;
use super::json::{Paths, Piece, parse, walk};
use super::table::rows::Rows;
use super::{Confidence, Context, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Siblings, Sink};
use crate::model::{Me, Observation};

mod exporter;
mod learn;
mod package;

/// The owner's own messages in Discord's data package.
#[derive(Debug, Clone, Copy)]
pub struct Package;

/// Channels saved as JSON by `DiscordChatExporter`.
#[derive(Debug, Clone, Copy)]
pub struct ChatExporter;

impl Importer for Package {
    fn name(&self) -> &'static str {
        "discord"
    }

    fn about(&self) -> &'static str {
        "the data package of Discord: the owner's own messages (replies are not in it)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/discord.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let text = head_text(head);
        let heading = text.lines().next().unwrap_or_default();
        let table = head.name == "messages.csv" && heading.starts_with("ID,Timestamp,Contents");
        let list = head.name == "messages.json" && text.starts_with('[') && has_keys(&text, &["ID", "Timestamp", "Contents"]);
        let account =
            is_account(head.name) && head.folder_name().eq_ignore_ascii_case("account") && has_keys(&text, &["id", "username"]);
        if table || list || account { Confidence::Certain } else { Confidence::No }
    }

    fn export_folder<'f>(&self, folder: &'f str, file_name: &str) -> &'f str {
        if is_account(file_name) { parent(folder) } else { parent(parent(folder)) }
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        learn::learn(siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        if is_account(&options.file_name) {
            let location = Location { record: 1, line: Some(1) };
            return sink(match me(options) {
                Some(me) => Ok(Record { location, observations: vec![me] }),
                None => Err(Reject { location, reason: Reason::NoHandle }),
            });
        }
        let mut said = false;
        let mut give = |location: Location, taken: Result<Observation, Reason>| {
            sink(match taken {
                Ok(observation) => {
                    let mut observations = vec![observation];
                    observations.extend(if said { None } else { me(options) });
                    said = true;
                    Ok(Record { location, observations })
                }
                Err(reason) => Err(Reject { location, reason }),
            })
        };
        if options.file_name.to_ascii_lowercase().ends_with(".csv") {
            return table(input, options, &mut give);
        }
        let Some(paths) = Paths::new(&["[]"]) else { return Ok(()) };
        walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Record { location, json, .. } => {
                give(location, parse(json).and_then(|message| package::observe(&message, options)))
            }
            Piece::Rejected(reject) => give(reject.location, Err(reject.reason)),
            Piece::Entered | Piece::Value { .. } => Ok(()),
        })?;
        Ok(())
    }
}

/// Whether a file is the owner's account.
fn is_account(name: &str) -> bool {
    name.eq_ignore_ascii_case("user.json")
}

type Give<'g> = dyn FnMut(Location, Result<Observation, Reason>) -> Result<(), ImportError> + 'g;

/// `messages.csv` of older packages.
fn table(input: &mut dyn Read, options: &ReadOptions, give: &mut Give<'_>) -> Result<(), ImportError> {
    let mut rows = Rows::new(input, &options.limits)?;
    rows.set_delimiter(b',');
    let sound = rows.next_row()?.is_some_and(|row| row.state.is_ok());
    let heading: Vec<String> = (0..rows.current().width()).map(|at| rows.current().cell(at).to_owned()).collect();
    let column = |name: &str| heading.iter().position(|cell| cell == name);
    let (Some(id), Some(timestamp), Some(contents), true) = (column("ID"), column("Timestamp"), column("Contents"), sound) else {
        return Err(ImportError::NoHeader { expected: "ID,Timestamp,Contents,Attachments" });
    };
    let mut record = 0;
    while let Some(row) = rows.next_row()? {
        record += 1;
        let location = Location { record, line: Some(row.line) };
        let current = rows.current();
        let taken = match row.state {
            Ok(()) if current.width() < heading.len().min(3) => Err(Reason::FieldCount),
            Ok(()) => {
                let cell = |at: usize| current.cell(at).into();
                let message = package::Message { id: cell(id), timestamp: cell(timestamp), contents: cell(contents) };
                package::observe(&message, options)
            }
            Err(reason) => Err(reason),
        };
        give(location, taken)?;
    }
    Ok(())
}

impl Importer for ChatExporter {
    fn name(&self) -> &'static str {
        "discord-chat-exporter"
    }

    fn about(&self) -> &'static str {
        "channels saved with DiscordChatExporter as JSON"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/discord-chat-exporter.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let text = head_text(head);
        let known = text.starts_with('{') && has_keys(&text, &["guild", "channel", "dateRange"]);
        if known { Confidence::Certain } else { Confidence::No }
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        exporter::learn(*self, siblings, options)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let Some(paths) = Paths::new(&exporter::PATHS) else { return Ok(()) };
        let mut channel = exporter::Channel::new(options);
        let mut found = false;
        walk(input, &paths, &options.limits, &mut |piece| match piece {
            Piece::Value { path, json } => {
                found = true;
                channel.learn(path, json);
                Ok(())
            }
            Piece::Record { location, json, .. } => {
                found = true;
                let taken = channel.observe(json).map(|observations| Record { location, observations });
                sink(taken.map_err(|reason| Reject { location, reason }))
            }
            Piece::Rejected(reject) => sink(Err(reject)),
            Piece::Entered => Ok(()),
        })?;
        if found { Ok(()) } else { Err(no_channel()) }
    }
}

fn no_channel() -> ImportError {
    ImportError::Broken { format: "DiscordChatExporter JSON", problem: "it holds no channel".into() }
}

/// The owner, as the package's account file says.
fn me(options: &ReadOptions) -> Option<Observation> {
    let handles = options.context.owner.clone();
    (!handles.is_empty()).then(|| Observation::Me(Me { handles, name: options.context.owner_name.clone() }))
}
