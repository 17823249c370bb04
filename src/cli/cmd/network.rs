//! `network`: the whole graph in figures, or a row per person.

use serde_json::{Map, json};

use crate::analysis::betweenness::{betweenness, sampled_betweenness};
use crate::analysis::bridge::{bridges, cut_people};
use crate::analysis::clustering::{average_clustering, local_clustering};
use crate::analysis::community::communities;
use crate::analysis::component::components;
use crate::analysis::constraint::constraint;
use crate::analysis::core::core_numbers;
use crate::analysis::diversity::effective_number;
use crate::analysis::effective_size::{effective_size, efficiency};
use crate::analysis::rank::pagerank;
use crate::cli::args::{Format, Global};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::listing::{Listing, Value};
use crate::cli::output;
use crate::network::{Network, STAR_BELOW, View};

/// The seed of community detection: fixed, so that the same data gives the same communities.
pub(super) const SEED: u64 = 1;
/// People up to which betweenness is exact; above, it is sampled from this many sources.
const EXACT_BETWEENNESS_PEOPLE: usize = 5_000;
const BETWEENNESS_SOURCES: usize = 256;

pub(super) fn run(global: &Global, people: bool, unweighted: bool, every: bool) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let view = network.view(every);
    let view = if unweighted { view.unweighted() } else { view };
    let mut parameters = super::ties::parameters(&network);
    parameters.insert("unweighted".into(), json!(unweighted));
    parameters.insert("all_ties".into(), json!(every));
    if people {
        return per_person(&network, &view, parameters).write(global);
    }
    let figures = figures(&network, &view);
    let warning = star_warning(network.alter_tie_share());
    match global.format {
        Format::Json => {
            let mut document = Map::new();
            document.insert("schema".into(), json!("acquaint.network/1"));
            document.insert("as_of".into(), json!(context.as_of.day().to_string()));
            document.insert("parameters".into(), parameters.into());
            document.extend(figures);
            document.insert("warning".into(), json!(warning));
            output::write_json(global.output.as_deref(), &document.into())
        }
        Format::Table | Format::Csv => {
            let mut flat = Vec::new();
            flatten("", &figures, &mut flat);
            let csv = global.format == Format::Csv;
            let mut text = if csv { "figure,value\r\n".to_owned() } else { String::new() };
            for (key, value) in flat {
                let value = match value {
                    serde_json::Value::Null if csv => String::new(),
                    serde_json::Value::Null => "–".to_owned(),
                    serde_json::Value::Number(number) if !csv && number.is_f64() => {
                        crate::render::number::decimal(number.as_f64().unwrap_or_default(), 4)
                    }
                    value => value.to_string(),
                };
                text.push_str(&if csv { format!("{key},{value}\r\n") } else { format!("{key:<28}{value}\n") });
            }
            output::write(global.output.as_deref(), text.as_bytes())?;
            if let Some(warning) = warning.filter(|_| !global.quiet) {
                say(&warning);
            }
            Ok(())
        }
    }
}

/// Figures within figures, named `ego.degree`.
fn flatten<'f>(prefix: &str, figures: &'f Map<String, serde_json::Value>, flat: &mut Vec<(String, &'f serde_json::Value)>) {
    for (key, value) in figures {
        match value {
            serde_json::Value::Object(inner) => flatten(&format!("{prefix}{key}."), inner, flat),
            value => flat.push((format!("{prefix}{key}"), value)),
        }
    }
}

/// The warning that measures on alters say nothing, where it applies.
pub(super) fn star_warning(share: Option<f64>) -> Option<String> {
    let share = share.filter(|share| *share < STAR_BELOW)?;
    Some(format!(
        "warning: this data is a star: {} of your contacts have a tie to another one, so overlap, constraint and paths are not \
         computable from it; import a calendar or mail with several recipients to change that",
        crate::render::number::percent(share)
    ))
}

/// The people who have a tie in the view.
fn tied(view: &View) -> usize {
    (0..view.people()).filter(|person| view.degree(*person) > 0).count()
}

