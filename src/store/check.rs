//! `verify`: everything a workspace promises, checked.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::leg::{Leg, NOBODY};
use super::seal::check_seal;
use super::{StoreError, Workspace, schema, segment, witness};
use crate::io::fs;

/// One thing that is wrong, or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, within the workspace.
    pub file: String,
    /// What is wrong.
    pub problem: String,
    /// Whether data is affected; an orphan left by a kill is not.
    pub damage: bool,
}

/// A catalog as it is made, in memory.
fn blank() -> Result<Connection, StoreError> {
    let blank = Connection::open_in_memory()?;
    blank.execute_batch(&schema::all_tables())?;
    Ok(blank)
}

/// All columns of all tables. The seal covers the rows; the name of a column may be damaged beside them.
fn columns(connection: &Connection) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT of.name, own.name, own.type || own.\"notnull\" || own.pk FROM sqlite_schema AS of, pragma_table_info(of.name) AS own
         WHERE of.type = 'table' AND of.name NOT LIKE 'sqlite_%' ORDER BY of.name, own.cid",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Checks the catalog's own integrity, every segment's length, hash, order and references, file modes, and orphans.
///
/// # Complexity
/// O(n) in the legs kept; one segment in memory at a time.
pub fn verify(workspace: &Workspace) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    // One snapshot of the catalog, whatever other processes commit meanwhile.
    let _snapshot = workspace.connection.unchecked_transaction()?;
    let mut damage = |file: String, problem: String| findings.push(Finding { file, problem, damage: true });
    let integrity: String = workspace.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if integrity != "ok" {
        damage("catalog.db".into(), integrity);
    }
    if columns(&workspace.connection)? != columns(&blank()?)? {
        damage("catalog.db".into(), "has other tables than were made".into());
    }
    match check_seal(&workspace.connection) {
        Ok(()) => {}
        Err(StoreError::Damaged { file, problem }) => damage(file, problem),
        Err(error) => return Err(error),
    }
    let known_handles: u32 = workspace.connection.query_row("SELECT coalesce(max(id), 0) FROM handles", [], |row| row.get(0))?;
    let known_labels: u32 = workspace.connection.query_row("SELECT coalesce(max(id), 0) FROM labels", [], |row| row.get(0))?;
    let entries = workspace.segments()?;
    for entry in &entries {
        let path = workspace.interactions().join(&entry.name);
        let file = format!("interactions/{}", entry.name);
        let count = |legs: &[Leg]| {
            if legs.len() as u64 != entry.rows {
                return Some(format!("has {} rows instead of {}", legs.len(), entry.rows));
            }
            let known = |leg: &Leg| {
                leg.source <= known_handles
                    && leg.target <= known_handles
                    && leg.channel <= known_labels
                    && (leg.source != NOBODY || leg.target != NOBODY)
            };
            (!legs.iter().all(known)).then(|| "refers to people or labels that the catalog does not know".to_owned())
        };
        let checked = segment::checked_bytes(&path, &entry.name, entry.length, &entry.hash)
            .and_then(|bytes| segment::decode(&bytes, &entry.name, None))
            .and_then(|legs| match count(&legs) {
                Some(problem) => Err(StoreError::Damaged { file: file.clone(), problem }),
                None => segment::check_order(&path, &entry.name, entry.rows as usize),
            });
        match checked {
            Ok(()) => {}
            Err(StoreError::Damaged { file, problem }) => damage(file, problem),
            Err(error) => return Err(error),
        }
    }
    let strangers: i64 = workspace.connection.query_row(
        "SELECT count(*) FROM tie_states WHERE low NOT IN (SELECT id FROM handles) OR high NOT IN (SELECT id FROM handles)",
        [],
        |row| row.get(0),
    )?;
    if strangers > 0 {
        damage("catalog.db".into(), format!("holds {strangers} ties of people that it does not know"));
    }
    for entry in witness::witnesses(&workspace.connection)? {
        match witness::checked(workspace.root(), &entry) {
            Ok(_) => {}
            Err(StoreError::Damaged { file, problem }) => damage(file, problem),
            Err(error) => return Err(error),
        }
    }
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    for path in fs::files_in(&workspace.interactions())? {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !names.contains(name.as_str()) {
            let problem = "is left over from an interrupted import; the next import removes it".into();
            findings.push(Finding { file: format!("interactions/{name}"), problem, damage: false });
        }
    }
    for folder in ["import", "again"] {
        for path in fs::files_in(&workspace.root().join("cache").join(folder))? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let problem = "is left over from an interrupted import; the next import removes it".into();
            findings.push(Finding { file: format!("cache/{folder}/{name}"), problem, damage: false });
        }
    }
    for path in [workspace.root().to_owned(), workspace.root().join("catalog.db")] {
        if fs::readable_by_others(&path)? {
            let problem = "can be read by other users of this machine".into();
            findings.push(Finding { file: path.display().to_string(), problem, damage: false });
        }
    }
    Ok(findings)
}
