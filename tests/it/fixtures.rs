//! Every file under `tests/fixtures/<importer>/{valid,malformed,hostile}` is read by its importer and must give exactly the tally
//! in the `.expect` file beside it.
//!
//! An `.expect` file holds lines `accepted N`, `rejected N` and one `<reason> N` per reason, or `error TEXT` when the whole file
//! must be refused with a message that contains TEXT. Further lines are `person HANDLE` (this handle must be among the people
//! seen) and `interactions N` (observations that are interactions).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use acquaint::import::drive::{DriveError, Foreign, Progress, Receiver, Request, drive};
use acquaint::import::{self, ImportError, ReadOptions};
use acquaint::io::Limits;
use acquaint::model::{AsOf, Observation};
use jiff::tz::TimeZone;

fn read_options(file_name: &str) -> ReadOptions {
    let as_of = AsOf::parse("2026-10-31", &TimeZone::UTC).unwrap();
    ReadOptions {
        file_name: file_name.to_owned(),
        ..ReadOptions::new(Limits::as_of_micros(as_of.cutoff_micros()), TimeZone::UTC)
    }
}

pub(crate) fn fixtures() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut found = Vec::new();
    for importer in sorted(&root) {
        let name = importer.file_name().unwrap().to_string_lossy().into_owned();
        if import::by_name(&name).is_none() {
            continue;
        }
        for kind in sorted(&importer) {
            for file in sorted(&kind) {
                if file.extension().is_none_or(|extension| extension != "expect") {
                    found.push((name.clone(), file));
                }
            }
        }
    }
    found
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// What became of the records of one fixture.
#[derive(Default)]
struct Tally {
    accepted: u64,
    rejected: u64,
    interactions: u64,
    reasons: BTreeMap<&'static str, u64>,
    people: BTreeSet<String>,
}

impl Tally {
    fn count(&mut self, item: import::Item) {
        match item {
            Ok(record) => {
                self.accepted += 1;
                for observation in record.observations {
                    match observation {
                        Observation::Interaction(interaction) => {
                            self.interactions += 1;
                            self.people.extend(interaction.from.iter().chain(&interaction.to).map(|p| p.handle.to_string()));
                        }
                        Observation::Declaration(declaration) => {
                            self.people.extend(declaration.card.handles.iter().map(ToString::to_string));
                        }
                        Observation::Aggregate(tie) => self.people.extend([tie.low, tie.high].map(|handle| handle.to_string())),
                        Observation::LeftOut(_) => {}
                        Observation::Me(me) => self.people.extend(me.handles.iter().map(ToString::to_string)),
                    }
                }
            }
            Err(reject) => {
                self.rejected += 1;
                *self.reasons.entry(reject.reason.as_str()).or_default() += 1;
            }
        }
    }
}

impl Receiver for Tally {
    fn begin(&mut self, _: &str, _: &str) {}

    fn take(&mut self, item: import::Item) -> ControlFlow<()> {
        self.count(item);
        ControlFlow::Continue(())
    }

    fn progress(&mut self, _: Progress<'_>) {}
}

/// What reading one file gave, in the words of an `.expect` file. A folder or a zip file is found, recognised and read as a user's is.
pub(crate) fn outcome_of_file(importer: &str, file: &Path) -> (String, BTreeSet<String>) {
    let file_name = file.file_name().unwrap().to_string_lossy().into_owned();
    if !file.is_dir() && !file_name.ends_with(".zip") {
        return outcome_of_bytes(importer, &file_name, &std::fs::read(file).unwrap());
    }
    let (options, mut tally) = (read_options(&file_name), Tally::default());
    let paths = [file.to_string_lossy().into_owned()];
    let open_foreign = |_: Foreign, _: &Path| unreachable!("no fixture in a folder is decoded elsewhere");
    let request = Request { paths: &paths, format: None, options: &options, open_foreign: &open_foreign };
    let result = drive(&request, &mut tally).map(drop).map_err(|error| match error {
        DriveError::File { source, .. } => source.to_string(),
        DriveError::Archive { source, .. } => source.to_string(),
        error => error.to_string(),
    });
    told(result, tally)
}

/// The same for the bytes of one file.
pub(crate) fn outcome_of_bytes(importer: &str, file_name: &str, mut bytes: &[u8]) -> (String, BTreeSet<String>) {
    let (options, mut tally) = (read_options(file_name), Tally::default());
    let mut sink = |item: import::Item| -> Result<(), ImportError> {
        tally.count(item);
        Ok(())
    };
    let result = import::by_name(importer).unwrap().read(&mut bytes, &options, &mut sink);
    told(result.map_err(|error| error.to_string()), tally)
}

fn told(result: Result<(), String>, tally: Tally) -> (String, BTreeSet<String>) {
    let Tally { accepted, rejected, interactions, reasons, people } = tally;
    let mut text = match result {
        Err(error) => format!("error {error}\n"),
        Ok(()) => format!("accepted {accepted}\nrejected {rejected}\ninteractions {interactions}\n"),
    };
    for (reason, count) in reasons {
        let _ = writeln!(text, "{reason} {count}");
    }
    (text, people)
}

#[test]
fn every_fixture_gives_its_tally() {
    let mut failures = String::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (importer, file) in fixtures() {
        *counts.entry(importer.clone()).or_default() += 1;
        let expect_path = PathBuf::from(format!("{}.expect", file.display()));
        let expected = std::fs::read_to_string(&expect_path).unwrap_or_default();
        let (got, people) = outcome_of_file(&importer, &file);
        if expected.trim().is_empty() {
            let _ = writeln!(failures, "{}: no .expect file; got\n{got}", file.display());
        }
        for line in expected.lines().filter(|line| !line.trim().is_empty()) {
            let met = match line.split_once(' ') {
                Some(("person", handle)) => people.contains(handle.trim()),
                Some(("error", text)) => got.starts_with("error ") && got.contains(text.trim()),
                _ => got.lines().any(|have| have == line.trim()),
            };
            if !met {
                let _ = writeln!(failures, "{}: expected `{line}`, got\n{got}{people:?}", file.display());
            }
        }
        let stated: BTreeSet<&str> = expected.lines().filter_map(|line| line.split(' ').next()).collect();
        for line in got.lines() {
            let word = line.split(' ').next().unwrap_or_default();
            if word != "interactions" && !stated.contains(word) && !line.ends_with(" 0") {
                let _ = writeln!(failures, "{}: `{line}` is not in the .expect file", file.display());
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    for importer in ["table", "linkedin", "mbox", "vcard", "ics"] {
        assert!(counts.get(importer).copied().unwrap_or_default() >= 12, "{importer}: fewer than 12 fixtures");
    }
}
