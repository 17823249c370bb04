//! acquaint

pub mod analysis;
pub mod import;
pub mod io;
pub mod model;
pub mod network;
pub mod render;
pub mod report;
pub mod synth;
