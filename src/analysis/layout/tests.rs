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

/// A network that grows by a group of six a month, each tied to the group before.
fn growing_groups(months: u32) -> Vec<Moment> {
    let mut ties = Vec::new();
    let mut moments = Vec::new();
    for month in 0..months {
        let first = month * 6;
        for a in first..first + 6 {
            ties.extend((a + 1..first + 6).map(|b| (a, b, 1.0)));
        }
        if month > 0 {
            ties.push((first - 1, first, 1.0));
        }
        let people = first as usize + 6;
        let communities = matches!(month, 1 | 4).then(|| (0..people).map(|person| person / 6).collect());
        moments.push(Moment { view: View::from_ties(people, &ties), communities });
    }
    moments
}

#[test]
fn a_later_drawing_shows_earlier_people_in_their_places_and_newcomers_with_their_group() {
    let moments = growing_groups(9);
    let options = LayoutOptions::default();
    for months in 6..9 {
        let (before, after) = (growing_layout(&moments[..months], 0, &options), growing_layout(&moments[..=months], 0, &options));
        let zoom = distance(after[0], after[1]) / distance(before[0], before[1]);
        for (before, after) in before.iter().zip(&after) {
            assert!((zoom * before.0 - after.0).abs() < 1e-9 && (zoom * before.1 - after.1).abs() < 1e-9);
        }
        let group = &after[months * 6..];
        let middle = group.iter().fold((0.0, 0.0), |sum, place| (sum.0 + place.0 / 6.0, sum.1 + place.1 / 6.0));
        let widest = group.iter().map(|place| distance(*place, middle)).fold(0.0, f64::max);
        let apart = (0..months * 6).map(|other| distance(after[other], middle)).sum::<f64>() / (months * 6) as f64;
        assert!(widest < 0.6 * apart, "{months}: {widest} {apart}");
    }
}

#[test]
fn the_rim_lies_outside_and_keeps_its_order() {
    let moments = growing_groups(3);
    let few = growing_layout(&moments, 5, &LayoutOptions::default());
    let many = growing_layout(&moments, 9, &LayoutOptions::default());
    let out = |place: &Point| distance(*place, (0.0, 0.0));
    let inside = few[..18].iter().map(out).fold(0.0, f64::max);
    assert!(few[18..].iter().all(|place| out(place) > inside) && few.iter().all(|place| out(place) <= 1.0));
    let zoom = out(&many[18]) / out(&few[18]);
    for (few, many) in few[18..].iter().zip(&many[18..]) {
        assert!((zoom * few.0 - many.0).abs() < 1e-9 && (zoom * few.1 - many.1).abs() < 1e-9);
    }
    assert_eq!(growing_layout(&[], 1, &LayoutOptions::default()).len(), 1);
    assert!(growing_layout(&[], 0, &LayoutOptions::default()).is_empty());
}
