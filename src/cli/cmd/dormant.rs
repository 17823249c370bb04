//! `dormant`: ties that were strong, worth reviving.

use super::tie_row::{TIE_COLUMNS, observed};
use super::ties::parameters;
use crate::analysis::dormant::dormant;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Value};

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 25;

pub(super) fn run(global: &Global, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (_, network, ego) = context.with_ego()?;
    let mut found = dormant(&network, |_| None);
    found.truncate(limit.unwrap_or(usize::MAX));
    let rows = found
        .iter()
        .map(|dormant| {
            let person = network.person(dormant.person);
            let start = [Value::text(person.handle()), Value::text(person.label()), Value::count(dormant.novelty)];
            start.into_iter().chain(observed(&network, dormant.tie, ego)).collect()
        })
        .collect();
    let columns = [("person", ""), ("name", "name"), ("novelty", "new people")];
    Listing {
        command: "dormant",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns: columns.into_iter().chain(TIE_COLUMNS).collect(),
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: "no tie that was strong has been silent for half a year".to_owned(),
        notes: Vec::new(),
    }
    .write(global)
}
