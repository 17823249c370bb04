//! World to monthly report.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::plan::{PlanOptions, PlanPeriod, month_plan};
use super::{Seen, World, evaluate, introductions_of};
use crate::model::{AsOf, AsOfError, Shape, day_of_micros};
use crate::report::{ChannelCoverage, Month, MonthlyInput, Report, monthly, plan_entries};

/// Months whose networks are built: twelve to show, and one that the first of them is compared with.
const MONTHS: i64 = 13;

/// The backtest that the report shows: as `evaluate` makes it when nothing else is asked for.
const CALIBRATION_DAYS: i32 = 90;
const CALIBRATION_CUTOFFS: usize = 10;

/// What the report may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportOptions {
    /// How far `fading` looks ahead, in days.
    pub fading_within_days: u32,
    /// How many people the plan may hold.
    pub suggestions: u32,
    /// Days after a contact within which the plan proposes nobody again.
    pub cooldown_days: u32,
    /// The seed of communities.
    pub seed: u64,
}

/// The report of the month that the as-of day lies in, as of that day. `None` without an ego.
///
/// # Errors
/// When the month lies at an end of the calendar.
///
/// # Complexity
/// Thirteen folds over the contact-days, and the structure of the last month.
pub fn report(world: &World, as_of: &AsOf, options: &ReportOptions) -> Result<Option<Report>, AsOfError> {
    let Some(ego) = world.people.ego else { return Ok(None) };
    let error = |_: jiff::Error| AsOfError { text: as_of.day().to_string() };
    let first = as_of.day().first_of_month();
    let mut months = Vec::new();
    for back in (0..MONTHS).rev() {
        let start = first.checked_sub(Span::new().months(back)).map_err(error)?;
        let end = if back == 0 { as_of.clone() } else { AsOf::day_in(start.last_of_month(), as_of.zone())? };
        months.push(Month {
            name: start.strftime("%Y-%m").to_string(),
            first_day: days_since_epoch(start),
            last_day: days_since_epoch(end.day()),
            network: world.network(&end),
        });
    }
    // Months before the first contact would show as a fall to nothing.
    let first_contact = world.days.iter().map(|contact| contact.day).min().unwrap_or(i32::MAX);
    let known = months.iter().position(|month| month.last_day >= first_contact).unwrap_or(months.len() - 1);
    let coverage = coverage(world, as_of.cutoff_micros());
    let plan_options = PlanOptions {
        budget: options.suggestions as usize,
        cooldown_days: options.cooldown_days,
        fading_within_days: options.fading_within_days,
        seed: options.seed,
    };
    let Some(month) = months.last() else { return Ok(None) };
    let seen = Seen::of(world);
    let Some(plan) = month_plan(world, &month.network, &seen, &PlanPeriod::new(None, as_of)?, &plan_options)? else {
        return Ok(None);
    };
    let entries = plan_entries(&plan, &month.network, &world.labels);
    let observations = seen.observations(world, &month.network, ego);
    let introductions = introductions_of(world, &month.network, &month.network.view(false), &observations);
    let backtest = evaluate(world, as_of, CALIBRATION_DAYS, CALIBRATION_CUTOFFS, false).ok();
    Ok(monthly(&MonthlyInput {
        months: months.get(known..).unwrap_or_default(),
        days: &world.days,
        ego,
        coverage: &coverage,
        fading_within_days: options.fading_within_days as i32,
        plan: &plan,
        plan_entries: &entries,
        seed: options.seed,
        encounters: &seen.encounters,
        observations: &observations,
        labels: &world.labels,
        introductions: &introductions,
        backtest: backtest.as_ref(),
    }))
}

fn days_since_epoch(date: Date) -> i32 {
    Date::constant(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
}

/// What each channel covers.
fn coverage(world: &World, cutoff_micros: i64) -> Vec<ChannelCoverage> {
    let mut channels: BTreeMap<u32, ChannelCoverage> = BTreeMap::new();
    for interaction in world.between(i64::MIN, cutoff_micros) {
        let Some(leg) = interaction.first() else { continue };
        let day = day_of_micros(leg.at_micros);
        let entry = channels.entry(leg.channel).or_insert_with(|| ChannelCoverage {
            channel: world.labels.get(&leg.channel).cloned().unwrap_or_default(),
            interactions: 0,
            bulk: 0,
            first_day: day,
            last_day: day,
        });
        entry.interactions += 1;
        entry.bulk += usize::from(leg.shape == Shape::Bulk);
        entry.first_day = entry.first_day.min(day);
        entry.last_day = entry.last_day.max(day);
    }
    let mut found: Vec<ChannelCoverage> = channels.into_values().collect();
    found.sort_by(|a, b| b.interactions.cmp(&a.interactions).then(a.channel.cmp(&b.channel)));
    found
}
