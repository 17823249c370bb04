//! Declarations of an import become rows of the catalog, each once.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use rusqlite::params;

use super::StoreError;
use super::commit::{joined, mark};
use super::session::Session;
use super::spool::Spool;
use crate::model::{Declaration, InteractionId};

/// What identifies a declaration: everything it says.
type DeclarationId = [u8; 16];
/// What a record declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    pub(super) id: DeclarationId,
    /// The place of its source.
    pub(super) source: u32,
    pub(super) record: u64,
    /// Its place among the declarations of the import.
    place: u64,
}

/// Declarations between two looks at whether the import was stopped.
const STOP_EVERY: usize = 1 << 12;

impl Session<'_> {
    /// Writes the declarations that are new, in the order of their identities: in no order, each row would touch a page of its own. Returns
    /// what every record declares, in that order; of equal ones the first is the one that is new.
    ///
    /// # Complexity
    /// O(n log n) in the declarations of the import, with 40 bytes of each in memory.
    pub(super) fn write_declarations(&mut self) -> Result<Vec<Said>, StoreError> {
        let mut insert = self.transaction.prepare("INSERT OR IGNORE INTO declarations VALUES (?,?,?,?,?,?,?,?,?,?,?)")?;
        let mut said = Vec::new();
        self.declarations.each(|place, (source, record, declaration)| {
            said.push(Said { id: identity(declaration), source: *source as u32, record: *record, place });
            Ok(())
        })?;
        said.sort_unstable();
        let mut last = None;
        for (count, Said { id, source, record, place }) in said.iter().enumerate() {
            if last.replace(id) == Some(id) {
                continue;
            }
            if count.is_multiple_of(STOP_EVERY) && self.stop.load(Ordering::Relaxed) {
                return Err(StoreError::Interrupted);
            }
            let (_, _, Declaration { kind, card, at_micros, detail }) = self.declarations.at(*place)?;
            let changed = insert.execute(params![
                id,
                kind.as_str(),
                at_micros,
                self.first_import + source,
                joined(&card.handles),
                card.name,
                card.company,
                card.title,
                card.location,
                card.tags.join("\n"),
                detail
            ])?;
            if changed > 0 {
                mark(&mut self.sources, *source as usize, *record);
            }
        }
        drop(insert);
        // What it took on the disk and in memory is needed no more.
        self.declarations = Spool::new(PathBuf::new());
        Ok(said)
    }
}

fn identity(declaration: &Declaration) -> DeclarationId {
    let card = &declaration.card;
    let (handles, tags) = (joined(&card.handles), card.tags.join("\n"));
    let at = declaration.at_micros.map_or_else(String::new, |at| at.to_string());
    let optional = [&card.name, &card.company, &card.title, &card.location, &declaration.detail];
    let mut parts: Vec<&[u8]> =
        vec![b"declaration", declaration.kind.as_str().as_bytes(), handles.as_bytes(), tags.as_bytes(), at.as_bytes()];
    parts.extend(optional.iter().map(|text| text.as_deref().unwrap_or_default().as_bytes()));
    InteractionId::of(&parts).0.to_be_bytes()
}
