//! `verify`: the health of the workspace.

use serde_json::json;

use crate::cli::args::{Format, Global};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::store::verify;

pub(super) fn run(global: &Global) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let findings = verify(&context.workspace)?;
    let segments = context.workspace.segments()?;
    let rows: u64 = segments.iter().map(|segment| segment.rows).sum();
    let damaged = findings.iter().filter(|finding| finding.damage).count();
    if global.format == Format::Json {
        let found: Vec<_> = findings
            .iter()
            .map(|finding| json!({ "file": finding.file, "problem": finding.problem, "damage": finding.damage }))
            .collect();
        output::write_json(
            global.output.as_deref(),
            &json!({
                "schema": "acquaint.verify/1", "sound": damaged == 0, "segments": segments.len(), "rows": rows,
                "findings": found,
            }),
        )?;
    } else {
        let mut page = Page::new(Screen::of(global));
        for finding in &findings {
            let word = if finding.damage { "damaged" } else { "note" };
            page.item(0, &format!("{word}: {} {}", Untrusted::new(&finding.file).terminal(), finding.problem));
        }
        if damaged == 0 {
            page.item(
                0,
                &format!(
                    "sound: the catalog and {} with {}",
                    counted(segments.len(), "segment", "segments"),
                    counted(rows as usize, "row", "rows")
                ),
            );
        }
        output::write(global.output.as_deref(), page.finish().as_bytes())?;
    }
    if damaged > 0 {
        return Err(CliError::damaged(format!("{damaged} parts of the workspace are damaged"))
            .hint("restore the folder from a backup, or import the exports again into a new workspace"));
    }
    Ok(())
}
