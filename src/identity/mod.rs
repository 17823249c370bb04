//! Handles to people. A handle is one person; a card that holds several unites them; the user's word always wins; names never
//! merge anybody.

mod company;
mod everybody;
mod matching;
mod person;
mod propose;
mod resolve;

pub use company::company_key;
pub use everybody::{Everybody, KeptPeople};
pub use matching::{How, Kind, Match, Query, similar_names, topic_words};
pub use person::{Find, Person, find, fold, matches};
pub use propose::{Ground, Material, NameMatch, Proposal, one_service, propose};
pub use resolve::{People, resolve, resolve_seen};
