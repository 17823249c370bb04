//! What passed between the ego and one person, counted: why somebody is a contact, or is not.

use super::contact::Gather;
use crate::model::Shape;
use crate::store::{Leg, NOBODY};

/// How often what passed between the ego and one person. What is sent by a machine or to a mass of people is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Dealings {
    /// Interactions in which the ego acted toward the person.
    pub you_wrote: u32,
    /// Interactions in which the person acted toward the ego.
    pub they_wrote: u32,
    /// Gatherings of both, and contacts that nobody initiated.
    pub met: u32,
    /// What a machine or a mass mailing sent in the person's name, to anybody.
    pub mass: u32,
    /// What the person wrote to a list, of whose readers none is known.
    pub to_lists: u32,
    /// Other interactions that the person took part in, without the ego acting or being addressed.
    pub with_others: u32,
}

impl Dealings {
    /// Adds what other legs came to.
    pub fn add(&mut self, other: &Self) {
        let Self { you_wrote, they_wrote, met, mass, to_lists, with_others } = other;
        self.you_wrote += you_wrote;
        self.they_wrote += they_wrote;
        self.met += met;
        self.mass += mass;
        self.to_lists += to_lists;
        self.with_others += with_others;
    }
}

/// Counts the legs (in key order) of one person.
///
/// # Complexity
/// O(n) in the legs.
///
/// # Examples
/// ```
/// use acquaint::model::{Shape, Stance};
/// use acquaint::store::Leg;
/// use acquaint::ties::{Gather, dealings};
/// let leg = |id, source, target, shape| Leg {
///     at_micros: 0, id, source, target, channel: 1, venue: 0, shape, stance: Stance::Neutral, weight: 1.0, import: 1,
/// };
/// let legs = [leg(1, 2, 1, Shape::Directed), leg(2, 2, 1, Shape::Bulk), leg(3, 2, 0, Shape::Directed)];
/// let gather = Gather { people: &[None, Some(0), Some(1)], ego: Some(0), threaded: &[] };
/// let found = dealings(&legs, &gather, 1);
/// assert_eq!((found.they_wrote, found.mass, found.to_lists, found.you_wrote), (1, 1, 1, 0));
/// ```
#[must_use]
pub fn dealings(legs: &[Leg], gather: &Gather<'_>, person: u32) -> Dealings {
    let of = |number: u32| gather.people.get(number as usize).copied().flatten();
    let mut found = Dealings::default();
    for interaction in legs.chunk_by(|one, other| one.at_micros == other.at_micros && one.id == other.id) {
        let has = |wanted: Option<u32>| wanted.is_some() && interaction.iter().any(|leg| of(leg.target) == wanted);
        let Some(first) = interaction.first() else { continue };
        let sender = of(first.source);
        let (is_sender, is_receiver) = (sender == Some(person), has(Some(person)));
        if !is_sender && !is_receiver {
            continue;
        }
        let with_ego = if is_sender { has(gather.ego) } else { gather.ego.is_some() && sender == gather.ego };
        *match first.shape {
            Shape::Bulk if is_sender => &mut found.mass,
            Shape::Bulk => continue,
            Shape::Gathering if has(gather.ego) => &mut found.met,
            Shape::Mutual if with_ego => &mut found.met,
            Shape::Directed if with_ego && is_sender => &mut found.they_wrote,
            Shape::Directed if with_ego => &mut found.you_wrote,
            Shape::Directed if is_sender && interaction.iter().all(|leg| leg.target == NOBODY) => &mut found.to_lists,
            Shape::Directed | Shape::Mutual | Shape::Gathering => &mut found.with_others,
        } += 1;
    }
    found
}
