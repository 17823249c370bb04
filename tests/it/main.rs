//! The one integration binary.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]
#![allow(clippy::print_stdout, reason = "the full counts print their table")]
#![allow(
    clippy::type_complexity,
    clippy::needless_for_each,
    clippy::needless_range_loop,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::manual_clamp,
    reason = "a test reads in one go"
)]

mod bad_files;
mod canaries;
mod causality;
mod changes;
#[cfg(feature = "distributed")]
mod cluster;
mod commands;
mod communities;
mod counted;
mod dedupe;
mod demo;
mod errors;
mod evaluate;
mod export;
mod facets;
mod faults;
mod fixtures;
mod forget;
mod formats;
mod fuzz;
mod hygiene;
mod imports;
mod injection;
mod introductions;
mod offered;
mod oracle;
mod paths;
mod phone;
mod plan;
mod policy;
mod privacy;
mod profile;
mod program;
mod regressions;
mod report;
mod sample;
mod snapshot;
mod structure;
mod takeout;
mod terminal;
mod ties_build;
