//! The month's plan in words: what the terminal, Markdown, the calendar and the report show of it.

use std::collections::BTreeMap;

use super::monthly::month_in_words;
use super::{Part, Prose, counted};
use crate::analysis::attribute::Attribute;
use crate::analysis::plan::{Candidate, How, Kind, LetGo, Pick, Plan, WhatIf, Why};
use crate::model::format_day;
use crate::network::Network;

/// The least gain in effective kinds that is worth a word.
const LEAST_GAIN: f64 = 0.1;

/// A plan and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthPlan {
    /// The month, `2026-11`.
    pub month: String,
    /// Whom to contact and whom to let go.
    pub plan: Plan,
    /// How to reach each pick.
    pub how: Vec<How>,
    /// What each pick (or the one to be met) would add to the effective number of kinds, per attribute of which enough is known.
    pub diversity_gains: Vec<Vec<(Attribute, f64)>>,
    /// What it would change.
    pub what_if: WhatIf,
    /// The first day of the month that is left, as days since 1970-01-01.
    pub first_day: i32,
    /// Its last day.
    pub last_day: i32,
}

/// One contact in words. Texts are plain and unescaped.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanEntry {
    /// Whom.
    pub person: u32,
    /// The name, told apart from namesakes.
    pub name: String,
    /// The kind.
    pub kind: Kind,
    /// Why, a clause: `fades on 2026-11-28`.
    pub why: Prose<u32>,
    /// What to do, a sentence.
    pub action: Prose<u32>,
    /// What one contact changes: `31 → 64 %`; `None` for somebody new.
    pub odds: Option<(f64, f64)>,
    /// What it would widen: the attribute with the largest gain in effective kinds, of at least 0.1.
    pub widens: Option<(Attribute, f64)>,
    /// Who would be here instead, with the kind; `None` when nobody would.
    pub displaced: Option<(String, Kind)>,
    /// The day proposed, as days since 1970-01-01.
    pub day: i32,
}

/// The heading of a kind.
#[must_use]
pub fn kind_title(kind: Kind) -> &'static str {
    match kind {
        Kind::Keep => "Keep up",
        Kind::FollowUp => "Follow up",
        Kind::Revive => "Revive",
        Kind::WeakTie => "Weak ties that open new ground",
        Kind::GiveFirst => "Give first",
        Kind::New => "Somebody new",
    }
}

/// Everything of a plan in words, in the order of the plan. `labels` are the texts of channels.
#[must_use]
pub fn plan_entries(plan: &MonthPlan, network: &Network, labels: &BTreeMap<u32, String>) -> Vec<PlanEntry> {
    let name = |person: u32| network.person(person).distinct_label();
    let days = days_of_picks(plan);
    plan.plan
        .picks
        .iter()
        .zip(&plan.how)
        .enumerate()
        .map(|(place, (pick, how))| PlanEntry {
            person: pick.candidate.person,
            name: name(pick.candidate.person),
            kind: pick.candidate.kind,
            why: why(&pick.candidate, &name),
            action: action(pick, *how, labels, &name),
            widens: plan.diversity_gains.get(place).and_then(|gains| widest(gains)),
            odds: (pick.candidate.kind != Kind::New).then_some(pick.odds),
            displaced: pick.displaced.map(|other| (name(other.person), other.kind)),
            day: days.get(place).copied().unwrap_or(plan.first_day),
        })
        .collect()
}

/// The largest gain worth a word, the first of equals.
fn widest(gains: &[(Attribute, f64)]) -> Option<(Attribute, f64)> {
    let best = gains.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.filter(|(_, gain)| *gain >= LEAST_GAIN)
}

/// The days of all picks: spread evenly over what is left of the month, follow-ups first, then what fades first and no later than the
/// day before it does; moved off the weekend where that stays within the month.
fn days_of_picks(plan: &MonthPlan) -> Vec<i32> {
    let picks = &plan.plan.picks;
    let deadline = |place: usize| match picks[place].candidate.why {
        Why::Met(_) => plan.first_day,
        Why::Fades(day) => day - 1,
        _ => plan.last_day,
    };
    let mut order: Vec<usize> = (0..picks.len()).collect();
    order.sort_by_key(|&place| (deadline(place), place));
    let mut days = vec![plan.first_day; picks.len()];
    let left = (plan.last_day - plan.first_day + 1).max(1);
    for (turn, place) in order.into_iter().enumerate() {
        let spread = plan.first_day + ((2 * turn as i32 + 1) * left) / (2 * picks.len() as i32);
        let latest = if matches!(picks[place].candidate.why, Why::Fades(_)) { deadline(place) } else { plan.last_day };
        days[place] = working_day(spread.min(latest).max(plan.first_day), plan.first_day, latest.max(plan.first_day));
    }
    days
}

