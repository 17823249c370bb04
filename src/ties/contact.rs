//! Contact-days: on which days two people were in contact, in which direction, with what weight.

use super::run::Run;
use super::{ContactColumns, Parameters};
use crate::model::{Shape, day_of_micros};
use crate::store::{Leg, NOBODY};

/// What recipients of the same small mail count for being in one thread, against 1 for writing to each other.
pub(super) const CO_RECIPIENT_WEIGHT: f64 = 0.25;
/// Most recipients of a mail whose being together says anything.
pub(super) const MOST_CO_RECIPIENTS: usize = 8;
/// Most participants of a gathering of which every pair counts; of larger ones only the pairs with the ego do.
pub(super) const MOST_PAIRED: usize = 50;

/// One day on which two people were in contact. Two of the same dyad and day merge: maxima of weights, sums of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContactDay {
    /// The person with the smaller number.
    pub low: u32,
    /// The person with the larger number.
    pub high: u32,
    /// The UTC day, as days since 1970-01-01.
    pub day: i32,
    /// How many interactions.
    pub interactions: u32,
    /// The largest weight of an act of `low` toward `high`; 0 without one.
    pub out: f64,
    /// The largest weight of an act of `high` toward `low`; 0 without one.
    pub back: f64,
    /// The largest weight of any contact.
    pub both: f64,
}

impl ContactDay {
    /// Merges another contact of the same dyad and day into this one.
    pub fn merge(&mut self, other: &Self) {
        self.interactions = self.interactions.saturating_add(other.interactions);
        self.out = self.out.max(other.out);
        self.back = self.back.max(other.back);
        self.both = self.both.max(other.both);
    }
}

/// How handles map to people, and who the ego is.
#[derive(Debug, Clone, Copy)]
pub struct Gather<'a> {
    /// The person of each handle number (index 0 is nobody); `None` for somebody who is ignored.
    pub people: &'a [Option<u32>],
    /// The ego, whose own contacts are fully seen.
    pub ego: Option<u32>,
    /// Label numbers of channels whose recipients share a thread (mail, messages), as opposed to bare table rows.
    pub threaded: &'a [u32],
}

/// How two people were in contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// The first acted toward the second.
    Directed,
    /// They were together, nobody initiated.
    Together,
    /// A third one wrote to both.
    Copied,
}

/// One contact of two people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact<'a> {
    /// The actor, where there is one.
    pub(super) one: u32,
    pub(super) other: u32,
    pub(super) manner: Manner,
    /// How many others took part: recipients of a mail, the others of a gathering.
    pub(super) others: usize,
    pub(super) weight: f64,
    /// The leg of `one` in a gathering, of the receiver otherwise.
    pub(super) leg_of_one: &'a Leg,
    pub(super) leg_of_other: &'a Leg,
}

/// All contact-days of legs, which must be in key order.
///
/// # Complexity
/// O(n log n) in the contacts, of which a gathering of m people makes m(m−1)/2 up to m = 50 and m − 1 beyond.
#[must_use]
pub fn contact_days(legs: &[Leg], gather: &Gather<'_>, parameters: &Parameters) -> ContactColumns {
    let mut run = Run::default();
    gather_into(&mut run, legs, gather, parameters);
    run.into_columns()
}

/// Adds the contacts of legs, which must be in key order and hold whole interactions, to a run.
pub(crate) fn gather_into(run: &mut Run, legs: &[Leg], gather: &Gather<'_>, parameters: &Parameters) {
    each_contact(legs, gather, parameters, |contact| {
        let day = day_of_micros(contact.leg_of_other.at_micros);
        run.push(&match contact.manner {
            Manner::Directed => directed(contact.one, contact.other, day, contact.weight),
            Manner::Together | Manner::Copied => mutual(contact.one, contact.other, day, contact.weight),
        });
    });
}

