//! `fading`: ties about to be lost, and with `--bridges` those among them that lead into other circles.

use serde_json::json;

use super::network::star_warning;
use super::tie_row::{STRENGTH, TIE_COLUMNS, evidence, observed};
use super::ties::parameters;
use crate::analysis::bridge_at_risk::{BridgeAtRisk, bridges_at_risk};
use crate::analysis::fading::fading;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Shown, Value};
use crate::identity::Person;
use crate::network::Network;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 25;
/// People named of those who would be out of reach.
const NAMED: usize = 3;
/// Records given per tie in JSON.
const RECORDS: usize = 3;

pub(super) fn run(global: &Global, within: Option<u32>, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (_, network, ego) = context.with_ego()?;
    let within = days(&context, within);
    let mut found = fading(&network, within);
    found.truncate(limit.unwrap_or(usize::MAX));
    let today = network.as_of().utc_day();
    let rows = found
        .iter()
        .map(|fading| {
            let person = network.person(fading.person);
            let start = [Value::text(person.handle()), Value::name(person), Value::Integer(i64::from(fading.fades_on - today))];
            start.into_iter().chain(observed(&network, &fading.tie, ego)).collect()
        })
        .collect();
    let columns = ["person", "name", "days_left"];
    Listing {
        command: "fading",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns: columns.into_iter().chain(TIE_COLUMNS).collect(),
        reading: vec![
            Shown::kept("name", "name"),
            Shown::kept("days_left", "days left"),
            Shown::going("fades_on", "fades on", 2),
            STRENGTH,
            Shown::going("p90", "odds", 1),
            Shown::going("last", "last", 3),
            Shown::going("band", "band", 4),
            Shown::going("contact_days", "days", 5),
            Shown::going("reciprocity", "recip.", 6),
        ],
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: format!("no tie falls below even odds within {within} days"),
        notes: Vec::new(),
    }
    .write(global)
}

/// Only the ties that lead into other circles, and who would be out of reach without them.
pub(super) fn bridges(global: &Global, within: Option<u32>, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let (world, network, ego) = context.with_ego()?;
    let within = days(&context, within);
    let view = network.view(false);
    let mut found = bridges_at_risk(&network, &view, within);
    found.truncate(limit.unwrap_or(usize::MAX));
    let (today, cutoff) = (network.as_of().utc_day(), network.as_of().cutoff_micros());
    let rows = found
        .iter()
        .map(|bridge| {
            let person = network.person(bridge.person);
            let span = bridge.span.map_or(Value::Missing, |span| Value::Integer(span as i64));
            let lost = bridge.lost.iter().map(|person| network.person(*person).label().to_owned()).collect();
            let start = [
                Value::text(person.handle()),
                Value::name(person),
                Value::Integer(i64::from(bridge.fades_on - today)),
                Value::Flag(bridge.is_local_bridge),
                span,
                Value::optional_number(bridge.effective_size, 1),
                Value::Flag(bridge.is_top_decile),
                Value::count(bridge.lost.len()),
                Value::List(lost),
                Value::Number(bridge.reach, 2),
                Value::Told {
                    data: why(&network, bridge, |person| person.label().to_owned()),
                    shown: why(&network, bridge, Person::distinct_label),
                },
                evidence(global, || world.because(ego, bridge.person, cutoff, RECORDS))?,
            ];
            Ok(start.into_iter().chain(observed(&network, &bridge.tie, ego)).collect())
        })
        .collect::<Result<_, CliError>>()?;
    let columns = [
        "person",
        "name",
        "days_left",
        "local_bridge",
        "span",
        "effective_size",
        "top_decile",
        "people_lost",
        "lost",
        "new_reach",
        "why",
        "because",
    ];
    let star = star_warning(network.alter_tie_share());
    let nothing = match &star {
        Some(_) => "bridges are not computable from this data".to_owned(),
        None => format!("no tie into another circle falls below even odds within {within} days"),
    };
    let mut parameters = parameters(&network);
    parameters.insert("bridges".into(), json!(true));
    parameters.insert("within_days".into(), json!(within));
    Listing {
        command: "fading",
        as_of: context.as_of.day().to_string(),
        parameters,
        columns: columns.into_iter().chain(TIE_COLUMNS).collect(),
        reading: vec![
            Shown::kept("name", "name"),
            Shown::kept("days_left", "days left"),
            Shown::going("why", "why", 1),
            Shown::going("strength", "strength", 3).bar(100.0),
            Shown::going("people_lost", "lost", 2),
            Shown::going("span", "span", 4),
            Shown::going("effective_size", "eff. size", 5),
        ],
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing,
        notes: star.into_iter().collect(),
    }
    .write(global)
}

fn days(context: &Context, within: Option<u32>) -> i32 {
    within.unwrap_or(context.settings.fading_within_days).min(3650) as i32
}

/// What would be lost, in words.
fn why(network: &Network, bridge: &BridgeAtRisk, name: impl Fn(&Person) -> String) -> String {
    let names: Vec<String> = bridge.lost.iter().take(NAMED).map(|person| name(network.person(*person))).collect();
    match bridge.lost.len() {
        0 if bridge.is_local_bridge => "no mutual contact".to_owned(),
        0 => "reaches far, as others do".to_owned(),
        count if count > NAMED => format!("only short way to {} …", names.join(", ")),
        _ => format!("only short way to {}", names.join(", ")),
    }
}
