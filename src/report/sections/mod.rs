//! The sections of the monthly report, in reading order. A section's chart that is not made is left out by the renderers.

mod channels;
mod contact;
mod coverage;
mod groups;
mod introducers;
mod introductions;
mod ties;
mod venues;

pub(super) use coverage::parameters;
pub(super) use ties::opens;

use super::monthly::Material;
use super::{Cell, Prose, Section, compare};
use crate::model::format_day;

/// Rows of a table in the report.
const ROWS: usize = 12;

/// All sections.
pub(super) fn sections(material: &Material<'_>) -> Vec<Section> {
    let mut sections = compare::sections(material);
    sections.extend([
        contact::contact(material),
        ties::fading(material),
        ties::dormant(material),
        ties::weak(material),
        introductions::introductions(material),
        introducers::introducers(material),
        venues::venues(material),
        ties::strength(material),
        groups::map(material),
        groups::diversity(material),
        channels::channels(material),
        groups::over_time(material),
        coverage::coverage(material),
    ]);
    sections
}

pub(super) fn person(material: &Material<'_>, person: u32) -> Cell {
    match material.listed(person) {
        Some(index) => Cell::Person { name: material.name(person), person: index },
        None => Cell::Text(material.name(person)),
    }
}

pub(super) fn day(day: i32) -> Cell {
    Cell::Day(format_day(day))
}

pub(super) fn count(count: usize) -> Cell {
    Cell::Number(count as f64, 0)
}

/// Says that there is more than the table shows.
fn more(total: usize, command: &str) -> Vec<Prose> {
    if total > ROWS { vec![format!("{} more: acquaint {command}", total - ROWS).into()] } else { Vec::new() }
}

/// Why a later section says little, where [`star_note`] has said it in full.
fn star_again() -> Prose {
    "Ties between your contacts are hardly seen in this data, see the weak ties above.".into()
}

fn star_note() -> Prose {
    "This data is a star: ties between your contacts are hardly seen, so overlap, reach and introductions are not computable from it. \
     Import a calendar, or mail with several recipients."
        .into()
}
