//! Made-up charts for the tests.

use crate::report::{
    Calendar, Calibration, ChannelMix, ChannelMonths, Chart, CommunityShare, DecayCurve, EgoMap, Figure, MapPerson, MapState,
    OverTime, StrengthLayer, SurvivalCurve, TieBalance, TiePoint, VenueYield,
};

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
    let mut people = vec![MapPerson {
        name: "Me Myself".to_owned(),
        x: 0.0,
        y: 0.0,
        strength: None,
        state: MapState::Unseen,
        community: 0,
        group: String::new(),
        labelled: true,
    }];
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
            state: [MapState::Strong, MapState::Weak, MapState::Dormant, MapState::Declared][index % 4],
            community,
            group: if community < 7 { format!("around {}", name(community + 1)) } else { String::new() },
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

fn over_time() -> OverTime {
    let series =
        |base: usize, spread: f64, seed: usize| (0..12).map(|month| base + (noise(month + seed) * spread) as usize).collect();
    OverTime {
        months: months(),
        alive: series(40, 30.0, 1),
        new: series(2, 9.0, 20),
        revived: series(0, 4.0, 40),
        returned: series(0, 6.0, 50),
        lost: series(1, 8.0, 60),
    }
}

fn layers(ties: usize) -> Vec<StrengthLayer> {
    let strengths: Vec<f64> = (0..ties).map(|rank| 99.0 * (-0.02 * rank as f64).exp()).collect();
    let ends = [(1, Some(5)), (6, Some(15)), (16, Some(50)), (51, Some(150)), (151, None)];
    let layer = |(first_rank, last_rank): (usize, Option<usize>)| StrengthLayer {
        name: last_rank.map_or("beyond 150".to_owned(), |last| format!("up to {last}")),
        first_rank,
        last_rank,
        strengths: strengths
            .iter()
            .skip(first_rank - 1)
            .take(last_rank.unwrap_or(ties + first_rank) + 1 - first_rank)
            .copied()
            .collect(),
    };
    ends.into_iter().map(layer).collect()
}

fn calendar() -> Calendar {
    let people =
        (0..365).map(|day| (day > 40).then(|| if noise(day) < 0.3 { 0 } else { (noise(day + 9) * 9.0) as usize })).collect();
    Calendar { first_day: "2025-11-01".to_owned(), people }
}

fn balance(favours: usize) -> Vec<TieBalance> {
    (0..14)
        .map(|index| TieBalance {
            name: name(index),
            out_days: (noise(index) * 90.0) as usize,
            in_days: (noise(index + 70) * 90.0) as usize,
            given: (noise(index + 20) * favours as f64) as usize,
            taken: (noise(index + 30) * favours as f64) as usize,
        })
        .collect()
}

fn channel_mix(channels: &[(&str, Option<bool>)]) -> ChannelMix {
    let channel = |(index, (name, live)): (usize, &(&str, Option<bool>))| ChannelMonths {
        name: (*name).to_owned(),
        live: *live,
        contacts: (0..12).map(|month| (noise(index * 31 + month) * 60.0) as usize).collect(),
    };
    ChannelMix { months: months(), channels: channels.iter().enumerate().map(channel).collect() }
}

fn venues(count: usize) -> Vec<VenueYield> {
    (0..count)
        .map(|index| {
            let mean = 0.15 + 0.6 * noise(index + 11);
            VenueYield {
                name: (index + 1 < count).then(|| format!("{} Days", name(index))),
                met: 3 + index,
                alive: 1 + index / 2,
                mean,
                low: mean * 0.55,
                high: mean + (1.0 - mean) * 0.4,
            }
        })
        .collect()
}

fn survival(kinds: &[&str]) -> Vec<SurvivalCurve> {
    let curve = |(index, kind): (usize, &&str)| {
        let steps = (1..9)
            .map(|step| {
                let share = (1.0 - 0.09 * (f64::from(step) + index as f64 * 0.6)).max(0.0);
                (
                    90 + step * 27 + index as i32 * 11,
                    share,
                    (share > 0.0).then_some(((share - 0.12).max(0.0), (share + 0.09).min(1.0))),
                )
            })
            .collect();
        SurvivalCurve { name: (*kind).to_owned(), ties: 12 + index * 9, steps, followed_days: 420 }
    };
    kinds.iter().enumerate().map(curve).collect()
}

