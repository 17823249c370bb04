//! Give and take: what the ego gave to and asked of an alter over a year.

use std::collections::BTreeSet;

use super::introduction::Introduction;
use crate::model::{DeclarationKind, Stance, day_of_micros};
use crate::ties::{Act, Encounter};

/// Days that the balance looks back.
pub const BALANCE_DAYS: i32 = 365;

/// Counted gestures between the ego and an alter; each counts one, whatever it was worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Interactions in which the ego gave.
    pub gave: u32,
    /// Interactions in which the ego asked.
    pub asked: u32,
    /// Interactions in which the alter gave.
    pub received: u32,
    /// Interactions in which the alter asked; shown, and on neither side of the balance: whether the ego gave is another record.
    pub was_asked: u32,
    /// Introductions of the alter to somebody, by the ego.
    pub introductions_given: u32,
    /// Introductions of the ego to somebody, by the alter.
    pub introductions_received: u32,
    /// Recommendations and endorsements by the ego.
    pub endorsements_given: u32,
    /// Recommendations and endorsements by the alter.
    pub endorsements_received: u32,
}

impl Balance {
    /// Everything that went to the alter.
    #[must_use]
    pub fn given(&self) -> u32 {
        self.gave + self.introductions_given + self.endorsements_given
    }

    /// Everything that was asked of or came from the alter.
    #[must_use]
    pub fn taken(&self) -> u32 {
        self.asked + self.received + self.introductions_received + self.endorsements_received
    }

    /// `(given − taken)/(given + taken)`.
    ///
    /// # Range
    /// −1 (only taken) to 1 (only given); `None` when nothing of the kind is known.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        let (given, taken) = (f64::from(self.given()), f64::from(self.taken()));
        (given + taken > 0.0).then(|| (given - taken) / (given + taken))
    }
}

/// The balance with one alter over the 365 days up to `today`.
///
/// Sources: interactions marked as given or asked (`log --gave`, `log --asked`, the `give` column of a table), introductions seen in mail,
/// recommendations and endorsements with a day. Each counts one; endorsements of several skills on one day are one gesture.
///
/// # Arguments
/// `encounters` with the alter; `declared`, in which ways and when the tie was declared; `introductions` seen in the data.
///
/// # Complexity
/// O(n) in all three.
///
/// # Examples
/// ```
/// use acquaint::analysis::balance::balance;
/// use acquaint::model::DeclarationKind;
/// let day = 86_400_000_000;
/// let declared = [
///     (DeclarationKind::EndorsementReceived, Some(5 * day)),
///     (DeclarationKind::EndorsementReceived, Some(5 * day)),
///     (DeclarationKind::RecommendationGiven, Some(6 * day)),
///     (DeclarationKind::Connection, Some(6 * day)),
/// ];
/// let found = balance(&[], &declared, &[], (0, 1), 100);
/// assert_eq!((found.given(), found.taken(), found.value()), (1, 1, Some(0.0)));
/// assert_eq!(balance(&[], &declared, &[], (0, 1), 1_000).value(), None);
/// ```
#[must_use]
pub fn balance(
    encounters: &[Encounter],
    declared: &[(DeclarationKind, Option<i64>)],
    introductions: &[Introduction],
    (ego, alter): (u32, u32),
    today: i32,
) -> Balance {
    let within = |day: i32| day > today - BALANCE_DAYS && day <= today;
    let mut found = Balance::default();
    for encounter in encounters.iter().filter(|encounter| within(encounter.day)) {
        match (encounter.act, encounter.stance) {
            (Act::Out, Stance::Gave) => found.gave += 1,
            (Act::Out, Stance::Asked) => found.asked += 1,
            (Act::In, Stance::Gave) => found.received += 1,
            (Act::In, Stance::Asked) => found.was_asked += 1,
            _ => {}
        }
    }
    let mut gestures: BTreeSet<(DeclarationKind, i32)> = BTreeSet::new();
    for (kind, at) in declared.iter().filter_map(|(kind, at)| at.map(|at| (*kind, at))) {
        let day = day_of_micros(at);
        if within(day) && gestures.insert((kind, day)) {
            match kind {
                DeclarationKind::EndorsementGiven | DeclarationKind::RecommendationGiven => found.endorsements_given += 1,
                DeclarationKind::EndorsementReceived | DeclarationKind::RecommendationReceived => {
                    found.endorsements_received += 1;
                }
                _ => {}
            }
        }
    }
    for introduction in introductions.iter().filter(|introduction| within(introduction.day)) {
        let introduced = |person: u32| introduction.one == person || introduction.other == person;
        if introduction.by == ego && introduced(alter) {
            found.introductions_given += 1;
        } else if introduction.by == alter && introduced(ego) {
            found.introductions_received += 1;
        }
    }
    found
}
