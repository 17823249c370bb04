//! Bytes in, observations out: one file per format behind one trait.
//!
//! An importer is pure: it sees a stream of bytes, never a path, a clock or the environment. The outer [`ImportError`] says that
//! a file cannot be read; a [`Reject`] says that one record is bad: it is counted, located, and never fatal. So for every file
//! `seen = accepted + duplicate + rejected`.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use crate::io::{Limits, Utf8Reader};
use crate::model::{Handle, Party};
pub use crate::model::{Item, Location, Reason, Record, Reject};

pub(crate) mod chat;
pub mod clean;
pub mod discord;
pub mod drive;
mod find;
mod folder;
pub mod google_chat;

pub mod contacts;
pub mod friends;
pub mod git;
pub mod ics;
pub mod imessage;
pub(crate) mod json;
pub mod linkedin;
pub mod mail;
pub mod meta;
pub mod monica;
pub mod slack;
pub mod sms;
pub mod table;
pub mod telegram;
pub mod tie_states;
pub mod vcard;
pub mod whatsapp;

/// How sure an importer is that a file is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Not this format.
    No,
    /// Could be: nothing better was found.
    Maybe,
    /// The name or the shape fits.
    Likely,
    /// An unmistakable mark of the format.
    Certain,
}

/// What a sniffer sees: the file's name and its first bytes, decompressed.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The file's own name, without folders and without `.gz` or `.zst`.
    pub name: &'a str,
    /// The folder the file is in, as far as it is known, with `/` or `!` (of a zip file) before each part; see [`Head::folder_name`].
    pub folder: &'a str,
    /// Up to 64 KiB from the start.
    pub bytes: &'a [u8],
}

impl<'a> Head<'a> {
    /// The name of the folder the file is in; empty at the top of a zip file.
    #[must_use]
    pub fn folder_name(&self) -> &'a str {
        folder::last_part(self.folder)
    }

    /// The first bytes as UTF-8, without byte order mark; `None` when they cannot be decoded.
    fn text(&self) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        Utf8Reader::new(self.bytes).and_then(|mut reader| reader.read_to_end(&mut text)).ok()?;
        Some(text)
    }
}

/// A whole file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Reading bytes failed.
    #[error("cannot be read")]
    Read(#[from] std::io::Error),
    /// A table lacks columns it must have.
    #[error("no column for {} (found: {})", missing.join(", "), found.join(", "))]
    MissingColumns {
        /// The required columns that were not found.
        missing: Vec<String>,
        /// The columns of the file.
        found: Vec<String>,
    },
    /// The file has no header where its format needs one.
    #[error("no header row found: expected `{expected}`")]
    NoHeader {
        /// What the header should have held.
        expected: &'static str,
    },
    /// The file breaks its format so that nothing after this place can be read.
    #[error("not readable as {format}: {problem}")]
    Broken {
        /// The format tried.
        format: &'static str,
        /// What is wrong, in a few words.
        problem: String,
    },
    /// A bound on the whole file was exceeded.
    #[error("refused: {what} is over the limit of {limit}")]
    OverLimit {
        /// What was counted.
        what: &'static str,
        /// The most allowed.
        limit: u64,
    },
    /// Nothing in a file tells the day from the month.
    #[error("nothing in it tells the day from the month in dates like `{example}`")]
    AmbiguousDates {
        /// A date of the file.
        example: String,
    },
    /// The receiver of the records stopped the import (its own error is reported instead of this one).
    #[error("stopped")]
    Stopped,
}

/// How a plain table's columns are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableOptions {
    /// Renamed columns: (our field, the file's column).
    pub map: Vec<(String, String)>,
    /// Rows are contacts without initiator.
    pub undirected: bool,
    /// The unit of numeric times, where the size does not tell.
    pub time_unit: Option<TimeUnit>,
    /// How times are written, in the letters of `strftime`.
    pub time_format: Option<String>,
    /// Values that every record has: (our field, the value).
    pub constants: Vec<(String, String)>,
    /// Fields that hold several values: (our field, what parts them; an array of a JSON record is parted already).
    pub lists: Vec<(String, String)>,
    /// Where the records of a JSON document are, as `chats[].messages[]`; `None` for JSON Lines or an array of records.
    pub records: Option<String>,
}

