//! The evidence of somebody whom the page names: what the tie is, and the dated ledger that it adds up from.

use super::indicator::line;
use super::safe;
use crate::render::number;
use crate::report::{PersonEvidence, counted};

pub(super) struct PersonView {
    pub(super) id: usize,
    pub(super) name: String,
    pub(super) band: &'static str,
    pub(super) about: String,
    pub(super) sentence: String,
    pub(super) sparkline: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) earlier: Option<(String, String)>,
    pub(super) ledger: Vec<EntryView>,
    pub(super) momentum: String,
    pub(super) command: String,
}

pub(super) struct EntryView {
    pub(super) day: String,
    pub(super) what: String,
    pub(super) channels: String,
    pub(super) weight: String,
    pub(super) contribution: String,
}

pub(super) fn view(id: usize, person: &PersonEvidence) -> PersonView {
    let about: Vec<&str> = [person.position.as_deref(), Some(person.handle.as_str())].into_iter().flatten().collect();
    PersonView {
        id,
        name: safe(&person.name),
        band: band(person.band),
        about: safe(&about.join(" · ")),
        sentence: safe(&sentence(person)),
        sparkline: line(&person.strength_by_month, 0),
        facts: facts(person),
        earlier: person
            .earlier
            .filter(|(days, _)| *days > 0)
            .map(|(days, left)| (safe(&counted(days, "earlier contact-day", "earlier contact-days")), number::decimal(left, 2))),
        ledger: person
            .ledger
            .iter()
            .map(|entry| EntryView {
                day: safe(&entry.day),
                what: format!("{} × {}", entry.interactions, entry.direction),
                channels: safe(&entry.channels.join(", ")),
                weight: number::decimal(entry.weight, 2),
                contribution: number::decimal(entry.contribution, 2),
            })
            .collect(),
        momentum: number::decimal(person.momentum, 2),
        command: safe(&format!("acquaint explain {}", quoted(&person.handle))),
    }
}

/// What a band is called where it stands alone.
fn band(band: &str) -> &'static str {
    match band {
        "strong" => "strong tie",
        "weak" => "weak tie",
        "fading" => "fading tie",
        "dormant" => "dormant tie",
        "declared" => "only declared",
        _ => "only seen with others",
    }
}

/// The tie in a sentence or two, as `templates/evidence.js` says it too.
fn sentence(person: &PersonEvidence) -> String {
    let Some((strength, p90)) = person.strength.zip(person.p90) else {
        return match person.band {
            "declared" => "A connection or a card says that you know each other; no contact is in the data.".to_owned(),
            _ => "You have met them only together with others: no contact of your own is in the data.".to_owned(),
        };
    };
    let silence = person
        .silence_days
        .map_or_else(String::new, |days| format!("After {} without contact, the", counted(days as usize, "day", "days")));
    let subject = if silence.is_empty() { "The".to_owned() } else { silence };
    let odds = format!(
        "{subject} odds of contact are {} within 30 days (strength {}) and {} within 90.",
        number::percent(strength / 100.0),
        number::decimal(strength, 0),
        number::percent(p90)
    );
    match &person.fades_on {
        Some(day) => format!("{odds} Left alone, the tie falls below even odds on {day}."),
        None => format!("{odds} The tie has fallen below even odds."),
    }
}

fn facts(person: &PersonEvidence) -> Vec<(&'static str, String)> {
    let Some(last) = &person.last else { return Vec::new() };
    let mut facts = vec![("last contact", safe(last))];
    if let Some(first) = &person.first {
        facts.push(("first contact", safe(first)));
    }
    facts.push(("contact-days", number::count(person.contact_days)));
    facts.push(("interactions", number::count(person.interactions)));
    facts.push(("reciprocity", person.reciprocity.map_or_else(|| number::UNDEFINED.to_owned(), |even| number::decimal(even, 2))));
    facts
}

/// A handle as one argument of a shell.
fn quoted(handle: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | ':' | '.' | '_' | '-' | '+' | '/');
    if !handle.is_empty() && handle.chars().all(plain) {
        handle.to_owned()
    } else {
        format!("'{}'", handle.replace('\'', "'\\''"))
    }
}
