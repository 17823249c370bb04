//! Imports as the user made them: one call is one import, whatever files it read.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::seal::check_seal;
use super::session::{Count, SourceSummary};
use super::{StoreError, Workspace, hygiene, segment, witness};
use crate::model::{Handle, Location, Reason, day_of_micros};

/// What one call of `import` brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The number, from 1; never given twice.
    pub number: u32,
    /// Files and folders as the user named them.
    pub paths: Vec<String>,
    /// The as-of day it was made with.
    pub as_of: String,
    /// The as-of moment, in microseconds since 1970-01-01 UTC; `None` for imports of older versions.
    pub at_micros: Option<i64>,
    /// Whose data it is, by the user's word; empty where nothing was said.
    pub owner: Vec<Handle>,
    /// The owner is somebody else than the ego.
    pub colleague: bool,
    /// Whether it can be taken back.
    pub undoable: bool,
    /// Whether it was taken back; nothing but its number is then left.
    pub undone: bool,
    /// The numbers of the files it brought, as segments and declarations refer to them.
    pub imports: Vec<u32>,
    /// How many of its files an earlier import brought already.
    pub known_files: usize,
    /// The formats of its files.
    pub formats: Vec<String>,
    /// Records of the files it brought: seen, accepted, duplicate, rejected.
    pub records: [u64; 4],
    /// When interactions took place, by channel: days since 1970-01-01, each once, ascending. Records that another import brought first count.
    pub days: BTreeMap<String, Vec<i32>>,
}

/// A file that was read before, as it is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownReading {
    /// The number of the file.
    pub import: u32,
    /// A hash of its content and of the way it was read.
    pub reading: [u8; 32],
    /// Its length.
    pub bytes: u64,
    /// The as-of moment it was read with; the least number where it must be read again.
    pub cutoff_micros: i64,
    /// Whether a later as-of moment gives the same records.
    pub settled: bool,
    /// What became of its records.
    pub tally: SourceSummary,
}

impl KnownReading {
    /// Whether reading the file as of a moment would give the same records.
    #[must_use]
    pub fn holds_as_of(&self, cutoff_micros: i64) -> bool {
        !self.is_stale() && (self.cutoff_micros == cutoff_micros || (self.settled && self.cutoff_micros <= cutoff_micros))
    }

    /// Whether somebody was forgotten since, so that it must be read again.
    pub(super) fn is_stale(&self) -> bool {
        self.cutoff_micros == i64::MIN
    }
}

