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

/// Rows in any order and any number of files are the same table, and so come to the same bytes.
#[test]
fn neither_the_order_of_rows_nor_the_cut_into_files_changes_a_byte() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC", "--owner", "id:p0"]);
    let people: Vec<String> = (0..40).map(|person| format!("id:p{person}")).collect();
    let mut rows = Vec::new();
    for number in 0..3000_i64 {
        let mixed = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let person = |at: u32| people[(mixed >> at) as usize % people.len()].as_str();
        let day = 20_000.0 + (mixed >> 50) as f64 / 40.0;
        let (shape, source) = match number % 5 {
            0 => (Shape::Gathering, None),
            1 => (Shape::Mutual, Some(person(3))),
            _ => (Shape::Directed, Some(person(3))),
        };
        let channel = if number % 7 == 0 { "table" } else { "email" };
        for receiver in 0..=(mixed >> 60) as u32 % 4 {
            rows.push((day, number, source, person(9 + 6 * receiver), shape, channel, f64::from(1 + receiver) / 4.0));
        }
    }
    legs_file(&program, "legs.parquet", &rows);
    std::fs::create_dir(program.path("folder")).unwrap();
    rows.sort_by_key(|row| (row.1 as u64 ^ row.3.len() as u64).wrapping_mul(0xd134_2543_de82_ef95));
    for (number, rows) in rows.chunks(1100).enumerate() {
        legs_file(&program, &format!("folder/{number}.parquet"), rows);
    }
    let [one, other] = [("legs.parquet", "one"), ("folder", "other")].map(|(input, output)| {
        program.ok(&["ties", "build", "--input", input, "--output", output]);
        std::fs::read(program.path(output).join("part-00000.parquet")).unwrap()
    });
    assert!(states(&program, "one").len() > 500 && one == other);
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

/// Splits a table of interactions by its days: what is kept here, and what is elsewhere. No contact-day is in both.
fn split(table: &[u8]) -> [String; 2] {
    let mut reader = csv::Reader::from_reader(table);
    let header = reader.headers().unwrap().iter().collect::<Vec<_>>().join(",");
    let time = reader.headers().unwrap().iter().position(|name| name == "time").unwrap();
    let mut parts = [header.clone() + "\n", header + "\n"];
    for row in reader.records() {
        let row = row.unwrap();
        let seconds: i64 = row[time].parse().unwrap_or_else(|_| row[time].parse::<jiff::Timestamp>().unwrap().as_second());
        let part = usize::from(seconds.div_euclid(86_400) % 3 == 0);
        parts[part].push_str(&(row.iter().collect::<Vec<_>>().join(",") + "\n"));
    }
    parts
}

#[test]
fn ties_computed_elsewhere_count_as_if_their_interactions_were_here() {
    let options = ["--as-of", "2026-10-31", "--tz", "UTC"];
    let table = crate::program::legs(4000, 60, 7);
    let [here, there] = split(&table);
    let whole = Program::new().with(&options);
    whole.file("all.csv", &table);
    whole.ok(&["import", "all.csv"]);
    let elsewhere = Program::new().with(&options);
    elsewhere.file("there.csv", &there);
    elsewhere.ok(&["import", "there.csv"]);
    elsewhere.ok(&["export", "legs", "-o", "legs.parquet"]);
    elsewhere.ok(&["ties", "build", "--input", "legs.parquet", "--output", "ties.parquet"]);
    let program = Program::new_from(&elsewhere, "ties.parquet");
    program.file("here.csv", &here);
    program.ok(&["import", "here.csv"]);
    let alone = program.every_tie();
    let imported = program.json(&["import", "--from", "tie-states", "ties.parquet"]);
    let built = states(&elsewhere, "ties.parquet").len() as u64;
    assert_eq!((imported["totals"]["accepted"].as_u64(), imported["totals"]["rejected"].as_u64()), (Some(built), Some(0)));
    let (ours, theirs) = (csv_rows(&program.every_tie()), csv_rows(&whole.every_tie()));
    assert!(ours.len() == theirs.len() && ours.len() > 100);
    for (one, other) in ours.iter().zip(&theirs) {
        for (name, value) in other {
            let same = match (value.parse::<f64>(), one[name].parse::<f64>()) {
                (Ok(value), Ok(found)) => (value - found).abs() <= 1e-9 * value.abs().max(1.0),
                _ => *value == one[name],
            };
            assert!(same, "{name}: {} instead of {value} in {one:?}", one[name]);
        }
    }
    // The structure of the network, too, is that of the whole.
    let network = |program: &Program| program.json(&["network"])["largest_component"].clone();
    assert_eq!(network(&program), network(&whole));
    // The same table again brings nothing; damage would be found; taken back, all is as before.
    let again = program.json(&["import", "--from", "tie-states", "ties.parquet"]);
    assert_eq!((again["totals"]["accepted"].as_u64(), again["committed"].as_bool()), (Some(0), Some(false)));
    program.ok(&["verify"]);
    // The same content in a file of another name is no news.
    std::fs::copy(program.path("ties.parquet/part-00000.parquet"), program.path("copy.parquet")).unwrap();
    let copy = program.json(&["import", "--from", "tie-states", "copy.parquet"]);
    assert_eq!((copy["sources"][0]["format"].as_str(), copy["totals"]["accepted"].as_u64()), (Some("tie-states"), Some(0)));
    // What the other file holds as well stays when the first is taken back, and goes with the other.
    program.ok(&["imports", "undo", "2"]);
    assert!(csv_rows(&program.every_tie()) == ours, "the copy holds the same");
    program.ok(&["imports", "undo", "3"]);
    assert!(program.every_tie() == alone, "nothing is left of what was computed elsewhere");
    program.ok(&["verify"]);
}

