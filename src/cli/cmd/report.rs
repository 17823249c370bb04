//! `report`: the monthly network health report.

use std::path::{Path, PathBuf};

use super::network::SEED;
use crate::cli::args::{Format, Global};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::io::fs;
use crate::model::{AsOf, format_day, parse_day};
use crate::pipeline::{ReportOptions, World};
use crate::render::text::Untrusted;
use crate::render::{chart, html, json, markdown};
use crate::report::Report;

pub(super) fn run(global: &Global, month: Option<&str>, compare: Option<&str>, out: Option<&Path>) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    if let Some(month) = month {
        context.as_of = end_of(month, &context.as_of, "--month")?;
    }
    let compare = compare.map(|month| compared_with(month, &context.as_of)).transpose()?;
    let world = context.world()?;
    if let Some(compare) = &compare {
        seen_by_then(&world, compare)?;
    }
    let report = of_world(&context, &world, compare.as_ref())?;
    let folder = out.map_or_else(|| PathBuf::from(format!("acquaint-report-{}", report.month)), Path::to_owned);
    let (page, document) = write(&report, &folder)?;
    match global.format {
        Format::Json => output::write(global.output.as_deref(), document.as_bytes()),
        Format::Table | Format::Csv => {
            output::write(global.output.as_deref(), in_sentences(&report, global).as_bytes())?;
            if !global.quiet {
                say(&format!("\nwritten: {} (and report.md, report.json, charts/ beside it)", page.display()));
            }
            Ok(())
        }
    }
}

/// The title and the month in sentences, for reading.
pub(super) fn in_sentences(report: &Report, global: &Global) -> String {
    let mut page = Page::new(Screen::of(global));
    page.title(&Untrusted::new(&report.title).terminal());
    for sentence in &report.sentences {
        page.blank();
        page.sentence(&Untrusted::new(&sentence.to_string()).terminal());
    }
    page.finish()
}

/// The end of the month to compare with, which must be before that of the as-of day.
fn compared_with(month: &str, as_of: &AsOf) -> Result<AsOf, CliError> {
    let end = end_of(month, as_of, "--compare")?;
    let own = as_of.day().first_of_month();
    if end.day() < own {
        return Ok(end);
    }
    let before = own.yesterday().map_or_else(|_| "an earlier one".to_owned(), |day| day.strftime("%Y-%m").to_string());
    Err(CliError::usage(format!("{month} is the month of the report itself"))
        .hint(format!("an earlier month: --compare {before}")))
}

/// Whether there was any contact until the end of the month to compare with.
fn seen_by_then(world: &World, compare: &AsOf) -> Result<(), CliError> {
    match world.days.all().days().min() {
        Some(first) if first > compare.utc_day() => {
            let month = compare.day().strftime("%Y-%m");
            Err(CliError::usage(format!("there is no contact in the data until the end of {month}"))
                .hint(format!("the first contact is on {}: compare with that month or a later one", format_day(first))))
        }
        Some(_) => Ok(()),
        None => Err(CliError::usage("there is no contact in the data, so no two months can be compared")
            .hint("import something with contact in it: acquaint import PATH")),
    }
}

/// The last day of a month, or the as-of day when that lies in it.
fn end_of(month: &str, as_of: &AsOf, option: &str) -> Result<AsOf, CliError> {
    let first = parse_day(&format!("{month}-01"))
        .ok_or_else(|| CliError::usage(format!("`{month}` is no month")).hint(format!("for example {option} 2026-10")))?;
    if first > as_of.day() {
        return Err(CliError::usage(format!("{month} is still to come (the as-of day is {})", as_of.day()))
            .hint("name a month until the as-of day's"));
    }
    let last = first.last_of_month();
    if last >= as_of.day() {
        return Ok(as_of.clone());
    }
    AsOf::day_in(last, as_of.zone()).map_err(|error| CliError::usage(error.to_string()))
}

/// The report of a workspace.
pub(super) fn make(context: &Context) -> Result<Report, CliError> {
    let world = context.world()?;
    of_world(context, &world, None)
}

/// The report of a world, compared with the end of an earlier month where one is given.
fn of_world(context: &Context, world: &World, compare: Option<&AsOf>) -> Result<Report, CliError> {
    context.ego(world)?;
    let options = ReportOptions {
        fading_within_days: context.settings.fading_within_days,
        suggestions: context.settings.suggestions,
        cooldown_days: context.settings.cooldown_days,
        seed: SEED,
    };
    crate::pipeline::report_compared(world, &context.as_of, compare, &options)
        .map_err(|error| CliError::usage(error.to_string()))?
        .ok_or_else(|| CliError::internal("a report without an ego"))
}

/// Writes the report's files into a folder, each in one step, and gives the page's path and the JSON document.
pub(super) fn write(report: &Report, folder: &Path) -> Result<(PathBuf, String), CliError> {
    let pictures = folder.join("charts");
    fs::create_private_folder(&pictures)?;
    let (page, document, both) = std::thread::scope(|scope| {
        let texts = scope.spawn(|| (html::report(report), json::report(report)));
        let both = chart::draw_all(&report.charts, &report.as_of);
        let (page, document) = texts.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (page, document, both)
    });
    let both = both.map_err(|error| CliError::internal(error.to_string()))?;
    for (figure, chart::Drawn { svg, png }) in report.charts.iter().zip(both) {
        fs::write_atomically(&pictures.join(format!("{}.svg", figure.id)), svg.as_bytes())?;
        fs::write_atomically(&pictures.join(format!("{}.png", figure.id)), &png)?;
    }
    fs::write_atomically(&folder.join("report.md"), markdown::report(report).as_bytes())?;
    fs::write_atomically(&folder.join("report.json"), document.as_bytes())?;
    let path = folder.join("report.html");
    fs::write_atomically(&path, page.as_bytes())?;
    Ok((path, document))
}
