//! `PageRank`: who is tied to the well tied.

use rayon::prelude::*;

use crate::network::View;

/// The share of steps that follow a tie instead of jumping to anybody.
const DAMPING: f64 = 0.85;
/// The sum of all changes below which the ranks count as settled: all errors together are then below 6e-10.
const TOLERANCE: f64 = 1e-10;
/// Each round shrinks the error by `DAMPING`, so that the tolerance is met long before this many.
const ROUNDS_AT_MOST: usize = 1_000;
/// People are taken in chunks of so many.
const CHUNK: usize = 1 << 12;

/// Computes the `PageRank` of every person, ties weighted.
///
/// The share of time spent with each person by somebody who keeps walking along ties, heavier ties more often, and jumps to
/// anybody at all with probability 0.15 per step, or when there is no tie to follow.
///
/// `r_i = (1 − d)/n + d·(Σ_j r_j·a_ji / Σ_k a_jk + D/n)`, `d = 0.85`, `D` the rank of people without ties.
///
/// # Range
/// Above 0; all ranks sum to 1, and are exact to 1e-9 together.
///
/// # Source
/// S. Brin and L. Page, "The anatomy of a large-scale hypertextual Web search engine", Computer Networks and ISDN Systems 30
/// (1998), 107–117.
///
/// # Complexity
/// O(n + m) a round, on all cores; at most some 140 rounds to a summed change of 1e-10. O(n + m) space.
///
/// # Examples
/// ```
/// use acquaint::{analysis::rank::pagerank, network::View};
/// let star = View::from_ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)]);
/// let rank = pagerank(&star);
/// assert!((rank.iter().sum::<f64>() - 1.0).abs() < 1e-12);
/// // The middle solves x = 0.15/4 + 0.85·(1 − x).
/// assert!((rank[0] - (0.0375 + 0.85) / 1.85).abs() < 1e-9);
/// ```
#[must_use]
pub fn pagerank(view: &View) -> Vec<f64> {
    let people = view.people();
    if people == 0 {
        return Vec::new();
    }
    // Those who are met most often beside each other.
    let place = view.ranks();
    let view = &view.renumbered(&place);
    let everyone = people as f64;
    let strength: Vec<f64> = (0..people).map(|person| view.strength(person)).collect();
    let mut rank = vec![1.0 / everyone; people];
    let mut flow = vec![0.0; people];
    let mut next = vec![0.0; people];
    for _ in 0..ROUNDS_AT_MOST {
        let dangling = in_chunks(&mut flow, |person, flow| {
            let flows = strength[person] > 0.0;
            *flow = if flows { rank[person] / strength[person] } else { 0.0 };
            if flows { 0.0 } else { rank[person] }
        });
        let base = (1.0 - DAMPING + DAMPING * dangling) / everyone;
        let change = in_chunks(&mut next, |person, next| {
            let ties = view.neighbours(person).iter().zip(view.weights(person));
            let received: f64 = ties.map(|(&other, weight)| flow[other as usize] * weight).sum();
            *next = base + DAMPING * received;
            (*next - rank[person]).abs()
        });
        std::mem::swap(&mut rank, &mut next);
        if change < TOLERANCE {
            break;
        }
    }
    place.iter().map(|&place| rank[place as usize]).collect()
}

/// Sets the value of every person on all cores; sums what that gives chunk by chunk, so that the number of threads changes no bit.
fn in_chunks(values: &mut [f64], set: impl Fn(usize, &mut f64) -> f64 + Sync) -> f64 {
    let chunks = values.par_chunks_mut(CHUNK).enumerate();
    let sum = |(chunk, values): (usize, &mut [f64])| -> f64 {
        values.iter_mut().enumerate().map(|(place, value)| set(chunk * CHUNK + place, value)).sum()
    };
    chunks.map(sum).collect::<Vec<f64>>().into_iter().sum()
}
