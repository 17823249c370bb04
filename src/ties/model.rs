//! The momentum × silence model: how likely two people are in contact again.

use crate::model::Probability;

/// The constants of the model, fitted on five public datasets and frozen (calibration level 0).
///
/// `logit P_h = intercept + momentum·ln S + silence·q + crossing·q·max(ln S, 0) + ln(h/30)` with `q = ln(1 + r/7)`, where S is the
/// momentum at the last contact, r the days of silence and h the horizon in days (7 to 180).
///
/// ```
/// use acquaint::ties::Parameters;
/// let model = Parameters::default();
/// // Somebody met once, a week ago: 23 of 100; a weekly contact (S = 38) after a month of silence: 77 of 100.
/// assert_eq!((100.0 * model.probability(1.0, 7.0, 30.0).get()).round(), 23.0);
/// assert_eq!((100.0 * model.probability(38.0, 30.0, 30.0).get()).round(), 77.0);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Parameters {
    /// The odds of somebody met once today.
    pub intercept: f64,
    /// What momentum adds.
    pub momentum: f64,
    /// What silence takes.
    pub silence: f64,
    /// How much harder silence weighs on a strong tie.
    pub crossing: f64,
    /// Days after which a contact-day counts half in the momentum.
    pub half_life_days: f64,
    /// Days of silence from which silence is felt.
    pub silence_scale_days: f64,
    /// Others in an interaction up to which it counts fully.
    pub full_group: f64,
    /// How far somebody who was only written to can be counted on to act.
    pub one_way: f64,
    /// The 90-day probability at which a tie counts as alive.
    pub alive: f64,
    /// Whether mass mail and what machines send counts as contact.
    pub count_bulk: bool,
    /// Whether somebody counts as a contact of whom only one side ever acted.
    pub count_one_way: bool,
    /// Whether a meeting counts once for each calendar that holds it.
    pub count_repeats: bool,
    /// The level of calibration: 0 for the published constants, 1 with the intercept shifted, 2 with four coefficients refitted.
    pub level: u8,
    /// The day whose evaluation the calibration rests on; `None` for the published constants.
    pub calibrated_on: Option<String>,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            intercept: -0.80,
            momentum: 1.25,
            silence: -0.60,
            crossing: -0.25,
            half_life_days: 180.0,
            silence_scale_days: 7.0,
            full_group: 8.0,
            one_way: 0.1,
            alive: 0.5,
            count_bulk: false,
            count_one_way: false,
            count_repeats: false,
            level: 0,
            calibrated_on: None,
        }
    }
}

impl Parameters {
    /// The horizon of [`crate::model::Strength`], in days.
    pub const STRENGTH_DAYS: f64 = 30.0;
    /// The horizon of being alive, of hops and of structural weights, in days.
    pub const ALIVE_DAYS: f64 = 90.0;
    /// Days of silence within which more contact in the past must never make contact less likely.
    pub const MONOTONE_DAYS: f64 = 180.0;

    /// These odds with the counting rules of another model: a calibration says what follows from contact, not what counts as one.
    #[must_use]
    pub fn counting_as(self, rules: &Self) -> Self {
        let Self { full_group, count_bulk, count_one_way, count_repeats, .. } = *rules;
        Self { full_group, count_bulk, count_one_way, count_repeats, ..self }
    }

    /// The weight of an interaction with `others` other participants, in (0, 1]: `min(1, √(8/k))`.
    #[must_use]
    pub fn group_weight(&self, others: usize) -> f64 {
        (self.full_group / others.max(1) as f64).sqrt().min(1.0)
    }

    /// The factor that a momentum shrinks by over some days, in (0, 1].
    #[must_use]
    pub fn decay(&self, days: f64) -> f64 {
        (-days / self.half_life_days).exp2()
    }

    /// The probability of contact within `horizon_days`, from a momentum (> 0) and the days since the last contact (≥ 0).
    /// Zero when there never was a contact.
    #[must_use]
    pub fn probability(&self, momentum: f64, silence_days: f64, horizon_days: f64) -> Probability {
        if momentum <= 0.0 {
            return Probability::ZERO;
        }
        Self::probability_of(self.logit(momentum.ln(), self.quiet(silence_days), horizon_days))
    }

    /// The probability whose odds have a logarithm.
    #[must_use]
    pub(super) fn probability_of(logit: f64) -> Probability {
        Probability::clamped(1.0 / (1.0 + (-logit).exp()))
    }

