//! `init`: makes a workspace.

use crate::cli::args::Global;
use crate::cli::context;
use crate::cli::error::{CliError, say};
use crate::model::Handle;
use crate::store::Workspace;

pub(super) fn run(global: &Global, me: &[String], name: Option<&str>) -> Result<(), CliError> {
    let mut handles = handles(me)?;
    if let Some(name) = name {
        let name = Handle::name(name).ok_or_else(|| CliError::usage("the name is blank"))?;
        handles.push(name);
    }
    let root = context::root(global)?;
    let mut workspace = Workspace::create(&root)?;
    if !handles.is_empty() {
        workspace.set_me(&handles)?;
    }
    if !global.quiet {
        say(&format!("made a workspace at {}", root.display()));
        say("next: acquaint import PATH (a LinkedIn archive, a mailbox, contacts, a calendar, a table)");
    }
    Ok(())
}

/// Reads handles that the user typed.
pub(super) fn handles(texts: &[String]) -> Result<Vec<Handle>, CliError> {
    texts
        .iter()
        .map(|text| {
            Handle::parse(text).ok_or_else(|| {
                CliError::usage(format!("`{text}` is no handle"))
                    .hint("for example ann@example.org, +15550100, linkedin:ann-example, id:123")
            })
        })
        .collect()
}
