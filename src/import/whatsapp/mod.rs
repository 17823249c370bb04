//! The text of a `WhatsApp` chat ("Export chat"): `WhatsApp Chat with Ann.txt` of Android, `_chat.txt` of iOS.
//!
//! A file says neither how its dates are to be read nor who its owner is: both are told by the file as a whole, in a first reading.

use std::io::Read;

use crate::import::folder::last_part;
use crate::import::{Chat, Confidence, Context, Head, ImportError, Importer, ReadOptions, Siblings, Sink};
use crate::io::decode_record;

mod chat;
mod header;
mod order;
pub(crate) mod ordinal;
mod sender;
mod sentence;
mod survey;

/// Bytes of a file that are looked at first where it can be read only once.
const SURVEY_BYTES: u64 = 16 << 20;
/// Lines of a file's start in which a message must begin.
const SNIFFED_LINES: usize = 40;

/// The text of a `WhatsApp` chat.
#[derive(Debug, Clone, Copy)]
pub struct WhatsApp;

impl Importer for WhatsApp {
    fn name(&self) -> &'static str {
        "whatsapp"
    }

    fn about(&self) -> &'static str {
        "a chat of WhatsApp's \"Export chat\", as text or zip, of Android and iOS in any language"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/whatsapp.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let Some(text) = head.text() else { return Confidence::No };
        let lines = text.split(|&byte| byte == b'\n').take(SNIFFED_LINES).filter(|line| header::may_begin(line));
        let begins = lines.filter(|line| header::parse(&decode_record(line)).is_some()).count();
        let named = is_named(head.name);
        match begins {
            0 => Confidence::No,
            _ if named => Confidence::Certain,
            _ => Confidence::Likely,
        }
    }

    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        let mut context = Context::default();
        for name in siblings.names() {
            if !name.to_lowercase().ends_with(".txt") && name != options.file_name {
                continue;
            }
            let Some(mut input) = siblings.open(&name)? else { continue };
            // A file that cannot be read tells nothing here; reading it says why.
            if let Ok(chat) = survey::survey(&mut *input, &name, options) {
                context.chats.insert(name, chat);
            }
        }
        settle_by_others(&mut context);
        Ok(context)
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        if let Some(known) = options.context.chats.get(&options.file_name) {
            return read(input, known, options, sink);
        }
        let mut head = Vec::new();
        input.take(SURVEY_BYTES).read_to_end(&mut head)?;
        let found = survey::survey(&mut head.as_slice(), &options.file_name, options)?;
        read(&mut head.as_slice().chain(input), &found, options, sink)
    }
}

fn read(input: &mut dyn Read, chat: &Chat, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let Some(order) = options.date_order.or(chat.order) else {
        return Err(ImportError::AmbiguousDates { example: chat.example.clone() });
    };
    chat::read(input, chat, order, options, sink)
}

/// Chats beside each other come from one phone: what dates of one form mean in all that tell, they mean in those that do not.
fn settle_by_others(context: &mut Context) {
    let told: Vec<(String, crate::import::DateOrder)> =
        context.chats.values().filter_map(|chat| Some((chat.shape.clone(), chat.order?))).collect();
    for chat in context.chats.values_mut().filter(|chat| chat.order.is_none()) {
        let mut alike = told.iter().filter(|(shape, _)| *shape == chat.shape).map(|(_, order)| *order);
        chat.order = alike.next().filter(|first| alike.all(|order| order == *first));
    }
}

fn is_named(name: &str) -> bool {
    name.starts_with("_chat") || sender::title(name).is_some()
}

/// The title of a chat: its file's name on Android; on iOS the name of the zip file, or of the folder it was unpacked to.
fn title_of(file_name: &str, folder: &str) -> Option<String> {
    let folder = last_part(folder.trim_end_matches(['!', '/']));
    sender::title(file_name).or_else(|| sender::title(folder)).map(str::to_owned)
}

#[cfg(test)]
mod tests;
