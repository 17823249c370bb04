//! Every triangle once: what overlap, clustering, constraint and effective size have in common.

use crate::network::View;

/// One triangle of three people, with the six slots of its ties in the view's arrays.
///
/// Slot `ab` belongs to `a` and points to `b`; `ba` is the same tie seen from `b`.
pub(super) struct Triangle {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) c: usize,
    pub(super) ab: usize,
    pub(super) ba: usize,
    pub(super) ac: usize,
    pub(super) ca: usize,
    pub(super) bc: usize,
    pub(super) cb: usize,
}

/// For each slot the slot of the same tie in the other direction.
///
/// Neighbours are sorted, so sweeping the people in order meets the slots of any one person in order, too.
pub(super) fn reverse_slots(view: &View) -> Vec<usize> {
    let mut next: Vec<usize> = view.offsets().to_vec();
    let mut reverse = vec![0; view.targets().len()];
    for person in 0..view.people() {
        for slot in view.slots(person) {
            let other = view.targets()[slot] as usize;
            reverse[slot] = next[other];
            next[other] += 1;
        }
    }
    reverse
}

/// Calls `visit` for every triangle once, in an order that depends on the view only.
///
/// Each tie is directed from its end with fewer ties to the one with more, so that a hub is never expanded: O(m·√m) time in the
/// worst case (usually far less), O(n + m) space.
pub(super) fn for_each_triangle(view: &View, mut visit: impl FnMut(&Triangle)) {
    let people = view.people();
    let reverse = reverse_slots(view);
    let rank = |person: usize| (view.degree(person), person);

    let mut starts = Vec::with_capacity(people + 1);
    let mut forward: Vec<(u32, usize)> = Vec::with_capacity(view.ties());
    starts.push(0);
    for person in 0..people {
        for slot in view.slots(person) {
            let other = view.targets()[slot];
            if rank(person) < rank(other as usize) {
                forward.push((other, slot));
            }
        }
        starts.push(forward.len());
    }

    // For the people ahead of `a`: the slot of the tie from `a`. `usize::MAX` marks everyone else.
    let mut slot_from_a = vec![usize::MAX; people];
    for a in 0..people {
        let ahead = &forward[starts[a]..starts[a + 1]];
        for &(other, slot) in ahead {
            slot_from_a[other as usize] = slot;
        }
        for &(b, ab) in ahead {
            let b = b as usize;
            for &(c, bc) in &forward[starts[b]..starts[b + 1]] {
                let c = c as usize;
                let ac = slot_from_a[c];
                if ac != usize::MAX {
                    visit(&Triangle { a, b, c, ab, ba: reverse[ab], ac, ca: reverse[ac], bc, cb: reverse[bc] });
                }
            }
        }
        for &(other, _) in ahead {
            slot_from_a[other as usize] = usize::MAX;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meets_each_triangle_once_with_matching_slots() {
        let ties: Vec<(u32, u32, f64)> = (0..5).flat_map(|a| (0..a).map(move |b| (a, b, 1.0))).collect();
        let view = View::from_ties(5, &ties);
        let mut seen = Vec::new();
        for_each_triangle(&view, |t| {
            assert_eq!((view.targets()[t.ab] as usize, view.targets()[t.ba] as usize), (t.b, t.a));
            assert_eq!((view.targets()[t.ac] as usize, view.targets()[t.ca] as usize), (t.c, t.a));
            assert_eq!((view.targets()[t.bc] as usize, view.targets()[t.cb] as usize), (t.c, t.b));
            let mut corners = [t.a, t.b, t.c];
            corners.sort_unstable();
            seen.push(corners);
        });
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 10);
        for_each_triangle(&View::default(), |_| panic!("nobody, no triangle"));
    }
}
