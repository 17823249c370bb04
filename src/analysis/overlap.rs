//! Neighbourhood overlap: the share of mutual contacts of a tie's two ends.

use super::triad::{Mutual, Triads};
use crate::network::View;

/// Computes the neighbourhood overlap of every tie, as (low, high, overlap), ascending.
///
/// Of all the other people tied to either end, the share tied to both. A tie with overlap 0 leads into another circle; a tie
/// with overlap 1 connects two people who know exactly the same people. Weights are not used.
///
/// `O_ij = n_ij / ((k_i − 1) + (k_j − 1) − n_ij)`, with `n_ij` mutual contacts and `k` the number of ties.
///
/// # Range
/// 0 to 1; `None` where neither end has any other contact.
///
/// # Source
/// J.-P. Onnela et al., "Structure and tie strengths in mobile communication networks", PNAS 104 (2007), 7332–7336.
///
/// # Complexity
/// As [`Triads`].
///
/// # Examples
/// Krackhardt's kite: Diane and Garth share three of their five other contacts; the tail shares nobody.
/// ```
/// use acquaint::{analysis::overlap::neighbourhood_overlap, network::View, synth::classic::kite};
/// let kite = kite();
/// let overlap = neighbourhood_overlap(&View::from_ties(kite.names.len(), kite.ties));
/// let of = |a, b| overlap.iter().find(|tie| (tie.0, tie.1) == (a, b)).and_then(|tie| tie.2);
/// assert_eq!(of(3, 6), Some(3.0 / 6.0));
/// assert_eq!(of(7, 8), Some(0.0));
///
/// let dyad = View::from_ties(2, &[(0, 1, 1.0)]);
/// assert_eq!(neighbourhood_overlap(&dyad), [(0, 1, None)]);
/// ```
#[must_use]
pub fn neighbourhood_overlap(view: &View) -> Vec<(usize, usize, Option<f64>)> {
    Mutual::of(view).overlaps()
}

/// Computes the neighbourhood overlap of one tie (see [`neighbourhood_overlap`]).
///
/// # Range
/// 0 to 1; `None` where the two are not tied or neither has any other contact.
///
/// # Source
/// As [`neighbourhood_overlap`].
///
/// # Complexity
/// O(`k_i` + `k_j`).
///
/// # Examples
/// ```
/// use acquaint::{analysis::overlap::tie_overlap, network::View};
/// let triangle_with_tail = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!(tie_overlap(&triangle_with_tail, 0, 1), Some(1.0));
/// assert_eq!(tie_overlap(&triangle_with_tail, 0, 2), Some(0.5));
/// assert_eq!(tie_overlap(&triangle_with_tail, 0, 3), None);
/// ```
#[must_use]
pub fn tie_overlap(view: &View, a: usize, b: usize) -> Option<f64> {
    if a >= view.people() || b >= view.people() {
        return None;
    }
    view.weight(a, b)?;
    ratio(mutual_contacts(view, a, b).len(), view.degree(a), view.degree(b))
}

/// Computes the mean neighbourhood overlap of every person's ties.
///
/// `Ō_i = Σ_j O_ij / |{j: O_ij defined}|` over the contacts `j` of `i`: low for somebody whose ties lead into circles that do not know each other.
///
/// # Range
/// 0 to 1; `None` for people without ties, and where no tie's overlap is defined.
///
/// # Source
/// As [`neighbourhood_overlap`].
///
/// # Complexity
/// As [`neighbourhood_overlap`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::overlap::mean_overlap, network::View};
/// let triangle_with_tail = View::from_ties(5, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!(mean_overlap(&triangle_with_tail)[..2], [Some(0.75), Some(0.75)]);
/// assert_eq!(mean_overlap(&triangle_with_tail)[3..], [Some(0.0), None]);
/// ```
#[must_use]
pub fn mean_overlap(view: &View) -> Vec<Option<f64>> {
    Mutual::of(view).mean_overlap()
}

/// Lists the people tied to both `a` and `b`, ascending; nobody where either is out of range.
///
/// # Complexity
/// O(`k_a` + `k_b`).
///
/// # Examples
/// ```
/// use acquaint::{analysis::overlap::mutual_contacts, network::View};
/// let square = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0)]);
/// assert_eq!(mutual_contacts(&square, 0, 2), [1, 3]);
/// ```
#[must_use]
pub fn mutual_contacts(view: &View, a: usize, b: usize) -> Vec<usize> {
    let mut mutual = Vec::new();
    if a >= view.people() || b >= view.people() {
        return mutual;
    }
    let (mut left, mut right) = (view.neighbours(a), view.neighbours(b));
    while let (Some((&x, left_rest)), Some((&y, right_rest))) = (left.split_first(), right.split_first()) {
        if x == y {
            mutual.push(x as usize);
        }
        if x <= y {
            left = left_rest;
        }
        if y <= x {
            right = right_rest;
        }
    }
    mutual
}

impl Mutual<'_> {
    fn each_overlap(&self, mut visit: impl FnMut(usize, usize, Option<f64>)) {
        let view = self.directed.view;
        self.each_in_order(|low, high, mutual| visit(low, high, ratio(mutual, view.degree(low), view.degree(high))));
    }

    fn overlaps(&self) -> Vec<(usize, usize, Option<f64>)> {
        let mut overlaps = Vec::with_capacity(self.counts.len());
        self.each_overlap(|low, high, overlap| overlaps.push((low, high, overlap)));
        overlaps
    }

    fn mean_overlap(&self) -> Vec<Option<f64>> {
        let mut sums = vec![(0_u32, 0.0); self.directed.view.people()];
        self.each_overlap(|low, high, overlap| {
            for person in [low, high] {
                if let Some(overlap) = overlap {
                    sums[person].0 += 1;
                    sums[person].1 += overlap;
                }
            }
        });
        sums.into_iter().map(|(count, sum)| (count > 0).then(|| sum / f64::from(count))).collect()
    }
}

impl Triads<'_> {
    /// The [`neighbourhood_overlap`] of every tie.
    #[must_use]
    pub fn neighbourhood_overlap(&self) -> Vec<(usize, usize, Option<f64>)> {
        self.mutual.overlaps()
    }

    /// The [`mean_overlap`] of every person's ties.
    #[must_use]
    pub fn mean_overlap(&self) -> Vec<Option<f64>> {
        self.mutual.mean_overlap()
    }
}

fn ratio(mutual: usize, degree_a: usize, degree_b: usize) -> Option<f64> {
    // Both ends count each other, and the mutual contacts are counted twice.
    let others = degree_a + degree_b - 2 - mutual;
    (others > 0).then(|| mutual as f64 / others as f64)
}
