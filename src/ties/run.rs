//! Runs: contact-days while they are gathered, sixteen bytes each, until all are there and can be merged.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Error, ErrorKind, Result as IoResult};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;
use rayon::prelude::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;

use super::{ContactColumns, ContactDay};
use crate::store::Scratch;

/// Contact-days of a block, the least of a run that is read back.
const BLOCK_DAYS: usize = 1 << 10;
/// Blocks of the parts that runs are merged by, about.
const PART_BLOCKS: usize = 1 << 8;
/// Parts that are merged before they are put together.
const PARTS_AT_ONCE: usize = 4;
/// Contacts from which a run is ended, however few legs it is of: a meeting of fifty makes more than a thousand.
const RUN_CONTACTS: usize = 1 << 21;
/// Kinds that are known by their number.
const MOST_NUMBERED: usize = 1 << 14;

/// What contact-days have in common: of somebody's mail there are a million, of a handful of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Default, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(crate) struct DayKind {
    out: f64,
    back: f64,
    both: f64,
    interactions: u32,
    unused: u32,
}

impl DayKind {
    pub(super) fn of(contact: &ContactDay) -> Self {
        let ContactDay { out, back, both, interactions, .. } = *contact;
        Self { out, back, both, interactions, unused: 0 }
    }

    /// The contact-day of this kind of two people on a day.
    pub(super) fn on(self, low: u32, high: u32, day: i32) -> ContactDay {
        let Self { out, back, both, interactions, .. } = self;
        ContactDay { low, high, day, interactions, out, back, both }
    }

    fn bits(&self) -> [u64; 4] {
        [self.out.to_bits(), self.back.to_bits(), self.both.to_bits(), u64::from(self.interactions)]
    }
}

/// Kinds by number: the first so many each once. Where weights are mostly different, the others are listed as they come, and looking for them is
/// spared.
#[derive(Debug, Clone, Default)]
pub(super) struct Kinds {
    list: Vec<DayKind>,
    numbers: HashMap<[u64; 4], u32, FixedState>,
    /// How often one was looked for and was there.
    found: usize,
}

impl Kinds {
    pub(super) fn list(&self) -> &[DayKind] {
        &self.list
    }

    /// The number of a kind, a new one where there is none.
    pub(super) fn number(&mut self, kind: DayKind) -> u32 {
        // As long as there is room, or more than one in nine is there.
        let is_sought = self.list.len() < MOST_NUMBERED + 8 * self.found;
        if let Some(number) = is_sought.then(|| self.numbers.get(&kind.bits())).flatten() {
            self.found += 1;
            return *number;
        }
        let number = self.list.len() as u32;
        self.list.push(kind);
        if self.numbers.len() < MOST_NUMBERED {
            self.numbers.insert(kind.bits(), number);
        }
        number
    }

    /// The number here of each kind of another list.
    pub(super) fn numbers_of(&mut self, kinds: &[DayKind]) -> Vec<u32> {
        kinds.iter().map(|kind| self.number(*kind)).collect()
    }
}

/// A contact-day by the number of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct Packed {
    dyad: u64,
    pub(super) day: i32,
    pub(super) kind: u32,
}

impl Packed {
    pub(super) fn of(contact: &ContactDay, kind: u32) -> Self {
        Self { dyad: u64::from(contact.low) << 32 | u64::from(contact.high), day: contact.day, kind }
    }

    /// Its dyad and day, as one number in the same order.
    fn key(&self) -> u128 {
        (u128::from(self.dyad) << 32) | u128::from(self.day.cast_unsigned() ^ (1 << 31))
    }

    pub(super) fn dyad(self) -> (u32, u32) {
        ((self.dyad >> 32) as u32, self.dyad as u32)
    }
}

/// Contact-days of some legs, in whatever order they came.
#[derive(Debug, Clone, Default)]
pub(crate) struct Run {
    contacts: Vec<Packed>,
    kinds: Kinds,
}

impl Run {
    /// Whether it is to be ended.
    pub(crate) fn is_long(&self) -> bool {
        self.contacts.len() > RUN_CONTACTS
    }

    pub(super) fn push(&mut self, contact: &ContactDay) {
        let kind = self.kinds.number(DayKind::of(contact));
        self.contacts.push(Packed::of(contact, kind));
    }

    /// Merges what shares dyad and day, of sorted contacts.
    fn merge_alike(&mut self) {
        let Self { contacts, kinds } = self;
        contacts.dedup_by(|later, earlier| {
            let same = later.key() == earlier.key();
            if same {
                let (low, high) = earlier.dyad();
                let of = |contact: &Packed| kinds.list.get(contact.kind as usize).copied().unwrap_or_default();
                let mut merged = of(earlier).on(low, high, earlier.day);
                merged.merge(&of(later).on(low, high, later.day));
                earlier.kind = kinds.number(DayKind::of(&merged));
            }
            same
        });
    }

