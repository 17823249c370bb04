//! Whom one is led to, and whom one could bring together.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::program::{Program, csv_rows};

/// Ann is in touch with Bob, Cleo and Finn both ways, weekly; Bob and Cleo know Dora at Castellan, Bob better, and Bob knows Finn. Eve is
/// a colleague of Dora whom nobody knows.
fn imported() -> Program {
    let program = Program::new().with(&["--tz", "UTC"]);
    let mut table = "source,target,time,give\n".to_owned();
    let mut weekly = |one: &str, other: &str, weeks: usize, last: i64| {
        for week in 0..weeks {
            let day = jiff::civil::date(2026, 6, 28) - jiff::Span::new().days(last + 7 * week as i64);
            // Every pair at a time of its own: rows of one sender and one time would be one mail to several.
            let minute = one.len() * 10 + other.len() + usize::from(other.as_bytes()[0]) % 10;
            table.push_str(&format!("{one},{other},{day}T08:{minute}:00Z,\n{other},{one},{day}T09:{minute}:00Z,\n"));
        }
    };
    weekly("ann", "bob", 12, 0);
    weekly("ann", "cleo", 12, 0);
    weekly("ann", "finn", 12, 0);
    weekly("bob", "dora", 12, 0);
    weekly("cleo", "dora", 6, 14);
    weekly("bob", "finn", 12, 0);
    weekly("cleo", "gwen", 12, 0);
    program.file("calls.csv", table);
    program.file(
        "people.csv",
        "handle,name,company,title,tags\n\
         ann,Ann Archer,Northlight,Analyst,harbours\n\
         bob,Bob Barker,Fjordgrid AG,VP Sales,harbours\n\
         cleo,Cléo Castro,Estuary Ltd,Harbours lead,\n\
         dora,Dora Díaz,Castellan Logistics GmbH,Director of Network Planning,harbours\n\
         eve,Eve Engel,\"Castellan Logistics, Inc.\",CTO,\n\
         finn,Finn Fisher,Castellan Foods,Buyer,\n",
    );
    program.ok(&["import", "calls.csv", "--owner", "id:ann"]);
    program.ok(&["import", "people.csv", "--from", "people-table"]);
    program
}

fn small_world() -> Program {
    imported().with(&["--as-of", "2026-06-30"])
}

fn handles(people: &Value) -> Vec<&str> {
    people.as_array().unwrap().iter().map(|person| person["handle"].as_str().unwrap()).collect()
}

