//! What is printed for reading fits the terminal, whatever its width and whatever people are called.

use unicode_width::UnicodeWidthStr;

use crate::program::{Program, Run, finish};

const HANNA: &str = "hanna.lindqvist@fjordgrid.example";
const WIDTHS: [usize; 5] = [40, 60, 80, 100, 160];

/// Everything that is printed for reading, for a world with this person in it and this other one to be introduced to.
fn reading(person: &'static str, target: &'static str) -> Vec<Vec<&'static str>> {
    let commands: [&[&str]; 24] = [
        &["ties"],
        &["ties", "--all", "--limit", "40"],
        &["ties", "--band", "declared", "--limit", "10"],
        &["ties", "--person", person],
        &["people"],
        &["person", person],
        &["person", person, "-v"],
        &["explain", person],
        &["explain", person, "--since", "2026-09-01"],
        &["fading"],
        &["fading", "--bridges"],
        &["dormant"],
        &["weak-ties"],
        &["venues"],
        &["path", target, "--k", "3"],
        &["introduce"],
        &["network"],
        &["network", "--people"],
        &["network", "--bridges"],
        &["plan"],
        &["evaluate", "--dry-run"],
        &["verify"],
        &["config"],
        &["import", "--list"],
    ];
    commands.into_iter().map(<[&str]>::to_vec).collect()
}

/// A command in a terminal of this width, with these variables.
fn at(program: &Program, columns: usize, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = program.command(arguments);
    command.env("COLUMNS", columns.to_string()).envs(variables.iter().copied());
    finish(&mut command)
}

fn fits(run: &Run, columns: usize, arguments: &[&str]) {
    for line in run.stdout.lines().chain(run.stderr.lines()) {
        assert!(line.width() <= columns, "{arguments:?} in {columns} columns, {} wide: {line:?}", line.width());
        assert_eq!(line, line.trim_end(), "{arguments:?}: blanks at the end of a line");
    }
}

#[test]
fn nothing_runs_over_the_edge_in_any_width() {
    let program = Program::sample();
    for arguments in reading(HANNA, "Beatriz Salgado") {
        for columns in WIDTHS {
            let run = at(&program, columns, &arguments, &[]);
            assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
            fits(&run, columns, &arguments);
        }
    }
    for arguments in [&["person", "Hanna"][..], &["ties", "--band", "loud"], &["path", "Nobody Known"]] {
        let run = at(&program, 40, arguments, &[]);
        assert!(run.code != Some(0) && run.stderr.starts_with("error: "), "{}", run.stderr);
        fits(&run, 40, arguments);
    }
}

/// Names as nobody would wish them: each with a tie both ways, in one thread with the others.
fn hostile_names() -> Vec<String> {
    let mut names: Vec<String> = [
        "Ann \u{1b}[31mRed\u{1b}[0m \u{1b}]0;title\u{7}",
        "\u{202e}drowssap\u{202c} \u{2066}x\u{2069}",
        "👩\u{200d}👩\u{200d}👧\u{200d}👦 Family 👍🏽 🇩🇪 ❤\u{fe0f}",
        "عبد الرحمن الأسود لا إله",
        "歐陽修齊治國平天下一二三四五六七八九十一二三四五六七八九十",
        "กำธร ไม้หอมนิ่มนวลชวนฝันหวานตลอดกาล",
        "e\u{301}\u{302}\u{303}\u{304}\u{305} Zalgo\u{336}",
        "Tab\tand\u{2028}line\u{0}nul",
        "ﷺ ᄀᄀᄀ각ᆨᆨ ﬃ Ａｎｎ",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("W".repeat(10_000));
    names.push("長".repeat(10_000));
    names.push("Ann Twin".to_owned());
    names.push("Ann Twin".to_owned());
    names
}

fn hostile_world() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let row = |fields: &[&str]| serde_json::to_string(fields).unwrap();
    let (mut table, mut people) = (String::new(), String::new());
    for (place, name) in hostile_names().iter().enumerate() {
        let key = format!("p{place:02}");
        people.push_str(
            &serde_json::json!({ "handle": format!("id:{key}"), "name": name, "company": name, "title": name }).to_string(),
        );
        people.push('\n');
        for day in 0..=place % 9 {
            for (source, target) in [("me", key.as_str()), (key.as_str(), "me")] {
                let time = format!("2026-{:02}-{:02}", 4 + day / 2, 3 + place + day);
                let leg =
                    serde_json::json!({ "source": source, "target": target, "time": time, "venue": name, "channel": "email" });
                table.push_str(&format!("{leg}\n"));
            }
        }
    }
    // Somebody whom only the others know, so that there are paths.
    for place in 0..hostile_names().len() {
        let leg = serde_json::json!({ "source": format!("p{place:02}"), "target": "far", "time": "2026-10-20", "channel": row(&["mail"]) });
        table.push_str(&format!("{leg}\n"));
    }
    program.file("calls.jsonl", table);
    program.file("people.jsonl", people);
    program.ok(&["import", "calls.jsonl", "--from", "table", "--owner", "id:me"]);
    program.ok(&["import", "people.jsonl", "--from", "people-table"]);
    program
}

