//! Rhythm: the usual gap between contacts, and how today's silence compares with it.

use super::weak_tie::median;
use crate::ties::Encounter;

/// Contact-days below which no gap is usual.
pub const LEAST_CONTACT_DAYS: usize = 3;

/// The rhythm of a tie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rhythm {
    /// The median number of days from one contact-day to the next, at least 1.
    pub usual_gap_days: f64,
    /// Days since the last contact, divided by the usual gap.
    pub gap_ratio: f64,
}

/// The usual gap of a tie, as the median of the days between its contact-days, and the silence as a multiple of it.
///
/// The rhythm of the model (`rhythm_days`) is what the momentum amounts to; this is what was seen.
///
/// # Range
/// `usual_gap_days` ≥ 1, `gap_ratio` ≥ 0; `None` with fewer than three contact-days.
///
/// # Complexity
/// O(n log n) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::analysis::rhythm::rhythm;
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let on = |day: i32| Encounter {
///     person: 1, at_micros: i64::from(day) * 86_400_000_000, id: 0, day, channel: 1, venue: 0, act: Act::Out, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// let found = rhythm(&[on(0), on(0), on(10), on(40), on(50)], 80).unwrap();
/// assert_eq!((found.usual_gap_days, found.gap_ratio), (10.0, 3.0));
/// assert_eq!(rhythm(&[on(0), on(10)], 80), None);
/// ```
#[must_use]
pub fn rhythm(encounters: &[Encounter], today: i32) -> Option<Rhythm> {
    let days = contact_days(encounters);
    if days.len() < LEAST_CONTACT_DAYS {
        return None;
    }
    let gaps = days.windows(2).map(|two| f64::from(two[1] - two[0])).collect();
    let usual_gap_days = median(gaps)?;
    let silence = f64::from((today - days.last()?).max(0));
    Some(Rhythm { usual_gap_days, gap_ratio: silence / usual_gap_days })
}

/// The days of encounters in order of time, each once.
#[must_use]
pub fn contact_days(encounters: &[Encounter]) -> Vec<i32> {
    let mut days: Vec<i32> = encounters.iter().map(|encounter| encounter.day).collect();
    days.sort_unstable();
    days.dedup();
    days
}
