//! The span that was observed, and the days on which the model is asked to predict.

use crate::ties::ContactDays;

/// The part of the span that only feeds the first prediction, in per cent.
pub const BURN_IN_PERCENT: i32 = 15;
/// Days without any contact after which a few earlier contact-days are taken for misdated.
const GAP_DAYS: i32 = 365;
/// Most contact-days before such a gap that may be misdated, in per cent of all.
const MISDATED_PERCENT: usize = 5;

/// The first and last observed day until a day; `None` without contact.
///
/// A few contact-days (at most 5 %) before a gap of more than a year do not begin the span: mail dated 1979 would otherwise spread
/// the cut-offs over years in which nothing was recorded. They still count as contacts.
///
/// # Complexity
/// O(n log n) in the contact-days.
pub(super) fn observed_span(days: ContactDays<'_>, as_of_day: i32) -> Option<(i32, i32)> {
    let seen = days.iter().filter(|contact| contact.day <= as_of_day && contact.both > 0.0);
    let mut seen: Vec<i32> = seen.map(|contact| contact.day).collect();
    seen.sort_unstable();
    let most_misdated = seen.len() * MISDATED_PERCENT / 100;
    let begins = |&at: &usize| matches!(seen.get(at - 1..=at), Some([before, after]) if after - before > GAP_DAYS);
    let first = (1..=most_misdated).rev().find(begins).unwrap_or(0);
    Some((*seen.get(first)?, *seen.last()?))
}

/// Equally spaced cut-offs: the first after the burn-in, the last a horizon before the end, so that every window has closed.
///
/// The last observed day itself lies in no window: it may not be over yet. Empty when the span is not longer than the horizon.
pub(super) fn cutoffs((first_day, end_day): (i32, i32), horizon_days: i32, count: usize) -> Vec<i32> {
    let last = end_day - horizon_days;
    if last <= first_day || count == 0 {
        return Vec::new();
    }
    let first = (first_day + (end_day - first_day) * BURN_IN_PERCENT / 100).clamp(first_day + 1, last);
    let Ok(steps) = i64::try_from(count - 1) else { return Vec::new() };
    let place = |step: i64| if steps == 0 { last } else { first + (i64::from(last - first) * step / steps) as i32 };
    let mut cutoffs: Vec<i32> = (0..=steps).map(place).collect();
    cutoffs.dedup();
    cutoffs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ties::{ContactColumns, ContactDay};

    fn span(days: &[i32], as_of_day: i32) -> Option<(i32, i32)> {
        // Of many dyads, so that one of them may be in contact on a day more than once.
        let contact = |(high, &day)| ContactDay { low: 0, high, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 };
        observed_span(ContactColumns::of(&(1..).zip(days).map(contact).collect::<Vec<_>>()).all(), as_of_day)
    }

    #[test]
    fn cutoffs_are_equally_spaced_and_every_window_closes_before_the_end() {
        assert_eq!(cutoffs((0, 1000), 90, 10), [150, 234, 318, 403, 487, 572, 656, 741, 825, 910]);
        assert_eq!(cutoffs((0, 1000), 90, 1), [910]);
        assert_eq!(cutoffs((0, 95), 90, 10), [5], "the burn-in never swallows the only window");
        assert_eq!(cutoffs((0, 91), 90, 10), [1]);
        assert!(cutoffs((0, 90), 90, 10).is_empty());
        assert!(cutoffs((7, 7), 7, 10).is_empty());
    }

    #[test]
    fn a_few_misdated_contacts_do_not_begin_the_span() {
        let mut days: Vec<i32> = (5000..5100).collect();
        days.extend([-9000, -8999, 5200]);
        assert_eq!(span(&days, 5100), Some((5000, 5099)));
        assert_eq!(span(&days, 9000), Some((5000, 5200)));
        days.extend([-9000; 4]);
        assert_eq!(span(&days, 9000), Some((-9000, 5200)), "more than one in twenty is no slip");
        assert_eq!(span(&days, -10_000), None);
    }
}
