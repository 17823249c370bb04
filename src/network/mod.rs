//! People and ties as a petgraph network, as of a day.

mod view;

pub use view::View;
