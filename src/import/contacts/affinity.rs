//! Lists of Affinity, as CSV: of people, or of organizations with their people.

use std::io::Read;

use super::layout::{Field, Layout};
use super::{attributes, has, has_header, phrases};
use crate::import::table::headed::{Cells, each_row};
use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Reason, Record, Reject, Sink, clean};
use crate::model::{Card, Handle, Observation};

/// Reads the people of a list of Affinity.
#[derive(Debug, Clone, Copy)]
pub struct Affinity;

impl Importer for Affinity {
    fn name(&self) -> &'static str {
        "affinity"
    }

    fn about(&self) -> &'static str {
        "lists of Affinity as CSV, of people or of organizations: who people are; a database of a team declares no tie"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/affinity.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if has_header(head, &is_header) { Confidence::Certain } else { Confidence::No }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut layout = None;
        each_row(input, &is_header, "Affinity Row ID,Organization Id,Name,…", options, &mut |location, row| {
            let cards = row.and_then(|cells| {
                let layout = layout.get_or_insert_with(|| Layout::of(cells.columns(), &field_of));
                let of_person = has(cells.columns(), &["personid", "primaryemail", "emailaddresses"]);
                if of_person { layout.card(cells, &options.limits).map(|card| vec![card]) } else { members(cells, options) }
            });
            let declared = |card| Observation::Declaration(attributes(card));
            sink(match cards {
                Ok(cards) => Ok(Record { location, observations: cards.into_iter().map(declared).collect() }),
                Err(reason) => Err(Reject { location, reason }),
            })
        })
    }
}

fn is_header(columns: &[String]) -> bool {
    has(columns, &["affinityrowid", "listentryid"]) && has(columns, &["name", "firstname", "people", "organizationname"])
}

fn field_of(column: &str) -> Option<Field> {
    match column {
        "name" => Some(Field::FullName),
        "primaryemail" | "emailaddresses" => Some(Field::Email),
        "organizations" | "primaryorganization" | "currentorganization" | "companies" => Some(Field::Company),
        "jobtitles" | "currentjobtitle" => Some(Field::Title),
        "linkedinurl" | "linkedinprofile" => Some(Field::Web),
        "phonenumber" | "phonenumbers" => Some(Field::Phone),
        "locationcity" => Some(Field::City),
        "locationcountry" => Some(Field::Country),
        "firstname" | "lastname" => phrases::field_of(column),
        _ => None,
    }
}

/// The people of an organization: `Ann Example <ann@example.org>; Bob Example`.
fn members(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Card>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let max_chars = options.limits.max_name_chars;
    let company = clean::name(cells.get(&["name", "organizationname"]), max_chars);
    let mut cards: Vec<Card> = Vec::new();
    for member in cells.get(&["people"]).split([';', '\n']).flat_map(by_commas) {
        let (before, address) = member.split_once(['<', '(']).unwrap_or((member, member));
        let address = Handle::email(address.trim_end_matches([')', '>']));
        let name = clean::name(before, max_chars).filter(|name| !name.contains('@') && name.chars().any(char::is_alphabetic));
        let Some(handle) = address.or_else(|| name.as_deref().and_then(Handle::name)) else { continue };
        cards.push(Card { handles: vec![handle], name, company: company.clone(), ..Card::default() });
        if cards.len() > options.limits.max_parties {
            return Err(Reason::TooMany);
        }
    }
    if cards.is_empty() { Err(Reason::NotPeople) } else { Ok(cards) }
}

/// Commas part people where several of them have an address; otherwise a comma belongs to a name.
fn by_commas(text: &str) -> Vec<&str> {
    if text.matches('@').count() > 1 { text.split(',').collect() } else { vec![text] }
}
