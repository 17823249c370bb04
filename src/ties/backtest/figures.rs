//! The figures of one model on the windows of a cut-off, and on those of all.

use super::baseline::{Fitted, Model};
use super::metrics::{Decile, Loss, Prediction, auc, average_precision, deciles, sort};
use super::windows::Window;

/// Days of silence above which a tie is quiet; predicting these is what is hard.
pub const QUIET_ABOVE_DAYS: i32 = 14;

/// How well one model did. Undefined is `None`: with one outcome only, or where it predicted no probability.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// The area under the ROC curve over all dyads.
    pub auc: Option<f64>,
    /// The mean of the area within each person's own list, over the lists with both outcomes.
    pub auc_within_person: Option<f64>,
    /// Average precision.
    pub average_precision: Option<f64>,
    /// Sums for the Brier score, its skill, and the log loss.
    pub loss: Loss,
    /// The area over ties silent for more than [`QUIET_ABOVE_DAYS`] days.
    pub quiet_auc: Option<f64>,
    /// Predicted against observed by tenths; empty where no probability was predicted.
    pub calibration: Vec<Decile>,
}

/// Each person's windows: (person, place in the fold), sorted.
pub(super) fn lists(windows: &[Window]) -> Vec<(u32, u32)> {
    let ends = windows.iter().zip(0_u32..).flat_map(|(window, place)| [(window.low, place), (window.high, place)]);
    let mut lists: Vec<(u32, u32)> = ends.collect();
    lists.sort_unstable();
    lists
}

/// The windows of one cut-off, what was fitted before it, and the windows by person.
pub(super) struct Part<'a> {
    pub(super) windows: &'a [Window],
    pub(super) fitted: &'a Fitted,
    pub(super) lists: Vec<(u32, u32)>,
}

/// The figures of a model on every cut-off, and on all windows together.
pub(super) type Scored = (Vec<Figures>, Figures);

/// The figures of one fold and what the pool of all folds needs of it.
#[derive(Debug, Default)]
struct Pool {
    predictions: Vec<Prediction>,
    quiet: Vec<Prediction>,
    loss: Loss,
    within: (f64, usize),
}

/// The figures of a model on every fold, then pooled over all of them.
///
/// # Complexity
/// O(n log n) in the windows.
pub(super) fn figures(model: Model, folds: &[Part<'_>]) -> Scored {
    let mut pool = Pool::default();
    let mut every_probability = true;
    let by_fold = folds
        .iter()
        .map(|Part { windows, fitted, lists }| {
            let mut predictions: Vec<Prediction> = windows
                .iter()
                .map(|window| {
                    let (score, logit) = fitted.predict(model, window);
                    Prediction { score, logit, positive: window.positive }
                })
                .collect();
            let within = within_person(&predictions, lists);
            let quiet = windows.iter().zip(&predictions).filter(|(window, _)| window.silence_days > QUIET_ABOVE_DAYS);
            let mut quiet: Vec<Prediction> = quiet.map(|(_, prediction)| *prediction).collect();
            // Sums run in the order of dyads, before anything is sorted.
            let loss = Loss::of(&predictions);
            sort(&mut predictions);
            sort(&mut quiet);
            every_probability &= predictions.iter().all(|prediction| prediction.logit.is_some());
            let figures = summarise(&predictions, &quiet, loss, within);
            pool.predictions.extend(&predictions);
            pool.quiet.extend(&quiet);
            pool.loss = pool.loss.plus(loss);
            pool.within = (pool.within.0 + within.0, pool.within.1 + within.1);
            figures
        })
        .collect();
    sort(&mut pool.predictions);
    sort(&mut pool.quiet);
    let mut pooled = summarise(&pool.predictions, &pool.quiet, pool.loss, pool.within);
    if !every_probability {
        pool.predictions.retain(|prediction| prediction.logit.is_some());
        pooled.calibration = deciles(&pool.predictions);
    }
    (by_fold, pooled)
}

fn summarise(sorted: &[Prediction], sorted_quiet: &[Prediction], loss: Loss, within: (f64, usize)) -> Figures {
    Figures {
        auc: auc(sorted),
        auc_within_person: (within.1 > 0).then(|| within.0 / within.1 as f64),
        average_precision: average_precision(sorted),
        loss,
        quiet_auc: auc(sorted_quiet),
        calibration: deciles(sorted),
    }
}

/// The sum of the areas within the lists that have both outcomes, and how many there are.
fn within_person(predictions: &[Prediction], lists: &[(u32, u32)]) -> (f64, usize) {
    let mut list: Vec<Prediction> = Vec::new();
    let areas = lists.chunk_by(|one, other| one.0 == other.0).filter_map(|places| {
        list.clear();
        list.extend(places.iter().filter_map(|(_, place)| predictions.get(*place as usize)));
        let positives = list.iter().filter(|prediction| prediction.positive).count();
        if positives == 0 || positives == list.len() {
            return None;
        }
        list.sort_unstable_by(|one, other| one.score.total_cmp(&other.score));
        auc(&list)
    });
    areas.fold((0.0, 0), |(sum, count), area| (sum + area, count + 1))
}
