//! Which rule of hygiene touched a record: for the counts of an import.

use crate::model::{LeftOut, Observation, Shape};

/// Others in an interaction beyond which its weight is shared, see `ties`.
const LARGE_GROUP: usize = 8;
const BULK: &str = "bulk";
const LARGE_GROUPS: &str = "large_groups";

/// The word of the rule that touched an observation; `None` when none did.
pub(super) fn rule_of(observation: &Observation) -> Option<&'static str> {
    match observation {
        Observation::LeftOut(what) => Some(what.as_str()),
        Observation::Interaction(interaction) if interaction.shape == Shape::Bulk => Some(BULK),
        Observation::Interaction(interaction) if interaction.to.len() > LARGE_GROUP => Some(LARGE_GROUPS),
        _ => None,
    }
}

/// A rule's word as it was kept with an import; `None` for any other word.
pub(super) fn rule_of_word(word: &str) -> Option<&'static str> {
    let left_out = [LeftOut::ListAddress, LeftOut::Room, LeftOut::CalendarMail].map(LeftOut::as_str);
    [BULK, LARGE_GROUPS].into_iter().chain(left_out).find(|rule| *rule == word)
}
