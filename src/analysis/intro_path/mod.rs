//! Introduction paths: who can introduce somebody to a person, or to any of several, with the odds of every hop.

mod asked;
mod balls;
mod bounds;
mod ceiling;
mod corridor;
mod hops;
mod partition;
mod searcher;
mod table;
mod unlimited;

pub use hops::Hops;
pub use searcher::Searcher;
pub use unlimited::{Unlimited, search_unlimited};

/// What every introducer after the first multiplies a path's score by.
const FURTHER_INTRODUCER: f64 = 0.5;

/// The targets that are somebody else than the asker among so many people, ascending, each once.
fn others(people: usize, from: u32, targets: &[u32]) -> Vec<u32> {
    let mut others: Vec<u32> = targets.iter().copied().filter(|&target| target != from && (target as usize) < people).collect();
    others.sort_unstable();
    others.dedup();
    others
}

/// What the introducers after the first multiply the score of a path of so many hops by.
fn further_introducers(hops: usize) -> f64 {
    FURTHER_INTRODUCER.powi(hops.saturating_sub(2) as i32)
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
        let score = product * further_introducers(probabilities.len());
        Self { people, probabilities, score }
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
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The best simple paths, best first.
    pub paths: Vec<IntroPath>,
    /// How many partial paths were looked at.
    pub considered: u64,
}

/// Finds the `k` best simple paths of at most `max_hops` hops from a person to any of the targets. Exact: best-first search whose
/// bound is at least what any walk within the hops left makes of the score, so that no better path is missed. A path ends at its first
/// target. People are numbered in the order of their handles, so ties of score and hops are broken by handle. Nobody out of range is
/// found.
///
/// For many searches of the same hops use a [`Searcher`].
///
/// # Complexity
/// For the bounds, the hops from those whom half of the hops allowed lead to from either end, O(hops allowed · hops) in the worst case;
/// where those are many, as around somebody with many hops, only the ones likely enough for paths as good as the k-th best. Then one
/// queue entry per partial path at least as good as that.
///
/// # Source
/// Best-first search with an admissible bound: Hart, Nilsson & Raphael, IEEE Transactions on Systems Science and Cybernetics 4(2),
/// 1968.
#[must_use]
pub fn search(hops: &Hops, from: u32, targets: &[u32], k: usize, max_hops: usize) -> Found {
    Searcher::new(hops).search(from, targets, k, max_hops)
}

#[cfg(test)]
mod tests;
