//! How good predictions are: order, sharpness, calibration.

use super::fit::log_loss_of;

/// A score, the probability that was predicted (if any), and whether it came true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// What orders the predictions.
    pub score: f64,
    /// ln of the predicted odds; `None` where only the order is predicted.
    pub logit: Option<f64>,
    /// Whether it came true.
    pub positive: bool,
}

impl Prediction {
    fn probability(&self) -> Option<f64> {
        self.logit.map(super::fit::sigmoid)
    }
}

/// Sorts predictions by score, as every function here asks for; the order among equal scores never matters.
pub fn sort(predictions: &mut [Prediction]) {
    // Stable, because a pool is a row of sorted runs, which this merges in linear time.
    predictions.sort_by(|one, other| one.score.total_cmp(&other.score));
}

fn positives(predictions: &[Prediction]) -> usize {
    predictions.iter().filter(|prediction| prediction.positive).count()
}

/// The area under the ROC curve: the probability that a random tie with contact is ranked above a random one without, equal scores
/// counting half.
///
/// `(Σ ranks of positives − P(P+1)/2) / (P·N)`, equal scores sharing their mean rank.
///
/// # Range
/// 0 to 1; 0.5 is chance. `None` when only one outcome occurs.
///
/// # Source
/// Mann and Whitney (1947), doi:10.1214/aoms/1177730491.
///
/// # Complexity
/// O(n) over sorted predictions.
///
/// # Examples
/// ```
/// use acquaint::ties::backtest::metrics::{Prediction, auc};
/// let made = |score, positive| Prediction { score, logit: None, positive };
/// // Of the four pairs, two are in order, one is equal, one is not: 2.5 of 4.
/// let sorted = [made(1.0, false), made(2.0, true), made(3.0, false), made(3.0, true)];
/// assert_eq!(auc(&sorted), Some(0.625));
/// assert_eq!(auc(&sorted[..1]), None);
/// ```
#[must_use]
pub fn auc(sorted: &[Prediction]) -> Option<f64> {
    let (mut doubled, mut negatives_below, mut positives_seen) = (0_u64, 0_u64, 0_u64);
    for equal in sorted.chunk_by(|one, other| one.score.total_cmp(&other.score).is_eq()) {
        let positive = positives(equal) as u64;
        let negative = equal.len() as u64 - positive;
        // Whole numbers, so that the result does not depend on any order of summing.
        doubled += positive * (2 * negatives_below + negative);
        negatives_below += negative;
        positives_seen += positive;
    }
    let pairs = positives_seen * negatives_below;
    (pairs > 0).then(|| doubled as f64 / 2.0 / pairs as f64)
}

/// Average precision: the mean, over ties with contact, of the precision among all that are ranked at least as high.
///
/// `Σ (R_k − R_{k−1})·P_k` over the distinct scores from the highest; equal scores are one step, nothing is interpolated.
///
/// # Range
/// 0 to 1; a random order gives the base rate. `None` without any contact.
///
/// # Source
/// As `average_precision_score` of scikit-learn 1.9 computes it.
///
/// # Complexity
/// O(n) over sorted predictions.
///
/// # Examples
/// ```
/// use acquaint::ties::backtest::metrics::{Prediction, average_precision};
/// let made = |score, positive| Prediction { score, logit: None, positive };
/// // From the top: a hit among two of score 3 (1/2), then a second hit among three (2/3).
/// let sorted = [made(1.0, false), made(2.0, true), made(3.0, false), made(3.0, true)];
/// assert_eq!(average_precision(&sorted), Some(0.5 * 0.5 + 0.5 * (2.0 / 3.0)));
/// ```
#[must_use]
pub fn average_precision(sorted: &[Prediction]) -> Option<f64> {
    let all = positives(sorted);
    let (mut hits, mut ranked, mut sum) = (0_usize, 0_usize, 0.0);
    // The highest scores stand last.
    let mut rest = sorted;
    while let Some(last) = rest.last() {
        let from = rest.partition_point(|prediction| prediction.score.total_cmp(&last.score).is_lt());
        let (before, equal) = rest.split_at(from);
        let found = positives(equal);
        hits += found;
        ranked += equal.len();
        sum += found as f64 / all.max(1) as f64 * (hits as f64 / ranked as f64);
        rest = before;
    }
    (all > 0).then_some(sum)
}

/// Sums from which the Brier score and its kin follow, and which add up over windows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Loss {
    /// How many predictions had a probability.
    pub count: usize,
    /// How many of them came true.
    pub positives: usize,
    /// Σ (p − y)².
    pub squared: f64,
    /// Σ −ln(probability given to what happened).
    pub log: f64,
}

impl Loss {
    /// The sums over predictions; those without a probability are left out.
    #[must_use]
    pub fn of(predictions: &[Prediction]) -> Self {
        predictions.iter().fold(Self::default(), |mut loss, prediction| {
            if let (Some(probability), Some(logit)) = (prediction.probability(), prediction.logit) {
                let outcome = f64::from(u8::from(prediction.positive));
                loss.count += 1;
                loss.positives += usize::from(prediction.positive);
                loss.squared += (probability - outcome).powi(2);
                loss.log += log_loss_of(logit, prediction.positive);
            }
            loss
        })
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            positives: self.positives + other.positives,
            squared: self.squared + other.squared,
            log: self.log + other.log,
        }
    }

    /// The Brier score: the mean squared difference of probability and outcome.
    ///
    /// # Range
    /// 0 to 1, 0 is perfect. `None` without predictions.
    ///
    /// # Source
    /// Brier (1950), doi:10.1175/1520-0493(1950)078%3C0001:VOFEIT%3E2.0.CO;2.
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        (self.count > 0).then(|| self.squared / self.count as f64)
    }

    /// The Brier skill: how much of the Brier score of always predicting the base rate is taken away, `1 − B/(b·(1 − b))`.
    ///
    /// # Range
    /// At most 1; 0 is no better than the base rate of the same windows, below 0 is worse. `None` when only one outcome occurs.
    #[must_use]
    pub fn brier_skill(&self) -> Option<f64> {
        let base = self.positives as f64 / self.count.max(1) as f64;
        let mixed = self.positives > 0 && self.positives < self.count;
        self.brier().filter(|_| mixed).map(|brier| 1.0 - brier / (base * (1.0 - base)))
    }

    /// The mean of −ln(probability given to what happened).
    ///
    /// # Range
    /// From 0, which is perfect, in nats. `None` without predictions.
    #[must_use]
    pub fn log_loss(&self) -> Option<f64> {
        (self.count > 0).then(|| self.log / self.count as f64)
    }
}

