//! `init`: makes a workspace.

use std::path::Path;

use crate::cli::args::Global;
use crate::cli::config::Settings;
use crate::cli::context;
use crate::cli::error::{CliError, say};
use crate::import::clean;
use crate::model::{Handle, HandleKind};
use crate::store::Workspace;

/// The longest name kept, in characters.
const MAX_NAME_CHARS: usize = 256;

pub(super) fn run(global: &Global, me: &[String], name: Option<&str>) -> Result<(), CliError> {
    let mut handles = handles(me)?;
    let name =
        name.map(|name| clean::name(name, MAX_NAME_CHARS).ok_or_else(|| CliError::usage("the name is blank"))).transpose()?;
    if handles.is_empty() {
        handles.extend(name.as_deref().and_then(Handle::name));
    }
    let root = context::root(global)?;
    let zone = context::zone(global, &Settings::default())?;
    let mut workspace = create_or_finish(&root)?;
    if !handles.is_empty() {
        workspace.set_me(&handles, name.as_deref())?;
    }
    Settings::begin(&root, zone.iana_name())?;
    if !global.quiet {
        say(&format!("made a workspace at {}", root.display()));
        say("next: acquaint import PATH (a LinkedIn archive, a mailbox, contacts, a calendar, a table)");
    }
    Ok(())
}

/// Commits up to which a workspace without settings was being made when the process was killed: the first one, and who the user is.
const COMMITS_OF_A_CREATION: u64 = 2;

/// Whether the making of a workspace was killed: its settings, which are written last, are missing, and nothing was imported.
pub(super) fn is_unfinished(workspace: &Workspace) -> Result<bool, CliError> {
    Ok(!Settings::are_kept(workspace.root()) && workspace.generation()? <= COMMITS_OF_A_CREATION)
}

/// Makes a workspace, or goes on with an unfinished one.
pub(super) fn create_or_finish(root: &Path) -> Result<Workspace, CliError> {
    match Workspace::open(root) {
        Ok(workspace) if is_unfinished(&workspace)? => Ok(workspace),
        _ => Ok(Workspace::create(root)?),
    }
}

/// Reads handles that the user typed.
pub(super) fn handles(texts: &[String]) -> Result<Vec<Handle>, CliError> {
    texts
        .iter()
        .map(|text| {
            // A key of a table has no blanks; a name typed where an address belongs does.
            let handle = Handle::parse(text).filter(|handle| handle.kind() != HandleKind::Key || !text.trim().contains(' '));
            handle.ok_or_else(|| {
                CliError::usage(format!("`{text}` is no handle"))
                    .hint("for example ann@example.org, +15550100, linkedin:ann-example, name:\"Ann Example\", id:123")
            })
        })
        .collect()
}
