//! Communities against leidenalg, the reference implementation, on the networks of `tests/oracle/communities.txt` (made by
//! `make_communities.py` beside it).

use acquaint::analysis::community::{Communities, communities, modularity};
use acquaint::analysis::component::components;
use acquaint::network::View;

struct Benchmark {
    name: String,
    view: View,
    best: f64,
}

fn benchmarks() -> Vec<Benchmark> {
    let text = include_str!("../oracle/communities.txt");
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines
        .chunks(2)
        .map(|pair| {
            let head: Vec<&str> = pair[0].split(' ').collect();
            let mut ties = Vec::new();
            for (person, row) in pair[1].split(';').enumerate() {
                let mut other = person as u32;
                for gap in row.split(' ').filter(|gap| !gap.is_empty()) {
                    let (gap, weight) = gap.split_once(':').unwrap_or((gap, "1"));
                    other += gap.parse::<u32>().unwrap();
                    ties.push((person as u32, other, weight.parse().unwrap()));
                }
            }
            assert_eq!(ties.len(), head[2].parse::<usize>().unwrap(), "{}", head[0]);
            Benchmark {
                name: head[0].to_owned(),
                view: View::from_ties(head[1].parse().unwrap(), &ties),
                best: head[3].parse().unwrap(),
            }
        })
        .collect()
}

/// Every community, taken by itself, hangs together.
fn are_connected(view: &View, found: &Communities) -> bool {
    let inside: Vec<(u32, u32, f64)> = view
        .iter()
        .filter(|&(low, high, _)| found.labels[low] == found.labels[high])
        .map(|(low, high, weight)| (low as u32, high as u32, weight))
        .collect();
    components(&View::from_ties(view.people(), &inside)).sizes.len() == found.count
}

#[test]
fn communities_are_no_worse_than_the_best_of_fifty_runs_of_the_reference_implementation() {
    let all = benchmarks();
    assert_eq!(all.len(), 23);
    let mut below = Vec::new();
    for Benchmark { name, view, best } in all {
        let found = communities(&view, 1);
        let reached = found.modularity.unwrap();
        assert!((modularity(&view, &found.labels).unwrap() - reached).abs() < 1e-12, "{name}");
        assert!(are_connected(&view, &found), "{name}: a community in pieces");
        if reached < best - 1e-9 {
            below.push(format!("{name}: {reached} is below {best}"));
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}

#[test]
fn communities_are_the_same_on_every_run() {
    for Benchmark { name, view, .. } in benchmarks().into_iter().filter(|benchmark| benchmark.view.ties() < 1_500) {
        assert_eq!(communities(&view, 7), communities(&view, 7), "{name}");
    }
}
