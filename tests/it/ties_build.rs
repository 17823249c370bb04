//! `export legs` and `ties build`: the ties of a workspace, computed from a table of its interactions.

use std::collections::BTreeMap;

use acquaint::model::Shape;
use acquaint::store::{LegTableWriter, PortableLeg};
use serde_json::Value;

use crate::program::{Program, csv_rows};

/// The rows of a folder of tie states, by dyad.
pub(crate) fn states(program: &Program, folder: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let mut parts: Vec<_> = std::fs::read_dir(program.path(folder)).unwrap().map(|part| part.unwrap().path()).collect();
    parts.sort();
    let mut found = BTreeMap::new();
    for part in parts.iter().filter(|part| part.extension().is_some_and(|ending| ending == "parquet")) {
        let text = program.ok(&["parquet-as-csv", part.to_str().unwrap()]).stdout;
        for row in csv_rows(&text) {
            let before = found.insert((row["low"].clone(), row["high"].clone()), row);
            assert!(before.is_none(), "a dyad stands twice");
        }
    }
    found
}

/// Writes a table of legs: day, interaction, source, target, shape, channel, weight.
pub(crate) fn legs_file(program: &Program, name: &str, legs: &[(f64, i64, Option<&str>, &str, Shape, &str, f64)]) {
    let mut writer = LegTableWriter::new(std::fs::File::create(program.path(name)).unwrap()).unwrap();
    for &(day, interaction, source, target, shape, channel, weight) in legs {
        let at_micros = (day * 86_400e6) as i64;
        writer.push(PortableLeg { at_micros, interaction, source, target, shape, channel, weight }).unwrap();
    }
    writer.finish().unwrap();
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

#[test]
fn ties_built_from_exported_legs_are_those_of_the_workspace() {
    let program = Program::sample();
    // Somebody who is ignored is in no leg.
    let alter = |ties: &[Value]| ties[9]["target"].as_str().unwrap().to_owned();
    program.ok(&["ignore", &alter(&program.rows(&["ties", "--all"]))]);
    let said = program.ok(&["export", "legs", "-o", "legs.parquet"]).stderr;
    assert!(said.contains("written: legs.parquet") && said.contains("--owner mailto:mira"), "{said}");
    let said =
        program.ok(&["ties", "build", "--input", "legs.parquet", "--output", "ties.parquet", "--owner", crate::program::OWNER]);
    let built = states(&program, "ties.parquet");
    assert!(said.stderr.contains(&format!("({} ties of", built.len())), "{}", said.stderr);
    let ties = program.rows(&["ties", "--all"]);
    let observed: Vec<&Value> = ties.iter().filter(|tie| tie["evidence"] == "observed").collect();
    assert!(observed.len() > 50 && observed.len() == built.len());
    for tie in observed {
        let dyad = (tie["source"].as_str().unwrap().to_owned(), tie["target"].as_str().unwrap().to_owned());
        let state = &built[&dyad];
        for (ours, theirs) in [
            ("interactions", "interactions"),
            ("contact_days", "contact_days"),
            ("out_contact_days", "out"),
            ("back_contact_days", "in"),
        ] {
            assert_eq!(state[ours], tie[theirs].to_string(), "{ours} of {dyad:?}");
        }
        let momentum = tie["momentum"].as_f64().unwrap();
        assert!((number(&state["momentum"]) / momentum - 1.0).abs() < 1e-9, "{dyad:?}: {} and {momentum}", state["momentum"]);
        let first = jiff_day(tie["first"].as_str().unwrap());
        let last = jiff_day(tie["last"].as_str().unwrap());
        assert_eq!((state["first_day"].as_str(), state["last_day"].as_str()), (first.as_str(), last.as_str()), "{dyad:?}");
    }
}

/// A day as days since 1970-01-01.
fn jiff_day(text: &str) -> String {
    let day: jiff::civil::Date = text.get(..10).unwrap().parse().unwrap();
    (day - jiff::civil::Date::constant(1970, 1, 1)).get_days().to_string()
}

#[test]
fn a_small_table_comes_to_what_can_be_counted_by_hand() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let (ann, bob, cid) = ("id:ann", "id:bob", "id:cid");
    legs_file(
        &program,
        "legs.parquet",
        &[
            // Half a year apart the first one counts half; two on one day are one contact-day; one minute before midnight of a day before 1970.
            (20000.5, 1, Some(bob), ann, Shape::Directed, "table", 1.0),
            (20180.1, 2, Some(bob), ann, Shape::Directed, "table", 0.5),
            (20180.9, 3, Some(ann), bob, Shape::Directed, "table", 1.0),
            (-0.001, 4, None, ann, Shape::Gathering, "meeting", 1.0),
            (-0.001, 4, None, cid, Shape::Gathering, "meeting", 0.8),
            // Mass mail is no contact, and what comes after the as-of day is not seen.
            (20180.1, 5, Some(cid), bob, Shape::Bulk, "email", 1.0),
            (30000.0, 6, Some(cid), bob, Shape::Directed, "email", 1.0),
        ],
    );
    let said = program.ok(&["ties", "build", "--input", "legs.parquet", "--output", "out"]).stderr;
    assert!(said.contains("read: 7 legs, 1 of them after the as-of day"), "{said}");
    assert!(said.contains("nobody is named as the owner"), "{said}");
    let built = states(&program, "out");
    assert_eq!(built.len(), 2);
    let row = &built[&(ann.to_owned(), bob.to_owned())];
    let values: Vec<f64> = ["interactions", "contact_days", "momentum", "out_momentum", "back_momentum", "back_contact_days"]
        .iter()
        .map(|name| number(&row[*name]))
        .collect();
    assert_eq!(values, [3.0, 2.0, 1.5, 1.0, 1.0, 2.0]);
    assert_eq!((row["first_day"].as_str(), row["last_day"].as_str(), row["as_of_day"].as_str()), ("20000", "20180", "20757"));
    let old = &built[&(ann.to_owned(), cid.to_owned())];
    assert_eq!((old["first_day"].as_str(), number(&old["momentum"])), ("-1", 0.8));
    // The order of rows changes no byte.
    let before = std::fs::read(program.path("out/part-00000.parquet")).unwrap();
    legs_file(
        &program,
        "again.parquet",
        &[
            (20180.9, 3, Some(ann), bob, Shape::Directed, "table", 1.0),
            (-0.001, 4, None, cid, Shape::Gathering, "meeting", 0.8),
            (20180.1, 2, Some(bob), ann, Shape::Directed, "table", 0.5),
            (20000.5, 1, Some(bob), ann, Shape::Directed, "table", 1.0),
            (-0.001, 4, None, ann, Shape::Gathering, "meeting", 1.0),
        ],
    );
    program.ok(&["ties", "build", "--input", "again.parquet", "--output", "out2"]);
    assert!(before == std::fs::read(program.path("out2/part-00000.parquet")).unwrap());
}

