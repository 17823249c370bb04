//! Files to workspace: one import, all or nothing.

use std::ops::ControlFlow;

use crate::import::drive::{DriveError, Progress, Receiver, Request, Skipped, drive};
use crate::model::{Handle, Item};
use crate::store::{ImportSummary, Session, StoreError, Workspace};

/// How an import is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ingest<'a> {
    /// The as-of day, kept with the import.
    pub as_of: &'a str,
    /// Refuse everything when one record is rejected.
    pub strict: bool,
    /// Change nothing.
    pub dry_run: bool,
    /// The owner of the data, by the user's word.
    pub owner: &'a [Handle],
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Per file.
    pub summary: ImportSummary,
    /// Files that were passed over.
    pub skipped: Vec<Skipped>,
    /// Whether `strict` refused it because something was rejected.
    pub refused: bool,
}

/// Why an import failed; the workspace is as before.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The files.
    #[error(transparent)]
    Drive(DriveError),
    /// The workspace.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads everything a request names into the workspace.
///
/// # Errors
/// When a file cannot be read or the workspace cannot be written; nothing is changed then.
pub fn ingest(
    workspace: &mut Workspace,
    request: &Request<'_>,
    how: &Ingest<'_>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Outcome, IngestError> {
    let mut taking = Taking { session: workspace.begin(how.as_of)?, failure: None, progress };
    let driven = drive(request, &mut taking);
    if let Some(error) = taking.failure {
        return Err(error.into());
    }
    let skipped = driven.map_err(IngestError::Drive)?;
    let mut session = taking.session;
    session.set_owner(how.owner);
    let refused = how.strict && session.rejected() > 0;
    let summary = session.finish(!how.dry_run && !refused)?;
    Ok(Outcome { summary, skipped, refused })
}

/// Hands records to the session and keeps its error.
struct Taking<'a, 'w> {
    session: Session<'w>,
    failure: Option<StoreError>,
    progress: &'a mut dyn FnMut(Progress<'_>),
}

impl Receiver for Taking<'_, '_> {
    fn begin(&mut self, path: &str, format: &str) {
        self.session.begin_source(path, format);
    }

    fn take(&mut self, item: Item) -> ControlFlow<()> {
        match self.session.take(item) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failure = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn progress(&mut self, progress: Progress<'_>) {
        (self.progress)(progress);
    }
}
