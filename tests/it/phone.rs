//! Phone chats, texts and calls, as exports and backups of phones give them: each export again and again, cut anywhere.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::Connection;

use crate::program::{Program, contents};

const APPLE_NANOSECONDS: i64 = 700_000_000_000_000_000;

fn totals(program: &Program, arguments: &[&str]) -> [u64; 4] {
    let document = program.json(&[&["import"], arguments].concat());
    let totals = &document["totals"];
    ["seen", "accepted", "duplicate", "rejected"].map(|key| totals[key].as_u64().unwrap())
}

/// The lines of a group in which some write each day, and two of them the same in one minute.
fn group() -> Vec<String> {
    let mut lines = vec!["3/1/25, 08:00 - Ann created group \"Ski\"".to_owned()];
    for day in 1..=28 {
        for (at, name) in ["Ann", "Bob", "Cleo", "Mira", "~ Dan", "+1 555 010 0001"].into_iter().enumerate().take(2 + day % 5) {
            lines.push(format!("3/{day}/25, {:02}:{:02} - {name}: what day {day} brings", 9 + at, day));
            if at == 1 {
                lines.push(format!("3/{day}/25, {:02}:{:02} - {name}: what day {day} brings", 9 + at, day));
            }
        }
    }
    lines
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_newer_export_of_a_group_brings_only_what_is_new_wherever_exports_are_cut() {
    let lines = group();
    let program = Program::new();
    program.file("whole/WhatsApp Chat with Ski.txt", text(&lines));
    let [_, whole, _, _] = totals(&program, &["whole"]);
    for (older_to, newer_from) in [(20, 0), (50, 10), (51, 12), (70, 40), (90, 30), (33, 31)] {
        let program = Program::new();
        // A group is not called the same in each export.
        program.file("older/WhatsApp Chat with Ski.txt", text(&lines[..older_to]));
        program.file("newer/WhatsApp Chat with Ski & Snow (1).txt", text(&lines[newer_from..]));
        let [_, older, duplicate, _] = totals(&program, &["older", "--date-order", "mdy"]);
        assert_eq!(duplicate, 0);
        let [_, newer, _, _] = totals(&program, &["newer"]);
        let [_, again, _, _] = totals(&program, &["newer"]);
        let [_, rest, _, _] = totals(&program, &["older", "--date-order", "mdy"]);
        assert_eq!((again, rest), (0, 0), "{older_to} {newer_from}");
        // What the newer one begins with has company only if the older one shows it; nothing is brought twice.
        assert_eq!(older + newer, whole, "older to {older_to}, newer from {newer_from}");
    }
}

#[test]
fn the_same_chat_as_zip_and_as_text_with_and_without_pictures_is_one() {
    let program = Program::new();
    let with =
        "3/14/25, 10:00 - Ann: hi\n3/14/25, 10:01 - Mira: IMG-20250314-WA0001.jpg (file attached)\n3/15/25, 09:00 - Ann: bye\n";
    program.file("with/WhatsApp Chat with Ann.txt", with);
    program.file(
        "without/WhatsApp Chat with Ann (2).txt",
        with.replace("IMG-20250314-WA0001.jpg (file attached)", "<Media omitted>"),
    );
    program.file("gone/WhatsApp Chat with Ann.txt", with.replace("Ann: bye", "Ann: This message was deleted"));
    assert_eq!(totals(&program, &["with"]), [3, 3, 0, 0]);
    assert_eq!(totals(&program, &["without"]), [3, 0, 3, 0]);
    assert_eq!(totals(&program, &["gone"]), [3, 0, 2, 1]);
    let document = program.json(&["import", "with"]);
    assert_eq!(document["me"][0], "whatsapp:Mira", "in a chat called after one of two, the other is the owner");
}

#[test]
fn a_chat_that_does_not_tell_day_from_month_says_so_and_how_to_say_it() {
    let program = Program::new();
    program.file("chat.txt", "3/4/25, 10:00 - Ann: hi\n3/5/25, 10:00 - Bob: hi\n3/5/25, 10:01 - Ann: so\n");
    program.fails(&["import", "chat.txt"], 2, &["in dates like `3/4/25`", "--date-order dmy, mdy or ymd"]);
    assert_eq!(totals(&program, &["chat.txt", "--date-order", "mdy"]), [3, 2, 0, 1]);
    let program = Program::new();
    program.file("all/chat.txt", "3/4/25, 10:00 - Ann: hi\n3/5/25, 10:00 - Bob: hi\n");
    program.fails(&["import", "all"], 2, &["in dates like `3/4/25`"]);
    program.file("all/other.txt", "14.3.25, 10:00 - Ann: hi\n14.3.25, 10:01 - Bob: hi\n");
    let run = program.ok(&["import", "all"]);
    assert!(run.stderr.contains("passed over all/chat.txt"), "{}", run.stderr);
}

#[test]
fn overlapping_backups_of_texts_and_calls_bring_each_record_once() {
    let program = Program::new();
    let text = |number: u64| {
        let date = 1_717_214_400_000 + number * 60_000;
        let kind = 1 + number % 2;
        format!(
            "<sms address=\"+15550100{:03}\" date=\"{date}\" type=\"{kind}\" body=\"n {number}\" contact_name=\"Ann {number}\"/>\n",
            number % 7
        )
    };
    let backup = |from, to| {
        let texts: String = (from..to).map(text).collect();
        format!("<?xml version='1.0'?>\n<smses count=\"9\">\n{texts}</smses>\n")
    };
    program.file("sms-1.xml", backup(0, 60));
    program.file("sms-2.xml", backup(30, 100));
    program.file("calls.xml", "<calls count=\"1\"><call number=\"+15550100001\" duration=\"60\" date=\"1717214400000\" type=\"2\" contact_name=\"Ann\"/></calls>");
    assert_eq!(totals(&program, &["sms-1.xml"]), [60, 60, 0, 0]);
    assert_eq!(totals(&program, &["sms-2.xml", "calls.xml"]), [71, 41, 30, 0]);
    assert_eq!(totals(&program, &["sms-2.xml", "sms-1.xml", "calls.xml"]), [131, 0, 131, 0]);
    let person = program.json(&["person", "+15550100001"]);
    assert!(person.to_string().contains("Ann"), "{person}");
}

#[test]
fn a_body_of_a_text_or_chat_stands_nowhere_in_the_workspace() {
    let program = Program::new();
    let secret = "canaryCANARYcanary";
    program.file("chat.txt", format!("14/3/25, 10:00 - Ann: hi\n14/3/25, 10:01 - Bob: {secret}\n"));
    program.file(
        "s.xml",
        format!("<smses><sms address=\"+15550100001\" date=\"1717214400000\" type=\"1\" body=\"{secret}\"/></smses>"),
    );
    messages(&program.path("chat.db"), &[(1, secret)]);
    program.ok(&["import", "chat.txt", "s.xml", "chat.db"]);
    for (name, (_, bytes)) in contents(&program.workspace()) {
        let bytes = bytes.unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{name}");
    }
}

/// A `chat.db` with the columns of newer systems: a chat of two with Ann, who has two addresses, and a group.
fn messages(path: &Path, more: &[(i64, &str)]) -> Connection {
    let database = Connection::open(path).unwrap();
    database
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT, handle_id INTEGER DEFAULT 0,
               attributedBody BLOB, service TEXT, account TEXT, error INTEGER DEFAULT 0, date INTEGER, is_from_me INTEGER DEFAULT 0,
               is_sent INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0, group_action_type INTEGER DEFAULT 0,
               associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, destination_caller_id TEXT, is_spam INTEGER DEFAULT 0);
             CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, service TEXT NOT NULL, person_centric_id TEXT);
             CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, account_login TEXT, last_addressed_handle TEXT);
             CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, PRIMARY KEY (chat_id, message_id));
             CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE (chat_id, handle_id));
             INSERT INTO handle VALUES (1, '+15550100001', 'iMessage', 'A'), (2, 'ann@example.org', 'iMessage', 'A'),
               (3, '+15550100003', 'iMessage', 'B'), (4, '72975', 'SMS', NULL);
             INSERT INTO chat VALUES (1, 'iMessage;-;+15550100001', 'E:mira@example.org', '+15550100099'), (2, 'iMessage;+;chat1', NULL, NULL);
             INSERT INTO chat_handle_join VALUES (1, 1), (2, 2), (2, 3);",
        )
        .unwrap();
    let mut script = String::new();
    for (row, handle, own, chat, extra) in [
        (101, 1, 0, 1, (0, 0, "NULL")),
        (102, 1, 1, 1, (0, 0, "NULL")),
        (103, 2, 0, 2, (0, 0, "NULL")),
        (104, 0, 1, 2, (0, 0, "NULL")),
        (105, 4, 0, 1, (0, 0, "NULL")),
        (106, 3, 0, 2, (0, 2001, "'p:0/G104'")),
        (107, 3, 0, 2, (0, 3001, "'p:0/G104'")),
        (108, 0, 1, 2, (2, 0, "NULL")),
    ] {
        let date = APPLE_NANOSECONDS + row * 1_000_000_000;
        let (item, reaction, target) = extra;
        writeln!(
            script,
            "INSERT INTO message (ROWID, guid, handle_id, service, date, is_from_me, is_sent, item_type, associated_message_type,
               associated_message_guid, attributedBody) VALUES ({row}, 'G{row}', {handle}, 'iMessage', {date}, {own}, {own}, {item}, {reaction},
               {target}, x'040b73747265616d747970656481e803');
             INSERT INTO chat_message_join VALUES ({chat}, {row});"
        )
        .unwrap();
    }
    for (row, text) in more {
        let date = APPLE_NANOSECONDS + row * 1_000_000_000;
        writeln!(
            script,
            "INSERT INTO message (ROWID, guid, text, handle_id, service, date) VALUES ({row}, 'G{row}', '{text}', 1, 'SMS', {date});
             INSERT INTO chat_message_join VALUES (1, {row});"
        )
        .unwrap();
    }
    database.execute_batch(&script).unwrap();
    database
}

