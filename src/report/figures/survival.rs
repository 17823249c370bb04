//! How long ties last, by how they began.

use std::collections::BTreeMap;

use super::{chart, percent};
use crate::analysis::channel_mix::Nature;
use crate::analysis::origin::venue_of_first_day;
use crate::analysis::rhythm::contact_days;
use crate::analysis::survival::{ENDED_AFTER_DAYS, Lifetime, lifetime};
use crate::analysis::survival_curve::survival_curve;
use crate::model::format_day;
use crate::report::monthly::Material;
use crate::report::{Chart, Figure, SurvivalCurve, counted};
use crate::ties::Encounter;

/// Days after the data's beginning before which a first contact may be an old tie's next one.
const OLD_TIES_DAYS: i32 = 90;
/// Ties of one kind from which it has a curve of its own.
const LEAST_TIES: usize = 10;

pub(super) fn survival(material: &Material<'_>) -> Chart {
    let begins = material.coverage.iter().map(|channel| channel.first_day).min().unwrap_or(0);
    let today = material.today();
    let mut kinds: BTreeMap<&str, Vec<Lifetime>> = BTreeMap::new();
    for own in material.input.encounters.chunk_by(|one, other| one.person == other.person) {
        let Some(first) = own.first().filter(|first| first.day >= begins + OLD_TIES_DAYS) else { continue };
        let is_listed = material.network.tie(material.ego, first.person).is_some();
        if let Some(lifetime) = lifetime(&contact_days(own), today).filter(|_| is_listed) {
            kinds.entry(beginning(material, own)).or_default().push(lifetime);
        }
    }
    let all: Vec<Lifetime> = kinds.values().flatten().copied().collect();
    let told: Vec<(&str, &Vec<Lifetime>)> =
        kinds.iter().filter(|(_, lifetimes)| lifetimes.len() >= LEAST_TIES).map(|(kind, lifetimes)| (*kind, lifetimes)).collect();
    let curves = if told.len() > 1 {
        told.into_iter().map(|(kind, lifetimes)| curve(kind, lifetimes)).collect()
    } else {
        vec![curve("all new ties", &all)].into_iter().filter(|curve| curve.ties > 0).collect()
    };
    let drawn = chart("survival", title(&all), Figure::Survival(curves));
    if all.is_empty() {
        return drawn;
    }
    let source = format!(
        "{} begun since {}; ended after {ENDED_AFTER_DAYS} silent days",
        counted(all.len(), "tie", "ties"),
        format_day(begins + OLD_TIES_DAYS)
    );
    Chart { source, ..drawn }
}

/// How the two came into contact first.
fn beginning(material: &Material<'_>, own: &[Encounter]) -> &'static str {
    let nature = own.first().map(|first| material.input.observations.channels().nature(first));
    match nature {
        _ if venue_of_first_day(own).is_some() => "met at a venue",
        Some(Nature::Live) => "began with a meeting or call",
        Some(Nature::Written) => "began in writing",
        _ => "channel not known",
    }
}

fn curve(kind: &str, lifetimes: &[Lifetime]) -> SurvivalCurve {
    SurvivalCurve {
        name: kind.to_owned(),
        ties: lifetimes.len(),
        steps: survival_curve(lifetimes).into_iter().map(|step| (step.days, step.probability, step.interval)).collect(),
        followed_days: lifetimes.iter().map(|lifetime| lifetime.days).max().unwrap_or(0),
    }
}

/// How many ties are still in touch after half a year, or as long as they were followed.
fn title(all: &[Lifetime]) -> String {
    let followed = all.iter().map(|lifetime| lifetime.days).max().unwrap_or(0);
    let after = |days: i32| survival_curve(all).iter().rev().find(|step| step.days <= days).map_or(1.0, |step| step.probability);
    match followed {
        0 => "No tie has been followed from its beginning yet".to_owned(),
        days if days >= 180 => {
            let (quarter, half) = (after(90), after(180));
            format!("{} of new ties go on after the first 90 days, {} after half a year", percent(quarter), percent(half))
        }
        days => format!("{} of new ties are still in touch after {days} days", percent(after(days))),
    }
}
