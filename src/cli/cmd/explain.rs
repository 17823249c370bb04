//! `explain`: a tie as a dated ledger that adds up.

use std::collections::BTreeMap;

use serde_json::json;

use super::elsewhere::Elsewhere;
use crate::cli::args::{Format, Global};
use crate::cli::context::{self, Context};
use crate::cli::error::CliError;
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::cli::table::{Table, TableCell, TableColumn};
use crate::cli::wrap::width;
use crate::model::{AsOf, format_day};
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::ties::{Change, ContactDay, Contribution, StepKind, change_from, contributions};

/// Days that "since last month" looks back.
const MONTH_DAYS: u32 = 30;
/// Contact-days shown for reading.
const SHOWN: usize = 20;
/// Cells of the strength bar.
const BAR: usize = 10;

pub(super) fn run(global: &Global, query: &str, with: Option<&str>, since: Option<&str>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let person = context::person(network.people(), query)?;
    let other = match with {
        Some(with) => context::person(network.people(), with)?,
        None => context.ego(&world)?,
    };
    let [name, others_name] = [person, other].map(|person| Untrusted::new(&network.person(person).distinct_label()).terminal());
    let Some(tie) = network.tie(person, other) else {
        return Err(CliError::no_answer(format!("no contact of {name} and {others_name} was observed until this day"))
            .hint("what is known of a person: acquaint person NAME"));
    };
    let (parameters, today) = (network.parameters(), network.as_of().utc_day());
    let cutoff = network.as_of().cutoff_micros();
    let compared = Compared { with: moment(&context.as_of, since)?, as_of: &context.as_of };
    let days = world.days_of(person, other).to_vec();
    let elsewhere = Elsewhere::of(&world, &tie, today, parameters);
    let mut entries = contributions(&days, today, parameters);
    // The last contact may be one that is only known elsewhere.
    let last_day = days.iter().rfind(|contact| contact.day <= today).map_or(today, |contact| contact.day);
    let later = parameters.decay(f64::from(tie.both.last_day - last_day));
    for entry in &mut entries {
        entry.momentum *= later;
    }
    let before = world.days_before(person, other, compared.with.cutoff_micros())?;
    let changed = change_from(&before, &days, compared.with.utc_day(), today, parameters).filter(|_| elsewhere.is_none());
    if changed.is_none() && elsewhere.is_none() {
        return Err(CliError::internal("a tie without contact"));
    }
    let channels = world.channels_by_day(person, other, cutoff)?;
    let sum = entries.iter().map(|entry| entry.momentum).chain(elsewhere.as_ref().map(|all| all.momentum)).sum::<f64>();
    let (strength, silence) = (tie.strength.get(), tie.both.silence_days(today));
    let fades_on = tie.fades_on(today, parameters);
    let direction = |contact: &ContactDay| direction(contact, other == tie.low);
    if global.format == Format::Json {
        let contributions: Vec<_> = entries
            .iter()
            .map(|entry| {
                json!({
                    "day": format_day(entry.contact.day), "weight": entry.contact.both,
                    "interactions": entry.contact.interactions, "direction": direction(&entry.contact),
                    "contribution": entry.momentum, "channels": channels.get(&entry.contact.day),
                })
            })
            .collect();
        return output::write_json(
            global.output.as_deref(),
            &json!({
                "schema": "acquaint.explain/1",
                "as_of": context.as_of.day().to_string(),
                "parameters": super::ties::parameters(&network),
                "person": network.person(person).handle(), "with": network.person(other).handle(),
                "contributions": contributions, "momentum": sum, "silence_days": silence, "strength": strength,
                "p90": tie.p90.get(), "fades_on": fades_on.map(format_day),
                "change": changed.as_ref().map(|changed| change_json(changed, &compared)),
                "elsewhere": elsewhere.as_ref().map(Elsewhere::json),
                "because": world.because(other, person, cutoff, SHOWN)?,
            }),
        );
    }
    let screen = Screen::of(global);
    let mut page = Page::new(screen);
    page.title(&format!("{name} and {others_name}, as of {}", context.as_of.day()));
    let left = match fades_on {
        Some(day) => format!("left alone, below even odds on {}", format_day(day)),
        None => "below even odds of contact within 90 days".to_owned(),
    };
    let bar = screen.bar(strength / 100.0, BAR);
    page.sentence(&format!("strength {bar} {} of 100; {left}", number::decimal(strength, 0)));
    page.blank();
    page.table(&ledger(&entries, elsewhere.as_ref(), &channels, direction, &screen));
    page.blank();
    page.sentence(&format!(
        "After {} of silence the odds of contact are {} within 30 days (strength {}) and {} within 90.",
        counted(silence as usize, "day", "days"),
        number::percent(strength / 100.0),
        number::decimal(strength, 0),
        number::percent(tie.p90.get())
    ));
    match (&changed, &elsewhere) {
        (Some(changed), _) => change_in_words(changed, &compared, since.is_some(), &mut page),
        (None, Some(elsewhere)) => page.sentence(&format!(
            "{}, without their dates: what changed since {} cannot be said.",
            elsewhere.in_words(),
            compared.with.day()
        )),
        (None, None) => {}
    }
    let (own, others) = tie.seen_from(other);
    let days = tie.both.contact_days;
    if own.contact_days == days && others.contact_days == 0 {
        page.sentence(&format!("All of it came from {others_name}: {name} never answered in this data."));
    } else if others.contact_days == days && own.contact_days == 0 {
        page.sentence(&format!("All of it came from {name}: {others_name} never answered in this data."));
    }
    output::write(global.output.as_deref(), page.finish().as_bytes())
}

