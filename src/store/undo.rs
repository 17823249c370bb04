//! An import taken back: the workspace is as if it had never been made.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::publish::{Published, remove_orphans};
use super::rewrite::{Moves, move_imports, sweep};
use super::seal::{check_seal, seal};
use super::witness::{self, NameSeen};
use super::{StoreError, Workspace};

/// What taking an import back did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Undone {
    /// Files whose records went away, but for what other imports hold as well.
    pub files: usize,
    /// Files that a later import holds as well, and that stay as its own.
    pub kept_files: usize,
    /// Calibrations that rested on the data as it was, and were dropped.
    pub calibrations: usize,
}

impl Workspace {
    /// Takes one import back. What other imports hold as well stays, credited to the first of them. The user's word on people, and who the
    /// user is by their own word, stay; a calibration rested on other data and goes.
    ///
    /// # Errors
    /// [`StoreError::NoImport`], [`StoreError::TakenBack`] or [`StoreError::NotUndoable`] when there is nothing to take back; else when
    /// the workspace cannot be written. It is then as before.
    ///
    /// # Complexity
    /// O(n log n) in the legs kept and witnessed, in bounded memory but for the record numbers.
    pub fn undo_import(&mut self, number: u32) -> Result<Undone, StoreError> {
        let root = self.root().to_owned();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        remove_orphans(&root, &transaction)?;
        let state: Option<(bool, bool)> = transaction
            .query_row("SELECT undoable, undone FROM batches WHERE id = ?", [number], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match state {
            None => return Err(StoreError::NoImport { number }),
            Some((_, true)) => return Err(StoreError::TakenBack { number }),
            Some((false, false)) => return Err(StoreError::NotUndoable { number }),
            Some((true, false)) => {}
        }
        let mut published = Published::default();
        let moves = moves(&transaction, number)?;
        transaction.execute("DELETE FROM holdings WHERE batch = ?", [number])?;
        transaction.execute("DELETE FROM me WHERE import = ?", [-i64::from(number)])?;
        let spoken = move_imports(&root, &transaction, &moves, &mut published)?;
        move_rows(&transaction, &moves)?;
        let names = moved_names(witness::names(&root, &transaction)?, &moves);
        witness::settle_names(&transaction, &names)?;
        transaction.execute("DELETE FROM witnesses WHERE kind = 'names'", [])?;
        witness::insert(
            &transaction,
            &witness::write_names(&root, witness::in_order(names), &mut published)?.into_iter().collect::<Vec<_>>(),
        )?;
        transaction.execute("UPDATE batches SET undone = 1, paths = '', owner = '', colleague = 0 WHERE id = ?", [number])?;
        let calibrations = transaction.execute("DELETE FROM meta WHERE key LIKE 'calibration:%'", [])?;
        sweep(&transaction, &spoken)?;
        count_anew(&transaction, spoken.credited)?;
        seal(&transaction)?;
        published.may_be_in_use = true;
        transaction.commit()?;
        // A kill before this leaves orphans, which the next writer removes. Another writer's new files are none: only who writes tidies up.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        remove_orphans(&root, &transaction)?;
        drop(transaction);
        let kept_files = moves.values().flatten().count();
        Ok(Undone { files: moves.len() - kept_files, kept_files, calibrations })
    }
}

/// What becomes of the files of an import: those that a later one holds go over to it, in its place.
fn moves(connection: &Connection, number: u32) -> Result<Moves, StoreError> {
    let mut statement = connection.prepare("SELECT id FROM imports WHERE batch = ? ORDER BY id")?;
    let own = statement.query_map([number], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
    let mut heir =
        connection.prepare("SELECT batch, place, path FROM holdings WHERE import = ? AND batch <> ? ORDER BY batch LIMIT 1")?;
    let mut moves = Moves::new();
    for import in own {
        let next: Option<(u32, u32, String)> =
            heir.query_row(params![import, number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        moves.insert(import, next.as_ref().map(|next| next.1));
        let Some((batch, place, path)) = next else {
            connection.execute("DELETE FROM imports WHERE id = ?", [import])?;
            connection.execute("DELETE FROM reasons WHERE import = ?", [import])?;
            connection.execute("DELETE FROM holdings WHERE import = ?", [import])?;
            continue;
        };
        connection.execute("DELETE FROM holdings WHERE import = ? AND batch = ?", params![import, batch])?;
        connection.execute("UPDATE holdings SET import = ? WHERE import = ?", params![place, import])?;
        connection.execute("UPDATE reasons SET import = ? WHERE import = ?", params![place, import])?;
        connection.execute(
            "UPDATE imports SET id = ?2, batch = ?3, path = ?4, as_of = (SELECT as_of FROM batches WHERE id = ?3) WHERE id = ?1",
            params![import, place, batch, path],
        )?;
    }
    Ok(moves)
}

/// Declarations and what archives say of the owner go over to the first import that still says them.
fn move_rows(connection: &Connection, moves: &Moves) -> Result<(), StoreError> {
    for table in ["declared", "me", "tie_states"] {
        for (import, place) in moves {
            match place {
                Some(place) => {
                    connection.execute(&format!("UPDATE {table} SET import = ? WHERE import = ?"), params![place, import])?
                }
                None => connection.execute(&format!("DELETE FROM {table} WHERE import = ?"), [import])?,
            };
        }
    }
    connection.execute("DELETE FROM declarations WHERE id NOT IN (SELECT id FROM declared)", [])?;
    connection
        .execute("UPDATE declarations SET import = (SELECT min(import) FROM declared WHERE declared.id = declarations.id)", [])?;
    Ok(())
}

fn moved_names<'n>(names: Vec<NameSeen<'n>>, moves: &Moves) -> Vec<NameSeen<'n>> {
    let moved = names.into_iter().filter_map(|seen| match moves.get(&seen.import) {
        None => Some(seen),
        Some(place) => place.map(|import| NameSeen { import, ..seen }),
    });
    moved.collect()
}

/// Counts anew which records of each file are the first to say what they say.
fn count_anew(connection: &Connection, mut credited: BTreeMap<u32, HashSet<u64>>) -> Result<(), StoreError> {
    for query in [
        "SELECT import, record FROM declared AS said WHERE import = (SELECT min(import) FROM declared WHERE id = said.id)",
        "SELECT import, record FROM me AS said WHERE import > 0 AND import =
         (SELECT min(import) FROM me WHERE handle = said.handle AND origin = 'profile')
         AND NOT EXISTS (SELECT 1 FROM me WHERE handle = said.handle AND origin = 'user')",
        "SELECT import, record FROM tie_states AS said WHERE import = (SELECT min(import) FROM tie_states
         WHERE low = said.low AND high = said.high AND as_of_day = said.as_of_day AND id = said.id)",
    ] {
        let mut statement = connection.prepare(query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let record: i64 = row.get(1)?;
            credited.entry(row.get(0)?).or_default().insert(record as u64);
        }
    }
    let mut statement = connection.prepare(
        "SELECT id FROM imports WHERE reading IS NOT NULL OR batch IN
         (SELECT id FROM batches WHERE undoable = 1)",
    )?;
    let imports = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<u32>, _>>()?;
    let mut update = connection
        .prepare("UPDATE imports SET accepted = ?2, duplicate = seen - rejected - ?2 WHERE id = ?1 AND accepted <> ?2")?;
    for import in imports {
        update.execute(params![import, credited.get(&import).map_or(0, HashSet::len) as i64])?;
    }
    Ok(())
}
