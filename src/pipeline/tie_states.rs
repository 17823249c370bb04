//! Legs to tie states on this machine, as a cluster does it by SQL: any number of interactions, in bounded memory.

use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};
use rayon::slice::ParallelSlice;

use crate::io::{PathError, Unfinished};
use crate::store::{LegTable, PortableTie, TableError, TieRows, TieStateEncoder, TieStateWriter};
use crate::ties::{ContactColumns, DyadState, Gather, MOST_MICROS, PortableQuery, Run, Runs, fold_states, gather_into};

/// Row groups of one file: a million ties.
const PART_GROUPS: usize = 8;

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
/// O(n log n) in the contacts, on all cores. In memory: the handles, and for each core one row group or a million rows of it, then half a million
/// legs and four million contacts, at last half a million ties while as many are folded; the rest on the disk beside the output.
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
    let table = LegTable::read(input, unfinished.scratch_file()?, query.as_of.cutoff_micros(), MOST_MICROS)?;
    let ego = query.ego.and_then(|ego| table.person(ego));
    let gather = Gather { people: &table.people, ego, threaded: LegTable::THREADED };
    let runs = Runs::new(Some(unfinished.scratch_file()?));
    let add = |run: Run| {
        let failed = |source| PathError { action: "use a file in", path: unfinished.path().to_owned(), source };
        runs.add(run).map_err(failed)
    };
    (0..table.parts()).into_par_iter().try_for_each(|part| -> Result<(), BuildError> {
        let mut run = Run::default();
        table.visit_part(part, |legs| -> Result<(), BuildError> {
            gather_into(&mut run, legs, &gather, query.parameters);
            if run.is_long() { Ok(add(std::mem::take(&mut run))?) } else { Ok(()) }
        })?;
        Ok(add(run)?)
    })?;
    let day = query.as_of.utc_day();
    let row = |state: DyadState| PortableTie {
        low: table.handle(state.low),
        high: table.handle(state.high),
        interactions: state.interactions,
        both: state.both.into(),
        out: state.out.into(),
        back: state.back.into(),
    };
    let fold = |days: ContactColumns| -> Vec<PortableTie<'_>> {
        fold_states(days.all(), day, query.parameters).into_iter().map(row).collect()
    };
    let mut parts = Parts {
        folder: unfinished.path(),
        encoder: TieStateEncoder::new(day)?,
        waiting: Vec::new(),
        begun: 0,
        open: None,
        built: Built { legs: table.rows, later: table.later, ego_met: ego.is_some(), ..Built::default() },
    };
    runs.each_part(fold, |ties| parts.add(ties))?;
    parts.finish()
}

/// The files of a result, of a million ties each.
struct Parts<'a> {
    folder: &'a Path,
    encoder: TieStateEncoder,
    /// Less than a row group.
    waiting: Vec<PortableTie<'a>>,
    begun: usize,
    open: Option<TieStateWriter>,
    built: Built,
}

impl<'a> Parts<'a> {
    fn add(&mut self, ties: Vec<Vec<PortableTie<'a>>>) -> Result<(), BuildError> {
        for tie in ties.iter().flatten() {
            self.built.ties += 1;
            self.built.contact_days += u64::from(tie.both.contact_days);
            self.built.interactions += u64::from(tie.interactions);
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.extend(ties.into_iter().flatten());
        let rest = waiting.len() % TieStateEncoder::ROWS;
        self.waiting = waiting.split_off(waiting.len() - rest);
        self.write(&waiting)
    }

    /// Writes row groups, which are encoded on all cores.
    fn write(&mut self, ties: &[PortableTie<'_>]) -> Result<(), BuildError> {
        let groups: Vec<TieRows> =
            ties.par_chunks(TieStateEncoder::ROWS).map(|ties| self.encoder.encode(ties)).collect::<Result<_, TableError>>()?;
        for group in groups {
            if self.open.is_none() {
                self.open = Some(self.begin()?);
            }
            if let Some(writer) = &mut self.open {
                writer.push(&group)?;
            }
            if let Some(full) = self.open.take_if(|writer| writer.groups() >= PART_GROUPS) {
                full.finish()?;
            }
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<TieStateWriter, BuildError> {
        let path = self.folder.join(format!("part-{:05}.parquet", self.begun));
        self.begun += 1;
        Ok(TieStateWriter::create(&path)?)
    }

    /// Ends the last file; of no tie at all there is one without rows, so that the columns are known.
    fn finish(mut self) -> Result<Built, BuildError> {
        let rest = std::mem::take(&mut self.waiting);
        self.write(&rest)?;
        match self.open.take() {
            Some(writer) => writer.finish()?,
            None if self.begun == 0 => self.begin()?.finish()?,
            None => {}
        }
        Ok(self.built)
    }
}
