//! Channel mix: by which channels the owner is in touch, and with whom on messages alone.

use std::collections::{BTreeMap, BTreeSet};

use super::super::monthly::Material;
use super::super::{Cell, Prose, Section, Table, counted};
use super::{ROWS, count};
use crate::analysis::channel_mix::{MIX_DAYS, Nature, messages_only};
use crate::analysis::plan::UNANSWERED;
use crate::model::Cadence;
use crate::ties::Encounter;

/// Names in a note.
const NAMED: usize = 5;

/// What went over one channel in a year, and in the month.
#[derive(Default)]
struct Use {
    year: usize,
    month: usize,
    people: BTreeSet<u32>,
    nature: Option<Nature>,
}

pub(super) fn channels(material: &Material<'_>) -> Section {
    let uses = uses(material);
    let [year, month] =
        [|of: &Use| of.year, |of: &Use| of.month].map(|of: fn(&Use) -> usize| uses.values().map(of).sum::<usize>());
    let mut order: Vec<(&str, &Use)> = uses.iter().map(|(channel, of)| (*channel, of)).collect();
    order.sort_by_key(|(channel, of)| (std::cmp::Reverse(of.year), *channel));
    let share = |part: usize, whole: usize| if whole > 0 { Cell::Percent(part as f64 / whole as f64) } else { Cell::Missing };
    let rows = order.iter().take(ROWS).map(|(channel, of)| {
        vec![
            Cell::Text((*channel).to_owned()),
            of.nature.and_then(nature).map_or(Cell::Missing, |nature| Cell::Text(nature.to_owned())),
            count(of.people.len()),
            count(of.year),
            share(of.year, year),
            count(of.month),
            share(of.month, month),
        ]
    });
    Section {
        id: "channels",
        title: "Channel mix".to_owned(),
        introduction: format!(
            "How you are in touch: on each channel the days of contact with somebody, each person and day counted once, over {MIX_DAYS} days \
             and in the month."
        ),
        table: Some(Table {
            columns: vec![
                ("channel", "channel"),
                ("nature", "kind"),
                ("people", "people"),
                ("contact_days", "days in a year"),
                ("share", "share of the year"),
                ("contact_days_in_month", "days this month"),
                ("share_in_month", "share this month"),
            ],
            rows: rows.collect(),
            empty: "No contact within a year.",
        }),
        notes: on_messages_alone(material).into_iter().collect(),
        charts: vec!["channel-mix"],
    }
}

fn nature(nature: Nature) -> Option<&'static str> {
    match nature {
        Nature::Written => Some("written"),
        Nature::Live => Some("live"),
        Nature::Unknown => None,
    }
}

/// What went over each channel. A day with somebody on two channels counts for both.
fn uses<'a>(material: &Material<'a>) -> BTreeMap<&'a str, Use> {
    let today = material.today();
    let (first, last) = material.input.months.last().map_or((today, today), |month| (month.first_day, month.last_day));
    let mut uses: BTreeMap<&'a str, Use> = BTreeMap::new();
    for day in material.input.encounters.chunk_by(|one, other| (one.person, one.day) == (other.person, other.day)) {
        let within = |encounter: &&Encounter| encounter.day > today - MIX_DAYS && encounter.day <= today;
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        for encounter in day.iter().filter(within).filter(|encounter| seen.insert(encounter.channel)) {
            let channels = material.input.observations.channels();
            let of = uses.entry(channels.name(encounter.channel)).or_default();
            of.year += 1;
            of.month += usize::from((first..=last).contains(&encounter.day));
            of.people.insert(encounter.person);
            of.nature = Some(channels.nature_of(encounter.channel));
        }
    }
    uses
}

/// Living ties of which all contact within a year was written, the strongest named: whom to call.
fn on_messages_alone(material: &Material<'_>) -> Option<Prose> {
    let observations = material.input.observations;
    let (network, today) = (material.network, material.today());
    let mut alive: Vec<(f64, u32)> = network
        .contact_ties()
        .into_iter()
        .filter(|tie| tie.is_alive(network.parameters()))
        .map(|tie| (tie.strength.get(), tie.other(material.ego)))
        .filter(|(_, person)| messages_only(observations.with(*person), observations.channels(), today) == Some(true))
        .collect();
    if alive.is_empty() {
        return None;
    }
    alive.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let may_call = |person: &u32| {
        network.person(*person).cadence != Some(Cadence::Never) && observations.unanswered_by(network, *person) < UNANSWERED
    };
    let names: Vec<Prose> =
        alive.iter().map(|entry| entry.1).filter(may_call).take(NAMED).map(|person| material.part(person).into()).collect();
    let told = Prose::from(format!(
        "With {} you have only written for a year.",
        counted(alive.len(), "person whose tie is alive", "people whose ties are alive")
    ));
    Some(if names.is_empty() {
        told
    } else {
        told.and(" A call or a coffee would be a change, first of all with ").list(names).and(".")
    })
}
