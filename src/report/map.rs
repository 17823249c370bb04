//! The network that the page lets one walk through: people at fixed places, ties month by month.

use std::collections::{BTreeMap, BTreeSet};

use super::Month;
use super::monthly::Material;
use crate::analysis::layout::{TieMonth, steady_layout};
use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::identity::company_key;
use crate::model::{Evidence, format_day};
use crate::network::Network;
use crate::ties::Tie;

/// Most ties of the map; the likeliest ones of all months stay.
const MOST_TIES: usize = 20_000;
/// The fewest people that a community of the map has; one alone, or two, are not worth a name of their own.
const LEAST_COMMUNITY: usize = 3;

/// People, ties and communities, with their history.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NetworkMap {
    /// The months, `2026-10`, oldest first; the last one ends on the as-of day.
    pub months: Vec<String>,
    /// The people, the owner first.
    pub people: Vec<NetworkPerson>,
    /// Ties between them, those of the owner included.
    pub ties: Vec<MapTie>,
    /// The communities, by number.
    pub communities: Vec<Community>,
    /// The channels that people are in touch on, by number.
    pub channels: Vec<String>,
}

/// A community, named after the best known of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Community {
    /// `around Priya Raman`.
    pub name: String,
    /// How many of the map's people are in it.
    pub size: usize,
}

/// What somebody is to the owner at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapState {
    /// Not yet seen.
    Unseen,
    /// Only seen with others: no tie of the owner's own.
    Indirect,
    /// Only declared: a connection or a card without contact.
    Declared,
    /// A tie that has faded below even odds.
    Dormant,
    /// An alive tie below strength 60.
    Weak,
    /// A tie of strength 60 and above.
    Strong,
}

/// Somebody on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkPerson {
    /// Their place in [`Report::people`](super::Report::people); `None` for the owner.
    pub person: Option<usize>,
    /// What to call them.
    pub name: String,
    /// The primary handle.
    pub handle: String,
    /// Horizontal place, −1 to 1.
    pub x: f64,
    /// Vertical place, −1 to 1, downwards.
    pub y: f64,
    /// Their community, a place in [`NetworkMap::communities`]; `None` for the owner and for those tied to nobody else.
    pub community: Option<usize>,
    /// The channels they are in touch with the owner on, places in [`NetworkMap::channels`], ascending.
    pub channels: Vec<usize>,
    /// Strength of the tie with the owner at the end of each month, 0 to 100; `None` without one.
    pub strength: Vec<Option<f64>>,
    /// What they are to the owner at the end of each month.
    pub state: Vec<MapState>,
}

/// A tie on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapTie {
    /// One person, a place in [`NetworkMap::people`]; the smaller of the two.
    pub from: usize,
    /// The other.
    pub to: usize,
    /// The probability of contact within 90 days at the end of each month; `None` before the first contact.
    pub p90: Vec<Option<f64>>,
    /// The odds that `from` introduces onward to `to`, as `path` reckons on the as-of day; `None` where there is no such hop.
    pub hop_out: Option<f64>,
    /// The odds of the hop from `to` to `from`.
    pub hop_back: Option<f64>,
}

/// The map of everybody listed.
pub(super) fn map(material: &Material<'_>, months: &[Month]) -> NetworkMap {
    let months = months.get(months.len().saturating_sub(12)..).unwrap_or_default();
    let network = material.network;
    let places = places(material);
    let (communities, community_of) = communities(material);
    let (channels, channels_of) = channels(material);
    let alters = by_alter(material, months);
    let mut people = vec![NetworkPerson {
        person: None,
        name: material.name(material.ego),
        handle: network.person(material.ego).handle().to_owned(),
        x: 0.0,
        y: 0.0,
        community: None,
        channels: Vec::new(),
        strength: vec![None; months.len()],
        state: vec![MapState::Unseen; months.len()],
    }];
    people.extend(material.people.iter().enumerate().map(|(index, &person)| NetworkPerson {
        person: Some(index),
        name: material.name(person),
        handle: network.person(person).handle().to_owned(),
        x: places[index].0,
        y: places[index].1,
        community: community_of[index],
        channels: channels_of.get(&person).map(|numbers| numbers.iter().copied().collect()).unwrap_or_default(),
        strength: months.iter().map(|month| Some(month.network.tie(material.ego, person)?.strength.get())).collect(),
        state: months.iter().zip(&alters).map(|(month, alters)| state(&month.network, material.ego, person, alters)).collect(),
    }));
    NetworkMap {
        months: months.iter().map(|month| month.name.clone()).collect(),
        people,
        ties: ties(material, months),
        communities,
        channels,
    }
}

