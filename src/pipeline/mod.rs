//! The front door: the only place where the layers are wired.

mod days;
mod duplicates;
mod evaluate;
mod evidence;
mod favour;
mod ingest;
mod kept_people;
mod legs;
mod load;
mod month;
mod plan;
mod portable_legs;
mod repeats;
mod seen;
mod snapshot;
#[cfg(test)]
mod tests;
mod tie_states;
mod world_file;

pub use days::Days;
pub use duplicates::duplicates;
pub use evaluate::evaluate;
pub use evidence::Because;
pub use favour::Favours;
pub use ingest::{Ingest, IngestError, Outcome, Step, ingest};
pub use legs::Legs;
pub use load::{LoadError, World, load};
pub use month::{ReportError, ReportOptions, report, report_compared};
pub use plan::{PlanOptions, PlanPeriod, month_plan};
pub use seen::{Seen, introductions_of};
pub use tie_states::{BuildError, Built, build_tie_states};
