//! Directed hops in compressed sparse rows, readable from either end.

/// Directed hops: for each person, whom they can turn to and the probability that this one acts for them.
///
/// Each hop takes 17 bytes: 12 at its beginning, and 5 at its end, where a search only needs to know about how likely it is.
/// There are at most 2³² − 1 hops.
///
/// ```
/// use acquaint::analysis::intro_path::{Hops, search};
/// // 0 knows 1 and 2, both know 3; 2 is the better introducer.
/// let hops = Hops::from_list(4, &[(0, 1, 0.9), (1, 3, 0.2), (0, 2, 0.6), (2, 3, 0.5)]);
/// let found = search(&hops, 0, &[3], 2, 3);
/// assert_eq!(found.paths[0].people, [0, 2, 3]);
/// assert!((found.paths[0].score - 0.3).abs() < 1e-12);
/// assert_eq!(found.paths.len(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hops {
    /// Where each person's row begins in `to` and `probability`, and in `from` and `ceiling`; one longer than the people.
    offsets: [Vec<u32>; 2],
    to: Vec<u32>,
    probability: Vec<f64>,
    from: Vec<u32>,
    ceiling: Vec<Ceiling>,
}

/// A probability rounded up, by at most a sixteenth of it down to 2⁻¹⁶, in one byte: how far the bits of a double are below those
/// of 1, in steps of the fourth bit of the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ceiling(u8);

impl Ceiling {
    const STEP: u32 = 48;

    fn of(probability: f64) -> Self {
        Self(u8::try_from((1_f64.to_bits() - probability.to_bits()) >> Self::STEP).unwrap_or(u8::MAX))
    }

    pub(super) fn get(self) -> f64 {
        f64::from_bits(1_f64.to_bits() - (u64::from(self.0) << Self::STEP))
    }
}

impl Hops {
    /// Builds hops of `people` people from (from, to, probability); probabilities of 0, loops and people out of range are left
    /// out, of doubles the likeliest counts.
    ///
    /// # Complexity
    /// O(people + m) for a list sorted by (from, to) without doubles, else O(people + m log m). The two ends on two cores.
    #[must_use]
    pub fn from_list(people: usize, list: &[(u32, u32, f64)]) -> Self {
        let counts = |hop: &&(u32, u32, f64)| hop.2 > 0.0 && hop.0 != hop.1 && (hop.0.max(hop.1) as usize) < people;
        if list.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)) {
            return Self::counted(people, list.iter().filter(counts).copied());
        }
        let mut list: Vec<(u32, u32, f64)> = list.iter().filter(counts).copied().collect();
        list.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        list.dedup_by_key(|hop| (hop.0, hop.1));
        Self::counted(people, list.into_iter())
    }

    /// Builds hops from ties (low, high, hop low → high, hop high → low) sorted by (low, high), by counting. Probabilities of 0
    /// are left out.
    ///
    /// # Complexity
    /// O(people + ties).
    #[must_use]
    pub fn from_sorted_ties(people: usize, ties: impl Iterator<Item = (u32, u32, f64, f64)> + Clone + Send) -> Self {
        // Ties with a smaller other one come first in the order of ties, so every row ascends.
        let both = ties.flat_map(|(low, high, out, back)| [(low, high, out), (high, low, back)]);
        Self::counted(people, both.filter(|hop| hop.2 > 0.0))
    }

    /// Builds hops that come in such an order that those from one person, and those to one person, ascend.
    fn counted(people: usize, list: impl Iterator<Item = (u32, u32, f64)> + Clone + Send) -> Self {
        let odds = |hop: &(u32, u32, f64)| hop.2.min(1.0);
        let back = list.clone();
        let (forth, back) = rayon::join(
            move || rows(people, list, |hop| hop.0, |hop| (hop.1, odds(hop))),
            move || rows(people, back, |hop| hop.1, |hop| (hop.0, Ceiling::of(odds(hop)))),
        );
        Self { offsets: [forth.0, back.0], to: forth.1, probability: forth.2, from: back.1, ceiling: back.2 }
    }

    /// Whom a person can turn to, ascending, with the probability of each hop.
    pub fn of(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.row(0, person);
        self.to[row.clone()].iter().copied().zip(self.probability[row].iter().copied())
    }

    /// Who can turn to a person, with a probability that the hop's does not exceed.
    pub(super) fn toward(&self, person: u32) -> impl Iterator<Item = (u32, Ceiling)> + '_ {
        let row = self.row(1, person);
        self.from[row.clone()].iter().copied().zip(self.ceiling[row].iter().copied())
    }

    /// How many hops begin with a person, and how many end there.
    pub(super) fn degrees(&self, person: u32) -> [usize; 2] {
        [0, 1].map(|side| self.row(side, person).len())
    }

    fn row(&self, side: usize, person: u32) -> std::ops::Range<usize> {
        let offset = |place: usize| self.offsets[side].get(place).map(|offset| *offset as usize);
        match (offset(person as usize), offset(person as usize + 1)) {
            (Some(from), Some(to)) => from..to,
            _ => 0..0,
        }
    }

    pub(super) fn people(&self) -> usize {
        self.offsets[0].len().saturating_sub(1)
    }
}

