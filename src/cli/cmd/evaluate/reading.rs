//! An evaluation for reading.

use serde_json::Map;

use super::Evaluated;
use super::document::{MEASURES, measured};
use crate::cli::args::Global;
use crate::cli::listing::{Listing, Shown, Value};
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::cli::table::{Table, TableCell, TableColumn};
use crate::model::format_day;
use crate::render::number;
use crate::report::counted;
use crate::ties::backtest::{
    Decision, Figures, LEAST_POSITIVES, LEAST_WINDOWS, Model, QUIET_ABOVE_DAYS, REFIT_POSITIVES, REFIT_WINDOWS, Refusal,
    SHIFT_ABOVE_LOGITS, Scores,
};

/// Characters of the bar in the calibration table.
const BAR: usize = 30;
/// How much better a baseline's AUC must be to be worth a sentence.
const OUTDONE_BY: f64 = 0.01;

pub(super) fn text(evaluated: &Evaluated, global: &Global) -> String {
    let backtest = &evaluated.backtest;
    let whose = if evaluated.scope == "ego" { "your ties" } else { "every tie in the data" };
    let (first, last) = (backtest.folds.first(), backtest.folds.last());
    let (first, last) = (first.map_or(0, |fold| fold.cutoff), last.map_or(0, |fold| fold.cutoff));
    let days = if backtest.folds.len() == 1 {
        format!("on {}", format_day(first))
    } else {
        format!("on {} days from {} to {}", backtest.folds.len(), format_day(first), format_day(last))
    };
    let overall = &backtest.overall;
    let shown = |share: Option<f64>| share.map_or_else(|| number::UNDEFINED.to_owned(), number::percent);
    let screen = Screen::of(global);
    let mut page = Page::new(screen);
    page.sentence(&format!(
        "Contact within {} days, predicted {days} for {whose}: of {} predictions the model expected contact in {}, and it followed in {}.",
        backtest.horizon_days,
        number::count(overall.dyads),
        shown(expected(overall.of(Model::Published))),
        shown(overall.base_rate()),
    ));
    page.blank();
    page.lines(&models(evaluated).table(&screen).text);
    if let Some((folds, _)) = backtest.compared.as_ref().filter(|(folds, _)| *folds < backtest.folds.len()) {
        let days = counted(*folds, "day", "days");
        page.sentence(&format!("Brier, skill and log loss are over the {days} by which something had been fitted."));
    }
    if let Some(outdone) = outdone(overall) {
        page.sentence(&outdone);
    }
    let published = overall.of(Model::Published);
    page.heading("Predicted and observed, published constants, by tenths of the predictions:");
    page.table(&deciles(published, &screen));
    page.blank();
    page.sentence(&quiet(published));
    let check = &backtest.fade_check;
    page.sentence(&match check.share() {
        Some(share) => format!(
            "{} silences passed their fade date, and {} of them ({}) had contact in the 90 days after it: {}.",
            number::count(check.crossed),
            number::count(check.contacted),
            number::percent(share),
            match share {
                ..0.4 => "under half, so the dates come too late",
                0.4..=0.6 => "near half, so the dates are right",
                _ => "over half, so the dates come too early",
            }
        ),
        None => "No silence passed its fade date with 90 days to watch after it.".to_owned(),
    });
    page.blank();
    page.sentence(&format!("Calibration: {}", reason(&backtest.decision, evaluated.applied)));
    let [(alive_before, strong_before), (alive, strong)] = evaluated.standing;
    if (alive_before, strong_before) != (alive, strong) {
        let would = if evaluated.applied { "goes" } else { "would go" };
        page.sentence(&format!(
            "By it the number of living ties {would} from {alive_before} to {alive}, that of strong ones from {strong_before} to {strong}."
        ));
    }
    match evaluated.because {
        Some(because) => page.sentence(&format!("Nothing was changed: {because}.")),
        None if backtest.decision.level > 0 => page.sentence(&format!(
            "Strengths as of {} and later use this; the published constants: acquaint config set calibration off",
            evaluated.as_of
        )),
        None if evaluated.previous_level > 0 => {
            page.sentence(&format!("Strengths as of {} and later use the published constants again.", evaluated.as_of));
        }
        None => {}
    }
    page.finish()
}

/// The mean prediction.
fn expected(published: &Figures) -> Option<f64> {
    let count: usize = published.calibration.iter().map(|decile| decile.n).sum();
    let sum: f64 = published.calibration.iter().map(|decile| decile.predicted * decile.n as f64).sum();
    (count > 0).then(|| sum / count as f64)
}

/// Says so when a plain rule orders ties better than the model.
fn outdone(overall: &Scores) -> Option<String> {
    let auc = |model: Model| overall.of(model).auc;
    let baselines = Model::ALL.into_iter().filter(|model| model.is_baseline());
    let best = baselines.filter_map(|model| Some((model, auc(model)?))).max_by(|one, other| one.1.total_cmp(&other.1));
    match (best, auc(Model::Published)) {
        (Some((model, best)), Some(published)) if best > published + OUTDONE_BY => Some(format!(
            "On this data {} alone orders ties better than the model: AUC {} against {}.",
            named(model),
            number::decimal(best, 2),
            number::decimal(published, 2)
        )),
        _ => None,
    }
}

fn named(model: Model) -> &'static str {
    match model {
        Model::Published => "published constants",
        Model::Calibrated => "calibrated",
        Model::Frequency => "frequency",
        Model::Recency => "recency",
        Model::HalfLife => "half-life, 60 days",
    }
}

