//! `evaluate`: how well the tie model would have predicted this workspace's own past, and calibration on it.

mod document;
mod reading;

use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::cli::args::{Evaluate, Format, Global};
use crate::cli::config::UseCalibration;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::pipeline::{World, evaluate};
use crate::report::{Chart, calibration_chart};
use crate::ties::backtest::{Backtest, BacktestError};
use crate::ties::{Calibration, Parameters};

/// What is evaluated unless asked otherwise: the horizon of being alive, on ten cut-offs. A calibration is made at this horizon only:
/// at others the level comes out differently, and whichever was looked at last would decide.
const HORIZON_DAYS: i32 = 90;
const FOLDS: usize = 10;

/// What was evaluated and what became of it.
struct Evaluated {
    backtest: Backtest,
    as_of: String,
    /// `ego` or `all`.
    scope: &'static str,
    folds_asked: usize,
    /// The level in force until now.
    previous_level: u8,
    /// Whether the workspace uses the decision from now on.
    applied: bool,
    /// Why it does not.
    because: Option<&'static str>,
    /// Living and strong ties by the model until now, and by the decision; of the ego, or of everybody.
    standing: [(usize, usize); 2],
}

pub(super) fn run(global: &Global, arguments: &Evaluate) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let world = context.uncalibrated_world()?;
    let every = arguments.all || world.people.ego.is_none();
    if !every {
        // Says whom it takes for the ego when that is a guess.
        context.ego(&world)?;
    }
    let backtest = backtest(&context, &world, arguments.horizon, arguments.folds as usize, every)?;
    let until_now = context.model(&world)?;
    let mut evaluated = Evaluated {
        as_of: context.as_of.day().to_string(),
        scope: if every { "all" } else { "ego" },
        folds_asked: arguments.folds as usize,
        previous_level: until_now.level,
        applied: false,
        because: None,
        standing: [
            standing(&world, &context, &until_now, every),
            standing(&world, &context, &backtest.decision.parameters, every),
        ],
        backtest,
    };
    evaluated.because = if !evaluated.backtest.decision.is_calibrated() {
        Some("there is too little data")
    } else if arguments.horizon != HORIZON_DAYS {
        Some("a calibration is made at the horizon of 90 days")
    } else if arguments.folds as usize != FOLDS {
        Some("a calibration is made on ten days")
    } else if arguments.dry_run {
        Some("--dry-run")
    } else if context.settings.calibration == UseCalibration::Off {
        Some("calibration is off; switch it on: acquaint config set calibration auto")
    } else if every && world.people.ego.is_some() {
        Some("--all looks at every tie, and calibration rests on your own")
    } else if context.has_other_owner() {
        Some("--owner holds for this call only")
    } else {
        None
    };
    if evaluated.because.is_none() {
        let ego = world.people.ego.map(|ego| world.people.people[ego as usize].handle());
        record(&mut context, &evaluated, ego)?;
        evaluated.applied = true;
    }
    match global.format {
        _ if global.wants_parquet() => document::rows(&evaluated).write(global),
        Format::Json => output::write_json(global.output.as_deref(), &document::json(&evaluated)),
        Format::Csv => document::rows(&evaluated).write(global),
        Format::Table => output::write(global.output.as_deref(), reading::text(&evaluated, global).as_bytes()),
    }
}

/// Living and strong ties by a model, of the ego or of everybody.
fn standing(world: &World, context: &Context, parameters: &Parameters, every: bool) -> (usize, usize) {
    let network = world.network_by(&context.as_of, parameters);
    let ego = network.ego().filter(|_| !every);
    let ties = network.ties().iter().filter(|tie| ego.is_none_or(|ego| tie.low == ego || tie.high == ego));
    ties.fold((0, 0), |(alive, strong), tie| {
        (alive + usize::from(tie.is_alive(parameters)), strong + usize::from(tie.strength.get() >= WEAK_BELOW_STRENGTH))
    })
}

/// The calibration chart, of the evaluation that is made when nothing else is asked for.
pub(super) fn chart(context: &Context) -> Result<Chart, CliError> {
    let world = context.uncalibrated_world()?;
    let backtest = backtest(context, &world, HORIZON_DAYS, FOLDS, world.people.ego.is_none())?;
    Ok(calibration_chart(&backtest))
}

/// The backtest of a world; too short a history has no answer.
fn backtest(context: &Context, world: &World, horizon_days: i32, folds: usize, every: bool) -> Result<Backtest, CliError> {
    evaluate(world, &context.as_of, horizon_days, folds, every).map_err(|error| {
        let refused = CliError::no_answer(error.to_string());
        match error {
            BacktestError::TooShort { observed_days, .. } if observed_days > 8 => {
                refused.hint(format!("look less far ahead: acquaint evaluate --horizon {}d", (observed_days / 3).clamp(7, 180)))
            }
            BacktestError::TooShort { .. } | BacktestError::NothingObserved => {
                refused.hint("import an older mailbox or archive, so that there is a past to predict: acquaint import PATH")
            }
        }
    })
}

/// Makes the decision part of the workspace.
fn record(context: &mut Context, evaluated: &Evaluated, ego: Option<&str>) -> Result<(), CliError> {
    let (decision, horizon_days) = (&evaluated.backtest.decision, evaluated.backtest.horizon_days);
    let cutoff_micros = context.as_of.cutoff_micros();
    let day = evaluated.as_of.clone();
    let Some(kept) = Calibration::of(decision, day, cutoff_micros, ego, horizon_days) else { return Ok(()) };
    let text = serde_json::to_string(&kept).map_err(|error| CliError::internal(error.to_string()))?;
    context.workspace.record_calibration(cutoff_micros, ego.unwrap_or_default(), &text)?;
    Ok(())
}
