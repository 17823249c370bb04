use proptest::prelude::*;

use super::*;
use crate::analysis::component::components;
use crate::synth::classic::{florentine, karate, kite};

fn arbitrary_view() -> impl Strategy<Value = View> {
    (0_usize..40).prop_flat_map(|people| {
        let end = people.max(1) as u32;
        prop::collection::vec((0..end, 0..end, 0.05_f64..1.0), 0..120).prop_map(move |ties| View::from_ties(people, &ties))
    })
}

/// Every community, taken by itself, hangs together.
fn all_connected(view: &View, found: &Communities) -> bool {
    joined(
        view.people(),
        view.iter().filter(|&(low, high, _)| found.labels[low] == found.labels[high]).map(|(low, high, _)| (low, high)),
    )
    .sizes
    .len()
        == found.count
}

/// A planted division: `groups` of `size` people, tied inside with probability `inside`, across with `across`.
fn planted(groups: usize, size: usize, inside: f64, across: f64, seed: u64) -> View {
    let mut state = seed;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let people = groups * size;
    let mut ties = Vec::new();
    for a in 0..people {
        for b in 0..a {
            if uniform() < if a / size == b / size { inside } else { across } {
                ties.push((a as u32, b as u32, 1.0));
            }
        }
    }
    View::from_ties(people, &ties)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn communities_are_connected_numbered_by_size_and_no_worse_than_plain_divisions(view in arbitrary_view(), seed in 0_u64..4) {
        let found = communities(&view, seed);
        prop_assert_eq!(found.labels.len(), view.people());
        prop_assert!(all_connected(&view, &found));
        let mut sizes = vec![0_usize; found.count];
        for &label in &found.labels {
            sizes[label] += 1;
        }
        prop_assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes.iter().all(|&size| size > 0));
        prop_assert_eq!(found.modularity, modularity(&view, &found.labels));
        prop_assert_eq!(found.modularity.is_some(), view.ties() > 0);
        if let Some(reached) = found.modularity {
            let alone: Vec<usize> = (0..view.people()).collect();
            prop_assert!(reached >= modularity(&view, &alone).unwrap() - 1e-12);
            prop_assert!(reached >= modularity(&view, &components(&view).labels).unwrap() - 1e-12);
        }
        prop_assert_eq!(&found, &communities(&view, seed));
    }
}

#[test]
fn classic_graphs_reach_the_best_modularity_known() {
    for seed in 0..50 {
        let graph = karate();
        let view = View::from_ties(34, graph.ties);
        assert!(communities(&view.unweighted(), seed).modularity.unwrap() > 0.419_789);
        assert!(communities(&view, seed).modularity.unwrap() > 0.444_9);
        let florentine = View::from_ties(15, florentine().ties);
        assert!(communities(&florentine, seed).modularity.unwrap() > 0.398_7);
        let kite = View::from_ties(10, kite().ties);
        assert!(communities(&kite, seed).modularity.unwrap() > 0.222_2);
    }
}

#[test]
fn planted_groups_are_found() {
    let view = planted(8, 25, 0.4, 0.01, 7);
    let found = communities(&view, 0);
    assert_eq!(found.count, 8);
    for group in 0..8 {
        assert!(found.labels[group * 25..(group + 1) * 25].iter().all(|&label| label == found.labels[group * 25]));
    }
}

#[test]
fn nobody_and_nobody_tied() {
    assert_eq!(communities(&View::default(), 1), Communities::default());
    assert_eq!(communities(&View::from_ties(0, &[]), 1), Communities::default());
    let strangers = communities(&View::from_ties(3, &[]), 1);
    assert_eq!(strangers, Communities { labels: vec![0, 1, 2], modularity: None, count: 3 });
    let weightless = communities(&View::from_ties(2, &[(0, 1, 0.0)]), 1);
    assert_eq!(weightless.modularity, None);
}
