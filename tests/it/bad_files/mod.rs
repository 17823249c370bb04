//! Bad files by the hundred, made in code where a file would be bulky or say less: each with what must become of its records.
//!
//! What is expected is one line: how many records are accepted, then `reason=count` for each reason, then, where it matters, `interactions=N`
//! or `person=HANDLE`. Or `error TEXT`, when the file must be refused whole with a message that contains the text. Most files end with a
//! sound record, to show that reading goes on behind the bad one.

mod ics;
mod linkedin;
mod mail;
mod table;
mod vcard;
mod zip;

use std::collections::{BTreeMap, BTreeSet};

use crate::fixtures::{outcome_of_bytes, outcome_of_file};

/// A file, what is wrong with it, and what must become of it.
struct Bad {
    importer: &'static str,
    file_name: &'static str,
    name: String,
    bytes: Vec<u8>,
    expected: &'static str,
}

impl Bad {
    fn new(
        importer: &'static str,
        file_name: &'static str,
        name: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        expected: &'static str,
    ) -> Self {
        Self { importer, file_name, name: name.into(), bytes: bytes.into(), expected }
    }

    /// What is wrong with the outcome; nothing when all is as expected.
    fn problem(&self) -> Option<String> {
        let (got, people) = if self.importer == "zip" {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(self.file_name);
            std::fs::write(&path, &self.bytes).unwrap();
            outcome_of_file("zip", &path)
        } else {
            outcome_of_bytes(self.importer, self.file_name, &self.bytes)
        };
        let is_met = match self.expected.strip_prefix("error ") {
            Some(text) => got.starts_with("error ") && got.contains(text),
            None => tally(&got).is_some_and(|tally| meets(self.expected, &tally, &people)),
        };
        (!is_met).then(|| {
            format!(
                "{} {}: expected `{}`, got `{}` {people:?}\n",
                self.importer,
                self.name,
                self.expected,
                got.replace('\n', "; ")
            )
        })
    }
}

fn tally(got: &str) -> Option<BTreeMap<&str, &str>> {
    (!got.starts_with("error ")).then(|| got.lines().filter_map(|line| line.split_once(' ')).collect())
}

fn meets(expected: &str, tally: &BTreeMap<&str, &str>, people: &BTreeSet<String>) -> bool {
    let mut words = expected.split(' ');
    if words.next() != tally.get("accepted").copied() {
        return false;
    }
    let mut reasons: BTreeMap<&str, &str> = tally.clone();
    reasons.retain(|word, _| !["accepted", "rejected", "interactions"].contains(word));
    for word in words {
        match word.split_once('=') {
            Some(("person", handle)) => {
                if !people.contains(handle) {
                    return false;
                }
            }
            Some(("interactions", count)) => {
                if tally.get("interactions") != Some(&count) {
                    return false;
                }
            }
            Some((reason, count)) => {
                if reasons.remove(reason) != Some(count) {
                    return false;
                }
            }
            None => return false,
        }
    }
    reasons.is_empty()
}

/// Counts the bad files made here and those under `tests/fixtures` (which a test of their own reads); fails at any that is not as expected.
pub(crate) fn all(_: usize) -> usize {
    let bad: Vec<Bad> =
        [mail::all(), vcard::all(), ics::all(), linkedin::all(), table::all(), zip::all()].into_iter().flatten().collect();
    let names: BTreeSet<(&str, &str)> = bad.iter().map(|bad| (bad.importer, bad.name.as_str())).collect();
    assert_eq!(names.len(), bad.len(), "two files have one name");
    let problems: String = bad.iter().filter_map(Bad::problem).collect();
    assert!(problems.is_empty(), "{problems}");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let files = crate::fixtures::fixtures();
    let named = bad.iter().map(|bad| bad.importer).chain(files.iter().map(|(importer, _)| importer.as_str()));
    for importer in named {
        let group = match importer {
            "mbox" | "eml" => "mail",
            "table" | "people-table" => "tables",
            other => other,
        };
        *counts.entry(group).or_default() += 1;
    }
    for (group, least) in [("mail", 80), ("vcard", 50), ("ics", 60), ("linkedin", 60), ("tables", 60), ("zip", 30)] {
        assert!(counts.get(group).copied().unwrap_or_default() >= least, "{group}: {counts:?}");
    }
    println!("bad files: {counts:?}");
    counts.values().sum()
}
