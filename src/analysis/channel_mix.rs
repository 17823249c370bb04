//! Channel mix: by which channels two people are in touch, and whether on messages alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::ties::{Act, Encounter};

/// Days that the mix looks back.
pub const MIX_DAYS: i32 = 365;

/// Channels on which one writes.
const WRITTEN: [&str; 40] = [
    "chat",
    "comment",
    "direct-message",
    "discord",
    "dm",
    "e-mail",
    "email",
    "facebook",
    "forum",
    "fax",
    "hangouts",
    "imessage",
    "instagram",
    "irc",
    "letter",
    "line",
    "linkedin",
    "mail",
    "mastodon",
    "matrix",
    "message",
    "messages",
    "messenger",
    "mms",
    "post",
    "postcard",
    "rcs",
    "signal",
    "skype-chat",
    "slack",
    "sms",
    "teams-chat",
    "telegram",
    "text",
    "threema",
    "twitter",
    "wechat",
    "whatsapp",
    "xing",
    "zulip",
];

/// Channels on which one speaks or meets.
const LIVE: [&str; 40] = [
    "breakfast",
    "brunch",
    "call",
    "call-in",
    "coffee",
    "concert",
    "conference",
    "dinner",
    "drinks",
    "event",
    "exhibition",
    "face-to-face",
    "fair",
    "hike",
    "in-person",
    "interview",
    "lunch",
    "meal",
    "meeting",
    "meetup",
    "panel",
    "party",
    "phone",
    "phone-call",
    "run",
    "seminar",
    "skype",
    "sport",
    "talk",
    "tea",
    "teams",
    "video",
    "video-call",
    "videocall",
    "visit",
    "voice",
    "walk",
    "webinar",
    "workshop",
    "zoom",
];

/// What a channel is by nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nature {
    /// One writes: e-mail, messages, chat.
    Written,
    /// One speaks or meets: a call, a meeting, a coffee.
    Live,
    /// The word says neither: a bare table row.
    Unknown,
}

/// Names and natures of channels by label number.
#[derive(Debug, Clone, Default)]
pub struct Channels<'a> {
    of: BTreeMap<u32, (&'a str, Nature)>,
}

impl<'a> Channels<'a> {
    /// Takes the texts of labels; the words known are listed in this file, everything else is [`Nature::Unknown`].
    #[must_use]
    pub fn new(labels: &'a BTreeMap<u32, String>) -> Self {
        let of = labels.iter().map(|(number, text)| {
            let nature = match text.as_str() {
                word if WRITTEN.contains(&word) => Nature::Written,
                word if LIVE.contains(&word) => Nature::Live,
                _ => Nature::Unknown,
            };
            (*number, (text.as_str(), nature))
        });
        Self { of: of.collect() }
    }

    /// The word of a channel; empty when the number is unknown.
    #[must_use]
    pub fn name(&self, channel: u32) -> &'a str {
        self.of.get(&channel).map_or("", |known| known.0)
    }

    /// The nature of an encounter. What people did together and somebody wrote down as a `note` was live.
    #[must_use]
    pub fn nature(&self, encounter: &Encounter) -> Nature {
        match self.of.get(&encounter.channel) {
            Some(("note", Nature::Unknown)) if encounter.act == Act::Together => Nature::Live,
            Some((_, nature)) => *nature,
            None => Nature::Unknown,
        }
    }

    /// The nature of a channel by itself.
    #[must_use]
    pub fn nature_of(&self, channel: u32) -> Nature {
        self.of.get(&channel).map_or(Nature::Unknown, |known| known.1)
    }

    /// Whether the two met or spoke.
    #[must_use]
    pub fn met(&self, encounter: &Encounter) -> bool {
        self.nature(encounter) == Nature::Live
    }
}

/// One channel's part of the contact.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelShare<'a> {
    /// The channel's word.
    pub channel: &'a str,
    /// Days with contact on it.
    pub contact_days: u32,
    /// Its share of all such days; a day on two channels counts for both. Shares sum to 1.
    pub share: f64,
}

/// How the last 365 days of contact spread over channels, largest share first, then by name.
///
/// # Range
/// Each share in (0, 1]; empty without contact in that time.
///
/// # As of
/// `today` and the 364 days before it.
///
/// # Complexity
/// O(n log n) in the encounters.
#[must_use]
pub fn channel_mix<'a>(encounters: &[Encounter], channels: &Channels<'a>, today: i32) -> Vec<ChannelShare<'a>> {
    let mut days: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
    for encounter in within(encounters, today) {
        days.entry(channels.name(encounter.channel)).or_default().insert(encounter.day);
    }
    let total: usize = days.values().map(BTreeSet::len).sum();
    let share = |days: usize| days as f64 / total as f64;
    let mut mix: Vec<ChannelShare<'a>> = days
        .iter()
        .map(|(channel, days)| ChannelShare { channel, contact_days: days.len() as u32, share: share(days.len()) })
        .collect();
    mix.sort_by(|a, b| b.contact_days.cmp(&a.contact_days).then(a.channel.cmp(b.channel)));
    mix
}

/// Whether two people have been on messages alone for a year: contact in the last 365 days, all of it written.
///
/// # Range
/// `None` when the tie is younger than that, when there was no contact in that time, or when the nature of a channel is not
/// known and nothing live was seen.
///
/// # Complexity
/// O(n) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::analysis::channel_mix::{Channels, messages_only};
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let labels = [(1, "email".to_owned()), (2, "coffee".to_owned())].into();
/// let channels = Channels::new(&labels);
/// let on = |day: i32, channel: u32| Encounter {
///     person: 1, at_micros: i64::from(day) * 86_400_000_000, id: 0, day, channel, venue: 0, act: Act::Out, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// assert_eq!(messages_only(&[on(0, 2), on(400, 1)], &channels, 500), Some(true));
/// assert_eq!(messages_only(&[on(0, 1), on(400, 2)], &channels, 500), Some(false));
/// assert_eq!(messages_only(&[on(400, 1)], &channels, 500), None);
/// ```
#[must_use]
pub fn messages_only(encounters: &[Encounter], channels: &Channels<'_>, today: i32) -> Option<bool> {
    encounters.first().filter(|first| first.day <= today - MIX_DAYS)?;
    let natures: BTreeSet<Nature> = within(encounters, today).map(|encounter| channels.nature(encounter)).collect();
    if natures.contains(&Nature::Live) {
        Some(false)
    } else if natures.contains(&Nature::Unknown) || natures.is_empty() {
        None
    } else {
        Some(true)
    }
}

fn within(encounters: &[Encounter], today: i32) -> impl Iterator<Item = &Encounter> {
    encounters.iter().filter(move |encounter| encounter.day > today - MIX_DAYS && encounter.day <= today)
}
