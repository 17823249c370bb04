//! The one integration binary.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod changes;
mod commands;
mod communities;
mod demo;
mod errors;
mod faults;
mod fixtures;
mod oracle;
mod paths;
mod policy;
mod privacy;
mod program;
mod regressions;
mod sample;
mod structure;
