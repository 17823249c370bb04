//! Reading portable legs, in whatever order they stand, as legs in key order: on the disk where they are many.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use polars::prelude::{DataFrame, DataType, ParquetReader, PolarsError, PolarsResult, SerReader};

use super::leg::{Leg, NOBODY, StoredLeg, shape_code};
use super::portable::{TableError, open, parts_of, shape_of_word};
use super::session::Hasher;
use super::sorter::Sorter;
use crate::model::{Channel, Shape, Stance};

/// Rows decoded at once, about; a row group of another size is decoded in pieces.
const SLICE_ROWS: usize = 1 << 20;
/// Most rows of a row group that are believed.
const MOST_ROWS: usize = 1 << 40;
/// Legs given at once, about.
const STRETCH_LEGS: usize = 1 << 18;
/// Parts acts of one interaction that differ in shape or kind of channel.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

/// Label numbers of channels: recipients share a thread, or are bare rows of a table.
const THREADED: u32 = 1;
const BARE: u32 = 2;

/// The legs of a table, waiting in key order.
pub struct LegTable {
    /// The handle of each number; number 0 is nobody.
    pub handles: Vec<String>,
    /// Rows read.
    pub rows: u64,
    /// Of them, legs behind the as-of moment, which were left out.
    pub later: u64,
    sorter: Sorter,
}

/// What is in a row that makes it no leg.
struct Faults {
    count: u64,
    first: Option<(PathBuf, u64, &'static str)>,
}

impl LegTable {
    /// Label numbers of channels whose recipients share a thread.
    pub const THREADED: &'static [u32] = &[THREADED];

    /// Reads a Parquet file, or those of a folder. `folder` is where legs are sorted that are too many for memory; moments more than
    /// `most_micros` from 1970 are refused.
    ///
    /// # Errors
    /// When the files cannot be read, are no table of legs, or hold rows that are none.
    ///
    /// # Complexity
    /// O(n log n) in the legs; half a million of them in memory, the handles, and one row group.
    pub fn read(path: &Path, folder: &Path, until_micros: i64, most_micros: i64) -> Result<Self, TableError> {
        let mut table = Self { handles: vec![String::new()], rows: 0, later: 0, sorter: Sorter::new(folder.to_owned()) };
        let mut numbers: HashMap<String, u32, Hasher> = HashMap::default();
        let mut faults = Faults { count: 0, first: None };
        for part in parts_of(path)? {
            let mut rows_of_part = 0;
            for (first, count) in slices(&part)? {
                let reader =
                    ParquetReader::new(open(&part)?).with_columns(Some(COLUMNS.map(|column| column.0.to_owned()).to_vec()));
                let frame = reader.with_slice(Some((first, count))).finish().map_err(|error| no_legs(&part, &error))?;
                let frame = typed(frame).map_err(|error| no_legs(&part, &error))?;
                table.take(&frame, &mut numbers, (until_micros, most_micros), &mut |row, problem| {
                    faults.count += 1;
                    faults.first.get_or_insert_with(|| (part.clone(), rows_of_part + row, problem));
                })?;
                rows_of_part += count as u64;
            }
        }
        match faults.first {
            Some((path, row, problem)) => Err(TableError::Unusable { count: faults.count, rows: table.rows, path, row, problem }),
            None => Ok(table),
        }
    }

