//! `venues`: where the ego meets people, and what became of them.

use std::collections::BTreeMap;

use serde_json::json;

use super::ties::parameters;
use crate::analysis::follow_up::{DUE_WITHIN_DAYS, FOLLOW_UP_WITHIN_DAYS, due, follow_ups};
use crate::analysis::origin::VenueKind;
use crate::analysis::survival::{ENDED_AFTER_DAYS, Survival};
use crate::analysis::venue::{INTERVAL, PRIOR_PEOPLE, Venue, met, venues};
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Column, Listing, Shown, Value};
use crate::network::Network;
use crate::pipeline::Seen;
use crate::render::text::Untrusted;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 25;
/// Names in a note.
const NAMED: usize = 12;

const COLUMNS: [Column; 12] = [
    "venue",
    "kind",
    "met",
    "followed_up",
    "second_contact",
    "both_ways",
    "alive",
    "survival_90",
    "survival_180",
    "yield",
    "yield_low",
    "yield_high",
];

pub(super) fn run(global: &Global, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (world, network, ego) = context.with_ego()?;
    let seen = Seen::of(&world)?;
    let observations = seen.observations(&world, &network, ego);
    let today = network.as_of().utc_day();
    let follow_ups = follow_ups(&seen.encounters, observations.channels());
    let found = venues(&met(&network, ego, &follow_ups, &observations));
    let name = |venue: u32| world.labels.get(&venue).map_or("", String::as_str);
    let mut rows: Vec<Vec<Value>> = found.iter().map(|venue| row(venue, venue.venue.map(name))).collect();
    let all = rows.pop();
    rows.truncate(limit.unwrap_or(usize::MAX));
    rows.extend(all);
    let mut parameters = parameters(&network);
    for (key, value) in [
        ("follow_up_within_days", json!(FOLLOW_UP_WITHIN_DAYS)),
        ("ended_after_days", json!(ENDED_AFTER_DAYS)),
        ("prior_people", json!(PRIOR_PEOPLE)),
        ("interval", json!(INTERVAL)),
    ] {
        parameters.insert(key.to_owned(), value);
    }
    let waiting: Vec<(u32, u32)> = due(&follow_ups, today).into_iter().map(|(person, _, venue)| (person, venue)).collect();
    Listing {
        command: "venues",
        as_of: context.as_of.day().to_string(),
        parameters,
        columns: COLUMNS.to_vec(),
        reading: vec![
            Shown::kept("venue", "venue"),
            Shown::going("kind", "kind", 5),
            Shown::kept("met", "met"),
            Shown::going("followed_up", "followed up", 3),
            Shown::going("second_contact", "second contact", 6),
            Shown::going("both_ways", "both ways", 4),
            Shown::going("alive", "alive", 1),
            Shown::kept("yield", "yield").bar(1.0),
            Shown::going("survival_90", "90 days", 7),
            Shown::going("survival_180", "180 days", 8),
        ],
        shown_rows: limit.map_or(SHOWN, |limit| limit + 1),
        rows,
        nothing: "nobody was first met at a named venue (venues come with tables and with log --venue)".to_owned(),
        notes: notes(&network, &found, &waiting, name),
    }
    .write(global)
}

fn row(venue: &Venue, name: Option<&str>) -> Vec<Value> {
    let survival = |survival: Option<Survival>| survival.map_or(Value::Missing, |survival| Value::Percent(survival.probability));
    vec![
        Value::text(name.unwrap_or("all venues")),
        Value::text(name.map_or("all", |name| VenueKind::of(name).as_str())),
        Value::count(venue.met),
        Value::count(venue.followed_up),
        Value::count(venue.second_contact),
        Value::count(venue.both_ways),
        Value::count(venue.alive),
        survival(venue.survival_90),
        survival(venue.survival_180),
        Value::Percent(venue.alive_rate.mean),
        Value::Percent(venue.alive_rate.low),
        Value::Percent(venue.alive_rate.high),
    ]
}

/// Who was met lately and not followed up, venue by venue, the latest first.
fn notes<'n>(network: &Network, found: &[Venue], waiting: &[(u32, u32)], name: impl Fn(u32) -> &'n str) -> Vec<String> {
    let met: BTreeMap<u32, usize> = found.iter().filter_map(|venue| Some((venue.venue?, venue.met))).collect();
    let mut venues: Vec<u32> = Vec::new();
    for (_, venue) in waiting.iter().filter(|(_, venue)| *venue != 0) {
        if !venues.contains(venue) {
            venues.push(*venue);
        }
    }
    let mut notes: Vec<String> = venues
        .iter()
        .map(|venue| {
            let people: Vec<u32> = waiting.iter().filter(|entry| entry.1 == *venue).map(|entry| entry.0).collect();
            let names: Vec<String> = people
                .iter()
                .take(NAMED)
                .map(|person| Untrusted::new(&network.person(*person).distinct_label()).terminal())
                .collect();
            let more = if people.len() > NAMED { format!(" and {} more", people.len() - NAMED) } else { String::new() };
            let (count, met) = (people.len(), met.get(venue).copied().unwrap_or(people.len()));
            let (have, venue) = (if count == 1 { "has" } else { "have" }, Untrusted::new(name(*venue)).terminal());
            format!("{count} of {met} from {venue} {have} not been followed up: {}{more}", names.join(", "))
        })
        .collect();
    if !found.is_empty() {
        notes.push(format!(
            "yield: alive ties, in touch both ways, per person met, each venue beginning with {PRIOR_PEOPLE} people at the rate of all; follow-ups are looked for within {DUE_WITHIN_DAYS} days"
        ));
    }
    notes
}
