//! The report as one HTML file that works offline: no script, no request, styles allowed by their hash alone.

use std::fmt::Write as _;

use askama::Template;

use super::markdown::{COLOPHON, is_numeric};
use super::number;
use super::text::Untrusted;
use crate::report::{Better, Cell, Indicator, Report, Section, Table};

/// The style sheet; the page's policy allows these bytes and no other style.
const STYLE: &str = include_str!("templates/report.css");
/// What the page may do: show itself. The hash is that of [`STYLE`]; a test says what it has to be.
const POLICY: &str =
    "default-src 'none'; style-src 'sha256-bVEVwVMoRZBv1aXpuzBLn5g+Ubp9eZn3GYYaTvJQCec='; base-uri 'none'; form-action 'none'";

/// Writes the report with its charts, given as identifier and SVG document, inside the page.
#[must_use]
pub fn report(report: &Report, charts: &[(&'static str, String)]) -> String {
    let mut sections: Vec<SectionView> = report.sections.iter().map(|section| view(section, charts)).collect();
    let placed = |id: &str| report.sections.iter().any(|section| section.charts.contains(&id));
    let rest: Vec<&str> = charts.iter().filter(|(id, _)| !placed(id)).map(|(_, svg)| inline(svg)).collect();
    if !rest.is_empty() {
        sections.push(SectionView {
            id: "more-charts".to_owned(),
            title: "More charts".to_owned(),
            charts: rest,
            ..SectionView::default()
        });
    }
    let mut contents: Vec<(String, String)> = Vec::new();
    if !report.indicators.is_empty() {
        contents.push(("indicators".to_owned(), "Indicators".to_owned()));
    }
    contents.extend(sections.iter().map(|section| (section.id.clone(), section.title.clone())));
    if !report.parameters.is_empty() {
        contents.push(("parameters".to_owned(), "Parameters".to_owned()));
    }
    let page = Page {
        policy: POLICY,
        style: STYLE,
        colophon: COLOPHON,
        title: safe(&report.title),
        owner: safe(&report.owner),
        as_of: safe(&report.as_of),
        sentences: report.sentences.iter().map(|sentence| safe(&sentence.to_string())).collect(),
        indicators: report.indicators.iter().map(card).collect(),
        contents,
        sections,
        parameters: report.parameters.iter().map(|(name, value)| (safe(name), safe(value))).collect(),
    };
    // Writing to memory cannot fail: every value is a text already.
    page.render().unwrap_or_default()
}

/// What the template shows. Texts are escaped here, at the only place where they enter, and marked `safe` there.
#[derive(Template)]
#[template(path = "report.html", config = "src/render/askama.toml")]
struct Page<'a> {
    policy: &'a str,
    style: &'a str,
    colophon: &'a str,
    title: String,
    owner: String,
    as_of: String,
    contents: Vec<(String, String)>,
    sentences: Vec<String>,
    indicators: Vec<Card>,
    sections: Vec<SectionView<'a>>,
    parameters: Vec<(String, String)>,
}

#[derive(Default)]
struct SectionView<'a> {
    id: String,
    title: String,
    introduction: String,
    table: Option<TableView>,
    charts: Vec<&'a str>,
    notes: Vec<String>,
}

struct TableView {
    columns: Vec<Column>,
    rows: Vec<String>,
    empty: String,
}

struct Column {
    label: String,
    numeric: bool,
}

fn safe(text: &str) -> String {
    Untrusted::new(text).html()
}

/// An SVG document as a part of the page: without what may stand before its root.
fn inline(svg: &str) -> &str {
    svg.find("<svg").and_then(|start| svg.get(start..)).unwrap_or("")
}

fn view<'a>(section: &'a Section, charts: &'a [(&'static str, String)]) -> SectionView<'a> {
    SectionView {
        id: Untrusted::new(section.id).file_name(),
        title: safe(&section.title),
        introduction: safe(section.introduction.trim()),
        table: section.table.as_ref().map(table),
        charts: section
            .charts
            .iter()
            .filter_map(|id| charts.iter().find(|(known, _)| known == id))
            .map(|(_, svg)| inline(svg))
            .collect(),
        notes: section.notes.iter().map(|note| safe(&note.to_string())).collect(),
    }
}

fn table(table: &Table) -> TableView {
    let columns: Vec<Column> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, (_, label))| Column { label: safe(label), numeric: is_numeric(table, index) })
        .collect();
    let row = |cells: &Vec<Cell>| {
        let written = cells.iter().zip(&table.columns).zip(&columns).enumerate();
        written.map(|(index, ((value, (key, _)), column))| cell(value, key, column.numeric, index == 0)).collect()
    };
    TableView { rows: table.rows.iter().map(row).collect(), empty: safe(table.empty), columns }
}

/// One cell; the name that a row begins with is its heading.
fn cell(cell: &Cell, key: &str, numeric: bool, first: bool) -> String {
    match cell {
        Cell::Text(text) | Cell::Person { name: text, .. } if first => {
            format!("<th scope=\"row\" class=\"text\" dir=\"auto\">{}</th>", safe(text))
        }
        Cell::Text(text) | Cell::Person { name: text, .. } => format!("<td class=\"text\" dir=\"auto\">{}</td>", safe(text)),
        Cell::Prose(prose) => format!("<td class=\"text\" dir=\"auto\">{}</td>", safe(&prose.to_string())),
        Cell::Day(day) => format!("<td class=\"day\">{}</td>", safe(day)),
        Cell::Number(value, decimals) => {
            let written = safe(&number::decimal(*value, *decimals));
            let share = (key == "strength").then_some(*value);
            format!("<td class=\"num\">{}</td>", measured(&written, share))
        }
        Cell::Percent(value) => {
            format!("<td class=\"num\">{}</td>", measured(&safe(&number::percent(*value)), Some(value * 100.0)))
        }
        Cell::Missing => format!("<td class=\"none{}\">{}</td>", if numeric { " num" } else { "" }, number::UNDEFINED),
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

#[cfg(test)]
mod tests;
