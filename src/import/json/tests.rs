use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn limits(max_record_bytes: usize) -> Limits {
    Limits { max_record_bytes, ..Limits::as_of_micros(0) }
}

/// What a walk gives, a line each.
fn pieces_of(bytes: &[u8], paths: &[&str], max: usize) -> String {
    let mut out = String::new();
    let mut input = bytes;
    let result = walk(&mut input, &Paths::new(paths).unwrap(), &limits(max), &mut |piece| {
        let _ = match piece {
            Piece::Entered => writeln!(out, "entered"),
            Piece::Value { path, json } => writeln!(out, "{}={json}", paths[path]),
            Piece::Record { path, location, json } => {
                writeln!(out, "{}#{}@{} {json}", paths[path], location.record, location.line.unwrap())
            }
            Piece::Rejected(reject) => {
                writeln!(out, "!{}@{} {}", reject.location.record, reject.location.line.unwrap(), reject.reason.as_str())
            }
        };
        Ok(())
    });
    if let Err(error) = result {
        let _ = writeln!(out, "error {error}");
    }
    out
}

fn check(json: &str, paths: &[&str], expected: &str) {
    assert_eq!(pieces_of(json.as_bytes(), paths, 1000), expected, "{json}");
}

#[test]
fn elements_and_the_values_beside_them_come_in_order() {
    check(
        "{\"title\": \"a\\\"]\",\n \"messages\": [\n  {\"id\": 1, \"x\": [[{}]]},\n  2, \"three\", null\n ], \"more\": {\"title\": 0}}",
        &["title", "messages[]"],
        "entered\ntitle=\"a\\\"]\"\nmessages[]#1@3 {\"id\": 1, \"x\": [[{}]]}\nmessages[]#2@4 2\nmessages[]#3@4 \"three\"\nmessages[]#4@4 null\n",
    );
}

#[test]
fn elements_of_arrays_within_elements_of_arrays_are_found() {
    check(
        r#"{"chats": {"list": [{"id": 1, "messages": [{}]}, {"id": 2, "messages": []}, {"messages": [3], "id": 3}]}}"#,
        &["chats.list[].id", "chats.list[].messages[]"],
        "entered\nentered\nchats.list[].id=1\nchats.list[].messages[]#1@1 {}\nentered\nchats.list[].id=2\nentered\n\
         chats.list[].messages[]#2@1 3\nchats.list[].id=3\n",
    );
}

#[test]
fn a_document_may_be_an_array_or_the_record_itself() {
    check("[1, [2], {}]", &["[]"], "entered\n[]#1@1 1\n[]#2@1 [2]\n[]#3@1 {}\n");
    check("{\"a\": 1}\n{\"a\": 2}\n", &[""], "#1@1 {\"a\": 1}\n#2@2 {\"a\": 2}\n");
    check("{\"a\": 1}\n[2]\n", &["a", "[]"], "entered\na=1\nentered\n[]#1@2 2\n");
    check("{\"other\": 1}", &["a", "[]"], "entered\n");
}

#[test]
fn keys_are_compared_as_decoded() {
    check(
        r#"{"m\u0065ssages": [1], "caf\u00e9": 2, "messages2": [3]}"#,
        &["messages[]", "café"],
        "entered\nmessages[]#1@1 1\ncafé=2\n",
    );
}

#[test]
fn what_is_no_json_is_an_error_and_what_follows_it_one_reject() {
    check("", &["[]"], "error not readable as JSON: it is empty\n");
    check(" \n", &["[]"], "error not readable as JSON: it is empty\n");
    check("hello", &["[]"], "error not readable as JSON: it begins with neither { nor [\n");
    check("[1]\nhello", &["[]"], "entered\n[]#1@1 1\n!2@2 malformed\n");
}

#[test]
fn a_truncated_document_ends_in_a_reject() {
    for cut in [
        "[{\"a\": 1}, {\"a\": ",
        "[{\"a\": 1}, {\"a\": \"",
        "[{\"a\": 1}, {\"a\": \"\\",
        "[{\"a\": 1},",
        "[{\"a\": 1}",
        "[{\"a\": 1}, 1",
    ] {
        check(cut, &["[]"], "entered\n[]#1@1 {\"a\": 1}\n!2@1 truncated\n");
    }
    check("{\"a", &["a"], "entered\n!1@1 truncated\n");
    check("{\"a\" ", &["a"], "entered\n!1@1 truncated\n");
    check("{", &["a"], "entered\n!1@1 truncated\n");
}

