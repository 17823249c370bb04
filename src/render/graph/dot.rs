//! DOT, the language of Graphviz.

use super::{Graph, filled};
use crate::render::text::Untrusted;

/// The attribute that the label says already; a common reader of DOT, pydot, fails on one of this name.
const NAME: &str = "name";

/// Writes a graph in the DOT language. People are labelled, and ties that were only declared are dashed; the other attributes are there
/// for programs, which Graphviz passes over. A column `name` of people is left out.
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
        let values = label.chain(filled(&graph.person_columns, &person.values).filter(|(name, _)| *name != NAME));
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
