//! What strength does not say: facets, origins, venues, and the ledger of a change.

use serde_json::Value;

use crate::program::{Program, csv_rows};

const AMARA: &str = "mailto:amara.okafor@lumen-health.example";
const JOERG: &str = "mailto:joerg.brandt@meridianfinch.example";
const GARETH: &str = "mailto:gareth.penhaligon@orchard-capital.example";
const HANNA: &str = "mailto:hanna.lindqvist@fjordgrid.example";
const FACETS: [&str; 12] = [
    "initiated_share",
    "reply_rate",
    "reply_hours",
    "their_reply_rate",
    "their_reply_hours",
    "channels",
    "messages_only",
    "tenure_days",
    "usual_gap_days",
    "gap_ratio",
    "give_ask_balance",
    "confidence",
];

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn the_conference_is_told_as_it_was() {
    let program = Program::sample();
    let document = program.json(&["venues"]);
    let rows = document["venues"].as_array().unwrap();
    let days = rows.iter().find(|row| row["venue"] == "Open Statistics Days 2026").expect("the conference");
    let counts: Vec<u64> =
        ["met", "followed_up", "second_contact", "both_ways"].iter().map(|key| days[key].as_u64().unwrap()).collect();
    assert_eq!(counts, [12, 5, 5, 3]);
    assert_eq!(days["kind"], "conference");
    assert!(days["survival_90"].is_null(), "nobody was followed for 90 days yet");
    for row in rows {
        assert!(number(&row["yield_low"]) < number(&row["yield"]) && number(&row["yield"]) < number(&row["yield_high"]), "{row}");
    }
    assert_eq!(rows.last().unwrap()["venue"], "all venues");
    let note = document["notes"][0].as_str().unwrap();
    assert!(note.starts_with("7 of 12 from Open Statistics Days 2026 have not been followed up: "), "{note}");
    assert!(note.contains("Amélie Rousselot"), "{note}");
    let rows = csv_rows(&program.ok(&["venues", "-f", "csv", "--limit", "1"]).stdout);
    assert_eq!(rows.len(), 2, "one venue, and all of them");
    program.ok(&["venues", "-o", "venues.parquet"]);
}

#[test]
fn a_venue_of_one_lucky_evening_ranks_below_a_proven_one() {
    let program = Program::new();
    let mut table = "source,target,time,channel,venue\n".to_owned();
    let mut meet = |venue: &str, people: std::ops::Range<u32>, kept: u32| {
        for person in people.clone() {
            table.push_str(&format!("me,p{person},2026-03-02,conference,{venue}\n"));
            if person < people.start + kept {
                for day in ["2026-05-04", "2026-08-03", "2026-10-05", "2026-10-26"] {
                    table.push_str(&format!("me,p{person},{day},email,\np{person},me,{day},email,\n"));
                }
            }
        }
    };
    meet("Lucky Evening", 0..1, 1);
    meet("Proven Forum", 10..30, 16);
    meet("Empty Fair", 40..70, 0);
    program.file("met.csv", table);
    program.ok(&["import", "met.csv", "--owner", "id:me"]);
    let rows = program.rows(&["venues", "--as-of", "2026-10-31"]);
    let order: Vec<&str> = rows.iter().map(|row| row["venue"].as_str().unwrap()).collect();
    assert_eq!(order, ["Proven Forum", "Lucky Evening", "Empty Fair", "all venues"]);
    assert_eq!((rows[1]["met"].as_u64(), rows[1]["alive"].as_u64()), (Some(1), Some(1)));
    // 16 of 20 were in touch again within ninety days, of 51 in all 17.
    assert!((number(&rows[0]["survival_90"]) - 0.8).abs() < 1e-12 && (number(&rows[3]["survival_90"]) - 1.0 / 3.0).abs() < 1e-12);
    assert!(program.rows(&["venues", "--as-of", "2026-03-01"]).is_empty(), "nobody was met yet");
}

