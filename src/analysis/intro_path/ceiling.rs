//! Probabilities rounded up to one byte.

/// A probability rounded up, by at most a sixteenth of it down to 2⁻¹⁶, in one byte: how far the bits of a double are below those
/// of 1, in steps of the fourth bit of the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ceiling(pub(super) u8);

impl Ceiling {
    const STEP: u32 = 48;

    pub(super) fn of(probability: f64) -> Self {
        Self(u8::try_from((1_f64.to_bits() - probability.to_bits()) >> Self::STEP).unwrap_or(u8::MAX))
    }

    pub(super) fn get(self) -> f64 {
        f64::from_bits(1_f64.to_bits() - (u64::from(self.0) << Self::STEP))
    }
}
