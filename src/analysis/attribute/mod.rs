//! Attributes: by what the ego's contacts differ, as far as cards, tables and tags say.
//!
//! What is not known is `None` and never guessed. Kinds are compared without regard to case and accents.

mod function;
mod place;
mod sector;
mod seniority;
mod title;

pub use function::{Function, function};
pub use place::place;
pub use sector::sector;
pub use seniority::{Seniority, seniority};

use crate::identity::{Person, company_key};

/// Something by which people differ, over which attention spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attribute {
    /// The densely tied group, found without the ego; see [`community`](crate::analysis::community).
    Community,
    /// The organisation, see [`company_key`].
    Company,
    /// The line of business, see [`sector()`].
    Sector,
    /// What somebody does, see [`function()`].
    Function,
    /// The rank, see [`seniority()`].
    Seniority,
    /// The country or else the city, see [`place()`].
    Place,
}

impl Attribute {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [Self::Community, Self::Company, Self::Sector, Self::Function, Self::Seniority, Self::Place];

    /// The key in JSON, and what several kinds are called: `communities`.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Community => "communities",
            Self::Company => "companies",
            Self::Sector => "sectors",
            Self::Function => "functions",
            Self::Seniority => "seniorities",
            Self::Place => "places",
        }
    }

    /// A person's kind as cards, tables and tags tell; `None` when they do not, and for communities, which only a network tells.
    ///
    /// ```
    /// use acquaint::{analysis::attribute::Attribute, identity::Person};
    /// let person = Person { title: Some("Head of Analytics".into()), location: Some("Porto, Portugal".into()), ..Person::default() };
    /// assert_eq!(Attribute::Seniority.of(&person).as_deref(), Some("director"));
    /// assert_eq!(Attribute::Function.of(&person).as_deref(), Some("data"));
    /// assert_eq!(Attribute::Place.of(&person).as_deref(), Some("portugal"));
    /// assert_eq!(Attribute::Company.of(&person), None);
    /// ```
    #[must_use]
    pub fn of(self, person: &Person) -> Option<String> {
        match self {
            Self::Community => None,
            Self::Company => person.company.as_deref().and_then(company_key),
            Self::Sector => sector(&person.tags),
            Self::Function => person.title.as_deref().and_then(function).map(|kind| kind.as_str().to_owned()),
            Self::Seniority => person.title.as_deref().and_then(seniority).map(|kind| kind.as_str().to_owned()),
            Self::Place => person.location.as_deref().and_then(place),
        }
    }
}
