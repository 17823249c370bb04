//! Bridges: ties and people whose loss disconnects, and ties without mutual contacts.

use rayon::prelude::*;

use super::breadth_first::Levels;
use super::depth_first::Forest;
use super::scratch::Scratch;
use super::square::Squares;
use super::triad::{Mutual, Triads};
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
/// R. E. Tarjan, "A note on finding the bridges of a graph", Information Processing Letters 2 (1974), 160–161; here with circles that are
/// contracted in a breadth-first forest instead of low points in a depth-first one.
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
    let found = Levels::of(view).bridges(view).into_iter();
    let mut found: Vec<(usize, usize)> = found.map(|(a, b)| (a.min(b) as usize, a.max(b) as usize)).collect();
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
    let forest = Forest::of(view, 0..view.people());
    // How many subtrees of each person would be cut off from what was found earlier; a root is cut where it has several.
    let mut cut = vec![0_u32; view.people()];
    for &person in &forest.order {
        let (at, parent) = (person as usize, forest.parent[person as usize] as usize);
        if at != parent && forest.low[at] >= forest.found_at[parent] {
            cut[parent] += 1;
        }
    }
    let is_root = |person: usize| forest.parent[person] as usize == person;
    (0..view.people()).filter(|&person| cut[person] > u32::from(is_root(person))).collect()
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
/// O(m·√m) for finding them and those with span 3, and for each other one that is no bridge a search in both directions at once, O(n + m)
/// in the worst case; spread over the machine's cores.
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
    Mutual::of(view).local_bridges()
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
    // The size of the tree that each person stands in, as of its root, which is found first.
    let mut whole = vec![0; view.people()];
    for &person in &forest.order {
        let (at, parent) = (person as usize, forest.parent[person as usize] as usize);
        whole[at] = if at == parent { forest.size[at] } else { whole[parent] };
    }
    let side = |(person, parent): (usize, usize)| {
        let people = forest.size[person].min(whole[person] - forest.size[person]);
        (person.min(parent), person.max(parent), people as usize)
    };
    let mut sides: Vec<(usize, usize, usize)> = forest.bridges().map(side).collect();
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

/// Searches are made in chunks of so many ties.
const CHUNK: usize = 256;

impl Mutual<'_> {
    fn local_bridges(&self) -> Vec<LocalBridge> {
        let view = self.directed.view;
        let mut found = Vec::new();
        self.each_in_order(|low, high, mutual| {
            if mutual == 0 {
                found.push(LocalBridge { low, high, span: None });
            }
        });
        let rank = &self.directed.rank;
        let by_rank = view.renumbered(rank);
        // Asking first spares a search of the whole component for every real bridge, and the many with span 3 are found together.
        let (real, squares) = rayon::join(|| bridges(view), || Squares::of(&by_rank));
        let searches = Scratch::new(|| Search::new(view.people()));
        found.par_chunks_mut(CHUNK).for_each(|chunk| {
            searches.with(|search| {
                for bridge in chunk {
                    let (low, high) = (rank[bridge.low], rank[bridge.high]);
                    if squares.hold(low, high) {
                        bridge.span = Some(3);
                    } else if real.binary_search(&(bridge.low, bridge.high)).is_err() {
                        bridge.span = search.distance_without_tie(&by_rank, low as usize, high as usize);
                    }
                }
            });
        });
        found
    }
}

impl Triads<'_> {
    /// The [`local_bridges`].
    #[must_use]
    pub fn local_bridges(&self) -> Vec<LocalBridge> {
        self.mutual.local_bridges()
    }
}

/// A breadth-first search from both ends whose scratch space is used for many pairs.
struct Search {
    /// From which end each person was found; set for `touched` only.
    found_from: Vec<u8>,
    touched: Vec<u32>,
    /// Whom each end found last.
    frontier: [Vec<u32>; 2],
    spare: Vec<u32>,
}

const NEITHER: u8 = 2;

impl Search {
    fn new(people: usize) -> Self {
        Self { found_from: vec![NEITHER; people], touched: Vec::new(), frontier: Default::default(), spare: Vec::new() }
    }

