//! `plan`: whom to reach out to this month, why, and whom to let go.

use serde_json::{Map, json};

use super::network::{SEED, star_warning};
use crate::analysis::plan::{Candidate, EgoFigures, Kind, Why, quotas};
use crate::cli::args::{Format, Global, PlanArguments};
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::listing::{Listing, Shown, Value};
use crate::cli::output;
use crate::cli::page::Page;
use crate::cli::screen::Screen;
use crate::cli::wrap::width;
use crate::io::fs;
use crate::model::{format_day, format_micros};
use crate::network::Network;
use crate::pipeline::{PlanOptions, PlanPeriod, Seen, World, month_plan};
use crate::render::ics::{CalendarEntry, calendar};
use crate::render::text::Untrusted;
use crate::render::{number, plan as plan_page};
use crate::report::{MonthPlan, PlanEntry, adjusted_odds, kind_title, let_go_reason, plan_entries, plan_title, what_if_sentence};

/// People to let go shown for reading.
const LET_GO: usize = 10;
/// Columns that an entry is indented by below its number.
const INDENT: usize = 5;
/// Cells of the bar of odds.
const BAR: usize = 10;

pub(super) fn run(global: &Global, arguments: &PlanArguments) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let period = PlanPeriod::new(arguments.month.as_deref(), &context.as_of)
        .map_err(|error| CliError::usage(format!("`{}` is no month", error.text)).hint("for example --month 2026-11"))?;
    // The world is loaded up to that day: a plan for a month that is over sees nothing later.
    context.as_of = period.as_of.clone();
    let world = context.world()?;
    context.ego(&world)?;
    let network = world.network(&context.as_of);
    let options = options(&context, arguments.budget);
    let plan = month_plan(&world, &network, &Seen::of(&world)?, &period, &options)
        .map_err(|error| CliError::usage(error.to_string()))?
        .ok_or_else(|| CliError::internal("a plan without an ego"))?;
    let page =
        Answer { plan: &plan, entries: plan_entries(&plan, &network, &world.labels), world: &world, network: &network, options };
    if let Some(path) = &arguments.ics {
        fs::write_atomically(path, page.ics().as_bytes())?;
    }
    if let Some(path) = &arguments.markdown {
        let note = adjusted_odds(network.parameters());
        fs::write_atomically(path, plan_page::markdown(&plan, &page.entries, &page.let_go(), note.as_deref()).as_bytes())?;
    }
    match global.format {
        _ if global.wants_parquet() => page.listing().write(global)?,
        Format::Csv => page.listing().write(global)?,
        Format::Json => output::write_json(global.output.as_deref(), &page.document()?)?,
        Format::Table => output::write(global.output.as_deref(), page.text(Screen::of(global)).as_bytes())?,
    }
    if !global.quiet {
        for path in [&arguments.ics, &arguments.markdown].into_iter().flatten() {
            say(&format!("written: {}", path.display()));
        }
        if let Some(warning) = star_warning(network.alter_tie_share()) {
            say(&warning);
        }
    }
    Ok(())
}

/// The options of a workspace; the budget can be asked for.
pub(super) fn options(context: &Context, budget: Option<usize>) -> PlanOptions {
    PlanOptions {
        budget: budget.unwrap_or(context.settings.suggestions as usize),
        cooldown_days: context.settings.cooldown_days,
        fading_within_days: context.settings.fading_within_days,
        seed: SEED,
    }
}

/// A plan, ready to be written.
struct Answer<'a> {
    plan: &'a MonthPlan,
    entries: Vec<PlanEntry>,
    world: &'a World,
    network: &'a Network,
    options: PlanOptions,
}

