//! `ties`: the ego's ties, a person's, or every tie.

use serde_json::{Map, json};

use super::tie_row::{Band, TIE_COLUMNS, declared, observed};
use crate::cli::args::{Global, Ties};
use crate::cli::context::{self, Context};
use crate::cli::error::CliError;
use crate::cli::listing::{Column, Listing, Value};
use crate::model::Evidence;
use crate::network::Network;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 30;

pub(super) fn run(global: &Global, arguments: &Ties) -> Result<(), CliError> {
    let band = arguments.band.as_deref().map(Band::parse).transpose()?;
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let (columns, mut rows) = if arguments.all {
        every(&network, band)
    } else {
        let from = match &arguments.person {
            Some(query) => context::person(network.people(), query)?,
            None => context.ego(&world)?,
        };
        of_person(&network, from, band)
    };
    if let Some(limit) = arguments.limit {
        rows.truncate(limit);
    }
    let nothing = if band.is_some() { "no tie is in this band" } else { "no tie was observed until this day" };
    let declared = network.people().iter().zip(0..).filter(|(_, person)| {
        !arguments.all && arguments.person.is_none() && network.evidence_with_ego(*person) == Some(Evidence::Declared)
    });
    let declared = declared.count();
    let notes = if declared > 0 && band.is_none() {
        vec![format!("{declared} ties are only declared (connections, cards), without contact in the data: --band declared")]
    } else {
        Vec::new()
    };
    Listing {
        command: "ties",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns,
        rows,
        shown_rows: arguments.limit.unwrap_or(if arguments.all { usize::MAX } else { SHOWN }),
        nothing: nothing.to_owned(),
        notes,
    }
    .write(global)
}

/// The model's constants, for JSON.
pub(super) fn parameters(network: &Network) -> Map<String, serde_json::Value> {
    match json!(network.parameters()) {
        serde_json::Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn every(network: &Network, band: Option<Band>) -> (Vec<Column>, Vec<Vec<Value>>) {
    let ends: [Column; 4] = [("source", ""), ("target", ""), ("source_name", "source"), ("target_name", "target")];
    let rows = network
        .ties()
        .iter()
        .filter(|tie| band.is_none_or(|band| Band::of(tie, network) == band))
        .map(|tie| {
            let (low, high) = (network.person(tie.low), network.person(tie.high));
            let mut row =
                vec![Value::text(low.handle()), Value::text(high.handle()), Value::text(low.label()), Value::text(high.label())];
            row.extend(observed(network, tie, tie.low));
            row
        })
        .collect();
    (ends.into_iter().chain(TIE_COLUMNS).collect(), rows)
}

/// A person's observed ties, strongest first, then what was only declared to the ego, by name.
fn of_person(network: &Network, from: u32, band: Option<Band>) -> (Vec<Column>, Vec<Vec<Value>>) {
    let ends: [Column; 2] = [("person", ""), ("name", "name")];
    let mut ties = network.ties_of(from);
    ties.sort_by(|a, b| b.strength.cmp(&a.strength).then(a.other(from).cmp(&b.other(from))));
    let start = |person: u32| vec![Value::text(network.person(person).handle()), Value::text(network.person(person).label())];
    let mut rows: Vec<Vec<Value>> = ties
        .iter()
        .filter(|tie| band.is_none_or(|band| Band::of(tie, network) == band))
        .map(|tie| [start(tie.other(from)), observed(network, tie, from)].concat())
        .collect();
    if network.ego() == Some(from) && band.is_none_or(|band| band == Band::Declared) {
        let people = 0..network.people().len() as u32;
        let only_declared = people.filter(|person| network.evidence_with_ego(*person) == Some(Evidence::Declared));
        rows.extend(only_declared.map(|person| [start(person), declared(network, person)].concat()));
    }
    (ends.into_iter().chain(TIE_COLUMNS).collect(), rows)
}
