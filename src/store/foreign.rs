//! Parquet that others wrote, and Parquet for others.
//!
//! A malformed foreign file can make the decoder abort the whole process, so [`parquet_as_csv`] is only ever called in a child
//! process, under a memory limit.

use std::fs::File;
use std::io::{Cursor, Write};

use polars::prelude::{
    AnyValue, Column, DataFrame, NamedFrom, ParquetReader, ParquetWriter, PolarsResult, SerReader, Series, TimeUnit,
};

use crate::model::{format_day, format_micros};

/// Rows decoded at once.
const SLICE_ROWS: usize = 1 << 16;

/// Why a foreign Parquet file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ForeignError {
    /// The decoder refused.
    #[error("not sound Parquet")]
    Parquet(#[from] polars::error::PolarsError),
    /// The text could not be handed on.
    #[error("the text cannot be handed on")]
    Write(#[from] csv::Error),
    /// The columns could not be handed on, or the file cannot be read.
    #[error("the columns cannot be handed on")]
    Columns(#[from] std::io::Error),
}

/// Writes a Parquet file's columns as CSV with a header; times become RFC 3339, what has no plain text becomes empty.
///
/// # Errors
/// When the file is no sound Parquet, or the text cannot be written.
pub fn parquet_as_csv(file: &File, out: impl Write) -> Result<(), ForeignError> {
    let mut writer = csv::Writer::from_writer(out);
    let mut file = file;
    let rows = ParquetReader::new(file.try_clone().map_err(csv::Error::from)?).num_rows()?;
    let mut next_row = 0;
    while next_row < rows || next_row == 0 {
        let copy = file.try_clone().map_err(csv::Error::from)?;
        let frame = ParquetReader::new(copy).with_slice(Some((next_row, SLICE_ROWS))).finish()?;
        if next_row == 0 {
            writer.write_record(frame.columns().iter().map(|column| column.name().as_str()))?;
        }
        for row in 0..frame.height() {
            let cells: PolarsResult<Vec<String>> =
                frame.columns().iter().map(|column| column.get(row).map(|value| cell(&value))).collect();
            writer.write_record(cells?)?;
        }
        next_row += SLICE_ROWS;
    }
    writer.flush().map_err(csv::Error::from)?;
    file.flush().map_err(csv::Error::from)?;
    Ok(())
}

/// A value as text; empty where it has no plain one.
pub(super) fn cell(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::String(text) => (*text).to_owned(),
        AnyValue::StringOwned(text) => text.to_string(),
        AnyValue::Boolean(yes) => yes.to_string(),
        AnyValue::Date(day) => format_day(*day),
        AnyValue::Datetime(time, unit, _) | AnyValue::DatetimeOwned(time, unit, _) => format_micros(match unit {
            TimeUnit::Nanoseconds => time.div_euclid(1000),
            TimeUnit::Microseconds => *time,
            TimeUnit::Milliseconds => time.saturating_mul(1000),
        }),
        AnyValue::Float32(number) => number.to_string(),
        AnyValue::Float64(number) => number.to_string(),
        other => match other.get_str() {
            Some(text) => text.to_owned(),
            None if other.is_integer() => other.to_string(),
            None => String::new(),
        },
    }
}

/// A column of a table that is written as Parquet.
#[derive(Debug, Clone, PartialEq)]
pub enum OutputColumn {
    /// Texts.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
}

/// Encodes named columns of equal length as Parquet.
///
/// # Errors
/// When the columns differ in length or share a name.
pub fn as_parquet(columns: Vec<(&str, OutputColumn)>) -> Result<Vec<u8>, ForeignError> {
    let columns: Vec<Column> = columns
        .into_iter()
        .map(|(name, column)| {
            let series = match column {
                OutputColumn::Text(values) => Series::new(name.into(), values),
                OutputColumn::Integer(values) => Series::new(name.into(), values),
                OutputColumn::Number(values) => Series::new(name.into(), values),
            };
            series.into()
        })
        .collect();
    let mut frame = DataFrame::new_infer_height(columns)?;
    let mut bytes = Cursor::new(Vec::new());
    ParquetWriter::new(&mut bytes).finish(&mut frame)?;
    Ok(bytes.into_inner())
}
