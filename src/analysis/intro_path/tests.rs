use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use proptest::prelude::*;

use super::*;

/// Every simple path by plain enumeration.
fn brute_force(hops: &Hops, path: &mut Vec<u32>, odds: &mut Vec<f64>, targets: &[u32], left: usize, all: &mut Vec<IntroPath>) {
    let person = *path.last().unwrap();
    if path.len() > 1 && targets.contains(&person) {
        all.push(IntroPath::new(path.clone(), odds.clone()));
        return;
    }
    if left == 0 {
        return;
    }
    for (next, probability) in hops.of(person) {
        if !path.contains(&next) {
            path.push(next);
            odds.push(probability);
            brute_force(hops, path, odds, targets, left - 1, all);
            path.pop();
            odds.pop();
        }
    }
}

/// Better first: higher score, then fewer hops, then people in order.
fn rank(one: &IntroPath, other: &IntroPath) -> Ordering {
    let by_length = one.people.len().cmp(&other.people.len());
    other.score.total_cmp(&one.score).then(by_length).then_with(|| one.people.cmp(&other.people))
}

fn enumerated(hops: &Hops, from: u32, targets: &[u32], k: usize, max_hops: usize) -> Vec<IntroPath> {
    let targets: Vec<u32> = targets.iter().copied().filter(|target| *target != from).collect();
    let mut all = Vec::new();
    brute_force(hops, &mut vec![from], &mut Vec::new(), &targets, max_hops, &mut all);
    all.sort_by(rank);
    all.truncate(k);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The k best paths are exactly those that enumerating every simple path gives, equal scores included, from anybody to any set of
    /// people, in the scratch space of the search before. Who has number 0 may be a hub.
    #[test]
    fn the_search_equals_enumeration(
        list in proptest::collection::vec((0_u32..9, 0_u32..9, 1_u32..6), 0..50), hub in any::<bool>(), fine in any::<bool>(),
        asked in proptest::collection::vec((0_u32..9, proptest::collection::vec(0_u32..11, 1..6), 1_usize..12, 1_usize..7), 1..4),
    ) {
        // Few different probabilities, so that equal scores are common; or ones that are all but equal.
        let odds = |odds: u32, from: u32, to: u32| {
            f64::from(odds) / 5.0 - if fine { 1e-10 * f64::from(from * 9 + to) } else { 0.0 }
        };
        let mut list: Vec<(u32, u32, f64)> = list.iter().map(|&(from, to, p)| (from, to, odds(p, from, to))).collect();
        if hub {
            list.extend((1..9).flat_map(|other| [(0, other, odds(4, 0, other)), (other, 0, odds(3, other, 0))]));
        }
        let hops = Hops::from_list(9, &list);
        let (mut searcher, mut in_steps) = (Searcher::new(&hops), Searcher::new(&hops));
        in_steps.read_at_once = 0;
        for (from, targets, k, max_hops) in asked {
            let found = searcher.search(from, &targets, k, max_hops);
            prop_assert_eq!(&found.paths, &enumerated(&hops, from, &targets, k, max_hops));
            prop_assert_eq!(&in_steps.search(from, &targets, k, max_hops).paths, &found.paths);
            prop_assert_eq!(&search(&asked_for(&hops, 9), from, &targets, k, max_hops), &found);
            prop_assert_eq!(found, search(&hops, from, &targets, k, max_hops));
        }
    }
}

/// The same hops, asked for by person.
fn asked_for(hops: &Hops, people: u32) -> Hops {
    let (of_person, all) = (hops.clone(), hops.clone());
    let ask = move |person: u32| {
        let hop = |from: u32, to: u32| of_person.of(from).find(|hop| hop.0 == to).map_or(0.0, |hop| hop.1);
        (0..people).map(|other| (other, hop(person, other), hop(other, person))).collect()
    };
    Hops::asked_for(people as usize, ask, move || all.clone())
}

