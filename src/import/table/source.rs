//! Rows of named fields, whether they come from delimited text or from JSON Lines.

use std::io::Read;

use serde_json::{Map, Value};

use super::columns;
use super::rows::{Rows, split_line};
use crate::import::json::{Paths, Piece, parse, walk};
use crate::import::{ImportError, Location, ReadOptions, Reason, Record, Reject, Sink, clean};
use crate::model::Observation;

/// The most fields a schema may name.
pub(super) const MAX_NAMED: usize = 12;
/// How many of a file's columns an error names, and how long each may be.
const SHOWN_COLUMNS: usize = 40;
const SHOWN_CHARS: usize = 60;
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// Parts the values of an array of a JSON record once they are one text.
pub(super) const UNIT_SEPARATOR: char = '\u{1f}';

/// The fields that a kind of table knows.
pub(super) struct Schema {
    /// Their names, in the order of [`Values::get`].
    pub(super) fields: &'static [&'static str],
    /// Groups of which at least one field must be there.
    pub(super) required: &'static [&'static [&'static str]],
    /// What a header should hold.
    pub(super) expected: &'static str,
    /// The field that is a moment.
    pub(super) time: Option<usize>,
}

/// The values of one row, in the order of the schema.
pub(super) struct Values<'a> {
    texts: [&'a str; MAX_NAMED],
    at_micros: Option<i64>,
}

impl<'a> Values<'a> {
    fn of(texts: [&'a str; MAX_NAMED]) -> Self {
        Self { texts, at_micros: None }
    }

    /// Values whose moment may be given as microseconds since 1970-01-01 UTC, and is then no text.
    pub(super) fn at(texts: [&'a str; MAX_NAMED], at_micros: Option<i64>) -> Self {
        Self { texts, at_micros }
    }

    /// A field's value, trimmed; empty when missing, or when it is a moment that is no text.
    pub(super) fn get(&self, field: usize) -> &'a str {
        self.texts.get(field).copied().unwrap_or_default()
    }

    /// The moment in microseconds since 1970-01-01 UTC, where it is given so.
    pub(super) fn at_micros(&self) -> Option<i64> {
        self.at_micros
    }

    /// The values of a field that may hold several, trimmed; one without `separator`.
    pub(super) fn each(&self, field: usize, separator: Option<&'a str>) -> impl Iterator<Item = &'a str> + use<'a> {
        let value = self.get(field);
        let whole = if separator.is_none() { Some(value) } else { None };
        let parts = separator.into_iter().flat_map(move |separator| {
            let parts = value.split(UNIT_SEPARATOR);
            parts
                .flat_map(|part| if separator.is_empty() { vec![part] } else { part.split(separator).collect() })
                .collect::<Vec<_>>()
        });
        let parts = whole.into_iter().chain(parts);
        parts.map(str::trim).filter(|part| !part.is_empty())
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
    if let Some(records) = &options.table.records {
        return read_document(input, records, options, schema, take, sink);
    }
    let mut rows = Rows::new(input, &options.limits)?;
    if columns::are_columns(rows.peek(64)?) {
        return columns::read(&mut rows, options, schema, take, sink);
    }
    if rows.peek(64)?.trim_ascii_start().starts_with(b"[") {
        return read_document(&mut rows, "[]", options, schema, take, sink);
    }
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
    let constants = constants(options, schema);
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
                for ((value, column), constant) in values.iter_mut().zip(&columns).zip(&constants) {
                    *value = column.map(|at| rows.current().cell(at)).filter(|cell| !cell.is_empty()).unwrap_or(constant);
                }
                take(&Values::of(values))
            }
        };
        sink(result.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
    }
    Ok(())
}

/// Finds each field's column by name, without regard to case; of equal names the first counts.
pub(super) fn resolve(header: &[String], options: &ReadOptions, schema: &Schema) -> Result<Vec<Option<usize>>, ImportError> {
    let column_of = |name: &str| header.iter().position(|column| column.eq_ignore_ascii_case(name.trim()));
    let columns: Vec<Option<usize>> =
        schema.fields.iter().map(|field| column_of(mapped(field, options).unwrap_or(field))).collect();
    let mut missing = Vec::new();
    for (field, column) in schema.fields.iter().zip(&columns) {
        let required = schema.required.iter().any(|group| group == &[*field]) && !is_known(field, options);
        if let (Some(name), None) = (mapped(field, options), column) {
            missing.push(shown(&format!("{field} (`{name}`)")));
        } else if required && column.is_none() {
            missing.push((*field).to_owned());
        }
    }
    for group in schema.required.iter().filter(|group| group.len() > 1) {
        let column = |field: &str| schema.fields.iter().zip(&columns).any(|(name, at)| *name == field && at.is_some());
        let found = group.iter().any(|field| column(field) || is_known(field, options));
        if !found {
            missing.push(group.join(" or "));
        }
    }
    if missing.is_empty() { Ok(columns) } else { Err(missing_columns(missing, header.iter().map(String::as_str))) }
}

/// Whether a field needs no column: it is the same in every record, or everybody stands in one list.
fn is_known(field: &str, options: &ReadOptions) -> bool {
    let table = &options.table;
    table.constant(field).is_some() || (field == "target" && table.undirected && table.separator("source").is_some())
}

