//! The survival curve of ties, with the interval it lies in.

use super::survival::Lifetime;

/// The quantile of the normal distribution that leaves 2.5 % above.
const NORMAL_QUANTILE: f64 = 1.959_963_984_540_054;

/// A step of a survival curve: from these days on, until the next step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Days since the first contact.
    pub days: i32,
    /// The probability that a tie has not ended until then, 0 to 1.
    pub probability: f64,
    /// Its 95 % interval, low and high; `None` at 0, where no tie is left and the estimate has no variance.
    pub interval: Option<(f64, f64)>,
    /// Ties still followed just before.
    pub at_risk: usize,
}

/// The Kaplan–Meier curve at every time at which a tie ended, with the pointwise log-log interval on Greenwood's variance:
///
/// `S^exp(±z·σ)` with `σ² = Σ d_i/(n_i·(n_i − d_i)) / (ln S)²`, which unlike `S ± z·se` never leaves 0 to 1.
///
/// # Range
/// Probabilities fall from below 1 to at least 0; `low ≤ probability ≤ high`. Empty when no tie has ended.
///
/// # Source
/// Kaplan & Meier, Journal of the American Statistical Association 53, 1958; the interval: Kalbfleisch & Prentice, The Statistical
/// Analysis of Failure Time Data, 1980, section 1.4.
///
/// # Complexity
/// O(n log n) in the lifetimes.
///
/// # Examples
/// The remission times of Freireich et al. 1963, whose intervals are printed in textbooks (R's `survfit` with `conf.type = "log-log"`):
/// after 10 weeks 0.753, from 0.503 to 0.889.
/// ```
/// use acquaint::analysis::{survival::Lifetime, survival_curve::survival_curve};
/// let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|days| Lifetime { days, ended: true });
/// let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|days| Lifetime { days, ended: false });
/// let steps = survival_curve(&[&ended[..], &censored[..]].concat());
/// let after_ten = steps.iter().find(|step| step.days == 10).unwrap();
/// let (low, high) = after_ten.interval.unwrap();
/// assert_eq!((after_ten.at_risk, steps.len()), (15, 7));
/// assert!((low - 0.503_1).abs() < 1e-3 && (high - 0.889_4).abs() < 1e-3, "{low} {high}");
/// ```
#[must_use]
pub fn survival_curve(lifetimes: &[Lifetime]) -> Vec<Step> {
    let mut sorted = lifetimes.to_vec();
    sorted.sort_unstable();
    let (mut probability, mut sum) = (1.0_f64, 0.0);
    let mut at_risk = sorted.len();
    let mut steps = Vec::new();
    for same in sorted.chunk_by(|one, other| one.days == other.days) {
        let ended = same.iter().filter(|lifetime| lifetime.ended).count();
        if ended > 0 {
            let (ends, risk) = (ended as f64, at_risk as f64);
            probability *= 1.0 - ends / risk;
            sum += ends / (risk * (risk - ends));
            let days = same.first().map_or(0, |lifetime| lifetime.days);
            steps.push(Step { days, probability, interval: interval(probability, sum), at_risk });
        }
        at_risk -= same.len();
    }
    steps
}

fn interval(probability: f64, sum: f64) -> Option<(f64, f64)> {
    let log = probability.ln();
    let spread = (NORMAL_QUANTILE * sum.sqrt() / log.abs()).exp();
    (probability > 0.0 && spread.is_finite()).then(|| (probability.powf(spread), probability.powf(1.0 / spread)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::survival::kaplan_meier;

    proptest! {
        #[test]
        fn the_curve_falls_within_its_interval_and_agrees_with_the_estimate_at_each_step(
            lifetimes in prop::collection::vec((0_i32..400, any::<bool>()), 0..60),
        ) {
            let lifetimes: Vec<Lifetime> = lifetimes.into_iter().map(|(days, ended)| Lifetime { days, ended }).collect();
            let steps = survival_curve(&lifetimes);
            prop_assert!(steps.windows(2).all(|two| two[0].days < two[1].days && two[0].probability > two[1].probability));
            for step in &steps {
                let estimate = kaplan_meier(&lifetimes, step.days).unwrap();
                prop_assert!((estimate.probability - step.probability).abs() < 1e-12);
                prop_assert_eq!(step.interval.is_none(), step.probability <= 0.0);
                if let Some((low, high)) = step.interval {
                    prop_assert!(0.0 <= low && low <= step.probability && step.probability <= high && high <= 1.0);
                }
            }
        }
    }
}
