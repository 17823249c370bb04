//! `imports`: what came from where, and an import taken back as if it had never been made.

use acquaint::synth::Random;
use proptest::prelude::{ProptestConfig, proptest};
use serde_json::Value;

use crate::program::{OWNER, Program, contents, copy_folder, csv_rows, legs, sample_world};

/// Files that hold some of the same records and people under other names and employers.
const FILES: [&str; 6] = ["a.csv", "b.csv", "c.csv", "cards.vcf", "other.vcf", "mail.mbox"];

fn with_files() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let table = String::from_utf8(legs(600, 25, 3)).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    let part = |from: usize, to: usize| format!("source,target,time\n{}\n", rows[from..to].join("\n"));
    program.file("a.csv", part(0, 300));
    program.file("b.csv", part(150, 450));
    program.file("c.csv", part(100, 600));
    let card = |name: &str, mail: &str, company: &str| {
        format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{mail}\r\nORG:{company}\r\nEND:VCARD\r\n")
    };
    let shared = card("Ann Example", "ann@example.org", "Alpha");
    program.file("cards.vcf", [shared.clone(), card("Bob Old", "bob@example.org", "Beta")].concat());
    program.file("other.vcf", [card("Bob New", "bob@example.org", "Gamma"), shared].concat());
    let mail = |number: usize, name: &str, venue: &str| {
        format!(
            "From x Mon Oct 05 10:00:00 2026\nFrom: {name} <bob@example.org>\nTo: Ann <ann@example.org>\nSubject: {venue}\n\
             Date: Mon, 05 Oct 2026 10:00:{number:02} +0000\nMessage-ID: <{number}@example.org>\n\nx\n\n"
        )
    };
    program.file("mail.mbox", [mail(1, "Bob E.", "x"), mail(2, "Robert Example", "y")].concat());
    program
}

/// What the program answers, without the numbers of imports.
fn answers(program: &Program) -> Vec<String> {
    let asked: [&[&str]; 4] = [
        &["ties", "--all", "-f", "csv"],
        &["people", "-f", "csv"],
        &["network", "--people", "-f", "csv"],
        &["person", "bob@example.org", "-f", "json"],
    ];
    let mut answers: Vec<String> = asked
        .iter()
        .map(|command| {
            let run = program.run(command);
            assert!(matches!(run.code, Some(0 | 1)), "{command:?}: {}", run.stderr);
            run.stdout
        })
        .collect();
    let rows = csv_rows(&program.ok(&["imports", "-f", "csv"]).stdout);
    let told =
        rows.iter().map(|row| ["paths", "seen", "accepted", "duplicate", "rejected", "coverage"].map(|key| row[key].clone()));
    answers.push(format!("{:?}", told.collect::<Vec<_>>()));
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    /// Any sequence of imports and undos answers as if only the imports that are left had been made.
    #[test]
    fn an_import_taken_back_was_never_made(seed in 0_u64..1_000_000) {
        let mut random = Random::stream(seed, "undo");
        let program = with_files();
        let mut made: Vec<(u32, Vec<&str>)> = Vec::new();
        let mut number = 0;
        for _ in 0..5 {
            if made.is_empty() || random.below(3) > 0 {
                let mut files: Vec<&str> = FILES.into_iter().filter(|_| random.below(3) == 0).collect();
                if files.is_empty() {
                    files.push(FILES[random.below(FILES.len())]);
                }
                let printed = program.json(&[&["import"], &files[..]].concat());
                if printed["committed"] == true {
                    number += 1;
                    made.push((number, files));
                }
            } else {
                let (number, _) = made.remove(random.below(made.len()));
                program.ok(&["imports", "undo", &number.to_string()]);
            }
        }
        let fresh = with_files();
        fresh.ok(&["init"]);
        for (_, files) in &made {
            fresh.ok(&[&["import"], &files[..]].concat());
        }
        for (was, is) in answers(&fresh).iter().zip(answers(&program)) {
            assert!(*was == is, "seed {seed}, left {made:?}:\n{was}\n{is}");
        }
        let verify = program.json(&["verify"]);
        assert_eq!(verify["findings"].as_array().map(Vec::len), Some(0), "{verify}");
    }
}

#[test]
fn an_undo_of_the_sample_leaves_what_a_second_import_holds_and_the_same_report() {
    let program = Program::sample();
    copy_folder(&sample_world().0.path("sample"), &program.path("sample"));
    let undone = Program::new().with(&["--as-of", "2026-10-31", "--tz", "Europe/Berlin"]);
    copy_folder(&program.path("sample"), &undone.path("sample"));
    undone.file("extra.csv", legs(200, 10, 9));
    undone.ok(&["import", "extra.csv"]);
    undone.ok(&["import", "sample", "--owner", OWNER]);
    undone.ok(&["imports", "undo", "1"]);
    assert!(undone.every_tie() == program.every_tie());
    for one in [&program, &undone] {
        one.ok(&["report", "--out", "report"]);
    }
    assert!(contents(&program.path("report")) == contents(&undone.path("report")), "the report differs");
    undone.ok(&["imports", "undo", "2"]);
    assert_eq!(undone.rows(&["imports"]), Vec::<Value>::new());
    undone.fails(&["ties"], 1, &["empty"]);
    undone.ok(&["import", "sample", "--owner", OWNER]);
    assert!(undone.every_tie() == program.every_tie(), "the same files bring all back");
    undone.fails(&["imports", "undo", "2"], 1, &["taken back already", "acquaint imports"]);
    undone.fails(&["imports", "undo", "9"], 1, &["no import 9"]);
    assert_eq!(undone.run(&["imports", "undo", "two"]).code, Some(2));
}

