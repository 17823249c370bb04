//! What every command answers about the sample world.

use serde_json::Value;

use crate::program::{Program, Run, contents, csv_rows, sample_world};

const TARGET: &str = "Beatriz Salgado";
const GARETH: &str = "mailto:gareth.penhaligon@orchard-capital.example";
const TIE_FIELDS: [&str; 18] = [
    "interactions",
    "contact_days",
    "out",
    "in",
    "first",
    "last",
    "momentum",
    "silence_days",
    "rhythm_days",
    "strength",
    "p90",
    "alive",
    "fades_on",
    "reciprocity",
    "band",
    "evidence",
    "hop_out",
    "hop_in",
];

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn header(run: &Run) -> Vec<String> {
    run.stdout.lines().next().unwrap().trim_end().split(',').map(str::to_owned).collect()
}

fn handle_of(kind: &str) -> &'static str {
    acquaint::synth::STORIES.iter().find(|story| story.kind == kind).unwrap().handle
}

fn tie_with(program: &Program, handle: &str) -> Option<Value> {
    program.rows(&["ties"]).into_iter().find(|row| row["person"] == handle && row["evidence"] == "observed")
}

#[test]
fn an_import_accounts_for_every_record() {
    let printed = &sample_world().1;
    assert_eq!(printed["schema"], "acquaint.import/1");
    let mut sums = [0_u64; 4];
    let sources = printed["sources"].as_array().unwrap();
    assert!(sources.len() >= 18, "{}", sources.len());
    for source in sources.iter().chain([&printed["totals"]]) {
        let [seen, accepted, duplicate, rejected] =
            ["seen", "accepted", "duplicate", "rejected"].map(|key| source[key].as_u64().unwrap());
        assert_eq!(seen, accepted + duplicate + rejected, "{source}");
        if let Some(reasons) = source["reasons"].as_array() {
            assert_eq!(rejected, reasons.iter().map(|reason| reason["count"].as_u64().unwrap()).sum::<u64>(), "{source}");
            assert!(reasons.iter().all(|reason| reason["first"]["record"].as_u64().unwrap() >= 1), "{source}");
            assert!(source["people_seen"].as_u64().unwrap() > 0);
            sums.iter_mut().zip([seen, accepted, duplicate, rejected]).for_each(|(sum, count)| *sum += count);
        } else {
            assert_eq!(sums, [seen, accepted, duplicate, rejected]);
        }
    }
    assert!(sums[1] > 3_000 && sums[3] > 0, "{sums:?}");
    assert_eq!(printed["me"][0], format!("mailto:{}", crate::program::OWNER));
}

#[test]
fn importing_the_same_exports_again_changes_no_byte() {
    let program = Program::sample();
    let before = contents(&program.workspace());
    crate::program::copy_folder(&sample_world().0.path("sample"), &program.path("sample"));
    let totals = program.json(&["import", "sample", "--owner", crate::program::OWNER])["totals"].clone();
    assert_eq!(totals["accepted"], 0);
    assert_eq!(totals["duplicate"], sample_world().1["totals"]["accepted"]);
    assert!(contents(&program.workspace()) == before, "the workspace changed");
}

#[test]
fn a_dry_run_tells_the_tally_and_changes_nothing() {
    let program = Program::new();
    program.file("calls.csv", "source,target,time\nann,bob,2026-01-05\nann,ann,2026-01-05\n");
    let printed = program.json(&["import", "calls.csv", "--dry-run"]);
    assert_eq!((printed["totals"]["accepted"].as_u64(), printed["totals"]["rejected"].as_u64()), (Some(1), Some(1)));
    assert_eq!(printed["committed"], false);
    assert!(!program.workspace().exists());
}

#[test]
fn ties_have_the_fields_of_the_contract_in_order() {
    let program = Program::sample();
    let all = program.ok(&["ties", "--all", "-f", "csv"]);
    let ends: Vec<&str> = ["source", "target", "source_name", "target_name"].into_iter().chain(TIE_FIELDS).collect();
    assert_eq!(header(&all)[..ends.len()], ends);
    let own = program.ok(&["ties", "-f", "csv"]);
    let ends: Vec<&str> = ["person", "name"].into_iter().chain(TIE_FIELDS).collect();
    assert_eq!(header(&own)[..ends.len()], ends);
    for row in csv_rows(&all.stdout) {
        let value = |key: &str| row[key].parse::<f64>().unwrap();
        assert!(row["source"] < row["target"], "{row:?}");
        assert!((0.0..=100.0).contains(&value("strength")) && (0.0..=1.0).contains(&value("p90")), "{row:?}");
        assert_eq!(row["alive"] == "true", value("p90") >= 0.5, "{row:?}");
        assert_eq!(row["fades_on"].is_empty(), row["alive"] == "false", "{row:?}");
        assert!(row["first"] <= row["last"] && row["last"].as_str() <= "2026-10-31", "{row:?}");
        assert!(value("out").max(value("in")) <= value("contact_days") && value("momentum") > 0.0, "{row:?}");
    }
    // Those who count as contacts stand first, the strongest tie before the others; then those of whom only one side ever wrote.
    let own = program.rows(&["ties"]);
    let order = |row: &serde_json::Value| Some((row["band"] == "unknown", -row["strength"].as_f64()?));
    let order: Vec<(bool, f64)> = own.iter().filter_map(order).collect();
    assert!(order.len() > 100 && order.is_sorted() && order.iter().any(|row| row.0));
    let dormant = program.rows(&["ties", "--band", "dormant"]);
    assert!(!dormant.is_empty() && dormant.iter().all(|row| row["band"] == "dormant"));
}

