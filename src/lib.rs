//! acquaint: an engine for a person's professional network.
//!
//! It reads exports of mail, calendars, address books and professional networks, and computes how each tie stands: how strong it is,
//! when it fades, whether it opens new ground, and who can introduce whom. Everything is computed as of a day, and nothing after it is seen.
//!
//! What it is not: a service. The library opens no network connection, and apart from [`cli`] it reads no clock, no environment and no
//! home folder. It keeps who was in touch with whom and when, never what was said.
//!
//! # Layers
//!
//! Each layer uses those above it, and none below.
//!
//! ```text
//!  model   io                    nouns | bytes on disk
//!    └──┬───┘
//!    import        store         bytes → observations | observations ↔ disk (neither knows the other)
//!                    identity    handles → people
//!                      ties      legs → contact-days → ties
//!                        network       people + ties, as of a day
//!                          analysis    network → numbers
//!                            report    numbers → ordered sections
//!                              render  sections → bytes (SVG, PNG, HTML, Markdown, JSON, terminal)
//!                                pipeline   wires all of the above: the library's front door
//!                                  cli      arguments, settings, clock, exit codes
//! ```
//!
//! # Where to look
//!
//! * [`pipeline`]: [`pipeline::ingest()`] files into a [`store::Workspace`], [`pipeline::load()`] it as of a day, take its
//!   [`network::Network`], make the monthly [`pipeline::report()`].
//! * [`ties::Parameters`]: the model of momentum and silence.
//! * [`analysis`]: one file per measure, each with its formula, range and source.
//! * [`import::Importer`]: the contract of a format.
//! * [`guide`]: tutorial, concepts, commands, formats, and the schema of the workspace.
//!
//! # Example
//!
//! Two people write to each other, a week apart; no disk is needed.
//!
//! ```
//! use acquaint::model::{Shape, Stance};
//! use acquaint::store::Leg;
//! use acquaint::ties::{Gather, Parameters, contact_days, fold_ties};
//!
//! // Handle 1 belongs to person 0, handle 2 to person 1.
//! let mail = |day: i64, source: u32, target: u32| Leg {
//!     at_micros: day * 86_400_000_000,
//!     id: day as u64,
//!     source,
//!     target,
//!     channel: 1,
//!     venue: 0,
//!     shape: Shape::Directed,
//!     stance: Stance::Neutral,
//!     weight: 1.0,
//!     import: 1,
//! };
//! let legs = [mail(0, 1, 2), mail(7, 2, 1)];
//! let people = [None, Some(0_u32), Some(1_u32)];
//! let gather = Gather { people: &people, ego: Some(0), threaded: &[1] };
//! let model = Parameters::default();
//!
//! let days = contact_days(&legs, &gather, &model);
//! let ties = fold_ties(days.all(), 7, &model);
//! assert_eq!(ties.len(), 1);
//! assert_eq!(ties[0].both.contact_days, 2);
//! assert_eq!(ties[0].reciprocity(), Some(1.0));
//! assert!(ties[0].is_alive(&model));
//! // Left alone for a year, it is no longer.
//! let later = fold_ties(days.all(), 372, &model);
//! assert!(!later[0].is_alive(&model));
//! ```

pub mod analysis;
pub mod cli;
#[cfg(feature = "distributed")]
pub mod cluster;
pub mod guide;
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
