//! The month in five sentences.

use super::monthly::{Material, month_in_words};
use super::{Prose, counted};
use crate::model::format_day;

/// Five plain sentences: contact, ties, what fades, what rests, what opens new ground.
pub(super) fn sentences(material: &Material<'_>) -> Vec<Prose> {
    let (now, before) = match material.history.as_slice() {
        [.., before, now] => (now, Some(before)),
        [now] => (now, None),
        [] => return Vec::new(),
    };
    let month = material.months.last().map(|month| month_in_words(month)).unwrap_or_default();
    let previous = material.months.iter().rev().nth(1).map(|month| month_in_words(month)).unwrap_or_default();
    let sentences = [
        format!(
            "In {month} you were in touch with {} on {}{}.",
            counted(now.in_touch, "person", "people"),
            counted(now.contact_days, "day", "days"),
            before.map(|before| compared(now.in_touch, before.in_touch, &previous)).unwrap_or_default()
        ),
        format!(
            "{} at least even odds of contact within the next 90 days, {} of them strong; {} lost, {} revived, {} new.",
            if now.alive == 1 { "One tie has".to_owned() } else { format!("{} ties have", now.alive) },
            now.strong,
            was(now.lost),
            was(now.revived),
            counted(now.met, "contact was", "contacts were"),
        ),
        fading(material),
        dormant(material),
        weak(material),
    ];
    sentences.into_iter().map(Prose::from).collect()
}

fn was(count: usize) -> String {
    if count == 1 { "1 was".to_owned() } else { format!("{count} were") }
}

fn compared(now: usize, before: usize, month: &str) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!(", {} more than in {month}", now - before),
        std::cmp::Ordering::Less => format!(", {} fewer than in {month}", before - now),
        std::cmp::Ordering::Equal => format!(", as many as in {month}"),
    }
}

fn fading(material: &Material<'_>) -> String {
    let soonest = material.fading.iter().min_by_key(|fading| (fading.fades_on, fading.person));
    match (soonest, material.fading.len()) {
        (None, _) => format!("No tie fades within the next {} days.", material.fading_within_days),
        (Some(soonest), 1) => {
            format!("One tie fades if nothing happens: {}, on {}.", material.name(soonest.person), format_day(soonest.fades_on))
        }
        (Some(soonest), count) => {
            let strongest = material.fading.first().map(|fading| material.name(fading.person)).unwrap_or_default();
            let first = material.name(soonest.person);
            let most =
                if strongest == first { String::new() } else { format!("; most contact lies behind the tie with {strongest}") };
            format!(
                "{count} ties fade within {} days if nothing happens, the first is {first} on {}{most}.",
                material.fading_within_days,
                format_day(soonest.fades_on)
            )
        }
    }
}

fn dormant(material: &Material<'_>) -> String {
    match material.dormant.first() {
        None => "No tie that once was strong has rested for half a year.".to_owned(),
        Some(first) => {
            let count = counted(material.dormant.len(), "tie that was strong rests", "ties that were strong rest");
            let novelty = match first.novelty {
                0 => String::new(),
                novelty => format!(" and knows {} you do not", counted(novelty, "person", "people")),
            };
            format!(
                "{count}; {} has been silent since {}{novelty}.",
                material.name(first.person),
                format_day(first.tie.both.last_day)
            )
        }
    }
}

fn weak(material: &Material<'_>) -> String {
    if material.star {
        return "Ties between your contacts are hardly seen in this data, so nothing is said about who opens new ground."
            .to_owned();
    }
    match material.weak.first() {
        None => "No weak tie reaches people you do not reach already.".to_owned(),
        Some(first) => {
            let common = match first.mutual {
                0 => "no contact".to_owned(),
                mutual => counted(mutual, "contact", "contacts"),
            };
            let name = material.name(first.person);
            format!(
                "The weak tie that opens most new ground is {name}: {common} in common with you, and a way to people you do not reach."
            )
        }
    }
}
