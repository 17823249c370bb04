//! A Google Takeout as it comes: mail, calendar, contacts and chats in one folder or zip file, imported in one call.

use std::io::Write;

use crate::program::Program;

const MAIL: &str = "From 1661828917674532318@xxx Sun Mar 22 02:19:17 +0000 2026\r\nX-GM-THRID: 1661828917674532318\r\n\
    X-Gmail-Labels: Inbox,Opened\r\nFrom: Ann Example <ann@example.org>\r\nTo: Mira Solberg <mira@example.org>\r\n\
    Date: Sun, 22 Mar 2026 02:19:17 +0000\r\nMessage-ID: <1@example.org>\r\nSubject: x\r\n\r\nsecret words\r\n\r\n\
    From 1661828917674532319@xxx Mon Mar 23 02:19:17 +0000 2026\r\nX-GM-THRID: 1661828917674532318\r\nX-Gmail-Labels: Sent\r\n\
    From: Mira Solberg <mira@example.org>\r\nTo: Ann Example <ann@example.org>\r\nDate: Mon, 23 Mar 2026 02:19:17 +0000\r\n\
    Message-ID: <2@example.org>\r\nSubject: Re: x\r\n\r\nsecret words\r\n";

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\n\
    X-WR-CALNAME:mira@example.org\r\nX-WR-TIMEZONE:Europe/Oslo\r\nBEGIN:VEVENT\r\nDTSTART:20260401T080000Z\r\n\
    DTEND:20260401T090000Z\r\nDTSTAMP:20260331T000000Z\r\nORGANIZER;CN=Mira Solberg:mailto:mira@example.org\r\nUID:1@google.com\r\n\
    ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Mira Solberg;X-NUM-GUESTS=0:mailto:mira@example.org\r\n\
    ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Ann Example;X-NUM-GUESTS=0:mailto:ann@example.org\r\n\
    SUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

const CARD: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Example\r\nN:Example;Ann;;;\r\nitem1.EMAIL;TYPE=INTERNET:ann@example.org\r\n\
    item1.X-ABLabel:\r\nTEL;TYPE=CELL:+49 30 1234567\r\nCATEGORIES:myContacts\r\nEND:VCARD\r\n";

const MEMBERS: &str = r#"{"members": [{"name": "Mira Solberg", "email": "mira@example.org", "user_type": "Human"},
    {"name": "Ann Example", "email": "ann@example.org", "user_type": "Human"}]}"#;

const CHAT: &str = r#"{"messages": [
    {"creator": {"name": "Ann Example", "email": "ann@example.org", "user_type": "Human"},
     "created_date": "Thursday, April 2, 2026 at 3:57:54 PM UTC", "text": "secret words", "topic_id": "t", "message_id": "d/t/1"},
    {"creator": {"name": "Mira Solberg", "email": "mira@example.org", "user_type": "Human"},
     "created_date": "Thursday, April 2, 2026 at 3:58:54 PM UTC", "text": "secret words", "topic_id": "t", "message_id": "d/t/2"}]}"#;

const OWNER: &str =
    r#"{"user": {"name": "Mira Solberg", "email": "mira@example.org", "user_type": "Human"}, "membership_info": []}"#;

/// What a Takeout holds, and much that is about no people.
const FILES: [(&str, &str); 10] = [
    ("Takeout/archive_browser.html", "<html></html>"),
    ("Takeout/Mail/All mail Including Spam and Trash.mbox", MAIL),
    ("Takeout/Calendar/mira@example.org.ics", CALENDAR),
    ("Takeout/Contacts/All Contacts/All Contacts.vcf", CARD),
    ("Takeout/Contacts/My Contacts/My Contacts.vcf", CARD),
    ("Takeout/Google Chat/Groups/DM abc/messages.json", CHAT),
    ("Takeout/Google Chat/Groups/DM abc/group_info.json", MEMBERS),
    ("Takeout/Google Chat/Users/User 1/user_info.json", OWNER),
    ("Takeout/Keep/Shopping.json", r#"{"title": "Shopping", "textContent": "milk", "isTrashed": false}"#),
    (
        "Takeout/YouTube/history/watch-history.json",
        r#"[{"header": "YouTube", "title": "Watched", "time": "2026-01-01T00:00:00Z"}]"#,
    ),
];

fn zip() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, text) in FILES {
        writer.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn folder(program: &Program) {
    for (path, text) in FILES {
        let path = program.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

#[test]
fn mail_calendar_contacts_and_chats_of_a_takeout_come_in_one_call() {
    let program = Program::new();
    folder(&program);
    program.file("takeout.zip", zip());
    let imported = program.json(&["import", "Takeout"]);
    let mut formats: Vec<(&str, u64)> = Vec::new();
    for source in imported["sources"].as_array().unwrap() {
        formats.push((source["format"].as_str().unwrap(), source["accepted"].as_u64().unwrap()));
        assert_eq!(source["rejected"], 0, "{imported}");
    }
    formats.sort_unstable();
    assert_eq!(
        formats,
        [("google-chat", 0), ("google-chat", 0), ("google-chat", 2), ("ics", 1), ("mbox", 2), ("vcard", 0), ("vcard", 1)],
        "{imported}"
    );
    let me = imported["me"].to_string();
    assert!(me.contains("mailto:mira@example.org"), "{me}");
    let ties = program.json(&["ties", "--all"]);
    let rows = ties["ties"].as_array().or_else(|| ties.as_array()).unwrap();
    assert_eq!(rows.len(), 1, "all four sources are about one other person: {ties}");
    assert_eq!(rows[0]["interactions"], 5, "{ties}");

    let again = program.json(&["import", "takeout.zip"]);
    assert_eq!(again["totals"]["accepted"], 0, "{again}");
    assert_eq!(again["totals"]["seen"], 8, "{again}");
}

#[test]
fn a_takeout_zip_gives_what_the_unpacked_folder_gives() {
    let (one, other) = (Program::new(), Program::new());
    folder(&one);
    one.ok(&["import", "Takeout"]);
    other.file("takeout.zip", zip());
    other.ok(&["import", "takeout.zip"]);
    assert_eq!(one.every_tie(), other.every_tie());
}
