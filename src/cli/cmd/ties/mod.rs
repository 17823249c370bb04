//! `ties`: the ego's ties, a person's, or every tie.

mod build;
mod remote;

use serde_json::{Map, json};

use crate::cli::args::{Format, Global, Ties, TiesAction};
use crate::cli::cmd::facets::{FACET_COLUMNS, facet_values};
use crate::cli::cmd::tie_row::{Band, STRENGTH, TIE_COLUMNS, declared, observed};
use crate::cli::context::{self, Context};
use crate::cli::error::CliError;
use crate::cli::listing::{Column, Listing, Shown, Value, push_csv, write_csv};
use crate::model::Evidence;
use crate::network::Network;
use crate::pipeline::{Seen, World};
use crate::report::counted;
use crate::ties::Tie;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 30;

pub(super) fn run(global: &Global, arguments: &Ties) -> Result<(), CliError> {
    if let Some(TiesAction::Build(build)) = &arguments.action {
        return build::run(global, build);
    }
    let band = arguments.band.as_deref().map(Band::parse).transpose()?;
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    if arguments.all && global.format == Format::Csv && !global.wants_parquet() {
        // There may be millions.
        let ties: Vec<&Tie> = ties_of_all(&network, band).take(arguments.limit.unwrap_or(usize::MAX)).collect();
        let push = |text: &mut String, tie: &&Tie| push_csv(text, &between(&network, tie));
        return write_csv(global.output.as_deref(), &columns_of_all(), &ties, push);
    }
    let (columns, reading, mut rows) = if arguments.all {
        every(&network, band)
    } else {
        let from = match &arguments.person {
            Some(query) => context::person(network.people(), query)?,
            None => context.ego(&world)?,
        };
        if network.ego() == Some(from) { of_ego(&world, &network, from, band)? } else { of_person(&network, from, band) }
    };
    if let Some(limit) = arguments.limit {
        rows.truncate(limit);
    }
    let nothing = if band.is_some() { "no tie is in this band" } else { "no tie was observed until this day" };
    let declared = network.people().iter().zip(0..).filter(|(_, person)| {
        !arguments.all && arguments.person.is_none() && network.evidence_with_ego(*person) == Some(Evidence::Declared)
    });
    let declared = declared.count();
    let mut notes = Vec::new();
    if declared > 0 && band.is_none() {
        notes.push(format!(
            "{declared} ties are only declared (connections, cards), without contact in the data: --band declared"
        ));
    }
    let own = if arguments.all || arguments.person.is_some() { None } else { network.ego() };
    let one_way = own.map_or(0, |ego| network.ties_of(ego).len() - network.contact_ties().len());
    if one_way > 0 && band.is_none() {
        let who = counted(one_way, "person is", "people are");
        notes.push(format!(
            "{who} no contact yet, because only one of you ever wrote, and at the end of the list: --band unknown"
        ));
    }
    Listing {
        command: "ties",
        as_of: context.as_of.day().to_string(),
        parameters: parameters(&network),
        columns,
        reading,
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

fn columns_of_all() -> Vec<Column> {
    ["source", "target", "source_name", "target_name"].into_iter().chain(TIE_COLUMNS).collect()
}

/// The ties of everybody in a band, by dyad.
fn ties_of_all(network: &Network, band: Option<Band>) -> impl Iterator<Item = &Tie> {
    network.ties().iter().filter(move |tie| band.is_none_or(|band| Band::of(tie, network) == band))
}

/// The row of a tie of two people.
fn between(network: &Network, tie: &Tie) -> Vec<Value> {
    let (low, high) = (network.person(tie.low), network.person(tie.high));
    let mut row = vec![Value::text(low.handle()), Value::text(high.handle()), Value::name(low), Value::name(high)];
    row.extend(observed(network, tie, tie.low));
    row
}

fn every(network: &Network, band: Option<Band>) -> Rows {
    let rows = ties_of_all(network, band).map(|tie| between(network, tie));
    let names = [Shown::kept("source_name", "source"), Shown::kept("target_name", "target")];
    (columns_of_all(), names.into_iter().chain(READING).collect(), rows.collect())
}

/// A person's observed ties, strongest first.
fn of_person(network: &Network, from: u32, band: Option<Band>) -> Rows {
    let rows = alters(network, from, band)
        .into_iter()
        .map(|(person, tie)| [start(network, person), observed(network, &tie, from)].concat())
        .collect();
    (ENDS.into_iter().chain(TIE_COLUMNS).collect(), reading(), rows)
}

/// The ego's observed ties, strongest first, then what was only declared, by handle; each with the facets that its strength does not tell.
fn of_ego(world: &World, network: &Network, ego: u32, band: Option<Band>) -> Result<Rows, CliError> {
    let seen = Seen::of(world)?;
    let observations = seen.observations(world, network, ego);
    let with_facets = |person: u32, values: Vec<Value>| {
        let who = network.person(person);
        let facets = observations.facets(person, &who.handles, &who.declared);
        [start(network, person), values, facet_values(&facets)].concat()
    };
    let mut rows: Vec<Vec<Value>> =
        alters(network, ego, band).into_iter().map(|(person, tie)| with_facets(person, observed(network, &tie, ego))).collect();
    if band.is_none_or(|band| band == Band::Declared) {
        let people = 0..network.people().len() as u32;
        let only_declared = people.filter(|person| network.evidence_with_ego(*person) == Some(Evidence::Declared));
        rows.extend(only_declared.map(|person| with_facets(person, declared(network, person))));
    }
    Ok((ENDS.into_iter().chain(TIE_COLUMNS).chain(FACET_COLUMNS).collect(), reading(), rows))
}

const ENDS: [Column; 2] = ["person", "name"];

/// What people read of a tie after the names of its ends.
const READING: [Shown; 7] = [
    STRENGTH,
    Shown::going("band", "band", 1),
    Shown::going("last", "last", 3),
    Shown::going("fades_on", "fades on", 4),
    Shown::going("p90", "odds", 2),
    Shown::going("contact_days", "days", 5),
    Shown::going("reciprocity", "recip.", 6),
];

fn reading() -> Vec<Shown> {
    [Shown::kept("name", "name")].into_iter().chain(READING).collect()
}

/// Columns, those that people read, and rows.
type Rows = (Vec<Column>, Vec<Shown>, Vec<Vec<Value>>);

fn start(network: &Network, person: u32) -> Vec<Value> {
    vec![Value::text(network.person(person).handle()), Value::name(network.person(person))]
}

/// Whom a person is observed to be tied to, in a band, strongest first.
fn alters(network: &Network, from: u32, band: Option<Band>) -> Vec<(u32, Tie)> {
    let mut ties = network.ties_of(from);
    // Of the ego's ties those that count come first: a sender of circulars is no strongest tie.
    let is_left_out = |tie: &Tie| Band::of(tie, network) == Band::Unknown;
    ties.sort_by(|a, b| {
        is_left_out(a).cmp(&is_left_out(b)).then(b.strength.cmp(&a.strength)).then(a.other(from).cmp(&b.other(from)))
    });
    ties.retain(|tie| band.is_none_or(|band| Band::of(tie, network) == band));
    ties.into_iter().map(|tie| (tie.other(from), tie)).collect()
}
