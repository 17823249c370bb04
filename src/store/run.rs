//! Sorted runs on the disk: one row per interaction, and the list of those it reached only where it is not one of those met just before.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::leg::{StoredLeg, shape_code, shape_of, stance_code, stance_of};
use super::recent::Recent;
use crate::io::fs;

const ROW_BYTES: usize = 68;
/// Bytes of a run that are read at once.
const READ_BYTES: usize = 128 << 10;
/// Marks that a row's list is one of those met before; what is below it is the place.
const MET_BEFORE: u32 = 1 << 31;

/// Writes a sorted run.
pub(super) struct RunWriter {
    writer: BufWriter<File>,
    path: TemporaryFile,
    level: u32,
    rows: u64,
    recent: Recent,
}

/// A file that is removed when it is dropped.
pub(super) struct TemporaryFile(pub(super) PathBuf);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next writer.
        let _ = fs::remove_if_exists(&self.0);
    }
}

impl RunWriter {
    /// A new run of some level in a folder.
    pub(super) fn create(folder: &Path, name: &str, level: u32) -> Result<Self, StoreError> {
        fs::create_private_folder(folder)?;
        let path = folder.join(name);
        let writer = BufWriter::with_capacity(1 << 20, fs::create_private(&path)?);
        Ok(Self { writer, path: TemporaryFile(path), level, rows: 0, recent: Recent::default() })
    }

    /// Writes one row: a first leg, and the targets of the others, ascending.
    pub(super) fn push(&mut self, leg: &StoredLeg, others: &[u32]) -> Result<(), StoreError> {
        let mut row = encode(leg);
        let met = self.recent.find(others);
        let list = met.map_or(others.len() as u32, |place| MET_BEFORE | place);
        row[64..].copy_from_slice(&list.to_le_bytes());
        self.writer.write_all(&row).map_err(StoreError::Spill)?;
        self.rows += 1;
        if met.is_none() && !others.is_empty() {
            for other in others {
                self.writer.write_all(&other.to_le_bytes()).map_err(StoreError::Spill)?;
            }
            self.recent.keep(others);
        }
        Ok(())
    }

    /// The run, ready to be read.
    pub(super) fn finish(self) -> Result<Run, StoreError> {
        let mut file = self.writer.into_inner().map_err(|error| StoreError::Spill(error.into_error()))?;
        file.rewind().map_err(StoreError::Spill)?;
        let reader = BufReader::with_capacity(READ_BYTES, file);
        let (level, rows_left) = (self.level, self.rows);
        Ok(Run { reader, _path: self.path, level, rows_left, recent: Recent::default(), others: Vec::new() })
    }
}

/// A sorted run on the disk; the file is removed when the run is dropped.
pub(super) struct Run {
    reader: BufReader<File>,
    _path: TemporaryFile,
    /// Rows that were written and not yet read.
    rows_left: u64,
    /// How many times its rows were merged.
    pub(super) level: u32,
    recent: Recent,
    /// The targets of the row read last, but for the first.
    pub(super) others: Vec<u32>,
}

impl Run {
    /// The first leg of the next row, whose other targets are then in `others`; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<StoredLeg>, StoreError> {
        if self.rows_left == 0 {
            return Ok(None);
        }
        self.rows_left -= 1;
        let mut row = [0_u8; ROW_BYTES];
        self.reader.read_exact(&mut row).map_err(StoreError::Spill)?;
        self.others.clear();
        let list = u32::from_le_bytes([row[64], row[65], row[66], row[67]]);
        if list & MET_BEFORE != 0 {
            self.others.extend_from_slice(self.recent.get(list & !MET_BEFORE));
        } else if list > 0 {
            for _ in 0..list {
                let mut other = [0_u8; 4];
                self.reader.read_exact(&mut other).map_err(StoreError::Spill)?;
                self.others.push(u32::from_le_bytes(other));
            }
            self.recent.keep(&self.others);
        }
        decode(&row).map(Some).ok_or_else(|| StoreError::Spill(ErrorKind::InvalidData.into()))
    }
}

fn encode(leg: &StoredLeg) -> [u8; ROW_BYTES] {
    let mut row = [0; ROW_BYTES];
    row[..8].copy_from_slice(&leg.at_micros.to_le_bytes());
    row[8..24].copy_from_slice(&leg.id.to_le_bytes());
    row[24..28].copy_from_slice(&leg.source.to_le_bytes());
    row[28..32].copy_from_slice(&leg.target.to_le_bytes());
    row[32..36].copy_from_slice(&leg.channel.to_le_bytes());
    row[36..40].copy_from_slice(&leg.venue.to_le_bytes());
    row[40] = shape_code(leg.shape) as u8;
    row[41] = stance_code(leg.stance) as u8;
    row[44..48].copy_from_slice(&leg.import.to_le_bytes());
    row[48..56].copy_from_slice(&leg.weight.to_le_bytes());
    row[56..64].copy_from_slice(&leg.record.to_le_bytes());
    row
}

fn decode(row: &[u8; ROW_BYTES]) -> Option<StoredLeg> {
    fn part<const N: usize>(row: &[u8; ROW_BYTES], at: usize) -> Option<[u8; N]> {
        row.get(at..at + N)?.try_into().ok()
    }
    Some(StoredLeg {
        at_micros: i64::from_le_bytes(part(row, 0)?),
        id: u128::from_le_bytes(part(row, 8)?),
        source: u32::from_le_bytes(part(row, 24)?),
        target: u32::from_le_bytes(part(row, 28)?),
        channel: u32::from_le_bytes(part(row, 32)?),
        venue: u32::from_le_bytes(part(row, 36)?),
        shape: shape_of(u32::from(row[40]))?,
        stance: stance_of(u32::from(row[41]))?,
        import: u32::from_le_bytes(part(row, 44)?),
        weight: f64::from_le_bytes(part(row, 48)?),
        record: u64::from_le_bytes(part(row, 56)?),
    })
}
