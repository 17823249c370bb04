//! JSON in the node-link form, which networkx and D3 read.

use serde_json::{Map, Value, json};

use super::{Attribute, Column, Graph};

/// A graph as a document in the node-link form: `directed`, `multigraph`, `graph`, `nodes` with their `id`, and `edges` with `source` and
/// `target`. What networkx reads by `node_link_graph(document, edges="edges")`.
///
/// # Source
/// networkx, `networkx.readwrite.json_graph.node_link_data`.
///
/// # Complexity
/// O(n + m) in people and ties.
///
/// # Examples
/// ```
/// use acquaint::render::graph::{Graph, PersonRow, node_link};
/// let people = vec![PersonRow { handle: "id:1".into(), label: "Ann".into(), values: vec![] }];
/// let document = node_link(&Graph { people, ..Graph::default() });
/// assert_eq!(document["nodes"][0]["id"], "id:1");
/// assert_eq!(document["directed"], false);
/// ```
#[must_use]
pub fn node_link(graph: &Graph) -> Map<String, Value> {
    let nodes = graph.people.iter().map(|person| {
        let mut node = fields(&graph.person_columns, &person.values);
        node.insert("id".into(), json!(person.handle));
        Value::Object(node)
    });
    let end = |place: usize| graph.people.get(place).map(|person| person.handle.as_str());
    let edges = graph.ties.iter().map(|tie| {
        let mut edge = fields(&graph.tie_columns, &tie.values);
        edge.insert("source".into(), json!(end(tie.source)));
        edge.insert("target".into(), json!(end(tie.target)));
        Value::Object(edge)
    });
    let mut document = Map::new();
    document.insert("directed".into(), json!(false));
    document.insert("multigraph".into(), json!(false));
    document.insert("graph".into(), json!({ "as_of": graph.as_of }));
    document.insert("nodes".into(), nodes.collect());
    document.insert("edges".into(), edges.collect());
    document
}

fn fields(columns: &[Column], values: &[Attribute]) -> Map<String, Value> {
    let field = |(column, value): (&Column, &Attribute)| {
        let value = match value {
            Attribute::Text(text) => json!(text),
            Attribute::Texts(texts) => json!(texts),
            Attribute::Integer(number) => json!(number),
            Attribute::Number(number) => json!(number),
            Attribute::Flag(yes) => json!(yes),
            Attribute::Missing => Value::Null,
        };
        (column.name.to_owned(), value)
    };
    columns.iter().zip(values).map(field).collect()
}
