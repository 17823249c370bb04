//! Near misses: where no path leads to the targets, who comes closest, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::intro_path::Hops;
use crate::identity::{company_key, fold};
use crate::network::Network;

/// Hops after which the search for whom one can reach ends.
pub const FARTHEST_HOPS: usize = 6;

/// What connects a near miss with a target.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// The person is the target, to whom the asker's own tie was only declared.
    Connection,
    /// The asker's contact and the target are at this company.
    Company(String),
    /// The asker's contact and the target share this tag.
    Tag(String),
    /// The person is tied to the target, but nobody ties the asker to the person.
    Tie,
}

/// Somebody who almost is a way to a target.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// Who.
    pub person: u32,
    /// The target.
    pub target: u32,
    /// What connects the two.
    pub link: Link,
    /// How likely the person acts for the asker, 0 to 1; `None` where the asker has no observed tie with them.
    pub respond: Option<f64>,
}

/// What a search that found no path can still say.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// The near misses, best first.
    pub misses: Vec<NearMiss>,
    /// How many people the asker can reach within six hops.
    pub reachable: usize,
    /// How many people can reach a target within six hops.
    pub around_targets: usize,
}

/// Looks for what comes closest to a path: targets whom the asker is connected with, contacts of the asker at a target's company or with a target's tag, then people tied to a
/// target whom the asker cannot reach.
///
/// # Order
/// Connection, company, tag, tie; each by how likely the person responds, then by the people's order. At most `limit`, nobody twice.
///
/// # Complexity
/// O((contacts + targets) · log targets + hops reached), in which each person's company and tags are folded once.
#[must_use]
pub fn nearest(network: &Network, hops: &Hops, from: u32, targets: &[u32], limit: usize) -> Nearest {
    let respond: BTreeMap<u32, f64> =
        network.ties_of(from).iter().map(|tie| (tie.other(from), tie.hop_from(from).get())).collect();
    let mut contacts: BTreeSet<u32> = respond.keys().copied().collect();
    if network.ego() == Some(from) {
        contacts.extend((0..network.people().len() as u32).filter(|person| *person != from && network.is_declared(*person)));
    }
    let reachable = within(hops, &[from]);
    let mut misses: Vec<NearMiss> = Vec::new();
    for &target in targets {
        if contacts.contains(&target) {
            misses.push(NearMiss { person: target, target, link: Link::Connection, respond: respond.get(&target).copied() });
            continue;
        }
        let around = network.ties_of(target).into_iter().map(|tie| tie.other(target));
        misses.extend(around.filter(|person| !reachable.contains(person) && *person != from).map(|person| NearMiss {
            person,
            target,
            link: Link::Tie,
            respond: None,
        }));
    }
    let sought = Sought::of(network, targets.iter().copied().filter(|target| !contacts.contains(target)));
    for &person in &contacts {
        if let Some((target, link)) = sought.shared_with(network, person) {
            misses.push(NearMiss { person, target, link, respond: respond.get(&person).copied() });
        }
    }
    let kind = |miss: &NearMiss| match miss.link {
        Link::Connection => 0,
        Link::Company(_) => 1,
        Link::Tag(_) => 2,
        Link::Tie => 3,
    };
    misses.sort_by(|a, b| {
        let odds = |miss: &NearMiss| miss.respond.unwrap_or(0.0);
        kind(a).cmp(&kind(b)).then(odds(b).total_cmp(&odds(a))).then((a.person, a.target).cmp(&(b.person, b.target)))
    });
    let mut seen = BTreeSet::new();
    misses.retain(|miss| seen.insert(miss.person));
    misses.truncate(limit);
    // Hops go both ways between the same people, so walks from the targets find whoever could walk to them.
    let around_targets = within(hops, targets).difference(&targets.iter().copied().collect()).count();
    Nearest { misses, reachable: reachable.len().saturating_sub(1), around_targets }
}

/// Everybody within six hops of some people, themselves included.
fn within(hops: &Hops, start: &[u32]) -> BTreeSet<u32> {
    let mut seen: BTreeSet<u32> = start.iter().copied().collect();
    let mut level: Vec<u32> = start.to_vec();
    for _ in 0..FARTHEST_HOPS {
        let mut next = Vec::new();
        for person in level {
            next.extend(hops.of(person).map(|(other, _)| other).filter(|other| seen.insert(*other)));
        }
        level = next;
    }
    seen
}

/// The first target, by number, of each company and tag.
struct Sought {
    companies: BTreeMap<String, u32>,
    tags: BTreeMap<String, u32>,
}

