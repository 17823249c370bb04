use proptest::prelude::*;

use super::Untrusted;

/// Anything, and rather often what could hurt.
fn hostile() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "<script>alert(1)</script>",
        "\" onload=x",
        "'",
        "&lt;",
        "&#0;",
        "\0",
        "\u{1b}[31m",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{feff}",
        "\r\n",
        "\t",
        "|",
        "`",
        "``",
        "*",
        "_",
        "[x](javascript:1)",
        "![",
        "#",
        "- ",
        "1. ",
        "\\",
        "https://a.example",
        "www.a.example",
        "a@b.example",
        "=1+1",
        "@SUM",
        "+1",
        "-2",
        ",",
        "\"",
        ";",
        "$x$",
        "%%",
        "==",
        "]]>",
        "<!--",
        "👩\u{200d}👧",
        "é",
        "李",
        "سلام",
        "\u{fffe}",
        "\u{85}",
        "../",
        "CON",
        " ",
    ]);
    prop::collection::vec(prop_oneof![nasty.prop_map(str::to_owned), any::<String>()], 0..6).prop_map(|parts| parts.concat())
}

/// Reads the five references back.
fn from_references(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// Reads one cell of a record back.
fn from_csv(record: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(record.as_bytes());
    let first = reader.records().next().unwrap().unwrap();
    first.iter().map(str::to_owned).collect()
}

/// Whether every character that means something is escaped or inside a code span.
fn has_live_markup(markdown: &str) -> bool {
    let mut characters = markdown.replace("<!-- -->", "").chars().collect::<Vec<_>>().into_iter();
    let mut in_code = false;
    while let Some(character) = characters.next() {
        match character {
            '`' => in_code = !in_code,
            '|' => return true,
            _ if in_code => {}
            '\\' => drop(characters.next()),
            '*' | '_' | '[' | ']' | '<' | '>' | '#' | '$' | '~' => return true,
            _ => {}
        }
    }
    in_code
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn html_and_svg_read_back_and_hold_no_markup(text in hostile()) {
        let plain = Untrusted::new(&text);
        for escaped in [plain.html(), plain.svg()] {
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
            let forbidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{fffe}' | '\u{ffff}');
            prop_assert!(!escaped.chars().any(forbidden));
            prop_assert_eq!(from_references(&escaped), plain.legible());
        }
    }

    #[test]
    fn markdown_is_one_line_without_live_markup(text in hostile()) {
        let escaped = Untrusted::new(&text).markdown();
        prop_assert!(!escaped.chars().any(char::is_control));
        prop_assert!(!has_live_markup(&escaped), "{escaped}");
        prop_assert!(!escaped.starts_with(['-', '+', '=', '#', '>']));
    }

    #[test]
    fn a_csv_cell_reads_back_as_one_cell_that_runs_nothing(text in hostile()) {
        let escaped = Untrusted::new(&text).csv();
        let cells = from_csv(&format!("a,{escaped},b\r\n"));
        prop_assert_eq!(cells.len(), 3);
        let is_number = cells[1].parse::<f64>().is_ok();
        prop_assert!(is_number || !cells[1].starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{:?}", cells[1]);
        let expected: String = text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { c } else { super::legible(c) }).collect();
        prop_assert_eq!(cells[1].strip_prefix('\'').filter(|rest| *rest == expected).unwrap_or(&cells[1]), expected);
    }

    #[test]
    fn a_terminal_gets_no_control_and_no_invisible_character(text in hostile()) {
        let shown = Untrusted::new(&text).terminal();
        prop_assert!(!shown.chars().any(|c| c.is_control() || super::is_invisible(c)));
    }

    #[test]
    fn a_file_stem_is_short_ascii_and_never_a_path(text in hostile()) {
        let stem = Untrusted::new(&text).file_name();
        prop_assert!((1..=70).contains(&stem.len()));
        prop_assert!(stem.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        prop_assert!(!stem.starts_with('-') && !stem.ends_with('-') && !stem.contains("--"));
    }
}

#[test]
fn ordinary_names_stay_readable_in_markdown() {
    for name in
        ["Ann Example", "J. R. O'Neil-Smith (Acme & Co.)", "Zoë: 50 % off!", "AT&T", "李小龍", "Dr. No, 3.5", "0.65", "2nd"]
    {
        assert_eq!(Untrusted::new(name).markdown(), name);
    }
}

#[test]
fn a_link_in_markdown_becomes_code_or_is_parted() {
    assert_eq!(Untrusted::new("ann@example.org").markdown(), "`ann@example.org`");
    assert_eq!(Untrusted::new("see https://a.example/x").markdown(), "see `https://a.example/x`");
    assert_eq!(Untrusted::new("Ann (ann@example.org), write.").markdown(), "Ann (`ann@example.org`), write.");
    assert_eq!(Untrusted::new("to ann@example.org.").markdown(), "to `ann@example.org`.");
    assert_eq!(Untrusted::new("a|b@c.example").markdown(), "a\\|b@<!-- -->c.example");
    assert_eq!(Untrusted::new("|http://x").markdown(), "\\|http\\://x");
    assert_eq!(Untrusted::new("1. first\n# second").markdown(), "1\\. first \\# second");
}

#[test]
fn numbers_and_only_numbers_pass_the_formula_guard() {
    for number in ["-12.5", "+3", "-1e5", "12"] {
        assert_eq!(Untrusted::new(number).csv(), number);
    }
    for (formula, guarded) in [
        ("-2+3", "'-2+3"),
        ("+49 151", "'+49 151"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "\"'\tx\""),
        (" =1", "' =1"),
        ("-inf", "'-inf"),
    ] {
        assert_eq!(Untrusted::new(formula).csv(), guarded);
    }
}
