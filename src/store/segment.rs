//! Immutable Parquet files of legs. Only bytes whose hash is right are ever decoded.

use std::fs::File;
use std::io::Cursor;
use std::ops::Range;
use std::path::Path;

use polars::error::PolarsError;
use polars::prelude::{DataFrame, ParquetReader, PolarsResult, SerReader};
use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::StoreError;
use super::leg::{Key, Leg, StoredLeg, shape_of, stance_of};
use crate::io::{PathError, fs};

/// Rows of a row group: what is decoded at once when only a slice is wanted.
pub(super) const ROW_GROUP_ROWS: usize = 1 << 17;

/// Most rows of one segment.
pub(super) const SEGMENT_ROWS: usize = 1 << 20;

/// Reads a segment's bytes and checks length and hash; what comes back may be decoded.
pub(super) fn checked_bytes(path: &Path, name: &str, length: u64, hash: &[u8]) -> Result<Vec<u8>, StoreError> {
    checked_bytes_of("interactions", path, name, length, hash)
}

/// As [`checked_bytes`], of a file in any folder of the workspace.
pub(super) fn checked_bytes_of(folder: &str, path: &Path, name: &str, length: u64, hash: &[u8]) -> Result<Vec<u8>, StoreError> {
    let bytes = of_length(folder, name, length, fs::read(path), |bytes| bytes.len() as u64)?;
    if blake3::hash(&bytes).as_bytes() != hash {
        let problem = "has another content than was written".to_owned();
        return Err(StoreError::Damaged { file: format!("{folder}/{name}"), problem });
    }
    Ok(bytes)
}

/// What was found of a file, if it was found and has its length.
fn of_length<T>(
    folder: &str,
    name: &str,
    length: u64,
    found: Result<T, PathError>,
    length_of: impl Fn(&T) -> u64,
) -> Result<T, StoreError> {
    let damaged = |problem: String| Err(StoreError::Damaged { file: format!("{folder}/{name}"), problem });
    match found {
        Ok(found) if length_of(&found) == length => Ok(found),
        Ok(found) => damaged(format!("has {} bytes instead of {length}", length_of(&found))),
        Err(error) if error.source.kind() == std::io::ErrorKind::NotFound => damaged("is missing".to_owned()),
        Err(error) => Err(error.into()),
    }
}

/// Checks that a segment is there, of its length.
pub(super) fn check_length(path: &Path, name: &str, length: u64) -> Result<(), StoreError> {
    of_length("interactions", name, length, fs::length(path), |found| *found).map(|_| ())
}

/// The latest moment of a segment before a moment, and the earliest at or after it, from checked bytes.
pub(super) fn around(bytes: &[u8], name: &str, micros: i64) -> Result<(Option<i64>, Option<i64>), StoreError> {
    let at = moments(bytes, name)?;
    let next = at.partition_point(|at| *at < micros);
    Ok((next.checked_sub(1).and_then(|last| at.get(last)).copied(), at.get(next).copied()))
}

/// The moments of all rows of a segment, from checked bytes. Rows are sorted by them.
pub(super) fn moments(bytes: &[u8], name: &str) -> Result<Vec<i64>, StoreError> {
    let decode = || PolarsResult::Ok(columns_of(bytes, &["at_micros"], None)?.column("at_micros")?.i64()?.cont_slice()?.to_vec());
    decode().map_err(|error| undecodable(name, &error))
}

/// Decodes what analyses need of the legs of a segment, all or those of some rows, from checked bytes.
pub(super) fn decode(bytes: &[u8], name: &str, rows: Option<Range<usize>>) -> Result<Vec<Leg>, StoreError> {
    match rows {
        Some(rows) if rows.is_empty() => Ok(Vec::new()),
        rows => decode_rows(bytes, rows.map(|rows| (rows.start, rows.len()))).map_err(|error| undecodable(name, &error)),
    }
}

/// Some columns, each in one piece: of all rows, or of so many from one on.
fn columns_of(bytes: &[u8], names: &[&str], rows: Option<(usize, usize)>) -> PolarsResult<DataFrame> {
    let names = names.iter().map(ToString::to_string).collect();
    let mut frame = ParquetReader::new(Cursor::new(bytes)).with_columns(Some(names)).with_slice(rows).finish()?;
    frame.rechunk_mut();
    Ok(frame)
}

pub(super) fn undecodable(name: &str, error: &PolarsError) -> StoreError {
    StoreError::Damaged { file: format!("interactions/{name}"), problem: format!("cannot be decoded ({error})") }
}

fn decode_rows(bytes: &[u8], rows: Option<(usize, usize)>) -> PolarsResult<Vec<Leg>> {
    let columns = ["at_micros", "id_low", "source", "target", "channel", "venue", "shape", "stance", "weight", "import"];
    let frame = columns_of(bytes, &columns, rows)?;
    let at = frame.column("at_micros")?.i64()?.cont_slice()?;
    let id = frame.column("id_low")?.u64()?.cont_slice()?;
    let source = frame.column("source")?.u32()?.cont_slice()?;
    let target = frame.column("target")?.u32()?.cont_slice()?;
    let channel = frame.column("channel")?.u32()?.cont_slice()?;
    let venue = frame.column("venue")?.u32()?.cont_slice()?;
    let shape = frame.column("shape")?.u32()?.cont_slice()?;
    let stance = frame.column("stance")?.u32()?.cont_slice()?;
    let weight = frame.column("weight")?.f64()?.cont_slice()?;
    let import = frame.column("import")?.u32()?.cont_slice()?;
    let unknown = || PolarsError::ComputeError("unknown code in `shape` or `stance`".into());
    (0..at.len())
        .into_par_iter()
        .map(|row| {
            Ok(Leg {
                at_micros: at[row],
                id: id[row],
                source: source[row],
                target: target[row],
                channel: channel[row],
                venue: venue[row],
                shape: shape_of(shape[row]).ok_or_else(unknown)?,
                stance: stance_of(stance[row]).ok_or_else(unknown)?,
                weight: weight[row],
                import: import[row],
            })
        })
        .collect()
}

