//! The monthly report: what is computed for it, and in which order it is told.

use super::history::{Figures, figures, indicators};
use std::collections::{BTreeMap, BTreeSet};

use super::prose::named;
use super::{
    Cell, Compared, MonthPlan, Part, PlanEntry, Prose, Report, Section, evidence, figures as charts, map, sections, sentences,
};
use crate::analysis::dormant::{Dormant, dormant};
use crate::analysis::facet::Observations;
use crate::analysis::fading::{Fading, fading};
use crate::analysis::introduce::Introduction;
use crate::analysis::overlap::tie_overlap;
use crate::analysis::weak_tie::{WeakTie, weak_ties};
use crate::model::Evidence;
use crate::network::{Network, View};
use crate::report::Month;
use crate::ties::backtest::Backtest;
use crate::ties::{ContactDays, Encounter};

/// Most months that the report shows.
const SHOWN_MONTHS: usize = 12;

/// What one channel's data covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCoverage {
    /// The channel.
    pub channel: String,
    /// How many interactions, those of machines included.
    pub interactions: usize,
    /// How many of them came from machines or went to masses.
    pub bulk: usize,
    /// The first UTC day, as days since 1970-01-01.
    pub first_day: i32,
    /// The last UTC day.
    pub last_day: i32,
}

/// What the report is made from.
#[derive(Debug)]
pub struct MonthlyInput<'a> {
    /// Months in order, the reported one last; one to thirteen.
    pub months: &'a [Month],
    /// All contact-days, sorted.
    pub days: ContactDays<'a>,
    /// The owner.
    pub ego: u32,
    /// The structural view of the last month's network.
    pub view: &'a View,
    /// The community of everybody in it, found without the owner and with the seed given.
    pub communities: &'a [usize],
    /// Coverage per channel.
    pub coverage: &'a [ChannelCoverage],
    /// How far `fading` looks ahead, in days.
    pub fading_within_days: i32,
    /// The plan for the month to come.
    pub plan: &'a MonthPlan,
    /// The plan in words.
    pub plan_entries: &'a [PlanEntry],
    /// The seed of communities.
    pub seed: u64,
    /// Everything between the owner and each alter.
    pub encounters: &'a [Encounter],
    /// What facets are computed from.
    pub observations: &'a Observations<'a>,
    /// Texts of channels and venues.
    pub labels: &'a BTreeMap<u32, String>,
    /// Introductions that the owner could make, the best first.
    pub introductions: &'a [Introduction],
    /// How the published model would have predicted the past; `None` where the past is too short.
    pub backtest: Option<&'a Backtest>,
    /// What the month is compared with, where that was asked for.
    pub compared: Option<&'a Compared>,
}

/// Everything the sections draw from, computed once.
pub(super) struct Material<'a> {
    /// What the report is made from, as it was given.
    pub(super) input: &'a MonthlyInput<'a>,
    pub(super) network: &'a Network,
    pub(super) ego: u32,
    pub(super) view: View,
    pub(super) labels: Vec<usize>,
    pub(super) star: bool,
    pub(super) fading: Vec<Fading>,
    pub(super) dormant: Vec<Dormant>,
    pub(super) weak: Vec<WeakTie>,
    pub(super) plan: &'a MonthPlan,
    pub(super) plan_entries: &'a [PlanEntry],
    pub(super) months: Vec<String>,
    pub(super) history: Vec<Figures>,
    pub(super) coverage: &'a [ChannelCoverage],
    pub(super) fading_within_days: i32,
    pub(super) seed: u64,
    /// The people the report may speak of, in the order of [`Report::people`](super::Report::people).
    pub(super) people: Vec<u32>,
    /// Each person's place in `people`.
    places: BTreeMap<u32, usize>,
}

impl Material<'_> {
    /// What to call somebody.
    pub(super) fn name(&self, person: u32) -> String {
        self.network.person(person).distinct_label()
    }

    /// The place of somebody in [`Report::people`](super::Report::people); `None` when the report leaves them out.
    pub(super) fn listed(&self, person: u32) -> Option<usize> {
        self.places.get(&person).copied()
    }

    /// The months to show, oldest first: the first of thirteen only tells what the second one's changes are against.
    pub(super) fn shown_months(&self) -> &[Month] {
        self.input.months.get(self.months.len().saturating_sub(SHOWN_MONTHS)..).unwrap_or_default()
    }

    /// Somebody in a sentence.
    pub(super) fn part(&self, person: u32) -> Part {
        named(self.name(person), self.listed(person))
    }

    /// The as-of day's number.
    pub(super) fn today(&self) -> i32 {
        self.network.as_of().utc_day()
    }

    /// The overlap of an alter's neighbourhood with the ego's; 0 where it is undefined (neither has anybody else).
    pub(super) fn overlap(&self, alter: u32) -> f64 {
        tie_overlap(&self.view, self.ego as usize, alter as usize).unwrap_or(0.0)
    }

    pub(super) fn community(&self, person: u32) -> usize {
        self.labels.get(person as usize).copied().unwrap_or(0)
    }
}

