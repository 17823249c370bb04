//! `tag` and `set`: what the user says of a person, or of everybody with a tag.

use super::identity::handle;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::identity::resolve;
use crate::import::clean;
use crate::model::Cadence;
use crate::render::text::Untrusted;

/// The longest tag or value kept, in characters.
const MOST_CHARACTERS: usize = 256;
/// What can be set of a person.
const KEYS: [&str; 7] = ["cadence", "company", "title", "location", "sector", "interests", "goals"];

pub(super) fn tag(global: &Global, who: &str, tags: &[String], remove: bool) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let subject = subject(&context, who)?;
    let tags = tags
        .iter()
        .map(|tag| {
            clean::name(tag, MOST_CHARACTERS)
                .ok_or_else(|| CliError::usage("a tag is empty").hint("one word, or several in quotes"))
        })
        .collect::<Result<Vec<String>, CliError>>()?;
    let changed = context.workspace.tag(&subject, &tags, remove)?;
    if !global.quiet {
        let (subject, tags) = (Untrusted::new(&subject).terminal(), Untrusted::new(&tags.join(", ")).terminal());
        let opposite = if remove { "" } else { " --remove" };
        say(&match (changed, remove) {
            (0, false) => format!("{subject} has these tags already"),
            (0, true) => format!("{subject} has none of these tags"),
            (_, false) => format!("{subject} has the tags {tags} (take it back: acquaint tag {subject}{opposite} TAG)"),
            (_, true) => format!("{subject} no longer has the tags {tags}"),
        });
    }
    Ok(())
}

pub(super) fn set(global: &Global, who: &str, values: &[String]) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let subject = if who.starts_with("tag:") { who.to_owned() } else { subject(&context, who)? };
    // All are checked before the first is written.
    let checked: Vec<(&str, Option<String>)> =
        values.iter().map(|text| key_and_value(text, subject.starts_with("tag:"))).collect::<Result<_, _>>()?;
    for (key, value) in &checked {
        let changed = context.workspace.set_profile(&subject, key, value.as_deref())?;
        if !global.quiet {
            let shown = Untrusted::new(&subject).terminal();
            let value = value.as_deref().map(|value| Untrusted::new(value).terminal());
            say(&match (changed, value) {
                (false, _) => format!("{shown}: {key} was so before"),
                (true, Some(value)) => format!("{shown}: {key} is {value} (take it back: acquaint set {shown} {key}=)"),
                (true, None) => format!("{shown}: {key} is no longer set"),
            });
        }
    }
    Ok(())
}

/// The handle that the user's word is kept under; `me` is the owner.
fn subject(context: &Context, who: &str) -> Result<String, CliError> {
    let resolved = resolve(&context.workspace.people()?, context.as_of.cutoff_micros());
    let owner = resolved.ego.filter(|_| who == "me").and_then(|ego| resolved.people.get(ego as usize));
    match owner.and_then(|owner| owner.handles.first()) {
        Some(own) => Ok(own.as_str().to_owned()),
        None if who == "me" && resolved.ego.is_none() => {
            Err(CliError::config("it is not known who you are").hint("say it once: acquaint config set me YOU@EXAMPLE.ORG"))
        }
        None => Ok(handle(&resolved.people, who)?.as_str().to_owned()),
    }
}

/// One `key=value`; an empty value takes it back.
fn key_and_value(text: &str, of_tag: bool) -> Result<(&'static str, Option<String>), CliError> {
    let usage = |what: String| CliError::usage(what).hint(format!("for example cadence=monthly; the keys: {}", KEYS.join(", ")));
    let (key, value) = text.split_once('=').ok_or_else(|| usage(format!("`{text}` is no key=value")))?;
    let known = KEYS.into_iter().find(|known| *known == key.trim());
    let key = known.ok_or_else(|| usage(format!("`{key}` cannot be set of a person")))?;
    if of_tag && key != "cadence" {
        return Err(CliError::usage(format!("{key} is a person's, not a tag's")).hint("of a tag, only the cadence can be set"));
    }
    let value = clean::name(value, MOST_CHARACTERS);
    match value {
        Some(text) if key == "cadence" => {
            let cadence = Cadence::parse(&text).ok_or_else(|| {
                CliError::usage(format!("`{text}` is no cadence"))
                    .hint("weekly, monthly, quarterly, yearly, 45d, 6w, 3m, IDEAL..WORST such as 30d..90d, or never")
            })?;
            Ok((key, Some(cadence.to_string())))
        }
        value => Ok((key, value)),
    }
}
