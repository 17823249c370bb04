//! A record of a source: taken with what it says, or rejected with a place and a reason.

use super::Observation;

/// Where a record stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The record's number, from 1.
    pub record: u64,
    /// The line it starts on, from 1, where the format has lines.
    pub line: Option<u64>,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident => $word:literal,)*) => {
        /// Why a record was not taken. Closed: every reason is documented, counted and tested.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $($(#[$doc])* $variant,)* }

        impl Reason {
            /// The stable word used in output.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The reason of a stable word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

reasons! {
    /// The row is empty, or holds nothing but a date.
    BlankRecord => "blank-record",
    /// A required value is missing.
    MissingValue => "missing-value",
    /// The record has another number of fields than the header.
    FieldCount => "field-count",
    /// The record cannot be parsed.
    Malformed => "malformed",
    /// The text cannot be decoded.
    BadEncoding => "bad-encoding",
    /// The record ends before it is complete.
    Truncated => "truncated",
    /// The record is longer than the limit.
    TooLong => "too-long",
    /// It has more recipients, attendees, fields or properties than the limit.
    TooMany => "too-many",
    /// No address or name identifies a person.
    NoHandle => "no-handle",
    /// The sender is missing or no address.
    NoSender => "no-sender",
    /// Nobody but the owner took part.
    NoOtherParticipant => "no-other-participant",
    /// Source and target are the same.
    SelfTie => "self-tie",
    /// The tie of the same two people stands elsewhere in the import, and says something else.
    RepeatedTie => "repeated-tie",
    /// There is no date.
    NoDate => "no-date",
    /// The date cannot be read.
    BadDate => "bad-date",
    /// The date lies before 1971 or after the as-of day.
    ImplausibleDate => "implausible-date",
    /// A draft was never sent.
    Draft => "draft",
    /// The event was cancelled, or the owner declined.
    Cancelled => "cancelled",
    /// The record is not about people (a to-do, a time zone, a mailing list's own card, a room).
    NotPeople => "not-people",
    /// The other side has deleted the account.
    DeletedAccount => "deleted-account",
    /// It was about somebody who was forgotten at the user's word.
    Forgotten => "forgotten",
    /// The parser of this format failed on the record; the rest of the file was read.
    ParserFailed => "parser-failed",
}

/// A record that was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reject {
    /// Where it stands.
    pub location: Location,
    /// Why.
    pub reason: Reason,
}

/// A record that can be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Where it stands.
    pub location: Location,
    /// What it says.
    pub observations: Vec<Observation>,
}

/// One record: taken, or rejected with a reason.
pub type Item = Result<Record, Reject>;
