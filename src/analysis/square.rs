//! Ties that are part of a square: four people tied in a ring. Without such a tie its ends are still three ties apart.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::scratch::Scratch;
use crate::network::View;

/// People are taken in chunks of so many.
const CHUNK: usize = 1 << 10;

/// Which ties are part of a square.
pub(super) struct Squares(Vec<AtomicBool>);

impl Squares {
    /// Whether the tie of two people is; it must exist.
    pub(super) fn hold(&self, view: &View, a: usize, b: usize) -> bool {
        let is_marked = |from: usize, to: usize| {
            let at = view.neighbours(from).binary_search(&(to as u32));
            at.is_ok_and(|at| self.0[view.slots(from).start + at].load(Ordering::Relaxed))
        };
        is_marked(a, b) || is_marked(b, a)
    }
}

/// Finds the ties that are part of a square. Each square is found from its corner of the highest rank, so that hubs are never expanded.
///
/// # Complexity
/// O(m·√m) time in the worst case, on all cores; O(m) space.
///
/// # Source
/// N. Chiba and T. Nishizeki, "Arboricity and subgraph listing algorithms", SIAM Journal on Computing 14 (1985), 210–223.
pub(super) fn on_squares(view: &View, rank: &[u32]) -> Squares {
    let mut marked = Vec::new();
    marked.resize_with(view.targets().len(), AtomicBool::default);
    // The rank of each slot's other end: rows are read by many.
    let ranks: Vec<u32> = view.targets().par_iter().map(|&person| rank[person as usize]).collect();
    // How many ways lead to each person, by rank, counted up to 2; and whom any do.
    let scratch = Scratch::new(|| (vec![0_u8; view.people()], Vec::new()));
    let people: Vec<usize> = (0..view.people()).collect();
    let mark = |slot: usize| marked[slot].store(true, Ordering::Relaxed);
    people.par_chunks(CHUNK).for_each(|chunk| {
        scratch.with(|(ways, met)| {
            for &top in chunk {
                // Whom two or more people between lead to, all of lower rank, is the opposite corner.
                let lower = |slot: &usize| ranks[*slot] < rank[top];
                let onward = |slot: usize| view.slots(view.targets()[slot] as usize).filter(lower);
                let mut is_corner = false;
                for slot in view.slots(top).filter(lower).flat_map(onward) {
                    match &mut ways[ranks[slot] as usize] {
                        none @ 0 => {
                            *none = 1;
                            met.push(ranks[slot]);
                        }
                        some => {
                            *some = 2;
                            is_corner = true;
                        }
                    }
                }
                for slot in view.slots(top).filter(|slot| is_corner && lower(slot)) {
                    let mut opposite = onward(slot).filter(|&slot| ways[ranks[slot] as usize] == 2).peekable();
                    if opposite.peek().is_some() {
                        mark(slot);
                        opposite.for_each(mark);
                    }
                }
                met.drain(..).for_each(|rank: u32| ways[rank as usize] = 0);
            }
        });
    });
    Squares(marked)
}
