//! A view as petgraph sees graphs: the traits that its algorithms ask for, on the rows themselves.

use std::iter::{Copied, Map, Zip};
use std::ops::Range;
use std::slice::Iter;

use petgraph::graph::UnGraph;
use petgraph::visit::{
    Data, EdgeCount, EdgeRef, GetAdjacencyMatrix, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges, IntoEdgesDirected,
    IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers, IntoNodeReferences, NodeCompactIndexable, NodeCount,
    NodeIndexable, Visitable,
};
use petgraph::{Direction, Undirected};

use super::View;

/// petgraph's own set of the visited.
type Visited = <UnGraph<(), f64> as Visitable>::Map;

/// A tie of a [`View`] as petgraph's algorithms meet it, seen from one end.
///
/// ```
/// use acquaint::network::View;
/// use petgraph::visit::{EdgeRef, IntoEdges};
/// let dyad = View::from_ties(2, &[(0, 1, 0.5)]);
/// let tie = dyad.edges(1).next().unwrap();
/// assert_eq!((tie.source(), tie.target(), *tie.weight(), tie.id()), (1, 0, 0.5, (0, 1)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieRef<'a> {
    source: u32,
    target: u32,
    weight: &'a f64,
}

impl EdgeRef for TieRef<'_> {
    type NodeId = u32;
    /// (low, high): the same from both ends.
    type EdgeId = (u32, u32);
    type Weight = f64;

    fn source(&self) -> u32 {
        self.source
    }

    fn target(&self) -> u32 {
        self.target
    }

    fn weight(&self) -> &f64 {
        self.weight
    }

    fn id(&self) -> (u32, u32) {
        (self.source.min(self.target), self.source.max(self.target))
    }
}

impl GraphBase for View {
    type NodeId = u32;
    type EdgeId = (u32, u32);
}

impl Data for View {
    type NodeWeight = ();
    type EdgeWeight = f64;
}

impl GraphProp for View {
    type EdgeType = Undirected;
}

impl NodeCount for View {
    fn node_count(&self) -> usize {
        self.people()
    }
}

impl EdgeCount for View {
    fn edge_count(&self) -> usize {
        self.ties()
    }
}

impl NodeIndexable for View {
    fn node_bound(&self) -> usize {
        self.people()
    }

    fn to_index(&self, person: u32) -> usize {
        person as usize
    }

    fn from_index(&self, index: usize) -> u32 {
        index as u32
    }
}

impl NodeCompactIndexable for View {}

impl Visitable for View {
    type Map = Visited;

    fn visit_map(&self) -> Visited {
        Visited::with_capacity(self.people())
    }

    fn reset_map(&self, visited: &mut Visited) {
        visited.clear();
        visited.grow(self.people());
    }
}

impl GetAdjacencyMatrix for View {
    /// Rows ascend: a tie is found by halving, without a matrix.
    type AdjMatrix = ();

    fn adjacency_matrix(&self) {}

    fn is_adjacent(&self, (): &(), a: u32, b: u32) -> bool {
        self.weight(a as usize, b as usize).is_some()
    }
}

impl IntoNodeIdentifiers for &View {
    type NodeIdentifiers = Range<u32>;

    fn node_identifiers(self) -> Range<u32> {
        0..self.people() as u32
    }
}

impl IntoNodeReferences for &View {
    type NodeRef = (u32, ());
    type NodeReferences = Map<Range<u32>, fn(u32) -> (u32, ())>;

    fn node_references(self) -> Self::NodeReferences {
        self.node_identifiers().map(|person| (person, ()))
    }
}

impl<'a> IntoNeighbors for &'a View {
    type Neighbors = Copied<Iter<'a, u32>>;

    fn neighbors(self, person: u32) -> Self::Neighbors {
        self.neighbours(person as usize).iter().copied()
    }
}

impl<'a> IntoNeighborsDirected for &'a View {
    type NeighborsDirected = Copied<Iter<'a, u32>>;

    fn neighbors_directed(self, person: u32, _: Direction) -> Self::NeighborsDirected {
        self.neighbors(person)
    }
}

/// The ties of one person, by the other's number.
#[derive(Debug, Clone)]
pub struct TiesOf<'a> {
    person: u32,
    direction: Direction,
    row: Zip<Iter<'a, u32>, Iter<'a, f64>>,
}

impl<'a> Iterator for TiesOf<'a> {
    type Item = TieRef<'a>;

    fn next(&mut self) -> Option<TieRef<'a>> {
        let (&other, weight) = self.row.next()?;
        let (source, target) = match self.direction {
            Direction::Outgoing => (self.person, other),
            Direction::Incoming => (other, self.person),
        };
        Some(TieRef { source, target, weight })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.row.size_hint()
    }
}

