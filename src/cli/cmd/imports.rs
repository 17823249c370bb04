//! `imports`: what came from where, and taking one import back.

use std::collections::BTreeMap;

use serde_json::{Map, json};

use crate::cli::args::{Format, Global, Imports, ImportsAction};
use crate::cli::context::Context;
use crate::cli::error::{CliError, note, say};
use crate::cli::listing::{Column, Listing, Shown, Value};
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::model::{format_day, format_micros};
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::store::Batch;

/// Gaps named for one channel.
const NAMED_GAPS: usize = 3;
/// Columns of a channel's name.
const CHANNEL: usize = 14;

const COLUMNS: [Column; 17] = [
    "number",
    "on",
    "at",
    "paths",
    "formats",
    "owner",
    "colleague",
    "files",
    "known_files",
    "seen",
    "accepted",
    "duplicate",
    "rejected",
    "first",
    "last",
    "coverage",
    "channels",
];

pub(super) fn run(global: &Global, arguments: &Imports) -> Result<(), CliError> {
    match arguments.action {
        None => list(global, arguments.gap),
        Some(ImportsAction::Undo { number }) => undo(global, number),
    }
}

fn list(global: &Global, gap_days: u32) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let batches = context.workspace.batches()?;
    let undone = batches.iter().filter(|batch| batch.undone).count();
    let rows: Vec<Vec<Value>> = batches.iter().filter(|batch| !batch.undone).map(|batch| row(batch, gap_days)).collect();
    let mut notes = Vec::new();
    if !rows.is_empty() {
        notes.push(format!(
            "coverage names what is silent for more than {} (--gap DAYS); take one back: acquaint imports undo NUMBER",
            counted(gap_days as usize, "day", "days")
        ));
    }
    if undone > 0 {
        notes.push(format!("{} taken back", counted(undone, "import was", "imports were")));
    }
    let listing = Listing {
        command: "imports",
        as_of: context.as_of.day().to_string(),
        parameters: Map::from_iter([("gap_days".to_owned(), json!(gap_days))]),
        columns: COLUMNS.to_vec(),
        reading: vec![
            Shown::kept("number", "no."),
            Shown::kept("on", "on"),
            Shown::kept("paths", "what"),
            Shown::going("owner", "of", 2),
            Shown::going("formats", "formats", 4),
            Shown::going("files", "files", 5),
            Shown::kept("seen", "records"),
            Shown::kept("accepted", "new"),
            Shown::going("first", "first", 3),
            Shown::going("last", "last", 1),
        ],
        shown_rows: usize::MAX,
        rows,
        nothing: "nothing was imported yet: acquaint import PATH".to_owned(),
        notes,
    };
    if global.format == Format::Table && !global.wants_parquet() && !listing.rows.is_empty() {
        return for_reading(global, &listing, &batches, gap_days);
    }
    listing.write(global)
}

/// The table, and below it the channels of each import, a line each.
fn for_reading(global: &Global, listing: &Listing, batches: &[Batch], gap_days: u32) -> Result<(), CliError> {
    let screen = Screen::of(global);
    let mut page = Page::new(screen);
    page.lines(&listing.table(&screen).text);
    for batch in batches.iter().filter(|batch| !batch.undone && !batch.days.is_empty()) {
        page.heading(&format!("Coverage of import {}", batch.number));
        for (channel, days) in &batch.days {
            page.named(&Untrusted::new(channel).terminal(), CHANNEL, &span(days, gap_days));
        }
    }
    output::write(global.output.as_deref(), page.finish().as_bytes())?;
    if !global.quiet {
        listing.notes.iter().for_each(|text| note(global, text));
    }
    Ok(())
}

