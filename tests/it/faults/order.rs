//! The same exports again, in other orders, in overlapping parts, packed: one state.

use std::io::Write;
use std::path::{Path, PathBuf};

use acquaint::synth::Random;

use super::state;
use crate::program::{OWNER, Program, contents, copy_folder, csv_rows, sample_world};

/// Ways of importing something twice, by turns: the valid fixtures of an importer, files in overlapping parts, the sample world.
pub(crate) fn sequences(count: usize) -> usize {
    let mut random = Random::stream(19, "order");
    let importers = importers();
    let parts = parted();
    for sequence in 0..count {
        match sequence % 12 {
            0 => sample_shuffled(&mut random),
            odd if odd % 2 == 1 => parts[sequence / 2 % parts.len()].in_overlapping_parts(&mut random),
            _ => fixtures_shuffled(importers[sequence / 2 % importers.len()], &mut random),
        }
    }
    count
}

fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for last in (1..items.len()).rev() {
        items.swap(last, random.below(last + 1));
    }
}

/// The importers with valid fixtures.
fn importers() -> Vec<&'static str> {
    let importers = acquaint::import::registry().iter().map(|importer| importer.name());
    importers.filter(|name| !valid(name).is_empty()).collect()
}

fn valid(importer: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(importer).join("valid");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "expect"));
    paths.sort();
    paths
}

fn fixtures_shuffled(importer: &str, random: &mut Random) {
    let options = ["--as-of", "2026-10-31", "--tz", "UTC"];
    let (once, often) = (Program::new().with(&options), Program::new().with(&options));
    // Each in a folder of its own: what lies beside it may tell of it, and would not lie beside it in another order.
    let mut names = Vec::new();
    for (number, path) in valid(importer).iter().enumerate() {
        let folder = format!("{number:02}");
        for program in [&once, &often] {
            let to = program.path(&folder);
            std::fs::create_dir(&to).unwrap();
            let file = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy_folder(path, &file);
            } else {
                std::fs::copy(path, file).unwrap();
            }
        }
        names.push(format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap()));
    }
    let import = |program: &Program, names: &[String]| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        program.json(&[&["import", "--owner", "ann@example.org"], &names[..]].concat())
    };
    // Some fixtures are known only by what the user says of them, and are left to other tests.
    names.retain(|name| Program::new_from(&once, name).run(&["import", "--dry-run", name]).code == Some(0));
    if names.is_empty() {
        return;
    }
    // Some have the record of another one under other headers, a newsletter as a letter: of two that contradict each other one is taken.
    let first = import(&Program::new_with(&once), &names);
    let repeats = first["sources"].as_array().unwrap().iter().filter(|source| source["duplicate"] != 0);
    let repeats: Vec<&str> = repeats.map(|source| source["path"].as_str().unwrap()).collect();
    names.retain(|name| !repeats.iter().any(|path| path.starts_with(name.as_str())));
    if names.is_empty() {
        return;
    }
    import(&once, &names);
    let expected = nameless(&once);
    shuffle(&mut names, random);
    while !names.is_empty() {
        let some = names.split_off(names.len() - 1 - random.below(names.len()));
        import(&often, &some);
        let again = import(&often, &some);
        assert_eq!(again["totals"]["accepted"], 0, "{importer}: {some:?} again brings something: {again}");
    }
    let found = nameless(&often);
    let other = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    assert!(found == expected, "{importer}: another order gives another state: {other:?}");
}

/// Every tie without names: fixtures have the same record under different names, and the name of a record known already is not taken.
fn nameless(program: &Program) -> String {
    let rows = csv_rows(&program.run(&["ties", "--all", "-f", "csv"]).stdout).into_iter().map(|mut row| {
        row.retain(|column, _| !column.ends_with("_name"));
        format!("{row:?}\n")
    });
    let (rows, sound) = (rows.collect::<String>(), state(program).contains("Some("));
    format!("{rows}{sound}")
}

