//! Betweenness: who lies on the shortest ways between others.

use rayon::prelude::*;

use crate::network::View;

/// Sources are summed in this many blocks whatever the number of threads, so that rounding does not depend on it.
const BLOCKS: usize = 32;

/// Computes the betweenness of every person, exactly.
///
/// For every two other people, the share of their shortest ways that pass through the person, averaged over all pairs that could
/// exist: `B_v = 2/((n − 1)(n − 2)) · Σ_{s<t} σ_st(v)/σ_st`. Weights are not used.
///
/// # Range
/// 0 to 1 (the middle of a star). `None` with fewer than three people, when there is no other pair.
///
/// # Source
/// U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25 (2001), 163–177; the
/// measure: L. C. Freeman, "A set of measures of centrality based on betweenness", Sociometry 40 (1977), 35–41.
///
/// # Complexity
/// O(n·m) time, spread over the machine's cores; O(n) space for each of 32 blocks. Minutes above some 20,000 people: use
/// [`sampled_betweenness`] there.
///
/// # Examples
/// In Krackhardt's kite, Heather holds the tail: of 36 pairs, 14 need her.
/// ```
/// use acquaint::{analysis::betweenness::betweenness, network::View, synth::classic::kite};
/// let kite = kite();
/// let between = betweenness(&View::from_ties(kite.names.len(), kite.ties));
/// assert!((between[7].unwrap() - 14.0 / 36.0).abs() < 1e-12);
/// assert_eq!(between[9], Some(0.0));
/// ```
#[must_use]
pub fn betweenness(view: &View) -> Vec<Option<f64>> {
    let sources: Vec<usize> = (0..view.people()).collect();
    let Some(pairs) = ordered_pairs(view) else { return vec![None; view.people()] };
    dependencies(view, &sources).0.into_iter().map(|sum| Some(sum / pairs)).collect()
}

/// Betweenness estimated from the shortest ways that begin at some people only.
#[derive(Debug, Clone, PartialEq)]
pub struct SampledBetweenness {
    /// The estimate for every person, 0 to about 1; `None` with fewer than three people.
    pub values: Vec<Option<f64>>,
    /// The standard error of every estimate; `None` where that is undefined (fewer than two sources), 0 when all were used.
    pub standard_errors: Vec<Option<f64>>,
    /// How many people the ways began at.
    pub sources: usize,
}

/// Estimates the betweenness of every person from evenly spread sources, with the standard error of each estimate.
///
/// Every `n/sources`-th person is a source; what they contribute is scaled up by `n/sources`. With `sources ≥ n` this is
/// [`betweenness`]. The standard error takes the sources as a random draw without replacement.
///
/// # Range
/// As [`betweenness`], give or take the error.
///
/// # Source
/// U. Brandes and C. Pich, "Centrality estimation in large networks", International Journal of Bifurcation and Chaos 17 (2007),
/// 2303–2318.
///
/// # Complexity
/// O(sources·m) time, O(n) space for each of 32 blocks.
///
/// # Examples
/// ```
/// use acquaint::{analysis::betweenness::{betweenness, sampled_betweenness}, network::View, synth::classic::karate};
/// let karate = karate();
/// let view = View::from_ties(karate.names.len(), karate.ties);
/// assert_eq!(sampled_betweenness(&view, 1_000).values, betweenness(&view));
/// let sampled = sampled_betweenness(&view, 17);
/// assert_eq!(sampled.sources, 17);
/// assert!((sampled.values[0].unwrap() - betweenness(&view)[0].unwrap()).abs() < 0.1);
/// ```
#[must_use]
pub fn sampled_betweenness(view: &View, sources: usize) -> SampledBetweenness {
    let people = view.people();
    let taken = sources.min(people);
    let Some(pairs) = ordered_pairs(view).filter(|_| taken > 0) else {
        return SampledBetweenness { values: vec![None; people], standard_errors: vec![None; people], sources: 0 };
    };
    let chosen: Vec<usize> = (0..taken).map(|index| index * people / taken).collect();
    let (sums, squares) = dependencies(view, &chosen);
    let scale = people as f64 / taken as f64;
    let unseen = 1.0 - taken as f64 / people as f64;
    let standard_errors = sums
        .iter()
        .zip(squares)
        .map(|(&sum, square)| {
            let count = taken as f64;
            let variance = (square - sum * sum / count).max(0.0) / (count - 1.0);
            (taken > 1).then(|| scale * (count * variance * unseen).sqrt() / pairs)
        })
        .collect();
    SampledBetweenness {
        values: sums.into_iter().map(|sum| Some(sum * scale / pairs)).collect(),
        standard_errors,
        sources: taken,
    }
}

