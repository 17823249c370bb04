//! Ties whose contact-days are not here: what was computed of them elsewhere, joined with what is.

use super::tie::Fold;
use super::{Parameters, Tie, TieState};
use crate::model::AggregateState;
use crate::store::AggregateRow;

/// The state of a tie that was computed elsewhere, between people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AggregatedTie {
    /// The person with the smaller number.
    pub low: u32,
    /// The person with the larger number.
    pub high: u32,
    /// The handles that it was computed for: of one dyad of handles the newest state counts, of several of the same people all do.
    pub handles: (u32, u32),
    /// The day it was computed for; before it, it is not seen.
    pub as_of_day: i32,
    /// The import that says it.
    pub import: u32,
    /// How many interactions.
    pub interactions: u32,
    /// Acts of `low` toward `high`.
    pub out: TieState,
    /// Acts of `high` toward `low`.
    pub back: TieState,
    /// Contacts in either direction.
    pub both: TieState,
}

impl From<AggregateState> for TieState {
    fn from(state: AggregateState) -> Self {
        let AggregateState { contact_days, first_day, last_day, momentum } = state;
        Self { momentum, first_day, last_day, contact_days }
    }
}

impl From<TieState> for AggregateState {
    fn from(state: TieState) -> Self {
        let TieState { momentum, first_day, last_day, contact_days } = state;
        Self { contact_days, first_day, last_day, momentum }
    }
}

impl TieState {
    /// This state and that of other contact-days of the same two people: momenta add up at the later last day. A day that both have a
    /// contact on counts twice: the two must not be of the same interactions.
    ///
    /// # Examples
    /// ```
    /// use acquaint::ties::{Parameters, TieState};
    /// let model = Parameters::default();
    /// let met = |day: i32| TieState { momentum: 1.0, first_day: day, last_day: day, contact_days: 1 };
    /// // Half a year before, it counts half; in whichever order they are joined.
    /// let joined = met(20_000).joined(&met(20_180), &model);
    /// assert_eq!((joined.momentum, joined.first_day, joined.last_day, joined.contact_days), (1.5, 20_000, 20_180, 2));
    /// assert_eq!(joined, met(20_180).joined(&met(20_000), &model));
    /// assert_eq!(joined.joined(&TieState::default(), &model), joined);
    /// ```
    #[must_use]
    pub fn joined(&self, other: &Self, parameters: &Parameters) -> Self {
        if self.contact_days == 0 || other.contact_days == 0 {
            return if self.contact_days == 0 { *other } else { *self };
        }
        let last_day = self.last_day.max(other.last_day);
        let at_last = |state: &Self| state.momentum * parameters.decay(f64::from(last_day - state.last_day));
        Self {
            momentum: at_last(self) + at_last(other),
            first_day: self.first_day.min(other.first_day),
            last_day,
            contact_days: self.contact_days.saturating_add(other.contact_days),
        }
    }
}

/// The ties of rows between people, sorted by dyad, handles, day and import. Rows of somebody who is no longer known, or of two handles of one
/// person, are none.
///
/// # Complexity
/// O(n log n).
#[must_use]
pub fn aggregated_ties(rows: &[AggregateRow], person_of: impl Fn(u32) -> Option<u32>) -> Vec<AggregatedTie> {
    let tie = |row: &AggregateRow| {
        let (one, other) = (person_of(row.low)?, person_of(row.high)?);
        // Who has the smaller number among people need not have the handle that stands first.
        let turned = one > other;
        let (low, high) = if turned { (other, one) } else { (one, other) };
        let (out, back) = if turned { (row.back, row.out) } else { (row.out, row.back) };
        let AggregateRow { as_of_day, import, interactions, .. } = *row;
        let handles = (row.low, row.high);
        let [out, back, both] = [out, back, row.both].map(TieState::from);
        (low < high).then_some(AggregatedTie { low, high, handles, as_of_day, import, interactions, out, back, both })
    };
    let mut ties: Vec<AggregatedTie> = rows.iter().filter_map(tie).collect();
    ties.sort_unstable_by_key(|tie| (tie.low, tie.high, tie.handles, tie.as_of_day, tie.import));
    ties
}

/// The newest state of each dyad of handles as of a day, of sorted ties.
pub fn newest(ties: &[AggregatedTie], day: i32) -> impl Iterator<Item = &AggregatedTie> {
    let same =
        |one: &AggregatedTie, other: &AggregatedTie| (one.low, one.high, one.handles) == (other.low, other.high, other.handles);
    ties.chunk_by(same).filter_map(move |states| states.iter().rfind(|state| state.as_of_day <= day))
}

