//! Reading the legs of segments in key order, a stretch of time at a time, so that memory need not hold them all.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};

use super::catalog::SegmentEntry;
use super::leg::Leg;
use super::part::SegmentNote;
use super::{StoreError, Workspace, segment};
use crate::io::{Mapped, fs};

/// Legs of one stretch, about: what is held in memory at once for each core.
const STRETCH_LEGS: u64 = 1 << 20;
/// Bytes of segments that are kept after a part of them was asked for.
const LATELY_BYTES: usize = 256 << 20;

/// Reads the legs of a workspace as its catalog was when the reader was made.
#[derive(Debug, Clone, Default)]
pub struct LegReader {
    folder: PathBuf,
    entries: Vec<SegmentEntry>,
    /// Legs of a stretch, about.
    stretch_legs: u64,
    /// The segments that were read in part, the latest first: one question asks for several days of them.
    lately: Arc<Mutex<Vec<Checked>>>,
    /// What was noted of the segments that were read, and those of which parts were asked for since.
    notes: Arc<Mutex<BTreeMap<String, Noted>>>,
}

/// What was noted of a segment; and the segment, once a part of it was asked for.
#[derive(Debug, Clone)]
struct Noted {
    note: Arc<SegmentNote>,
    file: Option<Arc<Mapped>>,
}

/// A segment whose bytes were checked.
#[derive(Debug, Clone)]
struct Checked {
    name: String,
    bytes: Arc<Vec<u8>>,
    /// The moments of its rows.
    at_micros: Arc<Vec<i64>>,
}

/// A stretch of time, from a moment until before another, in microseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment.
    pub from_micros: i64,
    /// The moment after the last.
    pub until_micros: i64,
}

impl Workspace {
    /// What reads the legs, on any thread, while this connection is used for something else.
    pub fn leg_reader(&self) -> Result<LegReader, StoreError> {
        Ok(LegReader {
            folder: self.interactions(),
            entries: self.segments()?,
            stretch_legs: STRETCH_LEGS,
            lately: Arc::default(),
            notes: Arc::default(),
        })
    }
}

impl LegReader {
    /// The same, in stretches of about so many legs where segments do not overlap, instead of a million.
    #[must_use]
    pub fn in_stretches_of(self, stretch_legs: u64) -> Self {
        Self { stretch_legs, ..self }
    }

    /// The same, which reads few legs of a segment without the rest where there is a note of it.
    #[must_use]
    pub fn with_notes(self, notes: Vec<SegmentNote>) -> Self {
        let noted = notes.into_iter().map(|note| (note.name.clone(), Noted { note: Arc::new(note), file: None }));
        Self { notes: Arc::new(Mutex::new(noted.collect())), ..self }
    }

