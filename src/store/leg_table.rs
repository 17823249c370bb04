//! Reading portable legs, in whatever order they stand, on all cores: handles become numbers, and legs wait in parts by moment.

use std::fs::File;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use polars::prelude::DataFrame;
use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use super::leg::Leg;
use super::leg_parts::{LegParts, PartLeg, THREADED, stretches};
use super::leg_slice::{LegSlice, slices};
use super::portable::{TableError, shape_of_word};
use super::ranked::Ranked;
use super::scratch::Scratch;
use super::texts::Texts;
use crate::model::Channel;

/// Legs of a part, about.
const PART_LEGS: usize = 1 << 19;
/// Most parts, so that of very many legs the pieces of parts are not too small to be read.
const MOST_PARTS: usize = 1 << 9;
/// Of so many moments one is looked at to tell where parts begin.
const SAMPLED: usize = 1 << 10;

/// The legs of a table, waiting until all handles are known.
#[derive(Debug)]
pub struct LegTable {
    /// Rows read.
    pub rows: u64,
    /// Of them, legs behind the as-of moment, which were left out.
    pub later: u64,
    /// The person of each handle number: people are numbered in the byte order of their handles. Number 0 is nobody.
    pub people: Vec<Option<u32>>,
    handles: Ranked,
    parts: LegParts,
}

/// What was in a slice besides legs.
#[derive(Debug, Default)]
struct Seen {
    rows: u64,
    later: u64,
    faults: u64,
    /// The first row of them, and what is wrong with it.
    first: Option<(u64, &'static str)>,
}

impl LegTable {
    /// Label numbers of channels whose recipients share a thread.
    pub const THREADED: &'static [u32] = &[THREADED];

    /// Reads a Parquet file, or those of a folder. In the empty file `scratch` legs wait; moments more than `most_micros`, which is below 2⁶⁰,
    /// from 1970 are refused.
    ///
    /// # Errors
    /// When the files cannot be read, are no table of legs, or hold rows that are none.
    ///
    /// # Complexity
    /// O(n) in the legs, and O(p log p) in the handles, on all cores; in memory are the handles, and for each core one row group or a million
    /// rows of it.
    pub fn read(path: &Path, scratch: File, until_micros: i64, most_micros: i64) -> Result<Self, TableError> {
        Self::read_in_parts(path, Scratch::new(Some(scratch)), (until_micros, most_micros), (PART_LEGS, SAMPLED))
    }

    fn read_in_parts(
        path: &Path,
        scratch: Scratch,
        (until_micros, most_micros): (i64, i64),
        (part_legs, sampled): (usize, usize),
    ) -> Result<Self, TableError> {
        let slices = slices(path)?;
        let parts = LegParts::new(scratch, cuts(&slices, part_legs, sampled)?);
        let handles = RwLock::new(Texts::default());
        let read = |(order, slice): (usize, &LegSlice)| {
            let frame = slice.decode()?;
            let (mut legs, mut names) = (Vec::with_capacity(frame.height()), Vec::with_capacity(2 * frame.height()));
            let seen = legs_of(&frame, (until_micros, most_micros), |leg, source, target| {
                legs.push(leg);
                names.extend([source, target]);
            })?;
            for (leg, numbers) in legs.iter_mut().zip(numbers(&handles, &names).chunks_exact(2)) {
                (leg.source, leg.target) = (numbers[0], numbers[1]);
            }
            parts.add(order, legs)?;
            Ok(seen)
        };
        let seen: Vec<Seen> = slices.par_iter().enumerate().map(read).collect::<Result<_, TableError>>()?;
        let count = |of: fn(&Seen) -> u64| seen.iter().map(of).sum::<u64>();
        let rows = count(|seen| seen.rows);
        if let Some((slice, (row, problem))) = seen.iter().zip(&slices).find_map(|(seen, slice)| Some((slice, seen.first?))) {
            let (path, row) = (slice.path().to_owned(), slice.first_row() + row);
            return Err(TableError::Unusable { count: count(|seen| seen.faults), rows, path, row, problem });
        }
        let (handles, ranks) = Ranked::of(&handles.into_inner().unwrap_or_else(PoisonError::into_inner));
        let people = std::iter::once(None).chain(ranks.into_iter().map(Some)).collect();
        Ok(Self { rows, later: count(|seen| seen.later), people, handles, parts })
    }

    /// The handle of a person; empty where there is none.
    #[must_use]
    pub fn handle(&self, person: u32) -> &str {
        self.handles.text(person)
    }

    /// The person with a handle.
    #[must_use]
    pub fn person(&self, handle: &str) -> Option<u32> {
        self.handles.find(handle)
    }

