//! `weak-ties`: weak ties that open new ground, and why.

use super::network::{SEED, star_warning};
use super::tie_row::{TIE_COLUMNS, evidence, observed};
use super::ties::parameters;
use crate::analysis::attention::Attention;
use crate::analysis::community::communities_of_alters;
use crate::analysis::weak_tie::{Opening, WeakTie, openings, weak_ties};
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Shown, Value};
use crate::report::counted;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 20;
/// People named of those newly reached.
const NAMED: usize = 3;
/// Records given per tie in JSON.
const RECORDS: usize = 3;

pub(super) fn run(global: &Global, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (world, network, ego) = context.with_ego()?;
    let view = network.view(false);
    let labels = communities_of_alters(&view, ego, SEED);
    let mut found = weak_ties(&network, &view, &labels, !network.is_star());
    found.truncate(limit.unwrap_or(usize::MAX));
    let opened = openings(&network, &view, &labels, &found);
    let attention = Attention::new(&network, &view, &labels);
    let cutoff = network.as_of().cutoff_micros();
    let name = |person: u32| network.person(person).label();
    let distinct = |person: u32| network.person(person).distinct_label();
    let rows = found
        .iter()
        .zip(&opened)
        .map(|(weak, opening)| {
            let person = network.person(weak.person);
            let start = [
                Value::text(person.handle()),
                Value::name(person),
                Value::Number(weak.score, 0),
                Value::Number(weak.respond, 2),
                Value::Number(weak.new_reach, 2),
                Value::Number(weak.zone, 2),
                Value::Number(weak.diversity, 2),
                Value::count(weak.mutual),
                Value::count(opening.people.len()),
                Value::List(opening.people.iter().take(NAMED).map(|person| name(*person).to_owned()).collect()),
                opening.community.map_or(Value::Missing, |circle| Value::text(name(circle.best_known))),
                opening.community.map_or(Value::Missing, |circle| Value::count(circle.people)),
                Value::Number(weak.communities_gained, 2),
                Value::Told { data: why(weak, opening, |who| name(who).to_owned()), shown: why(weak, opening, distinct) },
                Value::Json(super::network::gains(&attention.gain_in_effective_number(weak.person))),
                evidence(global, || world.because(ego, weak.person, cutoff, RECORDS))?,
            ];
            Ok(start.into_iter().chain(observed(&network, &weak.tie, ego)).collect())
        })
        .collect::<Result<_, CliError>>()?;
    let columns = [
        "person",
        "name",
        "score",
        "respond",
        "new_reach",
        "zone",
        "diversity",
        "mutual",
        "new_people",
        "new_people_first",
        "new_community",
        "new_community_people",
        "communities_gained",
        "why",
        "diversity_gain",
        "because",
    ];
    let star = star_warning(network.alter_tie_share());
    let nothing = match &star {
        Some(_) => "who opens new ground is not computable from this data",
        None => "no weak tie opens new ground in this data",
    };
    Listing {
        command: "weak-ties",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns: columns.into_iter().chain(TIE_COLUMNS).collect(),
        // The four factors explain the score; of the tie itself only what decides is read.
        reading: vec![
            Shown::kept("name", "name"),
            Shown::kept("score", "score").bar(100.0),
            Shown::going("why", "why", 1).keeping(30),
            Shown::going("last", "last", 2),
            Shown::going("respond", "respond", 3),
            Shown::going("new_reach", "reach", 4),
            Shown::going("zone", "zone", 5),
            Shown::going("diversity", "divers.", 6),
        ],
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: nothing.to_owned(),
        notes: star.into_iter().collect(),
    }
    .write(global)
}

/// What the tie would add, in words.
fn why(weak: &WeakTie, opening: &Opening, name: impl Fn(u32) -> String) -> String {
    let people = counted(opening.people.len(), "new person", "new people");
    match (opening.community, weak.mutual) {
        // Somebody who is the best known of their own circle is no name to call it by.
        (Some(circle), _) if circle.best_known == weak.person => format!("{people}, a circle new to you"),
        (Some(circle), _) => format!("{people}, the circle of {}", name(circle.best_known)),
        (None, 0) => format!("{people}, nobody in common"),
        (None, mutual) => format!("{people}, {mutual} in common"),
    }
}
