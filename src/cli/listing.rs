//! Rows in every format: a table for reading, JSON, CSV, Parquet. One description serves all.

use std::path::Path;

use rayon::prelude::ParallelIterator;
use rayon::slice::ParallelSlice;
use serde_json::{Map, json};

use super::args::{Format, Global};
use super::error::{CliError, note, say};
use super::output;
use super::screen::{Ink, Screen};
use super::table::{LaidOut, Table, TableCell, TableColumn};
pub(super) use super::value::Value;
use crate::store::{OutputColumn, as_parquet};

/// Rows of a piece of CSV text that is made on one core, and pieces that are made before they are written.
const PIECE_ROWS: usize = 1 << 12;
const PIECES_AT_ONCE: usize = 16;

/// The name of a column in JSON, CSV and Parquet.
pub(super) type Column = &'static str;

/// A column of the table for reading: which value, its heading, and when it goes.
///
/// In a narrow terminal the columns with the greatest number go first, one at a time, until the rest fits; what has none always stays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    key: Column,
    heading: &'static str,
    goes: u8,
    full: Option<f64>,
    keeps: usize,
}

impl Shown {
    /// A column that always stays.
    pub(super) const fn kept(key: Column, heading: &'static str) -> Self {
        Self { key, heading, goes: 0, full: None, keeps: 0 }
    }

    /// A column that goes, the greater the sooner.
    pub(super) const fn going(key: Column, heading: &'static str, goes: u8) -> Self {
        Self { key, heading, goes, full: None, keeps: 0 }
    }

    /// Keeps so many columns while others go.
    pub(super) const fn keeping(self, columns: usize) -> Self {
        Self { keeps: columns, ..self }
    }

    /// With a bar beside the number, which is full at this number.
    pub(super) const fn bar(self, full: f64) -> Self {
        Self { full: Some(full), ..self }
    }
}

/// Rows of one command.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    /// The command's word in the schema, `ties`.
    pub(super) command: &'static str,
    /// The as-of day.
    pub(super) as_of: String,
    /// Parameters used, for JSON.
    pub(super) parameters: Map<String, serde_json::Value>,
    /// The columns of every row.
    pub(super) columns: Vec<Column>,
    /// Those among them that people read, in their order.
    pub(super) reading: Vec<Shown>,
    /// The rows.
    pub(super) rows: Vec<Vec<Value>>,
    /// Show at most this many rows in the table for reading.
    pub(super) shown_rows: usize,
    /// What to say when there are no rows.
    pub(super) nothing: String,
    /// What to say below the table, on stderr.
    pub(super) notes: Vec<String>,
}

impl Listing {
    /// Writes the rows for programs: as Parquet, else as CSV.
    pub(super) fn write_rows(&self, output: Option<&Path>, as_parquet: bool) -> Result<(), CliError> {
        if as_parquet {
            output::write(output, &self.parquet()?)
        } else {
            write_csv(output, &self.columns, &self.rows, |text, row| push_csv(text, row))
        }
    }

    /// Writes the rows as asked for.
    pub(super) fn write(&self, global: &Global) -> Result<(), CliError> {
        let output = global.output.as_deref();
        if global.wants_parquet() {
            return self.write_rows(output, true);
        }
        match global.format {
            Format::Json => output::write_json(output, &self.json()),
            Format::Csv => self.write_rows(output, false),
            Format::Table => {
                if self.rows.is_empty() {
                    if !global.quiet {
                        say(&self.nothing);
                    }
                } else {
                    let laid_out = self.table(&Screen::of(global));
                    output::write(output, laid_out.text.as_bytes())?;
                    if !laid_out.left_out.is_empty() && !global.quiet {
                        let left_out = laid_out.left_out.join(", ");
                        note(global, &format!("left out for width: {left_out} (a wider terminal shows all, and so does -f csv)"));
                    }
                }
                if !global.quiet {
                    if self.rows.len() > self.shown_rows {
                        note(
                            global,
                            &format!("… {} more; all of them: --limit {}", self.rows.len() - self.shown_rows, self.rows.len()),
                        );
                    }
                    self.notes.iter().for_each(|text| note(global, text));
                }
                Ok(())
            }
        }
    }

    fn json(&self) -> serde_json::Value {
        let rows: Vec<serde_json::Value> = self
            .rows
            .iter()
            .map(|row| self.columns.iter().zip(row).map(|(key, value)| ((*key).to_owned(), value.json())).collect())
            .collect();
        json!({
            "schema": format!("acquaint.{}/1", self.command),
            "as_of": self.as_of,
            "parameters": self.parameters,
            self.command: rows,
            "notes": self.notes,
        })
    }

