//! `import`: files, folders and zip archives into the workspace.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::json;

use super::formats;
use super::init::{create_or_finish, handles, is_unfinished};
use crate::cli::args::{DateOrder, Format, Global, Import, TimeUnit};
use crate::cli::config::Settings;
use crate::cli::error::{CliError, say};
use crate::cli::map_file::MapFile;
use crate::cli::page::Page;
use crate::cli::progress::ImportBar;
use crate::cli::screen::Screen;
use crate::cli::{clock, context, interrupt, output};
use crate::import::drive::{Foreign, NO_KNOWN_FORMAT, Request};
use crate::import::table::{PeopleTable, Table};
use crate::import::{self, Importer, ReadOptions, TableOptions};
use crate::io::{Limits, PathError};
use crate::model::{AsOf, Handle};
use crate::pipeline::{Ingest, Outcome, ingest};
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::store::{SourceSummary, StoreError, Workspace};

/// Files listed one by one on a terminal; of more only the sums are shown, unless asked.
const SHOWN_FILES: usize = 25;

pub(super) fn run(global: &Global, arguments: &Import) -> Result<(), CliError> {
    if arguments.list {
        return formats::list(global, &arguments.paths);
    }
    let root = context::root(global)?;
    let settings = Settings::read(&root)?;
    let as_of = context::as_of(global, &settings)?;
    let owner = handles(&global.owner)?;
    let (options, format) = read_options(arguments, &as_of)?;
    let options = ReadOptions { owner: owner.clone(), ..options };
    let (mut workspace, created) = open_or_create(&root, as_of.zone().iana_name(), global)?;
    refuse_second_owner(&workspace, &owner, arguments.colleague)?;
    let open_foreign =
        |foreign: Foreign, path: &Path| ForeignChild::start(foreign, path).map(|child| Box::new(child) as Box<dyn Read>);
    let request = Request { paths: &arguments.paths, format: format.as_deref(), options: &options, open_foreign: &open_foreign };
    let day = as_of.day().to_string();
    let how = Ingest {
        as_of: &day,
        cutoff_micros: as_of.cutoff_micros(),
        strict: arguments.strict,
        dry_run: arguments.dry_run,
        owner: &owner,
        colleague: arguments.colleague,
        stop: &interrupt::flag(),
    };
    let bar = ImportBar::new(global.quiet);
    let result = ingest(&mut workspace, &request, &how, &mut |step| bar.show(step));
    bar.finish();
    let kept = result.as_ref().is_ok_and(|outcome| outcome.summary.committed);
    if created && !kept {
        drop(workspace);
        crate::io::fs::remove_folder(&root)?;
        return finish(global, arguments, None, &result?, &day);
    }
    finish(global, arguments, Some(&workspace), &result?, &day)
}