/// Nobody is asked about twice, and when a sixteenth of the people was asked about, all are read at once.
#[test]
fn few_people_are_asked_about() {
    let (count, whole) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let ring = |people: u32| {
        let ties = (0..people - 1).map(|person| (person, person + 1, 0.9, 0.9));
        Hops::from_sorted_ties(people as usize, ties)
    };
    let (asked, asked_for_all) = (Arc::clone(&count), Arc::clone(&whole));
    let ask = move |person: u32| {
        asked.fetch_add(1, Relaxed);
        [person.checked_sub(1), Some(person + 1).filter(|next| *next < 1_000)]
            .into_iter()
            .flatten()
            .map(|other| (other, 0.9, 0.9))
            .collect()
    };
    let ask_all = move || {
        asked_for_all.fetch_add(1, Relaxed);
        ring(1_000)
    };
    let hops = Hops::asked_for(1_000, ask, ask_all);
    for _ in 0..3 {
        assert_eq!(search(&hops, 500, &[503], 2, 3), search(&ring(1_000), 500, &[503], 2, 3));
    }
    let asked = count.load(Relaxed);
    assert!(asked > 1 && asked < 12 && whole.load(Relaxed) == 0, "{asked}");
    assert_eq!(search_unlimited(&hops, 500, &[800], 1), search_unlimited(&ring(1_000), 500, &[800], 1));
    assert_eq!((count.load(Relaxed), whole.load(Relaxed)), (1_000 / 16, 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of any length, too, the k best paths are exactly those that enumerating every simple path gives, equal scores included.
    #[test]
    fn the_search_of_any_length_equals_enumeration(
        list in proptest::collection::vec((0_u32..8, 0_u32..8, 1_u32..6), 0..40), kind in 0..3,
        asked in proptest::collection::vec((0_u32..8, proptest::collection::vec(0_u32..10, 1..4), 1_usize..25), 1..4),
    ) {
        // Few different probabilities, powers of a half of which sums of logarithms are exact, or all different ones.
        let odds = |odds: u32, from: u32, to: u32| match kind {
            0 => f64::from(odds) / 5.0,
            1 => (-f64::from(odds * odds)).exp2(),
            _ => 0.3 + 0.7 / f64::from(from * 9 + to + odds),
        };
        let list: Vec<(u32, u32, f64)> = list.iter().map(|&(from, to, p)| (from, to, odds(p, from, to))).collect();
        let hops = Hops::from_list(8, &list);
        let mut unlimited = Unlimited::new(&hops);
        for (from, targets, k) in asked {
            let found = unlimited.search(from, &targets, k);
            let all = enumerated(&hops, from, &targets, usize::MAX, 8);
            prop_assert_eq!(&found.paths, &best_by_whole_costs(all, k));
            prop_assert_eq!(&search_unlimited(&asked_for(&hops, 8), from, &targets, k), &found);
            prop_assert_eq!(found, search_unlimited(&hops, from, &targets, k));
        }
    }
}

/// The best of all paths by the sum of the rounded costs of their hops, then by hops and people.
fn best_by_whole_costs(mut all: Vec<IntroPath>, k: usize) -> Vec<IntroPath> {
    let bits = |factor: f64| (-factor.log2() * 4_294_967_296.0).round() as u64;
    let cost = |path: &IntroPath| {
        let factor = if path.introducers().is_empty() { 0.25 } else { 0.5 };
        path.probabilities.iter().map(|odds| bits(odds * factor)).sum::<u64>()
    };
    all.sort_by(|one, other| {
        let key = |path: &IntroPath| (cost(path), path.people.len());
        key(one).cmp(&key(other)).then_with(|| one.people.cmp(&other.people))
    });
    all.truncate(k);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same with so many people that either direction is the shorter one, and with hubs, whose hops are read no further than they
    /// can help; whether the paths that score much are looked for first or all at once.
    #[test]
    fn the_search_equals_enumeration_among_many(
        list in proptest::collection::vec((0_u32..120, 0_u32..120, 1_u32..40), 50..400),
        hubs in proptest::collection::vec((0_u32..120, proptest::collection::vec((1_u32..5000, 1_u32..5000), 120)), 0..3),
        from in 0_u32..120, targets in proptest::collection::vec(0_u32..120, 1..60), max_hops in 2_usize..6,
    ) {
        let mut list: Vec<(u32, u32, f64)> = list.iter().map(|&(from, to, p)| (from, to, f64::from(p) / 40.0)).collect();
        for (hub, odds) in &hubs {
            let share = |part: u32| f64::from(part) / 5e3;
            let ties = odds.iter().zip(0..).map(|(&(out, back), other)| (other, share(out).powi(3), share(back).powi(2)));
            list.extend(ties.flat_map(|(other, out, back)| [(*hub, other, out), (other, *hub, back)]));
        }
        let hops = Hops::from_list(120, &list);
        let max_hops = if hubs.is_empty() { max_hops } else { max_hops.min(4) };
        let mut in_steps = Searcher::new(&hops);
        in_steps.read_at_once = 500;
        for targets in [&targets[..1], &targets[..]] {
            let all = enumerated(&hops, from, targets, 10, max_hops);
            prop_assert_eq!(&search(&hops, from, targets, 10, max_hops).paths, &all);
            prop_assert_eq!(&in_steps.search(from, targets, 10, max_hops).paths, &all);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// The best path of any length scores what petgraph's search from one end gives, over many people, unlikely hops and hubs; and the
    /// next ones are what a search within as many hops finds.
    #[test]
    fn the_best_path_of_any_length_is_the_cheapest(
        list in proptest::collection::vec((0_u32..300, 0_u32..300, 1_i32..200), 300..1500), hub in any::<bool>(),
        from in 0_u32..300, target in 0_u32..300,
    ) {
        let mut list: Vec<(u32, u32, f64)> = list.iter().map(|&(from, to, p)| (from, to, 0.93_f64.powi(p))).collect();
        if hub {
            list.extend((1..300).flat_map(|other| [(0, other, 0.99_f64.powi(other as i32 % 89 + 1)), (other, 0, 0.01)]));
        }
        let hops = Hops::from_list(300, &list);
        let mut graph = petgraph::graph::DiGraph::<(), f64>::new();
        let nodes: Vec<_> = (0..300).map(|_| graph.add_node(())).collect();
        for person in 0..300 {
            hops.of(person).for_each(|(next, odds)| {
                // A path's first two hops cost no bit more, a direct one is cheaper by the second's.
                let direct = if (person, next) == (from, target) { 1.0 } else { 0.0 };
                graph.add_edge(nodes[person as usize], nodes[next as usize], 1.0 + direct - odds.log2());
            });
        }
        let costs = petgraph::algo::dijkstra(&graph, nodes[from as usize], Some(nodes[target as usize]), |edge| *edge.weight());
        let found = search_unlimited(&hops, from, &[target], 4).paths;
        let best = search_unlimited(&hops, from, &[target], 1).paths;
        prop_assert_eq!(best.first(), found.first());
        match costs.get(&nodes[target as usize]).filter(|_| from != target) {
            Some(cost) => prop_assert!((2.0 - cost - best[0].score.log2()).abs() < 1e-9, "{} for {cost}", best[0].score),
            None => prop_assert!(best.is_empty()),
        }
        let longest = found.iter().map(|path| path.probabilities.len()).max().unwrap_or(0);
        if longest > 0 && longest < 8 {
            let within = search(&hops, from, &[target], found.len(), longest).paths;
            let scores = |paths: &[IntroPath]| paths.iter().map(|path| path.score).collect::<Vec<_>>();
            for (one, other) in scores(&found).iter().zip(scores(&within)) {
                prop_assert!((one / other - 1.0).abs() < 1e-9);
            }
        }
    }
}

/// Whether a hop is sure or all but impossible; but not as far as no number goes.
#[test]
fn paths_of_sure_hops_and_of_hardly_possible_ones_are_found() {
    let chain: Vec<(u32, u32, f64)> = (0..2_000).map(|person| (person, person + 1, 1.0)).collect();
    let hops = Hops::from_list(2_001, &chain);
    let best = &search_unlimited(&hops, 0, &[2], 3).paths;
    assert_eq!((best.len(), best[0].people.as_slice()), (1, &[0, 1, 2][..]));
    assert!((best[0].score - 1.0).abs() < 1e-12);
    assert_eq!(search_unlimited(&hops, 0, &[700], 1).paths[0].people.len(), 701);
    assert!(search_unlimited(&hops, 0, &[2_000], 2).paths.is_empty());
    let hops = Hops::from_list(4, &[(0, 1, 1e-90), (1, 3, 1e-90), (0, 2, 1e-80), (2, 3, 1e-110), (0, 3, 5e-324)]);
    let best = search_unlimited(&hops, 0, &[3], 3).paths;
    assert_eq!(best.iter().map(|path| path.people.len()).collect::<Vec<_>>(), [3, 3]);
    assert_eq!(best[0].people, [0, 1, 3]);
}

#[test]
fn a_further_introducer_halves_the_score() {
    let hops = Hops::from_list(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0)]);
    let path = &search(&hops, 0, &[3], 1, 3).paths[0];
    assert!((path.score - 0.5).abs() < 1e-12);
    assert_eq!(path.introducers(), [1, 2]);
}

#[test]
fn what_cannot_be_searched_is_not_found() {
    let hops = Hops::from_list(3, &[(0, 1, 0.5), (1, 2, 0.5)]);
    for (from, targets, k, max_hops) in
        [(0, &[][..], 1, 3), (0, &[0], 1, 3), (0, &[9], 1, 3), (9, &[1], 1, 3), (0, &[1], 0, 3), (0, &[1], 1, 0)]
    {
        assert_eq!(search(&hops, from, targets, k, max_hops), Found::default());
        assert!(max_hops == 0 || search_unlimited(&hops, from, targets, k) == Found::default());
    }
    assert_eq!(search(&Hops::default(), 0, &[1], 1, 3), Found::default());
    assert_eq!(search(&hops, 0, &[2], 1, usize::MAX).paths[0].people, [0, 1, 2]);
}
