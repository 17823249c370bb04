//! The report as Markdown that reads well as plain text, on GitHub and in Obsidian.

mod evidence;
mod table;
mod wrap;

use std::fmt::Write as _;

use super::number;
use super::text::Untrusted;
use crate::report::{Better, Chart, Indicator, Report, Section};

pub(super) use self::table::is_numeric;
use self::table::{grid, write_table};
use self::wrap::{item, paragraph};

/// What every report ends with.
pub(super) const COLOPHON: &str = "Made by acquaint on this machine; nothing was sent anywhere.";

/// Writes the report; charts are referred to as `charts/<id>.svg` beside it.
#[must_use]
pub fn report(report: &Report) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "# {}\n", safe(&report.title));
    let _ = writeln!(page, "The network of {}, as of {}.\n", safe(&report.owner), safe(&report.as_of));
    for sentence in report.sentences.iter().map(ToString::to_string).filter(|sentence| !sentence.trim().is_empty()) {
        item(&mut page, "- ", &safe(&sentence));
    }
    if !report.indicators.is_empty() {
        page.push_str("\n## Indicators\n\n");
        indicators(&mut page, &report.indicators);
    }
    for section in &report.sections {
        write_section(&mut page, section, &report.charts);
    }
    let placed = |chart: &&Chart| report.sections.iter().any(|section| section.charts.contains(&chart.id));
    let rest: Vec<&Chart> = report.charts.iter().filter(|chart| !placed(chart)).collect();
    if !rest.is_empty() {
        page.push_str("\n## More charts\n");
        for chart in rest {
            picture(&mut page, chart);
        }
    }
    evidence::write(&mut page, report);
    if !report.parameters.is_empty() {
        page.push_str("\n## Parameters\n\n");
        for (name, value) in &report.parameters {
            item(&mut page, "- ", &format!("{}: {}", safe(name), safe(value)));
        }
    }
    let _ = writeln!(page, "\n---\n\n{COLOPHON}");
    page
}

fn safe(text: &str) -> String {
    Untrusted::new(text).markdown()
}

fn indicators(page: &mut String, indicators: &[Indicator]) {
    let header = ["indicator", "this month", "change", "trend"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = indicators
        .iter()
        .map(|indicator| {
            let values: Vec<Option<f64>> = indicator.trend.iter().map(|(_, value)| *value).collect();
            let now = indicator.value().map_or_else(
                || number::UNDEFINED.to_owned(),
                |value| number::with_unit(value, indicator.decimals, indicator.unit),
            );
            vec![safe(indicator.label), safe(&now), change(indicator), number::sparkline(&values)]
        })
        .collect();
    grid(page, &header, &rows, &[false, true, true, false]);
    page.push('\n');
    for indicator in indicators {
        item(page, "- ", &format!("{}: {}", safe(indicator.label), safe(indicator.explanation)));
    }
}

/// `▲ +2, better`.
fn change(indicator: &Indicator) -> String {
    let Some(change) = indicator.change().filter(|change| change.is_finite()) else { return number::UNDEFINED.to_owned() };
    let text = number::change(change, indicator.decimals);
    if number::is_nothing(change, indicator.decimals) {
        return text;
    }
    let up = change > 0.0;
    let arrow = if up { "▲" } else { "▼" };
    match (indicator.better, up) {
        (Better::Neutral, _) => format!("{arrow} {text}"),
        (Better::Higher, true) | (Better::Lower, false) => format!("{arrow} {text}, better"),
        _ => format!("{arrow} {text}, worse"),
    }
}

fn write_section(page: &mut String, section: &Section, charts: &[Chart]) {
    let _ = writeln!(page, "\n## {}", safe(&section.title));
    if !section.introduction.trim().is_empty() {
        page.push('\n');
        paragraph(page, &safe(&section.introduction));
    }
    if let Some(table) = &section.table {
        page.push('\n');
        write_table(page, table);
    }
    for chart in section.charts.iter().filter_map(|id| charts.iter().find(|chart| chart.id == *id)) {
        picture(page, chart);
    }
    if !section.notes.is_empty() {
        page.push('\n');
        for note in &section.notes {
            item(page, "- ", &safe(&note.to_string()));
        }
    }
}

fn picture(page: &mut String, chart: &Chart) {
    let _ = writeln!(page, "\n![{}](charts/{}.svg)", safe(&chart.title), Untrusted::new(chart.id).file_name());
}

#[cfg(test)]
mod tests {
    use super::report;
    use crate::render::samples;

    #[test]
    fn every_table_row_has_as_many_cells_as_its_header() {
        for hostile in samples::HOSTILE {
            let page = report(&samples::report(hostile));
            let mut columns = 0;
            for line in page.lines() {
                if line.starts_with('|') {
                    let cells = line.replace("\\|", "").matches('|').count();
                    assert!(columns == 0 || columns == cells, "{line}");
                    columns = cells;
                } else {
                    columns = 0;
                }
            }
        }
    }

    #[test]
    fn hostile_names_leave_no_markup_and_the_same_bytes_come_twice() {
        for hostile in samples::HOSTILE {
            let page = report(&samples::report(hostile));
            assert_eq!(page, report(&samples::report(hostile)));
            assert!(!page.replace("\\<", "").contains("<script"), "{page}");
            assert!(!page.chars().any(|c| c.is_control() && c != '\n'));
            assert!(!page.replace("\\]", "").contains("](javascript"));
        }
    }

    #[test]
    fn a_report_reads_as_plain_text() {
        let page = report(&samples::report("Ann Example"));
        for expected in [
            "# Network health, October 2026\n",
            "| alive ties",
            "▲ +3, better |",
            "![Most ties are weak](charts/bands.svg)",
            "\n- half-life: 40 days\n",
            "No one is fading.",
            "nothing was sent anywhere",
        ] {
            assert!(page.contains(expected), "{expected} in\n{page}");
        }
    }
}
