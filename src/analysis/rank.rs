//! `PageRank`: who is tied to the well tied.

use crate::network::View;

/// The share of steps that follow a tie instead of jumping to anybody.
const DAMPING: f64 = 0.85;
/// The sum of all changes below which the ranks count as settled.
const TOLERANCE: f64 = 1e-12;
/// Each round shrinks the error by `DAMPING`, so that the tolerance is met long before this many.
const ROUNDS_AT_MOST: usize = 1_000;

/// Computes the `PageRank` of every person, ties weighted.
///
/// The share of time spent with each person by somebody who keeps walking along ties, heavier ties more often, and jumps to
/// anybody at all with probability 0.15 per step, or when there is no tie to follow.
///
/// `r_i = (1 − d)/n + d·(Σ_j r_j·a_ji / Σ_k a_jk + D/n)`, `d = 0.85`, `D` the rank of people without ties.
///
/// # Range
/// Above 0; all ranks sum to 1.
///
/// # Source
/// S. Brin and L. Page, "The anatomy of a large-scale hypertextual Web search engine", Computer Networks and ISDN Systems 30
/// (1998), 107–117.
///
/// # Complexity
/// O(n + m) a round; about 170 rounds to a summed change of 1e-12. O(n) space.
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
    let everyone = people as f64;
    let strength: Vec<f64> = (0..people).map(|person| view.strength(person)).collect();
    let mut rank = vec![1.0 / everyone; people];
    let mut flow = vec![0.0; people];
    let mut next = vec![0.0; people];
    for _ in 0..ROUNDS_AT_MOST {
        let mut dangling = 0.0;
        for person in 0..people {
            if strength[person] > 0.0 {
                flow[person] = rank[person] / strength[person];
            } else {
                flow[person] = 0.0;
                dangling += rank[person];
            }
        }
        let base = (1.0 - DAMPING + DAMPING * dangling) / everyone;
        for (person, next) in next.iter_mut().enumerate() {
            let ties = view.neighbours(person).iter().zip(view.weights(person));
            let received: f64 = ties.map(|(&other, weight)| flow[other as usize] * weight).sum();
            *next = base + DAMPING * received;
        }
        let change: f64 = rank.iter().zip(&next).map(|(before, after)| (after - before).abs()).sum();
        std::mem::swap(&mut rank, &mut next);
        if change < TOLERANCE {
            break;
        }
    }
    rank
}
