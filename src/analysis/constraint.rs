//! Burt's constraint: how much one's contacts lead back to one another.

use super::triad::Triads;
use crate::network::View;

/// Computes Burt's constraint of every person.
///
/// High when a person's time goes to few people, or to people who are tied to one another: whatever one hears, the others have
/// heard. Low for brokers, whose contacts do not know each other.
///
/// `C_i = Σ_j (p_ij + Σ_q p_iq·p_qj)²` over the contacts `j` of `i`, with `p_ij = a_ij / Σ_k a_ik` the share of `i`'s tie weight
/// that goes to `j`, and `q` a contact of both.
///
/// # Range
/// Above 0; not bounded by 1 (two people: 1, three all tied: 1.125). `None` for people without ties.
///
/// # Source
/// R. S. Burt, *Structural Holes: The Social Structure of Competition*, Harvard University Press 1992, chapter 2.
///
/// # Complexity
/// As [`Triads`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::constraint::constraint, network::View};
/// let dyad = View::from_ties(2, &[(0, 1, 1.0)]);
/// assert_eq!(constraint(&dyad), [Some(1.0), Some(1.0)]);
///
/// let triangle_and_isolate = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)]);
/// assert_eq!(constraint(&triangle_and_isolate), [Some(1.125), Some(1.125), Some(1.125), None]);
///
/// // The middle of a star of three is free to broker: 3·(1/3)².
/// let star = View::from_ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)]);
/// assert!((constraint(&star)[0].unwrap() - 1.0 / 3.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn constraint(view: &View) -> Vec<Option<f64>> {
    Triads::of(view).constraint()
}

impl Triads<'_> {
    /// The [`constraint`] of every person.
    #[must_use]
    pub fn constraint(&self) -> Vec<Option<f64>> {
        let directed = &self.mutual.directed;
        let mut sums = vec![0.0; self.strength.len()];
        for rank in 0..sums.len() {
            for tie in directed.row(rank as u32) {
                let invested = directed.weights[tie] + self.through[tie];
                for end in [rank, directed.to[tie] as usize] {
                    // Divided before it is squared: the square of a very small weight is 0.
                    let share = if self.strength[end] > 0.0 { invested / self.strength[end] } else { 0.0 };
                    sums[end] += share * share;
                }
            }
        }
        self.ranks().map(|person| person.map(|(rank, _)| sums[rank])).collect()
    }
}

/// Computes how much each contact `j` constrains the person: the terms `(p_ij + Σ_q p_iq·p_qj)²` of [`constraint`], as
/// (contact, part), ascending by contact.
///
/// # Range
/// Parts are at least 0 and sum to the person's constraint; empty for people without ties and for people out of range.
///
/// # Source
/// As [`constraint`].
///
/// # Complexity
/// O(Σ `k_q`) over the contacts `q` of the person.
///
/// # Examples
/// ```
/// use acquaint::{analysis::constraint::constraint_by_contact, network::View};
/// let dyad = View::from_ties(2, &[(0, 1, 1.0)]);
/// assert_eq!(constraint_by_contact(&dyad, 0), [(1, 1.0)]);
/// ```
#[must_use]
pub fn constraint_by_contact(view: &View, person: usize) -> Vec<(usize, f64)> {
    if person >= view.people() || view.strength(person) <= 0.0 {
        return Vec::new();
    }
    let mine = view.neighbours(person);
    let total = view.strength(person);
    let mut invested: Vec<f64> = view.weights(person).iter().map(|weight| weight / total).collect();
    let direct = invested.clone();
    for (&through, share) in mine.iter().zip(&direct) {
        let through = through as usize;
        let whole = view.strength(through);
        if whole <= 0.0 {
            continue;
        }
        for (&other, weight) in view.neighbours(through).iter().zip(view.weights(through)) {
            if let Ok(at) = mine.binary_search(&other) {
                invested[at] += share * weight / whole;
            }
        }
    }
    mine.iter().zip(invested).map(|(&contact, part)| (contact as usize, part * part)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::effective_size::effective_size;
    use crate::analysis::overlap::{mutual_contacts, neighbourhood_overlap, tie_overlap};

    /// The definition, written down over all pairs and triples of people.
    fn by_definition(view: &View, i: usize) -> Option<(f64, f64)> {
        let weight = |a: usize, b: usize| view.weight(a, b).unwrap_or(0.0);
        let everyone = 0..view.people();
        let total = |a: usize| everyone.clone().map(|k| weight(a, k)).sum::<f64>();
        let share = |a: usize, b: usize| if total(a) > 0.0 { weight(a, b) / total(a) } else { 0.0 };
        let largest = |a: usize| everyone.clone().map(|k| weight(a, k)).fold(0.0, f64::max);
        let contacts = || everyone.clone().filter(|&j| view.weight(i, j).is_some());
        let constraint =
            contacts().map(|j| (share(i, j) + contacts().map(|q| share(i, q) * share(q, j)).sum::<f64>()).powi(2)).sum();
        let size = contacts().map(|j| 1.0 - contacts().map(|q| share(i, q) * weight(j, q) / largest(j)).sum::<f64>()).sum();
        (total(i) > 0.0).then_some((constraint, size))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn agrees_with_the_definition(ties in prop::collection::vec((0_u32..14, 0_u32..14, 0.01_f64..5.0), 0..60)) {
            let view = View::from_ties(14, &ties);
            let (constraints, sizes) = (constraint(&view), effective_size(&view));
            for person in 0..view.people() {
                let wanted = by_definition(&view, person);
                prop_assert_eq!(constraints[person].is_some(), wanted.is_some());
                let Some((constraint, size)) = wanted else { continue };
                prop_assert!((constraints[person].unwrap() - constraint).abs() < 1e-9);
                prop_assert!((sizes[person].unwrap() - size).abs() < 1e-9);
                let parts: f64 = constraint_by_contact(&view, person).iter().map(|part| part.1).sum();
                prop_assert!((parts - constraint).abs() < 1e-9);
            }
        }

        #[test]
        fn overlap_is_a_share_and_the_same_from_both_ends(ties in prop::collection::vec((0_u32..14, 0_u32..14), 0..60)) {
            let ties: Vec<(u32, u32, f64)> = ties.into_iter().map(|(a, b)| (a, b, 1.0)).collect();
            let view = View::from_ties(14, &ties);
            let overlaps = neighbourhood_overlap(&view);
            prop_assert_eq!(overlaps.len(), view.ties());
            for (low, high, overlap) in overlaps {
                prop_assert_eq!(overlap, tie_overlap(&view, low, high));
                prop_assert_eq!(overlap, tie_overlap(&view, high, low));
                prop_assert_eq!(mutual_contacts(&view, low, high), mutual_contacts(&view, high, low));
                prop_assert!(overlap.is_none_or(|overlap| (0.0..=1.0).contains(&overlap)));
                prop_assert_eq!(overlap.is_none(), view.degree(low) + view.degree(high) == 2);
            }
        }
    }

    #[test]
    fn ties_without_weight_are_no_ties_to_share() {
        let view = View::from_ties(2, &[(0, 1, 0.0)]);
        assert_eq!(constraint(&view), [None, None]);
        assert!(constraint_by_contact(&view, 0).is_empty() && constraint_by_contact(&view, 9).is_empty());
    }
}
