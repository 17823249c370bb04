//! Introduction paths: who can introduce somebody to a person, or to any of several, with the odds of every hop.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// What every introducer after the first multiplies a path's score by.
const FURTHER_INTRODUCER: f64 = 0.5;
/// Costs that differ by less are equal: sums of logarithms are rounded.
const COST_TOLERANCE: f64 = 1e-9;

/// Directed hops: for each person, whom they can turn to and the probability that this one acts for them.
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
    offsets: Vec<usize>,
    to: Vec<u32>,
    probability: Vec<f64>,
}

impl Hops {
    /// Builds hops of `people` people from (from, to, probability); probabilities of 0 and loops are left out.
    ///
    /// # Complexity
    /// O(m log m).
    #[must_use]
    pub fn from_list(people: usize, list: &[(u32, u32, f64)]) -> Self {
        let mut list: Vec<(u32, u32, f64)> = list.iter().copied().filter(|hop| hop.2 > 0.0 && hop.0 != hop.1).collect();
        list.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
        list.dedup_by_key(|hop| (hop.0, hop.1));
        let mut offsets = vec![0; people + 1];
        for hop in &list {
            offsets[hop.0 as usize + 1] += 1;
        }
        for person in 0..people {
            offsets[person + 1] += offsets[person];
        }
        Self { offsets, to: list.iter().map(|hop| hop.1).collect(), probability: list.iter().map(|hop| hop.2.min(1.0)).collect() }
    }

    /// Builds hops from ties (low, high, hop low → high, hop high → low) sorted by (low, high), by counting.
    ///
    /// # Complexity
    /// O(people + ties).
    #[must_use]
    pub fn from_sorted_ties(people: usize, ties: impl Iterator<Item = (u32, u32, f64, f64)> + Clone) -> Self {
        let mut offsets = vec![0; people + 1];
        for (low, high, ..) in ties.clone() {
            offsets[low as usize + 1] += 1;
            offsets[high as usize + 1] += 1;
        }
        for person in 0..people {
            offsets[person + 1] += offsets[person];
        }
        let mut next = offsets.clone();
        let count = offsets.last().copied().unwrap_or(0);
        let mut hops = Self { offsets, to: vec![0; count], probability: vec![0.0; count] };
        // Ties with a smaller other one come first in the order of ties, so every row is ascending.
        for (low, high, out, back) in ties {
            for (from, to, probability) in [(low, high, out), (high, low, back)] {
                let place = next[from as usize];
                next[from as usize] += 1;
                hops.to[place] = to;
                hops.probability[place] = probability.min(1.0);
            }
        }
        hops
    }

    /// Whom a person can turn to, ascending, with the probability of each hop.
    pub fn of(&self, person: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = match (self.offsets.get(person as usize), self.offsets.get(person as usize + 1)) {
            (Some(&from), Some(&to)) => from..to,
            _ => 0..0,
        };
        self.to[range.clone()].iter().copied().zip(self.probability[range].iter().copied())
    }

    fn people(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The same hops turned round, by counting: O(people + hops).
    fn reversed(&self) -> Self {
        let mut offsets = vec![0; self.people() + 1];
        for &to in &self.to {
            offsets[to as usize + 1] += 1;
        }
        for person in 0..self.people() {
            offsets[person + 1] += offsets[person];
        }
        let mut next = offsets.clone();
        let mut reversed = Self { offsets, to: vec![0; self.to.len()], probability: vec![0.0; self.to.len()] };
        for from in 0..self.people() as u32 {
            for (to, probability) in self.of(from) {
                let place = next[to as usize];
                next[to as usize] += 1;
                reversed.to[place] = from;
                reversed.probability[place] = probability;
            }
        }
        reversed
    }
}

/// One way to somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct IntroPath {
    /// The people from the asker to the target.
    pub people: Vec<u32>,
    /// The probability of each hop; one less than people.
    pub probabilities: Vec<f64>,
    /// The product of the hop probabilities, halved for every introducer after the first.
    pub score: f64,
}

impl IntroPath {
    fn new(people: Vec<u32>, probabilities: Vec<f64>) -> Self {
        let product: f64 = probabilities.iter().product();
        let further = probabilities.len().saturating_sub(2) as i32;
        Self { people, probabilities, score: product * FURTHER_INTRODUCER.powi(further) }
    }

    /// The index of the hop that is least likely to work; the first of equals.
    #[must_use]
    pub fn bottleneck(&self) -> usize {
        let weakest = self.probabilities.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        weakest.map_or(0, |(index, _)| index)
    }

    /// The people between the asker and the target.
    #[must_use]
    pub fn introducers(&self) -> &[u32] {
        let last = self.people.len().saturating_sub(1);
        self.people.get(1..last).unwrap_or_default()
    }

    /// Better first: higher score, then fewer hops, then people in order.
    fn rank(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.people.len().cmp(&other.people.len()))
            .then_with(|| self.people.cmp(&other.people))
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best simple paths, best first.
    pub paths: Vec<IntroPath>,
    /// How many partial paths were looked at.
    pub considered: u64,
}

/// A partial path in the queue, cheapest bound first.
struct Partial {
    bound: f64,
    cost: f64,
    people: Vec<u32>,
    probabilities: Vec<f64>,
    complete: bool,
}

impl PartialEq for Partial {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Partial {}
impl PartialOrd for Partial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Partial {
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then_with(|| other.people.cmp(&self.people))
    }
}

