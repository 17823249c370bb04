//! One streaming pass: what is known of every dyad on each cut-off, and whether contact followed.

use crate::ties::{ContactDays, Dyad, Parameters, TieState};

/// The half-life of the baseline, in days: the best fixed one on three sets of mail.
pub const BASELINE_HALF_LIFE_DAYS: f64 = 60.0;

/// A dyad on a cut-off, with what followed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Window {
    pub(super) low: u32,
    pub(super) high: u32,
    /// ln S, of the contacts before the cut-off.
    pub(super) log_momentum: f64,
    /// q = ln(1 + r/7), of the silence on the day before the cut-off.
    pub(super) quiet: f64,
    /// ln Σ w·2^(−Δ/60), as of the day before the cut-off.
    pub(super) log_half_life: f64,
    pub(super) silence_days: i32,
    pub(super) contact_days: u32,
    /// Whether there was contact from the cut-off until before the horizon's end.
    pub(super) positive: bool,
}

impl Window {
    /// 1 when contact followed, else 0.
    pub(super) fn outcome(&self) -> f64 {
        f64::from(u8::from(self.positive))
    }

    /// ln of the model's odds.
    pub(super) fn logit(&self, parameters: &Parameters, horizon_days: i32) -> f64 {
        parameters.logit(self.log_momentum, self.quiet, f64::from(horizon_days))
    }
}

/// The contact-days of each dyad in a scope: all, or those of one person. A day of weight 0 is no contact.
pub(super) fn dyads(days: ContactDays<'_>, ego: Option<u32>) -> impl Iterator<Item = Dyad<'_>> {
    days.dyads().filter(move |dyad| ego.is_none_or(|ego| dyad.has(ego)))
}

/// The windows of every cut-off, sorted by dyad.
///
/// # Complexity
/// O(n + windows): each dyad is folded once, through all cut-offs.
pub(super) fn windows(
    days: ContactDays<'_>,
    ego: Option<u32>,
    cutoffs: &[i32],
    horizon_days: i32,
    parameters: &Parameters,
) -> Vec<Vec<Window>> {
    let mut folds: Vec<Vec<Window>> = vec![Vec::new(); cutoffs.len()];
    for dyad in dyads(days, ego) {
        let mut contacts = dyad.iter().filter(|contact| contact.both > 0.0).peekable();
        let (mut state, mut halved) = (TieState::default(), 0.0_f64);
        for (&cutoff, fold) in cutoffs.iter().zip(&mut folds) {
            while let Some(contact) = contacts.next_if(|contact| contact.day < cutoff) {
                let gap = f64::from(contact.day - if state.contact_days == 0 { contact.day } else { state.last_day });
                halved = contact.both + halved * (-gap / BASELINE_HALF_LIFE_DAYS).exp2();
                state.add(contact.day, contact.both, parameters);
            }
            if state.contact_days == 0 {
                continue;
            }
            let silence_days = state.silence_days(cutoff - 1);
            fold.push(Window {
                low: dyad.low,
                high: dyad.high,
                log_momentum: state.momentum.ln(),
                quiet: parameters.quiet(f64::from(silence_days)),
                log_half_life: halved.ln() - std::f64::consts::LN_2 * f64::from(silence_days) / BASELINE_HALF_LIFE_DAYS,
                silence_days,
                contact_days: state.contact_days,
                positive: contacts.peek().is_some_and(|next| next.day < cutoff + horizon_days),
            });
        }
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::{ContactColumns, ContactDay};

    fn contact(low: u32, high: u32, day: i32, both: f64) -> ContactDay {
        ContactDay { low, high, day, interactions: 1, out: both, back: 0.0, both }
    }

    #[test]
    fn a_window_knows_what_was_before_the_cutoff_and_what_followed_within_the_horizon() {
        let days = [contact(0, 1, 100, 1.0), contact(0, 1, 160, 0.5), contact(0, 1, 230, 1.0), contact(1, 2, 199, 0.0)];
        let days = ContactColumns::of(&days);
        let (days, model) = (days.all(), Parameters::default());
        let [early, late]: [Vec<Window>; 2] = windows(days, None, &[160, 200], 30, &model).try_into().unwrap();
        // On day 160 that day's contact is still to come; after day 199 the next one comes just too late, on day 230.
        let [early, late] = [early, late].map(|fold| {
            assert_eq!(fold.len(), 1, "a day of weight 0 makes no dyad");
            fold[0]
        });
        assert_eq!((early.silence_days, early.contact_days, early.positive), (59, 1, true));
        assert_eq!((late.silence_days, late.contact_days, late.positive), (39, 2, false));
        let momentum = 0.5 + 2_f64.powf(-60.0 / 180.0);
        assert!((late.log_momentum - momentum.ln()).abs() < 1e-12);
        assert!((late.log_half_life - (-39.0 / 60.0 * std::f64::consts::LN_2)).abs() < 1e-12);
        assert!((late.quiet - (39.0_f64 / 7.0).ln_1p()).abs() < 1e-12);
        let [just] = windows(days, Some(0), &[201], 30, &model).try_into().unwrap();
        assert!(just[0].positive && windows(days, Some(2), &[201], 30, &model)[0].is_empty());
    }
}
