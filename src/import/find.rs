//! The files that a user's paths come to: files, the files below folders, the entries of zip archives.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::drive::{DriveError, OpenParquet};
use crate::io::{Archive, Limits, decompress, fs};

const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP_MAGIC: &[u8] = b"PK\x05\x06";
const PARQUET_MAGIC: &[u8] = b"PAR1";

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

/// The archives of an import, held open.
#[derive(Default)]
pub(super) struct Finds {
    archives: Vec<(String, Archive<File>)>,
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
    /// Whether the file is Parquet by its first bytes (within an archive it is not looked for).
    pub(super) fn is_parquet(&self) -> Result<bool, DriveError> {
        match &self.place {
            Place::Plain(path) => Ok(head_of(path, 4)? == PARQUET_MAGIC),
            Place::Entry { .. } => Ok(false),
        }
    }

    /// Opens the file from its start, decompressed; Parquet as CSV.
    pub(super) fn open<'a>(
        &self,
        finds: &'a mut Finds,
        open_parquet: &OpenParquet<'_>,
    ) -> Result<Box<dyn Read + 'a>, DriveError> {
        let input: Box<dyn Read + 'a> = match &self.place {
            Place::Plain(path) if self.is_parquet()? => return Ok(open_parquet(path)?),
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
