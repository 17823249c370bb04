//! Confidence: how much the data can say about a tie at all. Not seen is not the same as cold.

use std::collections::BTreeMap;

use super::channel_mix::{Channels, Nature};
use super::rhythm::contact_days;
use crate::model::{Handle, HandleKind};
use crate::ties::Encounter;

/// Contact-days from which evidence is ample, and below which it is thin.
pub const AMPLE_CONTACT_DAYS: usize = 10;
/// See [`AMPLE_CONTACT_DAYS`].
pub const THIN_CONTACT_DAYS: usize = 3;
/// Days without anything on a channel, from anybody, after which its data counts as ended.
pub const STALE_AFTER_DAYS: i32 = 30;

/// How far the numbers of a tie can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing was observed: silence says nothing.
    Unobserved,
    /// One or two contact-days, or several limits at once.
    Low,
    /// One limit.
    Medium,
    /// Ample, fresh evidence, from written and live channels.
    High,
}

impl Level {
    /// The word shown to users.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unobserved => "unobserved",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Why confidence is not higher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit<'a> {
    /// Nothing observed, though the loaded channels could have seen it.
    NothingSeen,
    /// No loaded channel uses any of the person's addresses.
    OutOfSight,
    /// Few contact-days.
    FewContactDays(usize),
    /// The freshest of the tie's channels holds nothing from anybody since this day.
    Stale {
        /// The channel.
        channel: &'a str,
        /// Its last observed day, as days since 1970-01-01.
        last_day: i32,
    },
    /// Only channels of this nature are in the data.
    Only(Nature),
}

/// A level and what limits it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confidence<'a> {
    /// The level.
    pub level: Level,
    /// What limits it, in a fixed order.
    pub limits: Vec<Limit<'a>>,
}

/// The last day on which each channel, by label number, saw the ego with anybody.
#[must_use]
pub fn last_observed(encounters: &[Encounter]) -> BTreeMap<u32, i32> {
    let mut last: BTreeMap<u32, i32> = BTreeMap::new();
    for encounter in encounters {
        last.entry(encounter.channel).and_modify(|day| *day = encounter.day.max(*day)).or_insert(encounter.day);
    }
    last
}

/// How far the numbers of a tie can be relied on.
///
/// It begins at high and is one level lower for each of: fewer than ten contact-days (two levels for fewer than three); nothing from anybody
/// for over thirty days on every channel the tie uses, so that its silence may be the data's; only written or only live channels
/// in the data. It is never below low where something was observed. Without anything it is *unobserved*, a state of its own.
///
/// # Arguments
/// `encounters` with the alter; `last_observed` of the whole data, see [`last_observed`]; the alter's `handles`.
///
/// # Complexity
/// O(n log n) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::analysis::channel_mix::Channels;
/// use acquaint::analysis::confidence::{Level, Limit, confidence};
/// use acquaint::model::Handle;
/// let labels = [(1, "email".to_owned())].into();
/// let phone = [Handle::phone("+4930123456").unwrap()];
/// let unseen = confidence(&[], &Channels::new(&labels), &[(1, 90)].into(), &phone, 100);
/// assert_eq!((unseen.level, unseen.limits), (Level::Unobserved, vec![Limit::OutOfSight]));
/// ```
#[must_use]
pub fn confidence<'a>(
    encounters: &[Encounter],
    channels: &Channels<'a>,
    last_observed: &BTreeMap<u32, i32>,
    handles: &[Handle],
    today: i32,
) -> Confidence<'a> {
    if encounters.is_empty() {
        let seen = last_observed.keys().any(|channel| handles.iter().any(|handle| reaches(channels.name(*channel), handle)));
        let limit = if seen { Limit::NothingSeen } else { Limit::OutOfSight };
        return Confidence { level: Level::Unobserved, limits: vec![limit] };
    }
    let mut limits = Vec::new();
    let days = contact_days(encounters).len();
    let mut lower = 0;
    if days < AMPLE_CONTACT_DAYS {
        lower += if days < THIN_CONTACT_DAYS { 2 } else { 1 };
        limits.push(Limit::FewContactDays(days));
    }
    let own = encounters.iter().filter_map(|encounter| Some((*last_observed.get(&encounter.channel)?, encounter.channel)));
    if let Some((last_day, channel)) = own.max().filter(|(last_day, _)| today - last_day > STALE_AFTER_DAYS) {
        lower += 1;
        limits.push(Limit::Stale { channel: channels.name(channel), last_day });
    }
    let loaded = |nature: Nature| last_observed.keys().any(|channel| channels.nature_of(*channel) == nature);
    let only = match (loaded(Nature::Written), loaded(Nature::Live)) {
        (true, true) => None,
        (true, false) => Some(Nature::Written),
        (false, true) => Some(Nature::Live),
        (false, false) => Some(Nature::Unknown),
    };
    if let Some(only) = only {
        lower += 1;
        limits.push(Limit::Only(only));
    }
    let level = match lower {
        0 => Level::High,
        1 => Level::Medium,
        _ => Level::Low,
    };
    Confidence { level, limits }
}

/// Whether a channel uses addresses of this kind. A bare key or name may stand for anything.
fn reaches(channel: &str, handle: &Handle) -> bool {
    match (handle.kind(), channel) {
        (HandleKind::Key | HandleKind::Name, _) => true,
        (HandleKind::Account, channel) => handle.scheme() == channel,
        (HandleKind::Profile, channel) => matches!(channel, "linkedin" | "xing"),
        (HandleKind::Email, channel) => matches!(channel, "email" | "mail" | "e-mail" | "meeting"),
        (HandleKind::Phone, channel) => {
            matches!(channel, "call" | "phone" | "sms" | "mms" | "imessage" | "whatsapp" | "signal" | "telegram")
        }
    }
}
