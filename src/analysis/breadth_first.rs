//! A breadth-first forest, and the bridges in it: ties of the forest that no other tie goes round.

use super::component::Sets;
use crate::network::View;

/// A breadth-first forest. People go by their places in it here, which rise from level to level.
pub(super) struct Levels {
    /// Who stands at each place.
    order: Vec<u32>,
    /// The place of each person.
    place: Vec<u32>,
    /// The place of each place's parent; roots are their own.
    parent: Vec<u32>,
}

const UNSEEN: u32 = u32::MAX;

impl Levels {
    /// O(n log n + m) time, O(n) space. Rows are read in the order in which they lie in memory, level by level, which makes it several
    /// times faster than a depth-first search.
    pub(super) fn of(view: &View) -> Self {
        let people = view.people();
        // Until a person has a place, the place of the parent that found them.
        let mut found_by = vec![UNSEEN; people];
        let mut levels = Self { order: Vec::with_capacity(people), place: vec![0; people], parent: Vec::with_capacity(people) };
        for root in 0..people {
            if found_by[root] != UNSEEN {
                continue;
            }
            let mut start = levels.order.len();
            found_by[root] = start as u32;
            levels.order.push(root as u32);
            while start < levels.order.len() {
                let end = levels.order.len();
                levels.order[start..].sort_unstable();
                for at in start..end {
                    let person = levels.order[at] as usize;
                    levels.place[person] = at as u32;
                    levels.parent.push(found_by[person]);
                    for &next in view.neighbours(person) {
                        if found_by[next as usize] == UNSEEN {
                            found_by[next as usize] = at as u32;
                            levels.order.push(next);
                        }
                    }
                }
                start = end;
            }
        }
        levels
    }

    /// The bridges, as (one end, other end). Every other tie closes a circle with the forest, whose people are put into one set: what
    /// still leads from one set to another at the end is a bridge.
    ///
    /// O(m log n) time, in practice O(n + m).
    pub(super) fn bridges(&self, view: &View) -> Vec<(u32, u32)> {
        let mut sets = Sets::of(view.people());
        for low in 0..view.people() {
            let (neighbours, here) = (view.neighbours(low), self.place[low]);
            for &high in &neighbours[neighbours.partition_point(|&other| (other as usize) < low)..] {
                let there = self.place[high as usize];
                if self.parent[here as usize] == there || self.parent[there as usize] == here {
                    continue;
                }
                // From the later one upward, until the two meet: parents have earlier places.
                let (mut one, mut other) = (sets.smallest(here), sets.smallest(there));
                while one != other {
                    let later = one.max(other);
                    sets.join(later, self.parent[later as usize]);
                    (one, other) = (one.min(other), sets.smallest(later));
                }
            }
        }
        let places = (0..self.order.len() as u32).filter(|&place| self.parent[place as usize] != place);
        let tops = places.filter(|&place| sets.smallest(place) == place);
        tops.map(|place| (self.order[place as usize], self.order[self.parent[place as usize] as usize])).collect()
    }
}
