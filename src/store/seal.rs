//! The seal of the catalog: a hash over all its rows, renewed by every commit and checked before the rows are used.
//!
//! SQLite notices broken structure but not a changed letter inside a value; the seal does.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};

use super::{StoreError, Workspace};

/// All rows of all tables, in a fixed order; the seal itself is left out.
const ROWS: [&str; 17] = [
    "SELECT * FROM meta WHERE key <> 'seal' ORDER BY key",
    "SELECT * FROM imports ORDER BY id",
    "SELECT * FROM reasons ORDER BY import, reason",
    "SELECT * FROM segments ORDER BY name",
    "SELECT * FROM handles ORDER BY id",
    "SELECT * FROM labels ORDER BY id",
    "SELECT * FROM names ORDER BY handle, name, rank",
    "SELECT * FROM declarations ORDER BY id",
    "SELECT * FROM decisions ORDER BY sequence",
    "SELECT * FROM me ORDER BY handle, origin, import",
    "SELECT * FROM profile ORDER BY subject, key, value",
    "SELECT * FROM batches ORDER BY id",
    "SELECT * FROM holdings ORDER BY batch, import",
    "SELECT * FROM witnesses ORDER BY name",
    "SELECT * FROM declared ORDER BY id, import",
    "SELECT * FROM forgotten ORDER BY hash",
    "SELECT * FROM tie_states ORDER BY low, high, as_of_day, import",
];
/// All rows of a catalog of format 2; of format 1 all but the last.
const ROWS_OF_FORMAT_2: [&str; 10] = [
    "SELECT * FROM meta WHERE key <> 'seal' ORDER BY key",
    "SELECT * FROM imports ORDER BY id",
    "SELECT * FROM reasons ORDER BY import, reason",
    "SELECT * FROM segments ORDER BY name",
    "SELECT * FROM handles ORDER BY id",
    "SELECT * FROM labels ORDER BY id",
    "SELECT * FROM names ORDER BY handle, name, rank",
    "SELECT * FROM declarations ORDER BY id",
    "SELECT kind, a, b FROM decisions UNION ALL SELECT origin, handle, '' FROM me ORDER BY 1, 2, 3",
    "SELECT * FROM profile ORDER BY subject, key, value",
];

/// The rows that are sealed in an older format.
fn rows_of(format: i64) -> &'static [&'static str] {
    let all: &'static [&'static str] = if format == 3 { &ROWS } else { &ROWS_OF_FORMAT_2 };
    // Each of the other two lacks what came last.
    if format == 2 { all } else { all.split_last().map_or(all, |(_, rest)| rest) }
}

/// Counts one more commit and seals what it leaves; the last statement of every transaction.
pub(super) fn seal(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'", [])?;
    write_seal(connection, &ROWS)
}

fn write_seal(connection: &Connection, rows: &[&str]) -> Result<(), StoreError> {
    let hash = hash_of_rows(connection, rows)?;
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('seal', ?)", [hash])?;
    Ok(())
}

/// Seals a catalog as an older format did.
#[cfg(test)]
pub(super) fn seal_format(connection: &Connection, format: i64) -> Result<(), StoreError> {
    write_seal(connection, rows_of(format))
}

impl Workspace {
    /// What the catalog held when it was committed last, as one text; another content has another text. Not checked against the content.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn sealed(&self) -> Result<Option<String>, StoreError> {
        Ok(self.connection.query_row("SELECT value FROM meta WHERE key = 'seal'", [], |row| row.get(0)).optional()?)
    }
}

/// Checks the seal.
///
/// # Errors
/// [`StoreError::Damaged`] when any row is not as the last commit left it.
///
/// # Complexity
/// O(n) in the rows of the catalog.
pub(super) fn check_seal(connection: &Connection) -> Result<(), StoreError> {
    check_rows(connection, &ROWS)
}

/// Checks the seal of a catalog of an older format.
///
/// # Errors
/// As [`check_seal`].
pub(super) fn check_seal_of(connection: &Connection, format: i64) -> Result<(), StoreError> {
    check_rows(connection, rows_of(format))
}

fn check_rows(connection: &Connection, rows: &[&str]) -> Result<(), StoreError> {
    let sealed: Option<String> =
        connection.query_row("SELECT value FROM meta WHERE key = 'seal'", [], |row| row.get(0)).optional()?;
    if sealed.as_deref() == Some(hash_of_rows(connection, rows)?.as_str()) {
        return Ok(());
    }
    Err(StoreError::Damaged { file: "catalog.db".into(), problem: "has other contents than were written".into() })
}

fn hash_of_rows(connection: &Connection, rows_of: &[&str]) -> Result<String, StoreError> {
    let mut hasher = blake3::Hasher::new();
    let mut bytes = Vec::new();
    for query in rows_of {
        let mut statement = connection.prepare(query)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            bytes.clear();
            for column in 0..columns {
                let (tag, value): (u8, &[u8]) = match row.get_ref(column)? {
                    ValueRef::Null => (0, &[]),
                    ValueRef::Integer(number) => (1, &number.to_le_bytes()),
                    ValueRef::Real(number) => (2, &number.to_le_bytes()),
                    ValueRef::Text(text) => (3, text),
                    ValueRef::Blob(blob) => (4, blob),
                };
                bytes.push(tag);
                bytes.extend_from_slice(&(value.len() as u64).to_le_bytes());
                bytes.extend_from_slice(value);
            }
            hasher.update(&bytes);
        }
        // A row moved from the end of one table to the start of the next must not go unseen.
        hasher.update(&[0xff]);
    }
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use crate::model::Handle;
    use crate::store::{StoreError, Workspace};

    #[test]
    fn a_changed_letter_in_the_catalog_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("w");
        let mut workspace = Workspace::create(&root).unwrap();
        workspace.set_me(&[Handle::email("ann@example.org").unwrap()], None).unwrap();
        assert!(workspace.people().is_ok());
        workspace.connection.execute("UPDATE me SET handle = 'mailto:bob@example.org'", []).unwrap();
        assert!(matches!(workspace.people(), Err(StoreError::Damaged { .. })));
        let terms = crate::store::Terms { as_of: "2026-10-31", cutoff_micros: 0, paths: &[], owner: &[], colleague: false };
        assert!(matches!(workspace.begin(&terms).map(|_| ()), Err(StoreError::Damaged { .. })));
    }
}
