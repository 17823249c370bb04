//! Charts in the report's JSON document.

use serde_json::{Value, json};

use super::{InOrder, number};
use crate::report::{Chart, Figure};

pub(super) fn chart(chart: &Chart) -> InOrder<'_> {
    let (kind, data) = figure(&chart.figure);
    InOrder(vec![("id", chart.id.into()), ("title", chart.title.as_str().into()), ("kind", kind.into()), ("data", data)])
}

/// The kind of a figure and its data.
fn figure(figure: &Figure) -> (&'static str, Value) {
    match figure {
        Figure::StrengthOverlap(points) => {
            let point = |point: &crate::report::TiePoint| {
                json!({
                    "name": point.name, "strength": number(Some(point.strength)), "overlap": number(Some(point.overlap)),
                    "community": point.community, "labelled": point.labelled,
                })
            };
            ("strength_overlap", points.iter().map(point).collect())
        }
        Figure::EgoMap(map) => {
            let people: Vec<Value> = map
                .people
                .iter()
                .map(|person| {
                    json!({
                        "name": person.name, "x": number(Some(person.x)), "y": number(Some(person.y)),
                        "strength": number(person.strength), "community": person.community, "labelled": person.labelled,
                    })
                })
                .collect();
            let ties: Vec<Value> =
                map.ties.iter().map(|(from, to, p90)| json!({ "from": from, "to": to, "p90": number(Some(*p90)) })).collect();
            ("ego_map", json!({ "people": people, "ties": ties }))
        }
        Figure::DecayCurves(curves) => {
            let curve = |curve: &crate::report::DecayCurve| {
                json!({
                    "name": curve.name, "from_day": curve.from_day, "step_days": curve.step_days,
                    "fades_after_days": curve.fades_after_days,
                    "p90": curve.p90.iter().map(|odds| number(Some(*odds))).collect::<Vec<_>>(),
                })
            };
            ("decay_curves", curves.iter().map(curve).collect())
        }
        Figure::StrengthDistribution(bands) => {
            ("strength_distribution", bands.iter().map(|(band, count)| json!({ "band": band, "ties": count })).collect())
        }
        Figure::MonthlyTrend { months, series, unit } => {
            let series: Vec<Value> = series
                .iter()
                .map(|(label, values)| json!({ "label": label, "values": values.iter().map(|v| number(*v)).collect::<Vec<_>>() }))
                .collect();
            ("monthly_trend", json!({ "months": months, "series": series, "unit": unit }))
        }
        Figure::Calibration(calibration) => {
            let tenth = |(predicted, observed, count): &(f64, f64, usize)| json!({ "predicted": number(Some(*predicted)), "observed": number(Some(*observed)), "n": count });
            let curves: Vec<Value> = calibration
                .curves
                .iter()
                .map(|(model, tenths)| json!({ "model": model, "tenths": tenths.iter().map(tenth).collect::<Vec<_>>() }))
                .collect();
            ("calibration", json!({ "horizon_days": calibration.horizon_days, "curves": curves }))
        }
        Figure::Paths(paths) => {
            let hop = |(name, odds): &(String, Option<f64>)| json!({ "name": name, "odds": number(*odds) });
            ("paths", paths.iter().map(|path| path.iter().map(hop).collect::<Value>()).collect())
        }
    }
}
