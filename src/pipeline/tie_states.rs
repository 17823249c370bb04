//! Legs to tie states on this machine, as a cluster does it by SQL: any number of interactions, in bounded memory.

use std::path::{Path, PathBuf};

use super::runs::Runs;
use crate::io::{PathError, Unfinished, fs};
use crate::store::{LegTable, PortableState, PortableTie, TableError, write_tie_states};
use crate::ties::{Gather, MOST_MICROS, PortableQuery, TieState, contact_days, fold_ties, merge_pieces};

/// Legs of the people of one part, about: what is merged in memory at once.
const PART_LEGS: u64 = 1 << 22;

/// What a build came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Built {
    /// Legs read.
    pub legs: u64,
    /// Of them, those behind the as-of moment, which are not seen.
    pub later: u64,
    /// Whether the ego takes part in any of them.
    pub ego_met: bool,
    /// Ties written.
    pub ties: u64,
    /// Contact-days in them.
    pub contact_days: u64,
    /// Interactions in them.
    pub interactions: u64,
}

/// Why tie states cannot be built on this machine; nothing is then written.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The table of legs, or the disk.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A file operation failed.
    #[error(transparent)]
    Path(#[from] PathError),
    /// Something is where the result should go.
    #[error("`{path}` exists already")]
    Exists {
        /// The place.
        path: PathBuf,
    },
}

/// Builds the tie states of a table of legs as a folder of Parquet files, sorted by dyad. The folder takes its name when all of it is written.
///
/// # Errors
/// When the input is no table of legs, the output exists, or the disk refuses; nothing is left of it then.
///
/// # Complexity
/// O(n log n) in the contacts. In memory: the handles, half a million legs, and the contact-days of about four million legs; the rest on the
/// disk beside the output.
pub fn build_tie_states(input: &Path, output: &Path, query: &PortableQuery<'_>) -> Result<Built, BuildError> {
    if output.symlink_metadata().is_ok() {
        return Err(BuildError::Exists { path: output.to_owned() });
    }
    let unfinished = Unfinished::begin(output)?;
    let built = build(input, unfinished.path(), query)?;
    unfinished.finish(output)?;
    Ok(built)
}

fn build(input: &Path, folder: &Path, query: &PortableQuery<'_>) -> Result<Built, BuildError> {
    let spill = folder.join("_temporary");
    let mut table = LegTable::read(input, &spill, query.as_of.cutoff_micros(), MOST_MICROS)?;
    let mut built = Built { legs: table.rows, later: table.later, ..Built::default() };
    // People are numbered in the byte order of their handles, so that who is `low` is the same as where handles are compared.
    let handles = std::mem::take(&mut table.handles);
    let mut order: Vec<u32> = (1..handles.len() as u32).collect();
    order.sort_unstable_by_key(|number| handles[*number as usize].as_str());
    let mut people: Vec<Option<u32>> = vec![None; handles.len()];
    for (person, number) in (0_u32..).zip(&order) {
        people[*number as usize] = Some(person);
    }
    let ego = query.ego.and_then(|ego| order.binary_search_by_key(&ego, |number| handles[*number as usize].as_str()).ok());
    built.ego_met = ego.is_some();
    let gather = Gather { people: &people, ego: ego.map(|ego| ego as u32), threaded: LegTable::THREADED };
    let mut runs = Runs::new(&spill, parts(&order, &table.legs_of));
    table.each_stretch(|legs| -> Result<(), BuildError> { Ok(runs.add(&contact_days(legs, &gather, query.parameters))?) })?;
    let name = |person: u32| order.get(person as usize).map_or("", |number| handles[*number as usize].as_str());
    for part in 0..runs.parts() {
        let days = merge_pieces(runs.take(part)?);
        let ties = fold_ties(&days, query.as_of.utc_day(), query.parameters);
        built.ties += ties.len() as u64;
        let rows: Vec<PortableTie<'_>> = ties
            .iter()
            .map(|tie| PortableTie {
                low: name(tie.low),
                high: name(tie.high),
                interactions: tie.interactions,
                both: state(&tie.both),
                out: state(&tie.out),
                back: state(&tie.back),
            })
            .collect();
        built.contact_days += rows.iter().map(|row| u64::from(row.both.contact_days)).sum::<u64>();
        built.interactions += rows.iter().map(|row| u64::from(row.interactions)).sum::<u64>();
        write_tie_states(&folder.join(format!("part-{part:05}.parquet")), &rows, query.as_of.utc_day())?;
    }
    drop(runs);
    if spill.is_dir() {
        fs::remove_folder(&spill)?;
    }
    Ok(built)
}

fn state(state: &TieState) -> PortableState {
    let TieState { momentum, first_day, last_day, contact_days } = *state;
    PortableState { contact_days, first_day, last_day, momentum }
}

/// The first person of every part but the first: parts of people who take part in about as many legs.
fn parts(order: &[u32], legs_of: &[u64]) -> Vec<u32> {
    let (mut firsts, mut legs) = (Vec::new(), 0);
    for (person, number) in (0_u32..).zip(order) {
        let own = legs_of.get(*number as usize).copied().unwrap_or_default();
        // A leg counts with both of its people, and is one contact of the one that stands first.
        if legs > 0 && legs + own > 2 * PART_LEGS {
            firsts.push(person);
            legs = 0;
        }
        legs += own;
    }
    firsts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_of_about_as_many_legs_and_nobody_is_in_two() {
        let legs_of = [0, 3 * PART_LEGS, 1, PART_LEGS, PART_LEGS, 5];
        assert_eq!(parts(&[1, 2, 3, 4, 5], &legs_of), [1, 3]);
        assert!(parts(&[1, 2], &[0, 1, 1]).is_empty());
        assert!(parts(&[], &[0]).is_empty());
    }
}
