//! The search for the best paths: bounds met in the middle, then best first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::{Found, Hops, IntroPath, further_introducers};

/// Scores that differ by less, relatively, are equal to the search: the order of multiplication differs. What is equal to it still
/// competes by exact score, hops and people.
const TOLERANCE: f64 = 1e-9;
/// The bound of a target, above every probability: a path that gets there is complete.
const TARGET: f32 = 2.0;
/// Hops within which the first search of longer paths looks, and searches more, each allowing one hop more than the one before.
const FIRST_HOPS: usize = 3;
const DEEPER: usize = 3;
/// The parent of the path that has no hop yet.
const NOBODY: u32 = u32::MAX;

/// Searches one network of hops again and again; see [`search`](super::search). Its scratch space is kept from one search to the next, so that a
/// search costs only what it touches.
///
/// ```
/// use acquaint::analysis::intro_path::{Hops, Searcher};
/// let hops = Hops::from_list(4, &[(0, 1, 0.9), (1, 3, 0.2), (0, 2, 0.6), (2, 3, 0.5)]);
/// let mut searcher = Searcher::new(&hops);
/// assert_eq!(searcher.search(0, &[3], 1, 3).paths[0].people, [0, 2, 3]);
/// assert_eq!(searcher.search(0, &[1, 3], 1, 3).paths[0].people, [0, 1]);
/// assert!(searcher.search(3, &[0], 1, 3).paths.is_empty());
/// ```
#[derive(Debug)]
pub struct Searcher<'a> {
    hops: &'a Hops,
    /// By the number of hops left.
    levels: Vec<Level>,
    /// By the number of hops made, the people that so many can lead to, on the way to whom no target is.
    ahead: Vec<Vec<u32>>,
    partials: Vec<Partial>,
    queue: BinaryHeap<(u64, u32)>,
}

/// With so many hops left, the best that a walk from each person to a target can still multiply a score by, or more; 0 where none
/// leads there. Negative for somebody ahead of the asker whose own is still to be found: the best that a walk there can multiply by.
#[derive(Debug, Default)]
struct Level {
    bound: Vec<f32>,
    /// Whose bound is set, targets apart.
    touched: Vec<u32>,
}

/// A path that is not at a target yet; a tree of them shares its beginnings.
#[derive(Debug, Clone, Copy)]
struct Partial {
    parent: u32,
    person: u32,
    product: f64,
    hops: u32,
}

/// A path that is at a target: a partial one and the last hop.
#[derive(Debug, Clone, Copy)]
struct Complete {
    score: f64,
    parent: u32,
    target: u32,
    hops: u32,
}

impl<'a> Searcher<'a> {
    /// Prepares searches. The scratch space is one number per person and hop allowed.
    #[must_use]
    pub fn new(hops: &'a Hops) -> Self {
        Self { hops, levels: Vec::new(), ahead: Vec::new(), partials: Vec::new(), queue: BinaryHeap::new() }
    }

    /// Searches as [`search`](super::search) does.
    pub fn search(&mut self, from: u32, targets: &[u32], k: usize, max_hops: usize) -> Found {
        let people = self.hops.people();
        let mut targets: Vec<u32> =
            targets.iter().copied().filter(|&target| target != from && (target as usize) < people).collect();
        targets.sort_unstable();
        targets.dedup();
        // No simple path has more hops than others there are.
        let max_hops = max_hops.min(people.saturating_sub(1));
        if k == 0 || max_hops == 0 || targets.is_empty() || from as usize >= people {
            return Found::default();
        }
        if self.levels.len() < max_hops {
            self.levels.resize_with(max_hops, || Level { bound: vec![0.0; people], touched: Vec::new() });
        }
        // Paths of fewer hops are found in a fraction of the time, and tell what need not be looked at among longer ones.
        let mut shorter = Found::default();
        for hops in (FIRST_HOPS..max_hops).take(DEEPER).chain([max_hops]) {
            let least = shorter.paths.get(k - 1).map_or(0.0, |last| last.score * (1.0 - TOLERANCE));
            let considered = shorter.considered;
            shorter = self.within(from, &targets, k, hops, least);
            shorter.considered += considered;
        }
        shorter
    }

