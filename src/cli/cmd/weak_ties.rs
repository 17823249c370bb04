//! `weak-ties`: weak ties that open new ground, and why.

use super::network::{SEED, star_warning};
use super::tie_row::{TIE_COLUMNS, observed};
use super::ties::parameters;
use crate::analysis::community::communities;
use crate::analysis::weak_tie::weak_ties;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Value};

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 20;

pub(super) fn run(global: &Global, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (_, network, ego) = context.with_ego()?;
    let view = network.view(false);
    let groups = communities(&view.without(ego as usize), SEED);
    let share = network.alter_tie_share();
    let mut found = weak_ties(&network, &view, &groups.labels, !network.is_star());
    found.truncate(limit.unwrap_or(usize::MAX));
    let rows = found
        .iter()
        .map(|weak| {
            let person = network.person(weak.person);
            let start = [
                Value::text(person.handle()),
                Value::text(person.label()),
                Value::Number(weak.score, 0),
                Value::Number(weak.respond, 2),
                Value::Number(weak.new_reach, 2),
                Value::Number(weak.zone, 2),
                Value::Number(weak.diversity, 2),
                Value::count(weak.mutual),
            ];
            start.into_iter().chain(observed(&network, weak.tie, ego)).collect()
        })
        .collect();
    let columns = [
        ("person", ""),
        ("name", "name"),
        ("score", "score"),
        ("respond", "respond"),
        ("new_reach", "new reach"),
        ("zone", "zone"),
        ("diversity", "diversity"),
        ("mutual", "mutual"),
    ];
    // The four factors explain the score; of the tie itself only what decides stays in the table for reading.
    let tie_columns = TIE_COLUMNS.map(|(key, label)| (key, if matches!(key, "strength" | "last") { label } else { "" }));
    Listing {
        command: "weak-ties",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns: columns.into_iter().chain(tie_columns).collect(),
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: "no weak tie opens new ground in this data".to_owned(),
        notes: star_warning(share).into_iter().collect(),
    }
    .write(global)
}
