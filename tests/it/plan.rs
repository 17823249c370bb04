//! `plan`: the month's contacts, and whom to let go.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::{OWNER, Program, csv_rows};

fn names(document: &Value, kind: &str) -> Vec<String> {
    let picks = document["picks"].as_array().unwrap().iter().filter(|pick| pick["kind"] == kind);
    picks.map(|pick| pick["person"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_samples_plan_holds_its_stories_within_quotas_and_nobody_twice() {
    let program = Program::sample();
    let plan = program.json(&["plan"]);
    assert_eq!((&plan["schema"], &plan["month"]), (&"acquaint.plan/1".into(), &"2026-11".into()));
    let picks = plan["picks"].as_array().unwrap();
    assert_eq!(picks.len(), 10);
    let people: BTreeSet<&str> = picks.iter().map(|pick| pick["person"]["handle"].as_str().unwrap()).collect();
    assert_eq!(people.len(), 10, "nobody twice");
    for (kind, quota) in plan["parameters"]["quotas"].as_object().unwrap() {
        let count = names(&plan, kind).len() as u64;
        let considered = plan["considered"][kind].as_u64().unwrap();
        assert!(count <= quota["most"].as_u64().unwrap(), "{kind}");
        assert!(count >= quota["least"].as_u64().unwrap().min(considered), "{kind}: {count} of {considered}");
    }
    // Of each kind, what the sample's stories say.
    assert!(names(&plan, "keep").contains(&"Hanna Lindqvist".to_owned()));
    assert_eq!(names(&plan, "revive"), ["Łukasz Wiśniewski, PhD"]);
    assert!(names(&plan, "weak-tie").contains(&"Олена Коваленко".to_owned()));
    assert!(!names(&plan, "follow-up").is_empty(), "seven people of the conference were not followed up");
    let let_go: Vec<&str> =
        plan["let_go"].as_array().unwrap().iter().map(|one| one["person"]["name"].as_str().unwrap()).collect();
    assert!(let_go.contains(&"Gareth Penhaligon"), "he never answered: {let_go:?}");
    assert!(!people.contains("mailto:gareth.penhaligon@orchard-capital.example"));
    // Every pick says why and what it changes.
    for pick in picks {
        assert!(!pick["why"].as_str().unwrap().is_empty() && pick["value"].as_f64().unwrap() > 0.0);
        if pick["kind"] != "new" {
            assert!(pick["odds_with"].as_f64().unwrap() > pick["odds_without"].as_f64().unwrap(), "{pick}");
        }
    }
    let what_if = &plan["what_if"];
    assert!(what_if["with"]["alive_ties"].as_u64().unwrap() > what_if["without"]["alive_ties"].as_u64().unwrap());
    assert!(what_if["expected_gain"].as_f64().unwrap() > 0.0);
    // A tie that lives in the plan lives in the report: whoever never answered is in neither.
    let report = program.json(&["report", "--out", "report"]);
    let alive = report["indicators"].as_array().unwrap().iter().find(|one| one["key"] == "alive_ties").unwrap();
    assert_eq!(what_if["now"]["alive_ties"].as_u64(), alive["value"].as_f64().map(|ties| ties as u64));
}

#[test]
fn a_smaller_budget_takes_a_smaller_plan_and_the_displaced_one_comes_in_without_the_pick() {
    let program = Program::sample();
    let plan = program.json(&["plan", "--budget", "4"]);
    let picks = plan["picks"].as_array().unwrap();
    assert_eq!(picks.len(), 4);
    let pick = picks.iter().find(|pick| !pick["displaced"].is_null()).unwrap();
    let displaced = pick["displaced"]["person"]["handle"].as_str().unwrap();
    program.ok(&["ignore", pick["person"]["handle"].as_str().unwrap()]);
    let without = program.json(&["plan", "--budget", "4"]);
    let people: Vec<&str> =
        without["picks"].as_array().unwrap().iter().map(|p| p["person"]["handle"].as_str().unwrap()).collect();
    assert!(people.contains(&displaced), "{displaced} is not in {people:?}");
    program.fails(&["plan", "--month", "soon"], 2, &["`soon` is no month"]);
    assert_eq!(program.run(&["plan", "--budget", "0"]).code, Some(2));
}

#[test]
fn wishes_and_the_cooldown_decide_who_is_proposed() {
    let program = Program::sample();
    program.ok(&["set", "Hanna Lindqvist", "cadence=never"]);
    program.ok(&["set", "Priya Raman", "cadence=1w..2w"]);
    let plan = program.json(&["plan"]);
    assert!(!names(&plan, "keep").contains(&"Hanna Lindqvist".to_owned()));
    let let_go = plan["let_go"].as_array().unwrap();
    assert!(let_go.iter().any(|one| one["person"]["name"] == "Hanna Lindqvist" && one["why"].as_str().unwrap().contains("wish")));
    let priya = plan["picks"].as_array().unwrap().iter().find(|pick| pick["person"]["name"] == "Priya Raman").unwrap();
    assert!(priya["why"].as_str().unwrap().starts_with("you wish to be in touch every 7 days"), "{priya}");
    // A word with her today, and she is left alone for two weeks.
    program.ok(&["log", "Coffee", "--with", "Priya Raman", "--channel", "coffee", "--on", "2026-10-31"]);
    let plan = program.json(&["plan"]);
    assert!(plan["picks"].as_array().unwrap().iter().all(|pick| pick["person"]["name"] != "Priya Raman"));
}

#[test]
fn a_goal_brings_somebody_new_who_fits_it() {
    let program = Program::sample();
    program.ok(&["set", "me", "goals=network planning, logistics"]);
    let plan = program.json(&["plan"]);
    let new = plan["picks"].as_array().unwrap().iter().find(|pick| pick["kind"] == "new").unwrap();
    let target = new["introduction_to"]["handle"].as_str().unwrap();
    let known = program.json(&["person", target]);
    let said = format!("{} {}", known["title"], known["company"]).to_lowercase();
    assert!(said.contains("network") || said.contains("planning") || said.contains("logistic"), "{said}");
    assert!(new["why"].as_str().unwrap().contains("fits a goal"));
}

#[test]
fn a_month_that_is_over_is_planned_as_of_the_day_before_it_and_sees_nothing_later() {
    let program = Program::sample();
    let replayed = program.json(&["plan", "--month", "2026-09"]);
    assert_eq!(replayed["as_of"], "2026-08-31");
    program.ok(&["log", "Coffee", "--with", "Hanna Lindqvist", "--channel", "coffee", "--on", "2026-09-10"]);
    assert_eq!(program.json(&["plan", "--month", "2026-09"]), replayed, "what came later changed the plan");
}

#[test]
fn the_plan_is_written_as_calendar_markdown_and_rows() {
    let program = Program::sample();
    program.ok(&["plan", "--ics", "plan.ics", "--markdown", "plan.md"]);
    let calendar = std::fs::read_to_string(program.path("plan.ics")).unwrap();
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 10);
    let uids: BTreeSet<&str> = calendar.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids.len(), 10);
    for line in calendar.lines().filter(|line| line.starts_with("DTSTART")) {
        assert!(line.starts_with("DTSTART;VALUE=DATE:202611"), "{line}");
    }
    let page = std::fs::read_to_string(program.path("plan.md")).unwrap();
    assert_eq!(page.matches("- [ ] **").count(), 10);
    assert!(page.starts_with("# Plan for November 2026\n") && page.contains("\n## Let go\n"), "{page}");
    let rows = csv_rows(&program.ok(&["plan", "-f", "csv"]).stdout);
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row["on"].starts_with("2026-11-")));
    // Its own calendar, imported, adds no contact: nobody takes part in it.
    let again = program.json(&["import", "plan.ics"]);
    assert_eq!(again["totals"]["accepted"], 0);
}

