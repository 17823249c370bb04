//! A tie as a dated ledger: what each contact-day is worth today, and what changed between two days.

use super::{ContactDay, Parameters, TieState};

/// One contact-day in the momentum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The contact-day.
    pub contact: ContactDay,
    /// What is left of its weight in the momentum: `w·2^(−(d_last − d)/180)`.
    pub momentum: f64,
}

/// What happened in a step of a [`Change`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Days without contact.
    Silence,
    /// A contact-day.
    Contact,
}

/// A step between two days: silence from one to the other, or a contact on one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The day it begins, as days since 1970-01-01.
    pub from_day: i32,
    /// The day it ends; the same for a contact.
    pub to_day: i32,
    /// Silence or contact.
    pub kind: StepKind,
    /// What it added to the strength.
    pub delta: f64,
}

/// How the strength went from one day to another. `strength_before + by_silence + by_contacts = strength_now`, with 0 for a tie
/// that was not there before.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The day it is compared with, as days since 1970-01-01.
    pub since_day: i32,
    /// The strength at the end of that day; `None` before the first contact.
    pub strength_before: Option<f64>,
    /// The strength today.
    pub strength_now: f64,
    /// What silence added, never above 0.
    pub by_silence: f64,
    /// What contacts added.
    pub by_contacts: f64,
    /// The steps in order of time; their deltas sum to the change.
    pub steps: Vec<Step>,
}

/// What each contact-day of a dyad up to a day is worth in the momentum at the last of them; the sum is the momentum.
///
/// # Complexity
/// O(n) in the contact-days, which must be one dyad's, sorted.
///
/// # Examples
/// ```
/// use acquaint::ties::{ContactDay, Parameters, contributions};
/// let on = |day: i32| ContactDay { low: 0, high: 1, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 };
/// let worth: Vec<f64> =
///     contributions(&[on(0), on(180), on(200)], 190, &Parameters::default()).iter().map(|entry| entry.momentum).collect();
/// assert_eq!(worth, [0.5, 1.0]);
/// ```
#[must_use]
pub fn contributions(days: &[ContactDay], today: i32, parameters: &Parameters) -> Vec<Contribution> {
    let seen = until(days, today);
    let last = seen.last().map_or(today, |contact| contact.day);
    let worth = |contact: &ContactDay| contact.both * parameters.decay(f64::from(last - contact.day));
    seen.iter().map(|contact| Contribution { contact: *contact, momentum: worth(contact) }).collect()
}

/// The strength at the end of a day, 0 to 100; `None` before the first contact.
#[must_use]
pub fn strength_on(days: &[ContactDay], day: i32, parameters: &Parameters) -> Option<f64> {
    let mut state = TieState::default();
    for contact in until(days, day) {
        state.add(contact.day, contact.both, parameters);
    }
    (state.contact_days > 0).then(|| strength(&state, day, parameters))
}

/// Attributes the change of a dyad's strength between two days to silence and to each contact, so that the parts add up exactly.
///
/// Along time the strength falls in silence and jumps at a contact. Every stretch without contact is one step and every contact-day is one, each
/// with the difference it made; the sum telescopes to the whole. What a contact adds therefore includes the recovery from the silence before it, and
/// the silence after it is counted on its own.
///
/// # Range
/// `None` when there was no contact until `today`.
///
/// # As of
/// Nothing after `today` is seen; a `since_day` after it is taken as `today`.
///
/// # Complexity
/// O(n) in the contact-days, which must be one dyad's, sorted.
///
/// # Examples
/// ```
/// use acquaint::ties::{ContactDay, Parameters, change};
/// let on = |day: i32| ContactDay { low: 0, high: 1, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 };
/// // Met on day 0: 31 of 100, 23 a week later.
/// let found = change(&[on(0)], 0, 7, &Parameters::default()).unwrap();
/// assert_eq!((found.strength_before.unwrap().round(), found.strength_now.round()), (31.0, 23.0));
/// assert_eq!((found.by_silence.round(), found.by_contacts, found.steps.len()), (-8.0, 0.0, 1));
/// ```
#[must_use]
pub fn change(days: &[ContactDay], since_day: i32, today: i32, parameters: &Parameters) -> Option<Change> {
    change_from(until(days, since_day), days, since_day, today, parameters)
}

