//! What every chat export comes to: a post of one person to others, a reaction, a call.

use super::{Account, Context, Reason};
use crate::io::Limits;
use crate::model::{Channel, Handle, Interaction, InteractionId, Observation, Party, Shape, Stance};

/// The most members that an open channel or room may have for a plain message in it to be addressed to them. In a larger one it
/// addresses nobody in particular; mentions, replies and reactions still do.
pub(crate) const SMALL_CHANNEL_MEMBERS: usize = 15;
/// What a reaction to a message weighs: a sign of attention, far less than an answer.
pub(crate) const REACTION_WEIGHT: f64 = 0.25;
/// The most accounts, conversations, or members of all conversations that are remembered of one export.
pub(crate) const MAX_REMEMBERED: usize = 200_000;

/// A moment within the plausible years.
///
/// # Errors
/// [`Reason::ImplausibleDate`].
pub(crate) fn plausible(at_micros: Option<i64>, limits: &Limits) -> Result<i64, Reason> {
    let within = |at: &i64| (limits.earliest_micros..=limits.latest_micros).contains(at);
    at_micros.filter(within).ok_or(Reason::ImplausibleDate)
}

/// The people addressed: each once, without the sender.
///
/// # Errors
/// [`Reason::TooMany`] when they are more than the limit.
pub(crate) fn addressed(
    parties: impl IntoIterator<Item = Party>,
    sender: &Handle,
    limits: &Limits,
) -> Result<Vec<Party>, Reason> {
    let mut distinct: Vec<Party> = Vec::new();
    for party in parties {
        if party.handle != *sender && distinct.iter().all(|known| known.handle != party.handle) {
            if distinct.len() == limits.max_parties {
                return Err(Reason::TooMany);
            }
            distinct.push(party);
        }
    }
    Ok(distinct)
}

/// Somebody wrote to others, or called them.
pub(crate) fn post(id: InteractionId, at_micros: i64, channel: Channel, from: Party, to: Vec<Party>) -> Observation {
    Observation::Interaction(act(id, at_micros, channel, from, to))
}

fn act(id: InteractionId, at_micros: i64, channel: Channel, from: Party, to: Vec<Party>) -> Interaction {
    let (shape, stance) = (Shape::Directed, Stance::Neutral);
    Interaction { id, at_micros, channel, from: Some(from), to, shape, weight: 1.0, venue: None, stance }
}

/// Somebody reacted to a message. Where the service does not say when, the message's own time stands for it.
pub(crate) fn reaction(id: InteractionId, at_micros: i64, channel: Channel, from: Party, author: Party) -> Observation {
    Observation::Interaction(Interaction { weight: REACTION_WEIGHT, ..act(id, at_micros, channel, from, vec![author]) })
}

/// The person behind an account that the export lists; [`Reason::NotPeople`] when it is a program's.
pub(crate) fn person(context: &Context, id: &str) -> Option<Result<Party, Reason>> {
    let Account { party, is_person } = context.accounts.get(id)?;
    Some(if *is_person { Ok(party.clone()) } else { Err(Reason::NotPeople) })
}

/// The folder that a folder lies in, in the spelling of the folders of an import: what is before its last part, and before the
/// separator unless that is the `!` behind an archive.
pub(crate) fn parent(folder: &str) -> &str {
    match folder.rfind(['/', '\\', '!']) {
        Some(at) if folder.as_bytes().get(at) == Some(&b'!') => folder.get(..=at).unwrap_or_default(),
        Some(0) => folder.get(..1).unwrap_or_default(),
        Some(at) => folder.get(..at).unwrap_or_default(),
        None => "",
    }
}

/// The last part of a folder.
pub(crate) fn last_part(folder: &str) -> &str {
    folder.rsplit(['/', '\\', '!']).next().unwrap_or_default()
}

/// The first bytes of a file as text without a byte order mark and blanks before it.
pub(crate) fn head_text(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    let read = crate::io::Utf8Reader::new(bytes).and_then(|mut reader| std::io::Read::read_to_end(&mut reader, &mut text));
    if read.is_err() {
        return String::new();
    }
    String::from_utf8_lossy(&text).trim_start().to_owned()
}

/// Whether a head holds all of these keys.
pub(crate) fn has_keys(head: &str, keys: &[&str]) -> bool {
    keys.iter().all(|key| head.contains(&format!("\"{key}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_above_is_found_in_folders_and_archives() {
        for (folder, above, last) in [
            ("/a/export/general", "/a/export", "general"),
            ("export/general", "export", "general"),
            ("/export", "/", "export"),
            ("x.zip!general", "x.zip!", "general"),
            ("/a/x.zip!export/general", "/a/x.zip!export", "general"),
            ("x.zip!", "x.zip!", ""),
            ("general", "", "general"),
        ] {
            assert_eq!((parent(folder), last_part(folder)), (above, last), "{folder}");
        }
    }

    #[test]
    fn as_many_as_the_limit_are_addressed_and_one_more_is_too_many() {
        let limits = Limits { max_parties: 3, ..Limits::as_of_micros(0) };
        let party = |at: usize| Party { handle: Handle::account("slack", &format!("T/U{at}")).unwrap(), name: None };
        let sender = party(0).handle;
        for (count, sound) in [(3, true), (4, true), (5, false)] {
            let parties = (0..count).chain(0..count).map(party);
            assert_eq!(addressed(parties, &sender, &limits).map(|to| to.len()).ok(), sound.then_some(count - 1), "{count}");
        }
    }
}
