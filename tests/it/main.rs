//! The one integration binary.

mod fixtures;