    /// How many parts there are, of about half a million legs each.
    #[must_use]
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Visits the legs of a part, those of an act together, in pieces that never part what shares a moment. No two parts share one.
    ///
    /// # Errors
    /// When they cannot be read again, or `visit` fails.
    ///
    /// # Complexity
    /// O(n log n) in the legs of the part, which are in memory; O(n) where they are ordered by moment.
    pub fn visit_part<E: From<TableError>>(&self, part: usize, visit: impl FnMut(&[Leg]) -> Result<(), E>) -> Result<(), E> {
        stretches(&self.parts.read(part).map_err(TableError::from)?, visit)
    }
}

/// The numbers of handles, from 1; that of no handle is 0.
fn numbers(handles: &RwLock<Texts>, names: &[&str]) -> Vec<u32> {
    let mut numbers = handles.read().unwrap_or_else(PoisonError::into_inner).places(names);
    let new = numbers.iter_mut().zip(names).filter(|(number, name)| **number == 0 && !name.is_empty());
    let mut new = new.peekable();
    if new.peek().is_some() {
        let mut handles = handles.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = handles.len() as u32 + 1;
        for (number, name) in new {
            *number = handles.number(name, &mut next);
        }
    }
    numbers
}

/// Gives the legs of a frame with the handles of their sources (empty for nobody) and targets.
fn legs_of<'f>(
    frame: &'f DataFrame,
    (until_micros, most_micros): (i64, i64),
    mut give: impl FnMut(PartLeg, &'f str, &'f str),
) -> Result<Seen, TableError> {
    let (at, interaction) = (frame.column("at_micros")?.i64()?, frame.column("interaction")?.i64()?);
    let (source, target) = (frame.column("source")?.str()?, frame.column("target")?.str()?);
    let (shape, channel, weight) =
        (frame.column("shape")?.str()?, frame.column("channel")?.str()?, frame.column("weight")?.f64()?);
    let columns = at
        .iter()
        .zip(interaction.iter())
        .zip(source.iter())
        .zip(target.iter())
        .zip(shape.iter())
        .zip(channel.iter())
        .zip(weight.iter());
    let mut seen = Seen::default();
    for ((((((at, interaction), source), target), shape), channel), weight) in columns {
        seen.rows += 1;
        let mut fault = |problem| {
            seen.faults += 1;
            seen.first.get_or_insert((seen.rows, problem));
        };
        let Some(at_micros) = at.filter(|at| (-most_micros..=most_micros).contains(at)) else {
            fault("`at_micros` is missing or too far from 1970");
            continue;
        };
        let (Some(interaction), Some(channel)) = (interaction, channel) else {
            fault("`interaction` or `channel` is missing");
            continue;
        };
        let (Some(target), false) = (target.filter(|target| !target.is_empty()), source == Some("")) else {
            fault("`target` is missing, or `source` is empty instead of null");
            continue;
        };
        let Some(shape) = shape.and_then(shape_of_word) else {
            fault("`shape` is none of directed, mutual, gathering, bulk");
            continue;
        };
        let Some(weight) = weight.filter(|weight| *weight > 0.0 && *weight <= 1.0) else {
            fault("`weight` is not above 0 and at most 1");
            continue;
        };
        if at_micros >= until_micros {
            seen.later += 1;
            continue;
        }
        let kind = (shape, channel == Channel::TABLE.as_str());
        give(PartLeg::new(at_micros, interaction, kind, weight), source.unwrap_or_default(), target);
    }
    Ok(seen)
}