#[test]
fn a_bad_element_costs_itself_only() {
    let sound = "\n  {\n   \"id\": 1,\n   \"sub\": [\n    {\n     \"id\": 7\n    }\n   ]\n  }";
    let bad_ones = [
        "\n  {\n   \"id\": \"unclosed,\n   \"sub\": [\n    {\n     \"id\": 7\n    }\n   ]\n  }",
        "\n  {\n   \"id\": 1,\n   \"sub\": [\n    {\n     \"id\": 7\n    }\n  }",
        "\n  {\n   \"id\": 1,\n   \"sub\": [\n    {\n     \"id\": 7\n    }\n   ]\n  ",
        "\n  {\n   \"id\": 1,\n   \"sub\": [\n    {\n     \"id\": 7\n   ]\n  }",
        "\n  {\n   \"id\": 1\"\n  }",
    ];
    for bad in bad_ones {
        let json = format!("{{\"list\": [{sound},{bad},{sound},{sound}], \"after\": 5}}");
        let got = pieces_of(json.as_bytes(), &["list[]", "after"], 1000);
        let kinds: Vec<char> = got.lines().filter_map(|line| line.chars().next().filter(|c| !matches!(c, ' ' | '}'))).collect();
        assert_eq!(kinds, ['e', 'l', '!', 'l', 'l', 'a'], "{bad}\n{got}");
    }
}

