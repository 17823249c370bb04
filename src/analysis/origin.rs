//! Origin of a tie: where two people met, or who introduced them.

use super::introduction::Introduction;
use crate::model::{DeclarationKind, day_of_micros};
use crate::ties::Encounter;

/// How a tie began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beginning {
    /// They met at a venue: its label number.
    Venue(u32),
    /// This person introduced them.
    Introduction(u32),
    /// The tie was declared in this way before any contact.
    Declared(DeclarationKind),
    /// First contact was by this channel: its label number.
    Channel(u32),
}

/// How and when a tie began, as far as the data goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The UTC day, as days since 1970-01-01; `None` for a declaration without a day.
    pub day: Option<i32>,
    /// How.
    pub beginning: Beginning,
}

/// The origin of the tie of the ego with an alter. The first that applies: an introduction on or before the day of the first contact; a venue
/// that a contact of that first day names; a declaration dated before it; the channel of the first contact. Without contact, the first
/// declaration.
///
/// The data's beginning looks like the beginning of every tie that is older than it.
///
/// # Arguments
/// `encounters` with the alter in order of time; `declared`, in order of time; `pair`, the ego and the alter.
///
/// # Range
/// `None` when nothing ties the two.
///
/// # Complexity
/// O(e + d + i).
///
/// # Examples
/// ```
/// use acquaint::analysis::origin::{Beginning, origin};
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let on = |day: i32, venue: u32| Encounter {
///     person: 1, at_micros: i64::from(day) * 86_400_000_000, id: 0, day, channel: 4, venue, act: Act::Out, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// // A lunch and then the conference on the same day.
/// assert_eq!(origin(&[on(3, 0), on(3, 9), on(5, 8)], &[], &[], (0, 1)).unwrap().beginning, Beginning::Venue(9));
/// assert_eq!(origin(&[on(3, 0), on(5, 8)], &[], &[], (0, 1)).unwrap().beginning, Beginning::Channel(4));
/// assert_eq!(origin(&[], &[], &[], (0, 1)), None);
/// ```
#[must_use]
pub fn origin(
    encounters: &[Encounter],
    declared: &[(DeclarationKind, Option<i64>)],
    introductions: &[Introduction],
    pair: (u32, u32),
) -> Option<Origin> {
    let ties = || declared.iter().filter(|(kind, _)| kind.declares_tie());
    let Some(first) = encounters.first() else {
        let (kind, at) = ties().next()?;
        return Some(Origin { day: at.map(day_of_micros), beginning: Beginning::Declared(*kind) });
    };
    let dyad = (pair.0.min(pair.1), pair.0.max(pair.1));
    let of_pair = |introduction: &&Introduction| (introduction.one, introduction.other) == dyad && introduction.day <= first.day;
    if let Some(introduction) = introductions.iter().find(of_pair) {
        return Some(Origin { day: Some(introduction.day), beginning: Beginning::Introduction(introduction.by) });
    }
    if let Some(venue) = venue_of_first_day(encounters) {
        return Some(Origin { day: Some(first.day), beginning: Beginning::Venue(venue) });
    }
    let before = ties().filter_map(|(kind, at)| Some((*kind, day_of_micros((*at)?)))).find(|(_, day)| *day < first.day);
    Some(match before {
        Some((kind, day)) => Origin { day: Some(day), beginning: Beginning::Declared(kind) },
        None => Origin { day: Some(first.day), beginning: Beginning::Channel(first.channel) },
    })
}

/// The venue that the first contact-day names, if any.
#[must_use]
pub fn venue_of_first_day(encounters: &[Encounter]) -> Option<u32> {
    let day = encounters.first()?.day;
    encounters.iter().take_while(|encounter| encounter.day == day).map(|encounter| encounter.venue).find(|venue| *venue != 0)
}

/// What kind of venue a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VenueKind {
    /// A board, a council, a working group.
    Committee,
    /// A forum, a chat, a mailing list.
    OnlineCommunity,
    /// A conference, a fair, a meeting of many.
    Conference,
    /// A society, a club, a chapter.
    Association,
    /// The name does not say.
    Venue,
}

const KEYWORDS: [(VenueKind, &[&str]); 4] = [
    (
        VenueKind::Committee,
        &["advisory", "arbeitskreis", "ausschuss", "board", "committee", "council", "group", "jury", "panel", "sig", "taskforce"],
    ),
    (
        VenueKind::OnlineCommunity,
        &["community", "discord", "github", "list", "mastodon", "online", "reddit", "server", "slack", "webinar", "zulip"],
    ),
    (
        VenueKind::Conference,
        &[
            "colloquium",
            "con",
            "conf",
            "conference",
            "congress",
            "convention",
            "days",
            "expo",
            "fair",
            "festival",
            "forum",
            "kongress",
            "konferenz",
            "meeting",
            "meetup",
            "messe",
            "retreat",
            "school",
            "seminar",
            "summit",
            "symposium",
            "tagung",
            "unconference",
            "week",
            "workshop",
        ],
    ),
    (
        VenueKind::Association,
        &[
            "alumni",
            "association",
            "chamber",
            "chapter",
            "club",
            "federation",
            "gesellschaft",
            "guild",
            "society",
            "union",
            "verein",
        ],
    ),
];

impl VenueKind {
    /// The kind that a venue's name says by one of its words; the kinds are tried in the order of the table in this file.
    ///
    /// # Examples
    /// ```
    /// use acquaint::analysis::origin::VenueKind;
    /// assert_eq!(VenueKind::of("Open Statistics Days 2026"), VenueKind::Conference);
    /// assert_eq!(VenueKind::of("Standards committee, annual meeting"), VenueKind::Committee);
    /// assert_eq!(VenueKind::of("Café Ostwind"), VenueKind::Venue);
    /// ```
    #[must_use]
    pub fn of(name: &str) -> Self {
        let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let says = |keywords: &[&str]| words.iter().any(|word| keywords.contains(&word.as_str()));
        KEYWORDS.iter().find(|(_, keywords)| says(keywords)).map_or(Self::Venue, |found| found.0)
    }

    /// The words shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::OnlineCommunity => "online community",
            Self::Conference => "conference",
            Self::Association => "association",
            Self::Venue => "venue",
        }
    }
}
