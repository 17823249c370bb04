//! A world in one file: a header, columns that are used where they lie, and parts that are read when they are needed.

use std::collections::BTreeMap;
use std::io::{Result as IoResult, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use serde::{Deserialize, Serialize};

use super::days::Days;
use super::kept_people::{Key, MappedPeople, encoded};
use crate::identity::{Everybody, People};
use crate::io::{Mapped, fs};
use crate::model::DeclarationKind;
use crate::store::{ImportRow, SegmentNote};
use crate::ties::{ContactDays, DyadRows};

/// Changes whenever another version of the program may gather another world from the same workspace, or writes it otherwise.
pub(super) const VERSION: &[u8; 16] = b"acquaint world 3";
/// Bytes that one checksum is of.
const BLOCK: usize = 1 << 20;
/// Where in the file each column begins is a multiple of this.
const ALIGNMENT: usize = 64;
/// Bytes before the header: the version, the header's length and its checksum.
const FIXED: usize = 32;
/// In the column of handle numbers, nobody.
const NOBODY: u32 = u32::MAX;

/// What a snapshot holds.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) people: People,
    pub(super) days: Days,
    pub(super) beside: Beside,
}

/// What belongs to a world beside people and contact-days.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Beside {
    pub(super) labels: BTreeMap<u32, String>,
    pub(super) imports: Vec<ImportRow>,
    pub(super) ego_guessed: bool,
    pub(super) notes: Vec<SegmentNote>,
    #[serde(skip)]
    pub(super) parties: Vec<bool>,
}

/// The cutoffs whose worlds are the same: after the latest moment that was seen, until the next one that was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Span {
    pub(super) after_micros: i64,
    pub(super) until_micros: i64,
}

/// The small parts of [`People`].
#[derive(Serialize, Deserialize)]
struct Numbers {
    count: usize,
    ignored: Vec<u32>,
    ego: Option<u32>,
    declared_to: Vec<(u32, u32, DeclarationKind, Option<i64>)>,
    ego_named: bool,
    /// Bytes of each part of the people.
    parts: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    key: [u8; 32],
    span: Span,
    /// Bytes of each column, and the checksum of each block of it: dyads, days and kinds; the three of their rows; the keys of people; the
    /// person of each handle number; whether a leg speaks of it; people; the rest.
    columns: [(u64, Vec<u32>); 11],
}

impl Header {
    /// Where the columns lie behind a header of so many bytes, and where the last one ends.
    fn places(&self, length: usize) -> Option<([Range<usize>; 11], usize)> {
        let mut end = FIXED.checked_add(length)?;
        let mut places = [const { 0..0 }; 11];
        for (place, (length, _)) in places.iter_mut().zip(&self.columns) {
            let begin = end.checked_next_multiple_of(ALIGNMENT)?;
            end = begin.checked_add(usize::try_from(*length).ok()?)?;
            *place = begin..end;
        }
        Some((places, end))
    }
}

