//! `introduce`: introductions the ego could give.

use serde_json::json;

use super::network::star_warning;
use super::ties::parameters;
use crate::analysis::introduce::Introduction;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Shown, Value};
use crate::network::Network;
use crate::pipeline::{Seen, World, introductions_of};

/// Rows given unless asked for more: pairs grow with the square of contacts, and nobody reads thousands.
const SHOWN: usize = 20;
/// Records given for each of the two ties in JSON.
const RECORDS: usize = 2;

pub(super) fn run(global: &Global, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (world, network, ego) = context.with_ego()?;
    let view = network.view(false);
    let seen = Seen::of(&world)?;
    let observations = seen.observations(&world, &network, ego);
    let mut found = introductions_of(&world, &network, &view, &observations)?;
    let pairs = found.len();
    found.truncate(limit.unwrap_or(SHOWN));
    let rows = found.iter().map(|pair| row(&world, &network, ego, pair)).collect::<Result<_, _>>()?;
    let columns = vec![
        "person",
        "name",
        "other",
        "other_name",
        "score",
        "respond",
        "reach_for_person",
        "reach_for_other",
        "benefit",
        "mutual",
        "topic",
        "shared",
        "why",
        "strength",
        "other_strength",
        "because",
    ];
    let star = star_warning(network.alter_tie_share());
    let nothing = match &star {
        Some(_) => "who knows whom is not computable from this data, so no introduction is proposed",
        None => "no two of your contacts are alive both ways, unknown to each other, and of different houses",
    };
    let more = (pairs > found.len() && limit.is_none())
        .then(|| format!("{} of {} pairs; more: --limit {}", found.len(), pairs, pairs.min(100)));
    let mut parameters = parameters(&network);
    parameters.insert("pairs".into(), json!(pairs));
    Listing {
        command: "introduce",
        as_of: context.as_of.day().to_string(),
        parameters,
        columns,
        reading: vec![
            Shown::kept("name", "name"),
            Shown::kept("other_name", "and"),
            Shown::kept("score", "score"),
            Shown::going("why", "why", 1),
            Shown::going("respond", "respond", 3),
            Shown::going("benefit", "benefit", 4),
            Shown::going("topic", "topic", 5),
        ],
        rows,
        shown_rows: usize::MAX,
        nothing: nothing.to_owned(),
        notes: star.into_iter().chain(more).collect(),
    }
    .write(global)
}

fn row(world: &World, network: &Network, ego: u32, pair: &Introduction) -> Result<Vec<Value>, CliError> {
    let (one, other) = (network.person(pair.one), network.person(pair.other));
    let cutoff = network.as_of().cutoff_micros();
    let shared: Vec<_> = pair
        .shared
        .iter()
        .map(|word| json!({ "word": word.word, "of_person": word.of_one.as_str(), "of_other": word.of_other.as_str(), "rarity": word.rarity }))
        .collect();
    let mut because = world.because(ego, pair.one, cutoff, RECORDS)?;
    because.extend(world.because(ego, pair.other, cutoff, RECORDS)?);
    Ok(vec![
        Value::text(one.handle()),
        Value::name(one),
        Value::text(other.handle()),
        Value::name(other),
        Value::Number(pair.score, 0),
        Value::Number(pair.respond, 2),
        Value::Number(pair.reach_for_one, 2),
        Value::Number(pair.reach_for_other, 2),
        Value::Number(pair.benefit, 2),
        Value::count(pair.mutual),
        Value::Number(pair.topic, 2),
        Value::Json(json!(shared)),
        Value::Text(why(pair)),
        Value::Number(pair.one_tie.strength.get(), 0),
        Value::Number(pair.other_tie.strength.get(), 0),
        Value::Json(json!(because)),
    ])
}

/// Why these two, in words.
fn why(pair: &Introduction) -> String {
    let words: Vec<&str> = pair.shared.iter().map(|word| word.word.as_str()).collect();
    let words = if words.is_empty() { "no shared topic known".to_owned() } else { words.join(", ") };
    match pair.mutual {
        0 => words,
        mutual => format!("{words}; {mutual} in common besides you"),
    }
}
