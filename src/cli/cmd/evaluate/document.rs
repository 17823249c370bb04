//! An evaluation as JSON, and as one row per cut-off and model.

use serde_json::{Map, Value as Json, json};

use super::Evaluated;
use super::reading::reason;
use crate::cli::listing::{Column, Listing, Value};
use crate::model::format_day;
use crate::ties::Parameters;
use crate::ties::backtest::{BASELINE_HALF_LIFE_DAYS, BURN_IN_PERCENT, Figures, Model, QUIET_ABOVE_DAYS, Scores};

/// The options and the published constants, for JSON.
fn parameters(evaluated: &Evaluated) -> Map<String, Json> {
    let mut map = match json!(Parameters::default()) {
        Json::Object(map) => map,
        _ => Map::new(),
    };
    map.insert("horizon_days".to_owned(), json!(evaluated.backtest.horizon_days));
    map.insert("folds".to_owned(), json!(evaluated.folds_asked));
    map.insert("burn_in_percent".to_owned(), json!(BURN_IN_PERCENT));
    map.insert("quiet_above_days".to_owned(), json!(QUIET_ABOVE_DAYS));
    map.insert("baseline_half_life_days".to_owned(), json!(BASELINE_HALF_LIFE_DAYS));
    map
}

pub(super) fn json(evaluated: &Evaluated) -> Json {
    let backtest = &evaluated.backtest;
    let decision = &backtest.decision;
    let folds: Vec<Json> = backtest
        .folds
        .iter()
        .map(|fold| {
            let mut document = scores(&fold.scores);
            document.insert("cutoff".to_owned(), json!(format_day(fold.cutoff)));
            if let Some(Json::Object(calibrated)) = document.get_mut("calibrated") {
                calibrated.insert("level".to_owned(), json!(fold.level));
            }
            Json::Object(document)
        })
        .collect();
    let compared = backtest.compared.as_ref().map(|(folds, losses)| {
        let models = losses.iter().map(|(model, loss)| {
            let figures =
                json!({ "n": loss.count, "brier": loss.brier(), "brier_skill": loss.brier_skill(), "log_loss": loss.log_loss() });
            (model.name().to_owned(), figures)
        });
        let mut document: Map<String, Json> = models.collect();
        document.insert("folds".to_owned(), json!(folds));
        document
    });
    let model = &decision.parameters;
    let check = &backtest.fade_check;
    json!({
        "schema": "acquaint.evaluate/1",
        "as_of": evaluated.as_of,
        "parameters": parameters(evaluated),
        "scope": evaluated.scope,
        "horizon_days": backtest.horizon_days,
        "first_day": format_day(backtest.span.0),
        "last_day": format_day(backtest.span.1),
        "folds": folds,
        "overall": scores(&backtest.overall),
        "compared": compared,
        "standing": {
            "before": { "alive_ties": evaluated.standing[0].0, "strong_ties": evaluated.standing[0].1 },
            "after": { "alive_ties": evaluated.standing[1].0, "strong_ties": evaluated.standing[1].1 },
        },
        "fade_check": { "crossed": check.crossed, "contacted": check.contacted, "share": check.share() },
        "calibration": {
            "level": decision.level,
            "calibrated": decision.is_calibrated(),
            "previous_level": evaluated.previous_level,
            "shift_logits": decision.shift_logits,
            "coefficients": {
                "intercept": model.intercept, "momentum": model.momentum, "silence": model.silence, "crossing": model.crossing,
            },
            "windows": decision.windows,
            "positives": decision.positives,
            "reason": reason(decision, evaluated.applied),
            "applied": evaluated.applied,
            "not_applied_because": evaluated.because,
            "day": evaluated.as_of,
        },
    })
}

fn scores(scores: &Scores) -> Map<String, Json> {
    let mut document = Map::new();
    document.insert("dyads".to_owned(), json!(scores.dyads));
    document.insert("positives".to_owned(), json!(scores.positives));
    document.insert("base_rate".to_owned(), json!(scores.base_rate()));
    let mut baselines = Map::new();
    for (model, found) in &scores.models {
        let target = if model.is_baseline() { &mut baselines } else { &mut document };
        target.insert(model.name().to_owned(), figures(found));
    }
    document.insert("baselines".to_owned(), Json::Object(baselines));
    document
}

fn figures(figures: &Figures) -> Json {
    let calibration = (!figures.calibration.is_empty()).then_some(&figures.calibration);
    json!({
        "auc": figures.auc,
        "auc_within_person": figures.auc_within_person,
        "average_precision": figures.average_precision,
        "brier": figures.loss.brier(),
        "brier_skill": figures.loss.brier_skill(),
        "log_loss": figures.loss.log_loss(),
        "quiet_auc": figures.quiet_auc,
        "calibration": calibration,
    })
}

/// One row for each cut-off and model, then one for each model over all cut-offs.
pub(super) fn rows(evaluated: &Evaluated) -> Listing {
    let folds = evaluated.backtest.folds.iter().map(|fold| (format_day(fold.cutoff), &fold.scores));
    let all = folds.chain([("all".to_owned(), &evaluated.backtest.overall)]);
    let rows = all
        .flat_map(|(cutoff, scores)| {
            Model::ALL.into_iter().map(move |model| {
                let start = [
                    Value::Text(cutoff.clone()),
                    Value::text(model.name()),
                    Value::count(scores.dyads),
                    Value::count(scores.positives),
                    Value::optional_number(scores.base_rate(), 3),
                ];
                start.into_iter().chain(measured(scores.of(model))).collect()
            })
        })
        .collect();
    let columns: [Column; 5] = ["cutoff", "model", "dyads", "positives", "base_rate"];
    Listing {
        command: "evaluate",
        as_of: evaluated.as_of.clone(),
        parameters: parameters(evaluated),
        columns: columns.into_iter().chain(MEASURES).collect(),
        reading: Vec::new(),
        rows,
        shown_rows: usize::MAX,
        nothing: String::new(),
        notes: Vec::new(),
    }
}

/// The measures of a model.
pub(super) const MEASURES: [Column; 7] =
    ["auc", "auc_within_person", "average_precision", "brier", "brier_skill", "log_loss", "quiet_auc"];

pub(super) fn measured(figures: &Figures) -> [Value; 7] {
    [
        figures.auc,
        figures.auc_within_person,
        figures.average_precision,
        figures.loss.brier(),
        figures.loss.brier_skill(),
        figures.loss.log_loss(),
        figures.quiet_auc,
    ]
    .map(|value| Value::optional_number(value, 3))
}
