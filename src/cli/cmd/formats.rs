//! `import --list`: the formats, what each reads, and how to get its export, step by step.

use serde_json::{Value, json};

use crate::cli::args::{Format, Global};
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::import;
use crate::render::text::Untrusted;

/// The headings of a guide page that are shown, with the text below each.
const EXPORT: &str = "Getting the export";
const READ: &str = "What is read";

/// A format as it is listed.
#[derive(Clone, Copy)]
struct Entry {
    name: &'static str,
    about: &'static str,
    guide: &'static str,
}

/// Pages about more than one format.
const PAGES: [Entry; 2] = [
    Entry {
        name: "takeout",
        about: "a whole Google Takeout: mail, calendars, contacts and chat in one go",
        guide: include_str!("../../guide/sources/takeout.md"),
    },
    Entry {
        name: "map-file",
        about: "any CSV, JSON or JSON Lines, with a file of yours that says what is what (--map-file)",
        guide: include_str!("../../guide/sources/map_file.md"),
    },
];

pub(super) fn list(global: &Global, names: &[String]) -> Result<(), CliError> {
    let formats: Vec<Entry> = import::registry()
        .iter()
        .map(|importer| Entry { name: importer.name(), about: importer.about(), guide: importer.guide() })
        .collect();
    let named = |name: &String| {
        formats.iter().chain(&PAGES).find(|entry| entry.name == name).copied().ok_or_else(|| {
            CliError::usage(format!("there is no format `{}`", Untrusted::new(name).terminal()))
                .hint("acquaint import --list names the formats")
        })
    };
    let chosen: Vec<Entry> =
        if names.is_empty() { formats.clone() } else { names.iter().map(named).collect::<Result<_, _>>()? };
    let output = global.output.as_deref();
    match global.format {
        Format::Json => {
            let rows: Vec<Value> = chosen.iter().map(row).collect();
            output::write_json(output, &json!({ "schema": "acquaint.import-list/1", "formats": rows }))
        }
        Format::Table | Format::Csv if names.is_empty() => output::write(output, overview(global, &chosen).as_bytes()),
        Format::Table | Format::Csv => output::write(output, details(global, &chosen).as_bytes()),
    }
}

fn row(entry: &Entry) -> Value {
    let text = |heading| section(entry.guide, heading).map(|lines| plain(&lines.join("\n")));
    json!({ "format": entry.name, "about": entry.about, "getting_the_export": text(EXPORT), "what_is_read": text(READ) })
}

fn overview(global: &Global, formats: &[Entry]) -> String {
    let mut page = Page::new(Screen::of(global));
    let columns = formats.iter().map(|entry| entry.name.len()).max().unwrap_or_default() + 2;
    for entry in formats {
        page.named(entry.name, columns, entry.about);
    }
    page.blank();
    for entry in &PAGES {
        page.named(entry.name, columns, entry.about);
    }
    page.blank();
    page.sentence("How to get an export, step by step: acquaint import --list FORMAT");
    page.finish()
}

fn details(global: &Global, chosen: &[Entry]) -> String {
    let mut page = Page::new(Screen::of(global));
    for entry in chosen {
        page.heading(&format!("{}: {}", entry.name, entry.about));
        for heading in [EXPORT, READ] {
            if let Some(lines) = section(entry.guide, heading) {
                page.heading(heading);
                write_section(&mut page, &lines);
            }
        }
    }
    page.finish()
}

/// The lines below a heading of a guide page, up to the next one; `None` when there are none.
fn section<'g>(guide: &'g str, heading: &str) -> Option<Vec<&'g str>> {
    let below = guide.lines().skip_while(|line| line.strip_prefix("## ") != Some(heading)).skip(1);
    let lines: Vec<&str> = below.take_while(|line| !line.starts_with("## ")).collect();
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let last = lines.iter().rposition(|line| !line.trim().is_empty())?;
    lines.get(first..=last).map(<[&str]>::to_vec)
}

/// Lays a section out: steps with their numbers, paragraphs as paragraphs, examples as they are.
fn write_section(page: &mut Page, lines: &[&str]) {
    let mut paragraph = String::new();
    let mut verbatim = false;
    for line in lines {
        let text = line.trim();
        let fence = text.starts_with("```");
        if fence || text.is_empty() || text.starts_with(['|', '-', '#']) || step(text).is_some() {
            flush(page, &mut paragraph);
        }
        if fence {
            verbatim = !verbatim;
        } else if verbatim {
            page.lines(format!("    {line}").trim_end());
            page.lines("\n");
        } else if text.is_empty() {
            page.blank();
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(text);
        }
    }
    flush(page, &mut paragraph);
}

/// Writes a paragraph, a step or a row of a table.
fn flush(page: &mut Page, paragraph: &mut String) {
    let text = plain(&std::mem::take(paragraph));
    if let Some(cells) = text.strip_prefix('|') {
        let cells: Vec<&str> = cells.trim_end_matches('|').split('|').map(str::trim).collect();
        if let [name, rest @ ..] = cells.as_slice()
            && rest.iter().any(|cell| !cell.is_empty() && !cell.starts_with('-'))
        {
            page.item(2, &format!("{name}: {}", rest.join("; ")));
        }
    } else if let Some((number, rest)) = step(&text) {
        page.entry(&format!("{number} "), number.len() + 1, rest);
    } else if !text.is_empty() {
        page.sentence(text.trim_start_matches('#').trim_start());
    }
}

/// `1. Open …`: the number with its point, and what to do.
fn step(text: &str) -> Option<(&str, &str)> {
    let (number, rest) = text.split_once(' ')?;
    let digits = number.strip_suffix('.')?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some((number, rest))
}

/// Markdown without its marks: code and emphasis bare, of links the text.
fn plain(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut in_code = false;
    let mut rest = text;
    while let Some(at) = rest.find(['[', '*', '`']) {
        let (before, marked) = rest.split_at(at);
        bare.push_str(before);
        if let Some(behind) = marked.strip_prefix('`') {
            in_code = !in_code;
            rest = behind;
        } else if let Some((label, behind)) = link(marked).filter(|_| !in_code) {
            bare.push_str(&label.replace('`', ""));
            rest = behind;
        } else {
            let (mark, behind) = marked.split_at(1);
            // Within code, stars and brackets mean themselves.
            if in_code || mark == "[" {
                bare.push_str(mark);
            }
            rest = behind;
        }
    }
    bare.push_str(rest);
    bare
}

/// `[text](address)` at the start: the text, and what follows.
fn link(text: &str) -> Option<(&str, &str)> {
    let (label, behind) = text.strip_prefix('[')?.split_once("](")?;
    let (_, behind) = behind.split_once(')')?;
    (!label.contains('[')).then_some((label, behind))
}