#[test]
fn messages_of_a_mac_are_read_with_their_log_and_nothing_is_written_beside_them() {
    let program = Program::new();
    std::fs::create_dir(program.path("mac")).unwrap();
    let path = program.path("mac/chat.db");
    // The connection stays open: what it wrote last is in the log, as on a Mac on which Messages runs.
    let database = messages(&path, &[(1, "one"), (2, "two")]);
    let before = contents(&program.path("mac"));
    let document = program.json(&["import", "mac/chat.db"]);
    let totals = &document["totals"];
    // The owner and Ann's two addresses, six messages and a reaction; a short code, a reaction taken back and a new name are none.
    assert_eq!((&totals["accepted"], &totals["rejected"]), (&9.into(), &3.into()), "{document}");
    let after = contents(&program.path("mac"));
    for (name, kept) in &before {
        assert!(name.ends_with("-shm") || after.get(name) == Some(kept), "{name} was changed");
    }
    assert_eq!(before.len(), after.len());
    assert!(contents(&program.path("tmp")).len() == 1, "nothing stays behind: {:?}", contents(&program.path("tmp")).keys());
    let again = program.json(&["import", "mac/chat.db"]);
    assert_eq!(again["totals"]["accepted"], 0);
    for own in ["id:owner-of-this-phone", "mailto:mira@example.org", "tel:+15550100099"] {
        assert!(again["me"].as_array().unwrap().iter().any(|handle| handle == own), "{again}");
    }
    let ann = program.json(&["person", "ann@example.org"]);
    assert!(ann.to_string().contains("tel:+15550100001"), "{ann}");
    drop(database);
}

