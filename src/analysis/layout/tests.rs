use proptest::prelude::*;

use super::*;
use crate::analysis::community::communities;
use crate::synth::classic::{florentine, karate, kite};

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn smallest_distance(places: &[Point]) -> f64 {
    let pairs = places.iter().enumerate().flat_map(|(at, &a)| places[at + 1..].iter().map(move |&b| distance(a, b)));
    pairs.fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everyone_has_a_place_inside_and_apart(
        people in 0_usize..60,
        ties in prop::collection::vec((0_u32..60, 0_u32..60, 0.0_f64..2.0), 0..150),
        communities in prop::collection::vec(0_usize..5, 0..60),
    ) {
        let view = View::from_ties(people, &ties);
        let places = layout(&view, &communities, &LayoutOptions { iterations: 50, ..LayoutOptions::default() });
        prop_assert_eq!(places.len(), people);
        prop_assert!(places.iter().all(|place| place.0.abs() <= 1.0 && place.1.abs() <= 1.0));
        prop_assert!(smallest_distance(&places) >= 2.0 * 0.025 * 0.999);
    }
}

#[test]
fn communities_of_the_classic_graphs_stand_apart() {
    for graph in [karate(), florentine(), kite()] {
        let view = View::from_ties(graph.names.len(), graph.ties);
        let labels = communities(&view, 1).labels;
        let places = layout(&view, &labels, &LayoutOptions::default());
        let (mut inside, mut across) = ((0.0, 0), (0.0, 0));
        for a in 0..places.len() {
            for b in 0..a {
                let sum = if labels[a] == labels[b] { &mut inside } else { &mut across };
                *sum = (sum.0 + distance(places[a], places[b]), sum.1 + 1);
            }
        }
        let ratio = (inside.0 / f64::from(inside.1)) / (across.0 / f64::from(across.1));
        assert!(ratio < 0.6, "{:?}: {ratio}", graph.names[0]);
        assert!(smallest_distance(&places) >= 0.05 * 0.999);
    }
}

#[test]
fn large_networks_keep_their_groups_together_and_small_ones_do_not_fail() {
    // A ring of 60 groups of 20: the tree of masses takes over above 1,000 people.
    let mut ties = Vec::new();
    for group in 0..60_u32 {
        for a in 0..20 {
            ties.push((group * 20 + a, group * 20 + (a + 1) % 20, 1.0));
            ties.push((group * 20 + a, group * 20 + (a + 7) % 20, 1.0));
        }
        ties.push((group * 20, (group + 1) % 60 * 20, 1.0));
    }
    let view = View::from_ties(1_200, &ties);
    let labels: Vec<usize> = (0..1_200).map(|person| person / 20).collect();
    let places = layout(&view, &labels, &LayoutOptions { iterations: 200, ..LayoutOptions::default() });
    let mean =
        |pairs: Vec<(usize, usize)>| pairs.iter().map(|&(a, b)| distance(places[a], places[b])).sum::<f64>() / pairs.len() as f64;
    let inside = mean((0..1_200).map(|person| (person, person / 20 * 20 + (person + 5) % 20)).collect());
    let across = mean((0..1_200).map(|person| (person, (person + 600) % 1_200)).collect());
    assert!(inside < across / 5.0, "{inside} {across}");

    assert!(layout(&View::default(), &[], &LayoutOptions::default()).is_empty());
    assert_eq!(layout(&View::from_ties(1, &[]), &[0], &LayoutOptions::default()), [(0.0, 0.0)]);
    let two = layout(&View::from_ties(2, &[(0, 1, f64::NAN)]), &[3], &LayoutOptions::default());
    assert!(two.iter().all(|place| place.0.is_finite() && place.1.is_finite()));
}
