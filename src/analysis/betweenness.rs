//! Betweenness: who lies on the shortest ways between others.

use rayon::prelude::*;

use super::scratch::Scratch;
use crate::network::View;

/// Sources are summed in this many blocks whatever the number of threads, so that rounding does not depend on it.
const BLOCKS: usize = 32;
/// Blocks whose sums are held in memory at once.
const BLOCKS_AT_ONCE: usize = 8;

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
/// O(n·m) time, spread over the machine's cores; O(n + m) space and O(n) for each of 8 blocks at once. Minutes above some 20,000 people: use
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
/// O(sources·m) time, O(n + m) space and O(n) for each of 8 blocks at once.
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
    let rank = view.ranks();
    let by_rank = view.renumbered(&rank);
    let blocks: Vec<&[usize]> = sources.chunks(sources.len().div_ceil(BLOCKS).max(1)).collect();
    let scratch = Scratch::new(|| Pass::new(view.people()));
    let sums_of = |sources: &&[usize]| {
        let mut sums = vec![[0.0; 2]; view.people()];
        scratch.with(|pass| sources.iter().for_each(|&source| pass.run(&by_rank, rank[source], &mut sums)));
        sums
    };
    let mut total = vec![[0.0; 2]; view.people()];
    for blocks in blocks.chunks(BLOCKS_AT_ONCE) {
        let parts: Vec<Vec<[f64; 2]>> = blocks.par_iter().map(sums_of).collect();
        for part in parts {
            for (total, [sum, square]) in total.iter_mut().zip(part) {
                *total = [total[0] + sum, total[1] + square];
            }
        }
    }
    rank.iter().map(|&rank| total[rank as usize]).map(|[sum, square]| (sum, square)).unzip()
}

/// One source after another, with scratch space reused. Nothing is left in it between them.
struct Pass {
    /// Everybody's distance from the source modulo 3: ties lead one step nearer, one farther or to the same distance, so that says which.
    phase: Vec<u8>,
    /// The number of shortest ways from the source, Brandes' σ; once a person has been passed on the way back, what each of these ways is
    /// worth to the people before: `(1 + δ)/σ`, with δ the dependency.
    ways: Vec<f64>,
    order: Vec<u32>,
}

const UNSEEN: u8 = 3;

impl Pass {
    fn new(people: usize) -> Self {
        Self { phase: vec![UNSEEN; people], ways: vec![0.0; people], order: Vec::with_capacity(people) }
    }

    /// Adds the dependency of the source on everybody, and its square.
    fn run(&mut self, view: &View, source: u32, sums: &mut [[f64; 2]]) {
        let Self { phase, ways, order } = self;
        (phase[source as usize], ways[source as usize]) = (0, 1.0);
        order.push(source);
        let mut level = 0..1;
        while !level.is_empty() {
            // Rows are read in the order in which they lie in memory, on the way back, too.
            order[level.clone()].sort_unstable();
            for at in level.clone() {
                let person = order[at] as usize;
                let (farther, own) = ((phase[person] + 1) % 3, ways[person]);
                for &next in view.neighbours(person) {
                    let phase = &mut phase[next as usize];
                    if *phase == UNSEEN {
                        *phase = farther;
                        ways[next as usize] = own;
                        order.push(next);
                    } else if *phase == farther {
                        ways[next as usize] += own;
                    }
                }
            }
            level = level.end..order.len();
        }
        // Farthest first: what a person passes on to everyone one step farther away is known by then.
        for &person in order.iter().rev() {
            let (farther, own) = ((phase[person as usize] + 1) % 3, ways[person as usize]);
            let next = view.neighbours(person as usize).iter().map(|&next| next as usize);
            let dependency = own * next.filter(|&next| phase[next] == farther).map(|next| ways[next]).sum::<f64>();
            ways[person as usize] = (1.0 + dependency) / own;
            if person != source {
                let [sum, square] = &mut sums[person as usize];
                *sum += dependency;
                *square += dependency * dependency;
            }
        }
        order.drain(..).for_each(|person| phase[person as usize] = UNSEEN);
    }
}