/// For each month, who is tied to an alter of the owner.
fn by_alter(material: &Material<'_>, months: &[Month]) -> Vec<Vec<bool>> {
    let seen = |month: &Month| {
        let (network, ego) = (&month.network, material.ego);
        let mut is_alter = vec![false; network.people().len()];
        network.ties_of(ego).iter().for_each(|tie| is_alter[tie.other(ego) as usize] = true);
        let mut beside = vec![false; network.people().len()];
        for tie in network.ties() {
            beside[tie.low as usize] |= is_alter[tie.high as usize];
            beside[tie.high as usize] |= is_alter[tie.low as usize];
        }
        beside
    };
    months.iter().map(seen).collect()
}

/// What somebody is to the owner at a month's end.
fn state(network: &Network, ego: u32, person: u32, beside_alters: &[bool]) -> MapState {
    match network.tie(ego, person) {
        Some(tie) if tie.strength.get() >= WEAK_BELOW_STRENGTH => MapState::Strong,
        Some(tie) if tie.is_alive(network.parameters()) => MapState::Weak,
        Some(_) => MapState::Dormant,
        None if network.evidence_with_ego(person) == Some(Evidence::Declared) => MapState::Declared,
        None if beside_alters[person as usize] => MapState::Indirect,
        None => MapState::Unseen,
    }
}

/// The ties between the owner and those listed, as they were at each month's end.
fn ties(material: &Material<'_>, months: &[Month]) -> Vec<MapTie> {
    let network = material.network;
    let place = |person: u32| if person == material.ego { Some(0) } else { material.listed(person).map(|place| place + 1) };
    let mut shown: Vec<(f64, MapTie)> = Vec::new();
    for tie in network.ties() {
        let (Some(low), Some(high)) = (place(tie.low), place(tie.high)) else { continue };
        let p90: Vec<Option<f64>> = months.iter().map(|month| Some(month.network.tie(tie.low, tie.high)?.p90.get())).collect();
        let likeliest = p90.iter().flatten().copied().fold(0.0, f64::max);
        let hop = |from: u32| Some(tie.hop_from(from).get()).filter(|odds| *odds > 0.0);
        let (from, to, hop_out, hop_back) =
            if low < high { (low, high, hop(tie.low), hop(tie.high)) } else { (high, low, hop(tie.high), hop(tie.low)) };
        // The owner's own ties come first, whatever their odds.
        let rank = if from == 0 { 2.0 + likeliest } else { likeliest };
        shown.push((rank, MapTie { from, to, p90, hop_out, hop_back }));
    }
    shown.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.from, a.1.to).cmp(&(b.1.from, b.1.to))));
    shown.truncate(MOST_TIES);
    let mut ties: Vec<MapTie> = shown.into_iter().map(|(_, tie)| tie).collect();
    ties.sort_by_key(|tie| (tie.from, tie.to));
    ties
}

/// Where each of those listed stands. People and contacts enter in the order of time, and of handles within a month, so that what
/// comes later is only added.
fn places(material: &Material<'_>) -> Vec<(f64, f64)> {
    let listed: Vec<Option<u32>> =
        (0..material.network.people().len() as u32).map(|p| material.listed(p).map(|l| l as u32)).collect();
    let month = MonthOfDay::of(material.input.days.iter().map(|contact| contact.day));
    let mut first: Vec<Option<i32>> = vec![None; material.people.len()];
    let mut contacts: BTreeMap<(i32, u32, u32), u32> = BTreeMap::new();
    for contact in material.input.days.iter().filter(|contact| contact.day <= material.today()) {
        let at = month.at(contact.day);
        let (low, high) = (listed[contact.low as usize], listed[contact.high as usize]);
        let with_ego = contact.low == material.ego || contact.high == material.ego;
        for place in [low, high].into_iter().flatten().filter(|_| with_ego || (low.is_some() && high.is_some())) {
            let first = &mut first[place as usize];
            *first = Some(first.map_or(at, |first| first.min(at)));
        }
        if let (Some(low), Some(high)) = (low, high) {
            *contacts.entry((at, low, high)).or_default() += 1;
        }
    }
    let mut order: Vec<usize> = (0..material.people.len()).collect();
    let handle = |place: usize| material.network.person(material.people[place]).handle();
    order.sort_by(|&a, &b| {
        let key = |place: usize| (first[place].is_none(), first[place]);
        key(a).cmp(&key(b)).then_with(|| handle(a).cmp(handle(b)))
    });
    let mut rank = vec![0_u32; order.len()];
    order.iter().zip(0..).for_each(|(place, number)| rank[*place] = number);
    let arrivals: Vec<Option<i32>> = order.iter().map(|place| first[*place]).collect();
    let mut ties: Vec<TieMonth> = contacts
        .into_iter()
        .map(|((month, one, other), contact_days)| {
            let (one, other) = (rank[one as usize], rank[other as usize]);
            TieMonth { month, low: one.min(other), high: one.max(other), contact_days }
        })
        .collect();
    ties.sort_unstable();
    let placed = steady_layout(&arrivals, &ties);
    rank.iter().map(|rank| placed[*rank as usize]).collect()
}

