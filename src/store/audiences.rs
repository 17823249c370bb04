//! Lists of receivers that a file gives again and again, with their numbers.

use crate::model::Audience;

/// Lists that are kept at once.
const PLACES: usize = 256;

/// A list, the earliest interaction it came with, and the numbers of its people.
type Known = (Audience, i64, Vec<u32>);

/// The lists met last, of those that may come again.
#[derive(Default)]
pub(super) struct Audiences {
    places: Vec<Option<Known>>,
}

impl Audiences {
    /// The numbers of a list that came with an interaction of the same moment or before.
    pub(super) fn find(&self, audience: &Audience, at_micros: i64) -> Option<&[u32]> {
        let (known, earliest, numbers) = self.places.get(place_of(audience))?.as_ref()?;
        (known.is_same_list(audience) && *earliest <= at_micros).then_some(numbers)
    }

    /// Keeps the numbers of a list.
    pub(super) fn keep(&mut self, audience: &Audience, at_micros: i64, numbers: &[u32]) {
        if audience.is_shared() {
            self.places.resize_with(PLACES, || None);
            if let Some(place) = self.places.get_mut(place_of(audience)) {
                *place = Some((audience.clone(), at_micros, numbers.to_vec()));
            }
        }
    }
}

fn place_of(audience: &Audience) -> usize {
    // The lowest bits of an address are always zero.
    ((audience.address() >> 4).wrapping_mul(0x9e37_79b1) >> 8) & (PLACES - 1)
}
