//! Handles to people. A handle is one person; a card that holds several unites them; the user's word always wins; names never
//! merge anybody.

mod person;
mod resolve;

pub use person::{Find, Person, find, fold, matches};
pub use resolve::{People, resolve};
