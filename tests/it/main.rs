//! The one integration binary.

mod changes;
mod commands;
mod demo;
mod errors;
mod faults;
mod fixtures;
mod oracle;
mod paths;
mod policy;
mod privacy;
mod program;
mod sample;