/// (n − 1)(n − 2): the ordered pairs of others that a person could lie between; `None` when there are none.
fn ordered_pairs(view: &View) -> Option<f64> {
    let people = view.people() as f64;
    (view.people() > 2).then_some((people - 1.0) * (people - 2.0))
}

/// The sums over the sources of every person's dependency, and of its square.
fn dependencies(view: &View, sources: &[usize]) -> (Vec<f64>, Vec<f64>) {
    let block = sources.len().div_ceil(BLOCKS).max(1);
    let parts: Vec<(Vec<f64>, Vec<f64>)> = sources
        .par_chunks(block)
        .map(|sources| {
            let mut pass = Pass::new(view.people());
            for &source in sources {
                pass.run(view, source);
            }
            (pass.sums, pass.squares)
        })
        .collect();
    let mut total = (vec![0.0; view.people()], vec![0.0; view.people()]);
    for (sums, squares) in parts {
        total.0.iter_mut().zip(sums).for_each(|(total, part)| *total += part);
        total.1.iter_mut().zip(squares).for_each(|(total, part)| *total += part);
    }
    total
}

/// One source after another, with scratch space reused. Names follow Brandes: `paths` is σ, `dependency` is δ.
struct Pass {
    sums: Vec<f64>,
    squares: Vec<f64>,
    distance: Vec<u32>,
    paths: Vec<f64>,
    dependency: Vec<f64>,
    order: Vec<u32>,
}

const UNSEEN: u32 = u32::MAX;

impl Pass {
    fn new(people: usize) -> Self {
        Self {
            sums: vec![0.0; people],
            squares: vec![0.0; people],
            distance: vec![UNSEEN; people],
            paths: vec![0.0; people],
            dependency: vec![0.0; people],
            order: Vec::with_capacity(people),
        }
    }

    fn run(&mut self, view: &View, source: usize) {
        self.distance[source] = 0;
        self.paths[source] = 1.0;
        self.order.push(source as u32);
        let mut at = 0;
        while at < self.order.len() {
            let person = self.order[at] as usize;
            at += 1;
            for &next in view.neighbours(person) {
                let next_index = next as usize;
                if self.distance[next_index] == UNSEEN {
                    self.distance[next_index] = self.distance[person] + 1;
                    self.order.push(next);
                }
                if self.distance[next_index] == self.distance[person] + 1 {
                    self.paths[next_index] += self.paths[person];
                }
            }
        }
        // Farthest first: what a person passes on to everyone one step farther away is known by then.
        for &person in self.order.iter().rev() {
            let person = person as usize;
            let farther = view.neighbours(person).iter().map(|&next| next as usize);
            let weight: f64 = farther
                .filter(|&next| self.distance[next] == self.distance[person] + 1)
                .map(|next| (1.0 + self.dependency[next]) / self.paths[next])
                .sum();
            self.dependency[person] = self.paths[person] * weight;
            if person != source {
                self.sums[person] += self.dependency[person];
                self.squares[person] += self.dependency[person] * self.dependency[person];
            }
        }
        for person in self.order.drain(..) {
            let person = person as usize;
            self.distance[person] = UNSEEN;
            self.paths[person] = 0.0;
            self.dependency[person] = 0.0;
        }
    }
}
