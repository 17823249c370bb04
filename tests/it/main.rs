//! The one integration binary.

mod fixtures;
mod oracle;
mod sample;
