//! The calibration chart of a backtest, with its finding as a title.

use super::{Calibration, Chart, Figure};
use crate::ties::Parameters;
use crate::ties::backtest::metrics::Decile;
use crate::ties::backtest::{Backtest, Model};

/// Difference of predicted and observed means up to which they agree.
const AGREEMENT: f64 = 0.03;

/// Says so when the odds are calibrated: a clause without a full stop, to be put after `note:` or into a sentence.
///
/// ```
/// use acquaint::{report::adjusted_odds, ties::Parameters};
/// assert_eq!(adjusted_odds(&Parameters::default()), None);
/// let shifted = Parameters { level: 1, calibrated_on: Some("2026-10-31".to_owned()), ..Parameters::default() };
/// assert_eq!(
///     adjusted_odds(&shifted).unwrap(),
///     "the odds are adjusted to your own history (level 1, evaluated on 2026-10-31)"
/// );
/// ```
#[must_use]
pub fn adjusted_odds(model: &Parameters) -> Option<String> {
    let day = model.calibrated_on.as_ref().filter(|_| model.level > 0)?;
    Some(format!("the odds are adjusted to your own history (level {}, evaluated on {day})", model.level))
}

/// Predicted against observed: the published constants, and beside them the calibrated model where calibration changed anything.
#[must_use]
pub fn calibration_chart(backtest: &Backtest) -> Chart {
    let published = &backtest.overall.of(Model::Published).calibration;
    let calibrated = &backtest.overall.of(Model::Calibrated).calibration;
    let tenths = |deciles: &[Decile]| deciles.iter().map(|decile| (decile.predicted, decile.observed, decile.n)).collect();
    let mut curves = vec![("published constants".to_owned(), tenths(published))];
    if calibrated != published {
        curves.push(("calibrated on what was known before".to_owned(), tenths(calibrated)));
    }
    let horizon_days = backtest.horizon_days.unsigned_abs();
    let mean = |value: fn(&Decile) -> f64| {
        let all: usize = published.iter().map(|decile| decile.n).sum();
        published.iter().map(|decile| value(decile) * decile.n as f64).sum::<f64>() / all.max(1) as f64
    };
    let (predicted, observed) = (mean(|decile| decile.predicted), mean(|decile| decile.observed));
    let [expected, seen] = [predicted, observed].map(|share| format!("{:.0} %", 100.0 * share));
    let title = if (predicted - observed).abs() <= AGREEMENT {
        format!("As much contact within {horizon_days} days predicted as followed: {expected} and {seen}")
    } else {
        let way = if predicted > observed { "much" } else { "little" };
        format!("Too {way} contact within {horizon_days} days predicted: {expected}, and {seen} followed")
    };
    let predictions: usize = published.iter().map(|decile| decile.n).sum();
    let source = format!("{predictions} predictions made in the past, {horizon_days} days ahead");
    Chart { id: "calibration", title, source, figure: Figure::Calibration(Calibration { horizon_days, curves }) }
}
