//! Modularity: how much more weight lies inside communities than chance would put there.

use crate::network::View;

/// Computes the modularity of a division into communities.
///
/// `Q = Σ_c [w_c/W − (s_c/2W)²]`: `w_c` the weight of the ties inside community `c`, `s_c` the summed strength of its people, `W`
/// the weight of all ties. 0 for one community of everybody.
///
/// # Range
/// −0.5 to below 1; `None` when there is no tie weight at all, or not exactly one label per person.
///
/// # Source
/// M. E. J. Newman and M. Girvan, "Finding and evaluating community structure in networks", Physical Review E 69 (2004), 026113.
///
/// # Complexity
/// O(m + n log n) time, O(n) space.
///
/// # Examples
/// Two dyads, divided rightly: each community has half of the weight, Q = 2·(1/2 − 1/4).
/// ```
/// use acquaint::{analysis::community::modularity, network::View};
/// let dyads = View::from_ties(4, &[(0, 1, 1.0), (2, 3, 1.0)]);
/// assert_eq!(modularity(&dyads, &[0, 0, 7, 7]), Some(0.5));
/// assert_eq!(modularity(&dyads, &[0, 0, 0, 0]), Some(0.0));
/// assert_eq!(modularity(&dyads, &[0]), None);
/// ```
#[must_use]
pub fn modularity(view: &View, labels: &[usize]) -> Option<f64> {
    let total: f64 = view.slot_weights().iter().sum();
    if labels.len() != view.people() || total <= 0.0 {
        return None;
    }
    let mut known: Vec<usize> = labels.to_vec();
    known.sort_unstable();
    known.dedup();
    let place = |label: usize| known.partition_point(|&known| known < label);
    let mut strength = vec![0.0; known.len()];
    let mut inside = 0.0;
    for (person, &label) in labels.iter().enumerate() {
        strength[place(label)] += view.strength(person);
        for (&other, weight) in view.neighbours(person).iter().zip(view.weights(person)) {
            if labels[other as usize] == label {
                inside += weight;
            }
        }
    }
    let by_chance: f64 = strength.iter().map(|strength| (strength / total) * (strength / total)).sum();
    Some(inside / total - by_chance)
}
