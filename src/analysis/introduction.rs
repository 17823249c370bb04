//! Introductions seen in the data: one mail to two people who did not know each other, and then were in touch.

use crate::ties::{ContactDay, Letter};

/// Days within which contact must follow.
pub const CONTACT_WITHIN_DAYS: i32 = 30;

/// The weight of merely sharing a thread with somebody, which is no contact that an introduction led to.
const SHARED_THREAD: f64 = 0.25;

/// One person introduced two others to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Introduction {
    /// The UTC day of the letter, as days since 1970-01-01.
    pub day: i32,
    /// Who introduced.
    pub by: u32,
    /// Who was introduced: the one with the smaller number.
    pub one: u32,
    /// The other one.
    pub other: u32,
    /// The day of their first contact after it.
    pub contact_day: i32,
}

/// The introductions among letters: B writes to A and C (and at most one more), has been in contact with both on earlier days, A and C never
/// were until that day, and on a later day within thirty they are. Being copied on a third one's letter is no contact of the kind.
///
/// What follows an introduction in another medium is not seen; with one mailbox, hardly anything is seen of introductions in which
/// the ego is not one of the three.
///
/// # Arguments
/// `letters` in order of time; `days`, all contact-days, sorted. Both end at the as-of day.
///
/// # Order
/// By day, then introducer, then the two introduced. Of several letters about one pair the first counts.
///
/// # Complexity
/// O(l log n) for l letters and n contact-days.
///
/// # Examples
/// ```
/// use acquaint::analysis::introduction::introductions;
/// use acquaint::ties::{ContactDay, Letter};
/// let on = |low: u32, high: u32, day: i32| ContactDay { low, high, day, interactions: 1, out: 1.0, back: 1.0, both: 1.0 };
/// let letter = Letter { at_micros: 0, day: 50, from: 1, to: vec![0, 2] };
/// let mut days = vec![on(0, 1, 10), on(0, 2, 53), on(1, 2, 20)];
/// let found = introductions(&[letter.clone()], &days);
/// assert_eq!((found.len(), found[0].by, found[0].one, found[0].other, found[0].contact_day), (1, 1, 0, 2, 53));
/// // They knew each other already.
/// days.insert(1, on(0, 2, 3));
/// assert!(introductions(&[letter], &days).is_empty());
/// ```
#[must_use]
pub fn introductions(letters: &[Letter], days: &[ContactDay]) -> Vec<Introduction> {
    let of = |one: u32, other: u32| {
        let dyad = (one.min(other), one.max(other));
        let start = days.partition_point(|contact| (contact.low, contact.high) < dyad);
        let rest = days.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|contact| (contact.low, contact.high) == dyad)).unwrap_or_default()
    };
    let mut found: Vec<Introduction> = Vec::new();
    for letter in letters {
        let knows = |person: u32| of(letter.from, person).first().is_some_and(|contact| contact.day < letter.day);
        if !letter.to.iter().all(|person| knows(*person)) {
            continue;
        }
        for (place, &one) in letter.to.iter().enumerate() {
            for &other in letter.to.iter().skip(place + 1) {
                let contacts = of(one, other);
                if contacts.first().is_none_or(|contact| contact.day < letter.day) {
                    continue;
                }
                let within = letter.day + 1..=letter.day + CONTACT_WITHIN_DAYS;
                let follows = contacts.iter().find(|contact| within.contains(&contact.day) && contact.both > SHARED_THREAD);
                if let Some(follows) = follows {
                    let (day, by, contact_day) = (letter.day, letter.from, follows.day);
                    found.push(Introduction { day, by, one: one.min(other), other: one.max(other), contact_day });
                }
            }
        }
    }
    found.sort_unstable_by_key(|entry| (entry.one, entry.other, entry.day, entry.by));
    found.dedup_by_key(|entry| (entry.one, entry.other));
    found.sort_unstable();
    found
}
