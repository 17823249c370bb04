//! Errors as the user sees them: what, why, what to type; and the exit code.

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use super::args::{Color, Global};
use super::screen::{Ink, message_columns, painted, wants_color};
use super::wrap::wrapped;
use crate::import::ImportError;
use crate::import::drive::DriveError;
use crate::io::PathError;
use crate::pipeline::{BuildError, IngestError};
use crate::render::text::Untrusted;
use crate::store::{ForeignError, MessagesError, StoreError, TableError};

/// What kind of failure, and so the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NoAnswer = 1,
    Usage = 2,
    Strict = 3,
    Damaged = 4,
    Disk = 5,
    Config = 6,
    Internal = 70,
    Busy = 75,
    Interrupted = 130,
    /// The reader of our output went away: not a failure.
    ClosedPipe = 0,
}

/// A failure with its causes and hints.
#[derive(Debug)]
pub(super) struct CliError {
    kind: Kind,
    what: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

impl CliError {
    fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), causes: Vec::new(), hints: Vec::new() }
    }

    pub(super) fn no_answer(what: impl Into<String>) -> Self {
        Self::new(Kind::NoAnswer, what)
    }

    pub(super) fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    pub(super) fn strict(what: impl Into<String>) -> Self {
        Self::new(Kind::Strict, what)
    }

    pub(super) fn config(what: impl Into<String>) -> Self {
        Self::new(Kind::Config, what)
    }

    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::new(Kind::Damaged, what)
    }

    /// What was asked of others was not done: the disk, a cluster.
    #[cfg(feature = "distributed")]
    pub(super) fn failed(what: impl Into<String>) -> Self {
        Self::new(Kind::Disk, what)
    }

    /// Adds a cause that is not known yet.
    #[cfg(feature = "distributed")]
    pub(super) fn because(mut self, cause: &str) -> Self {
        if self.causes.last().is_none_or(|last| last != cause) {
            self.causes.push(cause.to_owned());
        }
        self
    }

    pub(super) fn internal(what: impl Into<String>) -> Self {
        Self::new(Kind::Internal, what)
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    fn from_error(kind: Kind, error: &dyn Error) -> Self {
        let mut built = Self::new(kind, error.to_string());
        let mut source = error.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if built.causes.last() != Some(&text) && built.what != text {
                built.causes.push(text);
            }
            source = cause.source();
        }
        built
    }

    /// Prints the error to stderr and gives the exit code.
    pub(super) fn report(self, color: Color) -> ExitCode {
        if self.kind != Kind::ClosedPipe {
            let said = laid_out(&format!("error: {}", self.what));
            let error = if wants_color(color, std::io::stderr().is_terminal()) { &painted(Ink::Wrong, "error") } else { "error" };
            print(&said.replacen("error", error, 1));
            self.causes.iter().for_each(|cause| say(&format!("  caused by: {cause}")));
            self.hints.iter().for_each(|hint| say(&format!("  hint: {hint}")));
        }
        ExitCode::from(self.kind as u8)
    }
}

/// Words that messages begin with; what follows them hangs under itself.
const LEADS: [&str; 5] = ["error: ", "  caused by: ", "  hint: ", "note: ", "warning: "];

/// A message to stderr, wrapped at the terminal's width; nobody listening is no failure.
pub(super) fn say(message: &str) {
    print(&laid_out(message));
}

/// What stands below a result, on stderr and fainter than it.
pub(super) fn note(global: &Global, message: &str) {
    let lines = laid_out(message);
    if wants_color(global.color, std::io::stderr().is_terminal()) {
        lines.lines().for_each(|line| print(&format!("{}\n", painted(Ink::Quiet, line))));
    } else {
        print(&lines);
    }
}

/// A message in lines of the terminal's width, each ended.
fn laid_out(message: &str) -> String {
    let Some(columns) = message_columns() else { return format!("{message}\n") };
    let line = |line: &str| {
        let lead = LEADS.into_iter().find(|lead| line.starts_with(lead));
        let lead = lead.unwrap_or_else(|| line.get(..line.len() - line.trim_start_matches(' ').len()).unwrap_or_default());
        let hanging = if lead.trim().is_empty() { lead.len() + 2 } else { lead.len() };
        wrapped(lead, hanging, line.get(lead.len()..).unwrap_or_default(), columns)
    };
    message.split('\n').map(line).collect()
}

