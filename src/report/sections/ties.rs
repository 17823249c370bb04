//! Ties one by one: what fades, what rests, what opens new ground, and all of them by strength.

use super::super::monthly::Material;
use super::super::{Cell, Prose, Section, Table, counted};
use super::{ROWS, count, day, more, person, star_again, star_note};
use crate::analysis::weak_tie::{Opening, WeakTie, openings};

pub(super) fn fading(material: &Material<'_>) -> Section {
    let today = material.today();
    let rows = material.fading.iter().take(ROWS).map(|fading| {
        vec![
            person(material, fading.person),
            day(fading.fades_on),
            Cell::Number(f64::from(fading.fades_on - today), 0),
            Cell::Number(fading.tie.strength.get(), 0),
            day(fading.tie.both.last_day),
            Cell::Number(f64::from(fading.tie.both.contact_days), 0),
            fading.tie.reciprocity().map_or(Cell::Missing, |value| Cell::Number(value, 2)),
        ]
    });
    Section {
        id: "fading",
        title: "Ties fading".to_owned(),
        introduction: format!(
            "Left alone, these ties fall below even odds of contact within 90 days on the day given, all of them in the next {} days. Those \
             with most contact behind them come first.",
            material.fading_within_days
        ),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("fades_on", "fades on"),
                ("days_left", "days left"),
                ("strength", "strength"),
                ("last", "last contact"),
                ("contact_days", "days in contact"),
                ("reciprocity", "reciprocity"),
            ],
            rows: rows.collect(),
            empty: "No tie fades in this time.",
        }),
        notes: more(material.fading.len(), "fading"),
        charts: vec!["decay"],
    }
}

pub(super) fn dormant(material: &Material<'_>) -> Section {
    let rows = material.dormant.iter().take(ROWS).map(|dormant| {
        vec![
            person(material, dormant.person),
            day(dormant.tie.both.last_day),
            Cell::Number(f64::from(dormant.tie.both.contact_days), 0),
            Cell::Number(dormant.reciprocity, 2),
            if material.star { Cell::Missing } else { count(dormant.novelty) },
            Cell::Percent(dormant.tie.p90.get()),
        ]
    });
    Section {
        id: "dormant",
        title: "Dormant ties worth reviving".to_owned(),
        introduction: "Once strong, silent for half a year or more. Such ties keep their trust and bring news from elsewhere; \
                       people let ties rest for good reasons, and most are glad to hear from you."
            .to_owned(),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("last", "last contact"),
                ("contact_days", "days in contact"),
                ("reciprocity", "reciprocity"),
                ("novelty", "people new to you"),
                ("p90", "contact in 90 days"),
            ],
            rows: rows.collect(),
            empty: "No tie that once was strong rests.",
        }),
        notes: more(material.dormant.len(), "dormant"),
        charts: Vec::new(),
    }
}

pub(super) fn weak(material: &Material<'_>) -> Section {
    let shown = material.weak.get(..material.weak.len().min(ROWS)).unwrap_or_default();
    let rows = shown.iter().zip(openings(material.network, &material.view, &material.labels, shown)).map(|(weak, opening)| {
        vec![
            person(material, weak.person),
            Cell::Number(weak.score, 0),
            Cell::Prose(opens(material, weak, &opening)),
            Cell::Percent(weak.respond),
            Cell::Number(weak.new_reach, 1),
            Cell::Number(weak.zone, 2),
            Cell::Number(weak.diversity, 2),
            count(weak.mutual),
        ]
    });
    let mut notes = more(material.weak.len(), "weak-ties");
    if material.star {
        notes.insert(0, star_note());
    }
    Section {
        id: "weak",
        title: "Weak ties that open new ground".to_owned(),
        introduction: "The score, up to 100, is the product of four factors: how likely they respond, how many people they reach that you do \
                       not (each counted less the more of your contacts reach them too), how well the number of mutual contacts fits, and \
                       what they add to the diversity of your communities."
            .to_owned(),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("score", "score"),
                ("opens", "opens"),
                ("respond", "responds"),
                ("new_reach", "new reach"),
                ("zone", "fit"),
                ("diversity", "diversity"),
                ("mutual", "mutual"),
            ],
            rows: rows.collect(),
            empty: "No weak tie reaches people you do not reach already.",
        }),
        notes,
        charts: Vec::new(),
    }
}

/// What a weak tie would add, in words.
pub(in crate::report) fn opens(material: &Material<'_>, weak: &WeakTie, opening: &Opening) -> Prose {
    let people = Prose::from(counted(opening.people.len(), "person new to you", "people new to you"));
    match (opening.community, weak.mutual) {
        // Somebody who is the best known of their own circle is no name to call it by.
        (Some(circle), _) if circle.best_known == weak.person => people.and(", a circle of its own"),
        (Some(circle), _) => people.and(", the circle of ").part(material.part(circle.best_known)),
        (None, 0) => people.and(", nobody in common"),
        (None, mutual) => people.and(format!(", {mutual} in common")),
    }
}

pub(super) fn strength(material: &Material<'_>) -> Section {
    Section {
        id: "strength",
        title: "Strong against weak".to_owned(),
        introduction:
            "Strength is the chance of contact within 30 days. Overlap is the share of contacts that the two of you have in \
                       common: high among people who all know each other, low for a bridge to elsewhere."
                .to_owned(),
        table: None,
        notes: if material.star { vec![star_again()] } else { Vec::new() },
        charts: vec!["strength-overlap", "strength-distribution"],
    }
}
