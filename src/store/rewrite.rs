//! Legs written anew without some imports, or under another number: what an undo does to segments and witnesses.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, params};

use super::catalog::{SegmentEntry, segments};
use super::leg::{Key, StoredLeg};
use super::publish::Published;
use super::sorter::Sorter;
use super::witness::{self, WitnessEntry};
use super::writer::SegmentWriter;
use super::{StoreError, segment};

/// What becomes of the imports that change: another number, or nothing.
pub(super) type Moves = BTreeMap<u32, Option<u32>>;

/// Marks that the leg in the segments went away; sorts before every import.
const GONE: u32 = 0;

/// Which handles and labels the legs still speak of, and which records each import is credited with.
#[derive(Default)]
pub(super) struct Spoken {
    pub(super) handles: HashSet<u32>,
    pub(super) labels: HashSet<u32>,
    pub(super) credited: BTreeMap<u32, HashSet<u64>>,
}

impl Spoken {
    pub(super) fn of(&mut self, leg: &StoredLeg) {
        self.handles.extend([leg.source, leg.target]);
        self.labels.extend([leg.channel, leg.venue]);
    }

    fn credit(&mut self, leg: &StoredLeg) {
        self.of(leg);
        self.credited.entry(leg.import).or_default().insert(leg.record);
    }
}

/// Writes segments and witnessed legs anew so that each leg is credited to the first import that still has it.
pub(super) fn move_imports(
    root: &Path,
    connection: &Connection,
    moves: &Moves,
    published: &mut Published,
) -> Result<Spoken, StoreError> {
    let folder = root.join("interactions");
    let mut spoken = Spoken::default();
    let mut sorter = Sorter::new(root.join("cache").join("again"));
    let mut writer = SegmentWriter::new(folder.clone());
    let mut replaced = Vec::new();
    for entry in segments(connection)? {
        let bytes = segment::checked_bytes(&folder.join(&entry.name), &entry.name, entry.length, &entry.hash)?;
        let legs = segment::decode_whole(&bytes, &entry.name)?;
        let stays = |leg: &StoredLeg| !moves.contains_key(&leg.import);
        legs.iter().filter(|leg| stays(leg)).for_each(|leg| spoken.credit(leg));
        if legs.iter().all(stays) {
            continue;
        }
        for leg in &legs {
            if stays(leg) { writer.push(leg)? } else { sorter.push(StoredLeg { import: GONE, ..*leg })? }
        }
        for leg in &legs {
            if let Some(Some(import)) = moves.get(&leg.import) {
                sorter.push(StoredLeg { import: *import, ..*leg })?;
            }
        }
        // What is left of a segment stays in order only by itself.
        writer.end_segment()?;
        replaced.push(entry.name);
    }
    witness::each_leg(root, connection, |leg| match moves.get(&leg.import) {
        None => sorter.push(leg),
        Some(Some(import)) => sorter.push(StoredLeg { import: *import, ..leg }),
        Some(None) => Ok(()),
    })?;
    let mut again = SegmentWriter::new(root.join(witness::FOLDER));
    let mut last: Option<(Key, u32)> = None;
    let mut is_free = false;
    sorter.drain(|leg| {
        let key = leg.key();
        if last.is_none_or(|(last_key, _)| last_key != key) {
            is_free = false;
        } else if last == Some((key, leg.import)) {
            return Ok(());
        }
        last = Some((key, leg.import));
        if leg.import == GONE {
            is_free = true;
            return Ok(());
        }
        if std::mem::take(&mut is_free) {
            spoken.credit(&leg);
            writer.push(&leg)
        } else {
            spoken.of(&leg);
            again.push(&leg)
        }
    })?;
    let written = writer.finish(published)?;
    let witnessed = again.finish(published)?.into_iter().map(WitnessEntry::of_legs).collect::<Vec<_>>();
    replace_segments(connection, &replaced, &written)?;
    connection.execute("DELETE FROM witnesses WHERE kind = 'legs'", [])?;
    witness::insert(connection, &witnessed)?;
    Ok(spoken)
}

/// Takes segments out of the catalog, and others in.
pub(super) fn replace_segments(connection: &Connection, replaced: &[String], written: &[SegmentEntry]) -> Result<(), StoreError> {
    for name in replaced {
        connection.execute("DELETE FROM segments WHERE name = ?", [name])?;
    }
    let mut insert = connection.prepare("INSERT OR REPLACE INTO segments VALUES (?,?,?,?,?,?)")?;
    for entry in written {
        let [length, rows] = [entry.length, entry.rows].map(|count| count as i64);
        insert.execute(params![entry.name, length, entry.hash, rows, entry.first_micros, entry.last_micros])?;
    }
    Ok(())
}

/// Removes handles and labels that nothing speaks of any more.
pub(super) fn sweep(connection: &Connection, spoken: &Spoken) -> Result<(), StoreError> {
    connection.execute_batch("CREATE TEMP TABLE kept (text TEXT PRIMARY KEY) WITHOUT ROWID")?;
    let result = sweep_into(connection, spoken);
    connection.execute_batch("DROP TABLE temp.kept")?;
    result
}

fn sweep_into(connection: &Connection, spoken: &Spoken) -> Result<(), StoreError> {
    connection.execute_batch(
        "INSERT OR IGNORE INTO temp.kept SELECT handle FROM me;
         INSERT OR IGNORE INTO temp.kept SELECT a FROM decisions;
         INSERT OR IGNORE INTO temp.kept SELECT b FROM decisions;
         INSERT OR IGNORE INTO temp.kept SELECT subject FROM profile;
         INSERT OR IGNORE INTO temp.kept SELECT handle FROM handles WHERE id IN
         (SELECT low FROM tie_states UNION SELECT high FROM tie_states);",
    )?;
    let mut keep = connection.prepare("INSERT OR IGNORE INTO temp.kept VALUES (?)")?;
    for query in ["SELECT handles FROM declarations", "SELECT owner FROM batches"] {
        let mut statement = connection.prepare(query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let handles: String = row.get(0)?;
            for handle in handles.split('\n').filter(|handle| !handle.is_empty()) {
                keep.execute([handle])?;
            }
        }
    }
    for (table, column, used) in [("handles", "handle", &spoken.handles), ("labels", "text", &spoken.labels)] {
        let query = format!("SELECT id FROM {table} WHERE {column} NOT IN (SELECT text FROM temp.kept)");
        let mut statement = connection.prepare(&query)?;
        let unsaid = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
        for id in unsaid.into_iter().filter(|id| !used.contains(id)) {
            connection.execute(&format!("DELETE FROM {table} WHERE id = ?"), [id])?;
        }
    }
    connection.execute("DELETE FROM names WHERE handle NOT IN (SELECT id FROM handles)", [])?;
    Ok(())
}
