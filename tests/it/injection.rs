//! Text of strangers that would like to be something else: in every place that names people, companies, titles, places, labels, venues and
//! channels, through every sink, read back by parsers that are not ours.

use std::collections::BTreeMap;

use crate::program::{Program, contents};

/// Text that would like to be markup, script, a formula, a link, a sign of the terminal, or the end of what it stands in.
const PAYLOADS: [&str; 24] = [
    "<script>qqhit()</script>",
    "<img src=x onerror=qqhit()>",
    "\"><svg onload=qqhit()>",
    "' onmouseover='qqhit()",
    "</title><script>qqhit()</script>",
    "</script><script>qqhit()</script>",
    "<!-- qqhit -->",
    "]]><qqhit/>",
    "&lt;qqhit&gt; &amp;amp;",
    "&#60;qqhit&#62;",
    "javascript:qqhit()",
    "=HYPERLINK(\"http://qqhit.example\",\"x\")",
    "+qqhit",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(qqhit)",
    "[qqhit](http://qqhit.example)",
    "![qqhit](http://qqhit.example/pixel.png)",
    "**qqhit** `qqhit` | qqhit | <b>",
    "http://qqhit.example/",
    "{{7*7}}qqhit${7*7}",
    "\\\",\"qqhit\":\"",
    "qqhit\u{1b}[31m\u{1b}]0;t\u{7}",
    "qqhit\u{202e}gpj.exe",
    "%3Cscript%3Eqqhit%253C",
];

/// The places of a world that hold text of others.
const SLOTS: [&str; 8] = ["name", "company", "title", "location", "tags", "venue", "channel", "handle"];

fn world(payloads: &[&str]) -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let (mut table, mut people) = (String::new(), String::new());
    for (place, payload) in payloads.iter().enumerate() {
        let key = format!("id:p{place:02}{payload}");
        let card = serde_json::json!({ "handle": key, "name": format!("{payload} n{place}"), "company": payload, "title": payload,
            "location": payload, "tags": payload.replace([',', ';', '|'], " ") });
        people.push_str(&format!("{card}\n"));
        for day in 0..=place % 9 + 2 {
            for (source, target) in [("id:me", key.as_str()), (key.as_str(), "id:me")] {
                let time = format!("2026-{:02}-{:02}", 4 + day / 2, 3 + place % 20 + day / 3);
                let leg =
                    serde_json::json!({ "source": source, "target": target, "time": time, "venue": payload, "channel": payload });
                table.push_str(&format!("{leg}\n"));
            }
        }
        let leg = serde_json::json!({ "source": key, "target": "id:far", "time": "2026-10-20", "channel": "email", "target_name": payload });
        table.push_str(&format!("{leg}\n"));
    }
    program.file("calls.jsonl", table);
    program.file("people.jsonl", people);
    program.ok(&["import", "calls.jsonl", "--from", "table", "--owner", "id:me"]);
    program.ok(&["import", "people.jsonl", "--from", "people-table"]);
    program
}

/// Elements and attributes of a page or picture, counted; text left out. Quoted values may hold anything.
fn tags(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '!' | '-' | ':')).collect();
        let (mut quote, mut end) = (None, rest.len());
        for (at, c) in rest.char_indices() {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (None, '>') => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        *counts.entry(name.to_ascii_lowercase()).or_default() += 1;
        let raw = name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style");
        rest = &rest[end..];
        if raw && let Some(close) = rest.find("</") {
            rest = &rest[close..];
        }
    }
    counts
}

/// Checks of `count` groups of payloads: each of the world's places in each of the answers' sinks.
pub(crate) fn checks(count: usize) -> usize {
    let mut checks = 0;
    let each = PAYLOADS.len() / count.max(1).min(6);
    for some in PAYLOADS.chunks(each.max(4)) {
        checks += of(some);
    }
    checks
}

