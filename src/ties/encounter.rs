//! Encounters: everything that happened between the ego and each alter, one by one.
//!
//! A tie needs only contact-days. Who answered whom, how fast, by which channel and where two people met needs the single acts.

use super::Parameters;
use super::contact::{Gather, Manner, each_contact};
use crate::model::{Stance, day_of_micros};
use crate::store::Leg;

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Act {
    /// The ego acted toward the alter.
    Out,
    /// The alter acted toward the ego.
    In,
    /// They were together; nobody initiated.
    Together,
}

/// One act or gathering between the ego and an alter.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Encounter {
    /// The alter.
    pub person: u32,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: i64,
    /// The interaction; encounters that share it and the moment are one interaction with several alters.
    pub id: u64,
    /// The UTC day, as days since 1970-01-01.
    pub day: i32,
    /// Label number of the channel.
    pub channel: u32,
    /// Label number of the venue; 0 for none.
    pub venue: u32,
    /// Who acted.
    pub act: Act,
    /// Other participants: recipients of a mail, the others of a gathering; 1 when the two were among themselves.
    pub others: u32,
    /// Gave or asked; of the one who acted.
    pub stance: Stance,
    /// The weight of the contact, in (0, 1].
    pub weight: f64,
}

/// Everything between the ego and each alter, by the rules of [`contact_days`](super::contact_days): bulk is none, neither is
/// being among the recipients of one mail, and of a gathering of over fifty only the ego's own contacts count.
///
/// Sorted by alter, moment and interaction. Empty without an ego. Legs must be in key order.
///
/// # Complexity
/// O(n) in the contacts of the legs, and O(m log m) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::model::{Shape, Stance};
/// use acquaint::store::Leg;
/// use acquaint::ties::{Act, Gather, Parameters, encounters};
/// let leg = Leg {
///     at_micros: 0, id: 1, source: 2, target: 1, channel: 1, venue: 5,
///     shape: Shape::Directed, stance: Stance::Neutral, weight: 1.0, import: 1,
/// };
/// let gather = Gather { people: &[None, Some(0), Some(1)], ego: Some(0), threaded: &[] };
/// let found = encounters(&[leg], &gather, &Parameters::default());
/// assert_eq!((found.len(), found[0].person, found[0].act, found[0].venue), (1, 1, Act::In, 5));
/// ```
#[must_use]
pub fn encounters(legs: &[Leg], gather: &Gather<'_>, parameters: &Parameters) -> Vec<Encounter> {
    let Some(ego) = gather.ego else { return Vec::new() };
    let mut found = Vec::new();
    each_contact(legs, gather, parameters, |contact| {
        let (person, leg) = match ego {
            ego if ego == contact.one => (contact.other, contact.leg_of_other),
            ego if ego == contact.other => (contact.one, contact.leg_of_one),
            _ => return,
        };
        let act = match contact.manner {
            Manner::Directed if contact.one == ego => Act::Out,
            Manner::Directed => Act::In,
            Manner::Together => Act::Together,
            Manner::Copied => return,
        };
        found.push(Encounter {
            person,
            at_micros: leg.at_micros,
            id: leg.id,
            day: day_of_micros(leg.at_micros),
            channel: leg.channel,
            venue: leg.venue,
            act,
            others: u32::try_from(contact.others).unwrap_or(u32::MAX),
            stance: leg.stance,
            weight: contact.weight,
        });
    });
    sort_encounters(&mut found);
    found
}

/// Sorts encounters of pieces of legs by alter, moment and interaction.
///
/// # Complexity
/// O(m log m).
pub fn sort_encounters(encounters: &mut [Encounter]) {
    // Stable: acts of one interaction stay in the order of its legs.
    encounters.sort_by_key(|encounter| (encounter.person, encounter.at_micros, encounter.id));
}

/// The encounters with one alter, of encounters sorted by alter.
///
/// # Complexity
/// O(log n).
#[must_use]
pub fn encounters_with(encounters: &[Encounter], person: u32) -> &[Encounter] {
    let start = encounters.partition_point(|encounter| encounter.person < person);
    let end = encounters.partition_point(|encounter| encounter.person <= person);
    encounters.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DAY_MICROS, Shape};
    use crate::store::NOBODY;
    use crate::ties::contact::contact_days;
    use proptest::prelude::*;

    fn shape(code: u8) -> Shape {
        [Shape::Directed, Shape::Mutual, Shape::Gathering, Shape::Bulk][usize::from(code % 4)]
    }

    proptest! {
        /// Encounters of a day come to the contact-day of the tie: the same days, directions and weights.
        #[test]
        fn encounters_and_contact_days_tell_the_same(
            raw in proptest::collection::vec((0_i64..6, 0_u64..12, 1_u32..6, 1_u32..6, any::<u8>()), 0..60)
        ) {
            let mut legs: Vec<Leg> = raw.iter().map(|&(day, id, source, target, code)| {
                // The shape belongs to the interaction.
                let shape = shape(id as u8);
                Leg {
                    at_micros: day * DAY_MICROS, id, source: if shape == Shape::Gathering { NOBODY } else { source }, target,
                    channel: 1, venue: 0, shape, stance: Stance::Neutral, weight: 1.0 - f64::from(code % 3) / 4.0, import: 1,
                }
            }).collect();
            legs.sort_by_key(|leg| (leg.at_micros, leg.id, leg.source, leg.target));
            legs.dedup_by_key(|leg| (leg.at_micros, leg.id, leg.source, leg.target));
            let people: Vec<Option<u32>> = vec![None, Some(0), Some(1), Some(2), None, Some(3)];
            let gather = Gather { people: &people, ego: Some(1), threaded: &[1] };
            let parameters = Parameters::default();
            let found = encounters(&legs, &gather, &parameters);
            prop_assert!(found.is_sorted_by_key(|encounter| (encounter.person, encounter.at_micros, encounter.id)));
            let days = contact_days(&legs, &gather, &parameters);
            let own: Vec<_> = days.all().iter().filter(|day| day.low == 1 || day.high == 1).collect();
            for contact in &own {
                let person = contact.low + contact.high - 1;
                let acts: Vec<_> = encounters_with(&found, person).iter().filter(|act| act.day == contact.day).collect();
                let most = |not: Act| acts.iter().filter(|act| act.act != not).map(|act| act.weight).fold(0.0, f64::max);
                let (out, back) = if contact.low == 1 { (contact.out, contact.back) } else { (contact.back, contact.out) };
                prop_assert_eq!((most(Act::In), most(Act::Out)), (out, back));
                prop_assert_eq!(acts.len() as u32, contact.interactions);
            }
            let counted: u32 = own.iter().map(|contact| contact.interactions).sum();
            prop_assert_eq!(counted as usize, found.len());
        }
    }
}
