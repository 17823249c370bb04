//! Near misses: where no path leads to the targets, who comes closest, and why.

use std::collections::{BTreeMap, BTreeSet};

use super::hop_evidence::shared_company;
use super::intro_path::Hops;
use crate::identity::fold;
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
/// O(targets · contacts + hops reached).
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
        for &person in &contacts {
            let company = shared_company(network, person, target).map(|company| Link::Company(company.to_owned()));
            if let Some(link) = company.or_else(|| shared_tag(network, person, target).map(Link::Tag)) {
                misses.push(NearMiss { person, target, link, respond: respond.get(&person).copied() });
            }
        }
        let around = network.ties_of(target).into_iter().map(|tie| tie.other(target));
        misses.extend(around.filter(|person| !reachable.contains(person) && *person != from).map(|person| NearMiss {
            person,
            target,
            link: Link::Tie,
            respond: None,
        }));
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

fn shared_tag(network: &Network, one: u32, other: u32) -> Option<String> {
    let tags: BTreeSet<String> = network.person(other).tags.iter().map(|tag| fold(tag)).collect();
    network.person(one).tags.iter().find(|tag| tags.contains(&fold(tag))).cloned()
}
