//! The cards of the indicators: value, change in words, and the year as a small line.

use std::fmt::Write as _;

use super::safe;
use crate::render::number;
use crate::report::{Better, Indicator};

pub(super) struct Card {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) unit: String,
    pub(super) change: String,
    pub(super) verdict: &'static str,
    pub(super) sparkline: String,
    pub(super) explanation: String,
}

pub(super) fn card(indicator: &Indicator) -> Card {
    let value = indicator.value().filter(|value| value.is_finite());
    let (change, verdict) = change(indicator);
    Card {
        label: safe(indicator.label),
        value: safe(&value.map_or_else(|| number::UNDEFINED.to_owned(), |value| number::decimal(value, indicator.decimals))),
        unit: if value.is_some() { safe(indicator.unit) } else { String::new() },
        change,
        verdict,
        sparkline: sparkline(indicator),
        explanation: safe(indicator.explanation),
    }
}

/// The change in words with an arrow, so that colour is never the only sign; and the class that colours it.
fn change(indicator: &Indicator) -> (String, &'static str) {
    let Some(change) = indicator.change().filter(|change| change.is_finite()) else {
        return ("no month to compare with".to_owned(), "even");
    };
    if number::is_nothing(change, indicator.decimals) {
        return ("● unchanged since last month".to_owned(), "even");
    }
    let size = number::decimal(change.abs(), indicator.decimals);
    let (moved, good) = match (change > 0.0, indicator.better) {
        (true, better) => (format!("▲ up {size}"), (better != Better::Neutral).then_some(better == Better::Higher)),
        (false, better) => (format!("▼ down {size}"), (better != Better::Neutral).then_some(better == Better::Lower)),
    };
    match good {
        Some(true) => (format!("{moved} · better than last month"), "good"),
        Some(false) => (format!("{moved} · worse than last month"), "bad"),
        None => (format!("{moved} since last month"), "even"),
    }
}

const SPARK: (f64, f64) = (200.0, 40.0);

/// The months as a small line over its area, with a dot for the last one; parted where a month has no value.
fn sparkline(indicator: &Indicator) -> String {
    let months = indicator.trend.get(indicator.trend.len().saturating_sub(12)..).unwrap_or(&[]);
    let values: Vec<Option<f64>> = months.iter().map(|(_, value)| *value).collect();
    line(&values, indicator.decimals)
}

/// A line over months.
pub(super) fn line(values: &[Option<f64>], decimals: usize) -> String {
    let values: Vec<Option<f64>> =
        values.iter().map(|value| value.filter(|value| value.is_finite() && value.abs() < 1e15)).collect();
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return String::new() };
    let (low, high) = known.iter().fold((*first, *first), |(low, high), value| (low.min(*value), high.max(*value)));
    let steps = values.len().saturating_sub(1).max(1) as f64;
    let place = |index: usize, value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        (
            number::plain(4.0 + index as f64 / steps * (SPARK.0 - 8.0), 1),
            number::plain(SPARK.1 - 5.0 - share * (SPARK.1 - 10.0), 1),
        )
    };
    let mut path = String::new();
    let mut pen_is_down = false;
    let mut end = place(0, *first);
    for (index, value) in values.iter().enumerate() {
        if let Some(value) = value {
            end = place(index, *value);
            let _ = write!(path, "{}{} {}", if pen_is_down { "L" } else { "M" }, end.0, end.1);
        }
        pen_is_down = value.is_some();
    }
    let written = |value: f64| number::decimal(value, decimals);
    let described = format!(
        "{} months: from {} to {}, lowest {}, highest {}",
        values.len(),
        written(*first),
        written(*last),
        written(low),
        written(high)
    );
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{described}\"><path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/><circle cx=\"{}\" cy=\"{}\" r=\"3.6\" fill=\"currentColor\"/></svg>",
        SPARK.0, SPARK.1, end.0, end.1
    )
}
