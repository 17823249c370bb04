//! Dormant ties: once strong, silent for half a year, worth reviving.

use crate::network::Network;
use crate::ties::Tie;

/// The least momentum of a tie that was once strong.
pub const ONCE_STRONG_MOMENTUM: f64 = 5.0;
/// Days of silence from which a tie is dormant.
pub const DORMANT_SILENCE_DAYS: i32 = 180;

/// A dormant tie of the ego.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dormant<'a> {
    /// The alter.
    pub person: u32,
    /// The tie.
    pub tie: &'a Tie,
    /// Days since the last contact.
    pub silence_days: i32,
    /// Reciprocity of contact-days, 0 to 1; 0 where nobody initiated.
    pub reciprocity: f64,
    /// People known to this one and out of the ego's reach, today.
    pub novelty: usize,
}

/// The ego's ties with momentum of at least 5, silent for at least 180 days, and below even odds.
///
/// Dormant ties that were strong keep trust and bring novelty; people tend to choose the comfortable ones instead of the novel ones,
/// so reciprocity decides in quarters first, then the number of people the ego does not reach otherwise.
///
/// # Order
/// By reciprocity in steps of a quarter, then novelty, then momentum.
///
/// # Source
/// Levin, Walter & Murnighan, Dormant Ties: The Value of Reconnecting, Organization Science 22(4), 2011.
///
/// # Complexity
/// O(Σ degree) over the dormant alters.
#[must_use]
pub fn dormant(network: &Network) -> Vec<Dormant<'_>> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let today = network.as_of().utc_day();
    let own: Vec<u32> = network.ties_of(ego).iter().map(|tie| tie.other(ego)).collect();
    let mut found: Vec<Dormant<'_>> = network
        .ties_of(ego)
        .into_iter()
        .filter(|tie| {
            tie.both.momentum >= ONCE_STRONG_MOMENTUM
                && tie.both.silence_days(today) >= DORMANT_SILENCE_DAYS
                && !tie.is_alive(network.parameters())
        })
        .map(|tie| {
            let person = tie.other(ego);
            let beyond = |other: &&Tie| {
                let third = other.other(person);
                third != ego && own.binary_search(&third).is_err()
            };
            Dormant {
                person,
                tie,
                silence_days: tie.both.silence_days(today),
                reciprocity: tie.reciprocity().unwrap_or(0.0),
                novelty: network.ties_of(person).iter().copied().filter(beyond).count(),
            }
        })
        .collect();
    let quarter = |dormant: &Dormant<'_>| (dormant.reciprocity * 4.0).floor() as i32;
    found.sort_by(|a, b| {
        quarter(b)
            .cmp(&quarter(a))
            .then(b.novelty.cmp(&a.novelty))
            .then(b.tie.both.momentum.total_cmp(&a.tie.both.momentum))
            .then(a.person.cmp(&b.person))
    });
    found
}
