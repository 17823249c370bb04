//! Directed hops in compressed sparse rows, readable from either end.

use super::asked::{Asked, Row};
use super::ceiling::Ceiling;

/// Rows of more hops than this are in the order of falling probability; shorter ones are read as quickly whole.
const LONG: usize = 32;

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
    /// Where each person's row begins in `forth`, and in `back`; one longer than the people.
    offsets: [Vec<u32>; 2],
    /// To whom, and the two halves of the probability.
    forth: Vec<[u32; 3]>,
    /// The four bytes of from whom, and the ceiling of the probability.
    back: Vec<[u8; 5]>,
    /// Where rows are made when they are asked for; then there are none above.
    asked: Option<Asked>,
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
        let again = list.clone();
        let forth = move || {
            let hop = |hop: &(u32, u32, f64)| forth_of(hop.1, hop.2.min(1.0));
            rows(people, list, |hop| hop.0, hop, |hop| Ceiling::of(odds_of(&hop)))
        };
        let back = move || {
            let hop = |hop: &(u32, u32, f64)| back_of(hop.0, Ceiling::of(hop.2.min(1.0)));
            rows(people, again, |hop| hop.1, hop, ceiling_of)
        };
        let ((forth_offsets, forth), (back_offsets, back)) = rayon::join(forth, back);
        Self { offsets: [forth_offsets, back_offsets], forth, back, asked: None }
    }

    /// Hops of `people` people that are asked for when a search comes to a person, and kept: `ask` tells of a person, ascending, each other
    /// one, the probability of the hop to that one, and of the one back; `ask_all` all hops, the same, when a search has come to one of
    /// sixteen. What is found over them is what is found over `ask_all`'s.
    ///
    /// ```
    /// use acquaint::analysis::intro_path::{Hops, search};
    /// let ties = || Hops::from_sorted_ties(3, [(0, 1, 0.5, 0.5), (1, 2, 0.5, 0.5)].into_iter());
    /// let of = |person: u32| match person { 1 => vec![(0, 0.5, 0.5), (2, 0.5, 0.5)], _ => vec![(1, 0.5, 0.5)] };
    /// let hops = Hops::asked_for(3, of, ties);
    /// assert_eq!(search(&hops, 0, &[2], 1, 3), search(&ties(), 0, &[2], 1, 3));
    /// ```
    #[must_use]
    pub fn asked_for(
        people: usize,
        ask: impl Fn(u32) -> Vec<(u32, f64, f64)> + Send + Sync + 'static,
        ask_all: impl Fn() -> Self + Send + Sync + 'static,
    ) -> Self {
        Self { asked: Some(Asked::new(people, ask, ask_all)), ..Self::default() }
    }

    /// Whom a person can turn to, with the probability of each hop: ascending, or where they are more than 32, the likeliest first,
    /// by sixteenths.
    pub fn of(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.forth(person).iter().map(|hop| (hop[0], odds_of(hop)))
    }

    /// Who can turn to a person, with a probability that the hop's does not exceed, in the same order.
    pub(super) fn toward(&self, person: u32) -> impl Iterator<Item = (u32, Ceiling)> + '_ {
        self.back(person).iter().map(|hop| (from_of(*hop), ceiling_of(*hop)))
    }

    /// The hops from a person whose probability times `factor` is at least `least`, and few others.
    pub(super) fn likely(&self, person: u32, factor: f64, least: f64) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.forth(person);
        let ordered = row.len() > LONG;
        self.of(person)
            .take_while(move |(_, odds)| !ordered || odds * factor >= least || Ceiling::of(*odds).get() * factor >= least)
    }

    /// The hops to a person whose ceiling times `factor` is at least `least`, and few others.
    pub(super) fn likely_toward(&self, person: u32, factor: f64, least: f64) -> impl Iterator<Item = (u32, Ceiling)> + '_ {
        let ordered = self.back(person).len() > LONG;
        self.toward(person).take_while(move |(_, ceiling)| !ordered || ceiling.get() * factor >= least)
    }

    /// How many hops begin with a person, and how many end there.
    pub(super) fn degrees(&self, person: u32) -> [usize; 2] {
        [self.forth(person).len(), self.back(person).len()]
    }

    fn forth(&self, person: u32) -> &[[u32; 3]] {
        match self.made_for(person) {
            Ok(row) => &row.forth,
            Err(all) => &all.forth[all.row(0, person)],
        }
    }

    fn back(&self, person: u32) -> &[[u8; 5]] {
        match self.made_for(person) {
            Ok(row) => &row.back,
            Err(all) => &all.back[all.row(1, person)],
        }
    }

    /// The rows that were made for a person, or else the hops of everybody.
    fn made_for(&self, person: u32) -> Result<&Row, &Self> {
        self.asked.as_ref().map_or(Err(self), |asked| asked.of(person))
    }

    /// The probability of a hop of which the ceiling is known; 0 where there is none.
    pub(super) fn odds(&self, from: u32, to: u32, ceiling: Ceiling) -> f64 {
        let row = self.forth(from);
        let key = |hop: &[u32; 3]| (if row.len() > LONG { Ceiling::of(odds_of(hop)).0 } else { 0 }, hop[0]);
        let sought = (if row.len() > LONG { ceiling.0 } else { 0 }, to);
        row.binary_search_by_key(&sought, key).ok().and_then(|place| row.get(place)).map_or(0.0, odds_of)
    }

    fn row(&self, side: usize, person: u32) -> std::ops::Range<usize> {
        let offset = |place: usize| self.offsets[side].get(place).map(|offset| *offset as usize);
        match (offset(person as usize), offset(person as usize + 1)) {
            (Some(from), Some(to)) => from..to,
            _ => 0..0,
        }
    }

    pub(super) fn people(&self) -> usize {
        self.asked.as_ref().map_or(self.offsets[0].len().saturating_sub(1), Asked::people)
    }
}

