//! The ties of a network: folded, or what they are folded from when they are asked for.

use std::sync::{Arc, OnceLock};

use crate::identity::Everybody;
use crate::ties::{ContactSource, DyadRows, Fold, Tie};

/// Ties sorted by dyad, and where those of each person are.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    pub(super) ties: Vec<Tie>,
    rows: DyadRows,
}

impl Folded {
    /// Of ties sorted by dyad those of people whom the user does not leave out.
    pub(super) fn of(mut ties: Vec<Tie>, people: &Everybody) -> Self {
        ties.retain(|tie| counts(people, tie.low, tie.high));
        let rows = DyadRows::of(ties.iter().map(|tie| (tie.low, tie.high)), people.len());
        Self { ties, rows }
    }
}

/// Contact-days that are folded dyad by dyad, or all at once when all are asked for.
#[derive(Debug)]
pub(super) struct Unfolded {
    pub(super) source: Arc<dyn ContactSource>,
    pub(super) fold: Fold,
    pub(super) people: Arc<Everybody>,
    all: OnceLock<Folded>,
}

impl Unfolded {
    pub(super) fn new(source: Arc<dyn ContactSource>, fold: Fold, people: Arc<Everybody>) -> Self {
        Self { source, fold, people, all: OnceLock::new() }
    }

    /// The tie of a dyad by its place, if there is one on the day of the fold.
    fn tie_at(&self, at: usize) -> Option<Tie> {
        let dyad = self.source.days().dyad(at);
        if counts(&self.people, dyad.low, dyad.high) { self.fold.tie(dyad) } else { None }
    }
}

/// Whether both of a dyad are people of the network whom the user does not leave out.
fn counts(people: &Everybody, low: u32, high: u32) -> bool {
    (high as usize) < people.len() && !people.is_ignored(low) && !people.is_ignored(high)
}

#[derive(Debug, Clone)]
pub(super) enum Ties {
    Folded(Folded),
    Unfolded(Arc<Unfolded>),
}

impl Ties {
    /// All of them.
    pub(super) fn all(&self) -> &Folded {
        match self {
            Self::Folded(folded) => folded,
            Self::Unfolded(unfolded) => {
                unfolded.all.get_or_init(|| Folded::of(unfolded.fold.ties(unfolded.source.days()), &unfolded.people))
            }
        }
    }

    /// Those that are folded, or else what the others are folded from.
    fn known(&self) -> Result<&Folded, &Unfolded> {
        match self {
            Self::Folded(folded) => Ok(folded),
            Self::Unfolded(unfolded) => unfolded.all.get().ok_or(&**unfolded),
        }
    }

    /// Those of a person, by the other one's number.
    pub(super) fn of(&self, person: u32) -> Vec<Tie> {
        match self.known() {
            Ok(Folded { ties, rows }) => rows.view().of(person).filter_map(|at| ties.get(at).copied()).collect(),
            Err(unfolded) => unfolded.source.rows().of(person).filter_map(|at| unfolded.tie_at(at)).collect(),
        }
    }

    /// With whom a person has a tie, ascending.
    pub(super) fn others(&self, person: u32) -> Vec<u32> {
        match self.known() {
            Ok(Folded { ties, rows }) => rows.view().of(person).filter_map(|at| Some(ties.get(at)?.other(person))).collect(),
            Err(unfolded) => {
                let days = unfolded.source.days();
                let dyads = unfolded.source.rows().of(person).map(|at| days.dyad(at));
                let tied = dyads.filter(|dyad| unfolded.fold.is_tie(*dyad) && counts(&unfolded.people, dyad.low, dyad.high));
                tied.map(|dyad| dyad.other(person)).collect()
            }
        }
    }

    /// That of two people.
    pub(super) fn between(&self, low: u32, high: u32) -> Option<Tie> {
        match self.known() {
            Ok(Folded { ties, rows }) => {
                let own = ties.get(rows.view().above(low))?;
                own.binary_search_by_key(&high, |tie| tie.high).ok().and_then(|at| own.get(at)).copied()
            }
            Err(unfolded) => {
                let days = unfolded.source.days();
                let own = unfolded.source.rows().above(low);
                let at = own.start + days.high_among(own.clone(), high)?;
                unfolded.tie_at(at)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::Person;
    use crate::model::AsOf;
    use crate::network::{Network, NetworkInput};
    use crate::ties::{ContactColumns, ContactDay, ContactDays, DyadRowsView, Parameters};

    #[derive(Debug)]
    struct Source(ContactColumns, DyadRows);

    impl ContactSource for Source {
        fn days(&self) -> ContactDays<'_> {
            self.0.all()
        }

        fn rows(&self) -> DyadRowsView<'_> {
            self.1.view()
        }
    }

    proptest! {
        /// Asked for one by one, before and after all are folded, ties are what they are when all are folded at once.
        #[test]
        fn unfolded_ties_are_the_folded_ones(
            raw in proptest::collection::btree_map((0_u32..9, 0_u32..9, 0_i32..60), (0_u8..4, 0_u8..4), 0..90),
            ignored in proptest::collection::vec(any::<bool>(), 9), today in -1_i32..61, ego in 0_u32..9,
        ) {
            let contacts: Vec<ContactDay> = raw.into_iter().filter(|(key, _)| key.0 < key.1).map(|((low, high, day), (out, back))| {
                let (out, back) = (f64::from(out) / 4.0, f64::from(back) / 4.0);
                ContactDay { low, high, day: 20_000 + day, interactions: 1, out, back, both: out.max(back).max(0.25) }
            }).collect();
            let columns = ContactColumns::of(&contacts);
            let people: Arc<Everybody> =
                Arc::new(ignored.iter().map(|ignored| Person { ignored: *ignored, ..Person::default() }).collect());
            let as_of = AsOf::parse(&crate::model::format_day(20_000 + today), &jiff::tz::TimeZone::UTC).unwrap();
            let parameters = Parameters::default();
            let input = NetworkInput { people: &people, ego: Some(ego), days: columns.all(), parameters: &parameters };
            let folded = Network::build(&input, &as_of);
            let rows = DyadRows::of(columns.all().pairs(), people.len());
            let unfolded = Network::unfolded(&people, Some(ego), Arc::new(Source(columns.clone(), rows)), &parameters, &as_of);
            for _ in 0..2 {
                for person in 0..11 {
                    prop_assert_eq!(unfolded.ties_of(person), folded.ties_of(person));
                    for other in 0..11 {
                        prop_assert_eq!(unfolded.tie(person, other), folded.tie(person, other));
                    }
                }
                prop_assert_eq!(unfolded.alter_tie_share(), folded.alter_tie_share());
                // Now all at once.
                prop_assert_eq!(unfolded.ties(), folded.ties());
            }
        }
    }
}
