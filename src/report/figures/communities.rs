//! Who the communities are, and how much attention each gets.

use std::collections::BTreeMap;

use super::{chart, is_seen_with_others, percent};
use crate::analysis::attribute::Attribute;
use crate::report::map::community_name;
use crate::report::monthly::Material;
use crate::report::{Chart, CommunityShare, Figure, MapState, counted};

/// Most communities with a row of their own.
const ROWS: usize = 9;
/// The fewest contacts of a community with a row of its own.
const LEAST_MEMBERS: usize = 2;

pub(super) fn communities(material: &Material<'_>) -> Chart {
    let contacts = material.view.neighbours(material.ego as usize);
    let mut groups: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let mut alone: Vec<u32> = Vec::new();
    for &person in contacts {
        if is_seen_with_others(material, person) {
            groups.entry(material.community(person)).or_default().push(person);
        } else {
            alone.push(person);
        }
    }
    let weight = |person: u32| material.view.weight(material.ego as usize, person as usize).unwrap_or(0.0);
    let all: f64 = contacts.iter().map(|person| weight(*person)).sum();
    let share = |members: &[u32]| (all > 0.0).then(|| members.iter().map(|person| weight(*person)).sum::<f64>() / all);
    let count = groups.len();
    let mut groups: Vec<Vec<u32>> = groups.into_values().collect();
    let weigh = |members: &[u32]| share(members).unwrap_or(0.0);
    groups.sort_by(|a, b| {
        let is_small = |members: &[u32]| members.len() < LEAST_MEMBERS;
        is_small(a).cmp(&is_small(b)).then(weigh(b).total_cmp(&weigh(a))).then(a.cmp(b))
    });
    let own = groups.iter().take(ROWS).take_while(|members| members.len() >= LEAST_MEMBERS).count();
    let smaller: Vec<u32> = groups.split_off(own).concat();
    let row = |name: String, about: String, members: &[u32]| {
        let mut row = CommunityShare { name, about, attention: share(members), ..CommunityShare::default() };
        for person in members {
            let Some(tie) = material.network.tie(material.ego, *person) else { continue };
            match MapState::of(&tie, material.network.parameters()) {
                MapState::Strong => row.strong += 1,
                MapState::Weak => row.weak += 1,
                _ => row.dormant += 1,
            }
        }
        row
    };
    let mut rows: Vec<CommunityShare> =
        groups.iter().map(|members| row(community_name(material, members), about(material, members), members)).collect();
    let title = title(&rows, count);
    if !smaller.is_empty() {
        rows.push(row(counted(count - own, "smaller community", "smaller communities"), String::new(), &smaller));
    }
    if !alone.is_empty() {
        rows.push(row("seen with nobody else".to_owned(), "one to one only".to_owned(), &alone));
    }
    chart("communities", title, Figure::Communities(rows))
}

/// What most of those of whom it is known have in common: what they do, and where.
fn about(material: &Material<'_>, members: &[u32]) -> String {
    let most = |attribute: Attribute| {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for kind in members.iter().filter_map(|person| attribute.of(material.network.person(*person))) {
            *kinds.entry(kind).or_default() += 1;
        }
        let known: usize = kinds.values().sum();
        let (kind, count) = kinds.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
        (2 * known >= members.len() && 2 * count > known).then_some(kind)
    };
    let kinds = [Attribute::Function, Attribute::Sector, Attribute::Place].into_iter().filter_map(most);
    kinds.take(2).map(|kind| format!("mostly {kind}")).collect::<Vec<_>>().join(", ")
}

/// How attention is spread over the communities.
fn title(rows: &[CommunityShare], communities: usize) -> String {
    match rows.first().and_then(|first| Some((first, first.attention?))) {
        Some((first, share)) if communities > 1 => {
            format!("Of {communities} communities the one {} gets most of your attention, {}", first.name, percent(share))
        }
        Some((first, share)) => format!("One community, {}, gets {} of your attention", first.name, percent(share)),
        None => "Communities appear once contacts are seen with each other".to_owned(),
    }
}
