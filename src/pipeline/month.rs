//! World to monthly report.

use std::collections::BTreeMap;

use jiff::Span;

use super::evidence::interactions;
use super::plan::{PlanOptions, PlanPeriod, plan_in};
use super::{Seen, World, evaluate, introductions_of};
use crate::analysis::community::communities_of_alters;
use crate::model::{AsOf, AsOfError, Shape, day_of_micros};
use crate::report::{ChannelCoverage, Compared, Month, MonthlyInput, Report, monthly, plan_entries};
use crate::store::StoreError;
use crate::ties::backtest::Backtest;

/// Months whose networks are built: twelve to show, and one that the first of them is compared with.
const MONTHS: i64 = 13;

/// The backtest that the report shows: as `evaluate` makes it when nothing else is asked for.
const CALIBRATION_DAYS: i32 = 90;
const CALIBRATION_CUTOFFS: usize = 10;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The month lies at an end of the calendar.
    #[error(transparent)]
    AsOf(#[from] AsOfError),
    /// The workspace is damaged or cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

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
/// When the month lies at an end of the calendar, or the workspace is damaged or cannot be read.
///
/// # Complexity
/// Thirteen folds over the contact-days, and the structure of the last month.
pub fn report(world: &World, as_of: &AsOf, options: &ReportOptions) -> Result<Option<Report>, ReportError> {
    report_compared(world, as_of, None, options)
}

/// Like [`report`], compared with an earlier month: the one that `with` lies in, as of `with`.
///
/// # Errors
/// When a month lies at an end of the calendar, or the workspace is damaged or cannot be read.
///
/// # Complexity
/// That of [`report`], and two more folds.
pub fn report_compared(
    world: &World,
    as_of: &AsOf,
    with: Option<&AsOf>,
    options: &ReportOptions,
) -> Result<Option<Report>, ReportError> {
    std::thread::scope(|scope| {
        // The backtest needs nothing of the rest, and the rest nothing of it until the end.
        let backtest = scope.spawn(|| evaluate(world, as_of, CALIBRATION_DAYS, CALIBRATION_CUTOFFS, false).ok());
        made(world, as_of, with, options, || backtest.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn made(
    world: &World,
    as_of: &AsOf,
    with: Option<&AsOf>,
    options: &ReportOptions,
    backtest: impl FnOnce() -> Option<Backtest>,
) -> Result<Option<Report>, ReportError> {
    let Some(ego) = world.people.ego else { return Ok(None) };
    let mut months = Vec::new();
    for back in (0..MONTHS).rev() {
        months.push(month_before(world, as_of, back)?);
    }
    // Months before the first contact would show as a fall to nothing.
    let first_contact = world.days.all().days().min().unwrap_or(i32::MAX);
    let known = months.iter().position(|month| month.last_day >= first_contact).unwrap_or(months.len() - 1);
    let compared = match with {
        Some(with) => Some(Compared { month: month_before(world, with, 0)?, before: month_before(world, with, 1)? }),
        None => None,
    };
    let coverage = coverage(world, as_of.cutoff_micros())?;
    let plan_options = PlanOptions {
        budget: options.suggestions as usize,
        cooldown_days: options.cooldown_days,
        fading_within_days: options.fading_within_days,
        seed: options.seed,
    };
    let Some(Month { network, .. }) = months.last() else { return Ok(None) };
    let view = network.view(false);
    let communities = communities_of_alters(&view, ego, options.seed);
    let seen = Seen::of(world)?;
    let period = PlanPeriod::new(None, as_of)?;
    let Some(plan) = plan_in(world, (network, &view, &communities), &seen, &period, &plan_options)? else { return Ok(None) };
    let entries = plan_entries(&plan, network, &world.labels);
    let observations = seen.observations(world, network, ego);
    let introductions = introductions_of(world, network, &view, &observations)?;
    let backtest = backtest();
    Ok(monthly(&MonthlyInput {
        months: months.get(known..).unwrap_or_default(),
        days: world.days.all(),
        ego,
        view: &view,
        communities: &communities,
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
        compared: compared.as_ref(),
    }))
}

/// The month so many before that of the as-of day, until its end; the month itself until the as-of day.
fn month_before(world: &World, as_of: &AsOf, back: i64) -> Result<Month, AsOfError> {
    let error = |_: jiff::Error| AsOfError { text: as_of.day().to_string() };
    let start = as_of.day().first_of_month().checked_sub(Span::new().months(back)).map_err(error)?;
    let end = if back == 0 { as_of.clone() } else { AsOf::day_in(start.last_of_month(), as_of.zone())? };
    // Each contact-day, which is a UTC day, belongs to one month: that at whose end the network holds it first.
    let before = AsOf::day_in(start.yesterday().map_err(error)?, as_of.zone())?;
    Ok(Month {
        name: start.strftime("%Y-%m").to_string(),
        first_day: before.utc_day() + 1,
        last_day: end.utc_day(),
        network: world.network(&end),
    })
}

/// What each channel covers.
fn coverage(world: &World, cutoff_micros: i64) -> Result<Vec<ChannelCoverage>, StoreError> {
    let mut channels: BTreeMap<u32, ChannelCoverage> = BTreeMap::new();
    world.legs.scan(i64::MIN, cutoff_micros, |legs| {
        for interaction in interactions(legs) {
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
    })?;
    let mut found: Vec<ChannelCoverage> = channels.into_values().collect();
    found.sort_by(|a, b| b.interactions.cmp(&a.interactions).then(a.channel.cmp(&b.channel)));
    Ok(found)
}
