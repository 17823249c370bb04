//! Structure, fragility and diversity through the real program.

use std::collections::{BTreeMap, BTreeSet};

use acquaint::synth::classic;
use serde_json::Value;

use crate::program::{Program, csv_rows, finish, in_one_line};

const TOLERANCE: f64 = 1e-9;

/// A graph as a table of contacts without initiator, imported.
fn imported(ties: &[(u32, u32, f64)]) -> Program {
    let program = Program::new();
    let rows: String = ties.iter().map(|(a, b, _)| format!("{a},{b},2026-03-01\n")).collect();
    program.file("ties.csv", format!("source,target,time\n{rows}"));
    program.ok(&["import", "ties.csv", "--undirected"]);
    program
}

fn close(shown: &str, wanted: &Value, place: &str) {
    match wanted.as_f64() {
        Some(wanted) => {
            let shown: f64 = shown.parse().unwrap_or_else(|_| panic!("{place}: `{shown}` is not {wanted}"));
            assert!((shown - wanted).abs() <= TOLERANCE, "{place}: {shown} is not {wanted}");
        }
        None => assert_eq!(shown, "", "{place}"),
    }
}

#[test]
fn the_rows_of_classic_graphs_are_the_reference_s() {
    let all: Value = serde_json::from_str(include_str!("../oracle/reference.json")).unwrap();
    for (graph, reference) in
        [classic::karate(), classic::florentine(), classic::kite()].iter().zip(all["graphs"].as_array().unwrap())
    {
        let (measures, name) = (&reference["measures"], &reference["name"]);
        let program = imported(graph.ties);
        let run = program.ok(&["network", "--people", "--unweighted", "--all-ties", "-f", "csv"]);
        let rows = csv_rows(&run.stdout);
        assert_eq!(rows.len() as u64, reference["people"].as_u64().unwrap(), "{name}");
        let numbers = |key: &str| -> BTreeSet<u64> {
            let ends = measures[key].as_array().unwrap().iter();
            ends.flat_map(|part| part.as_array().map_or_else(|| vec![part.clone()], |tie| tie[..2].to_vec()))
                .map(|number| number.as_u64().unwrap())
                .collect()
        };
        let cut = numbers("cut_people");
        for row in &rows {
            let number: usize = row["handle"].trim_start_matches("id:").parse().unwrap();
            let place = format!("{name}, {number}");
            for (field, measure) in [
                ("effective_size", "effective_size"),
                ("constraint", "constraint"),
                ("betweenness", "betweenness"),
                ("clustering", "clustering"),
                ("core", "core"),
                ("pagerank", "pagerank"),
            ] {
                close(&row[field], &measures[measure][number], &format!("{place}: {field}"));
            }
            let ties: Vec<&(u32, u32, f64)> =
                graph.ties.iter().filter(|tie| tie.0 as usize == number || tie.1 as usize == number).collect();
            assert_eq!(row["degree"], ties.len().to_string(), "{place}");
            close(&row["strength_sum"], &ties.len().into(), &place);
            let size = measures["effective_size"][number].as_f64().unwrap();
            close(&row["efficiency"], &(size / ties.len() as f64).into(), &format!("{place}: efficiency"));
            assert_eq!(row["is_cut"] == "true", cut.contains(&(number as u64)), "{place}");
            assert_eq!(row["betweenness_error"], "0", "{place}");
            let of_person = |list: &'static str| {
                let entries = measures[list].as_array().unwrap().iter();
                entries.filter(move |entry| entry[0] == number || entry[1] == number).collect::<Vec<&Value>>()
            };
            let bridging = of_person("local_bridges");
            assert_eq!(row["local_bridges"], bridging.len().to_string(), "{place}");
            let endless = bridging.iter().any(|bridge| bridge[2].is_null());
            let longest = bridging.iter().filter_map(|bridge| bridge[2].as_u64()).max().filter(|_| !endless);
            assert_eq!(row["longest_span"], longest.map(|span| span.to_string()).unwrap_or_default(), "{place}");
            let overlaps: Vec<f64> = of_person("overlap").iter().filter_map(|tie| tie[2].as_f64()).collect();
            let mean = overlaps.iter().sum::<f64>() / overlaps.len() as f64;
            close(&row["mean_overlap"], &mean.into(), &format!("{place}: overlap"));
            assert_eq!(row["lost_without"], "", "{place}: it is not known whose network this is");
        }
        let bridges = csv_rows(&program.ok(&["network", "--bridges", "--all-ties", "-f", "csv"]).stdout);
        let listed: BTreeMap<(u64, u64), &str> = bridges
            .iter()
            .map(|row| {
                let end = |key: &str| row[key].trim_start_matches("id:").parse::<u64>().unwrap();
                ((end("source").min(end("target")), end("source").max(end("target"))), row["span"].as_str())
            })
            .collect();
        let wanted = measures["local_bridges"].as_array().unwrap();
        assert_eq!(listed.len(), wanted.len(), "{name}");
        for bridge in wanted {
            let span = bridge[2].as_u64().map(|span| span.to_string()).unwrap_or_default();
            assert_eq!(listed[&(bridge[0].as_u64().unwrap(), bridge[1].as_u64().unwrap())], span, "{name}: {bridge}");
        }
    }
}