    fn parquet(&self) -> Result<Vec<u8>, CliError> {
        let columns = self.columns.iter().enumerate().map(|(index, key)| {
            let values = || self.rows.iter().filter_map(move |row| row.get(index));
            let kind = values().find(|value| **value != Value::Missing);
            let column = match kind {
                Some(Value::Integer(_)) => OutputColumn::Integer(
                    values().map(|value| if let Value::Integer(number) = value { Some(*number) } else { None }).collect(),
                ),
                Some(Value::Number(..) | Value::Percent(_)) => OutputColumn::Number(
                    values()
                        .map(|value| match value {
                            Value::Number(number, _) | Value::Percent(number) => Some(*number),
                            _ => None,
                        })
                        .collect(),
                ),
                _ => OutputColumn::Text(
                    values()
                        .map(|value| match value {
                            Value::Missing => None,
                            Value::Text(text) | Value::Told { data: text, .. } => Some(text.clone()),
                            other => Some(other.csv()),
                        })
                        .collect(),
                ),
            };
            (*key, column)
        });
        Ok(as_parquet(columns.collect())?)
    }

    /// The table for reading.
    pub(super) fn table(&self, screen: &Screen) -> LaidOut {
        let place = |shown: &Shown| self.columns.iter().position(|key| *key == shown.key);
        let found: Vec<(Shown, usize)> = self.reading.iter().filter_map(|shown| Some((*shown, place(shown)?))).collect();
        let columns = found.iter().map(|(shown, index)| {
            let any = |is: fn(&Value) -> bool| self.rows.iter().filter_map(|row| row.get(*index)).any(is);
            let wraps = any(Value::is_text);
            let right = !wraps && !any(|value| matches!(value, Value::Day(_) | Value::Flag(_)));
            let with_bar = shown.full.is_some() && screen.bar_cells() > 0;
            TableColumn {
                heading: shown.heading.to_owned(),
                right: right && !with_bar,
                wraps,
                goes: shown.goes,
                keeps: shown.keeps,
            }
        });
        let row =
            |row: &Vec<Value>| found.iter().filter_map(|(shown, index)| Some(cell(shown, row.get(*index)?, screen))).collect();
        let rows = self.rows.iter().take(self.shown_rows).map(row);
        Table { columns: columns.collect(), rows: rows.collect() }.laid_out(screen)
    }
}

/// Writes a row of each item as CSV. Rows are made on all cores, some at a time: of millions none is kept once it is written.
pub(super) fn write_csv<T: Sync>(
    output: Option<&Path>,
    columns: &[Column],
    items: &[T],
    push: impl Fn(&mut String, &T) + Sync,
) -> Result<(), CliError> {
    let piece = |items: &[T]| {
        let mut text = String::new();
        for item in items {
            push(&mut text, item);
        }
        text
    };
    output::write_by(output, |out| {
        write!(out, "{}\r\n", columns.join(","))?;
        for some in items.chunks(PIECE_ROWS * PIECES_AT_ONCE) {
            let pieces: Vec<String> = some.par_chunks(PIECE_ROWS).map(piece).collect();
            pieces.iter().try_for_each(|piece| out.write_all(piece.as_bytes()))?;
        }
        Ok(())
    })
}

/// RFC 4180: comma, CRLF; cells are escaped one by one.
pub(super) fn push_csv(text: &mut String, row: &[Value]) {
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        value.push_csv(text);
    }
    text.push_str("\r\n");
}

fn cell(shown: &Shown, value: &Value, screen: &Screen) -> TableCell {
    let ink = match value {
        Value::Text(band) if shown.key == "band" => match band.as_str() {
            "strong" => Some(Ink::Good),
            "dormant" => Some(Ink::Caution),
            "weak" => None,
            _ => Some(Ink::Quiet),
        },
        _ => None,
    };
    let cells = screen.bar_cells();
    let bar = shown.full.filter(|_| cells > 0).map(|full| (screen.bar(value.as_number().unwrap_or(0.0) / full, cells), cells));
    // A reason is a sentence, read from its beginning; of a name with its handle, both ends count.
    TableCell { bar, text: value.shown(), cut_middle: matches!(value, Value::Told { .. }) && shown.key != "why", ink }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of many pieces, made on all cores, stand in the order of the items, each once.
    #[test]
    fn rows_of_many_pieces_keep_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.csv");
        for count in [0, 1, PIECE_ROWS, PIECE_ROWS * PIECES_AT_ONCE + 1] {
            let items: Vec<i64> = (0..count as i64).collect();
            let push = |text: &mut String, item: &i64| push_csv(text, &[Value::Integer(*item), Value::text("a,b")]);
            write_csv(Some(&path), &["number", "text"], &items, push).unwrap();
            let wanted: String = items.iter().map(|item| format!("{item},\"a,b\"\r\n")).collect();
            assert!(std::fs::read_to_string(&path).unwrap() == format!("number,text\r\n{wanted}"), "{count} rows");
        }
    }
}