    /// The contact-days of these legs alone.
    ///
    /// # Complexity
    /// O(n log n), on all cores.
    pub(crate) fn into_columns(mut self) -> ContactColumns {
        // Equal keys are merged by maxima and sums, so the order among them does not matter.
        self.contacts.par_sort_unstable_by_key(Packed::key);
        self.merge_alike();
        ContactColumns::of_packed(&self.contacts, self.kinds)
    }
}

/// Runs of legs of which none shares an interaction with another, kept until all are there.
///
/// # Complexity
/// In memory 24 bytes for every thousand contact-days, where there is a file for the rest.
#[derive(Debug)]
pub(crate) struct Runs {
    scratch: Scratch,
    blocks: Mutex<Vec<Vec<Block>>>,
    /// Contact-days of a block, and blocks of a part, about.
    block_days: usize,
    part_blocks: usize,
}

/// Where a block of a run lies: its contact-days, then its kinds.
#[derive(Debug, Clone, Copy)]
struct Block {
    first: u64,
    offset: u64,
    contacts: u32,
    kinds: u32,
}

impl Block {
    fn bytes(&self) -> usize {
        self.contacts as usize * size_of::<Packed>() + self.kinds as usize * size_of::<DayKind>()
    }
}

impl Runs {
    /// Runs that are kept in a file, or in memory where there is none.
    pub(crate) fn new(file: Option<File>) -> Self {
        Self { scratch: Scratch::new(file), blocks: Mutex::default(), block_days: BLOCK_DAYS, part_blocks: PART_BLOCKS }
    }

    /// Adds a run; from any thread, and in any order.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add(&self, mut run: Run) -> IoResult<()> {
        run.contacts.sort_unstable_by_key(Packed::key);
        run.merge_alike();
        let (mut bytes, mut blocks) = (Vec::with_capacity(run.contacts.len() * size_of::<Packed>()), Vec::new());
        // The block that a kind was met in last, from 1, and its number there.
        let mut numbers = vec![(0_u32, 0_u32); run.kinds.list.len()];
        for (block, contacts) in (1..).zip(run.contacts.chunks(self.block_days)) {
            // Each block has its own kinds, so that a part can be read without the rest.
            let mut kinds: Vec<DayKind> = Vec::new();
            let offset = bytes.len() as u64;
            for contact in contacts {
                let of_run = contact.kind as usize;
                let (Some(known), Some(kind)) = (numbers.get_mut(of_run), run.kinds.list.get(of_run)) else { continue };
                if known.0 != block {
                    *known = (block, kinds.len() as u32);
                    kinds.push(*kind);
                }
                bytes.extend_from_slice(bytemuck::bytes_of(&Packed { kind: known.1, ..*contact }));
            }
            bytes.extend_from_slice(bytemuck::cast_slice(&kinds));
            let first = contacts.first().map_or(0, |contact| contact.dyad);
            blocks.push(Block { first, offset, contacts: contacts.len() as u32, kinds: kinds.len() as u32 });
        }
        drop(run);
        let begins = self.scratch.add(&bytes)?;
        for block in &mut blocks {
            block.offset += begins;
        }
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner).push(blocks);
        Ok(())
    }

    /// All contact-days, on all cores; the same in whatever runs they came.
    ///
    /// # Errors
    /// When the file cannot be read.
    ///
    /// # Complexity
    /// O(n log n) in the contact-days; some parts of them in memory beside the result.
    pub(crate) fn merged(self) -> IoResult<ContactColumns> {
        let mut all = ContactColumns::default();
        self.each_part(
            |part| part,
            |parts| {
                for part in &parts {
                    all.append(part);
                }
                Ok::<_, Error>(())
            },
        )?;
        Ok(all)
    }

    /// As [`Runs::merged`], some parts after others: dyads that come after those of the parts before. What is visited is made of them on all cores,
    /// the next parts in the meantime.
    pub(crate) fn each_part<T: Send, E: From<Error> + Send>(
        self,
        make: impl Fn(ContactColumns) -> T + Sync,
        mut visit: impl FnMut(Vec<T>) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let blocks = std::mem::take(&mut *self.blocks.lock().unwrap_or_else(PoisonError::into_inner));
        let part = |dyads: &Range<u64>| self.part(&blocks, dyads).map(&make);
        let mut ahead: Vec<T> = Vec::new();
        for parts in bounds(&blocks, self.part_blocks).chunks(PARTS_AT_ONCE) {
            let before = std::mem::take(&mut ahead);
            let make = || parts.par_iter().map(part).collect::<IoResult<_>>();
            let (visited, made) = rayon::join(|| visit(before), make);
            visited?;
            ahead = made?;
        }
        visit(ahead)
    }

    /// The contact-days of a range of dyads.
    fn part(&self, blocks: &[Vec<Block>], dyads: &Range<u64>) -> IoResult<ContactColumns> {
        let mut part = Run::default();
        for run in blocks {
            // The block before the first that begins in the range may reach into it.
            let from = run.partition_point(|block| block.first < dyads.start).saturating_sub(1);
            let until = run.partition_point(|block| block.first < dyads.end);
            let touched = run.get(from..until).unwrap_or_default();
            let Some(first) = touched.first() else { continue };
            let mut bytes = vec![0; touched.iter().map(Block::bytes).sum()];
            self.scratch.read(first.offset, &mut bytes)?;
            let mut rest = bytes.as_slice();
            for block in touched {
                let (contacts, after) = rest.split_at(block.contacts as usize * size_of::<Packed>());
                let (kinds, after) = after.split_at(block.kinds as usize * size_of::<DayKind>());
                rest = after;
                let kinds: Vec<DayKind> = kinds.chunks_exact(size_of::<DayKind>()).map(bytemuck::pod_read_unaligned).collect();
                let numbers = part.kinds.numbers_of(&kinds);
                for contact in contacts.chunks_exact(size_of::<Packed>()) {
                    let contact: Packed = bytemuck::pod_read_unaligned(contact);
                    if dyads.contains(&contact.dyad) {
                        let kind = numbers.get(contact.kind as usize).copied().ok_or(Error::from(ErrorKind::InvalidData))?;
                        part.contacts.push(Packed { kind, ..contact });
                    }
                }
            }
        }
        // What comes in sorted runs is merged rather than sorted.
        part.contacts.sort_by_key(Packed::key);
        part.merge_alike();
        Ok(ContactColumns::of_packed(&part.contacts, part.kinds))
    }
}