    /// The `k` best paths of at most so many hops, if they score at least `least`.
    fn within(&mut self, from: u32, targets: &[u32], k: usize, max_hops: usize, least: f64) -> Found {
        for level in &mut self.levels[..max_hops] {
            for &target in targets {
                level.bound[target as usize] = TARGET;
            }
        }
        self.find_bounds(from, targets, max_hops, least);
        let found = self.best_first(from, k, max_hops, least);
        for level in &mut self.levels[..max_hops] {
            targets.iter().chain(&level.touched).for_each(|&person| level.bound[person as usize] = 0.0);
            level.touched.clear();
        }
        found
    }

    /// Finds the bounds of whoever the best paths may lead over. From the targets backward they are found for everybody, from the asker
    /// forward only for the people ahead; the next step is made where it reads fewer hops, until the two meet.
    fn find_bounds(&mut self, from: u32, targets: &[u32], max_hops: usize, least: f64) {
        self.ahead.clear();
        self.ahead.push(vec![from]);
        let (mut forward, mut backward) = (0, 0);
        while forward + backward < max_hops - 1 {
            if self.ahead.len() == forward + 1 && self.is_cheaper_ahead(forward, targets, backward) {
                self.look_ahead(from, max_hops, least);
            }
            if self.ahead.len() > forward + 1 && self.is_cheaper_ahead(forward + 1, targets, backward) {
                forward += 1;
            } else {
                backward += 1;
                self.push(from, targets, backward, max_hops, least);
            }
        }
        for made in (1..=forward).rev() {
            self.pull(made, max_hops);
        }
    }

    /// Whether no more hops begin with the people so many hops ahead of the asker than end with those known to be before the targets.
    /// Counts no further than needed: the longer side may be many times the other.
    fn is_cheaper_ahead(&self, made: usize, targets: &[u32], left: usize) -> bool {
        let mut ahead = self.ahead[made].iter().map(|&person| self.hops.degrees(person)[0]);
        let mut back = targets.iter().chain(&self.levels[left].touched).map(|&person| self.hops.degrees(person)[1]);
        let mut difference: isize = 0;
        loop {
            let next = if difference <= 0 { ahead.next() } else { back.next() };
            match next {
                Some(count) if difference <= 0 => difference += count as isize,
                Some(count) => difference -= count as isize,
                None => return difference <= 0,
            }
        }
    }

    /// Finds the people one hop further ahead whom a path that scores at least `least` may lead over.
    fn look_ahead(&mut self, from: u32, max_hops: usize, least: f64) {
        let made = self.ahead.len();
        let (level, before) = self.levels[max_hops - made..max_hops].split_at_mut(1);
        let (level, before) = (&mut level[0], before.first());
        let least = least / further_introducers(made);
        let mut next = Vec::new();
        for &person in &self.ahead[made - 1] {
            // Nothing is known before the asker.
            let walk = before.map_or(1.0, |level| -f64::from(level.bound[person as usize]));
            for (other, odds) in self.hops.of(person) {
                let bound = &mut level.bound[other as usize];
                let there = rounded_up(walk * odds);
                if -there < *bound && *bound <= 0.0 && f64::from(there) >= least && other != from {
                    if *bound == 0.0 {
                        next.push(other);
                    }
                    *bound = -there;
                }
            }
        }
        level.touched.extend_from_slice(&next);
        self.ahead.push(next);
    }

    /// Finds the bounds with `left` hops left from those with one less, over the hops toward whoever has such a bound, as far as a path
    /// may then score at least `least`.
    fn push(&mut self, from: u32, targets: &[u32], left: usize, max_hops: usize, least: f64) {
        let (nearer, level) = two(&mut self.levels, left);
        let (factor, least) = (factor(max_hops - left), least / further_introducers(max_hops - left));
        let ends = targets.iter().map(|&target| (target, factor));
        let walks = nearer.touched.iter().map(|&person| (person, factor * f64::from(nearer.bound[person as usize])));
        for (person, best) in ends.chain(walks.filter(|(_, best)| *best > 0.0 && *best >= least)) {
            for (before, ceiling) in self.hops.toward(person) {
                let bound = &mut level.bound[before as usize];
                let through = rounded_up(ceiling.get() * best);
                if through > *bound && f64::from(through) >= least && before != from {
                    if *bound == 0.0 {
                        level.touched.push(before);
                    }
                    *bound = through;
                }
            }
        }
    }

