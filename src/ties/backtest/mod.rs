//! Backtest: how well would the model have predicted, on every cut-off of the past, who is in contact next?
//!
//! Each dyad with at least one contact before a cut-off t, one-off contacts included, is a window: its state from contacts before t,
//! its silence as of the day before, and whether any contact followed in [t, t + h). Cut-offs are equally spaced; whatever is
//! fitted for one of them uses only windows that had closed by then.

mod baseline;
mod fade;
mod figures;
mod fit;
mod ladder;
pub mod metrics;
mod timeline;
mod windows;

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use self::baseline::Fitted;
use self::figures::{Part, Scored};
use self::ladder::{Candidates, Trial};
use self::metrics::Loss;
use self::windows::Window;
use super::{ContactDays, Parameters};

pub use baseline::Model;
pub use fade::FadeCheck;
pub use figures::{Figures, QUIET_ABOVE_DAYS};
pub use ladder::{Decision, LEAST_POSITIVES, LEAST_WINDOWS, REFIT_POSITIVES, REFIT_WINDOWS, Refusal, SHIFT_ABOVE_LOGITS};
pub use timeline::BURN_IN_PERCENT;
pub use windows::BASELINE_HALF_LIFE_DAYS;

/// What to backtest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BacktestOptions {
    /// The last UTC day that is seen, as days since 1970-01-01.
    pub as_of_day: i32,
    /// Only the ties of this person; `None` for every dyad.
    pub ego: Option<u32>,
    /// How far ahead is predicted, in days: 7 to 180, the range of the model.
    pub horizon_days: i32,
    /// How many cut-offs.
    pub cutoffs: usize,
}

/// Why nothing can be backtested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BacktestError {
    /// No contact in the scope.
    #[error("no contact was observed until this day")]
    NothingObserved,
    /// The span is not longer than the horizon.
    #[error("{observed_days} days were observed, and predicting {horizon_days} days ahead needs more than that many")]
    TooShort {
        /// Days from the first to the last observed one.
        observed_days: i32,
        /// The horizon.
        horizon_days: i32,
    },
}

/// Figures of every model on the same windows.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// How many windows: dyads on a cut-off.
    pub dyads: usize,
    /// Those that contact followed.
    pub positives: usize,
    /// The figures, in the order of [`Model::ALL`].
    pub models: Vec<(Model, Figures)>,
}

impl Scores {
    /// The share of windows that contact followed; `None` without windows.
    #[must_use]
    pub fn base_rate(&self) -> Option<f64> {
        (self.dyads > 0).then(|| self.positives as f64 / self.dyads as f64)
    }

    /// The figures of one model.
    ///
    /// # Panics
    /// Never: all models are scored.
    #[must_use]
    pub fn of(&self, model: Model) -> &Figures {
        &self.models[model as usize].1
    }
}

/// One cut-off.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The first UTC day that is predicted, as days since 1970-01-01.
    pub cutoff: i32,
    /// The calibration level that the ladder had reached by then.
    pub level: u8,
    /// How the models did.
    pub scores: Scores,
}

/// What a backtest found.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// The first and the last observed UTC day.
    pub span: (i32, i32),
    /// How far ahead was predicted.
    pub horizon_days: i32,
    /// One for each cut-off, in order.
    pub folds: Vec<Fold>,
    /// All windows together.
    pub overall: Scores,
    /// Losses on the folds in which every model predicted probabilities, so that they compare: how many folds, and the losses in the
    /// order of [`Model::ALL`]. `None` without such a fold.
    pub compared: Option<(usize, Vec<(Model, Loss)>)>,
    /// Whether fade dates of the published constants mean what they say.
    pub fade_check: FadeCheck,
    /// How far the ladder is climbed with all windows.
    pub decision: Decision,
}