#[test]
fn a_tie_says_what_of_it_was_computed_elsewhere_and_not_before_its_day() {
    let program = Program::new().with(&["--tz", "UTC"]);
    program.ok(&["init", "--me", "id:me"]);
    program.file("calls.csv", "source,target,time\nid:me,id:ann,2026-09-01\nid:ann,id:me,2026-09-02\n");
    program.ok(&["import", "calls.csv"]);
    // 2026-03-06 is 180 days before 2026-09-02: what happened there counts half.
    legs_file(
        &program,
        "legs.parquet",
        &[
            (20518.5, 1, Some("id:me"), "id:ann", Shape::Directed, "call", 1.0),
            (20518.6, 2, Some("id:ann"), "id:me", Shape::Directed, "call", 1.0),
            (20518.5, 3, Some("id:me"), "id:bob", Shape::Directed, "call", 1.0),
        ],
    );
    program.ok(&["ties", "build", "--input", "legs.parquet", "--output", "ties", "--as-of", "2026-10-01", "--owner", "id:me"]);
    program.ok(&["import", "--from", "tie-states", "ties"]);
    let later = ["--as-of", "2026-10-31"];
    let said = program.ok(&[&["explain", "id:ann"][..], &later].concat()).stdout;
    assert!(said.contains("until 2026-10-01") && said.contains("computed elsewhere"), "{said}");
    let document = program.json(&[&["explain", "id:ann"][..], &later].concat());
    assert_eq!(document["elsewhere"]["contribution"].as_f64(), Some(0.5));
    assert_eq!(
        (document["elsewhere"]["contact_days"].as_u64(), document["elsewhere"]["interactions"].as_u64()),
        (Some(1), Some(2))
    );
    let parts: f64 = document["contributions"].as_array().unwrap().iter().map(|day| day["contribution"].as_f64().unwrap()).sum();
    assert!((document["momentum"].as_f64().unwrap() - parts - 0.5).abs() < 1e-12 && document["change"].is_null());
    let tie = program.json(&[&["person", "id:ann"][..], &later].concat());
    assert_eq!(tie["tie"]["momentum"], document["momentum"]);
    assert_eq!(tie["elsewhere"]["until"].as_str(), Some("2026-10-01"));
    // Somebody of whom nothing else is known is there, from that day on.
    let said = program.ok(&[&["person", "id:bob"][..], &later].concat()).stdout;
    assert!(said.contains("computed elsewhere and makes 1.00"), "{said}");
    let ledger = program.ok(&[&["explain", "id:bob"][..], &later].concat()).stdout;
    assert!(ledger.contains("cannot be said"), "{ledger}");
    assert_eq!(program.run(&["person", "id:bob", "--as-of", "2026-09-30"]).code, Some(1));
    let before = program.json(&["explain", "id:ann", "--as-of", "2026-09-30"]);
    assert!(before["elsewhere"].is_null() && before["change"].is_object());
    // A folder that a job did not finish is not read.
    std::fs::create_dir(program.path("ties/_temporary")).unwrap();
    program.file("ties/_temporary/part", "");
    let undone = program.run(&["import", "--from", "tie-states", "ties"]);
    assert!(undone.code == Some(2) && undone.stderr.contains("half written"), "{}", undone.stderr);
}

/// Read again because somebody was forgotten, a table brought rows that belonged to no import and outlived the undoing of the first.
#[test]
fn a_table_of_ties_read_again_after_somebody_was_forgotten_is_no_second_one() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let leg = |day: f64, number: i64, to: &'static str| (day, number, Some("id:ann"), to, Shape::Directed, "table", 1.0);
    legs_file(&program, "legs.parquet", &[leg(20_000.5, 1, "id:bob"), leg(20_010.5, 2, "id:cid")]);
    program.ok(&["ties", "build", "--input", "legs.parquet", "--output", "ties"]);
    let import = ["import", "--from", "tie-states", "ties"];
    assert_eq!(program.json(&import)["totals"]["accepted"].as_u64(), Some(2));
    program.ok(&["forget", "id:cid", "--yes"]);
    assert_eq!(program.json(&import)["totals"]["accepted"].as_u64(), Some(0));
    assert_eq!(program.every_tie().lines().count(), 2, "a header and the tie with Bob");
    program.ok(&["imports", "undo", "1"]);
    let left = program.run(&["ties", "--all", "-f", "csv"]);
    assert!(!left.stdout.contains("id:bob"), "{}", left.stdout);
    program.ok(&["verify"]);
}
