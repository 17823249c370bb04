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

struct Card {
    label: String,
    value: String,
    unit: String,
    change: String,
    verdict: &'static str,
    sparkline: String,
    explanation: String,
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

fn card(indicator: &Indicator) -> Card {
    let value = indicator.value().filter(|value| value.is_finite());
    let (change, verdict) = change(indicator);
    Card {
        label: safe(indicator.label),
        value: safe(&value.map_or_else(|| number::UNDEFINED.to_owned(), |value| number::decimal(value, indicator.decimals))),
        unit: if value.is_some() { safe(indicator.unit) } else { String::new() },
        change,
        verdict,
        sparkline: sparkline(indicator),
        explanation: safe(indicator.explanation),
    }
}

/// The change in words with an arrow, so that colour is never the only sign; and the class that colours it.
fn change(indicator: &Indicator) -> (String, &'static str) {
    let Some(change) = indicator.change().filter(|change| change.is_finite()) else {
        return ("no month to compare with".to_owned(), "even");
    };
    if number::is_nothing(change, indicator.decimals) {
        return ("● unchanged since last month".to_owned(), "even");
    }
    let size = number::decimal(change.abs(), indicator.decimals);
    let (moved, good) = match (change > 0.0, indicator.better) {
        (true, better) => (format!("▲ up {size}"), (better != Better::Neutral).then_some(better == Better::Higher)),
        (false, better) => (format!("▼ down {size}"), (better != Better::Neutral).then_some(better == Better::Lower)),
    };
    match good {
        Some(true) => (format!("{moved} · better than last month"), "good"),
        Some(false) => (format!("{moved} · worse than last month"), "bad"),
        None => (format!("{moved} since last month"), "even"),
    }
}

const SPARK: (f64, f64) = (200.0, 40.0);

/// The months as a small line with a dot for the last one; parted where a month has no value.
fn sparkline(indicator: &Indicator) -> String {
    let months = indicator.trend.get(indicator.trend.len().saturating_sub(12)..).unwrap_or(&[]);
    let values: Vec<Option<f64>> =
        months.iter().map(|(_, value)| value.filter(|value| value.is_finite() && value.abs() < 1e15)).collect();
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return String::new() };
    let (low, high) = known.iter().fold((*first, *first), |(low, high), value| (low.min(*value), high.max(*value)));
    let steps = values.len().saturating_sub(1).max(1) as f64;
    let place = |index: usize, value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        (
            number::plain(4.0 + index as f64 / steps * (SPARK.0 - 8.0), 1),
            number::plain(SPARK.1 - 5.0 - share * (SPARK.1 - 10.0), 1),
        )
    };
    let mut path = String::new();
    let mut pen_is_down = false;
    let mut end = place(0, *first);
    for (index, value) in values.iter().enumerate() {
        if let Some(value) = value {
            end = place(index, *value);
            let _ = write!(path, "{}{} {}", if pen_is_down { "L" } else { "M" }, end.0, end.1);
        }
        pen_is_down = value.is_some();
    }
    let written = |value: f64| number::decimal(value, indicator.decimals);
    let described = format!(
        "{} months: from {} to {}, lowest {}, highest {}",
        months.len(),
        written(*first),
        written(*last),
        written(low),
        written(high)
    );
    format!(
        "<svg class=\"spark\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{described}\"><path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/><circle cx=\"{}\" cy=\"{}\" r=\"3.6\" fill=\"currentColor\"/></svg>",
        SPARK.0, SPARK.1, end.0, end.1
    )
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
