//! Burt's effective size and efficiency: how many non-redundant contacts one has.

use super::triad::Triads;
use crate::network::View;

/// Computes Burt's effective size of every person's network.
///
/// The number of contacts, less the part of each that the others already reach: five contacts who all know each other count as
/// one, five who do not count as five.
///
/// `E_i = Σ_j [1 − Σ_q p_iq·m_jq]` over the contacts `j` of `i` and the contacts `q` of both, with `p_iq = a_iq / Σ_k a_ik` and
/// `m_jq = a_jq / max_k a_jk`, in units of `j`'s largest tie. With equal weights this is `k − 2t/k`, `t` being the ties among
/// the `k` contacts.
///
/// # Range
/// Above 0, at most the number of contacts; `None` for people without ties.
///
/// # Source
/// R. S. Burt, *Structural Holes: The Social Structure of Competition*, Harvard University Press 1992, chapter 2; the form for
/// equal weights: S. P. Borgatti, "Structural holes: unpacking Burt's redundancy measures", Connections 20 (1997), 35–38.
///
/// # Complexity
/// As [`Triads`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::effective_size::effective_size, network::View};
/// let triangle = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)]);
/// assert_eq!(effective_size(&triangle), [Some(1.0), Some(1.0), Some(1.0), None]);
/// let star = View::from_ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)]);
/// assert_eq!(effective_size(&star)[0], Some(3.0));
/// ```
#[must_use]
pub fn effective_size(view: &View) -> Vec<Option<f64>> {
    Triads::of(view).effective_size()
}

/// Computes the efficiency of every person's network: effective size per contact.
///
/// `E_i / k_i`: 1 when no contact is redundant.
///
/// # Range
/// Above 0, at most 1; `None` for people without ties.
///
/// # Source
/// As [`effective_size`].
///
/// # Complexity
/// As [`effective_size`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::effective_size::efficiency, network::View};
/// let triangle = View::from_ties(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)]);
/// assert_eq!(efficiency(&triangle), [Some(0.5); 3]);
/// ```
#[must_use]
pub fn efficiency(view: &View) -> Vec<Option<f64>> {
    Triads::of(view).efficiency()
}

impl Triads<'_> {
    /// The [`effective_size`] of every person's network.
    #[must_use]
    pub fn effective_size(&self) -> Vec<Option<f64>> {
        let view = self.mutual.directed.view;
        let size = |(person, found): (usize, Option<(usize, f64)>)| {
            found.map(|(rank, strength)| view.degree(person) as f64 - self.redundant[rank] / strength)
        };
        self.ranks().enumerate().map(size).collect()
    }

    /// The [`efficiency`] of every person's network.
    #[must_use]
    pub fn efficiency(&self) -> Vec<Option<f64>> {
        let view = self.mutual.directed.view;
        let of_size = |(person, size): (usize, Option<f64>)| size.map(|size| size / view.degree(person) as f64);
        self.effective_size().into_iter().enumerate().map(of_size).collect()
    }
}
