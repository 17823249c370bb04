use super::*;
use crate::import::Item;
use crate::model::Handle;

fn options() -> ReadOptions {
    ReadOptions {
        file_name: "x.vcf".into(),
        ..ReadOptions::new(Limits::as_of_micros(1_798_000_000_000_000), jiff::tz::TimeZone::UTC)
    }
}

fn read_with(bytes: &[u8], options: &ReadOptions) -> Vec<Item> {
    let mut items = Vec::new();
    let mut input = bytes;
    VCard
        .read(&mut input, options, &mut |item| {
            items.push(item);
            Ok(())
        })
        .unwrap();
    items
}

fn card(text: &str) -> Card {
    let items = read_with(text.as_bytes(), &options());
    match items.first().map(|item| item.as_ref().map(|record| record.observations.as_slice())) {
        Some(Ok([Observation::Declaration(declaration)])) => declaration.card.clone(),
        other => panic!("{other:?}"),
    }
}

fn reason(text: &str) -> Option<Reason> {
    read_with(text.as_bytes(), &options()).first().and_then(|item| item.as_ref().err()).map(|reject| reject.reason)
}

fn of(body: &str) -> String {
    format!("BEGIN:VCARD\r\nVERSION:3.0\r\n{body}\r\nEND:VCARD\r\n")
}

#[test]
fn a_card_gives_its_person() {
    let card =
        card(&of("FN:Ann Example\r\nN:Example;Ann;;Dr.;\r\nitem1.EMAIL;TYPE=INTERNET:Ann@Work.example\r\nitem1.X-ABLabel:x\r\n\
        EMAIL;TYPE=pref:ann@example.org\r\nTEL;TYPE=CELL:+49 151 1234567\r\nTEL;TYPE=FAX:+49 30 99999\r\n\
        X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/ann-example\r\nORG:Acme;Research\r\nTITLE:Engineer\r\n\
        ADR;TYPE=HOME:;;Street 1;Berlin;;10115;Germany\r\nCATEGORIES:friends,chess"));
    let handles: Vec<&str> = card.handles.iter().map(Handle::as_str).collect();
    assert_eq!(handles, ["mailto:ann@example.org", "mailto:ann@work.example", "linkedin:ann-example", "tel:+491511234567"]);
    assert_eq!(card.name.as_deref(), Some("Ann Example"));
    assert_eq!((card.company.as_deref(), card.title.as_deref()), (Some("Acme"), Some("Engineer")));
    assert_eq!(card.location.as_deref(), Some("Berlin, Germany"));
    assert_eq!(card.tags, ["friends", "chess"]);
}

#[test]
fn names_come_from_the_parts_and_never_from_the_address() {
    assert_eq!(
        card(&of("N:Example;Ann;Maria;Dr.;PhD\r\nEMAIL:a@example.org")).name.as_deref(),
        Some("Dr. Ann Maria Example PhD")
    );
    assert_eq!(card(&of("FN:a@example.org\r\nEMAIL:a@example.org")).name, None);
    assert_eq!(card(&of("FN:Ann Example")).handles, [Handle::name("Ann Example").unwrap()]);
}

#[test]
fn what_is_no_person_is_told() {
    for body in [
        "KIND:group\r\nFN:Team\r\nEMAIL:t@example.org",
        "X-ADDRESSBOOKSERVER-KIND:group\r\nFN:Team",
        "FN:Acme\r\nN:;;;;\r\nORG:Acme",
        "X-ABShowAs:COMPANY\r\nFN:Acme\r\nORG:Acme;\r\nTEL:+49301234567",
        "ORG:Acme\r\nEMAIL:info@example.org",
    ] {
        assert_eq!(reason(&of(body)), Some(Reason::NotPeople), "{body}");
    }
    assert_eq!(reason(&of("NOTE:nothing")), Some(Reason::NoHandle));
}

#[test]
fn quoted_printable_with_soft_breaks_is_one_value() {
    let text = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =\nBei=\nspiel\nEMAIL;INTERNET:j@example.org\nEND:VCARD\n";
    assert_eq!(card(text).name.as_deref(), Some("Jörg Beispiel"));
}

#[test]
fn other_encodings_are_read() {
    let latin = read_with(b"BEGIN:VCARD\nFN:J\xf6rg\nEND:VCARD\n", &options());
    let greek = read_with(b"BEGIN:VCARD\nFN;CHARSET=ISO-8859-7:\xc1\xed\xed\xe1\nEND:VCARD\n", &options());
    let text = of("FN:Jörg 👍");
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let wide = read_with(&wide, &options());
    for (items, name) in [(latin, "Jörg"), (greek, "Αννα"), (wide, "Jörg 👍")] {
        let Ok(record) = &items[0] else { panic!("{items:?}") };
        let Observation::Declaration(declaration) = &record.observations[0] else { panic!("{record:?}") };
        assert_eq!(declaration.card.name.as_deref(), Some(name));
    }
}

#[test]
fn photos_do_not_count_and_a_card_at_the_limit_is_read() {
    let mut options = options();
    options.limits.max_card_bytes = 1000;
    let photo = format!("PHOTO;ENCODING=b:{}\r\n {}\r\n", "A".repeat(5000), "B".repeat(5000));
    let bare = format!("PHOTO;ENCODING=BASE64:\r\n{}\r\n{}==\r\n\r\n", "A".repeat(70), "B".repeat(70));
    for (fill, expected) in [(999, None), (1000, None), (1001, Some(Reason::TooLong))] {
        let body = "FN:Ann\nNOTE:";
        let text = format!("BEGIN:VCARD\n{photo}{bare}{body}{}\nEND:VCARD\n{}", "x".repeat(fill - body.len() - 1), of("FN:Bob"));
        let items = read_with(text.as_bytes(), &options);
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].as_ref().err().map(|reject| reject.reason), expected, "{fill}");
        assert!(items[1].is_ok());
    }
}

#[test]
fn properties_at_the_limit_are_read_and_one_over_is_rejected() {
    for (count, expected) in [(4095, None), (4096, None), (4097, Some(Reason::TooMany))] {
        let text = format!("BEGIN:VCARD\nFN:Ann\n{}END:VCARD\n", "X-A:b\n".repeat(count - 1));
        assert_eq!(reason(&text), expected, "{count}");
    }
}

#[test]
fn nested_cards_are_not_records_and_unended_ones_are() {
    let nested = "BEGIN:VCARD\nFN:Ann\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEMAIL:agent@example.org\nEND:VCARD\nEMAIL:a@example.org\nEND:VCARD\n";
    assert_eq!(read_with(nested.as_bytes(), &options()).len(), 1);
    assert_eq!(card(nested).handles, [Handle::email("a@example.org").unwrap()]);
    let unended = "BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nFN:Bob\nEND:VCARD\nBEGIN:VCARD\nFN:Cy";
    let items = read_with(unended.as_bytes(), &options());
    assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, false]);
    let deep = format!("BEGIN:VCARD\nFN:Ann\n{}", "AGENT:\nBEGIN:VCARD\n".repeat(40));
    assert_eq!(reason(&deep), Some(Reason::TooMany));
}
