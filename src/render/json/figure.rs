//! Charts in the report's JSON document.

use serde_json::{Value, json};

use super::{InOrder, number};
use crate::report::{Chart, Figure, MapState};

pub(super) fn chart(chart: &Chart) -> InOrder<'_> {
    let (kind, data) = figure(&chart.figure);
    InOrder(vec![
        ("id", chart.id.into()),
        ("title", chart.title.as_str().into()),
        ("source", chart.source.as_str().into()),
        ("kind", kind.into()),
        ("data", data),
    ])
}

/// A list of rows.
fn list<T>(rows: &[T], row: impl Fn(&T) -> Value) -> Value {
    rows.iter().map(row).collect()
}

/// The kind of a figure and its data.
fn figure(figure: &Figure) -> (&'static str, Value) {
    match figure {
        Figure::StrengthOverlap(points) => (
            "strength_overlap",
            list(points, |point| {
                json!({
                    "name": point.name, "strength": number(Some(point.strength)), "overlap": number(Some(point.overlap)),
                    "community": point.community, "labelled": point.labelled,
                })
            }),
        ),
        Figure::EgoMap(map) => {
            let people = list(&map.people, |person| {
                json!({
                    "name": person.name, "x": number(Some(person.x)), "y": number(Some(person.y)),
                    "strength": number(person.strength), "state": state(person.state), "community": person.community,
                    "group": person.group, "labelled": person.labelled,
                })
            });
            let ties = list(&map.ties, |(from, to, p90)| json!({ "from": from, "to": to, "p90": number(Some(*p90)) }));
            ("ego_map", json!({ "people": people, "ties": ties }))
        }
        Figure::DecayCurves(curves) => (
            "decay_curves",
            list(curves, |curve| {
                json!({
                    "name": curve.name, "from_day": curve.from_day, "step_days": curve.step_days,
                    "fades_after_days": curve.fades_after_days, "p90": list(&curve.p90, |odds| number(Some(*odds))),
                })
            }),
        ),
        Figure::StrengthLayers(layers) => (
            "strength_distribution",
            list(layers, |layer| {
                json!({
                    "band": layer.name, "ties": layer.strengths.len(), "first_rank": layer.first_rank, "last_rank": layer.last_rank,
                    "strengths": list(&layer.strengths, |strength| number(Some(*strength))),
                })
            }),
        ),
        Figure::OverTime(time) => {
            let series = [
                ("alive", &time.alive),
                ("new", &time.new),
                ("revived", &time.revived),
                ("returned", &time.returned),
                ("lost", &time.lost),
            ];
            let series = list(&series, |(label, values)| json!({ "label": label, "values": values }));
            ("monthly_trend", json!({ "months": time.months, "series": series, "unit": "ties" }))
        }
        Figure::Calendar(calendar) => ("calendar", json!({ "first_day": calendar.first_day, "people": calendar.people })),
        Figure::Balance(ties) => (
            "balance",
            list(ties, |tie| {
                json!({
                    "name": tie.name, "out_days": tie.out_days, "in_days": tie.in_days, "given": tie.given, "taken": tie.taken,
                })
            }),
        ),
        Figure::ChannelMix(mix) => {
            let channels = list(
                &mix.channels,
                |channel| json!({ "channel": channel.name, "live": channel.live, "contacts": channel.contacts }),
            );
            ("channel_mix", json!({ "months": mix.months, "channels": channels }))
        }
        Figure::Venues(venues) => (
            "venues",
            list(venues, |venue| {
                json!({
                    "venue": venue.name, "met": venue.met, "alive": venue.alive, "yield": number(Some(venue.mean)),
                    "yield_low": number(Some(venue.low)), "yield_high": number(Some(venue.high)),
                })
            }),
        ),
        Figure::Survival(curves) => (
            "survival",
            list(curves, |curve| {
                let steps = list(&curve.steps, |(days, share, interval)| {
                    json!({
                        "days": days, "share": number(Some(*share)), "low": number(interval.map(|ends| ends.0)),
                        "high": number(interval.map(|ends| ends.1)),
                    })
                });
                json!({ "kind": curve.name, "ties": curve.ties, "followed_days": curve.followed_days, "steps": steps })
            }),
        ),
        Figure::Communities(rows) => (
            "communities",
            list(rows, |row| {
                json!({
                    "name": row.name, "about": row.about, "strong": row.strong, "weak": row.weak, "dormant": row.dormant,
                    "attention": number(row.attention),
                })
            }),
        ),
        Figure::Calibration(calibration) => {
            let curves = list(&calibration.curves, |(model, tenths)| {
                let tenths = list(
                    tenths,
                    |(predicted, observed, count)| json!({ "predicted": number(Some(*predicted)), "observed": number(Some(*observed)), "n": count }),
                );
                json!({ "model": model, "tenths": tenths })
            });
            ("calibration", json!({ "horizon_days": calibration.horizon_days, "curves": curves }))
        }
        Figure::Paths(paths) => {
            let hop = |(name, odds): &(String, Option<f64>)| json!({ "name": name, "odds": number(*odds) });
            ("paths", list(paths, |path| list(path, hop)))
        }
    }
}

/// The word for what somebody is to the owner; null for the owner.
fn state(state: MapState) -> Option<&'static str> {
    match state {
        MapState::Unseen => None,
        MapState::Indirect => Some("indirect"),
        MapState::Declared => Some("declared"),
        MapState::Dormant => Some("dormant"),
        MapState::Weak => Some("weak"),
        MapState::Strong => Some("strong"),
    }
}