/// The moments at which parts after the first begin, so that about as many legs are in each.
fn cuts(slices: &[LegSlice], part_legs: usize, sampled: usize) -> Result<Vec<i64>, TableError> {
    let rows: usize = slices.iter().map(LegSlice::rows).sum();
    let part_legs = part_legs.max(rows / MOST_PARTS);
    if rows <= part_legs {
        return Ok(Vec::new());
    }
    let sample = |slice: &LegSlice| {
        let frame = slice.decode_moments()?;
        Ok(frame.column("at_micros")?.i64()?.iter().step_by(sampled).flatten().collect::<Vec<i64>>())
    };
    let mut sample = slices.par_iter().map(sample).collect::<Result<Vec<Vec<i64>>, TableError>>()?.concat();
    sample.sort_unstable();
    let mut cuts: Vec<i64> = sample.into_iter().step_by(part_legs / sampled).skip(1).collect();
    cuts.dedup();
    Ok(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Shape;
    use crate::store::{LegTableWriter, PortableLeg};
    use proptest::prelude::*;

    type Row = (i64, i64, u8, u8, Shape, bool, u8);

    /// Writes rows as a folder of files of so many each.
    fn write(folder: &Path, rows: &[Row], rows_of_file: usize) {
        for (number, rows) in rows.chunks(rows_of_file).enumerate() {
            let file = File::create(folder.join(format!("{number:04}.parquet"))).unwrap();
            let names: Vec<[String; 2]> =
                rows.iter().map(|row| [row.2, row.3].map(|person| format!("mailto:{person}@example.org"))).collect();
            let mut writer = LegTableWriter::new(file).unwrap();
            for (&(at_micros, interaction, source, _, shape, is_bare, weight), [sender, target]) in rows.iter().zip(&names) {
                let source = (source > 0).then_some(sender.as_str());
                let (channel, weight) = (if is_bare { "table" } else { "email" }, f64::from(weight) / 4.0);
                writer.push(PortableLeg { at_micros, interaction, source, target, shape, channel, weight }).unwrap();
            }
            writer.finish().unwrap();
        }
    }

    /// All legs in the order they are visited, without the numbers that handles have.
    fn legs(table: &LegTable) -> Vec<(i64, u64, String, String, u32, u64)> {
        let mut legs = Vec::new();
        for part in 0..table.parts() {
            let visit = |some: &[Leg]| {
                legs.extend(some.iter().map(|leg| {
                    let handle = |number: u32| table.people[number as usize].map_or("", |person| table.handle(person));
                    let [source, target] = [leg.source, leg.target].map(|number| handle(number).to_owned());
                    (leg.at_micros, leg.id, source, target, leg.channel, leg.weight.to_bits())
                }));
                Ok::<_, TableError>(())
            };
            table.visit_part(part, visit).unwrap();
        }
        legs
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Whatever the order of rows and the cut into files and parts, the same legs come, each act's together.
        #[test]
        fn every_leg_comes_whatever_the_order_of_rows(
            rows in proptest::collection::vec(
                (-40_i64..60, 0_i64..4, 0_u8..6, 1_u8..6, prop_oneof![Just(Shape::Directed), Just(Shape::Gathering)], any::<bool>(), 1_u8..5),
                1..300),
            rows_of_file in 20_usize..200, part_legs in 4_usize..400, seed in any::<u64>(), is_sorted in any::<bool>()
        ) {
            let mut rows = rows;
            if is_sorted {
                rows.sort_by_key(|row| row.0);
            }
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), &rows, rows_of_file);
            let read = |part_legs| LegTable::read_in_parts(folder.path(), Scratch::new(None), (50, 1 << 53), (part_legs, 2)).unwrap();
            let (whole, table) = (read(1 << 20), read(part_legs));
            let later = rows.iter().filter(|row| row.0 >= 50).count() as u64;
            prop_assert_eq!((table.rows, table.later, whole.parts()), (rows.len() as u64, later, 1));
            let sorted = |mut legs: Vec<_>| { legs.sort_unstable(); legs };
            let found = legs(&table);
            prop_assert!(found.is_sorted_by_key(|leg| leg.0));
            for moment in found.chunk_by(|one, next| one.0 == next.0) {
                let acts = moment.chunk_by(|one, next| (one.1, &one.2) == (next.1, &next.2));
                let mut seen: Vec<(u64, &str)> = acts.filter_map(|act| act.first()).map(|leg| (leg.1, leg.2.as_str())).collect();
                let count = seen.len();
                seen.sort_unstable();
                seen.dedup();
                prop_assert_eq!(seen.len(), count, "the legs of an act are together");
            }
            prop_assert_eq!(sorted(found.clone()), sorted(legs(&whole)));
            rows.sort_by_key(|row| (row.0 as u64 ^ u64::from(row.3) << 9 ^ u64::from(row.2) << 5).wrapping_mul(seed | 1));
            let shuffled = tempfile::tempdir().unwrap();
            write(shuffled.path(), &rows, rows_of_file);
            let table = LegTable::read_in_parts(shuffled.path(), Scratch::new(None), (50, 1 << 53), (part_legs, 2)).unwrap();
            prop_assert_eq!(sorted(legs(&table)), sorted(found));
        }
    }

    #[test]
    fn the_first_row_that_is_no_leg_is_told_whatever_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let row = |at: i64, weight: u8| (at, 1, 1, 2, Shape::Directed, false, weight);
        write(folder.path(), &[row(1, 4), row(2, 4), row(3, 4), row(4, 0), row(5, 9), row(6, 9)], 2);
        let error = LegTable::read(folder.path(), tempfile::tempfile().unwrap(), 9, 1 << 53).err().unwrap();
        let TableError::Unusable { count, rows, path, row, .. } = error else { panic!("{error}") };
        assert_eq!((count, rows, path, row), (3, 6, folder.path().join("0001.parquet"), 2));
    }
}