    fn take(
        &mut self,
        frame: &DataFrame,
        numbers: &mut HashMap<String, u32, Hasher>,
        (until_micros, most_micros): (i64, i64),
        fault: &mut dyn FnMut(u64, &'static str),
    ) -> Result<(), TableError> {
        let (at, interaction) = (frame.column("at_micros")?.i64()?, frame.column("interaction")?.i64()?);
        let (source, target) = (frame.column("source")?.str()?, frame.column("target")?.str()?);
        let (shape, channel, weight) =
            (frame.column("shape")?.str()?, frame.column("channel")?.str()?, frame.column("weight")?.f64()?);
        let columns = at
            .iter()
            .zip(interaction.iter())
            .zip(source.iter())
            .zip(target.iter())
            .zip(shape.iter())
            .zip(channel.iter())
            .zip(weight.iter());
        for (row, ((((((at, interaction), source), target), shape), channel), weight)) in (1_u64..).zip(columns) {
            self.rows += 1;
            let Some(at_micros) = at.filter(|at| (-most_micros..=most_micros).contains(at)) else {
                fault(row, "`at_micros` is missing or too far from 1970");
                continue;
            };
            let (Some(interaction), Some(channel)) = (interaction, channel) else {
                fault(row, "`interaction` or `channel` is missing");
                continue;
            };
            let (Some(target), false) = (target.filter(|target| !target.is_empty()), source == Some("")) else {
                fault(row, "`target` is missing, or `source` is empty instead of null");
                continue;
            };
            let Some(shape) = shape.and_then(shape_of_word) else {
                fault(row, "`shape` is none of directed, mutual, gathering, bulk");
                continue;
            };
            let Some(weight) = weight.filter(|weight| *weight > 0.0 && *weight <= 1.0) else {
                fault(row, "`weight` is not above 0 and at most 1");
                continue;
            };
            if at_micros >= until_micros {
                self.later += 1;
                continue;
            }
            let is_bare = channel == Channel::TABLE.as_str();
            let source = source.map_or(NOBODY, |source| self.number(numbers, source));
            let target = self.number(numbers, target);
            self.sorter.push(StoredLeg {
                at_micros,
                id: u128::from(apart(interaction, shape, is_bare)),
                source,
                target,
                channel: if is_bare { BARE } else { THREADED },
                venue: 0,
                shape,
                stance: Stance::Neutral,
                weight,
                import: 1,
                // Of what is said twice the first counts: the one that weighs most.
                record: !weight.to_bits(),
            })?;
        }
        Ok(())
    }

    fn number(&mut self, numbers: &mut HashMap<String, u32, Hasher>, handle: &str) -> u32 {
        numbers.get(handle).copied().unwrap_or_else(|| {
            let number = self.handles.len() as u32;
            self.handles.push(handle.to_owned());
            numbers.insert(handle.to_owned(), number);
            number
        })
    }

    /// Gives all legs in key order, in pieces that never part what shares a moment.
    ///
    /// # Errors
    /// When what was sorted on the disk cannot be read again, or `visit` fails.
    pub fn each_stretch<E: From<TableError>>(self, mut visit: impl FnMut(&[Leg]) -> Result<(), E>) -> Result<(), E> {
        let mut stretch: Vec<Leg> = Vec::with_capacity(STRETCH_LEGS);
        let mut failure = None;
        let drained = self.sorter.drain(|leg| {
            let leg = Leg {
                at_micros: leg.at_micros,
                id: leg.id as u64,
                source: leg.source,
                target: leg.target,
                channel: leg.channel,
                venue: leg.venue,
                shape: leg.shape,
                stance: leg.stance,
                weight: leg.weight,
                import: leg.import,
            };
            if stretch.len() >= STRETCH_LEGS && stretch.last().is_some_and(|last| last.at_micros < leg.at_micros) {
                if failure.is_none() {
                    failure = visit(&stretch).err();
                }
                stretch.clear();
            }
            stretch.push(leg);
            if failure.is_some() { Err(super::StoreError::Interrupted) } else { Ok(()) }
        });
        match failure {
            Some(error) => return Err(error),
            None => drained.map_err(TableError::from)?,
        }
        visit(&stretch)
    }
}

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

/// The columns in the types they should have; what is of another kind is refused.
fn typed(mut frame: DataFrame) -> PolarsResult<DataFrame> {
    for (name, kind) in COLUMNS {
        let column = frame.column(name)?;
        let found = column.dtype();
        // A moment in other units, or a number as text, is another kind.
        let is_of_kind = match kind {
            DataType::Int64 => found.is_integer(),
            DataType::Float64 => found.is_integer() || found.is_float(),
            _ => *found == kind,
        };
        if !is_of_kind {
            return Err(PolarsError::SchemaMismatch(format!("`{name}` is of type {found}, not {kind}").into()));
        }
        if *found != kind {
            let cast = column.strict_cast(&kind)?;
            frame.with_column(cast)?;
        }
    }
    Ok(frame)
}

fn no_legs(path: &Path, error: &polars::error::PolarsError) -> TableError {
    TableError::NoLegs { path: path.to_owned(), problem: error.to_string() }
}

/// Pieces of a file, by its row groups: the first row and how many.
fn slices(path: &Path) -> Result<Vec<(usize, usize)>, TableError> {
    let mut reader = ParquetReader::new(open(path)?);
    let metadata = reader.get_metadata().map_err(|error| no_legs(path, &error))?;
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut next = 0;
    for group in &metadata.row_groups {
        let rows = group.num_rows();
        if rows > MOST_ROWS {
            let problem = "it claims to have more rows than there can be".to_owned();
            return Err(TableError::NoLegs { path: path.to_owned(), problem });
        }
        match pieces.last_mut() {
            // Small row groups are decoded together.
            Some((_, count)) if *count + rows <= SLICE_ROWS => *count += rows,
            _ => {
                let starts = (next..next + rows).step_by(SLICE_ROWS);
                pieces.extend(starts.map(|start| (start, SLICE_ROWS.min(next + rows - start))));
            }
        }
        next += rows;
    }
    Ok(pieces)
}

/// The identity of an act: of one interaction, those of another shape or kind of channel are others.
fn apart(interaction: i64, shape: Shape, is_bare: bool) -> u64 {
    let kind = u64::from(shape_code(shape)) + 4 * u64::from(is_bare);
    (interaction as u64) ^ kind.wrapping_mul(APART)
}
