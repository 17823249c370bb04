//! Venues: what became of the people first met at each, so that effort goes where ties come from.

use std::collections::BTreeMap;

use super::beta::quantile;
use super::facet::Observations;
use super::follow_up::FollowUp;
use super::rhythm::contact_days;
use super::survival::{Lifetime, Survival, kaplan_meier, lifetime};
use crate::network::Network;

/// How many people's worth of the overall rate every venue begins with: one evening with three good contacts is no proof.
pub const PRIOR_PEOPLE: f64 = 10.0;
/// People whose tie was followed so long, or ended before, from which survival is told: of one or two it says only what became of these.
pub const LEAST_FOR_SURVIVAL: usize = 5;
/// The probability that the rate lies in the interval.
pub const INTERVAL: f64 = 0.9;

/// One person first met at a venue, with what became of the tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// The first meeting and what followed.
    pub follow_up: FollowUp,
    /// Whether the tie is alive today, and both have acted since the meeting: what nobody answered is no tie.
    pub alive: bool,
    /// How long the tie has lasted.
    pub lifetime: Lifetime,
}

/// What became of everybody first met at a venue, as of the network's day.
///
/// # Complexity
/// O(n log n) in the encounters with these people.
#[must_use]
pub fn met(network: &Network, ego: u32, follow_ups: &[FollowUp], observations: &Observations<'_>) -> Vec<Met> {
    let today = network.as_of().utc_day();
    let of = |follow_up: &FollowUp| {
        let tie = network.tie(ego, follow_up.person).filter(|_| follow_up.both_ways);
        let alive = tie.is_some_and(|tie| tie.is_alive(network.parameters()));
        let lifetime = lifetime(&contact_days(observations.with(follow_up.person)), today)?;
        Some(Met { follow_up: *follow_up, alive, lifetime })
    };
    follow_ups.iter().filter_map(of).collect()
}

/// A venue's figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Venue {
    /// Label number; `None` for all venues together.
    pub venue: Option<u32>,
    /// People first met there.
    pub met: usize,
    /// Of these, followed up by the ego within seven days.
    pub followed_up: usize,
    /// Of these, with contact on a later day.
    pub second_contact: usize,
    /// Of these, with acts of both since.
    pub both_ways: usize,
    /// Of these, alive today and both ways.
    pub alive: usize,
    /// Survival of these ties at 90 days; `None` where fewer than five were followed so long.
    pub survival_90: Option<Survival>,
    /// Survival at 180 days.
    pub survival_180: Option<Survival>,
    /// Alive ties per person met, shrunk towards all venues' rate.
    pub alive_rate: AliveRate,
}

/// A rate with the interval it lies in with 90 % probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AliveRate {
    /// The mean.
    pub mean: f64,
    /// 5 % of the probability lies below.
    pub low: f64,
    /// 5 % of the probability lies above.
    pub high: f64,
}

/// The rate of a venue: the posterior of a beta-binomial model whose prior is worth ten people at the overall rate. The overall rate is taken with
/// half a success and half a failure more (Jeffreys), so that it is never 0 or 1.
///
/// `mean = (alive + 10·p)/(met + 10)`, with p the rate of all venues; the interval is the posterior's from 5 % to 95 %.
///
/// # Range
/// 0 to 1, low < mean < high.
///
/// # Source
/// Robbins, An empirical Bayes approach to statistics, Proceedings of the Third Berkeley Symposium, 1956. The prior's weight of ten is a
/// convention, not fitted: with a handful of venues its estimate would be noise. The interval takes p for known.
///
/// # Examples
/// ```
/// use acquaint::analysis::venue::alive_rate;
/// // Two of two, against 30 of 60 overall: far from certain success.
/// let lucky = alive_rate(2, 2, 30, 60);
/// assert!((lucky.mean - 7.0 / 12.0).abs() < 1e-12);
/// // Eight of ten is better news than two of two.
/// assert!(alive_rate(8, 10, 30, 60).mean > lucky.mean);
/// ```
#[must_use]
pub fn alive_rate(alive: usize, met: usize, all_alive: usize, all_met: usize) -> AliveRate {
    let overall = (all_alive as f64 + 0.5) / (all_met as f64 + 1.0);
    let a = alive as f64 + PRIOR_PEOPLE * overall;
    let b = (met - alive.min(met)) as f64 + PRIOR_PEOPLE * (1.0 - overall);
    let tail = (1.0 - INTERVAL) / 2.0;
    AliveRate { mean: a / (a + b), low: quantile(a, b, tail), high: quantile(a, b, 1.0 - tail) }
}

/// The figures of every venue, and of all together as the last row. People met without a venue are in no row.
///
/// # Order
/// By shrunk rate, then people met, then label number; all together last.
///
/// # Range
/// Empty when nobody was met at a venue.
///
/// # Complexity
/// O(n log n) in the people met.
#[must_use]
pub fn venues(met: &[Met]) -> Vec<Venue> {
    let mut by_venue: BTreeMap<u32, Vec<Met>> = BTreeMap::new();
    for person in met.iter().filter(|person| person.follow_up.venue != 0) {
        by_venue.entry(person.follow_up.venue).or_default().push(*person);
    }
    let all: Vec<Met> = by_venue.values().flatten().copied().collect();
    let alive = all.iter().filter(|person| person.alive).count();
    let mut found: Vec<Venue> =
        by_venue.iter().map(|(venue, people)| figures(Some(*venue), people, (alive, all.len()))).collect();
    found.sort_by(|a, b| b.alive_rate.mean.total_cmp(&a.alive_rate.mean).then(b.met.cmp(&a.met)).then(a.venue.cmp(&b.venue)));
    if !all.is_empty() {
        found.push(figures(None, &all, (alive, all.len())));
    }
    found
}

/// The survival at some days, where enough ties were followed so long or ended before.
fn survival(lifetimes: &[Lifetime], at_days: i32) -> Option<Survival> {
    let told = lifetimes.iter().filter(|lifetime| lifetime.ended || lifetime.days >= at_days).count();
    kaplan_meier(lifetimes, at_days).filter(|_| told >= LEAST_FOR_SURVIVAL)
}

fn figures(venue: Option<u32>, people: &[Met], (all_alive, all_met): (usize, usize)) -> Venue {
    let count = |has: fn(&Met) -> bool| people.iter().filter(|person| has(person)).count();
    let alive = count(|person| person.alive);
    let lifetimes: Vec<Lifetime> = people.iter().map(|person| person.lifetime).collect();
    Venue {
        venue,
        met: people.len(),
        followed_up: count(|person| person.follow_up.followed_up),
        second_contact: count(|person| person.follow_up.second_contact),
        both_ways: count(|person| person.follow_up.both_ways),
        alive,
        survival_90: survival(&lifetimes, 90),
        survival_180: survival(&lifetimes, 180),
        alive_rate: alive_rate(alive, people.len(), all_alive, all_met),
    }
}
