//! The tie model and the introduction paths against implementations that share no code with the program.

use std::collections::BTreeMap;
use std::path::Path;

use acquaint::synth::Random;
use serde_json::Value;

use crate::program::{Program, csv_rows};

/// Three hundred contacts of twenty-five people, imported.
fn small_world() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    program.file("ties.csv", oracle("ties_small.csv"));
    let totals = program.json(&["import", "ties.csv"])["totals"].clone();
    assert_eq!(totals["rejected"], 0);
    program
}

fn oracle(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle").join(name)).unwrap()
}

#[test]
fn every_field_of_every_tie_is_what_an_independent_model_says() {
    let own = csv_rows(&small_world().every_tie());
    let reference = csv_rows(&oracle("ties_small_reference.csv"));
    assert_eq!(own.len(), reference.len());
    let mut compared = 0;
    for (own, reference) in own.iter().zip(&reference) {
        for (field, expected) in reference {
            let got = &own[field];
            let same = match (got.parse::<f64>(), expected.parse::<f64>()) {
                (Ok(got), Ok(expected)) => (got - expected).abs() <= 1e-9 * expected.abs().max(1.0),
                _ => got == expected,
            };
            assert!(same, "{} – {}, {field}: {got}, not {expected}", own["source"], own["target"]);
            compared += 1;
        }
    }
    assert!(compared > 2_000, "{compared}");
    for band in ["strong", "weak", "faint", "dormant"] {
        assert!(reference.iter().any(|row| row["band"] == band), "the reference has no {band} tie");
    }
}

/// All simple paths of at most three hops with their scores, best first; of equal scores the shorter, then by handles.
fn by_brute_force(hops: &BTreeMap<&str, BTreeMap<&str, f64>>, from: &str, to: &str) -> Vec<(f64, Vec<String>)> {
    fn walk<'h>(
        hops: &BTreeMap<&'h str, BTreeMap<&'h str, f64>>,
        to: &str,
        path: &mut Vec<&'h str>,
        score: f64,
        found: &mut Vec<(f64, Vec<String>)>,
    ) {
        let here = path[path.len() - 1];
        for (&next, probability) in hops.get(here).into_iter().flatten() {
            if path.contains(&next) {
                continue;
            }
            // Every introducer after the first halves the score.
            let halved = if path.len() > 2 { 0.5 } else { 1.0 };
            path.push(next);
            if next == to {
                found.push((score * probability * halved, path.iter().map(ToString::to_string).collect()));
            } else if path.len() < 4 {
                walk(hops, to, path, score * probability * halved, found);
            }
            path.pop();
        }
    }
    let mut found = Vec::new();
    let (&start, _) = hops.get_key_value(from).unwrap();
    walk(hops, to, &mut vec![start], 1.0, &mut found);
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.len().cmp(&other.1.len())).then(one.1.cmp(&other.1)));
    found
}

#[test]
fn the_five_best_paths_are_those_that_brute_force_finds() {
    let program = small_world();
    let ties = program.rows(&["ties", "--all"]);
    let mut hops: BTreeMap<&str, BTreeMap<&str, f64>> = BTreeMap::new();
    for tie in &ties {
        let (source, target) = (tie["source"].as_str().unwrap(), tie["target"].as_str().unwrap());
        hops.entry(source).or_default().insert(target, tie["hop_out"].as_f64().unwrap());
        hops.entry(target).or_default().insert(source, tie["hop_in"].as_f64().unwrap());
    }
    let everybody: Vec<&str> = hops.keys().copied().collect();
    let mut random = Random::stream(23, "pairs");
    let mut compared = 0;
    for _ in 0..20 {
        let pair = random.sample(&everybody, 2);
        let expected = by_brute_force(&hops, pair[0], pair[1]);
        let document = program.json(&["path", pair[1], "--from", pair[0], "--k", "5"]);
        let paths = document["paths"].as_array().unwrap();
        assert_eq!(paths.len(), expected.len().min(5), "{pair:?}");
        for (place, (path, (score, people))) in paths.iter().zip(&expected).enumerate() {
            let got = path["score"].as_f64().unwrap();
            assert!((got - score).abs() <= 1e-12, "{pair:?}, path {place}: {got}, not {score}");
            let handle = |person: &Value| person["handle"].as_str().unwrap().to_owned();
            let hops = path["hops"].as_array().unwrap();
            let walked: Vec<String> =
                [handle(&hops[0]["from"])].into_iter().chain(hops.iter().map(|hop| handle(&hop["to"]))).collect();
            // Products of the same factors in another order may differ in the last digit; only then may the order.
            let unclear = expected.iter().filter(|other| (other.0 - score).abs() <= 1e-12).count() > 1;
            assert!(unclear || walked == *people, "{pair:?}, path {place}: {walked:?}, not {people:?}");
            compared += 1;
        }
    }
    assert!(compared >= 60, "only {compared} paths compared");
}
