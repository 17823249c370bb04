//! Any file offered to any importer: every fixture, sound or not, changed by chance, to each of them.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use acquaint::import::drive::{Foreign, Progress, Receiver, Request, drive};
use acquaint::import::{self, ImportError, Importer, ReadOptions};
use acquaint::io::Limits;
use acquaint::model::{AsOf, Observation};
use acquaint::synth::Random;
use jiff::tz::TimeZone;

use crate::fuzz::targets::changed;

/// The longest file that is changed by chance; a change costs as much as the file is long.
const MOST_BYTES: usize = 40_000;
/// What one small file may take on a busy machine; it usually takes a thousandth of that.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn options(file_name: &str) -> ReadOptions {
    let as_of = AsOf::parse("2026-10-31", &TimeZone::UTC).unwrap();
    ReadOptions {
        file_name: file_name.to_owned(),
        ..ReadOptions::new(Limits::as_of_micros(as_of.cutoff_micros()), TimeZone::UTC)
    }
}

/// The bytes of all fixtures of a moderate length, with their names.
pub(crate) fn seeds() -> Vec<(String, Vec<u8>)> {
    fn walk(path: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        if path.is_dir() {
            let mut paths: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            paths.iter().for_each(|path| walk(path, found));
        } else {
            let bytes = std::fs::read(path).unwrap();
            if bytes.len() <= MOST_BYTES {
                found.push((path.file_name().unwrap().to_string_lossy().into_owned(), bytes));
            }
        }
    }
    let mut found = Vec::new();
    for (_, path) in crate::fixtures::fixtures() {
        walk(&path, &mut found);
    }
    found
}

/// Reads bytes with an importer and checks what every importer promises of every file.
pub(crate) fn offer(importer: &dyn Importer, file_name: &str, bytes: &[u8]) {
    let begin = Instant::now();
    let limits = options(file_name).limits;
    let (mut last, mut records) = (0, 0_u64);
    let result = catch_unwind(AssertUnwindSafe(|| {
        let mut input = bytes;
        importer.read(&mut input, &options(file_name), &mut |item| {
            records += 1;
            let (place, observations) = match &item {
                Ok(record) => (record.location.record, record.observations.as_slice()),
                Err(reject) => (reject.location.record, &[][..]),
            };
            assert!(place >= last, "record {place} comes after record {last}");
            last = place;
            for observation in observations {
                if let Observation::Interaction(interaction) = observation {
                    let at = interaction.at_micros;
                    assert!(
                        (limits.earliest_micros..=limits.latest_micros).contains(&at),
                        "a record of an implausible time: {at}"
                    );
                    assert!(interaction.weight.is_finite() && interaction.weight > 0.0, "a weight of {}", interaction.weight);
                    let parties = interaction.from.iter().chain(&interaction.to);
                    for party in parties {
                        let name = party.name.as_deref().unwrap_or("x");
                        assert!(
                            !name.is_empty() && name.chars().count() <= limits.max_name_chars,
                            "a name of {} bytes",
                            name.len()
                        );
                        assert!(!name.chars().any(char::is_control), "a name with control characters: {name:?}");
                        assert!(!party.handle.as_str().chars().any(char::is_control), "a handle with control characters");
                    }
                }
            }
            Ok(())
        })
    }));
    let told = |problem: &str| {
        let path = std::env::temp_dir().join(format!("acquaint-found-{}.bin", importer.name()));
        let _ = std::fs::write(&path, bytes);
        panic!("{} on a file like {file_name} (kept as {}): {problem}", importer.name(), path.display())
    };
    match result {
        Err(panic) => told(panic.downcast_ref::<String>().map_or("panicked", String::as_str)),
        Ok(Err(ImportError::Stopped)) => told("stopped on its own"),
        Ok(_) => {}
    }
    assert!(begin.elapsed() < PATIENCE, "{} took {:?} for {} bytes", importer.name(), begin.elapsed(), bytes.len());
    // No format has a record of less than a byte, but one record may stand for many occurrences.
    assert!(records <= bytes.len() as u64 + 1, "{}: {records} records in {} bytes", importer.name(), bytes.len());
}

/// Every importer with every fixture as it is, if the count allows, then changed ones by chance. A few go through the whole drive as a file.
pub(crate) fn offers(count: usize) -> usize {
    let (seeds, importers) = (seeds(), import::registry());
    let mut random = Random::stream(23, "offered");
    let mut offered = 0;
    let every = (seeds.len() * importers.len()).div_ceil(count / 2).max(1);
    for (place, (name, bytes)) in seeds.iter().enumerate() {
        for (other, importer) in importers.iter().enumerate() {
            if (place * importers.len() + other) % every == 0 {
                offer(*importer, name, bytes);
                offered += 1;
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    while offered < count {
        let (name, bytes) = &seeds[random.below(seeds.len())];
        let bytes = changed(bytes, &seeds[random.below(seeds.len())].1, 4 * MOST_BYTES, &mut random);
        if offered % 16 == 0 {
            driven(&folder.path().join(name), &bytes);
        } else {
            offer(importers[random.below(importers.len())], name, &bytes);
        }
        offered += 1;
    }
    offered
}

/// A file as a user's: recognised by what is in it, or refused.
fn driven(path: &Path, bytes: &[u8]) {
    #[derive(Default)]
    struct Count(u64, u64);
    impl Receiver for Count {
        fn begin(&mut self, _: &str, _: &str) {}
        fn take(&mut self, item: import::Item) -> ControlFlow<()> {
            self.0 += u64::from(item.is_ok());
            self.1 += u64::from(item.is_err());
            ControlFlow::Continue(())
        }
        fn progress(&mut self, progress: Progress<'_>) {
            assert!(progress.done_bytes <= progress.total_bytes, "{progress:?}");
            assert_eq!(progress.records, self.0 + self.1, "records read and records given differ");
        }
    }
    std::fs::write(path, bytes).unwrap();
    let options = options("");
    let open_foreign = |_: Foreign, path: &Path| {
        Err(acquaint::io::PathError { action: "decode", path: path.to_owned(), source: std::io::Error::other("not here") })
    };
    let paths = [path.to_str().unwrap().to_owned()];
    let request = Request { paths: &paths, format: None, options: &options, open_foreign: &open_foreign };
    let result = catch_unwind(AssertUnwindSafe(|| drop(drive(&request, &mut Count::default()))));
    assert!(result.is_ok(), "{} panicked", path.display());
    std::fs::remove_file(path).unwrap();
}