fn communities() -> Vec<CommunityShare> {
    (0..9)
        .map(|index| CommunityShare {
            name: format!("around {}", name(index)),
            about: if index % 3 == 2 { String::new() } else { format!("mostly engineering, mostly {}", name(index + 3)) },
            strong: (noise(index + 3) * 8.0) as usize,
            weak: (noise(index + 4) * 12.0) as usize + 1,
            dormant: (noise(index + 5) * 7.0) as usize,
            attention: Some(0.3 * 0.7_f64.powi(index as i32)),
        })
        .collect()
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
        chart("layers", "Your closest 5 ties are all at 91 or above; the 15th reaches 75", Figure::StrengthLayers(layers(210))),
        chart("layers-7", "2 of 7 ties are of 60 and above", Figure::StrengthLayers(layers(7))),
        chart("layers-0", "No ties", Figure::StrengthLayers(layers(0))),
        chart("time", "61 ties alive, up from 45 over 11 months: 70 new or revived, 50 lost", Figure::OverTime(over_time())),
        chart(
            "time-1",
            "The first month",
            Figure::OverTime(OverTime {
                months: vec!["2026-10".to_owned()],
                alive: vec![12],
                new: vec![12],
                revived: vec![0],
                returned: vec![0],
                lost: vec![0],
            }),
        ),
        chart("time-0", "Nothing", Figure::OverTime(OverTime::default())),
        chart("calendar", "Contact on 211 of 324 days", Figure::Calendar(calendar())),
        chart("calendar-0", "No contact", Figure::Calendar(Calendar { people: vec![Some(0); 365], ..calendar() })),
        chart("balance", "Of 14 ties with most contact you carry 5, and they carry 3", Figure::Balance(balance(9))),
        chart("balance-acts", "In all 14 ties both sides act", Figure::Balance(balance(0))),
        chart("balance-0", "Nobody acts", Figure::Balance(Vec::new())),
        chart(
            "mix",
            "email carries 41 % of the contact; 30 % of it all was live",
            Figure::ChannelMix(channel_mix(&[
                ("meeting", Some(true)),
                ("call", Some(true)),
                ("email", Some(false)),
                ("linkedin", Some(false)),
                ("slack", Some(false)),
                ("sms", Some(false)),
                ("محمد علي", None),
            ])),
        ),
        chart("mix-1", "email carries all", Figure::ChannelMix(channel_mix(&[("email", Some(false))]))),
        chart("mix-0", "Nothing", Figure::ChannelMix(channel_mix(&[]))),
        chart("venues", "No venue stands out yet: of 90 people met at 9 venues 41 % are alive ties", Figure::Venues(venues(10))),
        chart("venues-20", "Twenty venues", Figure::Venues(venues(20))),
        chart("venues-0", "No venue", Figure::Venues(Vec::new())),
        chart(
            "survival",
            "62 % of new ties go on after the first 90 days",
            Figure::Survival(survival(&["met at a venue", "began with a meeting or call", "began in writing"])),
        ),
        chart("survival-1", "All go on", Figure::Survival(survival(&["all new ties"]))),
        chart("survival-0", "No tie", Figure::Survival(Vec::new())),
        chart(
            "communities",
            "Of 9 communities the one around Ann Example gets most of your attention",
            Figure::Communities(communities()),
        ),
        chart("communities-0", "No communities", Figure::Communities(Vec::new())),
        chart("calibration", "More contact was predicted (43 %) than followed (18 %)", Figure::Calibration(calibration(2))),
        chart("calibration-1", "Predicted and observed agree", Figure::Calibration(calibration(1))),
        chart("calibration-0", "Nothing was predicted", Figure::Calibration(Calibration::default())),
        chart("paths", "Four ways to محمد علي; the best goes through one introduction", Figure::Paths(paths())),
        chart("paths-0", "No way", Figure::Paths(vec![vec![]])),
    ]
}
