//! The report as one JSON document: everything it says, with undefined values as `null`.

mod figure;
mod map;
mod people;

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use self::figure::chart;
use super::number::finite;
use crate::report::{Better, Cell, Indicator, Part, PersonEvidence, Prose, Report, Section};

/// The name and version of the document's shape.
const SCHEMA: &str = "acquaint.report/1";

/// Writes the report, indented, with a final line end. Keys keep their order; numbers are finite. People, and those of the map and their
/// ties, come one a line: there are thousands.
#[must_use]
pub fn report(report: &Report) -> String {
    let handles = Handles(&report.people);
    let document = Document {
        schema: SCHEMA,
        as_of: &report.as_of,
        month: &report.month,
        title: &report.title,
        owner: &report.owner,
        parameters: InOrder(report.parameters.iter().map(|(name, value)| (name.as_str(), Value::from(value.as_str()))).collect()),
        sentences: report.sentences.iter().map(ToString::to_string).collect(),
        sentences_handles: report.sentences.iter().map(|sentence| handles.of(sentence)).collect(),
        indicators: report.indicators.iter().map(indicator).collect(),
        sections: report.sections.iter().map(|told| section(told, &handles)).collect(),
        charts: report.charts.iter().map(chart).collect(),
    };
    // Plain data with text keys always serialises; nothing is a better answer to a broken promise than a torn document.
    let Ok(mut text) = serde_json::to_string_pretty(&document) else { return String::new() };
    text.truncate(text.len() - "\n}".len());
    text.push_str(&format!(",\n  \"people\": {}", lines(&report.people, "  ", people::person)));
    text.push_str(&format!(",\n  \"map\": {}\n}}\n", map::map(&report.map, &report.people)));
    text
}

/// An array with a line for each entry.
fn lines<'a, T>(entries: &'a [T], indent: &str, write: impl Fn(&'a T) -> InOrder<'a>) -> String {
    let mut text = "[".to_owned();
    for (place, entry) in entries.iter().enumerate() {
        text.push_str(if place == 0 { "\n" } else { ",\n" });
        text.push_str(indent);
        text.push_str("  ");
        text.push_str(&serde_json::to_string(&write(entry)).unwrap_or_default());
    }
    if !entries.is_empty() {
        text.push('\n');
        text.push_str(indent);
    }
    text + "]"
}

/// The handles of those whom the report speaks of.
struct Handles<'a>(&'a [PersonEvidence]);

impl<'a> Handles<'a> {
    fn at(&self, person: usize) -> Option<&'a str> {
        self.0.get(person).map(|evidence| evidence.handle.as_str())
    }

    /// Of everybody that prose names, in order.
    fn of(&self, prose: &Prose) -> Vec<&'a str> {
        let person = |part: &Part| if let Part::Person { person, .. } = part { self.at(*person) } else { None };
        prose.0.iter().filter_map(person).collect()
    }
}

#[derive(serde::Serialize)]
struct Document<'a> {
    schema: &'a str,
    as_of: &'a str,
    month: &'a str,
    title: &'a str,
    owner: &'a str,
    parameters: InOrder<'a>,
    sentences: Vec<String>,
    sentences_handles: Vec<Vec<&'a str>>,
    indicators: Vec<InOrder<'a>>,
    sections: Vec<SectionDocument<'a>>,
    charts: Vec<InOrder<'a>>,
}

#[derive(serde::Serialize)]
struct SectionDocument<'a> {
    id: &'a str,
    title: &'a str,
    introduction: &'a str,
    columns: Vec<InOrder<'a>>,
    rows: Vec<Row<'a>>,
    notes: Vec<String>,
    notes_handles: Vec<Vec<&'a str>>,
    charts: &'a [&'static str],
}

/// An object whose keys stay in the order given.
struct InOrder<'a>(Vec<(&'a str, Value)>);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A number, or null when it is undefined.
fn number(value: Option<f64>) -> Value {
    value.and_then(finite).map_or(Value::Null, Value::from)
}

/// A number to so many decimals, of which there are many thousands.
fn rounded(value: Option<f64>, decimals: i32) -> Value {
    let scale = 10_f64.powi(decimals);
    number(value.map(|value| (value * scale).round() / scale))
}

fn indicator(indicator: &Indicator) -> InOrder<'_> {
    let better = match indicator.better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neutral => "neutral",
    };
    InOrder(vec![
        ("key", indicator.key.into()),
        ("label", indicator.label.into()),
        ("explanation", indicator.explanation.into()),
        ("unit", indicator.unit.into()),
        ("better", better.into()),
        ("value", number(indicator.value())),
        ("change", number(indicator.change())),
        ("trend", indicator.trend.iter().map(|(month, value)| json!({ "month": month, "value": number(*value) })).collect()),
    ])
}

fn section<'a>(section: &'a Section, handles: &Handles<'a>) -> SectionDocument<'a> {
    let table = section.table.as_ref();
    let columns = table.map_or(&[][..], |table| table.columns.as_slice());
    let rows = table.map_or(&[][..], |table| table.rows.as_slice());
    SectionDocument {
        id: section.id,
        title: &section.title,
        introduction: &section.introduction,
        columns: columns
            .iter()
            .map(|(key, label)| InOrder(vec![("key", Value::from(*key)), ("label", Value::from(*label))]))
            .collect(),
        rows: rows
            .iter()
            .map(|row| Row(columns.iter().zip(row).flat_map(|((key, _), value)| fields(key, value, handles)).collect()))
            .collect(),
        notes: section.notes.iter().map(ToString::to_string).collect(),
        notes_handles: section.notes.iter().map(|note| handles.of(note)).collect(),
        charts: &section.charts,
    }
}

/// A row: its keys are those of the columns, and of the handles beside them.
struct Row<'a>(Vec<(Cow<'a, str>, Value)>);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A cell under its column's key, and whom it names beside it.
fn fields<'a>(key: &'a str, cell: &Cell, handles: &Handles<'_>) -> Vec<(Cow<'a, str>, Value)> {
    let value = match cell {
        Cell::Text(text) | Cell::Person { name: text, .. } | Cell::Day(text) => text.as_str().into(),
        Cell::Prose(prose) => prose.to_string().into(),
        Cell::Number(value, _) | Cell::Percent(value) => number(Some(*value)),
        Cell::Missing => Value::Null,
    };
    let mut fields = vec![(key.into(), value)];
    match cell {
        Cell::Person { person, .. } => fields.push((format!("{key}_handle").into(), handles.at(*person).into())),
        Cell::Prose(prose) => fields.push((format!("{key}_handles").into(), handles.of(prose).into())),
        _ => {}
    }
    fields
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::report;
    use crate::render::samples;

    #[test]
    fn the_document_parses_and_undefined_is_null() {
        for hostile in samples::HOSTILE {
            let text = report(&samples::report(hostile));
            let document: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(document["schema"], "acquaint.report/1");
            assert_eq!(document["as_of"], "2026-10-31");
            assert_eq!(document["indicators"][0]["change"], 3.0);
            assert_eq!(document["indicators"][1]["value"], Value::Null, "NaN");
            assert_eq!(document["sections"][0]["rows"][0]["name"], **hostile);
            assert_eq!(document["sections"][0]["rows"][1]["strength"], Value::Null);
            assert_eq!(text, report(&samples::report(hostile)));
        }
    }

    #[test]
    fn keys_come_in_reading_order() {
        let text = report(&samples::report("Ann Example"));
        let place = |key: &str| text.find(&format!("\n  \"{key}\"")).unwrap();
        assert!(place("schema") < place("as_of") && place("as_of") < place("sections") && place("sections") < place("charts"));
    }
}
