//! From what the user named to records: finds the files, recognises each, reads it.
//!
//! Files, folders and zip archives are walked in sorted order. A file that the user named and no importer knows is an error; one
//! found in a folder or an archive is passed over and listed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::find::{Candidate, Finds, find};
use super::folder::last_part;
use super::{Confidence, Context, Head, ImportError, Importer, Item, ReadOptions, Siblings, by_name, registry};
use crate::io::{ArchiveError, Hashing, Limits, PathError, digest};

/// Bytes of a file's start that sniffers see.
const HEAD_BYTES: u64 = 64 << 10;
/// Records between two reports of progress.
const REPORT_EVERY: u64 = 4096;

/// Why a file was passed over that no importer knows.
pub const NO_KNOWN_FORMAT: &str = "no known format";

/// Why a whole import was refused.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// A path names something on the network.
    #[error("`{path}` is not a file on this machine")]
    Remote {
        /// The text given.
        path: String,
    },
    /// A path does not exist.
    #[error("`{path}` does not exist")]
    Missing {
        /// The path given.
        path: String,
    },
    /// A pipe or a device: it cannot be looked at and then read from its start.
    #[error("`{path}` is not a regular file")]
    NotRegular {
        /// The path given.
        path: String,
    },
    /// No importer has this name.
    #[error("there is no format `{name}`")]
    UnknownFormat {
        /// The name given.
        name: String,
    },
    /// No importer recognises a file that the user named.
    #[error("`{path}` is in no known format")]
    Unrecognised {
        /// The file.
        path: String,
    },
    /// A folder or archive holds nothing that can be imported.
    #[error("nothing in `{path}` is in a known format")]
    NothingFound {
        /// The folder or archive.
        path: String,
    },
    /// A file cannot be read as its format.
    #[error("`{path}` cannot be imported as {format}")]
    File {
        /// The file.
        path: String,
        /// The importer's name.
        format: &'static str,
        /// Why.
        source: ImportError,
    },
    /// An archive is unsound.
    #[error("`{path}` cannot be imported")]
    Archive {
        /// The archive.
        path: String,
        /// Why.
        source: ArchiveError,
    },
    /// A folder or archive holds only files that are recognised and cannot be read.
    #[error("nothing in `{path}` can be imported: {why}")]
    Refused {
        /// The folder or archive.
        path: String,
        /// Why the first such file is not read.
        why: String,
    },
    /// A file operation failed.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The receiver stopped the import; it knows why.
    #[error("stopped")]
    Stopped,
}

/// A file that was passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why.
    pub why: String,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The file being read.
    pub path: &'a str,
    /// Bytes of all files read, before decompression of archives.
    pub done_bytes: u64,
    /// Bytes of all files.
    pub total_bytes: u64,
    /// Records read.
    pub records: u64,
}

/// What is not a stream of text and is decoded by another process, because a malformed file of a stranger could abort this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A Parquet file; comes as columns (see [`crate::io::columns`]).
    Parquet,
    /// A Parquet file for an importer that reads text; comes as CSV.
    ParquetAsText,
    /// An `SQLite` database; its messages come as JSON Lines.
    Sqlite,
}

/// Opens a file of a stranger as what this process reads.
pub type OpenForeign<'a> = dyn Fn(Foreign, &Path) -> Result<Box<dyn Read>, PathError> + Sync + 'a;

/// What to import and how.
pub struct Request<'a> {
    /// Files, folders and zip archives.
    pub paths: &'a [String],
    /// The format of all files, where the user says it.
    pub format: Option<&'a str>,
    /// Options for the importers; `file_name` and `context` are filled in per file.
    pub options: &'a ReadOptions,
    /// How to read what is no text.
    pub open_foreign: &'a OpenForeign<'a>,
}

