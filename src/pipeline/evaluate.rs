//! World to backtest.

use super::World;
use crate::model::AsOf;
use crate::ties::Parameters;
use crate::ties::backtest::{Backtest, BacktestError, BacktestOptions, backtest};

/// Backtests the published model on a world's own history until the as-of day: on the ties of the ego, or, with `every` or without
/// an ego, on those of everybody.
///
/// # Errors
/// When there is no contact, or the history is not longer than the horizon.
pub fn evaluate(world: &World, as_of: &AsOf, horizon_days: i32, cutoffs: usize, every: bool) -> Result<Backtest, BacktestError> {
    let ego = world.people.ego.filter(|_| !every);
    let options = BacktestOptions { as_of_day: as_of.utc_day(), ego, horizon_days, cutoffs };
    backtest(world.days.all(), &Parameters::default(), &options)
}
