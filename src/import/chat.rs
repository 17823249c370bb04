//! What every chat export comes to: a post of one person to others, a reaction, a call.

use super::{Account, Context, Head, Reason};
use crate::io::Limits;
use crate::model::{Audience, Channel, Handle, Interaction, InteractionId, Observation, Party, Shape};

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
    at_micros.filter(|at| limits.is_plausible(*at)).ok_or(Reason::ImplausibleDate)
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
pub(crate) fn post(id: InteractionId, at_micros: i64, channel: Channel, from: Party, to: impl Into<Audience>) -> Observation {
    Observation::Interaction(act(id, at_micros, channel, from, to))
}

fn act(id: InteractionId, at_micros: i64, channel: Channel, from: Party, to: impl Into<Audience>) -> Interaction {
    Interaction::new(id, at_micros, channel, Shape::Directed, Some(from), to)
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

/// The first bytes of a file as text without a byte order mark and blanks before it; empty when they cannot be decoded.
pub(crate) fn head_text(head: &Head<'_>) -> String {
    String::from_utf8_lossy(&head.text().unwrap_or_default()).trim_start().to_owned()
}

/// Whether a head holds all of these keys.
pub(crate) fn has_keys(head: &str, keys: &[&str]) -> bool {
    keys.iter().all(|key| head.contains(&format!("\"{key}\"")))
}

#[cfg(test)]
mod tests {
    use super::*;

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
