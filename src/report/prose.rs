//! Sentences that name people, so that every name can lead to its evidence.

use std::fmt;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Words(String),
    /// Somebody, whose evidence can be opened.
    Person {
        /// What to call them.
        name: String,
        /// Their place in [`Report::people`](super::Report::people).
        person: usize,
    },
}

/// One or more sentences; printed, they are plain text.
///
/// ```
/// use acquaint::report::{Part, Prose};
/// let prose = Prose(vec![Part::Person { name: "Ann".into(), person: 0 }, Part::Words(" is fading.".into())]);
/// assert_eq!(prose.to_string(), "Ann is fading.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose(pub Vec<Part>);

impl From<String> for Prose {
    fn from(words: String) -> Self {
        Self(vec![Part::Words(words)])
    }
}

impl From<&str> for Prose {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Words(words) => formatter.write_str(words),
            Part::Person { name, .. } => formatter.write_str(name),
        })
    }
}
