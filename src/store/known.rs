//! Which legs the workspace holds already: the keys of its segments, walked beside those of an import.

use std::path::PathBuf;

use super::StoreError;
use super::catalog::SegmentEntry;
use super::leg::Key;
use super::segment::{self, KeyCursor};

/// The keys of segments. A segment is opened when its first moment is reached and closed when its last is passed; of those in between, a row
/// group's keys are in memory, and a file is open only where there are more.
pub(super) struct KnownKeys {
    folder: PathBuf,
    /// Those not yet reached, the earliest at the end.
    waiting: Vec<SegmentEntry>,
    open: Vec<KeyCursor>,
}

impl KnownKeys {
    /// The keys of these segments, which are in `folder`.
    pub(super) fn new(folder: PathBuf, mut segments: Vec<SegmentEntry>) -> Self {
        segments.sort_by_key(|entry| std::cmp::Reverse(entry.first_micros));
        Self { folder, waiting: segments, open: Vec::new() }
    }

    /// Whether a segment has a key. Keys must be asked for in ascending order.
    pub(super) fn has(&mut self, key: Key) -> Result<bool, StoreError> {
        while let Some(entry) = self.waiting.pop_if(|entry| entry.first_micros <= key.0) {
            if entry.last_micros >= key.0 {
                let path = self.folder.join(&entry.name);
                // The bytes are dropped again: an import must not hold every segment in memory.
                segment::checked_bytes(&path, &entry.name, entry.length, &entry.hash)?;
                self.open.push(KeyCursor::open(&path, &entry.name, entry.rows as usize)?);
            }
        }
        let (mut found, mut is_passed) = (false, false);
        for cursor in &mut self.open {
            found |= cursor.seek(key)?;
            is_passed |= cursor.current.is_none();
        }
        if is_passed {
            self.open.retain(|cursor| cursor.current.is_some());
        }
        Ok(found)
    }
}
