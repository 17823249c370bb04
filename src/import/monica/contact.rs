//! A contact of the export as a card.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::SERVICE;
use crate::import::json::{List, Plain};
use crate::import::{Reason, clean};
use crate::io::Limits;
use crate::model::{Card, Declaration, DeclarationKind, Handle, Observation, Party};

/// The most labels of one card that are kept.
const MAX_TAGS: usize = 64;

/// An element of any collection; what a kind lacks is empty.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Element<'j> {
    #[serde(borrow)]
    pub(super) uuid: Plain<'j>,
    pub(super) created_at: Plain<'j>,
    pub(super) properties: Properties<'j>,
    pub(super) data: List<Collection<'j>>,
}

/// The properties that are read, of all kinds of elements.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Properties<'j> {
    #[serde(borrow)]
    first_name: Plain<'j>,
    middle_name: Plain<'j>,
    last_name: Plain<'j>,
    nickname: Plain<'j>,
    is_partial: Plain<'j>,
    is_dead: Plain<'j>,
    job: Plain<'j>,
    company: Plain<'j>,
    tags: List<Plain<'j>>,
    /// The value of a contact field: an address, a number.
    data: Plain<'j>,
    pub(super) happened_at: Plain<'j>,
    pub(super) called_at: Plain<'j>,
    pub(super) contact_called: Plain<'j>,
    pub(super) written_at: Plain<'j>,
    pub(super) written_by_me: Plain<'j>,
    pub(super) messages: List<Element<'j>>,
}

/// A collection within a contact.
#[derive(Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Collection<'j> {
    #[serde(borrow, rename = "type")]
    kind: Plain<'j>,
    values: List<Entry<'j>>,
}

/// What a collection holds: elements, or the numbers of elements that stand elsewhere.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Entry<'j> {
    Number(#[serde(borrow)] Cow<'j, str>),
    Element(#[serde(borrow)] Box<Element<'j>>),
    Other(IgnoredAny),
}

impl<'j> Element<'j> {
    fn collections(&self, kind: &str) -> impl Iterator<Item = &Entry<'j>> {
        let matching = self.data.0.iter().filter(move |collection| is_kind(collection.kind.get().unwrap_or_default(), kind));
        matching.flat_map(|collection| &collection.values.0)
    }

    /// The elements of a collection of this contact, named in the singular.
    pub(super) fn within(&self, kind: &str) -> impl Iterator<Item = &Element<'j>> {
        self.collections(kind).filter_map(|entry| match entry {
            Entry::Element(element) => Some(&**element),
            Entry::Number(_) | Entry::Other(_) => None,
        })
    }

    /// The activities of this contact, by number.
    pub(super) fn activities(&self) -> impl Iterator<Item = &str> {
        self.collections("activity").filter_map(|entry| match entry {
            Entry::Number(uuid) => Some(uuid.as_ref()),
            Entry::Element(element) => element.uuid.get(),
            Entry::Other(_) => None,
        })
    }
}

fn is_kind(written: &str, kind: &str) -> bool {
    written == kind || written.strip_suffix('s') == Some(kind) || (kind == "activity" && written == "activities")
}

fn is_true(value: &Plain<'_>) -> bool {
    matches!(value.get(), Some("true" | "1"))
}

/// The card of a contact, and how the contact takes part in events.
pub(super) fn declaration(element: &Element<'_>, limits: &Limits) -> Result<(Party, Observation), Reason> {
    let properties = &element.properties;
    if is_true(&properties.is_partial) || is_true(&properties.is_dead) {
        return Err(Reason::NotPeople);
    }
    let own = Handle::account(SERVICE, element.uuid.get().ok_or(Reason::MissingValue)?).ok_or(Reason::NoHandle)?;
    let text = |value: &Plain<'_>| clean::name(&value.0, limits.max_name_chars);
    let parts = [&properties.first_name, &properties.middle_name, &properties.last_name].map(text);
    let name = clean::name(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "), limits.max_name_chars);
    let name = name.or_else(|| text(&properties.nickname));
    let mut handles: Vec<Handle> = Vec::new();
    for handle in element.within("contact_field").filter_map(|field| address(field.properties.data.get()?)) {
        if !handles.contains(&handle) {
            handles.push(handle);
        }
    }
    if handles.len() > limits.max_parties {
        return Err(Reason::TooMany);
    }
    if name.is_none() && handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    handles.push(own.clone());
    let mut tags: Vec<String> = Vec::new();
    for tag in properties.tags.0.iter().filter_map(text) {
        if tags.len() < MAX_TAGS && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let party = Party { handle: own, name: name.clone() };
    let card = Card { handles, name, company: text(&properties.company), title: text(&properties.job), location: None, tags };
    let declared = Declaration { kind: DeclarationKind::AddressBook, card, at_micros: None, detail: None };
    Ok((party, Observation::Declaration(declared)))
}

/// A contact field says by a number what kind it is, so it is told by how it reads.
fn address(value: &str) -> Option<Handle> {
    if value.to_ascii_lowercase().contains("linkedin.com/in/") {
        return Handle::profile(value);
    }
    Handle::email(value).or_else(|| Handle::phone(value))
}
