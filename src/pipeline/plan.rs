//! World to the month's plan.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;

use super::{Seen, World};
use crate::analysis::attention::Attention;
use crate::analysis::balance::balance;
use crate::analysis::channel_mix::{Nature, channel_mix, messages_only};
use crate::analysis::community::communities_of_alters;
use crate::analysis::dormant::dormant;
use crate::analysis::facet::Observations;
use crate::analysis::follow_up::{due, follow_ups};
use crate::analysis::introduction::Introduction;
use crate::analysis::plan::{Habit, Kind, Pick, Plan, PlanInput, Why, plan, variety, what_if};
use crate::analysis::weak_tie::weak_ties;
use crate::identity::fold;
use crate::model::{AsOf, AsOfError, Stance, parse_day};
use crate::network::{Network, View};
use crate::report::MonthPlan;
use crate::ties::Act;

/// Days within which asking somebody again counts as often.
const RECENT_ASK_DAYS: i32 = 90;
/// Letters of a goal's word from which it is looked for in titles and tags.
const GOAL_WORD_LETTERS: usize = 4;

/// What a plan may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanOptions {
    /// How many contacts the month may have.
    pub budget: usize,
    /// Days after a contact within which nobody is contacted again.
    pub cooldown_days: u32,
    /// How far ahead a fading tie is worth keeping, in days from the as-of day; at least to the month's end.
    pub fading_within_days: u32,
    /// The seed of communities.
    pub seed: u64,
}

/// The days that a plan is for, and the day it is made as of.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanPeriod {
    /// The month, `2026-11`.
    pub month: String,
    /// The day whose knowledge is used: for a month that is over, the day before it began.
    pub as_of: AsOf,
    first: Date,
    last: Date,
}

impl PlanPeriod {
    /// The period of a month; without one, of the month that the day after the as-of day lies in.
    ///
    /// # Errors
    /// When the text is no `YYYY-MM`, or the month lies at an end of the calendar.
    pub fn new(month: Option<&str>, as_of: &AsOf) -> Result<Self, AsOfError> {
        let error = |_: jiff::Error| AsOfError { text: month.unwrap_or_default().to_owned() };
        let tomorrow = as_of.day().checked_add(Span::new().days(1)).map_err(error)?;
        let first = match month {
            Some(month) => parse_day(&format!("{month}-01")).ok_or_else(|| AsOfError { text: month.to_owned() })?,
            None => tomorrow.first_of_month(),
        };
        let last = first.last_of_month();
        let (as_of, begins) = if last < tomorrow {
            let before = first.checked_sub(Span::new().days(1)).map_err(error)?;
            (AsOf::day_in(before, as_of.zone())?, first)
        } else {
            (as_of.clone(), first.max(tomorrow))
        };
        Ok(Self { month: first.strftime("%Y-%m").to_string(), as_of, first: begins, last })
    }
}

/// The plan of a period, of a world that was loaded for the period's as-of day, and its network of that day. `None` without an ego.
///
/// # Errors
/// When the month lies at an end of the calendar.
///
/// # Complexity
/// A fold over the contact-days, communities, and the choice.
pub fn month_plan(
    world: &World,
    network: &Network,
    seen: &Seen,
    period: &PlanPeriod,
    options: &PlanOptions,
) -> Result<Option<MonthPlan>, AsOfError> {
    let Some(ego) = world.people.ego else { return Ok(None) };
    let view = network.view(false);
    let labels = communities_of_alters(&view, ego, options.seed);
    plan_in(world, (network, &view, &labels), seen, period, options)
}