#[test]
fn a_tie_reads_the_same_from_both_ends() {
    let program = Program::sample();
    let priya = handle_of("path-best");
    let mine = tie_with(&program, priya).unwrap();
    let hers = program.rows(&["ties", "--person", priya]);
    let hers = hers.iter().find(|row| row["person"] == format!("mailto:{}", crate::program::OWNER)).unwrap();
    for (own, others) in [("out", "in"), ("in", "out"), ("hop_out", "hop_in"), ("strength", "strength"), ("last", "last")] {
        assert_eq!(mine[own], hers[others], "{own}");
    }
}

#[test]
fn the_stories_of_the_sample_are_found() {
    let program = Program::sample();
    let fading = program.rows(&["fading"]);
    let hanna = fading.iter().find(|row| row["person"] == handle_of("fading")).expect("Hanna Lindqvist fades");
    assert!(hanna["alive"] == true && (0..=30).contains(&hanna["days_left"].as_i64().unwrap()), "{hanna}");
    let mentor = &program.rows(&["dormant"])[0];
    assert_eq!(mentor["person"], handle_of("dormant"));
    assert!(number(&mentor["momentum"]) > 5.0 && mentor["alive"] == false);
    let weak = program.rows(&["weak-ties", "--limit", "3"]);
    assert!(weak.iter().any(|row| row["person"] == handle_of("bridge") && row["name"] == "Олена Коваленко"), "{weak:?}");
    let one_sided = tie_with(&program, GARETH).unwrap();
    assert_eq!((one_sided["in"].as_u64(), number(&one_sided["reciprocity"])), (Some(0), 0.0));
    let introduced = tie_with(&program, handle_of("introduced")).unwrap();
    assert_eq!((introduced["first"].as_str(), introduced["alive"].as_bool()), (Some("2026-05-11"), Some(true)));
    assert!(number(&introduced["reciprocity"]) > 0.5);
    assert_eq!(tie_with(&program, handle_of("target")), None);
    let met = program.rows(&["ties"]).iter().filter(|row| row["first"] == "2026-10-08").count();
    assert_eq!(met, 12, "people met at the conference");
    let every = program.every_tie();
    for machine in [handle_of("bulk"), handle_of("automatic")] {
        assert!(!every.contains(machine), "{machine} has a tie");
    }
}

#[test]
fn nothing_is_seen_before_it_happened() {
    let program = Program::sample();
    let amara = handle_of("introduced");
    program.fails(&["explain", amara, "--as-of", "2026-05-10"], 1, &["Amara Okafor"]);
    program.ok(&["explain", amara, "--as-of", "2026-05-11"]);
}

#[test]
fn the_best_path_to_the_target_leads_over_the_better_introducer() {
    let program = Program::sample();
    let document = program.json(&["path", TARGET, "--max-hops", "2"]);
    assert_eq!(document["targets"][0]["name"], TARGET);
    let paths = document["paths"].as_array().unwrap();
    let introducers: Vec<&Value> = paths.iter().map(|path| &path["hops"][0]["to"]["handle"]).collect();
    assert_eq!(introducers, [handle_of("path-best"), handle_of("path-second")]);
    assert_eq!(program.json(&["path", TARGET])["paths"][0]["hops"][0]["to"]["name"], "Priya Raman");
    for way in [["--company", "Castellan Logistics"], ["--title", "Director of Network Planning"]] {
        let found = program.json(&["path", way[0], way[1]]);
        let targets = found["targets"].as_array().unwrap();
        assert!(targets.iter().any(|person| person["name"] == TARGET), "{way:?}");
        assert!(!found["paths"].as_array().unwrap().is_empty(), "{way:?}");
    }
}

