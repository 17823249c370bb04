//! Bytes on disk: the only place that opens files.

pub mod fs;
mod limits;

pub use fs::PathError;
pub use limits::Limits;
