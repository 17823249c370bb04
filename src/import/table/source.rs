//! Rows of named fields, whether they come from delimited text or from JSON Lines.

use std::io::Read;

use serde_json::{Map, Value};

use super::rows::{Rows, split_line};
use crate::import::{ImportError, Location, ReadOptions, Reason, Record, Reject, Sink, clean};
use crate::model::Observation;

/// The most fields a schema may name.
pub(super) const MAX_NAMED: usize = 12;
/// How many of a file's columns an error names, and how long each may be.
const SHOWN_COLUMNS: usize = 40;
const SHOWN_CHARS: usize = 60;
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// The fields that a kind of table knows.
pub(super) struct Schema {
    /// Their names, in the order of [`Values::get`].
    pub(super) fields: &'static [&'static str],
    /// Groups of which at least one field must be there.
    pub(super) required: &'static [&'static [&'static str]],
    /// What a header should hold.
    pub(super) expected: &'static str,
}

/// The values of one row, in the order of the schema.
pub(super) struct Values<'a>([&'a str; MAX_NAMED]);

impl<'a> Values<'a> {
    /// A field's value, trimmed; empty when missing.
    pub(super) fn get(&self, field: usize) -> &'a str {
        self.0.get(field).copied().unwrap_or_default()
    }
}

/// Makes observations of one row.
pub(super) type Take<'t> = dyn FnMut(&Values<'_>) -> Result<Vec<Observation>, Reason> + 't;

/// Reads a whole table.
pub(super) fn read(
    input: &mut dyn Read,
    options: &ReadOptions,
    schema: &Schema,
    take: &mut Take<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let mut rows = Rows::new(input, &options.limits)?;
    let header = loop {
        let Some(line) = rows.peek_line()? else { return Err(ImportError::NoHeader { expected: schema.expected }) };
        if line.len() > options.limits.max_record_bytes {
            return Err(ImportError::OverLimit { what: "the header", limit: options.limits.max_record_bytes as u64 });
        }
        if !line.trim_ascii().is_empty() {
            break line.to_vec();
        }
        rows.skip_line()?;
    };
    if header.trim_ascii().starts_with(b"{") {
        return read_json(&mut rows, options, schema, take, sink);
    }
    // A spreadsheet may say which delimiter it used in a line of its own.
    if let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = header.as_slice() {
        rows.set_delimiter(*delimiter);
        rows.skip_line()?;
    } else {
        rows.set_delimiter(delimiter_of(&header));
    }
    read_delimited(&mut rows, options, schema, take, sink)
}

/// The delimiter that stands most often outside quotes in a header.
pub(super) fn delimiter_of(header: &[u8]) -> u8 {
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let count = split_line(header, delimiter).len();
        if count > best.0 {
            best = (count, delimiter);
        }
    }
    best.1
}

fn read_delimited(
    rows: &mut Rows<'_>,
    options: &ReadOptions,
    schema: &Schema,
    take: &mut Take<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let no_header = ImportError::NoHeader { expected: schema.expected };
    match rows.next_row()? {
        None => return Err(no_header),
        Some(row) => match row.state {
            Ok(()) => {}
            Err(Reason::TooMany) => {
                return Err(ImportError::OverLimit { what: "the number of columns", limit: options.limits.max_fields as u64 });
            }
            Err(_) => return Err(no_header),
        },
    }
    let width = rows.current().width();
    let header: Vec<String> = (0..width).map(|at| rows.current().cell(at).to_owned()).collect();
    let columns = resolve(&header, options, schema)?;
    let mut record = 0;
    while let Some(row) = rows.next_row()? {
        record += 1;
        let location = Location { record, line: Some(row.line) };
        let result = match row.state {
            Err(reason) => Err(reason),
            Ok(()) if rows.current().width() != width => {
                rows.resume_after_first_line();
                Err(Reason::FieldCount)
            }
            Ok(()) => {
                let mut values = [""; MAX_NAMED];
                for (value, column) in values.iter_mut().zip(&columns) {
                    *value = column.map_or("", |at| rows.current().cell(at));
                }
                take(&Values(values))
            }
        };
        sink(result.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
    }
    Ok(())
}

/// Finds each field's column by name, without regard to case; of equal names the first counts.
fn resolve(header: &[String], options: &ReadOptions, schema: &Schema) -> Result<Vec<Option<usize>>, ImportError> {
    let column_of = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name.trim()));
    let columns: Vec<Option<usize>> =
        schema.fields.iter().map(|field| column_of(mapped(field, options).unwrap_or(field))).collect();
    let mut missing = Vec::new();
    for (field, column) in schema.fields.iter().zip(&columns) {
        let required = schema.required.iter().any(|group| group == &[*field]);
        if let (Some(name), None) = (mapped(field, options), column) {
            missing.push(shown(&format!("{field} (`{name}`)")));
        } else if required && column.is_none() {
            missing.push((*field).to_owned());
        }
    }
    for group in schema.required.iter().filter(|group| group.len() > 1) {
        let found = group.iter().any(|field| schema.fields.iter().zip(&columns).any(|(name, at)| name == field && at.is_some()));
        if !found {
            missing.push(group.join(" or "));
        }
    }
    if missing.is_empty() { Ok(columns) } else { Err(missing_columns(missing, header.iter().map(String::as_str))) }
}