#[test]
fn hostile_names_leave_the_layout_intact() {
    let program = hostile_world();
    for arguments in reading("id:p08", "id:far") {
        for columns in WIDTHS {
            let run = at(&program, columns, &arguments, &[]);
            if arguments[0] != "evaluate" && arguments[0] != "explain" {
                assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
            }
            fits(&run, columns, &arguments);
            let printed = format!("{}{}", run.stdout, run.stderr);
            let control = printed.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(control, None, "{arguments:?}: a control character is printed");
            assert!(!printed.contains(['\u{202e}', '\u{2066}', '\u{200d}', '\u{fe0f}']), "{arguments:?}");
        }
    }
    let shown = at(&program, 80, &["ties"], &[]).stdout;
    assert!(shown.contains("(p11)") && shown.contains("(p12)"), "the twins cannot be told apart:\n{shown}");
    assert_eq!(shown.lines().filter(|line| line.contains("WWWW")).count(), 2, "ten thousand letters take two lines");
}

/// Where the columns of a table stand: under their headings, in every row.
#[test]
fn columns_stand_under_their_headings() {
    let shown = at(&Program::sample(), 120, &["ties"], &[]).stdout;
    let columns = |line: &str, part: &str| line.find(part).map(|at| line[..at].width());
    let (head, rows) = shown.split_once('\n').unwrap();
    let fades = columns(head, "fades on").unwrap();
    let mut seen = 0;
    for line in rows.lines().filter(|line| line.contains(" strong ")) {
        let days: Vec<usize> = line.match_indices("202").map(|(at, _)| line[..at].width()).collect();
        assert!(days.contains(&fades), "{days:?} {fades}: {line}");
        assert_eq!(columns(line, "strong"), columns(head, "band"), "{line}");
        seen += 1;
    }
    assert!(seen > 10, "{shown}");
}

#[test]
fn the_least_important_columns_go_first_and_a_note_says_so() {
    let program = Program::sample();
    let shown = |columns: usize, more: &[&str]| at(&program, columns, &[&["ties", "--limit", "5"], more].concat(), &[]);
    let full = shown(120, &[]);
    assert!(["recip.", "days", "fades on", "last", "odds", "band"].iter().all(|head| full.stdout.contains(head)), "{full:?}");
    assert!(!full.stderr.contains("left out"), "{full:?}");
    let narrow = shown(40, &[]);
    assert!(narrow.stderr.contains("left out for width:") && narrow.stderr.contains("recip."), "{narrow:?}");
    assert!(
        ["name", "strength"].iter().all(|head| narrow.stdout.contains(head)) && !narrow.stdout.contains("recip."),
        "{narrow:?}"
    );
    assert!(!shown(40, &["-q"]).stderr.contains("left out"));
    let csv = |columns: usize| shown(columns, &["-f", "csv"]).stdout;
    assert_eq!(csv(40), csv(160), "what programs read does not depend on the width");
    let json = |columns: usize| shown(columns, &["-f", "json"]).stdout;
    assert_eq!(json(40), json(160));
}

