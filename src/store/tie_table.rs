//! Tie states as Parquet that other engines read: handles instead of numbers. Row groups are made by any thread, and written by one.

use std::fs::File;
use std::io::{BufWriter, sink};
use std::path::Path;
use std::sync::PoisonError;

use polars::prelude::{BatchedWriter, CompatLevel, DataFrame, PolarsResult, get_encodings};
use polars_parquet::write::{CompressedPage, Encoding, Page, ParquetType, WriteOptions, array_to_columns, compress};

use super::portable::{TableError, column, writer};
use super::segment::ROW_GROUP_ROWS;
use crate::io::fs;
use crate::model::AggregateState;

/// The state of a tie of two people as of a day, by their primary handles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortableTie<'a> {
    /// The handle that stands first in byte order.
    pub low: &'a str,
    /// The other handle.
    pub high: &'a str,
    /// How many interactions.
    pub interactions: u32,
    /// Contacts in either direction.
    pub both: AggregateState,
    /// Acts of `low` toward `high`.
    pub out: AggregateState,
    /// Acts of `high` toward `low`.
    pub back: AggregateState,
}

/// One of the states of a tie.
type StateOf = fn(&PortableTie<'_>) -> AggregateState;

fn tie_frame(ties: &[PortableTie<'_>], as_of_day: i32) -> PolarsResult<DataFrame> {
    let mut columns = vec![
        column("low", ties.iter().map(|tie| tie.low).collect::<Vec<&str>>()),
        column("high", ties.iter().map(|tie| tie.high).collect::<Vec<&str>>()),
        column("interactions", ties.iter().map(|tie| i64::from(tie.interactions)).collect()),
    ];
    let states: [(&str, StateOf); 3] = [("", |tie| tie.both), ("out_", |tie| tie.out), ("back_", |tie| tie.back)];
    for (prefix, state) in states {
        let name = |name: &str| format!("{prefix}{name}");
        let day = |day: fn(&AggregateState) -> i32| -> Vec<Option<i64>> {
            ties.iter().map(state).map(|state| (state.contact_days > 0).then(|| i64::from(day(&state)))).collect()
        };
        columns.push(column(&name("contact_days"), ties.iter().map(|tie| i64::from(state(tie).contact_days)).collect()));
        columns.push(column(&name("first_day"), day(|state| state.first_day)));
        columns.push(column(&name("last_day"), day(|state| state.last_day)));
        columns.push(column(&name("momentum"), ties.iter().map(|tie| state(tie).momentum).collect()));
    }
    columns.push(column("as_of_day", vec![i64::from(as_of_day); ties.len()]));
    DataFrame::new_infer_height(columns)
}

/// Some ties, encoded and compressed: the pages of each column.
#[derive(Debug)]
pub struct TieRows(Vec<Vec<CompressedPage>>);

/// Makes row groups of tie states.
#[derive(Debug)]
pub struct TieStateEncoder {
    columns: Vec<(ParquetType, Vec<Encoding>)>,
    options: WriteOptions,
    as_of_day: i32,
}

impl TieStateEncoder {
    /// Ties of a row group; fewer only in the last one of a result.
    pub const ROWS: usize = ROW_GROUP_ROWS;

    /// Of states as of a day.
    ///
    /// # Errors
    /// When the encoder refuses.
    pub fn new(as_of_day: i32) -> Result<Self, TableError> {
        let writer = writer(sink(), &tie_frame(&[], as_of_day)?)?;
        // As the files are that the rows are written to.
        let file = writer.get_writer().lock().unwrap_or_else(PoisonError::into_inner);
        let kinds = file.parquet_schema().fields().iter().cloned();
        let columns = kinds.zip(get_encodings(file.schema()).iter().cloned()).collect();
        Ok(Self { columns, options: file.options(), as_of_day })
    }

    /// Encodes and compresses ties, on this thread: others encode other ties.
    ///
    /// # Errors
    /// When the encoder refuses.
    ///
    /// # Complexity
    /// O(n); in memory, their columns and the pages.
    pub fn encode(&self, ties: &[PortableTie<'_>]) -> Result<TieRows, TableError> {
        let frame = tie_frame(ties, self.as_of_day)?;
        // Of no tie there is none.
        let Some(batch) = frame.iter_chunks(CompatLevel::newest(), false).next() else { return Ok(TieRows(Vec::new())) };
        let mut rows = Vec::new();
        for (array, (kind, encoding)) in batch.columns().iter().zip(&self.columns) {
            for pages in array_to_columns(array, kind.clone(), self.options, encoding)? {
                let compressed = |page: PolarsResult<Page>| Ok(compress(page?, Vec::new(), self.options.compression)?);
                rows.push(pages.map(compressed).collect::<PolarsResult<Vec<CompressedPage>>>()?);
            }
        }
        Ok(TieRows(rows))
    }
}

/// Writes tie states as one Parquet file, a row group at a time.
pub struct TieStateWriter {
    writer: BatchedWriter<BufWriter<File>>,
    groups: usize,
}

impl TieStateWriter {
    /// Begins a new file.
    ///
    /// # Errors
    /// When it exists or cannot be written.
    pub fn create(path: &Path) -> Result<Self, TableError> {
        let file = BufWriter::with_capacity(1 << 18, fs::create_private(path)?);
        Ok(Self { writer: writer(file, &tie_frame(&[], 0)?)?, groups: 0 })
    }

    /// Adds a row group.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, rows: &TieRows) -> Result<(), TableError> {
        self.groups += 1;
        // How many rows there are is in the pages.
        Ok(self.writer.write_row_group(u64::MAX, &rows.0)?)
    }

    /// How many row groups it holds.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<(), TableError> {
        self.writer.finish()?;
        Ok(())
    }
}
