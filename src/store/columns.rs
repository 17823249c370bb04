//! Parquet that others wrote, handed on as columns to the process that imports it.
//!
//! As [`super::parquet_as_csv`], only ever called in a child process, under a memory limit.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};

use polars::prelude::{Column, DataFrame, DataType, ParquetReader, PolarsResult, SerReader, Series, TimeUnit};

use super::foreign::{ForeignError, cell};
use crate::io::columns::{Cells, MAX_BLOCK_BYTES, MAX_BLOCK_ROWS, write_block, write_end, write_names};
use crate::model::format_day;

/// Cells decoded at once, where a row group has more, and the fewest and most rows that may be.
const CELLS_AT_ONCE: usize = 1 << 22;
const LEAST_ROWS: usize = 1 << 12;
const MOST_ROWS: usize = 1 << 20;
/// The most bytes of one row that are handed on: more than any record may have, so that what is cut is refused.
const ROW_BYTES: usize = 2 << 20;

/// Writes a Parquet file's columns in the form that [`crate::io::columns`] reads. Times are instants; what has no plain text becomes empty.
///
/// # Errors
/// When the file is no sound Parquet, or the columns cannot be written.
///
/// # Complexity
/// O(n) in the cells, with one row group, or four million of them, in memory.
pub fn parquet_as_columns(file: &File, out: impl Write) -> Result<(), ForeignError> {
    let mut out = BufWriter::with_capacity(1 << 18, out);
    let mut reader = ParquetReader::new(file.try_clone()?);
    let metadata = reader.get_metadata()?.clone();
    let empty = ParquetReader::new(file.try_clone()?).with_slice(Some((0, 0))).finish()?;
    write_names(&mut out, empty.columns().iter().map(|column| column.name().as_str()))?;
    let most = (CELLS_AT_ONCE / empty.width().max(1)).clamp(LEAST_ROWS, MOST_ROWS);
    let mut begin = 0;
    for group in &metadata.row_groups {
        let end = begin + group.num_rows();
        while begin < end {
            let rows = most.min(end - begin);
            let mut reader = ParquetReader::new(file.try_clone()?).with_slice(Some((begin, rows)));
            reader.set_metadata(metadata.clone());
            write_frame(&reader.finish()?, &mut out)?;
            begin += rows;
        }
    }
    write_end(&mut out)?;
    Ok(out.flush()?)
}

/// Writes a frame in blocks that are small enough.
fn write_frame(frame: &DataFrame, out: &mut impl Write) -> Result<(), ForeignError> {
    let (mut begin, mut rows) = (0, MAX_BLOCK_ROWS);
    while begin < frame.height() {
        rows = rows.min(frame.height() - begin);
        let part = frame.slice(begin as i64, rows);
        let mut left = vec![ROW_BYTES; rows];
        let cells: Vec<Cells> = part.columns().iter().map(|column| cells(column, &mut left)).collect::<PolarsResult<_>>()?;
        let bytes: usize = cells.iter().map(Cells::text_bytes).sum();
        if bytes > MAX_BLOCK_BYTES && rows > 1 {
            rows /= 2;
            continue;
        }
        write_block(out, &cells)?;
        begin += rows;
        rows = if bytes < MAX_BLOCK_BYTES / 4 { MAX_BLOCK_ROWS } else { rows };
    }
    Ok(())
}

/// Texts that are being gathered.
struct Texts<'l> {
    ends: Vec<u32>,
    text: String,
    /// The bytes that are left of each row.
    left: &'l mut [usize],
}

impl<'l> Texts<'l> {
    fn new(left: &'l mut [usize]) -> Self {
        Self { ends: Vec::with_capacity(left.len()), text: String::new(), left }
    }

    fn push(&mut self, value: &str) {
        let left = self.left.get_mut(self.ends.len());
        let kept = value.floor_char_boundary(left.as_deref().copied().unwrap_or(0));
        if let Some(left) = left {
            *left -= kept;
        }
        self.text.push_str(value.get(..kept).unwrap_or_default());
        self.ends.push(self.text.len() as u32);
    }

    /// Adds what is written as it is; nothing where there is no value. Numbers and words are never cut.
    fn write(&mut self, value: Option<impl std::fmt::Display>) {
        let before = self.text.len();
        if let Some(value) = value {
            // Writing to memory does not fail.
            let _ = write!(self.text, "{value}");
        }
        if let Some(left) = self.left.get_mut(self.ends.len()) {
            *left = left.saturating_sub(self.text.len() - before);
        }
        self.ends.push(self.text.len() as u32);
    }

    fn done(self) -> Cells {
        Cells::Texts(self.ends, self.text)
    }
}

fn cells(column: &Column, left: &mut [usize]) -> PolarsResult<Cells> {
    let series = column.as_materialized_series();
    let mut texts = Texts::new(left);
    match series.dtype() {
        DataType::String => series.str()?.iter().for_each(|text| texts.push(text.unwrap_or_default())),
        DataType::Datetime(unit, _) => return instants(series, *unit),
        DataType::Date => {
            // Most rows are of the day of the row before.
            let mut last = (i32::MIN, String::new());
            for day in series.to_physical_repr().i32()?.iter() {
                let Some(day) = day else {
                    texts.push("");
                    continue;
                };
                if day != last.0 || last.1.is_empty() {
                    last = (day, format_day(day));
                }
                texts.push(&last.1);
            }
        }
        DataType::UInt64 => series.u64()?.iter().for_each(|number| texts.write(number)),
        kind if kind.is_integer() => {
            series.cast(&DataType::Int64)?.i64()?.iter().for_each(|number| texts.write(number));
        }
        DataType::Float32 => series.f32()?.iter().for_each(|number| texts.write(number)),
        DataType::Float64 => series.f64()?.iter().for_each(|number| texts.write(number)),
        DataType::Boolean => series.bool()?.iter().for_each(|yes| texts.write(yes)),
        DataType::Categorical(..) | DataType::Enum(..) => {
            series.cast(&DataType::String)?.str()?.iter().for_each(|text| texts.push(text.unwrap_or_default()));
        }
        _ => {
            for row in 0..series.len() {
                texts.push(&cell(&series.get(row)?));
            }
        }
    }
    Ok(texts.done())
}

