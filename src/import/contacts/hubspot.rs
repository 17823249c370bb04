//! The contacts of `HubSpot`, as its export writes them.

use std::io::Read;

use super::layout::Field;
use super::{Shape, attributes, has, has_header, phrases, read_people};
use crate::import::{Confidence, Head, ImportError, Importer, ReadOptions, Sink};

/// Reads the people of a `HubSpot` account.
#[derive(Debug, Clone, Copy)]
pub struct HubSpot;

impl Importer for HubSpot {
    fn name(&self) -> &'static str {
        "hubspot"
    }

    fn about(&self) -> &'static str {
        "contacts of HubSpot as CSV: who people are; a database of a team declares no tie"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/hubspot.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if has_header(head, &is_header) { Confidence::Certain } else { Confidence::No }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let shape = Shape { is_header: &is_header, expected: "Record ID,First Name,Last Name,Email,…", field_of: &field_of };
        read_people(input, &shape, options, &|_, _, card| attributes(card), sink)
    }
}

fn is_header(columns: &[String]) -> bool {
    let numbered = has(columns, &["recordid", "recordidcontact", "contactid"]);
    numbered && has(columns, &["firstname", "lastname"]) && has(columns, &["email", "emailaddress"])
}

fn field_of(column: &str) -> Option<Field> {
    match column {
        "email" | "emailaddress" | "workemail" | "additionalemailaddresses" | "additionalemails" => Some(Field::Email),
        "linkedinurl" | "linkedinbio" | "linkedinprofile" | "linkedinprofileurl" | "websiteurl" => Some(Field::Web),
        "companyname" | "company" | "associatedcompany" | "primaryassociatedcompanyname" | "primarycompanyname" => {
            Some(Field::Company)
        }
        "lifecyclestage" => Some(Field::Tags),
        "phonenumber" | "mobilephonenumber" | "phone" | "mobilephone" => Some(Field::Phone),
        "firstname" | "lastname" | "jobtitle" | "city" | "countryregion" | "country" => phrases::field_of(column),
        _ => None,
    }
}
