//! The hops that paths are made of, and what each of them rests on.

use std::collections::BTreeMap;

use super::intro_path::Hops;
use crate::identity::company_key;
use crate::model::Evidence;
use crate::network::Network;
use crate::ties::Tie;

/// The hop of a tie that was only declared: a convention, used on request and labelled.
pub const DECLARED_HOP: f64 = 0.05;
/// The hop of two people who are only known to have one employer: a convention, used on request and labelled.
pub const INFERRED_HOP: f64 = 0.02;
/// People of one company above which being there together infers nothing.
pub const MOST_COLLEAGUES: usize = 50;

/// Hops with what they rest on.
#[derive(Debug, Clone)]
pub struct EvidencedHops {
    /// The hops.
    pub hops: Hops,
    allows_inferred: bool,
}

impl EvidencedHops {
    /// The hops of a network: those of observed ties, and with `allow_inferred` also the ego's declared ties at 0.05 and pairs with
    /// the same employer, without any other tie, at 0.02. Of several kinds for one hop the largest counts.
    ///
    /// # Complexity
    /// O(people + ties) without, O(h log h) with inferred ones, h being all hops.
    #[must_use]
    pub fn of(network: &Network, allow_inferred: bool) -> Self {
        let people = network.people().len();
        if !allow_inferred {
            return Self { hops: observed(network), allows_inferred: false };
        }
        let mut list: Vec<(u32, u32, f64)> =
            hops_of(network).flat_map(|(low, high, out, back)| [(low, high, out), (high, low, back)]).collect();
        for person in 0..people as u32 {
            if let Some(ego) = network.ego().filter(|ego| is_declared_between(network, *ego, person)) {
                list.extend([(ego, person, DECLARED_HOP), (person, ego, DECLARED_HOP)]);
            }
        }
        for (one, other) in colleagues(network) {
            list.extend([(one, other, INFERRED_HOP), (other, one, INFERRED_HOP)]);
        }
        Self { hops: Hops::from_list(people, &list), allows_inferred: true }
    }

    /// What the hop between two people rests on; `None` where there is none.
    #[must_use]
    pub fn evidence(&self, network: &Network, from: u32, to: u32) -> Option<Evidence> {
        let observed = network.tie(from, to).map(|tie| tie.hop_from(from).get());
        let declared = self.allows_inferred && is_declared_between(network, from, to);
        match observed {
            Some(hop) if !declared || hop >= DECLARED_HOP => Some(Evidence::Observed),
            _ if declared => Some(Evidence::Declared),
            _ if self.allows_inferred && shared_company(network, from, to).is_some() => Some(Evidence::Inferred),
            _ => None,
        }
    }
}

/// The hops of observed ties; where ties are folded when they are asked for, hops are made then.
fn observed(network: &Network) -> Hops {
    let people = network.people().len();
    if !network.is_unfolded() {
        return Hops::from_sorted_ties(people, hops_of(network));
    }
    let (by_person, whole) = (network.clone(), network.clone());
    let of_person = move |person: u32| {
        let hops = |tie: Tie| {
            let other = tie.other(person);
            (other, tie.hop_from(person).get(), tie.hop_from(other).get())
        };
        by_person.ties_of(person).into_iter().map(hops).collect()
    };
    Hops::asked_for(people, of_person, move || Hops::from_sorted_ties(people, hops_of(&whole)))
}

/// The hops of all observed ties: (low, high, low to high, high to low), ascending.
fn hops_of(network: &Network) -> impl Iterator<Item = (u32, u32, f64, f64)> + Clone + Send {
    network.ties().iter().map(|tie| (tie.low, tie.high, tie.hop_out.get(), tie.hop_back.get()))
}

/// Whether a tie of these two was declared; only the ego's ever are.
fn is_declared_between(network: &Network, one: u32, other: u32) -> bool {
    one != other
        && ((network.ego() == Some(one) && network.is_declared(other))
            || (network.ego() == Some(other) && network.is_declared(one)))
}

/// The company that both are at, as the first one's card writes it.
#[must_use]
pub fn shared_company(network: &Network, one: u32, other: u32) -> Option<&str> {
    let company = network.person(one).company.as_deref()?;
    let key = company_key(company)?;
    (key == company_key(network.person(other).company.as_deref()?)?).then_some(company)
}

/// The pairs with the same employer as of today's cards, and without observed or declared tie, as (low, high), ascending. Companies with
/// more than 50 people in the data are left out: there, being colleagues says too little.
///
/// # Complexity
/// O(p log p + pairs) in the people with a company.
#[must_use]
pub fn colleagues(network: &Network) -> Vec<(u32, u32)> {
    let mut companies: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (person, number) in network.people().iter().zip(0_u32..) {
        if let Some(company) = person.company.as_deref().and_then(company_key).filter(|_| !person.ignored) {
            companies.entry(company).or_default().push(number);
        }
    }
    let mut pairs = Vec::new();
    for members in companies.values().filter(|members| members.len() <= MOST_COLLEAGUES) {
        for (index, &one) in members.iter().enumerate() {
            let others = members.iter().skip(index + 1).copied();
            let untied = others.filter(|&other| network.tie(one, other).is_none() && !is_declared_between(network, one, other));
            pairs.extend(untied.map(|other| (one, other)));
        }
    }
    pairs.sort_unstable();
    pairs
}