/// The two moments of a change.
struct Compared<'a> {
    with: AsOf,
    as_of: &'a AsOf,
}

impl Compared<'_> {
    /// The days between, as a calendar counts them.
    fn days(&self) -> i32 {
        self.as_of.days_since(&self.with)
    }
}

/// The end of the day that a change is looked at since, in the zone of the as-of day.
fn moment(as_of: &AsOf, since: Option<&str>) -> Result<AsOf, CliError> {
    let since = match since {
        Some(text) => AsOf::parse(text, as_of.zone()),
        None => as_of.days_before(MONTH_DAYS),
    };
    let since = since.map_err(|error| CliError::usage(error.to_string()).hint("for example --since 2026-09-30"))?;
    if since.day() > as_of.day() {
        let message = format!("{} is after the as-of day, {}", since.day(), as_of.day());
        return Err(CliError::usage(message).hint("name an earlier day, or a later --as-of"));
    }
    Ok(since)
}

/// Who acted on a day, as seen from the one end.
fn direction(contact: &ContactDay, from_low: bool) -> &'static str {
    let (own, others) = if from_low { (contact.out, contact.back) } else { (contact.back, contact.out) };
    match (own > 0.0, others > 0.0) {
        (true, true) => "both",
        (true, false) => "out",
        _ => "in",
    }
}

fn change_json(change: &Change, compared: &Compared) -> serde_json::Value {
    let steps: Vec<_> = change
        .steps
        .iter()
        .map(|step| {
            let kind = match step.kind {
                StepKind::Silence => "silence",
                StepKind::Contact => "contact",
            };
            json!({ "from": format_day(step.from_day), "to": format_day(step.to_day), "kind": kind, "delta": step.delta })
        })
        .collect();
    json!({
        "since": compared.with.day().to_string(), "days": compared.days(), "strength_before": change.strength_before,
        "strength_now": change.strength_now, "by_silence": change.by_silence, "by_contacts": change.by_contacts, "steps": steps,
    })
}

/// The contact-days with what each counts, and their sum.
fn ledger(
    entries: &[Contribution],
    elsewhere: Option<&Elsewhere>,
    channels: &BTreeMap<i32, Vec<String>>,
    direction: impl Fn(&ContactDay) -> &'static str,
    screen: &Screen,
) -> Table {
    let momentum = |entries: &[Contribution]| entries.iter().map(|entry| entry.momentum).sum::<f64>();
    let sum = |entries: &[Contribution]| number::decimal(momentum(entries), 2);
    let row = |cells: [String; 5]| cells.map(TableCell::text).to_vec();
    let (earlier, shown) = entries.split_at(entries.len().saturating_sub(SHOWN));
    let mut rows = Vec::new();
    if let Some(all) = elsewhere {
        let (contacts, counts) = (number::count(all.interactions as usize), number::decimal(all.momentum, 2));
        rows.push(row([format!("until {}", all.until()), contacts, String::new(), counts, "computed elsewhere".to_owned()]));
    }
    if !earlier.is_empty() {
        let interactions: usize = earlier.iter().map(|entry| entry.contact.interactions as usize).sum();
        let days = format!("{} earlier", number::count(earlier.len()));
        rows.push(row([days, number::count(interactions), String::new(), sum(earlier), String::new()]));
    }
    rows.extend(shown.iter().map(|entry| {
        let by = channels.get(&entry.contact.day).map(|names| names.join(", ")).unwrap_or_default();
        row([
            format_day(entry.contact.day),
            format!("{} × {}", entry.contact.interactions, direction(&entry.contact)),
            number::decimal(entry.contact.both, 2),
            number::decimal(entry.momentum, 2),
            Untrusted::new(&by).terminal(),
        ])
    }));
    let total = number::decimal(momentum(entries) + elsewhere.map_or(0.0, |all| all.momentum), 2);
    rows.push(row([String::new(), String::new(), String::new(), screen.rule(width(&total)), String::new()]));
    rows.push(row(["momentum".to_owned(), String::new(), String::new(), total, "at the last contact".to_owned()]));
    let columns = vec![
        TableColumn::word("day"),
        TableColumn::word("contacts"),
        TableColumn::number("weight").going(2),
        TableColumn::number("counts"),
        TableColumn::text("by").going(1),
    ];
    Table { columns, rows }
}

/// What changed, and with `--since` every step of it.
fn change_in_words(change: &Change, compared: &Compared, with_steps: bool, page: &mut Page) {
    let (silence, contacts) = (number::decimal(-change.by_silence, 0), number::decimal(change.by_contacts, 0));
    let since = compared.with.day();
    page.sentence(&match change.strength_before {
        Some(before) => {
            let before = number::decimal(before, 0);
            let days = counted(compared.days() as usize, "day", "days");
            format!("On {since}, {days} before, it was {before}: silence took {silence}, contacts since then gave {contacts}.")
        }
        None => format!("On {since} there was no contact yet: contacts since then gave {contacts}, silence took {silence}."),
    });
    if !with_steps || change.steps.is_empty() {
        return;
    }
    let rows = change.steps.iter().map(|step| {
        let (from, kind) = match step.kind {
            StepKind::Silence => (format_day(step.from_day), "silence"),
            StepKind::Contact => (String::new(), "contact"),
        };
        let step = [from, format_day(step.to_day), kind.to_owned(), number::change(step.delta, 1)];
        step.map(TableCell::text).to_vec()
    });
    let columns =
        vec![TableColumn::word("from"), TableColumn::word("to"), TableColumn::word("what"), TableColumn::number("strength")];
    page.blank();
    page.table(&Table { columns, rows: rows.collect() });
    page.blank();
}
