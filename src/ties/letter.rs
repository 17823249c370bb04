//! Letters: mails and messages of one person to at most three others, which is how introductions are made and taken up.

use std::collections::{BTreeMap, BTreeSet};

use super::Gather;
use crate::model::{Shape, day_of_micros};
use crate::store::{Leg, NOBODY};

/// Most recipients of a letter.
const MOST_RECIPIENTS: usize = 3;

/// One mail or message to at most three people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter {
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: i64,
    /// The UTC day, as days since 1970-01-01.
    pub day: i32,
    /// Who wrote.
    pub from: u32,
    recipients: [u32; MOST_RECIPIENTS],
    count: usize,
}

impl Letter {
    /// A letter; recipients beyond the third are left out.
    #[must_use]
    pub fn new(at_micros: i64, from: u32, to: &[u32]) -> Self {
        let mut recipients = [0; MOST_RECIPIENTS];
        recipients.iter_mut().zip(to).for_each(|(place, person)| *place = *person);
        Self { at_micros, day: day_of_micros(at_micros), from, recipients, count: to.len().min(MOST_RECIPIENTS) }
    }

    /// To whom, in order of person numbers.
    #[must_use]
    pub fn to(&self) -> &[u32] {
        self.recipients.get(..self.count).unwrap_or_default()
    }
}

/// Letters, and who was on one mail with the ego.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Correspondence {
    /// The letters, in order of time.
    pub letters: Vec<Letter>,
    /// The first moment at which somebody was, beside the ego, a recipient of a third one's mail or message, in microseconds since
    /// 1970-01-01 UTC. It is no contact, but the two had heard of each other.
    pub first_shared: BTreeMap<u32, i64>,
}

impl Correspondence {
    /// Adds that of later legs.
    pub fn add_later(&mut self, later: Self) {
        self.letters.extend(later.letters);
        for (person, at_micros) in later.first_shared {
            self.first_shared.entry(person).or_insert(at_micros);
        }
    }
}

/// The letters to two or three among legs, which must be in key order, and who shared a mail with the ego. Bulk is none, nor are rows of a table
/// that name no channel: their recipients need not have seen each other.
///
/// # Complexity
/// O(n log n) in the legs.
#[must_use]
pub fn shared_letters(legs: &[Leg], gather: &Gather<'_>) -> Correspondence {
    let mut found = Correspondence::default();
    each_letter(legs, gather, |act, from, to| {
        if let Some(from) = from.filter(|_| (2..=MOST_RECIPIENTS).contains(&to.len())) {
            found.letters.push(Letter::new(act.at_micros, from, to));
        }
        if gather.ego.is_some_and(|ego| to.contains(&ego)) {
            for other in to.iter().filter(|other| Some(**other) != gather.ego) {
                found.first_shared.entry(*other).or_insert(act.at_micros);
            }
        }
    });
    found
}

/// The letters to one person alone among legs, which must be in key order, that one of some pairs (low, high) wrote to the other.
///
/// # Complexity
/// O(n log p) in the legs.
#[must_use]
pub fn letters_alone(legs: &[Leg], gather: &Gather<'_>, pairs: &BTreeSet<(u32, u32)>) -> Vec<Letter> {
    let mut found = Vec::new();
    each_letter(legs, gather, |act, from, to| {
        if let (Some(from), &[only]) = (from, to)
            && pairs.contains(&(from.min(only), from.max(only)))
        {
            found.push(Letter::new(act.at_micros, from, to));
        }
    });
    found
}

/// Visits every mail and message with who wrote it, as far as known, and to whom, ascending.
fn each_letter(legs: &[Leg], gather: &Gather<'_>, mut visit: impl FnMut(&Leg, Option<u32>, &[u32])) {
    let person = |number: u32| gather.people.get(number as usize).copied().flatten().filter(|_| number != NOBODY);
    let same_act = |one: &Leg, other: &Leg| {
        (one.at_micros, one.id, one.source, one.shape) == (other.at_micros, other.id, other.source, other.shape)
    };
    let mut to: Vec<u32> = Vec::new();
    for acts in legs.chunk_by(same_act) {
        let Some(act) = acts.first().filter(|act| act.shape == Shape::Directed && gather.threaded.contains(&act.channel)) else {
            continue;
        };
        let from = person(act.source);
        to.clear();
        to.extend(acts.iter().filter_map(|leg| person(leg.target)).filter(|to| Some(*to) != from));
        to.sort_unstable();
        to.dedup();
        visit(act, from, &to);
    }
}
