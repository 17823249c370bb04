//! Connected components: who can reach whom at all.

use petgraph::unionfind::UnionFind;

use crate::network::View;

/// The connected components of a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Components {
    /// Each person's component, counted from 0 in the order of the components' smallest members.
    pub labels: Vec<usize>,
    /// How many people each component has, by its number; at least 1 each.
    pub sizes: Vec<usize>,
}

impl Components {
    /// The number of the largest component, the first of several; `None` when there is nobody.
    #[must_use]
    pub fn largest(&self) -> Option<usize> {
        (0..self.sizes.len()).max_by_key(|&label| (self.sizes[label], std::cmp::Reverse(label)))
    }
}

/// Finds the connected components: groups within which everyone can reach everyone over ties, and nobody else.
///
/// # Range
/// Between 1 component and one per person; none when there is nobody.
///
/// # Source
/// Union–find with path compression: R. E. Tarjan, "Efficiency of a good but not linear set union algorithm", Journal of the
/// ACM 22 (1975), 215–225.
///
/// # Complexity
/// O(n + m·α(n)) time, α the inverse Ackermann function; O(n) space.
///
/// # Examples
/// ```
/// use acquaint::{analysis::component::components, network::View};
/// let view = View::from_ties(5, &[(0, 3, 1.0), (1, 2, 1.0), (2, 4, 1.0)]);
/// let found = components(&view);
/// assert_eq!(found.labels, [0, 1, 1, 0, 1]);
/// assert_eq!(found.sizes, [2, 3]);
/// assert_eq!(found.largest(), Some(1));
/// ```
#[must_use]
pub fn components(view: &View) -> Components {
    joined(view.people(), view.iter().map(|(low, high, _)| (low, high)))
}

/// The components of so many people under the given ties, whose ends must be below `people`.
pub(super) fn joined(people: usize, ties: impl Iterator<Item = (usize, usize)>) -> Components {
    let mut sets: UnionFind<usize> = UnionFind::new(people);
    for (low, high) in ties {
        sets.union(low, high);
    }
    let mut number_of_root = vec![usize::MAX; people];
    let mut found = Components { labels: Vec::with_capacity(people), sizes: Vec::new() };
    for person in 0..people {
        let root = sets.find_mut(person);
        if number_of_root[root] == usize::MAX {
            number_of_root[root] = found.sizes.len();
            found.sizes.push(0);
        }
        found.labels.push(number_of_root[root]);
        found.sizes[number_of_root[root]] += 1;
    }
    found
}
