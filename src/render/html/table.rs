//! Tables: rows that become cards on a narrow screen, so every cell carries its column's label.

use super::{name, prose, safe};
use crate::render::markdown::is_numeric;
use crate::render::number;
use crate::report::{Cell, Table};

pub(super) struct TableView {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<String>,
    pub(super) empty: String,
}

pub(super) struct Column {
    pub(super) label: String,
    pub(super) numeric: bool,
}

pub(super) fn table(table: &Table) -> TableView {
    let columns: Vec<Column> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, (_, label))| Column { label: safe(label), numeric: is_numeric(table, index) })
        .collect();
    let row = |cells: &Vec<Cell>| {
        let written = cells.iter().zip(&table.columns).zip(&columns).enumerate();
        written.map(|(index, ((value, (key, _)), column))| cell(value, key, column, index == 0)).collect()
    };
    TableView { rows: table.rows.iter().map(row).collect(), empty: safe(table.empty), columns }
}

/// One cell; the name that a row begins with is its heading.
fn cell(cell: &Cell, key: &str, column: &Column, first: bool) -> String {
    let label = &column.label;
    let text = |html: String| {
        if first {
            format!("<th scope=\"row\" class=\"text\" dir=\"auto\">{html}</th>")
        } else {
            format!("<td class=\"text\" data-label=\"{label}\"><span dir=\"auto\">{html}</span></td>")
        }
    };
    let number = |html: &str| format!("<td class=\"num\" data-label=\"{label}\">{html}</td>");
    match cell {
        Cell::Text(words) => text(safe(words)),
        Cell::Person { name: words, person } => text(name(words, *person)),
        Cell::Prose(words) => text(prose(words)),
        Cell::Day(day) => format!("<td class=\"day\" data-label=\"{label}\">{}</td>", safe(day)),
        Cell::Number(value, decimals) => {
            let share = (key == "strength").then_some(*value);
            number(&measured(&safe(&number::decimal(*value, *decimals)), share))
        }
        Cell::Percent(value) => number(&measured(&safe(&number::percent(*value)), Some(value * 100.0))),
        Cell::Missing => {
            let numeric = if column.numeric { " num" } else { "" };
            format!("<td class=\"none{numeric}\" data-label=\"{label}\">{}</td>", number::UNDEFINED)
        }
    }
}

/// A number over a bar of its share in per cent. The bar is a drawing and no style, which the policy would refuse.
fn measured(written: &str, share: Option<f64>) -> String {
    match share.filter(|share| share.is_finite()) {
        Some(share) => format!(
            "<span class=\"measured\"><svg aria-hidden=\"true\"><rect width=\"{}%\" height=\"100%\" fill=\"currentColor\"/></svg><span>{written}</span></span>",
            number::plain(share.clamp(0.0, 100.0), 1)
        ),
        None => written.to_owned(),
    }
}
