//! Tables whose columns line up in plain text too; as a list where long texts would make them too wide to read.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;

use super::wrap::{item, paragraph};
use super::{number, safe};
use crate::report::{Cell, Table};

/// Columns wider than this are not padded further: one long name shall not widen every line.
const WIDEST: usize = 48;
/// Width of a table, in terminal columns, beyond which long texts are set as a list.
const MOST_WIDE: usize = 110;
/// A text of more columns than this is long.
const LONG: usize = 32;

pub(super) fn write_table(page: &mut String, table: &Table) {
    if table.rows.is_empty() {
        paragraph(page, &safe(table.empty));
        return;
    }
    let header: Vec<String> = table.columns.iter().map(|(_, label)| safe(label)).collect();
    let numeric: Vec<bool> = (0..header.len()).map(|column| is_numeric(table, column)).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| (0..header.len()).map(|column| row.get(column).map_or_else(String::new, cell)).collect())
        .collect();
    if is_too_wide(&header, &rows, &numeric) {
        list(page, table, &rows);
    } else {
        grid(page, &header, &rows, &numeric);
    }
}

/// Whether a table would be wider than a terminal by its texts.
fn is_too_wide(header: &[String], rows: &[Vec<String>], numeric: &[bool]) -> bool {
    let width = |column: usize| {
        rows.iter().chain([&header.to_vec()]).filter_map(|row| row.get(column)).map(|cell| columns_of(cell)).max()
    };
    let widths: Vec<usize> = (0..header.len()).map(|column| width(column).unwrap_or(0)).collect();
    let texts = widths.iter().zip(numeric).skip(1).filter(|(_, numeric)| !**numeric);
    widths.iter().map(|width| width + 3).sum::<usize>() > MOST_WIDE && texts.map(|(width, _)| *width).any(|width| width > LONG)
}

/// The rows as a list: who or what first, short cells behind it, each long text on a line of its own.
fn list(page: &mut String, table: &Table, rows: &[Vec<String>]) {
    let is_long = |column: usize| {
        let is_text =
            !table.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Number(..) | Cell::Percent(_) | Cell::Day(_))));
        is_text && rows.iter().filter_map(|row| row.get(column)).any(|cell| columns_of(cell) > LONG)
    };
    let long: Vec<bool> = (0..table.columns.len()).map(|column| column > 0 && is_long(column)).collect();
    for (cells, texts) in table.rows.iter().zip(rows) {
        let mut subject = format!("**{}**", texts.first().map_or("", String::as_str));
        let (mut short, mut lines) = (Vec::new(), Vec::new());
        for (column, (cell, text)) in cells.iter().zip(texts).enumerate().skip(1) {
            let label = table.columns.get(column).map_or("", |(_, label)| *label);
            match cell {
                Cell::Missing => {}
                Cell::Person { .. } if column == 1 => subject.push_str(&format!(" {} **{text}**", safe(label))),
                _ if long.get(column).copied().unwrap_or(false) => lines.push(format!("{}: {text}", safe(label))),
                // A short text says itself what it is.
                Cell::Text(_) | Cell::Prose(_) | Cell::Person { .. } => short.push(text.clone()),
                _ => short.push(format!("{} {text}", safe(label))),
            }
        }
        let short = if short.is_empty() { String::new() } else { format!(": {}", short.join(" · ")) };
        item(page, "- ", &format!("{subject}{short}"));
        for line in lines {
            item(page, "  - ", &line);
        }
    }
}

/// Whether a column holds numbers, and is set flush right.
pub(in crate::render) fn is_numeric(table: &Table, column: usize) -> bool {
    let mut cells = table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| **cell != Cell::Missing).peekable();
    cells.peek().is_some() && cells.all(|cell| matches!(cell, Cell::Number(..) | Cell::Percent(_)))
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Person { name: text, .. } | Cell::Day(text) => safe(text),
        Cell::Prose(prose) => safe(&prose.to_string()),
        Cell::Number(value, decimals) => number::decimal(*value, *decimals),
        // `<1 %` and `>99 %` must be no tag.
        Cell::Percent(value) => safe(&number::percent(*value)),
        Cell::Missing => number::UNDEFINED.to_owned(),
    }
}

/// A table whose columns line up in plain text too.
pub(super) fn grid(page: &mut String, header: &[String], rows: &[Vec<String>], numeric: &[bool]) {
    let width_of = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).chain(header.get(column));
        cells.map(|cell| columns_of(cell)).filter(|width| *width <= WIDEST).max().unwrap_or(WIDEST).max(3)
    };
    let widths: Vec<usize> = (0..header.len()).map(width_of).collect();
    let right = |column: usize| numeric.get(column).copied().unwrap_or(false);
    let write_row = |page: &mut String, row: &[String]| {
        for (column, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths.get(column).copied().unwrap_or(0).saturating_sub(columns_of(cell)));
            let _ = if right(column) { write!(page, "| {padding}{cell} ") } else { write!(page, "| {cell}{padding} ") };
        }
        page.push_str("|\n");
    };
    write_row(page, header);
    for (column, width) in widths.iter().enumerate() {
        let _ =
            if right(column) { write!(page, "| {}: ", "-".repeat(width - 1)) } else { write!(page, "| {} ", "-".repeat(*width)) };
    }
    page.push_str("|\n");
    for row in rows {
        write_row(page, row);
    }
}

/// How many terminal columns a text takes, near enough: two for an ideograph or picture, one for any other grapheme.
pub(super) fn columns_of(text: &str) -> usize {
    let wide = |first: char| matches!(first, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}');
    text.graphemes(true).map(|grapheme| if grapheme.chars().next().is_some_and(wide) { 2 } else { 1 }).sum()
}
