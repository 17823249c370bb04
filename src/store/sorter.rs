//! External merge sort of legs: bounded memory whatever an import's size.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::PathBuf;

use super::StoreError;
use super::leg::{StoredLeg, shape_code, shape_of, stance_code, stance_of};
use crate::io::fs;

/// Legs kept in memory before a sorted run goes to the disk (72 bytes each).
const RUN_LEGS: usize = 1 << 20;
const ROW_BYTES: usize = 64;

/// Collects legs in any order and gives them back in key order.
pub(super) struct Sorter {
    folder: PathBuf,
    run_legs: usize,
    legs: Vec<StoredLeg>,
    runs: Vec<Run>,
}

/// A sorted run on the disk; the file is removed when the run is dropped.
struct Run {
    reader: BufReader<File>,
    path: PathBuf,
}

impl Drop for Run {
    fn drop(&mut self) {
        // What cannot be removed is removed by the next writer.
        let _ = fs::remove_if_exists(&self.path);
    }
}

impl Sorter {
    /// A sorter that spills to new files in a folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, run_legs: RUN_LEGS, legs: Vec::new(), runs: Vec::new() }
    }

    /// Takes one leg.
    pub(super) fn push(&mut self, leg: StoredLeg) -> Result<(), StoreError> {
        self.legs.push(leg);
        if self.legs.len() >= self.run_legs { self.spill() } else { Ok(()) }
    }

    /// Equal keys keep the order of source and record, so that the first record read is the one that counts.
    fn sort(legs: &mut [StoredLeg]) {
        legs.sort_by_key(|leg| (leg.key(), leg.import, leg.record));
    }

    fn spill(&mut self) -> Result<(), StoreError> {
        Self::sort(&mut self.legs);
        fs::create_private_folder(&self.folder)?;
        let path = self.folder.join(format!("run-{}.tmp", self.runs.len()));
        let file = fs::create_private(&path)?;
        let mut writer = BufWriter::with_capacity(1 << 20, file);
        for leg in &self.legs {
            writer.write_all(&encode(leg)).map_err(StoreError::Spill)?;
        }
        let mut file = writer.into_inner().map_err(|error| StoreError::Spill(error.into_error()))?;
        file.rewind().map_err(StoreError::Spill)?;
        self.runs.push(Run { reader: BufReader::with_capacity(1 << 18, file), path });
        self.legs.clear();
        Ok(())
    }

    /// Gives every leg in key order.
    pub(super) fn drain(mut self, mut take: impl FnMut(StoredLeg) -> Result<(), StoreError>) -> Result<(), StoreError> {
        Self::sort(&mut self.legs);
        if self.runs.is_empty() {
            return self.legs.iter().try_for_each(|leg| take(*leg));
        }
        let mut rest = std::mem::take(&mut self.legs).into_iter();
        let mut heads: Vec<Option<StoredLeg>> = Vec::with_capacity(self.runs.len() + 1);
        for run in &mut self.runs {
            heads.push(run.next()?);
        }
        heads.push(rest.next());
        loop {
            let smallest = heads
                .iter()
                .enumerate()
                .filter_map(|(index, head)| head.map(|leg| ((leg.key(), leg.import, leg.record), index)))
                .min();
            let Some((_, index)) = smallest else { return Ok(()) };
            let next = match self.runs.get_mut(index) {
                Some(run) => run.next()?,
                None => rest.next(),
            };
            if let Some(leg) = heads.get_mut(index).and_then(|head| std::mem::replace(head, next)) {
                take(leg)?;
            }
        }
    }
}

impl Run {
    fn next(&mut self) -> Result<Option<StoredLeg>, StoreError> {
        let mut row = [0_u8; ROW_BYTES];
        match self.reader.read_exact(&mut row) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(StoreError::Spill(error)),
            Ok(()) => Ok(decode(&row)),
        }
    }
}

fn encode(leg: &StoredLeg) -> [u8; ROW_BYTES] {
    let mut row = [0; ROW_BYTES];
    row[..8].copy_from_slice(&leg.at_micros.to_le_bytes());
    row[8..24].copy_from_slice(&leg.id.to_le_bytes());
    row[24..28].copy_from_slice(&leg.source.to_le_bytes());
    row[28..32].copy_from_slice(&leg.target.to_le_bytes());
    row[32..36].copy_from_slice(&leg.channel.to_le_bytes());
    row[36..40].copy_from_slice(&leg.venue.to_le_bytes());
    row[40] = shape_code(leg.shape) as u8;
    row[41] = stance_code(leg.stance) as u8;
    row[44..48].copy_from_slice(&leg.import.to_le_bytes());
    row[48..56].copy_from_slice(&leg.weight.to_le_bytes());
    row[56..].copy_from_slice(&leg.record.to_le_bytes());
    row
}

fn decode(row: &[u8; ROW_BYTES]) -> Option<StoredLeg> {
    fn part<const N: usize>(row: &[u8; ROW_BYTES], at: usize) -> Option<[u8; N]> {
        row.get(at..at + N)?.try_into().ok()
    }
    Some(StoredLeg {
        at_micros: i64::from_le_bytes(part(row, 0)?),
        id: u128::from_le_bytes(part(row, 8)?),
        source: u32::from_le_bytes(part(row, 24)?),
        target: u32::from_le_bytes(part(row, 28)?),
        channel: u32::from_le_bytes(part(row, 32)?),
        venue: u32::from_le_bytes(part(row, 36)?),
        shape: shape_of(u32::from(row[40]))?,
        stance: stance_of(u32::from(row[41]))?,
        import: u32::from_le_bytes(part(row, 44)?),
        weight: f64::from_le_bytes(part(row, 48)?),
        record: u64::from_le_bytes(part(row, 56)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Shape, Stance};
    use proptest::prelude::*;

    fn leg(at: i64, id: u128, record: u64) -> StoredLeg {
        StoredLeg {
            at_micros: at,
            id,
            source: 3,
            target: 4,
            channel: 5,
            venue: 6,
            shape: Shape::Gathering,
            stance: Stance::Asked,
            weight: 0.25,
            import: 7,
            record,
        }
    }

    proptest! {
        /// Spilling to the disk gives the same legs in the same order as sorting in memory.
        #[test]
        fn runs_on_disk_change_nothing(keys in proptest::collection::vec((0_i64..20, 0_u128..5), 0..200), run_legs in 1_usize..40) {
            let folder = tempfile::tempdir().unwrap();
            let legs: Vec<StoredLeg> = (1..).zip(&keys).map(|(record, key)| leg(key.0, key.1, record)).collect();
            let mut sorter = Sorter { run_legs, ..Sorter::new(folder.path().join("runs")) };
            for leg in &legs {
                sorter.push(*leg).unwrap();
            }
            let mut got = Vec::new();
            sorter.drain(|leg| { got.push(leg); Ok(()) }).unwrap();
            let mut expected = legs;
            Sorter::sort(&mut expected);
            prop_assert_eq!(got, expected);
            prop_assert!(fs::files_in(&folder.path().join("runs")).unwrap().is_empty());
        }
    }
}
