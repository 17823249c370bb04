//! Bridges: ties and people whose loss disconnects, and ties without mutual contacts.

use std::collections::VecDeque;

use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::bridges::bridges as petgraph_bridges;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::depth_first::Forest;
use super::overlap::mutual_per_slot;
use crate::network::View;

/// A tie whose two ends have no mutual contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalBridge {
    /// The end with the smaller number.
    pub low: usize,
    /// The end with the larger number.
    pub high: usize,
    /// How many ties the shortest other way between the ends has, at least 3; `None` when there is no other way: a bridge.
    pub span: Option<usize>,
}

/// Finds the bridges: ties without which the network falls into more pieces. As (low, high), ascending.
///
/// # Range
/// From no tie to every tie (a network without circles). Weights are not used.
///
/// # Source
/// R. E. Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2 (1974), 160–161.
///
/// # Complexity
/// O(n + m) time and space.
///
/// # Examples
/// ```
/// use acquaint::{analysis::bridge::bridges, network::View, synth::classic::kite};
/// let kite = kite();
/// assert_eq!(bridges(&View::from_ties(kite.names.len(), kite.ties)), [(7, 8), (8, 9)]);
/// ```
#[must_use]
pub fn bridges(view: &View) -> Vec<(usize, usize)> {
    let graph = view.to_petgraph();
    let mut found: Vec<(usize, usize)> = petgraph_bridges(&graph)
        .map(|tie| (tie.source().index(), tie.target().index()))
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    found.sort_unstable();
    found
}

/// Finds the cut people: those without whom the network falls into more pieces. Ascending.
///
/// # Range
/// From nobody to all but two of a component. Weights are not used.
///
/// # Source
/// J. Hopcroft and R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation", Communications of the ACM 16 (1973),
/// 372–378 (cut vertices by depth-first search).
///
/// # Complexity
/// O(n + m) time and space.
///
/// # Examples
/// In Zachary's club, only the instructor is a cut person: one member knows nobody else.
/// ```
/// use acquaint::{analysis::bridge::cut_people, network::View, synth::classic::karate};
/// let karate = karate();
/// assert_eq!(cut_people(&View::from_ties(karate.names.len(), karate.ties)), [0]);
/// ```
#[must_use]
pub fn cut_people(view: &View) -> Vec<usize> {
    let graph = view.to_petgraph();
    // A hash set comes back, so the order is not ours until it is sorted.
    let mut found: Vec<usize> = articulation_points(&graph).into_iter().map(NodeIndex::index).collect();
    found.sort_unstable();
    found
}

/// Finds the local bridges: ties whose ends have no mutual contact, with their span. Ascending.
///
/// The span is the length of the shortest way between the two ends without the tie: news would have to travel that far if the
/// tie were gone. Real bridges are among them, with span `None`.
///
/// # Range
/// Spans from 3 up. Weights are not used.
///
/// # Source
/// M. S. Granovetter, "The strength of weak ties", American Journal of Sociology 78 (1973), 1360–1380 (local bridges of degree
/// n).
///
/// # Complexity
/// O(m·√m) for finding them, and for each one that is no bridge a search in both directions at once, O(n + m) in the worst case.
///
/// # Examples
/// ```
/// use acquaint::{analysis::bridge::{LocalBridge, local_bridges}, network::View};
/// let square_with_tail = View::from_ties(5, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (3, 4, 1.0)]);
/// let found = local_bridges(&square_with_tail);
/// assert_eq!(found.len(), 5);
/// assert_eq!(found[0], LocalBridge { low: 0, high: 1, span: Some(3) });
/// assert_eq!(found[4], LocalBridge { low: 3, high: 4, span: None });
/// ```
#[must_use]
pub fn local_bridges(view: &View) -> Vec<LocalBridge> {
    let mutual = mutual_per_slot(view);
    let real = bridges(view);
    let mut search = Search::new(view.people());
    let mut found = Vec::new();
    for low in 0..view.people() {
        for slot in view.slots(low) {
            let high = view.targets()[slot] as usize;
            if low < high && mutual[slot] == 0 {
                // Asking first spares a search of the whole component for every real bridge.
                let is_bridge = real.binary_search(&(low, high)).is_ok();
                let span = if is_bridge { None } else { search.distance_without_tie(view, low, high) };
                found.push(LocalBridge { low, high, span });
            }
        }
    }
    found
}

/// The length of the shortest way between two people without their own tie; `None` when there is no other way.
///
/// # Range
/// 2 where the two have a mutual contact, from 3 for a local bridge.
///
/// # Complexity
/// O(n + m).
///
/// # Examples
/// ```
/// use acquaint::{analysis::bridge::span, network::View};
/// let square_with_tail = View::from_ties(5, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (3, 4, 1.0)]);
/// assert_eq!((span(&square_with_tail, 0, 1), span(&square_with_tail, 3, 4)), (Some(3), None));
/// ```
#[must_use]
pub fn span(view: &View, a: usize, b: usize) -> Option<usize> {
    Search::new(view.people()).distance_without_tie(view, a, b)
}

