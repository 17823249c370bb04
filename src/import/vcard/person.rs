//! One parsed card to one person: addresses, name, company, place and labels.

use calcard::common::IanaString;
use calcard::vcard::{
    VCard as Parsed, VCardEntry, VCardParameterName, VCardParameterValue, VCardProperty, VCardType, VCardValue,
};

use crate::import::{Reason, clean};
use crate::io::Limits;
use crate::model::{Card, Handle};

/// The most labels of one card that are kept.
const MAX_TAGS: usize = 64;
/// The group in which one service puts the whole address book: it says nothing of anybody.
const EVERYBODY: &str = "myContacts";

/// The person a card describes, or why it describes none.
pub(super) fn card(parsed: &Parsed, limits: &Limits) -> Result<Card, Reason> {
    let entries = Entries { entries: &parsed.entries, max_name_chars: limits.max_name_chars };
    if entries.is_no_person() {
        return Err(Reason::NotPeople);
    }
    let mut handles = entries.handles();
    let company = entries.first_text(&VCardProperty::Org);
    let shown = entries.first_text(&VCardProperty::Fn).filter(|shown| !handles.iter().any(|handle| is_address(shown, handle)));
    let parts = entries.name_parts();
    // A company's card carries the company's name in FN and nothing in N.
    let name = if parts.is_none() && shown == company { None } else { shown.or(parts) };
    if name.is_none() && company.is_some() {
        return Err(Reason::NotPeople);
    }
    if handles.is_empty() {
        handles.extend(name.as_deref().and_then(Handle::name));
    }
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    Ok(Card {
        handles,
        name,
        company,
        title: entries.first_text(&VCardProperty::Title),
        location: entries.place(),
        tags: entries.tags(),
    })
}

/// Address books put the address where a name is missing.
fn is_address(shown: &str, handle: &Handle) -> bool {
    Handle::email(shown).as_ref() == Some(handle) || Handle::phone(shown).as_ref() == Some(handle)
}

struct Entries<'a> {
    entries: &'a [VCardEntry],
    max_name_chars: usize,
}

impl<'a> Entries<'a> {
    fn of(&self, property: &'a VCardProperty) -> impl Iterator<Item = &'a VCardEntry> + use<'a> {
        self.entries.iter().filter(move |entry| entry.name == *property)
    }

    fn other(&self, name: &str) -> impl Iterator<Item = &'a VCardEntry> {
        self.entries
            .iter()
            .filter(move |entry| matches!(&entry.name, VCardProperty::Other(other) if other.eq_ignore_ascii_case(name)))
    }

    /// Groups, organisations, rooms and devices.
    fn is_no_person(&self) -> bool {
        let kinds = self.of(&VCardProperty::Kind).chain(self.other("X-ADDRESSBOOKSERVER-KIND"));
        let mut kinds = kinds.flat_map(|entry| entry.values.iter()).filter_map(kind_word);
        let company = |entry: &VCardEntry| texts(entry).any(|text| text.trim().eq_ignore_ascii_case("COMPANY"));
        kinds.any(|kind| {
            ["group", "org", "location", "application", "device"].contains(&kind.trim().to_ascii_lowercase().as_str())
        }) || self.other("X-ABShowAs").any(company)
    }

    fn handles(&self) -> Vec<Handle> {
        let mut emails: Vec<&VCardEntry> = self.of(&VCardProperty::Email).collect();
        emails.sort_by_key(|entry| !is_preferred(entry));
        let mut phones: Vec<&VCardEntry> = self.of(&VCardProperty::Tel).filter(|entry| !is_fax(entry)).collect();
        phones.sort_by_key(|entry| !is_preferred(entry));
        let profiles = self.entries.iter().filter(|entry| {
            matches!(entry.name, VCardProperty::Url | VCardProperty::Socialprofile | VCardProperty::Impp)
                || matches!(&entry.name, VCardProperty::Other(name) if name.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("X-SOCIAL")))
        });
        let emails = emails.into_iter().flat_map(texts).filter_map(Handle::email);
        let profiles = profiles.flat_map(texts).map(str::to_lowercase).filter(|text| text.contains("linkedin.com/in/"));
        let profiles = profiles.filter_map(|text| Handle::profile(&text));
        let phones = phones.into_iter().flat_map(texts).filter_map(Handle::phone);
        let mut handles = Vec::new();
        for handle in emails.chain(profiles).chain(phones) {
            if !handles.contains(&handle) {
                handles.push(handle);
            }
        }
        handles
    }

    fn first_text(&self, property: &'a VCardProperty) -> Option<String> {
        self.of(property).find_map(|entry| clean::name(texts(entry).next()?, self.max_name_chars))
    }

    /// `N` in reading order: prefix, given, additional, family, suffix.
    fn name_parts(&self) -> Option<String> {
        self.of(&VCardProperty::N).find_map(|entry| {
            let part = |at: usize| entry.values.get(at).map(all_text).unwrap_or_default();
            let order = [part(3), part(1), part(2), part(0), part(4)];
            clean::name(&order.join(" "), self.max_name_chars)
        })
    }

    /// City and country of the first address that has one.
    fn place(&self) -> Option<String> {
        self.of(&VCardProperty::Adr).find_map(|entry| {
            let part = |at: usize| entry.values.get(at).and_then(|value| clean::name(&all_text(value), self.max_name_chars));
            let parts: Vec<String> = [part(3), part(6)].into_iter().flatten().collect();
            clean::name(&parts.join(", "), self.max_name_chars)
        })
    }

    fn tags(&self) -> Vec<String> {
        let mut tags = Vec::new();
        for tag in self.of(&VCardProperty::Categories).flat_map(texts).filter_map(|text| clean::name(text, self.max_name_chars)) {
            if tags.len() < MAX_TAGS && !tags.contains(&tag) && !tag.eq_ignore_ascii_case(EVERYBODY) {
                tags.push(tag);
            }
        }
        tags
    }
}

fn kind_word(value: &VCardValue) -> Option<&str> {
    match value {
        VCardValue::Kind(kind) => Some(kind.as_str()),
        other => other.as_text(),
    }
}

fn texts(entry: &VCardEntry) -> impl Iterator<Item = &str> {
    entry.values.iter().flat_map(|value| match value {
        VCardValue::Component(parts) => parts.iter().map(String::as_str).collect(),
        other => other.as_text().into_iter().collect::<Vec<_>>(),
    })
}

fn all_text(value: &VCardValue) -> String {
    match value {
        VCardValue::Component(parts) => parts.join(" "),
        other => other.as_text().unwrap_or_default().to_owned(),
    }
}

fn is_preferred(entry: &VCardEntry) -> bool {
    entry.params.iter().any(|parameter| match (&parameter.name, &parameter.value) {
        (VCardParameterName::Pref, _) => true,
        (VCardParameterName::Type, VCardParameterValue::Text(text)) => text.eq_ignore_ascii_case("pref"),
        (VCardParameterName::Other(name), _) => name.eq_ignore_ascii_case("pref"),
        _ => false,
    })
}

/// A fax machine is often shared by a whole office, so its number would tie strangers together.
fn is_fax(entry: &VCardEntry) -> bool {
    entry.params.iter().any(|parameter| match (&parameter.name, &parameter.value) {
        (_, VCardParameterValue::Type(kind)) => *kind == VCardType::Fax,
        (VCardParameterName::Other(name), _) => name.eq_ignore_ascii_case("fax"),
        _ => false,
    })
}