impl<'a> IntoEdges for &'a View {
    type Edges = TiesOf<'a>;

    fn edges(self, person: u32) -> TiesOf<'a> {
        self.edges_directed(person, Direction::Outgoing)
    }
}

impl<'a> IntoEdgesDirected for &'a View {
    type EdgesDirected = TiesOf<'a>;

    fn edges_directed(self, person: u32, direction: Direction) -> TiesOf<'a> {
        let row = self.neighbours(person as usize).iter().zip(self.weights(person as usize));
        TiesOf { person, direction, row }
    }
}

/// Every tie once, in the order of [`View::iter`].
#[derive(Debug, Clone)]
pub struct AllTies<'a> {
    view: &'a View,
    person: u32,
    row: TiesOf<'a>,
}

impl<'a> Iterator for AllTies<'a> {
    type Item = TieRef<'a>;

    fn next(&mut self) -> Option<TieRef<'a>> {
        loop {
            if let Some(tie) = self.row.by_ref().find(|tie| tie.source < tie.target) {
                return Some(tie);
            }
            self.person = self.person.checked_add(1).filter(|person| (*person as usize) < self.view.people())?;
            self.row = self.view.edges(self.person);
        }
    }
}

impl<'a> IntoEdgeReferences for &'a View {
    type EdgeRef = TieRef<'a>;
    type EdgeReferences = AllTies<'a>;

    fn edge_references(self) -> AllTies<'a> {
        let nobody = TiesOf { person: 0, direction: Direction::Outgoing, row: [].iter().zip(&[]) };
        AllTies { view: self, person: 0, row: if self.people() > 0 { self.edges(0) } else { nobody } }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use petgraph::algo::articulation_points::articulation_points;
    use petgraph::algo::bridges::bridges;
    use petgraph::algo::{bidirectional_dijkstra, connected_components, dijkstra, is_bipartite_undirected, min_spanning_tree};
    use petgraph::data::Element;
    use petgraph::graph::NodeIndex;
    use petgraph::visit::{Bfs, Dfs};
    use proptest::prelude::*;

    use super::*;

