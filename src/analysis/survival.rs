//! Survival of ties: the share still in touch some time after the first contact.

/// Days of silence after which a tie counts as ended here.
pub const ENDED_AFTER_DAYS: i32 = 90;

/// How long one tie was followed, and whether it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lifetime {
    /// Days from the first contact to the end, or to the as-of day when it had not ended by then.
    pub days: i32,
    /// Whether it ended; if not, the observation is censored.
    pub ended: bool,
}

/// A point of a survival curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survival {
    /// The probability that a tie has not ended until then, 0 to 1.
    pub probability: f64,
    /// Greenwood's standard error; `None` when nobody is left.
    pub standard_error: Option<f64>,
}

/// The lifetime of a tie by its contact-days, sorted and each once. It ends on the day when silence reaches ninety days for the first time; one
/// that has not is censored on the as-of day. Somebody met once and never again has a lifetime of ninety days, so that survival at ninety
/// days is the share of people who were in touch again within them.
///
/// # Range
/// `None` without contact.
///
/// # Examples
/// ```
/// use acquaint::analysis::survival::{Lifetime, lifetime};
/// assert_eq!(lifetime(&[0, 30], 60), Some(Lifetime { days: 60, ended: false }));
/// assert_eq!(lifetime(&[0, 30, 300], 301), Some(Lifetime { days: 120, ended: true }));
/// assert_eq!(lifetime(&[0], 400), Some(Lifetime { days: 90, ended: true }));
/// ```
#[must_use]
pub fn lifetime(contact_days: &[i32], today: i32) -> Option<Lifetime> {
    let first = *contact_days.first()?;
    let ends = contact_days.iter().zip(contact_days.iter().skip(1).chain([&today]));
    let ended =
        ends.filter(|(day, next)| **next - **day >= ENDED_AFTER_DAYS).map(|(day, _)| day - first + ENDED_AFTER_DAYS).next();
    Some(Lifetime { days: ended.unwrap_or((today - first).max(0)), ended: ended.is_some() })
}

/// The Kaplan–Meier estimate of survival at some days: `Π (1 − d_i/n_i)` over the times `t_i ≤ at_days` at which `d_i` of the `n_i` ties still
/// followed ended. Its variance is Greenwood's, `S²·Σ d_i/(n_i·(n_i − d_i))`. Ties that end at a time are counted before ties censored at it.
///
/// # Range
/// `None` when no tie was followed that long, and some had not ended.
///
/// # Source
/// Kaplan & Meier, Nonparametric Estimation from Incomplete Observations, Journal of the American Statistical Association 53, 1958.
///
/// # Complexity
/// O(n log n) in the lifetimes.
///
/// # Examples
/// The remission times in weeks of Freireich et al. 1963, a textbook's first example; values as lifelines 0.30.3 gives them.
/// ```
/// use acquaint::analysis::survival::{Lifetime, kaplan_meier};
/// let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|days| Lifetime { days, ended: true });
/// let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|days| Lifetime { days, ended: false });
/// let all = [&ended[..], &censored[..]].concat();
/// let after_ten = kaplan_meier(&all, 10).unwrap();
/// assert!((after_ten.probability - 0.752_941_176_470_588_2).abs() < 1e-12);
/// assert!((after_ten.standard_error.unwrap() - 0.096_349_652_994_320_45).abs() < 1e-12);
/// assert!((kaplan_meier(&all, 30).unwrap().probability - 0.448_179_271_708_683_3).abs() < 1e-12);
/// assert_eq!(kaplan_meier(&all, 36), None);
/// ```
#[must_use]
pub fn kaplan_meier(lifetimes: &[Lifetime], at_days: i32) -> Option<Survival> {
    let mut sorted = lifetimes.to_vec();
    sorted.sort_unstable();
    let (mut probability, mut sum) = (1.0, 0.0);
    let mut at_risk = sorted.len();
    for same in sorted.chunk_by(|one, other| one.days == other.days).take_while(|same| same[0].days <= at_days) {
        let ended = same.iter().filter(|lifetime| lifetime.ended).count();
        let (ends, risk) = (ended as f64, at_risk as f64);
        probability *= 1.0 - ends / risk;
        sum += ends / (risk * (risk - ends));
        at_risk -= same.len();
    }
    let longest = sorted.last()?.days;
    let standard_error = (probability > 0.0).then(|| probability * f64::sqrt(sum));
    (longest >= at_days || probability <= 0.0).then_some(Survival { probability, standard_error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_textbook_curve_agrees_with_lifelines_at_every_step() {
        let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(|days| Lifetime { days, ended: true });
        let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(|days| Lifetime { days, ended: false });
        let all = [&ended[..], &censored[..]].concat();
        let reference = [
            (6, 0.857_142_857_142_857, 0.076_360_354_832_121_24),
            (7, 0.806_722_689_075_629_8, 0.086_935_285_180_057_16),
            (13, 0.690_196_078_431_372_6, 0.106_814_707_775_009_7),
            (16, 0.627_450_980_392_156_8, 0.114_053_865_256_752_5),
            (22, 0.537_815_126_050_419_9, 0.128_233_751_693_033_94),
            (35, 0.448_179_271_708_683_27, 0.134_591_456_755_760_4),
        ];
        for (days, probability, error) in reference {
            let found = kaplan_meier(&all, days).unwrap();
            assert!((found.probability - probability).abs() < 1e-12, "{days}: {found:?}");
            assert!((found.standard_error.unwrap() - error).abs() < 1e-12, "{days}: {found:?}");
        }
    }

    #[test]
    fn nobody_followed_and_nobody_left_have_defined_answers() {
        assert_eq!(kaplan_meier(&[], 90), None);
        assert_eq!(kaplan_meier(&[Lifetime { days: 23, ended: false }], 90), None);
        let gone = kaplan_meier(&[Lifetime { days: 90, ended: true }], 180).unwrap();
        assert_eq!((gone.probability, gone.standard_error), (0.0, None));
        assert_eq!(lifetime(&[], 5), None);
        assert_eq!(lifetime(&[7], 7), Some(Lifetime { days: 0, ended: false }));
    }
}
