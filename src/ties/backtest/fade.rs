//! The fade-date check: of ties that fell silent and crossed even odds, how many were contacted after all.

use super::windows::dyads;
use crate::ties::{ContactDays, Parameters, TieState};

/// What became of silent ties after their fade date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FadeCheck {
    /// Silences that reached the day on which the 90-day probability falls below one half, with 90 days to watch after it.
    pub crossed: usize,
    /// Those contacted within these 90 days.
    pub contacted: usize,
}

impl FadeCheck {
    /// The share contacted: near one half when fade dates mean what they say.
    ///
    /// # Range
    /// 0 to 1; `None` when nothing crossed.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.crossed > 0).then(|| self.contacted as f64 / self.crossed as f64)
    }
}

/// Follows every silence of every dyad past its fade date, where the 90 days after it are over before the last observed day.
///
/// # Complexity
/// O(n) in the contact-days.
pub(super) fn fade_check(days: ContactDays<'_>, ego: Option<u32>, end_day: i32, parameters: &Parameters) -> FadeCheck {
    let watched_days = Parameters::ALIVE_DAYS as i32;
    let mut check = FadeCheck::default();
    for dyad in dyads(days, ego) {
        let mut state = TieState::default();
        let mut contacts = dyad.iter().filter(|contact| contact.both > 0.0 && contact.day <= end_day).peekable();
        while let Some(contact) = contacts.next() {
            state.add(contact.day, contact.both, parameters);
            let Some(after) = parameters.fades_after_days(state.momentum) else { continue };
            let fades_on = contact.day.saturating_add(after);
            let next = contacts.peek().map_or(i32::MAX, |next| next.day);
            if next > fades_on && fades_on.saturating_add(watched_days) < end_day {
                check.crossed += 1;
                check.contacted += usize::from(next <= fades_on + watched_days);
            }
        }
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::{ContactColumns, ContactDay};

    #[test]
    fn only_silences_past_their_fade_date_that_could_be_watched_count() {
        let contact = |day| ContactDay { low: 0, high: 1, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 };
        let model = Parameters::default();
        let fades_after = model.fades_after_days(1.0).unwrap();
        let check = |days: &[i32], end| {
            let days: Vec<ContactDay> = days.iter().map(|day| contact(*day)).collect();
            let found = fade_check(ContactColumns::of(&days).all(), None, end, &model);
            (found.crossed, found.contacted)
        };
        assert_eq!(check(&[100], 100 + fades_after + 91), (1, 0));
        assert_eq!(check(&[100], 100 + fades_after + 90), (0, 0), "the ninetieth day is not over");
        // Contact on the fade date itself: it never was silent past it. The second silence is not watched.
        assert_eq!(check(&[100, 100 + fades_after], 300), (1, 0));
        assert_eq!(check(&[100, 100 + fades_after], 150), (0, 0));
        assert_eq!(check(&[100, 100 + fades_after + 90], 100 + fades_after + 91), (1, 1));
        assert_eq!(check(&[100, 100 + fades_after + 91], 100 + fades_after + 92), (1, 0));
    }
}
