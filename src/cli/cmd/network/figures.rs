//! The whole network in figures.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::SEED;
use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;
use crate::analysis::bridge::{bridges, cut_people};
use crate::analysis::community::{communities, communities_of_alters};
use crate::analysis::component::components;
use crate::analysis::fragility::fragility;
use crate::analysis::triad::Triads;
use crate::network::{Network, View};
use crate::report::tunnel_vision;

/// How many of the ego's contacts are named on whom others depend.
const FRAGILE_SHOWN: usize = 5;

pub(super) fn figures(network: &Network, view: &View) -> Map<String, Json> {
    let tied: Vec<usize> = (0..view.people()).filter(|person| view.degree(*person) > 0).collect();
    let (people, ties) = (tied.len(), view.ties());
    let parts = components(view);
    let sizes: Vec<usize> = parts.sizes.iter().copied().filter(|size| *size > 1).collect();
    let triads = Triads::of(view);
    let groups = communities(view, SEED);
    let communities_of_several: BTreeSet<usize> = tied.iter().map(|person| groups.labels[*person]).collect();
    let mut figures = Map::new();
    let mut set = |key: &str, value: Json| figures.insert(key.to_owned(), value);
    set("people", json!(people));
    set("ties", json!(ties));
    set("observed_ties", json!(network.ties().len()));
    set("components", json!(sizes.len()));
    set("largest_component", json!(sizes.iter().max().copied().unwrap_or(0)));
    let pairs = people as f64 * (people as f64 - 1.0) / 2.0;
    set("density", json!((people > 1).then(|| ties as f64 / pairs)));
    set("mean_degree", json!((people > 0).then(|| 2.0 * ties as f64 / people as f64)));
    set("clustering", json!(triads.average_clustering()));
    set("communities", json!(communities_of_several.len()));
    set("modularity", json!(groups.modularity));
    set("bridges", json!(bridges(view).len()));
    set("cut_people", json!(cut_people(view).len()));
    set("ego", ego(network, view, &triads));
    figures
}

fn ego(network: &Network, view: &View, triads: &Triads<'_>) -> Json {
    let Some(ego) = network.ego().map(|ego| ego as usize).filter(|ego| *ego < view.people()) else {
        return Json::Null;
    };
    let neighbours = view.neighbours(ego);
    let circles = communities_of_alters(view, ego as u32, SEED);
    let attention = Attention::new(network, view, &circles);
    let fragile = fragility(view, ego).into_iter().filter(|row| row.lost + row.cut_off > 0).take(FRAGILE_SHOWN);
    let fragile: Vec<Json> = fragile
        .map(|row| {
            let person = network.person(row.person);
            json!({
                "person": person.handle(),
                "name": person.label(),
                "lost": row.lost,
                "lost_weight": row.lost_weight,
                "cut_off": row.cut_off,
            })
        })
        .collect();
    json!({
        "handle": network.person(ego as u32).handle(),
        "degree": neighbours.len(),
        "effective_size": triads.effective_size()[ego],
        "efficiency": triads.efficiency()[ego],
        "constraint": triads.constraint()[ego],
        "communities_reached": attention.kinds(Attribute::Community),
        "alter_tie_share": network.alter_tie_share(),
        "diversity": diversity(network, &attention),
        "fragility": fragile,
    })
}

fn diversity(network: &Network, attention: &Attention<'_>) -> Json {
    let of_each = |measure: &dyn Fn(Attribute) -> Json| -> Map<String, Json> {
        Attribute::ALL.into_iter().map(|attribute| (attribute.plural().to_owned(), measure(attribute))).collect()
    };
    let mut diversity = of_each(&|attribute| json!(attention.effective_number(attribute)));
    diversity.insert("kinds".to_owned(), of_each(&|attribute| json!(attention.kinds(attribute))).into());
    diversity.insert("known".to_owned(), of_each(&|attribute| json!(attention.known(attribute))).into());
    diversity.insert("blau".to_owned(), of_each(&|attribute| json!(attention.blau(attribute))).into());
    diversity.insert("tunnel_vision".to_owned(), json!(tunnel_vision(network, attention).map(|found| found.to_string())));
    diversity.into()
}
