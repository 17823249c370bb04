//! What the catalog knows of people: handles, names, declarations, decisions; and of imports.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::decision::{Decision, decisions};
use super::profile::{ProfileRow, profile};
use super::seal::check_seal;
use super::{StoreError, Workspace};
use crate::model::{Card, DeclarationKind, Handle};

/// A handle and its number in the segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandleRow {
    /// The number, from 1.
    pub number: u32,
    /// The handle.
    pub handle: Handle,
}

/// A name seen with a handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRow {
    /// The handle's number.
    pub handle: u32,
    /// The name.
    pub name: String,
    /// How much it is worth: 0 the user's word, 1 a card or profile, 2 what the person wrote, 3 what others wrote.
    pub rank: i64,
    /// The first use at this rank, in microseconds since 1970-01-01 UTC.
    pub first_micros: i64,
}

/// A declaration as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationRow {
    /// In which way.
    pub kind: DeclarationKind,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: Option<i64>,
    /// The import it came with.
    pub import: u32,
    /// What the source said of the person.
    pub card: Card,
    /// A detail worth showing.
    pub detail: Option<String>,
    /// Whether the ego's own data says it.
    pub is_own: bool,
    /// The colleagues whose data says it, by their first handle.
    pub colleagues: Vec<Handle>,
}

/// Everything that identity is built from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredPeople {
    /// All handles, by number.
    pub handles: Vec<HandleRow>,
    /// All names, by handle.
    pub names: Vec<NameRow>,
    /// All declarations, in a fixed order.
    pub declarations: Vec<DeclarationRow>,
    /// The user's decisions.
    pub decisions: Vec<Decision>,
    /// What the user says of people, sorted.
    pub profile: Vec<ProfileRow>,
    /// The owner's handles as the user gave them; wins over [`StoredPeople::me_from_profile`].
    pub me_by_user: Vec<Handle>,
    /// The owner's handles as an archive's profile gives them.
    pub me_from_profile: Vec<Handle>,
}

impl StoredPeople {
    /// The latest moment of a name or a declaration before a moment, and the earliest at or after it, in microseconds since 1970-01-01 UTC.
    #[must_use]
    pub fn around(&self, micros: i64) -> (Option<i64>, Option<i64>) {
        let declared = self.declarations.iter().filter_map(|declaration| declaration.at_micros);
        let moments = || declared.clone().chain(self.names.iter().map(|name| name.first_micros));
        (moments().filter(|at| *at < micros).max(), moments().filter(|at| *at >= micros).min())
    }
}

/// One imported file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ImportRow {
    /// The number that legs and declarations refer to.
    pub id: u32,
    /// The file as the user named it.
    pub path: String,
    /// The importer's name.
    pub format: String,
    /// Records read.
    pub seen: u64,
    /// Records that were new.
    pub accepted: u64,
    /// The earliest and latest interaction, in microseconds since 1970-01-01 UTC.
    pub span_micros: Option<(i64, i64)>,
}

impl Workspace {
    /// Everything that identity is built from, after the catalog's seal was checked.
    ///
    /// # Errors
    /// When the catalog is not as the last commit left it, or cannot be read.
    pub fn people(&self) -> Result<StoredPeople, StoreError> {
        // One snapshot: a commit of another process between the seal and the rows would look like damage.
        let connection = &self.connection.unchecked_transaction()?;
        check_seal(connection)?;
        let mut statement = connection.prepare("SELECT id, handle FROM handles ORDER BY id")?;
        let handles = statement
            .query_map([], |row| Ok(HandleRow { number: row.get(0)?, handle: Handle::from_canonical(row.get(1)?) }))?
            .collect::<Result<_, _>>()?;
        let mut statement =
            connection.prepare("SELECT handle, name, rank, first_micros FROM names ORDER BY handle, name, rank")?;
        let names = statement
            .query_map([], |row| {
                Ok(NameRow { handle: row.get(0)?, name: row.get(1)?, rank: row.get(2)?, first_micros: row.get(3)? })
            })?
            .collect::<Result<_, _>>()?;
        Ok(StoredPeople {
            handles,
            names,
            declarations: declarations(connection)?,
            decisions: decisions(connection)?,
            profile: profile(connection)?,
            me_by_user: me(connection, "user")?,
            me_from_profile: me(connection, "profile")?,
        })
    }

