//! Contact-days of everybody in columns: a table of dyads, and eight bytes for each day.

use std::fmt::Debug;
use std::ops::Range;

use super::ContactDay;
use super::rows::DyadRowsView;
use super::run::{DayKind, Kinds, Packed};

/// A dyad, and where its contact-days begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(crate) struct DyadStart {
    low: u32,
    high: u32,
    start: u64,
}

/// A day of a dyad, and the number of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(crate) struct DayOfKind {
    day: i32,
    kind: u32,
}

/// Contact-days, sorted by dyad and day, each dyad and day once. Borrowed from [`ContactColumns`], or from a file that holds them.
///
/// # Examples
/// ```
/// use acquaint::ties::{ContactColumns, ContactDay};
/// let on = |high: u32, day: i32| ContactDay { low: 0, high, day, interactions: 1, out: 1.0, back: 0.0, both: 1.0 };
/// let columns = ContactColumns::of(&[on(1, 7), on(1, 9), on(2, 8)]);
/// let all = columns.all();
/// assert_eq!((all.len(), all.dyads().len()), (3, 2));
/// assert_eq!(all.of(1, 0).iter().map(|contact| contact.day).collect::<Vec<i32>>(), [7, 9]);
/// assert!(all.of(1, 2).is_empty());
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct ContactDays<'a> {
    dyads: &'a [DyadStart],
    days: &'a [DayOfKind],
    kinds: &'a [DayKind],
}

/// Where contact-days are held together with the rows of people.
pub trait ContactSource: Debug + Send + Sync {
    /// All of them.
    fn days(&self) -> ContactDays<'_>;

    /// Where the dyads of each person are among theirs.
    fn rows(&self) -> DyadRowsView<'_>;
}

/// The contact-days of two people, in order of time.
#[derive(Debug, Clone, Copy)]
pub struct Dyad<'a> {
    /// The person with the smaller number.
    pub low: u32,
    /// The person with the larger number.
    pub high: u32,
    days: &'a [DayOfKind],
    kinds: &'a [DayKind],
}

impl<'a> ContactDays<'a> {
    /// The contact-days that the columns of a file hold.
    pub(crate) fn of_columns(dyads: &'a [DyadStart], days: &'a [DayOfKind], kinds: &'a [DayKind]) -> Self {
        Self { dyads, days, kinds }
    }

    /// The columns, for a file.
    pub(crate) fn columns(&self) -> (&'a [DyadStart], &'a [DayOfKind], &'a [DayKind]) {
        (self.dyads, self.days, self.kinds)
    }

    /// How many contact-days.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there is no contact at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Every dyad with a contact-day, sorted.
    #[must_use]
    pub fn dyads(&self) -> impl ExactSizeIterator<Item = Dyad<'a>> + use<'a> {
        let all = *self;
        (0..self.dyads.len()).map(move |at| all.dyad(at))
    }

    /// Every contact-day, sorted by dyad and day.
    pub fn iter(&self) -> impl Iterator<Item = ContactDay> + use<'a> {
        self.dyads().flat_map(|dyad| dyad.iter())
    }

    /// Only the days, in the order of [`Self::iter`].
    #[must_use]
    pub fn days(&self) -> impl ExactSizeIterator<Item = i32> + use<'a> {
        self.days.iter().map(|day| day.day)
    }

    /// The contact-days of two people, in whichever order they are named; empty when they never were in contact.
    ///
    /// # Complexity
    /// O(log n) in the dyads.
    #[must_use]
    pub fn of(&self, one: u32, other: u32) -> Dyad<'a> {
        let (low, high) = (one.min(other), one.max(other));
        match self.dyads.binary_search_by_key(&(low, high), |dyad| (dyad.low, dyad.high)) {
            Ok(at) => self.dyad(at),
            Err(_) => Dyad { low, high, days: &[], kinds: self.kinds },
        }
    }

    /// The dyads (low, high), sorted.
    pub(crate) fn pairs(&self) -> impl ExactSizeIterator<Item = (u32, u32)> + Clone + use<'a> {
        self.dyads.iter().map(|dyad| (dyad.low, dyad.high))
    }

    /// Which of some dyads of one person, by their places, is the one with a person of a larger number.
    pub(crate) fn high_among(&self, places: Range<usize>, high: u32) -> Option<usize> {
        self.dyads.get(places)?.binary_search_by_key(&high, |dyad| dyad.high).ok()
    }

    /// A dyad by its place among all.
    pub(crate) fn dyad(&self, at: usize) -> Dyad<'a> {
        let Some(&DyadStart { low, high, start }) = self.dyads.get(at) else {
            return Dyad { low: 0, high: 0, days: &[], kinds: self.kinds };
        };
        let end = self.dyads.get(at + 1).map_or(self.days.len(), |next| next.start as usize);
        Dyad { low, high, days: self.days.get(start as usize..end).unwrap_or_default(), kinds: self.kinds }
    }
}

impl<'a> Dyad<'a> {
    /// How many contact-days.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether the two never were in contact.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    /// Whether somebody is one of the two.
    #[must_use]
    pub fn has(&self, person: u32) -> bool {
        self.low == person || self.high == person
    }

    /// The other one.
    #[must_use]
    pub fn other(&self, person: u32) -> u32 {
        if person == self.low { self.high } else { self.low }
    }

    /// The contact-days up to a day, it included.
    #[must_use]
    pub fn until(&self, day: i32) -> Self {
        let end = self.days.partition_point(|contact| contact.day <= day);
        Self { days: self.days.get(..end).unwrap_or_default(), ..*self }
    }

