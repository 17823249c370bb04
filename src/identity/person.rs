//! A person as the data knows them, and how to find one.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::Everybody;
use crate::model::{Cadence, DeclarationKind, Handle};

/// A person: the handles that belong together, and what cards say.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// All handles, the primary one first.
    pub handles: Vec<Handle>,
    /// The best name known.
    pub name: Option<String>,
    /// Organisation, from the latest card that names one.
    pub company: Option<String>,
    /// Job title, from the latest card that names one.
    pub title: Option<String>,
    /// Place, from the latest card that names one.
    pub location: Option<String>,
    /// Labels, sorted.
    pub tags: Vec<String>,
    /// How often the user wishes to be in touch, for this person or for one of the tags.
    pub cadence: Option<Cadence>,
    /// What interests the person, by the user's word.
    pub interests: Vec<String>,
    /// What the person is looking for, by the user's word.
    pub goals: Vec<String>,
    /// In which ways a tie with the ego was declared, and when, in order of time.
    pub declared: Vec<(DeclarationKind, Option<i64>)>,
    /// Whether the user said this is no contact.
    pub ignored: bool,
    /// Whether a card, a connection or a row of attributes speaks of this person.
    pub has_card: bool,
    /// Whether somebody else has the same name.
    pub has_namesake: bool,
}

impl Person {
    /// The primary handle.
    #[must_use]
    pub fn handle(&self) -> &str {
        self.handles.first().map_or("", Handle::as_str)
    }

    /// What to call the person: the name, else the primary handle without its scheme.
    #[must_use]
    pub fn label(&self) -> &str {
        match &self.name {
            Some(name) => name,
            None => self.handles.first().map_or("", Handle::value),
        }
    }

    /// The label, with the handle where the name alone would not say who is meant.
    #[must_use]
    pub fn distinct_label(&self) -> String {
        match self.handles.first() {
            Some(handle) if self.has_namesake && handle.value() != self.label() => {
                format!("{} ({})", self.label(), handle.value())
            }
            _ => self.label().to_owned(),
        }
    }

    /// The texts by which [`find`] finds the person as a whole: each handle, and handles and name as they fold.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let handles = self.handles.iter().flat_map(|handle| [handle.as_str().to_owned(), fold(handle.value())]);
        let mut texts: Vec<String> = handles.chain(self.name.as_deref().map(fold)).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    /// Whether a tie with the ego was declared on or before a moment.
    #[must_use]
    pub fn declared_before(&self, cutoff_micros: i64) -> bool {
        self.declared.iter().any(|(kind, at)| kind.declares_tie() && at.is_none_or(|at| at < cutoff_micros))
    }
}

/// What a search for a person found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Find {
    /// Exactly one.
    One(usize),
    /// Several; never empty, in the order of people.
    Many(Vec<usize>),
    /// Nobody.
    Nobody,
}

/// Finds a person by any handle, by full name, or by a unique part of a name or handle, without regard to case and accents.
///
/// An exact handle wins over an exact name, and that over a part.
///
/// # Complexity
/// Of people who are kept in a file with an index, only those who match are read, unless it is a part that matches; else all are compared.
#[must_use]
pub fn find(people: &Everybody, query: &str) -> Find {
    let wanted = query.trim();
    let parsed = Handle::parse(wanted);
    let by_handle = people.of_text(&[wanted, parsed.as_ref().map_or(wanted, Handle::as_str)], |person| {
        person.handles.iter().any(|handle| handle.as_str() == wanted || Some(handle) == parsed.as_ref())
    });
    if !by_handle.is_empty() {
        return found(by_handle);
    }
    let folded = fold(wanted);
    let by_name = people.of_text(&[&folded], |person| {
        person.name.as_deref().is_some_and(|name| fold(name) == folded)
            || person.handles.iter().any(|handle| fold(handle.value()) == folded)
    });
    if !by_name.is_empty() {
        return found(by_name);
    }
    if folded.is_empty() {
        return Find::Nobody;
    }
    found(people.such(|person| matches(person, &folded)))
}

/// Whether a person's name or handle contains a folded text.
#[must_use]
pub fn matches(person: &Person, folded: &str) -> bool {
    person.name.as_deref().is_some_and(|name| fold(name).contains(folded))
        || person.handles.iter().any(|handle| fold(handle.value()).contains(folded) || fold(handle.as_str()) == folded)
}

fn found(mut positions: Vec<usize>) -> Find {
    match positions.len() {
        0 => Find::Nobody,
        1 => positions.pop().map_or(Find::Nobody, Find::One),
        _ => Find::Many(positions),
    }
}

/// A text without accents and case, blanks folded: what comparisons of names run on.
///
/// ```
/// assert_eq!(acquaint::identity::fold(" Jörg  MÜLLER"), "jorg muller");
/// assert_eq!(acquaint::identity::fold("Łukasz Sørensen"), "lukasz sorensen");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let marks_off = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let plain: String = marks_off.map(without_stroke).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letter under a stroke: Unicode does not take these apart, and keyboards without them write the plain letter.
fn without_stroke(letter: char) -> char {
    match letter {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        other => other,
    }
}
