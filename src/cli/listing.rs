//! Rows in every format: a table for reading, JSON, CSV, Parquet. One description serves all.

use std::fmt::Write;
use std::io::IsTerminal;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use serde_json::{Map, json};

use super::args::{Format, Global};
use super::error::{CliError, say};
use super::output;
use crate::model::format_day;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::store::{OutputColumn, as_parquet};

/// Columns of a terminal whose width is not known.
const USUAL_WIDTH: u16 = 100;
/// Characters below which a text is not squeezed.
const LEAST_TEXT: usize = 18;
/// Longest text of a cell.
const MOST_CHARACTERS: usize = 48;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Text of a stranger or our own.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A number, with the decimals shown in a table.
    Number(f64, usize),
    /// A probability, shown in per cent in a table.
    Percent(f64),
    /// A day number.
    Day(i32),
    /// Yes or no.
    Flag(bool),
    /// Something with parts: as it is in JSON, as JSON text elsewhere, never in a table for reading.
    Json(serde_json::Value),
    /// Undefined.
    Missing,
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn optional_text(text: Option<&str>) -> Self {
        text.map_or(Self::Missing, Self::text)
    }

    pub(super) fn optional_number(value: Option<f64>, decimals: usize) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Missing, |value| Self::Number(value, decimals))
    }

    pub(super) fn optional_day(day: Option<i32>) -> Self {
        day.map_or(Self::Missing, Self::Day)
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Integer(count as i64)
    }

    /// The value as JSON.
    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => json!(text),
            Self::List(texts) => json!(texts),
            Self::Integer(number) => json!(number),
            Self::Number(number, _) | Self::Percent(number) => json!(number),
            Self::Day(day) => json!(format_day(*day)),
            Self::Flag(yes) => json!(yes),
            Self::Json(value) => value.clone(),
            Self::Missing => serde_json::Value::Null,
        }
    }

    fn csv(&self) -> String {
        let mut text = String::new();
        self.push_csv(&mut text);
        text
    }

    fn push_csv(&self, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&Untrusted::new(text).csv()),
            Self::List(texts) => out.push_str(&Untrusted::new(&texts.join(" ")).csv()),
            Self::Integer(number) => _ = write!(out, "{number}"),
            Self::Number(number, _) | Self::Percent(number) => _ = write!(out, "{number}"),
            Self::Day(day) => out.push_str(&format_day(*day)),
            Self::Flag(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Json(value) => out.push_str(&Untrusted::new(&value.to_string()).csv()),
            Self::Missing => {}
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Text(text) => Untrusted::new(text).terminal(),
            Self::List(texts) => Untrusted::new(&texts.join(", ")).terminal(),
            Self::Integer(number) => number.to_string(),
            Self::Number(value, decimals) => number::decimal(*value, *decimals),
            Self::Percent(value) => number::percent(*value),
            Self::Day(day) => format_day(*day),
            Self::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Json(value) => Untrusted::new(&value.to_string()).terminal(),
            Self::Missing => "–".to_owned(),
        }
    }
}

/// A named column; without a label it is not in the table for reading.
pub(super) type Column = (&'static str, &'static str);

/// A text cut to what a column can hold.
fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        return text.to_owned();
    }
    text.chars().take(MOST_CHARACTERS - 1).chain(['…']).collect()
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
    /// The columns.
    pub(super) columns: Vec<Column>,
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
    /// Writes the rows as asked for.
    pub(super) fn write(&self, global: &Global) -> Result<(), CliError> {
        let output = global.output.as_deref();
        if global.wants_parquet() {
            return output::write(output, &self.parquet()?);
        }
        match global.format {
            Format::Json => output::write_json(output, &self.json()),
            Format::Csv => output::write(output, self.csv().as_bytes()),
            Format::Table => {
                if self.rows.is_empty() {
                    if !global.quiet {
                        say(&self.nothing);
                    }
                } else {
                    output::write(output, self.table(output.is_none()).as_bytes())?;
                }
                if !global.quiet {
                    if self.rows.len() > self.shown_rows {
                        say(&format!("… {} more; all of them: --limit {}", self.rows.len() - self.shown_rows, self.rows.len()));
                    }
                    self.notes.iter().for_each(|note| say(note));
                }
                Ok(())
            }
        }
    }

    fn json(&self) -> serde_json::Value {
        let rows: Vec<serde_json::Value> = self
            .rows
            .iter()
            .map(|row| self.columns.iter().zip(row).map(|((key, _), value)| ((*key).to_owned(), value.json())).collect())
            .collect();
        json!({
            "schema": format!("acquaint.{}/1", self.command),
            "as_of": self.as_of,
            "parameters": self.parameters,
            self.command: rows,
            "notes": self.notes,
        })
    }

    /// RFC 4180: comma, CRLF, a header; cells are escaped one by one.
    fn csv(&self) -> String {
        let mut text = self.columns.iter().map(|column| column.0).collect::<Vec<_>>().join(",");
        text.push_str("\r\n");
        for row in &self.rows {
            for (place, value) in row.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                value.push_csv(&mut text);
            }
            text.push_str("\r\n");
        }
        text
    }

    fn parquet(&self) -> Result<Vec<u8>, CliError> {
        let columns = self.columns.iter().enumerate().map(|(index, (key, _))| {
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
                            Value::Text(text) => Some(text.clone()),
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
    pub(super) fn table(&self, to_terminal: bool) -> String {
        let mut table = Table::new();
        table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        if !(to_terminal && std::io::stdout().is_terminal()) {
            let width = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL_WIDTH);
            table.set_width(width);
        }
        let shown: Vec<usize> =
            self.columns.iter().enumerate().filter(|(_, column)| !column.1.is_empty()).map(|(index, _)| index).collect();
        table.set_header(shown.iter().filter_map(|index| self.columns.get(*index)).map(|column| column.1));
        for row in self.rows.iter().take(self.shown_rows) {
            table.add_row(shown.iter().filter_map(|index| row.get(*index)).map(|value| {
                let number = matches!(value, Value::Integer(_) | Value::Number(..) | Value::Percent(_));
                let alignment = if number { CellAlignment::Right } else { CellAlignment::Left };
                Cell::new(shortened(&value.shown())).set_alignment(alignment)
            }));
        }
        // Only texts may wrap: half a date or number says nothing.
        for (place, index) in shown.iter().enumerate() {
            let text = |row: &Vec<Value>| matches!(row.get(*index), Some(Value::Text(_) | Value::List(_)));
            if !self.rows.iter().any(text)
                && let Some(column) = table.column_mut(place)
            {
                column.set_constraint(ColumnConstraint::ContentWidth);
            } else if let Some(column) = table.column_mut(place) {
                let longest = self.rows.iter().filter_map(|row| row.get(*index)).map(|value| value.shown().chars().count()).max();
                let least = longest.unwrap_or(0).min(LEAST_TEXT) as u16 + 2;
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            }
        }
        format!("{table}\n")
    }
}
