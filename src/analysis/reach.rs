//! Reach: whom one gets to over at most one other person.

use std::collections::BTreeSet;

use crate::network::View;

/// Counts the people within two ties of a person, that person not counted.
///
/// # Range
/// 0 to the number of others; 0 for somebody without ties or out of range.
///
/// # Source
/// The size of the second-order neighbourhood: R. S. Burt, *Structural Holes*, Harvard University Press 1992, chapter 1.
///
/// # Complexity
/// O(Σ degree · log n) over the person's contacts.
///
/// # Examples
/// ```
/// use acquaint::{analysis::reach::reach, network::View};
/// let chain = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!((reach(&chain, 0), reach(&chain, 1), reach(&chain, 9)), (2, 3, 0));
/// ```
#[must_use]
pub fn reach(view: &View, person: u32) -> usize {
    if person as usize >= view.people() {
        return 0;
    }
    let contacts = view.neighbours(person as usize);
    let mut reached: BTreeSet<u32> = contacts.iter().copied().collect();
    for &contact in contacts {
        reached.extend(view.neighbours(contact as usize));
    }
    reached.remove(&person);
    reached.len()
}
