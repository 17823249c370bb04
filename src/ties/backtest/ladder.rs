//! The calibration ladder: how far the model may be fitted to a user's own data.
//!
//! Level 0 are the published constants. Level 1 shifts the intercept, when the constants are off by more than half a logit. Level 2
//! refits four coefficients, where there is enough to fit them on. A level is only climbed when nothing speaks against it.

use super::fit::{log_loss_of, logistic};
use super::windows::Window;
use crate::ties::Parameters;

/// Closed windows and contacts below which the numbers are uncalibrated.
pub const LEAST_WINDOWS: usize = 200;
/// See [`LEAST_WINDOWS`].
pub const LEAST_POSITIVES: usize = 30;
/// How far off the constants must be for the intercept to be shifted, in logits.
pub const SHIFT_ABOVE_LOGITS: f64 = 0.5;
/// Closed windows and contacts from which four coefficients are refitted.
pub const REFIT_WINDOWS: usize = 2_000;
/// See [`REFIT_WINDOWS`].
pub const REFIT_POSITIVES: usize = 200;

/// Why a level was not climbed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Too few windows or contacts.
    TooFew,
    /// The published constants are off by no more than half a logit.
    CloseEnough,
    /// The fit did not converge.
    NotConverged,
    /// By the fit contact would harm a tie, or silence help one: see [`Parameters::is_monotone`].
    NotMonotone,
    /// On later windows, which it had not seen, it did worse than the level below.
    WorseOnLaterWindows,
    /// There were no later windows to test it on.
    Untested,
}

/// How far the ladder was climbed, and why no further.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// 0, 1 or 2.
    pub level: u8,
    /// The model at that level.
    pub parameters: Parameters,
    /// How far the published constants are off, in logits: negative when they promise too much. `None` with too few windows.
    pub shift_logits: Option<f64>,
    /// Closed windows it rests on.
    pub windows: usize,
    /// Those with contact.
    pub positives: usize,
    /// The levels that were not climbed to.
    pub refused: Vec<(u8, Refusal)>,
}

impl Decision {
    /// Whether there was enough data for any statement on calibration.
    #[must_use]
    pub fn is_calibrated(&self) -> bool {
        self.shift_logits.is_some()
    }

    /// Why a level was not climbed to.
    #[must_use]
    pub fn refusal(&self, level: u8) -> Option<Refusal> {
        self.refused.iter().find(|(refused, _)| *refused == level).map(|(_, why)| *why)
    }
}

/// Models fitted before a cut-off, and how they did on its windows: sums of log loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trial {
    published: f64,
    shifted: Option<f64>,
    refitted: Option<f64>,
}

/// What was fitted on closed windows, before anything decides whether it is used.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidates {
    shifted: Result<(f64, Parameters), Refusal>,
    refitted: Result<Parameters, Refusal>,
    windows: usize,
    positives: usize,
}

impl Candidates {
    /// Fits both levels on closed windows, starting where an earlier fit ended.
    pub(super) fn fit(closed: &[&[Window]], horizon_days: i32, published: &Parameters, earlier: Option<&Self>) -> Self {
        let windows = closed.iter().map(|part| part.len()).sum();
        let positives = closed.iter().flat_map(|part| part.iter()).filter(|window| window.positive).count();
        let enough = |least_windows, least_positives| {
            if windows >= least_windows && positives >= least_positives { Ok(()) } else { Err(Refusal::TooFew) }
        };
        let shifted = enough(LEAST_WINDOWS, LEAST_POSITIVES).and_then(|()| {
            let start = earlier.and_then(|earlier| earlier.shifted.as_ref().ok()).map_or(0.0, |(shift, _)| *shift);
            let fitted =
                logistic(closed, |window| ([1.0], window.logit(published, horizon_days), 1.0, window.outcome()), [start]);
            let [shift] = fitted.ok_or(Refusal::NotConverged)?;
            Ok((shift, Parameters { intercept: published.intercept + shift, level: 1, ..published.clone() }.rounded()))
        });
        let refitted = enough(REFIT_WINDOWS, REFIT_POSITIVES).and_then(|()| {
            let offset = (f64::from(horizon_days) / Parameters::STRENGTH_DAYS).ln();
            let row = |window: &Window| {
                let crossing = window.quiet * window.log_momentum.max(0.0);
                ([1.0, window.log_momentum, window.quiet, crossing], offset, 1.0, window.outcome())
            };
            let start = earlier.and_then(|earlier| earlier.refitted.as_ref().ok()).unwrap_or(published);
            let start = [start.intercept, start.momentum, start.silence, start.crossing];
            let [intercept, momentum, silence, crossing] = logistic(closed, row, start).ok_or(Refusal::NotConverged)?;
            let fitted = Parameters { intercept, momentum, silence, crossing, level: 2, ..published.clone() }.rounded();
            if fitted.is_monotone() { Ok(fitted) } else { Err(Refusal::NotMonotone) }
        });
        Self { shifted, refitted, windows, positives }
    }

