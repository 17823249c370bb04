//! Sections to bytes. Imported text reaches a sink only through an escaper.

pub mod chart;
pub mod graph;
pub mod html;
pub mod ics;
pub mod json;
pub mod markdown;
pub mod number;
pub mod plan;
pub mod text;

#[cfg(test)]
mod samples;