/// Times in microseconds.
fn instants(series: &Series, unit: TimeUnit) -> PolarsResult<Cells> {
    let in_micros = |time: i64| match unit {
        TimeUnit::Nanoseconds => time.div_euclid(1000),
        TimeUnit::Microseconds => time,
        TimeUnit::Milliseconds => time.saturating_mul(1000),
    };
    Ok(Cells::Instants(series.to_physical_repr().i64()?.iter().map(|time| time.map(in_micros)).collect()))
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use polars::prelude::{NamedFrom, ParquetWriter};

    use super::*;
    use crate::io::columns::Columns;

    fn file_of(columns: Vec<Column>, group_rows: usize) -> File {
        let mut file = tempfile::tempfile().unwrap();
        let mut frame = DataFrame::new_infer_height(columns).unwrap();
        ParquetWriter::new(&mut file).with_row_group_size(Some(group_rows)).finish(&mut frame).unwrap();
        file.flush().unwrap();
        file.rewind().unwrap();
        file
    }

    /// The names, and every cell as text.
    fn read(file: &File) -> (Vec<String>, Vec<Vec<String>>) {
        let mut bytes = Vec::new();
        parquet_as_columns(file, &mut bytes).unwrap();
        let mut columns = Columns::new(bytes.as_slice()).unwrap();
        let mut rows = Vec::new();
        while let Some(block) = columns.next_block().unwrap() {
            for row in 0..block[0].rows() {
                let text = |cells: &Cells| cells.instant(row).map_or_else(|| cells.text(row).to_owned(), |at| at.to_string());
                rows.push(block.iter().map(text).collect());
            }
        }
        (columns.names().to_vec(), rows)
    }

    #[test]
    fn every_kind_of_column_is_written_as_a_person_would() {
        let time =
            |unit, values: Vec<Option<i64>>| Series::new("x".into(), values).cast(&DataType::Datetime(unit, None)).unwrap();
        let columns: Vec<Column> = vec![
            Series::new("text".into(), vec![Some("é, \"q\"\n"), None]).into(),
            Series::new("small".into(), vec![Some(-7_i8), None]).into(),
            Series::new("large".into(), vec![Some(u64::MAX), Some(0)]).into(),
            Series::new("fraction".into(), vec![Some(1.5_f64), Some(f64::NAN)]).into(),
            Series::new("single".into(), vec![Some(0.1_f32), None]).into(),
            Series::new("yes".into(), vec![Some(true), None]).into(),
            Series::new("day".into(), vec![Some(20_454_i32), None]).cast(&DataType::Date).unwrap().into(),
            time(TimeUnit::Milliseconds, vec![Some(-1), None]).with_name("ms".into()).into(),
            time(TimeUnit::Nanoseconds, vec![Some(-1), Some(1_999)]).with_name("ns".into()).into(),
        ];
        let file = file_of(columns, 10);
        let (names, rows) = read(&file);
        assert_eq!(names, ["text", "small", "large", "fraction", "single", "yes", "day", "ms", "ns"]);
        assert_eq!(rows[0], ["é, \"q\"\n", "-7", "18446744073709551615", "1.5", "0.1", "true", "2026-01-01", "-1000", "-1"]);
        assert_eq!(rows[1], ["", "", "0", "NaN", "", "", "", "", "1"]);
    }

    #[test]
    fn rows_of_many_groups_and_blocks_come_in_order_and_no_rows_leave_the_names() {
        let numbers: Vec<i64> = (0..(3 * MAX_BLOCK_ROWS + 7) as i64).collect();
        let (_, rows) = read(&file_of(vec![Series::new("n".into(), numbers.clone()).into()], 5_000));
        assert!(rows.iter().map(|row| row[0].parse::<i64>().unwrap()).eq(numbers));
        let (names, rows) = read(&file_of(vec![Series::new("n".into(), Vec::<i64>::new()).into()], 5_000));
        assert_eq!((names, rows.len()), (vec!["n".to_owned()], 0));
    }

    #[test]
    fn long_texts_are_cut_where_the_row_is_refused_anyway_and_blocks_stay_small() {
        let long = "é".repeat(3 << 20);
        let texts: Vec<&str> = (0..80).map(|row| if row % 2 == 0 { long.as_str() } else { "short" }).collect();
        let (_, rows) =
            read(&file_of(vec![Series::new("a".into(), texts.clone()).into(), Series::new("b".into(), texts).into()], 100));
        let lengths: Vec<usize> = rows.iter().map(|row| row[0].len() + row[1].len()).collect();
        assert!(lengths.iter().zip(0..).all(|(length, row)| *length == if row % 2 == 0 { ROW_BYTES } else { 10 }), "{lengths:?}");
    }
}
