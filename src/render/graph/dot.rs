//! DOT, the language of Graphviz.

use super::{Graph, filled};
use crate::render::text::Untrusted;

/// Writes a graph in the DOT language. People are labelled, and ties that were only declared are dashed; the other attributes are there
/// for programs, which Graphviz passes over.
///
/// # Source
/// Graphviz: The DOT Language, <https://graphviz.org/doc/info/lang.html>.
///
/// # Complexity
/// O(n log n) in the people for their identifiers, and the length of the text.
#[must_use]
pub fn dot(graph: &Graph) -> String {
    let quoted = |value: &str| format!("\"{}\"", Untrusted::new(value).dot());
    let mut text = format!("graph network {{\n  graph [as_of={}];\n", quoted(&graph.as_of));
    let ids = graph.ids(|handle| Untrusted::new(handle).dot());
    for (person, id) in graph.people.iter().zip(&ids) {
        let label = [("label", person.label.clone())].into_iter();
        let values = label.chain(filled(&graph.person_columns, &person.values));
        text.push_str(&format!("  \"{id}\" [{}];\n", listed(values, &quoted)));
    }
    for tie in &graph.ties {
        let (Some(source), Some(target)) = (ids.get(tie.source), ids.get(tie.target)) else { continue };
        let style = (!tie.observed).then(|| ("style", "dashed".to_owned()));
        let values = style.into_iter().chain(filled(&graph.tie_columns, &tie.values));
        text.push_str(&format!("  \"{source}\" -- \"{target}\" [{}];\n", listed(values, &quoted)));
    }
    text.push_str("}\n");
    text
}

fn listed(values: impl Iterator<Item = (&'static str, String)>, quoted: &dyn Fn(&str) -> String) -> String {
    values.map(|(name, value)| format!("{name}={}", quoted(&value))).collect::<Vec<String>>().join(", ")
}
