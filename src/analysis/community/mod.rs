//! Communities: densely tied groups, found by the Leiden method.

mod aggregate;
mod modularity;
mod move_nodes;
mod random;
mod refine;

pub use modularity::modularity;

use std::collections::BTreeMap;

use rayon::prelude::*;

use aggregate::Level;
use move_nodes::move_nodes;
use random::Random;
use refine::refine;

use crate::analysis::component::joined;
use crate::network::View;

/// Who belongs together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Communities {
    /// Each person's community: 0 is the largest; of equals, the one with the smallest member comes first. Everyone without ties
    /// is a community of their own.
    pub labels: Vec<usize>,
    /// The modularity of this division, −0.5 to below 1; `None` when there are no ties.
    pub modularity: Option<f64>,
    /// How many communities.
    pub count: usize,
}

/// How often the search starts: as often as keeps starts × ties at this number.
const STARTED_TIES: usize = 200_000;
const STARTS_AT_MOST: usize = 100;
/// Most rounds in which the divisions of several starts are combined; two or three are usual.
const ROUNDS_AT_MOST: usize = 10;
/// A run ends after as many passes as keep passes × ties at this number: in large networks later ones gain less than 0.001.
const PASSED_TIES: usize = 200_000;
const PASSES: std::ops::RangeInclusive<usize> = 2..=30;
/// A pass that gains less than this ends the run.
const SMALLEST_IMPROVEMENT: f64 = 1e-9;

/// Finds communities by maximising modularity (resolution 1) with the Leiden method.
///
/// Three steps repeat on ever coarser graphs: people move to the neighbouring community that gains most; each community is
/// refined into well connected parts; the parts become the people of the next graph. The whole repeats from its own result until
/// nothing is gained. In all but large networks that is done from several starts, and the best division is then combined with each
/// other one. Every community is connected. The seed orders the visits: the same seed gives the same division, on any number of
/// threads.
///
/// # Range
/// From one community to one per person.
///
/// # Source
/// V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities", Scientific
/// Reports 9 (2019), 5233. Refinement takes the best candidate instead of a random good one. Combining what divisions agree on:
/// M. Ovelgönne and A. Geyer-Schulz, "An ensemble learning strategy for graph clustering", DIMACS 588 (2013), 187–206.
///
/// # Complexity
/// Close to O(n + m) a pass in practice, for all starts about as much as for 200,000 ties; O(n + m) space a start.
///
/// # Examples
/// The best division known of Zachary's club has four communities and modularity 0.41979.
/// ```
/// use acquaint::{analysis::community::communities, network::View, synth::classic::karate};
/// let karate = karate();
/// let view = View::from_ties(karate.names.len(), karate.ties).unweighted();
/// let found = communities(&view, 1);
/// assert_eq!(found.count, 4);
/// assert!(found.modularity.unwrap() > 0.4197);
/// // The two who fell out are apart.
/// assert_ne!(found.labels[0], found.labels[33]);
/// ```
#[must_use]
pub fn communities(view: &View, seed: u64) -> Communities {
    // Whoever has no tie must not even change the order in which the others are visited.
    let (tied, people) = view.tied();
    if people.len() == view.people() {
        return finished(view, &searched(view, seed));
    }
    let alone = people.len() as u32..view.people() as u32;
    let mut labels = vec![u32::MAX; view.people()];
    for (&person, label) in people.iter().zip(searched(&tied, seed)) {
        labels[person as usize] = label;
    }
    labels.iter_mut().filter(|label| **label == u32::MAX).zip(alone).for_each(|(label, own)| *label = own);
    finished(view, &labels)
}

/// The communities of a network without its ego, who is tied to everybody and would hide them: the label of every person, the ego alone.
///
/// # Complexity
/// As [`communities`].
///
/// # Examples
/// Two pairs who have only the ego in common are two communities:
/// ```
/// use acquaint::{analysis::community::communities_of_alters, network::View};
/// let view = View::from_ties(5, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 4, 1.0), (1, 2, 1.0), (3, 4, 1.0)]);
/// let labels = communities_of_alters(&view, 0, 1);
/// assert!(labels[1] == labels[2] && labels[3] == labels[4] && labels[1] != labels[3]);
/// ```
#[must_use]
pub fn communities_of_alters(view: &View, ego: u32, seed: u64) -> Vec<usize> {
    communities(&view.without(ego as usize), seed).labels
}