/// The number of the month that each day of a span lies in.
struct MonthOfDay {
    first_day: i32,
    months: Vec<i32>,
}

impl MonthOfDay {
    fn of(days: impl Iterator<Item = i32> + Clone) -> Self {
        let (Some(first_day), Some(last_day)) = (days.clone().min(), days.max()) else {
            return Self { first_day: 0, months: Vec::new() };
        };
        let mut number = 0;
        let mut name = String::new();
        let months = (first_day..=last_day).map(|day| {
            let written = format_day(day);
            let month = written.rsplit_once('-').map_or("", |(month, _)| month);
            if month != name {
                number += 1;
                month.clone_into(&mut name);
            }
            number
        });
        Self { first_day, months: months.collect() }
    }

    fn at(&self, day: i32) -> i32 {
        self.months.get((day - self.first_day) as usize).copied().unwrap_or(0)
    }
}

/// The communities of those listed, the largest first, and each one's place among them.
fn communities(material: &Material<'_>) -> (Vec<Community>, Vec<Option<usize>>) {
    let mut members: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for &person in &material.people {
        members.entry(material.community(person)).or_default().push(person);
    }
    let mut groups: Vec<Vec<u32>> = members.into_values().filter(|members| members.len() >= LEAST_COMMUNITY).collect();
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let mut of = vec![None; material.people.len()];
    for (number, members) in groups.iter().enumerate() {
        for place in members.iter().filter_map(|person| material.listed(*person)) {
            of[place] = Some(number);
        }
    }
    let named = groups.iter().map(|members| Community { name: community_name(material, members), size: members.len() });
    (named.collect(), of)
}

/// What to call a community: by the company that most of its members share, and by its best known member.
pub(super) fn community_name(material: &Material<'_>, members: &[u32]) -> String {
    let (network, ego) = (material.network, material.ego);
    let known = |person: u32| network.tie(ego, person).map(|tie: &Tie| tie.p90);
    let best = members
        .iter()
        .copied()
        .max_by(|&a, &b| known(a).cmp(&known(b)).then_with(|| network.person(b).handle().cmp(network.person(a).handle())));
    let around = best.map(|person| format!("around {}", network.person(person).label())).unwrap_or_default();
    let mut companies: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    for company in members.iter().filter_map(|person| network.person(*person).company.as_deref()) {
        if let Some(key) = company_key(company) {
            companies.entry(key).or_insert((0, company)).0 += 1;
        }
    }
    match companies.into_values().max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1))) {
        Some((count, company)) if 2 * count > members.len() => format!("{company}, {around}"),
        _ => around,
    }
}

/// The channels of contact with the owner by name, and each alter's places among them.
fn channels(material: &Material<'_>) -> (Vec<String>, BTreeMap<u32, BTreeSet<usize>>) {
    let mut used: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for encounter in material.input.encounters {
        used.entry(encounter.person).or_default().insert(encounter.channel);
    }
    let name = |channel: u32| material.input.labels.get(&channel).cloned().unwrap_or_default();
    let names: BTreeSet<String> = used.values().flatten().map(|channel| name(*channel)).collect();
    let names: Vec<String> = names.into_iter().collect();
    let places = used
        .into_iter()
        .map(|(person, channels)| (person, channels.into_iter().filter_map(|c| names.binary_search(&name(c)).ok()).collect()));
    let places = places.collect();
    (names, places)
}
