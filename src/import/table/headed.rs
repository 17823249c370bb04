//! Rows under a header that is told by its columns, whatever stands before it: one reader for all exports that are CSV.

use std::io::Read;

use super::rows::{Current, Rows, split_line};
use crate::import::{ImportError, Location, ReadOptions, Reason};

/// How many lines may stand before a header.
const PREAMBLE_LINES: usize = 32;
/// How many bytes may stand before the end of a header.
const PREAMBLE_BYTES: usize = 64 << 10;

/// Says whether a line is the header, by its folded columns.
pub(crate) type IsHeader<'f> = dyn Fn(&[String]) -> bool + 'f;

/// Lower case letters and digits only, so that `First Name`, `FirstName` and `first_name` are one.
pub(crate) fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Looks for the header in the first lines of a file: how many lines stand before it, and its delimiter.
pub(crate) fn find_header(bytes: &[u8], is_header: &IsHeader<'_>) -> Option<(usize, u8)> {
    let bytes = bytes.get(..PREAMBLE_BYTES).unwrap_or(bytes);
    for (at, line) in bytes.split(|&byte| byte == b'\n').take(PREAMBLE_LINES).enumerate() {
        for delimiter in [b',', b'\t', b';'] {
            let columns: Vec<String> = split_line(line, delimiter).iter().map(|cell| fold(cell)).collect();
            if is_header(&columns) {
                return Some((at, delimiter));
            }
        }
    }
    None
}

/// One row under a header.
pub(crate) struct Cells<'a> {
    row: &'a Current,
    columns: &'a [String],
}

impl Cells<'_> {
    /// The value of the first of these folded columns that the file has, trimmed; empty when it has none.
    pub(crate) fn get(&self, names: &[&str]) -> &str {
        let column = names.iter().find_map(|name| self.columns.iter().position(|column| column == name));
        column.map_or("", |at| self.row.cell(at))
    }

    /// The value of a column, trimmed; empty when the row ends before it.
    pub(crate) fn at(&self, column: usize) -> &str {
        self.row.cell(column)
    }

    /// The folded names of the columns.
    pub(crate) fn columns(&self) -> &[String] {
        self.columns
    }

    /// Whether every cell is empty.
    pub(crate) fn is_blank(&self) -> bool {
        (0..self.row.width()).all(|at| self.row.cell(at).is_empty())
    }
}

/// What is done with each row; a reason instead of cells when it cannot be split.
pub(crate) type EachRow<'f> = dyn FnMut(Location, Result<&Cells<'_>, Reason>) -> Result<(), ImportError> + 'f;

/// Reads the rows behind a header, which may stand behind a preamble. `expected` is what the header should have held.
pub(crate) fn each_row(
    input: &mut dyn Read,
    is_header: &IsHeader<'_>,
    expected: &'static str,
    options: &ReadOptions,
    each: &mut EachRow<'_>,
) -> Result<(), ImportError> {
    let no_header = || ImportError::NoHeader { expected };
    let mut rows = Rows::new(input, &options.limits)?;
    let (before, delimiter) = find_header(rows.peek(PREAMBLE_BYTES)?, is_header).ok_or_else(no_header)?;
    for _ in 0..before {
        rows.skip_line()?;
    }
    rows.set_delimiter(delimiter);
    match rows.next_row()?.map(|row| row.state) {
        Some(Ok(())) => {}
        Some(Err(Reason::TooMany)) => {
            return Err(ImportError::OverLimit { what: "the number of columns", limit: options.limits.max_fields as u64 });
        }
        _ => return Err(no_header()),
    }
    let width = rows.current().width();
    let columns: Vec<String> = (0..width).map(|at| fold(rows.current().cell(at))).collect();
    let mut record = 0;
    while let Some(row) = rows.next_row()? {
        record += 1;
        let location = Location { record, line: Some(row.line) };
        let current = rows.current();
        let fits = current.width() >= width && (width..current.width()).all(|at| current.cell(at).is_empty());
        match row.state {
            Err(reason) => each(location, Err(reason))?,
            Ok(()) if !fits => {
                rows.resume_after_first_line();
                each(location, Err(Reason::FieldCount))?;
            }
            Ok(()) => each(location, Ok(&Cells { row: rows.current(), columns: &columns }))?,
        }
    }
    Ok(())
}
