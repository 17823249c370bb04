//! Network to ordered sections: what a report says, before it becomes bytes.
//!
//! Texts here are plain and unescaped; every renderer escapes for its own sink.

mod attention;
mod calibration;
mod compare;
mod evidence;
mod figure;
mod figures;
mod history;
mod map;
mod monthly;
mod plan;
mod prose;
pub mod request;
mod sections;
mod sentences;

pub use attention::tunnel_vision;
pub use calibration::{adjusted_odds, calibration_chart};
pub use compare::Compared;
pub use evidence::{LedgerEntry, PersonEvidence};
pub use figure::{
    Calendar, Calibration, ChannelMix, ChannelMonths, Chart, CommunityShare, DecayCurve, EgoMap, Figure, MapPerson, OverTime,
    StrengthLayer, SurvivalCurve, SurvivalStep, Tenth, TieBalance, TiePoint, VenueYield,
};
pub use figures::path_chart;
pub use history::Month;
pub use map::{Community, MapState, MapTie, NetworkMap, NetworkPerson};
pub use monthly::{ChannelCoverage, MonthlyInput, monthly};
pub use plan::{MonthPlan, PlanEntry, kind_title, let_go_reason, plan_entries, plan_title, what_if_sentence};
pub use prose::{Part, Prose};

/// The monthly network health report.
#[derive(Debug, Clone, PartialEq, Default)]
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
    pub sentences: Vec<Prose>,
    /// The figures with change and trend.
    pub indicators: Vec<Indicator>,
    /// The sections, in reading order.
    pub sections: Vec<Section>,
    /// The charts, in reading order.
    pub charts: Vec<Chart>,
    /// The people the report speaks of, with the evidence of their ties; [`Cell::Person`] and [`Part::Person`] point here.
    pub people: Vec<PersonEvidence>,
    /// The network that can be walked through, month by month.
    pub map: NetworkMap,
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
    pub notes: Vec<Prose>,
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
    /// An organisation's name, or any other text from an import.
    Text(String),
    /// Somebody, whose evidence can be opened.
    Person {
        /// What to call them.
        name: String,
        /// Their place in [`Report::people`].
        person: usize,
    },
    /// A text that may name people.
    Prose(Prose),
    /// A number with its decimals.
    Number(f64, usize),
    /// A probability, shown in per cent.
    Percent(f64),
    /// A day, `2026-10-31`.
    Day(String),
    /// Undefined or unknown.
    Missing,
}
