//! Which column holds what, and the person that a row then describes.

use crate::import::table::headed::Cells;
use crate::import::{Reason, clean};
use crate::io::Limits;
use crate::model::{Card, Handle};

/// The most labels of one card that are kept.
const MAX_TAGS: usize = 64;
/// Groups in which a service puts people by itself: they say nothing of anybody.
const EVERYBODY: [&str; 2] = ["myContacts", "Other Contacts"];

/// What a column holds of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    FullName,
    FirstName,
    MiddleName,
    LastName,
    Suffix,
    Nickname,
    Company,
    Title,
    Email,
    Phone,
    /// Addresses on the web, of which a professional network's is kept.
    Web,
    City,
    Country,
    Tags,
}

/// The columns of a file, in its order.
#[derive(Debug)]
pub(super) struct Layout {
    columns: Vec<(Field, usize)>,
}

impl Layout {
    /// Finds what each folded column holds.
    pub(super) fn of(columns: &[String], field_of: &dyn Fn(&str) -> Option<Field>) -> Self {
        let known = columns.iter().enumerate().filter_map(|(at, column)| Some((field_of(column)?, at)));
        Self { columns: known.collect() }
    }

    /// The values of a field that are not empty, in the order of the columns. One cell may hold several.
    fn values<'c>(&'c self, cells: &'c Cells<'_>, field: Field) -> impl Iterator<Item = &'c str> {
        let columns = self.columns.iter().filter(move |(of, _)| *of == field);
        columns.flat_map(|(_, at)| cells.at(*at).split(":::")).map(str::trim).filter(|value| !value.is_empty())
    }

    fn text(&self, cells: &Cells<'_>, field: Field, limits: &Limits) -> Option<String> {
        self.values(cells, field).find_map(|value| clean::name(value, limits.max_name_chars))
    }

    /// The labels a service or a person gave, without the mark of those of the service.
    pub(super) fn labels<'c>(&'c self, cells: &'c Cells<'_>) -> impl Iterator<Item = &'c str> {
        self.values(cells, Field::Tags)
            .flat_map(|value| value.split(';'))
            .map(|label| label.trim().trim_start_matches('*').trim())
            .filter(|label| !label.is_empty())
    }

    /// The person a row describes, or why it describes none.
    pub(super) fn card(&self, cells: &Cells<'_>, limits: &Limits) -> Result<Card, Reason> {
        if cells.is_blank() {
            return Err(Reason::BlankRecord);
        }
        let mut handles = self.handles(cells);
        if handles.len() > limits.max_parties {
            return Err(Reason::TooMany);
        }
        let is_address = |name: &String| {
            let as_address = Handle::email(name).or_else(|| Handle::phone(name));
            as_address.is_some_and(|address| handles.contains(&address))
        };
        // Address books put the address where a name is missing.
        let name = self.name(cells, limits).filter(|name| !is_address(name));
        let company = self.text(cells, Field::Company, limits);
        // A company's card carries the company's name once more, or none.
        if company.is_some() && (name.is_none() || name == company) {
            return Err(Reason::NotPeople);
        }
        if handles.is_empty() {
            handles.extend(name.as_deref().and_then(Handle::name));
        }
        if handles.is_empty() {
            return Err(Reason::NoHandle);
        }
        let title = self.text(cells, Field::Title, limits);
        Ok(Card { handles, name, company, title, location: self.place(cells, limits), tags: self.tags(cells, limits) })
    }

    fn handles(&self, cells: &Cells<'_>) -> Vec<Handle> {
        let emails = self.values(cells, Field::Email).flat_map(|value| value.split([';', ','])).filter_map(Handle::email);
        let web = self.values(cells, Field::Web).filter(|value| value.to_ascii_lowercase().contains("linkedin.com/in/"));
        let phones = self.values(cells, Field::Phone).filter_map(Handle::phone);
        let mut handles = Vec::new();
        for handle in emails.chain(web.filter_map(Handle::profile)).chain(phones) {
            if !handles.contains(&handle) {
                handles.push(handle);
            }
        }
        handles
    }

    fn name(&self, cells: &Cells<'_>, limits: &Limits) -> Option<String> {
        let part = |field| self.text(cells, field, limits);
        let parts = [Field::FirstName, Field::MiddleName, Field::LastName, Field::Suffix].map(part);
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let joined = clean::name(&parts.join(" "), limits.max_name_chars);
        part(Field::FullName).or(joined).or_else(|| part(Field::Nickname))
    }

    fn place(&self, cells: &Cells<'_>, limits: &Limits) -> Option<String> {
        let parts = [Field::City, Field::Country].map(|field| self.text(cells, field, limits));
        clean::name(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "), limits.max_name_chars)
    }

    fn tags(&self, cells: &Cells<'_>, limits: &Limits) -> Vec<String> {
        let mut tags = Vec::new();
        for tag in self.labels(cells).filter_map(|label| clean::name(label, limits.max_name_chars)) {
            let says_nothing = EVERYBODY.iter().any(|group| tag.eq_ignore_ascii_case(group));
            if tags.len() < MAX_TAGS && !tags.contains(&tag) && !says_nothing {
                tags.push(tag);
            }
        }
        tags
    }
}
