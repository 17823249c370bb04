//! `network`: the whole network in figures, a row per person, or a row per local bridge.

mod bridges;
mod figures;
mod people;
mod words;

use serde_json::{Map, Value as Json, json};

use crate::analysis::attribute::Attribute;
use crate::cli::args::{Format, Global, Network as Arguments};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::cli::screen::Screen;
use crate::network::STAR_BELOW;
use crate::render::number;
use crate::render::text::Untrusted;

/// The seed of community detection: fixed, so that the same data gives the same communities.
pub(super) const SEED: u64 = 1;

pub(super) fn run(global: &Global, arguments: &Arguments) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let view = network.view(arguments.all_ties);
    let view = if arguments.unweighted { view.unweighted() } else { view };
    let mut parameters = super::ties::parameters(&network);
    parameters.insert("unweighted".into(), json!(arguments.unweighted));
    parameters.insert("all_ties".into(), json!(arguments.all_ties));
    if arguments.people {
        return people::listing(&network, &view, parameters).write(global);
    }
    if arguments.bridges {
        return bridges::listing(&network, &view, parameters).write(global);
    }
    let figures = figures::figures(&network, &view);
    let warning = star_warning(network.alter_tie_share());
    match global.format {
        Format::Json => {
            let mut document = Map::new();
            document.insert("schema".into(), json!("acquaint.network/1"));
            document.insert("as_of".into(), json!(context.as_of.day().to_string()));
            document.insert("parameters".into(), parameters.into());
            document.extend(figures);
            document.insert("warning".into(), json!(warning));
            output::write_json(global.output.as_deref(), &document.into())
        }
        Format::Csv => {
            let mut flat = Vec::new();
            flatten("", &figures, &mut flat);
            let rows: String = flat.iter().map(|(key, value)| format!("{key},{}\r\n", in_csv(value))).collect();
            output::write(global.output.as_deref(), format!("figure,value\r\n{rows}").as_bytes())?;
            warn(warning.as_deref(), global);
            Ok(())
        }
        Format::Table => {
            let page = words::page(&figures, &network, arguments.all_ties, Screen::of(global));
            output::write(global.output.as_deref(), page.as_bytes())?;
            warn(warning.as_deref(), global);
            Ok(())
        }
    }
}

fn warn(warning: Option<&str>, global: &Global) {
    if let Some(warning) = warning.filter(|_| !global.quiet) {
        say(warning);
    }
}

/// Figures within figures, named `ego.degree`, and in lists `ego.fragility.1.lost`.
fn flatten<'f>(prefix: &str, figures: &'f Map<String, Json>, flat: &mut Vec<(String, &'f Json)>) {
    for (key, value) in figures {
        match value {
            Json::Object(inner) => flatten(&format!("{prefix}{key}."), inner, flat),
            Json::Array(entries) => {
                for (place, entry) in entries.iter().enumerate() {
                    if let Json::Object(inner) = entry {
                        flatten(&format!("{prefix}{key}.{}.", place + 1), inner, flat);
                    }
                }
            }
            value => flat.push((format!("{prefix}{key}"), value)),
        }
    }
}

fn in_csv(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => Untrusted::new(text).csv(),
        value => value.to_string(),
    }
}

/// What a tie would add to the effective number of kinds, by attribute; nothing of attributes that are too little known.
pub(super) fn gains(gains: &[(Attribute, f64)]) -> serde_json::Value {
    gains.iter().map(|(attribute, gain)| (attribute.plural().to_owned(), json!(gain))).collect::<Map<_, _>>().into()
}

/// The warning that measures on alters say nothing, where it applies.
pub(super) fn star_warning(share: Option<f64>) -> Option<String> {
    let share = share.filter(|share| *share < STAR_BELOW)?;
    Some(format!(
        "warning: this data is a star: {} of your contacts have a tie to another one, so overlap, constraint and paths are not \
         computable from it; import a calendar or mail with several recipients to change that",
        number::percent(share)
    ))
}
