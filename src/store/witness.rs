//! Witnesses: what each import said although it was known already. Read only when an import is taken back or a person is forgotten.
//!
//! Two kinds of Parquet files in `witnesses/`: `legs` has the rows of a segment, one per leg and import beyond the one it is credited to;
//! `names` has the names that each import showed people with.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use polars::prelude::{
    Column, DataFrame, NamedFrom, ParquetCompression, ParquetReader, ParquetWriter, PolarsResult, SerReader, Series,
};
use rusqlite::{Connection, params};

use super::StoreError;
use super::catalog::SegmentEntry;
use super::leg::StoredLeg;
use super::publish::{Published, publish_file};
use super::segment::{self, ROW_GROUP_ROWS};

/// The folder of the witnesses.
pub(super) const FOLDER: &str = "witnesses";

/// A name that an import showed somebody with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameSeen<'n> {
    pub(super) import: u32,
    pub(super) handle: u32,
    pub(super) rank: i64,
    pub(super) name: Cow<'n, str>,
    pub(super) first_micros: i64,
}

/// A file of witnesses as the catalog knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WitnessEntry {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) length: u64,
    pub(super) hash: Vec<u8>,
    pub(super) rows: u64,
}

impl WitnessEntry {
    pub(super) fn of_legs(entry: SegmentEntry) -> Self {
        Self { name: entry.name, kind: "legs", length: entry.length, hash: entry.hash, rows: entry.rows }
    }
}