fn row(batch: &Batch, gap_days: u32) -> Vec<Value> {
    let [seen, accepted, duplicate, rejected] = batch.records.map(|count| Value::Integer(count as i64));
    let all = || batch.days.values().flatten().copied();
    let owner: Vec<String> = batch.owner.iter().map(ToString::to_string).collect();
    vec![
        Value::Integer(i64::from(batch.number)),
        Value::text(&batch.as_of),
        Value::optional_text(batch.at_micros.map(format_micros).as_deref()),
        Value::List(batch.paths.clone()),
        Value::List(batch.formats.clone()),
        if batch.colleague { Value::List(owner) } else { Value::text("you") },
        Value::Flag(batch.colleague),
        Value::Integer(batch.imports.len() as i64),
        Value::Integer(batch.known_files as i64),
        seen,
        accepted,
        duplicate,
        rejected,
        Value::optional_day(all().min()),
        Value::optional_day(all().max()),
        Value::text(&coverage(&batch.days, gap_days)),
        Value::Json(channels(&batch.days, gap_days)),
    ]
}

/// The silences of a channel: the last day before and the first day after each.
fn gaps(days: &[i32], gap_days: u32) -> Vec<(i32, i32)> {
    let pairs = days.iter().zip(days.iter().skip(1));
    pairs
        .filter(|(before, after)| i64::from(**after) - i64::from(**before) > i64::from(gap_days))
        .map(|(a, b)| (*a, *b))
        .collect()
}

/// `email 2019-01-03 … 2026-10-30, nothing 2023-03-02 … 2023-05-28`
fn coverage(days: &BTreeMap<String, Vec<i32>>, gap_days: u32) -> String {
    days.iter().map(|(name, days)| format!("{name} {}", span(days, gap_days))).collect::<Vec<_>>().join("; ")
}

/// `2019-01-03 … 2026-10-30, nothing 2023-03-02 … 2023-05-28`
fn span(days: &[i32], gap_days: u32) -> String {
    let Some((first, last)) = days.first().zip(days.last()) else { return String::new() };
    let mut gaps = gaps(days, gap_days);
    // The longest silences are worth naming, in the order of time.
    let more = gaps.len().saturating_sub(NAMED_GAPS);
    gaps.sort_by_key(|(before, after)| (before - after, *before));
    gaps.truncate(NAMED_GAPS);
    gaps.sort_unstable();
    let silent: Vec<String> =
        gaps.iter().map(|(before, after)| format!("{} … {}", format_day(before + 1), format_day(after - 1))).collect();
    let nothing = if silent.is_empty() { String::new() } else { format!(", nothing {}", silent.join(", ")) };
    let more = if more > 0 { format!(" and {}", counted(more, "shorter gap", "shorter gaps")) } else { String::new() };
    let span = if first == last { format_day(*first) } else { format!("{} … {}", format_day(*first), format_day(*last)) };
    format!("{span}{nothing}{more}")
}

fn channels(days: &BTreeMap<String, Vec<i32>>, gap_days: u32) -> serde_json::Value {
    let channel = |(name, days): (&String, &Vec<i32>)| {
        let silent: Vec<_> = gaps(days, gap_days)
            .into_iter()
            .map(|(before, after)| json!({ "from": format_day(before + 1), "to": format_day(after - 1), "days": after - before - 1 }))
            .collect();
        json!({
            "channel": name, "first": days.first().map(|day| format_day(*day)), "last": days.last().map(|day| format_day(*day)),
            "days": days.len(), "gaps": silent,
        })
    };
    days.iter().map(channel).collect()
}

fn undo(global: &Global, number: u32) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let undone = context.workspace.undo_import(number)?;
    if !global.quiet {
        let files = counted(undone.files, "file", "files");
        say(&format!("import {number} was taken back: the records of {files}; what other imports hold as well stays"));
        if undone.kept_files > 0 {
            say(&format!("{} stay: a later import holds them too", counted(undone.kept_files, "file", "files")));
        }
        if undone.calibrations > 0 {
            say("the calibration rested on the data as it was and was dropped: acquaint evaluate");
        }
        say("everything comes back when the same files are imported again");
    }
    Ok(())
}
