//! Burt's constraint: how much one's contacts lead back to one another.

use super::triangle::for_each_triangle;
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
/// O(m·√m) time in the worst case, O(n + m) space.
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
    let share = shares(view);
    let mut invested = share.clone();
    // `p_iq·p_qj` of each triangle, added to the slot of i→j for all six orders of (i, q, j).
    for_each_triangle(view, |t| {
        invested[t.ab] += share[t.ac] * share[t.cb];
        invested[t.ac] += share[t.ab] * share[t.bc];
        invested[t.ba] += share[t.bc] * share[t.ca];
        invested[t.bc] += share[t.ba] * share[t.ac];
        invested[t.ca] += share[t.cb] * share[t.ba];
        invested[t.cb] += share[t.ca] * share[t.ab];
    });
    (0..view.people())
        .map(|person| {
            (view.strength(person) > 0.0).then(|| invested[view.slots(person)].iter().map(|part| part * part).sum())
        })
        .collect()
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

/// `p_ij` of each slot i→j; 0 where all of i's ties weigh nothing.
pub(super) fn shares(view: &View) -> Vec<f64> {
    let mut shares = view.slot_weights().to_vec();
    for person in 0..view.people() {
        let total = view.strength(person);
        for share in &mut shares[view.slots(person)] {
            *share = if total > 0.0 { *share / total } else { 0.0 };
        }
    }
    shares
}

/// `m_jq` of each slot j→q: the tie's weight in units of j's largest; 0 where all of j's ties weigh nothing.
pub(super) fn marginal_strengths(view: &View) -> Vec<f64> {
    let mut marginal = view.slot_weights().to_vec();
    for person in 0..view.people() {
        let largest = view.weights(person).iter().copied().fold(0.0, f64::max);
        for strength in &mut marginal[view.slots(person)] {
            *strength = if largest > 0.0 { *strength / largest } else { 0.0 };
        }
    }
    marginal
}
