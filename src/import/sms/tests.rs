use super::record::asked;
use super::scan::{Fault, Scanner, Tag, decoded};

/// The tags of a text, with the value of `body` where one is asked for.
fn tags(text: &str, max_bytes: usize) -> Vec<(String, Result<Tag, Fault>, Option<String>)> {
    let mut input = text.as_bytes();
    let mut scanner = Scanner::new(&mut input, max_bytes);
    let mut found = Vec::new();
    while let Some(tag) = scanner.next(asked).unwrap() {
        found.push((scanner.name.clone(), tag, scanner.attributes.get("body")));
    }
    found
}

#[test]
fn references_are_decoded_and_halves_of_characters_joined() {
    for (written, meant) in [
        ("a&amp;b&lt;&gt;&quot;&apos;", "a&b<>\"'"),
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xDE00;!", "😀!"),
        ("&#55357;x&#56832;", "x"),
        ("&#56832;&#55357;", ""),
        ("a&#0;b", "ab"),
        ("&#10;", "\n"),
        ("&unknown; & &; &#x110000; &#99999999999;", "&unknown; & &;  &#99999999999;"),
        ("", ""),
    ] {
        assert_eq!(decoded(written.as_bytes()), meant, "{written}");
    }
    assert_eq!(decoded(b"caf\xe9 &amp;"), "café &");
}

#[test]
fn values_at_the_limit_are_whole_and_one_over_is_too_long() {
    for (length, whole) in [(9, true), (10, true), (11, false)] {
        let found = tags(&format!("<sms body=\"{}\" /><sms body='x'>", "y".repeat(length)), 10);
        let first = if whole { Ok(Tag::Start { is_empty: true }) } else { Err(Fault::TooLong) };
        assert_eq!(found[0].1, first, "{length}");
        assert_eq!(found[1], ("sms".to_owned(), Ok(Tag::Start { is_empty: false }), Some("x".to_owned())));
    }
}

#[test]
fn what_is_not_asked_for_is_passed_over_however_long() {
    let text = format!(
        "<part data=\"{}<&>\n\" ct='a'/><!-- <sms body='no'/> --><sms body=\"it's <b>\n</b>\"></sms>",
        "QUJD".repeat(300_000)
    );
    let found = tags(&text, 100);
    let names: Vec<&str> = found.iter().map(|tag| tag.0.as_str()).collect();
    assert_eq!(names, ["part", "", "sms", "sms"]);
    assert_eq!(found[2].2.as_deref(), Some("it's <b>\n</b>"));
}

#[test]
fn a_missing_quote_costs_one_record() {
    let found = tags("<sms body=\"no end />\n  <sms body=\"x\"/>", 100);
    assert_eq!(found[0].1, Err(Fault::Malformed));
    assert_eq!(found[1].2.as_deref(), Some("x"));
}

#[test]
fn every_cut_of_a_backup_is_read_to_its_end() {
    let whole = "<?xml version='1.0'?><smses><sms address=\"+15550100001\" body='a&amp;b' /><mms><parts><part text=\"x\"/></parts></mms></smses>";
    for end in 0..=whole.len() {
        let found = tags(&whole[..end], 100);
        assert!(found.iter().filter(|tag| tag.1 == Err(Fault::Truncated)).count() <= 1, "{end}");
    }
}