/// The rows of one end, by counting: where they begin, the other ends, and what is known of the hops.
fn rows<V: Clone + Default>(
    people: usize,
    list: impl Iterator<Item = (u32, u32, f64)> + Clone,
    end: impl Fn(&(u32, u32, f64)) -> u32,
    entry: impl Fn(&(u32, u32, f64)) -> (u32, V),
) -> (Vec<u32>, Vec<u32>, Vec<V>) {
    assert!(u32::try_from(list.clone().count()).is_ok(), "at most 2^32 hops");
    // Where each person's next hop goes; one place further on than the offsets, which they have become at the end.
    let mut offsets = vec![0_u32; people + 2];
    list.clone().for_each(|hop| offsets[end(&hop) as usize + 2] += 1);
    for place in 2..offsets.len() {
        offsets[place] += offsets[place - 1];
    }
    let count = offsets[people + 1] as usize;
    let (mut others, mut values) = (vec![0; count], vec![V::default(); count]);
    list.for_each(|hop| {
        let next = &mut offsets[end(&hop) as usize + 1];
        (others[*next as usize], values[*next as usize]) = entry(&hop);
        *next += 1;
    });
    offsets.truncate(people + 1);
    (offsets, others, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_ends_know_the_same_hops(list in proptest::collection::vec((0_u32..12, 0_u32..12, 1e-9_f64..1.2), 0..80)) {
            let hops = Hops::from_list(10, &list);
            let all: Vec<(u32, u32, f64)> = (0..10).flat_map(|from| hops.of(from).map(move |(to, odds)| (from, to, odds))).collect();
            prop_assert_eq!(&Hops::from_list(10, &all), &hops);
            prop_assert!(all.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
            for &(from, to, odds) in &list {
                let kept = all.iter().find(|hop| (hop.0, hop.1) == (from, to));
                prop_assert_eq!(kept.is_some(), from != to && from.max(to) < 10);
                prop_assert!(kept.is_none_or(|hop| hop.2 >= odds.min(1.0)));
            }
            let mut back: Vec<(u32, u32)> = Vec::new();
            for to in 0..10 {
                for (from, ceiling) in hops.toward(to) {
                    let odds = all.iter().find(|hop| (hop.0, hop.1) == (from, to)).map(|hop| hop.2).unwrap();
                    prop_assert!(ceiling.get() >= odds && ceiling.get() <= (odds * 1.07).max(2e-5), "{} for {odds}", ceiling.get());
                    back.push((from, to));
                }
            }
            back.sort_unstable();
            prop_assert_eq!(back, all.iter().map(|hop| (hop.0, hop.1)).collect::<Vec<_>>());
        }

        #[test]
        fn ties_are_hops_both_ways(ties in proptest::collection::btree_map((0_u32..9, 0_u32..9), (0.0_f64..1.0, 0.0_f64..1.0), 0..40)) {
            let ties: Vec<(u32, u32, f64, f64)> =
                ties.into_iter().filter(|(dyad, _)| dyad.0 < dyad.1).map(|(dyad, odds)| (dyad.0, dyad.1, odds.0, odds.1)).collect();
            let list: Vec<(u32, u32, f64)> = ties.iter().flat_map(|tie| [(tie.0, tie.1, tie.2), (tie.1, tie.0, tie.3)]).collect();
            prop_assert_eq!(Hops::from_sorted_ties(9, ties.into_iter()), Hops::from_list(9, &list));
        }
    }

    #[test]
    fn what_is_no_hop_is_left_out() {
        let hops = Hops::from_list(2, &[(0, 0, 1.0), (0, 1, 0.0), (1, 0, f64::NAN), (0, 7, 1.0), (7, 0, 1.0)]);
        assert!((0..9).all(|person| hops.degrees(person) == [0, 0]));
        assert_eq!(Hops::default().people(), 0);
    }
}
