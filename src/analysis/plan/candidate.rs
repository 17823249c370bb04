//! Who could be contacted in a month, for which reason, and what that is worth.

use super::PlanInput;
use crate::analysis::meeting::people_to_meet;
use crate::model::Cadence;
use crate::ties::{Parameters, Tie, TieState};

/// The kinds of contact a month's plan is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A living tie that would fade, or whose wished cadence is over.
    Keep,
    /// A follow-up that is due after a first meeting.
    FollowUp,
    /// A dormant tie, once strong.
    Revive,
    /// A weak tie that opens new ground.
    WeakTie,
    /// Somebody who was asked for more than was given.
    GiveFirst,
    /// Somebody new, through an introducer, who is the one to contact.
    New,
}

impl Kind {
    /// All kinds, in the order of a plan.
    pub const ALL: [Self; 6] = [Self::Keep, Self::FollowUp, Self::Revive, Self::WeakTie, Self::GiveFirst, Self::New];

    /// The stable word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::FollowUp => "follow-up",
            Self::Revive => "revive",
            Self::WeakTie => "weak-tie",
            Self::GiveFirst => "give-first",
            Self::New => "new",
        }
    }
}

/// What speaks for a contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Why {
    /// The tie falls below even odds on this UTC day.
    Fades(i32),
    /// The wished cadence, of so many days, was over after this silence at the month's middle.
    Cadence {
        /// The wish.
        ideal_days: u32,
        /// The silence; `None` where no contact is in the data.
        silence_days: Option<i32>,
        /// Whether the worst case that was wished for is over, too.
        late: bool,
    },
    /// They met on this UTC day, and nobody has followed up.
    Met(i32),
    /// Once strong, silent for so many days.
    Silent(i32),
    /// The score of the weak tie, 0 to 100.
    NewGround(f64),
    /// Given and asked over a year.
    Balance {
        /// How often the ego gave.
        gave: u32,
        /// How often the ego asked.
        asked: u32,
    },
    /// An introduction to this person, with the odds of the best way.
    Meet {
        /// The one to meet.
        person: u32,
        /// P90 of the ego and the introducer times P90 of the introducer and the person.
        odds: f64,
        /// How many of the ego's contacts know the person.
        contacts: usize,
        /// Whether the person fits a goal that the ego has set.
        fits_goal: bool,
    },
}

/// Somebody who could be contacted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Who is contacted.
    pub person: u32,
    /// Why in kind.
    pub kind: Kind,
    /// What the contact is worth, above 0 and hardly above 2.
    pub value: f64,
    /// Why in figures.
    pub why: Why,
}

/// The momentum of a weekly tie: as much as importance counts.
const WEEKLY_MOMENTUM: f64 = 38.0;
/// Least momentum of a tie that is worth keeping: about two contact-days.
const LEAST_MOMENTUM: f64 = 1.8;
/// Days after which a missed follow-up is worth half.
const FOLLOW_UP_HALF_LIFE_DAYS: f64 = 21.0;
/// A balance of giving and asking below which the ego should give first.
const GIVE_BELOW: f64 = 0.0;
/// The least score of a weak tie that is worth a contact.
const LEAST_SCORE: f64 = 10.0;
/// Somebody whom more contacts know, and more than so large a share of them, is nobody new.
const KNOWN_BY_CONTACTS: usize = 3;
const KNOWN_BY_SHARE: f64 = 0.1;
/// How much more somebody is worth to meet who fits a goal of the ego.
const GOAL_FACTOR: f64 = 3.0;
/// What a follow-up on the day itself, and a sure introduction, are worth.
const FOLLOW_UP_VALUE: f64 = 0.5;
const NEW_VALUE: f64 = 0.5;
/// Gestures that a balance begins with on either side: one favour is no habit.
const BALANCE_PRIOR: f64 = 1.0;
/// Asks within 90 days from which an introducer is not asked again this month.
const MOST_RECENT_ASKS: u32 = 2;
/// What an ideal and a worst cadence that are over are worth.
const DUE_VALUE: f64 = 0.6;
const LATE_VALUE: f64 = 1.2;

