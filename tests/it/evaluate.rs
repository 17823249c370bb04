//! The backtest, the calibration that follows from it, and that neither sees the future.

use serde_json::Value;

use crate::program::{Program, contents, csv_rows};

const MODELS: [&str; 2] = ["model", "calibrated"];
const BASELINES: [&str; 3] = ["frequency", "recency", "half_life"];

/// A platform on which people hardly come back: the published constants promise far too much.
fn cool_world() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let mut table = String::from("source,target,time\n");
    let day = |number: i64| acquaint::model::format_day(i32::try_from(number).unwrap());
    for other in 0..300 {
        let start = 19_800 + 3 * other;
        let again = if other % 4 == 0 { start + 40 } else { start + 2 };
        for on in [start, start + 2, again] {
            table.push_str(&format!("me,p{other:03},{}\np{other:03},me,{}\n", day(on), day(on)));
        }
    }
    program.file("chat.csv", table);
    program.ok(&["import", "chat.csv", "--owner", "id:me"]);
    program
}

/// The same among many, of whom nobody takes part in most; `hub` in less than half.
fn scattered_world() -> Program {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    let mut table = String::from("source,target,time\n");
    let day = |number: i32| acquaint::model::format_day(number);
    for other in 0..300 {
        let start = 19_800 + 3 * other;
        let again = if other % 4 == 0 { start + 40 } else { start + 2 };
        for on in [start, start + 2, again] {
            table.push_str(&format!("a{other:03},b{other:03},{0}\nb{other:03},c{other:03},{0}\n", day(on)));
            table.push_str(&format!("hub,a{other:03},{}\n", day(on)));
        }
    }
    program.file("chat.csv", table);
    program.ok(&["import", "chat.csv"]);
    program
}

fn strengths(program: &Program, options: &[&str]) -> Vec<f64> {
    program.rows(&[&["ties"], options].concat()).iter().map(|row| row["strength"].as_f64().unwrap()).collect()
}

fn close(found: &Value, expected: &Value, what: &str) {
    match (found.as_f64(), expected.as_f64()) {
        (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-9, "{what}: {found}, not {expected}"),
        _ => assert_eq!(found, expected, "{what}"),
    }
}

#[test]
fn every_figure_equals_that_of_an_independent_backtest() {
    let program = Program::new().with(&["--as-of", "2026-10-31", "--tz", "UTC"]);
    program.file("ties.csv", include_str!("../oracle/ties_small.csv"));
    program.ok(&["import", "ties.csv"]);
    let reference: Value = serde_json::from_str(include_str!("../oracle/evaluate_small.json")).unwrap();
    for case in reference["cases"].as_array().unwrap() {
        let (horizon, folds) = (case["horizon_days"].to_string(), case["folds"].as_array().unwrap());
        let count = folds.len().to_string();
        let found = program.json(&["evaluate", "--all", "--horizon", &horizon, "--folds", &count, "--dry-run"]);
        assert_eq!(found["folds"].as_array().unwrap().len(), folds.len());
        for (found, fold) in found["folds"].as_array().unwrap().iter().zip(folds) {
            for key in ["cutoff", "dyads", "positives", "base_rate"] {
                close(&found[key], &fold[key], key);
            }
            for (key, expected) in fold["model"].as_object().unwrap() {
                close(&found["model"][key], expected, &format!("{} model {key}", fold["cutoff"]));
            }
            for name in BASELINES {
                for (key, expected) in fold["baselines"][name].as_object().unwrap() {
                    // The fits stop at slightly different places.
                    let (found, expected) = (&found["baselines"][name][key], expected);
                    assert_eq!(found.is_null(), expected.is_null(), "{} {name} {key}", fold["cutoff"]);
                    if let (Some(found), Some(expected)) = (found.as_f64(), expected.as_f64()) {
                        assert!((found - expected).abs() < 1e-6, "{} {name} {key}: {found} {expected}", fold["cutoff"]);
                    }
                }
            }
        }
        for (key, expected) in case["overall"]["model"].as_object().unwrap().iter().filter(|(key, _)| *key != "auc_within_person")
        {
            close(&found["overall"]["model"][key], expected, key);
        }
        for key in ["crossed", "contacted"] {
            assert_eq!(found["fade_check"][key], case["fade_check"][key], "{key}");
        }
        // Too few contacts to state a shift, or the same shift.
        if !found["calibration"]["shift_logits"].is_null() {
            close(&found["calibration"]["shift_logits"], &case["shift_logits"], "shift");
        }
    }
}

