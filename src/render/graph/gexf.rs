//! GEXF, the format of Gephi.

use super::{Column, Graph, filled};
use crate::render::text::Untrusted;

/// The attribute that the format keeps as a part of the tie itself.
const WEIGHT: &str = "weight";

/// Writes a graph as GEXF 1.2, the version that all of its readers know. A column named `weight` becomes the weight of the tie.
///
/// # Source
/// GEXF Working Group: GEXF 1.2draft Primer, 2012, <https://gexf.net/primer.html>.
///
/// # Complexity
/// O(n log n) in the people for their identifiers, and the length of the text.
#[must_use]
pub fn gexf(graph: &Graph) -> String {
    let as_of = Untrusted::new(&graph.as_of).xml();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n  \
         <meta lastmodifieddate=\"{as_of}\">\n    <creator>acquaint</creator>\n    \
         <description>A network as of {as_of}</description>\n  </meta>\n  \
         <graph mode=\"static\" defaultedgetype=\"undirected\">\n"
    );
    push_columns(&mut text, "node", &graph.person_columns);
    push_columns(&mut text, "edge", &graph.tie_columns);
    let ids = graph.ids(|handle| Untrusted::new(handle).xml());
    text.push_str("    <nodes>\n");
    for (person, id) in graph.people.iter().zip(&ids) {
        let label = Untrusted::new(&person.label).xml();
        text.push_str(&format!("      <node id=\"{id}\" label=\"{label}\">\n"));
        push_values(&mut text, filled(&graph.person_columns, &person.values));
        text.push_str("      </node>\n");
    }
    text.push_str("    </nodes>\n    <edges>\n");
    for (number, tie) in graph.ties.iter().enumerate() {
        let (Some(source), Some(target)) = (ids.get(tie.source), ids.get(tie.target)) else { continue };
        let weight = filled(&graph.tie_columns, &tie.values).find(|(name, _)| *name == WEIGHT);
        let weight = weight.map(|(_, value)| format!(" weight=\"{value}\"")).unwrap_or_default();
        text.push_str(&format!("      <edge id=\"{number}\" source=\"{source}\" target=\"{target}\"{weight}>\n"));
        push_values(&mut text, filled(&graph.tie_columns, &tie.values).filter(|(name, _)| *name != WEIGHT));
        text.push_str("      </edge>\n");
    }
    text.push_str("    </edges>\n  </graph>\n</gexf>\n");
    text
}

fn push_columns(text: &mut String, class: &str, columns: &[Column]) {
    text.push_str(&format!("    <attributes class=\"{class}\">\n"));
    for Column { name, kind } in columns.iter().filter(|column| column.name != WEIGHT) {
        let kind = kind.in_xml();
        text.push_str(&format!("      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>\n"));
    }
    text.push_str("    </attributes>\n");
}

fn push_values(text: &mut String, values: impl Iterator<Item = (&'static str, String)>) {
    text.push_str("        <attvalues>\n");
    for (name, value) in values {
        text.push_str(&format!("          <attvalue for=\"{name}\" value=\"{}\"/>\n", Untrusted::new(&value).xml()));
    }
    text.push_str("        </attvalues>\n");
}