#[test]
fn what_cannot_be_built_says_why_and_leaves_nothing() {
    let program = Program::new();
    let build = |input: &'static str| ["ties", "build", "--input", input, "--output", "out"];
    program.fails(&build("none.parquet"), 2, &["`none.parquet` does not exist", "export legs"]);
    program.fails(&build("s3://bucket/legs"), 2, &["no place on this machine", "--engine spark"]);
    program.file("text.parquet", "no Parquet at all");
    program.fails(&build("text.parquet"), 2, &["is no table of legs"]);
    legs_file(
        &program,
        "heavy.parquet",
        &[(1.0, 1, Some("id:a"), "id:b", Shape::Directed, "x", 1.0), (1.0, 2, Some("id:a"), "id:b", Shape::Directed, "x", 1.5)],
    );
    program.fails(&build("heavy.parquet"), 2, &["1 of 2 rows are no legs", "row 2 of `heavy.parquet`", "`weight`"]);
    std::fs::create_dir_all(program.path("half/_temporary")).unwrap();
    program.fails(&build("half"), 2, &["half written"]);
    std::fs::create_dir(program.path("empty")).unwrap();
    program.fails(&build("empty"), 2, &["no Parquet file"]);
    assert!(!program.path("out").exists());
    legs_file(&program, "legs.parquet", &[(1.0, 1, Some("id:a"), "id:b", Shape::Directed, "x", 1.0)]);
    std::fs::create_dir(program.path("out")).unwrap();
    program.fails(&build("legs.parquet"), 2, &["`out` exists already", "nothing is overwritten"]);
    assert_eq!(std::fs::read_dir(program.path("out")).unwrap().count(), 0);
    let left: Vec<_> = std::fs::read_dir(program.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("unfinished")), "{left:?}");
    program.fails(&["ties", "build", "--input", "legs.parquet"], 2, &["where should the ties go?"]);
    let said = program.ok(&["ties", "build", "--input", "legs.parquet", "--output", "new", "--owner", "id:zoe"]).stderr;
    assert!(said.contains("id:zoe is in none of the legs"), "{said}");
}

#[test]
fn the_sql_is_printed_without_a_workspace_and_with_the_same_rules() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let sql = program.ok(&["ties", "build", "--emit-sql", "--owner", "ann@example.org"]).stdout;
    assert!(
        sql.starts_with("-- ") && sql.contains("mailto:ann@example.org") && sql.contains("at_micros < 1793491200000000"),
        "{sql}"
    );
    program.ok(&["init", "--me", "ann@example.org"]);
    program.ok(&["config", "set", "hygiene.bulk", "count"]);
    let counting = program.ok(&["ties", "build", "--emit-sql", "--owner", "ann@example.org"]).stdout;
    assert!(counting.contains("'bulk'") && !sql.contains("'bulk'"));
}

#[cfg(not(feature = "distributed"))]
#[test]
fn a_program_without_the_client_says_how_to_get_one() {
    let program = Program::new();
    let arguments = ["ties", "build", "--engine", "spark", "--remote", "sc://127.0.0.1", "--input", "a", "--output", "b"];
    program.fails(&arguments, 2, &["without the client of Spark clusters", "--features distributed", "--emit-sql"]);
}
