//! A world in one file of the cache: mapped, not parsed, so that the next command need not gather it again.
//!
//! A snapshot is found by the seal of the catalog and the rules that were counted by, and is used only where every byte of it is as it was
//! written; anything else is as if there were none. It can be deleted at any time.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Result as IoResult, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use serde::{Deserialize, Serialize};

use super::days::Days;
use super::seen::Seen;
use crate::identity::{People, Person};
use crate::io::{Mapped, digest, fs};
use crate::model::DeclarationKind;
use crate::store::{ImportRow, StoreError, Workspace};
use crate::ties::{ContactDays, Parameters};

/// Changes whenever another version of the program may gather another world from the same workspace, or writes it otherwise.
const VERSION: &[u8; 16] = b"acquaint world 2";
/// Legs from which a world is kept: fewer are gathered as quickly.
pub(super) const WORTH_LEGS: u64 = 1 << 15;
/// Files of other days and rules that stay beside the newest snapshot.
const OTHERS_KEPT: usize = 3;
/// What snapshots are called: those of worlds, and of what was seen in them.
const WORLD: &str = "world";
const SEEN: &str = "seen";
const ENDING: &str = "snapshot";
/// Bytes that one checksum is of.
const BLOCK: usize = 1 << 20;
/// People who are read by one core at a time.
const PEOPLE_AT_ONCE: usize = 1 << 13;
/// Where in the file the columns of contact-days begin is a multiple of this.
const ALIGNMENT: usize = 64;

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
    pub(super) parties: Vec<bool>,
}

/// The parts of [`People`] that are not a list of people.
#[derive(Serialize, Deserialize)]
struct Numbers {
    of_number: Vec<Option<u32>>,
    ego: Option<u32>,
    declared_to: Vec<(u32, u32, DeclarationKind, Option<i64>)>,
    ego_named: bool,
}

#[derive(Serialize, Deserialize)]
struct Header {
    key: [u8; 32],
    span: Span,
    /// Length of each column of the contact-days, and the checksums of its blocks.
    columns: [(u64, Vec<u32>); 3],
    /// Length and checksum of each part behind them: the rest, then people.
    parts: Vec<(u64, u32)>,
}

/// The cutoffs whose worlds are the same: after the latest moment that was seen, until the next one that was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Span {
    pub(super) after_micros: i64,
    pub(super) until_micros: i64,
}

/// Which snapshot is asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    folder: PathBuf,
    key: [u8; 32],
    seal: String,
    cutoff_micros: i64,
    rules: Vec<u8>,
    /// Known once the world is.
    span: Option<Span>,
    ego: Option<u32>,
}

impl Wanted {
    /// The snapshot of a workspace as of a moment, by the rules of a model; `None` where the catalog has no seal.
    pub(super) fn of(workspace: &Workspace, cutoff_micros: i64, parameters: &Parameters) -> Result<Option<Self>, StoreError> {
        let Some(seal) = workspace.sealed()? else { return Ok(None) };
        let rules = rules(parameters);
        let machine: &[u8] = if cfg!(target_endian = "big") { b"big" } else { b"little" };
        let key = digest(&[VERSION, env!("CARGO_PKG_VERSION").as_bytes(), machine, seal.as_bytes(), &rules]);
        let folder = workspace.root().join("cache");
        Ok(Some(Self { folder, key, seal, cutoff_micros, rules, span: None, ego: None }))
    }

    /// What the names of the snapshots of this catalog and these rules begin with.
    fn begins(&self, what: &str) -> String {
        let key: String = self.key.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{what}-{key}-")
    }

    fn path(&self, what: &str, span: Span) -> PathBuf {
        self.folder.join(format!("{}{}.{ENDING}", self.begins(what), span.after_micros))
    }

    /// Whether a world is still the one that this is the snapshot of: nobody else was taken for the ego since, no other rules for these.
    pub(super) fn is_of(&self, parameters: &Parameters, ego: Option<u32>) -> bool {
        self.ego == ego && self.rules == rules(parameters)
    }

