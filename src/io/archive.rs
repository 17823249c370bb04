//! Zip files, read in place and never extracted: every number a header gives is checked, every byte that comes out is counted.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek};

use zip::read::{Config, ZipFile};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;
use zip::{CompressionMethod, ZipArchive};

use super::Limits;

/// The ratio of unpacked to packed bytes is judged beyond this many unpacked bytes.
const RATIO_FROM_BYTES: u64 = 10 << 20;
/// How much of a hostile name an error shows.
const SHOWN_CHARS: usize = 80;

/// Why a zip file, or an entry of it, is not read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The bytes cannot be read.
    #[error("cannot be read")]
    Read(#[source] io::Error),
    /// The directory is missing or contradicts the file, or an entry ends early or does not match its checksum.
    #[error("zip archive is damaged or incomplete")]
    Damaged,
    /// It has more entries than the limit.
    #[error("zip archive refused: {found} entries are over the limit of {limit}")]
    TooManyEntries {
        /// How many entries it says it has.
        found: usize,
        /// The most allowed.
        limit: usize,
    },
    /// An entry's name leads outside the archive or cannot be decoded.
    #[error("zip archive refused: the entry name `{name}` is not a path inside the archive")]
    UnsafeName {
        /// The name, escaped and shortened.
        name: String,
    },
    /// Two entries have the same name.
    #[error("zip archive refused: `{name}` occurs more than once")]
    DuplicateName {
        /// The name, escaped and shortened; empty when only the directory knows.
        name: String,
    },
    /// An entry is encrypted.
    #[error("zip archive refused: `{name}` is encrypted; unpack it with its password first")]
    Encrypted {
        /// The name, escaped and shortened.
        name: String,
    },
    /// Two entries share bytes, as in a zip bomb.
    #[error("zip archive refused: its entries overlap")]
    Overlapping,
    /// An entry is compressed with a method that is not read.
    #[error("`{name}` is compressed with a method that is not supported")]
    UnsupportedMethod {
        /// The name, escaped and shortened.
        name: String,
    },
    /// An entry unpacks to more bytes than the limit.
    #[error("`{name}` refused: more than {limit} bytes unpacked")]
    EntryTooLarge {
        /// The name, escaped and shortened.
        name: String,
        /// The most bytes allowed.
        limit: u64,
    },
    /// The entries read so far unpack to more bytes than the limit.
    #[error("zip archive refused: more than {limit} bytes unpacked in total")]
    TotalTooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// An entry unpacks to far more bytes than it is packed in.
    #[error("`{name}` refused: unpacks to more than {limit} times its size")]
    RatioTooHigh {
        /// The name, escaped and shortened.
        name: String,
        /// The highest ratio allowed.
        limit: u64,
    },
    /// There is no such entry.
    #[error("zip archive has no entry {index}")]
    NoEntry {
        /// The index asked for.
        index: usize,
    },
}

impl ArchiveError {
    fn of(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) if !is_damage(&error) => Self::Read(error),
            _ => Self::Damaged,
        }
    }
}

/// One file inside a zip file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryInfo {
    /// What [`Archive::read_entry`] takes.
    pub index: usize,
    /// The path inside the archive, with `/` between its parts.
    pub path: String,
    /// The unpacked size its header claims, in bytes; what is really read is counted.
    pub bytes: u64,
}

/// A zip file that passed every check that can be made without unpacking it.
#[derive(Debug)]
pub struct Archive<R> {
    zip: ZipArchive<R>,
    entries: Vec<EntryInfo>,
    max_entry_bytes: u64,
    max_total_bytes: u64,
    max_ratio: u64,
    total: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads and checks the directory of a zip file.
    ///
    /// # Errors
    /// When it is damaged, encrypted, has too many entries, unsafe or repeated names, or entries that overlap.
    pub fn open(mut reader: R, limits: &Limits) -> Result<Self, ArchiveError> {
        // The count is checked before the directory is held in memory.
        let claimed = ZipIterable::try_new(&mut reader, Config::default()).map_err(ArchiveError::of)?.len();
        let limit = limits.max_zip_entries;
        if claimed > limit {
            return Err(ArchiveError::TooManyEntries { found: claimed, limit });
        }
        let mut zip = ZipArchive::new(reader).map_err(ArchiveError::of)?;
        if zip.len() > limit {
            return Err(ArchiveError::TooManyEntries { found: zip.len(), limit });
        }
        if zip.has_duplicate_names() {
            return Err(ArchiveError::DuplicateName { name: String::new() });
        }
        let entries = list(&zip)?;
        if zip.has_overlapping_entries().map_err(ArchiveError::of)? {
            return Err(ArchiveError::Overlapping);
        }
        Ok(Self {
            zip,
            entries,
            max_entry_bytes: limits.max_zip_entry_bytes,
            max_total_bytes: limits.max_zip_total_bytes,
            max_ratio: limits.max_zip_ratio,
            total: 0,
        })
    }

