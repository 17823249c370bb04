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
use super::chart;
use super::markdown::COLOPHON;
use super::text::Untrusted;
use crate::report::{Cell, Chart, Figure, Part, Prose, Report, Section};

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
    style-src 'sha256-OSlqpiKv9lZl1aHBfbe37AVM7Lms6NdE7gP5eCpI35w='; \
    script-src 'sha256-whympcdeKGSUjql7ZngicJYNXdO5tAWbEsbE3gsJsPc='; \
    base-uri 'none'; form-action 'none'";

/// Writes the report with its charts as one page.
#[must_use]
pub fn report(report: &Report) -> String {
    let has_map = report.map.people.len() > 1;
    let still_map = report.charts.iter().find(|chart| has_map && matches!(chart.figure, Figure::EgoMap(_)));
    // The drawn map stands where the script puts the one that can be walked through.
    let beside = |chart: &&Chart| still_map.is_none_or(|map| map.id != chart.id);
    let drawn = |chart: &Chart| ChartView::of(chart, &report.as_of);
    let charts_of = |section: &Section| {
        let named = section.charts.iter().filter_map(|id| report.charts.iter().find(|chart| chart.id == *id));
        named.filter(beside).map(drawn).collect()
    };
    // A section about nothing but that map is told beside it.
    let about_map = report.sections.iter().find(|section| {
        section.table.is_none()
            && still_map.is_some_and(|map| section.charts.iter().all(|id| *id == map.id))
            && !section.charts.is_empty()
    });
    let others = report.sections.iter().filter(|section| about_map.is_none_or(|about| about.id != section.id));
    let mut sections: Vec<SectionView> = others.map(|section| view(section, charts_of(section))).collect();
    let placed = |chart: &&Chart| report.sections.iter().any(|section| section.charts.contains(&chart.id));
    let rest: Vec<ChartView> = report.charts.iter().filter(|chart| !placed(chart)).filter(beside).map(drawn).collect();
    if !rest.is_empty() {
        sections.push(SectionView {
            id: "more-charts".to_owned(),
            title: "More charts".to_owned(),
            charts: rest,
            ..SectionView::default()
        });
    }
    let people: Vec<PersonView> =
        named(report).into_iter().filter_map(|person| Some(person::view(person, report.people.get(person)?))).collect();
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
        contents: contents(report, &sections, has_map, !people.is_empty()),
        has_map,
        about_map: about_map.map(|section| view(section, Vec::new())),
        still_map: still_map.map(drawn),
        sections,
        people,
        parameters: report.parameters.iter().map(|(name, value)| (safe(name), safe(value))).collect(),
        data: data::block(report),
    };
    // Writing to memory cannot fail: every value is a text already.
    page.render().unwrap_or_default()
}

/// Identifier and title of every part of the page, in order.
fn contents(report: &Report, sections: &[SectionView], has_map: bool, has_evidence: bool) -> Vec<(String, String)> {
    let fixed = |shown: bool, id: &str, title: &str| shown.then(|| (id.to_owned(), title.to_owned()));
    fixed(!report.indicators.is_empty(), "indicators", "Indicators")
        .into_iter()
        .chain(fixed(has_map, "network", "The network"))
        .chain(sections.iter().map(|section| (section.id.clone(), section.title.clone())))
        .chain(fixed(has_evidence, "evidence", "Evidence"))
        .chain(fixed(!report.parameters.is_empty(), "parameters", "Parameters"))
        .collect()
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
    about_map: Option<SectionView>,
    still_map: Option<ChartView>,
    sections: Vec<SectionView>,
    people: Vec<PersonView>,
    parameters: Vec<(String, String)>,
    data: String,
}

#[derive(Default)]
struct SectionView {
    id: String,
    title: String,
    introduction: String,
    table: Option<TableView>,
    charts: Vec<ChartView>,
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

/// A drawing with its finding above and what it rests on below.
struct ChartView {
    title: String,
    drawing: String,
    foot: String,
}

impl ChartView {
    fn of(chart: &Chart, as_of: &str) -> Self {
        Self { title: safe(&chart.title), drawing: chart::svg_for_page(chart), foot: safe(&chart::foot(chart, as_of)) }
    }
}

fn view(section: &Section, charts: Vec<ChartView>) -> SectionView {
    SectionView {
        id: Untrusted::new(section.id).file_name(),
        title: safe(&section.title),
        introduction: safe(section.introduction.trim()),
        table: section.table.as_ref().map(table),
        charts,
        notes: section.notes.iter().map(prose).collect(),
    }
}

#[cfg(test)]
mod tests;
