//! The messages of a Mac (`chat.db`), handed on as JSON Lines: who, when, in which chat. No text of a message leaves this file.
//!
//! A stranger's database is only ever opened in a child process, under a memory limit, and as a private copy: opening a database
//! may write to it, and to the log beside it.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row, Statement};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// Longest text that is handed on, in characters; no address is longer.
const MOST_CHARS: usize = 512;
/// Most of a message without an identity of its own that is hashed, in bytes.
const MOST_HASHED_BYTES: usize = 1 << 20;

/// Why a database could not be handed on.
#[derive(Debug, thiserror::Error)]
pub enum MessagesError {
    /// It cannot be copied, or the text cannot be handed on.
    #[error("the database cannot be copied, or its messages cannot be handed on")]
    Write(#[from] std::io::Error),
    /// The database is damaged; said in the text, too.
    #[error("not a sound database")]
    Sqlite(#[from] rusqlite::Error),
}

/// Writes the people, chats, changes of membership and messages of a `chat.db`, one JSON object a line, in the order of the database. What is
/// wrong with a database is a line `{"problem": …}`.
///
/// # Errors
/// When the file cannot be copied, or the text cannot be written.
pub fn messages_as_json(path: &Path, mut out: impl Write) -> Result<(), MessagesError> {
    let folder = tempfile::Builder::new().prefix("acquaint-").tempdir()?;
    let copy = folder.path().join("chat.db");
    std::fs::copy(path, &copy)?;
    let log = PathBuf::from(format!("{}-wal", path.display()));
    if log.is_file() {
        std::fs::copy(&log, folder.path().join("chat.db-wal"))?;
    }
    match hand_on(&copy, folder, &mut out) {
        Err(MessagesError::Sqlite(error)) => {
            writeln!(out, "{}", json!({ "problem": format!("the database is damaged: {error}") }))?;
        }
        other => other?,
    }
    Ok(out.flush()?)
}

fn hand_on(copy: &Path, folder: TempDir, out: &mut impl Write) -> Result<(), MessagesError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(copy, flags)?;
    // What a schema calls is not run with our rights, and cells are checked before they are read. The log becomes part of the copy.
    database.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; \
         PRAGMA query_only = ON;",
    )?;
    // On Unix what is open needs no name any more: nothing stays behind, however this process ends.
    #[cfg(unix)]
    folder.close()?;
    let schema = Schema::of(&database)?;
    if let Some(problem) = schema.problem() {
        writeln!(out, "{}", json!({ "problem": problem }))?;
        return Ok(());
    }
    for query in
        [schema.handles(), schema.owners(), schema.members(), schema.changes(), Some(schema.messages())].into_iter().flatten()
    {
        let mut statement = database.prepare(&query)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        write_rows(&mut statement, &names, out)?;
    }
    Ok(())
}

