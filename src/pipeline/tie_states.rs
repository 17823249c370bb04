//! Legs to tie states on this machine, as a cluster does it by SQL: any number of interactions, in bounded memory.

use std::path::{Path, PathBuf};

use crate::io::{PathError, Unfinished};
use crate::store::{LegTable, PortableTie, TableError, TieStateWriter};
use crate::ties::{Gather, MOST_MICROS, PortableQuery, Run, Runs, Tie, fold_ties, gather_into};

/// Ties of one file, at least.
const PART_TIES: u64 = 1 << 20;

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
    /// A file of contact-days.
    #[error("contact-days cannot be sorted on the disk")]
    Spill(#[from] std::io::Error),
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
/// O(n log n) in the contacts. In memory: the handles, one row group, half a million legs, four million contacts; the rest on the disk beside
/// the output.
pub fn build_tie_states(input: &Path, output: &Path, query: &PortableQuery<'_>) -> Result<Built, BuildError> {
    if output.symlink_metadata().is_ok() {
        return Err(BuildError::Exists { path: output.to_owned() });
    }
    let unfinished = Unfinished::begin(output)?;
    let built = build(input, &unfinished, query)?;
    unfinished.finish(output)?;
    Ok(built)
}

fn build(input: &Path, unfinished: &Unfinished, query: &PortableQuery<'_>) -> Result<Built, BuildError> {
    let spill = Unfinished::begin(&unfinished.path().join("legs"))?;
    let mut table = LegTable::read(input, spill.path(), query.as_of.cutoff_micros(), MOST_MICROS)?;
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
    let runs = Runs::new(Some(unfinished.scratch_file()?));
    let failed = |source| PathError { action: "use a file in", path: unfinished.path().to_owned(), source };
    let mut run = Run::default();
    table.each_stretch(|legs| -> Result<(), BuildError> {
        gather_into(&mut run, legs, &gather, query.parameters);
        if run.is_long() { Ok(runs.add(std::mem::take(&mut run)).map_err(failed)?) } else { Ok(()) }
    })?;
    runs.add(run).map_err(failed)?;
    let day = query.as_of.utc_day();
    let mut parts = Parts { folder: unfinished.path(), as_of_day: day, begun: 0, open: None };
    let name = |person: u32| order.get(person as usize).map_or("", |number| handles[*number as usize].as_str());
    runs.each_part(|days| {
        let ties = fold_ties(days.all(), day, query.parameters);
        let row = |tie: &Tie| PortableTie {
            low: name(tie.low),
            high: name(tie.high),
            interactions: tie.interactions,
            both: tie.both.into(),
            out: tie.out.into(),
            back: tie.back.into(),
        };
        let rows: Vec<PortableTie<'_>> = ties.iter().map(row).collect();
        built.ties += rows.len() as u64;
        built.contact_days += rows.iter().map(|row| u64::from(row.both.contact_days)).sum::<u64>();
        built.interactions += rows.iter().map(|row| u64::from(row.interactions)).sum::<u64>();
        parts.push(&rows)
    })?;
    parts.finish()?;
    Ok(built)
}

/// The files of a result, of a million ties or somewhat more each.
struct Parts<'a> {
    folder: &'a Path,
    as_of_day: i32,
    begun: usize,
    open: Option<TieStateWriter>,
}

impl Parts<'_> {
    fn push(&mut self, rows: &[PortableTie<'_>]) -> Result<(), BuildError> {
        let mut writer = match self.open.take() {
            Some(writer) => writer,
            None => self.begin()?,
        };
        writer.push(rows)?;
        if writer.rows() >= PART_TIES {
            writer.finish()?;
        } else {
            self.open = Some(writer);
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<TieStateWriter, BuildError> {
        let path = self.folder.join(format!("part-{:05}.parquet", self.begun));
        self.begun += 1;
        Ok(TieStateWriter::create(&path, self.as_of_day)?)
    }

    /// Ends the last file; of no tie at all there is one without rows, so that the columns are known.
    fn finish(mut self) -> Result<(), BuildError> {
        match self.open.take() {
            Some(writer) => Ok(writer.finish()?),
            None if self.begun == 0 => Ok(self.begin()?.finish()?),
            None => Ok(()),
        }
    }
}