    /// Finds the bounds of the people that `made` hops lead to from those with one hop less left.
    fn pull(&mut self, made: usize, max_hops: usize) {
        let (nearer, level) = two(&mut self.levels, max_hops - made);
        for &person in &self.ahead[made] {
            let through = self.hops.of(person).map(|(next, odds)| odds * f64::from(nearer.bound[next as usize].min(1.0)));
            let best = through.fold(0.0, f64::max);
            level.bound[person as usize] = if best > 0.0 { rounded_up(factor(made) * best) } else { 0.0 };
        }
    }

    /// Takes the partial path with the best bound, again and again, until none can become one of the `k` best, or none scores `least`.
    fn best_first(&mut self, from: u32, k: usize, max_hops: usize, least: f64) -> Found {
        self.partials.clear();
        self.queue.clear();
        self.partials.push(Partial { parent: NOBODY, person: from, product: 1.0, hops: 0 });
        self.queue.push((1_f64.to_bits(), 0));
        let mut best: Vec<Complete> = Vec::new();
        let (mut least, mut considered) = (least, 0);
        while let Some((bound, index)) = self.queue.pop() {
            considered += 1;
            if f64::from_bits(bound) < least {
                break;
            }
            let partial = self.partials[index as usize];
            let hops = partial.hops + 1;
            let (bounds, introducers) = (&self.levels[max_hops - hops as usize].bound, further_introducers(hops as usize));
            for (next, odds) in self.hops.of(partial.person) {
                let product = partial.product * odds;
                let score = product * introducers;
                if score < least {
                    continue;
                }
                let bound = bounds[next as usize];
                if bound == TARGET {
                    let complete = Complete { score, parent: index, target: next, hops };
                    let place = best.partition_point(|other| rank(&self.partials, other, &complete) == Ordering::Less);
                    if place < k {
                        best.truncate(k - 1);
                        best.insert(place, complete);
                    }
                    if let Some(last) = best.get(k - 1) {
                        least = last.score * (1.0 - TOLERANCE);
                    }
                    continue;
                }
                let bound = score * f64::from(bound);
                if bound > 0.0 && bound >= least && !people(&self.partials, index).any(|person| person == next) {
                    self.queue.push((bound.to_bits(), self.partials.len() as u32));
                    self.partials.push(Partial { parent: index, person: next, product, hops });
                }
            }
        }
        Found { paths: best.iter().map(|complete| self.path(complete)).collect(), considered }
    }

    fn path(&self, complete: &Complete) -> IntroPath {
        let people = in_order(&self.partials, complete);
        let odds = |ends: &[u32]| {
            let [from, to] = *ends else { return 0.0 };
            self.hops.of(from).find(|(next, _)| *next == to).map_or(0.0, |(_, odds)| odds)
        };
        let probabilities = people.windows(2).map(odds).collect();
        IntroPath::new(people, probabilities)
    }
}

/// What the hop after so many multiplies a score by, its probability apart.
fn factor(made: usize) -> f64 {
    further_introducers(made + 1) / further_introducers(made)
}

/// A bound in half the space, no smaller and never 0.
fn rounded_up(bound: f64) -> f32 {
    ((bound * (1.0 + 2e-7)) as f32).max(f32::MIN_POSITIVE)
}

/// A level, after the one with one hop less left.
fn two(levels: &mut [Level], left: usize) -> (&Level, &mut Level) {
    let (nearer, rest) = levels.split_at_mut(left);
    (&nearer[left - 1], &mut rest[0])
}

/// The people of a partial path, last first.
fn people(partials: &[Partial], index: u32) -> impl Iterator<Item = u32> + '_ {
    std::iter::successors(partials.get(index as usize), |partial| partials.get(partial.parent as usize))
        .map(|partial| partial.person)
}

fn in_order(partials: &[Partial], complete: &Complete) -> Vec<u32> {
    let mut people: Vec<u32> = std::iter::once(complete.target).chain(people(partials, complete.parent)).collect();
    people.reverse();
    people
}

/// Better first: higher score, then fewer hops, then people in order.
fn rank(partials: &[Partial], one: &Complete, other: &Complete) -> Ordering {
    let by_people = || in_order(partials, one).cmp(&in_order(partials, other));
    other.score.total_cmp(&one.score).then(one.hops.cmp(&other.hops)).then_with(by_people)
}
