//! The row of a segment: one sender, one receiver.

use crate::model::{Shape, Stance};

/// The handle number of nobody: no initiator, or no known receiver.
pub const NOBODY: u32 = 0;

/// One sender and one receiver of one interaction; a gathering has one leg per participant, with nobody as sender.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leg {
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: i64,
    /// The lower half of the interaction's identity; legs that share it and the moment are one interaction.
    pub id: u64,
    /// The sender's handle number, or [`NOBODY`].
    pub source: u32,
    /// The receiver's handle number, or [`NOBODY`].
    pub target: u32,
    /// Label number of the channel.
    pub channel: u32,
    /// Label number of the venue, or 0.
    pub venue: u32,
    /// Who acted on whom.
    pub shape: Shape,
    /// Gave or asked.
    pub stance: Stance,
    /// A factor on the contact's weight, in (0, 1].
    pub weight: f64,
    /// The import it came with.
    pub import: u32,
}

/// A leg with everything that is kept of it, as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct StoredLeg {
    pub(super) at_micros: i64,
    /// The interaction's whole identity.
    pub(super) id: u128,
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) channel: u32,
    /// Label number of the venue, or 0.
    pub(super) venue: u32,
    pub(super) shape: Shape,
    pub(super) stance: Stance,
    pub(super) weight: f64,
    pub(super) import: u32,
    /// The record within its source, from 1.
    pub(super) record: u64,
}

/// What makes two legs the same; also the order of rows in a segment.
pub(super) type Key = (i64, u128, u32, u32);

impl StoredLeg {
    pub(super) fn key(&self) -> Key {
        (self.at_micros, self.id, self.source, self.target)
    }
}

/// The stable code of a shape in the store.
pub(super) fn shape_code(shape: Shape) -> u32 {
    match shape {
        Shape::Directed => 0,
        Shape::Mutual => 1,
        Shape::Gathering => 2,
        Shape::Bulk => 3,
    }
}

/// The shape of a stable code; `None` for a code that this version does not know.
pub(super) fn shape_of(code: u32) -> Option<Shape> {
    [Shape::Directed, Shape::Mutual, Shape::Gathering, Shape::Bulk].get(code as usize).copied()
}

/// The stable code of a stance in the store.
pub(super) fn stance_code(stance: Stance) -> u32 {
    match stance {
        Stance::Neutral => 0,
        Stance::Gave => 1,
        Stance::Asked => 2,
    }
}

/// The stance of a stable code; `None` for a code that this version does not know.
pub(super) fn stance_of(code: u32) -> Option<Stance> {
    [Stance::Neutral, Stance::Gave, Stance::Asked].get(code as usize).copied()
}
