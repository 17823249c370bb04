//! The network for other programs: people and ties with their attributes, in the formats that graph tools read.
//!
//! The words of the formats are theirs: a person is a `node` there, a tie an `edge`. Every tie is undirected, and what differs between its
//! two directions are attributes, from `source` to `target` and back.

mod dot;
mod gexf;
mod graphml;
mod node_link;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub use dot::dot;
pub use gexf::gexf;
pub use graphml::graphml;
pub use node_link::node_link;

/// One value of a person or a tie.
#[derive(Debug, Clone, PartialEq)]
pub enum Attribute {
    /// Text of a stranger or our own; a day as `YYYY-MM-DD`.
    Text(String),
    /// Several texts: a list where the format has lists, elsewhere joined by semicolons.
    Texts(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A number, always finite.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Undefined: left out of XML and DOT, `null` in JSON.
    Missing,
}

impl Attribute {
    /// The value as text, not escaped; `None` where there is nothing to write.
    fn plain(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Texts(texts) if texts.is_empty() => None,
            Self::Texts(texts) => Some(texts.join("; ")),
            Self::Integer(number) => Some(number.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::Flag(yes) => Some(yes.to_string()),
            Self::Missing => None,
        }
    }
}

/// What a column holds; where formats know types, all values of a column have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Attribute::Text`] and [`Attribute::Texts`].
    Text,
    /// [`Attribute::Integer`].
    Integer,
    /// [`Attribute::Number`].
    Number,
    /// [`Attribute::Flag`].
    Flag,
}

impl Kind {
    /// The word of `GraphML` and GEXF.
    fn in_xml(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "long",
            Self::Number => "double",
            Self::Flag => "boolean",
        }
    }
}

/// An attribute that people or ties have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, a plain word.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonRow {
    /// The primary handle, which no other person has.
    pub handle: String,
    /// What is shown for the person in a drawing.
    pub label: String,
    /// A value for each of [`Graph::person_columns`].
    pub values: Vec<Attribute>,
}

/// A tie.
#[derive(Debug, Clone, PartialEq)]
pub struct TieRow {
    /// One end, as a place in [`Graph::people`].
    pub source: usize,
    /// The other end.
    pub target: usize,
    /// Whether anything was observed; a tie that was only declared is drawn dashed.
    pub observed: bool,
    /// A value for each of [`Graph::tie_columns`].
    pub values: Vec<Attribute>,
}

/// People and ties as of a day. [`graphml()`], [`gexf()`], [`dot()`] and [`node_link()`] write it; the same graph gives the same bytes.
///
/// ```
/// use acquaint::render::graph::{Attribute, Column, Graph, Kind, PersonRow, TieRow, graphml};
/// let person = |handle: &str| PersonRow { handle: handle.into(), label: handle.into(), values: vec![] };
/// let graph = Graph {
///     as_of: "2026-10-31".into(),
///     person_columns: vec![],
///     people: vec![person("mailto:ann@example.org"), person("mailto:bob@example.org")],
///     tie_columns: vec![Column { name: "strength", kind: Kind::Number }],
///     ties: vec![TieRow { source: 0, target: 1, observed: true, values: vec![Attribute::Number(62.5)] }],
/// };
/// let text = graphml(&graph);
/// assert!(text.contains(r#"<edge source="mailto:ann@example.org" target="mailto:bob@example.org">"#));
/// assert!(text.contains(r#"<data key="tie.strength">62.5</data>"#));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph {
    /// The as-of day, `YYYY-MM-DD`.
    pub as_of: String,
    /// What is said of people.
    pub person_columns: Vec<Column>,
    /// Everybody.
    pub people: Vec<PersonRow>,
    /// What is said of ties.
    pub tie_columns: Vec<Column>,
    /// Every tie, once.
    pub ties: Vec<TieRow>,
}

impl Graph {
    /// The handles as one format writes them. Two that differ only in characters which the format does not have stay two.
    fn ids(&self, escaped: impl Fn(&str) -> String) -> Vec<String> {
        let mut taken = BTreeSet::new();
        let id = |person: &PersonRow| {
            let mut id = escaped(&person.handle);
            while !taken.insert(id.clone()) {
                id.push('~');
            }
            id
        };
        self.people.iter().map(id).collect()
    }
}

/// The columns with their values that are there, as text.
fn filled<'r>(columns: &'r [Column], values: &'r [Attribute]) -> impl Iterator<Item = (&'static str, String)> + 'r {
    columns.iter().zip(values).filter_map(|(column, value)| Some((column.name, value.plain()?)))
}