    /// How the fits do on the windows of a later cut-off.
    pub(super) fn try_on(&self, windows: &[Window], horizon_days: i32, published: &Parameters) -> Trial {
        let loss = |parameters: &Parameters| -> f64 {
            windows.iter().map(|window| log_loss_of(window.logit(parameters, horizon_days), window.positive)).sum()
        };
        Trial {
            published: loss(published),
            shifted: self.shifted.as_ref().ok().map(|(_, parameters)| loss(parameters)),
            refitted: self.refitted.as_ref().ok().map(loss),
        }
    }

    /// Climbs as far as the fits and their trials so far allow.
    pub(super) fn decide(&self, trials: &[Trial], published: &Parameters) -> Decision {
        let mut refused = Vec::new();
        let mut decided = (0, published);
        match &self.shifted {
            Ok((shift, _)) if shift.abs() <= SHIFT_ABOVE_LOGITS => refused.push((1, Refusal::CloseEnough)),
            Ok((_, parameters)) if !parameters.is_monotone() => refused.push((1, Refusal::NotMonotone)),
            // A shift of this size on so many windows needs no second opinion, but heeds one.
            Ok(_) if compare(trials, |trial| trial.shifted, |trial| trial.published) == Some(false) => {
                refused.push((1, Refusal::WorseOnLaterWindows));
            }
            Ok((_, parameters)) => decided = (1, parameters),
            Err(why) => refused.push((1, *why)),
        }
        let below = decided.0;
        let level_below = |trial: &Trial| trial.shifted.filter(|_| below == 1).unwrap_or(trial.published);
        match &self.refitted {
            Ok(parameters) => match compare(trials, |trial| trial.refitted, level_below) {
                Some(true) => decided = (2, parameters),
                Some(false) => refused.push((2, Refusal::WorseOnLaterWindows)),
                None => refused.push((2, Refusal::Untested)),
            },
            Err(why) => refused.push((2, *why)),
        }
        Decision {
            level: decided.0,
            parameters: decided.1.clone(),
            shift_logits: self.shifted.as_ref().ok().map(|(shift, _)| *shift),
            windows: self.windows,
            positives: self.positives,
            refused,
        }
    }
}

