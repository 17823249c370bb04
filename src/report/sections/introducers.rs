//! The introducers that the owner leans on: over whom the ways to new people lead, and how give and take stand.

use std::collections::{BTreeMap, BTreeSet};

use super::super::monthly::Material;
use super::super::{Cell, Prose, Section, Table};
use super::{ROWS, count, person, star_again};
use crate::analysis::balance::{BALANCE_DAYS, Balance};
use crate::analysis::meeting::people_to_meet;

/// Requests and favours within a year from which somebody may have had enough for now, where less than half as much went back.
const OFTEN: u32 = 3;
/// How many of those who lead to most people come first.
const LEADING: usize = 6;
/// The share of the ways over one person from which much depends on them.
const MUCH: f64 = 0.25;

/// What somebody does for the owner as an introducer.
struct Introducer {
    person: u32,
    /// People two hops away to whom the best way leads over them.
    leads_to: usize,
    /// Introductions of the owner to somebody, ever seen.
    introduced: usize,
    balance: Balance,
}

pub(super) fn introducers(material: &Material<'_>) -> Section {
    let (found, ways) = found(material);
    let rows = found.iter().take(ROWS).map(|introducer| {
        vec![
            person(material, introducer.person),
            count(introducer.leads_to),
            if ways > 0 { Cell::Percent(introducer.leads_to as f64 / ways as f64) } else { Cell::Missing },
            count(introducer.introduced),
            Cell::Number(f64::from(introducer.balance.taken()), 0),
            Cell::Number(f64::from(introducer.balance.given()), 0),
            introducer.balance.value().map_or(Cell::Missing, |value| Cell::Number(value, 2)),
            advice(&introducer.balance).map_or(Cell::Missing, |advice| Cell::Text(advice.to_owned())),
        ]
    });
    let mut notes: Vec<Prose> = Vec::new();
    if material.star {
        notes.push(star_again());
    }
    let most = found.iter().max_by_key(|introducer| (introducer.leads_to, std::cmp::Reverse(introducer.person)));
    if let Some(most) = most.filter(|most| most.leads_to as f64 >= MUCH * ways as f64 && most.leads_to > 1) {
        notes.push(Prose::from(material.part(most.person)).and(format!(
            " is the best way to {} of the {ways} people you could be introduced to: a second way to some of them would help both of you.",
            most.leads_to
        )));
    }
    if found.iter().all(|introducer| introducer.balance.value().is_none()) && !found.is_empty() {
        notes.push(
            "What you asked and gave is known only where it was noted: acquaint log \"…\" --with PERSON --asked, or --gave."
                .into(),
        );
    }
    Section {
        id: "introducers",
        title: "Introducers you lean on".to_owned(),
        introduction: format!(
            "Over whom the best way to people you have not met leads, who has introduced you, and what you asked of them or got from them \
             and gave them within {BALANCE_DAYS} days. The balance is 1 where you only gave and −1 where you only took."
        ),
        table: Some(Table {
            columns: vec![
                ("person", "person"),
                ("leads_to", "leads to"),
                ("share", "share"),
                ("introduced", "introduced you"),
                ("asked", "asked or got"),
                ("given", "given"),
                ("balance", "balance"),
                ("advice", "what may help"),
            ],
            rows: rows.collect(),
            empty: "Nobody is seen to lead to people you have not met.",
        }),
        notes,
        charts: vec!["paths", "balance"],
    }
}

/// The introducers, those over whom most ways lead first, and how many ways there are.
fn found(material: &Material<'_>) -> (Vec<Introducer>, usize) {
    let today = material.today();
    let mut leads_to: BTreeMap<u32, usize> = BTreeMap::new();
    let meetings = people_to_meet(material.network, &material.view, |_| true);
    for meeting in &meetings {
        *leads_to.entry(meeting.introducer).or_default() += 1;
    }
    let mut introduced: BTreeMap<u32, usize> = BTreeMap::new();
    for seen in material.input.observations.introductions() {
        if (seen.one == material.ego || seen.other == material.ego) && seen.day <= today {
            *introduced.entry(seen.by).or_default() += 1;
        }
    }
    let balance = |person: u32| material.input.observations.balance(person, &material.network.person(person).declared);
    let asked = material.people.iter().copied().filter(|person| balance(*person).asked > 0);
    let candidates: BTreeSet<u32> = leads_to.keys().chain(introduced.keys()).copied().chain(asked).collect();
    let mut found: Vec<Introducer> = candidates
        .into_iter()
        .map(|person| Introducer {
            person,
            leads_to: leads_to.get(&person).copied().unwrap_or(0),
            introduced: introduced.get(&person).copied().unwrap_or(0),
            balance: balance(person),
        })
        .collect();
    let order = |introducer: &Introducer| {
        let Introducer { person, leads_to, introduced, balance } = introducer;
        (std::cmp::Reverse((*leads_to, *introduced, balance.taken())), *person)
    };
    found.sort_by_key(order);
    // Who was asked, or has introduced the owner, is not left out because others lead to more people.
    let mut rest = found.split_off(found.len().min(LEADING));
    rest.sort_by_key(|introducer| {
        let leaned_on = introducer.introduced > 0 || introducer.balance.taken() > 0;
        (!leaned_on, order(introducer))
    });
    found.extend(rest);
    (found, meetings.len())
}

/// What may help, where give and take are far apart.
fn advice(balance: &Balance) -> Option<&'static str> {
    let (taken, given) = (balance.taken(), balance.given());
    if taken >= OFTEN && 2 * given < taken {
        Some("much was asked this year: another way in may be kinder")
    } else if taken > 0 && given == 0 {
        Some("a thank-you, or something useful to them")
    } else {
        None
    }
}
