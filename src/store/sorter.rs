//! External merge sort of interactions, given back as legs: bounded memory whatever an import's size, and a group's message costs no more
//! on the disk than any other.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::path::PathBuf;

use super::StoreError;
use super::leg::StoredLeg;
use super::recent::Recent;
use super::run::{Run, RunWriter};
use super::unfold::{Order, Unfold, order};

/// Interactions kept in memory before a sorted run goes to the disk (80 bytes each).
const RUN_ROWS: usize = 1 << 19;
/// Targets beyond the first kept with them (4 bytes each).
const RUN_TARGETS: usize = 1 << 22;
/// Runs that are merged into a longer one, so that there are never many open files.
const MERGED_RUNS: usize = 64;

/// One interaction: its first leg, and where the targets of the others are.
#[derive(Debug, Clone, Copy)]
struct Row {
    leg: StoredLeg,
    start: u32,
    count: u32,
}

/// Collects interactions in any order and gives their legs back in key order.
pub(super) struct Sorter {
    folder: PathBuf,
    run_rows: usize,
    merged_runs: usize,
    rows: Vec<Row>,
    targets: Vec<u32>,
    /// Where in `targets` the lists met last begin.
    starts: Vec<u32>,
    recent: Recent,
    runs: Vec<Run>,
    runs_made: usize,
    legs: u64,
    /// Legs that came one by one and differ in the target only.
    open: Option<StoredLeg>,
    open_targets: Vec<u32>,
}

impl Sorter {
    /// A sorter that spills to new files in a folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            run_rows: RUN_ROWS,
            merged_runs: MERGED_RUNS,
            rows: Vec::new(),
            targets: Vec::new(),
            starts: Vec::new(),
            recent: Recent::default(),
            runs: Vec::new(),
            runs_made: 0,
            legs: 0,
            open: None,
            open_targets: Vec::new(),
        }
    }

    /// Takes one leg. Legs of one interaction that come one after the other take the room of one.
    pub(super) fn push(&mut self, leg: StoredLeg) -> Result<(), StoreError> {
        if self.open.is_none_or(|open| (StoredLeg { target: leg.target, ..open }) != leg) {
            self.close()?;
            self.open = Some(leg);
        }
        self.open_targets.push(leg.target);
        Ok(())
    }

    fn close(&mut self) -> Result<(), StoreError> {
        let Some(leg) = self.open.take() else { return Ok(()) };
        let mut targets = std::mem::take(&mut self.open_targets);
        let result = self.push_all(leg, &mut targets);
        targets.clear();
        self.open_targets = targets;
        result
    }

    /// Takes the legs of one interaction: to each of these targets, which get sorted, whatever the target of `leg` is.
    pub(super) fn push_all(&mut self, leg: StoredLeg, targets: &mut Vec<u32>) -> Result<(), StoreError> {
        if !targets.is_sorted_by(|one, next| one < next) {
            targets.sort_unstable();
            targets.dedup();
        }
        let Some((first, others)) = targets.split_first() else { return Ok(()) };
        self.legs += targets.len() as u64;
        let start = self.start_of(others);
        self.rows.push(Row { leg: StoredLeg { target: *first, ..leg }, start, count: others.len() as u32 });
        if self.rows.len() >= self.run_rows || self.targets.len() >= RUN_TARGETS { self.spill() } else { Ok(()) }
    }

    /// How many legs were taken, but for those that came one by one and may still be of one interaction.
    pub(super) fn legs(&self) -> u64 {
        self.legs
    }

    /// Where a list stands among the targets kept.
    fn start_of(&mut self, others: &[u32]) -> u32 {
        if let Some(start) = self.recent.find(others).and_then(|place| self.starts.get(place as usize)) {
            return *start;
        }
        let start = self.targets.len() as u32;
        if !others.is_empty() {
            self.targets.extend_from_slice(others);
            self.recent.keep(others);
            if let Some(place) = self.recent.find(others) {
                self.starts.resize(self.starts.len().max(place as usize + 1), 0);
                if let Some(kept) = self.starts.get_mut(place as usize) {
                    *kept = start;
                }
            }
        }
        start
    }

    /// Equal keys keep the order of source and record, so that the first record read is the one that counts.
    fn sort(&mut self) {
        self.rows.sort_by_key(|row| order(&row.leg));
    }

    fn others(&self, row: &Row) -> &[u32] {
        let start = row.start as usize;
        self.targets.get(start..start + row.count as usize).unwrap_or_default()
    }

    fn new_run(&mut self, level: u32) -> Result<RunWriter, StoreError> {
        self.runs_made += 1;
        RunWriter::create(&self.folder, &format!("run-{}.tmp", self.runs_made), level)
    }

    fn spill(&mut self) -> Result<(), StoreError> {
        self.sort();
        let mut run = self.new_run(0)?;
        for row in &self.rows {
            run.push(&row.leg, self.others(row))?;
        }
        self.runs.push(run.finish()?);
        self.rows.clear();
        self.targets.clear();
        self.recent = Recent::default();
        // Runs of one level become one of the next, so that each row is written once more per level, and no more.
        while let Some(level) = self.runs.last().map(|run| run.level)
            && let alike = self.runs.iter().rev().take_while(|run| run.level == level).count()
            && alike >= self.merged_runs
        {
            let merged = self.runs.split_off(self.runs.len() - alike);
            let mut longer = self.new_run(level + 1)?;
            merge(merged, |leg, others| longer.push(&leg, others))?;
            self.runs.push(longer.finish()?);
        }
        Ok(())
    }

    /// Gives every leg in key order.
    pub(super) fn drain(mut self, take: impl FnMut(StoredLeg) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.close()?;
        let mut unfold = Unfold::new(take);
        if self.runs.is_empty() {
            self.sort();
            for row in &self.rows {
                unfold.row(row.leg, self.others(row))?;
            }
        } else {
            self.spill()?;
            let runs = std::mem::take(&mut self.runs);
            // What the rows took is needed elsewhere now.
            drop(self);
            merge(runs, |leg, others| unfold.row(leg, others))?;
        }
        unfold.finish()
    }
}