    /// What was noted of the segments that were read, for another reader.
    #[must_use]
    pub fn notes(&self) -> Vec<SegmentNote> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.values().map(|noted| SegmentNote::clone(&noted.note)).collect()
    }

    /// Notes how a segment is whose bytes were checked.
    fn note(&self, entry: &SegmentEntry, bytes: &[u8], moments: impl Iterator<Item = i64>) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if !notes.contains_key(&entry.name) {
            let note = Arc::new(SegmentNote::of(&entry.name, bytes, moments));
            notes.insert(entry.name.clone(), Noted { note, file: None });
        }
    }

    /// The legs of a stretch in a segment, where they are few and there is a note of it.
    fn read_few(&self, entry: &SegmentEntry, stretch: Stretch) -> Result<Option<Vec<Leg>>, StoreError> {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(noted) = notes.get_mut(&entry.name) else { return Ok(None) };
        let Some(rows) = noted.note.few_rows(entry, stretch) else { return Ok(None) };
        let file = match &noted.file {
            Some(file) => Arc::clone(file),
            None => Arc::clone(noted.file.insert(Arc::new(Mapped::open(&self.folder.join(&entry.name))?))),
        };
        let note = Arc::clone(&noted.note);
        drop(notes);
        note.read(&file, entry, rows, stretch).map(Some)
    }

    /// How many legs the segments hold that begin before a moment; at least as many as there are before it.
    #[must_use]
    pub fn most_before(&self, until_micros: i64) -> u64 {
        self.entries.iter().filter(|entry| entry.first_micros < until_micros).map(|entry| entry.rows).sum()
    }

    /// The latest moment of a leg before a moment, and the earliest at or after it.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n) in the legs of the segments that the moment lies within.
    pub fn around(&self, micros: i64) -> Result<(Option<i64>, Option<i64>), StoreError> {
        let (mut before, mut after) = (None, None);
        for entry in &self.entries {
            let (last, next) = if entry.last_micros < micros {
                (Some(entry.last_micros), None)
            } else if entry.first_micros >= micros {
                (None, Some(entry.first_micros))
            } else {
                segment::around(&self.checked(entry)?, &entry.name, micros)?
            };
            before = before.max(last);
            after = [after, next].into_iter().flatten().min();
        }
        Ok((before, after))
    }

    /// Whether every segment is there, of its length: what can be told of them without reading them.
    ///
    /// # Errors
    /// When one is not.
    pub fn check_presence(&self) -> Result<(), StoreError> {
        self.entries.iter().try_for_each(|entry| segment::check_length(&self.folder.join(&entry.name), &entry.name, entry.length))
    }

    /// A file without a name in the cache of the workspace, for what does not fit into memory: it is gone when it is closed.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub fn scratch_file(&self) -> std::io::Result<File> {
        let cache = self.folder.with_file_name("cache");
        fs::create_private_folder(&cache).map_err(|error| error.source)?;
        tempfile::tempfile_in(cache)
    }

    /// Whether each handle number takes part in a leg before a moment, [`NOBODY`](super::NOBODY) included.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n) in the legs of the segments that begin before the moment, on all cores.
    pub fn parties(&self, until_micros: i64) -> Result<Vec<bool>, StoreError> {
        let of_segment = |entry: &SegmentEntry| {
            let bytes = self.checked(entry)?;
            segment::parties(&bytes, &entry.name, until_micros)
        };
        let either = |mut one: Vec<bool>, other: Vec<bool>| {
            one.resize(one.len().max(other.len()), false);
            for (one, other) in one.iter_mut().zip(&other) {
                *one |= other;
            }
            Ok(one)
        };
        let before = self.entries.par_iter().filter(|entry| entry.first_micros < until_micros);
        before.map(of_segment).try_reduce(Vec::new, either)
    }

    /// A segment of which a part is asked for. Those that were asked for lately are not read again.
    fn checked_lately(&self, entry: &SegmentEntry) -> Result<Checked, StoreError> {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = lately.iter().position(|checked| checked.name == entry.name) {
            lately[..=at].rotate_right(1);
            return Ok(lately[0].clone());
        }
        drop(lately);
        let bytes = Arc::new(self.checked(entry)?);
        let at_micros = Arc::new(segment::moments(&bytes, &entry.name)?);
        self.note(entry, &bytes, at_micros.iter().copied());
        let checked = Checked { name: entry.name.clone(), bytes, at_micros };
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        lately.insert(0, checked.clone());
        let mut held = 0;
        lately.retain(|checked| {
            held += checked.bytes.len() + checked.at_micros.len() * size_of::<i64>();
            held <= LATELY_BYTES
        });
        Ok(checked)
    }

    fn checked(&self, entry: &SegmentEntry) -> Result<Vec<u8>, StoreError> {
        segment::checked_bytes(&self.folder.join(&entry.name), &entry.name, entry.length, &entry.hash)
    }

    /// Stretches that follow each other and hold all legs before a moment, of about a million legs each where segments do not overlap.
    ///
    /// # Complexity
    /// O(s log s) in the segments.
    #[must_use]
    pub fn stretches(&self, until_micros: i64) -> Vec<Stretch> {
        let mut entries: Vec<&SegmentEntry> = self.entries.iter().filter(|entry| entry.first_micros < until_micros).collect();
        entries.sort_unstable_by_key(|entry| entry.first_micros);
        let mut stretches: Vec<Stretch> = Vec::new();
        let (mut from_micros, mut legs) = (i64::MIN, 0);
        for entry in entries {
            // A stretch ends where a segment begins.
            if legs > 0 && legs + entry.rows > self.stretch_legs && entry.first_micros > from_micros {
                stretches.push(Stretch { from_micros, until_micros: entry.first_micros });
                (from_micros, legs) = (entry.first_micros, 0);
            }
            legs += entry.rows;
        }
        stretches.push(Stretch { from_micros, until_micros });
        stretches
    }

    /// The legs of a stretch in key order. Every segment is checked before a byte of it is decoded.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n) in the segments that the stretch touches, which are read and hashed whole, or in the row groups that it touches where these are few
    /// and there is a note of the segment; decoded are the row groups it touches, and merged those of several segments.
    pub fn read(&self, stretch: Stretch) -> Result<Vec<Leg>, StoreError> {
        let touches =
            |entry: &&SegmentEntry| entry.first_micros < stretch.until_micros && entry.last_micros >= stretch.from_micros;
        let mut legs: Vec<Leg> = Vec::new();
        let mut touched = 0;
        for entry in self.entries.iter().filter(touches) {
            let is_whole = entry.first_micros >= stretch.from_micros && entry.last_micros < stretch.until_micros;
            let decoded = if is_whole {
                let bytes = self.checked(entry)?;
                let decoded = segment::decode(&bytes, &entry.name, None)?;
                self.note(entry, &bytes, decoded.iter().map(|leg| leg.at_micros));
                decoded
            } else if let Some(few) = self.read_few(entry, stretch)? {
                few
            } else {
                let Checked { name, bytes, at_micros } = self.checked_lately(entry)?;
                let first = at_micros.partition_point(|at| *at < stretch.from_micros);
                let end = at_micros.partition_point(|at| *at < stretch.until_micros);
                segment::decode(&bytes, &name, Some(first..end.max(first)))?
            };
            touched += 1;
            if legs.is_empty() {
                legs = decoded;
            } else {
                legs.extend(decoded);
            }
        }
        if touched > 1 {
            // Each segment is sorted by whole identities, so that but for those of one moment these are sorted runs, merged in linear time.
            legs.sort_by_key(|leg| (leg.at_micros, leg.id, leg.source, leg.target));
        }
        Ok(legs)
    }
}
