//! `person`: everything known of one, with evidence.

use serde_json::json;

use super::elsewhere::Elsewhere;
use super::facets::{facets_in_words, facets_json};
use super::tie_row::{TIE_COLUMNS, declared, observed};
use crate::analysis::introduction::Introduction;
use crate::analysis::origin::{Beginning, Origin, VenueKind, origin};
use crate::cli::args::{Format, Global};
use crate::cli::context::{self, Context};
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::cli::wrap::width;
use crate::identity::Person;
use crate::model::{DAY_MICROS, format_day};
use crate::network::{Network, Standing};
use crate::pipeline::{Because, Seen, World};
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::store::Workspace;
use crate::ties::{Dealings, encounters_with};

/// Records shown.
const RECORDS: usize = 10;
/// Whose data it is where nothing else was said.
const YOU: &str = "you";
/// Columns of the names before the values.
const NAMES: usize = 14;
/// Cells of the strength bar.
const BAR: usize = 10;

pub(super) fn run(global: &Global, query: &str) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let index = context::person(network.people(), query)?;
    let person = network.person(index);
    let ego = network.ego().filter(|ego| *ego != index);
    let tie = ego.and_then(|ego| network.tie(ego, index));
    let values = match (tie, ego) {
        (Some(tie), Some(ego)) => Some(observed(&network, &tie, ego)),
        _ if network.is_declared(index) => Some(declared(&network, index)),
        _ => None,
    };
    let cutoff = network.as_of().cutoff_micros();
    let because = ego.map_or(Ok(Vec::new()), |ego| world.because(ego, index, cutoff, RECORDS))?;
    let cards: Vec<(&str, Option<String>)> = person
        .declared
        .iter()
        .filter(|(_, at)| at.is_none_or(|at| at < cutoff))
        .map(|(kind, at)| (kind.as_str(), at.map(|at| format_day(at.div_euclid(DAY_MICROS) as i32))))
        .collect();
    let others = network.ties_of(index).len() - usize::from(tie.is_some());
    let elsewhere = tie.and_then(|tie| Elsewhere::of(&world, &tie, network.as_of().utc_day(), network.parameters()));
    let (standing, dealings) = (network.standing(index), world.dealings(index)?);
    let why = standing_in_words(standing, network.is_contact(index), &dealings);
    let seen = Seen::of(&world)?;
    let facets = ego.map(|ego| seen.observations(&world, &network, ego).facets(index, &person.handles, &person.declared));
    let facets = facets.filter(|_| values.is_some());
    let encounters = encounters_with(&seen.encounters, index);
    let began = ego.and_then(|ego| origin(encounters, &person.declared, &seen.introductions, (ego, index)));
    let of_person = |introduction: &&Introduction| [introduction.by, introduction.one, introduction.other].contains(&index);
    let introductions: Vec<&Introduction> = seen.introductions.iter().filter(of_person).collect();
    let handle = |person: u32| network.person(person).handle();
    let whose = whose(&context.workspace, person)?;
    if global.format == Format::Json {
        let introductions: Vec<_> = introductions
            .iter()
            .map(|seen| {
                json!({
                    "on": format_day(seen.day), "by": handle(seen.by), "introduced": [handle(seen.one), handle(seen.other)],
                    "contact_on": format_day(seen.contact_day),
                })
            })
            .collect();
        let tie: Option<serde_json::Map<_, _>> =
            values.map(|values| TIE_COLUMNS.iter().zip(&values).map(|(key, value)| ((*key).to_owned(), value.json())).collect());
        return output::write_json(
            global.output.as_deref(),
            &json!({
                "schema": "acquaint.person/1",
                "as_of": context.as_of.day().to_string(),
                "id": index, "name": person.label(), "handle": person.handle(), "handles": person.handles,
                "company": person.company, "title": person.title, "location": person.location, "tags": person.tags,
                "cadence": person.cadence.map(|cadence| cadence.to_string()),
                "interests": person.interests, "goals": person.goals,
                "status": why, "is_contact": network.is_contact(index), "standing": standing.as_str(), "dealings": dealings, "tie": tie,
                "elsewhere": elsewhere.as_ref().map(Elsewhere::json),
                "declared": cards.iter().map(|(kind, on)| json!({ "kind": kind, "on": on })).collect::<Vec<_>>(),
                "facets": facets.as_ref().map(facets_json),
                "origin": began.map(|began| origin_json(&began, &world, &network)),
                "introductions": introductions,
                "ties_with_others": others, "because": because,
                "in_data_of": whose.iter().map(|(owner, imports)| json!({ "owner": owner, "imports": imports })).collect::<Vec<_>>(),
            }),
        );
    }
    let screen = Screen::of(global);
    let mut page = Page::new(screen);
    page.title(&format!("{}, as of {}", Untrusted::new(&person.distinct_label()).terminal(), context.as_of.day()));
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            page.named(key, NAMES, &Untrusted::new(value).terminal());
        }
    };
    line("status", &why);
    if let Some(tie) = tie {
        let today = network.as_of().utc_day();
        let strength = number::decimal(tie.strength.get(), 0);
        let bar = screen.bar(tie.strength.get() / 100.0, BAR);
        line(
            "strength",
            &format!("{bar} {strength} of 100 ({} chance of contact within 90 days)", number::percent(tie.p90.get())),
        );
        line(
            "contact",
            &format!("{}, the last {}", counted(tie.both.contact_days as usize, "day", "days"), format_day(tie.both.last_day)),
        );
        if let Some(elsewhere) = &elsewhere {
            line("elsewhere", &elsewhere.in_words());
        }
        if let Some(day) = tie.fades_on(today, network.parameters()) {
            line("fades", &format!("below even odds on {}, if nothing happens", format_day(day)));
        }
    }
    for (heading, sentence) in facets.as_ref().map(facets_in_words).unwrap_or_default() {
        line(heading, &sentence);
    }
    if let Some(began) = began {
        line("origin", &origin_in_words(&began, &world, &network));
    }
    for seen in &introductions {
        let [by, one, other] = [seen.by, seen.one, seen.other].map(|person| network.person(person).distinct_label());
        line("introduction", &format!("{by} introduced {one} and {other} on {}", format_day(seen.day)));
    }
    line("others", &format!("{} with other people", counted(others, "observed tie", "observed ties")));
    page.heading("What is known");
    let mut line = |key: &str, value: &str| {
        if !value.is_empty() {
            page.named(key, NAMES, &Untrusted::new(value).terminal());
        }
    };
    line("name", person.label());
    person.handles.iter().for_each(|handle| line("handle", handle.as_str()));
    line("company", person.company.as_deref().unwrap_or_default());
    line("title", person.title.as_deref().unwrap_or_default());
    line("location", person.location.as_deref().unwrap_or_default());
    line("tags", &person.tags.join(", "));
    line("interests", &person.interests.join(", "));
    line("goals", &person.goals.join(", "));
    line("cadence", &person.cadence.map(|cadence| cadence.to_string()).unwrap_or_default());
    for (kind, on) in &cards {
        line("declared", &format!("{kind}{}", on.as_deref().map(|on| format!(" on {on}")).unwrap_or_default()));
    }
    if whose.iter().any(|(owner, _)| owner != YOU) {
        let owners: Vec<&str> = whose.iter().map(|(owner, _)| owner.as_str()).collect();
        line("in data of", &owners.join(", "));
    }
    if !because.is_empty() {
        page.heading(&counted(because.len(), "latest record", "latest records"));
        evidence(&because, global.verbose, &mut page);
    }
    output::write(global.output.as_deref(), page.finish().as_bytes())
}