#[test]
fn a_known_file_is_passed_over_with_the_tally_of_reading_it() {
    let program = with_files();
    program.file("bad.csv", "source,target,time\nann,ann,2026-01-01\nann,bob,2026-01-02\nann,bob,3026-01-02\n");
    let first = program.json(&["import", "bad.csv", "a.csv", "mail.mbox"]);
    let before = contents(&program.workspace());
    let second = program.json(&["import", "bad.csv", "a.csv", "mail.mbox"]);
    assert!(contents(&program.workspace()) == before, "a second import changed something");
    for (one, other) in first["sources"].as_array().unwrap().iter().zip(second["sources"].as_array().unwrap()) {
        let sum = |row: &Value| row["accepted"].as_u64().unwrap() + row["duplicate"].as_u64().unwrap();
        assert_eq!((sum(one), &one["reasons"], &one["seen"]), (sum(other), &other["reasons"], &other["seen"]));
        assert_eq!(other["accepted"], 0);
    }
    // A file that is read in another way is read again.
    let other = program.json(&["import", "a.csv", "--undirected"]);
    assert!(other["totals"]["accepted"].as_u64().unwrap() > 0, "{other}");
    // A changed file of the same length is another file.
    let text = std::fs::read_to_string(program.path("a.csv")).unwrap();
    let end = text.match_indices('\n').nth(1).unwrap().0;
    let digit = if &text[end - 1..end] == "7" { "8" } else { "7" };
    program.file("a.csv", [&text[..end - 1], digit, &text[end..]].concat());
    assert_eq!(program.json(&["import", "a.csv"])["totals"]["accepted"], 1);
}

#[test]
fn a_later_export_adds_only_what_is_new() {
    let whole = with_files();
    whole.ok(&["import", "c.csv"]);
    let program = with_files();
    let table = std::fs::read_to_string(program.path("c.csv")).unwrap();
    let cut = table.match_indices('\n').nth(200).unwrap().0 + 1;
    program.file("export.csv", &table[..cut]);
    let first = program.json(&["import", "export.csv"])["totals"]["accepted"].as_u64().unwrap();
    program.file("export.csv", &table);
    let second = program.json(&["import", "export.csv"]);
    let all = whole.json(&["import", "c.csv"])["totals"]["seen"].as_u64().unwrap();
    assert_eq!(first + second["totals"]["accepted"].as_u64().unwrap(), all);
    assert!(program.every_tie() == whole.every_tie());
    let rows = program.rows(&["imports"]);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["paths"][0], "export.csv");
    assert!(rows[1]["channels"][0]["first"].as_str() <= rows[0]["channels"][0]["first"].as_str(), "what it holds again counts");
}

#[test]
fn a_colleagues_data_is_theirs_and_stays_when_mine_is_taken_back() {
    let program = with_files();
    program.ok(&["import", "a.csv", "--owner", "id:1"]);
    program.fails(&["import", "b.csv", "--owner", "id:2"], 2, &["--colleague"]);
    program.fails(&["import", "b.csv", "--owner", "id:1", "--colleague"], 2, &["is you"]);
    program.ok(&["import", "b.csv", "--owner", "id:2", "--colleague"]);
    program.ok(&["import", "cards.vcf", "--owner", "id:2", "--colleague"]);
    let rows = program.rows(&["imports"]);
    let owners: Vec<&Value> = rows.iter().map(|row| &row["owner"]).collect();
    assert_eq!((owners[0], &owners[1][0]), (&Value::from("you"), &Value::from("id:2")));
    assert_eq!(program.json(&["person", "id:1"])["status"], "this is you");
    // A colleague's card says who somebody is; it is no tie of mine.
    let ann = program.json(&["person", "ann@example.org"]);
    assert_eq!((&ann["company"], &ann["declared"]), (&Value::from("Alpha"), &serde_json::json!([])), "{ann}");
    let theirs = program.json(&["person", "ann@example.org", "--owner", "id:2"]);
    assert_eq!(theirs["declared"][0]["kind"], "address-book", "{theirs}");
    assert_eq!(ann["in_data_of"], serde_json::json!([{ "owner": "id:2", "imports": [3] }]));
    program.ok(&["imports", "undo", "1"]);
    let alone = with_files();
    alone.ok(&["import", "b.csv"]);
    alone.ok(&["import", "cards.vcf"]);
    assert!(program.every_tie() == alone.every_tie());
}
