//! `dormant`: ties that were strong, worth reviving.

use super::network::{SEED, star_warning};
use super::tie_row::{TIE_COLUMNS, evidence, observed};
use super::ties::parameters;
use crate::analysis::attention::Attention;
use crate::analysis::community::communities_of_alters;
use crate::analysis::dormant::{HeldBack, dormant, passed_over};
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Shown, Value};
use crate::render::text::Untrusted;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 25;
/// Records given per tie in JSON.
const RECORDS: usize = 3;

pub(super) fn run(global: &Global, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (world, network, ego) = context.with_ego()?;
    let found = dormant(&network);
    let passed = passed_over(&found);
    let view = network.view(false);
    let labels = communities_of_alters(&view, ego, SEED);
    let attention = Attention::new(&network, &view, &labels);
    let cutoff = network.as_of().cutoff_micros();
    let rows = found
        .iter()
        .enumerate()
        .take(limit.unwrap_or(usize::MAX))
        .map(|(place, dormant)| {
            let person = network.person(dormant.person);
            let start = [
                Value::text(person.handle()),
                Value::name(person),
                Value::Number(dormant.score, 0),
                Value::Number(dormant.reciprocity, 2),
                Value::count(dormant.novelty),
                Value::Number(dormant.novelty_factor, 2),
                Value::optional_number(dormant.seniority, 2),
                Value::Number(dormant.seniority_factor, 2),
                Value::count(dormant.closeness_rank + 1),
                Value::Flag(passed.iter().any(|passed| passed.place == place)),
                Value::Json(super::network::gains(&attention.gain_in_effective_number(dormant.person))),
                evidence(global, || world.because(ego, dormant.person, cutoff, RECORDS))?,
            ];
            Ok(start.into_iter().chain(observed(&network, &dormant.tie, ego)).collect())
        })
        .collect::<Result<_, CliError>>()?;
    let columns = [
        "person",
        "name",
        "score",
        "reciprocity_then",
        "novelty",
        "novelty_factor",
        "seniority",
        "seniority_factor",
        "closeness_rank",
        "passed_over",
        "diversity_gain",
        "because",
    ];
    let why_lower = passed.iter().filter_map(|passed| {
        let entry = found.get(passed.place)?;
        let name = Untrusted::new(network.person(entry.person).label()).terminal();
        let because = match passed.because {
            HeldBack::Reciprocity => "the tie was more one-sided",
            HeldBack::Novelty => "knows fewer people you do not",
            HeldBack::Seniority => "is less senior",
        };
        Some(format!("passed over: {name}, number {} by closeness alone, {because}", passed.closeness_rank + 1))
    });
    let star = star_warning(network.alter_tie_share()).filter(|_| !found.is_empty());
    let star = star.map(|warning| format!("{warning}; whom they know that you do not cannot be said, and does not count here"));
    Listing {
        command: "dormant",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns: columns.into_iter().chain(TIE_COLUMNS).collect(),
        reading: vec![
            Shown::kept("name", "name"),
            Shown::kept("score", "score").bar(100.0),
            Shown::going("last", "last", 1),
            Shown::going("closeness_rank", "closeness", 2),
            Shown::going("novelty", "new people", 3),
            Shown::going("reciprocity_then", "recip. then", 4),
            Shown::going("novelty_factor", "novelty", 6),
            Shown::going("seniority_factor", "seniority", 5),
        ],
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: "no tie that was strong has been silent for half a year".to_owned(),
        notes: why_lower.chain(star).collect(),
    }
    .write(global)
}
