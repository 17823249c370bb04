//! `export`: the network for other programs.

mod legs;

use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Map, json};

use crate::cli::args::{Export, ExportFormat, Format, Global};
use crate::cli::cmd::tie_row::{TIE_COLUMNS, declared, observed};
use crate::cli::context::Context;
use crate::cli::error::{CliError, note, say};
use crate::cli::listing::{Column, Listing, Value};
use crate::cli::output;
use crate::io::fs;
use crate::model::Evidence;
use crate::network::Network;
use crate::pipeline::World;
use crate::render::graph::{self, Attribute, Graph, Kind, PersonRow, TieRow};
use crate::report::counted;

/// The least weight of a tie: tools drop a tie that weighs nothing, or fail on it.
const LEAST_WEIGHT: f64 = 0.001;

/// What is said of a person, after the handle.
const PERSON_COLUMNS: [Column; 7] = ["name", "company", "title", "location", "tags", "standing", "ego"];
/// The ends of a tie in a table; elsewhere the names are with the people.
const ENDS: [Column; 4] = ["source", "target", "source_name", "target_name"];
const WEIGHT: Column = "weight";

pub(super) fn run(global: &Global, arguments: &Export) -> Result<(), CliError> {
    if arguments.kind == ExportFormat::Legs {
        return legs::run(global, arguments);
    }
    refuse_contradictions(global, arguments)?;
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    if network.ego().is_some() {
        // Says so when it is a guess: what everybody is to the ego hangs on it.
        context.ego(&world)?;
    }
    let exported = Exported { people: people(&world, &network), ties: ties(&network), network: &network };
    let output = global.output.as_deref();
    match arguments.kind {
        ExportFormat::Csv | ExportFormat::Parquet => {
            if let Some(path) = &arguments.people {
                exported.people_listing().write_rows(Some(path), arguments.kind == ExportFormat::Parquet)?;
            }
            exported.ties_listing().write_rows(output, arguments.kind == ExportFormat::Parquet)?;
        }
        ExportFormat::Json => {
            let mut document = graph::node_link(&exported.graph());
            document.insert("schema".into(), json!("acquaint.export/1"));
            document.insert("as_of".into(), json!(context.as_of.day().to_string()));
            document.insert("parameters".into(), crate::cli::cmd::ties::parameters(&network).into());
            output::write_json(output, &document.into())?;
        }
        ExportFormat::Graphml => output::write(output, graph::graphml(&exported.graph()).as_bytes())?,
        ExportFormat::Gexf => output::write(output, graph::gexf(&exported.graph()).as_bytes())?,
        ExportFormat::Dot => output::write(output, graph::dot(&exported.graph()).as_bytes())?,
        // Every interaction instead of every tie: written elsewhere.
        ExportFormat::Legs => {}
    }
    if !global.quiet {
        exported.say_what_is_written(global, arguments);
    }
    Ok(())
}

/// Says no before any work is done, where a file would not be what its name says or the terminal would be filled with bytes.
fn refuse_contradictions(global: &Global, arguments: &Export) -> Result<(), CliError> {
    let Export { kind: format, people } = arguments;
    let name = format.endings().first().copied().unwrap_or_default();
    let as_asked = match global.format {
        Format::Table => true,
        Format::Json => *format == ExportFormat::Json,
        Format::Csv => *format == ExportFormat::Csv,
    };
    if !as_asked {
        return Err(CliError::usage("an export is in one format, and its name stands after `export`")
            .hint(format!("leave out -f: acquaint export {name}")));
    }
    for path in [global.output.as_ref(), people.as_ref()].into_iter().flatten() {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let named = ExportFormat::value_variants().iter().find(|other| other.endings().contains(&ending.as_str()));
        if let Some(other) = named.filter(|named| *named != format) {
            let other = other.endings().first().copied().unwrap_or_default();
            return Err(CliError::usage(format!("`{}` is named like {other}, and the export is {name}", path.display()))
                .hint(format!("acquaint export {other}, or another name: -o FILE.{name}")));
        }
    }
    if people.is_some() && !format.is_table() {
        return Err(CliError::usage(format!("{name} holds the people already")).hint("leave out --people"));
    }
    if people.as_ref().zip(global.output.as_ref()).is_some_and(|(people, ties)| place(people) == place(ties)) {
        return Err(CliError::usage("people and ties cannot be one file").hint("name two files: -o TIES --people PEOPLE"));
    }
    if *format == ExportFormat::Parquet && global.output.is_none() && std::io::stdout().is_terminal() {
        return Err(CliError::usage("Parquet is nothing to read on a terminal").hint("name a file: -o ties.parquet"));
    }
    Ok(())
}

