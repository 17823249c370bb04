//! What the monthly report says, in its Markdown and JSON, for the sample world.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::Program;

fn markdown(program: &Program, folder: &str) -> String {
    std::fs::read_to_string(program.path(folder).join("report.md")).unwrap()
}

fn section<'a>(document: &'a Value, id: &str) -> &'a Value {
    document["sections"].as_array().unwrap().iter().find(|section| section["id"] == id).unwrap()
}

/// Every path of fields, `[]` for entries of lists; rows under the identifier of their section; what charts draw is left out.
fn fields(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    if path == "charts[].data" || path == "parameters" {
        found.insert(path.to_owned());
        return;
    }
    match value {
        Value::Object(object) => {
            if path == "sections[]" {
                let id = object["id"].as_str().unwrap();
                for row in object["rows"].as_array().unwrap() {
                    found.extend(row.as_object().unwrap().keys().map(|key| format!("{id}.{key}")));
                }
            }
            for (key, value) in object.iter().filter(|(key, _)| path != "sections[]" || *key != "rows") {
                fields(value, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
            }
            if path == "sections[]" {
                found.insert("sections[].rows[]".to_owned());
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| fields(entry, &format!("{path}[]"), found)),
        Value::Null if path == "people[].earlier" => {}
        _ => {
            found.insert(path.to_owned());
        }
    }
}

#[test]
fn every_field_of_the_json_report_is_described_in_the_guide_and_none_is_made_up() {
    let document = Program::sample().json(&["report", "--compare", "2026-06"]);
    let mut found = BTreeSet::new();
    fields(&document, "", &mut found);
    let page = include_str!("../../src/guide/report_json.md");
    let described: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |").map(|(field, _)| field.to_owned()))
        .filter(|field| field != "people[].earlier")
        .collect();
    let (missing, made_up): (Vec<_>, Vec<_>) = (found.difference(&described).collect(), described.difference(&found).collect());
    assert!(missing.is_empty() && made_up.is_empty(), "not described: {missing:?}; not in the report: {made_up:?}");
}

#[test]
fn the_evidence_of_everybody_is_the_ledger_that_explain_shows() {
    let program = Program::sample();
    let document = program.json(&["report"]);
    let people = document["people"].as_array().unwrap();
    for person in people.iter().filter(|person| person["contact_days"].as_u64().unwrap() > 0).step_by(23) {
        let explained = program.json(&["explain", person["handle"].as_str().unwrap()]);
        for field in ["strength", "p90", "momentum"] {
            let [shown, expected] = [person, &explained].map(|of| of[field].as_f64().unwrap());
            assert!((shown - expected).abs() < 1e-9, "{field} of {person}");
        }
        assert_eq!((&person["fades_on"], &person["silence_days"]), (&explained["fades_on"], &explained["silence_days"]));
        let entries = explained["contributions"].as_array().unwrap();
        let ledger = person["ledger"].as_array().unwrap();
        for (shown, expected) in ledger.iter().zip(entries.iter().rev()) {
            assert_eq!(shown, expected, "of {}", person["name"]);
        }
        let (days, sum) = match &person["earlier"] {
            Value::Null => (0, 0.0),
            earlier => (earlier["contact_days"].as_u64().unwrap() as usize, earlier["contribution"].as_f64().unwrap()),
        };
        assert_eq!(days + ledger.len(), entries.len());
        let total: f64 = sum + ledger.iter().map(|entry| entry["contribution"].as_f64().unwrap()).sum::<f64>();
        assert!((total - person["momentum"].as_f64().unwrap()).abs() < 1e-9, "the ledger of {} adds up", person["name"]);
        let latest = person["strength_by_month"].as_array().unwrap().last().unwrap().as_f64().unwrap();
        assert!((latest - person["strength"].as_f64().unwrap()).abs() <= 0.005_001, "{person}");
    }
}

#[test]
fn everybody_named_leads_to_evidence() {
    let document = Program::sample().json(&["report", "--compare", "2026-09"]);
    let known: BTreeSet<&str> =
        document["people"].as_array().unwrap().iter().filter_map(|person| person["handle"].as_str()).collect();
    let named = |handles: &Value| -> Vec<String> {
        handles
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|of| of.as_array().unwrap())
            .map(|handle| handle.as_str().unwrap().to_owned())
            .collect()
    };
    let sentences = named(&document["sentences_handles"]);
    assert!(sentences.len() >= 5, "{sentences:?}");
    let sections = document["sections"].as_array().unwrap();
    let notes = sections.iter().flat_map(|section| named(&section["notes_handles"]));
    let cells = sections.iter().flat_map(|section| section["rows"].as_array().unwrap()).flat_map(|row| {
        row.as_object()
            .unwrap()
            .iter()
            .filter(|(key, _)| key.ends_with("_handle"))
            .map(|(_, handle)| handle.as_str().unwrap().to_owned())
    });
    for handle in sentences.iter().cloned().chain(notes).chain(cells) {
        assert!(known.contains(handle.as_str()), "{handle}");
    }
    for id in ["contact", "fading", "introductions", "introducers"] {
        let rows = section(&document, id)["rows"].as_array().unwrap();
        assert!(!rows.is_empty() && rows.iter().all(|row| row["person_handle"].is_string()), "{id}");
    }
    let new = section(&document, "contact")["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "Somebody new").unwrap();
    assert_eq!(new["action_handles"].as_array().unwrap().len(), 1, "whom to be introduced to");
}

#[test]
fn a_comparison_says_who_is_new_and_why_ties_rose_and_fell() {
    let program = Program::sample();
    let document = program.json(&["report", "--compare", "2026-09", "--out", "compared"]);
    let compare = section(&document, "compare");
    assert_eq!(document["sections"][0]["id"], "compare");
    let before = program.json(&["report", "--month", "2026-09", "--out", "before"]);
    for (row, (now, then)) in compare["rows"]
        .as_array()
        .unwrap()
        .iter()
        .zip(document["indicators"].as_array().unwrap().iter().zip(before["indicators"].as_array().unwrap()))
    {
        assert_eq!((&row["indicator"], &row["now"]), (&now["label"], &now["value"]));
        // Communities are told apart by today's groups in the one and by the month's own in the other.
        assert!(row["then"] == then["value"] || now["key"] == "communities", "{row} was {then}");
    }
    let notes = compare["notes"].to_string();
    assert!(notes.contains("New (9)") && notes.contains("Amélie Rousselot"), "{notes}");
    let ties = section(&document, "compare-ties")["rows"].as_array().unwrap();
    let change = |row: &Value| row["change"].as_f64().unwrap();
    assert!(change(&ties[0]) > 0.0 && change(ties.last().unwrap()) < 0.0);
    assert!(ties.windows(2).all(|two| change(&two[0]) >= change(&two[1])));
    for row in ties {
        let silent = row["why"].as_str().unwrap().starts_with("silent since 2026-0");
        assert!(!silent || change(row) < 0.0, "{row}");
    }
    assert!(markdown(&program, "compared").contains("## October 2026 against September 2026"));
}

#[test]
fn a_month_that_cannot_be_compared_with_is_refused_with_a_hint() {
    let program = Program::sample();
    for (month, error, hint) in [
        ("2026-10", "2026-10 is the month of the report itself", "--compare 2026-09"),
        ("2026-11", "2026-11 is still to come", "name a month"),
        ("2023-05", "no contact in the data until the end of 2023-05", "the first contact is on 2024-11-"),
        ("May", "`May` is no month", "--compare 2026-10"),
    ] {
        program.fails(&["report", "--compare", month, "--out", "refused"], 2, &[error, hint]);
    }
    assert!(!program.path("refused").exists());
}

#[test]
fn the_markdown_report_reads_well_in_a_terminal() {
    let program = Program::sample();
    program.ok(&["report", "--out", "report"]);
    let page = markdown(&program, "report");
    for line in page.lines().filter(|line| !line.starts_with('!') && !line.starts_with('|')) {
        // A long name or a mail address is not cut.
        assert!(line.chars().count() <= 120, "{line}");
    }
    for line in page.lines().filter(|line| line.starts_with('|')) {
        assert!(line.chars().count() <= 170, "{line}");
    }
    assert!(!page.contains(".`") && !page.contains(",`") && !page.contains(")`"), "an address swallows what follows it");
    let evidence = page.split("## Evidence").nth(1).unwrap().split("\n## ").next().unwrap();
    assert!(evidence.contains("**Hanna Lindqvist**") && evidence.contains("2026-08-04"), "{evidence}");
    // Why and what to do stand on lines of their own.
    let plan = page.split("## Whom to contact").nth(1).unwrap().split("\n## ").next().unwrap();
    assert!(plan.contains("- **Hanna Lindqvist**: Keep up") && plan.contains("\n  - why: falls below even odds"), "{plan}");
}

#[test]
fn west_of_greenwich_the_last_evening_belongs_to_the_month_and_to_its_network() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "America/Los_Angeles"]);
    let rows = "source,target,time,channel\nme@x.org,a@y.org,2026-09-10T12:00:00Z,email\na@y.org,me@x.org,2026-11-01T04:30:00Z,email\n\
                me@x.org,b@y.org,2026-11-01T05:00:00Z,email\nb@y.org,me@x.org,2026-11-01T05:10:00Z,email\n";
    program.ok(&["import", program.file("la.csv", rows), "--owner", "me@x.org"]);
    let report = program.json(&["report", "--out", "la"]);
    let value =
        |key: &str| report["indicators"].as_array().unwrap().iter().find(|one| one["key"] == key).unwrap()["value"].clone();
    assert_eq!((value("in_touch"), value("alive_ties"), value("met")), (2.0.into(), 2.0.into(), 1.0.into()));
}