    /// Whether contact never harms a tie and silence never helps one, by finite coefficients.
    ///
    /// Silence weighs harder on strong ties, so signs alone do not do. The slope along ln S must not turn negative within 180 days
    /// of silence, `momentum + crossing·ln(1 + 180/7) ≥ 0`; and the fade date must move out with S, whatever S is:
    /// `−momentum·silence ≥ −crossing·(intercept + ln 3)`.
    ///
    /// ```
    /// use acquaint::ties::Parameters;
    /// let model = Parameters::default();
    /// assert!(model.is_monotone());
    /// // 0.8 − 0.25·3.29 is below 0: after half a year of silence, more contact in the past would be worse than less.
    /// assert!(!Parameters { momentum: 0.8, ..model.clone() }.is_monotone());
    /// // 1.25·0.6 is below 0.25·(2 + 1.1): a daily contact would fade sooner than a monthly one.
    /// assert!(!Parameters { intercept: 2.0, ..model }.is_monotone());
    /// ```
    #[must_use]
    pub fn is_monotone(&self) -> bool {
        let finite = [self.intercept, self.momentum, self.silence, self.crossing].iter().all(|value| value.is_finite());
        let signs = self.momentum > 0.0 && self.silence < 0.0 && self.crossing <= 0.0;
        let contact_helps = self.momentum + self.crossing * self.quiet(Self::MONOTONE_DAYS) >= 0.0;
        let fades_later = -self.momentum * self.silence >= -self.crossing * self.alive_odds();
        finite && signs && contact_helps && fades_later
    }

    /// The model with its four coefficients to six digits, as a calibration is kept: what is tested is then what is used.
    #[must_use]
    pub(super) fn rounded(self) -> Self {
        let kept = |value: f64| (value * 1e6).round() / 1e6;
        let [intercept, momentum, silence, crossing] = [self.intercept, self.momentum, self.silence, self.crossing].map(kept);
        Self { intercept, momentum, silence, crossing, ..self }
    }

    /// The logarithm of the odds of somebody met once today, 90 days ahead, above those at which a tie counts as alive.
    fn alive_odds(&self) -> f64 {
        self.intercept + (Self::ALIVE_DAYS / Self::STRENGTH_DAYS).ln() - (self.alive / (1.0 - self.alive)).ln()
    }

    /// `ln(1 + r/7)` of days of silence.
    #[must_use]
    pub(super) fn quiet(&self, silence_days: f64) -> f64 {
        (silence_days.max(0.0) / self.silence_scale_days).ln_1p()
    }

    /// The logarithm of the odds of contact within `horizon_days`, from ln S and q.
    #[must_use]
    pub(super) fn logit(&self, log_momentum: f64, quiet: f64, horizon_days: f64) -> f64 {
        self.intercept
            + self.momentum * log_momentum
            + self.silence * quiet
            + self.crossing * quiet * log_momentum.max(0.0)
            + (horizon_days / Self::STRENGTH_DAYS).ln()
    }

    /// Whole days of silence after which the 90-day probability is below even odds; `None` when it is so from the first day.
    #[must_use]
    pub fn fades_after_days(&self, momentum: f64) -> Option<i32> {
        if momentum <= 0.0 {
            return None;
        }
        let log_momentum = momentum.ln();
        let odds = self.alive_odds() + self.momentum * log_momentum;
        let slope = -self.silence - self.crossing * log_momentum.max(0.0);
        let days = (self.silence_scale_days * (odds / slope).exp_m1()).ceil();
        (days > 0.0).then(|| days.min(1e6) as i32)
    }

    /// "As if in touch every so many days": `−180·log2(1 − 1/S)`; `None` when the momentum is at most 1 (one contact).
    #[must_use]
    pub fn rhythm_days(&self, momentum: f64) -> Option<f64> {
        (momentum > 1.0).then(|| -self.half_life_days * (1.0 - 1.0 / momentum).log2())
    }

