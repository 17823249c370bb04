use quick_xml::events::Event;

use super::{Attribute, Column, Graph, Kind, PersonRow, TieRow, dot, gexf, graphml, node_link};

/// Text that would like to end what it stands in, with characters that XML forbids.
const HOSTILE: &str = "</data>\"'><!-- ]]> &lt; \\ \u{1b}[31m\u{0}\u{fffe}\n\tend\\";

fn graph() -> Graph {
    let person = |handle: &str, label: &str| PersonRow {
        handle: handle.into(),
        label: label.into(),
        values: vec![
            Attribute::Text(label.into()),
            Attribute::Texts(vec!["mentor".into(), "fair".into()]),
            Attribute::Flag(handle == "id:1"),
        ],
    };
    let column = |name: &'static str, kind: Kind| Column { name, kind };
    Graph {
        as_of: "2026-10-31".into(),
        person_columns: vec![column("name", Kind::Text), column("tags", Kind::Text), column("ego", Kind::Flag)],
        people: vec![person("id:1", "Ann"), person("id:2", HOSTILE), person("id:\u{fffe}", "Bob"), person("id:\u{ffff}", "Cleo")],
        tie_columns: vec![column("weight", Kind::Number), column("out", Kind::Integer), column("fades_on", Kind::Text)],
        ties: vec![
            TieRow {
                source: 0,
                target: 1,
                observed: true,
                values: vec![Attribute::Number(62.5), Attribute::Integer(3), Attribute::Text("2026-12-01".into())],
            },
            TieRow {
                source: 2,
                target: 3,
                observed: false,
                values: vec![Attribute::Number(0.001), Attribute::Integer(0), Attribute::Missing],
            },
        ],
    }
}

/// Every attribute value and text of a well-formed document, unescaped, with the element it belongs to.
fn read(text: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut found, mut open) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap();
                    let place = format!("{}.{}", start.name().as_ref(), attribute.key.as_ref());
                    found.push((place, quick_xml::escape::unescape(&attribute.value).unwrap().into_owned()));
                }
            }
            Event::Empty(empty) => {
                for attribute in empty.attributes() {
                    let attribute = attribute.unwrap();
                    let place = format!("{}.{}", empty.name().as_ref(), attribute.key.as_ref());
                    found.push((place, quick_xml::escape::unescape(&attribute.value).unwrap().into_owned()));
                }
            }
            Event::End(_) => _ = open.pop(),
            Event::Text(piece) => found.push((open.last().cloned().unwrap_or_default(), piece.as_ref().to_owned())),
            Event::GeneralRef(reference) => {
                let piece = quick_xml::escape::unescape(&format!("&{};", reference.as_ref())).unwrap().into_owned();
                found.push((open.last().cloned().unwrap_or_default(), piece));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn of(found: &[(String, String)], place: &str) -> Vec<String> {
    found.iter().filter(|(at, _)| at == place).map(|(_, value)| value.clone()).collect()
}

#[test]
fn hostile_text_comes_back_from_xml_as_it_was_but_for_what_xml_forbids() {
    let kept = HOSTILE.replace(['\u{1b}', '\u{0}', '\u{fffe}'], "\u{fffd}");
    let found = read(&gexf(&graph()));
    assert_eq!(of(&found, "node.label"), ["Ann", &kept, "Bob", "Cleo"]);
    assert_eq!(of(&found, "edge.weight"), ["62.5", "0.001"]);
    let text = graphml(&graph());
    let all: String = of(&read(&text), "data").concat();
    assert_eq!(all.matches(&kept).count(), 2, "as a label and as a name: {all}");
    assert!(all.contains("mentor; fair") && all.contains("2026-12-01"), "{all}");
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
}

#[test]
fn two_people_stay_two_where_a_format_cannot_tell_their_handles_apart() {
    for text in [graphml(&graph()), gexf(&graph())] {
        let found = read(&text);
        assert_eq!(of(&found, "node.id"), ["id:1", "id:2", "id:\u{fffd}", "id:\u{fffd}~"]);
        assert_eq!(of(&found, "edge.source"), ["id:1", "id:\u{fffd}"]);
        assert_eq!(of(&found, "edge.target"), ["id:2", "id:\u{fffd}~"]);
    }
}

#[test]
fn every_attribute_is_declared_with_its_type_and_what_is_undefined_is_left_out() {
    let found = read(&graphml(&graph()));
    assert_eq!(of(&found, "key.attr.type"), ["string", "string", "string", "string", "boolean", "double", "long", "string"]);
    let declared = of(&found, "key.id");
    assert!(of(&found, "data.key").iter().all(|key| declared.contains(key)));
    assert_eq!(of(&found, "data.key").iter().filter(|key| *key == "tie.fades_on").count(), 1);
    let found = read(&gexf(&graph()));
    let declared = of(&found, "attribute.id");
    assert_eq!(declared, ["name", "tags", "ego", "out", "fades_on"]);
    assert!(of(&found, "attvalue.for").iter().all(|name| declared.contains(name)));
}

#[test]
fn a_label_is_no_command_of_graphviz_and_ends_where_it_should() {
    let text = dot(&graph());
    let hostile = "</data>\\\"'><!-- ]]> &lt; \\\\ \u{fffd}[31m\u{fffd}\u{fffd}  end\\\\";
    assert!(text.contains(&format!("  \"id:2\" [label=\"{hostile}\", tags=\"mentor; fair\", ego=\"false\"];\n")), "{text}");
    assert!(text.contains("  \"id:1\" -- \"id:2\" [weight=\"62.5\", out=\"3\", fades_on=\"2026-12-01\"];\n"), "{text}");
    assert!(text.contains("  \"id:\u{fffd}\" -- \"id:\u{fffd}~\" [style=\"dashed\", weight=\"0.001\", out=\"0\"];\n"), "{text}");
    assert!(text.starts_with("graph network {\n") && text.ends_with("\n}\n"));
}

#[test]
fn json_keeps_every_character_lists_and_what_is_undefined() {
    let document = node_link(&graph());
    let nodes = document["nodes"].as_array().unwrap();
    assert_eq!(nodes[1]["name"], HOSTILE);
    assert_eq!((&nodes[0]["tags"], &nodes[0]["ego"]), (&serde_json::json!(["mentor", "fair"]), &true.into()));
    assert_eq!(nodes[3]["id"], "id:\u{ffff}");
    let edges = document["edges"].as_array().unwrap();
    assert_eq!((&edges[1]["source"], &edges[1]["fades_on"]), (&"id:\u{fffe}".into(), &serde_json::Value::Null));
}

#[test]
fn a_graph_of_nobody_is_a_sound_document() {
    let nobody = Graph::default();
    assert!(of(&read(&graphml(&nobody)), "node.id").is_empty() && of(&read(&gexf(&nobody)), "node.id").is_empty());
    assert_eq!(dot(&nobody), "graph network {\n  graph [as_of=\"\"];\n}\n");
    assert_eq!(node_link(&nobody)["nodes"], serde_json::json!([]));
}