#[test]
fn bridges_are_listed_with_the_longest_way_around_first() {
    let program = Program::sample();
    let rows = program.rows(&["network", "--bridges"]);
    assert!(rows.len() > 20, "{}", rows.len());
    let bridges = rows.iter().filter(|row| row["is_bridge"] == true).count();
    assert_eq!(bridges as u64, program.json(&["network"])["bridges"].as_u64().unwrap());
    let place = |row: &Value| {
        let span = row["span"].as_u64().unwrap_or(u64::MAX);
        (std::cmp::Reverse(span), std::cmp::Reverse(row["people_behind"].as_u64()))
    };
    assert!(rows.is_sorted_by_key(place), "not in order");
    let ties = program.rows(&["ties", "--all"]);
    for row in &rows {
        assert_eq!(row["is_bridge"], row["span"].is_null(), "{row}");
        assert_eq!(row["is_bridge"] == true, row["people_behind"].as_u64().is_some_and(|people| people > 0), "{row}");
        assert!(row["span"].as_u64().is_none_or(|span| span >= 3), "{row}");
        assert!(row["overlap"].is_null() || row["overlap"] == 0.0, "{row}");
        let tie = ties.iter().find(|tie| tie["source"] == row["source"] && tie["target"] == row["target"]).expect("a tie");
        assert_eq!((&tie["p90"], &tie["fades_on"]), (&row["p90"], &row["fades_on"]), "{row}");
    }
    let text = program.ok(&["network", "--bridges"]).stdout;
    assert!(text.lines().all(|line| line.chars().count() <= 100), "wider than the terminal: {text}");
    let both = program.run(&["network", "--bridges", "--people"]);
    assert!(both.code == Some(2) && both.stderr.contains("cannot be used with"), "{}", both.stderr);
}

