//! Files mapped into memory, read only.

use std::ops::Deref;
use std::path::Path;

use super::fs::{PathError, open};

/// The bytes of a file, mapped: they are read from the disk when they are touched, and shared with other processes.
///
/// For files that are never written to under their name, only replaced: what is mapped must not change.
#[derive(Debug)]
pub(crate) struct Mapped(memmap2::Mmap);

impl Mapped {
    /// Maps a file.
    ///
    /// # Errors
    /// When the file cannot be opened or mapped.
    pub(crate) fn open(path: &Path) -> Result<Self, PathError> {
        let file = open(path)?;
        // SAFETY: the caller's promise above. Files of the cache get their names when they are whole, and lose them to a newer one; nobody
        // writes to them in between, and their folder can be entered by the owner only.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::Mmap::map(&file) };
        map.map(Self).map_err(|source| PathError { action: "map", path: path.to_owned(), source })
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
