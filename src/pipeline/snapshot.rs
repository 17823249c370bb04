//! A world in one file of the cache: mapped, not parsed, so that the next command need not gather it again.
//!
//! A snapshot is found by the seal of the catalog and the rules that were counted by, and is used only where every byte of it is as it was
//! written; anything else is as if there were none. It can be deleted at any time.

use std::io::ErrorKind;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::world_file::{self, Beside, Held, Span, VERSION};
use crate::identity::People;
use crate::io::{Mapped, digest, fs};
use crate::store::{StoreError, Workspace};
use crate::ties::{ContactDays, Parameters};

/// Legs from which a world is kept: fewer are gathered as quickly.
pub(super) const WORTH_LEGS: u64 = 1 << 15;
/// Files of other days and rules that stay beside the newest snapshot.
const OTHERS_KEPT: usize = 3;
/// What snapshots are called: those of worlds, and of what was found in them.
const WORLD: &str = "world";
const ENDING: &str = "snapshot";

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
        let (span, held) = own.find_map(|path| world_file::read(path, &self.key, self.cutoff_micros))?;
        (self.span, self.ego) = (Some(span), held.people.ego);
        Some(held)
    }

    /// Reads what was found in the world that this is the snapshot of.
    pub(super) fn read_found<T: DeserializeOwned>(&self, what: &str) -> Option<T> {
        let file = Mapped::open(&self.path(what, self.span?)).ok()?;
        let (sum, bytes) = file.strip_prefix(VERSION)?.strip_prefix(&self.key)?.split_first_chunk()?;
        if u32::from_le_bytes(*sum) == crc32fast::hash(bytes) { rmp_serde::from_slice(bytes).ok() } else { None }
    }

    /// Keeps what was found: moments, and numbers of people, without a name. Where that fails it is gathered again.
    pub(super) fn keep_found<T: Serialize>(&self, what: &str, found: &T) {
        if let (Ok(bytes), Some(span)) = (rmp_serde::to_vec(found), self.span) {
            let parts = [&VERSION[..], &self.key, &crc32fast::hash(&bytes).to_le_bytes(), &bytes];
            let _ = fs::replace(&self.path(what, span), |file| parts.iter().try_for_each(|part| file.write_all(part)));
            fs::keep_newest(&self.folder, ENDING, OTHERS_KEPT + 2);
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
        let may_be_kept = || if is_of_today() { Ok(()) } else { Err(ErrorKind::Other.into()) };
        let is_written = fs::create_private_folder(&self.folder).is_ok()
            && world_file::write(&path, (self.key, span), people, days, beside, may_be_kept).is_some();
        let is_kept = is_written && is_of_today();
        if !is_kept {
            let _ = fs::remove_if_exists(&path);
        }
        fs::keep_newest(&self.folder, ENDING, OTHERS_KEPT + 1);
        is_kept
    }
}

/// What the contact-days of a world depend on of a model.
fn rules(parameters: &Parameters) -> Vec<u8> {
    let Parameters { full_group, count_bulk, count_repeats, .. } = parameters;
    [&full_group.to_le_bytes()[..], &[u8::from(*count_bulk), u8::from(*count_repeats)]].concat()
}
