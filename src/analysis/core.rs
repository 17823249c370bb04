//! Core numbers: how deep inside the dense middle a person sits.

use crate::network::View;

/// Computes the core number of every person.
///
/// The `k`-core is what remains when people with fewer than `k` ties are taken away again and again; a person's core number is
/// the largest `k` whose core still holds them. Many ties to people with few do not make it high. Weights are not used.
///
/// # Range
/// 0 (no ties) to the person's number of ties.
///
/// # Source
/// V. Batagelj and M. Zaveršnik, "An O(m) algorithm for cores decomposition of networks", arXiv cs/0310049 (2003); cores:
/// S. B. Seidman, "Network structure and minimum degree", Social Networks 5 (1983), 269–287.
///
/// # Complexity
/// O(n + m) time, O(n) space.
///
/// # Examples
/// ```
/// use acquaint::{analysis::core::core_numbers, network::View};
/// let triangle_with_tail = View::from_ties(5, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!(core_numbers(&triangle_with_tail), [2, 2, 2, 1, 0]);
/// ```
#[must_use]
pub fn core_numbers(view: &View) -> Vec<usize> {
    let people = view.people();
    let mut core: Vec<usize> = (0..people).map(|person| view.degree(person)).collect();

    // People sorted by remaining ties; `start[k]` is where those with k ties begin, `place` where each person stands.
    let mut start = vec![0; core.iter().max().map_or(1, |most| most + 2)];
    for &degree in &core {
        start[degree + 1] += 1;
    }
    for degree in 1..start.len() {
        start[degree] += start[degree - 1];
    }
    let mut fill = start.clone();
    let mut order = vec![0; people];
    let mut place = vec![0; people];
    for person in 0..people {
        place[person] = fill[core[person]];
        order[place[person]] = person;
        fill[core[person]] += 1;
    }

    for at in 0..people {
        let person = order[at];
        for &other in view.neighbours(person) {
            let other = other as usize;
            if core[other] > core[person] {
                // One tie less: the other moves to the front of their group, which then begins one place later.
                let first = start[core[other]].max(at + 1);
                let there = order[first];
                order.swap(first, place[other]);
                place.swap(there, other);
                start[core[other]] = first + 1;
                core[other] -= 1;
            }
        }
    }
    core
}
