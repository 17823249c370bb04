//! Introductions that the owner could make.

use super::super::monthly::Material;
use super::super::{Cell, Section, Table, counted};
use super::{person, star_again};
use crate::analysis::introduce::{Introduction, SharedWord};

/// Pairs shown: more is a list nobody acts on.
const PAIRS: usize = 8;

pub(super) fn introductions(material: &Material<'_>) -> Section {
    let found = material.input.introductions;
    let rows = found.iter().take(PAIRS).map(|pair| {
        vec![
            person(material, pair.one),
            person(material, pair.other),
            Cell::Text(why(pair)),
            Cell::Text(benefit(pair)),
            Cell::Percent(pair.respond),
            Cell::Number(pair.score, 0),
        ]
    });
    let mut notes = Vec::new();
    if material.star {
        notes.push(star_again());
    }
    if found.len() > PAIRS {
        notes.push(format!("{} more pairs: acquaint introduce", found.len() - PAIRS).into());
    }
    if !found.is_empty() {
        notes.push("Ask both before you introduce them: an introduction that one of the two did not want serves nobody.".into());
    }
    Section {
        id: "introductions",
        title: "Introductions to make".to_owned(),
        introduction:
            "Two people who both answer you, who do not know each other as far as the data shows, and who may gain by it. \
                       Pairs with something in common come first."
                .to_owned(),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("other", "and"),
                ("reason", "why"),
                ("benefit", "likely benefit"),
                ("respond", "both respond"),
                ("score", "score"),
            ],
            rows: rows.collect(),
            empty: "No two of your contacts who both answer you look like strangers to each other.",
        }),
        notes,
        charts: Vec::new(),
    }
}

/// What the two have in common, in words.
fn why(pair: &Introduction) -> String {
    let quoted = |word: &SharedWord| {
        if word.of_one == word.of_other {
            format!("“{}” ({})", word.word, word.of_one.as_str())
        } else {
            format!("“{}” ({}, {})", word.word, word.of_one.as_str(), word.of_other.as_str())
        }
    };
    let words: Vec<String> = pair.shared.iter().map(quoted).collect();
    let topic = (!words.is_empty()).then(|| format!("both: {}", words.join(", ")));
    let mutual =
        (pair.mutual > 0).then(|| format!("{} besides you", counted(pair.mutual, "contact in common", "contacts in common")));
    let known: Vec<String> = topic.into_iter().chain(mutual).collect();
    if known.is_empty() { "nothing in common is known".to_owned() } else { known.join("; ") }
}

/// Whom each of the two would come nearer to.
fn benefit(pair: &Introduction) -> String {
    let [one, other] = [pair.reach_for_one, pair.reach_for_other].map(|reach| reach.round() as usize);
    let people = |count: usize| counted(count, "new person", "new people");
    match (one, other) {
        (0, 0) => "each other".to_owned(),
        (one, other) if one == other => format!("each comes near {}", people(one)),
        (one, 0) => format!("the first comes near {}", people(one)),
        (0, other) => format!("the second comes near {}", people(other)),
        (one, other) => format!("the first comes near {}, the second {other}", people(one)),
    }
}
