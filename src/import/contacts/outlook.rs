//! Outlook's contacts: the CSV of the desktop program, in the language and code page of its machine, and that of Outlook.com.

use std::io::{Cursor, Read};

use super::layout::Field;
use super::{Shape, address_book, code_page, has, has_header, phrases, read_people};
use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Sink};
use crate::io::Utf8Reader;

/// Reads the contacts that Outlook exports.
#[derive(Debug, Clone, Copy)]
pub struct OutlookContacts;

/// How much of a file tells its code page.
const TELLING_BYTES: u64 = 1 << 20;

impl Importer for OutlookContacts {
    fn name(&self) -> &'static str {
        "outlook-contacts"
    }

    fn about(&self) -> &'static str {
        "contacts of Outlook as CSV: the desktop program's in eleven languages and its machine's code page, and Outlook.com's"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/outlook-contacts.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let mut text = String::new();
        let bytes = head.bytes;
        let read = Utf8Reader::in_code_page(bytes, code_page::of(bytes)).and_then(|mut reader| reader.read_to_string(&mut text));
        let decoded = Head { bytes: if read.is_ok() { text.as_bytes() } else { bytes }, ..*head };
        if has_header(&decoded, &is_header) { Confidence::Likely } else { Confidence::No }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut start = Vec::new();
        input.take(TELLING_BYTES).read_to_end(&mut start)?;
        let page = code_page::of(&start);
        let mut input = Utf8Reader::in_code_page(Cursor::new(start).chain(input), page)?;
        let expected = "First Name,Middle Name,Last Name,…,E-mail Address,… (or the same in the language of the program)";
        let shape = Shape { is_header: &is_header, expected, field_of: &phrases::field_of };
        read_people(&mut input, &shape, options, &|_, _, card| address_book(card), sink)
    }
}

/// A column of the documents that `LinkedIn` has checked of its member: a table with all that an address book has, of nobody else.
const OF_CHECKED_DOCUMENTS: &str = "verificationtype";

/// A first and a last name, an address or a number, and what hardly another table has: a middle name or a suffix.
fn is_header(columns: &[String]) -> bool {
    let fields: Vec<Field> = columns.iter().filter_map(|column| phrases::field_of(column)).collect();
    let any = |wanted: &[Field]| wanted.iter().any(|field| fields.contains(field));
    any(&[Field::FirstName])
        && any(&[Field::LastName])
        && any(&[Field::Email, Field::Phone])
        && any(&[Field::MiddleName, Field::Suffix])
        && !has(columns, &[OF_CHECKED_DOCUMENTS])
}
