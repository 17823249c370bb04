//! The legs of a world, read when they are asked for: a stretch of time at a time, or once and kept where they are few.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::repeats;
use crate::io::fs::PathError;
use crate::model::DAY_MICROS;
use crate::store::{Leg, LegReader, SegmentNote, StoreError, Stretch};
use crate::ties::{ContactColumns, Gather, Parameters, Run, Runs, gather_into};

/// Legs up to which they are kept in memory once they were read (48 bytes each).
const KEPT_LEGS: u64 = 1 << 22;
/// Legs from which a day or two of them are read alone, until so many were.
const PARTED_LEGS: u64 = 1 << 16;
const PART_MICROS: i64 = 2 * DAY_MICROS;
const MOST_PARTS: usize = 64;
/// Kept legs that one core gathers at a time.
const PIECE_LEGS: usize = 1 << 17;

/// The legs before a moment, repeated meetings left out.
#[derive(Debug, Clone, Default)]
pub struct Legs {
    reader: LegReader,
    until_micros: i64,
    /// Legs up to which they are kept in memory once they were read.
    most_kept: u64,
    /// The person of each handle number, where meetings that are held twice are to be left out.
    people: Option<Arc<Vec<Option<u32>>>>,
    kept: OnceLock<Vec<Leg>>,
    /// How often a few days were asked for.
    parts: Arc<AtomicUsize>,
}

impl Legs {
    /// The legs that a reader reads before a moment; with the people of handle numbers, without the repeats of meetings.
    pub(super) fn new(reader: LegReader, until_micros: i64, people: Option<Arc<Vec<Option<u32>>>>) -> Self {
        Self { reader, until_micros, most_kept: KEPT_LEGS, people, kept: OnceLock::new(), parts: Arc::default() }
    }

    /// The legs as above, which were read already if they are few.
    pub(super) fn with_kept(self, mut legs: Vec<Leg>) -> Self {
        if let Some(people) = &self.people {
            repeats::leave_out(&mut legs, people);
        }
        Self { kept: OnceLock::from(legs), ..self }
    }

    /// The same legs, never kept, and read in stretches of about so many.
    #[cfg(test)]
    pub(super) fn in_stretches_of(&self, stretch_legs: u64) -> Self {
        let reader = self.reader.clone().in_stretches_of(stretch_legs);
        Self { most_kept: 0, ..Self::new(reader, self.until_micros, self.people.clone()) }
    }

    /// Whether legs before a moment are few enough to be kept.
    pub(super) fn are_few(reader: &LegReader, until_micros: i64) -> bool {
        reader.most_before(until_micros) <= KEPT_LEGS
    }

    /// Visits the legs from a moment until before another, in key order, in pieces that never part what shares a moment.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n) in the legs of the stretch, and of the row groups at its ends; about a million legs in memory at once for each core, and more where
    /// many segments overlap.
    pub fn scan(&self, from_micros: i64, until_micros: i64, mut visit: impl FnMut(&[Leg])) -> Result<(), StoreError> {
        let until_micros = until_micros.min(self.until_micros);
        if self.reads_in_part(from_micros, until_micros) {
            visit(&self.read(Stretch { from_micros, until_micros })?);
            return Ok(());
        }
        if let Some(legs) = self.kept()? {
            let start = legs.partition_point(|leg| leg.at_micros < from_micros);
            let end = legs.partition_point(|leg| leg.at_micros < until_micros);
            visit(legs.get(start..end).unwrap_or_default());
            return Ok(());
        }
        let stretches = self.reader.stretches(until_micros).into_iter().filter(|stretch| stretch.until_micros > from_micros);
        let stretches: Vec<Stretch> =
            stretches.map(|stretch| Stretch { from_micros: stretch.from_micros.max(from_micros), ..stretch }).collect();
        if let [only] = stretches[..] {
            visit(&self.read(only)?);
            return Ok(());
        }
        // One thread reads ahead of the one that visits.
        std::thread::scope(|scope| {
            let (sender, inbox) = std::sync::mpsc::sync_channel(0);
            scope.spawn(move || stretches.into_iter().try_for_each(|stretch| sender.send(self.read(stretch))));
            inbox.into_iter().try_for_each(|legs| legs.map(|legs| visit(&legs)))
        })
    }

