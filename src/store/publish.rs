//! Legs that the workspace does not know yet become segments; what an import leaves unfinished is removed.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use polars::error::PolarsResult;
use rusqlite::{Connection, Transaction};

use super::StoreError;
use super::catalog::{SegmentEntry, segments};
use super::leg::{Key, StoredLeg};
use super::segment::{self, KeyCursor, SEGMENT_ROWS};
use super::sorter::Sorter;
use crate::io::fs;

/// Segments written but not yet committed; removed when the import fails.
#[derive(Default)]
pub(super) struct Published {
    paths: Vec<PathBuf>,
    /// A commit was begun. When it fails it may have taken place all the same, where the disk failed behind SQLite's last step, so that what
    /// the catalog may speak of is left; if it does not, the next writer removes it.
    pub(super) may_be_in_use: bool,
}

impl Drop for Published {
    fn drop(&mut self) {
        if !self.may_be_in_use {
            for path in &self.paths {
                // What cannot be removed is an orphan, which the next writer removes.
                let _ = fs::remove_if_exists(path);
            }
        }
    }
}

/// Writes the legs that the workspace does not know as new segments, and tells which they are; `again` takes every other leg, each once
/// per import.
pub(super) fn write_fresh_legs(
    root: &Path,
    transaction: &Transaction<'_>,
    sorter: Sorter,
    keep: bool,
    published: &mut Published,
    mut fresh: impl FnMut(&StoredLeg) -> Result<(), StoreError>,
    mut again: impl FnMut(StoredLeg) -> Result<(), StoreError>,
) -> Result<Vec<SegmentEntry>, StoreError> {
    let folder = root.join("interactions");
    let known = segments(transaction)?;
    let mut cursors: Option<Vec<KeyCursor>> = None;
    let mut last: Option<(Key, u32)> = None;
    let mut writer = SegmentWriter::new(folder.clone());
    sorter.drain(|leg| {
        let key = leg.key();
        if let Some((last_key, last_import)) = last
            && last_key == key
        {
            last = Some((key, leg.import));
            return if last_import == leg.import { Ok(()) } else { again(leg) };
        }
        last = Some((key, leg.import));
        if cursors.is_none() {
            cursors = Some(open_cursors(&folder, &known, leg.at_micros)?);
        }
        for cursor in cursors.iter_mut().flatten() {
            if cursor.seek(key)? {
                return again(leg);
            }
        }
        fresh(&leg)?;
        if keep { writer.push(leg, published) } else { Ok(()) }
    })?;
    writer.finish(published)
}

/// Writes legs in key order as segments of bounded size.
pub(super) struct SegmentWriter {
    folder: PathBuf,
    chunk: Vec<StoredLeg>,
    entries: Vec<SegmentEntry>,
}

impl SegmentWriter {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, chunk: Vec::new(), entries: Vec::new() }
    }

    pub(super) fn push(&mut self, leg: StoredLeg, published: &mut Published) -> Result<(), StoreError> {
        self.chunk.push(leg);
        if self.chunk.len() >= SEGMENT_ROWS { self.flush(published) } else { Ok(()) }
    }

    pub(super) fn flush(&mut self, published: &mut Published) -> Result<(), StoreError> {
        if !self.chunk.is_empty() {
            self.entries.push(publish(&self.folder, &self.chunk, published)?);
            self.chunk.clear();
        }
        Ok(())
    }

    /// The segments written.
    pub(super) fn finish(mut self, published: &mut Published) -> Result<Vec<SegmentEntry>, StoreError> {
        self.flush(published)?;
        Ok(self.entries)
    }
}

/// Cursors over the checked segments that reach to a moment or beyond.
fn open_cursors(folder: &Path, known: &[SegmentEntry], from_micros: i64) -> Result<Vec<KeyCursor>, StoreError> {
    let overlapping = known.iter().filter(|entry| entry.last_micros >= from_micros);
    overlapping
        .map(|entry| {
            let path = folder.join(&entry.name);
            // The bytes are dropped again: an import must not hold every segment in memory.
            segment::checked_bytes(&path, &entry.name, entry.length, &entry.hash)?;
            KeyCursor::open(&path, &entry.name, entry.rows as usize)
        })
        .collect()
}

fn publish(folder: &Path, legs: &[StoredLeg], published: &mut Published) -> Result<SegmentEntry, StoreError> {
    let (name, length, hash) = publish_file(folder, published, |file| segment::write(legs, file))?;
    let span = legs.first().zip(legs.last()).map_or((0, 0), |(first, last)| (first.at_micros, last.at_micros));
    Ok(SegmentEntry { name, length, hash, rows: legs.len() as u64, first_micros: span.0, last_micros: span.1 })
}

/// Writes a file under a temporary name, syncs it, and names it by its hash. Gives name, length and hash.
pub(super) fn publish_file(
    folder: &Path,
    published: &mut Published,
    write: impl FnOnce(&File) -> PolarsResult<()>,
) -> Result<(String, u64, Vec<u8>), StoreError> {
    fs::create_private_folder(folder)?;
    let temporary = folder.join(format!("new-{}.tmp", published.paths.len()));
    fs::remove_if_exists(&temporary)?;
    let file = fs::create_private(&temporary)?;
    published.paths.push(temporary.clone());
    write(&file).map_err(|source| StoreError::Segment { name: temporary.display().to_string(), source })?;
    let (length, hash) = fs::fingerprint(&temporary)?;
    let name = format!("{}.parquet", &blake3::Hash::from_bytes(hash).to_hex().as_str()[..24]);
    let path = folder.join(&name);
    // A file of the same content may be part of the workspace already: it is no leftover of this import.
    let is_new = !path.exists();
    fs::publish(&file, &temporary, &path)?;
    if is_new {
        published.paths.push(path);
    }
    Ok((name, length, hash.to_vec()))
}

/// Removes what no catalog row speaks of: leftovers of a killed import, and files that another one took the place of.
pub(super) fn remove_orphans(root: &Path, connection: &Connection) -> Result<(), StoreError> {
    for (folder, query) in [("interactions", "SELECT name FROM segments"), ("witnesses", "SELECT name FROM witnesses")] {
        let mut statement = connection.prepare(query)?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<Result<HashSet<String>, _>>()?;
        for path in fs::files_in(&root.join(folder))? {
            if !path.file_name().is_some_and(|name| names.contains(name.to_string_lossy().as_ref())) {
                fs::remove_if_exists(&path)?;
            }
        }
    }
    // What was gathered from the workspace is so no longer once it changes; somebody may be reading it still.
    for path in fs::files_in(&root.join("cache"))? {
        let _ = fs::remove_if_exists(&path);
    }
    for folder in ["import", "again"] {
        for path in fs::files_in(&root.join("cache").join(folder))? {
            fs::remove_if_exists(&path)?;
        }
    }
    Ok(())
}
