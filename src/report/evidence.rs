//! What a tie rests on, for everybody the report speaks of: the dated ledger.

use std::collections::BTreeSet;

use super::MapState;
use super::monthly::Material;
use crate::identity::Person;
use crate::model::{Evidence, format_day};
use crate::ties::{Contribution, Tie, contributions, encounters_with};

/// Rows of the ledger for those the report names, and for those whose contact is likeliest.
const ROWS: usize = 20;
/// How many of the likeliest have so many rows.
const LIKELIEST: usize = 100;
/// Rows for everybody else: five thousand people with twenty rows each would be a page that nobody can open.
const ROWS_OF_OTHERS: usize = 6;

/// Somebody, and the evidence of the owner's tie with them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonEvidence {
    /// What to call them; tells namesakes apart.
    pub name: String,
    /// The primary handle, which any command takes.
    pub handle: String,
    /// Title and company, as far as known.
    pub position: Option<String>,
    /// What kind of tie it is: `strong` (strength 60 and above), `fading` (alive, and below even odds soon if nothing happens), `weak`
    /// (alive otherwise), `dormant` (faded below even odds), `declared` (no contact in the data), `none` (only seen with others).
    pub band: &'static str,
    /// Strength, 0 to 100; `None` without an observed tie.
    pub strength: Option<f64>,
    /// The probability of contact within 90 days; `None` without an observed tie.
    pub p90: Option<f64>,
    /// The day the tie falls below even odds if nothing happens; `None` when it already has, or without a tie.
    pub fades_on: Option<String>,
    /// The first day of contact.
    pub first: Option<String>,
    /// The last day of contact.
    pub last: Option<String>,
    /// Days with contact.
    pub contact_days: usize,
    /// Interactions.
    pub interactions: usize,
    /// How even initiative is, 0 to 1; `None` where nobody took any.
    pub reciprocity: Option<f64>,
    /// The sum of all contributions at the last contact.
    pub momentum: f64,
    /// Days without contact, until the as-of day; `None` without an observed tie.
    pub silence_days: Option<u32>,
    /// Strength at the end of each month of [`NetworkMap::months`](super::NetworkMap), `None` before the first contact.
    pub strength_by_month: Vec<Option<f64>>,
    /// The latest contact-days, newest first.
    pub ledger: Vec<LedgerEntry>,
    /// Contact-days before those of the ledger, and what they contribute together.
    pub earlier: Option<(usize, f64)>,
}

/// One day of contact.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// The day, `2026-10-31`.
    pub day: String,
    /// The channels, by name.
    pub channels: Vec<String>,
    /// How many interactions.
    pub interactions: u32,
    /// Who acted: `out` for the owner, `in` for the other, `both`.
    pub direction: &'static str,
    /// The weight of the day; 1 is one interaction of two people alone.
    pub weight: f64,
    /// What is left of it in the momentum.
    pub contribution: f64,
}

/// The evidence of everybody listed, in full for those whose places are `named`.
pub(super) fn people(material: &Material<'_>, named: &BTreeSet<usize>) -> Vec<PersonEvidence> {
    let fading: BTreeSet<u32> = material.fading.iter().map(|fading| fading.person).collect();
    let strengths = strengths_by_month(material);
    let of = |(place, person): (usize, &u32)| {
        let known = material.network.person(*person);
        let mut evidence = PersonEvidence {
            name: material.name(*person),
            handle: known.handle().to_owned(),
            position: position(known),
            band: band(material, *person, fading.contains(person)),
            strength_by_month: strengths.iter().map(|month| month.get(*person as usize).copied().flatten()).collect(),
            ..PersonEvidence::default()
        };
        if let Some(tie) = material.network.tie(material.ego, *person) {
            let rows = if place < LIKELIEST || named.contains(&place) { ROWS } else { ROWS_OF_OTHERS };
            observed(&mut evidence, material, &tie, rows);
        }
        evidence
    };
    material.people.iter().enumerate().map(of).collect()
}

/// The strength of everybody's tie with the owner at the end of each month shown, by person number.
fn strengths_by_month(material: &Material<'_>) -> Vec<Vec<Option<f64>>> {
    let of_month = |month: &super::Month| {
        let mut strengths = vec![None; month.network.people().len()];
        for tie in month.network.ties_of(material.ego) {
            strengths[tie.other(material.ego) as usize] = Some(tie.strength.get());
        }
        strengths
    };
    material.shown_months().iter().map(of_month).collect()
}

/// `Engineer, Example Ltd`, as far as known.
pub(super) fn position(person: &Person) -> Option<String> {
    let known: Vec<&str> = [&person.title, &person.company].into_iter().flatten().map(String::as_str).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

fn band(material: &Material<'_>, person: u32, is_fading: bool) -> &'static str {
    let network = material.network;
    match network.tie(material.ego, person) {
        Some(tie) => match MapState::of(&tie, network.parameters()) {
            MapState::Strong => "strong",
            _ if is_fading => "fading",
            MapState::Weak => "weak",
            _ => "dormant",
        },
        None if network.evidence_with_ego(person) == Some(Evidence::Declared) => "declared",
        None => "none",
    }
}

/// What an observed tie shows, with the latest so many contact-days.
fn observed(evidence: &mut PersonEvidence, material: &Material<'_>, tie: &Tie, rows: usize) {
    let (parameters, today) = (material.network.parameters(), material.today());
    evidence.strength = Some(tie.strength.get());
    evidence.p90 = Some(tie.p90.get());
    evidence.fades_on = tie.fades_on(today, parameters).map(format_day);
    evidence.first = Some(format_day(tie.both.first_day));
    evidence.last = Some(format_day(tie.both.last_day));
    evidence.contact_days = tie.both.contact_days as usize;
    evidence.interactions = tie.interactions as usize;
    evidence.reciprocity = tie.reciprocity();
    evidence.momentum = tie.both.momentum;
    evidence.silence_days = u32::try_from(tie.both.silence_days(today)).ok();
    let entries = contributions(&material.input.days.of(tie.low, tie.high).to_vec(), today, parameters);
    let (earlier, shown) = entries.split_at(entries.len().saturating_sub(rows));
    evidence.earlier = (!earlier.is_empty()).then(|| (earlier.len(), earlier.iter().map(|entry| entry.momentum).sum()));
    evidence.ledger = shown.iter().rev().map(|entry| row(material, tie, entry)).collect();
}

fn row(material: &Material<'_>, tie: &Tie, entry: &Contribution) -> LedgerEntry {
    let contact = &entry.contact;
    let own = if tie.low == material.ego { (contact.out, contact.back) } else { (contact.back, contact.out) };
    LedgerEntry {
        day: format_day(contact.day),
        channels: channels_on(material, tie.other(material.ego), contact.day),
        interactions: contact.interactions,
        direction: match (own.0 > 0.0, own.1 > 0.0) {
            (true, true) => "both",
            (true, false) => "out",
            _ => "in",
        },
        weight: contact.both,
        contribution: entry.momentum,
    }
}

/// The channels of a day of contact with somebody, each once, by name.
fn channels_on(material: &Material<'_>, person: u32, day: i32) -> Vec<String> {
    let own = encounters_with(material.input.encounters, person);
    let start = own.partition_point(|encounter| encounter.day < day);
    let of_day = own.get(start..).unwrap_or_default().iter().take_while(|encounter| encounter.day == day);
    let mut numbers: Vec<u32> = of_day.map(|encounter| encounter.channel).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut names: Vec<String> = numbers.iter().filter_map(|number| material.input.labels.get(number).cloned()).collect();
    names.sort_unstable();
    names
}
