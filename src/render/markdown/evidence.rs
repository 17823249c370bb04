//! The evidence of those whom the sentences, the plan and the fading ties name: the latest days of contact.

use std::collections::BTreeSet;

use super::wrap::{item, paragraph};
use super::{number, safe};
use crate::report::{Cell, LedgerEntry, Part, PersonEvidence, Prose, Report};

/// The sections whose people are told of.
const SECTIONS: [&str; 2] = ["contact", "fading"];
/// Contact-days of each.
const DAYS: usize = 5;

pub(super) fn write(page: &mut String, report: &Report) {
    let people: Vec<&PersonEvidence> = named(report).into_iter().filter_map(|place| report.people.get(place)).collect();
    if people.is_empty() {
        return;
    }
    page.push_str("\n## Evidence\n\n");
    let introduction = format!(
        "The last {DAYS} days of contact with everybody whom the sentences, the plan and the fading ties name; all of them: acquaint explain NAME."
    );
    paragraph(page, &safe(&introduction));
    page.push('\n');
    for person in people {
        item(page, "- ", &about(person));
        let days: Vec<String> = person.ledger.iter().take(DAYS).map(day).collect();
        if !days.is_empty() {
            item(page, "  - ", &days.join("; "));
        }
    }
}

/// The places of those named, ascending: the likeliest contact first.
fn named(report: &Report) -> BTreeSet<usize> {
    let of_prose = |prose: &Prose| -> Vec<usize> {
        prose.0.iter().filter_map(|part| if let Part::Person { person, .. } = part { Some(*person) } else { None }).collect()
    };
    let of_cell = |cell: &Cell| match cell {
        Cell::Person { person, .. } => vec![*person],
        Cell::Prose(prose) => of_prose(prose),
        _ => Vec::new(),
    };
    let tables =
        report.sections.iter().filter(|section| SECTIONS.contains(&section.id)).filter_map(|section| section.table.as_ref());
    let cells = tables.flat_map(|table| table.rows.iter().flatten()).flat_map(of_cell);
    cells.chain(report.sentences.iter().flat_map(of_prose)).collect()
}

fn about(person: &PersonEvidence) -> String {
    let mut text = format!("**{}**", safe(&person.name));
    if let Some(position) = &person.position {
        text.push_str(&format!(", {}", safe(position)));
    }
    text.push_str(&format!(": {}", safe(person.band)));
    if let Some(strength) = person.strength {
        text.push_str(&format!(", strength {}", number::decimal(strength, 0)));
    }
    if let Some(day) = &person.fades_on {
        text.push_str(&format!(", fades on {}", safe(day)));
    }
    if let Some(first) = &person.first {
        let days = crate::report::counted(person.contact_days, "day", "days");
        text.push_str(&format!("; {days} of contact since {}", safe(first)));
    }
    text
}

/// `2026-10-14 email (both)`.
fn day(entry: &LedgerEntry) -> String {
    let who = match entry.direction {
        "out" => "you",
        "in" => "they",
        _ => "both",
    };
    let by = entry.channels.iter().map(|channel| safe(channel)).collect::<Vec<_>>().join(", ");
    let times = if entry.interactions > 1 { format!(" ×{}", entry.interactions) } else { String::new() };
    format!("{} {by}{times} ({who})", safe(&entry.day))
}