fn of(payloads: &[&str]) -> usize {
    let (hostile, harmless) = (world(payloads), world(&vec!["A"; payloads.len()]));
    for program in [&hostile, &harmless] {
        program.ok(&["report", "--out", "report", "--month", "2026-10"]);
    }
    let slots = payloads.len() * SLOTS.len();
    let mut checks = 0;
    let plain = contents(&harmless.path("report"));
    for (name, (_, bytes)) in contents(&hostile.path("report")) {
        let Some(text) = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) else { continue };
        let ending = name.rsplit('.').next().unwrap_or_default();
        match ending {
            "html" => {
                let (found, expected) = (tags(&text), tags(&String::from_utf8_lossy(plain["report.html"].1.as_ref().unwrap())));
                for element in ["script", "/script", "img", "iframe", "object", "link", "style", "form", "meta"] {
                    assert_eq!(found.get(element), expected.get(element), "{name}: <{element}>");
                }
                assert!(!found.keys().any(|element| element.contains("qqhit")), "{name}: {found:?}");
                // How often somebody is linked to depends on who ranks where; every link is to a part of the page.
                let links = text.split("href=\"").skip(1);
                assert!(
                    links.clone().count() > 0 && links.clone().all(|link| link.starts_with('#')),
                    "{name}: a link leads elsewhere"
                );
                assert!(!text.contains("href=\"http") && !text.contains("src=\"http"), "{name} refers to the network");
            }
            "svg" => {
                let mut reader = quick_xml::Reader::from_str(&text);
                loop {
                    match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                        quick_xml::events::Event::Start(start) | quick_xml::events::Event::Empty(start) => {
                            let element = start.name().as_ref().to_owned();
                            assert!(
                                !["script", "image", "foreignObject", "a", "qqhit"].contains(&element.as_str()),
                                "{name}: <{element}>"
                            );
                            for attribute in start.attributes() {
                                let attribute = attribute.unwrap();
                                assert!(!attribute.key.as_ref().starts_with("on"), "{name}: {attribute:?}");
                            }
                        }
                        quick_xml::events::Event::Eof => break,
                        _ => {}
                    }
                }
            }
            "json" => {
                let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                let expected: serde_json::Value = serde_json::from_slice(plain[&name].1.as_ref().unwrap()).unwrap();
                let keys = |value: &serde_json::Value| value.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>());
                assert_eq!(keys(&value), keys(&expected), "{name}: other keys");
            }
            "md" => {
                for line in text.lines() {
                    // Outside code, an opening bracket of a stranger is escaped, and so is an angle bracket.
                    let outside: String = line.split('`').step_by(2).collect();
                    assert!(
                        !outside.contains("](http") || outside.contains("\\](http") || outside.contains("\\["),
                        "{name}: {line}"
                    );
                    assert!(!outside.replace("\\<", "").replace("<!-- -->", "").contains("<script"), "{name}: {line}");
                }
            }
            _ => continue,
        }
        checks += slots;
    }
    checks += slots * exports(&hostile);
    let person = hostile.rows(&["people"])[1]["handle"].as_str().unwrap().to_owned();
    for question in [
        &["ties"][..],
        &["ties", "--all"],
        &["people"],
        &["network", "--people"],
        &["venues"],
        &["weak-ties"],
        &["fading"],
        &["dormant"],
        &["plan"],
        &["person", &person],
        &["explain", &person],
        &["path", "id:far"],
    ] {
        let shown = hostile.run(question);
        let printed = format!("{}{}", shown.stdout, shown.stderr);
        assert!(
            !printed.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}')),
            "{question:?}: {printed:?}"
        );
        checks += slots;
        let json = hostile.run(&[question, &["-f", "json"]].concat());
        if json.code == Some(0) {
            let _: serde_json::Value = serde_json::from_str(&json.stdout).unwrap_or_else(|error| panic!("{question:?}: {error}"));
            checks += slots;
        }
        let table = hostile.run(&[question, &["-f", "csv"]].concat());
        if table.code == Some(0) && table.stdout.contains(',') {
            no_cell_runs(&table.stdout, question);
            checks += slots;
        }
    }
    checks
}

/// Rows of another width than the header are an error of the parser.
fn no_cell_runs(table: &str, question: &[&str]) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap_or_else(|error| panic!("{question:?}: {error}")) {
            let runs = cell.trim_start().starts_with(['=', '+', '-', '@']);
            assert!(!runs || cell.parse::<f64>().is_ok(), "{question:?}: the cell {cell:?} runs as a formula");
        }
    }
}

/// Each format of `export`, read by another parser: as many people and ties as in JSON, and nothing else in it. Gives how many.
fn exports(program: &Program) -> usize {
    let of = |format: &str| program.ok(&["export", format]).stdout;
    let json: serde_json::Value = serde_json::from_str(&of("json")).unwrap();
    let count = |key: &str| json[key].as_array().unwrap().len();
    for format in ["graphml", "gexf"] {
        let text = of(format);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{format}: {text:?}");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut elements: BTreeMap<String, usize> = BTreeMap::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{format}: {error}")) {
                quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                    *elements.entry(element.name().as_ref().to_owned()).or_default() += 1;
                    element.attributes().for_each(|attribute| _ = attribute.unwrap());
                }
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Comment(_) | quick_xml::events::Event::CData(_) => panic!("{format}: {text}"),
                _ => {}
            }
        }
        let own =
            "graphml key graph node edge data gexf meta creator description attributes attribute nodes edges attvalues attvalue";
        assert!(elements.keys().all(|element| own.split(' ').any(|known| known == element)), "{format}: {elements:?}");
        assert_eq!((elements["node"], elements["edge"]), (count("nodes"), count("edges")), "{format}");
    }
    let drawn = of("dot");
    // Without its strings, every line is ours.
    let outside = drawn.replace("\\\\", "").replace("\\\"", "");
    for line in outside.lines() {
        let ours: String = line.split('"').step_by(2).collect();
        assert!(ours.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || " _=-,;[]{}".contains(c)), "{line}");
        assert_eq!(line.matches('"').count() % 2, 0, "{line}");
    }
    let ties = drawn.lines().filter(|line| line.contains("\" -- \"")).count();
    assert_eq!((drawn.lines().count() - 3 - ties, ties), (count("nodes"), count("edges")));
    program.ok(&["export", "csv", "-o", "ties.csv", "--people", "people.csv"]);
    for (name, key) in [("ties.csv", "edges"), ("people.csv", "nodes")] {
        let table = std::fs::read_to_string(program.path(name)).unwrap();
        no_cell_runs(&table, &["export", "csv"]);
        assert_eq!(crate::program::csv_rows(&table).len(), count(key), "{name}");
    }
    5
}
