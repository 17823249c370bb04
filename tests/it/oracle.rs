//! The structural measures against networkx and igraph, on the graphs of `tests/oracle/reference.json` and `small.json` (made by
//! `make.py` beside them).

#![expect(clippy::unwrap_used, reason = "helpers of tests: a broken reference file must fail loudly")]

use acquaint::analysis::betweenness::betweenness;
use acquaint::analysis::bridge::{bridge_sides, bridges, cut_people, local_bridges};
use acquaint::analysis::clustering::{average_clustering, local_clustering, transitivity};
use acquaint::analysis::community::communities;
use acquaint::analysis::component::components;
use acquaint::analysis::constraint::{constraint, constraint_by_contact};
use acquaint::analysis::core::core_numbers;
use acquaint::analysis::effective_size::{effective_size, efficiency};
use acquaint::analysis::overlap::{neighbourhood_overlap, tie_overlap};
use acquaint::analysis::rank::pagerank;
use acquaint::network::View;
use acquaint::synth::classic;
use serde_json::{Value, json};

const TOLERANCE: f64 = 1e-9;

struct Reference {
    name: String,
    view: View,
    ties: Vec<(u32, u32, f64)>,
    measures: Value,
}

fn references() -> Vec<Reference> {
    let texts = [include_str!("../oracle/reference.json"), include_str!("../oracle/small.json")];
    let files: Vec<Value> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    files
        .iter()
        .flat_map(|file| file["graphs"].as_array().unwrap())
        .map(|graph| {
            let ties: Vec<(u32, u32, f64)> = serde_json::from_value(graph["ties"].clone()).unwrap();
            let people = usize::try_from(graph["people"].as_u64().unwrap()).unwrap();
            Reference {
                name: graph["name"].as_str().unwrap().to_owned(),
                view: View::from_ties(people, &ties),
                ties,
                measures: graph["measures"].clone(),
            }
        })
        .collect()
}