/// The nearest working day within the days given; the day itself where there is none.
fn working_day(day: i32, first: i32, last: i32) -> i32 {
    // 1970-01-01 was a Thursday: Saturday is 2 days on.
    let is_weekend = |day: i32| (day - 2).rem_euclid(7) < 2;
    let near = [day, day + 1, day - 1, day + 2, day - 2];
    near.into_iter().find(|near| !is_weekend(*near) && (first..=last).contains(near)).unwrap_or(day)
}

/// Why, as a clause.
fn why(candidate: &Candidate, name: &dyn Fn(u32) -> String) -> Prose<u32> {
    match candidate.why {
        Why::Fades(day) => format!("falls below even odds on {}", format_day(day)).into(),
        Why::Cadence { ideal_days, silence_days, late } => {
            let late = if late { ", past the longest you wish" } else { "" };
            let ideal = day_count(ideal_days as usize);
            match silence_days {
                Some(silence) => {
                    let silence = day_count(silence.max(0) as usize);
                    format!("you wish to be in touch every {ideal}; by then it is {silence}{late}").into()
                }
                None => format!("you wish to be in touch every {ideal}; no contact is in the data").into(),
            }
        }
        Why::Met(day) => format!("met on {}, not followed up yet", format_day(day)).into(),
        Why::Silent(silence) => format!("once strong, silent for {}", day_count(silence.max(0) as usize)).into(),
        Why::NewGround(score) => format!("opens new ground (score {score:.0} of 100)").into(),
        Why::Balance { gave, asked } => {
            let (asked, gave) = (times(asked), times(gave));
            format!("you asked or were given {asked}, and gave {gave} within a year: it is your turn").into()
        }
        Why::Meet { person, contacts, fits_goal, .. } => {
            let goal = if fits_goal { ", who fits a goal of yours" } else { "" };
            Prose::from("knows ").part(Part::Person { name: name(person), person }).and(format!("{goal}; {}", known_by(contacts)))
        }
    }
}

fn known_by(contacts: usize) -> String {
    match contacts {
        1 => "nobody else of your contacts does".to_owned(),
        count => format!("{count} of your contacts do"),
    }
}

/// `nothing`, `once`, `3 times`.
fn times(count: u32) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}

fn day_count(count: usize) -> String {
    counted(count, "day", "days")
}

/// What to do, as a sentence.
fn action(pick: &Pick, how: How, labels: &BTreeMap<u32, String>, name: &dyn Fn(u32) -> String) -> Prose<u32> {
    let by = match how {
        How::Usual(channel) => match labels.get(&channel).map(String::as_str) {
            Some(channel) => format!(", usually by {channel}"),
            None => String::new(),
        },
        How::SpeakForOnce => ": call or meet, you have only written for a year".to_owned(),
        How::Speak => ": call or meet for a change".to_owned(),
        How::Any => String::new(),
    };
    match pick.candidate.why {
        Why::Fades(_) | Why::Cadence { .. } => format!("Get in touch{by}.").into(),
        Why::Met(_) => "Send a short note on what you talked about.".into(),
        Why::Silent(_) => format!("Say hello again without asking for anything{by}.").into(),
        Why::NewGround(_) => format!("Ask what they are working on{by}.").into(),
        Why::Balance { .. } => format!("Give something first: a contact, a paper, help{by}.").into(),
        Why::Meet { person, .. } => Prose::from("Ask for an introduction to ")
            .part(Part::Person { name: name(person), person })
            .and(format!(", with an easy way to say no{by}.")),
    }
}

/// Why somebody is let go, as a sentence.
#[must_use]
pub fn let_go_reason(reason: LetGo) -> String {
    match reason {
        LetGo::Unanswered(times) => format!("{times} approaches without an answer: no need to write again for now."),
        LetGo::Wish => "You wish not to reach out.".to_owned(),
        LetGo::Resting(silence) => format!("Never close, silent for {}: let it rest.", day_count(silence.max(0) as usize)),
    }
}

/// `Plan for November 2026`.
#[must_use]
pub fn plan_title(plan: &MonthPlan) -> String {
    format!("Plan for {}", month_in_words(&plan.month))
}

/// What the plan would change, as a sentence.
#[must_use]
pub fn what_if_sentence(what_if: &WhatIf, last_day: i32) -> String {
    let (without, with) = (what_if.without, what_if.with);
    let reach = match with.reach.checked_sub(without.reach) {
        None | Some(0) => String::new(),
        Some(more) => format!(", with {more} more within reach"),
    };
    let now = counted(what_if.now.alive, "living tie", "living ties");
    let day = format_day(last_day);
    if with.alive == without.alive {
        format!(
            "With or without the plan, {} of your {now} would have even odds on {day}; it raises the people to expect contact with from \
             {:.1} to {:.1}{reach}, if everybody answers.",
            without.alive, without.expected, with.expected
        )
    } else {
        format!(
            "Left alone, {} of your {now} would have even odds on {day}; with the plan, if everybody answers, {}{reach}.",
            without.alive, with.alive
        )
    }
}
