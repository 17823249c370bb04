//! A folder that gets its name when all of it is there.

use std::path::Path;

use super::PathError;
use super::fs::{files_in, folder_of, open, sync_folder};

/// A folder under a temporary name beside the place it is made for; gone when it is dropped before [`Unfinished::finish`].
#[derive(Debug)]
pub struct Unfinished {
    folder: tempfile::TempDir,
}

impl Unfinished {
    /// Makes the folder, readable by the owner only.
    ///
    /// # Errors
    /// When nothing can be made beside `path`.
    pub fn begin(path: &Path) -> Result<Self, PathError> {
        let beside = folder_of(path);
        let prefix = format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy());
        let folder = tempfile::Builder::new().prefix(&prefix).suffix(".unfinished").tempdir_in(beside);
        Ok(Self { folder: folder.map_err(|source| PathError { action: "make a folder in", path: beside.to_owned(), source })? })
    }

    /// Where it is for now.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file without a name, gone when it is closed, on the same disk.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn scratch_file(&self) -> Result<std::fs::File, PathError> {
        let file = tempfile::tempfile_in(self.path());
        file.map_err(|source| PathError { action: "make a file in", path: self.path().to_owned(), source })
    }

    /// Gives the folder its name, durably.
    ///
    /// # Errors
    /// When something is there already, or the disk refuses; the folder is then removed.
    pub fn finish(self, path: &Path) -> Result<(), PathError> {
        for file in files_in(self.path())? {
            let synced = open(&file)?.sync_all();
            synced.map_err(|source| PathError { action: "sync", path: file, source })?;
        }
        sync_folder(self.path())?;
        let failed = |source| PathError { action: "rename to", path: path.to_owned(), source };
        if path.symlink_metadata().is_ok() {
            return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
        }
        std::fs::rename(self.path(), path).map_err(failed)?;
        // It is no longer where it would be removed from.
        let _ = self.folder.keep();
        sync_folder(folder_of(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_there_as_a_whole_or_not_at_all_and_takes_nobodys_place() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("ties");
        drop(Unfinished::begin(&path).unwrap());
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
        let unfinished = Unfinished::begin(&path).unwrap();
        std::fs::write(unfinished.path().join("part"), "x").unwrap();
        let second = Unfinished::begin(&path).unwrap();
        unfinished.finish(&path).unwrap();
        assert!(second.finish(&path).is_err());
        assert_eq!(std::fs::read_to_string(path.join("part")).unwrap(), "x");
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
