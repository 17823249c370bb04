//! Bytes on disk: the only place that opens files.

mod limits;

pub use limits::Limits;