fn mapped<'o>(field: &str, options: &'o ReadOptions) -> Option<&'o str> {
    options.table.map.iter().find(|(ours, _)| ours.eq_ignore_ascii_case(field)).map(|(_, theirs)| theirs.as_str())
}

fn missing_columns<'h>(missing: Vec<String>, header: impl Iterator<Item = &'h str>) -> ImportError {
    let mut found: Vec<String> = header.take(SHOWN_COLUMNS + 1).map(shown).collect();
    if found.len() > SHOWN_COLUMNS {
        found.truncate(SHOWN_COLUMNS);
        found.push("…".to_owned());
    }
    ImportError::MissingColumns { missing, found }
}

fn shown(column: &str) -> String {
    clean::name(column, SHOWN_CHARS).unwrap_or_default()
}

fn read_json(
    rows: &mut Rows<'_>,
    options: &ReadOptions,
    schema: &Schema,
    take: &mut Take<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let names: Vec<&str> = schema.fields.iter().map(|field| mapped(field, options).unwrap_or(field)).collect();
    let mut record = 0;
    let mut known = false;
    while let Some((line, text)) = rows.next_line()? {
        if text.is_ok_and(|text| text.trim().is_empty()) {
            continue;
        }
        record += 1;
        let location = Location { record, line: Some(line) };
        let object = text.and_then(|text| serde_json::from_str::<Map<String, Value>>(text).map_err(|_| Reason::Malformed));
        let result = match object {
            Err(reason) => Err(reason),
            Ok(object) if object.len() > options.limits.max_fields => Err(Reason::TooMany),
            Ok(object) => {
                // One object may lack a field; a file whose first object knows none of them is another kind of file.
                if !known {
                    let required = schema.required.iter().copied().flatten();
                    let wanted: Vec<&str> = required.map(|field| mapped(field, options).unwrap_or(field)).collect();
                    if !object.keys().any(|key| wanted.iter().any(|name| key.trim().eq_ignore_ascii_case(name))) {
                        let missing = schema.required.iter().map(|group| group.join(" or ")).collect();
                        return Err(missing_columns(missing, object.keys().map(String::as_str)));
                    }
                    known = true;
                }
                values_of(&object, &names).and_then(|owned| {
                    let mut values = [""; MAX_NAMED];
                    for (value, text) in values.iter_mut().zip(&owned) {
                        *value = text.trim();
                    }
                    take(&Values(values))
                })
            }
        };
        sink(result.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
    }
    Ok(())
}

/// The named values of an object as text. A value that is neither text nor a number makes the record malformed.
fn values_of(object: &Map<String, Value>, names: &[&str]) -> Result<Vec<String>, Reason> {
    let mut values = vec![String::new(); names.len()];
    for (key, value) in object {
        let Some(at) = names.iter().position(|name| key.trim().eq_ignore_ascii_case(name)) else { continue };
        if let Some(slot) = values.get_mut(at)
            && slot.is_empty()
        {
            *slot = match value {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Null => String::new(),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => return Err(Reason::Malformed),
            };
        }
    }
    Ok(values)
}