#[test]
fn the_introduction_is_found_and_no_other_one_is_made_up() {
    let program = Program::sample();
    let amara = program.json(&["person", AMARA]);
    let found = amara["introductions"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0]["by"].as_str(), found[0]["on"].as_str()), (Some(JOERG), Some("2026-05-11")));
    assert_eq!((amara["origin"]["kind"].as_str(), amara["origin"]["introducer"].as_str()), (Some("introduction"), Some(JOERG)));
    assert_eq!(amara["facets"]["balance"]["introductions_received"], 0, "Amara introduced nobody");
    let joerg = program.json(&["person", JOERG]);
    assert_eq!(joerg["introductions"], amara["introductions"]);
    assert_eq!(joerg["facets"]["balance"]["introductions_received"], 1);
    let own = program.json(&["person", crate::program::OWNER]);
    assert_eq!(own["introductions"], amara["introductions"], "of all that the owner had a part in, it is the only one");
    // It is not known before the two had answered.
    let before = program.json(&["person", AMARA, "--as-of", "2026-05-11"]);
    assert_eq!(before["introductions"].as_array().map(Vec::len), Some(0));
}

#[test]
fn facets_stand_beside_the_strength_of_every_tie_of_the_ego() {
    let program = Program::sample();
    let rows = program.rows(&["ties"]);
    for row in &rows {
        for facet in FACETS {
            assert!(row.get(facet).is_some(), "{facet} is missing");
        }
        for share in ["initiated_share", "reply_rate", "their_reply_rate"] {
            assert!(row[share].is_null() || (0.0..=1.0).contains(&number(&row[share])), "{share}: {row}");
        }
        assert_eq!(row["evidence"] == "declared", row["confidence"] == "unobserved", "{row}");
        assert_eq!(row["usual_gap_days"].is_null(), row["contact_days"].as_u64().unwrap() < 3, "{row}");
    }
    let of = |handle: &str| rows.iter().find(|row| row["person"] == handle).unwrap();
    let gareth = of(GARETH);
    assert_eq!((number(&gareth["initiated_share"]), number(&gareth["their_reply_rate"])), (1.0, 0.0));
    assert!(gareth["reply_rate"].is_null() && gareth["their_reply_hours"].is_null(), "{gareth}");
    assert_eq!(program.json(&["person", GARETH])["facets"]["unanswered"], 7);
    let hanna = of(HANNA);
    assert!(number(&hanna["gap_ratio"]) > 8.0 && number(&hanna["their_reply_rate"]) > 0.8, "{hanna}");
    assert!(program.rows(&["ties", "--person", HANNA]).iter().all(|row| row.get("confidence").is_none()));
}

#[test]
fn what_was_given_and_asked_by_hand_is_balanced() {
    let program = Program::sample();
    let facets = || program.json(&["person", HANNA])["facets"].clone();
    let before = number(&facets()["balance"]["gave"]);
    program.ok(&["log", "Sent the paper", "--with", HANNA, "--on", "2026-10-20", "--gave"]);
    program.ok(&["log", "Asked for a word", "--with", HANNA, "--on", "2026-10-21", "--asked"]);
    program.ok(&["log", "Sent another", "--with", HANNA, "--on", "2026-10-22", "--gave"]);
    let after = facets();
    assert!((number(&after["balance"]["gave"]) - before - 2.0).abs() < 1e-12);
    let [given, taken] = [
        &["gave", "introductions_given", "endorsements_given"][..],
        &["asked", "received", "introductions_received", "endorsements_received"][..],
    ]
    .map(|keys| keys.iter().map(|key| number(&after["balance"][key])).sum::<f64>());
    assert!((number(&after["give_ask_balance"]) - (given - taken) / (given + taken)).abs() < 1e-12, "{after}");
}