#[test]
fn nobody_to_contact_is_an_answer() {
    let program = Program::new();
    program.ok(&["init", "--me", OWNER]);
    program.ok(&["log", "Coffee", "--with", "Ann Example", "--on", "2026-11-20"]);
    let plan = program.json(&["plan"]);
    assert!(plan["picks"].as_array().unwrap().len() <= 1);
    assert!(program.ok(&["plan"]).stdout.contains("Plan for November 2026"));
}

#[test]
fn nobody_is_both_proposed_and_let_go_and_nobody_unwished_is_met() {
    let program = Program::sample();
    program.ok(&["set", "Beatriz Salgado", "cadence=never"]);
    let plan = program.json(&["plan", "--budget", "100"]);
    let picked: BTreeSet<&str> =
        plan["picks"].as_array().unwrap().iter().map(|pick| pick["person"]["handle"].as_str().unwrap()).collect();
    for one in plan["let_go"].as_array().unwrap() {
        assert!(!picked.contains(one["person"]["handle"].as_str().unwrap()), "{one}");
    }
    assert!(plan["picks"].as_array().unwrap().iter().all(|pick| pick["introduction_to"]["name"] != "Beatriz Salgado"));
}

#[test]
fn a_wish_to_be_in_touch_with_somebody_never_seen_is_a_pick() {
    let program = Program::sample();
    let declared = program.rows(&["ties", "--band", "declared", "--limit", "1"]);
    let handle = declared[0]["person"].as_str().unwrap();
    program.ok(&["set", handle, "cadence=quarterly"]);
    let plan = program.json(&["plan"]);
    let pick = plan["picks"].as_array().unwrap().iter().find(|pick| pick["person"]["handle"] == handle).unwrap();
    assert!(pick["why"].as_str().unwrap().contains("no contact is in the data"), "{pick}");
}

#[test]
fn whoever_is_ignored_is_never_proposed_whatever_the_wish() {
    let program = Program::sample();
    program.ok(&["set", "Hanna Lindqvist", "cadence=weekly"]);
    program.ok(&["ignore", "Hanna Lindqvist"]);
    let plan = program.json(&["plan", "--budget", "100"]);
    assert!(plan["picks"].as_array().unwrap().iter().all(|pick| pick["person"]["name"] != "Hanna Lindqvist"));
    // Nor are the owner's wishes somebody else's.
    let other = program.json(&["--owner", "priya.raman@quayside.example", "plan", "--budget", "100"]);
    assert!(other["picks"].as_array().unwrap().iter().all(|pick| !pick["why"].as_str().unwrap().contains("you wish")), "{other}");
}