    /// The length of the shortest way from `a` to `b` that does not use their own tie.
    fn distance_without_tie(&mut self, view: &View, a: usize, b: usize) -> Option<usize> {
        for (end, person) in [a, b].into_iter().enumerate() {
            self.found_from[person] = end as u8;
            self.touched.push(person as u32);
            self.frontier[end].clear();
            self.frontier[end].push(person as u32);
        }
        let mut length = None;
        // All that is as far as the sum of both searches' steps is known to be no way: the first meeting is on a shortest one.
        for steps in 1.. {
            let end = self.cheaper_end(view);
            if self.expand(view, end, (a, b)) {
                length = Some(steps);
                break;
            }
            if self.frontier[end].is_empty() {
                break;
            }
        }
        self.touched.drain(..).for_each(|person| self.found_from[person as usize] = NEITHER);
        length
    }

    /// The end whose frontier has fewer ties; counts no further than needed.
    fn cheaper_end(&self, view: &View) -> usize {
        let [mut one, mut other] =
            self.frontier.each_ref().map(|people| people.iter().map(|&person| view.degree(person as usize)));
        let mut difference: isize = 0;
        loop {
            let next = if difference <= 0 { one.next() } else { other.next() };
            match next {
                Some(ties) if difference <= 0 => difference += ties as isize,
                Some(ties) => difference -= ties as isize,
                None => return usize::from(difference > 0),
            }
        }
    }

    /// Moves one end's frontier on by one tie; tells whether it meets the other end's search.
    fn expand(&mut self, view: &View, end: usize, without: (usize, usize)) -> bool {
        let mut before = std::mem::take(&mut self.frontier[end]);
        // Where people are numbered by rank, those with few ties come first, and where they meet the other end, hubs need not be looked at.
        before.sort_unstable();
        let mut next = std::mem::take(&mut self.spare);
        let meets = before.iter().any(|&person| {
            let person = person as usize;
            view.neighbours(person).iter().any(|&other| {
                let at = other as usize;
                let known = self.found_from[at];
                if usize::from(known) == end || (person, at) == without || (at, person) == without {
                    return false;
                }
                if known == NEITHER {
                    self.found_from[at] = end as u8;
                    next.push(other);
                }
                known != NEITHER
            })
        });
        self.touched.extend_from_slice(&next);
        self.frontier[end] = next;
        before.clear();
        self.spare = before;
        meets
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use petgraph::visit::EdgeRef;
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::component::components;

    fn arbitrary_view() -> impl Strategy<Value = View> {
        let ties = |most| prop::collection::vec((0_u32..30, 0_u32..30, 0.1_f64..1.0), 0..most);
        prop_oneof![ties(25), ties(45), ties(90)].prop_map(|ties| View::from_ties(30, &ties))
    }

    fn without_tie(view: &View, tie: (usize, usize)) -> View {
        let others = view.iter().filter(|other| (other.0, other.1) != tie);
        let others: Vec<(u32, u32, f64)> = others.map(|(a, b, weight)| (a as u32, b as u32, weight)).collect();
        View::from_ties(view.people(), &others)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn bridges_cut_people_and_spans_are_petgraph_s(view in arbitrary_view()) {
            let mut wanted: Vec<(usize, usize)> =
                petgraph::algo::bridges::bridges(&view).map(|tie| tie.id()).map(|(a, b)| (a as usize, b as usize)).collect();
            wanted.sort_unstable();
            prop_assert_eq!(bridges(&view), wanted);
            let wanted = petgraph::algo::articulation_points::articulation_points(&view);
            prop_assert_eq!(cut_people(&view).into_iter().map(|person| person as u32).collect::<BTreeSet<u32>>(), wanted.into_iter().collect());
            let mut wanted = Vec::new();
            for (low, high, _) in view.iter() {
                let others = without_tie(&view, (low, high));
                let far = petgraph::algo::dijkstra(&others, low as u32, Some(high as u32), |_| 1_usize);
                let way = far.get(&(high as u32)).copied();
                prop_assert_eq!(span(&view, high, low), way);
                if way != Some(2) {
                    wanted.push(LocalBridge { low, high, span: way });
                }
            }
            prop_assert_eq!(local_bridges(&view), wanted);
        }

        #[test]
        fn a_bridge_s_side_is_what_falls_away_without_it(
            ties in prop::collection::vec((0_u32..25, 0_u32..25, 0.1_f64..1.0), 0..40),
        ) {
            let view = View::from_ties(25, &ties);
            let sides = bridge_sides(&view);
            prop_assert_eq!(sides.iter().map(|side| (side.0, side.1)).collect::<Vec<_>>(), bridges(&view));
            for (low, high, people) in sides {
                let parts = components(&without_tie(&view, (low, high)));
                prop_assert_eq!(people, parts.sizes[parts.labels[low]].min(parts.sizes[parts.labels[high]]));
            }
        }
    }
}