/// The best division that was found.
fn searched(view: &View, seed: u64) -> Vec<u32> {
    let people = Level::of_people(view);
    if people.total <= 0.0 {
        return (0..view.people() as u32).collect();
    }
    let starts = (STARTED_TIES / view.ties().max(1)).clamp(1, STARTS_AT_MOST) as u64;
    let alone: Vec<u32> = (0..view.people() as u32).collect();
    let passes = (PASSED_TIES / view.ties().max(1)).clamp(*PASSES.start(), *PASSES.end());
    // Each start has its own order of visits, and they come back in the order of their numbers whoever ran them.
    let found: Vec<Division> = (0..starts)
        .into_par_iter()
        .map(|start| improve(&people, &alone, passes, &mut Random::new(seed.wrapping_add(start))))
        .collect();
    combined(&people, found, passes, seed.wrapping_add(starts)).labels
}

/// A division and its modularity.
#[derive(Debug, Clone)]
struct Division {
    labels: Vec<u32>,
    modularity: f64,
}

impl Division {
    /// Only a real gain replaces what was found before: equally good divisions must not depend on the last bit of a sum.
    fn is_better_than(&self, other: &Self) -> bool {
        self.modularity > other.modularity + SMALLEST_IMPROVEMENT
    }
}

/// Passes over a graph, from the given division until nothing is gained.
fn improve(level: &Level<'_>, labels: &[u32], passes: usize, random: &mut Random) -> Division {
    let mut reached = Division { labels: labels.to_vec(), modularity: quality(level, labels) };
    for _ in 0..passes {
        let labels = pass(level, reached.labels.clone(), random);
        let next = Division { modularity: quality(level, &labels), labels };
        if !next.is_better_than(&reached) {
            break;
        }
        reached = next;
    }
    reached
}

/// Combines divisions, until the best is no better for it: first in pairs, and what comes of them in pairs again, then the best of all
/// with each one that the starts found.
fn combined(people: &Level<'_>, mut found: Vec<Division>, passes: usize, seed: u64) -> Division {
    let sort = |divisions: &mut Vec<Division>| divisions.sort_by(|a, b| b.modularity.total_cmp(&a.modularity));
    sort(&mut found);
    let mut pairs_before = 0;
    let mut generation = found.clone();
    while generation.len() > 1 {
        let half = generation.len().div_ceil(2);
        let pair = |place: usize| match generation.get(place + half) {
            Some(other) => combine(people, &generation[place], other, passes, seed.wrapping_add(pairs_before + place as u64)),
            None => generation[place].clone(),
        };
        let mut next: Vec<Division> = (0..half).into_par_iter().map(pair).collect();
        sort(&mut next);
        pairs_before += half as u64;
        generation = next;
    }
    let mut best = generation.swap_remove(0);
    for _ in 0..ROUNDS_AT_MOST {
        let before = best.modularity;
        for other in &found {
            pairs_before += 1;
            let child = combine(people, &best, other, passes, seed.wrapping_add(pairs_before));
            if child.is_better_than(&best) {
                best = child;
            }
        }
        if best.modularity <= before + SMALLEST_IMPROVEMENT {
            break;
        }
    }
    best
}

/// Searches on from the better of two divisions, given first, on the graph of the groups that both agree on: who is together in two good
/// divisions stays together, and the graph is much smaller. Then once more among the people. Never worse than the first.
fn combine(people: &Level<'_>, one: &Division, other: &Division, passes: usize, seed: u64) -> Division {
    let random = &mut Random::new(seed);
    let (groups, count) = agreement(&one.labels, &other.labels);
    // Where the groups are the first one's communities, there is nothing to take from the other.
    if one.labels.iter().max().is_none_or(|last| *last as usize + 1 == count) {
        return one.clone();
    }
    let mut of_group = vec![0; count];
    for (person, &group) in groups.iter().enumerate() {
        of_group[group as usize] = one.labels[person];
    }
    renumber(&mut of_group);
    let among_groups = improve(&people.aggregate(&groups, count), &of_group, passes, random);
    let labels: Vec<u32> = groups.iter().map(|&group| among_groups.labels[group as usize]).collect();
    improve(people, &labels, passes, random)
}

