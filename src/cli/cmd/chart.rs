//! `chart`: one chart of the report, or of an evaluation.

use std::path::Path;

use crate::analysis::hop_evidence::EvidencedHops;
use crate::cli::args::Global;
use crate::cli::context::{self, Context};
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::render::chart;
use crate::report::{Chart, path_chart};

/// The charts: identifier and what it shows.
const CHARTS: [(&str, &str); 13] = [
    ("strength-overlap", "strong against weak: strength and overlap of every tie"),
    ("strength-distribution", "ties by rank, in the layers of 5, 15, 50 and 150"),
    ("decay", "how fading ties fall below even odds if nothing happens"),
    ("ego-map", "your network: communities, and what each tie is"),
    ("communities", "who your communities are, and your attention to each"),
    ("over-time", "ties alive, new, revived and lost over twelve months"),
    ("calendar", "a year of days with contact"),
    ("balance", "who acts and who gives, tie by tie"),
    ("channel-mix", "contact by channel and month, written against live"),
    ("venues", "what became of the people met at each venue"),
    ("survival", "how long new ties last, by how they began"),
    ("paths", "the best introduction paths, to one person: --to PERSON"),
    ("calibration", "how often contact was predicted, and how often it came"),
];

/// Paths of the chart to one person, and steps of each at most: what `path` shows when nothing else is asked for.
const PATHS: usize = 5;
const HOPS: usize = 3;

pub(super) fn run(global: &Global, kind: Option<&str>, out: Option<&Path>, to: Option<&str>, list: bool) -> Result<(), CliError> {
    if list {
        let mut page = Page::new(Screen::of(global));
        for (id, about) in CHARTS {
            page.named(id, 24, about);
        }
        return output::write(global.output.as_deref(), page.finish().as_bytes());
    }
    let kind = kind.unwrap_or_default();
    if !CHARTS.iter().any(|(id, _)| *id == kind) {
        return Err(CliError::usage(format!("there is no chart `{kind}`")).hint("see them: acquaint chart --list"));
    }
    if to.is_some() && kind != "paths" {
        return Err(CliError::usage("only the chart of paths leads to somebody").hint("acquaint chart paths --to PERSON"));
    }
    let out = out.or(global.output.as_deref());
    let ending = out.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    if let Some(other) = ending.as_deref().filter(|ending| !matches!(*ending, "svg" | "png")) {
        return Err(CliError::usage(format!("a chart cannot be written as `.{other}`")).hint("use .svg or .png"));
    }
    let context = Context::open(global)?;
    let as_of = context.as_of.day().to_string();
    let figure = match (kind, to) {
        ("calibration", _) => super::evaluate::chart(&context)?,
        (_, Some(to)) => paths_to(&context, to)?,
        _ => {
            let figure = super::report::make(&context)?.charts.into_iter().find(|chart| chart.id == kind);
            figure.ok_or_else(|| CliError::internal(format!("the report has no chart {kind}")))?
        }
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

/// The best introduction paths to one person.
fn paths_to(context: &Context, to: &str) -> Result<Chart, CliError> {
    let (_, network, ego) = context.with_ego()?;
    let to = context::person(network.people(), to)?;
    if to == ego {
        return Err(CliError::usage("the path starts and ends at the same person").hint("name somebody else"));
    }
    Ok(path_chart(&network, &EvidencedHops::of(&network, false), ego, to, PATHS, HOPS))
}