/// Like [`change`], from a moment within a day: `before` are the contact-days as they were at that moment, so that of the moment's own day, `since_day`,
/// only what had happened by then. What that day brought later is a contact like those of later days.
///
/// # Range
/// `None` when there was no contact until `today`.
///
/// # As of
/// Nothing after `today` is seen; a `since_day` after it is taken as `today`.
///
/// # Complexity
/// O(n) in the contact-days, which must be one dyad's, sorted.
///
/// # Examples
/// ```
/// use acquaint::ties::{ContactDay, Parameters, StepKind, change_from};
/// let on = |day: i32, both: f64| ContactDay { low: 0, high: 1, day, interactions: 1, out: both, back: 0.0, both };
/// // Met in the evening of day 9, in another time zone than UTC already after the end of that day.
/// let found = change_from(&[], &[on(9, 1.0)], 9, 9, &Parameters::default()).unwrap();
/// assert_eq!((found.strength_before, found.strength_now.round()), (None, 31.0));
/// assert_eq!((found.steps.len(), found.steps[0].kind), (1, StepKind::Contact));
/// ```
#[must_use]
pub fn change_from(
    before: &[ContactDay],
    days: &[ContactDay],
    since_day: i32,
    today: i32,
    parameters: &Parameters,
) -> Option<Change> {
    let since_day = since_day.min(today);
    let strength_before = strength_on(before, since_day, parameters);
    let seen_by_then = until(before, since_day).last().filter(|contact| contact.day == since_day);
    let seen_by_then = seen_by_then.map_or(0, |contact| contact.interactions);
    let mut state = TieState::default();
    let mut steps = Vec::new();
    let (mut at_day, mut at_strength) = (since_day, strength_before.unwrap_or(0.0));
    let mut step = |to_day: i32, kind: StepKind, to_strength: f64| {
        if to_day > at_day || kind == StepKind::Contact {
            let from_day = if kind == StepKind::Contact { to_day } else { at_day };
            steps.push(Step { from_day, to_day, kind, delta: to_strength - at_strength });
        }
        (at_day, at_strength) = (to_day, to_strength);
    };
    for contact in until(days, today) {
        if contact.day > since_day && state.contact_days > 0 {
            step(contact.day, StepKind::Silence, strength(&state, contact.day, parameters));
        }
        state.add(contact.day, contact.both, parameters);
        // On the day itself the fold stands for the whole day in place of its part, so that the difference is what came later.
        if contact.day > since_day || (contact.day == since_day && contact.interactions > seen_by_then) {
            step(contact.day, StepKind::Contact, strength(&state, contact.day, parameters));
        }
    }
    if state.contact_days == 0 {
        return None;
    }
    let strength_now = strength(&state, today, parameters);
    step(today, StepKind::Silence, strength_now);
    let sum = |kind: StepKind| steps.iter().filter(|step| step.kind == kind).map(|step| step.delta).sum::<f64>() + 0.0;
    let (by_silence, by_contacts) = (sum(StepKind::Silence), sum(StepKind::Contact));
    Some(Change { since_day, strength_before, strength_now, by_silence, by_contacts, steps })
}

fn until(days: &[ContactDay], day: i32) -> &[ContactDay] {
    days.get(..days.partition_point(|contact| contact.day <= day)).unwrap_or_default()
}

fn strength(state: &TieState, day: i32, parameters: &Parameters) -> f64 {
    100.0 * state.probability(day, Parameters::STRENGTH_DAYS, parameters).get()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::{ContactColumns, fold_ties};
    use proptest::prelude::*;

    proptest! {
        /// Contributions sum to the momentum, the steps to the change, and nothing after the day asked about matters.
        #[test]
        fn the_ledger_adds_up(
            raw in proptest::collection::btree_map(0_i32..900, 0.1_f64..1.0, 1..40), since in -50_i32..950, today in 0_i32..950
        ) {
            let parameters = Parameters::default();
            let days: Vec<ContactDay> = raw
                .iter()
                .map(|(&day, &both)| ContactDay { low: 0, high: 1, day, interactions: 1, out: both, back: 0.0, both })
                .collect();
            let found = change(&days, since, today, &parameters);
            let entries = contributions(&days, today, &parameters);
            let Some(tie) = fold_ties(ContactColumns::of(&days).all(), today, &parameters).first().copied() else {
                prop_assert!(found.is_none() && entries.is_empty());
                return Ok(());
            };
            let found = found.unwrap();
            prop_assert!((entries.iter().map(|entry| entry.momentum).sum::<f64>() - tie.both.momentum).abs() < 1e-9);
            prop_assert!((found.strength_now - tie.strength.get()).abs() < 1e-9);
            let before = fold_ties(ContactColumns::of(&days).all(), since.min(today), &parameters).first().map(|tie| tie.strength.get());
            prop_assert_eq!(before.is_some(), found.strength_before.is_some());
            let before = before.unwrap_or(0.0);
            prop_assert!((before + found.by_silence + found.by_contacts - found.strength_now).abs() < 1e-9);
            prop_assert!((before + found.steps.iter().map(|step| step.delta).sum::<f64>() - found.strength_now).abs() < 1e-9);
            prop_assert!(found.steps.iter().all(|step| step.kind == StepKind::Contact || step.delta <= 0.0));
            prop_assert!(found.steps.windows(2).all(|two| two[0].to_day <= two[1].from_day));
            let seen: Vec<ContactDay> = days.iter().copied().filter(|contact| contact.day <= today).collect();
            prop_assert_eq!(&found, &change(&seen, since, today, &parameters).unwrap());
        }

        /// From a moment within a day, whatever of that day came before it and after, the parts add up, and the start is what was seen.
        #[test]
        fn a_change_from_within_a_day_adds_up(
            raw in proptest::collection::btree_map(0_i32..300, 0.1_f64..1.0, 1..30), since in 0_usize..30, share in 0.0_f64..=1.0
        ) {
            let parameters = Parameters::default();
            let on = |day: i32, interactions: u32, both: f64| ContactDay { low: 0, high: 1, day, interactions, out: both, back: 0.0, both };
            let days: Vec<ContactDay> = raw.iter().map(|(&day, &both)| on(day, 2, both)).collect();
            let since_day = days[since % days.len()].day;
            let mut before: Vec<ContactDay> = until(&days, since_day - 1).to_vec();
            if share > 0.2 {
                before.push(on(since_day, 1, raw[&since_day] * share));
            }
            let found = change_from(&before, &days, since_day, 320, &parameters).unwrap();
            prop_assert_eq!(found.strength_before, strength_on(&before, since_day, &parameters));
            prop_assert_eq!(Some(found.strength_now), strength_on(&days, 320, &parameters));
            let start = found.strength_before.unwrap_or(0.0);
            prop_assert!((start + found.by_silence + found.by_contacts - found.strength_now).abs() < 1e-9);
            prop_assert!((start + found.steps.iter().map(|step| step.delta).sum::<f64>() - found.strength_now).abs() < 1e-9);
            let first = found.steps.first().map(|step| (step.kind, step.from_day, step.to_day));
            prop_assert_eq!(first, Some((StepKind::Contact, since_day, since_day)));
        }
    }
}
