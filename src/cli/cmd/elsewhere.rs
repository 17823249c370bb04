//! What of a tie was computed elsewhere, without the dates of its contacts.

use serde_json::json;

use crate::model::format_day;
use crate::pipeline::World;
use crate::render::number;
use crate::report::counted;
use crate::ties::{Parameters, Tie, TieState};

/// What the states of a tie come to that were computed elsewhere.
pub(super) struct Elsewhere {
    pub(super) interactions: u32,
    contact_days: u32,
    /// The latest day they were computed for.
    until_day: i32,
    /// What they weigh in the tie's momentum.
    pub(super) momentum: f64,
}

impl Elsewhere {
    /// Of a tie as of a day; `None` when all of it is known from interactions.
    pub(super) fn of(world: &World, tie: &Tie, day: i32, parameters: &Parameters) -> Option<Self> {
        let (mut all, mut interactions, mut until_day) = (TieState::default(), 0_u32, None);
        for state in world.elsewhere(tie.low, tie.high, day) {
            all = all.joined(&state.both, parameters);
            interactions = interactions.saturating_add(state.interactions);
            until_day = until_day.max(Some(state.as_of_day));
        }
        let momentum = all.momentum * parameters.decay(f64::from(tie.both.last_day - all.last_day));
        Some(Self { interactions, contact_days: all.contact_days, until_day: until_day?, momentum })
    }

    /// `12 contact-days until 2026-10-30 were computed elsewhere and make 3.10 of the momentum`
    pub(super) fn in_words(&self) -> String {
        let (days, weigh) =
            (counted(self.contact_days as usize, "contact-day", "contact-days"), number::decimal(self.momentum, 2));
        let (were, make) = if self.contact_days == 1 { ("was", "makes") } else { ("were", "make") };
        format!("{days} until {} {were} computed elsewhere and {make} {weigh} of the momentum", self.until())
    }

    /// The day, as it is written.
    pub(super) fn until(&self) -> String {
        format_day(self.until_day)
    }

    pub(super) fn json(&self) -> serde_json::Value {
        json!({
            "contact_days": self.contact_days, "interactions": self.interactions, "until": self.until(), "contribution": self.momentum,
        })
    }
}
