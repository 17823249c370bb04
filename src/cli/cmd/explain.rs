//! `explain`: a tie as a dated ledger that adds up.

use serde_json::json;

use crate::cli::args::{Format, Global};
use crate::cli::context::{self, Context};
use crate::cli::error::CliError;
use crate::cli::output;
use crate::model::format_day;
use crate::network::Network;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::ties::Parameters;

/// Days that "since last month" looks back.
const MONTH_DAYS: i32 = 30;
/// Contact-days shown for reading.
const SHOWN: usize = 20;

/// One contact-day of the ledger.
struct Entry {
    day: i32,
    weight: f64,
    interactions: u32,
    direction: &'static str,
    /// What is left of the weight in the momentum.
    contribution: f64,
}

pub(super) fn run(global: &Global, query: &str, with: Option<&str>) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let person = context::person(network.people(), query)?;
    let other = match with {
        Some(with) => context::person(network.people(), with)?,
        None => context.ego(&world)?,
    };
    let [name, others_name] = [person, other].map(|person| Untrusted::new(network.person(person).label()).terminal());
    let Some(tie) = network.tie(person, other) else {
        return Err(CliError::no_answer(format!("no contact of {name} and {others_name} was observed until this day"))
            .hint("what is known of a person: acquaint person NAME"));
    };
    let parameters = network.parameters();
    let today = network.as_of().utc_day();
    let last = tie.both.last_day;
    let entries: Vec<Entry> = world
        .days
        .iter()
        .filter(|contact| (contact.low, contact.high) == (tie.low, tie.high) && contact.day <= today)
        .map(|contact| {
            let (own, others) = if other == tie.low { (contact.out, contact.back) } else { (contact.back, contact.out) };
            Entry {
                day: contact.day,
                weight: contact.both,
                interactions: contact.interactions,
                direction: match (own > 0.0, others > 0.0) {
                    (true, true) => "both",
                    (true, false) => "out",
                    _ => "in",
                },
                contribution: contact.both * parameters.decay(f64::from(last - contact.day)),
            }
        })
        .collect();
    let ledger = Ledger { entries, network: &network, today, last };
    let sum: f64 = ledger.entries.iter().map(|entry| entry.contribution).sum();
    let strength = tie.strength.get();
    let before = ledger.strength_at(today - MONTH_DAYS, true);
    let decayed_only = ledger.strength_at(today - MONTH_DAYS, false);
    let fades_on = tie.fades_on(today, parameters);
    let silence = tie.both.silence_days(today);
    if global.format == Format::Json {
        let contributions: Vec<_> = ledger
            .entries
            .iter()
            .map(|entry| {
                json!({
                    "day": format_day(entry.day), "weight": entry.weight, "interactions": entry.interactions,
                    "direction": entry.direction, "contribution": entry.contribution,
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
                "change": {
                    "days": MONTH_DAYS, "strength_before": before,
                    "by_silence": before.zip(decayed_only).map(|(before, after)| after - before),
                    "by_contacts": strength - decayed_only.unwrap_or(0.0),
                },
                "because": world.because(other, person, network.as_of().cutoff_micros(), SHOWN),
            }),
        );
    }
    let mut text = format!("{name} and {others_name}, as of {}\n\n", context.as_of.day());
    if ledger.entries.len() > SHOWN {
        let earlier = &ledger.entries[..ledger.entries.len() - SHOWN];
        let sum: f64 = earlier.iter().map(|entry| entry.contribution).sum();
        text.push_str(&format!("  {} earlier contact-days            {:>7}\n", earlier.len(), number::decimal(sum, 2)));
    }
    for entry in ledger.entries.iter().rev().take(SHOWN).rev() {
        let count = format!("{} × {}", entry.interactions, entry.direction);
        let contribution = number::decimal(entry.contribution, 2);
        text.push_str(&format!(
            "  {}  {count:<12} weight {:<5} {contribution:>7}\n",
            format_day(entry.day),
            number::decimal(entry.weight, 2)
        ));
    }
    text.push_str(&format!("  {:<34} {:>7}\n\n", "momentum at the last contact", number::decimal(sum, 2)));
    text.push_str(&format!(
        "After {} of silence the odds of contact are {} within 30 days (strength {}) and {} within 90.\n",
        counted(silence as usize, "day", "days"),
        number::percent(strength / 100.0),
        number::decimal(strength, 0),
        number::percent(tie.p90.get())
    ));
    if let (Some(before), Some(decayed)) = (before, decayed_only) {
        text.push_str(&format!(
            "{MONTH_DAYS} days before it was {}: silence took {}, contacts since then gave {}.\n",
            number::decimal(before, 0),
            number::decimal(before - decayed, 0),
            number::decimal(strength - decayed, 0)
        ));
    }
    text.push_str(&match fades_on {
        Some(day) => format!("Left alone, the tie falls below even odds on {}.\n", format_day(day)),
        None => "The tie is below even odds of contact within 90 days.\n".to_owned(),
    });
    output::write(global.output.as_deref(), text.as_bytes())
}

struct Ledger<'a> {
    entries: Vec<Entry>,
    network: &'a Network,
    today: i32,
    last: i32,
}

impl Ledger<'_> {
    /// The strength that the contacts until a day had on that day, or would have today had nothing followed; `None` before the
    /// first contact.
    fn strength_at(&self, day: i32, on_that_day: bool) -> Option<f64> {
        let parameters = self.network.parameters();
        let until: Vec<&Entry> = self.entries.iter().filter(|entry| entry.day <= day).collect();
        let last = until.last()?.day;
        // Contributions are kept as of the very last contact; going back to an earlier one undoes the decay in between.
        let momentum: f64 =
            until.iter().map(|entry| entry.contribution).sum::<f64>() / parameters.decay(f64::from(self.last - last));
        let seen_from = if on_that_day { day } else { self.today };
        let silence = f64::from((seen_from - last).max(0));
        Some(100.0 * parameters.probability(momentum, silence, Parameters::STRENGTH_DAYS).get())
    }
}
