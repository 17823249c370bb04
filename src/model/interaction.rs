//! What importers yield: interactions that happened, and ties that were merely declared.

use super::{Aggregate, Audience, Channel, Handle};

/// The most bytes of a record's identity that are joined without memory of their own.
const SHORT_BYTES: usize = 512;

/// The content identity of an interaction: the same record read twice, from any file, has the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InteractionId(pub u128);

impl InteractionId {
    /// Hashes the parts that identify a record within its format. The first part should be the format's own namespace.
    ///
    /// Parts are length-prefixed, so `["ab", "c"]` and `["a", "bc"]` differ.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let bytes = parts.iter().map(|part| part.len() + 8).sum();
        // Most records are short, and the room for them needs no asking for.
        let (mut room, mut larger) = ([0_u8; SHORT_BYTES], Vec::new());
        let joined = if let Some(room) = room.get_mut(..bytes) {
            room
        } else {
            larger.resize(bytes, 0);
            larger.as_mut_slice()
        };
        let mut rest = &mut *joined;
        for part in parts {
            let (length, after) = rest.split_at_mut(8);
            length.copy_from_slice(&(part.len() as u64).to_le_bytes());
            let (text, after) = after.split_at_mut(part.len());
            text.copy_from_slice(part);
            rest = after;
        }
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&blake3::hash(joined).as_bytes()[..16]);
        Self(u128::from_le_bytes(bytes))
    }
}

/// One participant of an interaction: an address, and the name it was shown with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The address.
    pub handle: Handle,
    /// The display name, cleaned; `None` when the source had none.
    pub name: Option<String>,
}

/// Who acted on whom in an interaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// `from` acted toward each of `to` (a mail, a message, a table row). Recipients were together in a thread, not in contact.
    Directed,
    /// `from` and the one in `to` were in contact, nobody initiated (`--undirected` table rows).
    Mutual,
    /// Everyone in `to` (and `from`, if any) was together: each pair was in contact (a meeting).
    Gathering,
    /// Sent by a machine or to a mass of people: kept for the record, never evidence of a tie.
    Bulk,
}

/// Whether the ego gave help or asked for it, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum Stance {
    /// Not known.
    #[default]
    Neutral,
    /// The initiator gave: help, an introduction, a recommendation.
    Gave,
    /// The initiator asked for something.
    Asked,
}

/// Something that happened between people at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// Content identity; rows of one table event share it.
    pub id: InteractionId,
    /// When, in microseconds since 1970-01-01 UTC.
    pub at_micros: i64,
    /// How.
    pub channel: Channel,
    /// Who initiated; `None` when unknown or nobody.
    pub from: Option<Party>,
    /// The others; may be empty (a list post whose recipients are unknown).
    pub to: Audience,
    /// Who acted on whom.
    pub shape: Shape,
    /// A factor on the contact's weight, normally 1; in (0, 1].
    pub weight: f64,
    /// Where people met (a conference, a club), when the source says so.
    pub venue: Option<String>,
    /// Gave or asked.
    pub stance: Stance,
}

impl Interaction {
    /// What happened, with nothing more to say of it: of full weight, without a venue, neither given nor asked.
    #[must_use]
    pub fn new(
        id: InteractionId,
        at_micros: i64,
        channel: Channel,
        shape: Shape,
        from: Option<Party>,
        to: impl Into<Audience>,
    ) -> Self {
        Self { id, at_micros, channel, from, to: to.into(), shape, weight: 1.0, venue: None, stance: Stance::Neutral }
    }
}

/// What a source says a person *is*: an address-book card, a connection, a row of attributes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// All addresses of this one person, best first; never empty in an accepted record.
    pub handles: Vec<Handle>,
    /// Full name.
    pub name: Option<String>,
    /// Organisation.
    pub company: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Place.
    pub location: Option<String>,
    /// Labels, groups, skills.
    pub tags: Vec<String>,
}

/// In which way a tie was declared, never observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum DeclarationKind {
    /// A card in an address book.
    AddressBook,
    /// A first-degree connection on a network.
    Connection,
    /// An invitation the ego sent.
    InvitationSent,
    /// An invitation the ego received.
    InvitationReceived,
    /// A contact uploaded to a network.
    ImportedContact,
    /// A skill endorsement the ego gave.
    EndorsementGiven,
    /// A skill endorsement the ego received.
    EndorsementReceived,
    /// A recommendation the ego gave.
    RecommendationGiven,
    /// A recommendation the ego received.
    RecommendationReceived,
    /// A position the ego holds or held.
    Position,
    /// Attributes of a person from a table; declares no tie.
    Attributes,
}

impl DeclarationKind {
    /// All kinds, in the order of their stable codes.
    pub const ALL: [Self; 11] = [
        Self::AddressBook,
        Self::Connection,
        Self::InvitationSent,
        Self::InvitationReceived,
        Self::ImportedContact,
        Self::EndorsementGiven,
        Self::EndorsementReceived,
        Self::RecommendationGiven,
        Self::RecommendationReceived,
        Self::Position,
        Self::Attributes,
    ];

    /// The stable word used in the store and in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddressBook => "address-book",
            Self::Connection => "connection",
            Self::InvitationSent => "invitation-sent",
            Self::InvitationReceived => "invitation-received",
            Self::ImportedContact => "imported-contact",
            Self::EndorsementGiven => "endorsement-given",
            Self::EndorsementReceived => "endorsement-received",
            Self::RecommendationGiven => "recommendation-given",
            Self::RecommendationReceived => "recommendation-received",
            Self::Position => "position",
            Self::Attributes => "attributes",
        }
    }

    /// The kind of a stable word; `None` when unknown.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether this declares a tie between the ego and the person (an invitation alone does not).
    #[must_use]
    pub fn declares_tie(self) -> bool {
        !matches!(self, Self::InvitationSent | Self::InvitationReceived | Self::Position | Self::Attributes)
    }
}

/// A tie or a person that a source declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// In which way.
    pub kind: DeclarationKind,
    /// The person: for [`DeclarationKind::Position`], the ego.
    pub card: Card,
    /// When it was declared, in microseconds since 1970-01-01 UTC; `None` when the source does not say.
    pub at_micros: Option<i64>,
    /// A detail worth showing (the endorsed skill); never a body of text.
    pub detail: Option<String>,
}

/// What a source says about who owns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// The owner's addresses.
    pub handles: Vec<Handle>,
    /// The owner's name.
    pub name: Option<String>,
}

/// One thing read from a source.
#[derive(Debug, Clone, PartialEq)]
pub enum Observation {
    /// It happened.
    Interaction(Interaction),
    /// It was declared.
    Declaration(Declaration),
    /// It was computed elsewhere, from interactions that are not kept here.
    Aggregate(Aggregate),
    /// It is the owner of the data.
    Me(Me),
    /// It was left out of the record, or the record weighs nothing, by a rule of hygiene.
    LeftOut(LeftOut),
}

/// What importers recognise as nobody, or as no act of a person. Told by header and by kind, never by words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// The address of a mailing list among the recipients.
    ListAddress,
    /// A room, a resource or a calendar among the attendees.
    Room,
    /// A calendar's own mail: an invitation, an answer to one. The meeting is in the calendar.
    CalendarMail,
}

impl LeftOut {
    /// The stable word used in output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ListAddress => "lists",
            Self::Room => "rooms",
            Self::CalendarMail => "calendar_mails",
        }
    }
}
