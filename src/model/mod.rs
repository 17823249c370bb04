//! The nouns of the domain: handles, interactions, declarations, days and measures.
//!
//! Nothing here touches a disk, a clock or a terminal, and nothing imports another layer.

mod aggregate;
mod as_of;
mod audience;
mod cadence;
mod channel;
mod handle;
mod interaction;
mod measure;
mod record;

pub use aggregate::{Aggregate, AggregateState};
pub use as_of::{AsOf, AsOfError, DAY_MICROS, day_of_micros, format_day, format_micros, parse_day};
pub use audience::Audience;
pub use cadence::Cadence;
pub use channel::Channel;
pub use handle::{Handle, HandleKind};
pub use interaction::{
    Card, Declaration, DeclarationKind, Interaction, InteractionId, LeftOut, Me, Observation, Party, Shape, Stance,
};
pub use measure::{Evidence, Probability, Strength};
pub use record::{Item, Location, Reason, Record, Reject};