/// One tenth of the predictions.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Decile {
    /// The mean probability that was predicted.
    pub predicted: f64,
    /// The share that came true.
    pub observed: f64,
    /// How many.
    pub n: usize,
}

/// Predicted against observed, by tenths of the predictions in order of their probability.
///
/// Equal scores are never parted, so that a tenth may hold more than its share, and there may be fewer than ten.
///
/// # Range
/// Empty when any prediction has no probability, or there are none.
///
/// # Complexity
/// O(n) over sorted predictions.
///
/// # Examples
/// ```
/// use acquaint::ties::backtest::metrics::{Prediction, deciles};
/// let sorted: Vec<_> = (0..20).map(|n| Prediction { score: 0.0, logit: Some(0.0), positive: n < 7 }).collect();
/// assert_eq!((deciles(&sorted).len(), deciles(&sorted)[0].observed), (1, 0.35));
/// ```
#[must_use]
pub fn deciles(sorted: &[Prediction]) -> Vec<Decile> {
    let Some(logits) = sorted.iter().map(|prediction| prediction.logit).collect::<Option<Vec<f64>>>() else { return Vec::new() };
    // A baseline whose fitted slope is negative predicts less for a higher score, and a pool of folds mixes several fits.
    let in_order = logits.is_sorted();
    let mut order: Vec<(f64, bool)> = logits.into_iter().zip(sorted.iter().map(|prediction| prediction.positive)).collect();
    if !in_order {
        order.sort_by(|one, other| one.0.total_cmp(&other.0));
    }
    let mut deciles = Vec::new();
    let (mut start, mut end) = (0, 0);
    for equal in order.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        end += equal.len();
        // The tenth is full when its share of all is reached.
        if end * 10 >= (deciles.len() + 1) * order.len() {
            deciles.push(decile(&order[start..end]));
            start = end;
        }
    }
    deciles
}

fn decile(of: &[(f64, bool)]) -> Decile {
    let count = of.len() as f64;
    Decile {
        predicted: of.iter().map(|(logit, _)| super::fit::sigmoid(*logit)).sum::<f64>() / count,
        observed: of.iter().filter(|(_, positive)| *positive).count() as f64 / count,
        n: of.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn predictions(raw: &[(f64, bool)], transform: impl Fn(f64) -> f64) -> Vec<Prediction> {
        let made = |&(score, positive): &(f64, bool)| Prediction { score: transform(score), logit: Some(score), positive };
        let mut made: Vec<Prediction> = raw.iter().map(made).collect();
        sort(&mut made);
        made
    }

    #[test]
    fn one_outcome_leaves_order_and_skill_undefined() {
        for positive in [true, false] {
            let sorted = predictions(&[(0.1, positive), (0.2, positive)], |score| score);
            let loss = Loss::of(&sorted);
            assert_eq!((auc(&sorted), loss.brier_skill()), (None, None));
            assert_eq!(average_precision(&sorted), positive.then_some(1.0));
            assert!(loss.brier().is_some() && loss.log_loss().is_some());
        }
        assert_eq!((Loss::of(&[]).brier(), Loss::of(&[]).log_loss(), deciles(&[]).len()), (None, None, 0));
    }

    proptest! {
        /// Order is all that the area sees, and turning the order around mirrors it.
        #[test]
        fn auc_is_invariant_under_monotone_transforms(
            raw in proptest::collection::vec(((-20_i32..20).prop_map(|n| f64::from(n) / 4.0), any::<bool>()), 0..200)
        ) {
            let plain = predictions(&raw, |score| score);
            let bent = predictions(&raw, |score| score.exp() + score.powi(3));
            let turned = predictions(&raw, |score| -score);
            prop_assert_eq!(auc(&plain), auc(&bent));
            prop_assert_eq!(average_precision(&plain), average_precision(&bent));
            if let (Some(one), Some(other)) = (auc(&plain), auc(&turned)) {
                prop_assert!((one + other - 1.0).abs() < 1e-12 && (0.0..=1.0).contains(&one));
            }
        }

        /// Tenths part the predictions, in order, and their means add up to the means of all.
        #[test]
        fn deciles_part_the_predictions(raw in proptest::collection::vec((-9.0_f64..9.0, any::<bool>()), 1..300)) {
            let sorted = predictions(&raw, |score| score);
            let deciles = deciles(&sorted);
            prop_assert!(deciles.len() <= 10 && deciles.is_sorted_by(|one, other| one.predicted <= other.predicted));
            prop_assert_eq!(deciles.iter().map(|decile| decile.n).sum::<usize>(), raw.len());
            let observed: f64 = deciles.iter().map(|decile| decile.observed * decile.n as f64).sum();
            prop_assert!((observed - raw.iter().filter(|(_, positive)| *positive).count() as f64).abs() < 1e-6);
        }
    }
}
