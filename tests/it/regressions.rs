//! Mistakes that were made once, each told as what the program now does for its user.

use std::process::{Command, Stdio};

use crate::program::{Program, contents, finish};

const CALLS: &str =
    "source,target,time\nann,bob,2026-01-05T10:00:00\nbob,ann,2026-02-05T10:00:00\nann,cleo,2026-03-05T10:00:00\n";

fn calls() -> Program {
    let program = Program::new();
    program.file("calls.csv", CALLS);
    program.ok(&["import", "calls.csv", "--owner", "id:ann"]);
    program
}

/// An emptied catalog was taken for no workspace, and the next import removed the data beside it.
#[test]
fn data_whose_catalog_was_lost_is_damaged_and_stays() {
    for lost in [true, false] {
        let program = calls();
        let catalog = program.workspace().join("catalog.db");
        if lost {
            std::fs::remove_file(&catalog).unwrap();
        } else {
            std::fs::write(&catalog, b"").unwrap();
        }
        let before = contents(&program.workspace());
        for arguments in [&["ties"][..], &["init"], &["import", "calls.csv"], &["verify"]] {
            program.fails(arguments, 4, &["catalog.db", "missing or empty"]);
        }
        assert!(contents(&program.workspace()) == before);
    }
}

/// Times without a zone were read in the system's zone of the day, so that a journey doubled them.
#[test]
fn the_same_export_in_another_time_zone_changes_nothing() {
    let program = calls();
    let mut command = program.command(&["import", "calls.csv", "-f", "json"]);
    let run = finish(command.env("TZ", "Asia/Tokyo"));
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(document["totals"]["accepted"], 0, "{}", run.stdout);
    assert_eq!(document["totals"]["duplicate"], 3);
}

/// An owner who is not in the data was silently replaced by whoever is in most of it.
#[test]
fn the_users_word_on_who_they_are_is_never_replaced_by_a_guess() {
    let program = Program::new();
    let rows: String = (0..30).map(|day| format!("busy@example.org,p{day}@example.org,2026-01-{:02}\n", day + 1)).collect();
    program.file("busy.csv", format!("source,target,time\n{rows}"));
    program.ok(&["init", "--me", "ghost@example.org"]);
    program.ok(&["import", "busy.csv"]);
    assert!(program.json(&["network"])["ego"].is_null());
    program.fails(&["report"], 6, &["not known who you are"]);
}

/// People first seen after the as-of day changed betweenness and rank, and were listed.
#[test]
fn people_of_the_future_change_no_rank_and_are_not_listed() {
    let program = calls();
    let asked: [&[&str]; 2] = [
        &["network", "--people", "--all-ties", "-f", "csv", "--as-of", "2026-03-10"],
        &["people", "-f", "csv", "--as-of", "2026-03-10"],
    ];
    let before = asked.map(|arguments| program.ok(arguments).stdout);
    program.file("later.csv", "source,target,time,target_name\nann,zed,2026-06-01,Zed\ncleo,ann,2026-06-02,Ann Later\n");
    program.ok(&["import", "later.csv"]);
    for (arguments, before) in asked.iter().zip(before) {
        let after = program.ok(arguments).stdout;
        assert!(!after.contains("zed"), "{after}");
        if arguments[0] == "network" {
            let without_names = |text: &str| text.replace("Ann Later", "ann");
            assert_eq!(without_names(&after), before);
        }
    }
}

/// The first bytes of a pipe were lost to recognising its format, and records with them.
#[test]
fn a_pipe_is_refused_before_anything_of_it_is_lost() {
    let program = calls();
    let mut command = program.command(&["import", "/dev/stdin", "--from", "table"]);
    let run = finish(command.stdin(Stdio::null()));
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("not a regular file") && run.stderr.contains("save"), "{}", run.stderr);
}

/// `-o /dev/null` put a file in the place of the device, for whoever may write there.
#[cfg(unix)]
#[test]
fn a_result_goes_into_a_pipe_and_does_not_take_its_place() {
    use std::os::unix::fs::FileTypeExt;
    let program = calls();
    let pipe = program.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let asked = ["ties", "-f", "csv", "--as-of", "2026-03-10"];
    program.ok(&[&asked[..], &["-o", &pipe.to_string_lossy()]].concat());
    assert_eq!(reader.join().unwrap(), program.ok(&asked).stdout);
    assert!(pipe.metadata().unwrap().file_type().is_fifo());
}

/// Ignoring oneself emptied the network, and a second owner became the same person as the first.
#[test]
fn the_owner_cannot_be_ignored_or_joined_with_somebody_else() {
    let program = calls();
    program.fails(&["ignore", "ann"], 2, &["your own network"]);
    program.fails(&["import", "calls.csv", "--owner", "id:bob"], 2, &["the owner is id:ann already", "config set me"]);
    assert_eq!(program.rows(&["people"]).len(), 3);
}

/// What was corrected by a later table lost to the order of a hash.
#[test]
fn the_latest_import_of_a_card_decides() {
    for (first, second) in [("Alpha", "Beta"), ("Beta", "Alpha")] {
        let program = calls();
        for company in [first, second] {
            let name = format!("{company}.csv");
            program.file(&name, format!("handle,name,company\nid:bob,Bob,{company}\n"));
            program.ok(&["import", &name]);
        }
        let people = program.rows(&["people", "bob"]);
        assert_eq!(people[0]["company"], second);
    }
}

/// Text in the shape of a report was written where CSV or Parquet had been asked for.
#[test]
fn a_format_without_rows_is_refused() {
    let program = calls();
    program.fails(&["explain", "bob", "-f", "csv"], 2, &["no rows", "-f json"]);
    program.fails(&["path", "cleo", "--from", "bob", "-o", "x.parquet"], 2, &["no rows"]);
    assert_eq!(program.run(&["ties", "--limit", "0"]).code, Some(2));
    assert!(!program.path("x.parquet").exists());
}

/// The documents that `LinkedIn` has checked of its member were taken for Outlook's contacts, and the owner for one of them.
#[test]
fn the_checked_documents_of_an_archive_are_nobodys_contacts() {
    let program = Program::new();
    program.file(
        "archive/Verifications/Verifications.csv",
        "First name,Middle name,Last name,Verification type,Organization name,Email address,Country,State,City,Year of birth,\
         Issuing authority,Document type,Verification service provider,Verified date,Expiry date\n\
         Ada,,Byron-Example,Identity,Cyberdyne Systems,ada.example@example.org,United Kingdom,England,London,1985,\
         Synthetic Passport Office,Passport,Fake Verify Ltd,12 Jun 2024,12 Jun 2029\n",
    );
    program.file(
        "archive/Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Ann,Example,https://www.linkedin.com/in/ann,,,,01 Aug 2026\n",
    );
    let printed = program.json(&["import", "archive"]);
    let formats: Vec<&str> = printed["sources"].as_array().unwrap().iter().map(|row| row["format"].as_str().unwrap()).collect();
    assert_eq!(formats, ["linkedin"], "{printed}");
    assert!(printed["skipped"].to_string().contains("Verifications.csv"), "{printed}");
    assert!(program.rows(&["people"]).iter().all(|row| row["name"] == "Ann Example"));
}
