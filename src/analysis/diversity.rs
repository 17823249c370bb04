//! Diversity of attention: how many different kinds of people one effectively deals with.

use std::collections::BTreeMap;

/// Shannon entropy of shares given as (kind, weight), in nats; weights need not sum to 1. `None` without positive weight.
///
/// # Range
/// 0 (one kind) to ln(kinds).
///
/// # Source
/// Shannon, A Mathematical Theory of Communication, 1948. The Hill number of order 1 is its exponential: the effective number
/// of kinds (Hill, Ecology 54(2), 1973).
///
/// # Examples
/// ```
/// use acquaint::analysis::diversity::{effective_number, entropy};
/// assert_eq!(entropy([(0, 1.0), (1, 1.0)]), Some(2.0_f64.ln()));
/// assert!((effective_number([(0, 1.0), (1, 1.0)]).unwrap() - 2.0).abs() < 1e-12);
/// assert_eq!(entropy::<usize>([]), None);
/// ```
#[must_use]
pub fn entropy<K: Ord>(shares: impl IntoIterator<Item = (K, f64)>) -> Option<f64> {
    let shares = normalised(shares);
    let terms = shares.iter().map(|share| -share * share.ln());
    (!shares.is_empty()).then(|| terms.sum::<f64>().max(0.0))
}

/// The effective number of kinds, `e^H`: 1 when all attention goes to one kind. `None` without positive weight.
#[must_use]
pub fn effective_number<K: Ord>(shares: impl IntoIterator<Item = (K, f64)>) -> Option<f64> {
    entropy(shares).map(f64::exp)
}

/// Blau's index of heterogeneity, `1 − Σ share²`: the chance that two draws are of different kinds. `None` without positive weight.
///
/// # Range
/// 0 (one kind) to 1 − 1/kinds.
///
/// # Source
/// Blau, Inequality and Heterogeneity, 1977; the same as Gini–Simpson (Simpson, Nature 163, 1949).
///
/// # Examples
/// ```
/// use acquaint::analysis::diversity::blau;
/// assert_eq!(blau([(0, 1.0), (1, 1.0)]), Some(0.5));
/// assert_eq!(blau([(0, 3.0)]), Some(0.0));
/// ```
#[must_use]
pub fn blau<K: Ord>(shares: impl IntoIterator<Item = (K, f64)>) -> Option<f64> {
    let shares = normalised(shares);
    (!shares.is_empty()).then(|| (1.0 - shares.iter().map(|share| share * share).sum::<f64>()).max(0.0))
}

/// The weight of each kind divided by the sum, in the order of kinds; empty without positive weight.
fn normalised<K: Ord>(shares: impl IntoIterator<Item = (K, f64)>) -> Vec<f64> {
    let mut totals: BTreeMap<K, f64> = BTreeMap::new();
    for (kind, weight) in shares {
        if weight > 0.0 {
            *totals.entry(kind).or_default() += weight;
        }
    }
    let total: f64 = totals.values().sum();
    totals.into_values().map(|weight| weight / total).collect()
}
