//! The models compared: the published one, the calibrated one, and baselines that everybody could think of.

use std::collections::BTreeMap;

use super::fit::logistic;
use super::windows::Window;
use crate::ties::Parameters;

/// A model that predicts contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Model {
    /// Momentum and silence with the published constants.
    Published,
    /// The same, calibrated by the ladder on windows that closed before.
    Calibrated,
    /// How many contact-days so far.
    Frequency,
    /// How many days of silence.
    Recency,
    /// The contact-days, each halved every 60 days.
    HalfLife,
}

impl Model {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 5] = [Self::Published, Self::Calibrated, Self::Frequency, Self::Recency, Self::HalfLife];

    /// The name in documents.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "model",
            Self::Calibrated => "calibrated",
            Self::Frequency => "frequency",
            Self::Recency => "recency",
            Self::HalfLife => "half_life",
        }
    }

    /// Whether it is one of the three to beat.
    #[must_use]
    pub fn is_baseline(self) -> bool {
        !matches!(self, Self::Published | Self::Calibrated)
    }
}

/// What was fitted before a cut-off, for every model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) horizon_days: i32,
    pub(super) published: Parameters,
    pub(super) calibrated: Parameters,
    /// Intercept and slope of frequency, recency and half-life; `None` where nothing could be fitted.
    baselines: [Option<[f64; 2]>; 3],
}

impl Fitted {
    /// Fits the baselines on closed windows, starting where an earlier fit ended.
    pub(super) fn new(
        closed: &[&[Window]],
        horizon_days: i32,
        published: &Parameters,
        calibrated: Parameters,
        earlier: Option<&Self>,
    ) -> Self {
        let mut baselines = earlier.map_or([None; 3], |earlier| earlier.baselines);
        for (line, model) in baselines.iter_mut().zip([Model::Frequency, Model::Recency, Model::HalfLife]) {
            let start = line.unwrap_or([0.0, 0.0]);
            *line = if model == Model::HalfLife {
                logistic(closed, |window| ([1.0, feature(model, window)], 0.0, 1.0, window.outcome()), start)
            } else {
                // Counts of days are few: windows with the same one are one line.
                let alike = alike(closed, model);
                logistic(&[&alike], |&(feature, count, positives)| ([1.0, feature], 0.0, count, positives), start)
            };
        }
        Self { horizon_days, published: published.clone(), calibrated, baselines }
    }

    /// The score of a window, and ln of the odds where they were fitted.
    pub(super) fn predict(&self, model: Model, window: &Window) -> (f64, Option<f64>) {
        let line = match model {
            Model::Published | Model::Calibrated => {
                let parameters = if model == Model::Published { &self.published } else { &self.calibrated };
                let logit = window.logit(parameters, self.horizon_days);
                return (logit, Some(logit));
            }
            Model::Frequency => self.baselines[0],
            Model::Recency => self.baselines[1],
            Model::HalfLife => self.baselines[2],
        };
        let score = feature(model, window);
        (score, line.map(|[intercept, slope]| intercept + slope * score))
    }
}

/// Windows by a feature made of whole days: the feature, how many windows have it, and how many of them contact followed.
fn alike(closed: &[&[Window]], model: Model) -> Vec<(f64, f64, f64)> {
    let mut alike: BTreeMap<i64, (f64, f64, f64)> = BTreeMap::new();
    for window in closed.iter().flat_map(|part| part.iter()) {
        let days = if model == Model::Recency { i64::from(window.silence_days) } else { i64::from(window.contact_days) };
        let group = alike.entry(days).or_insert_with(|| (feature(model, window), 0.0, 0.0));
        group.1 += 1.0;
        group.2 += window.outcome();
    }
    alike.into_values().collect()
}

/// The one feature of a baseline: more of it, sooner contact.
fn feature(model: Model, window: &Window) -> f64 {
    match model {
        Model::Frequency => f64::from(window.contact_days).ln(),
        Model::Recency => -window.quiet,
        _ => window.log_half_life,
    }
}
