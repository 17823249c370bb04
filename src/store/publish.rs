//! Legs that the workspace does not know yet become segments; what an import leaves unfinished is removed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rusqlite::Transaction;

use super::StoreError;
use super::catalog::{SegmentEntry, segments};
use super::leg::Leg;
use super::segment::{self, KeyCursor, SEGMENT_ROWS};
use super::sorter::Sorter;
use crate::io::fs;

/// Segments written but not yet committed; removed when the import fails.
#[derive(Default)]
pub(super) struct Published {
    paths: Vec<PathBuf>,
    pub(super) committed: bool,
}

impl Drop for Published {
    fn drop(&mut self) {
        if !self.committed {
            for path in &self.paths {
                // What cannot be removed is an orphan, which the next writer removes.
                let _ = fs::remove_if_exists(path);
            }
        }
    }
}

/// Writes the legs that the workspace does not know as new segments, and tells which they are.
pub(super) fn write_fresh_legs(
    root: &Path,
    transaction: &Transaction<'_>,
    sorter: Sorter,
    keep: bool,
    published: &mut Published,
    mut fresh: impl FnMut(&Leg),
) -> Result<Vec<SegmentEntry>, StoreError> {
    let folder = root.join("interactions");
    let known = segments(transaction)?;
    let mut cursors: Option<Vec<KeyCursor>> = None;
    let mut last_key = None;
    let mut chunk: Vec<Leg> = Vec::new();
    let mut entries = Vec::new();
    sorter.drain(|leg| {
        let key = leg.key();
        if last_key == Some(key) {
            return Ok(());
        }
        last_key = Some(key);
        if cursors.is_none() {
            cursors = Some(open_cursors(&folder, &known, leg.at_micros)?);
        }
        for cursor in cursors.iter_mut().flatten() {
            while cursor.current.is_some_and(|current| current < key) {
                cursor.advance()?;
            }
            if cursor.current == Some(key) {
                return Ok(());
            }
        }
        fresh(&leg);
        if keep {
            chunk.push(leg);
            if chunk.len() >= SEGMENT_ROWS {
                entries.push(publish(&folder, &chunk, published)?);
                chunk.clear();
            }
        }
        Ok(())
    })?;
    if !chunk.is_empty() {
        entries.push(publish(&folder, &chunk, published)?);
    }
    Ok(entries)
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

fn publish(folder: &Path, legs: &[Leg], published: &mut Published) -> Result<SegmentEntry, StoreError> {
    let temporary = folder.join(format!("new-{}.tmp", published.paths.len()));
    fs::remove_if_exists(&temporary)?;
    let file = fs::create_private(&temporary)?;
    published.paths.push(temporary.clone());
    segment::write(legs, &file).map_err(|source| StoreError::Segment { name: temporary.display().to_string(), source })?;
    let (length, hash) = fs::fingerprint(&temporary)?;
    let name = format!("{}.parquet", &blake3::Hash::from_bytes(hash).to_hex().as_str()[..24]);
    let path = folder.join(&name);
    fs::publish(&file, &temporary, &path)?;
    published.paths.push(path);
    let span = legs.first().zip(legs.last()).map_or((0, 0), |(first, last)| (first.at_micros, last.at_micros));
    Ok(SegmentEntry { name, length, hash: hash.to_vec(), rows: legs.len() as u64, first_micros: span.0, last_micros: span.1 })
}

pub(super) fn remove_orphans(root: &Path, known: &[SegmentEntry]) -> Result<(), StoreError> {
    let names: HashSet<&str> = known.iter().map(|entry| entry.name.as_str()).collect();
    for path in fs::files_in(&root.join("interactions"))? {
        if !path.file_name().is_some_and(|name| names.contains(name.to_string_lossy().as_ref())) {
            fs::remove_if_exists(&path)?;
        }
    }
    for path in fs::files_in(&root.join("cache").join("import"))? {
        fs::remove_if_exists(&path)?;
    }
    Ok(())
}