impl TableOptions {
    /// What parts the values of a field, where it holds several.
    pub(crate) fn separator(&self, field: &str) -> Option<&str> {
        self.lists.iter().find(|(of, _)| of == field).map(|(_, separator)| separator.as_str())
    }

    /// The value that a field has in every record.
    pub(crate) fn constant(&self, field: &str) -> Option<&str> {
        self.constants.iter().find(|(of, _)| of == field).map(|(_, value)| value.as_str())
    }
}

/// The unit of a numeric time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Seconds since 1970-01-01 UTC.
    Seconds,
    /// Milliseconds since 1970-01-01 UTC.
    Milliseconds,
    /// Microseconds since 1970-01-01 UTC.
    Microseconds,
}

/// In which order a date's day, month and year stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2025`.
    DayMonthYear,
    /// `12/31/2025`.
    MonthDayYear,
    /// `2025/12/31`.
    YearMonthDay,
}

/// What a first reading of a chat told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// How its dates are written; the same in all chats of one phone.
    pub shape: String,
    /// The order of its dates; `None` when the chat does not tell.
    pub order: Option<DateOrder>,
    /// Its first date, as it stands.
    pub example: String,
    /// In a chat of two: the one with whom it is, and the owner of the export.
    pub pair: Option<(Party, Party)>,
    /// What it is called.
    pub title: Option<String>,
}

/// An account that an export lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The address, and the name it is shown with.
    pub party: Party,
    /// A person's, not a program's.
    pub is_person: bool,
}

/// What the files beside a file tell about it (a LinkedIn archive's profile names its owner).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// The owner's handles, best first.
    pub owner: Vec<Handle>,
    /// The owner's name as the archive writes it.
    pub owner_name: Option<String>,
    /// Handles of names within one conversation: (conversation, name) → handle.
    pub names: BTreeMap<(String, String), Handle>,
    /// The accounts of the export, by its own id (or shown name).
    pub accounts: BTreeMap<String, Account>,
    /// The members of each conversation, as keys of `accounts`.
    pub members: BTreeMap<String, Vec<String>>,
    /// Chats that need a first reading, by the file's name.
    pub chats: BTreeMap<String, Chat>,
}

/// What every importer may be told.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Bounds.
    pub limits: Limits,
    /// For tables.
    pub table: TableOptions,
    /// The zone of times that name none.
    pub zone: jiff::tz::TimeZone,
    /// The order of day, month and year in dates that do not tell it, where the user says it.
    pub date_order: Option<DateOrder>,
    /// The owner of the files, by the user's word for this import; empty when not said.
    pub owner: Vec<Handle>,
    /// The file's own name, for formats where the name says which part of an archive it is.
    pub file_name: String,
    /// The folder the file is in, as the user would name it, with `/` or `!` (of a zip file) before each part; empty when not known.
    pub folder: String,
    /// What was learnt from the files beside it.
    pub context: Arc<Context>,
}

impl ReadOptions {
    /// Options for a file of which nothing is known yet.
    #[must_use]
    pub fn new(limits: Limits, zone: jiff::tz::TimeZone) -> Self {
        Self {
            limits,
            table: TableOptions::default(),
            zone,
            date_order: None,
            owner: Vec::new(),
            file_name: String::new(),
            folder: String::new(),
            context: Arc::default(),
        }
    }
}

/// The files of one export, opened by name.
pub trait Siblings {
    /// The names of the files in the export's folder, sorted.
    fn names(&self) -> Vec<String>;
    /// The files in and below the export's folder, as paths with `/`, in the order they are read.
    fn below(&self) -> Vec<String>;
    /// Opens one of either; `None` when there is no such file.
    ///
    /// # Errors
    /// When it exists and cannot be opened.
    fn open(&mut self, name: &str) -> Result<Option<Box<dyn Read + '_>>, ImportError>;
}

