//! A tie as of a day: the fold of a dyad's contact-days.

use rayon::prelude::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::{ContactDays, Dyad, Parameters};
use crate::model::{Probability, Strength};

/// Dyads that one core folds at a time, at least.
const PIECE_DYADS: usize = 1 << 10;
/// Days up to which what follows from them is looked up: eleven years.
const LOOKED_UP_DAYS: u16 = 1 << 12;

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
        self.add_by(day, weight, |days| parameters.decay(f64::from(days)));
    }

    fn add_by(&mut self, day: i32, weight: f64, decay: impl Fn(i32) -> f64) {
        if self.contact_days == 0 {
            *self = Self { momentum: weight, first_day: day, last_day: day, contact_days: 1 };
        } else {
            self.momentum = weight + self.momentum * decay(day - self.last_day);
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
/// O(n) in the contact-days, on all cores.
#[must_use]
pub fn fold_ties(days: ContactDays<'_>, as_of_day: i32, parameters: &Parameters) -> Vec<Tie> {
    Fold::of(days.dyads().len(), as_of_day, parameters).ties(days)
}

/// What the contact-days of two people come to, without what the model makes of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DyadState {
    pub(crate) low: u32,
    pub(crate) high: u32,
    pub(crate) interactions: u32,
    pub(crate) out: TieState,
    pub(crate) back: TieState,
    pub(crate) both: TieState,
}

/// As [`fold_ties`], on one core, and only what the states of ties are.
pub(crate) fn fold_states(days: ContactDays<'_>, as_of_day: i32, parameters: &Parameters) -> Vec<DyadState> {
    let fold = Fold::of(days.dyads().len(), as_of_day, parameters);
    days.dyads().map(|dyad| fold.state(dyad)).filter(|state| state.both.contact_days > 0).collect()
}

/// The fold of a dyad's contact-days up to a day.
#[derive(Debug)]
pub(crate) struct Fold {
    as_of_day: i32,
    parameters: Parameters,
    /// What a momentum shrinks by over so many days, and what so many days of silence are in the model, looked up where there are many dyads:
    /// the same as computed.
    decays: Vec<f64>,
    quiets: Vec<f64>,
}

impl Fold {
    /// A fold that will be used for about so many dyads.
    pub(crate) fn of(dyads: usize, as_of_day: i32, parameters: &Parameters) -> Self {
        let days = if dyads > PIECE_DYADS { 0..LOOKED_UP_DAYS } else { 0..0 };
        let decays = days.clone().map(|days| parameters.decay(f64::from(days))).collect();
        let quiets = days.map(|days| parameters.quiet(f64::from(days))).collect();
        Self { as_of_day, parameters: parameters.clone(), decays, quiets }
    }

    /// The ties of all dyads that have one, sorted.
    pub(crate) fn ties(&self, days: ContactDays<'_>) -> Vec<Tie> {
        // Dyads are independent, so that all cores fold; the result is that of one.
        let mut ties = Vec::new();
        (0..days.dyads().len())
            .into_par_iter()
            .with_min_len(PIECE_DYADS)
            .map(|at| self.folded(days.dyad(at)))
            .collect_into_vec(&mut ties);
        ties.retain(|tie| tie.both.contact_days > 0);
        ties
    }

    /// Whether two people have a tie: a contact-day up to the day.
    pub(crate) fn is_tie(&self, dyad: Dyad<'_>) -> bool {
        dyad.first_day().is_some_and(|day| day <= self.as_of_day)
    }

    /// The tie of a dyad, if it has one.
    pub(crate) fn tie(&self, dyad: Dyad<'_>) -> Option<Tie> {
        self.is_tie(dyad).then(|| self.folded(dyad))
    }

    /// The tie of a dyad; without a contact-day, when there is none up to the day.
    fn folded(&self, dyad: Dyad<'_>) -> Tie {
        let DyadState { low, high, interactions, out, back, both } = self.state(dyad);
        self.of_states((low, high), interactions, (out, back, both))
    }

    fn state(&self, dyad: Dyad<'_>) -> DyadState {
        let (mut out, mut back, mut both) = (TieState::default(), TieState::default(), TieState::default());
        let mut interactions = 0_u32;
        let decay = |days: i32| {
            let known = usize::try_from(days).ok().and_then(|days| self.decays.get(days)).copied();
            known.unwrap_or_else(|| self.parameters.decay(f64::from(days)))
        };
        for contact in dyad.until(self.as_of_day).iter() {
            if contact.out > 0.0 {
                out.add_by(contact.day, contact.out, decay);
            }
            if contact.back > 0.0 {
                back.add_by(contact.day, contact.back, decay);
            }
            both.add_by(contact.day, contact.both, decay);
            interactions = interactions.saturating_add(contact.interactions);
        }
        DyadState { low: dyad.low, high: dyad.high, interactions, out, back, both }
    }

    /// The tie of two people that such states make.
    pub(super) fn of_states(
        &self,
        (low, high): (u32, u32),
        interactions: u32,
        (out, back, both): (TieState, TieState, TieState),
    ) -> Tie {
        let [p90_out] = self.probabilities(&out, [Parameters::ALIVE_DAYS]);
        let [p90_back] = if back == out { [p90_out] } else { self.probabilities(&back, [Parameters::ALIVE_DAYS]) };
        let [p30, p90] = self.probabilities(&both, [Parameters::STRENGTH_DAYS, Parameters::ALIVE_DAYS]);
        Tie {
            low,
            high,
            interactions,
            out,
            back,
            both,
            strength: Strength::clamped(100.0 * p30.get()),
            p90,
            hop_out: self.parameters.hop(p90_back, p90_out),
            hop_back: self.parameters.hop(p90_out, p90_back),
        }
    }

    /// As [`TieState::probability`], for several horizons.
    fn probabilities<const N: usize>(&self, state: &TieState, horizons_days: [f64; N]) -> [Probability; N] {
        if state.momentum <= 0.0 {
            return [Probability::ZERO; N];
        }
        let silence_days = state.silence_days(self.as_of_day);
        let known = self.quiets.get(silence_days as usize).copied();
        let quiet = known.unwrap_or_else(|| self.parameters.quiet(f64::from(silence_days)));
        let log_momentum = state.momentum.ln();
        horizons_days.map(|days| Parameters::probability_of(self.parameters.logit(log_momentum, quiet, days)))
    }
}
