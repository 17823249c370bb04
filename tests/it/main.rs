//! The one integration binary.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod causality;
mod changes;
mod commands;
mod communities;
mod demo;
mod errors;
mod evaluate;
mod facets;
mod faults;
mod fixtures;
mod introductions;
mod oracle;
mod paths;
mod plan;
mod policy;
mod privacy;
mod profile;
mod program;
mod regressions;
mod report;
mod sample;
mod structure;
mod takeout;
mod terminal;
