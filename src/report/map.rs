//! The network that the page lets one walk through: people at fixed places, ties month by month.

use std::collections::{BTreeMap, BTreeSet};

use super::Month;
use super::monthly::Material;
use crate::analysis::community::communities;
use crate::analysis::layout::{LayoutOptions, Moment, growing_layout};
use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::identity::company_key;
use crate::model::{Evidence, format_day};
use crate::network::{Network, View};
use crate::ties::{Dyad, Parameters, Tie};

/// Most ties of the map; the likeliest ones of all months stay.
const MOST_TIES: usize = 20_000;
/// Days of contact at which a tie draws two people together with half its full force.
const HALF_PULL_DAYS: f64 = 2.0;
/// The drawing is reconsidered when there are so many times more people than when it last was.
const GROWTH: f64 = 1.6;
/// Most people whose communities are drawn together.
const MOST_COHERENT: usize = 1_500;
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

impl MapState {
    /// What an observed tie with the owner is.
    pub(super) fn of(tie: &Tie, parameters: &Parameters) -> Self {
        if tie.strength.get() >= WEAK_BELOW_STRENGTH {
            Self::Strong
        } else if tie.is_alive(parameters) {
            Self::Weak
        } else {
            Self::Dormant
        }
    }
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
pub(super) fn map(material: &Material<'_>) -> NetworkMap {
    let months = material.shown_months();
    let network = material.network;
    let places = places(material);
    let (communities, community_of) = named_communities(material);
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
        Some(tie) => MapState::of(&tie, network.parameters()),
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
    // All networks hold their ties in the same order, so one walk through each finds them.
    let mut earlier: Vec<_> = months.iter().map(|month| month.network.ties().iter().peekable()).collect();
    for tie in network.ties() {
        let (Some(low), Some(high)) = (place(tie.low), place(tie.high)) else { continue };
        let p90: Vec<Option<f64>> = earlier
            .iter_mut()
            .map(|ties| {
                while ties.next_if(|other| (other.low, other.high) < (tie.low, tie.high)).is_some() {}
                ties.next_if(|other| (other.low, other.high) == (tie.low, tie.high)).map(|other| other.p90.get())
            })
            .collect();
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

/// Where each of those listed stands: a drawing that grows month by month, in which people keep their places, and which is reconsidered
/// when there are many more of them. They enter in the order in which they came to be listed, and of handles on one day. Whoever was declared
/// has a place on the rim, in the order of declarations, until there is contact.
fn places(material: &Material<'_>) -> Vec<(f64, f64)> {
    let (network, days, today) = (material.network, material.input.days, material.today());
    let mut place: Vec<Option<u32>> = vec![None; network.people().len()];
    material.people.iter().zip(0..).for_each(|(person, number)| place[*person as usize] = Some(number));
    let first = arrivals_of(material, &place);
    let mut order: Vec<usize> = (0..material.people.len()).collect();
    let handle = |place: usize| network.person(material.people[place]).handle();
    order.sort_by(|&a, &b| {
        (first[a].is_none(), first[a]).cmp(&(first[b].is_none(), first[b])).then_with(|| handle(a).cmp(handle(b)))
    });
    let mut rank = vec![0_u32; order.len()];
    order.iter().zip(0..).for_each(|(place, number)| rank[*place] = number);
    let arrivals: Vec<i32> = order.iter().filter_map(|place| first[*place]).collect();
    let mut ties: Vec<(i32, u32, u32)> = Vec::new();
    for dyad in days.dyads() {
        let (Some(low), Some(high)) = (place[dyad.low as usize], place[dyad.high as usize]) else { continue };
        let (low, high) = (rank[low as usize], rank[high as usize]);
        ties.extend(dyad.until(today).days().map(|day| (day, low.min(high), low.max(high))));
    }
    ties.sort_unstable();
    let moments = growth(&arrivals, &ties, today, material.seed);
    let mut rim: Vec<(Option<i64>, &str, usize)> = material
        .people
        .iter()
        .zip(0..)
        .map(|(person, place)| (network.person(*person), place))
        .filter(|(person, place)| first[*place].is_none() || !person.declared.is_empty())
        .map(|(person, place)| (person.declared.iter().filter_map(|declared| declared.1).min(), person.handle(), place))
        .collect();
    rim.sort_unstable();
    let placed = growing_layout(&moments, rim.len(), &LayoutOptions::default());
    let mut places: Vec<(f64, f64)> = rank.iter().map(|rank| placed[(*rank as usize).min(placed.len() - 1)]).collect();
    for (on_rim, (_, _, place)) in rim.iter().enumerate().filter(|(_, (_, _, place))| first[*place].is_none()) {
        places[*place] = placed[arrivals.len() + on_rim];
    }
    places
}

/// The day on which each of those listed came to be listed: that of the first contact with the owner, or with somebody who was in contact
/// with the owner by then. `None` for those only declared.
fn arrivals_of(material: &Material<'_>, place: &[Option<u32>]) -> Vec<Option<i32>> {
    let first_days = || {
        let first_day =
            |dyad: Dyad<'_>| dyad.first_day().filter(|day| *day <= material.today()).map(|day| (dyad.low, dyad.high, day));
        material.input.days.dyads().filter_map(first_day)
    };
    let mut with_ego: Vec<Option<i32>> = vec![None; place.len()];
    let is_of_ego = |(low, high, _): &(u32, u32, i32)| *low == material.ego || *high == material.ego;
    for (low, high, day) in first_days().filter(is_of_ego) {
        with_ego[if low == material.ego { high } else { low } as usize] = Some(day);
    }
    let mut arrivals: Vec<Option<i32>> = material.people.iter().map(|person| with_ego[*person as usize]).collect();
    for (low, high, first_day) in first_days().filter(|dyad| !is_of_ego(dyad)) {
        for (one, other) in [(low, high), (high, low)] {
            let (Some(place), Some(alter_since)) = (place[one as usize], with_ego[other as usize]) else { continue };
            let day = alter_since.max(first_day);
            let arrival = &mut arrivals[place as usize];
            *arrival = Some(arrival.map_or(day, |arrival| arrival.min(day)));
        }
    }
    arrivals
}

/// The network of those listed at each month's end and on the as-of day. Only months count in which somebody came.
fn growth(arrivals: &[i32], contacts: &[(i32, u32, u32)], today: i32, seed: u64) -> Vec<Moment> {
    let mut contact_days: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    let (mut moments, mut rest) = (Vec::new(), contacts);
    let (mut came, mut reconsidered) = (0, 0);
    for until in month_ends(arrivals.first().copied().unwrap_or(today), today) {
        let people = arrivals.partition_point(|arrival| *arrival <= until);
        if people == came {
            continue;
        }
        came = people;
        let (month, later) = rest.split_at(rest.partition_point(|contact| contact.0 <= until));
        rest = later;
        for &(_, low, high) in month {
            *contact_days.entry((low, high)).or_default() += 1.0;
        }
        let weight = |days: f64| days / (days + HALF_PULL_DAYS);
        let ties: Vec<(u32, u32, f64)> = contact_days.iter().map(|(&(low, high), &days)| (low, high, weight(days))).collect();
        let view = View::from_ties(people, &ties);
        let grown = people as f64 >= GROWTH * reconsidered as f64;
        // Among thousands the ties alone draw groups together: communities would cost more than the whole drawing.
        let communities =
            grown.then(|| if people > MOST_COHERENT { (0..people).collect() } else { communities(&view, seed).labels });
        if grown {
            reconsidered = people;
        }
        moments.push(Moment { view, communities });
    }
    moments
}

/// The last days of the calendar months from a day on, and the as-of day.
fn month_ends(first_day: i32, today: i32) -> Vec<i32> {
    let month = |day: i32| format_day(day).get(..7).map(str::to_owned);
    let mut days: Vec<i32> = (first_day..today).filter(|day| month(*day) != month(*day + 1)).collect();
    days.push(today);
    days
}

/// The communities of those listed, the largest first, and each one's place among them.
fn named_communities(material: &Material<'_>) -> (Vec<Community>, Vec<Option<usize>>) {
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
    let known = |person: u32| network.tie(ego, person).map(|tie| tie.p90);
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