/// Groups of people who are together in both of two divisions, numbered in the order of their first members; and how many.
fn agreement(one: &[u32], other: &[u32]) -> (Vec<u32>, usize) {
    let mut number = BTreeMap::new();
    let groups = one.iter().zip(other).map(|pair| {
        let next = number.len() as u32;
        *number.entry(pair).or_insert(next)
    });
    (groups.collect(), number.len())
}

/// Connected communities, numbered by size.
fn finished(view: &View, labels: &[u32]) -> Communities {
    let labels = connected_parts(view, labels);
    let (labels, count) = by_size(&labels);
    Communities { modularity: modularity(view, &labels), labels, count }
}

/// One pass over all levels, from the given division of the people.
fn pass(people: &Level<'_>, mut labels: Vec<u32>, random: &mut Random) -> Vec<u32> {
    // The node that stands for each person on the current level.
    let mut node_of: Vec<u32> = (0..people.nodes() as u32).collect();
    let mut coarse: Option<Level<'static>> = None;
    loop {
        let level = coarse.as_ref().unwrap_or(people);
        move_nodes(level, &mut labels, random);
        let count = renumber(&mut labels);
        if count == level.nodes() {
            break;
        }
        let mut part = refine(level, &labels, count, random);
        let mut parts = renumber(&mut part);
        if parts == level.nodes() {
            // Nothing merged in refinement: whole communities merge instead, or the next level would be this one again.
            part.clone_from(&labels);
            parts = count;
        }
        let mut community_of_part = vec![0; parts];
        for (node, &part) in part.iter().enumerate() {
            community_of_part[part as usize] = labels[node];
        }
        let next = level.aggregate(&part, parts);
        for node in &mut node_of {
            *node = part[*node as usize];
        }
        labels = community_of_part;
        coarse = Some(next);
    }
    node_of.iter().map(|&node| labels[node as usize]).collect()
}

/// Renumbers labels below their number of elements to 0, 1, 2 … in the order of appearance; gives how many there are.
fn renumber(labels: &mut [u32]) -> usize {
    let mut number = vec![u32::MAX; labels.len()];
    let mut count = 0;
    for label in labels {
        let number = &mut number[*label as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *label = *number;
    }
    count as usize
}

/// Modularity on the first level, from labels below the number of people.
fn quality(level: &Level<'_>, labels: &[u32]) -> f64 {
    let mut strength = vec![0.0; level.nodes()];
    let mut inside = 0.0;
    for (node, &label) in labels.iter().enumerate() {
        strength[label as usize] += level.strength[node];
        inside += level.ties(node).filter(|&(other, _)| labels[other] == label).map(|(_, weight)| weight).sum::<f64>();
    }
    inside / level.total - strength.iter().map(|strength| (strength / level.total) * (strength / level.total)).sum::<f64>()
}

/// Splits communities into their connected parts. That never lowers modularity, and where a node that held two parts together
/// moved on last, it is what keeps the promise of connected communities.
fn connected_parts(view: &View, labels: &[u32]) -> Vec<usize> {
    let inside = view.iter().filter(|&(low, high, _)| labels[low] == labels[high]);
    joined(view.people(), inside.map(|(low, high, _)| (low, high))).labels
}

/// Renumbers by size, largest first, then by smallest member. Labels must be numbered in the order of their smallest members.
fn by_size(labels: &[usize]) -> (Vec<usize>, usize) {
    let count = labels.iter().max().map_or(0, |largest| largest + 1);
    let mut sizes = vec![0_usize; count];
    for &label in labels {
        sizes[label] += 1;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&label| (std::cmp::Reverse(sizes[label]), label));
    let mut number = vec![0; count];
    for (place, &label) in order.iter().enumerate() {
        number[label] = place;
    }
    (labels.iter().map(|&label| number[label]).collect(), count)
}

#[cfg(test)]
mod tests;