#[test]
fn targets_are_found_by_words_whatever_case_accents_and_legal_form() {
    let program = small_world();
    let targets = |option: &str, value: &str| {
        let run = program.run(&["path", option, value, "-f", "json"]);
        let document: Value = serde_json::from_str(&run.stdout).unwrap_or(Value::Null);
        document["targets"].as_array().map(|_| handles(&document["targets"]).into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let some = |handles: &[&str]| Some(handles.iter().map(|handle| format!("id:{handle}")).collect::<Vec<_>>());
    assert_eq!(targets("--company", "CASTELLAN LOGISTICS AG"), some(&["dora", "eve"]));
    assert_eq!(targets("--company", "Castelan Logistic"), some(&["dora", "eve"]), "a slip of spelling");
    assert_eq!(targets("--company", "castellan"), some(&["dora", "eve", "finn"]));
    assert_eq!(targets("--title", "director network planning"), some(&["dora"]));
    assert_eq!(targets("--title", "vice president"), some(&["bob"]), "abbreviations are written out");
    assert_eq!(targets("--title", "Chief Technology Officer"), some(&["eve"]));
    assert_eq!(targets("--topic", "Harbours"), some(&["bob", "cleo", "dora"]), "tags and titles");
    assert_eq!(targets("--company", "Castor"), None);
    let run = program.ok(&["path", "--company", "castelan logistic"]);
    assert!(run.stdout.starts_with("matched: Castellan Logistics"), "{}", run.stdout);
    assert!(run.stdout.contains("(company, similar), 1 person"), "{}", run.stdout);
    let document = program.json(&["path", "--company", "castelan logistic"]);
    let matched = &document["targets"][0]["matched"][0];
    assert_eq!((matched["field"].as_str(), matched["how"].as_str()), (Some("company"), Some("fuzzy")));
    assert!((0.0..1.0).contains(&matched["score"].as_f64().unwrap()));
}

#[test]
fn a_misspelt_name_is_proposed_and_never_taken() {
    let program = small_world();
    let run = program.fails(&["path", "Dora Dias"], 1, &["nobody is known as `Dora Dias`", "did you mean Dora Díaz (id:dora)?"]);
    assert_eq!(run.stdout, "");
    program.ok(&["path", "dora diaz"]);
}

#[test]
fn alternatives_say_which_introducers_they_share() {
    let program = small_world();
    let document = program.json(&["path", "Dora Díaz"]);
    let paths = document["paths"].as_array().unwrap();
    let first: Vec<&Value> = paths.iter().map(|path| &path["hops"][0]["to"]["handle"]).collect();
    assert_eq!(first, ["id:bob", "id:cleo", "id:finn"], "{document}");
    let shares: Vec<&Value> = paths.iter().map(|path| &path["shares_introducer_with"]).collect();
    assert_eq!(shares, [&serde_json::json!([2]), &serde_json::json!([]), &serde_json::json!([0])], "Finn knows Dora through Bob");
    let independent: Vec<Option<bool>> = paths.iter().map(|path| path["independent"].as_bool()).collect();
    assert_eq!(independent, [Some(true), Some(true), Some(false)]);
    assert!(paths.iter().all(|path| path["direct"] == false));
    let text = program.ok(&["path", "Dora Díaz"]).stdout;
    assert!(text.contains("shares no introducer with the others") && text.contains("shares an introducer with 1"), "{text}");
}

#[test]
fn one_coffee_makes_a_resting_tie_the_best_route_and_then_it_is() {
    let program = Program::new().with(&["--as-of", "2026-06-30", "--tz", "UTC"]);
    let mut table = "source,target,time\n".to_owned();
    for (one, other, days) in [
        ("ann", "bob", ["2026-03-01", "2026-04-01", "2026-05-01"]),
        ("ann", "cleo", ["2026-01-02", "2026-02-02", "2026-03-02"]),
        ("bob", "dora", ["2026-05-20", "2026-06-05", "2026-06-25"]),
        ("cleo", "dora", ["2026-06-10", "2026-06-20", "2026-06-29"]),
    ] {
        for day in days {
            table.push_str(&format!("{one},{other},{day}\n{other},{one},{day}\n"));
        }
    }
    program.file("calls.csv", table);
    program.ok(&["import", "calls.csv", "--owner", "id:ann"]);
    let before = program.json(&["path", "id:dora"]);
    let paths = before["paths"].as_array().unwrap();
    let place =
        paths.iter().position(|path| path["counterfactual"]["becomes_best"] == true).unwrap_or_else(|| panic!("{before}"));
    assert!(place > 0);
    let coffee = &paths[place]["counterfactual"];
    let person = coffee["person"]["handle"].as_str().unwrap();
    assert!(coffee["new_score"].as_f64() > paths[0]["score"].as_f64());
    assert!(program.ok(&["path", "id:dora"]).stdout.contains("would make this the best introduction"));
    program.ok(&["log", "Coffee", "--with", person, "--on", "2026-06-30"]);
    let after = program.json(&["path", "id:dora"]);
    let best = &after["paths"][0];
    assert_eq!(best["hops"][0]["to"]["handle"].as_str(), Some(person));
    assert!((best["score"].as_f64().unwrap() - coffee["new_score"].as_f64().unwrap()).abs() < 1e-12);
    assert!((best["hops"][0]["probability"].as_f64().unwrap() - coffee["new_probability"].as_f64().unwrap()).abs() < 1e-12);
}

#[test]
fn who_was_asked_lately_is_asked_last_and_the_order_stays_that_of_the_score() {
    let program = small_world();
    let before = program.json(&["path", "Dora Díaz"]);
    for day in ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22"] {
        program.ok(&["log", "A favour", "--with", "id:bob", "--on", day, "--asked"]);
    }
    let after = program.json(&["path", "Dora Díaz"]);
    let best = &after["paths"][0];
    assert_eq!(best["hops"][0]["to"]["handle"], "id:bob", "asking is contact, and the order is by score");
    assert_eq!((before["paths"][0]["recent_asks"].as_u64(), best["recent_asks"].as_u64()), (Some(0), Some(4)));
    assert!((best["ask_factor"].as_f64().unwrap() - 0.25).abs() < 1e-12);
    assert_eq!(after["paths"][1]["better_asked_first"], true);
    assert!(best["advice"].as_str().unwrap().contains("Cléo Castro is better asked first"), "{best}");
}

#[test]
fn favours_are_counted_for_each_introducer_over_their_own_windows() {
    let program = small_world();
    for (with, day, act) in [
        ("id:bob", "2025-06-30", "--asked"),
        ("id:bob", "2025-07-01", "--asked"),
        ("id:bob", "2026-06-30", "--gave"),
        ("id:cleo", "2026-04-01", "--asked"),
        ("id:cleo", "2026-04-02", "--asked"),
    ] {
        program.ok(&["log", "A favour", "--with", with, "--on", day, act]);
    }
    let document = program.json(&["path", "Dora Díaz", "--k", "10"]);
    let paths = document["paths"].as_array().unwrap();
    let of = |handle: &str| paths.iter().find(|path| path["hops"][0]["to"]["handle"] == handle).unwrap();
    // A year before the end of 2026-06-30 begins with 2025-07-01, ninety days before it with 2026-04-02.
    assert_eq!((of("id:bob")["ask_balance"].as_f64(), of("id:bob")["recent_asks"].as_u64()), (Some(0.0), Some(0)));
    assert_eq!((of("id:cleo")["ask_balance"].as_f64(), of("id:cleo")["recent_asks"].as_u64()), (Some(-1.0), Some(1)));
    assert_eq!((&of("id:finn")["ask_balance"], of("id:finn")["recent_asks"].as_u64()), (&Value::Null, Some(0)));
}

#[test]
fn sharing_introducers_is_what_comparing_every_pair_of_paths_says() {
    let document = Program::sample().json(&["path", "Beatriz Salgado", "--k", "60", "--max-hops", "4"]);
    let paths = document["paths"].as_array().unwrap();
    let any = |independent: bool| paths.iter().any(|path| path["independent"] == independent);
    assert!(paths.len() > 5 && any(true) && any(false), "{document}");
    let introducers: Vec<Vec<&str>> = paths
        .iter()
        .map(|path| {
            let hops = path["hops"].as_array().unwrap();
            hops.iter().skip(1).map(|hop| hop["from"]["handle"].as_str().unwrap()).collect()
        })
        .collect();
    for (index, path) in paths.iter().enumerate() {
        let shares = |other: &usize| *other != index && introducers[*other].iter().any(|who| introducers[index].contains(who));
        let expected: Vec<usize> = (0..paths.len()).filter(shares).collect();
        assert_eq!(path["shares_introducer_with"], serde_json::json!(expected), "path {index}");
        assert_eq!(path["independent"].as_bool(), Some(expected.iter().all(|other| *other > index)), "path {index}");
    }
}

#[test]
fn paths_say_who_the_target_is_and_how_to_get_the_text_to_send() {
    let program = small_world();
    let run = program.ok(&["path", "Dora Díaz"]);
    let to = "   to: Director of Network Planning, Castellan Logistics GmbH\n";
    assert_eq!(run.stdout.matches(to).count(), run.stdout.matches(" (index ").count(), "{}", run.stdout);
    assert!(run.stderr.contains("  hint: the text to send: acquaint path … --request\n"), "{}", run.stderr);
    for quiet in [&["path", "Dora Díaz", "-q"][..], &["path", "Dora Díaz", "--request"], &["path", "Dora Díaz", "-f", "json"]]
    {
        assert!(!program.ok(quiet).stderr.contains("the text to send"), "{quiet:?}");
    }
    let direct = program.ok(&["path", "id:bob", "--k", "1"]);
    assert!(!direct.stdout.contains("   to: ") && !direct.stderr.contains("the text to send"), "{direct:?}");
}

#[test]
fn inferred_ties_are_used_only_when_asked_for_and_always_labelled() {
    let program = small_world();
    program.fails(&["path", "Eve Engel"], 1, &["no path within 3 hops", "--allow-inferred"]);
    let without: Value = serde_json::from_str(&program.run(&["path", "Eve Engel", "-f", "json"]).stdout).unwrap();
    assert_eq!(without["paths"].as_array().map(Vec::len), Some(0));
    assert!(without["nearest"]["over_inferred"].as_array().is_some_and(|people| people.len() == 4), "{without}");
    let document = program.json(&["path", "Eve Engel", "--allow-inferred"]);
    let last = document["paths"][0]["hops"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((last["evidence"].as_str(), last["probability"].as_f64()), (Some("inferred"), Some(0.02)));
    assert_eq!(last["reason"], "both at Castellan Logistics GmbH");
    assert_eq!(last["strength"], Value::Null);
    let text = program.ok(&["path", "Eve Engel", "--allow-inferred"]).stdout;
    assert!(text.contains("only inferred: both at Castellan Logistics GmbH"), "{text}");
    let rows = csv_rows(&program.ok(&["path", "Eve Engel", "--allow-inferred", "-f", "csv"]).stdout);
    assert!(rows.iter().any(|row| row["evidence"] == "inferred"));
    // A pair with an observed tie is never inferred.
    let known = program.json(&["path", "Dora Díaz", "--allow-inferred"]);
    let hops = known["paths"][0]["hops"].as_array().unwrap().clone();
    assert!(hops.iter().all(|hop| hop["evidence"] == "observed"), "{known}");
}

#[test]
fn where_no_path_is_short_enough_the_best_of_any_length_is_told() {
    let program = Program::new().with(&["--tz", "UTC", "--as-of", "2026-06-30"]);
    let mut table = "source,target,time\n".to_owned();
    for person in 0..9 {
        for day in 10..28 {
            let hour = 10 + person;
            table.push_str(&format!("p{person},p{},2026-06-{day}T{hour}:00:00Z\n", person + 1));
            table.push_str(&format!("p{},p{person},2026-06-{day}T{hour}:30:00Z\n", person + 1));
        }
    }
    program.file("chain.csv", table);
    program.ok(&["import", "chain.csv", "--owner", "id:p0"]);
    let document: Value = serde_json::from_str(&program.run(&["path", "p5", "-f", "json"]).stdout).unwrap();
    let longer = &document["nearest"]["any_length"];
    assert_eq!((longer["hops"].as_u64(), handles(&document["nearest"]["longer_path"]).len()), (Some(5), 6), "{document}");
    let [probability, score] = ["probability", "score"].map(|name| longer[name].as_f64().unwrap());
    // Of five hops, the introducers after the first are three.
    assert!((score - probability / 8.0).abs() < 1e-12 && probability > 0.1, "{longer}");
    let known = &program.json(&["path", "p5", "--max-hops", "5"])["paths"][0];
    assert!((known["score"].as_f64().unwrap() - score).abs() < 1e-12, "{known}");
    let digits = if probability < 0.9995 { format!("{probability:.2}") } else { "1.00".to_owned() };
    let says =
        [format!("no path within 3 hops; the best of any length has 5, probability {digits}"), "(--max-hops 5)".to_owned()];
    program.fails(&["path", "p5"], 1, &says.each_ref().map(String::as_str));
    // No option reaches as far as nine hops do, and none is named.
    let far = program.fails(&["path", "p9"], 1, &["no path within 3 hops; the best of any length has 9, probability 0."]);
    assert!(!far.stderr.contains("--max-hops"), "{}", far.stderr);
    program.fails(&["path", "p9", "--max-hops", "6"], 1, &["no path within 6 hops; the best of any length has 9"]);
}

#[test]
fn a_request_says_only_what_is_known_and_leaves_blanks_for_the_rest() {
    let program = small_world();
    let text = program.ok(&["path", "Dora Díaz", "--request"]).stdout;
    for part in [
        "Hi Bob,",
        "Dora Díaz (Director of Network Planning, Castellan Logistics GmbH)",
        "we have harbours in common",
        "rather not",
        "[your question",
        "Ann Archer",
    ] {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
    assert!(program.ok(&["path", "Dora Díaz", "--request", "2"]).stdout.starts_with("Hi Cléo,"));
    program.fails(&["path", "Dora Díaz", "--request", "9"], 1, &["no path number 9"]);
    let document = program.json(&["path", "Dora Díaz"]);
    assert_eq!(document["paths"][0]["request"].as_str().unwrap(), text);
}

#[test]
fn introductions_never_join_who_know_each_other_and_nobody_is_everywhere() {
    for program in [small_world(), Program::sample()] {
        let ties = csv_rows(&program.every_tie());
        let rows = program.rows(&["introduce"]);
        assert!(!rows.is_empty());
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &rows {
            let (one, other) = (row["person"].as_str().unwrap(), row["other"].as_str().unwrap());
            let known = |tie: &BTreeMap<String, String>| [tie["source"].as_str(), tie["target"].as_str()] == [one, other];
            assert!(one < other && !ties.iter().any(known), "{one} and {other} know each other");
            assert!((0.0..=100.0).contains(&row["score"].as_f64().unwrap()) && row["benefit"].as_f64() >= Some(1.0), "{row}");
            assert!(!row["because"].as_array().unwrap().is_empty());
            *times.entry(one).or_default() += 1;
            *times.entry(other).or_default() += 1;
        }
        assert!(times.values().all(|times| *times <= 3), "{times:?}");
    }
    let program = small_world();
    let rows = program.rows(&["introduce"]);
    let pairs: Vec<[&str; 2]> = rows.iter().map(|row| ["person", "other"].map(|key| row[key].as_str().unwrap())).collect();
    assert_eq!(pairs, [["id:bob", "id:cleo"], ["id:cleo", "id:finn"]], "a shared topic comes first");
    assert_eq!(rows[0]["shared"][0]["word"], "harbours");
    program.ok(&["log", "Introduced them", "--with", "id:bob", "--with", "id:cleo", "--on", "2026-06-29"]);
    let left = program.rows(&["introduce"]);
    assert!(left.len() == 1 && left[0]["other"] == "id:finn", "who was introduced knows each other: {left:?}");
}

#[test]
fn a_star_proposes_nothing_and_says_what_to_import() {
    let program = Program::new().with(&["--as-of", "2026-06-30", "--tz", "UTC"]);
    let mut table = "source,target,time\n".to_owned();
    for other in ["bob", "cleo", "dora", "eve", "finn", "gwen"] {
        for day in ["2026-05-01", "2026-05-09", "2026-06-20"] {
            table.push_str(&format!("ann,{other},{day}\n{other},ann,{day}\n"));
        }
    }
    program.file("calls.csv", table);
    program.ok(&["import", "calls.csv", "--owner", "id:ann"]);
    for command in [&["introduce"][..], &["weak-ties"], &["fading", "--bridges", "--within", "365"]] {
        let run = program.ok(command);
        assert_eq!(run.stdout, "", "{command:?}");
        assert!(
            run.stderr.contains("not computable from this data") && run.stderr.contains("import a calendar"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_bridge_at_risk_names_who_would_be_out_of_reach() {
    let program = Program::new().with(&["--as-of", "2026-06-30", "--tz", "UTC"]);
    let mut table = "source,target,time\n".to_owned();
    let mut both = |one: &str, other: &str, days: &[&str]| {
        for day in days {
            table.push_str(&format!("{one},{other},{day}\n{other},{one},{day}\n"));
        }
    };
    let lately = ["2026-05-20", "2026-06-01", "2026-06-10", "2026-06-20", "2026-06-28"];
    for (one, other) in [("ann", "bob"), ("ann", "cleo"), ("bob", "cleo"), ("dora", "eve"), ("dora", "finn")] {
        both(one, other, &lately);
    }
    both("ann", "dora", &["2026-05-20", "2026-05-27", "2026-06-03"]);
    program.file("calls.csv", table);
    program.ok(&["import", "calls.csv", "--owner", "id:ann"]);
    let rows = program.rows(&["fading", "--bridges", "--within", "60"]);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0]["person"].as_str(), rows[0]["local_bridge"].as_bool()), (Some("id:dora"), Some(true)));
    assert_eq!((rows[0]["span"].as_u64(), rows[0]["people_lost"].as_u64()), (None, Some(2)), "no other way");
    assert_eq!(rows[0]["lost"], serde_json::json!(["eve", "finn"]));
}

#[test]
fn a_weak_tie_and_a_dormant_one_say_what_they_would_add() {
    let program = Program::sample();
    for row in program.rows(&["weak-ties"]) {
        let named = row["new_people_first"].as_array().unwrap().len() as u64;
        assert_eq!(named, row["new_people"].as_u64().unwrap().min(3), "{row}");
        assert!(row["why"].as_str().unwrap().contains("new p") && !row["because"].as_array().unwrap().is_empty(), "{row}");
    }
    let dormant = program.rows(&["dormant"]);
    assert!(dormant.iter().map(|row| row["score"].as_f64().unwrap()).is_sorted_by(|one, other| one >= other));
    for row in &dormant {
        let factor = |key: &str| row[key].as_f64().unwrap();
        let product = 100.0 * factor("reciprocity_then") * factor("novelty_factor") * factor("seniority_factor");
        assert!((product - factor("score")).abs() < 1e-9, "{row}");
        assert!(factor("momentum") >= 5.0 && factor("silence_days") >= 180.0 && factor("p90") < 0.5);
    }
    for command in ["weak-ties", "dormant", "introduce"] {
        let text = program.ok(&[command]).stdout;
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{command} is wider than 100 columns:\n{text}");
    }
}

#[test]
fn what_happens_later_changes_no_introduction() {
    let program = imported();
    let answers = |program: &Program| {
        [&["path", "Dora Díaz"][..], &["introduce"], &["weak-ties"], &["dormant"], &["fading", "--bridges"]]
            .map(|command| program.ok(&[command, &["--as-of", "2026-06-01", "-f", "json"]].concat()).stdout)
    };
    let before = answers(&program);
    program.ok(&["log", "Lunch", "--with", "id:bob", "--with", "id:cleo", "--with", "id:dora", "--on", "2026-06-29"]);
    program.ok(&["log", "A favour", "--with", "id:bob", "--on", "2026-06-30", "--asked"]);
    assert_eq!(answers(&program), before);
}
