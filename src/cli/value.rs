//! One value of a row, in every format.

use std::fmt::Write;

use serde_json::json;

use crate::identity::Person;
use crate::model::format_day;
use crate::render::number;
use crate::render::text::Untrusted;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Text of a stranger or our own.
    Text(String),
    /// A text with another wording for reading: a name with the handle that tells namesakes apart.
    Told {
        /// For programs.
        data: String,
        /// For people.
        shown: String,
    },
    /// Several texts.
    List(Vec<String>),
    /// A whole number.
    Integer(i64),
    /// A number, with the decimals shown in a table.
    Number(f64, usize),
    /// A probability, shown in per cent in a table.
    Percent(f64),
    /// A day number.
    Day(i32),
    /// Yes or no.
    Flag(bool),
    /// Something with parts: as it is in JSON, as JSON text elsewhere, never in a table for reading.
    Json(serde_json::Value),
    /// Undefined.
    Missing,
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A person's name; for reading with the handle, where somebody else has the same.
    pub(super) fn name(person: &Person) -> Self {
        Self::Told { data: person.label().to_owned(), shown: person.distinct_label() }
    }

    pub(super) fn optional_text(text: Option<&str>) -> Self {
        text.map_or(Self::Missing, Self::text)
    }

    pub(super) fn optional_number(value: Option<f64>, decimals: usize) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Missing, |value| Self::Number(value, decimals))
    }

    pub(super) fn optional_day(day: Option<i32>) -> Self {
        day.map_or(Self::Missing, Self::Day)
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Integer(count as i64)
    }

    /// The value as JSON.
    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) | Self::Told { data: text, .. } => json!(text),
            Self::List(texts) => json!(texts),
            Self::Integer(number) => json!(number),
            Self::Number(number, _) | Self::Percent(number) => json!(number),
            Self::Day(day) => json!(format_day(*day)),
            Self::Flag(yes) => json!(yes),
            Self::Json(value) => value.clone(),
            Self::Missing => serde_json::Value::Null,
        }
    }

    pub(super) fn csv(&self) -> String {
        let mut text = String::new();
        self.push_csv(&mut text);
        text
    }

    pub(super) fn push_csv(&self, out: &mut String) {
        match self {
            Self::Text(text) | Self::Told { data: text, .. } => out.push_str(&Untrusted::new(text).csv()),
            Self::List(texts) => out.push_str(&Untrusted::new(&texts.join(" ")).csv()),
            Self::Integer(number) => _ = write!(out, "{number}"),
            Self::Number(number, _) | Self::Percent(number) => _ = write!(out, "{number}"),
            Self::Day(day) => out.push_str(&format_day(*day)),
            Self::Flag(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Json(value) => out.push_str(&Untrusted::new(&value.to_string()).csv()),
            Self::Missing => {}
        }
    }

    /// The value on a terminal.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Told { shown: text, .. } => Untrusted::new(text).terminal(),
            Self::List(texts) => Untrusted::new(&texts.join(", ")).terminal(),
            Self::Integer(number) => number::decimal(*number as f64, 0),
            Self::Number(value, decimals) => number::decimal(*value, *decimals),
            Self::Percent(value) => number::percent(*value),
            Self::Day(day) => format_day(*day),
            Self::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Json(value) => Untrusted::new(&value.to_string()).terminal(),
            Self::Missing => number::UNDEFINED.to_owned(),
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Told { .. } | Self::List(_))
    }

    /// The number, of a value that has one.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Number(number, _) | Self::Percent(number) => Some(*number),
            _ => None,
        }
    }
}
