//! Ties about to be lost: alive today, below even odds soon if nothing happens.

use crate::network::Network;
use crate::ties::Tie;

/// A tie of the ego that is alive and fades within the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fading {
    /// The alter.
    pub person: u32,
    /// The tie.
    pub tie: Tie,
    /// The UTC day it falls below even odds, as days since 1970-01-01.
    pub fades_on: i32,
}

/// The least momentum of a tie worth warning about: about two contact-days; somebody met once was never a tie.
const LEAST_MOMENTUM: f64 = 1.8;

/// The ego's alive ties that fall below even odds within `within_days` of the as-of day, if nothing happens. What the ego wrote and
/// nobody ever answered is no tie that could be lost.
///
/// # Order
/// Strongest momentum first: what took longest to build is lost first in this list.
///
/// # As of
/// The network's day.
///
/// # Complexity
/// O(d log d) in the ego's degree.
#[must_use]
pub fn fading(network: &Network, within_days: i32) -> Vec<Fading> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let today = network.as_of().utc_day();
    let mut found: Vec<Fading> = network
        .contact_ties()
        .into_iter()
        .filter(|tie| {
            let answered = tie.seen_from(ego).1.contact_days > 0;
            answered && tie.is_alive(network.parameters()) && tie.both.momentum >= LEAST_MOMENTUM
        })
        .filter_map(|tie| {
            let fades_on = tie.fades_on(today, network.parameters())?;
            (fades_on - today <= within_days).then_some(Fading { person: tie.other(ego), tie, fades_on })
        })
        .collect();
    found.sort_by(|a, b| b.tie.both.momentum.total_cmp(&a.tie.both.momentum).then(a.person.cmp(&b.person)));
    found
}
