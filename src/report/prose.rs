//! Sentences that name people, so that every name can lead to its evidence.

use std::fmt;

/// A piece of a sentence. People are told by their place in [`Report::people`](super::Report::people), or, before a report is made, by
/// their number in the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<Who = usize> {
    /// Words.
    Words(String),
    /// Somebody, whose evidence can be opened.
    Person {
        /// What to call them.
        name: String,
        /// Who.
        person: Who,
    },
}

/// One or more sentences; printed, they are plain text.
///
/// ```
/// use acquaint::report::{Part, Prose};
/// let prose = Prose(vec![Part::Person { name: "Ann".into(), person: 0 }, Part::Words(" is fading.".into())]);
/// assert_eq!(prose.to_string(), "Ann is fading.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose<Who = usize>(pub Vec<Part<Who>>);

impl<Who> Default for Prose<Who> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<Who> Prose<Who> {
    /// Goes on with words; none add nothing.
    #[must_use]
    pub(super) fn and(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.0.last_mut() {
            _ if words.is_empty() => {}
            Some(Part::Words(before)) => before.push_str(&words),
            _ => self.0.push(Part::Words(words)),
        }
        self
    }

    /// Goes on with a piece that is already made.
    #[must_use]
    pub(super) fn part(mut self, part: Part<Who>) -> Self {
        match part {
            Part::Words(words) => self.and(words),
            part @ Part::Person { .. } => {
                self.0.push(part);
                self
            }
        }
    }

    /// Goes on with other prose.
    #[must_use]
    pub(super) fn prose(self, other: Self) -> Self {
        other.0.into_iter().fold(self, Self::part)
    }

    /// `Ann`, `Ann and Bob`, `Ann, Bob and Eve`.
    #[must_use]
    pub(super) fn list(self, pieces: Vec<Self>) -> Self {
        let last = pieces.len().saturating_sub(1);
        pieces.into_iter().enumerate().fold(self, |prose, (place, piece)| {
            let before = match place {
                0 => "",
                place if place == last => " and ",
                _ => ", ",
            };
            prose.and(before).prose(piece)
        })
    }

    /// The first so many of a list, and how many more there are: one more is named too.
    #[must_use]
    pub(super) fn first_of(self, mut pieces: Vec<Self>, most: usize) -> Self {
        if pieces.len() > most + 1 {
            let more = pieces.len() - most;
            pieces.truncate(most);
            pieces.push(format!("{more} more").into());
        }
        self.list(pieces)
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Prose<u32> {
    /// The same prose in a report: whoever has no place in it is named in plain words.
    #[must_use]
    pub(super) fn placed(&self, place: impl Fn(u32) -> Option<usize>) -> Prose {
        self.0.iter().fold(Prose::default(), |prose, part| match part {
            Part::Words(words) => prose.and(words.as_str()),
            Part::Person { name, person } => prose.part(named(name.clone(), place(*person))),
        })
    }
}

/// Somebody with a place in the report, or else the name alone.
pub(super) fn named(name: String, place: Option<usize>) -> Part {
    match place {
        Some(person) => Part::Person { name, person },
        None => Part::Words(name),
    }
}

impl<Who> From<String> for Prose<Who> {
    fn from(words: String) -> Self {
        Self::default().and(words)
    }
}

impl<Who> From<&str> for Prose<Who> {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl<Who> From<Part<Who>> for Prose<Who> {
    fn from(part: Part<Who>) -> Self {
        Self::default().part(part)
    }
}

impl<Who> fmt::Display for Prose<Who> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => formatter.write_str(words),
            Part::Person { name, .. } => formatter.write_str(name),
        })
    }
}