#[test]
fn the_sample_is_evaluated_on_ten_days_for_the_ties_of_its_owner() {
    let program = Program::sample();
    let found = program.json(&["evaluate", "--dry-run"]);
    assert_eq!((found["schema"].as_str(), found["scope"].as_str()), (Some("acquaint.evaluate/1"), Some("ego")));
    assert_eq!(found["parameters"]["horizon_days"], 90);
    let folds = found["folds"].as_array().unwrap();
    assert_eq!(folds.len(), 10);
    assert!(folds.last().unwrap()["cutoff"].as_str().unwrap() <= "2026-08-02");
    for scores in folds.iter().chain([&found["overall"]]) {
        let dyads = scores["dyads"].as_u64().unwrap();
        assert!(dyads > 0 && (0.0..=1.0).contains(&scores["base_rate"].as_f64().unwrap()));
        for model in MODELS.map(|name| &scores[name]) {
            let tenths = model["calibration"].as_array().unwrap();
            assert_eq!(tenths.iter().map(|tenth| tenth["n"].as_u64().unwrap()).sum::<u64>(), dyads);
            assert!(model["brier"].as_f64().unwrap() < 0.5);
        }
        for name in BASELINES {
            assert!(scores["baselines"][name]["auc"].is_number(), "{name}");
        }
    }
    assert!(found["overall"]["model"]["auc"].as_f64().unwrap() > 0.6, "better than chance by far");
    assert!(program.json(&["evaluate", "--all", "--dry-run"])["overall"]["dyads"].as_u64() > found["overall"]["dyads"].as_u64());
    let rows = csv_rows(&program.ok(&["evaluate", "--dry-run", "-f", "csv"]).stdout);
    assert_eq!(rows.len(), 55, "five models on ten days and over all");
    assert!(
        rows.iter()
            .filter(|row| row["model"] == "recency" && row["cutoff"] == folds[0]["cutoff"].as_str().unwrap())
            .all(|row| row["brier"].is_empty())
    );
    let text = program.ok(&["evaluate", "--dry-run"]).stdout;
    for part in ["published constants", "half-life, 60 days", "AUC", "fade date", "Calibration: ", "--dry-run"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn an_evaluation_calibrates_every_answer_of_its_day_and_later_and_none_before() {
    let program = cool_world();
    let before = contents(&program.workspace());
    let published = strengths(&program, &[]);
    let earlier = program.ok(&["ties", "-f", "json", "--as-of", "2026-10-30"]).stdout;
    let found = program.json(&["evaluate", "--dry-run"]);
    assert!(contents(&program.workspace()) == before, "a dry run changed the workspace");
    assert_eq!((found["calibration"]["applied"].as_bool(), found["calibration"]["level"].as_u64()), (Some(false), Some(1)));

    let found = program.json(&["evaluate"]);
    assert_eq!(
        (found["calibration"]["applied"].as_bool(), found["calibration"]["previous_level"].as_u64()),
        (Some(true), Some(0))
    );
    let shift = found["calibration"]["shift_logits"].as_f64().unwrap();
    assert!(shift < -0.5, "{shift}");
    let document = program.json(&["ties"]);
    assert_eq!(document["parameters"]["level"], 1);
    assert_eq!(document["parameters"]["calibrated_on"], "2026-10-31");
    assert!((document["parameters"]["intercept"].as_f64().unwrap() - (-0.8 + shift)).abs() < 1e-5);
    // One logit is one logit: the odds of every tie change by the same factor.
    let odds = |strength: f64| (strength / (100.0 - strength)).ln();
    for (one, other) in published.iter().zip(strengths(&program, &[])) {
        assert!((odds(other) - odds(*one) - shift).abs() < 1e-4, "{one} {other}");
    }
    for command in [&["ties"][..], &["explain", "p299"], &["path", "p299"], &["network"], &["fading"], &["report"]] {
        let run = program.ok(command);
        assert!(run.stderr.contains("adjusted to your own history (level 1"), "{command:?}: {}", run.stderr);
        assert!(run.stderr.contains("acquaint config set calibration off"));
    }
    assert!(!program.ok(&["ties", "-q"]).stderr.contains("adjusted"));
    let report = program.json(&["report"]);
    assert!(report["parameters"]["calibration"].as_str().unwrap().contains("level 1"), "{}", report["parameters"]);
    assert!(report.to_string().contains("calibration level 1, evaluation of 2026-10-31"));
    assert_eq!(
        program.ok(&["ties", "-f", "json", "--as-of", "2026-10-30"]).stdout,
        earlier,
        "an earlier day saw a later calibration"
    );
    assert_eq!(program.json(&["ties", "--as-of", "2026-11-20"])["parameters"]["level"], 1);
    assert_eq!(program.json(&["verify"])["sound"], true);

    let calibrated = contents(&program.workspace());
    let again = program.json(&["evaluate"]);
    assert_eq!(again["calibration"]["previous_level"], 1);
    assert!(contents(&program.workspace()) == calibrated, "the same evaluation wrote something");
    program.ok(&["evaluate", "--all"]);
    assert!(contents(&program.workspace()) == calibrated, "--all changed what rests on the owner's ties");

    program.ok(&["config", "set", "calibration", "off"]);
    assert_eq!(program.ok(&["config", "get", "calibration"]).stdout, "off\n");
    assert_eq!(strengths(&program, &[]), published);
    assert!(!program.ok(&["ties"]).stderr.contains("adjusted"));
    assert_eq!(program.json(&["evaluate"])["calibration"]["applied"], false);
    program.ok(&["config", "set", "calibration", "auto"]);
    assert_eq!(program.json(&["ties"])["parameters"]["level"], 1);
    let refused = program.run(&["config", "set", "calibration", "maybe"]);
    assert!(refused.code == Some(6) && refused.stderr.contains("`auto` or `off`"), "{}", refused.stderr);
}

#[test]
fn a_calibration_is_used_for_the_ego_whose_ties_it_rests_on_and_for_nobody_else() {
    let program = cool_world();
    program.ok(&["config", "set", "me", "id:me"]);
    program.ok(&["evaluate"]);
    let level = |options: &[&str]| program.json(&[&["ties"], options].concat())["parameters"]["level"].as_u64().unwrap();
    assert_eq!(level(&[]), 1);
    for owner in ["id:p000", "id:me"] {
        assert_eq!(level(&["--owner", owner]), 0, "{owner}");
        assert!(!program.ok(&["ties", "--owner", owner]).stderr.contains("adjusted"), "{owner}");
    }
    assert_eq!(program.json(&["evaluate", "--owner", "id:me"])["calibration"]["previous_level"], 0);
    // The ego is known by any of the handles, not only by the first one.
    program.ok(&["config", "set", "me", "mailto:a.solberg@x.example", "id:me"]);
    assert_eq!(level(&[]), 1);
}

#[test]
fn who_says_to_be_somebody_else_gets_the_published_constants_until_an_evaluation_of_their_own() {
    let program = scattered_world();
    program.ok(&["config", "set", "me", "id:hub"]);
    let found = program.json(&["evaluate"]);
    assert_eq!((&found["scope"], &found["calibration"]["applied"]), (&"ego".into(), &true.into()));
    let level = || program.json(&["ties"])["parameters"]["level"].as_u64().unwrap();
    assert_eq!(level(), 1);
    program.ok(&["config", "set", "me", "id:a000"]);
    assert_eq!(level(), 0);
    program.ok(&["config", "set", "me", "id:hub"]);
    assert_eq!(level(), 1, "it was only put by");
}

#[test]
fn a_calibration_made_when_nobody_was_known_to_be_the_ego_is_anybodys() {
    let program = scattered_world();
    let found = program.json(&["evaluate"]);
    assert_eq!((&found["scope"], &found["calibration"]["applied"]), (&"all".into(), &true.into()), "{}", found["calibration"]);
    assert_eq!(program.json(&["ties", "--all"])["parameters"]["level"], 1);
    program.ok(&["config", "set", "me", "id:a000"]);
    assert_eq!(program.json(&["ties"])["parameters"]["level"], 1);
}

#[test]
fn a_calibration_is_recorded_at_the_horizon_of_ninety_days_only() {
    let program = cool_world();
    let before = contents(&program.workspace());
    for options in [&["--horizon", "60d"][..], &["--horizon", "180d"], &["--horizon", "60d", "--dry-run"]] {
        let calibration = program.json(&[&["evaluate"], options].concat())["calibration"].clone();
        assert_eq!((&calibration["applied"], &calibration["level"]), (&false.into(), &1.into()), "{options:?}");
        assert_eq!(calibration["not_applied_because"], "a calibration is made at the horizon of 90 days", "{options:?}");
        let text = program.ok(&[&["evaluate"], options].concat()).stdout;
        assert!(text.contains("Nothing was changed: a calibration is made at the horizon of 90 days."), "{text}");
    }
    assert!(contents(&program.workspace()) == before, "another horizon changed the workspace");
    assert_eq!(program.json(&["evaluate", "--horizon", "90"])["calibration"]["applied"], true);
}

#[test]
fn a_second_evaluation_of_a_day_changes_nothing_for_an_earlier_hour_of_it() {
    let program = cool_world();
    let noon = ["ties", "-f", "json", "--as-of", "2026-10-31T12:00:00Z"];
    let morning = ["ties", "-f", "json", "--as-of", "2026-10-31T08:59:59Z"];
    let before = program.ok(&morning).stdout;
    program.ok(&["evaluate", "--as-of", "2026-10-31T09:00:00Z"]);
    let at_noon = program.ok(&noon).stdout;
    assert!(at_noon.contains("\"level\":1") || at_noon.contains("\"level\": 1"), "{at_noon}");
    program.ok(&["evaluate", "--as-of", "2026-10-31T18:00:00Z"]);
    assert_eq!(program.ok(&noon).stdout, at_noon);
    assert_eq!(program.ok(&morning).stdout, before);
}

#[test]
fn what_is_written_as_markdown_says_that_the_odds_are_calibrated() {
    let program = cool_world();
    let plan = || {
        program.ok(&["plan", "--markdown", "plan.md"]);
        std::fs::read_to_string(program.path("plan.md")).unwrap()
    };
    let note = "Note: the odds are adjusted to your own history (level 1, evaluated on 2026-10-31).";
    assert!(!plan().contains("adjusted"));
    program.ok(&["evaluate"]);
    let page = plan();
    assert_eq!(page.lines().filter(|line| *line == note).count(), 1, "{page}");
    program.ok(&["report", "--out", "report"]);
    let report = std::fs::read_to_string(program.path("report/report.md")).unwrap();
    assert!(
        report.split_whitespace().collect::<Vec<_>>().join(" ").contains("calibration level 1, evaluation of 2026-10-31"),
        "{report}"
    );
    program.ok(&["config", "set", "calibration", "off"]);
    assert!(!plan().contains("adjusted"));
}

#[test]
fn a_dry_run_says_what_would_be_and_an_evaluation_what_is() {
    let program = cool_world();
    let text = program.ok(&["evaluate", "--dry-run"]).stdout;
    assert!(text.contains("so the intercept would be shifted by as much"), "{text}");
    let text = program.ok(&["evaluate"]).stdout;
    assert!(text.contains("so the intercept is shifted by as much"), "{text}");
}

#[test]
fn contacts_after_the_as_of_day_change_no_byte_of_an_evaluation() {
    let program = cool_world();
    let asked = ["evaluate", "--dry-run", "-f", "json", "--horizon", "12w", "--as-of", "2026-06-30"];
    let before = program.ok(&asked).stdout;
    let later: String = (0..40).map(|other| format!("me,p{other:03},2026-0{}-15\n", 7 + other % 3)).collect();
    program.file("later.csv", format!("source,target,time\n{later}me,new,2026-09-01\n"));
    program.ok(&["import", "later.csv", "--owner", "id:me"]);
    assert_eq!(program.ok(&asked).stdout, before);
}

#[test]
fn a_history_too_short_or_a_horizon_out_of_range_is_said() {
    let program = Program::new().with(&["--as-of", "2026-03-31", "--tz", "UTC"]);
    program.file("few.csv", "source,target,time\nann,bob,2026-01-05\nann,bob,2026-02-20\nann,eve,2026-03-20\n");
    program.ok(&["import", "few.csv"]);
    program.fails(&["evaluate"], 1, &["74 days were observed", "acquaint evaluate --horizon 24d"]);
    let found = program.json(&["evaluate", "--horizon", "24d"]);
    assert_eq!((found["scope"].as_str(), found["calibration"]["applied"].as_bool()), (Some("all"), Some(false)));
    assert!(found["calibration"]["reason"].as_str().unwrap().starts_with("uncalibrated"));
    assert_eq!(found["calibration"]["shift_logits"], Value::Null);
    for horizon in ["6d", "181", "26w", "x", "", "-9"] {
        assert_eq!(program.run(&["evaluate", &format!("--horizon={horizon}")]).code, Some(2), "{horizon}");
    }
}

#[test]
fn the_calibration_chart_states_what_was_found() {
    let program = cool_world();
    let picture = program.ok(&["chart", "calibration"]).stdout;
    assert!(picture.contains("Too much contact within 90 days predicted"), "{}", &picture[..300]);
    program.ok(&["chart", "calibration", "--out", "c.png"]);
    assert_eq!(std::fs::read(program.path("c.png")).unwrap().get(1..4), Some(b"PNG".as_slice()));
    assert!(program.ok(&["chart", "--list"]).stdout.contains("calibration"));
}

#[test]
fn another_number_of_days_is_shown_and_not_kept() {
    let program = Program::sample();
    let found = program.json(&["evaluate", "--folds", "6"]);
    assert_eq!(found["calibration"]["applied"], false);
    assert_eq!(found["calibration"]["not_applied_because"], "a calibration is made on ten days");
    assert_eq!(program.json(&["ties"])["parameters"]["level"], 0);
}
