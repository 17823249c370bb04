//! acquaint

pub mod analysis;
pub mod cli;
pub mod identity;
pub mod import;
pub mod io;
pub mod model;
pub mod network;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod store;
pub mod synth;
pub mod ties;
