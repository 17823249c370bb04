//! Letters: mails and messages of one person to two or three others, which is how introductions are made.

use super::Gather;
use crate::model::{Shape, day_of_micros};
use crate::store::{Leg, NOBODY};

/// Most recipients of a letter.
const MOST_RECIPIENTS: usize = 3;

/// One mail or message to two or three people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: i64,
    /// The UTC day, as days since 1970-01-01.
    pub day: i32,
    /// Who wrote.
    pub from: u32,
    /// To whom, in order of person numbers.
    pub to: Vec<u32>,
}

/// The letters among legs, which must be in key order; in order of time. Rows of a table that name no channel are none: their recipients need
/// not have seen each other.
///
/// # Complexity
/// O(n) in the legs.
#[must_use]
pub fn letters(legs: &[Leg], gather: &Gather<'_>) -> Vec<Letter> {
    let person = |number: u32| gather.people.get(number as usize).copied().flatten().filter(|_| number != NOBODY);
    let mut found = Vec::new();
    let same_act = |one: &Leg, other: &Leg| {
        (one.at_micros, one.id, one.source, one.shape) == (other.at_micros, other.id, other.source, other.shape)
    };
    for acts in legs.chunk_by(same_act) {
        let Some(act) = acts.first().filter(|act| act.shape == Shape::Directed && gather.threaded.contains(&act.channel)) else {
            continue;
        };
        // Two addresses of one person do not make two recipients, so a few more legs than recipients are looked at.
        let Some(from) = person(act.source).filter(|_| (2..=2 * MOST_RECIPIENTS).contains(&acts.len())) else { continue };
        let mut to: Vec<u32> = acts.iter().filter_map(|leg| person(leg.target)).filter(|to| *to != from).collect();
        to.sort_unstable();
        to.dedup();
        if (2..=MOST_RECIPIENTS).contains(&to.len()) {
            found.push(Letter { at_micros: act.at_micros, day: day_of_micros(act.at_micros), from, to });
        }
    }
    found
}