/// Writes a world into a file that gets its name when it is whole and `may_be_kept` says so; `None` where that fails.
///
/// # Complexity
/// O(n log n) in the people and dyads, on all cores.
pub(super) fn write(
    path: &Path,
    (key, span): ([u8; 32], Span),
    people: &People,
    days: ContactDays<'_>,
    beside: &Beside,
    may_be_kept: impl Fn() -> IoResult<()>,
) -> Option<()> {
    let People { people, of_number, ego, declared_to, ego_named } = people;
    let parts = encoded(people)?;
    let numbers = Numbers {
        count: people.len(),
        ignored: people.ignored().to_vec(),
        ego: *ego,
        declared_to: declared_to.clone(),
        ego_named: *ego_named,
        parts: parts.iter().map(|part| u32::try_from(part.len()).ok()).collect::<Option<_>>()?,
    };
    let rest = rmp_serde::to_vec(&(numbers, beside)).ok()?;
    let rows = DyadRows::of(days.pairs(), people.len());
    let keys = Key::of(people);
    let of_number: Vec<u32> = of_number.iter().map(|person| person.unwrap_or(NOBODY)).collect();
    let parties: Vec<u8> = beside.parties.iter().map(|is_party| u8::from(*is_party)).collect();
    let people = parts.concat();
    drop(parts);
    let ((dyads, of_dyads, kinds), [above, below, dyads_below]) = (days.columns(), rows.view().columns());
    let columns: [&[u8]; 11] = [
        bytemuck::cast_slice(dyads),
        bytemuck::cast_slice(of_dyads),
        bytemuck::cast_slice(kinds),
        bytemuck::cast_slice(above),
        bytemuck::cast_slice(below),
        bytemuck::cast_slice(dyads_below),
        bytemuck::cast_slice(&keys),
        bytemuck::cast_slice(&of_number),
        &parties,
        &people,
        &rest,
    ];
    let summed = columns.map(|bytes| (bytes.len() as u64, bytes.par_chunks(BLOCK).map(crc32fast::hash).collect()));
    let header = Header { key, span, columns: summed };
    let text = rmp_serde::to_vec(&header).ok()?;
    let (places, _) = header.places(text.len())?;
    let write = |file: &mut dyn Write| -> IoResult<()> {
        file.write_all(VERSION)?;
        file.write_all(&(text.len() as u64).to_le_bytes())?;
        file.write_all(&u64::from(crc32fast::hash(&text)).to_le_bytes())?;
        file.write_all(&text)?;
        let mut end = FIXED + text.len();
        for (place, bytes) in places.iter().zip(columns) {
            file.write_all(&vec![0; place.start - end])?;
            file.write_all(bytes)?;
            end = place.end;
        }
        may_be_kept()
    };
    fs::replace(path, write).ok()
}

/// Reads a world that is of a key and serves a cutoff; `None` when it is another, or not as it was written.
///
/// # Complexity
/// O(n) in the bytes, whose checksums are computed on all cores; people are read when they are asked for.
pub(super) fn read(path: &Path, key: &[u8; 32], cutoff_micros: i64) -> Option<(Span, Held)> {
    let file = Arc::new(Mapped::open(path).ok()?);
    let number = |at: usize| Some(u64::from_le_bytes(file.get(at..at + 8)?.try_into().ok()?));
    if file.get(..16)? != VERSION {
        return None;
    }
    let length = usize::try_from(number(16)?).ok()?;
    let header = file.get(FIXED..FIXED.checked_add(length)?)?;
    if u64::from(crc32fast::hash(header)) != number(24)? {
        return None;
    }
    let header: Header = rmp_serde::from_slice(header).ok()?;
    let Span { after_micros, until_micros } = header.span;
    if header.key != *key || cutoff_micros <= after_micros || until_micros < cutoff_micros {
        return None;
    }
    let (places, end) = header.places(length)?;
    let mut before = FIXED + length;
    for (place, (_, sums)) in places.iter().zip(&header.columns) {
        let (between, bytes) = (file.get(before..place.start)?, file.get(place.clone())?);
        let are_whole = || bytes.par_chunks(BLOCK).zip(sums.par_iter()).all(|(block, sum)| crc32fast::hash(block) == *sum);
        if between.iter().any(|byte| *byte != 0) || bytes.len().div_ceil(BLOCK) != sums.len() || !are_whole() {
            return None;
        }
        before = place.end;
    }
    if end != file.len() {
        return None;
    }
    let [dyads, days, kinds, above, below, dyads_below, keys, of_number, parties, people, rest] = places;
    let (numbers, mut beside): (Numbers, Beside) = rmp_serde::from_slice(file.get(rest)?).ok()?;
    let Numbers { count, ignored, ego, declared_to, ego_named, parts } = numbers;
    beside.parties = file.get(parties)?.iter().map(|is_party| *is_party != 0).collect();
    let person = |person: &u32| (*person != NOBODY).then_some(*person);
    let of_number = bytemuck::try_cast_slice::<u8, u32>(file.get(of_number)?).ok()?.iter().map(person).collect();
    let kept = MappedPeople::new(Arc::clone(&file), count, people, &parts, keys)?;
    let people = People { people: Arc::new(Everybody::kept(Arc::new(kept), ignored)), of_number, ego, declared_to, ego_named };
    let days = Days::mapped(&file, [dyads, days, kinds], [above, below, dyads_below])?;
    Some((header.span, Held { people, days, beside }))
}
