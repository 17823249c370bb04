//! What the page's script draws and searches, as one compact block of JSON: columns instead of records, and fixed-width digits
//! instead of numbers where there are thousands of them. `templates/data.js` reads it.

use serde_json::{Value, json};

use crate::model::parse_day;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::{LedgerEntry, MapState, NetworkMap, PersonEvidence, Report};

const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The largest number of two, three and four digits of base 36.
const TWO: u32 = 36 * 36 - 1;
const THREE: u32 = 36 * 36 * 36 - 1;
const FOUR: u32 = 36 * 36 * 36 * 36 - 1;

/// The block, fit to stand inside a `script` element: no character of it can end the element or begin a comment.
pub(super) fn block(report: &Report) -> String {
    let document = json!({
        "asOf": legible(&report.as_of),
        "people": people(report),
        "map": map(&report.map),
    });
    let mut escaped = String::new();
    for character in document.to_string().chars() {
        match character {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn legible(text: &str) -> String {
    Untrusted::new(text).legible()
}

/// The evidence, a column a field. Days count back from the as-of day; those to come are negative.
fn people(report: &Report) -> Value {
    let people = &report.people;
    let ago = |day: &Option<String>| day.as_deref().and_then(|day| days_between(day, &report.as_of));
    let channels = channels(people);
    let column = |of: &dyn Fn(&PersonEvidence) -> Value| people.iter().map(of).collect::<Vec<Value>>();
    json!({
        "name": column(&|person| json!(legible(&person.name))),
        "handle": column(&|person| json!(legible(&person.handle))),
        "position": column(&|person| json!(person.position.as_deref().map_or_else(String::new, legible))),
        "band": column(&|person| json!(person.band)),
        "strength": column(&|person| rounded(person.strength, 1)),
        "p90": column(&|person| rounded(person.p90, 4)),
        "fadesOn": column(&|person| json!(ago(&person.fades_on))),
        "first": column(&|person| json!(ago(&person.first))),
        "last": column(&|person| json!(ago(&person.last))),
        "contactDays": column(&|person| json!(person.contact_days)),
        "interactions": column(&|person| json!(person.interactions)),
        "reciprocity": column(&|person| rounded(person.reciprocity, 2)),
        "momentum": column(&|person| rounded(Some(person.momentum), 4)),
        "silence": column(&|person| json!(person.silence_days)),
        "earlier": column(&|person| person.earlier.map_or(Value::Null, |(days, left)| json!([days, rounded(Some(left), 3)]))),
        "ledger": column(&|person| json!(ledger(&person.ledger, &report.as_of, &channels))),
        "channels": channels.iter().map(|channel| legible(channel)).collect::<Vec<String>>(),
    })
}

/// Every channel that a ledger names, in order.
fn channels(people: &[PersonEvidence]) -> Vec<&str> {
    let mut names: Vec<&str> =
        people.iter().flat_map(|person| &person.ledger).flat_map(|entry| &entry.channels).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Contact-days, newest first: `days since the entry before,direction channels,interactions,weight,contribution;`. Numbers are
/// whole and of base 36; weight in hundredths and contribution in thousandths; one interaction and weight 1 are left out.
fn ledger(entries: &[LedgerEntry], as_of: &str, channels: &[&str]) -> String {
    let mut before = 0;
    let mut written = Vec::with_capacity(entries.len());
    for entry in entries {
        // West of Greenwich the last contact's UTC day may be the one after the as-of day: it is told as the as-of day.
        let ago = days_between(&entry.day, as_of).unwrap_or(before).max(before);
        let direction = entry.direction.get(..1).unwrap_or("b");
        let on: String = entry
            .channels
            .iter()
            .filter_map(|name| channels.binary_search(&name.as_str()).ok())
            .filter_map(|place| DIGITS.get(place).map(|digit| char::from(*digit)))
            .collect();
        let interactions = if entry.interactions == 1 { String::new() } else { base36(entry.interactions) };
        let weight = whole(entry.weight * 100.0);
        let weight = if weight == 100 { String::new() } else { base36(weight) };
        let gap = base36(u32::try_from(ago - before).unwrap_or(0));
        written.push(format!("{gap},{direction}{on},{interactions},{weight},{}", base36(whole(entry.contribution * 1000.0))));
        before = ago;
    }
    written.join(";")
}

/// People, places, months and ties of the map.
fn map(map: &NetworkMap) -> Value {
    let people = &map.people;
    let mut places = String::new();
    let mut states = String::new();
    let mut strengths = String::new();
    for person in people {
        for place in [person.x, person.y] {
            places.push_str(&fixed(Some(f64::midpoint(place, 1.0)), THREE, 3));
        }
        for month in 0..map.months.len() {
            states.push(state_digit(person.state.get(month).copied().unwrap_or(MapState::Unseen)));
            strengths.push(level(person.strength.get(month).copied().flatten().map(|strength| strength / 100.0)));
        }
    }
    let mut ties = String::new();
    for tie in &map.ties {
        for end in [tie.from, tie.to] {
            ties.push_str(&digits(u32::try_from(end).unwrap_or(0), 3));
        }
        for month in 0..map.months.len() {
            ties.push(level(tie.p90.get(month).copied().flatten()));
        }
        ties.push_str(&fixed(tie.p90.last().copied().flatten(), TWO, 2));
        ties.push_str(&fixed(tie.hop_out, FOUR, 4));
        ties.push_str(&fixed(tie.hop_back, FOUR, 4));
    }
    json!({
        "months": map.months,
        "channels": map.channels.iter().map(|channel| legible(channel)).collect::<Vec<String>>(),
        "communities": map.communities.iter().map(|community| json!([legible(&community.name), community.size])).collect::<Vec<Value>>(),
        "owner": people.iter().filter(|person| person.person.is_none()).map(|person| [legible(&person.name), legible(&person.handle)]).collect::<Vec<_>>(),
        "person": people.iter().map(|person| json!(person.person)).collect::<Vec<Value>>(),
        "community": people.iter().map(|person| json!(person.community)).collect::<Vec<Value>>(),
        "on": people.iter().map(|person| person.channels.iter().filter_map(|place| DIGITS.get(*place)).map(|digit| char::from(*digit)).collect::<String>()).collect::<Vec<String>>(),
        "places": places,
        "states": states,
        "strengths": strengths,
        "ties": ties,
    })
}

fn state_digit(state: MapState) -> char {
    match state {
        MapState::Unseen => '0',
        MapState::Indirect => '1',
        MapState::Declared => '2',
        MapState::Dormant => '3',
        MapState::Weak => '4',
        MapState::Strong => '5',
    }
}

/// A share from 0 to 1 as one of 62 levels; a point where there is none.
fn level(share: Option<f64>) -> char {
    let usable = share.filter(|share| share.is_finite());
    usable.and_then(|share| DIGITS.get(whole(share.clamp(0.0, 1.0) * 61.0) as usize)).map_or('.', |digit| char::from(*digit))
}

/// A share from 0 to 1 in so many digits of base 36; points where there is none.
fn fixed(share: Option<f64>, largest: u32, width: usize) -> String {
    match share.filter(|share| share.is_finite()) {
        Some(share) => digits(whole(share.clamp(0.0, 1.0) * f64::from(largest)), width),
        None => ".".repeat(width),
    }
}

fn digits(value: u32, width: usize) -> String {
    format!("{:0>width$}", base36(value))
}

fn base36(mut value: u32) -> String {
    let mut written = Vec::new();
    loop {
        written.push(char::from(DIGITS.get((value % 36) as usize).copied().unwrap_or(b'0')));
        value /= 36;
        if value == 0 {
            return written.into_iter().rev().collect();
        }
    }
}

/// The nearest whole number, none below 0.
fn whole(value: f64) -> u32 {
    value.round().max(0.0) as u32
}

/// A number with so many decimals, for the script to show.
fn rounded(value: Option<f64>, decimals: usize) -> Value {
    let short = value.map(|value| number::plain(value, decimals)).and_then(|text| text.parse::<f64>().ok());
    short.map_or(Value::Null, |value| json!(value))
}

/// How many days after one day the other is; `None` when either is no day.
pub(super) fn days_between(earlier: &str, later: &str) -> Option<i32> {
    let (earlier, later) = (parse_day(earlier)?, parse_day(later)?);
    earlier.until(later).ok().map(|span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_written_as_gaps_and_whole_numbers() {
        let entry = |day: &str, direction, interactions, weight, contribution| LedgerEntry {
            day: day.to_owned(),
            channels: vec!["email".to_owned(), "meeting".to_owned()],
            interactions,
            direction,
            weight,
            contribution,
        };
        let entries = [entry("2026-10-16", "both", 2, 1.0, 1.0), entry("2026-09-10", "in", 1, 0.25, 0.2194)];
        assert_eq!(ledger(&entries, "2026-10-31", &["email", "meeting"]), "f,b01,2,,rs;10,i01,,p,63");
    }

    #[test]
    fn shares_keep_their_ends_and_what_is_undefined_is_no_number() {
        assert_eq!((level(Some(0.0)), level(Some(1.0)), level(None), level(Some(f64::NAN))), ('0', 'Z', '.', '.'));
        assert_eq!(
            (fixed(Some(1.0), FOUR, 4), fixed(Some(0.0), THREE, 3), fixed(None, TWO, 2)),
            ("zzzz".into(), "000".into(), "..".into())
        );
    }
}