/// Takes the records of one file, in order. An error stops the import.
pub type Sink<'a> = dyn FnMut(Item) -> Result<(), ImportError> + 'a;

/// Reads one kind of export. Pure: bytes in, records out; no paths, clock or environment.
pub trait Importer: Send + Sync {
    /// The format's word in the command line, in provenance and in the store; never changes.
    fn name(&self) -> &'static str;

    /// One line for `import --list`: what it reads and where the file comes from.
    fn about(&self) -> &'static str;

    /// The page of the guide on this format; its section `## Getting the export` is what `import --list FORMAT` prints.
    fn guide(&self) -> &'static str;

    /// How sure it is that the file is its own, from the name and the first bytes only.
    fn sniff(&self, head: &Head<'_>) -> Confidence;

    /// The folder of the whole export that a file of `folder` belongs to, a prefix of `folder`: the folder itself, unless the
    /// format spreads over several.
    fn export_folder<'f>(&self, folder: &'f str, file_name: &str) -> &'f str {
        let _ = file_name;
        folder
    }

    /// Whether reading the same file on a later day may give more records (a recurring event goes on).
    fn follows_as_of(&self) -> bool {
        false
    }

    /// Whether what is no text may come as columns (see [`crate::io::columns`]) rather than as CSV.
    fn reads_columns(&self) -> bool {
        false
    }

    /// Learns from the files beside a file before it is read. Called once per export folder.
    ///
    /// # Errors
    /// When a file that must be read first cannot be.
    fn context(&self, siblings: &mut dyn Siblings, options: &ReadOptions) -> Result<Context, ImportError> {
        let _ = (siblings, options);
        Ok(Context::default())
    }

    /// Reads a file from its start and gives every record to `sink`.
    ///
    /// # Errors
    /// When the file cannot be read at all, or `sink` stops it.
    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError>;
}

/// All importers, most specific first.
#[must_use]
pub fn registry() -> &'static [&'static dyn Importer] {
    &[
        &linkedin::LinkedIn,
        &contacts::GoogleContacts,
        &contacts::HubSpot,
        &contacts::Affinity,
        &contacts::OutlookContacts,
        &friends::Friends,
        &monica::Monica,
        &git::GitLog,
        &git::Mailmap,
        &whatsapp::WhatsApp,
        &sms::Sms,
        &imessage::IMessage,
        &vcard::VCard,
        &ics::ICalendar,
        &mail::Mbox,
        &mail::Message,
        &telegram::Telegram,
        &slack::Slack,
        &meta::Instagram,
        &meta::Messenger,
        &discord::Package,
        &discord::ChatExporter,
        &google_chat::GoogleChat,
        &tie_states::TieStates,
        &table::Table,
        &table::PeopleTable,
    ]
}

/// The importer of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Importer> {
    registry().iter().copied().find(|importer| importer.name() == name)
}

thread_local! {
    static ISOLATED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Whether this thread is inside a parser whose panic costs one record only; a panic hook should then stay silent.
#[must_use]
pub fn is_isolated() -> bool {
    ISOLATED.get()
}

/// Runs a parser that may panic on one record, so that the panic costs that record only.
pub(crate) fn isolated<T>(parse: impl FnOnce() -> T) -> Option<T> {
    let outside = ISOLATED.replace(true);
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse)).ok();
    ISOLATED.set(outside);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A parser of somebody else's that fails on one record.
    fn parse(record: u64) -> u64 {
        assert_ne!(record, 2, "the second record is too much for me");
        record
    }

    #[test]
    fn a_parser_that_panics_costs_one_record() {
        let items: Vec<Result<u64, Reason>> =
            (1..=3).map(|record| isolated(|| parse(record)).ok_or(Reason::ParserFailed)).collect();
        assert_eq!(items, [Ok(1), Err(Reason::ParserFailed), Ok(3)]);
        assert!(!is_isolated());
    }

    #[test]
    fn a_failure_inside_another_leaves_the_outer_one_isolated() {
        let inner = isolated(|| (isolated(|| parse(2)), is_isolated()));
        assert_eq!(inner, Some((None, true)));
        assert!(!is_isolated());
    }
}