    /// The probability that somebody acts for the ego, from the 90-day probabilities that they act toward the ego, and that
    /// the ego acts toward them: `1 − (1 − toward)·(1 − 0.1·away)`.
    #[must_use]
    pub fn hop(&self, toward: Probability, away: Probability) -> Probability {
        Probability::clamped(1.0 - (1.0 - toward.get()) * (1.0 - self.one_way * away.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_table_of_rhythms_is_reproduced() {
        let model = Parameters::default();
        let rows = [
            (1.0, [31, 23, 14, 8, 6, 4], 5),
            (1.3, [39, 29, 17, 10, 7, 4], 11),
            (3.4, [67, 52, 31, 16, 10, 5], 45),
            (9.2, [88, 76, 51, 26, 14, 7], 93),
            (38.0, [98, 94, 77, 44, 23, 10], 166),
            (186.0, [100, 99, 93, 67, 37, 14], 245),
        ];
        for (momentum, strengths, fades) in rows {
            for (silence, expected) in [0.0, 7.0, 30.0, 90.0, 180.0, 365.0].into_iter().zip(strengths) {
                let strength = (100.0 * model.probability(momentum, silence, 30.0).get()).round() as i32;
                assert!((strength - expected).abs() <= 1, "S {momentum} after {silence} days: {strength}, not {expected}");
            }
            let days = model.fades_after_days(momentum).unwrap();
            assert!((days - fades).abs() <= 3, "S {momentum} fades after {days} days, not {fades}");
        }
    }

    #[test]
    fn the_published_constants_are_monotone_with_room_to_spare() {
        let model = Parameters::default();
        assert!((model.momentum + model.crossing * model.quiet(180.0) - 0.43).abs() < 0.005);
        assert!((-model.momentum * model.silence - 0.75).abs() < 1e-12);
        assert!((-model.crossing * model.alive_odds() - 0.07).abs() < 0.005);
        assert!(model.is_monotone());
    }

    #[test]
    fn a_model_with_the_right_signs_by_which_contact_harms_a_tie_is_not_monotone() {
        let published = Parameters::default;
        // Within half a year a weekly contact is overtaken by somebody met once.
        let crossed = Parameters { momentum: 0.5, silence: -0.4, crossing: -0.3, ..published() };
        assert!(crossed.probability(38.0, 90.0, 90.0) < crossed.probability(1.0, 90.0, 90.0));
        assert!(!crossed.is_monotone());
        // Contact never lowers the odds within 180 days, and yet more of it brings the fade date nearer.
        let hastened = Parameters { intercept: 1.0, momentum: 1.0, silence: -0.4, crossing: -0.3, ..published() };
        assert!(hastened.probability(38.0, 180.0, 90.0) >= hastened.probability(1.0, 180.0, 90.0));
        assert!(hastened.fades_after_days(38.0) < hastened.fades_after_days(1.0));
        assert!(!hastened.is_monotone());
    }

    proptest! {
        /// Whatever a calibration may use: more contact never lowers the odds within 180 days of silence, nor brings the fade date nearer.
        #[test]
        fn by_no_accepted_model_does_contact_harm_a_tie(
            intercept in -6.0_f64..4.0, momentum in -0.2_f64..3.0, silence in -2.0_f64..0.1, crossing in -1.0_f64..0.1,
            low in -4.0_f64..6.0, more in 0.0_f64..6.0, days in 0.0_f64..=180.0,
        ) {
            let model = Parameters { intercept, momentum, silence, crossing, ..Parameters::default() };
            prop_assume!(model.is_monotone());
            let (less, more) = (low.exp(), (low + more).exp());
            for horizon in [7.0, 90.0, 180.0] {
                for days in [0.0, days, 180.0] {
                    let [less, more] = [less, more].map(|momentum| model.probability(momentum, days, horizon).get());
                    prop_assert!(more >= less - 1e-12, "{} {} after {} days", less, more, days);
                }
            }
            // `None`, faded from the first day, is before every day.
            let [less, more] = [less, more].map(|momentum| model.fades_after_days(momentum));
            prop_assert!(more >= less, "fades after {:?}, with more contact after {:?}", less, more);
        }

        /// More momentum and a longer horizon raise the probability, silence lowers it, and the fade day is where it crosses.
        #[test]
        fn the_model_is_monotone(momentum in 0.01_f64..400.0, silence in 0.0_f64..2000.0, horizon in 7.0_f64..180.0) {
            let model = Parameters::default();
            let here = model.probability(momentum, silence, horizon);
            prop_assert!(model.probability(momentum * 1.1, silence, horizon) >= here || silence > Parameters::MONOTONE_DAYS);
            prop_assert!(model.probability(momentum, silence + 1.0, horizon) <= here);
            prop_assert!(model.probability(momentum, silence, horizon + 1.0) >= here);
            if let Some(days) = model.fades_after_days(momentum) {
                prop_assert!(model.probability(momentum, f64::from(days), 90.0).get() < 0.5 + 1e-12);
                prop_assert!(model.probability(momentum, f64::from(days) - 1.0, 90.0).get() >= 0.5);
            } else {
                prop_assert!(model.probability(momentum, 0.0, 90.0).get() <= 0.5);
            }
        }
    }
}