/// Makes the report of the last month given. `None` without any month.
#[must_use]
pub fn monthly(input: &MonthlyInput<'_>) -> Option<Report> {
    let month = input.months.last()?;
    let network = &month.network;
    let view = input.view;
    let labels = numbered_by_alters(view, input.ego, input.communities);
    let star = network.is_star();
    let history: Vec<Figures> = input
        .months
        .iter()
        .enumerate()
        .map(|(index, month)| {
            let before = index.checked_sub(1).and_then(|before| input.months.get(before));
            figures(month, before, input.days, input.ego, &labels)
        })
        .collect();
    let fading = fading(network, input.fading_within_days);
    let dormant = dormant(network);
    let weak = weak_ties(network, view, &labels, !star);
    let people = people_of(network, input.ego);
    let places = people.iter().enumerate().map(|(place, person)| (*person, place)).collect();
    let material = Material {
        input,
        network,
        ego: input.ego,
        view: view.clone(),
        labels,
        star,
        fading,
        dormant,
        weak,
        plan: input.plan,
        plan_entries: input.plan_entries,
        months: input.months.iter().map(|month| month.name.clone()).collect(),
        history,
        coverage: input.coverage,
        fading_within_days: input.fading_within_days,
        seed: input.seed,
        people,
        places,
    };
    let shown = material.months.len().saturating_sub(SHOWN_MONTHS);
    let map = map::map(&material);
    let sentences = sentences::sentences(&material);
    let sections = sections::sections(&material);
    let named = named_in(&sentences, &sections);
    Some(Report {
        title: format!("Network health, {}", month_in_words(&month.name)),
        month: month.name.clone(),
        as_of: network.as_of().day().to_string(),
        owner: material.name(input.ego),
        sentences,
        indicators: indicators(
            material.months.get(shown..).unwrap_or_default(),
            material.history.get(shown..).unwrap_or_default(),
        ),
        sections,
        charts: charts::charts(&material, &map),
        people: evidence::people(&material, &named),
        map,
        parameters: sections::parameters(&material),
    })
}

/// The places of everybody whom sentences, tables and notes name.
fn named_in(sentences: &[Prose], sections: &[Section]) -> BTreeSet<usize> {
    let of_prose = |prose: &Prose| -> Vec<usize> {
        let person = |part: &Part| if let Part::Person { person, .. } = part { Some(*person) } else { None };
        prose.0.iter().filter_map(person).collect()
    };
    let of_cell = |cell: &Cell| match cell {
        Cell::Person { person, .. } => vec![*person],
        Cell::Prose(prose) => of_prose(prose),
        _ => Vec::new(),
    };
    let tables = sections.iter().filter_map(|section| section.table.as_ref());
    let cells = tables.flat_map(|table| table.rows.iter().flatten());
    let prose = sentences.iter().chain(sections.iter().flat_map(|section| &section.notes));
    cells.flat_map(of_cell).chain(prose.flat_map(of_prose)).collect()
}

/// Most people that one report speaks of.
const MOST_PEOPLE: usize = 5_000;

/// Whom the report may speak of: those with a tie to the owner, the likeliest contact first; then those only declared; then those
/// only seen with others, by how many of the owner's alters they are tied to.
fn people_of(network: &Network, ego: u32) -> Vec<u32> {
    let mut ties = network.contact_ties();
    ties.sort_by(|a, b| b.p90.cmp(&a.p90).then(a.other(ego).cmp(&b.other(ego))));
    let mut people: Vec<u32> = ties.iter().map(|tie| tie.other(ego)).collect();
    let mut is_listed = vec![false; network.people().len()];
    is_listed[ego as usize] = true;
    for person in &people {
        is_listed[*person as usize] = true;
    }
    let mut alters_of = vec![0_usize; network.people().len()];
    for tie in network.ties() {
        for (one, other) in [(tie.low, tie.high), (tie.high, tie.low)] {
            alters_of[one as usize] += usize::from(other != ego && is_listed[other as usize]);
        }
    }
    let rest = |wanted: &dyn Fn(u32) -> bool| {
        (0..network.people().len() as u32).filter(|p| !is_listed[*p as usize] && wanted(*p)).collect::<Vec<u32>>()
    };
    let declared = rest(&|person| network.evidence_with_ego(person) == Some(Evidence::Declared));
    let mut indirect = rest(&|person| network.evidence_with_ego(person).is_none() && alters_of[person as usize] > 0);
    indirect.sort_by_key(|person| (std::cmp::Reverse(alters_of[*person as usize]), *person));
    people.extend(declared);
    people.extend(indirect);
    people.truncate(MOST_PEOPLE);
    people
}

/// Numbers communities anew by how many of the ego's alters they hold, so that the largest groups of a picture are 1, 2, 3.
fn numbered_by_alters(view: &View, ego: u32, labels: &[usize]) -> Vec<usize> {
    let mut alters = vec![0_usize; labels.iter().max().map_or(0, |largest| largest + 1)];
    for &alter in view.neighbours(ego as usize) {
        alters[labels[alter as usize]] += 1;
    }
    let mut order: Vec<usize> = (0..alters.len()).collect();
    order.sort_by_key(|label| (std::cmp::Reverse(alters[*label]), *label));
    let mut number = vec![0; alters.len()];
    for (place, label) in order.into_iter().enumerate() {
        number[label] = place;
    }
    labels.iter().map(|label| number[*label]).collect()
}

/// `2026-10` as `October 2026`.
pub(super) fn month_in_words(month: &str) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts = month.split_once('-').and_then(|(year, number)| Some((year, number.parse::<usize>().ok()?)));
    match parts.and_then(|(year, number)| Some((year, NAMES.get(number.checked_sub(1)?)?))) {
        Some((year, name)) => format!("{name} {year}"),
        None => month.to_owned(),
    }
}
