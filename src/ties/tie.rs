//! A tie as of a day: the fold of a dyad's contact-days.

use rayon::prelude::{IntoParallelIterator, ParallelIterator};

use super::{ContactDays, Parameters};
use crate::model::{Probability, Strength};

/// Contact-days that one core folds at a time.
const PIECE_DAYS: usize = 1 << 15;

/// What a run of contact-days comes to: momentum at the last one, first and last day, how many.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TieState {
    /// `Σ w·2^(−(last − day)/180)`, frozen at the last contact; 0 without contact.
    pub momentum: f64,
    /// The first contact-day, as days since 1970-01-01; meaningless without contact.
    pub first_day: i32,
    /// The last contact-day.
    pub last_day: i32,
    /// How many contact-days.
    pub contact_days: u32,
}

impl TieState {
    /// Adds a later contact-day.
    pub fn add(&mut self, day: i32, weight: f64, parameters: &Parameters) {
        if self.contact_days == 0 {
            *self = Self { momentum: weight, first_day: day, last_day: day, contact_days: 1 };
        } else {
            let gap = f64::from(day - self.last_day);
            self.momentum = weight + self.momentum * parameters.decay(gap);
            self.last_day = day;
            self.contact_days += 1;
        }
    }

    /// Days since the last contact, at least 0.
    #[must_use]
    pub fn silence_days(&self, as_of_day: i32) -> i32 {
        (as_of_day - self.last_day).max(0)
    }

    /// The probability of contact within a horizon; zero without contact.
    #[must_use]
    pub fn probability(&self, as_of_day: i32, horizon_days: f64, parameters: &Parameters) -> Probability {
        parameters.probability(self.momentum, f64::from(self.silence_days(as_of_day)), horizon_days)
    }
}

/// An observed tie of two people as of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// The person with the smaller number.
    pub low: u32,
    /// The person with the larger number.
    pub high: u32,
    /// How many interactions.
    pub interactions: u32,
    /// Acts of `low` toward `high`.
    pub out: TieState,
    /// Acts of `high` toward `low`.
    pub back: TieState,
    /// Contacts in either direction.
    pub both: TieState,
    /// 100 × the probability of contact within 30 days.
    pub strength: Strength,
    /// The probability of contact within 90 days.
    pub p90: Probability,
    /// The probability that `high` acts for `low`.
    pub hop_out: Probability,
    /// The probability that `low` acts for `high`.
    pub hop_back: Probability,
}

impl Tie {
    /// Reciprocity of contact-days, `2·min(out, in)/(out + in)`, 0 to 1; `None` when nobody initiated.
    #[must_use]
    pub fn reciprocity(&self) -> Option<f64> {
        let (out, back) = (f64::from(self.out.contact_days), f64::from(self.back.contact_days));
        (out + back > 0.0).then(|| 2.0 * out.min(back) / (out + back))
    }

    /// Whether contact within 90 days is at least an even bet.
    #[must_use]
    pub fn is_alive(&self, parameters: &Parameters) -> bool {
        self.p90.get() >= parameters.alive
    }

    /// The day the tie falls below even odds if nothing happens; `None` when it already has.
    #[must_use]
    pub fn fades_on(&self, as_of_day: i32, parameters: &Parameters) -> Option<i32> {
        let day = self.both.last_day + parameters.fades_after_days(self.both.momentum)?;
        (day > as_of_day.max(self.both.last_day)).then_some(day)
    }

    /// The state as seen from a person: (acts of that person, acts of the other).
    #[must_use]
    pub fn seen_from(&self, person: u32) -> (&TieState, &TieState) {
        if person == self.low { (&self.out, &self.back) } else { (&self.back, &self.out) }
    }

    /// The probability that the other one acts for a person.
    #[must_use]
    pub fn hop_from(&self, person: u32) -> Probability {
        if person == self.low { self.hop_out } else { self.hop_back }
    }

    /// The other one.
    #[must_use]
    pub fn other(&self, person: u32) -> u32 {
        if person == self.low { self.high } else { self.low }
    }
}

/// Folds contact-days up to a day into ties, sorted by dyad.
///
/// # Complexity
/// O(n) in the contact-days.
#[must_use]
pub fn fold_ties(days: ContactDays<'_>, as_of_day: i32, parameters: &Parameters) -> Vec<Tie> {
    // Dyads are independent, so pieces between dyads fold on all cores; joined in order, the result is that of one core.
    let pieces = days.pieces(PIECE_DAYS);
    let folded: Vec<Vec<Tie>> = pieces.into_par_iter().map(|piece| fold_piece(piece, as_of_day, parameters)).collect();
    folded.concat()
}

fn fold_piece(days: ContactDays<'_>, as_of_day: i32, parameters: &Parameters) -> Vec<Tie> {
    let mut ties = Vec::new();
    for dyad in days.dyads() {
        let (mut out, mut back, mut both) = (TieState::default(), TieState::default(), TieState::default());
        let mut interactions = 0_u32;
        for contact in dyad.until(as_of_day).iter() {
            if contact.out > 0.0 {
                out.add(contact.day, contact.out, parameters);
            }
            if contact.back > 0.0 {
                back.add(contact.day, contact.back, parameters);
            }
            both.add(contact.day, contact.both, parameters);
            interactions = interactions.saturating_add(contact.interactions);
        }
        if both.contact_days == 0 {
            continue;
        }
        let p90_out = out.probability(as_of_day, Parameters::ALIVE_DAYS, parameters);
        let p90_back = back.probability(as_of_day, Parameters::ALIVE_DAYS, parameters);
        ties.push(Tie {
            low: dyad.low,
            high: dyad.high,
            interactions,
            out,
            back,
            both,
            strength: Strength::clamped(100.0 * both.probability(as_of_day, Parameters::STRENGTH_DAYS, parameters).get()),
            p90: both.probability(as_of_day, Parameters::ALIVE_DAYS, parameters),
            hop_out: parameters.hop(p90_back, p90_out),
            hop_back: parameters.hop(p90_out, p90_back),
        });
    }
    ties
}
