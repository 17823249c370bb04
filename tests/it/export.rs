//! The network in the formats of other programs, read back and compared with what the program itself says.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::Event;
use serde_json::Value;

use crate::program::{Program, csv_rows, finish};

/// The attributes of people or ties as a format has them, by handle or by both handles.
type Attributes = BTreeMap<String, BTreeMap<String, String>>;

/// People and ties of an exported file.
#[derive(Debug, Default, PartialEq)]
struct Read {
    people: Attributes,
    ties: Attributes,
}

/// A number to the digits that every reader keeps: that of JSON here is off by one in the last place of some.
fn rounded(number: f64) -> String {
    format!("{number:.11e}")
}

/// What a format leaves out, writes as empty or as null is undefined.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(texts) => {
            Some(texts.iter().map(|text| text.as_str().unwrap()).collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
        }
        Value::Number(number) => Some(rounded(number.as_f64().unwrap())),
        other => Some(other.to_string()),
    }
}

fn of_json(text: &str) -> Read {
    let document: Value = serde_json::from_str(text).unwrap();
    let fields = |row: &Value, without: &[&str]| -> BTreeMap<String, String> {
        let fields = row.as_object().unwrap().iter().filter(|(key, _)| !without.contains(&key.as_str()));
        fields.filter_map(|(key, value)| Some((key.clone(), plain(value)?))).collect()
    };
    let mut read = Read::default();
    for node in document["nodes"].as_array().unwrap() {
        let id = node["id"].as_str().unwrap().to_owned();
        assert!(read.people.insert(id, fields(node, &["id"])).is_none(), "{node}");
    }
    for edge in document["edges"].as_array().unwrap() {
        let ends = format!("{} {}", edge["source"].as_str().unwrap(), edge["target"].as_str().unwrap());
        assert!(read.ties.insert(ends, fields(edge, &["source", "target"])).is_none(), "{edge}");
    }
    read
}

