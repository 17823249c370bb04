//! Legs as Parquet that other engines read and write: handles instead of numbers, words instead of codes.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use polars::prelude::{
    BatchedWriter, Column, DataFrame, NamedFrom, ParquetCompression, ParquetWriter, PolarsResult, Series, StatisticsOptions,
};

use super::foreign::ForeignError;
use super::segment::ROW_GROUP_ROWS;
use crate::io::{PathError, fs};
use crate::model::Shape;

/// The words of shapes in portable legs, by their codes in the store.
const SHAPES: [&str; 4] = ["directed", "mutual", "gathering", "bulk"];

/// The word of a shape in portable legs.
fn word_of(shape: Shape) -> &'static str {
    SHAPES[super::leg::shape_code(shape) as usize]
}

/// The shape of a word in portable legs.
pub(super) fn shape_of_word(word: &str) -> Option<Shape> {
    super::leg::shape_of(SHAPES.iter().position(|known| *known == word)? as u32)
}

/// One sender and one receiver, by their primary handles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PortableLeg<'a> {
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: i64,
    /// Legs that share it, the moment, the source and the shape are one act.
    pub interaction: i64,
    /// The sender; `None` for nobody, or nobody known.
    pub source: Option<&'a str>,
    /// The receiver, or who was there.
    pub target: &'a str,
    /// Who acted on whom.
    pub shape: Shape,
    /// How.
    pub channel: &'a str,
    /// A factor on the contact's weight, in (0, 1].
    pub weight: f64,
}

/// Writes portable legs as one Parquet file, a row group at a time.
pub struct LegTableWriter<'a, W: Write> {
    writer: BatchedWriter<W>,
    legs: Vec<PortableLeg<'a>>,
    rows: u64,
}

impl<'a, W: Write> LegTableWriter<'a, W> {
    /// Begins a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(out: W) -> Result<Self, ForeignError> {
        Ok(Self { writer: writer(out, &leg_frame(&[])?)?, legs: Vec::new(), rows: 0 })
    }

    /// Adds a leg.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, leg: PortableLeg<'a>) -> Result<(), ForeignError> {
        self.legs.push(leg);
        self.rows += 1;
        if self.legs.len() < ROW_GROUP_ROWS { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), ForeignError> {
        self.writer.write_batch(&leg_frame(&self.legs)?)?;
        self.legs.clear();
        Ok(())
    }

    /// Ends the file; returns how many legs it holds.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<u64, ForeignError> {
        self.flush()?;
        self.writer.finish()?;
        Ok(self.rows)
    }
}

pub(super) fn writer<W: Write>(out: W, empty: &DataFrame) -> PolarsResult<BatchedWriter<W>> {
    ParquetWriter::new(out)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::full())
        .with_row_group_size(Some(ROW_GROUP_ROWS))
        .batched(empty.schema())
}

pub(super) fn column<T, S: ?Sized>(name: &str, values: Vec<T>) -> Column
where
    Series: NamedFrom<Vec<T>, S>,
{
    Series::new(name.into(), values).into()
}

fn leg_frame(legs: &[PortableLeg<'_>]) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(vec![
        column("at_micros", legs.iter().map(|leg| leg.at_micros).collect()),
        column("interaction", legs.iter().map(|leg| leg.interaction).collect()),
        column("source", legs.iter().map(|leg| leg.source).collect::<Vec<Option<&str>>>()),
        column("target", legs.iter().map(|leg| leg.target).collect::<Vec<&str>>()),
        column("shape", legs.iter().map(|leg| word_of(leg.shape)).collect::<Vec<&str>>()),
        column("channel", legs.iter().map(|leg| leg.channel).collect::<Vec<&str>>()),
        column("weight", legs.iter().map(|leg| leg.weight).collect()),
    ])
}

/// Why portable legs cannot be read, or tie states not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// A file operation failed.
    #[error(transparent)]
    Path(#[from] PathError),
    /// The decoder or encoder refused.
    #[error("{0}")]
    Parquet(#[from] polars::error::PolarsError),
    /// Sorting on the disk failed.
    #[error(transparent)]
    Store(#[from] super::StoreError),
    /// A file has not the columns of legs.
    #[error("`{path}` is no table of legs: {problem}")]
    NoLegs {
        /// The file.
        path: PathBuf,
        /// What is missing or of another kind.
        problem: String,
    },
    /// A folder holds what a job left that did not end.
    #[error("`{path}` is half written: whatever wrote it did not come to its end")]
    HalfWritten {
        /// The folder.
        path: PathBuf,
    },
    /// Rows hold what no leg holds.
    #[error("{count} of {rows} rows are no legs (the first is row {row} of `{path}`: {problem})")]
    Unusable {
        /// How many.
        count: u64,
        /// Of how many.
        rows: u64,
        /// The file of the first.
        path: PathBuf,
        /// Its place, from 1.
        row: u64,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// There are no Parquet files where legs should be.
    #[error("there is no Parquet file in `{path}`")]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
}

/// The Parquet files that a path names: itself, or those in the folder by name, but for hidden ones and marks (`_SUCCESS`).
pub(super) fn parts_of(path: &Path) -> Result<Vec<PathBuf>, TableError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if path.join("_temporary").exists() {
        return Err(TableError::HalfWritten { path: path.to_owned() });
    }
    let mut parts: Vec<PathBuf> = fs::files_in(path)?
        .into_iter()
        .filter(|part| name(part).ends_with(".parquet") && !name(part).starts_with(['.', '_']))
        .collect();
    parts.sort();
    if parts.is_empty() { Err(TableError::Nothing { path: path.to_owned() }) } else { Ok(parts) }
}

/// Opens a file of a table.
pub(super) fn open(path: &Path) -> Result<File, TableError> {
    Ok(fs::open(path)?)
}
