//! The report as one JSON document: everything it says, with undefined values as `null`.

mod figure;

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use self::figure::chart;
use super::number::finite;
use crate::report::{Better, Cell, Indicator, Report, Section, Table};

/// The name and version of the document's shape.
const SCHEMA: &str = "acquaint.report/1";

/// Writes the report, indented, with a final line end. Keys keep their order; numbers are finite.
#[must_use]
pub fn report(report: &Report) -> String {
    let document = Document {
        schema: SCHEMA,
        as_of: &report.as_of,
        month: &report.month,
        title: &report.title,
        owner: &report.owner,
        parameters: InOrder(report.parameters.iter().map(|(name, value)| (name.as_str(), Value::from(value.as_str()))).collect()),
        sentences: report.sentences.iter().map(ToString::to_string).collect(),
        indicators: report.indicators.iter().map(indicator).collect(),
        sections: report.sections.iter().map(section).collect(),
        charts: report.charts.iter().map(chart).collect(),
    };
    // Plain data with text keys always serialises; nothing is a better answer to a broken promise than a torn document.
    serde_json::to_string_pretty(&document).map_or_else(|_| String::new(), |text| text + "\n")
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
    rows: Vec<InOrder<'a>>,
    notes: Vec<String>,
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

fn section(section: &Section) -> SectionDocument<'_> {
    let empty = Table::default();
    let columns = section.table.as_ref().map_or_else(Vec::new, |table| {
        table
            .columns
            .iter()
            .map(|(key, label)| InOrder(vec![("key", Value::from(*key)), ("label", Value::from(*label))]))
            .collect()
    });
    let table = section.table.as_ref();
    let rows = table.map_or(empty.rows.as_slice(), |table| table.rows.as_slice());
    let keys = table.map_or(&[][..], |table| table.columns.as_slice());
    SectionDocument {
        id: section.id,
        title: &section.title,
        introduction: &section.introduction,
        columns,
        rows: rows
            .iter()
            .map(|row| InOrder(keys.iter().zip(row).map(|((key, _), value)| (*key, cell(value))).collect()))
            .collect(),
        notes: section.notes.iter().map(ToString::to_string).collect(),
        charts: &section.charts,
    }
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) | Cell::Person { name: text, .. } | Cell::Day(text) => text.as_str().into(),
        Cell::Prose(prose) => prose.to_string().into(),
        Cell::Number(value, _) | Cell::Percent(value) => number(Some(*value)),
        Cell::Missing => Value::Null,
    }
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
