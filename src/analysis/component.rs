//! Connected components: who can reach whom at all.

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
/// Union–find with halved paths: R. E. Tarjan and J. van Leeuwen, "Worst-case analysis of set union algorithms", Journal of the ACM
/// 31 (1984), 245–281.
///
/// # Complexity
/// O(n + m·log n) time in the worst case, in practice O(n + m); O(n) space.
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
    let mut sets = Sets::of(view.people());
    for low in 0..view.people() {
        let neighbours = view.neighbours(low);
        let higher = &neighbours[neighbours.partition_point(|&other| (other as usize) < low)..];
        for &high in higher {
            sets.join(low as u32, high);
        }
    }
    sets.components()
}

/// The components of so many people under the given ties, whose ends must be below `people`.
pub(super) fn joined(people: usize, ties: impl Iterator<Item = (usize, usize)>) -> Components {
    let mut sets = Sets::of(people);
    ties.for_each(|(one, other)| sets.join(one as u32, other as u32));
    sets.components()
}

/// Sets of people: everybody points to a smaller one of their set, its smallest member to itself.
pub(super) struct Sets(Vec<u32>);

impl Sets {
    pub(super) fn of(people: usize) -> Self {
        Self((0..people as u32).collect())
    }

    pub(super) fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.smallest(one), self.smallest(other));
        if one != other {
            self.0[one.max(other) as usize] = one.min(other);
        }
    }

    /// The smallest member of somebody's set; halves the way there.
    pub(super) fn smallest(&mut self, mut person: u32) -> u32 {
        let mut next = self.0[person as usize];
        while next != person {
            let over_next = self.0[next as usize];
            if over_next != next {
                self.0[person as usize] = over_next;
            }
            (person, next) = (next, over_next);
        }
        person
    }

    fn components(&self) -> Components {
        let mut found = Components { labels: Vec::with_capacity(self.0.len()), sizes: Vec::new() };
        for (person, &smaller) in self.0.iter().enumerate() {
            // A smaller member has its label already.
            let label = found.labels.get(smaller as usize).copied().unwrap_or(found.sizes.len());
            if smaller as usize == person {
                found.sizes.push(0);
            }
            found.labels.push(label);
            found.sizes[label] += 1;
        }
        found
    }
}
