//! Plain tables: rows of who, whom and when, and rows of what is known of a person.

use std::io::Read;

use crate::import::json::Paths;
use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Sink};
use crate::io::Utf8Reader;

mod columns;
pub(crate) mod headed;
mod leg;
mod people;
pub(crate) mod rows;
mod source;
pub(crate) mod time;

/// A table with one row per sender and receiver: CSV, TSV, semicolons, or JSON Lines.
#[derive(Debug, Clone, Copy)]
pub struct Table;

/// A table with one row of attributes per person.
#[derive(Debug, Clone, Copy)]
pub struct PeopleTable;

impl Table {
    /// The fields of an interaction, which may have a column of another name.
    pub const FIELDS: &'static [&'static str] = leg::SCHEMA.fields;
}

impl PeopleTable {
    /// The fields of a person, which may have a column of another name.
    pub const FIELDS: &'static [&'static str] = people::SCHEMA.fields;
}

/// Whether times can be read in a format, in the letters of `strftime`.
#[must_use]
pub fn is_time_format(format: &str) -> bool {
    time::is_format(format)
}

/// Whether a text says where the records of a JSON document are, as `chats[].messages[]`.
#[must_use]
pub fn is_records_path(path: &str) -> bool {
    path.ends_with("[]") && Paths::new(&[path]).is_some()
}

impl Importer for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn about(&self) -> &'static str {
        "CSV, TSV, JSON Lines or Parquet with columns source,target,time: one row per sender and receiver"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/table.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let named = has_table_name(head.name);
        match Shape::of(head.bytes) {
            Shape::Columns(columns) if ["source", "target", "time"].iter().all(|name| has(&columns, name)) => Confidence::Certain,
            Shape::Columns(columns) if named && looks_like_header(&columns) => Confidence::Maybe,
            Shape::Object(line) if ["source", "target", "time"].iter().all(|name| has_key(&line, name)) => Confidence::Certain,
            Shape::Object(_) if named => Confidence::Maybe,
            _ => Confidence::No,
        }
    }

    fn reads_columns(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        source::read(input, options, &leg::SCHEMA, &mut |values| leg::observe(values, options), sink)
    }
}

impl Importer for PeopleTable {
    fn name(&self) -> &'static str {
        "people-table"
    }

    fn about(&self) -> &'static str {
        "CSV or JSON Lines with columns handle (or email, phone, linkedin), name, company, title, location, tags: one row per person"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/people-table.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let (any, none) = (["handle", "email", "linkedin"], ["source", "target"]);
        let likely = match Shape::of(head.bytes) {
            Shape::Columns(columns) => {
                columns.len() > 1 && any.iter().any(|name| has(&columns, name)) && !none.iter().any(|name| has(&columns, name))
            }
            Shape::Object(line) => any.iter().any(|name| has_key(&line, name)) && !none.iter().any(|name| has_key(&line, name)),
            Shape::Other => false,
        };
        if likely { Confidence::Likely } else { Confidence::No }
    }

    fn reads_columns(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        source::read(input, options, &people::SCHEMA, &mut |values| people::observe(values, options), sink)
    }
}

/// What the first line of a file looks like.
enum Shape {
    /// Cells between delimiters.
    Columns(Vec<String>),
    /// A JSON object, as text.
    Object(String),
    /// Neither.
    Other,
}

impl Shape {
    fn of(bytes: &[u8]) -> Self {
        let mut text = Vec::new();
        if Utf8Reader::new(bytes).and_then(|mut reader| reader.read_to_end(&mut text)).is_err() {
            return Self::Other;
        }
        let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        let Some(first) = lines.next() else { return Self::Other };
        if first.starts_with(b"{") {
            let line = String::from_utf8_lossy(first).into_owned();
            return if line.contains("\":") || line.contains("\" :") { Self::Object(line) } else { Self::Other };
        }
        if first.iter().any(|&byte| byte < b' ' && byte != b'\t') {
            return Self::Other;
        }
        let header = if first.len() == 5 && first.to_ascii_lowercase().starts_with(b"sep=") { lines.next() } else { Some(first) };
        header.map_or(Self::Other, |line| Self::Columns(rows::split_line(line, source::delimiter_of(line))))
    }
}

fn has(columns: &[String], name: &str) -> bool {
    columns.iter().any(|column| column.eq_ignore_ascii_case(name))
}

fn has_key(line: &str, name: &str) -> bool {
    line.to_ascii_lowercase().contains(&format!("\"{name}\""))
}

fn has_table_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".csv", ".tsv", ".jsonl", ".ndjson", ".txt"].iter().any(|ending| name.ends_with(ending))
}

/// Short words between delimiters, none of them a sentence.
fn looks_like_header(columns: &[String]) -> bool {
    let word = |column: &String| column.chars().count() <= 64 && !column.ends_with(['.', '!', '?', ':']);
    columns.len() > 1 && columns.iter().all(word) && columns.iter().filter(|column| column.is_empty()).count() <= 1
}

#[cfg(test)]
mod tests;
