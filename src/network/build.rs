//! The network: who is there, who is tied to whom, how strongly, as of a day.

use std::sync::Arc;

use petgraph::graph::{NodeIndex, UnGraph};

use super::View;
use crate::identity::Person;
use crate::model::{AsOf, Evidence};
use crate::ties::{ContactDay, Parameters, Tie, fold_ties};

/// The 90-day probability from which a tie counts in structural measures.
pub const STRUCTURAL_P90: f64 = 0.1;

/// The share of alters with a tie to another alter under which the data is a star, see [`Network::is_star`].
pub const STAR_BELOW: f64 = 0.2;

/// What a network is built from.
#[derive(Debug, Clone, Copy)]
pub struct NetworkInput<'a> {
    /// Everybody.
    pub people: &'a Arc<Vec<Person>>,
    /// The owner of the data.
    pub ego: Option<u32>,
    /// Sorted contact-days; later ones than the as-of day are not seen.
    pub days: &'a [ContactDay],
    /// The model.
    pub parameters: &'a Parameters,
}

/// People and their observed ties as of a day. Person numbers are positions in [`Network::people`].
#[derive(Debug, Clone)]
pub struct Network {
    as_of: AsOf,
    people: Arc<Vec<Person>>,
    ego: Option<u32>,
    ties: Vec<Tie>,
    graph: UnGraph<u32, u32>,
    parameters: Parameters,
}

impl Network {
    /// Builds the network as of a day.
    ///
    /// # Complexity
    /// O(days + people + ties).
    #[must_use]
    pub fn build(input: &NetworkInput<'_>, as_of: &AsOf) -> Self {
        let mut ties = fold_ties(input.days, as_of.utc_day(), input.parameters);
        let ignored = |person: u32| input.people.get(person as usize).is_none_or(|person| person.ignored);
        ties.retain(|tie| !ignored(tie.low) && !ignored(tie.high));
        let mut graph = UnGraph::with_capacity(input.people.len(), ties.len());
        for person in 0..input.people.len() {
            graph.add_node(person as u32);
        }
        // Inserted in order: petgraph's adjacency lists are then walked in memory order.
        for (index, tie) in ties.iter().enumerate() {
            graph.add_edge(NodeIndex::new(tie.low as usize), NodeIndex::new(tie.high as usize), index as u32);
        }
        Self {
            as_of: as_of.clone(),
            people: Arc::clone(input.people),
            ego: input.ego,
            ties,
            graph,
            parameters: input.parameters.clone(),
        }
    }

    /// The as-of day.
    #[must_use]
    pub fn as_of(&self) -> &AsOf {
        &self.as_of
    }

    /// Everybody the data knows, tied or not, sorted by primary handle.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// One person.
    ///
    /// # Panics
    /// When the number is not one of this network.
    #[must_use]
    pub fn person(&self, person: u32) -> &Person {
        &self.people[person as usize]
    }

    /// The owner of the data.
    #[must_use]
    pub fn ego(&self) -> Option<u32> {
        self.ego
    }

    /// The observed ties, sorted by dyad.
    #[must_use]
    pub fn ties(&self) -> &[Tie] {
        &self.ties
    }

    /// The model the ties were computed with.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The observed ties of a person, by the other one's number.
    #[must_use]
    pub fn ties_of(&self, person: u32) -> Vec<&Tie> {
        let node = NodeIndex::new(person as usize);
        if self.graph.node_weight(node).is_none() {
            return Vec::new();
        }
        let mut ties: Vec<&Tie> = self.graph.edges(node).map(|edge| &self.ties[*edge.weight() as usize]).collect();
        ties.sort_by_key(|tie| tie.other(person));
        ties
    }

    /// The observed tie of two people.
    #[must_use]
    pub fn tie(&self, one: u32, other: u32) -> Option<&Tie> {
        let dyad = (one.min(other), one.max(other));
        self.ties.binary_search_by_key(&dyad, |tie| (tie.low, tie.high)).ok().map(|index| &self.ties[index])
    }

    /// How a person and the ego are tied: observed, else declared, else not at all.
    #[must_use]
    pub fn evidence_with_ego(&self, person: u32) -> Option<Evidence> {
        let ego = self.ego?;
        if self.tie(ego, person).is_some() {
            Some(Evidence::Observed)
        } else if person != ego && self.is_declared(person) {
            Some(Evidence::Declared)
        } else {
            None
        }
    }

    /// Whether a tie of the person with the ego was declared on or before the as-of day.
    #[must_use]
    pub fn is_declared(&self, person: u32) -> bool {
        let person = self.person(person);
        !person.ignored && person.declared_before(self.as_of.cutoff_micros())
    }

    /// The view that structural measures run on: ties with P90 of at least [`STRUCTURAL_P90`], weighted by P90; with `every`,
    /// all observed ties.
    #[must_use]
    pub fn view(&self, every: bool) -> View {
        let ties: Vec<(u32, u32, f64)> = self
            .ties
            .iter()
            .filter(|tie| every || tie.p90.get() >= STRUCTURAL_P90)
            .map(|tie| (tie.low, tie.high, tie.p90.get()))
            .collect();
        View::from_ties(self.people.len(), &ties)
    }

    /// Whether ties among the ego's alters are too rarely seen for paths, overlap and constraint to say anything.
    #[must_use]
    pub fn is_star(&self) -> bool {
        self.alter_tie_share().is_none_or(|share| share < STAR_BELOW)
    }

    /// The share of the ego's alters that have an observed tie with another alter; `None` without ego or alters. Under 0.2,
    /// paths, overlap and constraint say nothing: the data is a star.
    #[must_use]
    pub fn alter_tie_share(&self) -> Option<f64> {
        let ego = self.ego?;
        let alters: Vec<u32> = self.ties_of(ego).iter().map(|tie| tie.other(ego)).collect();
        let tied = alters.iter().filter(|&&alter| {
            self.graph.neighbors(NodeIndex::new(alter as usize)).any(|other| {
                let other = other.index() as u32;
                other != ego && alters.binary_search(&other).is_ok()
            })
        });
        (!alters.is_empty()).then(|| tied.count() as f64 / alters.len() as f64)
    }
}