    /// The owner's handles: as the user gave them, and as archives give them. The seal is left to whoever reads more.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn owner(&self) -> Result<(Vec<Handle>, Vec<Handle>), StoreError> {
        Ok((me(&self.connection, "user")?, me(&self.connection, "profile")?))
    }

    /// The imported files, in the order of their import.
    pub fn imports(&self) -> Result<Vec<ImportRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT id, path, format, seen, accepted, first_micros, last_micros FROM imports ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            let first: Option<i64> = row.get(5)?;
            Ok(ImportRow {
                id: row.get(0)?,
                path: row.get(1)?,
                format: row.get(2)?,
                seen: row.get::<_, i64>(3)? as u64,
                accepted: row.get::<_, i64>(4)? as u64,
                span_micros: first.zip(row.get(6)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn declarations(connection: &Connection) -> Result<Vec<DeclarationRow>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT kind, at_micros, import, handles, name, company, title, location, tags, detail, id FROM declarations
         ORDER BY coalesce(at_micros, 0), import, id",
    )?;
    let owners = declared_by_colleagues(connection)?;
    let rows = statement.query_map([], |row| {
        let kind: String = row.get(0)?;
        let handles: String = row.get(3)?;
        let tags: String = row.get(8)?;
        Ok(DeclarationKind::from_word(&kind).map(|kind| (kind, handles, tags)).map(|(kind, handles, tags)| {
            Ok::<_, rusqlite::Error>(DeclarationRow {
                kind,
                at_micros: row.get(1)?,
                import: row.get(2)?,
                card: Card {
                    handles: lines(&handles).map(Handle::from_canonical).collect(),
                    name: row.get(4)?,
                    company: row.get(5)?,
                    title: row.get(6)?,
                    location: row.get(7)?,
                    tags: lines(&tags).collect(),
                },
                detail: row.get(9)?,
                is_own: owners.get(&row.get::<_, Vec<u8>>(10)?).is_none_or(|owners| owners.0),
                colleagues: owners.get(&row.get::<_, Vec<u8>>(10)?).map(|owners| owners.1.clone()).unwrap_or_default(),
            })
        }))
    })?;
    let mut found = Vec::new();
    for row in rows {
        match row? {
            Some(declaration) => found.push(declaration?),
            None => {
                return Err(StoreError::Damaged {
                    file: "catalog.db".into(),
                    problem: "holds a declaration of an unknown kind".into(),
                });
            }
        }
    }
    Ok(found)
}

/// By declaration: whether the ego's own data makes it, and the colleagues whose data does.
type Declarers = BTreeMap<Vec<u8>, (bool, Vec<Handle>)>;

/// The declarations that colleagues' data holds: whether the ego's does too, and whose.
fn declared_by_colleagues(connection: &Connection) -> Result<Declarers, StoreError> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT said.id, batches.colleague, CASE batches.colleague WHEN 1 THEN batches.owner ELSE '' END AS owner
         FROM declared AS said JOIN imports ON imports.id = said.import JOIN batches ON batches.id = imports.batch
         WHERE EXISTS (SELECT 1 FROM batches WHERE colleague = 1) ORDER BY said.id, owner",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Declarers::new();
    while let Some(row) = rows.next()? {
        let owners = found.entry(row.get(0)?).or_default();
        if row.get(1)? {
            let handles: String = row.get(2)?;
            owners.1.extend(lines(&handles).next().map(Handle::from_canonical));
        } else {
            owners.0 = true;
        }
    }
    Ok(found)
}

fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned)
}

fn me(connection: &Connection, origin: &str) -> Result<Vec<Handle>, StoreError> {
    // What the user says of a handle stands over what a profile says of it.
    let mut statement = connection.prepare(
        "SELECT DISTINCT handle FROM me AS said WHERE origin = ?1 AND (?1 = 'user' OR NOT EXISTS
         (SELECT 1 FROM me WHERE handle = said.handle AND origin = 'user')) ORDER BY handle",
    )?;
    let rows = statement.query_map([origin], |row| Ok(Handle::from_canonical(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
