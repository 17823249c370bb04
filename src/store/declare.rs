//! Declarations of an import become rows of the catalog, each once.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use rusqlite::{Statement, params};

use super::StoreError;
use super::commit::{joined, mark};
use super::session::{Session, Source};
use super::spool::{Declared, Spool};
use crate::model::{Declaration, InteractionId};

/// What identifies a declaration: everything it says.
type DeclarationId = [u8; 16];
/// A declaration with the place of its source and its record.
pub(super) type Said = (DeclarationId, u32, u64);

/// Declarations that are sorted by their identities before they are written: in no order, each row would touch a page of its own.
const SORTED: usize = 1 << 14;

impl Session<'_> {
    /// Writes the declarations that are new. Returns the identity of each, with its place, in the order of the identities.
    pub(super) fn write_declarations(&mut self) -> Result<Vec<Said>, StoreError> {
        let mut insert = self.transaction.prepare("INSERT OR IGNORE INTO declarations VALUES (?,?,?,?,?,?,?,?,?,?,?)")?;
        let (mut said, mut batch) = (Vec::new(), Vec::new());
        let declarations = std::mem::replace(&mut self.declarations, Spool::new(PathBuf::new()));
        let (sources, first_import, stop) = (&mut self.sources, self.first_import, &self.stop);
        declarations.drain(|declared| {
            let id = identity(&declared.2);
            said.push((id, declared.0 as u32, declared.1));
            batch.push((id, declared));
            if batch.len() < SORTED {
                return Ok(());
            }
            if stop.load(Ordering::Relaxed) {
                return Err(StoreError::Interrupted);
            }
            write(&mut batch, &mut insert, first_import, sources)
        })?;
        write(&mut batch, &mut insert, first_import, sources)?;
        said.sort_unstable();
        Ok(said)
    }
}

/// Writes declarations; of equal ones the first is the one that is new.
fn write(
    batch: &mut Vec<(DeclarationId, Declared)>,
    insert: &mut Statement<'_>,
    first_import: u32,
    sources: &mut [Source],
) -> Result<(), StoreError> {
    batch.sort_by_key(|row| row.0);
    for (id, (index, record, declaration)) in batch.drain(..) {
        let Declaration { kind, card, at_micros, detail } = declaration;
        let changed = insert.execute(params![
            id,
            kind.as_str(),
            at_micros,
            first_import + index as u32,
            joined(&card.handles),
            card.name,
            card.company,
            card.title,
            card.location,
            card.tags.join("\n"),
            detail
        ])?;
        if changed > 0 {
            mark(sources, index, record);
        }
    }
    Ok(())
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