/// Takes what an import reads.
pub trait Receiver {
    /// A new file begins.
    fn begin(&mut self, path: &str, format: &str);
    /// A record of the file begun last. A break stops the import.
    fn take(&mut self, item: Item) -> ControlFlow<()>;
    /// How far the import is; called now and then.
    fn progress(&mut self, progress: Progress<'_>);
    /// Whether a file of this length was read before, so that it is worth a look at its content.
    fn knows_length(&self, bytes: u64) -> bool {
        let _ = bytes;
        false
    }
    /// A file whose content may have been read before, in the same way; true when it is known and need not be read again.
    fn recall(&mut self, path: &str, format: &str, reading: &Reading) -> bool {
        let _ = (path, format, reading);
        false
    }
    /// The file begun last was read to its end.
    fn end(&mut self, reading: &Reading) {
        let _ = reading;
    }
    /// Becomes true when the import is to stop.
    fn stop(&self) -> Arc<AtomicBool> {
        Arc::default()
    }
}

/// What was learnt of each export folder by each importer, with a hash of it.
type Contexts = BTreeMap<(String, &'static str), (Arc<Context>, [u8; 32])>;

/// What was read, and in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// A hash of the content, the importer and its version, and everything else it depends on but the as-of day.
    pub hash: [u8; 32],
    /// The file's length.
    pub bytes: u64,
    /// Whether a later as-of day may bring more.
    pub follows_as_of: bool,
}

/// Reads everything a request names and gives it to a receiver. Returns the files that were passed over.
///
/// # Errors
/// When anything the user named cannot be read; the receiver then has to forget what it took.
pub fn drive(request: &Request<'_>, receiver: &mut dyn Receiver) -> Result<Vec<Skipped>, DriveError> {
    let forced = match request.format {
        None => None,
        Some(name) => Some(by_name(name).ok_or_else(|| DriveError::UnknownFormat { name: name.to_owned() })?),
    };
    let (candidates, mut finds) = find(request.paths, &request.options.limits)?;
    let total_bytes = candidates.iter().map(|candidate| candidate.bytes).sum();
    let mut contexts: Contexts = BTreeMap::new();
    let mut progress = Progress { path: "", done_bytes: 0, total_bytes, records: 0 };
    let mut skipped = Vec::new();
    let mut failure = None;
    let stop = receiver.stop();
    for candidate in &candidates {
        if stop.load(Ordering::Relaxed) {
            return Err(DriveError::Stopped);
        }
        let before = progress.done_bytes;
        progress.path = &candidate.path;
        match forced.map_or_else(|| recognise(candidate, &mut finds, request), |importer| Ok(Some(importer)))? {
            None if candidate.named => return Err(DriveError::Unrecognised { path: candidate.path.clone() }),
            None => skipped.push(Skipped { path: candidate.path.clone(), why: NO_KNOWN_FORMAT.to_owned() }),
            Some(importer) => {
                let export_folder = importer.export_folder(&candidate.folder, &candidate.name);
                let key = (export_folder.to_owned(), importer.name());
                let mut options = request.options.clone();
                candidate.name.clone_into(&mut options.file_name);
                candidate.folder.clone_into(&mut options.folder);
                let (context, context_hash) = match contexts.entry(key) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => {
                        let mut siblings = Folder { candidates: &candidates, finds: &mut finds, export: export_folder, request };
                        let context = importer.context(&mut siblings, &options);
                        let context = context.map_err(|source| failed(candidate, importer, source))?;
                        let hash = digest(&[format!("{context:?}").as_bytes()]);
                        unknown.insert((Arc::new(context), hash))
                    }
                };
                options.context = Arc::clone(context);
                let way = way_of_reading(importer, export_folder, &options, context_hash);
                if !is_known(candidate, importer, &way, request, &mut finds, &stop, receiver)
                    && let Some(why) =
                        read_one(candidate, importer, (&options, &way), request, &mut finds, (&mut progress, &stop), receiver)?
                {
                    skipped.push(Skipped { path: candidate.path.clone(), why: why.to_string() });
                    failure.get_or_insert_with(|| failed(candidate, importer, why));
                }
            }
        }
        progress.done_bytes = before + candidate.bytes;
        receiver.progress(progress);
    }
    if skipped.len() == candidates.len() {
        // What the user can say to have it read is worth more than that nothing was found.
        if let Some(failure @ DriveError::File { source: ImportError::AmbiguousDates { .. }, .. }) = failure {
            return Err(failure);
        }
        let path = request.paths.join("`, `");
        return Err(match skipped.into_iter().find(|skipped| skipped.why != NO_KNOWN_FORMAT) {
            Some(Skipped { why, .. }) => DriveError::Refused { path, why },
            None => DriveError::NothingFound { path },
        });
    }
    Ok(skipped)
}

