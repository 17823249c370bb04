//! Files and folders: private from creation, replaced atomically, durable when a call returns.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// A file operation that failed: what, where, why.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`", path.display())]
pub struct PathError {
    /// What was tried, `open`.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// The system's reason.
    pub source: io::Error,
}

/// Names the path of a failed operation.
trait At<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, PathError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, PathError> {
        self.map_err(|source| PathError { action, path: path.to_owned(), source })
    }
}

/// Opens a file for reading.
pub fn open(path: &Path) -> Result<File, PathError> {
    File::open(path).at("open", path)
}

/// Reads a whole file.
pub fn read(path: &Path) -> Result<Vec<u8>, PathError> {
    std::fs::read(path).at("read", path)
}

/// Reads a whole file as text; `None` when it does not exist.
pub fn read_text_if_exists(path: &Path) -> Result<Option<String>, PathError> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some).at("read", path),
    }
}

/// Creates a folder and its parents, readable by the owner only (0700); an existing folder is left as it is.
pub fn create_private_folder(path: &Path) -> Result<(), PathError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).at("create folder", path)
}

/// Creates a new file, readable by the owner only (0600); an error when it exists.
pub fn create_private(path: &Path) -> Result<File, PathError> {
    let mut options = OpenOptions::new();
    options.write(true).read(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).at("create", path)
}

/// Makes the names in a folder durable (on systems that can).
pub fn sync_folder(path: &Path) -> Result<(), PathError> {
    #[cfg(unix)]
    File::open(path).and_then(|folder| folder.sync_all()).at("sync folder", path)?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Syncs a file and gives it its final name, durably. The content is either all there under the new name, or not at all.
pub fn publish(file: &File, temporary: &Path, path: &Path) -> Result<(), PathError> {
    file.sync_all().at("sync", temporary)?;
    std::fs::rename(temporary, path).at("rename", temporary)?;
    sync_folder(folder_of(path))
}

/// Replaces a file by new content in one step; a reader sees the old or the new one, never a part. What a killed process left of an
/// earlier attempt at the same file is removed.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), PathError> {
    write_atomically_by(path, |file| file.write_all(bytes))
}

/// As [`write_atomically`], by what is written piece by piece.
pub fn write_atomically_by(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), PathError> {
    put(path, true, write)
}

/// Replaces a file by what is written, in one step, without syncing it: for what can be made again, and is checked when it is read.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), PathError> {
    put(path, false, write)
}

fn put(path: &Path, sync: bool, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), PathError> {
    // A device or a pipe is written to: its place is not for a file.
    if path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        let mut out = File::options().write(true).open(path).at("open", path)?;
        return write(&mut out).at("write", path);
    }
    let folder = folder_of(path);
    let prefix = format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy());
    remove_abandoned(folder, &prefix);
    let mut builder = tempfile::Builder::new();
    let mut file = builder.prefix(&prefix).suffix(TEMPORARY_SUFFIX).tempfile_in(folder).at("create a file in", folder)?;
    // Held until the file has its name, so that others see that somebody is at it; where there are no locks, nobody looks.
    let _ = file.as_file().try_lock();
    write(&mut file).at("write", path)?;
    if sync {
        file.as_file().sync_all().at("sync", path)?;
    }
    file.persist(path).map_err(|error| error.error).at("rename", path)?;
    if sync { sync_folder(folder) } else { Ok(()) }
}

/// Removes files of a folder whose names end in a certain way, but for the newest, and what killed processes left of such. What cannot be removed
/// stays.
pub fn keep_newest(folder: &Path, ending: &str, count: usize) {
    remove_abandoned(folder, ".");
    let modified = |path: &PathBuf| std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let mut files = files_in(folder).unwrap_or_default();
    files.retain(|path| path.to_string_lossy().ends_with(ending));
    files.sort_by_key(modified);
    files.truncate(files.len().saturating_sub(count));
    for path in files {
        let _ = remove_if_exists(&path);
    }
}

/// What the names of files end with that have not got their own name yet.
const TEMPORARY_SUFFIX: &str = ".tmp";

/// Removes temporary files of one target that no living process holds; what cannot be removed does no harm.
fn remove_abandoned(folder: &Path, prefix: &str) {
    for path in files_in(folder).unwrap_or_default() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(prefix)
            && name.ends_with(TEMPORARY_SUFFIX)
            && File::open(&path).is_ok_and(|file| file.try_lock().is_ok())
        {
            let _ = remove_if_exists(&path);
        }
    }
}