/// The figures against the program itself, once the person is taken out of it.
#[test]
fn who_is_said_to_be_lost_is_gone_once_the_person_is_ignored() {
    let program = Program::sample();
    let reached = |program: &Program| -> BTreeSet<String> {
        let ties = program.rows(&["ties", "--all"]);
        let me = format!("mailto:{}", crate::program::OWNER);
        let mut found = BTreeSet::from([me]);
        loop {
            let before = found.len();
            for tie in ties.iter().filter(|tie| tie["p90"].as_f64().unwrap() >= 0.1) {
                let ends = [&tie["source"], &tie["target"]].map(|end| end.as_str().unwrap().to_owned());
                if ends.iter().any(|end| found.contains(end)) {
                    found.extend(ends);
                }
            }
            if found.len() == before {
                return found;
            }
        }
    };
    let people = program.rows(&["network", "--people"]);
    let fragile = program.json(&["network"])["ego"]["fragility"].as_array().unwrap().clone();
    assert!(!fragile.is_empty());
    let everybody = reached(&program);
    let mostly = people.iter().max_by_key(|row| row["lost_without"].as_u64()).unwrap();
    assert!(mostly["lost_without"].as_u64().unwrap() > 0, "nobody in the sample holds anybody");
    for handle in [mostly["handle"].as_str().unwrap(), fragile[0]["person"].as_str().unwrap()] {
        let row = people.iter().find(|row| row["handle"] == handle).unwrap();
        program.ok(&["ignore", handle]);
        let without = reached(&program);
        program.ok(&["ignore", "--undo", handle]);
        let lost = everybody.difference(&without).count() - 1;
        assert_eq!(row["lost_without"], lost, "{handle}");
    }
    for entry in &fragile {
        let row = people.iter().find(|row| row["handle"] == entry["person"]).unwrap();
        assert_eq!(row["lost_without"], entry["cut_off"], "{entry}");
        assert!(entry["lost"].as_f64().unwrap() >= entry["lost_weight"].as_f64().unwrap(), "{entry}");
    }
    let text = program.ok(&["network"]).stdout;
    assert!(text.contains(&format!("if {} went quiet: ", fragile[0]["name"].as_str().unwrap())), "{text}");
}

#[test]
fn diversity_speaks_only_of_what_is_known() {
    let program = Program::sample();
    let before = program.json(&["network"])["ego"]["diversity"].clone();
    for attribute in ["communities", "companies", "sectors", "functions", "seniorities", "places"] {
        let known = before["known"][attribute].as_f64().unwrap();
        let kinds = before["kinds"][attribute].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&known), "{attribute}: {known}");
        match before[attribute].as_f64() {
            Some(number) => {
                assert!(known >= 0.7 - 1e-9 && (1.0..=kinds + 1e-9).contains(&number), "{attribute}: {before}");
                let blau = before["blau"][attribute].as_f64().unwrap();
                assert!((0.0..=1.0 - 1.0 / kinds + 1e-9).contains(&blau), "{attribute}: {before}");
            }
            None => assert!(known < 0.7 && before["blau"][attribute].is_null(), "{attribute}: {before}"),
        }
    }
    assert!(before["communities"].is_number() && before["companies"].is_number(), "{before}");
    assert_eq!((&before["sectors"], before["known"]["sectors"].as_f64()), (&Value::Null, Some(0.0)));

    // Every contact is given one of three sectors, most of them the same.
    let handles: Vec<String> = program.rows(&["ties"]).iter().map(|row| row["person"].as_str().unwrap().to_owned()).collect();
    let sectors = ["sector:Energy", "sector=Énergie", "sector:energy", "sector:Health", "sector:Public"];
    let rows: String =
        handles.iter().enumerate().map(|(place, handle)| format!("\"{handle}\",{}\n", sectors[place % sectors.len()])).collect();
    program.file("sectors.csv", format!("handle,tags\n{rows}"));
    program.ok(&["import", "sectors.csv", "--from", "people-table"]);
    let after = program.json(&["network"])["ego"]["diversity"].clone();
    assert_eq!(after["kinds"]["sectors"], 4, "energie is another word: {after}");
    assert!(after["sectors"].as_f64().is_some_and(|number| (1.0..=4.0).contains(&number)), "{after}");
    assert_eq!(after["communities"], before["communities"]);
}

