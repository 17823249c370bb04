//! `forget`: no byte of a person is left, others stay, and a re-import does not bring the person back.

use std::process::Stdio;
use std::time::Duration;

use crate::program::{Program, contents};

const NAME: &str = "Quentin Xavierson";
const MAIL: &str = "quentin.xavierson@example.org";

fn world() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let mail = |number: usize, from: &str, to: &str| {
        format!(
            "From x Mon Oct 05 10:00:00 2026\nFrom: {from}\nTo: {to}\nSubject: x\nDate: Mon, 05 Oct 2026 10:00:{number:02} +0000\n\
             Message-ID: <{number}@example.org>\n\nx\n\n"
        )
    };
    let (quentin, me, ann) = (format!("{NAME} <{MAIL}>"), "Me <me@example.org>", "Ann Example <ann@example.org>");
    let mails = [
        mail(1, &quentin, me),
        mail(2, me, &quentin),
        mail(3, me, &format!("{quentin}, {ann}")),
        mail(4, &quentin, &format!("{me}, {ann}")),
        mail(5, ann, me),
        mail(6, "Quentin Xavierson via Lists <lists@example.net>", me),
    ];
    program.file("in/WhatsApp Chat with Quentin Xavierson.mbox", mails.concat());
    program.file(
        "in/cards.vcf",
        format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{NAME}\r\nEMAIL:{MAIL}\r\nTEL:+15550177\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Example\r\nEMAIL:ann@example.org\r\nORG:{NAME} Consulting\r\nEND:VCARD\r\n"
        ),
    );
    program.file(
        "in/legs.csv",
        format!(
            "source,target,time,event,venue,source_name\nmailto:{MAIL},mailto:me@example.org,2026-09-01,e1,Party of {NAME},{NAME}\n\
             mailto:ann@example.org,mailto:me@example.org,2026-09-02,e2,Visit to {NAME},\n"
        ),
    );
    program.ok(&["import", "in", "--owner", "me@example.org"]);
    // The same records once more, so that they are witnessed too.
    program.file(
        "again.csv",
        [std::fs::read(program.path("in/legs.csv")).unwrap(), b"bob,cleo,2026-01-01,e3,,\n".to_vec()].concat(),
    );
    program.ok(&["import", "again.csv"]);
    program.ok(&["tag", MAIL, "mentor"]);
    program.ok(&["different", MAIL, "ann@example.org"]);
    program
}

/// Everything that could be left of the person in a file: plain, UTF-16, in base64 at each of the three offsets.
fn traces(bytes: &[u8]) -> Vec<String> {
    let low = bytes.to_ascii_lowercase();
    let mut found = Vec::new();
    for text in [NAME, "xavierson", MAIL, "15550177"] {
        let plain = text.to_lowercase().into_bytes();
        let wide = |low_first: bool| -> Vec<u8> {
            plain.iter().flat_map(|byte| if low_first { [*byte, 0] } else { [0, *byte] }).collect()
        };
        let mut forms = vec![("plain", plain.clone()), ("UTF-16LE", wide(true)), ("UTF-16BE", wide(false))];
        forms.extend((0..3).map(|offset| ("base64", base64(text.as_bytes(), offset))));
        for (form, needle) in forms {
            let hay = if form == "base64" { bytes } else { &low };
            if hay.windows(needle.len()).any(|window| window == needle) {
                found.push(format!("{text} in {form}"));
            }
        }
    }
    found
}

/// The characters that stand for a text within longer base64, whatever surrounds it, when it begins at an offset of three.
fn base64(text: &[u8], offset: usize) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let whole = &text[(3 - offset) % 3..];
    let whole = &whole[..whole.len() / 3 * 3];
    let digit = |bits: u32| DIGITS[bits as usize & 63];
    let group = |part: &[u8]| {
        let bits = part.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)]
    };
    whole.chunks(3).flat_map(group).collect()
}

/// Every file of the workspace, and every segment decoded as well.
fn all_traces(program: &Program) -> Vec<String> {
    let mut found = Vec::new();
    for (name, (_, bytes)) in contents(&program.workspace()) {
        let Some(bytes) = bytes else { continue };
        found.extend(traces(&bytes).into_iter().map(|trace| format!("{name}: {trace}")));
        if name.ends_with(".parquet") {
            let decoded = program.ok(&["parquet-as-csv", &format!("ws/{name}")]).bytes;
            found.extend(traces(&decoded).into_iter().map(|trace| format!("{name} decoded: {trace}")));
        }
    }
    found
}