#[test]
fn one_busy_contact_alone_does_not_hide_the_communities() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let mut rows = "source,target,time,event,channel\n".to_owned();
    for day in 1..=30 {
        rows.push_str(&format!("me@x.org,busy@y.org,2026-10-{day:02}T09:00:00Z,b{day},call\n"));
        // The busy one has a circle of their own, which keeps them out of the others' community.
        for other in ["o1", "o2", "o3"] {
            rows.push_str(&format!("busy@y.org,{other}@z.org,2026-10-{day:02}T10:00:00Z,c{day}{other},call\n"));
        }
    }
    for week in [3, 10, 17, 24] {
        for (one, other) in [("p", "q"), ("p", "r"), ("q", "r"), ("p", "s"), ("q", "s"), ("r", "s")] {
            rows.push_str(&format!("{one}@w.org,{other}@w.org,2026-10-{week:02}T11:00:00Z,d{week}{one}{other},call\n"));
        }
        for one in ["p", "q", "r", "s"] {
            rows.push_str(&format!("me@x.org,{one}@w.org,2026-10-{week:02}T12:00:00Z,e{week}{one},call\n"));
        }
    }
    program.ok(&["import", program.file("circles.csv", rows), "--owner", "me@x.org"]);
    let report = program.json(&["report", "--out", "circles"]);
    let chart = report["charts"].as_array().unwrap().iter().find(|chart| chart["id"] == "communities").unwrap();
    assert!(chart["title"].as_str().unwrap().contains("around p@w.org"), "{chart}");
}
