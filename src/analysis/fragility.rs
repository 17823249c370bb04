//! Fragility: whom the ego would lose if one person went quiet.

use super::depth_first::Forest;
use crate::network::View;

/// What depends on one contact of the ego.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fragility {
    /// The contact.
    pub person: u32,
    /// People two hops from the ego whom no other contact of the ego is tied to.
    pub lost: usize,
    /// The weights of the contact's ties to them, summed: with weights of P90, how many of them to expect.
    pub lost_weight: f64,
    /// People whom the ego could not reach in any number of hops, the contact not counted.
    pub cut_off: usize,
}

/// Finds for each contact of the ego whom the ego would lose if that one went quiet.
///
/// `lost_v` counts the people `w`, neither the ego nor tied to the ego, whose only tie to a contact of the ego is the one to `v`;
/// `lost_weight_v = Σ_w a_vw` over them. `cut_off_v` counts those who are in another piece than the ego once `v` is gone. Who is lost may
/// still be reached by a longer way; who is two hops away and cut off is also lost.
///
/// # Arguments
/// `ego` is the number of a person of the view; otherwise nobody is listed.
///
/// # Order
/// Most people lost first, then most cut off, then by number: one row per contact, zeros included.
///
/// # Range
/// From 0 to the number of people less two; empty without contacts. What the data does not see, it takes for not there: in a
/// network seen from one mailbox many people seem to depend on one contact.
///
/// # Source
/// Cut vertices by low points: J. Hopcroft and R. Tarjan, "Algorithm 447", Communications of the ACM 16 (1973), 372–378.
/// What only one contact gives is Burt's non-redundant contact, counted two hops away: R. S. Burt, *Structural Holes*, 1992.
///
/// # Complexity
/// O(n + m) time and space for all contacts together; nobody is taken out for trial.
///
/// # Examples
/// Without 1, the ego 0 has no way to 3 and 4; 5 is tied to 1 and 2, and stays within two hops.
/// ```
/// use acquaint::{analysis::fragility::fragility, network::View};
/// let ties = [(0, 1, 1.0), (0, 2, 1.0), (1, 3, 0.5), (3, 4, 1.0), (1, 5, 1.0), (2, 5, 1.0)];
/// let found = fragility(&View::from_ties(6, &ties), 0);
/// let rows: Vec<_> = found.iter().map(|row| (row.person, row.lost, row.lost_weight, row.cut_off)).collect();
/// assert_eq!(rows, [(1, 1, 0.5, 2), (2, 0, 0.0, 0)]);
/// ```
#[must_use]
pub fn fragility(view: &View, ego: usize) -> Vec<Fragility> {
    if ego >= view.people() {
        return Vec::new();
    }
    let contacts = view.neighbours(ego);
    let mut reached_by = vec![0_u32; view.people()];
    for &contact in contacts {
        for &third in view.neighbours(contact as usize) {
            reached_by[third as usize] += 1;
        }
    }
    let cut = cut_off_without(view, ego);
    let mut found: Vec<Fragility> = contacts
        .iter()
        .map(|&person| {
            let at = person as usize;
            let only_here = view.neighbours(at).iter().zip(view.weights(at)).filter(|&(&third, _)| {
                third as usize != ego && reached_by[third as usize] == 1 && contacts.binary_search(&third).is_err()
            });
            let (lost, lost_weight) = only_here.fold((0, 0.0), |(lost, sum), (_, weight)| (lost + 1, sum + weight));
            Fragility { person, lost, lost_weight, cut_off: cut[at].unwrap_or(0) }
        })
        .collect();
    found.sort_by(|a, b| b.lost.cmp(&a.lost).then(b.cut_off.cmp(&a.cut_off)).then(a.person.cmp(&b.person)));
    found
}

