//! `same`, `different`, `ignore`: the user's word on identity.

use crate::cli::args::Global;
use crate::cli::context::{Context, person};
use crate::cli::error::{CliError, say};
use crate::identity::{Everybody, resolve};
use crate::model::Handle;
use crate::render::text::Untrusted;
use crate::store::{Decision, DecisionKind};

pub(super) fn decide(global: &Global, kind: DecisionKind, a: &str, b: &str) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let people = resolve(&context.workspace.people()?, context.as_of.cutoff_micros()).people;
    let (one, other) = (handle(&people, a)?, handle(&people, b)?);
    if one == other {
        return Err(CliError::usage(format!("both are {one}")).hint("name two different handles"));
    }
    context.workspace.decide(&Decision::new(kind, one.clone(), other.clone()))?;
    if !global.quiet {
        let [one, other] = [&one, &other].map(|handle| Untrusted::new(handle.as_str()).terminal());
        let opposite = if kind == DecisionKind::Same { "different" } else { "same" };
        let word = if kind == DecisionKind::Same { "one person" } else { "two people" };
        say(&format!("{one} and {other} are {word} (take it back: acquaint {opposite} {one} {other})"));
    }
    Ok(())
}

pub(super) fn ignore(global: &Global, who: &str, undo: bool) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let resolved = resolve(&context.workspace.people()?, context.as_of.cutoff_micros());
    let handle = handle(&resolved.people, who)?;
    let ego = resolved.ego.and_then(|ego| resolved.people.get(ego as usize));
    if !undo && ego.is_some_and(|ego| ego.handles.contains(&handle)) {
        return Err(CliError::usage("you cannot be left out of your own network").hint("name somebody else"));
    }
    let shown = Untrusted::new(handle.as_str()).terminal();
    if undo {
        if !context.workspace.stop_ignoring(&handle)? {
            return Err(CliError::no_answer(format!("{shown} was not ignored")));
        }
        if !global.quiet {
            say(&format!("{shown} counts again"));
        }
    } else {
        context.workspace.decide(&Decision::new(DecisionKind::Ignore, handle.clone(), handle))?;
        if !global.quiet {
            say(&format!("{shown} is no contact (take it back: acquaint ignore --undo {shown})"));
        }
    }
    Ok(())
}

/// The handle itself when the user typed one, else the primary handle of the person found.
pub(super) fn handle(people: &Everybody, text: &str) -> Result<Handle, CliError> {
    if let Some(typed) = Handle::parse(text)
        && people.of_handle(&typed).is_some()
    {
        return Ok(typed);
    }
    let found = &people[person(people, text)? as usize];
    found.handles.first().cloned().ok_or_else(|| CliError::internal("a person without handle"))
}