    /// The contact-days of all legs. All cores work; the result is that of one.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read, or the cache cannot be written.
    ///
    /// # Complexity
    /// O(n log n) in the contacts. Beside the contact-days, in memory are about a million legs and two million contacts for each core; where the
    /// legs are not kept, the rest waits in a file without a name in the cache.
    pub fn contact_days(&self, gather: &Gather<'_>, parameters: &Parameters) -> Result<ContactColumns, StoreError> {
        if let Some(legs) = self.kept()? {
            let runs = Runs::new(None);
            let pieces: Vec<&[Leg]> = pieces(legs).collect();
            pieces.into_par_iter().try_for_each(|piece| gather_run(&runs, &[piece], gather, parameters))?;
            return runs.merged().map_err(unspilled);
        }
        let runs = Runs::new(self.reader.scratch_file().ok());
        let stretches = self.reader.stretches(self.until_micros);
        stretches.into_par_iter().try_for_each(|stretch| {
            let legs = self.read(stretch)?;
            gather_run(&runs, &pieces(&legs).collect::<Vec<_>>(), gather, parameters)
        })?;
        runs.merged().map_err(unspilled)
    }

    /// What was noted of the segments that were read.
    pub(super) fn notes(&self) -> Vec<SegmentNote> {
        self.reader.notes()
    }

    /// Whether a few days are better read without the rest: as long as that was not asked for often, and the rest was not read.
    fn reads_in_part(&self, from_micros: i64, until_micros: i64) -> bool {
        self.kept.get().is_none()
            && from_micros < until_micros
            && until_micros.saturating_sub(from_micros) <= PART_MICROS
            && (PARTED_LEGS..=self.most_kept).contains(&self.reader.most_before(self.until_micros))
            && self.parts.fetch_add(1, Ordering::Relaxed) < MOST_PARTS
    }

    /// The legs themselves, where they are few; they are read the first time.
    fn kept(&self) -> Result<Option<&[Leg]>, StoreError> {
        if self.kept.get().is_none() && self.reader.most_before(self.until_micros) <= self.most_kept {
            let legs = self.read(Stretch { from_micros: i64::MIN, until_micros: self.until_micros })?;
            // When another thread was quicker, its legs are the same.
            let _ = self.kept.set(legs);
        }
        Ok(self.kept.get().map(Vec::as_slice))
    }

    fn read(&self, stretch: Stretch) -> Result<Vec<Leg>, StoreError> {
        let mut legs = self.reader.read(stretch)?;
        if let Some(people) = &self.people {
            repeats::leave_out(&mut legs, people);
        }
        Ok(legs)
    }
}

/// Adds the contacts of pieces of legs, as one run where they are not very many.
fn gather_run(runs: &Runs, pieces: &[&[Leg]], gather: &Gather<'_>, parameters: &Parameters) -> Result<(), StoreError> {
    let mut run = Run::default();
    for piece in pieces {
        gather_into(&mut run, piece, gather, parameters);
        if run.is_long() {
            runs.add(std::mem::take(&mut run)).map_err(unspilled)?;
        }
    }
    runs.add(run).map_err(unspilled)
}

fn unspilled(source: std::io::Error) -> StoreError {
    PathError { action: "use a file in", path: "cache".into(), source }.into()
}

/// Legs in pieces that never part what shares a moment.
fn pieces(legs: &[Leg]) -> impl Iterator<Item = &[Leg]> {
    let mut rest = legs;
    std::iter::from_fn(move || {
        let last = rest.get(PIECE_LEGS.min(rest.len()).checked_sub(1)?)?.at_micros;
        let more = rest.get(PIECE_LEGS..).unwrap_or_default().partition_point(|leg| leg.at_micros == last);
        let (piece, after) = rest.split_at((PIECE_LEGS + more).min(rest.len()));
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Shape, Stance};

    #[test]
    fn pieces_hold_everything_and_part_no_moment() {
        let leg = |at_micros: i64| Leg {
            at_micros,
            id: 1,
            source: 1,
            target: 2,
            channel: 1,
            venue: 0,
            shape: Shape::Directed,
            stance: Stance::Neutral,
            weight: 1.0,
            import: 1,
        };
        let legs: Vec<Leg> = (0..PIECE_LEGS as i64 * 3).map(|number| leg(number / 7)).collect();
        let found: Vec<&[Leg]> = pieces(&legs).collect();
        assert_eq!(found.concat(), legs);
        assert!(found.len() == 3 && found.windows(2).all(|two| two[0].last().unwrap().at_micros < two[1][0].at_micros));
        assert_eq!(pieces(&[]).count(), 0);
    }
}
