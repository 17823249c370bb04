//! One depth-first search: what bridges and cut people hold on to.

use crate::network::View;

/// A depth-first forest with low points. Scratch of the measures that ask what would be lost.
pub(super) struct Forest {
    /// Everybody in the order of discovery, trees one after another.
    pub(super) order: Vec<u32>,
    /// Each person's parent in the forest; roots are their own.
    pub(super) parent: Vec<u32>,
    /// When each person was discovered.
    pub(super) found_at: Vec<u32>,
    /// The earliest discovered person that the subtree reaches by one tie outside the tree.
    pub(super) low: Vec<u32>,
    /// How many people the subtree holds.
    pub(super) size: Vec<u32>,
}

const UNSEEN: u32 = u32::MAX;

impl Forest {
    /// Searches from the given people in turn, as far as they are not found yet. Without recursion: chains may be long.
    ///
    /// O(n + m) time and space.
    pub(super) fn of(view: &View, roots: impl Iterator<Item = usize>) -> Self {
        let people = view.people();
        let mut forest = Self {
            order: Vec::new(),
            parent: vec![UNSEEN; people],
            found_at: vec![UNSEEN; people],
            low: vec![UNSEEN; people],
            size: vec![1; people],
        };
        // The next tie of each person on the stack.
        let mut stack: Vec<(u32, usize)> = Vec::new();
        for root in roots {
            if forest.found_at[root] != UNSEEN {
                continue;
            }
            forest.discover(root as u32, root as u32);
            stack.push((root as u32, 0));
            while let Some((person, next)) = stack.last_mut() {
                let at = *person as usize;
                if let Some(&other) = view.neighbours(at).get(*next) {
                    *next += 1;
                    if forest.found_at[other as usize] == UNSEEN {
                        forest.discover(other, at as u32);
                        stack.push((other, 0));
                    } else if other != forest.parent[at] {
                        forest.low[at] = forest.low[at].min(forest.found_at[other as usize]);
                    }
                } else {
                    stack.pop();
                    let parent = forest.parent[at] as usize;
                    if parent != at {
                        forest.low[parent] = forest.low[parent].min(forest.low[at]);
                        forest.size[parent] += forest.size[at];
                    }
                }
            }
        }
        forest
    }

    /// The bridges, as (person, parent).
    pub(super) fn bridges(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let upward = self.order.iter().map(|&person| (person as usize, self.parent[person as usize] as usize));
        upward.filter(|&(person, parent)| person != parent && self.low[person] > self.found_at[parent])
    }

    fn discover(&mut self, person: u32, parent: u32) {
        let now = self.order.len() as u32;
        self.order.push(person);
        self.parent[person as usize] = parent;
        self.found_at[person as usize] = now;
        self.low[person as usize] = now;
    }
}