/// `GraphML` and GEXF: both have people as `node`, ties as `edge`, and attributes below them.
fn of_xml(text: &str) -> Read {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut read, mut types, mut path) = (Read::default(), BTreeMap::new(), Vec::<String>::new());
    let (mut place, mut key, mut content) = (String::new(), String::new(), String::new());
    let typed = |value: &str, kind: &str| match kind {
        "long" | "double" => rounded(value.parse().unwrap()),
        "boolean" => value.parse::<bool>().unwrap().to_string(),
        _ => value.to_owned(),
    };
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("not well-formed: {error}"));
        let (element, closed) = match &event {
            Event::Start(element) => (Some(element), false),
            Event::Empty(element) => (Some(element), true),
            _ => (None, false),
        };
        if let Some(element) = element {
            let name = element.name().as_ref().to_owned();
            let value = |wanted: &str| {
                let found = element.attributes().map(Result::unwrap).find(|found| found.key.as_ref() == wanted);
                found.map(|found| quick_xml::escape::unescape(&found.value).unwrap().into_owned())
            };
            match name.as_str() {
                "key" => _ = types.insert(value("id").unwrap(), (value("attr.name").unwrap(), value("attr.type").unwrap())),
                "attribute" => _ = types.insert(value("id").unwrap(), (value("title").unwrap(), value("type").unwrap())),
                "node" => {
                    place = value("id").unwrap();
                    assert!(read.people.insert(place.clone(), BTreeMap::new()).is_none(), "{place} twice");
                }
                "edge" => {
                    place = format!("{} {}", value("source").unwrap(), value("target").unwrap());
                    let weight = value("weight").map(|weight| ("weight".to_owned(), typed(&weight, "double")));
                    assert!(read.ties.insert(place.clone(), weight.into_iter().collect()).is_none(), "{place} twice");
                }
                "data" => (key, content) = (value("key").unwrap(), String::new()),
                "attvalue" => {
                    let (name, kind) = &types[&value("for").unwrap()];
                    let part = if path.iter().any(|open| open == "edge") { &mut read.ties } else { &mut read.people };
                    part.get_mut(&place).unwrap().insert(name.clone(), typed(&value("value").unwrap(), kind));
                }
                _ => {}
            }
            if !closed {
                path.push(name);
            }
        }
        match event {
            Event::Text(text) => content.push_str(text.as_ref()),
            Event::GeneralRef(name) => {
                content.push_str(&quick_xml::escape::unescape(&format!("&{};", name.as_ref())).unwrap());
            }
            Event::End(_) => {
                let ends_data = path.pop().as_deref() == Some("data");
                if ends_data {
                    let (name, kind) = &types[&key];
                    let part = match path.last().unwrap().as_str() {
                        "edge" => &mut read.ties,
                        "node" => &mut read.people,
                        _ => continue,
                    };
                    if name != "label" {
                        part.get_mut(&place).unwrap().insert(name.clone(), typed(&content, kind));
                    }
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    read
}

/// The strings of a line of DOT, and what stands between them.
fn strings(line: &str) -> (Vec<String>, String) {
    let (mut found, mut between, mut characters) = (Vec::new(), String::new(), line.chars());
    while let Some(character) = characters.next() {
        if character != '"' {
            between.push(character);
            continue;
        }
        let mut string = String::new();
        loop {
            match characters.next().unwrap_or_else(|| panic!("a string without end: {line}")) {
                '"' => break,
                '\\' => string.push(characters.next().unwrap()),
                other => string.push(other),
            }
        }
        found.push(string);
        between.push('"');
    }
    (found, between)
}

fn of_dot(text: &str) -> Read {
    let mut read = Read::default();
    let lines: Vec<&str> = text.lines().collect();
    let (last, lines) = lines.split_last().unwrap();
    assert_eq!((lines[0], *last), ("graph network {", "}"));
    assert!(lines[1].starts_with("  graph [as_of=\""), "{text}");
    let lines = &lines[2..];
    for line in lines {
        let (strings, between) = strings(line);
        let is_tie = between.starts_with("  \" -- \" [");
        assert!(is_tie || between.starts_with("  \" ["), "{line}");
        let names =
            between.split('[').nth(1).unwrap().trim_end_matches("];").split(", ").map(|name| name.trim_end_matches("=\""));
        let (ends, values) = strings.split_at(if is_tie { 2 } else { 1 });
        let typed = |value: &String| match value.parse::<f64>() {
            Ok(number) if is_tie => rounded(number),
            _ => value.clone(),
        };
        let values: BTreeMap<String, String> =
            names.zip(values).filter(|(name, _)| *name != "style").map(|(name, value)| (name.to_owned(), typed(value))).collect();
        let part = if is_tie { &mut read.ties } else { &mut read.people };
        assert!(part.insert(ends.join(" "), values).is_none(), "{line}");
    }
    read
}

fn of_tables(ties: &str, people: &str) -> Read {
    let filled = |row: &BTreeMap<String, String>, without: &[&str]| -> BTreeMap<String, String> {
        let cells = row.iter().filter(|(key, value)| !without.contains(&key.as_str()) && !value.is_empty());
        cells.map(|(key, value)| (key.clone(), value.parse().map_or(value.clone(), rounded))).collect()
    };
    let ends = ["source", "target", "source_name", "target_name"];
    Read {
        people: csv_rows(people).iter().map(|row| (row["handle"].clone(), filled(row, &["handle"]))).collect(),
        ties: csv_rows(ties).iter().map(|row| (format!("{} {}", row["source"], row["target"]), filled(row, &ends))).collect(),
    }
}

fn exported(program: &Program, format: &str) -> Read {
    let text = program.ok(&["export", format]).stdout;
    match format {
        "json" => of_json(&text),
        "graphml" | "gexf" => of_xml(&text),
        _ => of_dot(&text),
    }
}

#[test]
fn every_format_holds_the_same_people_ties_and_figures() {
    let program = Program::sample();
    program.ok(&["tag", "Hanna Lindqvist", "mentor", "spring fair"]);
    let reference = exported(&program, "json");
    for format in ["graphml", "gexf", "dot"] {
        let mut read = exported(&program, format);
        if format == "dot" {
            // The label stands for it: the name, and the handle of namesakes.
            for (handle, person) in &mut read.people {
                let (label, name) = (person.remove("label").unwrap(), &reference.people[handle]["name"]);
                assert!(label.starts_with(name.as_str()), "{label} is not {name}");
                person.insert("name".to_owned(), name.clone());
            }
        }
        for (part, wanted) in [(&read.people, &reference.people), (&read.ties, &reference.ties)] {
            assert_eq!(part.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>(), "{format}");
            for (place, attributes) in part {
                assert_eq!(attributes, &wanted[place], "{format}: {place}");
            }
        }
    }
    program.ok(&["export", "csv", "-o", "ties.csv", "--people", "people.csv"]);
    program.ok(&["export", "parquet", "-o", "ties.parquet", "--people", "people.parquet"]);
    let file = |name: &str| std::fs::read_to_string(program.path(name)).unwrap();
    let tables = of_tables(&file("ties.csv"), &file("people.csv"));
    assert!(tables == reference, "the tables hold something else");
    let decoded = |name: &str| program.ok(&["parquet-as-csv", name]).stdout;
    assert!(of_tables(&decoded("ties.parquet"), &decoded("people.parquet")) == reference, "Parquet holds something else");
    let mentor = reference.people.values().filter(|person| person.get("tags").is_some_and(|tags| tags.contains("spring fair")));
    assert_eq!(mentor.count(), 1);
}

#[test]
fn people_and_ties_are_those_that_the_program_lists() {
    let program = Program::sample();
    let read = exported(&program, "json");
    let people = program.rows(&["people"]);
    let handles: BTreeSet<&str> = people.iter().map(|row| row["handle"].as_str().unwrap()).collect();
    assert_eq!(read.people.keys().map(String::as_str).collect::<BTreeSet<_>>(), handles);
    let own: Vec<&str> = read.people.iter().filter(|person| person.1["ego"] == "true").map(|person| person.0.as_str()).collect();
    assert_eq!(own, [format!("mailto:{}", crate::program::OWNER)]);
    assert_eq!(read.people[own[0]]["standing"], "you");
    for row in &people {
        let person = &read.people[row["handle"].as_str().unwrap()];
        for field in ["name", "company", "title", "location"] {
            assert_eq!(person.get(field).cloned(), plain(&row[field]), "{row}");
        }
    }
    let observed = program.rows(&["ties", "--all"]);
    for row in &observed {
        let tie = &read.ties[&format!("{} {}", row["source"].as_str().unwrap(), row["target"].as_str().unwrap())];
        let fields = row.as_object().unwrap().iter().filter(|(key, _)| !key.starts_with("source") && !key.starts_with("target"));
        for (field, value) in fields {
            assert_eq!(tie.get(field).cloned(), plain(value), "{field} of {row}");
        }
        let (weight, strength) = (tie["weight"].parse::<f64>().unwrap(), row["strength"].as_f64().unwrap());
        assert!((weight - strength.max(0.001)).abs() < 1e-9, "{row}");
    }
    let declared = program.rows(&["ties", "--band", "declared"]);
    assert!(declared.len() > 5);
    for row in &declared {
        let mut ends = [own[0], row["person"].as_str().unwrap()];
        ends.sort_unstable();
        let tie = &read.ties[&ends.join(" ")];
        assert_eq!((tie["evidence"].as_str(), &tie["weight"], tie.get("strength")), ("declared", &rounded(0.001), None), "{row}");
        assert_eq!(tie.get("declared_on").cloned(), plain(&row["declared_on"]), "{row}");
    }
    assert_eq!(read.ties.len(), observed.len() + declared.len());
}

#[test]
fn the_same_question_gives_the_same_bytes_on_any_number_of_threads() {
    let program = Program::sample();
    for format in ["graphml", "gexf", "dot", "json", "csv", "parquet"] {
        let [one, two] = ["1", "2"].map(|threads| finish(program.command(&["export", format]).env("RAYON_NUM_THREADS", threads)));
        assert_eq!((one.code, one.bytes.is_empty()), (Some(0), false), "{}", one.stderr);
        assert!(one.bytes == two.bytes, "{format} differs");
        let file = format!("network.{format}");
        let said = program.ok(&["export", format, "-o", &file]);
        assert!(std::fs::read(program.path(&file)).unwrap() == one.bytes && said.stdout.is_empty(), "{format}: the file differs");
        assert!(said.stderr.contains(&format!("written: {file} (")), "{}", said.stderr);
        assert_eq!(program.ok(&["-q", "export", format, "-o", &file]).stderr, "");
    }
}

#[test]
fn what_the_user_ignores_and_what_comes_later_is_not_in_it() {
    let program = Program::sample();
    let before = exported(&program, "json");
    program.ok(&["ignore", "Hanna Lindqvist"]);
    let after = exported(&program, "json");
    assert_eq!(after.people.len(), before.people.len() - 1);
    assert!(before.ties.keys().any(|ends| ends.contains("hanna.lindqvist@")));
    assert!(!after.people.keys().chain(after.ties.keys()).any(|place| place.contains("hanna.lindqvist@")));
    let early = Program::new().with(&["--as-of", "2026-01-31", "--tz", "Europe/Berlin"]);
    crate::program::copy_folder(&program.workspace(), &early.workspace());
    let text = early.ok(&["export", "graphml"]).stdout;
    let early = of_xml(&text);
    assert!(text.contains("<data key=\"graph.as_of\">2026-01-31</data>"), "{text}");
    assert!(
        early.people.len() < before.people.len()
            && early.ties.values().all(|tie| tie.get("last").is_none_or(|last| last.as_str() <= "2026-01-31"))
    );
}

#[test]
fn without_an_owner_nobody_is_the_ego_and_the_graph_is_whole() {
    let program = Program::new();
    program.file("two.csv", "source,target,time\nann,bob,2026-01-05\ncleo,dora,2026-01-06\n");
    program.ok(&["import", "two.csv"]);
    for format in ["json", "graphml", "gexf", "dot"] {
        let read = exported(&program, format);
        assert_eq!((read.people.len(), read.ties.len()), (4, 2), "{format}");
        assert!(read.people.values().all(|person| person["ego"] == "false" && person["standing"] == "unmet"), "{format}");
    }
    let read = of_json(&program.ok(&["--owner", "id:ann", "export", "json"]).stdout);
    assert_eq!((read.people["id:ann"]["standing"].as_str(), read.people["id:bob"]["standing"].as_str()), ("you", "only-you"));
}

#[test]
fn people_that_were_exported_can_be_imported_again() {
    let program = Program::sample();
    program.ok(&["tag", "Hanna Lindqvist", "mentor", "spring fair"]);
    program.ok(&["export", "csv", "-o", "ties.csv", "--people", "people.csv"]);
    let again = Program::new_from(&program, "people.csv");
    let totals = again.json(&["import", "people.csv"])["totals"].clone();
    assert_eq!(totals["rejected"], 0, "{totals}");
    let hanna = again.json(&["person", "hanna.lindqvist@fjordgrid.example"]);
    let wanted = program.json(&["person", "hanna.lindqvist@fjordgrid.example"]);
    for field in ["name", "company", "title", "location", "tags"] {
        assert_eq!(hanna[field], wanted[field], "{field}");
    }
}

#[test]
fn what_contradicts_itself_is_refused_before_anything_is_written() {
    let program = Program::sample();
    let cases: [(&[&str], &[&str]); 8] = [
        (&["export", "graphml", "-f", "json"], &["in one format", "acquaint export graphml"]),
        (&["export", "parquet", "-f", "csv", "-o", "x.parquet"], &["in one format", "acquaint export parquet"]),
        (&["export", "csv", "-o", "x.parquet"], &["`x.parquet` is named like parquet", "acquaint export parquet"]),
        (&["export", "gexf", "-o", "x.graphml"], &["`x.graphml` is named like graphml, and the export is gexf"]),
        (&["export", "csv", "-o", "x.csv", "--people", "y.json"], &["`y.json` is named like json"]),
        (&["export", "dot", "-o", "x.gv", "--people", "y.gv"], &["dot holds the people already", "leave out --people"]),
        (&["export", "csv", "-o", "x.csv", "--people", "x.csv"], &["cannot be one file", "--people PEOPLE"]),
        (&["export", "parquet", "--people", "y.csv"], &["`y.csv` is named like csv"]),
    ];
    for (arguments, says) in cases {
        program.fails(arguments, 2, says);
    }
    for name in ["x.parquet", "x.graphml", "x.csv", "x.gv", "y.json", "y.gv", "y.csv"] {
        assert!(!program.path(name).exists(), "{name} was written");
    }
    for format in ["gml", ""] {
        assert_eq!(program.run(&["export", format]).code, Some(2), "{format}");
    }
    program.fails(&["export", "graphml", "-o", "no-such-folder/x.graphml"], 5, &["no-such-folder"]);
    program.ok(&["export", "GraphML", "-o", "network.xml"]);
    assert!(std::fs::read_to_string(program.path("network.xml")).unwrap().starts_with("<?xml"));
    let same = program.ok(&["export", "json", "-f", "json"]).stdout;
    assert_eq!(same, program.ok(&["export", "json"]).stdout);
}

/// The program in a terminal of its own, which `script` gives it.
#[test]
fn parquet_does_not_go_to_a_terminal() {
    let program = Program::sample();
    let inner = format!("{} -w ws --as-of 2026-10-31 export parquet", env!("CARGO_BIN_EXE_acquaint"));
    let mut command = std::process::Command::new("script");
    program.dress(&mut command);
    let output =
        command.args(["-qec", &inner, "/dev/null"]).env("PATH", "/usr/bin:/bin").env("SHELL", "/bin/sh").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("Parquet is nothing to read on a terminal") && text.contains("-o ties.parquet"), "{text}");
}
