//! Ties that were computed elsewhere: rows of the catalog, each import's its own.

use rusqlite::{Row, params};

use super::commit::mark;
use super::session::{Count, Session};
use super::{StoreError, Workspace};
use crate::model::{Aggregate, AggregateState, InteractionId, Location, Reason};

/// Rows that are sorted before they are written: in no order, each would touch a page of its own.
const SORTED: usize = 1 << 14;

/// A tie that was computed elsewhere, between handle numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AggregateRow {
    /// The handle that stands first in byte order.
    pub low: u32,
    /// The other handle.
    pub high: u32,
    /// The day it was computed for; before it, it is not seen.
    pub as_of_day: i32,
    /// The import that says it.
    pub import: u32,
    /// How many interactions.
    pub interactions: u32,
    /// Contacts in either direction.
    pub both: AggregateState,
    /// Acts of `low` toward `high`.
    pub out: AggregateState,
    /// Acts of `high` toward `low`.
    pub back: AggregateState,
}

/// A row on its way to the catalog.
pub(super) struct Taken {
    row: AggregateRow,
    source: usize,
    /// The record, counted from 1, and where it stands.
    record: u64,
    location: Location,
}

impl AggregateRow {
    /// A hash of everything that is said of the tie: what two imports say alike is said once.
    fn identity(&self) -> [u8; 16] {
        let mut bytes = self.interactions.to_le_bytes().to_vec();
        for state in [self.both, self.out, self.back] {
            bytes.extend_from_slice(&state.contact_days.to_le_bytes());
            bytes.extend_from_slice(&state.first_day.to_le_bytes());
            bytes.extend_from_slice(&state.last_day.to_le_bytes());
            bytes.extend_from_slice(&state.momentum.to_le_bytes());
        }
        InteractionId::of(&[b"tie-state", &bytes]).0.to_be_bytes()
    }
}

impl Session<'_> {
    /// Takes a tie.
    pub(super) fn take_aggregate(
        &mut self,
        source: usize,
        record: u64,
        location: Location,
        aggregate: &Aggregate,
    ) -> Result<(), StoreError> {
        let [low, high] = [&aggregate.low, &aggregate.high].map(|handle| self.number(handle));
        self.see(source, low, None, 0, i64::MIN);
        self.see(source, high, None, 0, i64::MIN);
        let Aggregate { as_of_day, interactions, both, out, back, .. } = *aggregate;
        let import = self.import_of(source);
        let row = AggregateRow { low, high, as_of_day, import, interactions, both, out, back };
        self.aggregates.push(Taken { row, source, record, location });
        if self.aggregates.len() < SORTED { Ok(()) } else { self.write_aggregates() }
    }

    /// Writes the ties that were taken. One that an earlier import says alike is no news; one that this import says otherwise is rejected.
    pub(super) fn write_aggregates(&mut self) -> Result<(), StoreError> {
        let mut taken = std::mem::take(&mut self.aggregates);
        taken.sort_by_key(|taken| (taken.row.low, taken.row.high, taken.row.as_of_day, taken.source, taken.record));
        let mut same =
            self.transaction.prepare_cached("SELECT import, id FROM tie_states WHERE low = ? AND high = ? AND as_of_day = ?")?;
        let mut insert =
            self.transaction.prepare_cached("INSERT INTO tie_states VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?;
        for Taken { row, source, record, location } in taken {
            let id = row.identity();
            let known = same
                .query_map(params![row.low, row.high, row.as_of_day], |known| Ok((known.get(0)?, known.get(1)?)))?
                .collect::<Result<Vec<(u32, [u8; 16])>, _>>()?;
            if known.iter().any(|known| known.0 >= self.first_import && known.1 != id) {
                if let Some(source) = self.sources.get_mut(source) {
                    source.summary.rejected += 1;
                    let reasons = &mut source.summary.reasons;
                    reasons.entry(Reason::RepeatedTie).or_insert(Count { count: 0, first: location }).count += 1;
                }
                continue;
            }
            if known.iter().all(|known| known.1 != id) {
                mark(&mut self.sources, source, record);
            }
            if known.iter().any(|known| known.0 == row.import) {
                continue;
            }
            let days = |state: AggregateState| (state.contact_days > 0).then_some((state.first_day, state.last_day)).unzip();
            let [both, out, back] = [row.both, row.out, row.back].map(days);
            insert.execute(params![
                row.low,
                row.high,
                row.as_of_day,
                row.import,
                record as i64,
                id,
                row.interactions,
                row.both.contact_days,
                both.0,
                both.1,
                row.both.momentum,
                row.out.contact_days,
                out.0,
                out.1,
                row.out.momentum,
                row.back.contact_days,
                back.0,
                back.1,
                row.back.momentum,
            ])?;
        }
        Ok(())
    }
}