    /// The first day of contact.
    #[must_use]
    pub fn first_day(&self) -> Option<i32> {
        self.days.first().map(|contact| contact.day)
    }

    /// The days, in order of time.
    #[must_use]
    pub fn days(&self) -> impl ExactSizeIterator<Item = i32> + DoubleEndedIterator + Clone + use<'a> {
        self.days.iter().map(|contact| contact.day)
    }

    /// The contact-days, in order of time.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = ContactDay> + DoubleEndedIterator + use<'a> {
        let Self { low, high, days, kinds } = *self;
        days.iter().map(move |&DayOfKind { day, kind }| kinds.get(kind as usize).copied().unwrap_or_default().on(low, high, day))
    }

    /// The contact-days as a list.
    #[must_use]
    pub fn to_vec(&self) -> Vec<ContactDay> {
        self.iter().collect()
    }
}

/// Contact-days in memory: eight bytes each, sixteen a dyad, and 32 for each kind of day.
#[derive(Debug, Clone, Default)]
pub struct ContactColumns {
    dyads: Vec<DyadStart>,
    days: Vec<DayOfKind>,
    kinds: Kinds,
}

impl ContactColumns {
    /// Contact-days that are sorted by dyad and day, each dyad and day once.
    ///
    /// # Complexity
    /// O(n).
    #[must_use]
    pub fn of(contacts: &[ContactDay]) -> Self {
        let mut columns = Self { days: Vec::with_capacity(contacts.len()), ..Self::default() };
        for contact in contacts {
            let kind = columns.kinds.number(DayKind::of(contact));
            columns.push(Packed::of(contact, kind));
        }
        columns
    }

    /// The same of packed contact-days, with their kinds.
    pub(super) fn of_packed(contacts: &[Packed], kinds: Kinds) -> Self {
        let mut columns = Self { days: Vec::with_capacity(contacts.len()), kinds, ..Self::default() };
        for contact in contacts {
            columns.push(*contact);
        }
        columns
    }

    fn push(&mut self, contact: Packed) {
        let (low, high) = contact.dyad();
        if self.dyads.last().is_none_or(|last| (last.low, last.high) != (low, high)) {
            self.dyads.push(DyadStart { low, high, start: self.days.len() as u64 });
        }
        self.days.push(DayOfKind { day: contact.day, kind: contact.kind });
    }

    /// Adds contact-days of dyads that come after all these.
    pub(super) fn append(&mut self, later: &Self) {
        let before = self.days.len() as u64;
        let numbers = self.kinds.numbers_of(later.kinds.list());
        self.dyads.extend(later.dyads.iter().map(|dyad| DyadStart { start: dyad.start + before, ..*dyad }));
        let renumbered = |day: &DayOfKind| Some(DayOfKind { day: day.day, kind: *numbers.get(day.kind as usize)? });
        self.days.extend(later.days.iter().filter_map(renumbered));
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> ContactDays<'_> {
        ContactDays { dyads: &self.dyads, days: &self.days, kinds: self.kinds.list() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What goes into the columns comes out of them, in whatever parts it was put in, and is taken out.
        #[test]
        fn columns_hold_what_they_are_made_of(
            raw in proptest::collection::btree_map((0_u32..5, 5_u32..9, 0_i32..40), (1_u32..4, 0_u8..4, 0_u8..4), 0..80),
            parts in proptest::collection::vec(0_usize..80, 0..4)
        ) {
            let contacts: Vec<ContactDay> = raw.iter().map(|(&(low, high, day), &(interactions, out, back))| {
                let (out, back) = (f64::from(out) / 4.0, f64::from(back) / 4.0);
                ContactDay { low, high, day, interactions, out, back, both: out.max(back) }
            }).collect();
            let whole = ContactColumns::of(&contacts);
            prop_assert_eq!(whole.all().iter().collect::<Vec<ContactDay>>(), contacts.clone());
            prop_assert_eq!(whole.all().days().collect::<Vec<i32>>(), contacts.iter().map(|contact| contact.day).collect::<Vec<i32>>());
            // In parts that end between dyads.
            let mut appended = ContactColumns::default();
            let mut bounds: Vec<usize> = parts.into_iter().map(|at| at.min(contacts.len())).chain([0, contacts.len()]).collect();
            bounds.sort_unstable();
            let dyad = |at: &usize| contacts.get(*at).map_or((u32::MAX, 0), |contact| (contact.low, contact.high));
            for two in bounds.windows(2) {
                let from = contacts.partition_point(|contact| (contact.low, contact.high) < dyad(&two[0]));
                let until = contacts.partition_point(|contact| (contact.low, contact.high) < dyad(&two[1]));
                appended.append(&ContactColumns::of(&contacts[from..until]));
            }
            prop_assert_eq!(appended.all().iter().collect::<Vec<ContactDay>>(), contacts.clone());
            for (low, high) in [(0, 5), (3, 8), (4, 4)] {
                let wanted: Vec<ContactDay> =
                    contacts.iter().filter(|contact| (contact.low, contact.high) == (low, high)).copied().collect();
                prop_assert_eq!(whole.all().of(high, low).to_vec(), wanted.clone());
                let early = wanted.into_iter().filter(|contact| contact.day <= 20).collect::<Vec<ContactDay>>();
                prop_assert_eq!(whole.all().of(low, high).until(20).to_vec(), early);
            }
        }
    }
}
