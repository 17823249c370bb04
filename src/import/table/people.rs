//! A row of what is known of a person.

use super::source::{Schema, Values};
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Card, Declaration, DeclarationKind, Handle, Observation};

const HANDLE: usize = 0;
const EMAIL: usize = 1;
const PHONE: usize = 2;
const LINKEDIN: usize = 3;
const NAME: usize = 4;
const COMPANY: usize = 5;
const TITLE: usize = 6;
const LOCATION: usize = 7;
const TAGS: usize = 8;

pub(super) const SCHEMA: Schema = Schema {
    fields: &["handle", "email", "phone", "linkedin", "name", "company", "title", "location", "tags"],
    required: &[&["handle", "email", "phone", "linkedin"]],
    expected: "handle,name,company,title,location,tags",
    time: None,
};

/// Reads a handle of one kind.
type ReadHandle = fn(&str) -> Option<Handle>;

/// Makes the attributes of one row. Of the address columns, what is no address is passed over as long as another is one.
pub(super) fn observe(values: &Values<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if (0..SCHEMA.fields.len()).all(|field| values.get(field).is_empty()) {
        return Err(Reason::BlankRecord);
    }
    let text = |field: usize| clean::name(values.get(field), options.limits.max_name_chars);
    let name = text(NAME);
    let readers: [(usize, ReadHandle); 4] =
        [(HANDLE, Handle::parse), (EMAIL, Handle::email), (PHONE, Handle::phone), (LINKEDIN, Handle::profile)];
    let mut handles: Vec<Handle> = Vec::new();
    for (field, read) in readers {
        let separator = SCHEMA.fields.get(field).and_then(|field| options.table.separator(field));
        for handle in values.each(field, separator).filter_map(read) {
            if !handles.contains(&handle) {
                handles.push(handle);
            }
        }
    }
    if handles.len() > options.limits.max_parties {
        return Err(Reason::TooMany);
    }
    if handles.is_empty() {
        handles.extend(name.as_deref().and_then(Handle::name));
    }
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    let mut tags: Vec<String> = Vec::new();
    let (mine, usual) = (options.table.separator("tags"), [';', ',', '|']);
    let parts = values.each(TAGS, mine).flat_map(|part| if mine.is_some() { vec![part] } else { part.split(usual).collect() });
    for part in parts {
        if let Some(tag) = clean::name(part, options.limits.max_name_chars)
            && !tags.contains(&tag)
        {
            tags.push(tag);
        }
        if tags.len() > options.limits.max_fields {
            return Err(Reason::TooMany);
        }
    }
    let card = Card { handles, name, company: text(COMPANY), title: text(TITLE), location: text(LOCATION), tags };
    Ok(vec![Observation::Declaration(Declaration { kind: DeclarationKind::Attributes, card, at_micros: None, detail: None })])
}