/// The constants of a schema's fields, empty where there is none.
pub(super) fn constants<'o>(options: &'o ReadOptions, schema: &Schema) -> Vec<&'o str> {
    schema.fields.iter().map(|field| options.table.constant(field).unwrap_or_default()).collect()
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
    let mut objects = Objects::new(options, schema);
    let mut record = 0;
    while let Some((line, text)) = rows.next_line()? {
        if text.is_ok_and(|text| text.trim().is_empty()) {
            continue;
        }
        record += 1;
        let location = Location { record, line: Some(line) };
        let observed = match text {
            Err(reason) => Err(reason),
            Ok(text) => objects.take(text, take)?,
        };
        sink(observed.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
    }
    Ok(())
}

/// Reads the records of one JSON document.
fn read_document(
    input: &mut dyn Read,
    records: &str,
    options: &ReadOptions,
    schema: &Schema,
    take: &mut Take<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let no_path =
        || ImportError::Broken { format: "JSON", problem: "where its records are is no path such as `messages[]`".into() };
    let paths = Paths::new(&[records]).ok_or_else(no_path)?;
    let mut objects = Objects::new(options, schema);
    let read = walk(input, &paths, &options.limits, &mut |piece| match piece {
        Piece::Record { location, json, .. } => {
            let observed = objects.take(json, take)?;
            sink(observed.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))
        }
        Piece::Rejected(reject) => sink(Err(reject)),
        Piece::Entered | Piece::Value { .. } => Ok(()),
    })?;
    if read == 0 && options.table.records.is_some() {
        return Err(ImportError::Broken { format: "JSON", problem: format!("there are no records at `{}`", shown(records)) });
    }
    Ok(())
}

/// Records that are JSON objects.
struct Objects<'o> {
    options: &'o ReadOptions,
    schema: &'o Schema,
    names: Vec<&'o str>,
    constants: Vec<&'o str>,
    known: bool,
}

impl<'o> Objects<'o> {
    fn new(options: &'o ReadOptions, schema: &'o Schema) -> Self {
        let names = schema.fields.iter().map(|field| mapped(field, options).unwrap_or(field)).collect();
        Self { options, schema, names, constants: constants(options, schema), known: false }
    }

    /// What one object says. One may lack a field; a file whose first object knows none of them is another kind of file.
    fn take(&mut self, json: &str, take: &mut Take<'_>) -> Result<Result<Vec<Observation>, Reason>, ImportError> {
        let object: Map<String, Value> = match parse(json) {
            Ok(object) => object,
            Err(reason) => return Ok(Err(reason)),
        };
        if object.len() > self.options.limits.max_fields {
            return Ok(Err(Reason::TooMany));
        }
        if !self.known {
            let mut wanted =
                self.schema.required.iter().copied().flatten().map(|field| mapped(field, self.options).unwrap_or(field));
            if !wanted.any(|name| value_at(&object, name).is_some()) {
                let missing = self.schema.required.iter().map(|group| group.join(" or ")).collect();
                return Err(missing_columns(missing, object.keys().map(String::as_str)));
            }
            self.known = true;
        }
        Ok(self.values_of(&object).and_then(|owned| {
            let mut values = [""; MAX_NAMED];
            for ((value, text), constant) in values.iter_mut().zip(&owned).zip(&self.constants) {
                *value = Some(text.trim()).filter(|text| !text.is_empty()).unwrap_or(constant);
            }
            take(&Values::of(values))
        }))
    }

    /// The named values of an object as text. A value that is neither text nor a number makes the record malformed, unless the
    /// field may hold several.
    fn values_of(&self, object: &Map<String, Value>) -> Result<Vec<String>, Reason> {
        let fields = self.schema.fields.iter().zip(&self.names);
        let text = |(field, name): (&&str, &&str)| match value_at(object, name) {
            None => Ok(String::new()),
            Some(values) if values.is_array() && self.options.table.separator(field).is_some() => {
                let mut parts = Vec::new();
                collect(values.array(), &mut parts)?;
                Ok(parts.join(&UNIT_SEPARATOR.to_string()))
            }
            Some(Found::One(value)) => plain(value),
            Some(Found::Many(_)) => Err(Reason::Malformed),
        };
        fields.map(text).collect()
    }
}

/// What a path in a record leads to.
enum Found<'v> {
    One(&'v Value),
    /// The path goes through an array.
    Many(Vec<&'v Value>),
}

impl<'v> Found<'v> {
    fn is_array(&self) -> bool {
        matches!(self, Self::Many(_) | Self::One(Value::Array(_)))
    }

    fn array(self) -> Vec<&'v Value> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

/// The value of a key, without regard to case, or at a path of keys parted by dots.
fn value_at<'v>(object: &'v Map<String, Value>, name: &str) -> Option<Found<'v>> {
    let name = name.trim();
    if let Some((_, value)) = object.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)) {
        return Some(Found::One(value));
    }
    let (first, rest) = name.split_once('.')?;
    let (_, value) = object.iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(first.trim_end_matches("[]")))?;
    match value {
        Value::Object(inner) => value_at(inner, rest),
        Value::Array(items) => {
            let inner = items.iter().filter_map(|item| value_at(item.as_object()?, rest));
            Some(Found::Many(inner.flat_map(Found::array).collect()))
        }
        _ => None,
    }
}

/// The values in arrays, however deep, as text.
fn collect(values: Vec<&Value>, parts: &mut Vec<String>) -> Result<(), Reason> {
    for value in values {
        match value {
            Value::Array(items) => collect(items.iter().collect(), parts)?,
            value => parts.push(plain(value)?),
        }
    }
    Ok(())
}

fn plain(value: &Value) -> Result<String, Reason> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null => Ok(String::new()),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(Reason::Malformed),
    }
}
