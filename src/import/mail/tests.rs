use super::*;
use crate::import::Item;
use crate::io::Limits;
use crate::model::{Interaction, Observation};

fn options() -> ReadOptions {
    ReadOptions {
        file_name: "x".into(),
        ..ReadOptions::new(Limits::as_of_micros(1_798_000_000_000_000), jiff::tz::TimeZone::UTC)
    }
}

fn read_with(importer: &dyn Importer, bytes: &[u8], options: &ReadOptions) -> Vec<Item> {
    let mut items = Vec::new();
    let mut input = bytes;
    importer
        .read(&mut input, options, &mut |item| {
            items.push(item);
            Ok(())
        })
        .unwrap();
    items
}

fn read(bytes: &[u8]) -> Vec<Item> {
    read_with(&Mbox, bytes, &options())
}

fn interaction(item: &Item) -> &Interaction {
    match item.as_ref().map(|record| record.observations.as_slice()) {
        Ok([Observation::Interaction(interaction)]) => interaction,
        other => panic!("{other:?}"),
    }
}

const SEPARATOR: &str = "From x@example.org Sun Mar 22 02:19:17 2020\n";
const HEADER: &str = "From: Ann <ann@example.org>\nTo: bob@example.org\nDate: Sun, 22 Mar 2020 02:19:17 +0000\n";

#[test]
fn a_separator_needs_a_blank_line_before_it() {
    let with = format!("{SEPARATOR}{HEADER}\nbody\n\n{SEPARATOR}{HEADER}\nbody\n");
    let without = format!("{SEPARATOR}{HEADER}\nbody\n{SEPARATOR}{HEADER}\nbody\n");
    let sentence = format!("{SEPARATOR}{HEADER}\nbody\n\nFrom now on, this is text\n");
    for ending in ["\n", "\r\n"] {
        assert_eq!(read(with.replace('\n', ending).as_bytes()).len(), 2);
        assert_eq!(read(without.replace('\n', ending).as_bytes()).len(), 1);
        assert_eq!(read(sentence.replace('\n', ending).as_bytes()).len(), 1);
    }
}

#[test]
fn a_header_block_at_the_limit_is_read_and_one_over_is_rejected() {
    let mut options = options();
    options.limits.max_record_bytes = 4096;
    for (length, expected) in [(4095, None), (4096, None), (4097, Some(Reason::TooLong))] {
        let mut header = String::from(HEADER);
        header.push_str("X-Fill: ");
        header.push_str(&"x".repeat(length - header.len() - 1));
        header.push('\n');
        assert_eq!(header.len(), length);
        let items = read_with(&Mbox, format!("{SEPARATOR}{header}\nbody\n\n{SEPARATOR}{HEADER}\n").as_bytes(), &options);
        assert_eq!(items[0].as_ref().err().map(|reject| reject.reason), expected, "{length}");
        assert!(items[1].is_ok());
        let lone = read_with(&Message, format!("{header}\nbody\n").as_bytes(), &options);
        assert_eq!(lone[0].as_ref().err().map(|reject| reject.reason), expected, "{length}");
    }
}

#[test]
fn one_line_of_a_hundred_megabytes_costs_no_memory() {
    struct Endless(usize);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = buffer.len().min(self.0);
            buffer[..count].fill(b'F');
            self.0 -= count;
            Ok(count)
        }
    }
    let text = format!("{SEPARATOR}{HEADER}\n");
    let mut input = text.as_bytes().chain(Endless(100 << 20));
    let mut count = 0;
    Mbox.read(&mut input, &options(), &mut |_| {
        count += 1;
        Ok(())
    })
    .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn recipients_at_the_limit_are_read_and_one_over_is_rejected() {
    for (count, expected) in [(499, None), (500, None), (501, Some(Reason::TooMany))] {
        let to: Vec<String> = (0..count).map(|number| format!("p{number}@example.org")).collect();
        let header =
            format!("From: ann@example.org\nTo: {},\n ann@example.org\nDate: Sun, 22 Mar 2020 02:19:17 +0000\n", to.join(",\n "));
        let items = read(format!("{SEPARATOR}{header}\n").as_bytes());
        assert_eq!(items[0].as_ref().err().map(|reject| reject.reason), expected, "{count}");
    }
}

#[test]
fn the_same_message_has_one_identity_in_both_formats() {
    let header = format!("{HEADER}Message-ID:\n <a@example.org>\n");
    let mbox = read(format!("{SEPARATOR}{header}\n").as_bytes());
    let lone = read_with(&Message, header.replace('\n', "\r\n").as_bytes(), &options());
    assert_eq!(interaction(&mbox[0]).id, interaction(&lone[0]).id);
    let bare = read(format!("{SEPARATOR}{HEADER}\n\n{SEPARATOR}{HEADER}Message-Id: \n\n").as_bytes());
    assert_eq!(interaction(&bare[0]).id, interaction(&bare[1]).id);
    assert_ne!(interaction(&bare[0]).id, interaction(&lone[0]).id);
}

#[test]
fn the_separators_date_serves_only_when_there_is_no_date_field() {
    let missing = read(format!("{SEPARATOR}From: ann@example.org\n\n").as_bytes());
    assert_eq!(interaction(&missing[0]).at_micros, 1_584_843_557_000_000);
    for date in ["", "   ", "not a date"] {
        let items = read(format!("{SEPARATOR}From: ann@example.org\nDate:{date}\n\n").as_bytes());
        assert!(items[0].is_err(), "{date:?}");
    }
}

#[test]
fn a_maildir_draft_was_never_sent() {
    for (name, expected) in [("1.host:2,DS", Some(Reason::Draft)), ("1.host:2,S", None), ("1.host", None), ("DRAFT.eml", None)] {
        let options = ReadOptions { file_name: name.into(), ..options() };
        let items = read_with(&Message, HEADER.as_bytes(), &options);
        assert_eq!(items[0].as_ref().err().map(|reject| reject.reason), expected, "{name}");
    }
}

#[test]
fn files_of_other_formats_are_not_mail() {
    for (name, bytes) in [
        ("a.csv", &b"From,To,Date\na,b,c\n"[..]),
        ("a.json", b"{\"From\": 1}"),
        ("a.vcf", b"BEGIN:VCARD\nFN:Ann\n"),
        ("a.ics", b"BEGIN:VCALENDAR\n"),
        ("a.txt", b"From here to there\n"),
        ("a.txt", b"Note: nothing\n\n"),
        ("1", b""),
    ] {
        let head = Head { name, folder: "", bytes };
        assert!(Mbox.sniff(&head) <= Confidence::Maybe, "{name}");
        assert_eq!(Message.sniff(&head), Confidence::No, "{name}");
    }
}

#[test]
fn mail_is_known_by_name_and_by_shape() {
    let lone = HEADER.as_bytes();
    let head = |name, folder, bytes| Head { name, folder, bytes };
    assert_eq!(Message.sniff(&head("17", "inbox", lone)), Confidence::Likely);
    assert_eq!(Message.sniff(&head("a.eml", "", lone)), Confidence::Certain);
    assert_eq!(Message.sniff(&head("01:2,S", "x", lone)), Confidence::Certain);
    assert_eq!(Message.sniff(&head("1234.M5P.host", "cur", b"Subject: x\n\n")), Confidence::Likely);
    assert_eq!(Mbox.sniff(&head("November.txt", "", SEPARATOR.as_bytes())), Confidence::Certain);
    assert_eq!(Mbox.sniff(&head("a.mbox", "", b"From ???\n")), Confidence::Likely);
}