/// Why somebody counts as a contact, or does not: the standing, and what it rests on.
fn standing_in_words(standing: Standing, is_contact: bool, dealings: &Dealings) -> String {
    let times = |who: &str, count: u32, act: &str| {
        (count > 0).then(|| format!("{who} {act} {}", counted(count as usize, "time", "times")))
    };
    let passed: Vec<String> = [
        times("you", dealings.you_wrote, "wrote"),
        times("they", dealings.they_wrote, "wrote"),
        (dealings.met > 0).then(|| counted(dealings.met as usize, "meeting", "meetings")),
    ]
    .into_iter()
    .flatten()
    .collect();
    let passed = if passed.is_empty() { String::new() } else { format!(" ({})", passed.join(", ")) };
    match standing {
        Standing::You => "this is you".to_owned(),
        Standing::Ignored => "ignored, by your word".to_owned(),
        Standing::BothWays => format!("a contact: in touch both ways{passed}"),
        Standing::Declared => format!("a contact: declared by a card or connection{passed}"),
        Standing::Wished => format!("a contact: you wish to be in touch{passed}"),
        Standing::OnlyYou | Standing::OnlyThey if is_contact => {
            format!("a contact, by your settings: only one of you ever wrote{passed}")
        }
        Standing::OnlyYou => format!("not counted as a contact: only you ever wrote{passed}"),
        Standing::OnlyThey => format!("not counted as a contact: you never wrote{passed}"),
        Standing::Unmet if dealings.mass + dealings.to_lists > 0 => {
            let mails = counted((dealings.mass + dealings.to_lists) as usize, "mail", "mails");
            let how = match (dealings.mass, dealings.to_lists) {
                (_, 0) => "sent by a machine or to a mass of people",
                (0, _) => "sent to lists",
                _ => "sent by machines, to a mass of people or to lists",
            };
            let also = if dealings.with_others > 0 { "; otherwise seen with others only" } else { "" };
            format!("not counted as a contact: {mails}, {how}; you never wrote{also}")
        }
        Standing::Unmet => "not a contact: seen with others only".to_owned(),
    }
}