#[test]
fn a_change_is_attributed_to_silence_and_to_each_contact() {
    let program = Program::sample();
    for (handle, since, as_of) in [
        (HANNA, "2026-07-01", "2026-10-31"),
        (HANNA, "2024-12-01", "2026-10-31"),
        (AMARA, "2026-05-01", "2026-09-30"),
        (GARETH, "2026-10-31", "2026-10-31"),
    ] {
        let ledger = program.json(&["explain", handle, "--since", since, "--as-of", as_of]);
        let change = &ledger["change"];
        let before = change["strength_before"].as_f64().unwrap_or(0.0);
        let sum = before + number(&change["by_silence"]) + number(&change["by_contacts"]);
        assert!((sum - number(&ledger["strength"])).abs() < 1e-9, "{change}");
        let steps = change["steps"].as_array().unwrap();
        let total: f64 = steps.iter().map(|step| number(&step["delta"])).sum();
        assert!((before + total - number(&ledger["strength"])).abs() < 1e-9, "{change}");
        let then = program.run(&["explain", handle, "-f", "json", "--as-of", since]);
        match change["strength_before"].as_f64() {
            Some(before) => {
                let then: Value = serde_json::from_str(&then.stdout).unwrap();
                assert!((number(&then["strength"]) - before).abs() < 1e-9, "as of that day it was the same");
            }
            None => assert_eq!(then.code, Some(1), "no contact by then"),
        }
        for entry in ledger["contributions"].as_array().unwrap() {
            assert!(!entry["channels"].as_array().unwrap().is_empty(), "{entry}");
        }
    }
    let told = program.ok(&["explain", HANNA, "--since", "2026-07-20"]).stdout;
    assert!(told.contains("silence took") && told.contains("2026-08-04") && told.contains("email"), "{told}");
    program.fails(&["explain", HANNA, "--since", "2026-11-10"], 2, &["2026-11-10"]);
    program.fails(&["explain", HANNA, "--since", "last month"], 2, &["last month"]);
}

#[test]
fn since_a_day_is_as_of_that_day_in_every_zone() {
    let program = Program::new();
    let mut table = "source,target,time\n".to_owned();
    // Contacts at all hours, so that each zone's days end within days of contact; twice a day some of them, and with mail to several.
    for (day, hours) in [(12, [3, 12]), (14, [9, 23]), (18, [1, 6]), (20, [5, 22]), (21, [2, 12]), (24, [8, 15])] {
        for hour in hours {
            table.push_str(&format!("id:ann,id:bob,2026-10-{day}T{hour:02}:30:00Z\n"));
        }
        table.push_str(&format!("id:bob,id:cleo,2026-10-{day}T11:00:00Z\n"));
    }
    table.push_str("id:ann,id:dan,2026-10-21T12:00:00Z\n");
    program.file("calls.csv", table);
    program.ok(&["import", "calls.csv", "--owner", "id:ann", "--tz", "UTC", "--as-of", "2026-10-31"]);
    let mut seen = (0, 0);
    for zone in ["UTC", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        for (person, with) in [("id:bob", "id:ann"), ("id:cleo", "id:bob"), ("id:dan", "id:ann")] {
            for day in (10..=31).map(|day| format!("2026-10-{day}")) {
                let (zone, explain) = (["--tz", zone], ["explain", person, "--with", with, "-f", "json"]);
                let run = |more: &[&str]| program.run(&[&zone[..], &explain, more].concat());
                let ledger: Value = serde_json::from_str(&run(&["--as-of", "2026-10-31", "--since", &day]).stdout).unwrap();
                let change = &ledger["change"];
                assert_eq!(change["since"].as_str(), Some(day.as_str()));
                let then = run(&["--as-of", &day]);
                if let Some(before) = change["strength_before"].as_f64() {
                    let then: Value = serde_json::from_str(&then.stdout).unwrap();
                    assert_eq!(then["strength"].as_f64(), Some(before), "{zone:?} {person} {day}");
                    seen.0 += 1;
                } else {
                    assert_eq!(then.code, Some(1), "{zone:?} {person} {day}: {}", then.stdout);
                    seen.1 += 1;
                }
                let before = change["strength_before"].as_f64().unwrap_or(0.0);
                let steps: f64 = change["steps"].as_array().unwrap().iter().map(|step| number(&step["delta"])).sum();
                let parts = number(&change["by_silence"]) + number(&change["by_contacts"]);
                for sum in [before + steps, before + parts] {
                    assert!((sum - number(&ledger["strength"])).abs() < 1e-9, "{zone:?} {person} {day}: {change}");
                }
            }
        }
    }
    assert!(seen.0 > 100 && seen.1 > 20, "{seen:?}");
    let los_angeles = ["--tz", "America/Los_Angeles", "--as-of", "2026-10-31", "explain", "id:dan"];
    let told = program.ok(&[&los_angeles[..], &["--since", "2026-10-20"]].concat()).stdout;
    assert!(told.contains("On 2026-10-20 there was no contact yet"), "{told}");
    let default = program.json(&los_angeles);
    assert_eq!((default["change"]["since"].as_str(), default["change"]["days"].as_i64()), (Some("2026-10-01"), Some(30)));
}
