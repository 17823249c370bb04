//! Whom to contact next, and why: a short list drawn from fading, dormant, new and weak ties.

use std::collections::BTreeSet;

use super::dormant::Dormant;
use super::fading::Fading;
use super::weak_tie::WeakTie;
use crate::network::Network;
use crate::ties::Tie;

/// Acts of the ego without any answer after which somebody is left in peace.
const UNANSWERED: u32 = 3;
/// Days after a first meeting within which a follow-up is due.
const FOLLOW_UP_DAYS: i32 = 45;

/// Why somebody is suggested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// The tie falls below even odds on this UTC day.
    Fades(i32),
    /// They met for the first time on this UTC day and not since.
    FollowUp(i32),
    /// Once strong, silent for so many days.
    Revive(i32),
    /// A weak tie that reaches people the ego does not, with its score.
    NewGround(f64),
}

/// One suggestion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion<'a> {
    /// Whom.
    pub person: u32,
    /// The tie.
    pub tie: &'a Tie,
    /// Why.
    pub reason: Reason,
}

/// Whether the ego has acted several times since the last answer, or never had one: pressing on would not help.
#[must_use]
pub fn is_unanswered(tie: &Tie, ego: u32) -> bool {
    let (own, others) = tie.seen_from(ego);
    let silent = others.contact_days == 0 || others.last_day + 180 < own.last_day;
    silent && own.contact_days >= UNANSWERED
}

/// How many of a list are taken in a round, and the list.
type Turns<'l, 'a> = (usize, &'l mut dyn Iterator<Item = (u32, &'a Tie, Reason)>);

/// At most `budget` people to contact, in turns: two fading, one to follow up, one to revive, one that opens new ground, until the
/// budget is used or nobody is left. Nobody twice, and nobody who leaves the ego's messages unanswered.
///
/// # Complexity
/// O(d log d) in the ego's degree.
#[must_use]
pub fn suggestions<'a>(
    network: &'a Network,
    fading: &[Fading<'a>],
    dormant: &[Dormant<'a>],
    weak: &[WeakTie<'a>],
    budget: usize,
) -> Vec<Suggestion<'a>> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let today = network.as_of().utc_day();
    let mut due: Vec<&Tie> = network
        .ties_of(ego)
        .into_iter()
        .filter(|tie| tie.both.contact_days == 1 && today - tie.both.last_day <= FOLLOW_UP_DAYS && tie.both.momentum >= 0.5)
        .collect();
    due.sort_by(|a, b| b.both.last_day.cmp(&a.both.last_day).then(a.other(ego).cmp(&b.other(ego))));
    let mut fading = fading.iter().map(|entry| (entry.person, entry.tie, Reason::Fades(entry.fades_on)));
    let mut due = due.into_iter().map(|tie| (tie.other(ego), tie, Reason::FollowUp(tie.both.last_day)));
    let mut dormant = dormant.iter().map(|entry| (entry.person, entry.tie, Reason::Revive(entry.silence_days)));
    let mut weak = weak.iter().map(|entry| (entry.person, entry.tie, Reason::NewGround(entry.score)));
    let mut lists: [Turns<'_, 'a>; 4] = [(2, &mut fading), (1, &mut due), (1, &mut dormant), (1, &mut weak)];
    let mut found = Vec::new();
    let mut taken = BTreeSet::new();
    loop {
        let before = found.len();
        for (turns, list) in &mut lists {
            let fresh = list.filter(|(person, tie, _)| !is_unanswered(tie, ego) && taken.insert(*person)).take(*turns);
            found.extend(fresh.map(|(person, tie, reason)| Suggestion { person, tie, reason }));
        }
        if found.len() >= budget || found.len() == before {
            found.truncate(budget);
            return found;
        }
    }
}
