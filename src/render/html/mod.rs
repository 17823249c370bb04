//! The report as one HTML file that works offline: no request, one style sheet and one script, each allowed by its hash alone.
//! Without the script it is a document to read and print; the script adds the map, the search and the evidence in place.

mod data;
mod indicator;
mod person;
mod table;

use std::collections::BTreeSet;

use askama::Template;

use self::indicator::{Card, card};
use self::person::PersonView;
use self::table::{TableView, table};
use super::markdown::COLOPHON;
use super::text::Untrusted;
use crate::report::{Cell, Figure, Part, Prose, Report, Section};

/// The style sheet; the page's policy allows these bytes and no other style.
const STYLE: &str = concat!(include_str!("../templates/report.css"), include_str!("../templates/network.css"));
/// The script; the page's policy allows these bytes and no other script.
const SCRIPT: &str = concat!(
    "(() => {\n'use strict';\n",
    include_str!("../templates/words.js"),
    include_str!("../templates/data.js"),
    include_str!("../templates/paths.js"),
    include_str!("../templates/evidence.js"),
    include_str!("../templates/drawing.js"),
    include_str!("../templates/canvas.js"),
    include_str!("../templates/controls.js"),
    include_str!("../templates/network.js"),
    include_str!("../templates/page.js"),
    "})();\n"
);
/// What the page may do: show itself. The hashes are those of [`STYLE`] and [`SCRIPT`]; a test says what they have to be.
const POLICY: &str = "default-src 'none'; \
    style-src 'sha256-STYLE='; \
    script-src 'sha256-SCRIPT='; \
    base-uri 'none'; form-action 'none'";

/// Writes the report with its charts, given as identifier and SVG document, inside the page.
#[must_use]
pub fn report(report: &Report, charts: &[(&'static str, String)]) -> String {
    let ego_map = report.charts.iter().find(|chart| matches!(chart.figure, Figure::EgoMap(_))).map(|chart| chart.id);
    let has_map = report.map.people.len() > 1;
    // The drawn map stands where the script puts the one that can be walked through.
    let beside = |id: &str| !(has_map && ego_map == Some(id));
    let mut sections: Vec<SectionView> = report.sections.iter().map(|section| view(section, charts, &beside)).collect();
    let placed = |id: &str| report.sections.iter().any(|section| section.charts.contains(&id));
    let rest: Vec<&str> = charts.iter().filter(|(id, _)| !placed(id) && beside(id)).map(|(_, svg)| inline(svg)).collect();
    if !rest.is_empty() {
        sections.push(SectionView {
            id: "more-charts".to_owned(),
            title: "More charts".to_owned(),
            charts: rest,
            ..SectionView::default()
        });
    }
    let people: Vec<PersonView> =
        named(report).into_iter().filter_map(|person| person::view(person, report.people.get(person)?)).collect();
    let mut contents: Vec<(String, String)> = Vec::new();
    let mut entry = |shown: bool, id: &str, title: &str| {
        if shown {
            contents.push((id.to_owned(), title.to_owned()));
        }
    };
    entry(!report.indicators.is_empty(), "indicators", "Indicators");
    entry(has_map, "network", "The network");
    sections.iter().for_each(|section| entry(true, &section.id, &section.title));
    entry(!people.is_empty(), "evidence", "Evidence");
    entry(!report.parameters.is_empty(), "parameters", "Parameters");
    let page = Page {
        policy: POLICY,
        style: STYLE,
        script: SCRIPT,
        colophon: COLOPHON,
        title: safe(&report.title),
        owner: safe(&report.owner),
        as_of: safe(&report.as_of),
        sentences: report.sentences.iter().map(prose).collect(),
        indicators: report.indicators.iter().map(card).collect(),
        contents,
        has_map,
        still_map: charts.iter().find(|(id, _)| ego_map == Some(id)).map(|(_, svg)| inline(svg)).unwrap_or_default(),
        sections,
        people,
        parameters: report.parameters.iter().map(|(name, value)| (safe(name), safe(value))).collect(),
        data: data::block(report),
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
    script: &'a str,
    colophon: &'a str,
    title: String,
    owner: String,
    as_of: String,
    contents: Vec<(String, String)>,
    sentences: Vec<String>,
    indicators: Vec<Card>,
    has_map: bool,
    still_map: &'a str,
    sections: Vec<SectionView<'a>>,
    people: Vec<PersonView>,
    parameters: Vec<(String, String)>,
    data: String,
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

fn safe(text: &str) -> String {
    Untrusted::new(text).html()
}

/// A name that leads to its evidence.
fn name(name: &str, person: usize) -> String {
    format!("<a class=\"name\" href=\"#person-{person}\"><bdi>{}</bdi></a>", safe(name))
}

/// A sentence in which every name leads to its evidence.
fn prose(prose: &Prose) -> String {
    let part = |part: &Part| match part {
        Part::Words(words) => safe(words),
        Part::Person { name: text, person } => name(text, *person),
    };
    prose.0.iter().map(part).collect()
}

/// Everybody whom the page names.
fn named(report: &Report) -> BTreeSet<usize> {
    fn of(prose: &Prose) -> impl Iterator<Item = usize> + '_ {
        prose.0.iter().filter_map(|part| match part {
            Part::Person { person, .. } => Some(*person),
            Part::Words(_) => None,
        })
    }
    let mut people: BTreeSet<usize> = report.sentences.iter().flat_map(of).collect();
    for section in &report.sections {
        people.extend(section.notes.iter().flat_map(of));
        for cell in section.table.iter().flat_map(|table| &table.rows).flatten() {
            match cell {
                Cell::Person { person, .. } => people.extend([*person]),
                Cell::Prose(prose) => people.extend(of(prose)),
                _ => {}
            }
        }
    }
    people
}

/// An SVG document as a part of the page: without what may stand before its root.
fn inline(svg: &str) -> &str {
    svg.find("<svg").and_then(|start| svg.get(start..)).unwrap_or("")
}

fn view<'a>(section: &'a Section, charts: &'a [(&'static str, String)], beside: &dyn Fn(&str) -> bool) -> SectionView<'a> {
    SectionView {
        id: Untrusted::new(section.id).file_name(),
        title: safe(&section.title),
        introduction: safe(section.introduction.trim()),
        table: section.table.as_ref().map(table),
        charts: section
            .charts
            .iter()
            .filter(|id| beside(id))
            .filter_map(|id| charts.iter().find(|(known, _)| known == id))
            .map(|(_, svg)| inline(svg))
            .collect(),
        notes: section.notes.iter().map(prose).collect(),
    }
}

#[cfg(test)]
mod tests;
