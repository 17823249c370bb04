//! The figures of one month, and how they became what they are over a year.

use std::collections::BTreeSet;

use super::{Better, Indicator};
use crate::analysis::attention::Attention;
use crate::analysis::attribute::Attribute;
use crate::analysis::dormant::DORMANT_SILENCE_DAYS;
use crate::analysis::reach::reach;
use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::network::Network;
use crate::ties::ContactDays;

/// One month: its name, its days, and the network at its end.
#[derive(Debug)]
pub struct Month {
    /// `2026-10`.
    pub name: String,
    /// The first UTC day, as days since 1970-01-01.
    pub first_day: i32,
    /// The last UTC day that is seen.
    pub last_day: i32,
    /// The network as of the last day.
    pub network: Network,
}

/// What happened in one month.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Figures {
    /// People the ego was in contact with.
    pub(super) in_touch: usize,
    /// Days with any contact.
    pub(super) contact_days: usize,
    /// People contacted for the first time.
    pub(super) met: usize,
    /// People contacted after half a year of silence.
    pub(super) revived: usize,
    /// Ties alive at the end.
    pub(super) alive: usize,
    /// Ties of strength 60 and above at the end.
    pub(super) strong: usize,
    /// Ties alive a month before and not at the end.
    pub(super) lost: usize,
    /// Mean reciprocity of alive ties.
    pub(super) reciprocity: Option<f64>,
    /// People within two hops, each hop with a fair chance of contact.
    pub(super) reach: usize,
    /// Effective number of communities that attention goes to.
    pub(super) communities: Option<f64>,
}

/// The figures of a month. `labels` are the communities of the latest month, so that months compare.
pub(super) fn figures(month: &Month, before: Option<&Month>, days: ContactDays<'_>, ego: u32, labels: &[usize]) -> Figures {
    let mut figures = Figures::default();
    let mut busy_days = BTreeSet::new();
    for dyad in days.dyads().filter(|dyad| dyad.has(ego) && month.network.is_contact(dyad.other(ego))) {
        let before = dyad.until(month.first_day - 1);
        let within = dyad.until(month.last_day).days().skip(before.len());
        let Some(start) = within.clone().next() else { continue };
        busy_days.extend(within);
        figures.in_touch += 1;
        figures.met += usize::from(before.is_empty());
        let earlier = before.days().next_back();
        figures.revived += usize::from(earlier.is_some_and(|earlier| start - earlier >= DORMANT_SILENCE_DAYS));
    }
    figures.contact_days = busy_days.len();
    let network = &month.network;
    let ties = network.contact_ties();
    let alive: Vec<_> = ties.iter().filter(|tie| tie.is_alive(network.parameters())).collect();
    figures.alive = alive.len();
    figures.strong = ties.iter().filter(|tie| tie.strength.get() >= WEAK_BELOW_STRENGTH).count();
    let known: Vec<f64> = alive.iter().filter_map(|tie| tie.reciprocity()).collect();
    figures.reciprocity = (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64);
    if let Some(before) = before {
        let was_alive = before.network.contact_ties().into_iter().filter(|tie| tie.is_alive(network.parameters()));
        let lost = was_alive.filter(|was| network.tie(was.low, was.high).is_none_or(|now| !now.is_alive(network.parameters())));
        figures.lost = lost.count();
    }
    let view = network.view(false);
    figures.reach = reach(&view, ego);
    figures.communities = Attention::by(&[Attribute::Community], network, &view, labels).effective_number(Attribute::Community);
    figures
}

/// The indicators with one value per month.
pub(super) fn indicators(months: &[String], figures: &[Figures]) -> Vec<Indicator> {
    let trend = |value: fn(&Figures) -> Option<f64>| {
        months.iter().cloned().zip(figures.iter().map(value)).collect::<Vec<(String, Option<f64>)>>()
    };
    let indicator = |key, label, explanation, unit, decimals, better, value: fn(&Figures) -> Option<f64>| Indicator {
        key,
        label,
        explanation,
        unit,
        decimals,
        better,
        trend: trend(value),
    };
    vec![
        indicator(
            "in_touch",
            "In touch with",
            "People you were in contact with in the month.",
            "people",
            0,
            Better::Higher,
            |figures| Some(figures.in_touch as f64),
        ),
        indicator(
            "alive_ties",
            "Alive ties",
            "Ties with at least even odds of contact within 90 days.",
            "ties",
            0,
            Better::Higher,
            |figures| Some(figures.alive as f64),
        ),
        indicator(
            "strong_ties",
            "Strong ties",
            "Ties of strength 60 and above: contact within 30 days is likely.",
            "ties",
            0,
            Better::Neutral,
            |figures| Some(figures.strong as f64),
        ),
        indicator("met", "New people", "People you were in contact with for the first time.", "people", 0, Better::Higher, |f| {
            Some(f.met as f64)
        }),
        indicator(
            "revived",
            "Revived ties",
            "People you were in contact with after half a year of silence.",
            "ties",
            0,
            Better::Higher,
            |figures| Some(figures.revived as f64),
        ),
        indicator("lost", "Ties lost", "Ties that fell below even odds in the month.", "ties", 0, Better::Lower, |figures| {
            Some(figures.lost as f64)
        }),
        indicator(
            "reciprocity",
            "Reciprocity",
            "How even initiative is over the alive ties: 1 is fully two-way, 0 one-sided.",
            "",
            2,
            Better::Higher,
            |figures| figures.reciprocity,
        ),
        indicator(
            "reach",
            "Reach",
            "People within two hops, each with a fair chance of contact.",
            "people",
            0,
            Better::Higher,
            |figures| Some(figures.reach as f64),
        ),
        indicator(
            "communities",
            "Communities",
            "The effective number of communities your attention goes to; 1 means a single one.",
            "",
            1,
            Better::Higher,
            |figures| figures.communities,
        ),
    ]
}