/// The folder a path is in; `.` for a bare name.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The files directly in a folder, sorted by name; nothing when the folder does not exist.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>, PathError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.at("list", folder)?,
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.at("list", folder)?;
        if entry.file_type().at("inspect", &entry.path())?.is_file() {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// The length of a file in bytes.
pub fn length(path: &Path) -> Result<u64, PathError> {
    Ok(std::fs::metadata(path).at("inspect", path)?.len())
}

/// Whether a folder holds nothing.
pub fn is_empty_folder(folder: &Path) -> Result<bool, PathError> {
    Ok(std::fs::read_dir(folder).at("list", folder)?.next().is_none())
}

/// All files below a folder, sorted by path; hidden ones (`.git`, `.DS_Store`) and links are left out.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>, PathError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).at("list", &folder)? {
            let entry = entry.at("list", &folder)?;
            // A Maildir subfolder is `.Name.Sub`, so a hidden folder with a `cur` or `new` inside is mail and not hidden.
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let kind = entry.file_type().at("inspect", &path)?;
            if kind.is_dir() && (!hidden || path.join("cur").is_dir() || path.join("new").is_dir()) {
                folders.push(path);
            } else if kind.is_file() && !hidden {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a folder that this program made, with everything in it.
pub fn remove_folder(path: &Path) -> Result<(), PathError> {
    std::fs::remove_dir_all(path).at("remove", path)
}

/// Removes a file; one that is already gone is no error.
pub fn remove_if_exists(path: &Path) -> Result<(), PathError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.at("remove", path),
    }
}

/// The length of a file and the BLAKE3 hash of its content.
pub fn fingerprint(path: &Path) -> Result<(u64, [u8; 32]), PathError> {
    let mut reader = BufReader::with_capacity(1 << 20, open(path)?);
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0_u8; 1 << 20];
    let mut length = 0_u64;
    loop {
        let count = reader.read(&mut buffer).at("read", path)?;
        let Some(chunk) = buffer.get(..count).filter(|chunk| !chunk.is_empty()) else { break };
        hasher.update(chunk);
        length += count as u64;
    }
    Ok((length, *hasher.finalize().as_bytes()))
}

/// Whether anybody but the owner may read a file or folder (never, on systems without modes).
pub fn readable_by_others(path: &Path) -> Result<bool, PathError> {
    let metadata = std::fs::metadata(path).at("inspect", path)?;
    #[cfg(unix)]
    return Ok(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0);
    #[cfg(not(unix))]
    return Ok(false && metadata.is_file());
}

/// Whether a text names something on the network (`https://…`, `s3://…`) instead of a file.
#[must_use]
pub fn is_remote(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_replaces_the_old_file_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        assert_eq!(read(&path).unwrap(), b"two");
        assert_eq!(files_in(folder.path()).unwrap(), std::slice::from_ref(&path));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(create_private(&path).is_err());
    }

    #[test]
    fn the_newest_are_kept_and_what_was_not_finished_goes() {
        let folder = tempfile::tempdir().unwrap();
        for (age, name) in [(3, "a.snapshot"), (1, "b.snapshot"), (2, "c.snapshot"), (9, "notes")] {
            let path = folder.path().join(name);
            replace(&path, |file| file.write_all(name.as_bytes())).unwrap();
            let day = std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400 * (100 - age));
            open(&path).unwrap().set_modified(day).unwrap();
        }
        create_private(&folder.path().join(".d.snapshot.k1LLed.tmp")).unwrap();
        assert!(replace(&folder.path().join("d.snapshot"), |_| Err(io::ErrorKind::Other.into())).is_err());
        keep_newest(folder.path(), "snapshot", 2);
        let left = files_in(folder.path()).unwrap();
        let left: Vec<_> = left.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(left, ["b.snapshot", "c.snapshot", "notes"]);
    }

    #[test]
    fn what_a_killed_writer_left_is_removed_and_what_a_living_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let names = [".a.k1LLed.tmp", ".a.liv1ng.tmp", ".b.k1LLed.tmp", ".a.notes"];
        let files = names.map(|name| create_private(&folder.path().join(name)).unwrap());
        files[1].lock().unwrap();
        write_atomically(&folder.path().join("a"), b"one").unwrap();
        let left = files_in(folder.path()).unwrap();
        let left: Vec<_> = left.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(left, [".a.liv1ng.tmp", ".a.notes", ".b.k1LLed.tmp", "a"]);
    }

    #[test]
    fn addresses_of_the_network_are_told_from_files() {
        assert!(is_remote("https://example.org/a.csv") && is_remote("s3://bucket/a.parquet") && is_remote("file://x"));
        assert!(!is_remote("a.csv") && !is_remote("/tmp/a:b") && !is_remote(r"C:\a.csv"));
    }
}
