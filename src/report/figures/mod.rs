//! The data of the report's charts, each with its finding as a title.

use std::collections::BTreeSet;

use super::monthly::Material;
use super::{Chart, DecayCurve, EgoMap, Figure, MapPerson, TiePoint, counted};
use crate::analysis::layout::{LayoutOptions, layout};
use crate::analysis::weak_tie::{WEAK_BELOW_STRENGTH, median};
use crate::model::format_day;
use crate::network::View;
use crate::ties::Parameters;

/// Most alters on the map; more would be a hairball.
const MAP_ALTERS: usize = 80;
/// Names written on the map and in the strength chart.
const LABELS: usize = 18;
/// Curves of fading ties.
const CURVES: usize = 6;
/// How far the decay curves go, and in what steps, in days.
const CURVE_DAYS: u32 = 120;
const CURVE_STEP_DAYS: u32 = 4;

/// All charts, in reading order.
pub(super) fn charts(material: &Material<'_>) -> Vec<Chart> {
    let mut charts = vec![
        strength_overlap(material),
        strength_distribution(material),
        decay(material),
        ego_map(material),
        over_time(material),
    ];
    for chart in charts.iter_mut().filter(|chart| chart.source.is_empty()) {
        chart.source = source(material);
    }
    charts
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

/// The ego's alters that the view still ties to the ego, strongest first.
fn alters(material: &Material<'_>) -> Vec<(u32, f64)> {
    let mut alters: Vec<(u32, f64)> = material
        .network
        .ties_of(material.ego)
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

fn strength_overlap(material: &Material<'_>) -> Chart {
    let alters = alters(material);
    let named = labelled(material, &alters);
    let points: Vec<TiePoint> = alters
        .iter()
        .map(|&(alter, strength)| TiePoint {
            name: material.name(alter),
            strength,
            overlap: material.overlap(alter),
            community: material.community(alter),
            labelled: named.contains(&alter),
        })
        .collect();
    let typical = median(points.iter().map(|point| point.overlap).collect()).unwrap_or(0.0);
    let strong = points.iter().filter(|point| point.strength >= WEAK_BELOW_STRENGTH).count();
    let bridges = points.iter().filter(|point| point.strength < WEAK_BELOW_STRENGTH && point.overlap < typical).count();
    Chart {
        id: "strength-overlap",
        title: format!("{strong} ties are strong; {bridges} weak ones share fewer contacts with you than most"),
        source: String::new(),
        figure: Figure::StrengthOverlap(points),
    }
}

fn strength_distribution(material: &Material<'_>) -> Chart {
    let bands = [(80.0, "80–100"), (60.0, "60–80"), (40.0, "40–60"), (20.0, "20–40"), (10.0, "10–20"), (0.0, "under 10")];
    let mut counts = [0_usize; 6];
    for tie in material.network.ties_of(material.ego) {
        let band = bands.iter().position(|(from, _)| tie.strength.get() >= *from).unwrap_or(bands.len() - 1);
        counts[band] += 1;
    }
    let all: usize = counts.iter().sum();
    let strong = counts[0] + counts[1];
    Chart {
        id: "strength-distribution",
        title: format!("{strong} of {all} ties are strong (60 and above)"),
        source: String::new(),
        figure: Figure::StrengthDistribution(
            bands.iter().zip(counts).map(|((_, label), count)| ((*label).to_owned(), count)).collect(),
        ),
    }
}

fn decay(material: &Material<'_>) -> Chart {
    let parameters = material.network.parameters();
    let today = material.today();
    let curves: Vec<DecayCurve> = material
        .fading
        .iter()
        .take(CURVES)
        .map(|fading| DecayCurve {
            name: material.name(fading.person),
            from_day: format_day(today),
            p90: (0..=CURVE_DAYS)
                .step_by(CURVE_STEP_DAYS as usize)
                .map(|days| fading.tie.both.probability(today + days as i32, Parameters::ALIVE_DAYS, parameters).get())
                .collect(),
            step_days: CURVE_STEP_DAYS,
            fades_after_days: u32::try_from(fading.fades_on - today).ok(),
        })
        .collect();
    let title = match material.fading.iter().min_by_key(|fading| (fading.fades_on, fading.person)) {
        Some(first) => {
            let others = material.fading.len() - 1;
            let others = if others == 0 { String::new() } else { format!(", {others} more after") };
            format!(
                "{} is the first to fall below even odds, on {}{others}",
                material.name(first.person),
                format_day(first.fades_on)
            )
        }
        None => format!("No tie falls below even odds within {} days", material.fading_within_days),
    };
    Chart { id: "decay", title, source: String::new(), figure: Figure::DecayCurves(curves) }
}

fn ego_map(material: &Material<'_>) -> Chart {
    let all = alters(material);
    let shown: Vec<(u32, f64)> = all.iter().copied().take(MAP_ALTERS).collect();
    let named = labelled(material, &shown);
    // The ego is tied to everybody: it would pull all groups together, so it is placed in the middle afterwards.
    let position = |person: u32| shown.iter().position(|(alter, _)| *alter == person);
    let mut ties: Vec<(u32, u32, f64)> = Vec::new();
    for (index, (alter, _)) in shown.iter().enumerate() {
        let neighbours = material.view.neighbours(*alter as usize).iter().zip(material.view.weights(*alter as usize));
        for (&other, &weight) in neighbours {
            if let Some(other) = position(other).filter(|other| *other > index) {
                ties.push((index as u32, other as u32, weight));
            }
        }
    }
    let groups: Vec<usize> = shown.iter().map(|(alter, _)| material.community(*alter)).collect();
    let places = layout(&View::from_ties(shown.len(), &ties), &groups, &LayoutOptions::default());
    let mut people = vec![MapPerson {
        name: material.name(material.ego),
        x: 0.0,
        y: 0.0,
        strength: None,
        community: material.community(material.ego),
        labelled: true,
    }];
    for (((alter, strength), (x, y)), community) in shown.iter().zip(places).zip(&groups) {
        people.push(MapPerson {
            name: material.name(*alter),
            x,
            y,
            strength: Some(*strength),
            community: *community,
            labelled: named.contains(alter),
        });
    }
    let to_ego =
        (0..shown.len()).map(|index| (0, index + 1, material.view.weight(material.ego as usize, shown[index].0 as usize)));
    let mut drawn: Vec<(usize, usize, f64)> = to_ego.filter_map(|(a, b, weight)| weight.map(|weight| (a, b, weight))).collect();
    drawn.extend(ties.iter().map(|&(a, b, weight)| (a as usize + 1, b as usize + 1, weight)));
    let communities: BTreeSet<usize> = groups.iter().copied().collect();
    let more = if all.len() > shown.len() { format!(", the {} strongest of {}", shown.len(), all.len()) } else { String::new() };
    Chart {
        id: "ego-map",
        title: format!("{} contacts in {} communities{more}", shown.len(), communities.len()),
        source: String::new(),
        figure: Figure::EgoMap(EgoMap { people, ties: drawn }),
    }
}

fn over_time(material: &Material<'_>) -> Chart {
    let skip = material.months.len().saturating_sub(12);
    let history = material.history.get(skip..).unwrap_or_default();
    let series = |label: &str, value: fn(&super::history::Figures) -> usize| {
        (label.to_owned(), history.iter().map(|figures| Some(value(figures) as f64)).collect::<Vec<_>>())
    };
    let alive: Vec<usize> = history.iter().map(|figures| figures.alive).collect();
    let title = match (alive.first(), alive.last()) {
        (Some(first), Some(last)) if alive.len() > 1 && first != last => {
            let way = if last > first { "up" } else { "down" };
            format!("{last} ties alive, {way} from {first} over {} months", alive.len() - 1)
        }
        (_, Some(last)) => format!("{last} ties alive, as many as {} months before", alive.len().saturating_sub(1)),
        _ => "Nothing to compare yet".to_owned(),
    };
    Chart {
        id: "over-time",
        title,
        source: String::new(),
        figure: Figure::MonthlyTrend {
            months: material.months.get(skip..).unwrap_or_default().to_vec(),
            series: vec![
                series("alive", |figures| figures.alive),
                series("in touch", |figures| figures.in_touch),
                series("new", |figures| figures.met),
                series("revived", |figures| figures.revived),
                series("lost", |figures| figures.lost),
            ],
            unit: "ties".to_owned(),
        },
    }
}
