//! Files to workspace: one import, all or nothing.
//!
//! One thread parses and another takes the records into the session, so that both cores work; order is kept, so the result is that of
//! one thread.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver as Inbox, SyncSender, sync_channel};

use crate::import::drive::{DriveError, Progress, Receiver, Request, Skipped, drive};
use crate::model::{Handle, Item};
use crate::store::{ImportSummary, Session, StoreError, Workspace};

/// Records handed over at once, and how many such batches may wait.
const BATCH_RECORDS: usize = 512;
const WAITING_BATCHES: usize = 16;

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

/// Reads everything a request names into the workspace. `progress` is called on the parsing thread.
///
/// # Errors
/// When a file cannot be read or the workspace cannot be written; nothing is changed then.
pub fn ingest(
    workspace: &mut Workspace,
    request: &Request<'_>,
    how: &Ingest<'_>,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<Outcome, IngestError> {
    let mut session = workspace.begin(how.as_of)?;
    let (driven, taken) = std::thread::scope(|scope| {
        let (sender, inbox) = sync_channel(WAITING_BATCHES);
        let parsing = scope.spawn(move || {
            let mut handing = HandingOver { sender, batch: Vec::new(), progress };
            let driven = drive(request, &mut handing);
            // Whoever takes the records knows why it stopped.
            let _ = handing.flush();
            driven
        });
        let taken = take_all(&mut session, &inbox);
        drop(inbox);
        let driven = parsing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (driven, taken)
    });
    taken?;
    let skipped = driven.map_err(IngestError::Drive)?;
    session.set_owner(how.owner);
    let refused = how.strict && session.rejected() > 0;
    let summary = session.finish(!how.dry_run && !refused)?;
    Ok(Outcome { summary, skipped, refused })
}

/// What the parsing thread says.
enum Message {
    Begin { path: String, format: String },
    Records(Vec<Item>),
}

fn take_all(session: &mut Session<'_>, inbox: &Inbox<Message>) -> Result<(), StoreError> {
    for message in inbox {
        match message {
            Message::Begin { path, format } => session.begin_source(&path, &format),
            Message::Records(items) => items.into_iter().try_for_each(|item| session.take(item))?,
        }
    }
    Ok(())
}

/// Hands records over in batches, in order.
struct HandingOver<'a> {
    sender: SyncSender<Message>,
    batch: Vec<Item>,
    progress: &'a mut (dyn FnMut(Progress<'_>) + Send),
}

impl HandingOver<'_> {
    fn flush(&mut self) -> ControlFlow<()> {
        let full = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH_RECORDS));
        self.send(Message::Records(full))
    }

    fn send(&mut self, message: Message) -> ControlFlow<()> {
        match self.sender.send(message) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Receiver for HandingOver<'_> {
    fn begin(&mut self, path: &str, format: &str) {
        // When nobody takes records any more, the next one says so.
        let _ = self.flush();
        let _ = self.send(Message::Begin { path: path.to_owned(), format: format.to_owned() });
    }

    fn take(&mut self, item: Item) -> ControlFlow<()> {
        self.batch.push(item);
        if self.batch.len() >= BATCH_RECORDS { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn progress(&mut self, progress: Progress<'_>) {
        (self.progress)(progress);
    }
}