/// Finds the `k` best simple paths of at most `max_hops` hops from a person to any of the targets. Exact: best-first search whose
/// bound is the least cost of any walk within the hops left, so that no better path is missed. A path ends at its first target.
/// People are numbered in the order of their handles, so ties of score and hops are broken by handle.
///
/// # Complexity
/// O(hops allowed · hops reached) for the bounds, and one queue entry per partial path at least as good as the k-th best.
///
/// # Source
/// Best-first search with an admissible bound: Hart, Nilsson & Raphael, IEEE Transactions on Systems Science and Cybernetics 4(2),
/// 1968.
#[must_use]
pub fn search(hops: &Hops, from: u32, targets: &[u32], k: usize, max_hops: usize) -> Found {
    let targets: BTreeSet<u32> = targets.iter().copied().filter(|&target| target != from).collect();
    let mut found = Found::default();
    if k == 0 || max_hops == 0 || targets.is_empty() {
        return found;
    }
    let bounds = bounds(hops, from, &targets, max_hops);
    let mut queue = BinaryHeap::new();
    queue.push(Partial { bound: 0.0, cost: 0.0, people: vec![from], probabilities: Vec::new(), complete: false });
    let mut last_bound = f64::INFINITY;
    while let Some(partial) = queue.pop() {
        found.considered += 1;
        if partial.bound > last_bound + COST_TOLERANCE {
            break;
        }
        if partial.complete {
            found.paths.push(IntroPath::new(partial.people, partial.probabilities));
            if found.paths.len() == k {
                // Paths as good as the k-th within rounding still compete, by exact score, hops and handles.
                last_bound = partial.bound;
            }
            continue;
        }
        let depth = partial.probabilities.len();
        let Some(&person) = partial.people.last().filter(|_| depth < max_hops) else { continue };
        for (next, probability) in hops.of(person) {
            let complete = targets.contains(&next);
            let rest = if complete { Some(0.0) } else { bounds.get(depth + 1).and_then(|level| level.get(&next)).copied() };
            let Some(rest) = rest.filter(|_| !partial.people.contains(&next)) else { continue };
            let cost = partial.cost + hop_cost(probability, depth);
            let bound = cost + rest;
            if bound > last_bound + COST_TOLERANCE {
                continue;
            }
            let mut people = partial.people.clone();
            people.push(next);
            let mut probabilities = partial.probabilities.clone();
            probabilities.push(probability);
            queue.push(Partial { bound, cost, people, probabilities, complete });
        }
    }
    found.paths.sort_by(IntroPath::rank);
    found.paths.truncate(k);
    found
}

/// The cost of a hop made at a depth: the first two hops cost their odds, each further one an introducer more.
fn hop_cost(probability: f64, depth: usize) -> f64 {
    -probability.ln() - if depth >= 2 { FURTHER_INTRODUCER.ln() } else { 0.0 }
}

/// `bounds[d][v]`: the least cost of a walk from v, reached after d hops, to a target within the hops left. Only people who can
/// still reach a target are in it; the asker's own bound is never needed.
fn bounds(hops: &Hops, from: u32, targets: &BTreeSet<u32>, max_hops: usize) -> Vec<BTreeMap<u32, f64>> {
    let back = hops.reversed();
    let mut levels = vec![BTreeMap::new(); max_hops + 1];
    let mut ahead: BTreeMap<u32, f64> = BTreeMap::new();
    for depth in (1..max_hops).rev() {
        let mut level: BTreeMap<u32, f64> = BTreeMap::new();
        let ends = targets.iter().map(|&target| (target, 0.0));
        let continued = ahead.iter().filter(|(person, _)| !targets.contains(person)).map(|(&person, &cost)| (person, cost));
        for (person, rest) in ends.chain(continued) {
            for (before, probability) in back.of(person) {
                if !targets.contains(&before) && before != from {
                    let cost = hop_cost(probability, depth) + rest;
                    let best = level.entry(before).or_insert(cost);
                    *best = best.min(cost);
                }
            }
        }
        levels[depth].clone_from(&level);
        ahead = level;
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every simple path by plain enumeration.
    fn brute_force(
        hops: &Hops,
        path: &mut Vec<u32>,
        odds: &mut Vec<f64>,
        targets: &[u32],
        left: usize,
        all: &mut Vec<IntroPath>,
    ) {
        let person = *path.last().unwrap();
        if path.len() > 1 && targets.contains(&person) {
            all.push(IntroPath::new(path.clone(), odds.clone()));
            return;
        }
        if left == 0 {
            return;
        }
        for (next, probability) in hops.of(person) {
            if !path.contains(&next) {
                path.push(next);
                odds.push(probability);
                brute_force(hops, path, odds, targets, left - 1, all);
                path.pop();
                odds.pop();
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]
        /// The k best paths are exactly those that enumerating every simple path gives, equal scores included.
        #[test]
        fn the_search_equals_enumeration(
            list in proptest::collection::vec((0_u32..9, 0_u32..9, 1_u32..6), 0..50),
            targets in proptest::collection::vec(1_u32..9, 1..4), k in 1_usize..8, max_hops in 1_usize..5,
        ) {
            // Few different probabilities, so that equal scores are common.
            let list: Vec<(u32, u32, f64)> = list.iter().map(|&(a, b, p)| (a, b, f64::from(p) / 5.0)).collect();
            let hops = Hops::from_list(9, &list);
            let mut all = Vec::new();
            brute_force(&hops, &mut vec![0], &mut Vec::new(), &targets, max_hops, &mut all);
            all.sort_by(IntroPath::rank);
            all.truncate(k);
            let found = search(&hops, 0, &targets, k, max_hops);
            prop_assert_eq!(found.paths, all);
        }
    }

    #[test]
    fn a_further_introducer_halves_the_score() {
        let hops = Hops::from_list(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
        let path = &search(&hops, 0, &[3], 1, 3).paths[0];
        assert!((path.score - 0.5).abs() < 1e-12);
        assert_eq!(path.introducers(), [1, 2]);
    }
}
