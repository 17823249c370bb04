//! The front door: the only place where the layers are wired.

mod duplicates;
mod evaluate;
mod ingest;
mod load;
mod month;
mod plan;
mod repeats;
mod seen;

pub use duplicates::duplicates;
pub use evaluate::evaluate;
pub use ingest::{Ingest, IngestError, Outcome, ingest};
pub use load::{Because, Favours, LoadError, World, load};
pub use month::{ReportOptions, report, report_compared};
pub use plan::{PlanOptions, PlanPeriod, month_plan};
pub use seen::{Seen, introductions_of};