    /// Reads the snapshot; `None` when there is none that is whole and of this world.
    pub(super) fn read(&mut self) -> Option<Held> {
        let begins = self.begins(WORLD);
        let files = fs::files_in(&self.folder).ok()?;
        let mut own = files.iter().filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&begins) && name.ends_with(ENDING)
        });
        let cutoff_micros = self.cutoff_micros;
        let is_wanted = |header: &Header| {
            let Span { after_micros, until_micros } = header.span;
            header.key == self.key && after_micros < cutoff_micros && cutoff_micros <= until_micros
        };
        let (span, held) = own.find_map(|path| read(path, is_wanted))?;
        (self.span, self.ego) = (Some(span), held.people.ego);
        Some(held)
    }

    /// Reads what was seen in the world that this is the snapshot of.
    pub(super) fn read_seen(&self) -> Option<Seen> {
        let file = Mapped::open(&self.path(SEEN, self.span?)).ok()?;
        let (sum, bytes) = file.strip_prefix(VERSION)?.strip_prefix(&self.key)?.split_first_chunk()?;
        if u32::from_le_bytes(*sum) == crc32fast::hash(bytes) { rmp_serde::from_slice(bytes).ok() } else { None }
    }

    /// Keeps what was seen: moments, and numbers of people, without a name. Where that fails it is gathered again.
    pub(super) fn keep_seen(&self, seen: &Seen) {
        if let (Ok(bytes), Some(span)) = (rmp_serde::to_vec(seen), self.span) {
            let parts = [&VERSION[..], &self.key, &crc32fast::hash(&bytes).to_le_bytes(), &bytes];
            let _ = fs::replace(&self.path(SEEN, span), |file| parts.iter().try_for_each(|part| file.write_all(part)));
            fs::keep_newest(&self.folder, ENDING, OTHERS_KEPT + 1);
        }
    }

    /// Keeps a world, and tells whether it did: not where the catalog was changed in the meantime. Otherwise the next command gathers it again.
    pub(super) fn keep(
        &mut self,
        workspace: &Workspace,
        people: &People,
        days: ContactDays<'_>,
        beside: &Beside,
        span: Span,
    ) -> bool {
        (self.span, self.ego) = (Some(span), people.ego);
        let path = self.path(WORLD, span);
        // Somebody may have been forgotten in the meantime, and their traces removed; this must not bring them back.
        let is_of_today = || workspace.sealed().is_ok_and(|seal| seal.as_ref() == Some(&self.seal));
        let is_kept = self.write(&path, people, days, beside, span, is_of_today).is_some() && is_of_today();
        if !is_kept {
            let _ = fs::remove_if_exists(&path);
        }
        fs::keep_newest(&self.folder, ENDING, OTHERS_KEPT + 1);
        is_kept
    }

    fn write(
        &self,
        path: &Path,
        people: &People,
        days: ContactDays<'_>,
        beside: &Beside,
        span: Span,
        is_of_today: impl Fn() -> bool,
    ) -> Option<()> {
        let People { people, of_number, ego, declared_to, ego_named } = people;
        let numbers =
            Numbers { of_number: of_number.clone(), ego: *ego, declared_to: declared_to.clone(), ego_named: *ego_named };
        let mut parts = vec![rmp_serde::to_vec(&(numbers, beside)).ok()?];
        let chunks = people.par_chunks(PEOPLE_AT_ONCE).map(rmp_serde::to_vec);
        parts.extend(chunks.collect::<Result<Vec<_>, _>>().ok()?);
        let (dyads, days, kinds) = days.columns();
        let columns: [&[u8]; 3] = [bytemuck::cast_slice(dyads), bytemuck::cast_slice(days), bytemuck::cast_slice(kinds)];
        let header = Header {
            key: self.key,
            span,
            columns: columns.map(|bytes| (bytes.len() as u64, bytes.par_chunks(BLOCK).map(crc32fast::hash).collect())),
            parts: parts.par_iter().map(|part| (part.len() as u64, crc32fast::hash(part))).collect(),
        };
        let header = rmp_serde::to_vec(&header).ok()?;
        fs::create_private_folder(&self.folder).ok()?;
        let write = |file: &mut dyn Write| -> IoResult<()> {
            file.write_all(VERSION)?;
            file.write_all(&(header.len() as u64).to_le_bytes())?;
            file.write_all(&u64::from(crc32fast::hash(&header)).to_le_bytes())?;
            file.write_all(&header)?;
            file.write_all(&vec![0; begin_of_columns(header.len()) - FIXED - header.len()])?;
            columns.iter().try_for_each(|bytes| file.write_all(bytes))?;
            parts.iter().try_for_each(|part| file.write_all(part))?;
            if is_of_today() { Ok(()) } else { Err(ErrorKind::Other.into()) }
        };
        fs::replace(path, write).ok()
    }
}

