//! The files that a user's paths come to: files, the files below folders, the entries of zip archives.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::drive::{DriveError, Foreign, OpenForeign};
use crate::io::{Archive, Limits, decompress, fs};

const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP_MAGIC: &[u8] = b"PK\x05\x06";
const PARQUET_MAGIC: &[u8] = b"PAR1";
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// A file to read.
pub(super) struct Candidate {
    place: Place,
    /// As the user would name it; an entry of an archive after `!`.
    pub(super) path: String,
    /// The folder, in the same form; files of one folder belong together.
    pub(super) folder: String,
    /// The file's own name, without `.gz` or `.zst`.
    pub(super) name: String,
    /// Its length: on the disk, or unpacked from an archive.
    pub(super) bytes: u64,
    /// Named by the user, not found in a folder or archive.
    pub(super) named: bool,
}

enum Place {
    Plain(PathBuf),
    Entry { archive: usize, index: usize },
}

/// The archives of an import, held open, and where its files lie.
#[derive(Default)]
pub(super) struct Finds {
    archives: Vec<(String, Archive<File>)>,
    /// The files directly in each folder, by their place in the order of reading.
    folders: BTreeMap<String, Vec<usize>>,
    /// The folder in which files were looked for last, and the files in and below it by path.
    paths: (String, BTreeMap<String, usize>),
}

impl Finds {
    /// The files directly in a folder.
    pub(super) fn in_folder(&self, folder: &str) -> &[usize] {
        self.folders.get(folder).map(Vec::as_slice).unwrap_or_default()
    }

    /// The files in and below a folder, with their paths from there, in the order of reading.
    pub(super) fn below(&self, candidates: &[Candidate], folder: &str) -> Vec<(usize, String)> {
        let within = self.folders.range(folder.to_owned()..).take_while(|(inner, _)| inner.starts_with(folder));
        let mut files: Vec<usize> = within.flat_map(|(_, files)| files.iter().copied()).collect();
        files.sort_unstable();
        files.into_iter().filter_map(|at| Some((at, candidates.get(at)?.below(folder)?))).collect()
    }

    /// The file of a path below a folder. The paths of one folder are remembered until another is asked for.
    pub(super) fn at_path(&mut self, candidates: &[Candidate], folder: &str, path: &str) -> Option<usize> {
        if self.paths.1.is_empty() || self.paths.0 != folder {
            let mut paths = BTreeMap::new();
            for (at, path) in self.below(candidates, folder) {
                paths.entry(path).or_insert(at);
            }
            self.paths = (folder.to_owned(), paths);
        }
        self.paths.1.get(path).copied()
    }
}

/// Finds the files that paths name, in sorted order per path.
pub(super) fn find(paths: &[String], limits: &Limits) -> Result<(Vec<Candidate>, Finds), DriveError> {
    let (mut candidates, mut finds) = (Vec::new(), Finds::default());
    for text in paths {
        if fs::is_remote(text) {
            return Err(DriveError::Remote { path: text.clone() });
        }
        let path = Path::new(text);
        if !path.exists() {
            return Err(DriveError::Missing { path: text.clone() });
        }
        if path.is_dir() {
            for file in fs::files_below(path)? {
                add(&file, false, limits, &mut candidates, &mut finds)?;
            }
        } else if !path.is_file() {
            return Err(DriveError::NotRegular { path: text.clone() });
        } else {
            add(path, true, limits, &mut candidates, &mut finds)?;
        }
    }
    for (at, candidate) in candidates.iter().enumerate() {
        match finds.folders.get_mut(&candidate.folder) {
            Some(files) => files.push(at),
            None => drop(finds.folders.insert(candidate.folder.clone(), vec![at])),
        }
    }
    Ok((candidates, finds))
}

fn add(path: &Path, named: bool, limits: &Limits, candidates: &mut Vec<Candidate>, finds: &mut Finds) -> Result<(), DriveError> {
    let shown = path.display().to_string();
    let head = head_of(path, 4)?;
    if head == ZIP_MAGIC || head == EMPTY_ZIP_MAGIC {
        let failed = |source| DriveError::Archive { path: shown.clone(), source };
        let archive = Archive::open(fs::open(path)?, limits).map_err(failed)?;
        for entry in archive.entries() {
            let (folder, name) = entry.path.rsplit_once('/').unwrap_or(("", entry.path.as_str()));
            candidates.push(Candidate {
                place: Place::Entry { archive: finds.archives.len(), index: entry.index },
                path: format!("{shown}!{}", entry.path),
                folder: format!("{shown}!{folder}"),
                name: without_compression(name),
                bytes: entry.bytes,
                named: false,
            });
        }
        finds.archives.push((shown, archive));
        return Ok(());
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    candidates.push(Candidate {
        place: Place::Plain(path.to_owned()),
        path: shown,
        folder: fs::folder_of(path).display().to_string(),
        name: without_compression(&name),
        bytes: fs::length(path)?,
        named,
    });
    Ok(())
}

fn head_of(path: &Path, bytes: u64) -> Result<Vec<u8>, DriveError> {
    let mut head = Vec::new();
    let read = fs::open(path)?.take(bytes).read_to_end(&mut head);
    read.map_err(|source| crate::io::PathError { action: "read", path: path.to_owned(), source })?;
    Ok(head)
}

fn without_compression(name: &str) -> String {
    [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}

impl Candidate {
    /// What another process must decode, by the first bytes (within an archive it is not looked for).
    pub(super) fn foreign(&self) -> Result<Option<Foreign>, DriveError> {
        let Place::Plain(path) = &self.place else { return Ok(None) };
        let head = head_of(path, SQLITE_MAGIC.len() as u64)?;
        Ok(match () {
            () if head.starts_with(PARQUET_MAGIC) => Some(Foreign::Parquet),
            () if head == SQLITE_MAGIC => Some(Foreign::Sqlite),
            () => None,
        })
    }

    /// The file's path below a folder, with `/`; `None` when it is elsewhere.
    pub(super) fn below(&self, folder: &str) -> Option<String> {
        let rest = self.folder.strip_prefix(folder)?;
        let separated =
            rest.is_empty() || folder.is_empty() || folder.ends_with(['/', '!', '\\']) || rest.starts_with(['/', '\\']);
        let rest = rest.trim_start_matches(['/', '\\']).replace('\\', "/");
        separated.then(|| if rest.is_empty() { self.name.clone() } else { format!("{rest}/{}", self.name) })
    }

    /// Opens the file from its start, decompressed; what is no text by another process, as columns where they may be read.
    pub(super) fn open<'a>(
        &self,
        finds: &'a mut Finds,
        open_foreign: &OpenForeign<'_>,
        as_columns: bool,
    ) -> Result<Box<dyn Read + 'a>, DriveError> {
        if let (Some(foreign), Place::Plain(path)) = (self.foreign()?, &self.place) {
            let foreign = if foreign == Foreign::Parquet && !as_columns { Foreign::ParquetAsText } else { foreign };
            return Ok(open_foreign(foreign, path)?);
        }
        let input: Box<dyn Read + 'a> = match &self.place {
            Place::Plain(path) => Box::new(BufReader::with_capacity(1 << 16, fs::open(path)?)),
            Place::Entry { archive, index } => {
                let (path, archive) = &mut finds.archives[*archive];
                let failed = |source| DriveError::Archive { path: path.clone(), source };
                Box::new(archive.read_entry(*index).map_err(failed)?)
            }
        };
        let failed = |source| crate::io::PathError { action: "read", path: self.path.clone().into(), source };
        Ok(decompress(input).map_err(failed)?)
    }
}