#[test]
fn a_path_is_as_likely_as_its_hops_and_each_hop_is_shown_in_ties() {
    let program = Program::sample();
    let ties = program.rows(&["ties", "--all"]);
    let document = program.json(&["path", TARGET, "--k", "12"]);
    let paths = document["paths"].as_array().unwrap();
    assert!(paths.len() >= 5, "{}", paths.len());
    let best = number(&paths[0]["score"]);
    let mut last = f64::INFINITY;
    for (place, path) in paths.iter().enumerate() {
        let hops = path["hops"].as_array().unwrap();
        let mut product = 0.5_f64.powi((hops.len() as i32 - 2).max(0));
        for hop in hops {
            let (from, to) = (&hop["from"]["handle"], &hop["to"]["handle"]);
            let forward = ties.iter().find(|tie| tie["source"] == *from && tie["target"] == *to).map(|tie| &tie["hop_out"]);
            let backward = || ties.iter().find(|tie| tie["source"] == *to && tie["target"] == *from).map(|tie| &tie["hop_in"]);
            let shown = forward.or_else(backward).expect("a hop is a tie");
            assert_eq!(shown, &hop["probability"], "{from} to {to}");
            product *= number(shown);
            let because = hop["because"].as_array().unwrap();
            assert!(!because.is_empty(), "{from} to {to} without evidence");
            for record in because {
                assert!(
                    record["time"].as_str().unwrap() < "2026-10-31T23:00:00Z" && !record["channel"].as_str().unwrap().is_empty()
                );
                assert!(record["source"].as_str().unwrap().starts_with("sample/"), "{record}");
            }
        }
        assert!((product - number(&path["score"])).abs() < 1e-12, "path {place}: {product}");
        assert!((number(&path["index"]) - 100.0 * product / best).abs() < 1e-9);
        let weakest = &hops[path["bottleneck"].as_u64().unwrap() as usize]["probability"];
        assert!(hops.iter().all(|hop| number(&hop["probability"]) >= number(weakest)));
        assert!(product <= last && hops.len() <= 3 && !path["advice"].as_str().unwrap().is_empty());
        last = product;
    }
}

#[test]
fn the_network_in_figures_has_the_fields_of_the_contract() {
    let program = Program::sample();
    let figures = program.json(&["network"]);
    for key in [
        "people",
        "ties",
        "observed_ties",
        "components",
        "largest_component",
        "density",
        "mean_degree",
        "clustering",
        "communities",
        "modularity",
        "bridges",
        "cut_people",
    ] {
        assert!(figures[key].is_number(), "{key}");
    }
    for key in ["degree", "effective_size", "efficiency", "constraint", "communities_reached"] {
        assert!(figures["ego"][key].is_number(), "ego.{key}");
    }
    assert!(figures["ego"]["diversity"].is_object());
    let (people, ties) = (number(&figures["people"]), number(&figures["ties"]));
    assert!((number(&figures["mean_degree"]) - 2.0 * ties / people).abs() < 1e-12);
    assert!((number(&figures["density"]) - 2.0 * ties / (people * (people - 1.0))).abs() < 1e-12);
    assert_eq!(figures["observed_ties"].as_u64().unwrap() as usize, program.rows(&["ties", "--all"]).len());
    let rows = program.ok(&["network", "--people", "-f", "csv"]);
    let fields =
        "handle,name,degree,strength_sum,effective_size,constraint,betweenness,clustering,core,pagerank,community,is_cut";
    assert_eq!(header(&rows)[..12].join(","), fields);
    let later = ["efficiency", "betweenness_error", "local_bridges", "longest_span", "mean_overlap", "lost_without"];
    assert_eq!(header(&rows)[12..], later);
    let degrees: f64 = csv_rows(&rows.stdout).iter().map(|row| row["degree"].parse::<f64>().unwrap()).sum();
    assert!((degrees - 2.0 * ties).abs() < 1e-9);
}

#[test]
fn an_explanation_adds_up_to_the_tie() {
    let program = Program::sample();
    for handle in [handle_of("fading"), handle_of("dormant"), handle_of("bridge"), GARETH] {
        let ledger = program.json(&["explain", handle]);
        let tie = tie_with(&program, handle).unwrap();
        let contributions = ledger["contributions"].as_array().unwrap();
        let sum: f64 = contributions.iter().map(|entry| number(&entry["contribution"])).sum();
        assert!((sum - number(&ledger["momentum"])).abs() < 1e-9, "{handle}");
        assert!((sum - number(&tie["momentum"])).abs() < 1e-9, "{handle}: {sum}");
        assert_eq!(contributions.len() as u64, tie["contact_days"].as_u64().unwrap());
        for key in ["strength", "p90", "fades_on", "silence_days"] {
            assert_eq!(ledger[key], tie[key], "{handle} {key}");
        }
    }
}

#[test]
fn people_are_found_by_any_part_of_what_is_known() {
    let program = Program::sample();
    for query in ["salgado", "CASTELLAN", "network planning", "beatriz.salgado@castellan"] {
        let rows = program.rows(&["people", query]);
        assert!(rows.iter().any(|row| row["name"] == TARGET), "{query}");
    }
    let without_accents = program.rows(&["people", "lukasz wisniewski"]);
    assert!(without_accents.iter().any(|row| row["handle"] == handle_of("dormant")), "{without_accents:?}");
    let person = program.json(&["person", "Hanna Lindqvist"]);
    assert!(person.to_string().contains(handle_of("fading")) && person.to_string().contains("Fjordgrid Energy"), "{person}");
}
