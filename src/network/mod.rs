//! People and ties as a petgraph network, as of a day.

mod build;
mod standing;
mod ties;
mod view;
mod visit;

pub use build::{Network, NetworkInput, STAR_BELOW, STRUCTURAL_P90};
pub use standing::Standing;
pub use view::View;
pub use visit::{AllTies, TieRef, TiesOf};