/// Counts for everybody how many others the ego could not reach any more, in any number of hops, without that person.
///
/// # Range
/// 0, also for those whom the ego does not reach anyway, to the number of people less two. `None` for the ego, and for everybody
/// when the ego is not in the view.
///
/// # Source
/// As [`fragility`].
///
/// # Complexity
/// O(n + m) time and space.
///
/// # Examples
/// ```
/// use acquaint::{analysis::fragility::cut_off_without, network::View};
/// let chain = View::from_ties(5, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!(cut_off_without(&chain, 0), [None, Some(2), Some(1), Some(0), Some(0)]);
/// ```
#[must_use]
pub fn cut_off_without(view: &View, ego: usize) -> Vec<Option<usize>> {
    if ego >= view.people() {
        return vec![None; view.people()];
    }
    let forest = Forest::of(view, std::iter::once(ego));
    let mut cut = vec![Some(0); view.people()];
    for &person in forest.order.iter().skip(1) {
        // A subtree that reaches nobody above the parent has no way to the root but through the parent.
        let (at, parent) = (person as usize, forest.parent[person as usize] as usize);
        if forest.low[at] >= forest.found_at[parent] {
            cut[parent] = cut[parent].map(|count| count + forest.size[at] as usize);
        }
    }
    cut[ego] = None;
    cut
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::component::components;

    fn within_two_hops(view: &View, ego: usize) -> BTreeSet<u32> {
        let first = view.neighbours(ego).iter().copied();
        let second = first.clone().flat_map(|contact| view.neighbours(contact as usize).iter().copied());
        first.chain(second).filter(|&person| person as usize != ego).collect()
    }

    fn in_the_ego_s_piece(view: &View, ego: usize) -> BTreeSet<usize> {
        let labels = components(view).labels;
        (0..view.people()).filter(|&person| labels[person] == labels[ego]).collect()
    }

    proptest! {
        #[test]
        fn what_is_lost_is_what_is_missing_once_somebody_is_taken_out(
            ties in prop::collection::vec((0_u32..25, 0_u32..25, 0.1_f64..1.0), 0..60), ego in 0_usize..25,
        ) {
            let view = View::from_ties(25, &ties);
            let cut = cut_off_without(&view, ego);
            let rows = fragility(&view, ego);
            prop_assert_eq!(rows.len(), view.degree(ego));
            prop_assert!(rows.is_sorted_by_key(|row| (std::cmp::Reverse(row.lost), std::cmp::Reverse(row.cut_off), row.person)));
            for person in (0..25).filter(|&person| person != ego) {
                let without = view.without(person);
                let gone = in_the_ego_s_piece(&view, ego).difference(&in_the_ego_s_piece(&without, ego)).count();
                let itself = usize::from(in_the_ego_s_piece(&view, ego).contains(&person));
                prop_assert_eq!(cut[person], Some(gone - itself));
                if let Some(row) = rows.iter().find(|row| row.person as usize == person) {
                    let before = within_two_hops(&view, ego);
                    let after = within_two_hops(&without, ego);
                    let lost: Vec<u32> = before.difference(&after).copied().filter(|&lost| lost as usize != person).collect();
                    prop_assert_eq!(row.lost, lost.len());
                    let weight: f64 = lost.iter().map(|&lost| view.weight(person, lost as usize).unwrap()).sum();
                    prop_assert!((row.lost_weight - weight).abs() < 1e-12);
                    prop_assert_eq!(row.cut_off, gone - 1);
                }
            }
            prop_assert_eq!(cut[ego], None);
        }
    }

    #[test]
    fn an_ego_that_is_alone_or_unknown_loses_nobody() {
        assert!(fragility(&View::from_ties(3, &[(1, 2, 1.0)]), 0).is_empty());
        assert!(fragility(&View::default(), 0).is_empty());
        assert_eq!(cut_off_without(&View::from_ties(2, &[(0, 1, 1.0)]), 7), [None, None]);
    }

    #[test]
    fn a_chain_of_many_people_needs_no_deep_stack() {
        let ties: Vec<(u32, u32, f64)> = (1..200_000).map(|person| (person - 1, person, 1.0)).collect();
        assert_eq!(cut_off_without(&View::from_ties(200_000, &ties), 0)[1], Some(199_998));
    }
}
