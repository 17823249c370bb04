//! What triangles add up to: the sums that overlap, clustering, constraint, effective size and local bridges share.

use super::triangle::{Directed, Triangle};
use crate::network::View;

/// How many mutual contacts the two ends of every tie have.
pub(super) struct Mutual<'v> {
    pub(super) directed: Directed<'v>,
    /// By the place of the tie.
    pub(super) counts: Vec<u32>,
}

impl<'v> Mutual<'v> {
    pub(super) fn of(view: &'v View) -> Self {
        let directed = Directed::of(view);
        let mut counts = vec![0; directed.to.len()];
        directed.triangles(|found| {
            for triangle in found.iter().flatten() {
                for tie in [triangle.ab, triangle.ac, triangle.bc] {
                    counts[tie as usize] += 1;
                }
            }
        });
        Self { directed, counts }
    }

    /// Gives every tie once with the mutual contacts of its ends, as (low, high, mutual), ascending.
    pub(super) fn each_in_order(&self, mut visit: impl FnMut(usize, usize, usize)) {
        self.directed.each_in_order(|low, high, place| visit(low, high, self.counts[place] as usize));
    }
}

/// The measures that triangles add up to, from one pass over all of them: as a method each costs next to nothing, where the function of
/// the same name makes a pass of its own.
///
/// # Complexity
/// O(m·√m) time in the worst case, usually far less, spread over the machine's cores; O(n + m) space. The same bytes on any number of
/// threads.
///
/// # Source
/// Directing ties by degree: N. Chiba and T. Nishizeki, "Arboricity and subgraph listing algorithms", SIAM Journal on Computing 14 (1985),
/// 210–223.
///
/// # Examples
/// ```
/// use acquaint::{analysis::triad::Triads, network::View};
/// let triangle = View::from_ties(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)]);
/// let triads = Triads::of(&triangle);
/// assert_eq!(triads.constraint(), [Some(1.125); 3]);
/// assert_eq!(triads.effective_size(), [Some(1.0); 3]);
/// assert_eq!(triads.local_clustering(), [Some(1.0); 3]);
/// ```
pub struct Triads<'v> {
    pub(super) mutual: Mutual<'v>,
    /// `Σ_q a_iq·a_jq/S_q` over the mutual contacts `q` of each tie's ends `i` and `j`, `S_q` the summed weight of `q`'s ties.
    pub(super) through: Vec<f64>,
    /// By rank: `Σ a_iq·a_jq/M_j` over the ordered pairs `j`, `q` of tied contacts of `i`, `M_j` the weight of `j`'s heaviest tie.
    pub(super) redundant: Vec<f64>,
    /// By rank: the summed weight of each person's ties.
    pub(super) strength: Vec<f64>,
}

impl<'v> Triads<'v> {
    /// Makes the pass.
    #[must_use]
    pub fn of(view: &'v View) -> Self {
        let directed = Directed::of(view);
        let people = view.people();
        let (mut strength, mut sum, mut largest) = (vec![0.0; people], vec![0.0; people], vec![0.0; people]);
        for (person, &rank) in directed.rank.iter().enumerate() {
            strength[rank as usize] = view.strength(person);
            sum[rank as usize] = inverse(strength[rank as usize]);
            largest[rank as usize] = inverse(view.weights(person).iter().copied().fold(0.0, f64::max));
        }
        let mut of_tie = vec![(0.0, 0_u32); directed.to.len()];
        let mut redundant = vec![0.0; people];
        let parts = |triangle: &Triangle| {
            let [ab, ac, bc] = [triangle.ab, triangle.ac, triangle.bc].map(|tie| directed.weights[tie as usize]);
            let corners = [triangle.a, directed.to[triangle.ab as usize], directed.to[triangle.ac as usize]];
            (corners.map(|corner| corner as usize), [ab * ac, ab * bc, ac * bc])
        };
        directed.triangles(|found| {
            // Each sum has one thread, and the triangles come in one order.
            let ties = || {
                for triangle in found.iter().flatten() {
                    let ([a, b, c], [at_a, at_b, at_c]) = parts(triangle);
                    let parts = [(triangle.ab, at_c * sum[c]), (triangle.ac, at_b * sum[b]), (triangle.bc, at_a * sum[a])];
                    for (tie, part) in parts {
                        let (through, mutual) = &mut of_tie[tie as usize];
                        *through += part;
                        *mutual += 1;
                    }
                }
            };
            let people = || {
                for triangle in found.iter().flatten() {
                    let ([a, b, c], [at_a, at_b, at_c]) = parts(triangle);
                    redundant[a] += at_c * largest[b] + at_b * largest[c];
                    redundant[b] += at_c * largest[a] + at_a * largest[c];
                    redundant[c] += at_b * largest[a] + at_a * largest[b];
                }
            };
            rayon::join(ties, people);
        });
        let (through, counts) = of_tie.into_iter().unzip();
        Self { mutual: Mutual { directed, counts }, through, redundant, strength }
    }

    /// The rank of each person who has ties that weigh something, with the summed weight; by number.
    pub(super) fn ranks(&self) -> impl Iterator<Item = Option<(usize, f64)>> + '_ {
        let ranks = self.mutual.directed.rank.iter().map(|&rank| rank as usize);
        ranks.map(|rank| Some((rank, self.strength[rank])).filter(|(_, strength)| *strength > 0.0))
    }
}

/// 0 where all weigh nothing, or too little for a number of its own: there is nothing to share then.
fn inverse(weight: f64) -> f64 {
    if weight >= f64::MIN_POSITIVE { 1.0 / weight } else { 0.0 }
}