#[test]
fn a_bad_element_of_one_line_costs_itself_only() {
    for bad in [r#"{"id":1,"t":"unclosed}"#, r#"{"id":1,"t":[1}"#, r#"{"id":1,"t":"x""#, r#"{"id":1,"t":"x"y"}"#] {
        let json = format!(r#"{{"list":[{{"id":0}},{bad},{{"id":2}},{{"id":3}}],"after":5}}"#);
        let got = pieces_of(json.as_bytes(), &["list[]", "after"], 1000);
        assert_eq!(
            got, "entered\nlist[]#1@1 {\"id\":0}\n!2@1 malformed\nlist[]#3@1 {\"id\":2}\nlist[]#4@1 {\"id\":3}\nafter=5\n",
            "{bad}"
        );
    }
}

#[test]
fn what_follows_a_bad_element_is_never_given_to_another_chat() {
    let chat = |id: u8, messages: &str| format!("\n {{\n  \"id\": {id},\n  \"messages\": [{messages}\n  ]\n }}");
    let message = |text: &str| format!("\n   {{\n    \"text\": \"{text}\"\n   }}");
    let bad = "\n   {\n    \"text\": \"unclosed\n   }";
    let json = format!(
        "{{\"list\": [{},{},{}]}}",
        chat(1, &message("a")),
        chat(2, &format!("{},{bad}", message("b"))),
        chat(3, &format!("{},{}", message("c"), message("d")))
    );
    let got = pieces_of(json.as_bytes(), &["list[].id", "list[].messages[]"], 1000);
    let short: Vec<String> = got.lines().filter(|line| !line.starts_with([' ', '}'])).map(str::to_owned).collect();
    let third = short.iter().position(|line| line == "list[].id=3").unwrap_or_else(|| panic!("{got}"));
    assert_eq!(short.len() - third, 3, "{got}");
}

#[test]
fn an_element_over_the_limit_is_passed_over() {
    for (length, given) in [(98, true), (99, true), (100, true), (101, false), (900_000, false)] {
        let long = format!("\"{}\"", "x".repeat(length - 2));
        let got = pieces_of(format!("{{\"v\": {long}, \"a\": [1, {long}, 2]}}").as_bytes(), &["a[]", "v"], 100);
        assert_eq!(got.contains("too-long"), !given, "{length}");
        assert!(got.ends_with("2\n"), "{length}");
    }
}

#[test]
fn nesting_of_any_depth_is_passed_over() {
    let deep = format!("[{}{}, 7]", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert_eq!(pieces_of(deep.as_bytes(), &["[]"], 1000), "entered\n!1@1 too-long\n[]#2@1 7\n");
    let deep = "[{\"a\":".repeat(300_000);
    assert_eq!(pieces_of(deep.as_bytes(), &["[]"], 1000), "entered\n!1@1 truncated\n");
}

#[test]
fn bad_elements_without_end_take_linear_time() {
    for unit in ["{\"id\":[1,", "{\"id\":1,\"x\":\"", "[{\"id\":1\"},", "}", "{\"id\":\"\n", ",{\"id\":{"] {
        let json = format!("[{{\"id\":0}},{}", unit.repeat(400_000 / unit.len()));
        let got = pieces_of(json.as_bytes(), &["[]", "id[]"], 1 << 20);
        assert!(got.contains('!'), "{unit}");
    }
}

#[test]
fn byte_order_marks_utf16_and_windows_1252_are_read() {
    let text = "{\"a\": [\"é😀\"]}";
    let utf16: Vec<u8> = [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(pieces_of(&utf16, &["a[]"], 1000), "entered\na[]#1@1 \"é😀\"\n");
    assert_eq!(pieces_of(format!("\u{feff}{text}").as_bytes(), &["a[]"], 1000), "entered\na[]#1@1 \"é😀\"\n");
    assert_eq!(pieces_of(b"[\"caf\xe9\"]", &["[]"], 1000), "entered\n[]#1@1 \"café\"\n");
}

#[test]
fn paths_are_checked() {
    for path in ["a..b", ".a", "a[", "a]b", "a.[]", "[]a", "a[]b", "a[x]"] {
        assert_eq!(Paths::new(&[path]), None, "{path}");
    }
    for path in ["", "[]", "[].a", "a[][]", "a.b[].c"] {
        assert!(Paths::new(&[path]).is_some(), "{path}");
    }
}

#[test]
fn lenient_types_take_what_services_write() {
    #[derive(serde::Deserialize)]
    struct Sample<'j> {
        #[serde(borrow, default)]
        id: Plain<'j>,
        #[serde(default)]
        list: List<u8>,
        #[serde(borrow)]
        text: Option<Text<'j>>,
    }
    for (json, id, list, text) in [
        (r#"{"id": "7", "list": [1], "text": "a\nb"}"#, Some("7"), 1, Some(&b"a\nb"[..])),
        (r#"{"id": 7, "list": null, "text": null}"#, Some("7"), 0, None),
        (r#"{"id": {"a": []}, "list": "x"}"#, None, 0, None),
        (r#"{"id": [1], "list": {"a": 1}, "text": "\ud83d"}"#, None, 0, Some(&b"\xed\xa0\xbd"[..])),
        (r#"{"id": true, "list": 1.5}"#, Some("true"), 0, None),
    ] {
        let sample: Sample<'_> = parse(json).unwrap();
        assert_eq!((sample.id.get(), sample.list.0.len(), sample.text.as_ref().map(|text| &*text.0)), (id, list, text), "{json}");
    }
    assert_eq!(parse::<u8>("{"), Err(Reason::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn sound_documents_give_every_element(items in proptest::collection::vec("[ -~é\n]{0,40}", 0..30), pretty: bool, max in 60_usize..2000) {
        let value = serde_json::json!({"a": items.iter().map(|item| serde_json::json!({"id": 1, "text": item})).collect::<Vec<_>>()});
        let json = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        let got = pieces_of(json.as_bytes(), &["a[]"], max.max(200));
        prop_assert!(!got.contains('!') || items.iter().any(|item| item.contains('!')), "{}", got);
        prop_assert_eq!(got.matches("a[]#").count() >= items.len(), true);
    }

    #[test]
    fn any_bytes_end_without_panic_and_numbers_rise(bytes in proptest::collection::vec(proptest::sample::select(&b"{}[]\",:\\ \na1"[..]), 0..200)) {
        let mut input = bytes.as_slice();
        let mut last = 0;
        let _ = walk(&mut input, &Paths::new(&["a[]", "[].a[]", "[][]"]).unwrap(), &limits(50), &mut |piece| {
            if let Piece::Record { location, .. } | Piece::Rejected(Reject { location, .. }) = piece {
                assert_eq!(location.record, last + 1);
                last = location.record;
            }
            Ok(())
        });
    }
}

#[test]
fn a_bad_first_element_costs_itself_only() {
    for json in [
        r#"[{"id":1,"t":"unclosed},{"id":2},{"id":3}]"#,
        "[\n {\n  \"id\": \"x\n },\n {\n  \"id\": 2\n },\n {\n  \"id\": 3\n }\n]",
    ] {
        let got = pieces_of(json.as_bytes(), &["[]"], 1000);
        assert_eq!((got.matches('!').count(), got.matches("[]#").count()), (1, 2), "{got}");
    }
}
