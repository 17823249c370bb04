//! The month's plan in words: what the terminal, Markdown, the calendar and the report show of it.

use std::collections::BTreeMap;

use super::counted;
use super::monthly::month_in_words;
use crate::analysis::plan::{Candidate, How, Kind, LetGo, Pick, Plan, WhatIf, Why};
use crate::model::format_day;
use crate::network::Network;

/// A plan and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthPlan {
    /// The month, `2026-11`.
    pub month: String,
    /// Whom to contact and whom to let go.
    pub plan: Plan,
    /// How to reach each pick.
    pub how: Vec<How>,
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
    pub why: String,
    /// What to do, a sentence.
    pub action: String,
    /// What one contact changes: `31 → 64 %`; `None` for somebody new.
    pub odds: Option<(f64, f64)>,
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
    let count = plan.plan.picks.len();
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
            odds: (pick.candidate.kind != Kind::New).then_some(pick.odds),
            displaced: pick.displaced.map(|other| (name(other.person), other.kind)),
            day: working_day(plan, place, count),
        })
        .collect()
}

/// Days spread evenly over what is left of the month, moved off the weekend where that stays within it.
fn working_day(plan: &MonthPlan, place: usize, count: usize) -> i32 {
    let days = (plan.last_day - plan.first_day + 1).max(1);
    let day = plan.first_day + ((2 * place as i32 + 1) * days) / (2 * count.max(1) as i32);
    // 1970-01-01 was a Thursday: Saturday is 2 days on.
    match (day - 2).rem_euclid(7) {
        0 if day + 2 <= plan.last_day => day + 2,
        0 if day > plan.first_day => day - 1,
        1 if day < plan.last_day => day + 1,
        1 if day - 2 >= plan.first_day => day - 2,
        _ => day,
    }
}

/// Why, as a clause.
fn why(candidate: &Candidate, name: &dyn Fn(u32) -> String) -> String {
    match candidate.why {
        Why::Fades(day) => format!("falls below even odds on {}", format_day(day)),
        Why::Cadence { ideal_days, silence_days, late } => {
            let late = if late { ", later than your worst case" } else { "" };
            format!(
                "you wish to be in touch every {}; by then it is {}{late}",
                days(ideal_days as usize),
                days(silence_days.max(0) as usize)
            )
        }
        Why::Met(day) => format!("met on {}, not followed up yet", format_day(day)),
        Why::Silent(silence) => format!("once strong, silent for {}", days(silence.max(0) as usize)),
        Why::NewGround(score) => format!("opens new ground (score {score:.0} of 100)"),
        Why::Balance { gave, asked } => format!("you took {} and gave {} within a year", times(asked), times(gave)),
        Why::Meet { person, contacts, fits_goal, .. } => {
            let goal = if fits_goal { ", who fits a goal of yours" } else { "" };
            format!("knows {}{goal}; {}", name(person), known_by(contacts))
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

fn days(count: usize) -> String {
    counted(count, "day", "days")
}

/// What to do, as a sentence.
fn action(pick: &Pick, how: How, labels: &BTreeMap<u32, String>, name: &dyn Fn(u32) -> String) -> String {
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
        Why::Fades(_) | Why::Cadence { .. } => format!("Get in touch{by}."),
        Why::Met(_) => "Send a short note on what you talked about.".to_owned(),
        Why::Silent(_) => format!("Say hello again without asking for anything{by}."),
        Why::NewGround(_) => format!("Ask what they are working on{by}."),
        Why::Balance { .. } => format!("Give something first: a contact, a paper, help{by}."),
        Why::Meet { person, .. } => {
            let target = name(person);
            format!("Ask for an introduction to {target}, with an easy way to say no{by}.")
        }
    }
}

/// Why somebody is let go, as a sentence.
#[must_use]
pub fn let_go_reason(reason: LetGo) -> String {
    match reason {
        LetGo::Unanswered(times) => format!("{times} approaches without an answer: leave them in peace."),
        LetGo::Wish => "You wish not to reach out.".to_owned(),
        LetGo::Resting(silence) => format!("Never close, silent for {}: let it rest.", days(silence.max(0) as usize)),
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
    format!(
        "Left alone, {} of your {} would have even odds on {}; with the plan, if everybody answers, {}{reach}.",
        without.alive,
        counted(what_if.now.alive, "living tie", "living ties"),
        format_day(last_day),
        with.alive,
    )
}