/// Visits every contact of legs, which must be in key order: the one place that says what is a contact, and of what weight.
pub(super) fn each_contact<'a>(
    legs: &'a [Leg],
    gather: &Gather<'_>,
    parameters: &Parameters,
    mut visit: impl FnMut(&Contact<'a>),
) {
    let mut participants: Vec<(u32, &'a Leg)> = Vec::new();
    for interaction in legs.chunk_by(|one, other| one.at_micros == other.at_micros && one.id == other.id) {
        let person = |number: u32| match number {
            NOBODY => None,
            number => gather.people.get(number as usize).copied().flatten(),
        };
        // Legs of one interaction share the sender: it is part of the key that follows the interaction's own.
        for acts in interaction.chunk_by(|one, other| one.source == other.source && one.shape == other.shape) {
            let Some(act) = acts.first() else { continue };
            participants.clear();
            participants.extend(acts.iter().filter_map(|leg| person(leg.target).map(|person| (person, leg))));
            participants.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.weight.total_cmp(&one.1.weight)));
            participants.dedup_by_key(|participant| participant.0);
            let sender = person(act.source);
            let shape = if act.shape == Shape::Bulk && parameters.count_bulk { Shape::Directed } else { act.shape };
            match shape {
                Shape::Bulk => {}
                Shape::Directed => {
                    participants.retain(|participant| Some(participant.0) != sender);
                    let others = participants.len();
                    let group = parameters.group_weight(others);
                    for &(other, leg) in participants.iter().filter(|_| sender.is_some()) {
                        let (manner, weight) = (Manner::Directed, leg.weight * group);
                        let one = sender.unwrap_or(other);
                        visit(&Contact { one, other, manner, others, weight, leg_of_one: leg, leg_of_other: leg });
                    }
                    if (2..=MOST_CO_RECIPIENTS).contains(&others) && gather.threaded.contains(&act.channel) {
                        participants.retain(|participant| Some(participant.0) != gather.ego);
                        pairs(&participants, (Manner::Copied, others), CO_RECIPIENT_WEIGHT * group, &mut visit);
                    }
                }
                Shape::Mutual => {
                    let Some(one) = sender else { continue };
                    for &(other, leg) in participants.iter().filter(|participant| participant.0 != one) {
                        let (manner, weight) = (Manner::Together, leg.weight);
                        visit(&Contact { one, other, manner, others: 1, weight, leg_of_one: leg, leg_of_other: leg });
                    }
                }
                Shape::Gathering => {
                    let others = participants.len().saturating_sub(1);
                    let group = parameters.group_weight(others);
                    if participants.len() <= MOST_PAIRED {
                        pairs(&participants, (Manner::Together, others), group, &mut visit);
                    } else if let Some(&(one, own)) = participants.iter().find(|other| Some(other.0) == gather.ego) {
                        for &(other, leg) in participants.iter().filter(|participant| participant.0 != one) {
                            let (manner, weight) = (Manner::Together, leg.weight * group);
                            visit(&Contact { one, other, manner, others, weight, leg_of_one: own, leg_of_other: leg });
                        }
                    }
                }
            }
        }
    }
}

fn pairs<'a>(
    participants: &[(u32, &'a Leg)],
    (manner, others): (Manner, usize),
    group: f64,
    visit: &mut impl FnMut(&Contact<'a>),
) {
    for (index, &(one, leg_of_one)) in participants.iter().enumerate() {
        for &(other, leg_of_other) in participants.iter().skip(index + 1) {
            let weight = group * leg_of_one.weight.min(leg_of_other.weight);
            visit(&Contact { one, other, manner, others, weight, leg_of_one, leg_of_other });
        }
    }
}

fn directed(from: u32, to: u32, day: i32, weight: f64) -> ContactDay {
    let contact = ContactDay { low: from, high: to, day, interactions: 1, out: weight, back: 0.0, both: weight };
    if from < to { contact } else { ContactDay { low: to, high: from, out: 0.0, back: weight, ..contact } }
}

fn mutual(one: u32, other: u32, day: i32, weight: f64) -> ContactDay {
    let (low, high) = if one < other { (one, other) } else { (other, one) };
    ContactDay { low, high, day, interactions: 1, out: weight, back: weight, both: weight }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stance;

    fn leg(id: u64, source: u32, target: u32, shape: Shape) -> Leg {
        let stance = Stance::Neutral;
        Leg { at_micros: 0, id, source, target, channel: 1, venue: 0, shape, stance, weight: 1.0, import: 1 }
    }

    fn days(legs: &[Leg], ego: Option<u32>) -> Vec<(u32, u32, f64, f64)> {
        let people: Vec<Option<u32>> = std::iter::once(None).chain((0..400).map(Some)).collect();
        let gather = Gather { people: &people, ego, threaded: &[1] };
        contact_days(legs, &gather, &Parameters::default()).all().iter().map(|d| (d.low, d.high, d.out, d.back)).collect()
    }

    #[test]
    fn a_mail_is_directed_and_puts_its_recipients_into_one_thread() {
        // Handle 1 is person 0, the ego, who writes to persons 1 and 2.
        let mail = [leg(7, 1, 2, Shape::Directed), leg(7, 1, 3, Shape::Directed)];
        assert_eq!(days(&mail, Some(0)), [(0, 1, 1.0, 0.0), (0, 2, 1.0, 0.0), (1, 2, 0.25, 0.25)]);
        // The ego among the recipients: seen fully anyway, so sharing a thread adds nothing to the ego's tie.
        let copied = [leg(7, 2, 1, Shape::Directed), leg(7, 2, 3, Shape::Directed)];
        assert_eq!(days(&copied, Some(0)), [(0, 1, 0.0, 1.0), (1, 2, 1.0, 0.0)]);
    }

    #[test]
    fn everybody_meets_everybody_but_a_hall_counts_little_and_for_the_ego_only() {
        let meeting: Vec<Leg> = (1..=4).map(|target| leg(7, NOBODY, target, Shape::Gathering)).collect();
        assert_eq!(days(&meeting, Some(0)).len(), 6);
        let hall: Vec<Leg> = (1..=202).map(|target| leg(7, NOBODY, target, Shape::Gathering)).collect();
        let met = days(&hall, Some(0));
        assert_eq!(met.len(), 201);
        assert!(met.iter().all(|contact| (contact.2 - (8.0_f64 / 201.0).sqrt()).abs() < 1e-12));
    }

    #[test]
    fn bulk_mail_is_no_contact_unless_the_user_wants_it() {
        let mail = [leg(7, 1, 2, Shape::Bulk)];
        assert!(days(&mail, Some(0)).is_empty());
        let gather = Gather { people: &[None, Some(0), Some(1)], ego: Some(0), threaded: &[1] };
        assert_eq!(contact_days(&mail, &gather, &Parameters { count_bulk: true, ..Parameters::default() }).all().len(), 1);
    }
}
