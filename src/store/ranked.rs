//! Texts in the order of their bytes, found by their ranks.

use rayon::slice::ParallelSliceMut;

use super::texts::Texts;

/// Texts one after another, in order.
#[derive(Debug)]
pub(super) struct Ranked {
    text: String,
    ends: Vec<usize>,
}

impl Ranked {
    /// Orders texts; also gives the rank of each, from 0, by its place.
    ///
    /// # Complexity
    /// O(n log n), on all cores; 32 bytes for each text in memory beside them.
    pub(super) fn of(texts: &Texts) -> (Self, Vec<u32>) {
        // Most texts differ in the bytes at their beginning, which are compared where they lie.
        let mut order: Vec<(u128, u32)> =
            (0..texts.len() as u32).map(|place| (beginning(texts.text(place as usize)), place)).collect();
        order.par_sort_unstable_by(|one, other| {
            one.0.cmp(&other.0).then_with(|| texts.text(one.1 as usize).cmp(texts.text(other.1 as usize)))
        });
        let mut ranked = Self { text: String::new(), ends: Vec::with_capacity(order.len()) };
        let mut ranks = vec![0; order.len()];
        for (rank, (_, place)) in (0_u32..).zip(&order) {
            ranked.text.push_str(texts.text(*place as usize));
            ranked.ends.push(ranked.text.len());
            if let Some(of_place) = ranks.get_mut(*place as usize) {
                *of_place = rank;
            }
        }
        (ranked, ranks)
    }

    /// The text of a rank; empty beyond the last.
    pub(super) fn text(&self, rank: u32) -> &str {
        let rank = rank as usize;
        let start = rank.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(rank).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// The rank of a text.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.ends.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.text(middle) < text { low = middle + 1 } else { high = middle }
        }
        ((low as usize) < self.ends.len() && self.text(low) == text).then_some(low)
    }
}

/// The first bytes of a text as a number in the same order, but for texts that end in bytes of zero.
fn beginning(text: &str) -> u128 {
    let mut bytes = [0; 16];
    for (byte, of_text) in bytes.iter_mut().zip(text.bytes()) {
        *byte = of_text;
    }
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Texts stand as they are sorted, those too that begin alike or end in bytes of zero.
        #[test]
        fn texts_are_ranked_by_their_bytes(raw in proptest::collection::btree_set("(mailto:long-)?[a-c\0é]{0,9}", 0..60), seed in any::<u64>()) {
            let mut shuffled: Vec<&String> = raw.iter().collect();
            shuffled.sort_by_key(|text| text.bytes().fold(seed | 1, |mixed, byte| (mixed ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
            let (mut texts, mut next) = (Texts::default(), 1);
            for text in &shuffled {
                texts.number(text, &mut next);
            }
            let (ranked, ranks) = Ranked::of(&texts);
            let found: Vec<&str> = (0..raw.len() as u32).map(|rank| ranked.text(rank)).collect();
            prop_assert_eq!(&found, &raw.iter().map(String::as_str).collect::<Vec<&str>>());
            for (text, rank) in shuffled.iter().zip(&ranks) {
                prop_assert_eq!(ranked.text(*rank), text.as_str());
                prop_assert_eq!(ranked.find(text), Some(*rank));
            }
            prop_assert_eq!((ranked.find("d"), ranked.text(raw.len() as u32)), (None, ""));
        }
    }
}