/// Reads one file. Returns why it was passed over, if it was.
fn read_one<'p>(
    candidate: &'p Candidate,
    importer: &dyn Importer,
    (options, way): (&ReadOptions, &[u8]),
    request: &Request<'_>,
    finds: &mut Finds,
    (progress, stop): (&mut Progress<'p>, &AtomicBool),
    receiver: &mut dyn Receiver,
) -> Result<Option<ImportError>, DriveError> {
    let before = *progress;
    let count = Cell::new(0);
    let opened = candidate.open(finds, request.open_foreign, importer.reads_columns())?;
    let mut input = Hashing::new(Counted { input: opened, count: &count, stop });
    let mut begun = false;
    let mut sink = |item: Item| {
        if !begun {
            begun = true;
            receiver.begin(&candidate.path, importer.name());
        }
        progress.records += 1;
        if progress.records.is_multiple_of(REPORT_EVERY) {
            progress.done_bytes = before.done_bytes + candidate.bytes.min(count.get());
            receiver.progress(*progress);
        }
        match receiver.take(item) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ImportError::Stopped),
        }
    };
    let result = importer.read(&mut input, options, &mut sink);
    if !begun && result.is_ok() {
        receiver.begin(&candidate.path, importer.name());
    }
    match result {
        _ if stop.load(Ordering::Relaxed) => Err(DriveError::Stopped),
        Ok(()) => {
            // What is behind the last record belongs to the file; where it cannot be read, the file is read again next time.
            if let Ok(content) = input.finish() {
                receiver.end(&reading(candidate, importer, &content, way));
            }
            Ok(None)
        }
        Err(ImportError::Stopped) => Err(DriveError::Stopped),
        // In a folder or an archive this is some other file that looked alike.
        Err(
            error @ (ImportError::MissingColumns { .. }
            | ImportError::NoHeader { .. }
            | ImportError::Broken { .. }
            | ImportError::AmbiguousDates { .. }),
        ) if !candidate.named && !begun => Ok(Some(error)),
        Err(source) => Err(failed(candidate, importer, source)),
    }
}

/// Everything but the content and the as-of day that records depend on, as bytes.
fn way_of_reading(importer: &dyn Importer, export_folder: &str, options: &ReadOptions, context: &[u8]) -> Vec<u8> {
    let below = options.folder.strip_prefix(export_folder).unwrap_or(&options.folder);
    let name_of_folder = last_part(&options.folder);
    let (version, name) = (env!("CARGO_PKG_VERSION"), importer.name());
    // All options, so that one yet to come is among them, but for what may differ: the day, the folder, whose it is (the receiver knows that);
    // the context was hashed once for all files of its folder.
    let limits = Limits { latest_micros: 0, ..options.limits.clone() };
    let (folder, owner, context_of_all) = (String::new(), Vec::new(), Arc::default());
    let others = ReadOptions { limits, folder, owner, context: context_of_all, ..options.clone() };
    let text = format!("{version}\n{name}\n{below}\n{name_of_folder}\n{others:?}");
    digest(&[text.as_bytes(), context]).to_vec()
}

