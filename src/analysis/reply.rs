//! Replies: how often each side answers the other, and how soon.

use std::collections::BTreeMap;

use super::channel_mix::Channels;
use super::weak_tie::median;
use crate::ties::{Act, Encounter};

/// Days within which an answer is an answer.
pub const ANSWER_WITHIN_DAYS: i64 = 14;
/// Most recipients of an act that asks somebody in particular for an answer.
pub const MOST_ADDRESSED: u32 = 8;

/// Hours without any act after which an exchange is over.
pub const EXCHANGE_OVER_AFTER_HOURS: i64 = 24;

const EXCHANGE_MICROS: i64 = EXCHANGE_OVER_AFTER_HOURS * 3_600_000_000;
const ANSWER_MICROS: i64 = ANSWER_WITHIN_DAYS * 86_400_000_000;
const HOUR_MICROS: f64 = 3_600_000_000.0;

/// How one side answers the turns of the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replies {
    /// Turns of the other side that were answered in time, or can no longer be.
    pub turns: u32,
    /// Those answered in time.
    pub answered: u32,
    /// Hours from the beginning of each answered turn to its answer, in order of time.
    pub hours: Vec<f64>,
}

impl Replies {
    /// The share of turns answered within fourteen days.
    ///
    /// # Range
    /// 0 to 1; `None` without turns.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        (self.turns > 0).then(|| f64::from(self.answered) / f64::from(self.turns))
    }

    /// The median of the hours to an answer.
    ///
    /// # Range
    /// 0 to 336; `None` when nothing was answered.
    #[must_use]
    pub fn median_hours(&self) -> Option<f64> {
        median(self.hours.clone())
    }
}

/// How the ego answers an alter, and how the alter answers the ego: (the ego's replies, the alter's).
///
/// Each channel by itself, live ones left out. A turn begins with an act that no exchange is going on for: the first, or one that follows a day
/// without any. What the same side adds until the answer, within fourteen days, belongs to it. It is answered when the other side acts on
/// that channel within fourteen days of the turn's first act, and the latency is the time between those two. What follows within the
/// exchange begins no turn, so that a last word is not held against anybody. A turn without answer whose fourteen days are not over is left
/// out. What went to more than eight people at once asks nobody in particular and begins no turn, though it can be an answer.
///
/// # Arguments
/// `encounters` with one alter in order of time; `cutoff_micros`, the as-of day's end.
///
/// # Source
/// Replies within a dyad and their latency as in Kooti, Aiello, Grbovic, Lerman & Mantrach, Evolution of Conversations in the Age
/// of Email Overload, WWW 2015. What a turn is, the day and the fourteen days are ours.
///
/// # Complexity
/// O(n log n) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::analysis::channel_mix::Channels;
/// use acquaint::analysis::reply::replies;
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let labels = [(1, "email".to_owned())].into();
/// let act = |hour: i64, act: Act| Encounter {
///     person: 1, at_micros: hour * 3_600_000_000, id: 0, day: (hour / 24) as i32, channel: 1, venue: 0, act, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// // Two mails of mine, answered five hours after the first; days later one of mine that is never answered.
/// let acts = [act(0, Act::Out), act(2, Act::Out), act(5, Act::In), act(100, Act::Out)];
/// let (own, theirs) = replies(&acts, &Channels::new(&labels), i64::MAX);
/// assert_eq!((theirs.rate(), theirs.median_hours()), (Some(0.5), Some(5.0)));
/// // They began nothing that I could have answered.
/// assert_eq!((own.rate(), own.median_hours()), (None, None));
/// ```
#[must_use]
pub fn replies(encounters: &[Encounter], channels: &Channels<'_>, cutoff_micros: i64) -> (Replies, Replies) {
    let (mut own, mut theirs) = (Replies::default(), Replies::default());
    // Of each channel the turn that waits for an answer (whose it is, since when), and the last act.
    let mut waiting: BTreeMap<u32, (Act, i64)> = BTreeMap::new();
    let mut last: BTreeMap<u32, i64> = BTreeMap::new();
    let mut close = |(side, began): (Act, i64), answer: Option<i64>| {
        let replies = if side == Act::Out { &mut theirs } else { &mut own };
        if let Some(answer) = answer {
            replies.turns += 1;
            replies.answered += 1;
            replies.hours.push((answer - began) as f64 / HOUR_MICROS);
        } else if cutoff_micros.saturating_sub(began) > ANSWER_MICROS {
            replies.turns += 1;
        }
    };
    for encounter in encounters.iter().filter(|encounter| encounter.act != Act::Together && !channels.met(encounter)) {
        let (channel, at) = (encounter.channel, encounter.at_micros);
        let quiet = last.insert(channel, at).is_none_or(|last| at - last >= EXCHANGE_MICROS);
        match waiting.get(&channel).copied() {
            Some((side, began)) if at - began <= ANSWER_MICROS => {
                if side != encounter.act {
                    close((side, began), Some(at));
                    waiting.remove(&channel);
                }
                continue;
            }
            Some(turn) => {
                close(turn, None);
                waiting.remove(&channel);
            }
            None => {}
        }
        if quiet && encounter.others <= MOST_ADDRESSED {
            waiting.insert(channel, (encounter.act, at));
        }
    }
    for turn in waiting.into_values() {
        close(turn, None);
    }
    (own, theirs)
}
