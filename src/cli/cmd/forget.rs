//! `forget`: a person removed from every byte of the workspace.

use std::io::{BufRead, IsTerminal, Write};

use serde_json::json;

use super::identity::handle;
use crate::cli::args::{Forget, Format, Global};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::identity::resolve;
use crate::model::Handle;
use crate::render::text::Untrusted;
use crate::report::counted;

/// Handles named one by one in a question.
const NAMED: usize = 12;

pub(super) fn run(global: &Global, arguments: &Forget) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let Some(who) = arguments.person.as_deref().filter(|_| !arguments.list) else { return list(global, &context) };
    if arguments.undo {
        return Err(CliError::usage("what is forgotten cannot be brought back: only a keyed hash is left of it")
            .hint("to see the person again, import the exports into a new workspace: acquaint -w DIR import PATH"));
    }
    let stored = context.workspace.people()?;
    let resolved = resolve(&stored, i64::MAX);
    let found = handle(&resolved.people, who)?;
    let index = resolved.of_handle(&found).ok_or_else(|| CliError::internal("a handle without person"))?;
    let person = &resolved.people[index as usize];
    if resolved.ego == Some(index) {
        return Err(CliError::usage("you cannot be forgotten in your own network")
            .hint("to start over, delete the workspace folder; another person: acquaint people PART-OF-A-NAME"));
    }
    let handles: Vec<Handle> = person.handles.clone();
    let numbers: Vec<u32> = stored.handles.iter().filter(|row| handles.contains(&row.handle)).map(|row| row.number).collect();
    let of_person = stored.names.iter().filter(|row| numbers.contains(&row.handle)).map(|row| row.name.clone());
    let cards = stored.declarations.iter().filter(|row| row.card.handles.iter().any(|handle| handles.contains(handle)));
    let mut names: Vec<String> = of_person.chain(cards.filter_map(|row| row.card.name.clone())).collect();
    names.sort();
    names.dedup();
    let name = Untrusted::new(person.label()).terminal();
    if !arguments.yes && !confirmed(&name, &handles)? {
        return Err(CliError::no_answer("nothing was changed").hint("answer `yes`, or give --yes in a script"));
    }
    let summary = context.workspace.forget(&handles, &names)?;
    if !global.quiet {
        say(&format!(
            "{name} is forgotten: {} and {} are gone, {} of others stay without them",
            counted(summary.interactions, "interaction", "interactions"),
            counted(summary.declarations, "card or connection", "cards and connections"),
            counted(summary.shared, "interaction", "interactions")
        ));
        say(
            "importing the same files again does not bring them back; copies outside the workspace (exports, reports, backups) are yours to delete",
        );
        let namesakes = resolved.people.iter().enumerate();
        let namesakes =
            namesakes.filter(|(other, known)| *other != index as usize && known.name == person.name && person.name.is_some());
        for (_, other) in namesakes {
            let handle = Untrusted::new(other.handle()).terminal();
            say(&format!("somebody with the same name stays: {handle} (the same person? acquaint forget {handle})"));
        }
    }
    Ok(())
}

fn list(global: &Global, context: &Context) -> Result<(), CliError> {
    let (people, handles) = context.workspace.forgotten()?;
    if global.format == Format::Json {
        let document = json!({ "schema": "acquaint.forget/1", "people": people, "handles": handles });
        return output::write_json(global.output.as_deref(), &document);
    }
    let text = format!(
        "forgotten: {} by {} (who they were is not kept)\n",
        counted(people as usize, "person", "people"),
        counted(handles as usize, "handle", "handles")
    );
    output::write(global.output.as_deref(), text.as_bytes())
}

/// Asks on a terminal; without one nobody can answer.
fn confirmed(name: &str, handles: &[Handle]) -> Result<bool, CliError> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(CliError::usage("forgetting cannot be undone, and nobody is here to confirm it")
            .hint("give --yes where no question can be asked"));
    }
    let shown: Vec<String> = handles.iter().take(NAMED).map(|handle| Untrusted::new(handle.as_str()).terminal()).collect();
    let more = if handles.len() > NAMED { format!(" and {} more", handles.len() - NAMED) } else { String::new() };
    say(&format!("{name}: {}{more}", shown.join(", ")));
    let mut stderr = std::io::stderr();
    // A question that cannot be shown is answered by nobody.
    let _ = write!(stderr, "Remove this person from every byte of the workspace? It cannot be undone. [yes/no] ");
    let _ = stderr.flush();
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}
