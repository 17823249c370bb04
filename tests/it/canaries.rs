//! What is private is planted wherever a format has a place for it, and then searched for in every byte the program writes.

use std::path::{Path, PathBuf};

use crate::program::{OWNER, Program, contents};

/// A word that is in no fixture, planted as the text of bodies, subjects, notes and descriptions.
const CANARY: &str = "zQxcanaryWvy";

/// Fields of text formats that hold what somebody said, at the beginning of a line.
const FIELDS: [&str; 10] = [
    "Subject:",
    "NOTE:",
    "DESCRIPTION:",
    "SUMMARY:",
    "COMMENT:",
    "X-ALT-DESC:",
    "Comments:",
    "Keywords:",
    "LOCATION:",
    "Thread-Topic:",
];
/// Columns and keys that do.
const COLUMNS: [&str; 9] = ["content", "subject", "message", "text", "notes", "note", "body", "description", "summary"];

/// The file with the word in every place that is private in some format; where none is found, the file as it is.
fn planted(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    match path.extension().unwrap_or_default().to_str().unwrap() {
        "csv" | "tsv" => in_columns(&text, if text.lines().next().unwrap_or_default().contains('\t') { b'\t' } else { b',' }),
        "json" => serde_json::from_str::<serde_json::Value>(&text).map_or(bytes, |mut value| {
            in_json(&mut value);
            serde_json::to_vec(&value).unwrap()
        }),
        "mbox" | "eml" => in_mail(&text),
        _ => in_lines(&text),
    }
}

fn in_lines(text: &str) -> Vec<u8> {
    let line = |line: &str| {
        let field = FIELDS.iter().find(|field| line.get(..field.len()).is_some_and(|head| head.eq_ignore_ascii_case(field)));
        field.map_or_else(|| line.to_owned(), |field| format!("{field}{CANARY} {}", &line[field.len()..]))
    };
    text.split_inclusive('\n').map(line).collect::<String>().into_bytes()
}

/// In the header as elsewhere, and as the first line of each body.
fn in_mail(text: &str) -> Vec<u8> {
    let (mut out, mut in_body) = (String::new(), false);
    for line in String::from_utf8(in_lines(text)).unwrap().split_inclusive('\n') {
        out.push_str(line);
        let blank = line.trim_end().is_empty();
        if blank && !in_body {
            out.push_str(&format!("{CANARY} in the body\n"));
        }
        in_body = (in_body || blank) && !line.starts_with("From ");
    }
    out.into_bytes()
}

fn in_columns(text: &str, delimiter: u8) -> Vec<u8> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    let mut private: Vec<usize> = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else { return text.as_bytes().to_vec() };
        let found: Vec<usize> =
            (0..record.len()).filter(|at| COLUMNS.contains(&record[*at].trim().to_lowercase().as_str())).collect();
        if private.is_empty() && !found.is_empty() {
            private = found;
            writer.write_record(&record).unwrap();
            continue;
        }
        let cells = record.iter().enumerate();
        writer
            .write_record(
                cells.map(|(at, cell)| if private.contains(&at) { format!("{CANARY} {cell}") } else { cell.to_owned() }),
            )
            .unwrap();
    }
    writer.into_inner().unwrap()
}

fn in_json(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(items) => items.iter_mut().for_each(in_json),
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    serde_json::Value::String(text) if COLUMNS.contains(&key.to_lowercase().as_str()) => {
                        *text = format!("{CANARY} {text}");
                    }
                    other => in_json(other),
                }
            }
        }
        _ => {}
    }
}

/// The word as it would look in other encodings: each base64 has three, by where the word begins.
fn spellings() -> Vec<Vec<u8>> {
    let word = CANARY.as_bytes();
    let wide = |bytes: fn(u16) -> [u8; 2]| CANARY.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let hex: String = word.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut spellings = vec![
        word.to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        hex.clone().into_bytes(),
        hex.to_uppercase().into_bytes(),
    ];
    spellings.extend([word.to_ascii_lowercase(), word.to_ascii_uppercase(), word.iter().rev().copied().collect()]);
    for before in 0..3 {
        let mut bits = vec![b'-'; before];
        bits.extend(word);
        // Only whole groups that hold nothing but the word are the same wherever it stands.
        let text = base64(&bits);
        let (start, end) = ((before * 8).div_ceil(6), (bits.len() * 8) / 6);
        spellings.push(text[start..end].to_vec());
    }
    spellings
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<bool> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).collect();
    bits.chunks(6)
        .map(|six| LETTERS[(0..6).fold(0, |sum, at| sum * 2 + usize::from(six.get(at).copied().unwrap_or(false)))])
        .collect()
}

fn files(root: &Path) -> Vec<PathBuf> {
    let found = contents(root).into_iter().filter(|(_, (_, bytes))| bytes.is_some());
    found.map(|(name, _)| root.join(name)).filter(|path| path.extension().is_none_or(|ending| ending != "expect")).collect()
}

/// Searches through every file of the workspace (segments decoded, too), of a report, and through all that is printed.
pub(crate) fn searches(_: usize) -> usize {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "Europe/Berlin"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut planted_files = 0;
    let mut plant = |from: &Path, to: &str| {
        let bytes = planted(from);
        planted_files += usize::from(bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes()));
        program.file(&format!("in/{to}"), bytes);
    };
    for path in files(&root.join("data/sample")) {
        plant(&path, &format!("sample/{}", path.strip_prefix(root.join("data/sample")).unwrap().display()));
    }
    let fixtures = root.join("tests/fixtures");
    for (number, path) in
        files(&fixtures).into_iter().filter(|path| path.components().any(|part| part.as_os_str() == "valid")).enumerate()
    {
        plant(&path, &format!("{number}/{}", path.file_name().unwrap().to_str().unwrap()));
    }
    assert!(planted_files >= 20, "only {planted_files} files have a place for it");
    let printed = program.run(&["import", "in", "--owner", OWNER, "-v"]);
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    program.ok(&["report", "--out", "report"]);
    program.ok(&["export", "parquet", "-o", "report/ties.parquet", "--people", "report/people.parquet"]);
    let mut seen: Vec<(String, Vec<u8>)> =
        vec![("the summary".to_owned(), [printed.bytes, printed.stderr.into_bytes()].concat())];
    for folder in ["ws", "report", "home", "tmp"] {
        for path in files(&program.path(folder)) {
            let name = path.strip_prefix(program.path("")).unwrap().to_str().unwrap().to_owned();
            if name.ends_with(".parquet") {
                seen.push((format!("{name} decoded"), program.ok(&["parquet-as-csv", &name]).bytes));
            }
            seen.push((name, std::fs::read(&path).unwrap()));
        }
    }
    for question in crate::causality::QUESTIONS.iter().filter(|question| question[0] != "report") {
        let run = program.run(question);
        seen.push((question.join(" "), [run.bytes, run.stderr.into_bytes()].concat()));
    }
    let person = program.run(&["person", "hanna.lindqvist@fjordgrid.example", "-v"]);
    seen.push(("person".to_owned(), person.bytes));
    assert!(seen.iter().any(|(_, bytes)| bytes.windows(9).any(|part| part == b"lindqvist")), "the search finds nothing at all");
    let spellings = spellings();
    let mut searches = 0;
    for (name, bytes) in &seen {
        for spelling in &spellings {
            let found = memchr::memmem::find(bytes, spelling);
            assert!(found.is_none(), "{name} holds what was private, as {}", String::from_utf8_lossy(spelling));
            searches += 1;
        }
    }
    searches * planted_files
}
