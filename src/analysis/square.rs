//! Ties that are part of a square: four people tied in a ring. Without such a tie its ends are still three ties apart.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::scratch::Scratch;
use crate::network::View;

/// People are taken in chunks of so many.
const CHUNK: usize = 1 << 10;

/// Which ties are part of a square.
pub(super) struct Squares<'v> {
    view: &'v View,
    marked: Vec<AtomicBool>,
}

impl<'v> Squares<'v> {
    /// Finds them in a view in which people with more ties have higher numbers: each square is found from its highest corner, so that hubs
    /// are never expanded.
    ///
    /// # Complexity
    /// O(m·√m) time in the worst case, on all cores; O(m) space.
    ///
    /// # Source
    /// N. Chiba and T. Nishizeki, "Arboricity and subgraph listing algorithms", SIAM Journal on Computing 14 (1985), 210–223.
    pub(super) fn of(view: &'v View) -> Self {
        let mut marked = Vec::new();
        marked.resize_with(view.targets().len(), AtomicBool::default);
        // How many ways lead to each person, counted up to 2; and whom any do.
        let scratch = Scratch::new(|| (vec![0_u8; view.people()], Vec::new()));
        let people: Vec<u32> = (0..view.people() as u32).collect();
        let mark = |slot: usize| marked[slot].store(true, Ordering::Relaxed);
        people.par_chunks(CHUNK).for_each(|chunk| {
            scratch.with(|(ways, met): &mut (Vec<u8>, Vec<u32>)| {
                for &top in chunk {
                    let lower = |person: u32| {
                        let neighbours = view.neighbours(person as usize);
                        &neighbours[..neighbours.partition_point(|&other| other < top)]
                    };
                    // Whom two or more people between lead to is the opposite corner.
                    let mut is_corner = false;
                    for &between in lower(top) {
                        for &opposite in lower(between) {
                            let ways = &mut ways[opposite as usize];
                            if *ways == 0 {
                                met.push(opposite);
                            } else {
                                is_corner = true;
                            }
                            *ways = (*ways + 1).min(2);
                        }
                    }
                    for (&between, slot) in lower(top).iter().zip(view.slots(top as usize)).filter(|_| is_corner) {
                        for (&opposite, onward) in lower(between).iter().zip(view.slots(between as usize)) {
                            if ways[opposite as usize] == 2 {
                                mark(slot);
                                mark(onward);
                            }
                        }
                    }
                    met.drain(..).for_each(|person| ways[person as usize] = 0);
                }
            });
        });
        Self { view, marked }
    }

    /// Whether a tie is; it must exist.
    pub(super) fn hold(&self, a: u32, b: u32) -> bool {
        // Seen from the higher end to its lower one and from a lower end on to the opposite corner, of whatever number.
        let is_marked = |from: u32, to: u32| {
            let at = self.view.neighbours(from as usize).binary_search(&to);
            at.is_ok_and(|at| self.marked[self.view.slots(from as usize).start + at].load(Ordering::Relaxed))
        };
        is_marked(a, b) || is_marked(b, a)
    }
}