impl Row {
    /// The rows of one person, as [`Hops::from_sorted_ties`] makes them.
    pub(super) fn of(ties: &[(u32, f64, f64)]) -> Self {
        let forth = ties.iter().filter(|tie| tie.1 > 0.0).map(|tie| forth_of(tie.0, tie.1.min(1.0)));
        let back = ties.iter().filter(|tie| tie.2 > 0.0).map(|tie| back_of(tie.0, Ceiling::of(tie.2.min(1.0))));
        let (mut forth, mut back): (Vec<[u32; 3]>, Vec<[u8; 5]>) = (forth.collect(), back.collect());
        if forth.len() > LONG {
            order(&mut forth, &mut Vec::new(), |hop| Ceiling::of(odds_of(&hop)));
        }
        if back.len() > LONG {
            order(&mut back, &mut Vec::new(), ceiling_of);
        }
        Self { forth, back }
    }
}

fn forth_of(to: u32, odds: f64) -> [u32; 3] {
    let bits = odds.to_bits();
    [to, (bits >> 32) as u32, bits as u32]
}

fn odds_of(hop: &[u32; 3]) -> f64 {
    f64::from_bits(u64::from(hop[1]) << 32 | u64::from(hop[2]))
}

fn back_of(from: u32, ceiling: Ceiling) -> [u8; 5] {
    let [a, b, c, d] = from.to_le_bytes();
    [a, b, c, d, ceiling.0]
}

fn from_of(hop: [u8; 5]) -> u32 {
    let [a, b, c, d, _] = hop;
    u32::from_le_bytes([a, b, c, d])
}

fn ceiling_of(hop: [u8; 5]) -> Ceiling {
    Ceiling(hop[4])
}

