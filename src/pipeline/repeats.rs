//! One meeting in two calendars that name it differently: the same people at the same moment met once.
//!
//! Calendars that share the event's UID give it one identity when they are imported. What is left are copies: another calendar service, an
//! export that made up identifiers of its own.

use std::collections::BTreeSet;

use crate::model::Shape;
use crate::store::Leg;

/// Leaves out of legs (in key order) every gathering but one of those that begin at one moment with the same people.
/// Returns how many.
///
/// # Complexity
/// O(n) in the legs, and O(m log m) in those of gatherings that share their moment with another.
pub(super) fn leave_out(legs: &mut Vec<Leg>, people: &[Option<u32>]) -> usize {
    let person = |leg: &Leg| people.get(leg.target as usize).copied().flatten();
    let mut repeated: BTreeSet<(i64, u64)> = BTreeSet::new();
    for moment in legs.chunk_by(|one, other| one.at_micros == other.at_micros) {
        let gatherings = || moment.chunk_by(|one, other| one.id == other.id).filter(|legs| legs[0].shape == Shape::Gathering);
        if gatherings().nth(1).is_none() {
            continue;
        }
        let mut known: BTreeSet<BTreeSet<u32>> = BTreeSet::new();
        // Not the first met: in which order they come depends on the segments that were read.
        let mut ordered: Vec<&[Leg]> = gatherings().collect();
        ordered.sort_unstable_by_key(|gathering| gathering[0].id);
        for gathering in ordered {
            let present: BTreeSet<u32> = gathering.iter().filter_map(person).collect();
            if present.len() > 1 && !known.insert(present) {
                repeated.insert((gathering[0].at_micros, gathering[0].id));
            }
        }
    }
    if !repeated.is_empty() {
        legs.retain(|leg| !repeated.contains(&(leg.at_micros, leg.id)));
    }
    repeated.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stance;
    use crate::store::NOBODY;

    #[test]
    fn the_same_people_at_the_same_moment_met_once() {
        let leg = |at_micros, id, target, shape| Leg {
            at_micros,
            id,
            source: NOBODY,
            target,
            channel: 1,
            venue: 0,
            shape,
            stance: Stance::Neutral,
            weight: 1.0,
            import: 1,
        };
        let meeting = |at, id, who: &[u32]| who.iter().map(|target| leg(at, id, *target, Shape::Gathering)).collect::<Vec<_>>();
        // Handles 3 and 4 are one person.
        let people = [None, Some(0), Some(1), Some(2), Some(2)];
        let mut legs =
            [meeting(5, 1, &[1, 2, 3]), meeting(5, 2, &[1, 2, 4]), meeting(5, 3, &[1, 2]), meeting(6, 4, &[1, 2, 3])].concat();
        legs.push(Leg { source: 1, ..leg(7, 5, 2, Shape::Directed) });
        legs.push(Leg { source: 1, ..leg(7, 6, 2, Shape::Directed) });
        assert_eq!(leave_out(&mut legs, &people), 1);
        let kept: BTreeSet<u64> = legs.iter().map(|leg| leg.id).collect();
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
    }
}
