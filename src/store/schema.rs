//! The tables of `catalog.db`.

/// The newest format this version reads and writes; kept in SQLite's `user_version`.
pub(super) const FORMAT: i64 = 2;
/// Marks the file as ours; kept in SQLite's `application_id` ("acqt").
pub(super) const APPLICATION_ID: i64 = 0x6163_7174;

/// What makes a catalog of format 1 one of format 2: the user's word on people, and names by their first use, so that a day in the past
/// knows what was known then. Of a name in format 1 only the last use is known.
pub(super) const FROM_FORMAT_1: &str = "
CREATE TABLE profile (
  subject TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (subject, key, value)
) WITHOUT ROWID;
CREATE TABLE names_by_first_use (
  handle INTEGER NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL, first_micros INTEGER NOT NULL,
  PRIMARY KEY (handle, name, rank)
) WITHOUT ROWID;
INSERT INTO names_by_first_use SELECT handle, name, rank, last_micros FROM names;
DROP TABLE names;
ALTER TABLE names_by_first_use RENAME TO names;
";

/// All tables of format 1.
pub(super) const TABLES_OF_FORMAT_1: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE imports (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL,
  seen INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicate INTEGER NOT NULL, rejected INTEGER NOT NULL,
  people_seen INTEGER NOT NULL, first_micros INTEGER, last_micros INTEGER, as_of TEXT NOT NULL
);
CREATE TABLE reasons (
  import INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL, first_record INTEGER NOT NULL, first_line INTEGER,
  PRIMARY KEY (import, reason)
) WITHOUT ROWID;
CREATE TABLE segments (
  name TEXT PRIMARY KEY, length INTEGER NOT NULL, hash BLOB NOT NULL, rows INTEGER NOT NULL,
  first_micros INTEGER NOT NULL, last_micros INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE handles (id INTEGER PRIMARY KEY, handle TEXT NOT NULL UNIQUE);
CREATE TABLE labels (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE names (
  handle INTEGER NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL, last_micros INTEGER NOT NULL,
  PRIMARY KEY (handle, name)
) WITHOUT ROWID;
CREATE TABLE declarations (
  id BLOB PRIMARY KEY, kind TEXT NOT NULL, at_micros INTEGER, import INTEGER NOT NULL, handles TEXT NOT NULL,
  name TEXT, company TEXT, title TEXT, location TEXT, tags TEXT NOT NULL, detail TEXT
) WITHOUT ROWID;
CREATE TABLE me (handle TEXT PRIMARY KEY, origin TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE decisions (
  kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (kind, a, b)
) WITHOUT ROWID;
";