/// Counts the people that each bridge holds: those on its smaller side. As (low, high, people), in the order of [`bridges`].
///
/// # Range
/// 1 (somebody with no other tie) to half the people of the component.
///
/// # Source
/// As [`bridges`].
///
/// # Complexity
/// O(n + m) time and space.
///
/// # Examples
/// ```
/// use acquaint::{analysis::bridge::bridge_sides, network::View, synth::classic::kite};
/// let kite = kite();
/// assert_eq!(bridge_sides(&View::from_ties(kite.names.len(), kite.ties)), [(7, 8, 2), (8, 9, 1)]);
/// ```
#[must_use]
pub fn bridge_sides(view: &View) -> Vec<(usize, usize, usize)> {
    let forest = Forest::of(view, 0..view.people());
    let mut sides = Vec::new();
    let mut whole = 0;
    for &person in &forest.order {
        let (at, parent) = (person as usize, forest.parent[person as usize] as usize);
        if at == parent {
            whole = forest.size[at] as usize;
        } else if forest.low[at] > forest.found_at[parent] {
            let side = forest.size[at] as usize;
            sides.push((at.min(parent), at.max(parent), side.min(whole - side)));
        }
    }
    sides.sort_unstable();
    sides
}

/// What the local bridges mean to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BridgesOfPerson {
    /// How many of the person's ties are local bridges.
    pub local_bridges: usize,
    /// The longest span among them; `None` without any, and when one is a bridge, whose ends have no other way at all.
    pub longest_span: Option<usize>,
}

/// Gathers [`local_bridges`] by person.
///
/// # Range
/// Counts from 0 to the number of ties.
///
/// # Source
/// As [`local_bridges`].
///
/// # Complexity
/// O(n + bridges).
///
/// # Examples
/// ```
/// use acquaint::{analysis::bridge::{bridges_of_people, local_bridges}, network::View};
/// let square_with_tail = View::from_ties(5, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (3, 4, 1.0)]);
/// let found = bridges_of_people(5, &local_bridges(&square_with_tail));
/// assert_eq!((found[0].local_bridges, found[0].longest_span), (2, Some(3)));
/// assert_eq!((found[3].local_bridges, found[3].longest_span), (3, None));
/// ```
#[must_use]
pub fn bridges_of_people(people: usize, found: &[LocalBridge]) -> Vec<BridgesOfPerson> {
    let mut of_person = vec![BridgesOfPerson::default(); people];
    let ends = || found.iter().flat_map(|bridge| [(bridge.low, bridge.span), (bridge.high, bridge.span)]);
    for (person, span) in ends() {
        of_person[person].local_bridges += 1;
        of_person[person].longest_span = of_person[person].longest_span.max(span);
    }
    for (person, _) in ends().filter(|(_, span)| span.is_none()) {
        of_person[person].longest_span = None;
    }
    of_person
}

/// A breadth-first search from both ends whose scratch space is used for many pairs.
struct Search {
    /// The distance from either end; only entries of the people in `touched` are set.
    distance: [Vec<u32>; 2],
    queue: [VecDeque<usize>; 2],
    touched: Vec<usize>,
}

const UNSEEN: u32 = u32::MAX;

impl Search {
    fn new(people: usize) -> Self {
        Self { distance: [vec![UNSEEN; people], vec![UNSEEN; people]], queue: Default::default(), touched: Vec::new() }
    }

    /// The length of the shortest way from `a` to `b` that does not use their own tie.
    fn distance_without_tie(&mut self, view: &View, a: usize, b: usize) -> Option<usize> {
        for (side, person) in [a, b].into_iter().enumerate() {
            self.distance[side][person] = 0;
            self.queue[side].push_back(person);
            self.touched.push(person);
        }
        let mut best = None;
        while best.is_none() && self.queue.iter().all(|queue| !queue.is_empty()) {
            // The smaller frontier grows by one whole level, so that the first meeting level holds the shortest way.
            let side = usize::from(self.queue[1].len() < self.queue[0].len());
            best = self.expand(view, side, (a, b));
        }
        for person in self.touched.drain(..) {
            self.distance[0][person] = UNSEEN;
            self.distance[1][person] = UNSEEN;
        }
        self.queue.iter_mut().for_each(VecDeque::clear);
        best
    }

    /// Moves one side's frontier on by one tie; gives the shortest way over a person both sides know by now.
    fn expand(&mut self, view: &View, side: usize, without: (usize, usize)) -> Option<usize> {
        let mut best: Option<usize> = None;
        for _ in 0..self.queue[side].len() {
            let Some(person) = self.queue[side].pop_front() else { break };
            for &next in view.neighbours(person) {
                let next = next as usize;
                if (person, next) == without || (next, person) == without || self.distance[side][next] != UNSEEN {
                    continue;
                }
                self.distance[side][next] = self.distance[side][person] + 1;
                self.touched.push(next);
                self.queue[side].push_back(next);
                if self.distance[1 - side][next] != UNSEEN {
                    let length = (self.distance[0][next] + self.distance[1][next]) as usize;
                    best = Some(best.map_or(length, |shorter| shorter.min(length)));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::component::components;

    proptest! {
        #[test]
        fn a_bridge_s_side_is_what_falls_away_without_it(
            ties in prop::collection::vec((0_u32..25, 0_u32..25, 0.1_f64..1.0), 0..40),
        ) {
            let view = View::from_ties(25, &ties);
            let sides = bridge_sides(&view);
            prop_assert_eq!(sides.iter().map(|side| (side.0, side.1)).collect::<Vec<_>>(), bridges(&view));
            for (low, high, people) in sides {
                let others = view.iter().filter(|tie| (tie.0, tie.1) != (low, high));
                let others: Vec<(u32, u32, f64)> = others.map(|(a, b, weight)| (a as u32, b as u32, weight)).collect();
                let parts = components(&View::from_ties(25, &others));
                prop_assert_eq!(people, parts.sizes[parts.labels[low]].min(parts.sizes[parts.labels[high]]));
            }
        }
    }
}
