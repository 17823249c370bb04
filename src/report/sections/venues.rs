//! Venues: where people are met, and what becomes of it.

use std::collections::BTreeMap;

use super::super::monthly::Material;
use super::super::{Cell, Prose, Section, Table};
use super::{ROWS, count};
use crate::analysis::follow_up::{DUE_WITHIN_DAYS, FOLLOW_UP_WITHIN_DAYS, due, follow_ups};
use crate::analysis::venue::{INTERVAL, PRIOR_PEOPLE, Venue, met, venues as venues_of};

/// Names in a note.
const NAMED: usize = 12;

pub(super) fn venues(material: &Material<'_>) -> Section {
    let observations = material.input.observations;
    let follow_ups = follow_ups(material.input.encounters, observations.channels());
    let mut found = venues_of(&met(material.network, material.ego, &follow_ups, observations));
    let all = found.pop();
    let more = found.len().saturating_sub(ROWS);
    let named = found.iter().take(ROWS).map(|venue| row(venue, name(material, venue.venue.unwrap_or_default())));
    let rows: Vec<Vec<Cell>> = named.chain(all.as_ref().map(|all| row(all, "all venues"))).collect();
    let mut notes = waiting(material, &due(&follow_ups, material.today()));
    if more > 0 {
        notes.push(format!("{more} more: acquaint venues").into());
    }
    Section {
        id: "venues",
        title: "Venues".to_owned(),
        introduction: format!(
            "What became of the people first met at each: followed up within {FOLLOW_UP_WITHIN_DAYS} days, heard from both ways since, \
             alive today. The yield is the living ties per person met, and lies in the range given with {:.0} % probability; every venue \
             begins with {PRIOR_PEOPLE:.0} people at the rate of all, so that one good evening proves nothing yet.",
            100.0 * INTERVAL
        ),
        table: Some(Table {
            columns: vec![
                ("venue", "venue"),
                ("met", "met"),
                ("followed_up", "followed up"),
                ("both_ways", "both ways"),
                ("alive", "alive"),
                ("yield", "yield"),
                ("yield_low", "from"),
                ("yield_high", "to"),
            ],
            rows,
            empty: "Nobody was first met at a named venue. Venues come with tables, and with acquaint log … --venue NAME.",
        }),
        notes,
        charts: vec!["venues"],
    }
}

fn name<'a>(material: &Material<'a>, venue: u32) -> &'a str {
    material.input.labels.get(&venue).map_or("", String::as_str)
}

fn row(venue: &Venue, name: &str) -> Vec<Cell> {
    vec![
        Cell::Text(name.to_owned()),
        count(venue.met),
        count(venue.followed_up),
        count(venue.both_ways),
        count(venue.alive),
        Cell::Percent(venue.alive_rate.mean),
        Cell::Percent(venue.alive_rate.low),
        Cell::Percent(venue.alive_rate.high),
    ]
}

/// Who still waits for a word after the first meeting, venue by venue, the latest first; those met without a venue last.
fn waiting(material: &Material<'_>, due: &[(u32, i32, u32)]) -> Vec<Prose> {
    let mut by_venue: BTreeMap<u32, (i32, Vec<u32>)> = BTreeMap::new();
    for (person, day, venue) in due {
        by_venue.entry(*venue).or_insert((*day, Vec::new())).1.push(*person);
    }
    let mut venues: Vec<(u32, i32, Vec<u32>)> = by_venue.into_iter().map(|(venue, (day, people))| (venue, day, people)).collect();
    venues.sort_by_key(|(venue, day, _)| (*venue == 0, std::cmp::Reverse(*day), *venue));
    let note = |(venue, _, people): &(u32, i32, Vec<u32>)| {
        let place = if *venue == 0 { "in person".to_owned() } else { format!("at {}", name(material, *venue)) };
        let names = people.iter().map(|person| material.part(*person).into()).collect();
        Prose::from(format!("Met {place} within {DUE_WITHIN_DAYS} days, and not written to since: "))
            .first_of(names, NAMED)
            .and(".")
    };
    venues.iter().map(note).collect()
}