/// Whose data speaks of a person, with the numbers of the imports. Looked for only where there is data of colleagues.
fn whose(workspace: &Workspace, person: &Person) -> Result<Vec<(String, Vec<u32>)>, CliError> {
    let batches = workspace.batch_list()?;
    let mut owners: Vec<(String, Vec<u32>)> = Vec::new();
    if !batches.iter().any(|batch| batch.colleague) {
        return Ok(owners);
    }
    let of_person = workspace.batches_of(&person.handles)?;
    for batch in batches.iter().filter(|batch| of_person.contains(&batch.number)) {
        let owner = batch.owner.first().filter(|_| batch.colleague).map_or_else(|| YOU.to_owned(), ToString::to_string);
        match owners.iter_mut().find(|known| known.0 == owner) {
            Some(known) => known.1.push(batch.number),
            None => owners.push((owner, vec![batch.number])),
        }
    }
    Ok(owners)
}

/// The records, a line each, and below them the files that they came from; with `whole` the files' full paths.
fn evidence(because: &[Because], whole: bool, page: &mut Page) {
    let mut files: Vec<&str> = Vec::new();
    let name = |file: &'_ str| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let channels = because.iter().map(|record| width(&Untrusted::new(&record.channel).terminal())).max().unwrap_or(0);
    for record in because {
        let place = files.iter().position(|file| *file == record.source).unwrap_or_else(|| {
            files.push(&record.source);
            files.len() - 1
        });
        let (day, channel) = (record.time.get(..10).unwrap_or_default(), Untrusted::new(&record.channel).terminal());
        let pad = channels.saturating_sub(width(&channel));
        let lead = format!("{day}  {channel}{:pad$}  ", "");
        page.entry(&lead, width(&lead), &format!("{} [{}]", Untrusted::new(&record.what).terminal(), place + 1));
    }
    page.blank();
    for (place, file) in files.iter().enumerate() {
        let alone = files.iter().filter(|other| name(other) == name(file)).count() == 1;
        let shown = if whole || !alone { (*file).to_owned() } else { name(file) };
        page.entry(&format!("[{}] ", place + 1), 4, &Untrusted::new(&shown).terminal());
    }
}

/// The word of a beginning's kind, and what it names.
fn beginning<'a>(origin: &Origin, world: &'a World, network: &'a Network) -> (&'static str, &'a str) {
    let label = |number: u32| world.labels.get(&number).map_or("", String::as_str);
    match origin.beginning {
        Beginning::Venue(venue) => (VenueKind::of(label(venue)).as_str(), label(venue)),
        Beginning::Introduction(by) => ("introduction", network.person(by).label()),
        Beginning::Declared(kind) => ("declared", kind.as_str()),
        Beginning::Channel(channel) => ("channel", label(channel)),
    }
}

fn origin_json(origin: &Origin, world: &World, network: &Network) -> serde_json::Value {
    let (kind, what) = beginning(origin, world, network);
    let by = if let Beginning::Introduction(by) = origin.beginning { Some(network.person(by).handle()) } else { None };
    json!({ "kind": kind, "what": what, "introducer": by, "on": origin.day.map(format_day) })
}

fn origin_in_words(origin: &Origin, world: &World, network: &Network) -> String {
    let (_, what) = beginning(origin, world, network);
    let on = origin.day.map(|day| format!(" on {}", format_day(day))).unwrap_or_default();
    match origin.beginning {
        Beginning::Venue(_) => format!("met at {what}{on}"),
        Beginning::Introduction(_) => format!("introduced by {what}{on}"),
        Beginning::Declared(_) => format!("known before the first contact: {what}{on}"),
        Beginning::Channel(_) => format!("first seen by {what}{on}"),
    }
}
