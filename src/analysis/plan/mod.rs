//! The month's plan: whom to reach out to, for which reason, within a budget; whom to leave in peace; what it would change.

mod candidate;
mod choice;
mod variety;
mod what_if;

pub use candidate::{Candidate, Kind, Why};
pub use choice::{Choice, Quota, choose};
pub use variety::{Habit, How, variety};
pub use what_if::{EgoFigures, WhatIf, what_if};

use candidate::{candidates, odds_at_end};

use std::collections::BTreeSet;

use crate::analysis::dormant::Dormant;
use crate::analysis::weak_tie::WeakTie;
use crate::identity::fold;
use crate::model::Cadence;
use crate::network::{Network, View};
use crate::ties::TieState;

/// What a plan is made from.
pub struct PlanInput<'a> {
    /// The network as of the day the plan is made.
    pub network: &'a Network,
    /// Its structural view.
    pub view: &'a View,
    /// The ego's dormant ties, best first.
    pub dormant: &'a [Dormant],
    /// The ego's weak ties, best first.
    pub weak: &'a [WeakTie],
    /// Who was met and not followed up, with the UTC day of the meeting.
    pub due: &'a [(u32, i32)],
    /// Given to and asked of somebody by the ego in the year before the as-of day.
    pub gave_and_asked: &'a dyn Fn(u32) -> (u32, u32),
    /// How often the ego asked somebody within 90 days.
    pub recent_asks: &'a dyn Fn(u32) -> u32,
    /// On how many days the ego acted since somebody last answered or was met.
    pub unanswered: &'a dyn Fn(u32) -> u32,
    /// Whether somebody fits a goal of the ego.
    pub fits_goal: &'a dyn Fn(u32) -> bool,
    /// The UTC day in the middle of what is left of the month: when contacts are assumed.
    pub middle_day: i32,
    /// The last UTC day of the month.
    pub last_day: i32,
    /// Living ties that fade until this UTC day are candidates to keep.
    pub fading_until_day: i32,
    /// How many contacts the month may have.
    pub budget: usize,
    /// Days after a contact within which nobody is contacted again.
    pub cooldown_days: i32,
}

/// Acts without an answer after which somebody is left in peace.
pub const UNANSWERED: u32 = 3;
/// Days of silence after which a tie that never was strong may rest.
const RESTING_SILENCE_DAYS: i32 = 365;
/// Momentum up to which a tie never was strong.
const RESTING_MOMENTUM: f64 = 3.0;

/// One contact of the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// Whom, why, and what it is worth.
    pub candidate: Candidate,
    /// The tie's P90 at the month's end without and with one contact in its middle.
    pub odds: (f64, f64),
    /// Who would be in the plan instead, if this one were not.
    pub displaced: Option<Candidate>,
}

/// Why somebody is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetGo {
    /// The ego acted on so many days, and nothing came back.
    Unanswered(u32),
    /// The user wishes not to reach out.
    Wish,
    /// Never strong, and silent for so many days.
    Resting(i32),
}

/// The month's plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// Whom to contact, by kind, the most worth first.
    pub picks: Vec<Pick>,
    /// Whom to let go: unanswered first, then by wish, then the longest silence.
    pub let_go: Vec<(u32, LetGo)>,
    /// How many candidates there were, per kind in the order of [`Kind::ALL`].
    pub considered: [usize; 6],
    /// Alters left out because of a contact within the cooldown.
    pub cooling_down: usize,
}

/// How a budget is shared: places kept for a kind, and places it may have at most.
///
/// # Examples
/// ```
/// use acquaint::analysis::plan::{Kind, quotas};
/// let ten = quotas(10);
/// let most: Vec<usize> = ten.iter().map(|quota| quota.most).collect();
/// assert_eq!(most, [5, 3, 2, 2, 1, 2]);
/// assert_eq!(ten.iter().map(|quota| quota.least).sum::<usize>(), 8);
/// // Three contacts: one is kept for a tie that would fade, the rest goes where it is worth most.
/// assert_eq!(quotas(3).map(|quota| quota.least), [1, 0, 0, 0, 0, 0]);
/// ```
#[must_use]
pub fn quotas(budget: usize) -> [Quota; 6] {
    // In tenths of the budget: keep, follow-up, revive, weak tie, give first, new.
    [(3, 5), (1, 3), (1, 2), (1, 2), (1, 1), (1, 2)]
        .map(|(least, most)| Quota { least: (least * budget + 5) / 10, most: (most * budget).div_ceil(10) })
}