impl Answer<'_> {
    fn let_go(&self) -> Vec<(String, String)> {
        let name = |person: u32| self.network.person(person).distinct_label();
        self.plan.plan.let_go.iter().map(|(person, reason)| (name(*person), let_go_reason(*reason))).collect()
    }

    fn text(&self, screen: Screen) -> String {
        let shown = |text: &str| Untrusted::new(text).terminal();
        let mut page = Page::new(screen);
        page.title(&format!("{}, as of {}", plan_title(self.plan), self.network.as_of().day()));
        if self.entries.is_empty() {
            page.blank();
            page.sentence("Nobody in particular: your ties are in good order.");
        }
        let mut last = None;
        for (place, entry) in self.entries.iter().enumerate() {
            if last != Some(entry.kind) {
                page.heading(kind_title(entry.kind));
                last = Some(entry.kind);
            }
            let lead = format!("{:>3}. {}  ", place + 1, format_day(entry.day));
            page.entry(&lead, INDENT, &format!("{}: {}", shown(&entry.name), shown(&entry.why.to_string())));
            page.entry(&" ".repeat(INDENT), INDENT, &shown(&entry.action.to_string()));
            if let Some((without, with)) = entry.odds {
                let (without_percent, with_percent) = (number::percent(without), number::percent(with));
                let bar = screen.span(without, with, BAR);
                let pad = BAR.saturating_sub(width(&bar));
                let lead = format!("{:INDENT$}{bar}{:pad$}  ", "", "");
                let odds = format!("odds of contact at the month's end: {without_percent} without, {with_percent} with");
                page.entry(&lead, width(&lead), &odds);
            }
            let mut details = Vec::new();
            if let Some((attribute, gain)) = entry.widens {
                details.push(format!("widens your {} by {}", attribute.plural(), number::decimal(gain, 1)));
            }
            if let Some((name, kind)) = &entry.displaced {
                details.push(format!("ahead of {} ({})", shown(name), kind.as_str()));
            }
            if !details.is_empty() {
                page.entry(&" ".repeat(INDENT), INDENT + 2, &details.join("; "));
            }
        }
        let let_go = self.let_go();
        if !let_go.is_empty() {
            page.heading("Let go");
            for (name, reason) in let_go.iter().take(LET_GO) {
                page.item(INDENT, &format!("{}: {}", shown(name), shown(reason)));
            }
            if let_go.len() > LET_GO {
                page.item(INDENT, &format!("… and {} more", let_go.len() - LET_GO));
            }
        }
        if !self.entries.is_empty() {
            page.blank();
            if self.entries.len() < self.options.budget {
                page.sentence(&format!("No more than {} make sense this month.", self.entries.len()));
            }
            page.sentence(&what_if_sentence(&self.plan.what_if, self.plan.last_day));
        }
        page.finish()
    }

    fn ics(&self) -> String {
        let entries: Vec<CalendarEntry> = self
            .entries
            .iter()
            .map(|entry| CalendarEntry {
                key: format!("{} {} {}", self.plan.month, entry.kind.as_str(), self.network.person(entry.person).handle()),
                day: entry.day,
                summary: format!("{}: {}", kind_title(entry.kind), entry.name),
                description: format!("{} {}: {}.", entry.action, entry.name, entry.why),
            })
            .collect();
        let cutoff = self.network.as_of().cutoff_micros();
        let stamp = format_micros(cutoff - cutoff.rem_euclid(1_000_000));
        calendar(&plan_title(self.plan), &stamp, &entries)
    }

    fn person(&self, person: u32) -> serde_json::Value {
        let known = self.network.person(person);
        json!({ "id": person, "name": known.label(), "handle": known.handle(), "handles": known.handles })
    }

    fn candidate(&self, candidate: &Candidate) -> serde_json::Value {
        json!({ "person": self.person(candidate.person), "kind": candidate.kind.as_str(), "value": candidate.value })
    }

    fn document(&self) -> Result<serde_json::Value, CliError> {
        let cutoff = self.network.as_of().cutoff_micros();
        let ego = self.network.ego();
        let picks = self
            .plan
            .plan
            .picks
            .iter()
            .zip(&self.entries)
            .zip(&self.plan.diversity_gains)
            .map(|((pick, entry), gains)| {
                let because = ego.map_or(Ok(Vec::new()), |ego| self.world.because(ego, pick.candidate.person, cutoff, 3))?;
                let introduction_to = match pick.candidate.why {
                    Why::Meet { person, .. } => Some(self.person(person)),
                    _ => None,
                };
                Ok(json!({
                    "person": self.person(pick.candidate.person),
                    "kind": pick.candidate.kind.as_str(),
                    "value": pick.candidate.value,
                    "why": entry.why.to_string(),
                    "action": entry.action.to_string(),
                    "on": format_day(entry.day),
                    "introduction_to": introduction_to,
                    "odds_without": entry.odds.map(|odds| odds.0),
                    "diversity_gain": super::network::gains(gains),
                    "odds_with": entry.odds.map(|odds| odds.1),
                    "displaced": pick.displaced.as_ref().map(|other| self.candidate(other)),
                    "because": because,
                }))
            })
            .collect::<Result<Vec<serde_json::Value>, CliError>>()?;
        let let_go: Vec<serde_json::Value> = self
            .plan
            .plan
            .let_go
            .iter()
            .map(|(person, reason)| json!({ "person": self.person(*person), "why": let_go_reason(*reason) }))
            .collect();
        let figures = |of: EgoFigures| {
            json!({
                "alive_ties": of.alive, "strong_ties": of.strong,
                "expected_ties": of.expected, "reach": of.reach,
            })
        };
        let by_kind = |value: &dyn Fn(usize) -> serde_json::Value| -> Map<String, serde_json::Value> {
            Kind::ALL.into_iter().enumerate().map(|(place, kind)| (kind.as_str().to_owned(), value(place))).collect()
        };
        let quotas = quotas(self.options.budget);
        let what_if = self.plan.what_if;
        let mut parameters = super::ties::parameters(self.network);
        parameters.insert("budget".into(), json!(self.options.budget));
        parameters.insert("cooldown_days".into(), json!(self.options.cooldown_days));
        parameters.insert("fading_within_days".into(), json!(self.options.fading_within_days));
        parameters.insert(
            "quotas".into(),
            by_kind(&|place| json!({ "least": quotas[place].least, "most": quotas[place].most })).into(),
        );
        Ok(json!({
            "schema": "acquaint.plan/1",
            "as_of": self.network.as_of().day().to_string(),
            "parameters": parameters,
            "month": self.plan.month,
            "picks": picks,
            "considered": by_kind(&|place| json!(self.plan.plan.considered[place])),
            "cooling_down": self.plan.plan.cooling_down,
            "let_go": let_go,
            "what_if": {
                "until": format_day(self.plan.last_day),
                "now": figures(what_if.now),
                "without": figures(what_if.without),
                "with": figures(what_if.with),
                "expected_gain": what_if.expected_gain,
            },
        }))
    }

    /// The picks as rows, for CSV and Parquet.
    fn listing(&self) -> Listing {
        let columns = ["person", "name", "kind", "value", "why", "action", "on", "odds_without", "odds_with", "displaced"];
        let rows = self.plan.plan.picks.iter().zip(&self.entries).map(|(pick, entry)| {
            vec![
                Value::text(self.network.person(entry.person).handle()),
                Value::text(&entry.name),
                Value::text(entry.kind.as_str()),
                Value::Number(pick.candidate.value, 2),
                Value::Text(entry.why.to_string()),
                Value::Text(entry.action.to_string()),
                Value::Day(entry.day),
                Value::optional_number(entry.odds.map(|odds| odds.0), 2),
                Value::optional_number(entry.odds.map(|odds| odds.1), 2),
                Value::optional_text(pick.displaced.map(|other| self.network.person(other.person).handle())),
            ]
        });
        Listing {
            command: "plan",
            as_of: self.network.as_of().day().to_string(),
            parameters: Map::new(),
            columns: columns.to_vec(),
            reading: columns.map(|key| Shown::kept(key, key)).to_vec(),
            rows: rows.collect(),
            shown_rows: usize::MAX,
            nothing: "nobody in particular: your ties are in good order".to_owned(),
            notes: Vec::new(),
        }
    }
}
