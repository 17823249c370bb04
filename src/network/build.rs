//! The network: who is there, who is tied to whom, how strongly, as of a day.

use std::sync::Arc;

use super::View;
use super::ties::{Folded, Ties, Unfolded};
use crate::identity::{Everybody, Person};
use crate::model::{AsOf, Evidence};
use crate::ties::{AggregatedTie, ContactDays, ContactSource, Fold, Parameters, Tie, fold_ties, joined_ties};

/// The 90-day probability from which a tie counts in structural measures.
pub const STRUCTURAL_P90: f64 = 0.1;

/// The share of alters with a tie to another alter under which the data is a star, see [`Network::is_star`].
pub const STAR_BELOW: f64 = 0.2;

/// What a network is built from.
#[derive(Debug, Clone, Copy)]
pub struct NetworkInput<'a> {
    /// Everybody.
    pub people: &'a Arc<Everybody>,
    /// The owner of the data.
    pub ego: Option<u32>,
    /// Contact-days; later ones than the as-of day are not seen.
    pub days: ContactDays<'a>,
    /// The model.
    pub parameters: &'a Parameters,
}

/// People and their observed ties as of a day. Person numbers are positions in [`Network::people`].
#[derive(Debug, Clone)]
pub struct Network {
    as_of: AsOf,
    people: Arc<Everybody>,
    ego: Option<u32>,
    ties: Ties,
    parameters: Parameters,
}

impl Network {
    /// Builds the network as of a day.
    ///
    /// # Complexity
    /// O(days + people + ties).
    #[must_use]
    pub fn build(input: &NetworkInput<'_>, as_of: &AsOf) -> Self {
        let ties = fold_ties(input.days, as_of.utc_day(), input.parameters);
        let people = Arc::clone(input.people);
        let ties = Ties::Folded(Folded::of(ties, &people));
        Self { as_of: as_of.clone(), people, ego: input.ego, ties, parameters: input.parameters.clone() }
    }

    /// The same network, whose ties are folded when they are asked for: those of some people without the others'.
    ///
    /// # Complexity
    /// O(1).
    #[must_use]
    pub fn unfolded(
        people: &Arc<Everybody>,
        ego: Option<u32>,
        source: Arc<dyn ContactSource>,
        parameters: &Parameters,
        as_of: &AsOf,
    ) -> Self {
        let fold = Fold::of(source.days().dyads().len(), as_of.utc_day(), parameters);
        let ties = Ties::Unfolded(Arc::new(Unfolded::new(source, fold, Arc::clone(people))));
        Self { as_of: as_of.clone(), people: Arc::clone(people), ego, ties, parameters: parameters.clone() }
    }

    /// Whether ties are folded when they are asked for.
    #[must_use]
    pub fn is_unfolded(&self) -> bool {
        matches!(self.ties, Ties::Unfolded(_))
    }

    /// The network with ties that were computed elsewhere for days until the as-of day; see [`joined_ties`].
    ///
    /// # Complexity
    /// O(people + ties).
    #[must_use]
    pub fn with_aggregated(self, elsewhere: &[AggregatedTie]) -> Self {
        if elsewhere.is_empty() {
            return self;
        }
        let ties = joined_ties(self.ties(), elsewhere, self.as_of.utc_day(), &self.parameters);
        Self { ties: Ties::Folded(Folded::of(ties, &self.people)), ..self }
    }

    /// The as-of day.
    #[must_use]
    pub fn as_of(&self) -> &AsOf {
        &self.as_of
    }

    /// Everybody the data knows, tied or not, sorted by primary handle.
    #[must_use]
    pub fn people(&self) -> &Everybody {
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
        &self.ties.all().ties
    }

    /// The model the ties were computed with.
    #[must_use]
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The observed ties of a person, by the other one's number.
    #[must_use]
    pub fn ties_of(&self, person: u32) -> Vec<Tie> {
        self.ties.of(person)
    }

    /// The observed tie of two people.
    #[must_use]
    pub fn tie(&self, one: u32, other: u32) -> Option<Tie> {
        self.ties.between(one.min(other), one.max(other))
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
            .ties()
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
        let alters = self.ties.others(ego);
        let is_tied =
            |alter: &&u32| self.ties.others(**alter).iter().any(|other| *other != ego && alters.binary_search(other).is_ok());
        let tied = alters.iter().filter(is_tied);
        (!alters.is_empty()).then(|| tied.count() as f64 / alters.len() as f64)
    }
}
