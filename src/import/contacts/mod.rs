//! Contacts as CSV: the address books of Google and Outlook, the people of `HubSpot` and Affinity.
//!
//! All of them have a wide header whose columns vary with the service, its age and its language, so that each format is little more
//! than the names of its columns; see `layout` for what is made of them.

mod affinity;
mod code_page;
mod google;
mod hubspot;
mod layout;
mod outlook;
mod phrases;
#[cfg(test)]
mod tests;

use std::io::Read;

pub use affinity::Affinity;
pub use google::GoogleContacts;
pub use hubspot::HubSpot;
pub use outlook::OutlookContacts;

use self::layout::{Field, Layout};
use super::table::headed::{Cells, IsHeader, each_row, find_header};
use super::{Head, ImportError, ReadOptions, Record, Reject, Sink};
use crate::model::{Card, Declaration, DeclarationKind, Observation};

/// Whether the header is among a file's first bytes.
fn has_header(head: &Head<'_>, is_header: &IsHeader<'_>) -> bool {
    head.text().is_some_and(|text| find_header(&text, is_header).is_some())
}

/// How one of these formats is read.
struct Shape<'s> {
    /// Whether a line is the header.
    is_header: &'s IsHeader<'s>,
    /// What the header should hold.
    expected: &'static str,
    /// What a column holds.
    field_of: &'s dyn Fn(&str) -> Option<Field>,
}

/// Reads rows of one person each. `declared` says in which way a card of a row is known.
fn read_people(
    input: &mut dyn Read,
    shape: &Shape<'_>,
    options: &ReadOptions,
    declared: &dyn Fn(&Cells<'_>, &Layout, Card) -> Declaration,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let mut layout = None;
    each_row(input, shape.is_header, shape.expected, options, &mut |location, row| {
        let observation = row.and_then(|cells| {
            let layout = layout.get_or_insert_with(|| Layout::of(cells.columns(), shape.field_of));
            layout.card(cells, &options.limits).map(|card| Observation::Declaration(declared(cells, layout, card)))
        });
        sink(match observation {
            Ok(observation) => Ok(Record { location, observations: vec![observation] }),
            Err(reason) => Err(Reject { location, reason }),
        })
    })
}

/// A card of an address book, which nothing dates: when it was made is not when people met.
fn address_book(card: Card) -> Declaration {
    Declaration { kind: DeclarationKind::AddressBook, card, at_micros: None, detail: None }
}

/// What is known of a person without a tie to the owner.
fn attributes(card: Card) -> Declaration {
    Declaration { kind: DeclarationKind::Attributes, card, at_micros: None, detail: None }
}

fn has(columns: &[String], names: &[&str]) -> bool {
    names.iter().any(|name| columns.iter().any(|column| column == name))
}