fn reading(candidate: &Candidate, importer: &dyn Importer, content: &[u8], way: &[u8]) -> Reading {
    Reading { hash: digest(&[content, way]), bytes: candidate.bytes, follows_as_of: importer.follows_as_of() }
}

/// Whether a file was read before in the same way. What cannot be looked at is read, and the error said then.
fn is_known(
    candidate: &Candidate,
    importer: &dyn Importer,
    way: &[u8],
    request: &Request<'_>,
    finds: &mut Finds,
    stop: &AtomicBool,
    receiver: &mut dyn Receiver,
) -> bool {
    if !receiver.knows_length(candidate.bytes) {
        return false;
    }
    let count = Cell::new(0);
    let Ok(input) = candidate.open(finds, request.open_foreign, importer.reads_columns()) else { return false };
    let Ok(content) = Hashing::new(Counted { input, count: &count, stop }).finish() else { return false };
    receiver.recall(&candidate.path, importer.name(), &reading(candidate, importer, &content, way))
}

fn failed(candidate: &Candidate, importer: &dyn Importer, source: ImportError) -> DriveError {
    DriveError::File { path: candidate.path.clone(), format: importer.name(), source }
}

/// The importer that is surest of a file; of equally sure ones the first in the registry.
fn recognise(
    candidate: &Candidate,
    finds: &mut Finds,
    request: &Request<'_>,
) -> Result<Option<&'static dyn Importer>, DriveError> {
    match candidate.foreign()? {
        Some(Foreign::Parquet | Foreign::ParquetAsText) => return Ok(by_name("table")),
        Some(Foreign::Sqlite) => return Ok(by_name("imessage")),
        None => {}
    }
    let mut bytes = Vec::new();
    let read = candidate.open(finds, request.open_foreign, false)?.take(HEAD_BYTES).read_to_end(&mut bytes);
    if let Err(error) = read
        && candidate.named
    {
        let source = PathError { action: "read", path: candidate.path.clone().into(), source: error };
        return Err(source.into());
    }
    let head = Head { name: &candidate.name, folder: &candidate.folder, bytes: &bytes };
    let mut best: Option<(Confidence, &'static dyn Importer)> = None;
    for importer in registry() {
        let confidence = importer.sniff(&head);
        if confidence > best.map_or(Confidence::No, |(confidence, _)| confidence) {
            best = Some((confidence, *importer));
        }
    }
    Ok(best.map(|(_, importer)| importer))
}

/// Counts what is read, and stops when it is to.
struct Counted<'a> {
    input: Box<dyn Read + 'a>,
    count: &'a Cell<u64>,
    stop: &'a AtomicBool,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(std::io::Error::other("stopped"));
        }
        let read = self.input.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// The files in and below one folder.
struct Folder<'a> {
    candidates: &'a [Candidate],
    finds: &'a mut Finds,
    export: &'a str,
    request: &'a Request<'a>,
}

impl Siblings for Folder<'_> {
    fn names(&self) -> Vec<String> {
        let files = self.finds.in_folder(self.export).iter().filter_map(|at| self.candidates.get(*at));
        files.map(|candidate| candidate.name.clone()).collect()
    }

    fn below(&self) -> Vec<String> {
        self.finds.below(self.candidates, self.export).into_iter().map(|(_, path)| path).collect()
    }

    fn open(&mut self, name: &str) -> Result<Option<Box<dyn Read + '_>>, ImportError> {
        let Some(at) = self.finds.at_path(self.candidates, self.export, name) else { return Ok(None) };
        let Some(candidate) = self.candidates.get(at) else { return Ok(None) };
        match candidate.open(self.finds, self.request.open_foreign, false) {
            Ok(input) => Ok(Some(input)),
            Err(DriveError::Path(error)) => Err(ImportError::Read(error.source)),
            Err(error) => Err(ImportError::Broken { format: "archive", problem: error.to_string() }),
        }
    }
}
