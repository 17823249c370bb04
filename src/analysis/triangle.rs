//! Every triangle once, on all cores, in an order that depends on the view only.

use std::ops::Range;

use rayon::prelude::*;

use super::scratch::Scratch;
use crate::network::View;

/// Triangles of one chunk of people at most, unless a single person has more; and chunks that are held in memory at once.
const CHUNK_TRIANGLES: usize = 1 << 15;
const CHUNKS_AT_ONCE: usize = 64;
/// People are directed in chunks of so many slots.
const CHUNK_SLOTS: usize = 1 << 16;

/// The ties of a view, each directed from its end with fewer ties to the one with more, so that a hub is never expanded.
///
/// People go by their rank here: by the number of their ties, then by their own number. Those whom most triangles meet are so
/// beside each other in memory.
pub(super) struct Directed<'v> {
    pub(super) view: &'v View,
    /// The rank of each person.
    pub(super) rank: Vec<u32>,
    /// The ties of each person, by rank.
    rows: Vec<Range<u32>>,
    /// The rank of the farther end of each tie. Ties are ordered by their nearer end's number, then by the farther's.
    pub(super) to: Vec<u32>,
    /// The weight of each tie.
    pub(super) weights: Vec<f64>,
}

/// A triangle: the rank of its lowest person, and the places of its ties in [`Directed::to`]; `ab` and `ac` lead to the other two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Triangle {
    pub(super) a: u32,
    pub(super) ab: u32,
    pub(super) ac: u32,
    pub(super) bc: u32,
}

impl<'v> Directed<'v> {
    /// O(n + m) time and space.
    pub(super) fn of(view: &'v View) -> Self {
        let people = view.people();
        let rank = view.ranks();
        let chunks = cut(people, CHUNK_SLOTS, |person| view.degree(person));
        let parts: Vec<(Vec<u32>, Vec<u32>, Vec<f64>)> = chunks
            .into_par_iter()
            .map(|chunk| {
                let (mut lengths, mut to, mut weights) = (Vec::with_capacity(chunk.len()), Vec::new(), Vec::new());
                for person in chunk {
                    let before = to.len();
                    for (&other, &weight) in view.neighbours(person).iter().zip(view.weights(person)) {
                        if rank[other as usize] > rank[person] {
                            to.push(rank[other as usize]);
                            weights.push(weight);
                        }
                    }
                    lengths.push((to.len() - before) as u32);
                }
                (lengths, to, weights)
            })
            .collect();
        let mut directed = Self {
            view,
            rows: vec![0..0; people],
            to: Vec::with_capacity(view.ties()),
            weights: Vec::with_capacity(view.ties()),
            rank,
        };
        assert!(u32::try_from(view.ties()).is_ok(), "at most 2^32 ties");
        let (mut person, mut end) = (0, 0);
        for (lengths, to, weights) in parts {
            for length in lengths {
                directed.rows[directed.rank[person] as usize] = end..end + length;
                (person, end) = (person + 1, end + length);
            }
            directed.to.extend_from_slice(&to);
            directed.weights.extend_from_slice(&weights);
        }
        directed
    }

    /// The places of a person's ties, by the person's rank.
    pub(super) fn row(&self, rank: u32) -> Range<usize> {
        let row = &self.rows[rank as usize];
        row.start as usize..row.end as usize
    }

    /// Gives every tie once, as (low, high, place), ascending.
    pub(super) fn each_in_order(&self, mut visit: impl FnMut(usize, usize, usize)) {
        // A person's ties come in the order of the other ends, those of lower ends first: they are met in that order.
        let mut next: Vec<u32> = self.rank.iter().map(|&rank| self.rows[rank as usize].start).collect();
        for low in 0..self.view.people() {
            let neighbours = self.view.neighbours(low);
            for &high in &neighbours[neighbours.partition_point(|&other| (other as usize) < low)..] {
                let high = high as usize;
                let next = &mut next[if self.rank[low] < self.rank[high] { low } else { high }];
                visit(low, high, *next as usize);
                *next += 1;
            }
        }
    }

    /// Gives the triangles to `visit`, a good many at a time; each once, in an order that depends on the view only.
    ///
    /// O(m·√m) time in the worst case, usually far less; O(n) space for each thread, and O(m) for the triangles at a time.
    pub(super) fn triangles(&self, mut visit: impl FnMut(&[Vec<Triangle>])) {
        let possible = |person: usize| self.row(self.rank[person]).len().pow(2) / 2;
        let chunks = cut(self.view.people(), CHUNK_TRIANGLES, possible);
        let scratch = Scratch::new(|| Known::new(self.view.people()));
        let triangles_of = |chunk: &Range<usize>| {
            let mut found = Vec::new();
            scratch.with(|known| chunk.clone().for_each(|person| self.triangles_of(self.rank[person], known, &mut found)));
            found
        };
        for chunks in chunks.chunks(CHUNKS_AT_ONCE) {
            let found: Vec<Vec<Triangle>> = chunks.par_iter().map(triangles_of).collect();
            visit(&found);
        }
    }

