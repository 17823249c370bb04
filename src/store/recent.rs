//! Lists of targets that were met just before, so that a group's list is kept once and not with each of its messages.

/// Lists that are kept at once.
const PLACES: usize = 256;
/// The longest list that is kept, so that memory stays bounded.
const MOST_TARGETS: usize = 512;

/// The lists met last. Two that are given the same lists in the same order hold the same ones at the same places.
#[derive(Debug, Default)]
pub(super) struct Recent {
    lists: Vec<Vec<u32>>,
}

impl Recent {
    /// The place of a list, if it is held.
    pub(super) fn find(&self, targets: &[u32]) -> Option<u32> {
        let place = place_of(targets);
        (!targets.is_empty() && self.get(place) == targets).then_some(place)
    }

    /// The list at a place.
    pub(super) fn get(&self, place: u32) -> &[u32] {
        self.lists.get(place as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Holds a list, and gives up the one that had its place.
    pub(super) fn keep(&mut self, targets: &[u32]) {
        if targets.len() > MOST_TARGETS {
            return;
        }
        self.lists.resize_with(PLACES, Vec::new);
        if let Some(list) = self.lists.get_mut(place_of(targets) as usize) {
            list.clear();
            list.extend_from_slice(targets);
        }
    }
}

/// A place that depends on the whole list.
fn place_of(targets: &[u32]) -> u32 {
    let mixed = targets.iter().fold(targets.len() as u64, |mixed, target| {
        (mixed.rotate_left(5) ^ u64::from(*target)).wrapping_mul(0x517c_c1b7_2722_0a95)
    });
    (mixed >> 32) as u32 % PLACES as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_until_another_takes_its_place() {
        let mut recent = Recent::default();
        assert_eq!(recent.find(&[1, 2]), None);
        recent.keep(&[1, 2]);
        let place = recent.find(&[1, 2]).unwrap();
        assert_eq!((recent.get(place), recent.find(&[2, 1]), recent.find(&[])), (&[1, 2][..], None, None));
        let other = (0..u32::MAX).map(|target| [target, 7]).find(|other| place_of(other) == place).unwrap();
        recent.keep(&other);
        assert_eq!((recent.find(&[1, 2]), recent.find(&other)), (None, Some(place)));
        let long: Vec<u32> = (0..=MOST_TARGETS as u32).collect();
        recent.keep(&long);
        assert_eq!(recent.find(&long), None);
    }
}
