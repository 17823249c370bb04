//! The generator's own random numbers, so that no library update can change a recorded world.

/// `SplitMix64`: a 64-bit counter passed through a mixing function; the same seed gives the same numbers on every machine.
///
/// # Source
/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; constants of Vigna's public-domain
/// `splitmix64.c`. The first value of seed 0 is 16294208416658607535.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A sequence that depends on the seed alone.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A sequence for one part of a world, so that a change in one part leaves the others as they were.
    #[must_use]
    pub fn stream(seed: u64, part: &str) -> Self {
        let folded = part.bytes().fold(seed ^ 0x51_7c_c1_b7_27_22_0a_95, |state, byte| mix(state ^ u64::from(byte)));
        Self { state: folded }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number from 0 to `bound` − 1; 0 when `bound` is 0. Multiply-shift: the bias is below 2⁻³² for bounds below 2³².
    pub fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.bits()) * bound as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included; `low` when the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as usize) as i64
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A fraction in [0, 1) with 53 random bits.
    pub fn fraction(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of the items; `None` when there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    /// One of the words; empty when there are none.
    pub fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// Puts the items into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Up to `count` different items, in random order.
    pub fn sample<T: Copy>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut all = items.to_vec();
        self.shuffle(&mut all);
        all.truncate(count);
        all
    }

    /// Random lower-case letters and digits, for identifiers.
    pub fn token(&mut self, length: usize) -> String {
        const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        (0..length).filter_map(|_| self.pick(ALPHABET).copied().map(char::from)).collect()
    }
}

/// The output function of `SplitMix64`.
pub(super) fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_values_are_those_of_the_reference_implementation() {
        let mut random = Random::new(0);
        assert_eq!([random.bits(), random.bits()], [16_294_208_416_658_607_535, 7_960_286_522_194_355_700]);
    }

    #[test]
    fn ranges_hold_their_bounds() {
        let mut random = Random::new(7);
        for _ in 0..2_000 {
            assert!((3..=5).contains(&random.between(3, 5)));
            assert!((0.0..1.0).contains(&random.fraction()));
        }
        assert_eq!(random.below(0), 0);
        assert_eq!(random.between(4, 1), 4);
        assert_eq!(random.pick::<u8>(&[]), None);
        let mut order: Vec<usize> = (0..50).collect();
        random.shuffle(&mut order);
        order.sort_unstable();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
    }
}
