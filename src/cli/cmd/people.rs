//! `people`: who is there.

use serde_json::Map;

use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::listing::{Listing, Shown, Value};
use crate::identity::{Person, fold, matches};
use crate::network::Standing;
use crate::render::text::Untrusted;

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 50;

pub(super) fn run(global: &Global, query: Option<&str>, limit: Option<usize>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let folded = query.map(fold);
    let wanted = |person: &Person| {
        folded.as_deref().is_none_or(|text| {
            let card = [&person.company, &person.title, &person.location];
            matches(person, text) || card.into_iter().flatten().chain(&person.tags).any(|field| fold(field).contains(text))
        })
    };
    let seen = world.seen();
    let mut rows: Vec<Vec<Value>> = network
        .people()
        .iter()
        .zip(0_u32..)
        .filter(|(person, index)| seen.get(*index as usize).is_some_and(|seen| *seen) && wanted(person))
        .map(|(person, index)| {
            let tie = network.ego().and_then(|ego| network.tie(ego, index));
            let status = match network.standing(index) {
                Standing::You => "you",
                Standing::Ignored => "ignored",
                _ if network.is_contact(index) => "contact",
                Standing::OnlyYou | Standing::OnlyThey => "one-sided",
                _ => "seen",
            };
            vec![
                Value::Integer(i64::from(index)),
                Value::text(person.label()),
                Value::text(person.handle()),
                Value::List(person.handles.iter().map(ToString::to_string).collect()),
                Value::optional_text(person.company.as_deref()),
                Value::optional_text(person.title.as_deref()),
                Value::optional_text(person.location.as_deref()),
                Value::List(person.tags.clone()),
                Value::optional_number(tie.map(|tie| tie.strength.get()), 0),
                Value::text(status),
            ]
        })
        .collect();
    if let Some(limit) = limit {
        rows.truncate(limit);
    }
    if let Some(query) = query.filter(|_| rows.is_empty()) {
        return Err(CliError::no_answer(format!("nobody matches `{}`", Untrusted::new(query).terminal()))
            .hint("names, handles, companies, titles and places are searched, without regard to case and accents"));
    }
    Listing {
        command: "people",
        as_of: context.as_of.day().to_string(),
        parameters: Map::new(),
        columns: vec!["id", "name", "handle", "handles", "company", "title", "location", "tags", "strength", "status"],
        reading: vec![
            Shown::kept("name", "name"),
            Shown::going("strength", "strength", 3),
            Shown::going("status", "status", 2),
            Shown::kept("handle", "handle"),
            Shown::going("company", "company", 4),
            Shown::going("title", "title", 5),
        ],
        rows,
        shown_rows: limit.unwrap_or(SHOWN),
        nothing: "nobody is known yet".to_owned(),
        notes: Vec::new(),
    }
    .write(global)
}