/// Whether each handle number takes part in a leg of a segment before a moment.
pub(super) fn parties(bytes: &[u8], name: &str, until_micros: i64) -> Result<Vec<bool>, StoreError> {
    let decode = || {
        let frame = columns_of(bytes, &["at_micros", "source", "target"], None)?;
        let rows = frame.column("at_micros")?.i64()?.cont_slice()?.partition_point(|at| *at < until_micros);
        let mut parties = Vec::new();
        for column in ["source", "target"] {
            let numbers = frame.column(column)?.u32()?.cont_slice()?;
            let numbers = numbers.get(..rows).unwrap_or_default();
            let largest = numbers.iter().max().map_or(0, |largest| *largest as usize);
            parties.resize(parties.len().max(largest + 1), false);
            for number in numbers {
                parties[*number as usize] = true;
            }
        }
        PolarsResult::Ok(parties)
    };
    decode().map_err(|error| undecodable(name, &error))
}

/// Decodes all that is kept of all legs of a segment, from checked bytes.
pub(super) fn decode_whole(bytes: &[u8], name: &str) -> Result<Vec<StoredLeg>, StoreError> {
    let decode = || {
        let frame = columns_of(bytes, &["id_high", "record"], None)?;
        let high = frame.column("id_high")?.u64()?.cont_slice()?.to_vec();
        let record = frame.column("record")?.u64()?.cont_slice()?.to_vec();
        PolarsResult::Ok((high, record))
    };
    let (high, record) = decode().map_err(|error| undecodable(name, &error))?;
    let legs = decode_rows(bytes, None).map_err(|error| undecodable(name, &error))?;
    let whole = legs.into_iter().zip(high).zip(record).map(|((leg, high), record)| StoredLeg {
        at_micros: leg.at_micros,
        id: (u128::from(high) << 64) | u128::from(leg.id),
        source: leg.source,
        target: leg.target,
        channel: leg.channel,
        venue: leg.venue,
        shape: leg.shape,
        stance: leg.stance,
        weight: leg.weight,
        import: leg.import,
        record,
    });
    Ok(whole.collect())
}

/// Walks the keys of a segment in order, a row group at a time.
pub(super) struct KeyCursor {
    /// Until all is read.
    file: Option<File>,
    name: String,
    rows: usize,
    next_row: usize,
    keys: std::vec::IntoIter<Key>,
    /// The key the cursor stands on; `None` at the end.
    pub(super) current: Option<Key>,
}

impl KeyCursor {
    /// Opens a segment whose hash was checked, and stands on its first key.
    pub(super) fn open(path: &Path, name: &str, rows: usize) -> Result<Self, StoreError> {
        let mut cursor = Self {
            file: Some(fs::open(path)?),
            name: name.to_owned(),
            rows,
            next_row: 0,
            keys: Vec::new().into_iter(),
            current: None,
        };
        cursor.advance()?;
        Ok(cursor)
    }

    /// Moves to the next key.
    pub(super) fn advance(&mut self) -> Result<(), StoreError> {
        self.current = self.keys.next();
        if self.current.is_none() && self.next_row < self.rows {
            self.keys = self.load().map_err(|error| undecodable(&self.name, &error))?;
            self.current = self.keys.next();
        }
        Ok(())
    }

    /// Moves on to a key or beyond; whether the segment has it. Keys must be asked for in ascending order.
    pub(super) fn seek(&mut self, key: Key) -> Result<bool, StoreError> {
        while self.current.is_some_and(|current| current < key) {
            self.advance()?;
        }
        Ok(self.current == Some(key))
    }

    fn load(&mut self) -> PolarsResult<std::vec::IntoIter<Key>> {
        let columns = ["at_micros", "id_high", "id_low", "source", "target"].map(str::to_owned).to_vec();
        let Some(file) = &mut self.file else { return Ok(Vec::new().into_iter()) };
        let mut frame =
            ParquetReader::new(file).with_columns(Some(columns)).with_slice(Some((self.next_row, ROW_GROUP_ROWS))).finish()?;
        frame.rechunk_mut();
        self.next_row += ROW_GROUP_ROWS;
        if self.next_row >= self.rows {
            self.file = None;
        }
        let at = frame.column("at_micros")?.i64()?.cont_slice()?;
        let high = frame.column("id_high")?.u64()?.cont_slice()?;
        let low = frame.column("id_low")?.u64()?.cont_slice()?;
        let source = frame.column("source")?.u32()?.cont_slice()?;
        let target = frame.column("target")?.u32()?.cont_slice()?;
        let keys: Vec<Key> = (0..at.len())
            .map(|row| (at[row], (u128::from(high[row]) << 64) | u128::from(low[row]), source[row], target[row]))
            .collect();
        Ok(keys.into_iter())
    }
}

/// Checks that the rows of a segment are in the order of their keys, each key once.
pub(super) fn check_order(path: &Path, name: &str, rows: usize) -> Result<(), StoreError> {
    let mut cursor = KeyCursor::open(path, name, rows)?;
    let mut last = None;
    while let Some(key) = cursor.current {
        if last >= Some(key) {
            return Err(StoreError::Damaged { file: format!("interactions/{name}"), problem: "is not in order".into() });
        }
        last = Some(key);
        cursor.advance()?;
    }
    Ok(())
}