#[test]
fn colour_only_helps_and_is_switched_as_everywhere() {
    let program = Program::sample();
    let colored = |run: &Run| run.stdout.contains('\u{1b}');
    for arguments in reading(HANNA, "Beatriz Salgado") {
        let plain = at(&program, 80, &arguments, &[]);
        assert!(!colored(&plain), "{arguments:?}: colour without a terminal");
        let always = at(&program, 80, &[&arguments[..], &["--color", "always"]].concat(), &[("NO_COLOR", "1")]);
        assert_eq!(without_colour(&always.stdout), plain.stdout, "{arguments:?}: colour changes the text");
    }
    let switched = |variables: &[(&str, &str)], more: &[&str]| colored(&at(&program, 80, &[&["ties"], more].concat(), variables));
    assert!(switched(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!switched(&[("CLICOLOR_FORCE", "0")], &[]));
    assert!(!switched(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!switched(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(!switched(&[("CLICOLOR_FORCE", "1")], &["-f", "csv"]) && !switched(&[("CLICOLOR_FORCE", "1")], &["-f", "json"]));
}

fn without_colour(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn bars_are_plain_where_blocks_cannot_be_drawn() {
    let program = Program::sample();
    let ties = |variables: &[(&str, &str)]| at(&program, 80, &["ties", "--limit", "3"], variables).stdout;
    assert!(ties(&[]).contains('█') && ties(&[("LANG", "de_DE.UTF-8")]).contains('█'));
    for variables in [&[("LC_ALL", "C")][..], &[("LANG", "de_DE.ISO-8859-1")], &[("LANG", "en_US.UTF-8"), ("TERM", "linux")]] {
        let shown = ties(variables);
        assert!(shown.contains("######") && !shown.contains('█'), "{variables:?}: {shown}");
        assert_eq!(shown.lines().next(), ties(&[]).lines().next(), "the rest stands where it stood");
    }
}

#[test]
fn a_persons_records_name_the_file_and_the_whole_path_when_asked() {
    let program = Program::sample();
    let short = at(&program, 160, &["person", HANNA], &[]).stdout;
    let whole = at(&program, 160, &["person", HANNA, "-v"], &[]).stdout;
    let file = "[1] All mail Including Spam and Trash.mbox";
    assert!(short.contains(file) && !short.contains("/mail/"), "{short}");
    assert!(!whole.contains(file) && whole.contains("/mail/All mail Including Spam and Trash.mbox"), "{whole}");
}

#[test]
fn what_is_read_at_eighty_columns() {
    let program = Program::sample();
    for (name, arguments) in [
        ("ties-80", &["ties", "--limit", "8"][..]),
        ("fading-80", &["fading", "--limit", "5"]),
        ("dormant-80", &["dormant"]),
        ("weak-ties-80", &["weak-ties"]),
        ("venues-80", &["venues"]),
        ("introduce-80", &["introduce", "--limit", "8"]),
        ("people-80", &["people", "--limit", "8"]),
        ("network-80", &["network"]),
        ("network-people-80", &["network", "--people"]),
        ("plan-80", &["plan"]),
        ("path-80", &["path", "Beatriz Salgado", "--k", "2"]),
        ("explain-80", &["explain", HANNA]),
        ("person-80", &["person", HANNA]),
        ("evaluate-80", &["evaluate", "--dry-run"]),
    ] {
        let run = at(&program, 80, arguments, &[]);
        let lines: Vec<&str> = run.stdout.lines().take(60).collect();
        insta::assert_snapshot!(name, format!("{}\n\nstderr:\n{}", lines.join("\n"), run.stderr));
    }
}