/// A file's name in its folder, as the system calls that; the same for two spellings of one place.
fn place(path: &Path) -> (Option<PathBuf>, Option<&OsStr>) {
    (std::fs::canonicalize(fs::folder_of(path)).ok(), path.file_name())
}

/// Everybody whom the data knows on the as-of day and the user does not ignore, by number.
fn people(world: &World, network: &Network) -> Vec<u32> {
    let seen = world.seen();
    let numbered = (0_u32..).zip(network.people());
    numbered
        .filter(|(number, person)| !person.ignored && seen.get(*number as usize).is_some_and(|seen| *seen))
        .map(|(number, _)| number)
        .collect()
}

/// A tie as it is exported: its ends, the smaller number first, and the values of [`TIE_COLUMNS`].
struct ExportedTie {
    low: u32,
    high: u32,
    weight: f64,
    evidence: Evidence,
    values: Vec<Value>,
}

/// Every observed tie, and the ego's ties that were only declared, by dyad.
fn ties(network: &Network) -> Vec<ExportedTie> {
    let mut ties: Vec<ExportedTie> = network
        .ties()
        .iter()
        .map(|tie| ExportedTie {
            low: tie.low,
            high: tie.high,
            weight: tie.strength.get().max(LEAST_WEIGHT),
            evidence: Evidence::Observed,
            values: observed(network, tie, tie.low),
        })
        .collect();
    if let Some(ego) = network.ego() {
        let only_declared = (0..network.people().len() as u32)
            .filter(|person| network.evidence_with_ego(*person) == Some(Evidence::Declared))
            .map(|person| ExportedTie {
                low: ego.min(person),
                high: ego.max(person),
                weight: LEAST_WEIGHT,
                evidence: Evidence::Declared,
                values: declared(network, person),
            });
        ties.extend(only_declared);
    }
    ties.sort_by_key(|tie| (tie.low, tie.high));
    ties
}

/// What is exported, before it has a format.
struct Exported<'n> {
    network: &'n Network,
    people: Vec<u32>,
    ties: Vec<ExportedTie>,
}