    /// The triangles whose lowest person has a rank.
    fn triangles_of(&self, a: u32, known: &mut Known, found: &mut Vec<Triangle>) {
        let row = self.row(a);
        if row.len() < 2 {
            return;
        }
        for ac in row.clone() {
            known.insert(self.to[ac], ac as u32);
        }
        for ab in row.clone() {
            let others = self.row(self.to[ab]);
            for (bc, &c) in others.clone().zip(&self.to[others]) {
                if let Some(ac) = known.get(c) {
                    found.push(Triangle { a, ab: ab as u32, ac, bc: bc as u32 });
                }
            }
        }
        self.to[row].iter().for_each(|&c| known.remove(c));
    }
}

/// The ties that lead on from one person, by the other end's rank. Few of those asked for are there, so a bit says first whether one is.
struct Known {
    is_there: Vec<u64>,
    tie: Vec<u32>,
}

impl Known {
    fn new(people: usize) -> Self {
        Self { is_there: vec![0; people.div_ceil(64)], tie: vec![0; people] }
    }

    fn insert(&mut self, rank: u32, tie: u32) {
        self.is_there[rank as usize / 64] |= 1 << (rank % 64);
        self.tie[rank as usize] = tie;
    }

    fn get(&self, rank: u32) -> Option<u32> {
        (self.is_there[rank as usize / 64] >> (rank % 64) & 1 == 1).then(|| self.tie[rank as usize])
    }

    fn remove(&mut self, rank: u32) {
        self.is_there[rank as usize / 64] = 0;
    }
}

/// Cuts people into chunks of at most `most`, or of one person, by what each counts.
fn cut(people: usize, most: usize, count: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let (mut chunks, mut start, mut sum) = (Vec::new(), 0, 0);
    for person in 0..people {
        let count = count(person);
        if sum + count > most && person > start {
            chunks.push(start..person);
            (start, sum) = (person, 0);
        }
        sum += count;
    }
    if people > start {
        chunks.push(start..people);
    }
    chunks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn meets_each_triangle_once_with_matching_ties(ties in prop::collection::vec((0_u32..25, 0_u32..25, 0.1_f64..1.0), 0..150)) {
            let view = View::from_ties(25, &ties);
            let directed = Directed::of(&view);
            let mut person_at = [0; 25];
            directed.rank.iter().enumerate().for_each(|(person, &rank)| person_at[rank as usize] = person);
            let mut tie_at = Vec::new();
            directed.each_in_order(|low, high, place| tie_at.push((low, high, place)));
            prop_assert!(tie_at.iter().map(|tie| (tie.0, tie.1)).eq(view.iter().map(|tie| (tie.0, tie.1))));
            prop_assert!(tie_at.iter().all(|&(low, high, place)| Some(directed.weights[place]) == view.weight(low, high)));
            let ends = |place: u32| tie_at.iter().find(|tie| tie.2 == place as usize).map(|&(low, high, _)| (low, high)).unwrap();
            let mut seen = Vec::new();
            directed.triangles(|chunks| {
                for triangle in chunks.iter().flatten() {
                    let corner = |rank: u32| person_at[rank as usize];
                    let (a, b) = (corner(triangle.a), corner(directed.to[triangle.ab as usize]));
                    let c = corner(directed.to[triangle.ac as usize]);
                    let dyad = |one: usize, other: usize| (one.min(other), one.max(other));
                    assert_eq!([ends(triangle.ab), ends(triangle.ac), ends(triangle.bc)], [dyad(a, b), dyad(a, c), dyad(b, c)]);
                    let mut corners = [a, b, c];
                    corners.sort_unstable();
                    seen.push(corners);
                }
            });
            seen.sort_unstable();
            let tied = |a: usize, b: usize| view.weight(a, b).is_some();
            let all = (0..25).flat_map(|a| (a..25).flat_map(move |b| (b..25).map(move |c| [a, b, c])));
            prop_assert_eq!(seen, all.filter(|&[a, b, c]| tied(a, b) && tied(b, c) && tied(a, c)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nobody_has_no_triangle_and_chunks_hold_everybody_once() {
        Directed::of(&View::default()).triangles(|found| assert!(found.iter().all(Vec::is_empty)));
        assert_eq!(cut(5, 3, |person| [1, 2, 9, 0, 1][person]), [0..2, 2..3, 3..5]);
        assert!(cut(0, 3, |_| 1).is_empty());
    }
}
