//! `fading`: ties about to be lost.

use super::tie_row::{TIE_COLUMNS, observed};
use super::ties::parameters;
use crate::analysis::fading::fading;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Value};

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 25;

pub(super) fn run(global: &Global, within: Option<u32>, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (_, network, ego) = context.with_ego()?;
    let within = within.unwrap_or(context.settings.fading_within_days).min(3650) as i32;
    let mut found = fading(&network, within);
    found.truncate(limit.unwrap_or(usize::MAX));
    let today = network.as_of().utc_day();
    let rows = found
        .iter()
        .map(|fading| {
            let person = network.person(fading.person);
            let start =
                [Value::text(person.handle()), Value::text(person.label()), Value::Integer(i64::from(fading.fades_on - today))];
            start.into_iter().chain(observed(&network, fading.tie, ego)).collect()
        })
        .collect();
    let columns = [("person", ""), ("name", "name"), ("days_left", "days left")];
    Listing {
        command: "fading",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns: columns.into_iter().chain(TIE_COLUMNS).collect(),
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: format!("no tie falls below even odds within {within} days"),
        notes: Vec::new(),
    }
    .write(global)
}
