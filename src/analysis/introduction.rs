//! Introductions seen in the data: one mail to two people who did not know each other, and then wrote to each other.

use std::collections::BTreeSet;

use crate::ties::{ContactDays, Correspondence, Letter};

/// Days within which both must have written to each other.
pub const CONTACT_WITHIN_DAYS: i32 = 30;

const WITHIN_MICROS: i64 = CONTACT_WITHIN_DAYS as i64 * 86_400_000_000;

/// The pairs, as (low, high), whose letters to each other [`introductions`] asks for: who were recipients of one letter, and in contact for the first
/// time within thirty days from it.
///
/// # Complexity
/// O(l log n) for l letters and n contact-days.
#[must_use]
pub fn perhaps_introduced(letters: &[Letter], days: ContactDays<'_>) -> BTreeSet<(u32, u32)> {
    let mut pairs = BTreeSet::new();
    for letter in letters {
        for (place, &one) in letter.to().iter().enumerate() {
            for &other in letter.to().iter().skip(place + 1) {
                let within = letter.day..=letter.day.saturating_add(CONTACT_WITHIN_DAYS);
                if days.of(one, other).first_day().is_some_and(|day| within.contains(&day)) {
                    pairs.insert((one.min(other), one.max(other)));
                }
            }
        }
    }
    pairs
}

/// One person introduced two others to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Introduction {
    /// The UTC day of the letter, as days since 1970-01-01.
    pub day: i32,
    /// Who introduced.
    pub by: u32,
    /// Who was introduced: the one with the smaller number.
    pub one: u32,
    /// The other one.
    pub other: u32,
    /// The day on which both had written to each other.
    pub contact_day: i32,
}

/// The introductions among letters. B writes to A and C, and at most one more; then
///
/// - B was in contact before that day with both; where the ego is one of the two, with the ego: how B knows the other one is not in the ego's data;
/// - A and C never were in contact before that day, nor wrote to each other earlier on it, nor, where one is the ego, were on one mail;
/// - within thirty days A has written to C and C to A, to nobody else: replies to all go on with the thread, not without its author.
///
/// What follows an introduction by telephone is not seen. With one mailbox, introductions among others and those that the ego made are not seen
/// either: what the two write to each other is in their mailboxes.
///
/// # Arguments
/// `correspondence`, the letters to several in order of time, with those to one alone among [`perhaps_introduced`]; `days`, all contact-days. Both end at the as-of day.
///
/// # Order
/// By day, then introducer, then the two introduced. Of several letters about one pair the first counts.
///
/// # Complexity
/// O(l log(l + n)) for l letters and n contact-days.
///
/// # Examples
/// ```
/// use acquaint::analysis::introduction::introductions;
/// use acquaint::ties::{ContactColumns, ContactDay, Correspondence, Letter};
/// let day = 86_400_000_000;
/// let on = |low: u32, high: u32, day: i32| ContactDay { low, high, day, interactions: 1, out: 1.0, back: 1.0, both: 1.0 };
/// // The ego is person 0; person 1, known since day 10, introduces person 2 on day 50, and the two answer.
/// let letters = vec![Letter::new(50 * day, 1, &[0, 2]), Letter::new(51 * day, 0, &[2]), Letter::new(53 * day, 2, &[0])];
/// let seen = Correspondence { letters, ..Correspondence::default() };
/// let days = ContactColumns::of(&[on(0, 1, 10), on(0, 2, 51), on(0, 2, 53)]);
/// let found = introductions(&seen, days.all(), Some(0));
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].by, found[0].one, found[0].other, found[0].contact_day), (1, 0, 2, 53));
/// // They knew each other already.
/// let days = ContactColumns::of(&[on(0, 1, 10), on(0, 2, 3), on(0, 2, 51)]);
/// assert!(introductions(&seen, days.all(), Some(0)).is_empty());
/// ```
#[must_use]
pub fn introductions(correspondence: &Correspondence, days: ContactDays<'_>, ego: Option<u32>) -> Vec<Introduction> {
    let first_day = |one: u32, other: u32| days.of(one, other).first_day();
    let acts_of = |most: usize| {
        let letters = correspondence.letters.iter().filter(move |letter| letter.to().len() <= most);
        let acts = letters.flat_map(|letter| letter.to().iter().map(|to| (letter.from, *to, letter.at_micros, letter.day)));
        let mut acts: Vec<(u32, u32, i64, i32)> = acts.collect();
        acts.sort_unstable();
        acts
    };
    let (alone, any) = (acts_of(1), acts_of(usize::MAX));
    let answer = |from: u32, to: u32, after: i64| {
        let next = alone.get(alone.partition_point(|act| (act.0, act.1, act.2) <= (from, to, after)))?;
        ((next.0, next.1) == (from, to) && next.2 - after <= WITHIN_MICROS).then_some(next.3)
    };
    // Contact-days do not tell what came first on the day of the letter; the letters themselves do.
    let wrote_before = |from: u32, to: u32, at: i64| {
        any.get(any.partition_point(|act| (act.0, act.1) < (from, to)))
            .is_some_and(|act| (act.0, act.1) == (from, to) && act.2 < at)
    };
    let mut found: Vec<Introduction> = Vec::new();
    for letter in correspondence.letters.iter().filter(|letter| letter.to().len() >= 2) {
        let knew = |person: u32| first_day(letter.from, person).is_some_and(|day| day < letter.day);
        let shared = |person: u32| correspondence.first_shared.get(&person).is_some_and(|at| *at < letter.at_micros);
        for (place, &one) in letter.to().iter().enumerate() {
            for &other in letter.to().iter().skip(place + 1) {
                let of_ego = if ego == Some(one) { Some(other) } else { Some(one).filter(|_| ego == Some(other)) };
                let known = match (of_ego, ego) {
                    (Some(newcomer), Some(ego)) => knew(ego) && !shared(newcomer),
                    _ => knew(one) && knew(other),
                };
                let wrote = wrote_before(one, other, letter.at_micros) || wrote_before(other, one, letter.at_micros);
                if !known || wrote || first_day(one, other).is_none_or(|day| day < letter.day) {
                    continue;
                }
                let both = answer(one, other, letter.at_micros).zip(answer(other, one, letter.at_micros));
                if let Some((forth, back)) = both {
                    let (day, by, contact_day) = (letter.day, letter.from, forth.max(back));
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