impl Exported<'_> {
    /// The values of [`PERSON_COLUMNS`].
    fn of_person(&self, number: u32) -> Vec<Value> {
        let person = self.network.person(number);
        vec![
            Value::text(person.label()),
            Value::optional_text(person.company.as_deref()),
            Value::optional_text(person.title.as_deref()),
            Value::optional_text(person.location.as_deref()),
            Value::List(person.tags.clone()),
            Value::text(self.network.standing(number).as_str()),
            Value::Flag(self.network.ego() == Some(number)),
        ]
    }

    fn graph(&self) -> Graph {
        let people = self.people.iter().map(|number| {
            let person = self.network.person(*number);
            PersonRow {
                handle: person.handle().to_owned(),
                label: person.distinct_label(),
                values: self.of_person(*number).into_iter().map(attribute).collect(),
            }
        });
        let place = |number: u32| self.people.binary_search(&number).ok();
        let ties = self.ties.iter().filter_map(|tie| {
            let weight = [Attribute::Number(tie.weight)].into_iter();
            Some(TieRow {
                source: place(tie.low)?,
                target: place(tie.high)?,
                observed: tie.evidence == Evidence::Observed,
                values: weight.chain(tie.values.iter().cloned().map(attribute)).collect(),
            })
        });
        let columns = |names: &[Column]| names.iter().map(|name| graph::Column { name, kind: kind_of(name) }).collect();
        Graph {
            as_of: self.network.as_of().day().to_string(),
            person_columns: columns(&PERSON_COLUMNS),
            people: people.collect(),
            tie_columns: columns(&[&[WEIGHT][..], &TIE_COLUMNS].concat()),
            ties: ties.collect(),
        }
    }

    /// A row per person; what a people table may look like that `import` reads.
    fn people_listing(&self) -> Listing {
        let row = |number: &u32| {
            let values = self.of_person(*number).into_iter().map(|value| match value {
                Value::List(texts) if texts.is_empty() => Value::Missing,
                Value::List(texts) => Value::Text(texts.join("; ")),
                other => other,
            });
            [Value::text(self.network.person(*number).handle())].into_iter().chain(values).collect()
        };
        self.listing(["handle"].into_iter().chain(PERSON_COLUMNS).collect(), self.people.iter().map(row).collect())
    }

    /// A row per tie, as `ties --all` lists them.
    fn ties_listing(&self) -> Listing {
        let row = |tie: &ExportedTie| {
            let (low, high) = (self.network.person(tie.low), self.network.person(tie.high));
            let ends = [Value::text(low.handle()), Value::text(high.handle()), Value::name(low), Value::name(high)];
            ends.into_iter().chain([Value::Number(tie.weight, 1)]).chain(tie.values.iter().cloned()).collect()
        };
        let columns = ENDS.into_iter().chain([WEIGHT]).chain(TIE_COLUMNS).collect();
        self.listing(columns, self.ties.iter().map(row).collect())
    }

    fn listing(&self, columns: Vec<Column>, rows: Vec<Vec<Value>>) -> Listing {
        Listing {
            command: "export",
            as_of: self.network.as_of().day().to_string(),
            parameters: Map::new(),
            columns,
            reading: Vec::new(),
            rows,
            shown_rows: usize::MAX,
            nothing: String::new(),
            notes: Vec::new(),
        }
    }

    fn say_what_is_written(&self, global: &Global, arguments: &Export) {
        let people = counted(self.people.len(), "person", "people");
        let ties = counted(self.ties.len(), "tie", "ties");
        let declared = self.ties.iter().filter(|tie| tie.evidence == Evidence::Declared).count();
        let ties = if declared > 0 { format!("{ties}, {declared} of them only declared") } else { ties };
        let written = |path: &Path, what: &str| say(&format!("written: {} ({what})", path.display()));
        match (&global.output, arguments.kind.is_table()) {
            (Some(path), true) => written(path, &ties),
            (Some(path), false) => written(path, &format!("{people}; {ties}")),
            (None, _) => {}
        }
        match &arguments.people {
            Some(path) => written(path, &people),
            None if arguments.kind.is_table() => note(global, "these are the ties; the people too: --people FILE"),
            None => {}
        }
    }
}

fn attribute(value: Value) -> Attribute {
    match value {
        Value::List(texts) => Attribute::Texts(texts),
        Value::Integer(number) => Attribute::Integer(number),
        Value::Number(number, _) | Value::Percent(number) => Attribute::Number(number),
        Value::Flag(yes) => Attribute::Flag(yes),
        Value::Missing => Attribute::Missing,
        Value::Text(text) | Value::Told { data: text, .. } => Attribute::Text(text),
        day @ (Value::Day(_) | Value::Json(_)) => Attribute::Text(day.csv()),
    }
}

/// What a column holds, also where no row has a value.
fn kind_of(column: &str) -> Kind {
    match column {
        "interactions" | "contact_days" | "out" | "in" | "silence_days" => Kind::Integer,
        "weight" | "momentum" | "rhythm_days" | "strength" | "p90" | "reciprocity" | "hop_out" | "hop_in" => Kind::Number,
        "alive" | "ego" => Kind::Flag,
        _ => Kind::Text,
    }
}
