//! The data of the report's charts, each with its finding as a title.

mod balance;
mod calendar;
mod channel_mix;
mod communities;
mod decay;
mod ego_map;
mod over_time;
mod paths;
mod strength_layers;
mod strength_overlap;
mod survival;
mod venues;

use std::collections::BTreeSet;

pub use paths::path_chart;

use super::monthly::Material;
use super::{Chart, Figure, NetworkMap, calibration_chart, counted};
use crate::model::format_day;

/// Names written on the map and in the strength chart.
const LABELS: usize = 18;
/// Days that charts of a year look back.
const YEAR_DAYS: i32 = 365;

/// All charts, in reading order. The map's places are those of the network that the page walks through.
pub(super) fn charts(material: &Material<'_>, map: &NetworkMap) -> Vec<Chart> {
    let mut charts = vec![
        strength_overlap::strength_overlap(material),
        strength_layers::strength_layers(material),
        decay::decay(material),
        ego_map::ego_map(material, map),
        communities::communities(material),
        over_time::over_time(material),
        calendar::calendar(material),
        balance::balance(material),
        channel_mix::channel_mix(material),
        venues::venues(material),
        survival::survival(material),
        paths::paths(material),
    ];
    charts.extend(material.input.backtest.map(calibration_chart));
    for chart in charts.iter_mut().filter(|chart| chart.source.is_empty()) {
        chart.source = source(material);
    }
    charts
}

/// A chart that rests on everything seen.
fn chart(id: &'static str, title: String, figure: Figure) -> Chart {
    Chart { id, title, source: String::new(), figure }
}

/// What the charts rest on: how much was seen, and since when.
fn source(material: &Material<'_>) -> String {
    let Some(first) = material.coverage.iter().map(|channel| channel.first_day).min() else {
        return "no interactions".to_owned();
    };
    let interactions: usize = material.coverage.iter().map(|channel| channel.interactions).sum();
    format!(
        "{} {} on {}, since {}",
        grouped(interactions),
        if interactions == 1 { "interaction" } else { "interactions" },
        counted(material.coverage.len(), "channel", "channels"),
        format_day(first)
    )
}

/// `3161`, and from five digits on in groups, `31 610`, as the tables write numbers.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len() > 4 && (digits.len() - place).is_multiple_of(3) {
            written.push('\u{202f}');
        }
        written.push(digit);
    }
    written
}

/// A share in whole per cent, `31 %`.
fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// The ego's alters that the view still ties to the ego, strongest first.
fn alters(material: &Material<'_>) -> Vec<(u32, f64)> {
    let mut alters: Vec<(u32, f64)> = material
        .network
        .contact_ties()
        .iter()
        .map(|tie| (tie.other(material.ego), tie.strength.get()))
        .filter(|(alter, _)| material.view.weight(material.ego as usize, *alter as usize).is_some())
        .collect();
    alters.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    alters
}

/// People worth a name: those the tables speak of, then the strongest.
fn labelled(material: &Material<'_>, alters: &[(u32, f64)]) -> BTreeSet<u32> {
    let spoken_of = material.plan_entries.iter().map(|entry| entry.person);
    let weak = material.weak.iter().take(4).map(|weak| weak.person);
    spoken_of.chain(weak).chain(alters.iter().map(|alter| alter.0)).take(LABELS + 6).collect::<BTreeSet<u32>>()
}

/// Whether the view ties somebody to anybody but the ego.
fn is_seen_with_others(material: &Material<'_>, person: u32) -> bool {
    material.view.neighbours(person as usize).iter().any(|other| *other != material.ego)
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_grouped_from_five_digits_on() {
        assert_eq!([0, 999, 3161].map(grouped), ["0", "999", "3161"]);
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
    }
}