/// Whether a level did no worse than the one below, over the trials that it took part in; `None` without any.
fn compare(trials: &[Trial], level: impl Fn(&Trial) -> Option<f64>, below: impl Fn(&Trial) -> f64) -> Option<bool> {
    let tried: Vec<(f64, f64)> = trials.iter().filter_map(|trial| level(trial).map(|loss| (loss, below(trial)))).collect();
    (!tried.is_empty()).then(|| tried.iter().map(|pair| pair.0).sum::<f64>() <= tried.iter().map(|pair| pair.1).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::backtest::fit::sigmoid;

    const HORIZON: i32 = 30;

    /// Windows of which exactly the first so many are positive, all of the same state.
    fn same(count: usize, positives: usize) -> Vec<Window> {
        let window = |index: usize| Window {
            low: 0,
            high: index as u32 + 1,
            log_momentum: 0.0,
            quiet: 0.0,
            log_half_life: 0.0,
            silence_days: 0,
            contact_days: 1,
            positive: index < positives,
        };
        (0..count).map(window).collect()
    }

    /// Windows over a grid of states whose outcomes follow a model, by thirds so that no chance is involved.
    fn grid(model: &Parameters, count: usize) -> Vec<Window> {
        let mut windows = same(count, 0);
        for (index, window) in windows.iter_mut().enumerate() {
            window.log_momentum = (index % 41) as f64 / 10.0 - 0.5;
            window.quiet = (index / 41 % 37) as f64 / 9.0;
            let quantile = ((index * 7919) % 1009) as f64 / 1009.0;
            window.positive = quantile < sigmoid(window.logit(model, HORIZON));
        }
        windows
    }

    fn decided(windows: &[Window], trials: &[Trial]) -> Decision {
        let published = Parameters::default();
        Candidates::fit(&[windows], HORIZON, &published, None).decide(trials, &published)
    }

    #[test]
    fn below_the_guards_the_numbers_are_uncalibrated() {
        for (count, positives, enough) in [(199, 60, false), (200, 60, true), (201, 60, true), (400, 29, false), (400, 30, true)]
        {
            let decision = decided(&same(count, positives), &[]);
            assert_eq!(decision.is_calibrated(), enough, "{count} windows, {positives} contacts");
            assert_eq!((decision.windows, decision.positives), (count, positives));
            if !enough {
                assert_eq!((decision.level, decision.refusal(1)), (0, Some(Refusal::TooFew)));
                assert_eq!(decision.parameters, Parameters::default());
            }
        }
    }

    #[test]
    fn the_intercept_is_shifted_only_when_off_by_more_than_half_a_logit() {
        // A momentum of 1 without silence has the odds e^-0.8; the shift makes predicted and observed agree.
        for positives in [50, 60, 200, 300, 390, 400, 650] {
            let decision = decided(&same(1000, positives), &[]);
            let share = positives as f64 / 1000.0;
            let expected = (share / (1.0 - share)).ln() + 0.8;
            assert!((decision.shift_logits.unwrap() - expected).abs() < 1e-6);
            assert_eq!(decision.level, u8::from(expected.abs() > 0.5), "{positives}");
            let moved = decision.parameters.intercept - Parameters::default().intercept;
            assert!((moved - if decision.level == 1 { expected } else { 0.0 }).abs() < 1e-6);
        }
    }

    #[test]
    fn a_shift_that_did_worse_later_is_refused() {
        let bad = Trial { published: 10.0, shifted: Some(10.1), refitted: None };
        let good = Trial { published: 10.0, shifted: Some(9.0), refitted: None };
        let windows = same(1000, 50);
        assert_eq!(decided(&windows, &[bad]).refusal(1), Some(Refusal::WorseOnLaterWindows));
        assert_eq!(decided(&windows, &[bad, good]).level, 1);
    }

    #[test]
    fn four_coefficients_need_two_thousand_windows_and_a_trial_that_they_pass() {
        let other = Parameters { intercept: -2.0, momentum: 1.0, silence: -0.4, crossing: -0.1, ..Parameters::default() };
        let passed = Trial { published: 10.0, shifted: Some(9.0), refitted: Some(8.0) };
        assert_eq!(decided(&grid(&other, 1999), &[passed]).refusal(2), Some(Refusal::TooFew));
        for count in [2000, 2001, 20_000] {
            assert_eq!(decided(&grid(&other, count), &[passed]).level, 2, "{count}");
        }
        let windows = grid(&other, 20_000);
        let fitted = decided(&windows, &[passed]).parameters;
        for (fitted, truth) in [(fitted.intercept, -2.0), (fitted.momentum, 1.0), (fitted.silence, -0.4), (fitted.crossing, -0.1)]
        {
            assert!((fitted - truth).abs() < 0.15, "{fitted} for {truth}");
        }
        // Better than the published constants is not enough: the level below is the shifted one.
        let worse = Trial { published: 10.0, shifted: Some(8.0), refitted: Some(9.0) };
        let decision = decided(&windows, &[worse]);
        assert_eq!((decision.level, decision.refusal(2)), (1, Some(Refusal::WorseOnLaterWindows)));
        assert_eq!(decided(&windows, &[]).refusal(2), Some(Refusal::Untested));
    }

    #[test]
    fn a_refit_by_which_contact_harms_a_tie_is_refused_though_its_signs_are_right() {
        let passed = Trial { published: 10.0, shifted: Some(9.0), refitted: Some(8.0) };
        let harmful = Parameters { intercept: -1.5, momentum: 0.5, silence: -0.3, crossing: -0.4, ..Parameters::default() };
        let windows = grid(&harmful, 20_000);
        let decision = decided(&windows, &[passed]);
        assert_eq!((decision.refusal(2), decision.parameters.is_monotone()), (Some(Refusal::NotMonotone), true));
    }

    #[test]
    fn a_shift_so_far_up_that_strong_ties_would_fade_sooner_is_refused() {
        // The published constants bear 3 − 0.3 = 2.7 logits more: 0.75 = 0.25·(−0.8 + shift + ln 3).
        for (positives, level) in [(8600, 1), (8800, 0)] {
            let decision = decided(&same(10_000, positives), &[]);
            assert_eq!((decision.level, decision.refusal(1).is_none()), (level, level == 1), "{:?}", decision.shift_logits);
            assert!(decision.is_calibrated() && decision.parameters.is_monotone());
        }
    }

    #[test]
    fn a_fit_by_which_silence_helps_is_refused() {
        let mut windows = grid(&Parameters::default(), 5000);
        for (index, window) in windows.iter_mut().enumerate() {
            window.positive = (index % 10) as f64 / 10.0 < 0.1 + 0.2 * window.quiet;
        }
        let passed = Trial { published: 10.0, shifted: Some(9.0), refitted: Some(8.0) };
        assert_eq!(decided(&windows, &[passed]).refusal(2), Some(Refusal::NotMonotone));
        for window in &mut windows {
            window.positive = true;
        }
        assert_eq!(decided(&windows, &[passed]).refusal(1), Some(Refusal::NotConverged));
    }

    #[test]
    fn a_hundred_and_ninety_nine_contacts_refit_nothing() {
        let other = Parameters { intercept: -5.2, ..Parameters::default() };
        let mut windows = grid(&other, 6000);
        let passed = Trial { published: 10.0, shifted: Some(9.0), refitted: Some(8.0) };
        for positives in [199, 200] {
            let mut left = positives;
            for window in &mut windows {
                window.positive = window.log_momentum > 2.0 && window.quiet < 3.0 && left > 0 && {
                    left -= 1;
                    true
                };
            }
            assert_eq!(left, 0);
            assert_eq!(decided(&windows, &[passed]).refusal(2) == Some(Refusal::TooFew), positives == 199);
        }
    }
}
