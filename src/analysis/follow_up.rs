//! Follow-up: what became of people after a first meeting.

use super::channel_mix::{Channels, Nature};
use super::origin::venue_of_first_day;
use crate::ties::{Act, Encounter};

/// Days within which a first meeting is followed up.
pub const FOLLOW_UP_WITHIN_DAYS: i32 = 7;
/// Days after a first meeting in which a follow-up still makes sense.
pub const DUE_WITHIN_DAYS: i32 = 60;
/// Most others at a first meeting that counts as having met somebody, where no venue is named.
pub const MOST_AT_A_MEETING: u32 = 8;

/// What became of one person after the first meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUp {
    /// Whom the ego met.
    pub person: u32,
    /// The UTC day of the first meeting, as days since 1970-01-01.
    pub met_day: i32,
    /// Label number of the venue; 0 when none is named.
    pub venue: u32,
    /// The ego wrote, called or met the person again within seven days.
    pub followed_up: bool,
    /// There was contact on a later day, by anybody.
    pub second_contact: bool,
    /// Both have acted since, or they met again.
    pub both_ways: bool,
    /// The ego has acted since, however late, or they met again.
    pub ego_acted: bool,
}

/// Everybody whom the ego met in person first: the first contact-day names a venue, or its contact was live and among at most eight others.
///
/// What was written later on the very day of the meeting follows it up; what else happened on that day is the meeting. A gathering on a later day
/// counts for both sides.
///
/// # Arguments
/// All encounters of the ego, sorted by alter and time.
///
/// # Order
/// By person.
///
/// # Complexity
/// O(n) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::analysis::channel_mix::Channels;
/// use acquaint::analysis::follow_up::follow_ups;
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let labels = [(1, "email".to_owned()), (2, "conference".to_owned()), (3, "Days".to_owned())].into();
/// let on = |person: u32, day: i32, channel: u32, venue: u32, act: Act| Encounter {
///     person, at_micros: i64::from(day) * 86_400_000_000, id: 0, day, channel, venue, act, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// let met = follow_ups(
///     &[on(7, 0, 2, 3, Act::Out), on(7, 5, 1, 0, Act::Out), on(8, 0, 2, 3, Act::Out), on(9, 0, 1, 0, Act::In)],
///     &Channels::new(&labels),
/// );
/// assert_eq!(met.iter().map(|met| (met.person, met.followed_up, met.both_ways)).collect::<Vec<_>>(), [(7, true, false), (8, false, false)]);
/// ```
#[must_use]
pub fn follow_ups(encounters: &[Encounter], channels: &Channels<'_>) -> Vec<FollowUp> {
    encounters.chunk_by(|one, other| one.person == other.person).filter_map(|own| follow_up(own, channels)).collect()
}

fn follow_up(encounters: &[Encounter], channels: &Channels<'_>) -> Option<FollowUp> {
    let first = encounters.first()?;
    let venue = venue_of_first_day(encounters);
    let live = encounters
        .iter()
        .take_while(|encounter| encounter.day == first.day)
        .find(|encounter| channels.nature(encounter) == Nature::Live && encounter.others <= MOST_AT_A_MEETING);
    let met = match venue {
        Some(venue) => encounters.iter().find(|encounter| encounter.venue == venue)?,
        None => live?,
    };
    let (met_day, met_micros) = (first.day, met.at_micros);
    let written_after = |later: &Encounter| later.at_micros > met_micros && channels.nature(later) == Nature::Written;
    let after: Vec<&Encounter> =
        encounters.iter().filter(|later| later.day > met_day || later.day == met_day && written_after(later)).collect();
    let by_ego = |later: &&&Encounter| later.act != Act::In;
    Some(FollowUp {
        person: first.person,
        met_day,
        venue: venue.unwrap_or(0),
        followed_up: after.iter().filter(by_ego).any(|later| later.day <= met_day + FOLLOW_UP_WITHIN_DAYS),
        second_contact: after.iter().any(|later| later.day > met_day),
        both_ways: after.iter().any(|later| later.act != Act::Out) && after.iter().any(|later| later.act != Act::In),
        ego_acted: after.iter().any(|later| later.act != Act::In),
    })
}

/// People met within the last sixty days whom the ego has not contacted since, the most recently met first: (person, day, venue or 0).
///
/// # As of
/// `today`, the last day that `follow_ups` saw.
///
/// # Complexity
/// O(n log n) in the follow-ups.
#[must_use]
pub fn due(follow_ups: &[FollowUp], today: i32) -> Vec<(u32, i32, u32)> {
    let mut found: Vec<(u32, i32, u32)> = follow_ups
        .iter()
        .filter(|met| !met.ego_acted && today - met.met_day <= DUE_WITHIN_DAYS)
        .map(|met| (met.person, met.met_day, met.venue))
        .collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}
