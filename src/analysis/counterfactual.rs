//! Counterfactual: what one more contact would do for a hop.

use crate::model::Probability;
use crate::network::Network;
use crate::ties::TieState;

/// The hop from one person to another if the two were in contact on the as-of day: one contact-day of weight 1 in both directions.
/// A direction that has had its contact that day stays as it is, since a day counts once.
///
/// # Range
/// 0 to 1; of two who never were in contact, that of two who met today (0.60).
///
/// # As of
/// The network's day.
///
/// # Complexity
/// O(log ties).
#[must_use]
pub fn hop_after_contact(network: &Network, from: u32, to: u32) -> Probability {
    let (today, parameters) = (network.as_of().utc_day(), network.parameters());
    let tie = network.tie(from, to);
    let (own, others) = tie.as_ref().map(|tie| tie.seen_from(from)).unzip();
    let after = |state: Option<&TieState>| {
        let mut state = state.copied().unwrap_or_default();
        if state.contact_days == 0 || state.last_day < today {
            state.add(today, 1.0, parameters);
        }
        state.probability(today, crate::ties::Parameters::ALIVE_DAYS, parameters)
    };
    parameters.hop(after(others), after(own))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::identity::Person;
    use crate::model::AsOf;
    use crate::network::NetworkInput;
    use crate::ties::{ContactColumns, ContactDay, Parameters};
    use proptest::prelude::*;

    fn network(days: &[ContactDay], today: i32) -> Network {
        let people = Arc::new(vec![Person::default(), Person::default()].into());
        let as_of = AsOf::parse(&crate::model::format_day(today), &jiff::tz::TimeZone::UTC).unwrap();
        Network::build(
            &NetworkInput {
                people: &people,
                ego: Some(0),
                days: ContactColumns::of(days).all(),
                parameters: &Parameters::default(),
            },
            &as_of,
        )
    }

    fn contact(day: i32, out: f64, back: f64) -> ContactDay {
        ContactDay { low: 0, high: 1, day, interactions: 1, out, back, both: 1.0 }
    }

    #[test]
    fn two_who_never_met_are_then_two_who_met_today() {
        let empty = network(&[], 20_000);
        let met = Parameters::default().probability(1.0, 0.0, 90.0);
        assert_eq!(hop_after_contact(&empty, 0, 1), Parameters::default().hop(met, met));
    }

    proptest! {
        /// A contact never makes a hop less likely, and is what the network says once it has happened.
        #[test]
        fn the_hop_after_a_contact_is_that_of_the_network_with_it(
            gaps in proptest::collection::vec((1_i32..200, any::<bool>()), 0..12), silence in 1_i32..400
        ) {
            let mut day = 15_000;
            let mut days: Vec<ContactDay> = Vec::new();
            for (gap, out) in gaps {
                day += gap;
                days.push(if out { contact(day, 1.0, 0.0) } else { contact(day, 0.0, 1.0) });
            }
            let before = network(&days, day + silence);
            let hop = hop_after_contact(&before, 0, 1);
            prop_assert!(before.tie(0, 1).is_none_or(|tie| hop >= tie.hop_from(0)));
            days.push(contact(day + silence, 1.0, 1.0));
            let after = network(&days, day + silence);
            prop_assert!((after.tie(0, 1).unwrap().hop_from(0).get() - hop.get()).abs() < 1e-12);
        }
    }
}
