//! `network --people`: a row per person who has a tie.

use serde_json::{Map, Value as Json};

use super::SEED;
use crate::analysis::betweenness::{SampledBetweenness, sampled_betweenness};
use crate::analysis::bridge::{bridges_of_people, cut_people};
use crate::analysis::community::communities;
use crate::analysis::core::core_numbers;
use crate::analysis::fragility::cut_off_without;
use crate::analysis::rank::pagerank;
use crate::analysis::triad::Triads;
use crate::cli::listing::{Column, Listing, Shown, Value};
use crate::network::{Network, View};

/// People up to which betweenness is exact; above, it is sampled from so many sources.
const EXACT_BETWEENNESS_PEOPLE: usize = 5_000;
const BETWEENNESS_SOURCES: usize = 256;

/// The interface's twelve in their order, then what came later.
const COLUMNS: [Column; 18] = [
    "handle",
    "name",
    "degree",
    "strength_sum",
    "effective_size",
    "constraint",
    "betweenness",
    "clustering",
    "core",
    "pagerank",
    "community",
    "is_cut",
    "efficiency",
    "betweenness_error",
    "local_bridges",
    "longest_span",
    "mean_overlap",
    "lost_without",
];

pub(super) fn listing(network: &Network, view: &View, parameters: Map<String, Json>) -> Listing {
    let (view, people) = view.tied();
    let view = &view;
    let triads = Triads::of(view);
    let (sizes, efficiencies, constraints) = (triads.effective_size(), triads.efficiency(), triads.constraint());
    let (clusterings, overlaps) = (triads.local_clustering(), triads.mean_overlap());
    let bridging = bridges_of_people(view.people(), &triads.local_bridges());
    let (cores, ranks) = (core_numbers(view), pagerank(view));
    let sources = if view.people() <= EXACT_BETWEENNESS_PEOPLE { view.people() } else { BETWEENNESS_SOURCES };
    // From everybody as sources it is exact, and the error of each is 0.
    let SampledBetweenness { values: between, standard_errors, sources: used } = sampled_betweenness(view, sources);
    let groups = communities(view, SEED);
    let cut = cut_people(view);
    let ego = network.ego().and_then(|ego| people.binary_search(&ego).ok());
    let lost = cut_off_without(view, ego.unwrap_or(usize::MAX));
    let rows = (0..view.people())
        .map(|person| {
            let known = network.person(people[person]);
            vec![
                Value::text(known.handle()),
                Value::name(known),
                Value::count(view.degree(person)),
                Value::Number(view.weights(person).iter().sum(), 1),
                Value::optional_number(sizes[person], 1),
                Value::optional_number(constraints[person], 3),
                Value::optional_number(between[person], 4),
                Value::optional_number(clusterings[person], 2),
                Value::count(cores[person]),
                Value::Number(ranks[person], 4),
                Value::count(groups.labels[person]),
                Value::Flag(cut.binary_search(&person).is_ok()),
                Value::optional_number(efficiencies[person], 2),
                Value::optional_number(standard_errors[person], 4),
                Value::count(bridging[person].local_bridges),
                bridging[person].longest_span.map_or(Value::Missing, Value::count),
                Value::optional_number(overlaps[person], 2),
                lost[person].map_or(Value::Missing, Value::count),
            ]
        })
        .collect();
    let note = format!(
        "betweenness is sampled from {BETWEENNESS_SOURCES} sources (above {EXACT_BETWEENNESS_PEOPLE} people); its standard error is \
         in betweenness_error"
    );
    Listing {
        command: "network",
        as_of: network.as_of().day().to_string(),
        parameters,
        columns: COLUMNS.to_vec(),
        reading: vec![
            Shown::kept("name", "name"),
            Shown::kept("degree", "degree"),
            Shown::kept("strength_sum", "strength"),
            Shown::going("effective_size", "eff. size", 1),
            Shown::going("constraint", "constraint", 3),
            Shown::going("betweenness", "between", 2),
            Shown::going("local_bridges", "bridges", 5),
            Shown::going("lost_without", "lost", 4),
            Shown::going("core", "core", 6),
            Shown::going("community", "comm.", 7),
        ],
        rows,
        shown_rows: usize::MAX,
        nothing: "nobody has a tie on this day".to_owned(),
        notes: if used < view.people() { vec![note] } else { Vec::new() },
    }
}
