//! Who and what counts: nobody is a contact by mass mail, by writing to you in vain, or by being met twice at once.

use serde_json::Value;

use crate::program::Program;

const OPTIONS: [&str; 4] = ["--as-of", "2026-10-31", "--tz", "UTC"];

/// A mailbox of mails given as (header lines, day of October).
fn mailbox(mails: &[(&str, u32)]) -> String {
    let mail = |(place, (header, day)): (usize, &(&str, u32))| {
        format!(
            "From a@x Mon Oct 05 10:00:00 2026\n{header}\nDate: {day} Oct 2026 10:00:00 +0000\nMessage-ID: <{place}@x>\n\nText\n\n"
        )
    };
    mails.iter().enumerate().map(mail).collect()
}

fn world() -> Program {
    let program = Program::new().with(&OPTIONS);
    let mails = mailbox(&[
        ("From: Ann Both <ann@a.example>\nTo: me@home.example", 1),
        ("From: me@home.example\nTo: ann@a.example", 2),
        ("From: Vera Seller <vera@shop.example>\nTo: me@home.example", 3),
        ("From: Vera Seller <vera@shop.example>\nTo: me@home.example", 4),
        ("From: me@home.example\nTo: Quiet Quinn <quinn@q.example>", 5),
        ("From: News Desk <news@n.example>\nTo: me@home.example\nList-Unsubscribe: <https://n.example/u>", 6),
        (
            "From: Poster Paul <paul@p.example>\nTo: dev@lists.example\nList-Id: <dev.lists.example>\nList-Post: <mailto:dev@lists.example>",
            7,
        ),
        ("From: Cal Ender <cal@c.example>\nTo: me@home.example\nContent-Type: text/calendar; method=REQUEST", 8),
    ]);
    program.file("mail.mbox", mails);
    program.ok(&["import", "mail.mbox", "--owner", "me@home.example"]);
    program
}

fn status(program: &Program, who: &str) -> String {
    program.json(&["person", who])["status"].as_str().unwrap().to_owned()
}

#[test]
fn a_person_says_why_somebody_is_a_contact_or_is_not() {
    let program = world();
    for (who, says) in [
        ("Ann Both", "a contact: in touch both ways (you wrote 1 time, they wrote 1 time)"),
        ("Vera Seller", "not counted as a contact: you never wrote (they wrote 2 times)"),
        ("Quiet Quinn", "not counted as a contact: only you ever wrote (you wrote 1 time)"),
        ("News Desk", "not counted as a contact: 1 mail, sent by a machine or to a mass of people; you never wrote"),
        ("Poster Paul", "not counted as a contact: 1 mail, sent to lists; you never wrote"),
        ("Cal Ender", "not counted as a contact: 1 mail, sent by a machine or to a mass of people; you never wrote"),
        ("me@home.example", "this is you"),
    ] {
        assert_eq!(status(&program, who), says, "{who}");
    }
    let document = program.json(&["person", "Vera Seller"]);
    assert_eq!(
        (&document["is_contact"], &document["standing"], &document["dealings"]["they_wrote"]),
        (&Value::Bool(false), &"only-they".into(), &2.into())
    );
}

#[test]
fn who_only_wrote_stands_last_among_ties_and_counts_nowhere() {
    let program = world();
    let ties = program.rows(&["ties"]);
    let bands: Vec<(&str, &str)> =
        ties.iter().map(|tie| (tie["name"].as_str().unwrap(), tie["band"].as_str().unwrap())).collect();
    assert_eq!(bands[0].0, "Ann Both");
    assert_eq!(bands[1..], [("Vera Seller", "unknown"), ("Quiet Quinn", "unknown")]);
    assert_eq!(program.rows(&["ties", "--band", "unknown"]).len(), 2);
    assert!(program.ok(&["ties"]).stderr.contains("2 people are no contact yet"));
    let of = |name: &str| program.rows(&["people", name])[0]["status"].clone();
    assert_eq!([of("Ann Both"), of("Vera Seller"), of("News Desk")], ["contact", "one-sided", "seen"]);
    assert_eq!(program.rows(&["ties", "--all"]).len(), 3, "every tie is every tie");
}

#[test]
fn each_rule_can_be_switched_off() {
    let program = world();
    program.ok(&["config", "set", "hygiene.one_way", "count"]);
    assert_eq!(status(&program, "Vera Seller"), "a contact, by your settings: only one of you ever wrote (they wrote 2 times)");
    assert!(program.rows(&["ties"]).iter().all(|tie| tie["band"] != "unknown"));
    program.ok(&["config", "set", "hygiene.bulk", "count"]);
    let news = program.rows(&["ties"]).into_iter().find(|tie| tie["name"] == "News Desk").expect("mass mail counts");
    assert_eq!(news["in"], 1);
    program.ok(&["config", "set", "hygiene.one_way", "leave out"]);
    assert!(program.ok(&["config", "get", "hygiene.one_way"]).stdout.starts_with("leave out"));
    let toml = std::fs::read_to_string(program.workspace().join("acquaint.toml")).unwrap();
    assert!(toml.contains("[hygiene]") && toml.contains("bulk = \"count\""), "{toml}");
    let run = program.run(&["config", "set", "hygiene.bulk", "sometimes"]);
    assert_eq!(run.code, Some(6), "{}", run.stderr);
    assert_eq!(program.json(&["ties"])["parameters"]["count_bulk"], true);
}