#[test]
fn the_tunnel_is_named_when_the_data_shows_one_and_not_without() {
    let program = Program::new().with(&["--as-of", "2026-06-30", "--owner", "id:me"]);
    // Twelve contacts: nine know each other, and three more are two others' contacts each.
    let mut rows = String::from("source,target,time\n");
    let mut tie = |a: &str, b: &str| {
        for day in 1..=28 {
            rows.push_str(&format!("{a},{b},2026-06-{day:02}\n"));
        }
    };
    let circles = [&["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"][..], &["b1", "b2"], &["c1", "c2"]];
    for circle in circles {
        for (place, one) in circle.iter().enumerate() {
            tie("me", one);
            circle[..place].iter().for_each(|other| tie(one, other));
        }
    }
    program.file("ties.csv", rows);
    program.ok(&["import", "ties.csv", "--undirected"]);
    let diversity = program.json(&["network"])["ego"]["diversity"].clone();
    let text = diversity["tunnel_vision"].as_str().expect("a sentence").to_owned();
    assert_eq!(text, "69 % of your attention goes to one of 3 communities (the one around a1); effectively you deal with 2.3.");
    assert!(in_one_line(&program.ok(&["network"]).stdout).ends_with(&text));
    let (share, other) = (9.0_f64 / 13.0, 2.0_f64 / 13.0);
    let wanted = (-share * share.ln() - 2.0 * other * other.ln()).exp();
    assert!((diversity["communities"].as_f64().unwrap() - wanted).abs() < 1e-6, "{diversity}");
    assert!(Program::sample().json(&["network"])["ego"]["diversity"]["kinds"]["communities"].as_u64().unwrap() > 2);
    // A star: nobody's circle is seen, so nothing is said of circles.
    let star = Program::new().with(&["--as-of", "2026-06-30", "--owner", "id:me"]);
    let rows: String = (0..20).map(|alter| format!("me,p{alter},2026-06-29\n")).collect();
    star.file("star.csv", format!("source,target,time\n{rows}"));
    star.ok(&["import", "star.csv", "--undirected"]);
    let diversity = star.json(&["network"])["ego"]["diversity"].clone();
    assert_eq!((&diversity["communities"], &diversity["tunnel_vision"]), (&Value::Null, &Value::Null), "{diversity}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let program = Program::sample();
    for arguments in
        [&["network", "-f", "json"][..], &["network", "--people", "-f", "csv"], &["network", "--bridges", "-f", "csv"]]
    {
        let [one, two] = ["1", "2"].map(|threads| finish(program.command(arguments).env("RAYON_NUM_THREADS", threads)));
        assert_eq!((one.code, two.code), (Some(0), Some(0)), "{}", one.stderr);
        assert!(one.stdout == two.stdout, "{arguments:?} differs");
    }
}

#[test]
fn one_tie_one_day_and_an_owner_without_ties_have_defined_answers() {
    let one_day = imported(&[(0, 1, 1.0)]);
    one_day.ok(&["network"]);
    assert_eq!(one_day.rows(&["network", "--bridges", "--all-ties"]).len(), 1);
    let rows = csv_rows(&one_day.ok(&["network", "--people", "--all-ties", "-f", "csv"]).stdout);
    let undefined = ["betweenness", "betweenness_error", "clustering", "longest_span", "mean_overlap", "lost_without"];
    assert!(rows.len() == 2 && rows.iter().all(|row| undefined.iter().all(|field| row[*field].is_empty())), "{rows:?}");
    // Before anything happened there is nobody.
    let before = ["--as-of", "2025-01-01"];
    assert_eq!(one_day.json(&[&["network"][..], &before].concat())["people"], 0);
    assert!(one_day.rows(&[&["network", "--people"][..], &before].concat()).is_empty());
    assert!(one_day.rows(&[&["network", "--bridges"][..], &before].concat()).is_empty());
    // The owner is known even before.
    let alone = imported(&[(0, 1, 1.0)]);
    alone.ok(&["config", "set", "me", "id:0"]);
    let alone = alone.with(&before);
    let ego = alone.json(&["network"])["ego"].clone();
    assert_eq!((&ego["degree"], &ego["fragility"]), (&0.into(), &Value::Array(Vec::new())), "{ego}");
    assert!(ego["diversity"]["communities"].is_null() && ego["diversity"]["known"]["companies"].is_null(), "{ego}");
}
