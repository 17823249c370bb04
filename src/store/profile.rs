//! What the user says of a person, or of everybody with a tag: tags, cadence, company, goals. It wins over what was imported.

use rusqlite::{Connection, TransactionBehavior, params};

use super::seal::{check_seal, seal};
use super::{StoreError, Workspace};

/// One thing the user said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProfileRow {
    /// A canonical handle, or `tag:NAME` for everybody with that tag.
    pub subject: String,
    /// What it is about: `tag`, `untag`, `cadence`, `company` …
    pub key: String,
    /// What was said.
    pub value: String,
}

impl Workspace {
    /// Sets what is said of a subject under a key, in place of anything said before; `None` takes it back. Returns whether
    /// anything changed.
    ///
    /// # Errors
    /// When the catalog cannot be written.
    pub fn set_profile(&mut self, subject: &str, key: &str, value: Option<&str>) -> Result<bool, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Sealing what somebody else changed would make it look sound.
        check_seal(&transaction)?;
        let before: Vec<ProfileRow> =
            profile(&transaction)?.into_iter().filter(|row| row.subject == subject && row.key == key).collect();
        let after: Vec<ProfileRow> = value
            .map(|value| ProfileRow { subject: subject.to_owned(), key: key.to_owned(), value: value.to_owned() })
            .into_iter()
            .collect();
        if before == after {
            return Ok(false);
        }
        transaction.execute("DELETE FROM profile WHERE subject = ? AND key = ?", params![subject, key])?;
        for row in after {
            transaction.execute("INSERT INTO profile VALUES (?, ?, ?)", params![row.subject, row.key, row.value])?;
        }
        seal(&transaction)?;
        transaction.commit()?;
        Ok(true)
    }

    /// Gives a person tags, or takes them away, imported ones too. Returns how many rows changed.
    ///
    /// # Errors
    /// When the catalog cannot be written.
    pub fn tag(&mut self, subject: &str, tags: &[String], remove: bool) -> Result<usize, StoreError> {
        let (said, opposite) = if remove { ("untag", "tag") } else { ("tag", "untag") };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        check_seal(&transaction)?;
        let mut changed = 0;
        for tag in tags {
            transaction
                .execute("DELETE FROM profile WHERE subject = ? AND key = ? AND value = ?", params![subject, opposite, tag])?;
            changed += transaction.execute("INSERT OR IGNORE INTO profile VALUES (?, ?, ?)", params![subject, said, tag])?;
        }
        seal(&transaction)?;
        transaction.commit()?;
        Ok(changed)
    }
}

/// Everything the user said, in a fixed order.
pub(super) fn profile(connection: &Connection) -> Result<Vec<ProfileRow>, StoreError> {
    let mut statement = connection.prepare("SELECT subject, key, value FROM profile ORDER BY subject, key, value")?;
    let rows = statement.query_map([], |row| Ok(ProfileRow { subject: row.get(0)?, key: row.get(1)?, value: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use crate::store::{StoreError, Workspace};

    /// A workspace as version 0.1.0 made it.
    fn of_format_1(root: &std::path::Path) {
        let workspace = Workspace::create(root).unwrap();
        workspace
            .connection
            .execute_batch(
                "DROP TABLE profile; DROP TABLE names; DROP TABLE imports; DROP TABLE me; DROP TABLE decisions;
                 DROP TABLE batches; DROP TABLE holdings; DROP TABLE witnesses; DROP TABLE declared; DROP TABLE forgotten;
                 DROP TABLE tie_states;
                 CREATE TABLE imports (
                   id INTEGER PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL,
                   seen INTEGER NOT NULL, accepted INTEGER NOT NULL, duplicate INTEGER NOT NULL, rejected INTEGER NOT NULL,
                   people_seen INTEGER NOT NULL, first_micros INTEGER, last_micros INTEGER, as_of TEXT NOT NULL
                 );
                 CREATE TABLE me (handle TEXT PRIMARY KEY, origin TEXT NOT NULL) WITHOUT ROWID;
                 CREATE TABLE decisions (
                   kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, PRIMARY KEY (kind, a, b)
                 ) WITHOUT ROWID;
                 INSERT INTO imports VALUES (1, 'a.csv', 'table', 3, 2, 1, 0, 2, 4, 6, '2026-10-31');
                 INSERT INTO me VALUES ('mailto:me@example.org', 'user');
                 INSERT INTO decisions VALUES ('same', 'mailto:ann@example.org', 'tel:+15550100');
                 CREATE TABLE names (
                   handle INTEGER NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL, last_micros INTEGER NOT NULL,
                   PRIMARY KEY (handle, name)
                 ) WITHOUT ROWID;
                 INSERT INTO handles VALUES (1, 'mailto:ann@example.org');
                 INSERT INTO names VALUES (1, 'Ann Example', 2, 5);
                 PRAGMA user_version = 1;",
            )
            .unwrap();
        super::super::seal::seal_format(&workspace.connection, 1).unwrap();
    }

    #[test]
    fn a_workspace_of_the_first_format_is_opened_and_upgraded() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("w");
        of_format_1(&root);
        let mut workspace = Workspace::open(&root).unwrap();
        assert!(workspace.set_profile("mailto:ann@example.org", "cadence", Some("30d..60d")).unwrap());
        assert!(!workspace.set_profile("mailto:ann@example.org", "cadence", Some("30d..60d")).unwrap());
        drop(workspace);
        let people = Workspace::open(&root).unwrap().people().unwrap();
        assert_eq!(people.profile.len(), 1);
        let names: Vec<(&str, i64)> = people.names.iter().map(|row| (row.name.as_str(), row.first_micros)).collect();
        assert_eq!(names, [("Ann Example", 5)], "what was known is kept");
        assert_eq!((people.decisions.len(), people.me_by_user.len()), (1, 1));
        let workspace = Workspace::open(&root).unwrap();
        assert_eq!(workspace.imports().unwrap().len(), 1);
        assert_eq!(workspace.recorded_decisions().unwrap()[0].sequence, 1);
    }

    #[test]
    fn a_damaged_workspace_of_the_first_format_is_not_sealed_anew() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("w");
        of_format_1(&root);
        let connection = rusqlite::Connection::open(root.join("catalog.db")).unwrap();
        connection.execute("INSERT INTO me VALUES ('mailto:mallory@example.org', 'user')", []).unwrap();
        drop(connection);
        assert!(matches!(Workspace::open(&root), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn tags_are_given_and_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(&folder.path().join("w")).unwrap();
        let tags = ["mentor".to_owned(), "coast".to_owned()];
        assert_eq!(workspace.tag("mailto:ann@example.org", &tags, false).unwrap(), 2);
        assert_eq!(workspace.tag("mailto:ann@example.org", &tags, false).unwrap(), 0);
        assert_eq!(workspace.tag("mailto:ann@example.org", &tags[..1], true).unwrap(), 1);
        let rows = workspace.people().unwrap().profile;
        let said: Vec<(&str, &str)> = rows.iter().map(|row| (row.key.as_str(), row.value.as_str())).collect();
        assert_eq!(said, [("tag", "coast"), ("untag", "mentor")]);
    }
}
