//! Parts of a segment, which are checked and decoded without the rest: whoever checked the whole notes how each block must be.

use std::io::Cursor;
use std::ops::Range;

use polars::prelude::{ParquetReader, PolarsResult, SerReader};

use super::catalog::SegmentEntry;
use super::leg::Leg;
use super::reader::Stretch;
use super::{StoreError, segment};
use crate::io::Mapped;

/// Bytes that one checksum is of.
const BLOCK: usize = 1 << 16;
/// Rows between those whose moment is noted.
const STEP_ROWS: usize = 1 << 12;
/// The share of a segment's rows up to which they are read without the rest.
const FEW: usize = 4;
/// Bytes at the end of a Parquet file: the length of its footer, and the format's name.
const ENDING: usize = 8;

/// What was noted of a segment when the whole of it was checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SegmentNote {
    pub(super) name: String,
    /// The checksum of each block.
    sums: Vec<u32>,
    /// The moment of every 4,096th row from the first one on.
    moments: Vec<i64>,
}

impl SegmentNote {
    /// Notes of checked bytes, with the moments of their rows.
    pub(super) fn of(name: &str, bytes: &[u8], moments: impl Iterator<Item = i64>) -> Self {
        let sums = bytes.chunks(BLOCK).map(crc32fast::hash).collect();
        Self { name: name.to_owned(), sums, moments: moments.step_by(STEP_ROWS).collect() }
    }

    /// The rows among which are all of a stretch; `None` where they are not few.
    pub(super) fn few_rows(&self, entry: &SegmentEntry, stretch: Stretch) -> Option<Range<usize>> {
        let rows = usize::try_from(entry.rows).ok()?;
        // Rows of the first moment may begin before the first noted one that has it.
        let first = self.moments.partition_point(|at| *at < stretch.from_micros).saturating_sub(1) * STEP_ROWS;
        let end = (self.moments.partition_point(|at| *at < stretch.until_micros) * STEP_ROWS).min(rows);
        (first <= end && (end - first) * FEW <= rows).then_some(first..end)
    }

    /// The legs of a stretch among some rows of the segment, whose blocks are checked.
    pub(super) fn read(
        &self,
        file: &Mapped,
        entry: &SegmentEntry,
        rows: Range<usize>,
        stretch: Stretch,
    ) -> Result<Vec<Leg>, StoreError> {
        let damaged =
            |problem: &str| StoreError::Damaged { file: format!("interactions/{}", entry.name), problem: problem.to_owned() };
        if file.len() as u64 != entry.length || file.len().div_ceil(BLOCK) != self.sums.len() {
            return Err(damaged("has another length than was written"));
        }
        let check = |bytes: Range<usize>| {
            let blocks = bytes.start / BLOCK..bytes.end.div_ceil(BLOCK).min(self.sums.len());
            let is_whole = |block: usize| {
                let bytes = file.get(block * BLOCK..file.len().min((block + 1) * BLOCK)).unwrap_or_default();
                self.sums.get(block) == Some(&crc32fast::hash(bytes))
            };
            if blocks.into_iter().all(is_whole) { Ok(()) } else { Err(damaged("has another content than was written")) }
        };
        let end = file.len().saturating_sub(ENDING);
        check(end..file.len())?;
        let footer = file.get(end..end + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
        check(end.saturating_sub(footer)..end)?;
        for group in groups(file, &rows).map_err(|error| segment::undecodable(&entry.name, &error))? {
            check(group)?;
        }
        let mut legs = segment::decode(file, &entry.name, Some(rows))?;
        legs.retain(|leg| (stretch.from_micros..stretch.until_micros).contains(&leg.at_micros));
        Ok(legs)
    }
}

/// Where the row groups lie that hold some rows, in a file whose footer was checked.
fn groups(bytes: &[u8], rows: &Range<usize>) -> PolarsResult<Vec<Range<usize>>> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let metadata = reader.get_metadata()?;
    let mut first = 0;
    let mut found = Vec::new();
    for group in &metadata.row_groups {
        let own = first..first + group.num_rows();
        if own.start < rows.end && rows.start < own.end {
            let bytes = group.full_byte_range();
            found.push(bytes.start as usize..bytes.end as usize);
        }
        first = own.end;
    }
    Ok(found)
}
