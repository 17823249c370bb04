//! Observations on disk: one catalog, immutable segments, nothing else.
//!
//! What a workspace promises:
//!
//! * `catalog.db` (SQLite, full sync) is the only commit point. A segment is written under a temporary name, synced, renamed, its
//!   folder synced; only then one transaction makes it part of the workspace. A kill at any moment leaves the state before or
//!   after, and orphans that the next writer removes.
//! * Writers exclude each other for the whole of an import, by SQLite's own lock; readers go on.
//! * A segment's length and BLAKE3 hash are checked before a byte of it reaches the Parquet decoder.
//! * An interaction has a content identity: reading the same record again changes nothing.
//! * Every file is created readable by its owner only.

mod aggregate;
mod audiences;
mod batch;
mod calibration;
mod catalog;
mod check;
mod columns;
mod commit;
mod decision;
mod declare;
mod encode;
mod error;
mod foreign;
mod forget;
mod forgotten;
mod hygiene;
mod known;
mod leg;
mod leg_parts;
mod leg_slice;
mod leg_table;
mod messages;
mod names;
mod part;
mod people;
mod portable;
mod profile;
mod publish;
mod ranked;
mod reader;
mod recent;
mod rewrite;
mod run;
mod schema;
mod scratch;
mod seal;
mod segment;
mod session;
mod sorter;
mod spool;
mod texts;
mod tie_table;
mod undo;
mod unfold;
mod witness;
mod writer;

pub use aggregate::AggregateRow;
pub use batch::{Batch, KnownReading};
pub use catalog::{SegmentEntry, Workspace};
pub use check::{Finding, verify};
pub use columns::parquet_as_columns;
pub use decision::{Decision, DecisionKind, DecisionOrigin, RecordedDecision};
pub use error::StoreError;
pub use foreign::{ForeignError, OutputColumn, as_parquet, parquet_as_csv};
pub use forget::ForgetSummary;
pub use leg::{Leg, NOBODY};
pub use leg_table::LegTable;
pub use messages::{MessagesError, messages_as_json};
pub use part::SegmentNote;
pub use people::{DeclarationRow, HandleRow, ImportRow, NameRow, StoredPeople};
pub use portable::{LegTableWriter, PortableLeg, TableError};
pub use profile::ProfileRow;
pub use reader::{LegReader, Stretch};
pub(crate) use scratch::Scratch;
pub use session::{Count, ImportSummary, Session, SourceSummary, Terms};
pub use tie_table::{PortableTie, TieRows, TieStateEncoder, TieStateWriter};
pub use undo::Undone;
