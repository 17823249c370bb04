//! Files to workspace: one import, all or nothing.
//!
//! One thread parses and another takes the records into the session, so that both cores work; order is kept, so the result is that of
//! one thread.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver as Inbox, SyncSender, sync_channel};

use crate::import::drive::{DriveError, Progress, Reading, Receiver, Request, Skipped, drive};
use crate::io::digest;
use crate::model::{Handle, Item};
use crate::store::{ImportSummary, KnownReading, Session, StoreError, Terms, Workspace};

/// Records handed over at once, and how many such batches may wait.
const BATCH_RECORDS: usize = 512;
const WAITING_BATCHES: usize = 16;

/// How an import is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Ingest<'a> {
    /// The as-of day, kept with the import.
    pub as_of: &'a str,
    /// The as-of moment, in microseconds since 1970-01-01 UTC.
    pub cutoff_micros: i64,
    /// Refuse everything when one record is rejected.
    pub strict: bool,
    /// Change nothing.
    pub dry_run: bool,
    /// The owner of the data, by the user's word.
    pub owner: &'a [Handle],
    /// The owner is somebody else than the ego.
    pub colleague: bool,
    /// Ends the import early, without a change, when it becomes true.
    pub stop: &'a Arc<AtomicBool>,
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

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Files are being read.
    Reading(Progress<'a>),
    /// What was read is being compared with what is known, and written.
    Writing {
        /// How many of the contacts are done.
        done: u64,
        /// How many there are, as senders and receivers of what was read.
        total: u64,
    },
}

/// Reads everything a request names into the workspace. `progress` is called on the parsing thread, and on this one while it writes.
///
/// # Errors
/// When a file cannot be read or the workspace cannot be written; nothing is changed then.
pub fn ingest(
    workspace: &mut Workspace,
    request: &Request<'_>,
    how: &Ingest<'_>,
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<Outcome, IngestError> {
    let terms = Terms {
        as_of: how.as_of,
        cutoff_micros: how.cutoff_micros,
        paths: request.paths,
        owner: how.owner,
        colleague: how.colleague,
    };
    let mut session = workspace.begin(&terms)?;
    session.stop_when(Arc::clone(how.stop));
    let whose = whose(how);
    let mut known: BTreeMap<[u8; 32], Vec<KnownReading>> = BTreeMap::new();
    let mut lengths = BTreeSet::new();
    for reading in session.known() {
        lengths.insert(reading.bytes);
        known.entry(reading.reading).or_default().push(reading);
    }
    let report = &mut *progress;
    let (driven, taken) = std::thread::scope(|scope| {
        let (sender, inbox) = sync_channel(WAITING_BATCHES);
        let parsing = scope.spawn(move || {
            let stop = Arc::clone(how.stop);
            let cutoff_micros = how.cutoff_micros;
            let mut handing =
                HandingOver { sender, batch: Vec::new(), progress: report, whose, known, lengths, cutoff_micros, stop };
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
    if how.stop.load(Ordering::Relaxed) {
        return Err(StoreError::Interrupted.into());
    }
    taken?;
    let skipped = driven.map_err(IngestError::Drive)?;
    let refused = how.strict && session.rejected() > 0;
    let summary = session.finish(!how.dry_run && !refused, &mut |done, total| progress(Step::Writing { done, total }))?;
    Ok(Outcome { summary, skipped, refused })
}

/// What the parsing thread says.
enum Message {
    Begin { path: String, format: String },
    Records(Vec<Item>),
    End { reading: [u8; 32], bytes: u64, follows_as_of: bool },
    Recall { path: String, known: KnownReading },
}

/// What of the way a file is read the files do not tell: whose it is.
fn whose(how: &Ingest<'_>) -> Vec<u8> {
    let mut whose = vec![u8::from(how.colleague)];
    for handle in how.owner.iter().filter(|_| how.colleague) {
        whose.extend_from_slice(handle.as_str().as_bytes());
        whose.push(0);
    }
    whose
}

fn take_all(session: &mut Session<'_>, inbox: &Inbox<Message>) -> Result<(), StoreError> {
    for message in inbox {
        match message {
            Message::Begin { path, format } => session.begin_source(&path, &format),
            Message::End { reading, bytes, follows_as_of } => session.end_source(reading, bytes, follows_as_of),
            Message::Recall { path, known } => session.recall(&path, &known),
            Message::Records(items) => items.into_iter().try_for_each(|item| session.take(item))?,
        }
    }
    Ok(())
}

/// Hands records over in batches, in order.
struct HandingOver<'a> {
    sender: SyncSender<Message>,
    batch: Vec<Item>,
    progress: &'a mut (dyn FnMut(Step<'_>) + Send),
    whose: Vec<u8>,
    known: BTreeMap<[u8; 32], Vec<KnownReading>>,
    lengths: BTreeSet<u64>,
    cutoff_micros: i64,
    stop: Arc<AtomicBool>,
}

impl HandingOver<'_> {
    fn own(&self, reading: &Reading) -> [u8; 32] {
        digest(&[&reading.hash, &self.whose])
    }

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
        (self.progress)(Step::Reading(progress));
    }

    fn knows_length(&self, bytes: u64) -> bool {
        self.lengths.contains(&bytes)
    }

    fn recall(&mut self, path: &str, _format: &str, reading: &Reading) -> bool {
        let same = self.known.get(&self.own(reading)).into_iter().flatten();
        let Some(known) = same.rev().find(|known| known.holds_as_of(self.cutoff_micros)).cloned() else { return false };
        // When nobody takes records any more, the next one says so.
        let _ = self.flush();
        let _ = self.send(Message::Recall { path: path.to_owned(), known });
        true
    }

    fn end(&mut self, reading: &Reading) {
        let _ = self.flush();
        let message = Message::End { reading: self.own(reading), bytes: reading.bytes, follows_as_of: reading.follows_as_of };
        let _ = self.send(message);
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }
}
