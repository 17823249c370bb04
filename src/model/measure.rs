//! Validated numbers: a probability cannot be ranked as a strength.

use std::cmp::Ordering;

macro_rules! unit_measure {
    ($(#[$doc:meta])* $name:ident, $max:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(f64);

        impl $name {
            /// The smallest value.
            pub const ZERO: Self = Self(0.0);

            /// A value in range; what lies outside is clamped, and NaN becomes the smallest value.
            #[must_use]
            pub fn clamped(value: f64) -> Self {
                if value.is_nan() { Self(0.0) } else { Self(value.clamp(0.0, $max)) }
            }

            /// The number.
            #[must_use]
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.total_cmp(&other.0)
            }
        }
    };
}

unit_measure!(
    /// A probability, 0 to 1.
    ///
    /// ```
    /// use acquaint::model::Probability;
    /// assert_eq!(Probability::clamped(1.5).get(), 1.0);
    /// assert_eq!(Probability::clamped(f64::NAN), Probability::ZERO);
    /// ```
    Probability,
    1.0
);
unit_measure!(
    /// Tie strength: 100 times the probability of contact within 30 days, 0 to 100.
    Strength,
    100.0
);

/// What a tie rests on. Only observed evidence makes strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// They wrote, met, called, or shared a small thread.
    Observed,
    /// A connection, an address-book entry, an endorsement.
    Declared,
    /// Guessed from shared circumstances; only on request.
    Inferred,
}

impl Evidence {
    /// The word shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Declared => "declared",
            Self::Inferred => "inferred",
        }
    }
}
