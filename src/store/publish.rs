//! Legs that the workspace does not know yet become segments; what an import leaves unfinished is removed.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use polars::error::PolarsResult;
use rusqlite::{Connection, Transaction};

use super::StoreError;
use super::catalog::{SegmentEntry, segments};
use super::known::KnownKeys;
use super::leg::{Key, StoredLeg};
use super::sorter::Sorter;
use super::writer::SegmentWriter;
use crate::io::fs;

/// Segments written but not yet committed; removed when the import fails.
#[derive(Default)]
pub(super) struct Published {
    paths: Vec<PathBuf>,
    /// A commit was begun. When it fails it may have taken place all the same, where the disk failed behind SQLite's last step, so that what
    /// the catalog may speak of is left; if it does not, the next writer removes it.
    pub(super) may_be_in_use: bool,
}

impl Published {
    /// A new file in a folder, under a temporary name.
    pub(super) fn create(&mut self, folder: &Path) -> Result<(File, PathBuf), StoreError> {
        fs::create_private_folder(folder)?;
        let temporary = folder.join(format!("new-{}.tmp", self.paths.len()));
        fs::remove_if_exists(&temporary)?;
        let file = fs::create_private(&temporary)?;
        self.paths.push(temporary.clone());
        Ok((file, temporary))
    }

    /// Syncs a file that was written under a temporary name, and names it by its hash. Gives name, length and hash.
    pub(super) fn name_by_content(
        &mut self,
        folder: &Path,
        file: &File,
        temporary: &Path,
    ) -> Result<(String, u64, Vec<u8>), StoreError> {
        let (length, hash) = fs::fingerprint(temporary)?;
        let name = format!("{}.parquet", &blake3::Hash::from_bytes(hash).to_hex().as_str()[..24]);
        let path = folder.join(&name);
        // A file of the same content may be part of the workspace already: it is no leftover of this import.
        let is_new = !path.exists();
        fs::publish(file, temporary, &path)?;
        if is_new {
            self.paths.push(path);
        }
        Ok((name, length, hash.to_vec()))
    }

    /// Takes over the files of another.
    pub(super) fn add(&mut self, mut other: Self) {
        self.paths.append(&mut other.paths);
    }
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

/// What becomes of the legs of an import.
pub(super) struct Fates<E, F, A> {
    /// Is called before each leg.
    pub(super) each: E,
    /// Sees the legs that the workspace does not know.
    pub(super) fresh: F,
    /// Takes every other one, each once per import.
    pub(super) again: A,
}

/// Writes the legs that the workspace does not know as new segments, where `keep` says so, and tells which they are.
pub(super) fn write_fresh_legs<E, F, A>(
    root: &Path,
    transaction: &Transaction<'_>,
    sorter: Sorter,
    keep: bool,
    published: &mut Published,
    mut fates: Fates<E, F, A>,
) -> Result<Vec<SegmentEntry>, StoreError>
where
    E: FnMut() -> Result<(), StoreError>,
    F: FnMut(&StoredLeg) -> Result<(), StoreError>,
    A: FnMut(StoredLeg) -> Result<(), StoreError>,
{
    let folder = root.join("interactions");
    let mut known = KnownKeys::new(folder.clone(), segments(transaction)?);
    let mut last: Option<(Key, u32)> = None;
    let mut writer = SegmentWriter::new(folder);
    sorter.drain(|leg| {
        (fates.each)()?;
        let key = leg.key();
        if let Some((last_key, last_import)) = last
            && last_key == key
        {
            last = Some((key, leg.import));
            return if last_import == leg.import { Ok(()) } else { (fates.again)(leg) };
        }
        last = Some((key, leg.import));
        if known.has(key)? {
            return (fates.again)(leg);
        }
        (fates.fresh)(&leg)?;
        if keep { writer.push(&leg) } else { Ok(()) }
    })?;
    writer.finish(published)
}

/// Writes a file under a temporary name, syncs it, and names it by its hash. Gives name, length and hash.
pub(super) fn publish_file(
    folder: &Path,
    published: &mut Published,
    write: impl FnOnce(&mut dyn Write) -> PolarsResult<()>,
) -> Result<(String, u64, Vec<u8>), StoreError> {
    let (file, temporary) = published.create(folder)?;
    let mut buffered = BufWriter::with_capacity(1 << 18, &file);
    let written = write(&mut buffered).and_then(|()| Ok(buffered.flush()?));
    written.map_err(|source| StoreError::Segment { name: temporary.display().to_string(), source })?;
    drop(buffered);
    published.name_by_content(folder, &file, &temporary)
}

/// Removes what was gathered from the workspace.
pub(super) fn empty_cache(root: &Path) -> Result<(), StoreError> {
    for path in fs::files_in(&root.join("cache"))? {
        fs::remove_if_exists(&path)?;
    }
    Ok(())
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
    // What was gathered from the workspace is so no longer once it changes. Where somebody reads it still, it may stay: it is not found again.
    let _ = empty_cache(root);
    for folder in ["import", "again"] {
        for path in fs::files_in(&root.join("cache").join(folder))? {
            fs::remove_if_exists(&path)?;
        }
    }
    Ok(())
}
