//! A tie that was computed elsewhere, from interactions that are not kept here.

use super::Handle;

/// What one direction of an aggregated tie, or both together, comes to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AggregateState {
    /// How many contact-days; without one, the days mean nothing and the momentum is 0.
    pub contact_days: u32,
    /// The first contact-day, as days since 1970-01-01.
    pub first_day: i32,
    /// The last contact-day.
    pub last_day: i32,
    /// The momentum at the last contact-day: above 0, at most the number of contact-days.
    pub momentum: f64,
}

impl AggregateState {
    /// Whether it could come from contact-days of weights up to 1, until a day.
    ///
    /// # Examples
    /// ```
    /// use acquaint::model::AggregateState;
    /// let state = AggregateState { contact_days: 2, first_day: 20_000, last_day: 20_180, momentum: 1.5 };
    /// assert!(state.is_sound(20_180));
    /// assert!(!state.is_sound(20_179), "contact after the day it was computed for");
    /// assert!(!AggregateState { momentum: 2.5, ..state }.is_sound(20_180), "more than two contact-days can weigh");
    /// assert!(!AggregateState { contact_days: 1, momentum: 1.0, ..state }.is_sound(20_180), "one day is two days");
    /// ```
    #[must_use]
    pub fn is_sound(&self, as_of_day: i32) -> bool {
        let days = i64::from(self.last_day) - i64::from(self.first_day) + 1;
        let most = f64::from(self.contact_days) * (1.0 + 1e-9);
        let fits = i64::from(self.contact_days) <= days && (self.contact_days > 1 || days == 1);
        self.contact_days > 0
            && fits
            && self.last_day <= as_of_day
            && self.momentum.is_finite()
            && self.momentum > 0.0
            && self.momentum <= most
    }

    /// Whether this may be one direction of a tie: none, or within both together.
    #[must_use]
    pub fn is_within(&self, both: &Self, as_of_day: i32) -> bool {
        if self.contact_days == 0 {
            return self.momentum == 0.0;
        }
        self.is_sound(as_of_day)
            && self.contact_days <= both.contact_days
            && self.first_day >= both.first_day
            && self.last_day <= both.last_day
    }
}

/// The state of a tie as of a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// The handle that stands first in byte order.
    pub low: Handle,
    /// The other handle.
    pub high: Handle,
    /// The day it was computed for; before it, it is not seen.
    pub as_of_day: i32,
    /// How many interactions.
    pub interactions: u32,
    /// Contacts in either direction.
    pub both: AggregateState,
    /// Acts of `low` toward `high`.
    pub out: AggregateState,
    /// Acts of `high` toward `low`.
    pub back: AggregateState,
}
