//! Nothing leaves the machine, nobody else can read it, and bodies and notes are not kept.

use std::process::Command;

use crate::program::{OWNER, Program, contents, finish, sample_world};

#[test]
fn everything_written_is_readable_by_the_owner_only() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "Europe/Berlin"]);
    crate::program::copy_folder(&sample_world().0.path("sample"), &program.path("sample"));
    let steps = [
        format!("import sample --owner {OWNER}"),
        "log Coffee --with hanna.lindqvist@fjordgrid.example --on 2026-10-30".to_owned(),
        "config set fading_within_days 20".to_owned(),
        "report --out report".to_owned(),
        "ties --all -f csv -o report/ties.csv".to_owned(),
        "ties --all -o report/ties.parquet".to_owned(),
        "export graphml -o report/network.graphml".to_owned(),
        "export csv -o report/all.csv --people report/people.csv".to_owned(),
    ];
    for step in &steps {
        // A shell that lets everybody read what is created.
        let mut shell = Command::new("/bin/sh");
        program.dress(&mut shell);
        let line = format!("umask 000; exec \"$0\" -w ws --as-of 2026-10-31 --tz Europe/Berlin {step}");
        let run = finish(shell.args(["-c", &line, env!("CARGO_BIN_EXE_acquaint")]));
        assert_eq!(run.code, Some(0), "{step}: {}", run.stderr);
        for folder in ["ws", "report"] {
            if !program.path(folder).exists() {
                continue;
            }
            for (name, (mode, bytes)) in contents(&program.path(folder)) {
                let expected = if bytes.is_some() { 0o600 } else { 0o700 };
                assert_eq!(format!("{mode:o}"), format!("{expected:o}"), "{folder}/{name} after {step}");
            }
        }
    }
    assert_eq!(std::fs::read_dir(program.path("tmp")).unwrap().count(), 0, "temporary files stay behind");
    assert_eq!(std::fs::read_dir(program.path("home")).unwrap().count(), 0, "files in the home folder");
}

#[test]
fn it_works_where_no_network_exists() {
    let unshare = "/usr/bin/unshare";
    let allowed = Command::new(unshare).args(["-rn", "/bin/true"]).output().is_ok_and(|output| output.status.success());
    if !allowed {
        println!("skipped: this machine does not permit an empty network namespace");
        return;
    }
    let program = Program::new();
    crate::program::copy_folder(&sample_world().0.path("sample"), &program.path("sample"));
    for step in [&["import", "sample", "--owner", OWNER][..], &["report", "--month", "2026-10", "--out", "report"]] {
        let mut command = Command::new(unshare);
        program.dress(&mut command);
        let run = finish(command.args(["-rn", env!("CARGO_BIN_EXE_acquaint"), "-w", "ws"]).args(step));
        assert_eq!(run.code, Some(0), "{step:?}: {}", run.stderr);
    }
    assert!(program.path("report/report.html").is_file());
}

const WORDS: [&str; 9] = [
    "xyzzybody",
    "xyzzysubject",
    "xyzzyhtml",
    "xyzzynote",
    "xyzzydescription",
    "xyzzysummary",
    "xyzzycontent",
    "xyzzytopic",
    "xyzzylog",
];

fn planted() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    program.file(
        "in/letters.mbox",
        "From bob@example.org Mon Oct 05 10:00:00 2026\nFrom: Bob Example <bob@example.org>\nTo: ann@example.org\n\
         Subject: xyzzysubject\nDate: Mon, 05 Oct 2026 10:00:00 +0000\nMessage-ID: <1@example.org>\nMIME-Version: 1.0\n\
         Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nxyzzybody\n--b\n\
         Content-Type: text/html\n\n<p>xyzzyhtml</p>\n--b--\n\n",
    );
    program.file(
        "in/cards.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Example\r\nN:Example;Bob;;;\r\nEMAIL:bob@example.org\r\nORG:Example Corp\r\n\
         NOTE:xyzzynote\r\nEND:VCARD\r\n",
    );
    program.file(
        "in/calendar.ics",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261001T000000Z\r\n\
         DTSTART:20261006T100000Z\r\nDTEND:20261006T110000Z\r\nSUMMARY:xyzzysummary\r\nDESCRIPTION:xyzzydescription\r\n\
         ORGANIZER:mailto:ann@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.org\r\n\
         ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    );
    program.file(
        "in/messages.csv",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n\
         1,,Bob Example,https://www.linkedin.com/in/bob-example,Ann Example,https://www.linkedin.com/in/ann-example,\
         2026-10-07 10:00:00 UTC,xyzzytopic,xyzzycontent,INBOX\n",
    );
    let printed = program.json(&["import", "in", "--owner", "ann@example.org", "--owner", "linkedin:ann-example"]);
    assert_eq!(printed["totals"]["accepted"], 4, "{printed}");
    program.ok(&["log", "xyzzylog about the fair", "--with", "bob@example.org", "--on", "2026-10-08"]);
    program
}

#[test]
fn bodies_subjects_notes_and_descriptions_are_not_kept() {
    let program = planted();
    let bob = program.rows(&["ties", "--person", "ann@example.org"]);
    assert!(bob.iter().any(|row| row["person"] == "mailto:bob@example.org"), "{bob:?}");
    program.ok(&["report", "--out", "report"]);
    let mut seen: Vec<(String, Vec<u8>)> = Vec::new();
    for folder in ["ws", "report"] {
        for (name, (_, bytes)) in contents(&program.path(folder)) {
            let Some(bytes) = bytes else { continue };
            if name.ends_with(".parquet") {
                let decoded = program.ok(&["parquet-as-csv", &format!("{folder}/{name}")]).bytes;
                assert!(decoded.len() > 50);
                seen.push((format!("{name} decoded"), decoded));
            }
            seen.push((name, bytes));
        }
    }
    for arguments in [&["ties", "-f", "json"][..], &["explain", "bob@example.org", "-f", "json"], &["person", "bob@example.org"]]
    {
        seen.push((format!("{arguments:?}"), program.ok(arguments).bytes));
    }
    assert!(seen.iter().any(|(_, bytes)| has(bytes, "Example Corp")), "the search finds nothing at all");
    for (name, bytes) in &seen {
        for word in WORDS {
            assert!(!has(bytes, word), "{name} holds {word}");
        }
    }
}

fn has(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}
