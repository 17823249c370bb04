//! What `dedupe` may be told.

use clap::Args;

use crate::cli::args::at_least_one;

/// A share from 0 to 1.
fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "a number from 0 to 1".to_owned())
}

/// Proposals to list, to go through, or to answer.
#[derive(Debug, Args)]
pub(crate) struct DedupeArguments {
    /// Go through the proposals one by one: accept, refuse, later
    #[arg(long, conflicts_with_all = ["accept", "refuse", "undo"])]
    pub(super) review: bool,
    /// These proposals are one person each
    #[arg(long, num_args = 1.., value_name = "ID")]
    pub(super) accept: Vec<String>,
    /// These proposals are two people each, and are never made again
    #[arg(long, num_args = 1.., value_name = "ID")]
    pub(super) refuse: Vec<String>,
    /// Take back the last answer, or the last N
    #[arg(long, num_args = 0..=1, default_missing_value = "1", value_name = "N", value_parser = at_least_one, conflicts_with_all = ["accept", "refuse"])]
    pub(super) undo: Option<usize>,
    /// Show at most this many
    #[arg(long, value_parser = at_least_one)]
    pub(super) limit: Option<usize>,
    /// Only proposals at least this sure, 0 to 1
    #[arg(long, default_value_t = 0.5, value_parser = share, value_name = "SHARE")]
    pub(super) min_confidence: f64,
}