/// The rows of one end, by counting: where they begin, and their hops.
fn rows<const SIZE: usize, V: Copy + Default>(
    people: usize,
    list: impl Iterator<Item = (u32, u32, f64)> + Clone,
    end: impl Fn(&(u32, u32, f64)) -> u32,
    entry: impl Fn(&(u32, u32, f64)) -> [V; SIZE],
    ceiling: impl Fn([V; SIZE]) -> Ceiling,
) -> (Vec<u32>, Vec<[V; SIZE]>) {
    // Where each person's next hop goes; one place further on than the offsets, which they have become at the end.
    let mut offsets = vec![0_u32; people + 2];
    let mut count: usize = 0;
    list.clone().for_each(|hop| {
        count += 1;
        offsets[end(&hop) as usize + 2] += 1;
    });
    assert!(u32::try_from(count).is_ok(), "at most 2^32 hops");
    for place in 2..offsets.len() {
        offsets[place] += offsets[place - 1];
    }
    let mut hops = vec![[V::default(); SIZE]; count];
    list.for_each(|hop| {
        let next = &mut offsets[end(&hop) as usize + 1];
        hops[*next as usize] = entry(&hop);
        *next += 1;
    });
    offsets.truncate(people + 1);
    let mut ordered = Vec::new();
    for ends in offsets.windows(2) {
        let row = &mut hops[ends[0] as usize..ends[1] as usize];
        if row.len() > LONG {
            order(row, &mut ordered, &ceiling);
        }
    }
    (offsets, hops)
}

/// Orders a row by falling ceiling, by counting.
fn order<T: Copy>(row: &mut [T], ordered: &mut Vec<T>, ceiling: impl Fn(T) -> Ceiling) {
    let mut next = [0_u32; 257];
    for hop in row.iter() {
        next[usize::from(ceiling(*hop).0) + 1] += 1;
    }
    for place in 1..next.len() {
        next[place] += next[place - 1];
    }
    ordered.clear();
    ordered.extend_from_slice(row);
    for hop in ordered.iter() {
        let place = &mut next[usize::from(ceiling(*hop).0)];
        row[*place as usize] = *hop;
        *place += 1;
    }
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

    proptest! {
        /// Of somebody with many hops, those at least as likely as asked for come first, from either end, and each is found by its ends.
        #[test]
        fn long_rows_begin_with_the_likeliest(
            odds in proptest::collection::vec((1e-7_f64..1.0, 1e-7_f64..1.0), 33..90), least in 1e-7_f64..1.0, factor in 0.1_f64..1.0,
        ) {
            let ties = odds.iter().zip(1..).map(|(&(out, back), other)| (0, other, out, back));
            let hops = Hops::from_sorted_ties(odds.len() + 1, ties);
            let likely: Vec<u32> = hops.likely(0, factor, least).map(|hop| hop.0).collect();
            let toward: Vec<u32> = hops.likely_toward(0, factor, least).map(|hop| hop.0).collect();
            prop_assert!(hops.of(0).is_sorted_by_key(|(other, odds)| (Ceiling::of(odds).0, other)));
            for (&(out, back), other) in odds.iter().zip(1..) {
                prop_assert!(likely.contains(&other) || out * factor < least);
                prop_assert!(!likely.contains(&other) || out * factor * 1.07 >= least || out < 2e-5);
                prop_assert!(toward.contains(&other) || back * factor < least);
                prop_assert_eq!((hops.odds(0, other, Ceiling::of(out)), hops.odds(other, 0, Ceiling::of(back))), (out, back));
            }
            prop_assert!(hops.odds(0, 0, Ceiling::of(0.5)) <= 0.0);
        }
    }

    #[test]
    fn what_is_no_hop_is_left_out() {
        let hops = Hops::from_list(2, &[(0, 0, 1.0), (0, 1, 0.0), (1, 0, f64::NAN), (0, 7, 1.0), (7, 0, 1.0)]);
        assert!((0..9).all(|person| hops.degrees(person) == [0, 0]));
        assert_eq!(Hops::default().people(), 0);
    }
}