/// What the contact-days of a world depend on of a model.
fn rules(parameters: &Parameters) -> Vec<u8> {
    let Parameters { full_group, count_bulk, count_repeats, .. } = parameters;
    [&full_group.to_le_bytes()[..], &[u8::from(*count_bulk), u8::from(*count_repeats)]].concat()
}

/// Bytes before the header: the version, the header's length and its checksum.
const FIXED: usize = 32;

fn begin_of_columns(header: usize) -> usize {
    (FIXED + header).next_multiple_of(ALIGNMENT)
}

/// Reads a snapshot that is wanted; `None` when there is none, or it is not as it was written.
fn read(path: &Path, is_wanted: impl Fn(&Header) -> bool) -> Option<(Span, Held)> {
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
    let begin = begin_of_columns(length);
    let header: Header = rmp_serde::from_slice(header).ok().filter(is_wanted)?;
    if file.get(FIXED + length..begin)?.iter().any(|byte| *byte != 0) {
        return None;
    }
    // Entries of every column are whole numbers of eight bytes, so that all are aligned.
    let mut at = begin;
    let mut columns = [0..0, 0..0, 0..0];
    for (place, (length, sums)) in columns.iter_mut().zip(&header.columns) {
        *place = at..at.checked_add(usize::try_from(*length).ok()?)?;
        let bytes = file.get(place.clone())?;
        let are_whole = bytes.par_chunks(BLOCK).zip(sums.par_iter()).all(|(block, sum)| crc32fast::hash(block) == *sum);
        if !are_whole || bytes.len().div_ceil(BLOCK) != sums.len() {
            return None;
        }
        at = place.end;
    }
    let mut parts = Vec::with_capacity(header.parts.len());
    for (length, sum) in &header.parts {
        let next = at.checked_add(usize::try_from(*length).ok()?)?;
        parts.push((file.get(at..next)?, *sum));
        at = next;
    }
    let ((rest, sum), people) = parts.split_first()?;
    if crc32fast::hash(rest) != *sum || at != file.len() {
        return None;
    }
    let read_people = |(part, sum): &(&[u8], u32)| -> Option<Vec<Person>> {
        if crc32fast::hash(part) == *sum { rmp_serde::from_slice(part).ok() } else { None }
    };
    let parts: Vec<Vec<Person>> = people.par_iter().map(read_people).collect::<Option<_>>()?;
    let mut people = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        people.extend(part);
    }
    let (numbers, beside): (Numbers, Beside) = rmp_serde::from_slice(rest).ok()?;
    let Numbers { of_number, ego, declared_to, ego_named } = numbers;
    let people = People { people: Arc::new(people), of_number, ego, declared_to, ego_named };
    Some((header.span, Held { people, days: Days::mapped(&file, columns)?, beside }))
}