thread_local! {
    static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// All measures of all graphs, counted.
pub(crate) fn comparisons(_: usize) -> usize {
    COMPARED.set(0);
    betweenness_is_networkx_s();
    constraint_is_networkx_s();
    effective_size_is_networkx_s_and_the_definition_s();
    clustering_is_networkx_s();
    core_and_pagerank_are_networkx_s();
    bridges_and_cut_people_are_networkx_s();
    components_are_networkx_s();
    overlap_is_the_definition_s();
    COMPARED.get()
}

/// Checks one measure of every graph; `get` gives the values for the weighted view.
fn check(measure: &str, get: impl Fn(&View) -> Value) {
    let references = references();
    assert_eq!(references.len(), 11 + 121);
    COMPARED.set(COMPARED.get() + references.len());
    for reference in references {
        let wanted = reference.measures.get(measure).unwrap_or_else(|| panic!("{}: no {measure}", reference.name));
        close(&get(&reference.view), wanted, &format!("{} {measure}", reference.name));
    }
}

/// Equal in shape, numbers within the tolerance.
fn close(got: &Value, wanted: &Value, place: &str) {
    match (got, wanted) {
        (Value::Array(got), Value::Array(wanted)) => {
            assert_eq!(got.len(), wanted.len(), "{place}: {got:?} {wanted:?}");
            for (at, (got, wanted)) in got.iter().zip(wanted).enumerate() {
                close(got, wanted, &format!("{place}[{at}]"));
            }
        }
        (Value::Number(got), Value::Number(wanted)) => {
            let (got, wanted) = (got.as_f64().unwrap(), wanted.as_f64().unwrap());
            assert!((got - wanted).abs() <= TOLERANCE, "{place}: {got} is not {wanted}");
        }
        _ => assert_eq!(got, wanted, "{place}"),
    }
}

#[test]
fn betweenness_is_networkx_s() {
    check("betweenness", |view| json!(betweenness(view)));
}

#[test]
fn constraint_is_networkx_s() {
    check("constraint", |view| json!(constraint(&view.unweighted())));
    check("constraint_weighted", |view| json!(constraint(view)));
    check("constraint_weighted", |view| {
        let parts = (0..view.people()).map(|person| constraint_by_contact(view, person));
        let sums = parts.map(|parts| (!parts.is_empty()).then(|| parts.iter().map(|part| part.1).sum::<f64>()));
        json!(sums.collect::<Vec<_>>())
    });
}

#[test]
fn effective_size_is_networkx_s_and_the_definition_s() {
    check("effective_size", |view| json!(effective_size(&view.unweighted())));
    check("effective_size_weighted", |view| json!(effective_size(view)));
    check("effective_size_weighted", |view| {
        let sizes = efficiency(view).into_iter().enumerate();
        json!(sizes.map(|(person, share)| share.map(|share| share * view.degree(person) as f64)).collect::<Vec<_>>())
    });
}

#[test]
fn clustering_is_networkx_s() {
    check("clustering", |view| json!(local_clustering(view)));
    check("average_clustering", |view| json!(average_clustering(view)));
    check("transitivity", |view| json!(transitivity(view)));
}

#[test]
fn core_and_pagerank_are_networkx_s() {
    check("core", |view| json!(core_numbers(view)));
    check("pagerank", |view| json!(pagerank(&view.unweighted())));
    check("pagerank_weighted", |view| json!(pagerank(view)));
}

#[test]
fn bridges_and_cut_people_are_networkx_s() {
    check("bridges", |view| json!(bridges(view)));
    check("cut_people", |view| json!(cut_people(view)));
    check("local_bridges", |view| {
        json!(local_bridges(view).iter().map(|bridge| (bridge.low, bridge.high, bridge.span)).collect::<Vec<_>>())
    });
    check("bridges", |view| json!(bridge_sides(view).iter().map(|side| (side.0, side.1)).collect::<Vec<_>>()));
}

#[test]
fn components_are_networkx_s() {
    check("components", |view| {
        let found = components(view);
        let mut members = vec![Vec::new(); found.sizes.len()];
        for (person, &label) in found.labels.iter().enumerate() {
            members[label].push(person);
        }
        assert!(members.iter().zip(&found.sizes).all(|(members, &size)| members.len() == size));
        json!(members)
    });
}

#[test]
fn overlap_is_the_definition_s() {
    check("overlap", |view| json!(neighbourhood_overlap(view)));
    check("overlap", |view| {
        json!(view.iter().map(|(low, high, _)| (low, high, tie_overlap(view, high, low))).collect::<Vec<_>>())
    });
}

#[test]
fn communities_are_no_worse_than_the_best_of_fifty_louvain_runs() {
    for reference in references() {
        let Some(wanted) = reference.measures["modularity_to_reach"].as_f64() else {
            assert_eq!((reference.ties.len(), communities(&reference.view, 0).modularity), (0, None), "{}", reference.name);
            continue;
        };
        for seed in 0..5 {
            let reached = communities(&reference.view, seed).modularity.unwrap();
            assert!(reached >= wanted - TOLERANCE, "{}: {reached} is below {wanted}", reference.name);
        }
    }
}

#[test]
fn classic_graphs_are_the_published_ones() {
    let references = references();
    for (at, graph) in [classic::karate(), classic::florentine(), classic::kite()].iter().enumerate() {
        assert_eq!(graph.ties, references[at].ties, "{}", references[at].name);
        assert_eq!(graph.names.len(), references[at].view.people());
    }
}

#[test]
fn nobody_is_no_reason_to_panic() {
    for view in [View::default(), View::from_ties(0, &[])] {
        assert!(betweenness(&view).is_empty() && bridges(&view).is_empty() && cut_people(&view).is_empty());
        assert!(local_bridges(&view).is_empty() && local_clustering(&view).is_empty() && core_numbers(&view).is_empty());
        assert!(constraint(&view).is_empty() && effective_size(&view).is_empty() && efficiency(&view).is_empty());
        assert!(neighbourhood_overlap(&view).is_empty() && pagerank(&view).is_empty());
        assert_eq!((average_clustering(&view), transitivity(&view), tie_overlap(&view, 0, 1)), (None, None, None));
        assert_eq!((communities(&view, 0).count, components(&view).sizes.len()), (0, 0));
        assert_eq!(view.to_petgraph().node_count(), 0);
    }
}