impl Workspace {
    /// The numbers of the imports whose files speak of some handles, ascending.
    ///
    /// # Errors
    /// When the workspace is damaged.
    ///
    /// # Complexity
    /// As [`Workspace::batches`].
    pub fn batches_of(&self, handles: &[Handle]) -> Result<Vec<u32>, StoreError> {
        let snapshot = self.connection.unchecked_transaction()?;
        let (mut numbers, mut imports) = (BTreeSet::new(), BTreeSet::new());
        let mut find = snapshot.prepare("SELECT id FROM handles WHERE handle = ?")?;
        let mut declare = snapshot.prepare(
            "SELECT declared.import FROM declared JOIN declarations USING (id) WHERE instr(char(10) || handles || char(10), char(10) || ? || char(10))",
        )?;
        for handle in handles.iter().map(Handle::as_str) {
            numbers.extend(find.query_map([handle], |row| row.get::<_, u32>(0))?.collect::<Result<Vec<_>, _>>()?);
            imports.extend(declare.query_map([handle], |row| row.get::<_, u32>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        let mut state = snapshot.prepare("SELECT import FROM tie_states WHERE low = ?1 OR high = ?1")?;
        for number in &numbers {
            imports.extend(state.query_map([number], |row| row.get::<_, u32>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        let is_met = |source: u32, target: u32| numbers.contains(&source) || numbers.contains(&target);
        for entry in super::catalog::segments(&snapshot)? {
            let bytes = segment::checked_bytes(&self.interactions().join(&entry.name), &entry.name, entry.length, &entry.hash)?;
            let legs = segment::decode(&bytes, &entry.name, None)?;
            imports.extend(legs.iter().filter(|leg| is_met(leg.source, leg.target)).map(|leg| leg.import));
        }
        witness::each_leg(self.root(), &snapshot, |leg| {
            imports.extend(is_met(leg.source, leg.target).then_some(leg.import));
            Ok(())
        })?;
        let of = batches(&snapshot)?;
        Ok(of
            .iter()
            .filter(|batch| batch.imports.iter().any(|import| imports.contains(import)))
            .map(|batch| batch.number)
            .collect())
    }

    /// All imports in their order, without the days they cover; cheap.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn batch_list(&self) -> Result<Vec<Batch>, StoreError> {
        batches(&self.connection)
    }

    /// All imports in their order, also those that were taken back, with the days they cover.
    ///
    /// # Errors
    /// When the workspace is damaged.
    ///
    /// # Complexity
    /// O(n) in the legs kept and witnessed; one segment in memory at a time.
    pub fn batches(&self) -> Result<Vec<Batch>, StoreError> {
        let snapshot = self.connection.unchecked_transaction()?;
        check_seal(&snapshot)?;
        let mut batches = batches(&snapshot)?;
        let place: BTreeMap<u32, usize> = batches
            .iter()
            .enumerate()
            .flat_map(|(index, batch)| batch.imports.iter().map(move |import| (*import, index)))
            .collect();
        let labels = self.labels()?;
        let mut days: BTreeMap<(usize, u32), BTreeSet<i32>> = BTreeMap::new();
        let mut count = |import: u32, channel: u32, at_micros: i64| {
            if let Some(index) = place.get(&import) {
                days.entry((*index, channel)).or_default().insert(day_of_micros(at_micros));
            }
        };
        for entry in super::catalog::segments(&snapshot)? {
            let bytes = segment::checked_bytes(&self.interactions().join(&entry.name), &entry.name, entry.length, &entry.hash)?;
            segment::decode(&bytes, &entry.name, None)?.iter().for_each(|leg| count(leg.import, leg.channel, leg.at_micros));
        }
        witness::each_leg(self.root(), &snapshot, |leg| {
            count(leg.import, leg.channel, leg.at_micros);
            Ok(())
        })?;
        for ((index, channel), days) in days {
            if let Some(batch) = batches.get_mut(index) {
                let channel = labels.get(&channel).cloned().unwrap_or_default();
                batch.days.insert(channel, days.into_iter().collect());
            }
        }
        Ok(batches)
    }
}

fn batches(connection: &Connection) -> Result<Vec<Batch>, StoreError> {
    let mut statement =
        connection.prepare("SELECT id, paths, as_of, at_micros, owner, colleague, undoable, undone FROM batches ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let lines = |text: String| text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        Ok(Batch {
            number: row.get(0)?,
            paths: lines(row.get(1)?),
            as_of: row.get(2)?,
            at_micros: row.get(3)?,
            owner: lines(row.get(4)?).into_iter().map(Handle::from_canonical).collect(),
            colleague: row.get(5)?,
            undoable: row.get(6)?,
            undone: row.get(7)?,
            imports: Vec::new(),
            known_files: 0,
            formats: Vec::new(),
            records: [0; 4],
            days: BTreeMap::new(),
        })
    })?;
    let mut batches = rows.collect::<Result<Vec<_>, _>>()?;
    let place: BTreeMap<u32, usize> = batches.iter().enumerate().map(|(index, batch)| (batch.number, index)).collect();
    let mut statement =
        connection.prepare("SELECT batch, id, format, seen, accepted, duplicate, rejected FROM imports ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(batch) = place.get(&row.get(0)?).and_then(|index| batches.get_mut(*index)) else { continue };
        batch.imports.push(row.get(1)?);
        batch.formats.push(row.get(2)?);
        for (sum, column) in batch.records.iter_mut().zip(3..) {
            *sum += row.get::<_, i64>(column)? as u64;
        }
    }
    let mut statement = connection.prepare("SELECT batch, count(*) FROM holdings GROUP BY batch")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Some(batch) = place.get(&row.get(0)?).and_then(|index| batches.get_mut(*index)) {
            batch.known_files = row.get::<_, i64>(1)? as usize;
        }
    }
    for batch in &mut batches {
        batch.formats.sort();
        batch.formats.dedup();
    }
    Ok(batches)
}

/// The files that can be recognised when they come again, in the order of their import.
pub(super) fn known_readings(connection: &Connection) -> Result<Vec<KnownReading>, StoreError> {
    let mut reasons: BTreeMap<u32, BTreeMap<Reason, Count>> = BTreeMap::new();
    let mut rules: BTreeMap<u32, BTreeMap<&'static str, u64>> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT import, reason, count, first_record, first_line FROM reasons")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let word: String = row.get(1)?;
        if let Some(rule) = hygiene::rule_of_word(&word) {
            rules.entry(row.get(0)?).or_default().insert(rule, row.get::<_, i64>(2)? as u64);
        }
        let Some(reason) = Reason::from_word(&word) else { continue };
        let line: Option<i64> = row.get(4)?;
        let first = Location { record: row.get::<_, i64>(3)? as u64, line: line.map(|line| line as u64) };
        let count = Count { count: row.get::<_, i64>(2)? as u64, first };
        reasons.entry(row.get(0)?).or_default().insert(reason, count);
    }
    let mut statement = connection.prepare(
        "SELECT id, path, format, seen, accepted, duplicate, rejected, people_seen, first_micros, last_micros, reading, bytes,
         cutoff_micros, settled FROM imports WHERE reading IS NOT NULL ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        let count = |column: usize| row.get::<_, i64>(column).map(|count| count as u64);
        let (import, first): (u32, Option<i64>) = (row.get(0)?, row.get(8)?);
        Ok(KnownReading {
            import,
            reading: row.get(10)?,
            bytes: count(11)?,
            cutoff_micros: row.get(12)?,
            settled: row.get(13)?,
            tally: SourceSummary {
                path: row.get(1)?,
                format: row.get(2)?,
                seen: count(3)?,
                accepted: count(4)?,
                duplicate: count(5)?,
                rejected: count(6)?,
                people_seen: count(7)?,
                reasons: reasons.remove(&import).unwrap_or_default(),
                hygiene: rules.remove(&import).unwrap_or_default(),
                span_micros: first.zip(row.get(9)?),
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