/// All files of witnesses, by name.
pub(super) fn witnesses(connection: &Connection) -> Result<Vec<WitnessEntry>, StoreError> {
    let mut statement = connection.prepare("SELECT name, kind, length, hash, rows FROM witnesses ORDER BY name")?;
    let rows = statement.query_map([], |row| {
        let kind: String = row.get(1)?;
        Ok(WitnessEntry {
            name: row.get(0)?,
            kind: if kind == "names" { "names" } else { "legs" },
            length: row.get::<_, i64>(2)? as u64,
            hash: row.get(3)?,
            rows: row.get::<_, i64>(4)? as u64,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes files of witnesses part of the workspace.
pub(super) fn insert(connection: &Connection, entries: &[WitnessEntry]) -> Result<(), StoreError> {
    let mut statement = connection.prepare("INSERT OR REPLACE INTO witnesses VALUES (?,?,?,?,?)")?;
    for entry in entries {
        let [length, rows] = [entry.length, entry.rows].map(|count| count as i64);
        statement.execute(params![entry.name, entry.kind, length, entry.hash, rows])?;
    }
    Ok(())
}

/// The bytes of a file of witnesses, checked.
pub(super) fn checked(root: &Path, entry: &WitnessEntry) -> Result<Vec<u8>, StoreError> {
    segment::checked_bytes_of(FOLDER, &root.join(FOLDER).join(&entry.name), &entry.name, entry.length, &entry.hash)
}

/// Gives every leg that is witnessed, file by file.
pub(super) fn each_leg(
    root: &Path,
    connection: &Connection,
    mut take: impl FnMut(StoredLeg) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for entry in witnesses(connection)?.iter().filter(|entry| entry.kind == "legs") {
        segment::decode_whole(&checked(root, entry)?, &entry.name)?.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// All names that imports showed people with.
pub(super) fn names(root: &Path, connection: &Connection) -> Result<Vec<NameSeen<'static>>, StoreError> {
    let mut found = Vec::new();
    for entry in witnesses(connection)?.iter().filter(|entry| entry.kind == "names") {
        let decoded = decode_names(checked(root, entry)?);
        found.extend(decoded.map_err(|error| segment::undecodable(&entry.name, &error))?);
    }
    Ok(found)
}

fn decode_names(bytes: Vec<u8>) -> PolarsResult<Vec<NameSeen<'static>>> {
    let mut frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish()?;
    frame.rechunk_mut();
    let import = frame.column("import")?.u32()?.cont_slice()?;
    let handle = frame.column("handle")?.u32()?.cont_slice()?;
    let rank = frame.column("rank")?.i64()?.cont_slice()?;
    let first = frame.column("first_micros")?.i64()?.cont_slice()?;
    let name = frame.column("name")?.str()?;
    let row = |index: usize| NameSeen {
        import: import[index],
        handle: handle[index],
        rank: rank[index],
        name: name.get(index).unwrap_or_default().to_owned().into(),
        first_micros: first[index],
    };
    Ok((0..import.len()).map(row).collect())
}

/// Names in the order in which they are written.
pub(super) fn in_order(mut names: Vec<NameSeen<'_>>) -> impl Iterator<Item = NameSeen<'_>> {
    names.sort_unstable();
    names.into_iter()
}

/// Writes names as a file of witnesses; nothing where there are none. They must come in their order.
pub(super) fn write_names<'n>(
    root: &Path,
    names: impl Iterator<Item = NameSeen<'n>>,
    published: &mut Published,
) -> Result<Option<WitnessEntry>, StoreError> {
    let mut names = names.peekable();
    if names.peek().is_none() {
        return Ok(None);
    }
    let mut rows = 0;
    let (name, length, hash) = publish_file(&root.join(FOLDER), published, |file| {
        let schema = names_frame(&[])?.schema().clone();
        let writer = ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None));
        let mut writer = writer.batched(&schema)?;
        while names.peek().is_some() {
            let some: Vec<NameSeen<'_>> = names.by_ref().take(ROW_GROUP_ROWS).collect();
            rows += some.len() as u64;
            writer.write_batch(&names_frame(&some)?)?;
        }
        writer.finish().map(|_| ())
    })?;
    Ok(Some(WitnessEntry { name, kind: "names", length, hash, rows }))
}

fn names_frame(names: &[NameSeen<'_>]) -> PolarsResult<DataFrame> {
    let column = |name: &str, values: Series| -> Column { values.with_name(name.into()).into() };
    let numbers = |value: fn(&NameSeen<'_>) -> u32| Series::new("".into(), names.iter().map(value).collect::<Vec<u32>>());
    let signed = |value: fn(&NameSeen<'_>) -> i64| Series::new("".into(), names.iter().map(value).collect::<Vec<i64>>());
    let texts = Series::new("".into(), names.iter().map(|seen| seen.name.as_ref()).collect::<Vec<&str>>());
    DataFrame::new_infer_height(vec![
        column("import", numbers(|seen| seen.import)),
        column("handle", numbers(|seen| seen.handle)),
        column("rank", signed(|seen| seen.rank)),
        column("first_micros", signed(|seen| seen.first_micros)),
        column("name", texts),
    ])
}

/// Sets the names in the catalog to those that imports still show, beside those known otherwise.
pub(super) fn settle_names(connection: &Connection, names: &[NameSeen<'_>]) -> Result<(), StoreError> {
    let mut first: BTreeMap<(u32, &str, i64), i64> = BTreeMap::new();
    for seen in names {
        let known = first.entry((seen.handle, &seen.name, seen.rank)).or_insert(seen.first_micros);
        *known = seen.first_micros.min(*known);
    }
    connection.execute("DELETE FROM names WHERE base_micros IS NULL", [])?;
    connection.execute("UPDATE names SET first_micros = base_micros", [])?;
    add_names(connection, first.into_iter().map(|((handle, name, rank), first_micros)| (handle, name, rank, first_micros)))
}

/// Adds names by their first use: handle, name, rank and moment.
pub(super) fn add_names<'n>(
    connection: &Connection,
    first: impl Iterator<Item = (u32, &'n str, i64, i64)>,
) -> Result<(), StoreError> {
    let mut insert = connection.prepare(
        "INSERT INTO names VALUES (?, ?, ?, ?, NULL) ON CONFLICT (handle, name, rank) DO UPDATE SET
         first_micros = min(first_micros, excluded.first_micros)",
    )?;
    for (handle, name, rank, first_micros) in first {
        insert.execute(params![handle, name, rank, first_micros])?;
    }
    Ok(())
}
