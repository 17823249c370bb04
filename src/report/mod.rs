//! Network to ordered sections: what a report says, before it becomes bytes.
//!
//! Texts here are plain and unescaped; every renderer escapes for its own sink.

mod attention;
mod calibration;
mod figures;
mod history;
mod monthly;
mod plan;
pub mod request;
mod sections;
mod sentences;

pub use attention::tunnel_vision;
pub use calibration::{adjusted_odds, calibration_chart};
pub use history::Month;
pub use monthly::{ChannelCoverage, MonthlyInput, monthly};
pub use plan::{MonthPlan, PlanEntry, kind_title, let_go_reason, plan_entries, plan_title, what_if_sentence};

/// The monthly network health report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// `Network health, October 2026`.
    pub title: String,
    /// The month, `2026-10`.
    pub month: String,
    /// The as-of day, `2026-10-31`.
    pub as_of: String,
    /// Whose network it is.
    pub owner: String,
    /// The month in five sentences.
    pub sentences: Vec<String>,
    /// The figures with change and trend.
    pub indicators: Vec<Indicator>,
    /// The sections, in reading order.
    pub sections: Vec<Section>,
    /// The charts, in reading order.
    pub charts: Vec<Chart>,
    /// Model parameters and settings used, name and value.
    pub parameters: Vec<(String, String)>,
}

/// A count with its noun: `1 tie`, `2 ties`.
///
/// ```
/// assert_eq!(acquaint::report::counted(1, "tie", "ties"), "1 tie");
/// ```
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Which way of an indicator is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    Neutral,
}

/// One figure of network health.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// A stable key for scripts, `alive_ties`.
    pub key: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it means, one sentence.
    pub explanation: &'static str,
    /// The unit after the number; may be empty.
    pub unit: &'static str,
    /// How many decimals to show.
    pub decimals: usize,
    /// Which way is good.
    pub better: Better,
    /// One value a month, oldest first, the last one being this month's: (`2026-10`, value). `None` where undefined.
    pub trend: Vec<(String, Option<f64>)>,
}

impl Indicator {
    /// This month's value.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        self.trend.last().and_then(|(_, value)| *value)
    }

    /// The change since the month before; `None` when either is undefined.
    #[must_use]
    pub fn change(&self) -> Option<f64> {
        match self.trend.as_slice() {
            [.., (_, before), (_, now)] => now.zip(*before).map(|(now, before)| now - before),
            _ => None,
        }
    }
}

/// One section: a heading, a table, what to know about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// A stable identifier, `fading`.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// One or two sentences under the heading.
    pub introduction: String,
    /// The rows; `None` for a section of text and charts.
    pub table: Option<Table>,
    /// What to know: limits, warnings, next steps.
    pub notes: Vec<String>,
    /// Identifiers of the charts shown here.
    pub charts: Vec<&'static str>,
}

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns: stable key and label.
    pub columns: Vec<(&'static str, &'static str)>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// What to say when there are no rows.
    pub empty: &'static str,
}

/// One value of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A person's or organisation's name, or any other text from an import.
    Text(String),
    /// A number with its decimals.
    Number(f64, usize),
    /// A probability, shown in per cent.
    Percent(f64),
    /// A day, `2026-10-31`.
    Day(String),
    /// Undefined or unknown.
    Missing,
}

/// A chart's data; drawing it is the renderer's.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// A stable identifier and file stem, `strength-overlap`.
    pub id: &'static str,
    /// The finding, as a title.
    pub title: String,
    /// What is drawn.
    pub figure: Figure,
}

/// Kinds of charts.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Strength against overlap: who is strong, who is weak, who bridges.
    StrengthOverlap(Vec<TiePoint>),
    /// The ego's network with communities.
    EgoMap(EgoMap),
    /// Strength over the coming days for fading ties, if nothing happens.
    DecayCurves(Vec<DecayCurve>),
    /// How many ties in each band of strength.
    StrengthDistribution(Vec<(String, usize)>),
    /// One small line a month per series: (label, values); months in the first field.
    MonthlyTrend {
        /// The months, `2026-10`.
        months: Vec<String>,
        /// The series: label and one value a month.
        series: Vec<(String, Vec<Option<f64>>)>,
        /// The unit of the value axis.
        unit: String,
    },
    /// Predicted against observed, one curve per model.
    Calibration(Calibration),
    /// One introduction path or several, as chains of people with the odds of each hop.
    Paths(Vec<Vec<(String, Option<f64>)>>),
}

/// How often contact was predicted, and how often it followed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibration {
    /// How far ahead was predicted, in days.
    pub horizon_days: u32,
    /// A model's name and its tenths.
    pub curves: Vec<(String, Vec<Tenth>)>,
}

/// A tenth of predictions: the mean predicted, the share observed, both from 0 to 1, and how many.
pub type Tenth = (f64, f64, usize);

/// One tie of the ego in the strength-overlap chart.
#[derive(Debug, Clone, PartialEq)]
pub struct TiePoint {
    /// The alter's name.
    pub name: String,
    /// Strength, 0 to 100.
    pub strength: f64,
    /// Neighbourhood overlap, 0 to 1.
    pub overlap: f64,
    /// The community's number, from 0.
    pub community: usize,
    /// Whether the name should be written beside the mark.
    pub labelled: bool,
}

/// Positions and ties of the ego map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EgoMap {
    /// The people, the ego first.
    pub people: Vec<MapPerson>,
    /// Ties: index, index, probability of contact within 90 days.
    pub ties: Vec<(usize, usize, f64)>,
}

/// One person of the ego map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPerson {
    /// The name.
    pub name: String,
    /// Horizontal place, −1 to 1.
    pub x: f64,
    /// Vertical place, −1 to 1.
    pub y: f64,
    /// Strength of the tie with the ego, 0 to 100; `None` for the ego and for those only seen through others.
    pub strength: Option<f64>,
    /// The community's number, from 0.
    pub community: usize,
    /// Whether the name should be written.
    pub labelled: bool,
}

/// The decay of one tie.
#[derive(Debug, Clone, PartialEq)]
pub struct DecayCurve {
    /// The alter's name.
    pub name: String,
    /// The day the curve starts, `2026-10-31`.
    pub from_day: String,
    /// The probability of contact within 90 days, one value per `step_days`.
    pub p90: Vec<f64>,
    /// Days between two values.
    pub step_days: u32,
    /// Days from the start until it falls below even odds; `None` when it already has.
    pub fades_after_days: Option<u32>,
}
