//! The guide: how to use acquaint, what its numbers mean, and what it promises.
//!
//! [`tutorial`] is the place to start, [`concepts`] has every formula, [`commands`] every option.
// Prose for people, with names of products and of fields in it; code is marked where it is code.
#![allow(clippy::doc_markdown)]

#[doc = include_str!("tutorial.md")]
pub mod tutorial {}

#[doc = include_str!("concepts.md")]
pub mod concepts {}

#[doc = include_str!("evaluation.md")]
pub mod evaluation {}

#[doc = include_str!("glossary.md")]
pub mod glossary {}

#[doc = include_str!("commands.md")]
pub mod commands {}

#[doc = include_str!("export.md")]
pub mod export {}

#[doc = include_str!("report_json.md")]
pub mod report_json {}

#[doc = include_str!("distributed.md")]
pub mod distributed {}

#[doc = include_str!("formats.md")]
pub mod formats {}

#[doc = include_str!("workspace.md")]
pub mod workspace {}

#[doc = include_str!("privacy.md")]
pub mod privacy {}

#[doc = include_str!("reliability.md")]
pub mod reliability {}

#[doc = include_str!("performance.md")]
pub mod performance {}

#[doc = include_str!("design.md")]
pub mod design {}

pub mod sources;