    fn ends(low: usize, high: usize) -> (u32, u32) {
        (low.min(high) as u32, low.max(high) as u32)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        /// What petgraph computes on a view is what it computes on its own graph.
        #[test]
        fn petgraph_s_algorithms_give_on_a_view_what_they_give_on_a_graph(
            ties in prop::collection::vec((0_u32..20, 0_u32..20, 1_u32..9), 0..60), start in 0_u32..20, goal in 0_u32..20,
        ) {
            let ties: Vec<(u32, u32, f64)> = ties.into_iter().map(|(a, b, weight)| (a, b, f64::from(weight))).collect();
            let view = View::from_ties(20, &ties);
            let graph = view.to_petgraph();
            let (here, there) = (NodeIndex::new(start as usize), NodeIndex::new(goal as usize));

            let own: BTreeMap<u32, u64> =
                dijkstra(&view, start, None, |tie| *tie.weight()).into_iter().map(|(person, far)| (person, far as u64)).collect();
            let of_graph = dijkstra(&graph, here, None, |edge| *edge.weight());
            prop_assert_eq!(own, of_graph.into_iter().map(|(node, far)| (node.index() as u32, far as u64)).collect());
            prop_assert_eq!(
                bidirectional_dijkstra(&view, start, goal, |tie| *tie.weight()),
                bidirectional_dijkstra(&graph, here, there, |edge| *edge.weight())
            );
            prop_assert_eq!(connected_components(&view), connected_components(&graph));
            prop_assert_eq!(is_bipartite_undirected(&view, start), is_bipartite_undirected(&graph, here));
            let own: BTreeSet<(u32, u32)> = bridges(&view).map(|tie| tie.id()).collect();
            prop_assert_eq!(own, bridges(&graph).map(|edge| ends(edge.source().index(), edge.target().index())).collect());
            let own: BTreeSet<usize> = articulation_points(&view).into_iter().map(|person| person as usize).collect();
            prop_assert_eq!(own, articulation_points(&graph).into_iter().map(NodeIndex::index).collect());
            let weight = |element| match element {
                Element::Edge { weight, .. } => weight,
                Element::Node { .. } => 0.0,
            };
            let own: f64 = min_spanning_tree(&view).map(weight).sum();
            let weight = |element| match element {
                Element::Edge { weight, .. } => weight,
                Element::Node { .. } => 0.0,
            };
            prop_assert!((own - min_spanning_tree(&graph).map(weight).sum::<f64>()).abs() < 1e-9);

            let mut own = Dfs::new(&view, start);
            let mut reached = BTreeSet::new();
            while let Some(person) = own.next(&view) {
                reached.insert(person as usize);
            }
            own.reset(&view);
            let mut of_graph = Bfs::new(&graph, here);
            while let Some(node) = of_graph.next(&graph) {
                prop_assert!(reached.remove(&node.index()));
            }
            prop_assert!(reached.is_empty());
        }

        /// Nodes, ties and neighbours are those of the graph, whichever way they are asked for.
        #[test]
        fn a_view_has_the_nodes_and_edges_of_its_graph(ties in prop::collection::vec((0_u32..12, 0_u32..12, 0.1_f64..1.0), 0..40)) {
            let view = View::from_ties(12, &ties);
            let graph = view.to_petgraph();
            prop_assert_eq!((view.node_count(), view.edge_count()), (graph.node_count(), graph.edge_count()));
            let own: Vec<(u32, u32, f64)> = view.edge_references().map(|tie| (tie.source(), tie.target(), *tie.weight())).collect();
            let all = view.iter().map(|(low, high, weight)| (low as u32, high as u32, weight));
            prop_assert_eq!(&own, &all.collect::<Vec<_>>());
            let of_graph = graph.edge_references().map(|edge| (edge.source(), edge.target(), *edge.weight()));
            let of_graph: Vec<(u32, u32, f64)> =
                of_graph.map(|(low, high, weight)| (low.index() as u32, high.index() as u32, weight)).collect();
            prop_assert_eq!(own, of_graph);
            let people: Vec<u32> = view.node_references().map(|(person, ())| person).collect();
            prop_assert_eq!(&people, &(0..12).collect::<Vec<u32>>());
            for person in people {
                let incoming: Vec<u32> = view.edges_directed(person, Direction::Incoming).map(|tie| tie.source()).collect();
                let outgoing: Vec<u32> = view.edges(person).map(|tie| tie.target()).collect();
                prop_assert_eq!(&incoming, &outgoing);
                prop_assert_eq!(&incoming, &view.neighbors_directed(person, Direction::Incoming).collect::<Vec<_>>());
                for other in 0..12 {
                    let tied = graph.contains_edge(NodeIndex::new(person as usize), NodeIndex::new(other as usize));
                    view.adjacency_matrix();
                    prop_assert_eq!(view.is_adjacent(&(), person, other), tied);
                }
            }
        }

        /// Sorted or not, doubled or not: the same ties make the same view.
        #[test]
        fn a_view_is_the_same_from_sorted_and_from_unsorted_ties(
            ties in prop::collection::vec((0_u32..15, 0_u32..15, 0.1_f64..1.0), 0..60), person in 0_usize..12,
        ) {
            let view = View::from_ties(12, &ties);
            let mut largest: BTreeMap<(u32, u32), f64> = BTreeMap::new();
            for (a, b, weight) in ties.into_iter().filter(|tie| tie.0 != tie.1 && tie.0.max(tie.1) < 12) {
                let known = largest.entry(ends(a as usize, b as usize)).or_insert(weight);
                *known = known.max(weight);
            }
            let sorted: Vec<(u32, u32, f64)> = largest.iter().map(|(&(low, high), &weight)| (low, high, weight)).collect();
            prop_assert_eq!(&View::from_ties(12, &sorted), &view);
            prop_assert_eq!(view.iter().map(|(low, high, weight)| (low as u32, high as u32, weight)).collect::<Vec<_>>(), sorted.clone());
            prop_assert!((0..12).all(|person| view.neighbours(person).is_sorted_by(|a, b| a < b)));

            let others: Vec<(u32, u32, f64)> =
                sorted.iter().copied().filter(|tie| tie.0 as usize != person && tie.1 as usize != person).collect();
            prop_assert_eq!(view.without(person), View::from_ties(12, &others));
            let ranks = view.ranks();
            let renumbered = view.renumbered(&ranks);
            let ties = sorted.iter().map(|&(low, high, weight)| (ranks[low as usize], ranks[high as usize], weight));
            prop_assert_eq!(&renumbered, &View::from_ties(12, &ties.collect::<Vec<_>>()));
            prop_assert!((1..12).all(|rank| renumbered.degree(rank - 1) <= renumbered.degree(rank)));

            let (tied, people) = view.tied();
            prop_assert!((0..tied.people()).all(|person| tied.degree(person) > 0));
            let own = tied.iter().map(|(low, high, weight)| (people[low] as usize, people[high] as usize, weight));
            prop_assert!(own.eq(view.iter()));
        }
    }
}
