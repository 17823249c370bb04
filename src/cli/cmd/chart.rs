//! `chart`: one chart of the report, or of an evaluation.

use std::path::Path;

use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::render::chart;

/// The charts: identifier and what it shows.
const CHARTS: [(&str, &str); 6] = [
    ("strength-overlap", "strong against weak: strength and neighbourhood overlap of every tie"),
    ("strength-distribution", "how many ties in each band of strength"),
    ("decay", "how fading ties fall below even odds if nothing happens"),
    ("ego-map", "your network, coloured by community"),
    ("over-time", "ties alive, new, revived and lost over twelve months"),
    ("calibration", "how often contact was predicted in the past, and how often it followed"),
];

pub(super) fn run(global: &Global, kind: Option<&str>, out: Option<&Path>, list: bool) -> Result<(), CliError> {
    if list {
        let text: String = CHARTS.iter().map(|(id, about)| format!("{id:<24}{about}\n")).collect();
        return output::write(global.output.as_deref(), text.as_bytes());
    }
    let kind = kind.unwrap_or_default();
    if !CHARTS.iter().any(|(id, _)| *id == kind) {
        return Err(CliError::usage(format!("there is no chart `{kind}`")).hint("see them: acquaint chart --list"));
    }
    let out = out.or(global.output.as_deref());
    let ending = out.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    if let Some(other) = ending.as_deref().filter(|ending| !matches!(*ending, "svg" | "png")) {
        return Err(CliError::usage(format!("a chart cannot be written as `.{other}`")).hint("use .svg or .png"));
    }
    let context = Context::open(global)?;
    let as_of = context.as_of.day().to_string();
    let figure = if kind == "calibration" {
        super::evaluate::chart(&context)?
    } else {
        let report = super::report::make(&context)?;
        let figure = report.charts.into_iter().find(|chart| chart.id == kind);
        figure.ok_or_else(|| CliError::internal(format!("the report has no chart {kind}")))?
    };
    let bytes = if ending.as_deref() == Some("png") {
        chart::png(&figure, &as_of).map_err(|error| CliError::internal(error.to_string()))?
    } else {
        chart::svg(&figure, &as_of).into_bytes()
    };
    output::write(out, &bytes)?;
    if let Some(out) = out.filter(|_| !global.quiet) {
        say(&format!("written: {}", out.display()));
    }
    Ok(())
}
