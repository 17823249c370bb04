//! What a plan would change: the ego's network at the month's end with and without it.

use super::{Kind, Pick, Why};
use crate::analysis::reach::reach;
use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::network::{Network, View};
use crate::ties::{Parameters, TieState};

/// The ego's network in a few figures.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EgoFigures {
    /// Ties with at least even odds of contact within 90 days.
    pub alive: usize,
    /// Ties of strength 60 and above.
    pub strong: usize,
    /// The sum of P90 over the ego's ties: how many of them to expect contact with within 90 days.
    pub expected: f64,
    /// People within two ties, each with a fair chance of contact.
    pub reach: usize,
}

/// The same network three times.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WhatIf {
    /// On the as-of day.
    pub now: EgoFigures,
    /// At the month's end, if nothing happens.
    pub without: EgoFigures,
    /// At the month's end, if everybody in the plan answers and every introduction is made.
    pub with: EgoFigures,
    /// What the plan adds to [`EgoFigures::expected`] when everybody answers with their own odds.
    pub expected_gain: f64,
}

/// Simulates a plan: one contact both ways, in the middle of the month, for every pick; nothing else happens.
///
/// # As of
/// `at_end` is the network as of the month's last day, built from the same contact-days as `now`.
///
/// # Complexity
/// O(n + m) for the two views.
#[must_use]
pub fn what_if(now: &Network, at_end: &Network, picks: &[Pick], middle_day: i32) -> WhatIf {
    let Some(ego) = now.ego() else { return WhatIf::default() };
    let parameters = at_end.parameters();
    let last_day = at_end.as_of().utc_day();
    let states = |network: &Network| -> Vec<(u32, TieState)> {
        network.ties_of(ego).iter().map(|tie| (tie.other(ego), tie.both)).collect()
    };
    let mut with = states(at_end);
    let mut reached: Vec<u32> = Vec::new();
    let mut expected_gain = 0.0;
    for pick in picks {
        let met = match pick.candidate.why {
            Why::Meet { person, .. } => Some(person),
            _ => None,
        };
        let respond = now.tie(ego, pick.candidate.person).map_or(0.0, |tie| tie.hop_from(ego).get());
        expected_gain += respond * (pick.odds.1 - pick.odds.0);
        for person in [Some(pick.candidate.person), met].into_iter().flatten() {
            reached.push(person);
            match with.binary_search_by_key(&person, |entry| entry.0) {
                Ok(place) => {
                    let day = middle_day.max(with[place].1.last_day);
                    with[place].1.add(day, 1.0, parameters);
                }
                Err(place) => {
                    let mut state = TieState::default();
                    state.add(middle_day, 1.0, parameters);
                    with.insert(place, (person, state));
                }
            }
        }
        debug_assert!(met.is_none() || pick.candidate.kind == Kind::New, "only an introduction meets somebody");
    }
    // Who is answered is a contact from then on.
    let figures = |network: &Network, states: &[(u32, TieState)], answered: &[u32], day: i32| {
        let odds = |horizon_days: f64| {
            states.iter().map(move |(person, state)| (*person, state.probability(day, horizon_days, parameters).get()))
        };
        let odds_of_contacts =
            |horizon_days: f64| odds(horizon_days).filter(|(person, _)| network.is_contact(*person) || answered.contains(person));
        let own: Vec<(u32, u32, f64)> = odds(Parameters::ALIVE_DAYS)
            .filter(|(_, p90)| *p90 >= crate::network::STRUCTURAL_P90)
            .map(|(person, p90)| (ego.min(person), ego.max(person), p90))
            .collect();
        let others: Vec<(u32, u32, f64)> = network
            .view(false)
            .iter()
            .map(|(low, high, weight)| (low as u32, high as u32, weight))
            .filter(|(low, high, _)| *low != ego && *high != ego)
            .collect();
        let view = View::from_ties(network.people().len(), &[own, others].concat());
        EgoFigures {
            alive: odds_of_contacts(Parameters::ALIVE_DAYS).filter(|(_, p90)| *p90 >= parameters.alive).count(),
            strong: odds_of_contacts(Parameters::STRENGTH_DAYS).filter(|(_, p30)| 100.0 * p30 >= WEAK_BELOW_STRENGTH).count(),
            expected: odds_of_contacts(Parameters::ALIVE_DAYS).map(|(_, p90)| p90).sum(),
            reach: reach(&view, ego),
        }
    };
    WhatIf {
        now: figures(now, &states(now), &[], now.as_of().utc_day()),
        without: figures(at_end, &states(at_end), &[], last_day),
        with: figures(at_end, &with, &reached, last_day),
        expected_gain,
    }
}