/// Gives the rows of sorted runs in order; of equal ones first that of the earlier run.
fn merge(mut runs: Vec<Run>, mut each: impl FnMut(StoredLeg, &[u32]) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut heads: Vec<Option<StoredLeg>> = Vec::with_capacity(runs.len());
    let mut first: BinaryHeap<Reverse<(Order, usize)>> = BinaryHeap::with_capacity(runs.len());
    for (index, run) in runs.iter_mut().enumerate() {
        let head = run.next()?;
        first.extend(head.map(|leg| Reverse((order(&leg), index))));
        heads.push(head);
    }
    while let Some(mut top) = first.peek_mut() {
        let index = top.0.1;
        let (Some(run), Some(head)) = (runs.get_mut(index), heads.get_mut(index)) else { return Ok(()) };
        if let Some(leg) = head.take() {
            each(leg, &run.others)?;
        }
        *head = run.next()?;
        match head {
            Some(leg) => top.0.0 = order(leg),
            None => {
                PeekMut::pop(top);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::fs;
    use crate::model::{Shape, Stance};
    use proptest::prelude::*;

    fn leg(at: i64, id: u128, target: u32, record: u64) -> StoredLeg {
        StoredLeg {
            at_micros: at,
            id,
            source: 3,
            target,
            channel: 5,
            venue: 6,
            shape: Shape::Gathering,
            stance: Stance::Asked,
            weight: 0.25,
            import: 7,
            record,
        }
    }

    fn drained(sorter: Sorter) -> Vec<StoredLeg> {
        let mut got = Vec::new();
        sorter
            .drain(|leg| {
                got.push(leg);
                Ok(())
            })
            .unwrap();
        got
    }

    proptest! {
        /// Rows and runs on the disk give the same legs in the same order as sorting the legs themselves.
        #[test]
        fn rows_and_runs_change_nothing(
            records in proptest::collection::vec((0_i64..9, 0_u128..3, proptest::collection::vec(1_u32..30, 1..6)), 0..120),
            run_rows in 1_usize..40,
            merged_runs in 2_usize..5,
            one_by_one in any::<bool>(),
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter { run_rows, merged_runs, ..Sorter::new(folder.path().join("runs")) };
            let mut expected = Vec::new();
            for (record, (at, id, targets)) in (1..).zip(&records) {
                let mut distinct = targets.clone();
                distinct.sort_unstable();
                distinct.dedup();
                expected.extend(distinct.iter().map(|target| leg(*at, *id, *target, record)));
                if one_by_one {
                    targets.iter().try_for_each(|target| sorter.push(leg(*at, *id, *target, record))).unwrap();
                } else {
                    sorter.push_all(leg(*at, *id, 99, record), &mut targets.clone()).unwrap();
                }
            }
            expected.sort_by_key(order);
            // What one import says twice is taken once; whether it is given twice is open.
            let once = |mut legs: Vec<StoredLeg>| {
                legs.dedup_by_key(|leg| (leg.key(), leg.import));
                legs
            };
            prop_assert_eq!(once(drained(sorter)), once(expected));
            prop_assert!(fs::files_in(&folder.path().join("runs")).unwrap().is_empty());
        }
    }

    /// One message over and over, to a large group: it is not kept open as often as it comes.
    #[test]
    fn what_is_repeated_is_not_held_as_often() {
        let folder = tempfile::tempdir().unwrap();
        let mut sorter = Sorter { run_rows: 500, ..Sorter::new(folder.path().join("runs")) };
        for record in 1..=2000 {
            sorter.push_all(leg(5, 1, 0, record), &mut (1..=300).collect()).unwrap();
        }
        let legs = drained(sorter);
        assert_eq!((legs.len(), legs[0].record), (300, 1));
    }

    /// Nineteen others in each message of a group take a list once, not a row each.
    #[test]
    fn what_a_message_takes_on_the_disk_does_not_grow_with_the_group() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = |targets: u32| {
            let runs = folder.path().join(targets.to_string());
            let mut sorter = Sorter { run_rows: 1000, ..Sorter::new(runs.clone()) };
            for at in 0..1000 {
                sorter.push_all(leg(at, 0, 0, 1), &mut (1..=targets).collect()).unwrap();
            }
            fs::files_in(&runs).unwrap().iter().map(|path| fs::length(path).unwrap()).sum::<u64>()
        };
        assert_eq!(bytes(20), bytes(1) + 19 * 4);
    }
}
