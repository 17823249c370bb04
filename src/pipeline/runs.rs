//! Contact-days parted by people, on the disk where there are many: each part is small enough to be merged in memory.

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::io::{PathError, fs};
use crate::ties::ContactDay;

/// Bytes of one contact-day on the disk.
const DAY_BYTES: usize = 40;
/// Bytes that are collected for a part before they are written.
const BUFFER_BYTES: usize = 1 << 16;

/// Sorted runs of contact-days, by the part of the people that the smaller number of the dyad belongs to.
pub(super) struct Runs {
    /// The first person of every part but the first.
    firsts: Vec<u32>,
    /// Of one part only: the runs themselves.
    kept: Vec<Vec<ContactDay>>,
    /// Of several: their files, with the lengths of the runs in each.
    files: Vec<(BufWriter<File>, PathBuf, Vec<usize>)>,
    folder: PathBuf,
}

impl Runs {
    /// No runs yet; `folder` is made when they go to the disk.
    pub(super) fn new(folder: &Path, firsts: Vec<u32>) -> Self {
        Self { firsts, kept: Vec::new(), files: Vec::new(), folder: folder.to_owned() }
    }

    /// How many parts.
    pub(super) fn parts(&self) -> usize {
        self.firsts.len() + 1
    }

    /// Adds contact-days, sorted and merged.
    pub(super) fn add(&mut self, days: &[ContactDay]) -> Result<(), PathError> {
        if self.firsts.is_empty() {
            self.kept.push(days.to_vec());
            return Ok(());
        }
        self.open()?;
        let mut rest = days;
        for (part, (file, path, runs)) in self.files.iter_mut().enumerate() {
            let end = self.firsts.get(part).map_or(rest.len(), |first| rest.partition_point(|day| day.low < *first));
            let (own, after) = rest.split_at(end);
            rest = after;
            if own.is_empty() {
                continue;
            }
            runs.push(own.len());
            own.iter().try_for_each(|day| file.write_all(&bytes_of(day))).map_err(|source| failed(path, source))?;
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), PathError> {
        if self.files.is_empty() {
            fs::create_private_folder(&self.folder)?;
            for part in 0..self.parts() {
                let path = self.folder.join(format!("days-{part}.tmp"));
                self.files.push((BufWriter::with_capacity(BUFFER_BYTES, fs::create_private(&path)?), path, Vec::new()));
            }
        }
        Ok(())
    }

    /// The runs of one part, which are given once.
    pub(super) fn take(&mut self, part: usize) -> Result<Vec<Vec<ContactDay>>, PathError> {
        if self.firsts.is_empty() {
            return Ok(std::mem::take(&mut self.kept));
        }
        let Some((file, path, runs)) = self.files.get_mut(part) else { return Ok(Vec::new()) };
        file.flush().map_err(|source| failed(path, source))?;
        let mut reader = std::io::BufReader::with_capacity(1 << 20, fs::open(path)?);
        let mut found = Vec::with_capacity(runs.len());
        for length in runs.iter() {
            let mut run = Vec::with_capacity(*length);
            let mut bytes = [0_u8; DAY_BYTES];
            for _ in 0..*length {
                reader.read_exact(&mut bytes).map_err(|source| failed(path, source))?;
                run.push(day_of(&bytes));
            }
            found.push(run);
        }
        fs::remove_if_exists(path)?;
        Ok(found)
    }
}

fn failed(path: &Path, source: std::io::Error) -> PathError {
    PathError { action: "use", path: path.to_owned(), source }
}

fn bytes_of(day: &ContactDay) -> [u8; DAY_BYTES] {
    let mut bytes = [0; DAY_BYTES];
    let words = [day.low, day.high, day.day as u32, day.interactions].map(u32::to_le_bytes);
    let weights = [day.out, day.back, day.both].map(f64::to_le_bytes);
    let parts = words.iter().flatten().chain(weights.iter().flatten());
    bytes.iter_mut().zip(parts).for_each(|(byte, value)| *byte = *value);
    bytes
}

fn day_of(bytes: &[u8; DAY_BYTES]) -> ContactDay {
    let word = |at: usize| u32::from_le_bytes(std::array::from_fn(|index| bytes[at + index]));
    let weight = |at: usize| f64::from_le_bytes(std::array::from_fn(|index| bytes[at + index]));
    ContactDay {
        low: word(0),
        high: word(4),
        day: word(8) as i32,
        interactions: word(12),
        out: weight(16),
        back: weight(24),
        both: weight(32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_on_the_disk_give_back_what_was_added_and_leave_no_file() {
        let day = |low: u32, day: i32| ContactDay { low, high: 900, day, interactions: 3, out: 0.25, back: 0.0, both: 0.25 };
        let folder = tempfile::tempdir().unwrap();
        let mut runs = Runs::new(&folder.path().join("spill"), vec![3, 5]);
        let first = [day(0, -4), day(2, 5), day(3, 6), day(9, 7)];
        let second = [day(1, 1), day(5, 2)];
        runs.add(&first).unwrap();
        runs.add(&second).unwrap();
        let taken: Vec<Vec<Vec<ContactDay>>> = (0..runs.parts()).map(|part| runs.take(part).unwrap()).collect();
        assert_eq!(
            taken,
            [
                vec![first[..2].to_vec(), second[..1].to_vec()],
                vec![first[2..3].to_vec()],
                vec![first[3..].to_vec(), second[1..].to_vec()],
            ]
        );
        assert!(fs::files_in(&folder.path().join("spill")).unwrap().is_empty());
    }
}