/// Ties with what was computed elsewhere joined to them, as of a day; sorted by dyad, as both must be.
///
/// # Complexity
/// O(n) in both.
#[must_use]
pub fn joined_ties(ties: &[Tie], elsewhere: &[AggregatedTie], as_of_day: i32, parameters: &Parameters) -> Vec<Tie> {
    let fold = Fold::of(elsewhere.len(), as_of_day, parameters);
    let mut joined: Vec<Tie> = Vec::with_capacity(ties.len());
    let mut rest = ties.iter().peekable();
    for state in newest(elsewhere, as_of_day) {
        let dyad = (state.low, state.high);
        while let Some(tie) = rest.next_if(|tie| (tie.low, tie.high) <= dyad) {
            joined.push(*tie);
        }
        let known = joined.last().filter(|tie| (tie.low, tie.high) == dyad).copied();
        if known.is_some() {
            joined.pop();
        }
        let with = |known: Option<TieState>, state: &TieState| known.unwrap_or_default().joined(state, parameters);
        let interactions = known.map_or(0, |tie| tie.interactions).saturating_add(state.interactions);
        let out = with(known.map(|tie| tie.out), &state.out);
        let back = with(known.map(|tie| tie.back), &state.back);
        let both = with(known.map(|tie| tie.both), &state.both);
        joined.push(fold.of_states(dyad, interactions, (out, back, both)));
    }
    joined.extend(rest);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::{ContactColumns, ContactDay, fold_ties};
    use proptest::prelude::*;

    fn row(low: u32, high: u32, as_of_day: i32, tie: &Tie) -> AggregateRow {
        let (interactions, import) = (tie.interactions, 1);
        AggregateRow {
            low,
            high,
            as_of_day,
            import,
            interactions,
            both: tie.both.into(),
            out: tie.out.into(),
            back: tie.back.into(),
        }
    }

    proptest! {
        /// Contact-days of which some are elsewhere make the same ties as all of them here.
        #[test]
        fn what_is_elsewhere_counts_as_if_it_were_here(
            raw in proptest::collection::btree_map((0_u32..4, 4_u32..7, 0_i32..900), (0_u8..4, 0_u8..4, any::<bool>()), 1..60), turned in any::<bool>()
        ) {
            let parameters = Parameters::default();
            let contacts: Vec<(ContactDay, bool)> = raw.iter().map(|(&(low, high, day), &(out, back, here))| {
                let (out, back) = (f64::from(out) / 4.0, f64::from(back) / 4.0);
                (ContactDay { low, high, day, interactions: 2, out, back, both: out.max(back).max(0.1) }, here)
            }).collect();
            let columns = |keep: &dyn Fn(bool) -> bool| {
                ContactColumns::of(&contacts.iter().filter(|contact| keep(contact.1)).map(|contact| contact.0).collect::<Vec<_>>())
            };
            let all = fold_ties(columns(&|_| true).all(), 1000, &parameters);
            let here = fold_ties(columns(&|here| here).all(), 1000, &parameters);
            let there = fold_ties(columns(&|here| !here).all(), 950, &parameters);
            // Handles 10 to 16 are people 0 to 6, or in the opposite order.
            let person = |number: u32| if turned { Some(6 - (number - 10)) } else { Some(number - 10) };
            let number = |person: u32| if turned { 16 - person } else { person + 10 };
            let rows: Vec<AggregateRow> = there.iter().map(|tie| {
                if turned {
                    row(number(tie.high), number(tie.low), 950, &Tie { out: tie.back, back: tie.out, ..*tie })
                } else {
                    row(number(tie.low), number(tie.high), 950, tie)
                }
            }).collect();
            let elsewhere = aggregated_ties(&rows, person);
            let joined = joined_ties(&here, &elsewhere, 1000, &parameters);
            prop_assert_eq!(joined.len(), all.len());
            for (one, other) in joined.iter().zip(&all) {
                prop_assert_eq!((one.low, one.high, one.interactions), (other.low, other.high, other.interactions));
                for (one, other) in [(one.out, other.out), (one.back, other.back), (one.both, other.both)] {
                    prop_assert_eq!(one.contact_days, other.contact_days);
                    prop_assert!((one.momentum - other.momentum).abs() < 1e-9);
                    prop_assert!(one.contact_days == 0 || (one.first_day, one.last_day) == (other.first_day, other.last_day));
                }
                prop_assert!((one.strength.get() - other.strength.get()).abs() < 1e-9 && (one.hop_out.get() - other.hop_out.get()).abs() < 1e-9);
            }
            // Before the day they were computed for, they are not seen.
            prop_assert_eq!(joined_ties(&here, &elsewhere, 949, &parameters).len(), here.len());
        }
    }

    #[test]
    fn of_one_dyad_the_newest_state_counts_and_of_two_handles_of_one_person_both() {
        let parameters = Parameters::default();
        let met = |low, as_of_day, import, momentum| {
            let both = AggregateState { contact_days: 1, first_day: 10, last_day: 10, momentum };
            AggregateRow { low, high: 9, as_of_day, import, interactions: 1, both, out: AggregateState::default(), back: both }
        };
        // Handles 1 and 2 are person 0, handle 3 is person 1 itself: no tie.
        let rows = [met(1, 20, 1, 0.5), met(1, 30, 2, 0.75), met(2, 20, 1, 0.25), met(3, 20, 1, 1.0)];
        let elsewhere =
            aggregated_ties(&rows, |number| [None, Some(0), Some(0), Some(1)].get(number as usize).copied().unwrap_or(Some(1)));
        let momentum =
            |day| joined_ties(&[], &elsewhere, day, &parameters).iter().map(|tie| tie.both.momentum).collect::<Vec<f64>>();
        assert_eq!((momentum(19), momentum(25), momentum(30)), (vec![], vec![0.75], vec![1.0]));
    }
}
