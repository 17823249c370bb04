//! Introduction paths: to those worth knowing, or to one person.

use std::collections::{BTreeMap, BTreeSet};

use super::{chart, percent};
use crate::analysis::hop_evidence::EvidencedHops;
use crate::analysis::intro_path::{IntroPath, search};
use crate::analysis::weak_tie::openings;
use crate::network::Network;
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, counted};

/// Paths of the report's chart.
const PATHS: usize = 5;
/// Most paths of it that begin with the same introducer.
const SAME_INTRODUCER: usize = 2;
/// Weak ties whose openings are looked into, and people of each.
const WEAK: usize = 12;
const OPENED: usize = 3;
/// Hops of a path at most.
const HOPS: usize = 3;

/// The best paths to the people that weak ties lead to; without such, to anybody who is no contact yet.
pub(super) fn paths(material: &Material<'_>) -> Chart {
    let network = material.network;
    let hops = EvidencedHops::of(network, false);
    let weak = material.weak.get(..WEAK.min(material.weak.len())).unwrap_or_default();
    let openings = openings(network, &material.view, &material.labels, weak);
    let is_new = |person: &u32| network.tie(material.ego, *person).is_none() && !network.person(*person).ignored;
    let opened = openings.iter().flat_map(|opening| opening.people.iter().copied().filter(is_new).take(OPENED));
    let mut targets: Vec<u32> = opened.collect::<BTreeSet<u32>>().into_iter().collect();
    if targets.is_empty() {
        let beside = network.ties_of(material.ego).into_iter().flat_map(|tie| {
            let alter = tie.other(material.ego);
            network.ties_of(alter).into_iter().map(move |tie| tie.other(alter)).collect::<Vec<u32>>()
        });
        targets =
            beside.filter(|person| *person != material.ego && is_new(person)).collect::<BTreeSet<u32>>().into_iter().collect();
    }
    // A path ends at its first target, so each search leaves out whom the last one reached.
    let mut found: Vec<IntroPath> = Vec::new();
    let mut begun: BTreeMap<u32, usize> = BTreeMap::new();
    let reached = search(&hops.hops, material.ego, &targets, 4 * PATHS, HOPS).paths;
    for path in reached {
        let (Some(introducer), Some(target)) = (path.people.get(1).copied(), path.people.last().copied()) else { continue };
        let times = begun.entry(introducer).or_default();
        if *times < SAME_INTRODUCER && !found.iter().any(|other| other.people.last() == Some(&target)) {
            *times += 1;
            found.push(path);
        }
    }
    found.truncate(PATHS);
    let title = match found.first() {
        Some(best) => format!(
            "{} leads to new ground: {} is the likeliest introduction, at {}",
            by_first_introducers(material, &found),
            best.people.last().map(|person| material.name(*person)).unwrap_or_default(),
            percent(best.score)
        ),
        None => "No introduction leads to anybody new yet".to_owned(),
    };
    chart("paths", title, figure(network, &found))
}

/// The one first introducer of all paths, or how many there are.
fn by_first_introducers(material: &Material<'_>, found: &[IntroPath]) -> String {
    let first: BTreeSet<u32> = found.iter().filter_map(|path| path.people.get(1).copied()).collect();
    match (first.len(), first.first()) {
        (1, Some(only)) => material.name(*only),
        (count, _) => format!("Each of {count} introducers"),
    }
}

/// The best introduction paths between two people, as a chart.
///
/// ```
/// use acquaint::{analysis::hop_evidence::EvidencedHops, report::path_chart};
/// # use acquaint::network::{Network, NetworkInput};
/// # let people = std::sync::Arc::new(vec![acquaint::identity::Person::default(); 2].into());
/// # let parameters = acquaint::ties::Parameters::default();
/// # let as_of = acquaint::model::AsOf::parse("2026-10-31", &jiff::tz::TimeZone::UTC).unwrap();
/// # let network = Network::build(&NetworkInput { people: &people, ego: Some(0), days: Default::default(), parameters: &parameters }, &as_of);
/// let chart = path_chart(&network, &EvidencedHops::of(&network, false), 0, 1, 3, 3);
/// assert!(chart.title.starts_with("No introduction leads to"));
/// ```
#[must_use]
pub fn path_chart(network: &Network, hops: &EvidencedHops, from: u32, to: u32, most: usize, max_hops: usize) -> Chart {
    let found = search(&hops.hops, from, &[to], most, max_hops).paths;
    let name = |person: u32| network.person(person).distinct_label();
    let target = name(to);
    let title = match found.first() {
        None => format!("No introduction leads to {target} within {max_hops} steps"),
        Some(best) => {
            let ways = counted(found.len(), "way", "ways");
            let odds = percent(best.score);
            match best.introducers() {
                [] => format!("{ways} to {target}; you are in touch yourselves, at {odds}"),
                [introducer, ..] => format!("{ways} to {target}; the best goes through {}, at {odds}", name(*introducer)),
            }
        }
    };
    let source = format!("{} observed ties", network.ties().len());
    Chart { source, ..chart("paths", title, figure(network, &found)) }
}

/// The people of each path with the odds of the hop after them.
fn figure(network: &Network, found: &[IntroPath]) -> Figure {
    let steps = |path: &IntroPath| {
        let odds = path.probabilities.iter().map(|odds| Some(*odds)).chain([None]);
        path.people.iter().map(|person| network.person(*person).distinct_label()).zip(odds).collect()
    };
    Figure::Paths(found.iter().map(steps).collect())
}
