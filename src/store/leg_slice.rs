//! Slices of the Parquet files of a table of legs: what is decoded at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::{DataFrame, DataType, FileMetadata, ParallelStrategy, ParquetReader, PolarsError, PolarsResult, SerReader};

use super::portable::{TableError, open, parts_of};

/// Rows up to which small row groups are decoded together.
const TOGETHER_ROWS: usize = 1 << 18;
/// Rows of a larger row group that are decoded at once.
const SLICE_ROWS: usize = 1 << 20;
/// Most rows of a row group that are believed.
const MOST_ROWS: usize = 1 << 40;

/// The columns of legs, and their types.
const COLUMNS: [(&str, DataType); 7] = [
    ("at_micros", DataType::Int64),
    ("interaction", DataType::Int64),
    ("source", DataType::String),
    ("target", DataType::String),
    ("shape", DataType::String),
    ("channel", DataType::String),
    ("weight", DataType::Float64),
];

/// Some rows of a file.
pub(super) struct LegSlice {
    path: Arc<Path>,
    /// What the file tells of itself, without the row groups that are not touched.
    metadata: Arc<FileMetadata>,
    /// Rows before it in these row groups, and in the file.
    skipped: usize,
    before: usize,
    rows: usize,
}

impl LegSlice {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Rows of the file that come before.
    pub(super) fn first_row(&self) -> u64 {
        self.before as u64
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The columns of its legs.
    pub(super) fn decode(&self) -> Result<DataFrame, TableError> {
        self.columns(&COLUMNS)
    }

    /// Of its legs only the moments.
    pub(super) fn decode_moments(&self) -> Result<DataFrame, TableError> {
        self.columns(&COLUMNS[..1])
    }

    /// Decodes on this thread: others decode other slices.
    fn columns(&self, columns: &[(&str, DataType)]) -> Result<DataFrame, TableError> {
        let mut reader = ParquetReader::new(open(&self.path)?)
            .with_columns(Some(columns.iter().map(|column| column.0.to_owned()).collect()))
            .with_slice(Some((self.skipped, self.rows)))
            .read_parallel(ParallelStrategy::None);
        reader.set_metadata(Arc::clone(&self.metadata));
        reader.finish().and_then(|frame| typed(frame, columns)).map_err(|error| no_legs(&self.path, &error))
    }
}

/// The slices of a file, or of those of a folder, by their row groups.
///
/// # Errors
/// When a file is no Parquet.
pub(super) fn slices(path: &Path) -> Result<Vec<LegSlice>, TableError> {
    let mut slices = Vec::new();
    for path in parts_of(path)? {
        let path: Arc<Path> = path.into();
        let mut reader = ParquetReader::new(open(&path)?);
        let mut metadata = FileMetadata::clone(reader.get_metadata().map_err(|error| no_legs(&path, &error))?);
        let groups = std::mem::take(&mut metadata.row_groups);
        if groups.iter().any(|group| group.num_rows() > MOST_ROWS) {
            let problem = "it claims to have more rows than there can be".to_owned();
            return Err(TableError::NoLegs { path: path.to_path_buf(), problem });
        }
        let (mut rest, mut before) = (groups.as_slice(), 0);
        while let Some(first) = rest.first() {
            // Small row groups are decoded together.
            let (mut rows, mut count) = (first.num_rows(), 1);
            while let Some(next) = rest.get(count).filter(|next| rows + next.num_rows() <= TOGETHER_ROWS) {
                (rows, count) = (rows + next.num_rows(), count + 1);
            }
            let (together, after) = rest.split_at(count);
            let metadata =
                Arc::new(FileMetadata { num_rows: rows, row_groups: together.to_vec(), ..FileMetadata::clone(&metadata) });
            slices.extend((0..rows).step_by(SLICE_ROWS).map(|skipped| LegSlice {
                path: Arc::clone(&path),
                metadata: Arc::clone(&metadata),
                skipped,
                before: before + skipped,
                rows: SLICE_ROWS.min(rows - skipped),
            }));
            before += rows;
            rest = after;
        }
    }
    Ok(slices)
}

/// The columns in the types they should have; what is of another kind is refused.
fn typed(mut frame: DataFrame, columns: &[(&str, DataType)]) -> PolarsResult<DataFrame> {
    for (name, kind) in columns {
        let column = frame.column(name)?;
        let found = column.dtype();
        // A moment in other units, or a number as text, is another kind.
        let is_of_kind = match kind {
            DataType::Int64 => found.is_integer(),
            DataType::Float64 => found.is_integer() || found.is_float(),
            _ => found == kind,
        };
        if !is_of_kind {
            return Err(PolarsError::SchemaMismatch(format!("`{name}` is of type {found}, not {kind}").into()));
        }
        if found != kind {
            let cast = column.strict_cast(kind)?;
            frame.with_column(cast)?;
        }
    }
    Ok(frame)
}

fn no_legs(path: &Path, error: &PolarsError) -> TableError {
    TableError::NoLegs { path: PathBuf::from(path), problem: error.to_string() }
}
