//! The network: who is there, who is tied to whom, how strongly, as of a day.

use std::sync::Arc;

use super::View;
use crate::identity::Person;
use crate::model::{AsOf, Evidence};
use crate::ties::{AggregatedTie, ContactDays, Parameters, Tie, fold_ties, joined_ties};

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
    /// Contact-days; later ones than the as-of day are not seen.
    pub days: ContactDays<'a>,
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
    rows: Rows,
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
        let counts: Vec<bool> = input.people.iter().map(|person| !person.ignored).collect();
        ties.retain(|tie| [tie.low, tie.high].iter().all(|person| counts.get(*person as usize) == Some(&true)));
        let rows = Rows::of(&ties, input.people.len());
        Self {
            as_of: as_of.clone(),
            people: Arc::clone(input.people),
            ego: input.ego,
            ties,
            rows,
            parameters: input.parameters.clone(),
        }
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
        let mut ties = joined_ties(&self.ties, elsewhere, self.as_of.utc_day(), &self.parameters);
        let counts = |person: u32| self.people.get(person as usize).is_some_and(|person| !person.ignored);
        ties.retain(|tie| counts(tie.low) && counts(tie.high));
        Self { rows: Rows::of(&ties, self.people.len()), ties, ..self }
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
        // Ties with smaller numbers come first, and are sorted as the ties are: by the other one.
        self.rows.below(person).chain(self.rows.above(person)).filter_map(|at| self.ties.get(at)).collect()
    }

    /// The observed tie of two people.
    #[must_use]
    pub fn tie(&self, one: u32, other: u32) -> Option<&Tie> {
        let (low, high) = (one.min(other), one.max(other));
        let own = self.ties.get(range(&self.rows.above, low))?;
        own.binary_search_by_key(&high, |tie| tie.high).ok().and_then(|at| own.get(at))
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
            let ties = self.rows.below(alter).chain(self.rows.above(alter)).filter_map(|at| self.ties.get(at));
            ties.map(|tie| tie.other(alter)).any(|other| other != ego && alters.binary_search(&other).is_ok())
        });
        (!alters.is_empty()).then(|| tied.count() as f64 / alters.len() as f64)
    }
}

/// Where the ties of each person are, among ties sorted by dyad: four bytes for a tie, and eight for a person.
#[derive(Debug, Clone, Default)]
struct Rows {
    /// Where the ties begin in which each person has the smaller number, and where the last of them end.
    above: Vec<u32>,
    /// Where the entries of each person begin in `ties_below`, and where the last of them end.
    below: Vec<u32>,
    /// The ties in which each person has the larger number.
    ties_below: Vec<u32>,
}

impl Rows {
    fn of(ties: &[Tie], people: usize) -> Self {
        let (mut above, mut below) = (vec![0_u32; people + 1], vec![0_u32; people + 1]);
        for tie in ties {
            above[tie.low as usize + 1] += 1;
            below[tie.high as usize + 1] += 1;
        }
        for person in 0..people {
            above[person + 1] += above[person];
            below[person + 1] += below[person];
        }
        let (mut next, mut ties_below) = (below.clone(), vec![0_u32; ties.len()]);
        for (tie, at) in ties.iter().zip(0_u32..) {
            let place = &mut next[tie.high as usize];
            ties_below[*place as usize] = at;
            *place += 1;
        }
        Self { above, below, ties_below }
    }

    /// The places of the ties with people of larger numbers, sorted by them; none for an unknown person.
    fn above(&self, person: u32) -> impl Iterator<Item = usize> + use<> {
        range(&self.above, person)
    }

    /// The places of the ties with people of smaller numbers, sorted by them.
    fn below(&self, person: u32) -> impl Iterator<Item = usize> + use<'_> {
        self.ties_below.get(range(&self.below, person)).unwrap_or_default().iter().map(|at| *at as usize)
    }
}

fn range(starts: &[u32], person: u32) -> std::ops::Range<usize> {
    match starts.get(person as usize..).unwrap_or_default() {
        [start, end, ..] => *start as usize..*end as usize,
        _ => 0..0,
    }
}
