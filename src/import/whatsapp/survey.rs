//! What must be known of a chat before its messages can be read: the order of its dates, and whether two people talk in it.

use std::io::Read;

use super::header::{self, Shape};
use super::order::Evidence;
use super::sentence::{is_encryption, is_media, is_of_service, without_marks};
use super::{sender, title_of};
use crate::import::mail::lines::Lines;
use crate::import::{Chat, DateOrder, ImportError, ReadOptions};
use crate::io::{Utf8Reader, decode_record};
use crate::model::Party;

/// Bytes of a line that are looked at.
const LINE_BYTES: usize = 1 << 10;
/// People who wrote that are told apart; a third one makes it a group.
const MOST_WRITERS: usize = 3;

/// What is gathered of one file.
#[derive(Default)]
struct Survey {
    shape: Option<Shape>,
    evidence: Evidence,
    title: Option<String>,
    /// Senders as written, distinct.
    senders: Vec<String>,
    writers: Vec<Party>,
}

/// Reads as much of a file as it takes to know it.
///
/// # Errors
/// When it cannot be read, or no line of it begins a message.
pub(super) fn survey(input: &mut dyn Read, file_name: &str, options: &ReadOptions) -> Result<Chat, ImportError> {
    let mut found = Survey { title: title_of(file_name, &options.folder), ..Survey::default() };
    let mut input = Utf8Reader::new(input)?;
    let mut lines = Lines::new(&mut input);
    let mut at_start = true;
    while let Some(line) = lines.next(LINE_BYTES)? {
        if !header::may_begin(line.bytes) {
            continue;
        }
        let text = decode_record(line.bytes);
        let Some(header) = header::parse(&text) else { continue };
        if header.shape != *found.shape.get_or_insert(header.shape) {
            continue;
        }
        found.evidence.take(&header);
        found.take(header.rest, at_start, options);
        at_start = false;
        if found.is_settled(options) {
            break;
        }
    }
    found.finish(options)
}

impl Survey {
    fn take(&mut self, rest: &str, at_start: bool, options: &ReadOptions) {
        if self.writers.len() >= MOST_WRITERS {
            return;
        }
        let Some((sender, text)) = sender::split(rest, self.title.as_deref()) else { return };
        if at_start && self.title.is_none() && is_encryption(text) {
            // On iOS the chat itself says so.
            self.title = Some(without_marks(sender).to_owned());
        }
        if is_of_service(sender, text) || (text.starts_with(header::is_mark) && !is_media(text)) {
            return;
        }
        if self.senders.iter().any(|known| known == sender) {
            return;
        }
        self.senders.push(sender.to_owned());
        if let Some(party) = sender::party(sender, options.limits.max_name_chars)
            && !self.writers.contains(&party)
        {
            self.writers.push(party);
        }
    }

    /// The one with whom the chat is, and the owner of the export: in a chat of two that is called after the one, the owner is the
    /// other.
    fn pair(&self, options: &ReadOptions) -> Option<(Party, Party)> {
        let title = sender::party(self.title.as_deref()?, options.limits.max_name_chars)?;
        match self.writers.as_slice() {
            [one, owner] | [owner, one] if one.handle == title.handle => Some((one.clone(), owner.clone())),
            _ => None,
        }
    }

    fn is_settled(&self, options: &ReadOptions) -> bool {
        let known = self.title.is_none() || self.writers.len() >= MOST_WRITERS || self.pair(options).is_some();
        known && (options.date_order.is_some() || self.evidence.is_settled())
    }

    fn finish(self, options: &ReadOptions) -> Result<Chat, ImportError> {
        let Some(shape) = self.shape else {
            let problem = "no line begins with a date and a time".to_owned();
            return Err(ImportError::Broken { format: "a chat of WhatsApp", problem });
        };
        let order: Option<DateOrder> = options.date_order.or_else(|| self.evidence.decided());
        let example = self.evidence.example();
        let pair = self.pair(options);
        Ok(Chat { shape: format!("{shape:?}"), order, example, pair, title: self.title })
    }
}
