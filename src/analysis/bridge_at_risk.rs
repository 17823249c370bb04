//! Bridges at risk: ties into other circles that fade soon, and who would be out of reach without them.

use super::bridge::span;
use super::effective_size::effective_size;
use super::fading::fading;
use super::new_reach::NewReach;
use crate::network::{Network, View};
use crate::ties::Tie;

/// The share of the ego's contacts with a smaller effective size from which somebody is in the top decile.
const TOP_DECILE: f64 = 0.9;

/// A tie of the ego into another circle that fades within the window.
#[derive(Debug, Clone, PartialEq)]
pub struct BridgeAtRisk {
    /// The alter.
    pub person: u32,
    /// The tie.
    pub tie: Tie,
    /// The UTC day it falls below even odds, as days since 1970-01-01.
    pub fades_on: i32,
    /// Whether the two have no mutual contact.
    pub is_local_bridge: bool,
    /// How many ties the shortest other way between the two has; `None` when there is no other way.
    pub span: Option<usize>,
    /// The alter's effective size, in contacts.
    pub effective_size: Option<f64>,
    /// Whether at least nine in ten of the ego's contacts have a smaller effective size.
    pub is_top_decile: bool,
    /// The people reached only through it, in two steps; ascending.
    pub lost: Vec<u32>,
    /// The new reach through the alter, shared reach counted in part.
    pub reach: f64,
}

/// The ego's alive ties that fade within `within_days`, and that are a local bridge or lead to somebody whose effective size is in
/// the top decile of the ego's contacts. A tie to somebody without any other contact in the data leads nowhere and is left out.
///
/// # Arguments
/// `view` is the structural view of the network. In a star no tie among alters is seen, so everybody would be a bridge: nothing is
/// given.
///
/// # Order
/// Most people lost first, then the sooner one, then the people's order.
///
/// # As of
/// The network's day.
///
/// # Source
/// Local bridges: Granovetter, The Strength of Weak Ties, American Journal of Sociology 78(6), 1973. That bridges decay faster than
/// other ties: Burt, Bridge decay, Social Networks 24(4), 2002.
///
/// # Complexity
/// O(m·√m) for effective sizes, and a search of O(n + m) for each tie that fades.
#[must_use]
pub fn bridges_at_risk(network: &Network, view: &View, within_days: i32) -> Vec<BridgeAtRisk> {
    let Some(ego) = network.ego().filter(|_| !network.is_star()) else { return Vec::new() };
    let sizes = effective_size(view);
    let own = view.neighbours(ego as usize);
    let reach = NewReach::of(view, ego);
    let size = |person: u32| sizes.get(person as usize).copied().flatten();
    let is_top_decile = |person: u32| {
        let smaller = own.iter().filter(|contact| size(**contact) < size(person)).count();
        smaller as f64 >= TOP_DECILE * own.len() as f64
    };
    let mut found: Vec<BridgeAtRisk> = fading(network, within_days)
        .into_iter()
        .filter_map(|fading| {
            let person = fading.person;
            let is_local_bridge = reach.mutual(person) == 0;
            let is_top_decile = is_top_decile(person);
            let leads_on = view.degree(person as usize) > 1;
            (leads_on && (is_local_bridge || is_top_decile)).then(|| BridgeAtRisk {
                person,
                tie: fading.tie,
                fades_on: fading.fades_on,
                is_local_bridge,
                span: span(view, ego as usize, person as usize),
                effective_size: size(person),
                is_top_decile,
                lost: reach.only_through(person),
                reach: reach.through(person),
            })
        })
        .collect();
    found.sort_by(|a, b| b.lost.len().cmp(&a.lost.len()).then(a.fades_on.cmp(&b.fades_on)).then(a.person.cmp(&b.person)));
    found
}
