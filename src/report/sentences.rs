//! The month in five sentences: how it went against the usual, what became of ties, what is at risk, what to do first, and where
//! new ground is.

use super::history::Figures;
use super::monthly::{Material, month_in_words};
use super::sections::opens;
use super::{PlanEntry, Prose, counted};
use crate::analysis::plan::Kind;
use crate::analysis::weak_tie::{median, openings};
use crate::model::format_day;

/// Months before this one from which there is a usual.
const LEAST_MONTHS: usize = 3;
/// The difference from the usual, as a share of it, up to which a month is like most.
const LIKE_MOST: f64 = 0.1;
/// Contacts of the plan that are named.
const FIRST: usize = 3;

/// Five plain sentences, fewer only without any month.
pub(super) fn sentences(material: &Material<'_>) -> Vec<Prose> {
    let (now, before) = match material.history.as_slice() {
        [.., before, now] => (now, Some(before)),
        [now] => (now, None),
        [] => return Vec::new(),
    };
    vec![in_touch(material, now), ties(material, now, before), at_risk(material), first(material), new_ground(material)]
}

/// Contact against a usual month.
fn in_touch(material: &Material<'_>, now: &Figures) -> Prose {
    let month = material.months.last().map(|month| month_in_words(month)).unwrap_or_default();
    let (people, days) = (counted(now.in_touch, "person", "people"), counted(now.contact_days, "day", "days"));
    let so_far = if is_running(material) { " so far" } else { "" };
    let mut earlier = material.history.split_last().map(|(_, earlier)| earlier).unwrap_or_default();
    // Of thirteen months the first is the same one a year ago.
    earlier = earlier.get(earlier.len().saturating_sub(12)..).unwrap_or_default();
    let usual = median(earlier.iter().map(|figures| figures.in_touch as f64).collect()).filter(|_| earlier.len() >= LEAST_MONTHS);
    let against = match usual {
        None => ".".to_owned(),
        Some(usual) if is_running(material) => format!("; a whole month usually has {usual:.0}."),
        Some(usual) => {
            let (difference, usual_people) = (now.in_touch as f64 - usual, counted(usual.round() as usize, "person", "people"));
            if difference.abs() <= LIKE_MOST * usual {
                format!(": a month like most, which have about {usual:.0}.")
            } else {
                let more = if difference > 0.0 { "more" } else { "fewer" };
                format!(", {:.0} {more} than in a usual month ({usual_people}).", difference.abs())
            }
        }
    };
    format!("In {month}{so_far} you were in touch with {people} on {days}{against}").into()
}

/// Whether the month goes on after the as-of day.
fn is_running(material: &Material<'_>) -> bool {
    let day = material.network.as_of().day();
    day < day.last_of_month()
}

/// How many ties are alive, and what became of others.
fn ties(material: &Material<'_>, now: &Figures, before: Option<&Figures>) -> Prose {
    let previous = material.months.iter().rev().nth(1).map(|month| month_in_words(month)).unwrap_or_default();
    let against = before.map_or_else(String::new, |before| match now.alive.cmp(&before.alive) {
        std::cmp::Ordering::Greater => format!(", {} more than at the end of {previous}", now.alive - before.alive),
        std::cmp::Ordering::Less => format!(", {} fewer than at the end of {previous}", before.alive - now.alive),
        std::cmp::Ordering::Equal if now.alive == 0 => String::new(),
        std::cmp::Ordering::Equal => format!(", as many as at the end of {previous}"),
    });
    let mut happened = vec![format!("{} new", counted(now.met, "person was", "people were"))];
    if now.revived > 0 {
        happened.push(format!("{} back after half a year", counted(now.revived, "came", "came")));
    }
    if before.is_some() {
        happened.push(format!("{} quiet", counted(now.lost, "tie fell", "ties fell")));
    }
    let happened: Vec<Prose> = happened.into_iter().map(Prose::from).collect();
    let alive = match now.alive {
        0 => "No tie is alive, as contact within 90 days is likelier than not with nobody".to_owned(),
        count => format!("{} alive: contact within 90 days is likelier than not", counted(count, "tie is", "ties are")),
    };
    Prose::from(format!("{alive}{against}; ")).list(happened).and(".")
}

