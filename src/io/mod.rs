//! Bytes on disk: the only place that opens files.

mod archive;
pub mod columns;
mod decode;
pub mod fs;
mod hash;
mod limits;
mod mapped;
mod packed;
mod unfinished;

pub use archive::{Archive, ArchiveError, EntryInfo, EntryReader};
pub use decode::{Utf8Reader, decode_record, decompress};
pub use fs::PathError;
pub use hash::{Hashing, digest};
pub use limits::Limits;
pub(crate) use mapped::Mapped;
pub(crate) use packed::Packing;
pub use unfinished::Unfinished;
