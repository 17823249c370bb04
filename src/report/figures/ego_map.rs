//! The map of the strongest contacts, with their communities.

use std::collections::{BTreeMap, BTreeSet};

use super::{alters, chart, is_seen_with_others, labelled};
use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;
use crate::model::Evidence;
use crate::report::map::community_name;
use crate::report::monthly::Material;
use crate::report::{Chart, EgoMap, Figure, MapPerson, MapState, NetworkMap, counted};

/// Most alters on the map; more would be a hairball.
const MAP_ALTERS: usize = 80;
/// Most people of the map who are only declared.
const MAP_DECLARED: usize = 12;
/// The fewest people of a community with a name of its own.
const LEAST_COMMUNITY: usize = 3;

pub(super) fn ego_map(material: &Material<'_>, map: &NetworkMap) -> Chart {
    let all = alters(material);
    let mut shown: Vec<(u32, Option<f64>)> =
        all.iter().take(MAP_ALTERS).map(|(person, strength)| (*person, Some(*strength))).collect();
    let named = labelled(material, &all);
    let is_declared = |person: &&u32| material.network.evidence_with_ego(**person) == Some(Evidence::Declared);
    let room = if shown.is_empty() { 0 } else { MAP_DECLARED };
    shown.extend(material.people.iter().filter(is_declared).take(room).map(|person| (*person, None)));
    let groups = group_names(material, &shown);
    let mut people = vec![MapPerson {
        name: material.name(material.ego),
        x: 0.0,
        y: 0.0,
        strength: None,
        state: MapState::Unseen,
        community: material.community(material.ego),
        group: String::new(),
        labelled: true,
    }];
    for (person, strength) in &shown {
        let at = material.listed(*person).and_then(|listed| map.people.get(listed + 1));
        let community = material.community(*person);
        people.push(MapPerson {
            name: material.name(*person),
            x: at.map_or(0.0, |at| at.x),
            y: at.map_or(0.0, |at| at.y),
            strength: *strength,
            state: at.and_then(|at| at.state.last().copied()).unwrap_or(MapState::Unseen),
            community,
            group: if is_seen_with_others(material, *person) {
                groups.get(&community).cloned().unwrap_or_default()
            } else {
                String::new()
            },
            labelled: named.contains(person),
        });
    }
    let figure = EgoMap { ties: ties(material, &shown), people };
    let attention = Attention::by(&[Attribute::Community], material.network, &material.view, &material.labels);
    let communities = counted(attention.kinds(Attribute::Community), "community", "communities");
    let title = match all.len() {
        0 => "Nobody around you yet".to_owned(),
        contacts if contacts > MAP_ALTERS => format!("{contacts} contacts in {communities}: the {MAP_ALTERS} strongest"),
        contacts => format!("{} in {communities}", counted(contacts, "contact", "contacts")),
    };
    chart("ego-map", title, Figure::EgoMap(figure))
}

/// The names of the communities that have enough people here.
fn group_names(material: &Material<'_>, shown: &[(u32, Option<f64>)]) -> BTreeMap<usize, String> {
    let mut members: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (person, _) in shown.iter().filter(|(person, _)| is_seen_with_others(material, *person)) {
        members.entry(material.community(*person)).or_default().push(*person);
    }
    members.retain(|_, members| members.len() >= LEAST_COMMUNITY);
    members.into_iter().map(|(number, members)| (number, community_name(material, &members))).collect()
}

/// The ties between those shown, and of the ego with them.
fn ties(material: &Material<'_>, shown: &[(u32, Option<f64>)]) -> Vec<(usize, usize, f64)> {
    let place: BTreeMap<u32, usize> = shown.iter().enumerate().map(|(index, (person, _))| (*person, index + 1)).collect();
    let mut ties: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut drawn = Vec::new();
    for (person, at) in &place {
        let neighbours = material.view.neighbours(*person as usize).iter().zip(material.view.weights(*person as usize));
        for (other, weight) in neighbours {
            let other = if *other == material.ego { Some(0) } else { place.get(other).copied() };
            if let Some(other) = other.filter(|other| ties.insert((*at.min(other), *at.max(other)))) {
                drawn.push((*at.min(&other), *at.max(&other), *weight));
            }
        }
    }
    drawn.sort_by_key(|tie| (tie.0, tie.1));
    drawn
}
