//! Legs to tie states on this machine, as a cluster does it by SQL: any number of interactions, in bounded memory.

use std::path::{Path, PathBuf};

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use crate::io::{PathError, Unfinished};
use crate::store::{LegTable, PortableTie, TableError, TieStateWriter};
use crate::ties::{ContactColumns, DyadState, Gather, MOST_MICROS, PortableQuery, Run, Runs, fold_states, gather_into};

/// Ties of one file.
const PART_TIES: u64 = 1 << 20;
/// Folded parts that wait for the one that is being written.
const PARTS_AHEAD: usize = 2;

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
/// legs and four million contacts; the rest on the disk beside the output.
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
    let mut built = Built { legs: table.rows, later: table.later, ego_met: ego.is_some(), ..Built::default() };
    let mut parts = Parts { folder: unfinished.path(), as_of_day: day, begun: 0, open: None };
    // One thread writes what the others fold ahead of it.
    std::thread::scope(|scope| {
        let (sender, inbox) = std::sync::mpsc::sync_channel::<Vec<PortableTie<'_>>>(PARTS_AHEAD);
        let written = scope.spawn(move || {
            for tie in inbox.into_iter().flatten() {
                built.ties += 1;
                built.contact_days += u64::from(tie.both.contact_days);
                built.interactions += u64::from(tie.interactions);
                parts.push(tie)?;
            }
            parts.finish().map(|()| built)
        });
        // Where nobody takes them any more, the writer tells why.
        let taken = |ties| Ok(sender.send(ties).map_err(|_| std::io::Error::from(std::io::ErrorKind::BrokenPipe))?);
        let read = runs.each_part(fold, taken);
        drop(sender);
        let built = written.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        read.map(|()| built)
    })
}

/// The files of a result, of a million ties each.
struct Parts<'a> {
    folder: &'a Path,
    as_of_day: i32,
    begun: usize,
    open: Option<TieStateWriter<'a>>,
}

impl<'a> Parts<'a> {
    fn push(&mut self, tie: PortableTie<'a>) -> Result<(), BuildError> {
        if self.open.is_none() {
            self.open = Some(self.begin()?);
        }
        if let Some(writer) = &mut self.open {
            writer.push(tie)?;
        }
        if let Some(full) = self.open.take_if(|writer| writer.rows() >= PART_TIES) {
            full.finish()?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<TieStateWriter<'a>, BuildError> {
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
