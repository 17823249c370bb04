//! People and the evidence of their ties in the report's JSON document.

use serde_json::{Value, json};

use super::{InOrder, number, rounded};
use crate::report::{LedgerEntry, PersonEvidence};

pub(super) fn person(person: &PersonEvidence) -> InOrder<'_> {
    InOrder(vec![
        ("name", person.name.as_str().into()),
        ("handle", person.handle.as_str().into()),
        ("position", person.position.as_deref().into()),
        ("band", person.band.into()),
        ("strength", number(person.strength)),
        ("p90", number(person.p90)),
        ("fades_on", person.fades_on.as_deref().into()),
        ("first", person.first.as_deref().into()),
        ("last", person.last.as_deref().into()),
        ("contact_days", person.contact_days.into()),
        ("interactions", person.interactions.into()),
        ("reciprocity", number(person.reciprocity)),
        ("momentum", number(person.strength.map(|_| person.momentum))),
        ("silence_days", person.silence_days.into()),
        ("strength_by_month", person.strength_by_month.iter().map(|strength| rounded(*strength, 2)).collect()),
        ("ledger", person.ledger.iter().map(entry).collect()),
        (
            "earlier",
            person.earlier.map_or(
                Value::Null,
                |(days, contribution)| json!({ "contact_days": days, "contribution": number(Some(contribution)) }),
            ),
        ),
    ])
}

fn entry(entry: &LedgerEntry) -> Value {
    json!({
        "day": entry.day, "channels": entry.channels, "interactions": entry.interactions, "direction": entry.direction,
        "weight": number(Some(entry.weight)), "contribution": number(Some(entry.contribution)),
    })
}
