//! A tie as a row: the fields of the interface, for every command that lists ties.

use crate::analysis::dormant::{DORMANT_SILENCE_DAYS, ONCE_STRONG_MOMENTUM};
use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::cli::args::{Format, Global};
use crate::cli::error::CliError;
use crate::cli::listing::{Column, Shown, Value};
use crate::model::{Evidence, Probability};
use crate::network::{Network, STRUCTURAL_P90};
use crate::pipeline::Because;
use crate::store::StoreError;
use crate::ties::{Tie, TieState};

/// The records behind a tie as a field; not looked up for a table on the screen, which does not show them.
pub(super) fn evidence(global: &Global, records: impl FnOnce() -> Result<Vec<Because>, StoreError>) -> Result<Value, CliError> {
    if global.format == Format::Table && global.output.is_none() {
        return Ok(Value::Missing);
    }
    Ok(Value::Json(serde_json::json!(records()?)))
}

/// What a tie is called by its strength and silence; a label, not a truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Band {
    /// Strength of 60 and above.
    Strong,
    /// Below that, with a fair chance of contact within 90 days.
    Weak,
    /// Hardly any chance of contact, and never strong.
    Faint,
    /// Once strong, silent for half a year.
    Dormant,
    /// Only one of the two ever wrote: what that is worth nobody knows.
    Unknown,
    /// A connection or a card, without contact in the data.
    Declared,
}

impl Band {
    const ALL: [Self; 6] = [Self::Strong, Self::Weak, Self::Faint, Self::Dormant, Self::Unknown, Self::Declared];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Weak => "weak",
            Self::Faint => "faint",
            Self::Dormant => "dormant",
            Self::Unknown => "unknown",
            Self::Declared => "declared",
        }
    }

    pub(super) fn parse(word: &str) -> Result<Self, CliError> {
        Self::ALL.into_iter().find(|band| band.as_str() == word).ok_or_else(|| {
            CliError::usage(format!("there is no band `{word}`"))
                .hint("the bands: strong, weak, faint, dormant, unknown, declared")
        })
    }

    pub(super) fn of(tie: &Tie, network: &Network) -> Self {
        let with_ego = network.ego().filter(|ego| tie.low == *ego || tie.high == *ego);
        if with_ego.is_some_and(|ego| !network.is_contact(tie.other(ego))) {
            return Self::Unknown;
        }
        let silence = tie.both.silence_days(network.as_of().utc_day());
        let alive = tie.is_alive(network.parameters());
        if tie.strength.get() >= WEAK_BELOW_STRENGTH {
            Self::Strong
        } else if tie.both.momentum >= ONCE_STRONG_MOMENTUM && silence >= DORMANT_SILENCE_DAYS && !alive {
            Self::Dormant
        } else if tie.p90.get() >= STRUCTURAL_P90 {
            Self::Weak
        } else {
            Self::Faint
        }
    }
}

/// The strength of a tie, with its bar.
pub(super) const STRENGTH: Shown = Shown::kept("strength", "strength").bar(100.0);

/// The fields of a tie after the names of its ends.
pub(super) const TIE_COLUMNS: [Column; 20] = [
    "interactions",
    "contact_days",
    "out",
    "in",
    "first",
    "last",
    "momentum",
    "silence_days",
    "rhythm_days",
    "strength",
    "p90",
    "alive",
    "fades_on",
    "reciprocity",
    "band",
    "evidence",
    "hop_out",
    "hop_in",
    "declared_as",
    "declared_on",
];

/// The values of [`TIE_COLUMNS`] for an observed tie, as seen from one of its ends.
pub(super) fn observed(network: &Network, tie: &Tie, from: u32) -> Vec<Value> {
    let today = network.as_of().utc_day();
    let parameters = network.parameters();
    let (own, others): (&TieState, &TieState) = tie.seen_from(from);
    let other = tie.other(from);
    vec![
        Value::Integer(i64::from(tie.interactions)),
        Value::Integer(i64::from(tie.both.contact_days)),
        Value::Integer(i64::from(own.contact_days)),
        Value::Integer(i64::from(others.contact_days)),
        Value::Day(tie.both.first_day),
        Value::Day(tie.both.last_day),
        Value::Number(tie.both.momentum, 1),
        Value::Integer(i64::from(tie.both.silence_days(today))),
        Value::optional_number(parameters.rhythm_days(tie.both.momentum), 0),
        Value::Number(tie.strength.get(), 0),
        Value::Percent(tie.p90.get()),
        Value::Flag(tie.is_alive(parameters)),
        Value::optional_day(tie.fades_on(today, parameters)),
        Value::optional_number(tie.reciprocity(), 2),
        Value::text(Band::of(tie, network).as_str()),
        Value::text(Evidence::Observed.as_str()),
        probability(tie.hop_from(from)),
        probability(tie.hop_from(other)),
        Value::Missing,
        Value::Missing,
    ]
}

/// The values of [`TIE_COLUMNS`] for a tie of the ego that was only declared: nothing was observed, so nothing is measured.
pub(super) fn declared(network: &Network, person: u32) -> Vec<Value> {
    let mut values = vec![Value::Missing; TIE_COLUMNS.len()];
    let first = network.person(person).declared.iter().find(|(kind, _)| kind.declares_tie());
    for (column, value) in [
        ("interactions", Value::Integer(0)),
        ("contact_days", Value::Integer(0)),
        ("out", Value::Integer(0)),
        ("in", Value::Integer(0)),
        ("band", Value::text(Band::Declared.as_str())),
        ("evidence", Value::text(Evidence::Declared.as_str())),
        ("declared_as", Value::optional_text(first.map(|(kind, _)| kind.as_str()))),
        ("declared_on", Value::optional_day(first.and_then(|(_, at)| *at).map(crate::model::day_of_micros))),
    ] {
        if let Some(index) = TIE_COLUMNS.iter().position(|known| *known == column) {
            values[index] = value;
        }
    }
    values
}

fn probability(value: Probability) -> Value {
    Value::Percent(value.get())
}
