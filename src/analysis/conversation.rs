//! Who initiates: who begins the conversations of a tie.

use crate::ties::{Act, Encounter};

/// Days of silence after which the next contact begins a new conversation.
pub const SILENCE_BETWEEN_CONVERSATIONS_DAYS: i64 = 7;

const SILENCE_MICROS: i64 = SILENCE_BETWEEN_CONVERSATIONS_DAYS * 86_400_000_000;

/// Who began the conversations of a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Conversations {
    /// Begun by the ego.
    pub by_ego: u32,
    /// Begun by the alter.
    pub by_alter: u32,
    /// Begun by being together: nobody is known to have initiated.
    pub together: u32,
}

impl Conversations {
    /// The share of conversations begun by the ego, of those that somebody began.
    ///
    /// # Range
    /// 0 (always the alter) to 1 (always the ego); `None` when nobody is known to have begun any.
    #[must_use]
    pub fn initiated_share(&self) -> Option<f64> {
        let begun = self.by_ego + self.by_alter;
        (begun > 0).then(|| f64::from(self.by_ego) / f64::from(begun))
    }
}

/// Counts who began the conversations among encounters with one alter, in order of time. A conversation begins with the first contact
/// and with every one that follows at least seven days of silence; what is written in between belongs to it.
///
/// Messages count reciprocity by volume; this counts who takes the first step.
///
/// # Complexity
/// O(n) in the encounters.
///
/// # Examples
/// ```
/// use acquaint::analysis::conversation::conversations;
/// use acquaint::model::Stance;
/// use acquaint::ties::{Act, Encounter};
/// let act = |day: i64, act: Act| Encounter {
///     person: 1, at_micros: day * 86_400_000_000, id: 0, day: day as i32, channel: 1, venue: 0, act, others: 1,
///     stance: Stance::Neutral, weight: 1.0,
/// };
/// // I write, she answers the next day; a month later she writes; a month later I do.
/// let found = conversations(&[act(0, Act::Out), act(1, Act::In), act(30, Act::In), act(60, Act::Out)]);
/// assert_eq!((found.by_ego, found.by_alter), (2, 1));
/// assert_eq!(found.initiated_share(), Some(2.0 / 3.0));
/// assert_eq!(conversations(&[]).initiated_share(), None);
/// ```
#[must_use]
pub fn conversations(encounters: &[Encounter]) -> Conversations {
    let mut found = Conversations::default();
    let mut last: Option<i64> = None;
    for encounter in encounters {
        if last.is_none_or(|last| encounter.at_micros - last >= SILENCE_MICROS) {
            match encounter.act {
                Act::Out => found.by_ego += 1,
                Act::In => found.by_alter += 1,
                Act::Together => found.together += 1,
            }
        }
        last = Some(encounter.at_micros);
    }
    found
}
