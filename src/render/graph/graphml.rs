//! `GraphML`, which networkx, igraph, Gephi, Cytoscape and yEd read.

use super::{Column, Graph, Kind, filled};
use crate::render::text::Untrusted;

/// Writes a graph as `GraphML`. People have their handle as `id`, and a `label` beside their attributes.
///
/// # Source
/// Brandes, Eiglsperger, Lerner: `GraphML` Primer, <http://graphml.graphdrawing.org/primer/graphml-primer.html>, with its extension for attributes.
///
/// # Complexity
/// O(n log n) in the people for their identifiers, and the length of the text.
#[must_use]
pub fn graphml(graph: &Graph) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    push_key(&mut text, "graph", Column { name: "as_of", kind: Kind::Text });
    push_key(&mut text, "person", Column { name: "label", kind: Kind::Text });
    graph.person_columns.iter().for_each(|column| push_key(&mut text, "person", *column));
    graph.tie_columns.iter().for_each(|column| push_key(&mut text, "tie", *column));
    text.push_str("  <graph id=\"network\" edgedefault=\"undirected\">\n");
    push_data(&mut text, "    ", "graph", "as_of", &graph.as_of);
    let ids = graph.ids(|handle| Untrusted::new(handle).xml());
    for (person, id) in graph.people.iter().zip(&ids) {
        text.push_str(&format!("    <node id=\"{id}\">\n"));
        push_data(&mut text, "      ", "person", "label", &person.label);
        for (name, value) in filled(&graph.person_columns, &person.values) {
            push_data(&mut text, "      ", "person", name, &value);
        }
        text.push_str("    </node>\n");
    }
    for tie in &graph.ties {
        let (Some(source), Some(target)) = (ids.get(tie.source), ids.get(tie.target)) else { continue };
        text.push_str(&format!("    <edge source=\"{source}\" target=\"{target}\">\n"));
        for (name, value) in filled(&graph.tie_columns, &tie.values) {
            push_data(&mut text, "      ", "tie", name, &value);
        }
        text.push_str("    </edge>\n");
    }
    text.push_str("  </graph>\n</graphml>\n");
    text
}

/// Declares an attribute. Of the names of people and ties some might be the same, the identifiers are not.
fn push_key(text: &mut String, of: &str, column: Column) {
    let name = column.name;
    let domain = match of {
        "person" => "node",
        "tie" => "edge",
        other => other,
    };
    let kind = column.kind.in_xml();
    text.push_str(&format!("  <key id=\"{of}.{name}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n"));
}

fn push_data(text: &mut String, indent: &str, of: &str, name: &str, value: &str) {
    text.push_str(&format!("{indent}<data key=\"{of}.{name}\">{}</data>\n", Untrusted::new(value).xml()));
}
