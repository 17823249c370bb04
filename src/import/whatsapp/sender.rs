//! Who wrote a line: the saved name, the chosen name after `~`, or a telephone number.

use crate::import::clean;
use crate::model::{Handle, Party};

use super::header::is_mark;

/// Longest name, in bytes; what stands before a later colon is a sentence.
const MOST_NAME_BYTES: usize = 200;

/// Senders that are no people.
const PROGRAMS: [&str; 3] = ["meta ai", "whatsapp", "whatsapp business"];

/// Parts the rest of a first line into sender and text; `None` when it is a sentence of the service. A name may hold a colon when it
/// is the chat's `title`.
pub(super) fn split<'a>(rest: &'a str, title: Option<&str>) -> Option<(&'a str, &'a str)> {
    let line = rest.trim_start_matches(|c: char| is_mark(c) || c == ' ');
    if let Some(title) = title
        && let Some(text) = line.strip_prefix(title).and_then(text_behind_colon)
    {
        return Some((line.get(..title.len())?, text));
    }
    let mut from = 0;
    while let Some(at) = memchr::memchr(b':', line.as_bytes().get(from..)?).map(|at| from + at) {
        if at > MOST_NAME_BYTES {
            return None;
        }
        if let Some(text) = text_behind_colon(line.get(at..)?) {
            let sender = line.get(..at)?;
            return is_name(sender).then_some((sender, text));
        }
        from = at + 1;
    }
    None
}

fn text_behind_colon(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(':')?;
    match rest.chars().next() {
        None => Some(rest),
        Some(character) if character.is_whitespace() => rest.get(character.len_utf8()..),
        Some(_) => None,
    }
}

/// A sentence breaks off within what it quotes: `Ann changed the subject to "Plan: B"`.
fn is_name(sender: &str) -> bool {
    let count = |quote: char| sender.matches(quote).count();
    !sender.trim().is_empty()
        && count('"') % 2 == 0
        && count('«') == count('»')
        && count('“') + count('„') <= count('”') + count('“').min(count('„'))
}

/// The person behind a sender as written; `None` for a program, and when nothing legible is left.
pub(super) fn party(sender: &str, max_name_chars: usize) -> Option<Party> {
    let name = clean::name(sender, max_name_chars)?;
    if let Some(handle) = number(&name) {
        return Some(Party { handle, name: None });
    }
    // A name that a stranger chose is not one that the owner saved.
    let chosen = name.strip_prefix('~').map(str::trim_start);
    let shown = chosen.unwrap_or(&name).to_owned();
    if shown.is_empty() || (chosen.is_none() && PROGRAMS.contains(&shown.to_lowercase().as_str())) {
        return None;
    }
    let id = if chosen.is_some() { format!("~{shown}") } else { shown.clone() };
    Some(Party { handle: Handle::account("whatsapp", &id)?, name: Some(shown) })
}

/// A telephone number, as exports write people who are not saved.
fn number(name: &str) -> Option<Handle> {
    let is_number = name.starts_with(['+', '(']) || name.starts_with(|c: char| c.is_ascii_digit());
    let plain = name
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '\u{2011}' | '\u{2010}' | '–'));
    if is_number && plain { Handle::phone(name) } else { None }
}

/// How a file or folder of a chat with someone is called, in the languages of the service.
const TITLES: [&str; 24] = [
    "whatsapp chat with ",
    "whatsapp chat - ",
    "whatsapp chat mit ",
    "whatsapp-chat mit ",
    "whatsapp-chat met ",
    "whatsapp-chat - ",
    "whatsapp-chat med ",
    "whatsapp-chatt med ",
    "whatsapp-samtale med ",
    "whatsapp-keskustelu ",
    "chat de whatsapp con ",
    "chat de whatsapp - ",
    "chat whatsapp con ",
    "chat whatsapp - ",
    "conversa do whatsapp com ",
    "conversa do whatsapp - ",
    "discussion whatsapp avec ",
    "discussion whatsapp - ",
    "чат whatsapp с контактом ",
    "чат whatsapp с ",
    "чат whatsapp - ",
    "czat whatsapp z ",
    "obrolan whatsapp dengan ",
    "whatsapp ",
];

/// The title of a chat, from the name of its file or folder; `None` when the name says none.
pub(super) fn title(name: &str) -> Option<&str> {
    let name = name.trim_end_matches('!').trim();
    let ending = [".txt", ".zip"].iter().find(|ending| name.len() > ending.len() && name.to_ascii_lowercase().ends_with(*ending));
    let name = name.get(..name.len() - ending.map_or(0, |ending| ending.len()))?.trim();
    let lower = name.to_lowercase();
    let start = TITLES.iter().find(|start| lower.starts_with(**start))?;
    // Lower case has as many bytes in all of these.
    let title = name.get(start.len()..)?.trim();
    let title = title
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" ("))
        .filter(|(_, copy)| is_number_of_copy(copy))
        .map_or(title, |(title, _)| title);
    (!title.is_empty()).then_some(title)
}

fn is_number_of_copy(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