#[test]
fn an_import_says_how_many_records_count_for_less() {
    let program = Program::new().with(&OPTIONS);
    let crowd: Vec<String> = (0..9).map(|number| format!("p{number}@w.example")).collect();
    let large = format!("From: Ann Both <ann@a.example>\nTo: {}", crowd.join(", "));
    program.file(
        "mail.mbox",
        mailbox(&[
            ("From: n@n.example\nTo: me@home.example\nList-Unsubscribe: <https://n.example/u>", 1),
            ("From: p@p.example\nTo: dev@lists.example\nList-Id: <dev.lists.example>\nList-Post: <mailto:dev@lists.example>", 2),
            ("From: c@c.example\nTo: me@home.example\nContent-class: urn:content-classes:calendarmessage", 3),
            (&large, 4),
            ("From: Ann Both <ann@a.example>\nTo: me@home.example", 5),
        ]),
    );
    program.file("cal.ics", calendar("1", "SUMMARY:x\nATTENDEE;CUTYPE=ROOM:mailto:room@h.example\n"));
    let document = program.json(&["import", "mail.mbox", "cal.ics", "--owner", "me@home.example"]);
    assert_eq!(
        document["hygiene"],
        serde_json::json!({ "bulk": 2, "calendar_mails": 1, "large_groups": 1, "lists": 1, "rooms": 1 })
    );
    for source in document["sources"].as_array().unwrap() {
        let [seen, accepted, duplicate, rejected] =
            ["seen", "accepted", "duplicate", "rejected"].map(|key| source[key].as_u64().unwrap());
        assert_eq!(seen, accepted + duplicate + rejected);
    }
    let again = program.ok(&["import", "mail.mbox", "--dry-run"]);
    assert!(
        again.stdout.contains("records that count for less: 2 by machines or to a mass of people; 1 of them a calendar's own"),
        "{}",
        again.stdout
    );
}

fn calendar(uid: &str, more: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nBEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261001T100000Z\nDTSTART:20261012T100000Z\nDTEND:20261012T110000Z\n\
ORGANIZER;CN=Ann Both:mailto:ann@a.example\nATTENDEE;CN=Ann Both:mailto:ann@a.example\nATTENDEE:mailto:me@home.example\n{more}END:VEVENT\nEND:VCALENDAR\n"
    )
}

#[test]
fn one_meeting_in_two_calendars_and_the_mail_that_invited_to_it_count_once() {
    let program = Program::new().with(&OPTIONS);
    program.file("mine.ics", calendar("same", ""));
    program.file("theirs.ics", calendar("same", "LOCATION:there\n"));
    program.file("copy.ics", calendar("made-up-by-another-service", ""));
    program.file(
        "mail.mbox",
        mailbox(&[("From: Ann Both <ann@a.example>\nTo: me@home.example\nContent-Type: text/calendar; method=REQUEST", 12)]),
    );
    let document = program.json(&["import", "mine.ics", "theirs.ics", "copy.ics", "mail.mbox", "--owner", "me@home.example"]);
    let duplicates: u64 =
        document["sources"].as_array().unwrap().iter().map(|source| source["duplicate"].as_u64().unwrap()).sum();
    assert_eq!(duplicates, 1, "the same event and occurrence");
    assert_eq!(status(&program, "Ann Both"), "a contact: in touch both ways (1 meeting)");
    assert_eq!(program.rows(&["ties"])[0]["interactions"], 1);
    program.ok(&["config", "set", "hygiene.repeated_meetings", "count"]);
    assert_eq!(program.rows(&["ties"])[0]["interactions"], 2);
}

#[test]
fn one_message_in_two_mailboxes_counts_once() {
    let program = Program::new().with(&OPTIONS);
    let mine = mailbox(&[("From: Ann Both <ann@a.example>\nTo: me@home.example, bob@b.example", 1)]);
    program.file("mine.mbox", &mine);
    program.file("bobs.mbox", mine.replace("From a@x", "From b@y").replace("To: me", "Received: by elsewhere\nTo: me"));
    let document = program.json(&["import", "mine.mbox", "bobs.mbox", "--owner", "me@home.example"]);
    assert_eq!(document["totals"], serde_json::json!({ "seen": 2, "accepted": 1, "duplicate": 1, "rejected": 0 }));
}

#[test]
fn the_sample_worlds_spam_is_no_contact() {
    let program = Program::sample();
    for spam in ["Bargain Desk", "Crown Lottery"] {
        let found = program.json(&["person", spam]);
        assert_eq!(found["is_contact"], false, "{spam}: {}", found["status"]);
        assert!(!program.rows(&["weak-ties"]).iter().any(|row| row["name"] == spam));
    }
    let report = program.path("out");
    program.ok(&["report", "--out", report.to_str().unwrap()]);
    let text = std::fs::read_to_string(report.join("report.md")).unwrap();
    assert!(!text.contains("Bargain Desk") && !text.contains("Crown Lottery"));
}
