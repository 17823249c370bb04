//! The charts' data: what is drawn, before it is drawn.

/// A chart's data; drawing it is the renderer's.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// A stable identifier and file stem, `strength-overlap`.
    pub id: &'static str,
    /// The finding, as a title.
    pub title: String,
    /// What it rests on, `3,161 interactions on 6 channels, since 2025-01-03`.
    pub source: String,
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