/// Every candidate of every kind, by kind, then the most worth first, then by person.
///
/// Values, with `respond` the odds that the alter acts for the ego, and `gain` what one contact in the middle of the month adds to P90 at
/// its end:
/// keep `respond·gain·(1 + min(1, ln(1+S)/ln(1+38)))`, or 0.6 to 1.2 as a wished cadence runs from its ideal to its worst case;
/// follow-up `½·2^(−days since/21)`; revive `√respond·gain·(1 + n/(n+3))` with n people the alter knows and the ego does not;
/// weak tie `score/100`; give first `P90·(taken − given)/(taken + given + 2)`; new: half the score of [`people_to_meet`], three times
/// as much for somebody who fits a goal.
///
/// # Complexity
/// O(Σ degree) over the ego's alters, for the people to meet.
pub(super) fn candidates(input: &PlanInput<'_>, allowed: &impl Fn(u32) -> bool) -> Vec<Candidate> {
    let network = input.network;
    let Some(ego) = network.ego() else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |person: u32, kind: Kind, value: f64, why: Why| {
        if value > 0.0 {
            found.push(Candidate { person, kind, value, why });
        }
    };
    for tie in network.ties_of(ego) {
        let person = tie.other(ego);
        if !allowed(person) {
            continue;
        }
        match network.person(person).cadence {
            Some(Cadence::Never) => {}
            Some(Cadence::Every { ideal_days, worst_days }) => {
                let silence_days = input.middle_day - tie.both.last_day;
                let over = f64::from(silence_days) - f64::from(ideal_days);
                if over >= 0.0 {
                    let slack = f64::from(worst_days - ideal_days).max(1.0);
                    let value = DUE_VALUE + (LATE_VALUE - DUE_VALUE) * (over / slack).min(1.0);
                    let late = silence_days >= worst_days as i32;
                    add(person, Kind::Keep, value, Why::Cadence { ideal_days, silence_days: Some(silence_days), late });
                }
            }
            None => {
                let answered = tie.seen_from(ego).1.contact_days > 0;
                let worth_keeping = answered && tie.both.momentum >= LEAST_MOMENTUM && tie.is_alive(network.parameters());
                let fades_on = tie.fades_on(network.as_of().utc_day(), network.parameters());
                if let Some(fades_on) = fades_on.filter(|day| worth_keeping && *day <= input.fading_until_day) {
                    let importance = (tie.both.momentum.ln_1p() / WEEKLY_MOMENTUM.ln_1p()).min(1.0);
                    let value = tie.hop_from(ego).get() * gain(input, &tie) * (1.0 + importance);
                    add(person, Kind::Keep, value, Why::Fades(fades_on));
                }
            }
        }
        let (gave, asked) = (input.gave_and_asked)(person);
        let balance = (f64::from(gave) - f64::from(asked)) / (f64::from(gave + asked) + 2.0 * BALANCE_PRIOR);
        if balance < GIVE_BELOW {
            add(person, Kind::GiveFirst, tie.p90.get() * -balance, Why::Balance { gave, asked });
        }
    }
    // Nothing was observed of somebody the user wishes to be in touch with: that is as long ago as can be.
    for (known, person) in network.people().iter().zip(0_u32..) {
        if let Some(Cadence::Every { ideal_days, .. }) = known.cadence
            && allowed(person)
            && person != ego
            && network.tie(ego, person).is_none()
        {
            add(person, Kind::Keep, LATE_VALUE, Why::Cadence { ideal_days, silence_days: None, late: true });
        }
    }
    let today = network.as_of().utc_day();
    for &(person, met_day) in input.due.iter().filter(|due| allowed(due.0)) {
        let days = f64::from((today - met_day).max(0));
        add(person, Kind::FollowUp, FOLLOW_UP_VALUE * (-days / FOLLOW_UP_HALF_LIFE_DAYS).exp2(), Why::Met(met_day));
    }
    // Whoever is due by the user's own wish is in the list above; whoever is not is not asked for.
    let unwished = |person: u32| allowed(person) && network.person(person).cadence.is_none();
    for dormant in input.dormant.iter().filter(|dormant| unwished(dormant.person)) {
        let novelty = dormant.novelty as f64;
        let value = dormant.tie.hop_from(ego).get().sqrt() * gain(input, &dormant.tie) * (1.0 + novelty / (novelty + 3.0));
        add(dormant.person, Kind::Revive, value, Why::Silent(dormant.silence_days));
    }
    let both_acted = |tie: &Tie| tie.out.contact_days > 0 && tie.back.contact_days > 0;
    for weak in input.weak.iter().filter(|weak| weak.score >= LEAST_SCORE && both_acted(&weak.tie) && unwished(weak.person)) {
        add(weak.person, Kind::WeakTie, weak.score / 100.0, Why::NewGround(weak.score));
    }
    let may_ask = |broker: u32| {
        let (gave, asked) = (input.gave_and_asked)(broker);
        allowed(broker)
            && network.tie(ego, broker).is_some_and(|tie| tie.is_alive(network.parameters()))
            && f64::from(asked) - f64::from(gave) <= 0.5 * f64::from(asked + gave)
            && (input.recent_asks)(broker) < MOST_RECENT_ASKS
    };
    let contacts = input.view.degree(ego as usize) as f64;
    let new = |contacts_of: usize| contacts_of <= KNOWN_BY_CONTACTS || contacts_of as f64 <= KNOWN_BY_SHARE * contacts;
    for meeting in people_to_meet(network, input.view, may_ask).into_iter().filter(|meeting| new(meeting.contacts)) {
        if network.person(meeting.person).cadence == Some(Cadence::Never) {
            continue;
        }
        let fits_goal = (input.fits_goal)(meeting.person);
        let odds = [(ego, meeting.introducer), (meeting.introducer, meeting.person)]
            .iter()
            .map(|&(one, other)| input.view.weight(one as usize, other as usize).unwrap_or(0.0))
            .product();
        let value = NEW_VALUE * meeting.score * if fits_goal { GOAL_FACTOR } else { 1.0 };
        let why = Why::Meet { person: meeting.person, odds, contacts: meeting.contacts, fits_goal };
        add(meeting.introducer, Kind::New, value, why);
    }
    found.sort_by(|a, b| a.kind.cmp(&b.kind).then(b.value.total_cmp(&a.value)).then(a.person.cmp(&b.person)));
    // An introducer is asked for one introduction, the best one.
    let mut asked = std::collections::BTreeSet::new();
    found.retain(|candidate| candidate.kind != Kind::New || asked.insert(candidate.person));
    found
}

/// What one contact both ways in the middle of the month adds to P90 at its end.
fn gain(input: &PlanInput<'_>, tie: &Tie) -> f64 {
    let (without, with) = odds_at_end(input, &tie.both);
    with - without
}

/// P90 at the month's end without a contact, and with one in its middle.
pub(super) fn odds_at_end(input: &PlanInput<'_>, state: &TieState) -> (f64, f64) {
    let parameters = input.network.parameters();
    let odds = |state: &TieState| state.probability(input.last_day, Parameters::ALIVE_DAYS, parameters).get();
    let mut after = *state;
    after.add(input.middle_day.max(state.last_day), 1.0, parameters);
    (odds(state), odds(&after))
}