/// Writes the rows of a query; of rows with the same `row` one after the other only the first.
fn write_rows(statement: &mut Statement<'_>, names: &[String], out: &mut impl Write) -> Result<(), MessagesError> {
    let mut rows = statement.query([])?;
    let mut last = None;
    while let Some(row) = rows.next()? {
        let object = object(row, names)?;
        let number = object.get("row").and_then(Value::as_i64);
        if number.is_none() || number != last {
            serde_json::to_writer(&mut *out, &object).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        last = number;
    }
    Ok(())
}

fn object(row: &Row<'_>, names: &[String]) -> rusqlite::Result<Map<String, Value>> {
    let mut object = Map::new();
    for (at, name) in names.iter().enumerate() {
        let value = match row.get_ref(at)? {
            ValueRef::Null => continue,
            ValueRef::Integer(number) => Value::from(number),
            ValueRef::Real(number) => Value::from(number),
            ValueRef::Text(bytes) if name == "said" => Value::from(blake3::hash(bytes).to_hex().as_str()),
            ValueRef::Blob(bytes) if name == "said" => Value::from(blake3::hash(bytes).to_hex().as_str()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Value::from(String::from_utf8_lossy(bytes)),
        };
        object.insert(name.clone(), value);
    }
    Ok(object)
}

/// The tables and columns there are: each version of the system has its own.
struct Schema {
    columns: BTreeSet<(String, String)>,
}

const TABLES: [&str; 5] = ["message", "handle", "chat", "chat_message_join", "chat_handle_join"];

impl Schema {
    fn of(database: &Connection) -> rusqlite::Result<Self> {
        let mut columns = BTreeSet::new();
        for table in TABLES {
            // A view of that name could be any computation.
            let query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE AND sql NOT LIKE '%VIRTUAL%'";
            if database.query_row(query, [table], |row| row.get::<_, i64>(0))? == 0 {
                continue;
            }
            // Generated columns are computations, too, and are not listed here.
            let mut statement = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
            for name in statement.query_map([table], |row| row.get::<_, String>(0))? {
                columns.insert((table.to_owned(), name?.to_lowercase()));
            }
        }
        Ok(Self { columns })
    }

    fn has(&self, table: &str, column: &str) -> bool {
        self.columns.contains(&(table.to_owned(), column.to_lowercase()))
    }

    fn problem(&self) -> Option<String> {
        let needed = [("message", "date"), ("message", "is_from_me"), ("message", "handle_id"), ("handle", "id")];
        let missing = needed.into_iter().find(|(table, column)| !self.has(table, column))?;
        Some(format!("this is no database of Messages: it has no column `{}` in a table `{}`", missing.1, missing.0))
    }

    /// A column under a letter for its table, or nothing where the table has none.
    fn number(&self, letter: &str, table: &str, column: &str) -> String {
        if self.has(table, column) { format!("{letter}.{column}") } else { "NULL".to_owned() }
    }

    fn text(&self, letter: &str, table: &str, column: &str) -> String {
        let column = self.number(letter, table, column);
        if column == "NULL" { column } else { format!("substr(CAST({column} AS TEXT), 1, {MOST_CHARS})") }
    }

    /// Addresses that the system holds to be one person's.
    fn handles(&self) -> Option<String> {
        self.has("handle", "person_centric_id").then(|| {
            let (id, person) = (self.text("h", "handle", "id"), self.text("h", "handle", "person_centric_id"));
            format!("SELECT {id} AS same, {person} AS person FROM handle h WHERE h.person_centric_id <> '' ORDER BY h.person_centric_id, h.ROWID")
        })
    }

    /// The owner's own addresses.
    fn owners(&self) -> Option<String> {
        let sources = [("chat", "account_login"), ("chat", "last_addressed_handle"), ("message", "destination_caller_id")];
        let parts: Vec<String> = sources
            .into_iter()
            .filter(|(table, column)| self.has(table, column))
            .map(|(table, column)| {
                format!("SELECT {} AS own FROM {table} x WHERE x.{column} <> ''", self.text("x", table, column))
            })
            .collect();
        (!parts.is_empty()).then(|| format!("{} ORDER BY 1", parts.join(" UNION ")))
    }

    fn has_chats(&self) -> bool {
        self.has("chat_message_join", "chat_id") && self.has("chat_message_join", "message_id")
    }

    /// Who is in which chat now.
    fn members(&self) -> Option<String> {
        (self.has_chats() && self.has("chat_handle_join", "chat_id") && self.has("chat_handle_join", "handle_id")).then(|| {
            let id = self.text("h", "handle", "id");
            format!(
                "SELECT c.chat_id AS of_chat, {id} AS member FROM chat_handle_join c JOIN handle h ON h.ROWID = c.handle_id \
                 ORDER BY c.chat_id, h.ROWID"
            )
        })
    }

    /// Who came to which chat, or left it, when.
    fn changes(&self) -> Option<String> {
        let columns = ["item_type", "group_action_type", "other_handle"];
        (self.has_chats() && columns.iter().all(|column| self.has("message", column))).then(|| {
            let id = self.text("h", "handle", "id");
            format!(
                "SELECT c.chat_id AS changed_chat, m.date AS date, m.item_type = 1 AND m.group_action_type = 0 AS joined, {id} AS member \
                 FROM message m JOIN chat_message_join c ON c.message_id = m.ROWID \
                 JOIN handle h ON h.ROWID = CASE m.item_type WHEN 1 THEN m.other_handle ELSE m.handle_id END \
                 WHERE (m.item_type = 1 AND m.group_action_type IN (0, 1)) OR (m.item_type = 3 AND m.group_action_type = 0) \
                 ORDER BY c.chat_id, m.date"
            )
        })
    }

    fn messages(&self) -> String {
        let number = |column: &str| self.number("m", "message", column);
        let (chats, chat) = if self.has_chats() {
            ("LEFT JOIN chat_message_join c ON c.message_id = m.ROWID", "c.chat_id")
        } else {
            ("", "NULL")
        };
        let reacts = self.has("message", "guid")
            && self.has("message", "associated_message_guid")
            && self.has("message", "associated_message_type");
        let (target, target_handle, target_own) = if reacts {
            (
                "LEFT JOIN message t ON m.associated_message_type BETWEEN 2000 AND 3999 AND t.guid = \
                 CASE WHEN instr(m.associated_message_guid, '/') > 0 \
                 THEN substr(m.associated_message_guid, instr(m.associated_message_guid, '/') + 1) \
                 WHEN m.associated_message_guid LIKE 'bp:%' THEN substr(m.associated_message_guid, 4) \
                 ELSE m.associated_message_guid END LEFT JOIN handle th ON th.ROWID = t.handle_id",
                self.text("th", "handle", "id"),
                "t.is_from_me",
            )
        } else {
            ("", "NULL".to_owned(), "NULL")
        };
        let guid = self.text("m", "message", "guid");
        let blob = if self.has("message", "attributedBody") { "m.attributedBody" } else { "NULL" };
        let text = number("text");
        // Only what has no identity of its own is told by its text.
        let said = format!("CASE WHEN {guid} IS NULL THEN substr(coalesce({text}, {blob}), 1, {MOST_HASHED_BYTES}) END");
        let (handle, service) = (self.text("h", "handle", "id"), self.text("m", "message", "service"));
        format!(
            "SELECT m.ROWID AS row, {guid} AS guid, m.date AS date, m.is_from_me AS from_me, {handle} AS handle, {chat} AS chat, \
             {service} AS service, {said} AS said, {} AS item_type, {} AS reaction, {target_handle} AS target, {target_own} AS target_own, \
             {} AS error, {} AS is_sent, {} AS is_spam \
             FROM message m LEFT JOIN handle h ON h.ROWID = m.handle_id {chats} {target} ORDER BY m.ROWID, {chat}",
            number("item_type"),
            number("associated_message_type"),
            number("error"),
            number("is_sent"),
            number("is_spam"),
        )
    }
}