impl Sought {
    fn of(network: &Network, targets: impl Iterator<Item = u32>) -> Self {
        let (mut companies, mut tags) = (BTreeMap::new(), BTreeMap::new());
        let first = |map: &mut BTreeMap<String, u32>, key: String, target: u32| {
            map.entry(key).and_modify(|known| *known = target.min(*known)).or_insert(target);
        };
        for target in targets {
            let known = network.person(target);
            if let Some(key) = known.company.as_deref().and_then(company_key) {
                first(&mut companies, key, target);
            }
            known.tags.iter().for_each(|tag| first(&mut tags, fold(tag), target));
        }
        Self { companies, tags }
    }

    /// The first target at the person's company, else the first who shares a tag; company and tag as the person's card writes them.
    fn shared_with(&self, network: &Network, person: u32) -> Option<(u32, Link)> {
        let known = network.person(person);
        if let Some(company) = known.company.as_ref().filter(|_| !self.companies.is_empty())
            && let Some(target) = company_key(company).and_then(|key| self.companies.get(&key))
        {
            return Some((*target, Link::Company(company.clone())));
        }
        // Of several tags shared with the same target, the person's first is named.
        let shared = known.tags.iter().filter_map(|tag| Some((*self.tags.get(&fold(tag))?, tag)));
        shared.min_by_key(|(target, _)| *target).map(|(target, tag)| (target, Link::Tag(tag.clone())))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::hop_evidence::{EvidencedHops, shared_company};
    use super::*;
    use crate::identity::Person;
    use crate::model::AsOf;
    use crate::network::NetworkInput;
    use crate::ties::{ContactColumns, ContactDay, Parameters};
    use proptest::prelude::*;

    fn network(people: Vec<Person>, ties: &BTreeSet<(u32, u32)>) -> Network {
        let days: Vec<ContactDay> = ties
            .iter()
            .map(|&(low, high)| ContactDay { low, high, day: 20_000, interactions: 1, out: 1.0, back: 1.0, both: 1.0 })
            .collect();
        let days = ContactColumns::of(&days);
        let as_of = AsOf::parse(&crate::model::format_day(20_000), &jiff::tz::TimeZone::UTC).unwrap();
        let input =
            NetworkInput { people: &Arc::new(people.into()), ego: Some(0), days: days.all(), parameters: &Parameters::default() };
        Network::build(&input, &as_of)
    }

    /// The first tag of one that the other has too.
    fn shared_tag(network: &Network, one: u32, other: u32) -> Option<String> {
        let tags: BTreeSet<String> = network.person(other).tags.iter().map(|tag| fold(tag)).collect();
        network.person(one).tags.iter().find(|tag| tags.contains(&fold(tag))).cloned()
    }

    proptest! {
        /// Joining by company and tag finds for every contact what comparing each contact with each target finds.
        #[test]
        fn joined_by_company_and_tag_the_near_misses_are_those_of_every_pair(
            cards in proptest::collection::vec((0_usize..5, proptest::collection::vec(0_usize..5, 0..3)), 4..16),
            known in 1_usize..8
        ) {
            let companies = [None, Some("Färber & Söhne GmbH"), Some("FARBER & SOHNE"), Some("Nordwind AG"), Some("self-employed")];
            let tags = ["rail", "Rail", "häfen", "hafen", "Häfen"];
            let people: Vec<Person> = cards
                .iter()
                .map(|(company, labels)| Person {
                    company: companies[*company].map(str::to_owned),
                    tags: labels.iter().map(|label| tags[*label].to_owned()).collect(),
                    ..Person::default()
                })
                .collect();
            let count = people.len() as u32;
            let known = (known as u32).min(count - 2);
            let network = network(people, &(1..=known).map(|contact| (0, contact)).collect());
            let targets: Vec<u32> = (known + 1..count).rev().collect();
            let found = nearest(&network, &EvidencedHops::of(&network, false).hops, 0, &targets, usize::MAX);
            let mut of_pairs: Vec<(u32, u32, Link)> = Vec::new();
            for person in 1..=known {
                let company = |target: u32| shared_company(&network, person, target).map(|name| Link::Company(name.to_owned()));
                let tag = |target: u32| shared_tag(&network, person, target).map(Link::Tag);
                let pairs = |link: &dyn Fn(u32) -> Option<Link>| {
                    (known + 1..count).find_map(|target| Some((person, target, link(target)?)))
                };
                of_pairs.extend(pairs(&company).or_else(|| pairs(&tag)));
            }
            let mut joined: Vec<(u32, u32, Link)> =
                found.misses.into_iter().map(|miss| (miss.person, miss.target, miss.link)).collect();
            joined.sort();
            prop_assert_eq!(joined, of_pairs);
        }
    }
}