/// Makes the plan.
///
/// Nobody twice; nobody within the cooldown, except for a follow-up; nobody who left three acts unanswered, and nobody whom the user
/// wishes not to contact. Among all plans within the quotas the one whose values sum up highest is taken.
///
/// # As of
/// The network's day; nothing later is seen.
///
/// # Source
/// The mix follows the advice of the trade (a fixed number a month; keep, revive, widen, give before you ask); the choice is exact, see
/// [`choose`]. The values' constants are conventions, not measurements.
///
/// # Complexity
/// That of [`choose`], once and once more for every pick; and O(Σ degree) over the ego's alters.
#[must_use]
pub fn plan(input: &PlanInput<'_>) -> Plan {
    let network = input.network;
    let Some(ego) = network.ego() else { return Plan::default() };
    let today = network.as_of().utc_day();
    let follow_up = |person: u32| input.due.iter().any(|due| due.0 == person);
    let cools = |person: u32| {
        let silence = network.tie(ego, person).map(|tie| tie.both.silence_days(today));
        silence.is_some_and(|silence| silence < input.cooldown_days) && !follow_up(person)
    };
    let wished_not = |person: u32| network.person(person).cadence == Some(Cadence::Never);
    // A cadence that the user set wins over silence.
    let wished = |person: u32| network.person(person).cadence.is_some();
    let in_peace = |person: u32| (input.unanswered)(person) >= UNANSWERED && !wished(person);
    let ignored = |person: u32| network.person(person).ignored;
    let allowed = |person: u32| !ignored(person) && !cools(person) && !wished_not(person) && !in_peace(person);
    let all = candidates(input, &allowed);
    let quotas = quotas(input.budget);
    let choices: Vec<Choice> = all
        .iter()
        .map(|candidate| Choice { person: candidate.person, kind: candidate.kind as usize, value: candidate.value })
        .collect();
    // Within a kind only as many can ever be chosen as the budget holds, and as many more may be taken for other kinds.
    let enough = 2 * input.budget + 1;
    let within: Vec<usize> =
        (0..all.len()).filter(|&position| position < enough || all[position].kind != all[position - enough].kind).collect();
    let choose_without = |left_out: Option<u32>| -> Vec<usize> {
        let kept: Vec<usize> = within.iter().copied().filter(|&position| Some(all[position].person) != left_out).collect();
        let offered: Vec<Choice> = kept.iter().map(|&position| choices[position]).collect();
        choose(&offered, &quotas, input.budget).into_iter().map(|place| kept[place]).collect()
    };
    let taken = choose_without(None);
    let is_taken = |person: u32| taken.iter().any(|&position| all[position].person == person);
    let picks = taken
        .iter()
        .map(|&position| {
            let candidate = all[position];
            let instead = choose_without(Some(candidate.person));
            let displaced = instead.into_iter().map(|position| all[position]).find(|other| !is_taken(other.person));
            let state = network.tie(ego, candidate.person).map_or(TieState::default(), |tie| tie.both);
            Pick { candidate, odds: odds_at_end(input, &state), displaced }
        })
        .collect();
    let mut considered = [0; 6];
    for candidate in &all {
        considered[candidate.kind as usize] += 1;
    }
    let alters: Vec<u32> = network.ties_of(ego).iter().map(|tie| tie.other(ego)).collect();
    Plan {
        picks,
        let_go: let_go(input, ego, is_taken),
        considered,
        cooling_down: alters.into_iter().filter(|&person| cools(person)).count(),
    }
}

/// The words of a name in alphabetical order, without what stands behind a comma after two of them: `Kamau, Otieno` and `Otieno Kamau`,
/// `Ann Example, PhD` and `Ann Example` are the same.
fn bare_name(name: &str) -> String {
    let folded = fold(name);
    let before = folded.split(',').next().unwrap_or_default();
    let whole = if before.split_whitespace().count() >= 2 { before } else { folded.as_str() };
    let mut words: Vec<&str> = whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// Whom to let go.
fn let_go(input: &PlanInput<'_>, ego: u32, is_taken: impl Fn(u32) -> bool) -> Vec<(u32, LetGo)> {
    let network = input.network;
    let today = network.as_of().utc_day();
    // Two records of one name may well be one person, whose living tie says more.
    let name_of = |person: u32| bare_name(network.person(person).label());
    let living = network.ties_of(ego).into_iter().filter(|tie| tie.is_alive(network.parameters()));
    let twins: BTreeSet<String> = living.map(|tie| name_of(tie.other(ego))).collect();
    let mut found: Vec<(u32, LetGo)> = network
        .ties_of(ego)
        .into_iter()
        .filter_map(|tie| {
            let person = tie.other(ego);
            let (unanswered, silence) = ((input.unanswered)(person), tie.both.silence_days(today));
            let resting = silence >= RESTING_SILENCE_DAYS && tie.both.momentum < RESTING_MOMENTUM;
            match network.person(person).cadence {
                _ if is_taken(person) => None,
                Some(Cadence::Never) => Some((person, LetGo::Wish)),
                None if unanswered >= UNANSWERED => Some((person, LetGo::Unanswered(unanswered))),
                None if resting && network.is_contact(person) && !twins.contains(&name_of(person)) => {
                    Some((person, LetGo::Resting(silence)))
                }
                _ => None,
            }
        })
        .collect();
    let rank = |entry: &(u32, LetGo)| match entry.1 {
        LetGo::Unanswered(times) => (0, -i64::from(times), entry.0),
        LetGo::Wish => (1, 0, entry.0),
        LetGo::Resting(silence) => (2, -i64::from(silence), entry.0),
    };
    found.sort_by_key(rank);
    found
}
