//! What the figures rest on: the data of each channel, how far the model can be relied on, and its parameters.

use super::super::monthly::Material;
use super::super::{Cell, Prose, Section, Table, counted};
use super::{count, day};
use crate::model::{Evidence, format_day};
use crate::ties::Parameters;
use crate::ties::backtest::metrics::Decile;
use crate::ties::backtest::{Backtest, Model};

/// Days without anything on a channel, and interactions before, from which its data seems to have ended.
const ENDED_AFTER_DAYS: i32 = 30;
const REGULAR_INTERACTIONS: usize = 50;
/// The difference of what was expected and what followed that is worth a word.
const NOTABLE: f64 = 0.05;
/// Ties looked back at from which the figures say something.
const LEAST_WINDOWS: usize = 100;

pub(super) fn coverage(material: &Material<'_>) -> Section {
    let rows = material.coverage.iter().map(|channel| {
        vec![
            Cell::Text(channel.channel.clone()),
            count(channel.interactions),
            count(channel.bulk),
            day(channel.first_day),
            day(channel.last_day),
        ]
    });
    Section {
        id: "coverage",
        title: "Coverage and confidence".to_owned(),
        introduction: "What these figures rest on, and how far to trust them.".to_owned(),
        table: Some(Table {
            columns: vec![
                ("channel", "channel"),
                ("interactions", "interactions"),
                ("bulk", "from machines"),
                ("first", "first"),
                ("last", "last"),
            ],
            rows: rows.collect(),
            empty: "No interactions are loaded.",
        }),
        notes: notes(material),
        charts: vec!["calibration"],
    }
}

fn notes(material: &Material<'_>) -> Vec<Prose> {
    let network = material.network;
    let mut notes: Vec<Prose> =
        vec!["Not seen is not the same as cold: a tie kept up on a channel that is not loaded looks weaker than it is.".into()];
    let ended = material
        .coverage
        .iter()
        .filter(|channel| channel.interactions >= REGULAR_INTERACTIONS && material.today() - channel.last_day > ENDED_AFTER_DAYS);
    notes.extend(ended.map(|channel| {
        let last = format_day(channel.last_day);
        Prose::from(format!("The data of {} ends on {last}: what happened on it since then is not seen.", channel.channel))
    }));
    let declared =
        (0..network.people().len() as u32).filter(|p| network.evidence_with_ego(*p) == Some(Evidence::Declared)).count();
    if declared > 0 {
        let people = counted(declared, "person is", "people are");
        notes.push(format!("{people} only declared (connections, cards): no contact with them is in the data.").into());
    }
    if let Some(share) = network.alter_tie_share() {
        notes.push(format!("{:.0} % of your contacts have an observed tie with another contact.", 100.0 * share).into());
    }
    notes.push(calibration_note(network.parameters()).into());
    notes.extend(looking_back(material.input.backtest, network.parameters()));
    notes
}

/// How the published model would have predicted the past, in words.
fn looking_back(backtest: Option<&Backtest>, model: &Parameters) -> Vec<Prose> {
    let Some(backtest) = backtest else {
        return vec![
            "The history is too short to look back and check how often these odds were right; the order of people can be trusted more \
             than the odds."
                .into(),
        ];
    };
    let (scores, figures) = (&backtest.overall, backtest.overall.of(Model::Published));
    let Some(base) = scores.base_rate() else { return Vec::new() };
    let days = backtest.horizon_days;
    let expected = mean_predicted(&figures.calibration);
    let off = if scores.dyads < LEAST_WINDOWS || model.level > 0 || (expected - base).abs() < NOTABLE {
        ""
    } else if expected < base {
        " So these odds are rather too low for you: acquaint evaluate says more."
    } else {
        " So these odds are rather too high for you: acquaint evaluate says more."
    };
    let mut notes: Vec<Prose> = vec![
        format!(
            "Looking back from {}, at {} in all: within {days} days contact followed in {:.0} % of them; the model expected {:.0} %.{off}",
            counted(backtest.folds.len(), "earlier day", "earlier days"),
            counted(scores.dyads, "tie", "ties (each counted on each day)"),
            100.0 * base,
            100.0 * expected
        )
        .into(),
    ];
    if scores.dyads < LEAST_WINDOWS {
        notes.push("That is too little to say how often the odds are right.".into());
    } else if let Some(auc) = figures.auc {
        let quiet = figures.quiet_auc.map(|quiet| {
            format!(
                " Among ties silent for more than two weeks it was right in {:.0} of 100: there every model is less sure.",
                100.0 * quiet
            )
        });
        notes.push(
            format!(
                "Of two people, one of whom was in touch again and one was not, it ranked the right one first in {:.0} of 100 pairs \
                 (50 would be chance).{}",
                100.0 * auc,
                quiet.unwrap_or_default()
            )
            .into(),
        );
    }
    notes
}

/// The mean of all predictions.
fn mean_predicted(tenths: &[Decile]) -> f64 {
    let all: usize = tenths.iter().map(|decile| decile.n).sum();
    tenths.iter().map(|decile| decile.predicted * decile.n as f64).sum::<f64>() / all.max(1) as f64
}

/// What the model's constants rest on.
fn calibration_note(model: &Parameters) -> String {
    match (&model.calibrated_on, model.level) {
        (None, _) => "The model's constants are the published ones (calibration level 0), not fitted to your data.".to_owned(),
        (Some(day), 0) => format!(
            "The model's constants are the published ones (calibration level 0); the evaluation of {day} found no reason to change \
             them."
        ),
        (Some(day), 1) => format!(
            "The model's level was shifted to fit your own data (calibration level 1, evaluation of {day}); the rest is as published."
        ),
        (Some(day), level) => {
            format!("The model's coefficients were fitted to your own data (calibration level {level}, evaluation of {day}).")
        }
    }
}

/// Model parameters and settings, name and value.
pub(in crate::report) fn parameters(material: &Material<'_>) -> Vec<(String, String)> {
    let model = material.network.parameters();
    vec![
        ("as-of day".to_owned(), material.network.as_of().day().to_string()),
        (
            "tie model".to_owned(),
            format!(
                "momentum and silence: intercept {}, momentum {}, silence {}, crossing {}, half-life {} days",
                model.intercept, model.momentum, model.silence, model.crossing, model.half_life_days
            ),
        ),
        ("calibration".to_owned(), calibration(model)),
        ("fading looks ahead".to_owned(), format!("{} days", material.fading_within_days)),
        ("alive".to_owned(), format!("90-day probability of at least {}", model.alive)),
        ("ties in structural measures".to_owned(), format!("90-day probability of at least {}", crate::network::STRUCTURAL_P90)),
        ("communities".to_owned(), format!("Leiden, modularity, seed {}", material.seed)),
    ]
}

/// The level of calibration and the day it rests on.
fn calibration(model: &Parameters) -> String {
    let made = match model.level {
        0 => "published constants",
        1 => "intercept shifted",
        _ => "coefficients refitted",
    };
    match &model.calibrated_on {
        Some(day) => format!("level {} ({made}; evaluated on {day})", model.level),
        None => format!("level {} ({made})", model.level),
    }
}