/// Like [`month_plan`], where the structural view and the communities without the ego are at hand.
pub(super) fn plan_in(
    world: &World,
    (network, view, labels): (&Network, &View, &[usize]),
    seen: &Seen,
    period: &PlanPeriod,
    options: &PlanOptions,
) -> Result<Option<MonthPlan>, AsOfError> {
    let Some(ego) = world.people.ego else { return Ok(None) };
    let at_end = world.network(&AsOf::day_in(period.last, period.as_of.zone())?);
    let (today, first_day, last_day) = (network.as_of().utc_day(), day_number(period.first), day_number(period.last));
    let observations = seen.observations(world, network, ego);
    let history = History { world, network, ego, today, observations: &observations, introductions: &seen.introductions };
    let goals = goal_words(network, ego);
    let met = follow_ups(&seen.encounters, observations.channels());
    let due: Vec<(u32, i32)> = due(&met, today).into_iter().map(|(person, met_day, _)| (person, met_day)).collect();
    let middle_day = first_day + (last_day - first_day) / 2;
    let plan = plan(&PlanInput {
        network,
        view,
        dormant: &dormant(network),
        weak: &weak_ties(network, view, labels, !network.is_star()),
        due: &due,
        gave_and_asked: &|person| history.gave_and_asked(person),
        recent_asks: &|person| history.recent_asks(person),
        unanswered: &|person| observations.unanswered_by(network, person),
        fits_goal: &|person| fits(network, person, &goals),
        middle_day,
        last_day,
        fading_until_day: last_day.max(today + options.fading_within_days as i32),
        budget: options.budget,
        cooldown_days: options.cooldown_days as i32,
    });
    let how = variety(&history.habits(&plan));
    let what_if = what_if(network, &at_end, &plan.picks, middle_day);
    let attention = Attention::new(network, view, labels);
    let adds = |pick: &Pick| match pick.candidate.why {
        Why::Meet { person, .. } => attention.gain_in_effective_number(person),
        _ => attention.gain_in_effective_number(pick.candidate.person),
    };
    let diversity_gains = plan.picks.iter().map(adds).collect();
    Ok(Some(MonthPlan { month: period.month.clone(), plan, how, diversity_gains, what_if, first_day, last_day }))
}

fn day_number(date: Date) -> i32 {
    Date::constant(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
}

/// The words of the ego's goals that are long enough to mean something.
fn goal_words(network: &Network, ego: u32) -> Vec<String> {
    let words = network.person(ego).goals.iter().flat_map(|goal| fold(goal).split(' ').map(str::to_owned).collect::<Vec<_>>());
    words.filter(|word| word.chars().count() >= GOAL_WORD_LETTERS).collect()
}

/// Whether a title, company, tag or interest of somebody holds a word of the goals.
fn fits(network: &Network, person: u32, goals: &[String]) -> bool {
    let known = network.person(person);
    let fields = [&known.company, &known.title].into_iter().flatten().chain(&known.tags).chain(&known.interests);
    let folded: Vec<String> = fields.map(|field| fold(field)).collect();
    goals.iter().any(|word| folded.iter().any(|field| field.split(' ').any(|other| other.starts_with(word.as_str()))))
}

/// What happened between the ego and others.
struct History<'a> {
    world: &'a World,
    network: &'a Network,
    ego: u32,
    today: i32,
    observations: &'a Observations<'a>,
    introductions: &'a [Introduction],
}

impl History<'_> {
    fn gave_and_asked(&self, person: u32) -> (u32, u32) {
        let declared = &self.network.person(person).declared;
        let balance = balance(self.observations.with(person), declared, self.introductions, (self.ego, person), self.today);
        (balance.given(), balance.taken())
    }

    fn recent_asks(&self, person: u32) -> u32 {
        let asks = self.observations.with(person).iter().filter(|encounter| {
            encounter.day > self.today - RECENT_ASK_DAYS && encounter.act == Act::Out && encounter.stance == Stance::Asked
        });
        asks.count() as u32
    }

    fn habits(&self, plan: &Plan) -> Vec<Habit> {
        let channels = self.observations.channels();
        let numbers: BTreeMap<&str, u32> = self.world.labels.iter().map(|(number, text)| (text.as_str(), *number)).collect();
        let habit = |pick: &Pick| {
            let own = self.observations.with(pick.candidate.person);
            let usual = channel_mix(own, channels, self.today).first().and_then(|share| numbers.get(share.channel)).copied();
            let latest = own.iter().rev().find(|encounter| Some(encounter.channel) == usual);
            // A bare table row says nothing of how the two are in touch.
            let usual = usual.filter(|_| latest.is_some_and(|encounter| channels.nature(encounter) != Nature::Unknown));
            Habit {
                usual,
                is_written: latest.is_some_and(|encounter| channels.nature(encounter) == Nature::Written),
                only_wrote: messages_only(own, channels, self.today) == Some(true),
                may_speak: !matches!(pick.candidate.kind, Kind::FollowUp | Kind::New),
                strength: self.network.tie(self.ego, pick.candidate.person).map_or(0.0, |tie| tie.strength.get()),
            }
        };
        plan.picks.iter().map(habit).collect()
    }
}
