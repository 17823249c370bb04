//! Made-up charts for the tests.

use crate::report::{Calibration, Chart, DecayCurve, EgoMap, Figure, MapPerson, TiePoint};

pub(super) const NAMES: [&str; 12] = [
    "Ann Example",
    "Zoë Müller-Łukasiewicz",
    "محمد علي",
    "李小龍",
    "Ola 🦀 Nordmann 👩\u{200d}👧",
    "Dr. Wolfeschlegelsteinhausenbergerdorff the Third of Somewhere",
    "דוד לוי",
    "Bob",
    "Ngũgĩ wa Thiong’o",
    "Mary-Jane O’Neil",
    "Иван Петров",
    "Åsa",
];

/// Numbers from 0 to 1 that look random and are always the same.
pub(super) fn noise(seed: usize) -> f64 {
    ((seed as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40)
        as f64
        / 16_777_216.0
}

pub(super) fn name(index: usize) -> String {
    let first = NAMES[index % NAMES.len()];
    if index < NAMES.len() { first.to_owned() } else { format!("{first} {}", index / NAMES.len()) }
}

fn points(count: usize) -> Vec<TiePoint> {
    (0..count)
        .map(|index| TiePoint {
            name: name(index),
            strength: noise(index).powi(2) * 100.0,
            overlap: noise(index + 1000).powf(1.7),
            community: (noise(index + 77) * 8.0) as usize,
            labelled: index % 2 == 0,
        })
        .collect()
}

pub(super) fn ego_map(count: usize, groups: usize) -> EgoMap {
    let mut people =
        vec![MapPerson { name: "Me Myself".to_owned(), x: 0.0, y: 0.0, strength: None, community: 0, labelled: true }];
    let mut ties = Vec::new();
    for index in 1..count {
        let community = index % groups;
        let angle = (community as f64 + 0.8 * noise(index)) / groups as f64 * std::f64::consts::TAU;
        let reach = 0.35 + 0.6 * noise(index + 300);
        let strength = (!index.is_multiple_of(9)).then(|| noise(index + 50) * 100.0);
        people.push(MapPerson {
            name: name(index),
            x: angle.cos() * reach,
            y: angle.sin() * reach,
            strength,
            community,
            labelled: count < 30 || index % 4 == 0,
        });
        ties.push((0, index, noise(index + 7)));
        if index > groups {
            ties.push((index, index - groups, noise(index + 9)));
        }
    }
    EgoMap { people, ties }
}

fn curves(count: usize) -> Vec<DecayCurve> {
    (0..count)
        .map(|index| {
            let start = 0.5 + 0.45 * noise(index + 5);
            let rate = 0.002 + 0.01 * noise(index + 6);
            let p90: Vec<f64> = (0..27).map(|step| start * (-rate * f64::from(step) * 7.0).exp()).collect();
            let fades_after_days = p90.iter().position(|odds| *odds < 0.5).map(|step| step as u32 * 7);
            DecayCurve { name: name(index), from_day: "2026-10-31".to_owned(), p90, step_days: 7, fades_after_days }
        })
        .collect()
}

fn months() -> Vec<String> {
    (0..12).map(|index| format!("{}-{:02}", 2025 + (index + 10) / 12, (index + 10) % 12 + 1)).collect()
}

fn trend() -> Figure {
    let line = |label: &str, base: f64, slope: f64| {
        let values = (0..12)
            .map(|month| (month != 4).then(|| (base + slope * f64::from(month) + 3.0 * noise(month as usize)).round()))
            .collect();
        (label.to_owned(), values)
    };
    let series = vec![
        line("alive ties", 40.0, 1.2),
        line("strong ties", 21.0, -0.3),
        line("communities reached", 19.0, 0.1),
        line("fading", 8.0, 0.4),
    ];
    Figure::MonthlyTrend { months: months(), series, unit: "people".to_owned() }
}

fn calibration(curves: usize) -> Calibration {
    let tenths = |bend: f64| {
        let tenth = |index: usize| (index as f64 + noise(index + 40)) / 10.0;
        (0..10).map(|index| (tenth(index), tenth(index).powf(bend), 11_230 + index * 17)).collect()
    };
    let named = ["published constants", "calibrated"].into_iter().zip([2.2, 1.1]).take(curves);
    Calibration { horizon_days: 90, curves: named.map(|(name, bend)| (name.to_owned(), tenths(bend))).collect() }
}

fn paths() -> Vec<Vec<(String, Option<f64>)>> {
    vec![
        vec![(name(0), Some(0.83)), (name(5), Some(0.5)), (name(2), None)],
        vec![(name(0), Some(0.33)), (name(3), Some(0.004)), (name(1), Some(0.999)), (name(2), None)],
        vec![(name(0), None), (name(2), None)],
        (0..9).map(|index| (name(index), Some(0.5))).collect(),
    ]
}

/// Every kind of chart, with much, little and no data.
pub(super) fn charts() -> Vec<Chart> {
    let chart = |id, title: &str, figure| Chart {
        id,
        title: title.to_owned(),
        source: "3,161 interactions on 6 channels, since 2025-01-03".to_owned(),
        figure,
    };
    vec![
        chart(
            "overlap-60",
            "Nine strong ties bridge to people nobody else of yours knows; Zoë Müller-Łukasiewicz is the strongest",
            Figure::StrengthOverlap(points(60)),
        ),
        chart("overlap-3", "Three ties", Figure::StrengthOverlap(points(3))),
        chart("overlap-0", "No ties yet", Figure::StrengthOverlap(Vec::new())),
        chart("map-6", "Five people in two groups", Figure::EgoMap(ego_map(6, 2))),
        chart(
            "map-25",
            "Your network has four groups; only two people link the group of 李小龍 with the others",
            Figure::EgoMap(ego_map(25, 4)),
        ),
        chart("map-120", "A hundred and twenty people in nine groups", Figure::EgoMap(ego_map(120, 9))),
        chart("map-0", "Nobody", Figure::EgoMap(EgoMap::default())),
        chart(
            "decay-8",
            "Four of eight ties fall below even odds before Christmas if nobody writes",
            Figure::DecayCurves(curves(8)),
        ),
        chart("decay-20", "Twenty ties fade", Figure::DecayCurves(curves(20))),
        chart("decay-0", "None fades", Figure::DecayCurves(Vec::new())),
        chart(
            "bands",
            "Most ties are weak: 61 of 143 are below 20",
            Figure::StrengthDistribution(
                ["0–10", "10–20", "20–30", "30–40", "40–50", "50–60", "60–70", "70–80", "80–90", "90–100"]
                    .iter()
                    .zip([31, 30, 22, 17, 0, 12, 9, 9, 8, 5])
                    .map(|(band, count)| ((*band).to_owned(), count))
                    .collect(),
            ),
        ),
        chart("bands-0", "No ties", Figure::StrengthDistribution(vec![("0–50".to_owned(), 0)])),
        chart("trend", "Alive ties have grown by a third since November", trend()),
        chart(
            "trend-1",
            "The first month",
            Figure::MonthlyTrend {
                months: vec!["2026-10".to_owned()],
                series: vec![("alive ties".to_owned(), vec![Some(12.0)])],
                unit: "people".to_owned(),
            },
        ),
        chart("trend-0", "Nothing", Figure::MonthlyTrend { months: Vec::new(), series: Vec::new(), unit: String::new() }),
        chart("calibration", "More contact was predicted (43 %) than followed (18 %)", Figure::Calibration(calibration(2))),
        chart("calibration-1", "Predicted and observed agree", Figure::Calibration(calibration(1))),
        chart("calibration-0", "Nothing was predicted", Figure::Calibration(Calibration::default())),
        chart("paths", "Four ways to محمد علي; the best goes through one introduction", Figure::Paths(paths())),
        chart("paths-0", "No way", Figure::Paths(vec![vec![]])),
    ]
}
