//! The search for the best paths: best first, by bounds.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::bounds::{Bounds, Question};
use super::{Found, Hops, IntroPath, further_introducers, others};

/// Scores that differ by less, relatively, are equal to the search: the order of multiplication differs. What is equal to it still
/// competes by exact score, hops and people.
const TOLERANCE: f64 = 1e-9;
/// So many hops are read at once. Where there are more, paths that score much are looked for first, then such that score less by a
/// factor, again and again: the more they must score, the less there is to look at, but what they score only a search tells.
const READ_AT_ONCE: usize = 65_536;
/// From so many targets on, paths that score much are looked for first, and the factor is taken twice.
const MANY_TARGETS: usize = 128;
const MUCH: f64 = 0.25;
const LESS: f64 = 0.5;
const TIMES: i32 = 14;
/// The parent of the path that has no hop yet.
const NOBODY: u32 = u32::MAX;

/// Searches one network of hops again and again; see [`search`](super::search). Its scratch space is kept from one search to the next, so
/// that a search costs only what it touches.
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
    bounds: Bounds,
    partials: Vec<Partial>,
    queue: BinaryHeap<(u64, u32)>,
    pub(super) read_at_once: usize,
}

/// A path that is not at a target yet; a tree of them shares its beginnings.
#[derive(Debug, Clone, Copy)]
struct Partial {
    parent: u32,
    person: u32,
    hops: u32,
    /// Of the last hop, and of all.
    odds: f64,
    product: f64,
}

/// A path that is at a target: a partial one and the last hop.
#[derive(Debug, Clone, Copy)]
struct Complete {
    score: f64,
    parent: u32,
    target: u32,
    hops: u32,
    odds: f64,
}

impl<'a> Searcher<'a> {
    /// Prepares searches. The scratch space is a few numbers per person and hop allowed, of which a search touches what it needs.
    #[must_use]
    pub fn new(hops: &'a Hops) -> Self {
        Self { hops, bounds: Bounds::default(), partials: Vec::new(), queue: BinaryHeap::new(), read_at_once: READ_AT_ONCE }
    }

    /// Searches as [`search`](super::search) does.
    pub fn search(&mut self, from: u32, targets: &[u32], k: usize, max_hops: usize) -> Found {
        let people = self.hops.people();
        let targets = others(people, from, targets);
        // No simple path has more hops than others there are.
        let max_hops = max_hops.min(people.saturating_sub(1));
        if k == 0 || max_hops == 0 || targets.is_empty() || from as usize >= people {
            return Found::default();
        }
        // To many targets there are paths that score much, and their last hops are read each time.
        let are_many = targets.len() >= MANY_TARGETS;
        let less = if are_many { LESS * LESS } else { LESS };
        let much = (0..TIMES).map(|times| (MUCH * less.powi(times), usize::MAX));
        let whole = Some((0.0, self.read_at_once)).filter(|_| !are_many);
        let mut considered = 0;
        for (least, budget) in whole.into_iter().chain(much).chain([(0.0, usize::MAX)]) {
            let question = Question { from, targets: &targets, max_hops, least, budget };
            if self.bounds.find(self.hops, &question).is_some() {
                let found = self.best_first(&question, k);
                considered += found.considered;
                if found.paths.len() == k || least == 0.0 {
                    return Found { considered, ..found };
                }
            }
        }
        Found::default()
    }

    /// Takes the partial path with the best bound, again and again, until none can become one of the `k` best, or none scores `least`.
    fn best_first(&mut self, question: &Question, k: usize) -> Found {
        self.partials.clear();
        self.queue.clear();
        self.partials.push(Partial { parent: NOBODY, person: question.from, hops: 0, odds: 1.0, product: 1.0 });
        self.queue.push((1_f64.to_bits(), 0));
        let mut best: Vec<Complete> = Vec::new();
        let (mut least, mut considered) = (question.least, 0);
        while let Some((bound, index)) = self.queue.pop() {
            considered += 1;
            if f64::from_bits(bound) < least {
                break;
            }
            let partial = self.partials[index as usize];
            let hops = partial.hops + 1;
            let introducers = further_introducers(hops as usize);
            for (target, ceiling) in self.bounds.ends(partial.person) {
                if partial.product * introducers * ceiling.get() < least {
                    continue;
                }
                let odds = self.hops.odds(partial.person, target, ceiling);
                let score = partial.product * odds * introducers;
                if score < least {
                    continue;
                }
                let complete = Complete { score, parent: index, target, hops, odds };
                let place = best.partition_point(|other| rank(&self.partials, other, &complete) == Ordering::Less);
                if place < k {
                    best.truncate(k - 1);
                    best.insert(place, complete);
                }
                if let Some(last) = best.get(k - 1) {
                    least = last.score * (1.0 - TOLERANCE);
                }
            }
            let left = question.max_hops - hops as usize;
            for (next, ceiling) in self.bounds.next(partial.person, left + 1) {
                let bound = introducers * self.bounds.of(next, left);
                if partial.product * ceiling.get() * bound < least || people(&self.partials, index).any(|person| person == next) {
                    continue;
                }
                let odds = self.hops.odds(partial.person, next, ceiling);
                let product = partial.product * odds;
                let bound = product * bound;
                if bound >= least && bound > 0.0 {
                    self.queue.push((bound.to_bits(), self.partials.len() as u32));
                    self.partials.push(Partial { parent: index, person: next, hops, odds, product });
                }
            }
        }
        Found { paths: best.iter().map(|complete| self.path(complete)).collect(), considered }
    }

    fn path(&self, complete: &Complete) -> IntroPath {
        let people = in_order(&self.partials, complete);
        let before = partials_of(&self.partials, complete.parent).filter(|partial| partial.hops > 0);
        let mut probabilities: Vec<f64> = std::iter::once(complete.odds).chain(before.map(|partial| partial.odds)).collect();
        probabilities.reverse();
        IntroPath::new(people, probabilities)
    }
}

/// A partial path and its beginnings, longest first.
fn partials_of(partials: &[Partial], index: u32) -> impl Iterator<Item = &Partial> {
    std::iter::successors(partials.get(index as usize), |partial| partials.get(partial.parent as usize))
}

/// The people of a partial path, last first.
fn people(partials: &[Partial], index: u32) -> impl Iterator<Item = u32> + '_ {
    partials_of(partials, index).map(|partial| partial.person)
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
