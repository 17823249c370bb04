//! The end of an import: what is new becomes part of the workspace, and what was known already is witnessed.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use rusqlite::{OptionalExtension, params};

use super::StoreError;
use super::catalog::SegmentEntry;
use super::declare::Said;
use super::leg::StoredLeg;
use super::names::{NameUse, first_uses};
use super::publish::{Fates, Published, write_fresh_legs};
use super::rewrite::replace_segments;
use super::seal::seal;
use super::session::{ImportSummary, Session, Source, SourceSummary};
use super::sorter::Sorter;
use super::witness::{self, NameSeen, WitnessEntry};
use super::writer::SegmentWriter;
use crate::model::{Handle, Location};

/// Legs between two reports of progress.
const REPORT_EVERY: u64 = 1 << 14;

impl Session<'_> {
    /// Makes the import part of the workspace: all of it, in one commit. Nothing changes when all files are known already and nothing in
    /// them is new, or when `keep` is false (a dry run). `progress` is told now and then how many legs are done, and of how many.
    ///
    /// # Errors
    /// When the disk or the catalog refuses, or the import was stopped; the workspace is then as before.
    pub fn finish(mut self, keep: bool, progress: &mut dyn FnMut(u64, u64)) -> Result<ImportSummary, StoreError> {
        self.write_aggregates()?;
        let mut published = Published::default();
        let sorter = std::mem::replace(&mut self.sorter, Sorter::new(PathBuf::new()));
        let mut again = Sorter::new(self.root.join("cache").join("again"));
        let stop = std::sync::Arc::clone(&self.stop);
        let (mut done, total) = (0_u64, sorter.legs());
        let entries = {
            let (sources, first_import) = (&mut self.sources, self.first_import);
            write_fresh_legs(
                &self.root,
                &self.transaction,
                sorter,
                keep,
                &mut published,
                Fates {
                    each: || {
                        done += 1;
                        if !done.is_multiple_of(REPORT_EVERY) {
                            return Ok(());
                        }
                        progress(done, total);
                        if stop.load(Ordering::Relaxed) { Err(StoreError::Interrupted) } else { Ok(()) }
                    },
                    fresh: |leg: &StoredLeg| {
                        mark(sources, (leg.import - first_import) as usize, leg.record);
                        Ok(())
                    },
                    again: |leg| if keep { again.push(leg) } else { Ok(()) },
                },
            )?
        };
        let declared = self.write_declarations()?;
        let me = self.mark_me()?;
        let mut summary = ImportSummary::default();
        for source in &mut self.sources {
            if source.held.is_none() {
                source.summary.accepted = source.fresh.count();
                source.summary.duplicate = source.summary.seen - source.summary.accepted - source.summary.rejected;
            }
            summary.sources.push(source.summary.clone());
        }
        let stale = self.hold_what_is_known();
        for index in (0..self.sources.len()).filter(|index| !self.is_kept(*index)) {
            self.transaction.execute("DELETE FROM tie_states WHERE import = ?", [self.import_of(index)])?;
        }
        let owner_is_new = self.owner_is_new()?;
        let brings = |source: &Source| source.held.is_none() && source.summary.accepted + source.summary.duplicate > 0;
        let is_new = owner_is_new || self.sources.iter().any(brings);
        if keep && (is_new || !stale.is_empty()) {
            if is_new {
                let mut names = self.names.finish();
                names.retain(|seen| self.is_kept(seen.source as usize));
                let witnesses = self.write_witnesses(again, &names, &mut published)?;
                self.write_catalog(&entries, &witnesses, &declared, &me, names)?;
            }
            self.refresh(&stale)?;
            if stop.load(Ordering::Relaxed) {
                return Err(StoreError::Interrupted);
            }
            seal(&self.transaction)?;
            published.may_be_in_use = true;
            self.transaction.commit()?;
            summary.committed = is_new;
        }
        Ok(summary)
    }

    /// A file that was read again because it might have brought more, and did not, is held by whom it was held before. Returns those
    /// whose tally must be renewed, because somebody was forgotten since.
    fn hold_what_is_known(&mut self) -> Vec<(usize, u32)> {
        let mut stale = Vec::new();
        for (index, source) in self.sources.iter_mut().enumerate() {
            let Some(reading) = source.reading.filter(|_| source.held.is_none()) else { continue };
            let known = self.known.iter().rev().find(|known| known.reading == reading.hash);
            if let Some(known) = known.filter(|_| source.summary.accepted == 0) {
                source.held = Some(known.import);
                if known.is_stale() {
                    stale.push((index, known.import));
                }
            }
        }
        // `log` has no file: what is known already is said again, nothing more.
        for source in self.sources.iter_mut().filter(|source| source.reading.is_none() && source.summary.accepted == 0) {
            source.held = source.held.or(Some(0));
        }
        stale
    }

    pub(super) fn import_of(&self, index: usize) -> u32 {
        self.first_import + index as u32
    }

    /// Marks the records that say something new of who the owner is. Returns what each import says of that.
    fn mark_me(&mut self) -> Result<Vec<(usize, u64, String)>, StoreError> {
        let mut statement = self.transaction.prepare("SELECT 1 FROM me WHERE handle = ?")?;
        let (mut met, mut said) = (HashSet::new(), Vec::new());
        for (index, record, me) in &self.me {
            for handle in &me.handles {
                let handle = handle.as_str().to_owned();
                let known = statement.query_row([&handle], |_| Ok(())).optional()?.is_some();
                if !known && met.insert(handle.clone()) {
                    mark(&mut self.sources, *index, *record);
                }
                said.push((*index, *record, handle));
            }
        }
        Ok(said)
    }

    /// Whether the user names an owner who was not named before.
    fn owner_is_new(&self) -> Result<bool, StoreError> {
        let mut statement = self.transaction.prepare("SELECT 1 FROM me WHERE handle = ? AND origin = 'user'")?;
        for handle in self.owner.iter().filter(|_| !self.colleague) {
            if statement.query_row([handle.as_str()], |_| Ok(())).optional()?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn is_kept(&self, index: usize) -> bool {
        self.sources.get(index).is_some_and(|source| {
            source.held.is_none() && (source.summary.accepted + source.summary.duplicate > 0 || source.reading.is_some())
        })
    }

    /// Writes what the kept files said although it was known.
    fn write_witnesses(
        &self,
        again: Sorter,
        names: &[NameUse],
        published: &mut Published,
    ) -> Result<Vec<WitnessEntry>, StoreError> {
        let mut writer = SegmentWriter::new(self.root.join(witness::FOLDER));
        again.drain(|leg| {
            if self.stop.load(Ordering::Relaxed) {
                return Err(StoreError::Interrupted);
            }
            if self.is_kept((leg.import - self.first_import) as usize) { writer.push(&leg) } else { Ok(()) }
        })?;
        let mut entries: Vec<WitnessEntry> = writer.finish(published)?.into_iter().map(WitnessEntry::of_legs).collect();
        let names = names.iter().map(|seen| NameSeen {
            import: self.import_of(seen.source as usize),
            handle: seen.handle,
            rank: i64::from(seen.rank),
            name: self.names.text(seen).into(),
            first_micros: seen.first_micros,
        });
        entries.extend(witness::write_names(&self.root, names, published)?);
        Ok(entries)
    }

    fn write_catalog(
        &mut self,
        entries: &[SegmentEntry],
        witnesses: &[WitnessEntry],
        declared: &[Said],
        me: &[(usize, u64, String)],
        names: Vec<NameUse>,
    ) -> Result<(), StoreError> {
        for handle in self.owner.clone() {
            self.number(&handle);
        }
        let transaction = &self.transaction;
        let batch: u32 = transaction.query_row("SELECT coalesce(max(id), 0) + 1 FROM batches", [], |row| row.get(0))?;
        transaction.execute(
            "INSERT INTO batches VALUES (?,?,?,?,?,?,1,0)",
            params![
                batch,
                self.forgotten.redacted(&self.paths),
                self.as_of,
                self.cutoff_micros,
                joined(&self.owner),
                self.colleague
            ],
        )?;
        for handle in self.owner.iter().filter(|_| !self.colleague) {
            transaction.execute("INSERT INTO me VALUES (?, 'user', ?, 0)", params![handle.as_str(), -i64::from(batch)])?;
        }
        let mut insert = transaction.prepare("INSERT OR IGNORE INTO me VALUES (?, 'profile', ?, ?)")?;
        for (index, record, handle) in me.iter().filter(|said| self.is_kept(said.0)) {
            insert.execute(params![handle, self.import_of(*index), *record as i64])?;
        }
        let mut insert = transaction.prepare("INSERT OR IGNORE INTO declared VALUES (?, ?, ?)")?;
        for said in declared.iter().filter(|said| self.is_kept(said.source as usize)) {
            insert.execute(params![said.id, self.import_of(said.source as usize), said.record as i64])?;
        }
        let mut insert = transaction.prepare("INSERT INTO handles VALUES (?, ?)")?;
        for (number, handle) in self.handles.from(self.first_handle) {
            insert.execute(params![number, handle])?;
        }
        let mut insert = transaction.prepare("INSERT INTO labels VALUES (?, ?)")?;
        for (number, label) in self.labels.from(self.first_label) {
            insert.execute(params![number, label])?;
        }
        let first = first_uses(names.into_iter());
        let rows = first.iter().map(|seen| (seen.handle, self.names.text(seen), i64::from(seen.rank), seen.first_micros));
        witness::add_names(transaction, rows)?;
        self.write_imports(batch)?;
        replace_segments(transaction, &[], entries)?;
        witness::insert(transaction, witnesses)
    }

    fn write_imports(&self, batch: u32) -> Result<(), StoreError> {
        let transaction = &self.transaction;
        let mut insert = transaction.prepare("INSERT INTO imports VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?;
        let mut hold = transaction.prepare("INSERT OR IGNORE INTO holdings VALUES (?,?,?,?)")?;
        for (index, source) in self.sources.iter().enumerate() {
            let (import, summary) = (self.import_of(index), &source.summary);
            if let Some(held) = source.held.filter(|held| *held > 0) {
                hold.execute(params![batch, held, import, summary.path])?;
            }
            if !self.is_kept(index) {
                continue;
            }
            let [seen, accepted, duplicate, rejected, people] =
                [summary.seen, summary.accepted, summary.duplicate, summary.rejected, summary.people_seen].map(|n| n as i64);
            let (first, last) = summary.span_micros.unzip();
            insert.execute(params![
                import,
                summary.path,
                summary.format,
                seen,
                accepted,
                duplicate,
                rejected,
                people,
                first,
                last,
                self.as_of,
                batch,
                source.reading.map(|reading| reading.hash),
                source.reading.map_or(0, |reading| reading.bytes) as i64,
                self.cutoff_micros,
                is_settled(source)
            ])?;
            self.write_reasons(import, summary)?;
        }
        Ok(())
    }

    fn write_reasons(&self, import: u32, summary: &SourceSummary) -> Result<(), StoreError> {
        let mut insert = self.transaction.prepare_cached("INSERT INTO reasons VALUES (?,?,?,?,?)")?;
        for (reason, count) in &summary.reasons {
            let Location { record, line } = count.first;
            let [count, record] = [count.count, record].map(|n| n as i64);
            insert.execute(params![import, reason.as_str(), count, record, line.map(|line| line as i64)])?;
        }
        for (rule, count) in &summary.hygiene {
            insert.execute(params![import, rule, *count as i64, 0, None::<i64>])?;
        }
        Ok(())
    }

    /// Renews the tallies of files that were read again after somebody was forgotten.
    fn refresh(&self, stale: &[(usize, u32)]) -> Result<(), StoreError> {
        for (index, import) in stale {
            let Some(source) = self.sources.get(*index) else { continue };
            let [rejected, people] = [source.summary.rejected, source.summary.people_seen].map(|count| count as i64);
            self.transaction.execute(
                "UPDATE imports SET rejected = ?2, duplicate = seen - accepted - ?2, people_seen = ?3, cutoff_micros = ?4,
                 settled = ?5 WHERE id = ?1",
                params![import, rejected, people, self.cutoff_micros, is_settled(source)],
            )?;
            self.transaction.execute("DELETE FROM reasons WHERE import = ?", [import])?;
            self.write_reasons(*import, &source.summary)?;
        }
        Ok(())
    }
}

/// Whether a later as-of day gives the same records.
fn is_settled(source: &Source) -> bool {
    source.reading.is_some_and(|reading| !reading.follows_as_of)
        && !source.summary.reasons.contains_key(&crate::model::Reason::ImplausibleDate)
}

pub(super) fn joined(handles: &[Handle]) -> String {
    handles.iter().map(Handle::as_str).collect::<Vec<_>>().join("\n")
}

pub(super) fn mark(sources: &mut [Source], index: usize, record: u64) {
    if let Some(source) = sources.get_mut(index) {
        source.fresh.mark(record);
    }
}