fn figures(network: &Network, view: &View) -> Map<String, serde_json::Value> {
    let people = tied(view);
    let ties = view.ties();
    let parts = components(view);
    let sizes: Vec<usize> = parts.sizes.iter().copied().filter(|size| *size > 1).collect();
    let groups = communities(view, SEED);
    let communities_of_several: std::collections::BTreeSet<usize> =
        (0..view.people()).filter(|person| view.degree(*person) > 0).map(|person| groups.labels[person]).collect();
    let mut figures = Map::new();
    let mut set = |key: &str, value: serde_json::Value| figures.insert(key.to_owned(), value);
    set("people", json!(people));
    set("ties", json!(ties));
    set("observed_ties", json!(network.ties().len()));
    set("components", json!(sizes.len()));
    set("largest_component", json!(sizes.iter().max().copied().unwrap_or(0)));
    let pairs = people as f64 * (people as f64 - 1.0) / 2.0;
    set("density", json!((people > 1).then(|| ties as f64 / pairs)));
    set("mean_degree", json!((people > 0).then(|| 2.0 * ties as f64 / people as f64)));
    set("clustering", json!(average_clustering(view)));
    set("communities", json!(communities_of_several.len()));
    set("modularity", json!(groups.modularity));
    set("bridges", json!(bridges(view).len()));
    set("cut_people", json!(cut_people(view).len()));
    set("ego", ego(network, view, &groups.labels));
    figures
}

fn ego(network: &Network, view: &View, labels: &[usize]) -> serde_json::Value {
    let Some(ego) = network.ego().map(|ego| ego as usize).filter(|ego| *ego < view.people()) else {
        return serde_json::Value::Null;
    };
    let neighbours = view.neighbours(ego);
    let reached: std::collections::BTreeSet<usize> = neighbours.iter().map(|&alter| labels[alter as usize]).collect();
    let shares = neighbours.iter().zip(view.weights(ego)).map(|(&alter, &weight)| (labels[alter as usize], weight));
    let companies: Vec<(&str, f64)> = neighbours
        .iter()
        .zip(view.weights(ego))
        .filter_map(|(&alter, &weight)| network.person(alter).company.as_deref().map(|company| (company, weight)))
        .collect();
    // Silent when over 30 % of an attribute is missing.
    let companies_known = companies.len() as f64 >= 0.7 * neighbours.len() as f64 && !neighbours.is_empty();
    json!({
        "handle": network.person(ego as u32).handle(),
        "degree": neighbours.len(),
        "effective_size": effective_size(view)[ego],
        "efficiency": efficiency(view)[ego],
        "constraint": constraint(view)[ego],
        "communities_reached": reached.len(),
        "alter_tie_share": network.alter_tie_share(),
        "diversity": {
            "communities": effective_number(shares),
            "companies": if companies_known { effective_number(companies) } else { None },
        },
    })
}

fn per_person(network: &Network, view: &View, parameters: Map<String, serde_json::Value>) -> Listing {
    let (view, people) = view.tied();
    let view = &view;
    let (sizes, constraints) = (effective_size(view), constraint(view));
    let (clusterings, cores, ranks) = (local_clustering(view), core_numbers(view), pagerank(view));
    let exact = view.people() <= EXACT_BETWEENNESS_PEOPLE;
    let between = if exact { betweenness(view) } else { sampled_betweenness(view, BETWEENNESS_SOURCES).values };
    let groups = communities(view, SEED);
    let cut = cut_people(view);
    let rows = (0..view.people())
        .map(|person| {
            let known = network.person(people[person]);
            vec![
                Value::text(known.handle()),
                Value::text(known.label()),
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
            ]
        })
        .collect();
    let note = format!("betweenness is sampled from {BETWEENNESS_SOURCES} sources (above {EXACT_BETWEENNESS_PEOPLE} people)");
    Listing {
        command: "network",
        as_of: network.as_of().day().to_string(),
        parameters,
        columns: vec![
            ("handle", ""),
            ("name", "name"),
            ("degree", "degree"),
            ("strength_sum", "strength"),
            ("effective_size", "eff. size"),
            ("constraint", "constraint"),
            ("betweenness", "between"),
            ("clustering", "cluster"),
            ("core", "core"),
            ("pagerank", "pagerank"),
            ("community", "comm."),
            ("is_cut", "cut"),
        ],
        rows,
        shown_rows: usize::MAX,
        nothing: "nobody has a tie on this day".to_owned(),
        notes: if exact { Vec::new() } else { vec![note] },
    }
}