#[test]
fn messages_of_older_macs_without_newer_columns_are_read() {
    let program = Program::new();
    let database = Connection::open(program.path("old.db")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, handle_id INTEGER, date INTEGER, is_from_me INTEGER);
             CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);
             INSERT INTO handle VALUES (1, '+15550100001');
             INSERT INTO message VALUES (1, 'a', 1, 400000000, 0), (2, 'a', 1, 400000060, 1), (3, NULL, 1, 400000060, 0);",
        )
        .unwrap();
    assert_eq!(totals(&program, &["old.db"]), [4, 4, 0, 0]);
    assert_eq!(totals(&program, &["old.db"]), [4, 0, 4, 0]);
}

#[test]
fn another_database_and_a_damaged_one_are_refused_and_in_a_folder_passed_over() {
    let program = Program::new();
    Connection::open(program.path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1);")
        .unwrap();
    program.fails(&["import", "other.db"], 2, &["no database of Messages", "no column `date` in a table `message`"]);
    drop(messages(&program.path("sound.db"), &[]));
    let mut bytes = std::fs::read(program.path("sound.db")).unwrap();
    let length = bytes.len();
    bytes[1024..length].fill(0xa5);
    program.file("damaged.db", &bytes);
    program.fails(&["import", "damaged.db"], 2, &["the database is damaged"]);
    program.file("all/damaged.db", &bytes);
    std::fs::copy(program.path("other.db"), program.path("all/other.db")).unwrap();
    program.file("all/chat.txt", "14.3.25, 10:00 - Ann: hi\n14.3.25, 10:01 - Bob: hi\n");
    let run = program.ok(&["import", "all"]);
    assert!(
        run.stderr.contains("passed over all/other.db") && run.stderr.contains("passed over all/damaged.db"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_database_whose_tables_are_computations_is_not_run() {
    let program = Program::new();
    let database = Connection::open(program.path("bomb.db")).unwrap();
    database
        .execute_batch(
            "CREATE TABLE handle (id TEXT);
             CREATE VIEW message AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
               SELECT i AS ROWID, i AS date, 0 AS is_from_me, 1 AS handle_id FROM n;",
        )
        .unwrap();
    drop(database);
    program.fails(&["import", "bomb.db"], 2, &["no database of Messages"]);
}
