//! `config`: settings.

use serde_json::json;

use super::init::handles;
use crate::cli::args::{ConfigAction, Format, Global};
use crate::cli::config::{Settings, unknown};
use crate::cli::context;
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::model::Handle;
use crate::render::text::Untrusted;
use crate::store::Workspace;

pub(super) fn run(global: &Global, action: Option<&ConfigAction>) -> Result<(), CliError> {
    let root = context::root(global)?;
    let mut workspace = Workspace::open(&root)?;
    match action {
        None => {
            let all = all(&workspace, &Settings::read(&root)?)?;
            if global.format == Format::Json {
                let map: serde_json::Map<_, _> = all.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
                return output::write_json(global.output.as_deref(), &json!({ "schema": "acquaint.config/1", "settings": map }));
            }
            let mut page = Page::new(Screen::of(global));
            for (key, value) in &all {
                page.named(key, 27, &Untrusted::new(value).terminal());
            }
            output::write(global.output.as_deref(), page.finish().as_bytes())
        }
        Some(ConfigAction::Get { key }) => {
            let all = all(&workspace, &Settings::read(&root)?)?;
            let value = all.iter().find(|(known, _)| known == key).ok_or_else(|| unknown(key))?;
            output::write(global.output.as_deref(), format!("{}\n", value.1).as_bytes())
        }
        Some(ConfigAction::Set { key, values }) if key == "me" => {
            let me = handles(values)?;
            workspace.set_me(&me, None)?;
            if !global.quiet {
                say(&format!("you are {}", shown(&me)));
            }
            Ok(())
        }
        Some(ConfigAction::Set { key, values }) => match values.as_slice() {
            [value] => Settings::read(&root)?.set(&root, key, value),
            _ => Err(CliError::usage(format!("`{key}` takes one value"))),
        },
    }
}

fn all(workspace: &Workspace, settings: &Settings) -> Result<Vec<(&'static str, String)>, CliError> {
    let people = workspace.people()?;
    let mut me = people.me_by_user;
    me.extend(people.me_from_profile);
    let mut all = vec![("me", if me.is_empty() { "(not known)".to_owned() } else { shown(&me) })];
    all.extend(settings.list());
    Ok(all)
}

fn shown(handles: &[Handle]) -> String {
    handles.iter().map(Handle::as_str).collect::<Vec<_>>().join(" ")
}
