//! The workspace folder and its catalog.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use super::seal::{check_seal_of, seal};
use super::{StoreError, schema};
use crate::io::fs;

/// How long a process waits for another one's commit before it gives up as busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// A workspace: a folder with the catalog and the segments.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    pub(super) connection: Connection,
}

/// A segment as the catalog knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentEntry {
    /// File name within `interactions/`.
    pub name: String,
    /// Length in bytes.
    pub length: u64,
    /// BLAKE3 of the content.
    pub hash: Vec<u8>,
    /// How many legs.
    pub rows: u64,
    /// The earliest leg, in microseconds since 1970-01-01 UTC.
    pub first_micros: i64,
    /// The latest leg.
    pub last_micros: i64,
}

impl Workspace {
    /// Makes a workspace in a new or empty folder, private from creation. One that a kill left unfinished is finished.
    ///
    /// # Errors
    /// When the folder holds something else, holds a workspace already, or cannot be written.
    pub fn create(root: &Path) -> Result<Self, StoreError> {
        let catalog = root.join("catalog.db");
        fs::create_private_folder(root)?;
        match Self::open(root) {
            Ok(_) => return Err(StoreError::Exists { path: root.to_owned() }),
            Err(StoreError::NoWorkspace { .. }) => {}
            Err(error) => return Err(error),
        }
        // A catalog without tables is an unfinished creation, which is finished here.
        if !catalog.exists() {
            if !fs::is_empty_folder(root)? {
                return Err(StoreError::NotEmpty { path: root.to_owned() });
            }
            fs::create_private(&catalog)?;
        }
        fs::create_private_folder(&root.join("interactions"))?;
        let connection = connect(&catalog)?;
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {} INSERT INTO meta VALUES ('generation', '0');
             PRAGMA application_id = {}; PRAGMA user_version = {};",
            schema::all_tables(),
            schema::APPLICATION_ID,
            schema::FORMAT
        ))?;
        seal(&connection)?;
        connection.execute_batch("COMMIT")?;
        fs::sync_folder(root)?;
        Ok(Self { root: root.to_owned(), connection })
    }

    /// Opens a workspace.
    ///
    /// # Errors
    /// When there is none, it is damaged, or a newer version wrote it.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let catalog = root.join("catalog.db");
        // Data without a catalog is no empty folder: nothing may take it for one and write there.
        let absent = || match fs::files_in(&root.join("interactions")) {
            Ok(files) if files.iter().any(|file| file.extension().is_some_and(|ending| ending == "parquet")) => {
                StoreError::Damaged {
                    file: "catalog.db".into(),
                    problem: "is missing or empty, beside data that it described".into(),
                }
            }
            _ => StoreError::NoWorkspace { path: root.to_owned() },
        };
        if !catalog.is_file() {
            return Err(absent());
        }
        let connection = connect(&catalog)?;
        let application: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match (application, found) {
            (0, 0) => Err(absent()),
            (schema::APPLICATION_ID, found) if found > schema::FORMAT => Err(StoreError::Newer { found, known: schema::FORMAT }),
            (schema::APPLICATION_ID, found) if found == schema::FORMAT => {
                let mut workspace = Self { root: root.to_owned(), connection };
                // A workspace that only can be read, or that somebody writes to, is read all the same.
                let _ = workspace.finish_forgetting();
                Ok(workspace)
            }
            (schema::APPLICATION_ID, 1..schema::FORMAT) => {
                let read_only = || StoreError::OlderAndReadOnly { path: root.to_owned(), found, known: schema::FORMAT };
                if connection.is_readonly("main")? {
                    return Err(read_only());
                }
                upgrade(&connection).map_err(|error| match error {
                    // The file can be written, and the folder takes no journal.
                    StoreError::Catalog(error)
                        if matches!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen)) =>
                    {
                        read_only()
                    }
                    other => other,
                })?;
                Ok(Self { root: root.to_owned(), connection })
            }
            _ => Err(StoreError::Damaged { file: "catalog.db".into(), problem: "is not an acquaint catalog".into() }),
        }
    }

    /// The folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the segments.
    pub(super) fn interactions(&self) -> PathBuf {
        self.root.join("interactions")
    }

    /// A number that grows with every commit.
    pub fn generation(&self) -> Result<u64, StoreError> {
        let text: Option<String> =
            self.connection.query_row("SELECT value FROM meta WHERE key = 'generation'", [], |row| row.get(0)).optional()?;
        text.and_then(|text| text.parse().ok())
            .ok_or_else(|| StoreError::Damaged { file: "catalog.db".into(), problem: "has no generation".into() })
    }

    /// The segments, in the order of their names.
    pub fn segments(&self) -> Result<Vec<SegmentEntry>, StoreError> {
        segments(&self.connection)
    }

    /// The texts of channel and venue labels by number.
    pub fn labels(&self) -> Result<std::collections::BTreeMap<u32, String>, StoreError> {
        let mut statement = self.connection.prepare("SELECT id, text FROM labels ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Makes a catalog of an older format one of today's, in one commit; another process may have done so in the meantime.
fn upgrade(connection: &Connection) -> Result<(), StoreError> {
    // Without the write lock nothing is changed.
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found < schema::FORMAT {
        check_seal_of(connection, found)?;
        if found == 1 {
            connection.execute_batch(schema::FROM_FORMAT_1)?;
        }
        if found <= 2 {
            connection.execute_batch(schema::FROM_FORMAT_2)?;
        }
        connection.execute_batch(&format!("{} PRAGMA user_version = {};", schema::FROM_FORMAT_3, schema::FORMAT))?;
        seal(connection)?;
    }
    Ok(connection.execute_batch("COMMIT")?)
}

/// The segments of a catalog, in the order of their names.
pub(super) fn segments(connection: &Connection) -> Result<Vec<SegmentEntry>, StoreError> {
    let mut statement =
        connection.prepare("SELECT name, length, hash, rows, first_micros, last_micros FROM segments ORDER BY name")?;
    let rows = statement.query_map([], |row| {
        Ok(SegmentEntry {
            name: row.get(0)?,
            length: row.get::<_, i64>(1)? as u64,
            hash: row.get(2)?,
            rows: row.get::<_, i64>(3)? as u64,
            first_micros: row.get(4)?,
            last_micros: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn connect(catalog: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(catalog, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Rows that come in no order touch pages all over: with the two megabytes of the standard, most were written and read again.
    // EXTRA also syncs the folder after the journal is gone, so that a commit outlives a power cut.
    connection.execute_batch(
        "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32768;",
    )?;
    // What is deleted is overwritten by zeros, so that who is forgotten leaves no trace in the file.
    connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    Ok(connection)
}
