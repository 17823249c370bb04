//! Clustering: how many of one's contacts know each other.

use super::triad::{Mutual, Triads};
use crate::network::View;

/// Computes the local clustering coefficient of every person.
///
/// Of all the pairs of a person's contacts, the share tied to each other: `c_i = 2·t_i / (k_i·(k_i − 1))`, with `t_i` the ties
/// among the `k_i` contacts. Weights are not used.
///
/// # Range
/// 0 to 1; `None` for people with fewer than two contacts, who have no pairs.
///
/// # Source
/// D. J. Watts and S. H. Strogatz, "Collective dynamics of 'small-world' networks", Nature 393 (1998), 440–442.
///
/// # Complexity
/// As [`Triads`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::clustering::local_clustering, network::View};
/// let triangle_with_tail = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!(local_clustering(&triangle_with_tail), [Some(1.0), Some(1.0), Some(1.0 / 3.0), None]);
/// ```
#[must_use]
pub fn local_clustering(view: &View) -> Vec<Option<f64>> {
    Mutual::of(view).local_clustering()
}

/// Computes the mean local clustering over the people who have at least two contacts.
///
/// Others have no clustering of their own and do not count. Some tools count them as 0 and so report a lower figure for networks
/// with many people seen once.
///
/// # Range
/// 0 to 1; `None` when nobody has two contacts.
///
/// # Source
/// As [`local_clustering`].
///
/// # Complexity
/// As [`local_clustering`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::clustering::average_clustering, network::View};
/// let triangle_with_tail = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)]);
/// assert!((average_clustering(&triangle_with_tail).unwrap() - 7.0 / 9.0).abs() < 1e-12);
/// assert_eq!(average_clustering(&View::default()), None);
/// ```
#[must_use]
pub fn average_clustering(view: &View) -> Option<f64> {
    mean(&local_clustering(view))
}

/// Computes transitivity: of all chains a–b–c in the network, the share whose ends are tied, too.
///
/// `3·triangles / chains`. Weighs people by their number of pairs of contacts, where [`average_clustering`] weighs them equally.
///
/// # Range
/// 0 to 1; `None` when there is no chain of three people.
///
/// # Source
/// M. E. J. Newman, "The structure and function of complex networks", SIAM Review 45 (2003), 167–256, section III.B.
///
/// # Complexity
/// As [`local_clustering`].
///
/// # Examples
/// ```
/// use acquaint::{analysis::clustering::transitivity, network::View};
/// let triangle_with_tail = View::from_ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0)]);
/// assert_eq!(transitivity(&triangle_with_tail), Some(3.0 / 5.0));
/// ```
#[must_use]
pub fn transitivity(view: &View) -> Option<f64> {
    let mutual = Mutual::of(view);
    let closed: u64 = mutual.counts.iter().map(|&mutual| u64::from(mutual)).sum();
    let chains: f64 = (0..view.people()).map(|person| pairs(view.degree(person))).sum();
    (chains > 0.0).then(|| closed as f64 / chains)
}

impl Mutual<'_> {
    fn local_clustering(&self) -> Vec<Option<f64>> {
        // Each triangle of a person is met over two of the person's ties.
        let mut twice = vec![0_u64; self.directed.rank.len()];
        for rank in 0..twice.len() {
            for tie in self.directed.row(rank as u32) {
                twice[rank] += u64::from(self.counts[tie]);
                twice[self.directed.to[tie] as usize] += u64::from(self.counts[tie]);
            }
        }
        let share = |(person, &rank): (usize, &u32)| {
            let pairs = pairs(self.directed.view.degree(person));
            (pairs > 0.0).then(|| (twice[rank as usize] / 2) as f64 / pairs)
        };
        self.directed.rank.iter().enumerate().map(share).collect()
    }
}

impl Triads<'_> {
    /// The [`local_clustering`] of every person.
    #[must_use]
    pub fn local_clustering(&self) -> Vec<Option<f64>> {
        self.mutual.local_clustering()
    }

    /// The [`average_clustering`].
    #[must_use]
    pub fn average_clustering(&self) -> Option<f64> {
        mean(&self.local_clustering())
    }
}

/// The mean of what is defined.
fn mean(values: &[Option<f64>]) -> Option<f64> {
    let defined: Vec<f64> = values.iter().copied().flatten().collect();
    (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
}

/// How many pairs there are among so many contacts.
fn pairs(contacts: usize) -> f64 {
    let contacts = contacts as f64;
    (contacts * (contacts - 1.0) / 2.0).max(0.0)
}