#[test]
fn no_byte_of_a_forgotten_person_is_left_and_a_re_import_does_not_bring_them_back() {
    let program = world();
    assert!(all_traces(&program).len() > 5, "the test finds nothing: {:?}", all_traces(&program));
    program.fails(&["forget", MAIL], 2, &["cannot be undone", "--yes"]);
    program.fails(&["forget", MAIL, "--undo"], 2, &["cannot be brought back"]);
    program.fails(&["forget", "me@example.org", "--yes"], 2, &["cannot be forgotten"]);
    program.ok(&["forget", NAME, "--yes"]);
    assert_eq!(all_traces(&program), Vec::<String>::new());
    program.fails(&["person", MAIL], 1, &["nobody is known"]);
    let ties = program.every_tie();
    assert!(ties.contains("ann@example.org") && ties.contains("id:bob"), "others stay: {ties}");
    let printed = program.json(&["import", "in", "again.csv"]);
    assert_eq!(printed["totals"]["accepted"], 0, "{printed}");
    let reasons = printed["sources"].to_string();
    assert!(reasons.contains("\"forgotten\""), "{reasons}");
    assert_eq!(all_traces(&program), Vec::<String>::new());
    assert!(program.every_tie() == ties, "a re-import changed the ties");
    let verify = program.json(&["verify"]);
    assert_eq!(verify["findings"].as_array().map(Vec::len), Some(0), "{verify}");
    let counted = program.json(&["forget", "--list"]);
    assert_eq!((counted["people"].as_u64(), counted["handles"].as_u64()), (Some(1), Some(2)), "{counted}");
    program.ok(&["imports", "undo", "2"]);
    assert_eq!(all_traces(&program), Vec::<String>::new());
}

#[test]
fn a_forget_killed_at_any_moment_leaves_the_person_whole_or_gone() {
    for kill in 0..8 {
        let program = world();
        let mut child = program.command(&["forget", NAME, "--yes"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(4 * kill));
        let _ = child.kill();
        child.wait().unwrap();
        let sound = program.run(&["verify"]);
        assert_eq!(sound.code, Some(0), "kill {kill}: {}{}", sound.stdout, sound.stderr);
        let is_known = program.run(&["person", MAIL]).code == Some(0);
        assert_eq!(all_traces(&program).is_empty(), !is_known, "kill {kill}: neither whole nor gone: {:?}", all_traces(&program));
        program.run(&["forget", NAME, "--yes"]);
        assert_eq!(all_traces(&program), Vec::<String>::new(), "kill {kill}");
    }
}

#[test]
fn an_interrupted_import_leaves_the_workspace_as_it_was_and_says_so() {
    let program = Program::new();
    program.file("first.csv", crate::program::legs(300, 20, 1));
    program.ok(&["import", "first.csv"]);
    program.file("large.csv", crate::program::legs(400_000, 3_000, 2));
    let before = files_of(&program);
    let mut interrupted = 0;
    for signal in ["INT", "TERM", "INT"] {
        let child = program.command(&["import", "large.csv"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(250));
        let sent = std::process::Command::new("/bin/kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the import was over before it could be interrupted");
        let output = child.wait_with_output().unwrap();
        let said = crate::program::in_one_line(&String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(130), "{said}");
        assert!(said.contains("nothing was imported") && said.contains("hint: "), "{said}");
        interrupted += 1;
        assert!(files_of(&program) == before, "{signal}: something changed or is left over");
    }
    assert_eq!(interrupted, 3);
}

fn files_of(program: &Program) -> Vec<(String, (u32, Option<Vec<u8>>))> {
    contents(&program.workspace()).into_iter().filter(|(_, file)| file.1.is_some()).collect()
}

/// Nineteen others in each message: most of the import is the writing, and it is what gets interrupted.
#[test]
fn a_large_group_chat_interrupted_while_it_is_written_leaves_the_workspace_as_it_was() {
    let program = Program::new().with(&["--tz", "UTC"]);
    program.file("first.csv", crate::program::legs(300, 20, 1));
    program.ok(&["import", "first.csv"]);
    let line = |number: usize| {
        let (day, hour, minute) = (number / 1440 % 28 + 1, number / 60 % 24, number % 60);
        let (month, year) = (number / 40_320 % 12 + 1, 2021 + number / 483_840);
        format!("[{day:02}.{month:02}.{year}, {hour:02}:{minute:02}:00] Member {}: text {number}\n", number * 7 % 20)
    };
    program.file("WhatsApp Chat with Many.txt", (0..60_000).map(line).collect::<String>());
    let before = files_of(&program);
    let arguments = ["import", "WhatsApp Chat with Many.txt"];
    let child = program.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let segments = program.workspace().join("interactions");
    let count = || std::fs::read_dir(&segments).unwrap().count();
    let known = count();
    for _ in 0..60_000 {
        if count() > known {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(count() > known, "nothing is written");
    let sent = std::process::Command::new("/bin/kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "the import was over before it could be interrupted");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(files_of(&program) == before, "something changed or is left over");
    let summary = program.json(&arguments);
    // The first message, and the first after the days that end the month, reach nobody.
    assert_eq!(summary["sources"][0]["accepted"], 59_998, "{summary}");
}