/// Opens the workspace, or makes one: importing is what most people do first. A folder made for one that cannot be made is removed again.
fn open_or_create(root: &Path, zone: Option<&str>, global: &Global) -> Result<(Workspace, bool), CliError> {
    let absent = !root.exists();
    match Workspace::open(root) {
        Ok(workspace) if !is_unfinished(&workspace)? => return Ok((workspace, false)),
        Ok(_) | Err(StoreError::NoWorkspace { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let made = create_or_finish(root).and_then(|workspace| Settings::begin(root, zone).map(|()| workspace));
    match made {
        Ok(workspace) => {
            if !global.quiet {
                say(&format!("made a workspace at {}", root.display()));
            }
            Ok((workspace, true))
        }
        Err(error) => {
            if absent {
                // What cannot be removed is finished by the next attempt.
                let _ = crate::io::fs::remove_folder(root);
            }
            Err(error)
        }
    }
}

/// The owner is said once: a second, different one would make two people one. A colleague is somebody else than you.
fn refuse_second_owner(workspace: &Workspace, owner: &[Handle], colleague: bool) -> Result<(), CliError> {
    let known = workspace.owner()?.0;
    if colleague {
        return match owner.iter().find(|handle| known.contains(handle)) {
            None => Ok(()),
            Some(me) => Err(CliError::usage(format!("{me} is you, not a colleague")).hint("your own data needs no --colleague")),
        };
    }
    match owner.iter().find(|handle| !known.is_empty() && !known.contains(handle)) {
        None => Ok(()),
        Some(other) => {
            let known: Vec<&str> = known.iter().map(Handle::as_str).collect();
            Err(CliError::usage(format!("the owner is {} already", known.join(", ")))
                .hint(format!("both are you? acquaint config set me {} {other}", known.join(" ")))
                .hint(format!("it is the data of a colleague? acquaint import PATH --owner {other} --colleague"))
                .hint(format!("it was wrong? acquaint config set me {other}")))
        }
    }
}

/// How to read, and the format of all files where that is said.
fn read_options(arguments: &Import, as_of: &AsOf) -> Result<(ReadOptions, Option<String>), CliError> {
    let (mut table, mut zone, mut format) = (TableOptions::default(), as_of.zone().clone(), arguments.from.clone());
    if let Some(path) = &arguments.map_file {
        let map = MapFile::read(path)?;
        if let Some(name) = &map.zone {
            zone = clock::zone(name)?;
        }
        (table, format) = (map.table, format.or_else(|| Some(map.format.to_owned())));
    }
    if !arguments.map.is_empty() {
        table.map = renamed(&arguments.map, format.as_deref())?;
        // A field that only people have tells what the rows are.
        if format.is_none() && table.map.iter().any(|(field, _)| !Table::FIELDS.contains(&field.as_str())) {
            format = Some(PeopleTable.name().to_owned());
        }
    }
    table.undirected |= arguments.undirected;
    let time_unit = arguments.time_unit.map(|unit| match unit {
        TimeUnit::S => import::TimeUnit::Seconds,
        TimeUnit::Ms => import::TimeUnit::Milliseconds,
        TimeUnit::Us => import::TimeUnit::Microseconds,
    });
    let date_order = arguments.date_order.map(|order| match order {
        DateOrder::Dmy => import::DateOrder::DayMonthYear,
        DateOrder::Mdy => import::DateOrder::MonthDayYear,
        DateOrder::Ymd => import::DateOrder::YearMonthDay,
    });
    table.time_unit = time_unit.or(table.time_unit);
    let limits = Limits::as_of_micros(as_of.cutoff_micros());
    Ok((ReadOptions { table, date_order, ..ReadOptions::new(limits, zone) }, format))
}

/// The columns that `--map` names.
fn renamed(pairs: &[String], format: Option<&str>) -> Result<Vec<(String, String)>, CliError> {
    let fields: Vec<&str> = match format {
        Some("people-table") => PeopleTable::FIELDS.to_vec(),
        Some(_) => Table::FIELDS.to_vec(),
        None => Table::FIELDS.iter().chain(PeopleTable::FIELDS).copied().collect(),
    };
    let mut map = Vec::new();
    for pair in pairs {
        let (field, column) = pair.split_once('=').ok_or_else(|| {
            CliError::usage(format!("`{pair}` names no column")).hint("for example --map source=FROM,target=TO,time=WHEN")
        })?;
        if !fields.contains(&field) {
            let error = CliError::usage(format!("a table has no field `{field}`"));
            return Err(match format {
                Some(_) => error.hint(format!("the fields are: {}", fields.join(", "))),
                None => error
                    .hint(format!("the fields are: {}", Table::FIELDS.join(", ")))
                    .hint(format!("of a table of people: {}", PeopleTable::FIELDS.join(", "))),
            });
        }
        map.push((field.to_owned(), column.to_owned()));
    }
    Ok(map)
}

fn finish(
    global: &Global,
    arguments: &Import,
    workspace: Option<&Workspace>,
    outcome: &Outcome,
    as_of: &str,
) -> Result<(), CliError> {
    let me = match workspace {
        Some(workspace) => {
            let (by_user, from_profile) = workspace.owner()?;
            by_user.iter().chain(&from_profile).map(ToString::to_string).collect()
        }
        None => Vec::new(),
    };
    match global.format {
        Format::Json => output::write_json(global.output.as_deref(), &document(outcome, &me, as_of))?,
        Format::Table | Format::Csv => output::write(global.output.as_deref(), summary(global, outcome, &me).as_bytes())?,
    }
    if !global.quiet {
        if arguments.dry_run {
            say("dry run: nothing was changed");
        }
        // A file that looked like one of ours and could not be read is said; files of other kinds are only counted.
        let (others, unread): (Vec<_>, Vec<_>) = outcome.skipped.iter().partition(|skipped| skipped.why == NO_KNOWN_FORMAT);
        let listed = if global.verbose { outcome.skipped.iter().collect() } else { unread };
        for skipped in listed {
            say(&format!(
                "passed over {}: {}",
                Untrusted::new(&skipped.path).terminal(),
                Untrusted::new(&skipped.why).terminal()
            ));
        }
        if !global.verbose && !others.is_empty() {
            let files = counted(others.len(), "file", "files");
            say(&format!("passed over, of other kinds: {files} (-v lists them)"));
        }
    }
    if outcome.refused {
        let rejected: u64 = outcome.summary.sources.iter().map(|source| source.rejected).sum();
        return Err(CliError::strict(format!("{rejected} records were rejected, and --strict was given: nothing was imported"))
            .hint("the reasons are above; leave --strict out to import the rest"));
    }
    Ok(())
}

fn row(source: &SourceSummary) -> serde_json::Value {
    let reasons: Vec<serde_json::Value> = source
        .reasons
        .iter()
        .map(|(reason, count)| {
            let first = json!({ "record": count.first.record, "line": count.first.line });
            json!({ "reason": reason.as_str(), "count": count.count, "first": first })
        })
        .collect();
    json!({
        "path": source.path, "format": source.format, "seen": source.seen, "accepted": source.accepted,
        "duplicate": source.duplicate, "rejected": source.rejected, "people_seen": source.people_seen, "reasons": reasons, "hygiene": source.hygiene,
    })
}

fn totals(outcome: &Outcome) -> [u64; 4] {
    let sum = |field: fn(&SourceSummary) -> u64| outcome.summary.sources.iter().map(field).sum();
    [sum(|source| source.seen), sum(|source| source.accepted), sum(|source| source.duplicate), sum(|source| source.rejected)]
}

/// Records that the rules of hygiene touched, by rule, over all files.
fn hygiene(outcome: &Outcome) -> BTreeMap<&'static str, u64> {
    let mut all = BTreeMap::new();
    for (rule, count) in outcome.summary.sources.iter().flat_map(|source| &source.hygiene) {
        *all.entry(*rule).or_default() += count;
    }
    all
}

/// What counts for less or nothing, in one line; `None` when everything counts.
fn hygiene_in_words(hygiene: &BTreeMap<&'static str, u64>) -> Option<String> {
    let told = |(rule, text): (&str, &str)| {
        let count = hygiene.get(rule).copied().filter(|count| *count > 0)?;
        Some(format!("{} {text}", number::count(count as usize)))
    };
    let rules = [
        ("bulk", "by machines or to a mass of people"),
        ("calendar_mails", "of them a calendar's own"),
        ("lists", "to a list, whose address is nobody"),
        ("rooms", "with rooms or things, which are nobody"),
        ("large_groups", "of large groups, whose weight is shared"),
    ];
    let parts: Vec<String> = rules.into_iter().filter_map(told).collect();
    (!parts.is_empty()).then(|| format!("records that count for less: {}", parts.join("; ")))
}

fn document(outcome: &Outcome, me: &[String], as_of: &str) -> serde_json::Value {
    let [seen, accepted, duplicate, rejected] = totals(outcome);
    json!({
        "schema": "acquaint.import/1",
        "as_of": as_of,
        "sources": outcome.summary.sources.iter().map(row).collect::<Vec<_>>(),
        "totals": { "seen": seen, "accepted": accepted, "duplicate": duplicate, "rejected": rejected },
        "hygiene": hygiene(outcome),
        "skipped": outcome.skipped.iter().map(|skipped| json!({ "path": skipped.path, "why": skipped.why })).collect::<Vec<_>>(),
        "me": me,
        "committed": outcome.summary.committed,
    })
}

fn summary(global: &Global, outcome: &Outcome, me: &[String]) -> String {
    let mut page = Page::new(Screen::of(global));
    let sources = &outcome.summary.sources;
    if sources.len() <= SHOWN_FILES || global.verbose {
        for source in sources {
            let [seen, accepted, duplicate, rejected, people] =
                [source.seen, source.accepted, source.duplicate, source.rejected, source.people_seen]
                    .map(|count| number::count(count as usize));
            let records = if source.seen == 1 { "record" } else { "records" };
            page.item(
                0,
                &format!(
                    "{} ({}): {seen} {records} = {accepted} accepted + {duplicate} duplicate + {rejected} rejected; {people} people",
                    Untrusted::new(&source.path).terminal(),
                    source.format
                ),
            );
            for (reason, count) in &source.reasons {
                let line = count.first.line.map(|line| format!(", line {line}")).unwrap_or_default();
                page.item(2, &format!("{} × {} (first: record {}{line})", count.count, reason.as_str(), count.first.record));
            }
        }
    }
    let [seen, accepted, duplicate, rejected] = totals(outcome).map(|count| number::count(count as usize));
    let files = counted(sources.len(), "file", "files");
    page.item(0, &format!("{files}: {seen} records = {accepted} accepted + {duplicate} duplicate + {rejected} rejected"));
    if let Some(left_out) = hygiene_in_words(&hygiene(outcome)) {
        page.item(0, &left_out);
    }
    if me.is_empty() {
        page.item(0, "you: not known yet; say it: acquaint config set me YOU@EXAMPLE.ORG");
    } else {
        let shown: Vec<String> = me.iter().map(|handle| Untrusted::new(handle).terminal()).collect();
        page.item(0, &format!("you: {} (wrong? acquaint config set me HANDLE…)", shown.join(", ")));
    }
    page.finish()
}

/// A stranger's file that is no text, decoded by a child process of this program.
struct ForeignChild {
    foreign: Foreign,
    child: Child,
    text: ChildStdout,
}

impl ForeignChild {
    fn start(foreign: Foreign, path: &Path) -> Result<Self, PathError> {
        let failed = |source| PathError { action: "decode", path: path.to_owned(), source };
        let program = std::env::current_exe().map_err(failed)?;
        let mut child = Command::new(program)
            .arg(match foreign {
                Foreign::Parquet => "parquet-as-columns",
                Foreign::ParquetAsText => "parquet-as-csv",
                Foreign::Sqlite => "messages-as-json",
            })
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let text = child.stdout.take().ok_or_else(|| failed(std::io::Error::other("the decoder has no output")))?;
        Ok(Self { foreign, child, text })
    }
}

impl Read for ForeignChild {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.text.read(buffer)?;
        if count == 0 && !buffer.is_empty() && !self.child.wait()?.success() {
            let what = match self.foreign {
                Foreign::Parquet | Foreign::ParquetAsText => "this is no sound Parquet file",
                Foreign::Sqlite => "this is no sound database of messages",
            };
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, what));
        }
        Ok(count)
    }
}

impl Drop for ForeignChild {
    fn drop(&mut self) {
        // A child that is no longer read from ends on its own when its pipe closes; it must not stay behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