/// Models in rows; what needs probabilities is over the same windows for all.
fn models(evaluated: &Evaluated) -> Listing {
    let losses = evaluated.backtest.compared.as_ref().map(|(_, losses)| losses);
    let rows = Model::ALL.into_iter().map(|model| {
        let mut figures = evaluated.backtest.overall.of(model).clone();
        if let Some((_, loss)) = losses.and_then(|losses| losses.iter().find(|(of, _)| *of == model)) {
            figures.loss = *loss;
        }
        std::iter::once(Value::text(named(model))).chain(measured(&figures)).collect()
    });
    Listing {
        command: "evaluate",
        as_of: evaluated.as_of.clone(),
        parameters: Map::new(),
        columns: ["model"].into_iter().chain(MEASURES).collect(),
        reading: vec![
            Shown::kept("model", "model"),
            Shown::kept("auc", "AUC"),
            Shown::going("auc_within_person", "within lists", 4),
            Shown::going("average_precision", "precision", 3),
            Shown::going("brier", "Brier", 1),
            Shown::going("brier_skill", "skill", 2),
            Shown::going("log_loss", "log loss", 5),
            Shown::going("quiet_auc", "quiet AUC", 6),
        ],
        rows: rows.collect(),
        shown_rows: usize::MAX,
        nothing: String::new(),
        notes: Vec::new(),
    }
}

/// The tenths: the bar is what was observed, the stroke what was predicted.
fn deciles(published: &Figures, screen: &Screen) -> Table {
    let rows = published.calibration.iter().map(|decile| {
        let [predicted, observed] = [decile.predicted, decile.observed].map(number::percent);
        let bar = screen.bar_with_stroke(decile.observed, decile.predicted, BAR);
        [predicted, observed, bar, number::count(decile.n)].map(TableCell::text).to_vec()
    });
    let columns = vec![
        TableColumn::number("predicted"),
        TableColumn::number("observed"),
        TableColumn::word("").going(1),
        TableColumn::number("predictions").going(2),
    ];
    Table { columns, rows: rows.collect() }
}

fn quiet(published: &Figures) -> String {
    match published.quiet_auc {
        Some(auc) => format!(
            "For ties silent for over {QUIET_ABOVE_DAYS} days the AUC is {}, where 0.50 is chance: who comes back is hard to say.",
            number::decimal(auc, 2)
        ),
        None => format!("Too few ties were silent for over {QUIET_ABOVE_DAYS} days to say how well these are predicted."),
    }
}

/// What was decided and why, in one sentence; what would be, when it is not applied.
pub(super) fn reason(decision: &Decision, applied: bool) -> String {
    let rests_on = format!("{} predictions with {} contacts", number::count(decision.windows), number::count(decision.positives));
    let Some(shift) = decision.shift_logits else {
        return match decision.refusal(1) {
            Some(Refusal::TooFew) | None => format!(
                "uncalibrated: {rests_on} are too few ({LEAST_WINDOWS} and {LEAST_POSITIVES} are needed), so the published constants stay."
            ),
            Some(_) => format!("uncalibrated: nothing can be fitted to {rests_on}, so the published constants stay."),
        };
    };
    let off = format!("the published constants are off by {} logits on {rests_on}", number::change(shift, 2));
    let refit = match decision.refusal(2) {
        None => String::new(),
        Some(Refusal::TooFew) => {
            format!(" Refitting four coefficients takes {REFIT_WINDOWS} predictions with {REFIT_POSITIVES} contacts.")
        }
        Some(Refusal::NotMonotone) => {
            " Four refitted coefficients were refused: by them contact would harm a tie, or silence help it.".to_owned()
        }
        Some(Refusal::WorseOnLaterWindows) => {
            " Four refitted coefficients were refused: on later days they did worse.".to_owned()
        }
        Some(Refusal::Untested) => {
            " Four refitted coefficients were refused: there are no later days yet to test them on.".to_owned()
        }
        Some(Refusal::NotConverged | Refusal::CloseEnough) => " A fit of four coefficients did not converge.".to_owned(),
    };
    match (decision.level, decision.refusal(1)) {
        (0, Some(Refusal::WorseOnLaterWindows)) => {
            format!("{off}, but shifting them did worse on later days, so they stay.{refit}")
        }
        (0, Some(Refusal::NotMonotone)) => {
            format!("{off}, but shifted by as much they would have strong ties fade sooner, so they stay.{refit}")
        }
        (0, _) => format!("{off}, within {SHIFT_ABOVE_LOGITS}, so they stay.{refit}"),
        (1, _) => format!("{off}, so the intercept {} shifted by as much.{refit}", if applied { "is" } else { "would be" }),
        _ => format!(
            "{off}; four coefficients refitted to them did better on later days and {} used.",
            if applied { "are" } else { "would be" }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::Parameters;

    #[test]
    fn what_is_not_applied_would_be_used_and_is_not() {
        let refused = |level| if level == 2 { Vec::new() } else { vec![(2, Refusal::TooFew)] };
        let said = |level: u8, applied| {
            let decision = Decision {
                level,
                parameters: Parameters { level, ..Parameters::default() },
                shift_logits: Some(-1.2),
                windows: 5000,
                positives: 400,
                refused: refused(level),
            };
            reason(&decision, applied)
        };
        assert!(said(2, true).ends_with("four coefficients refitted to them did better on later days and are used."));
        assert!(said(2, false).ends_with("four coefficients refitted to them did better on later days and would be used."));
        assert!(said(1, true).contains("the intercept is shifted") && said(1, false).contains("the intercept would be shifted"));
    }
}
