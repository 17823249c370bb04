//! The tables of `catalog.db`.

/// The newest format this version reads and writes; kept in SQLite's `user_version`.
pub(super) const FORMAT: i64 = 4;
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

/// What makes a catalog of format 2 one of format 3: the order of decisions; imports that can be taken back; several owners; the forgotten.
/// Of what older versions imported it is not known which other files hold the same, so that cannot be taken back (`undoable` is 0).
pub(super) const FROM_FORMAT_2: &str = "
CREATE TABLE ordered_decisions (
  sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, origin TEXT NOT NULL
);
INSERT INTO ordered_decisions (kind, a, b, origin) SELECT kind, a, b, 'user' FROM decisions ORDER BY kind, a, b;
DROP TABLE decisions;
ALTER TABLE ordered_decisions RENAME TO decisions;
CREATE TABLE batches (
  id INTEGER PRIMARY KEY, paths TEXT NOT NULL, as_of TEXT NOT NULL, at_micros INTEGER, owner TEXT NOT NULL,
  colleague INTEGER NOT NULL, undoable INTEGER NOT NULL, undone INTEGER NOT NULL
);
INSERT INTO batches SELECT id, path, as_of, NULL, '', 0, 0, 0 FROM imports ORDER BY id;
ALTER TABLE imports ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN reading BLOB;
ALTER TABLE imports ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN cutoff_micros INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
UPDATE imports SET batch = id;
CREATE TABLE holdings (
  batch INTEGER NOT NULL, import INTEGER NOT NULL, place INTEGER NOT NULL, path TEXT NOT NULL, PRIMARY KEY (batch, import)
) WITHOUT ROWID;
CREATE TABLE witnesses (
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, length INTEGER NOT NULL, hash BLOB NOT NULL, rows INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE declared (
  id BLOB NOT NULL, import INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (id, import)
) WITHOUT ROWID;
INSERT INTO declared SELECT id, import, 0 FROM declarations;
ALTER TABLE names ADD COLUMN base_micros INTEGER;
UPDATE names SET base_micros = first_micros;
CREATE TABLE me_by_import (
  handle TEXT NOT NULL, origin TEXT NOT NULL, import INTEGER NOT NULL, record INTEGER NOT NULL,
  PRIMARY KEY (handle, origin, import)
) WITHOUT ROWID;
INSERT INTO me_by_import SELECT handle, origin, 0, 0 FROM me;
DROP TABLE me;
ALTER TABLE me_by_import RENAME TO me;
CREATE TABLE forgotten (hash BLOB PRIMARY KEY, person INTEGER NOT NULL, kind TEXT NOT NULL) WITHOUT ROWID;
";

/// What makes a catalog of format 3 one of format 4: ties that were computed elsewhere.
pub(super) const FROM_FORMAT_3: &str = "
CREATE TABLE tie_states (
  low INTEGER NOT NULL, high INTEGER NOT NULL, as_of_day INTEGER NOT NULL, import INTEGER NOT NULL, record INTEGER NOT NULL,
  id BLOB NOT NULL, interactions INTEGER NOT NULL,
  contact_days INTEGER NOT NULL, first_day INTEGER, last_day INTEGER, momentum REAL NOT NULL,
  out_contact_days INTEGER NOT NULL, out_first_day INTEGER, out_last_day INTEGER, out_momentum REAL NOT NULL,
  back_contact_days INTEGER NOT NULL, back_first_day INTEGER, back_last_day INTEGER, back_momentum REAL NOT NULL,
  PRIMARY KEY (low, high, as_of_day, import)
) WITHOUT ROWID;
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

/// What makes the tables of a new catalog.
pub(super) fn all_tables() -> String {
    [TABLES_OF_FORMAT_1, FROM_FORMAT_1, FROM_FORMAT_2, FROM_FORMAT_3].concat()
}
