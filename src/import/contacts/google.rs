//! Google Contacts, as "Google CSV": the layouts until 2024 and since.

use std::io::Read;

use super::layout::{Field, Layout};
use super::{Shape, address_book, attributes, has, has_header, phrases, read_people};
use crate::import::table::headed::Cells;
use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Sink};
use crate::model::{Card, Declaration};

/// Reads the address book of a Google account.
#[derive(Debug, Clone, Copy)]
pub struct GoogleContacts;

/// The group of addresses that the service noted by itself because they were written to once.
const NOTED: &str = "Other Contacts";

impl Importer for GoogleContacts {
    fn name(&self) -> &'static str {
        "google-contacts"
    }

    fn about(&self) -> &'static str {
        "the address book of a Google account as Google CSV, in the layouts until 2024 and since"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/google-contacts.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if has_header(head, &is_own_header) {
            Confidence::Certain
        } else if has_header(head, &is_header) {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let expected = "First Name,…,E-mail 1 - Value,…";
        read_people(input, &Shape { is_header: &is_header, expected, field_of: &field_of }, options, &declared, sink)
    }
}

/// An address that the service noted is known to nobody by that: it declares no tie.
fn declared(cells: &Cells<'_>, layout: &Layout, card: Card) -> Declaration {
    let mut labels = layout.labels(cells).peekable();
    let noted = labels.peek().is_some() && labels.all(|label| label.eq_ignore_ascii_case(NOTED));
    if noted { attributes(card) } else { address_book(card) }
}

fn is_header(columns: &[String]) -> bool {
    is_own_header(columns) || numbered(columns)
}

/// As the service writes it in English, which is what it does in most languages.
fn is_own_header(columns: &[String]) -> bool {
    let named = has(columns, &["name", "givenname", "firstname"]);
    let numbered = has(columns, &["email1value", "phone1value", "organization1name"]);
    let grouped = has(columns, &["groupmembership"]) || (has(columns, &["labels"]) && has(columns, &["fileas"]));
    named && (numbered || grouped)
}

/// In another language there still are pairs of numbered columns, a label and a value: `E-Mail 1 – …`, `Telefon 1 – …`.
fn numbered(columns: &[String]) -> bool {
    let pairs = |starts: &dyn Fn(&str) -> bool| {
        let first = columns.iter().filter_map(|column| column.split_once('1'));
        first.filter(|(before, behind)| starts(before) && behind.chars().any(char::is_alphabetic)).count() >= 2
    };
    pairs(&is_mail_word) || pairs(&|word| phrases::field_of(word) == Some(Field::Phone))
}

fn is_mail_word(word: &str) -> bool {
    ["email", "mail", "correo", "correoelectrónico", "courriel", "adresseemail", "epost"].contains(&word)
}

fn field_of(column: &str) -> Option<Field> {
    // Numbered columns come as label and value. A label is never taken for an address, as it does not read as one.
    if let Some((word, behind)) = column.split_once(|c: char| c.is_ascii_digit())
        && behind.chars().any(char::is_alphabetic)
        && is_mail_word(word)
    {
        return Some(Field::Email);
    }
    match column {
        "name" => Some(Field::FullName),
        _ => phrases::field_of(column),
    }
}
