//! Legs to ties: contact-days, and the momentum-and-silence model on them.
//!
//! The unit is the contact-day: a dyad and a day on which it was in contact. Contact-days are mergeable (a maximum and sums, so any
//! split and order of the records gives the same), and a tie is a fold over its contact-days up to the as-of day.

mod aggregated;
pub mod backtest;
mod calibration;
mod columns;
mod contact;
mod dealing;
mod encounter;
mod ledger;
mod letter;
mod model;
mod portable;
mod rows;
mod run;
mod tie;

pub use aggregated::{AggregatedTie, aggregated_ties, joined_ties, newest};
pub use calibration::Calibration;
pub use columns::{ContactColumns, ContactDays, ContactSource, Dyad};
pub(crate) use columns::{DayOfKind, DyadStart};
pub(crate) use contact::gather_into;
pub use contact::{ContactDay, Gather, contact_days};
pub use dealing::{Dealings, dealings};
pub use encounter::{Act, Encounter, encounters, encounters_with, sort_encounters};
pub use ledger::{Change, Contribution, Step, StepKind, change, change_from, contributions, strength_on};
pub use letter::{Correspondence, Letter, letters_alone, shared_letters};
pub use model::Parameters;
pub use portable::{MOST_MICROS, PortableQuery};
pub use rows::{DyadRows, DyadRowsView};
pub(crate) use run::{DayKind, Run, Runs};
pub(crate) use tie::{DyadState, Fold, fold_states};
pub use tie::{Tie, TieState, fold_ties};