/// Ranges of dyads that hold about as many contact-days each, and together all.
fn bounds(blocks: &[Vec<Block>], part_blocks: usize) -> Vec<Range<u64>> {
    let mut firsts: Vec<u64> = blocks.iter().flatten().map(|block| block.first).collect();
    firsts.sort_unstable();
    let mut starts: Vec<u64> = firsts.into_iter().step_by(part_blocks).skip(1).collect();
    starts.insert(0, 0);
    starts.dedup();
    // A dyad of two different people never has the largest number.
    let ends = starts.iter().skip(1).copied().chain([u64::MAX]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Any split and order of contacts, in memory or in a file, in blocks and parts of any size, merges to the same.
        #[test]
        fn contact_days_are_a_commutative_monoid(
            raw in proptest::collection::vec((0_u32..9, 9_u32..12, 0_i32..40, 1_u8..4, any::<bool>()), 0..1500),
            cuts in proptest::collection::vec(0_usize..1500, 0..5), (block_days, part_blocks) in (1_usize..60, 1_usize..20),
            seed in any::<u64>()
        ) {
            let contact = |&(low, high, day, weight, out): &(u32, u32, i32, u8, bool)| {
                let (weight, none) = (f64::from(weight) / 3.0, 0.0);
                let (out, back) = if out { (weight, none) } else { (none, weight) };
                ContactDay { low, high, day, interactions: 1, out, back, both: weight }
            };
            let all: Vec<ContactDay> = raw.iter().map(contact).collect();
            // What it must be, by the plainest means.
            let mut wanted: std::collections::BTreeMap<(u32, u32, i32), ContactDay> = std::collections::BTreeMap::new();
            for contact in &all {
                wanted.entry((contact.low, contact.high, contact.day)).and_modify(|day| day.merge(contact)).or_insert(*contact);
            }
            let wanted: Vec<ContactDay> = wanted.into_values().collect();
            let run = |contacts: &[ContactDay]| {
                let mut run = Run::default();
                for contact in contacts {
                    run.push(contact);
                }
                run
            };
            prop_assert_eq!(run(&all).into_columns().all().iter().collect::<Vec<ContactDay>>(), wanted.clone());
            let mut shuffled = all.clone();
            shuffled.sort_by_key(|contact| (u64::from(contact.low * 7 + contact.high * 3) ^ contact.day as u64).wrapping_mul(seed | 1));
            let mut bounds: Vec<usize> = cuts.into_iter().map(|at| at.min(all.len())).chain([0, all.len()]).collect();
            bounds.sort_unstable();
            for file in [None, Some(tempfile::tempfile().unwrap())] {
                let runs = Runs { block_days, part_blocks, ..Runs::new(file) };
                for two in bounds.windows(2).rev() {
                    runs.add(run(&shuffled[two[0]..two[1]])).unwrap();
                }
                prop_assert_eq!(runs.merged().unwrap().all().iter().collect::<Vec<ContactDay>>(), wanted.clone());
            }
        }
    }

    #[test]
    fn kinds_that_come_again_are_shared_and_where_none_does_all_are_listed() {
        let kind = |weight: u32| DayKind { both: f64::from(weight), interactions: 1, ..DayKind::default() };
        let (mut shared, mut listed) = (Kinds::default(), Kinds::default());
        for weight in 0..100_000 {
            assert_eq!(shared.number(kind(7 + weight)), weight);
            assert_eq!(listed.number(kind(weight)), weight);
            // One in four.
            for again in 0..u32::from(weight % 3 == 2) {
                assert_eq!(shared.number(kind(7 + again)), again);
            }
        }
        assert_eq!((shared.list().len(), listed.list().len()), (100_000, 100_000));
        let place = listed.number(kind(5));
        assert_eq!((place, listed.list()[place as usize]), (100_000, kind(5)));
    }
}
