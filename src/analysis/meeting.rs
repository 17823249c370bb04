//! Whom the ego could meet: people not yet known, by the odds that some contact brings the two together.

use crate::network::{Network, View};

/// Somebody the ego does not know, within reach of an introduction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// The one to meet.
    pub person: u32,
    /// Who should introduce them: the contact over whom the best path leads, by the product of its two hops.
    pub introducer: u32,
    /// The probability, by the formula, that any contact brings them together, 0 to 1: for ranking, not for betting.
    pub score: f64,
    /// How many contacts of the ego know the person.
    pub contacts: usize,
}

/// Ranks the people that the ego could meet through contacts, best first; people the ego has an observed or declared tie with are left
/// out, and introducers for whom `may_ask` is false.
///
/// `score = 1 − Π_b (1 − P90(ego, b)·P90(b, t)·k_b^(−½))` over the contacts b of both, with `k_b` the number of b's ties: somebody who
/// knows everybody introduces nobody in particular.
///
/// # Range
/// Scores above 0, at most 1. Nobody without an ego, or in a star, where alters' ties are not seen.
///
/// # As of
/// The network's day.
///
/// # Source
/// Friends-measure with noisy-or; against Adamic and Adar, "Friends and neighbors on the Web", Social Networks 25 (2003), 211–230,
/// it ranked better within each person's list on the data behind this model (see the guide).
///
/// # Complexity
/// O(Σ `k_b`) over the ego's contacts, and O(n log n) in the people found.
///
/// # Examples
/// Two people who are tied through one contact only:
/// ```
/// use acquaint::analysis::meeting::score_of;
/// // One way with odds .8 and .5 over somebody with four ties: .8·.5/2.
/// assert!((score_of(&[(0.8, 0.5, 4)]) - 0.2).abs() < 1e-12);
/// // A second such way adds to it, but not twice as much.
/// assert!((score_of(&[(0.8, 0.5, 4), (0.8, 0.5, 4)]) - 0.36).abs() < 1e-12);
/// ```
#[must_use]
pub fn people_to_meet(network: &Network, view: &View, may_ask: impl Fn(u32) -> bool) -> Vec<Meeting> {
    let Some(ego) = network.ego().filter(|_| !network.is_star()) else { return Vec::new() };
    let mut ways: Vec<(u32, u32, f64, f64)> = Vec::new();
    for (&broker, &own) in view.neighbours(ego as usize).iter().zip(view.weights(ego as usize)) {
        for (&person, &theirs) in view.neighbours(broker as usize).iter().zip(view.weights(broker as usize)) {
            if person != ego && network.evidence_with_ego(person).is_none() {
                ways.push((person, broker, own, theirs));
            }
        }
    }
    ways.sort_unstable_by_key(|way| (way.0, way.1));
    let mut found: Vec<Meeting> = ways
        .chunk_by(|one, other| one.0 == other.0)
        .filter_map(|ways| {
            let hop = |from: u32, to: u32| network.tie(from, to).map_or(0.0, |tie| tie.hop_from(from).get());
            let odds = |way: &(u32, u32, f64, f64)| hop(ego, way.1) * hop(way.1, way.0);
            let askable = ways.iter().filter(|way| may_ask(way.1));
            let best = askable.max_by(|a, b| odds(a).total_cmp(&odds(b)).then(b.1.cmp(&a.1)))?;
            let terms: Vec<(f64, f64, usize)> = ways.iter().map(|way| (way.2, way.3, view.degree(way.1 as usize))).collect();
            Some(Meeting { person: best.0, introducer: best.1, score: score_of(&terms), contacts: ways.len() })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.person.cmp(&b.person)));
    found
}

/// The score of ways given as (P90 of the ego and the contact, P90 of the contact and the person, the contact's number of ties).
#[must_use]
pub fn score_of(ways: &[(f64, f64, usize)]) -> f64 {
    1.0 - ways.iter().map(|(own, theirs, ties)| 1.0 - own * theirs / (*ties as f64).max(1.0).sqrt()).product::<f64>()
}