/// Backtests the model on contact-days, which may go beyond the as-of day: later ones are not seen.
///
/// # Complexity
/// O(n + w log w) in the contact-days and the windows, w being dyads times cut-offs.
///
/// # Examples
/// ```
/// use acquaint::ties::backtest::{BacktestOptions, Model, backtest};
/// use acquaint::ties::{ContactColumns, ContactDay, Parameters};
/// // Person 0 is in touch with person 1 every week, and with each of 2 to 9 once.
/// let on = |high, day| ContactDay { low: 0, high, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 };
/// let mut days: Vec<ContactDay> = (0..100).map(|week| on(1, 7 * week)).collect();
/// days.extend((2..10).map(|other| on(other, 40 * other as i32)));
/// let options = BacktestOptions { as_of_day: 800, ego: Some(0), horizon_days: 30, cutoffs: 5 };
/// let found = backtest(ContactColumns::of(&days).all(), &Parameters::default(), &options).unwrap();
/// assert_eq!(found.folds.len(), 5);
/// // Whoever is in touch every week is ranked above all others on every cut-off.
/// assert_eq!(found.folds[4].scores.of(Model::Published).auc, Some(1.0));
/// ```
pub fn backtest(days: ContactDays<'_>, published: &Parameters, options: &BacktestOptions) -> Result<Backtest, BacktestError> {
    let BacktestOptions { as_of_day, ego, horizon_days, cutoffs } = *options;
    let span = timeline::observed_span(days, as_of_day).ok_or(BacktestError::NothingObserved)?;
    let cutoffs = timeline::cutoffs(span, horizon_days, cutoffs);
    let windows = windows::windows(days, ego, &cutoffs, horizon_days, published);
    if cutoffs.is_empty() {
        return Err(BacktestError::TooShort { observed_days: span.1 - span.0, horizon_days });
    }
    if windows.iter().all(Vec::is_empty) {
        return Err(BacktestError::NothingObserved);
    }
    let (fitted, decision) = climb(&cutoffs, &windows, horizon_days, published);
    let parts: Vec<Part<'_>> =
        windows.iter().zip(&fitted).map(|(windows, fitted)| Part { windows, fitted, lists: figures::lists(windows) }).collect();
    let scored: Vec<Scored> = Model::ALL.into_par_iter().map(|model| figures::figures(model, &parts)).collect();
    let scores = |parts: &[Vec<Window>], pick: &dyn Fn(&Scored) -> Option<Figures>| Scores {
        dyads: parts.iter().map(Vec::len).sum(),
        positives: parts.iter().flatten().filter(|window| window.positive).count(),
        models: Model::ALL.into_iter().zip(&scored).filter_map(|(model, figures)| Some((model, pick(figures)?))).collect(),
    };
    let scored_folds: Vec<Fold> = cutoffs
        .iter()
        .zip(&fitted)
        .enumerate()
        .map(|(index, (&cutoff, fitted))| Fold {
            cutoff,
            level: fitted.calibrated.level,
            scores: scores(&windows[index..=index], &|(by_fold, _)| by_fold.get(index).cloned()),
        })
        .collect();
    let overall = scores(&windows, &|(_, pooled)| Some(pooled.clone()));
    Ok(Backtest {
        span,
        horizon_days,
        compared: compared(&scored_folds),
        folds: scored_folds,
        overall,
        fade_check: fade::fade_check(days, ego, span.1, published),
        decision,
    })
}

/// Goes through the cut-offs in order of time. On each of them the ladder and the baselines are fitted on the windows that have
/// closed, and a level may be climbed to only if it did well on the later windows that have closed as well. The decision after the
/// last one rests on all windows.
fn climb(cutoffs: &[i32], windows: &[Vec<Window>], horizon_days: i32, published: &Parameters) -> (Vec<Fitted>, Decision) {
    let mut trials: Vec<Trial> = Vec::new();
    let mut fitted: Vec<Fitted> = Vec::new();
    let mut earlier: Option<Candidates> = None;
    for (&cutoff, own) in cutoffs.iter().zip(windows) {
        let closed = cutoffs.iter().take_while(|earlier| **earlier + horizon_days <= cutoff).count();
        let training: Vec<&[Window]> = windows.iter().take(closed).map(Vec::as_slice).collect();
        let candidates = Candidates::fit(&training, horizon_days, published, earlier.as_ref());
        let decision = candidates.decide(trials.get(..closed).unwrap_or_default(), published);
        trials.push(candidates.try_on(own, horizon_days, published));
        fitted.push(Fitted::new(&training, horizon_days, published, decision.parameters, fitted.last()));
        earlier = Some(candidates);
    }
    let all: Vec<&[Window]> = windows.iter().map(Vec::as_slice).collect();
    (fitted, Candidates::fit(&all, horizon_days, published, earlier.as_ref()).decide(&trials, published))
}

fn compared(folds: &[Fold]) -> Option<(usize, Vec<(Model, Loss)>)> {
    let complete =
        |fold: &&Fold| fold.scores.dyads > 0 && fold.scores.models.iter().all(|(_, f)| f.loss.count == fold.scores.dyads);
    let complete: Vec<&Fold> = folds.iter().filter(complete).collect();
    let loss = |model: Model| complete.iter().fold(Loss::default(), |loss, fold| loss.plus(fold.scores.of(model).loss));
    (!complete.is_empty()).then(|| (complete.len(), Model::ALL.map(|model| (model, loss(model))).to_vec()))
}

#[cfg(test)]
mod tests;