fn print(lines: &str) {
    let _ = write!(std::io::stderr(), "{lines}");
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NoWorkspace { .. } => Self::from_error(Kind::Config, &error)
                .hint("make one: acquaint init --me YOU@EXAMPLE.ORG, or import something: acquaint import PATH")
                .hint("another place: -w DIR, or ACQUAINT_WORKSPACE"),
            StoreError::NotEmpty { .. } => Self::from_error(Kind::Config, &error).hint("name a new or empty folder: -w DIR"),
            StoreError::Exists { .. } => {
                Self::from_error(Kind::Config, &error).hint("say who you are: acquaint config set me HANDLE…")
            }
            StoreError::Busy => Self::from_error(Kind::Busy, &error).hint("try again when it is done"),
            StoreError::Newer { .. } => Self::from_error(Kind::Config, &error).hint("install the newest acquaint"),
            StoreError::OlderAndReadOnly { .. } => Self::from_error(Kind::Config, &error)
                .hint("make the folder writable (chmod -R u+w), or copy it to where you may write and name the copy: -w DIR")
                .hint("the first command then brings it up to date; nothing in it is lost"),
            StoreError::Damaged { .. } => Self::from_error(Kind::Damaged, &error)
                .hint("see all damage: acquaint verify")
                .hint("restore the folder from a backup, or import the exports again into a new workspace"),
            StoreError::Interrupted => {
                Self::new(Kind::Interrupted, "interrupted: nothing was imported, the workspace is as before")
                    .hint("import again whenever you like; it begins anew")
            }
            StoreError::NoImport { .. } | StoreError::TakenBack { .. } => {
                Self::from_error(Kind::NoAnswer, &error).hint("see what was imported: acquaint imports")
            }
            StoreError::NotUndoable { .. } => Self::from_error(Kind::Usage, &error)
                .hint("make a new workspace and import there what you want to keep: acquaint -w DIR import PATH"),
            // A commit that failed on its last step may have taken place.
            StoreError::Catalog(_) => Self::from_error(Kind::Disk, &error)
                .hint("check free space and permissions, then repeat the command; nothing is half done"),
            StoreError::Path(_) | StoreError::Segment { .. } | StoreError::Spill(_) => {
                Self::from_error(Kind::Disk, &error).hint("check free space and permissions; the workspace is as before")
            }
        }
    }
}

impl From<PathError> for CliError {
    fn from(error: PathError) -> Self {
        Self::from_error(Kind::Disk, &error).hint("check that the folder exists, may be written to, and has space")
    }
}

impl From<ForeignError> for CliError {
    fn from(error: ForeignError) -> Self {
        Self::from_error(Kind::Disk, &error)
    }
}

impl From<BuildError> for CliError {
    fn from(error: BuildError) -> Self {
        match &error {
            BuildError::Exists { .. } => {
                Self::from_error(Kind::Usage, &error).hint("nothing is overwritten: name a new folder, or remove that one")
            }
            BuildError::Table(TableError::HalfWritten { .. } | TableError::Nothing { .. }) => {
                Self::from_error(Kind::Usage, &error).hint("name a whole table: acquaint export legs -o FILE makes one")
            }
            // It may repeat names of columns.
            BuildError::Table(TableError::NoLegs { .. } | TableError::Unusable { .. }) => {
                Self::new(Kind::Usage, Untrusted::new(&error.to_string()).terminal()).hint(
                    "nothing was written; the guide's chapter on distribution lists the columns of legs and what they may hold",
                )
            }
            BuildError::Table(_) | BuildError::Path(_) | BuildError::Spill(_) => {
                Self::from_error(Kind::Disk, &error).hint("check free space and permissions; nothing was written")
            }
        }
    }
}

impl From<MessagesError> for CliError {
    fn from(error: MessagesError) -> Self {
        Self::from_error(Kind::Disk, &error)
    }
}

impl From<std::io::Error> for CliError {
    fn from(error: std::io::Error) -> Self {
        let kind = if error.kind() == std::io::ErrorKind::BrokenPipe { Kind::ClosedPipe } else { Kind::Disk };
        Self::new(kind, format!("cannot write the result: {error}"))
            .hint("check free space where the output goes; what the command did to the workspace is done")
    }
}

impl From<IngestError> for CliError {
    fn from(error: IngestError) -> Self {
        let error = match error {
            IngestError::Store(error) => return error.into(),
            IngestError::Drive(error) => error,
        };
        match &error {
            DriveError::Remote { .. } => Self::from_error(Kind::Usage, &error)
                .hint("acquaint opens no network connection: download the file and name it here"),
            DriveError::Missing { .. } => {
                Self::from_error(Kind::Usage, &error).hint("check the spelling; a name with blanks needs quotes")
            }
            DriveError::NotRegular { .. } => {
                Self::from_error(Kind::Usage, &error).hint("save what the pipe gives to a file first, and import that")
            }
            DriveError::UnknownFormat { .. }
            | DriveError::Unrecognised { .. }
            | DriveError::NothingFound { .. }
            | DriveError::Refused { .. } => {
                Self::from_error(Kind::Usage, &error).hint("see what can be read: acquaint import --list")
            }
            DriveError::File { source: ImportError::MissingColumns { .. }, .. } => {
                Self::from_error(Kind::Usage, &error).hint("name the columns: --map source=FROM,target=TO,time=WHEN")
            }
            DriveError::File { source: ImportError::AmbiguousDates { .. }, .. } => {
                Self::from_error(Kind::Usage, &error).hint("say how its dates are written: --date-order dmy, mdy or ymd")
            }
            DriveError::File { .. } | DriveError::Archive { .. } => Self::from_error(Kind::Usage, &error)
                .hint("nothing was imported; export or download the file again, or name another format with --from"),
            DriveError::Path(_) | DriveError::Stopped => Self::from_error(Kind::Disk, &error),
        }
    }
}
