//! Network to numbers: one measure a file.

pub mod diversity;
pub mod dormant;
pub mod fading;
pub mod intro_path;
pub mod weak_tie;