impl Workspace {
    /// Ties that were computed elsewhere for days until a day, by dyad, day and import.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    ///
    /// # Complexity
    /// O(n) in the rows.
    pub fn tie_states(&self, until_day: i32) -> Result<Vec<AggregateRow>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT low, high, as_of_day, import, interactions, contact_days, first_day, last_day, momentum, out_contact_days,
             out_first_day, out_last_day, out_momentum, back_contact_days, back_first_day, back_last_day, back_momentum
             FROM tie_states WHERE as_of_day <= ? ORDER BY low, high, as_of_day, import",
        )?;
        let state = |row: &Row<'_>, from: usize| -> rusqlite::Result<AggregateState> {
            let days: (Option<i32>, Option<i32>) = (row.get(from + 1)?, row.get(from + 2)?);
            Ok(AggregateState {
                contact_days: row.get(from)?,
                first_day: days.0.unwrap_or_default(),
                last_day: days.1.unwrap_or_default(),
                momentum: row.get(from + 3)?,
            })
        };
        let rows = statement.query_map([until_day], |row| {
            Ok(AggregateRow {
                low: row.get(0)?,
                high: row.get(1)?,
                as_of_day: row.get(2)?,
                import: row.get(3)?,
                interactions: row.get(4)?,
                both: state(row, 5)?,
                out: state(row, 9)?,
                back: state(row, 13)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The days that ties were computed for, ascending.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn tie_state_days(&self) -> Result<Vec<i32>, StoreError> {
        let mut statement = self.connection.prepare("SELECT DISTINCT as_of_day FROM tie_states ORDER BY as_of_day")?;
        let days = statement.query_map([], |row| row.get(0))?;
        Ok(days.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Handle, Observation, Record};
    use crate::store::Terms;
    use crate::store::seal::seal_format;

    fn tie(low: &str, high: &str, momentum: f64) -> Observation {
        let both = AggregateState { contact_days: 2, first_day: 20_000, last_day: 20_010, momentum };
        let (low, high) = (Handle::parse(low).unwrap(), Handle::parse(high).unwrap());
        Observation::Aggregate(Aggregate {
            low,
            high,
            as_of_day: 20_100,
            interactions: 3,
            both,
            out: both,
            back: AggregateState::default(),
        })
    }

    /// Imports ties as one file; gives accepted, duplicate, rejected.
    fn import(workspace: &mut Workspace, name: &str, ties: &[Observation]) -> (u64, u64, u64) {
        let terms = Terms { as_of: "2026-10-31", cutoff_micros: i64::MAX, paths: &[], owner: &[], colleague: false };
        let mut session = workspace.begin(&terms).unwrap();
        session.begin_source(name, "tie-states");
        for (record, tie) in (1..).zip(ties) {
            let location = Location { record, line: None };
            session.take(Ok(Record { location, observations: vec![tie.clone()] })).unwrap();
        }
        session.end_source(*blake3::hash(name.as_bytes()).as_bytes(), 1, false);
        let summary = session.finish(true, &mut |_, _| {}).unwrap();
        let source = &summary.sources[0];
        assert_eq!(source.seen, source.accepted + source.duplicate + source.rejected);
        (source.accepted, source.duplicate, source.rejected)
    }

    #[test]
    fn what_two_imports_say_alike_is_said_once_and_outlives_one_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(&folder.path().join("w")).unwrap();
        let (one, two) = (tie("id:ann", "id:bob", 1.5), tie("id:ann", "id:cid", 1.5));
        // Twice the same is a duplicate; the same tie with another momentum in one import is a contradiction.
        assert_eq!(
            import(&mut workspace, "a", &[one.clone(), two.clone(), one.clone(), tie("id:ann", "id:bob", 1.25)]),
            (2, 1, 1)
        );
        assert_eq!(import(&mut workspace, "b", &[one.clone(), tie("id:ann", "id:cid", 1.75)]), (1, 1, 0));
        assert_eq!(workspace.tie_states(20_100).unwrap().len(), 4);
        assert_eq!(workspace.tie_states(20_099).unwrap(), []);
        assert_eq!(workspace.tie_state_days().unwrap(), [20_100]);
        let momenta = |workspace: &Workspace| {
            workspace.tie_states(i32::MAX).unwrap().iter().map(|row| (row.import, row.both.momentum)).collect::<Vec<_>>()
        };
        workspace.undo_import(1).unwrap();
        assert_eq!(momenta(&workspace), [(2, 1.5), (2, 1.75)]);
        assert_eq!(workspace.batch_list().unwrap()[1].records, [2, 2, 0, 0], "what both said is now the second's own");
        assert_eq!(crate::store::verify(&workspace).unwrap(), []);
        // Who is forgotten takes the tie along, and does not come back with the file.
        workspace.forget(&[Handle::parse("id:cid").unwrap()], &[]).unwrap();
        assert_eq!(momenta(&workspace), [(2, 1.5)]);
        assert_eq!(import(&mut workspace, "a", &[one, two]), (0, 1, 1));
        assert_eq!(crate::store::verify(&workspace).unwrap(), []);
        workspace.undo_import(2).unwrap();
        assert!(workspace.people().unwrap().handles.iter().all(|row| !row.handle.as_str().contains("cid")));
    }

    #[test]
    fn a_workspace_of_the_third_format_is_opened_and_upgraded() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("w");
        let workspace = Workspace::create(&root).unwrap();
        workspace.connection.execute_batch("DROP TABLE tie_states; PRAGMA user_version = 3;").unwrap();
        seal_format(&workspace.connection, 3).unwrap();
        drop(workspace);
        let mut workspace = Workspace::open(&root).unwrap();
        assert_eq!(import(&mut workspace, "a", &[tie("id:ann", "id:bob", 1.5)]), (1, 0, 0));
        assert_eq!(crate::store::verify(&workspace).unwrap(), []);
    }
}