fn sample_shuffled(random: &mut Random) {
    let sample = &sample_world().0;
    let mut files: Vec<PathBuf> = Vec::new();
    for (name, entry) in contents(&sample.path("sample")) {
        if entry.1.is_some() && name != "README.md" {
            files.push(Path::new("sample").join(name));
        }
    }
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "Europe/Berlin"]);
    copy_folder(&sample.path("sample"), &program.path("sample"));
    shuffle(&mut files, random);
    for part in files.chunks(1 + random.below(8)) {
        let names: Vec<&str> = part.iter().map(|path| path.to_str().unwrap()).collect();
        program.ok(&[&["import", "--owner", OWNER], &names[..]].concat());
    }
    assert!(program.every_tie() == sample.every_tie(), "another order of the files gave other ties: {files:?}");
}

/// A file of the sample world taken apart at its records.
struct Parted {
    name: String,
    head: String,
    records: Vec<String>,
    tail: String,
    whole: Vec<u8>,
}

fn parted() -> Vec<Parted> {
    let sample = sample_world().0.path("sample");
    let mut found = Vec::new();
    for (name, (_, bytes)) in contents(&sample) {
        let Some(bytes) = bytes else { continue };
        let Ok(text) = String::from_utf8(bytes.clone()) else { continue };
        let ending = Path::new(&name).extension().unwrap_or_default().to_string_lossy().into_owned();
        let (begin, head, tail) = match ending.as_str() {
            "mbox" => ("From ", String::new(), String::new()),
            "vcf" => ("BEGIN:VCARD", String::new(), String::new()),
            "ics" => ("BEGIN:VEVENT", String::new(), "END:VCALENDAR\r\n".to_owned()),
            // Cells that span lines would be cut.
            "csv" if !text.contains('"') => ("", String::new(), String::new()),
            _ => continue,
        };
        let text = text.strip_suffix(&tail).unwrap_or(&text);
        let mut parts: Vec<String> = Vec::new();
        for line in text.split_inclusive('\n') {
            if parts.is_empty() || line.starts_with(begin) {
                parts.push(String::new());
            }
            parts.last_mut().unwrap().push_str(line);
        }
        let has_head = matches!(ending.as_str(), "ics" | "csv");
        let head = if has_head { parts.remove(0) } else { head };
        if parts.len() >= 6 {
            found.push(Parted { name, head, records: parts, tail, whole: bytes });
        }
    }
    assert!(found.len() >= 4, "only {} files of the sample have records", found.len());
    found
}

impl Parted {
    fn of(&self, records: &[String]) -> String {
        format!("{}{}{}", self.head, records.concat(), self.tail)
    }

    fn in_overlapping_parts(&self, random: &mut Random) {
        let options = ["--as-of", "2026-10-31", "--tz", "Europe/Berlin"];
        let (once, often) = (Program::new().with(&options), Program::new().with(&options));
        let name = Path::new(&self.name).file_name().unwrap().to_str().unwrap();
        once.file(name, &self.whole);
        once.ok(&["import", name, "--owner", OWNER]);
        let count = self.records.len();
        let (begin, end) = (random.below(count / 2), count / 2 + random.below(count / 2));
        let mut parts = [&self.records[..end], &self.records[begin..], &self.records[begin..end]];
        shuffle(&mut parts, random);
        for (number, part) in parts.iter().enumerate() {
            let text = self.of(part);
            let packed = number == 1;
            let path = format!("{number}/{name}{}", if packed { ".gz" } else { "" });
            if packed {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(text.as_bytes()).unwrap();
                often.file(&path, encoder.finish().unwrap());
            } else {
                often.file(&path, text);
            }
            often.ok(&["import", &path, "--owner", OWNER]);
        }
        assert!(state(&often) == state(&once), "{name} in overlapping parts of {count} records gives another state");
    }
}