/// What fades first, and what would be lost most.
fn at_risk(material: &Material<'_>) -> Prose {
    let within = material.fading_within_days;
    let soonest = material.fading.iter().min_by_key(|fading| (fading.fades_on, fading.person));
    let (Some(soonest), Some(strongest)) = (soonest, material.fading.first()) else {
        return format!("No tie is about to fade within {within} days.").into();
    };
    let on = format_day(soonest.fades_on);
    if material.fading.len() == 1 {
        return Prose::from("One tie fades if nothing happens: that with ")
            .part(material.part(soonest.person))
            .and(format!(", on {on}."));
    }
    let told =
        Prose::from(format!("{} ties fade within {within} days if nothing happens, first that with ", material.fading.len()))
            .part(material.part(soonest.person))
            .and(format!(", on {on}"));
    if soonest.person == strongest.person {
        return told.and(", which is also the one with most contact behind it.");
    }
    told.and("; most contact lies behind that with ").part(material.part(strongest.person)).and(".")
}

/// What to do first, by the days of the plan, and what all of it would change.
fn first(material: &Material<'_>) -> Prose {
    let mut entries: Vec<&PlanEntry> = material.plan_entries.iter().collect();
    if entries.is_empty() {
        return "Nobody in particular is waiting for a word from you.".into();
    }
    entries.sort_by_key(|entry| entry.day);
    // Those to whom the same is done are named together.
    let mut acts: Vec<(&str, Vec<Prose>)> = Vec::new();
    for entry in entries.iter().take(FIRST) {
        let (verb, name) = (verb(entry.kind), Prose::from(material.part(entry.person)));
        match acts.iter_mut().find(|act| act.0 == verb) {
            Some(act) => act.1.push(name),
            None => acts.push((verb, vec![name])),
        }
    }
    let told = acts.into_iter().enumerate().fold(Prose::default(), |told, (place, (verb, names))| {
        told.and(if place == 0 { "" } else { ", then " }).and(verb).list(names)
    });
    let what_if = &material.plan.what_if;
    let gain = match what_if.with.alive.checked_sub(what_if.without.alive) {
        None | Some(0) => String::new(),
        Some(_) => format!(
            ": if everybody answers, {} instead of {} of your ties are alive on {}",
            what_if.with.alive,
            what_if.without.alive,
            format_day(material.plan.last_day)
        ),
    };
    let all = counted(entries.len(), "contact is", "contacts are");
    Prose::from("First, ").prose(told).and(format!("; {all} proposed for {}{gain}.", month_in_words(&material.plan.month)))
}

fn verb(kind: Kind) -> &'static str {
    match kind {
        Kind::Keep => "get in touch with ",
        Kind::FollowUp => "follow up with ",
        Kind::Revive => "say hello again to ",
        Kind::WeakTie => "ask after the work of ",
        Kind::GiveFirst => "give something to ",
        Kind::New => "ask for an introduction from ",
    }
}

/// Where new ground is.
fn new_ground(material: &Material<'_>) -> Prose {
    if material.star {
        return "Ties between your contacts are hardly seen in this data, so nothing is said about who opens new ground.".into();
    }
    let shown = material.weak.get(..1).unwrap_or_default();
    let opening = openings(material.network, &material.view, &material.labels, shown).into_iter().next();
    let Some((weak, opening)) = shown.first().zip(opening) else {
        return "No weak tie reaches people you do not reach already.".into();
    };
    Prose::from("New ground lies closest with ")
        .part(material.part(weak.person))
        .and(": ")
        .prose(opens(material, weak, &opening))
        .and(".")
}