    /// The files inside, sorted by path; folders and what an operating system adds for itself are left out.
    #[must_use]
    pub fn entries(&self) -> &[EntryInfo] {
        &self.entries
    }

    /// Opens one entry for reading.
    ///
    /// # Errors
    /// When there is no such entry, or its method is not supported. The reader fails with an [`ArchiveError`] inside its
    /// [`io::Error`] when a bound is exceeded or the entry is damaged.
    pub fn read_entry(&mut self, index: usize) -> Result<EntryReader<'_, R>, ArchiveError> {
        let entry = self.entries.iter().find(|entry| entry.index == index).ok_or(ArchiveError::NoEntry { index })?;
        let name = shown(&entry.path);
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
                ArchiveError::UnsupportedMethod { name: name.clone() }
            }
            other => ArchiveError::of(other),
        })?;
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(ArchiveError::UnsupportedMethod { name });
        }
        let packed = file.compressed_size();
        Ok(EntryReader {
            file,
            name,
            packed,
            given: 0,
            total: &mut self.total,
            max_entry_bytes: self.max_entry_bytes,
            max_total_bytes: self.max_total_bytes,
            max_ratio: self.max_ratio,
        })
    }
}

/// Checks every entry of the directory and lists the files among them.
fn list<R: Read + Seek>(zip: &ZipArchive<R>) -> Result<Vec<EntryInfo>, ArchiveError> {
    let mut entries = Vec::new();
    let mut seen = BTreeSet::new();
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index).map_err(ArchiveError::of)?;
        let raw = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let name = entry.name().map_err(|_| ArchiveError::UnsafeName { name: shown(&raw) })?;
        let path = name.replace('\\', "/");
        if escapes(&path) {
            return Err(ArchiveError::UnsafeName { name: shown(&name) });
        }
        if entry.encrypted() {
            return Err(ArchiveError::Encrypted { name: shown(&name) });
        }
        if !seen.insert(path.trim_end_matches('/').to_owned()) {
            return Err(ArchiveError::DuplicateName { name: shown(&name) });
        }
        let junk = path.starts_with("__MACOSX/") || path.rsplit('/').next() == Some(".DS_Store");
        if !junk && !path.ends_with('/') && entry.is_file() {
            entries.push(EntryInfo { index, bytes: entry.size(), path });
        }
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

/// Whether a path leaves the folder it would be unpacked in, on any system.
fn escapes(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    path.is_empty() || path.starts_with('/') || drive || path.contains('\0') || path.split('/').any(|part| part == "..")
}

fn shown(name: &str) -> String {
    let mut text: String = name.chars().take(SHOWN_CHARS).flat_map(char::escape_debug).collect();
    if name.chars().nth(SHOWN_CHARS).is_some() {
        text.push('…');
    }
    text
}

/// Kinds of errors that decoders raise for bad bytes, unlike those of the disk.
fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | Other | UnexpectedEof)
}

/// Reads one entry and counts what really comes out.
pub struct EntryReader<'a, R: Read> {
    file: ZipFile<'a, R>,
    name: String,
    packed: u64,
    given: u64,
    total: &'a mut u64,
    max_entry_bytes: u64,
    max_total_bytes: u64,
    max_ratio: u64,
}

impl<R: Read> EntryReader<'_, R> {
    fn check(&self) -> Result<(), ArchiveError> {
        if self.given > self.max_entry_bytes {
            return Err(ArchiveError::EntryTooLarge { name: self.name.clone(), limit: self.max_entry_bytes });
        }
        if *self.total > self.max_total_bytes {
            return Err(ArchiveError::TotalTooLarge { limit: self.max_total_bytes });
        }
        if self.given > RATIO_FROM_BYTES && self.given > self.packed.saturating_mul(self.max_ratio) {
            return Err(ArchiveError::RatioTooHigh { name: self.name.clone(), limit: self.max_ratio });
        }
        Ok(())
    }
}

impl<R: Read> Read for EntryReader<'_, R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(target).map_err(|error| {
            if is_damage(&error) { io::Error::new(io::ErrorKind::InvalidData, ArchiveError::Damaged) } else { error }
        })?;
        self.given = self.given.saturating_add(count as u64);
        *self.total = self.total.saturating_add(count as u64);
        self.check().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
