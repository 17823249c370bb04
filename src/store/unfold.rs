//! Interactions in the order of their first legs become legs in the order of all.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::StoreError;
use super::leg::{Key, StoredLeg};

/// The order of legs: by key, and those of one key by import and record.
pub(super) type Order = (Key, u32, u64);

pub(super) fn order(leg: &StoredLeg) -> Order {
    (leg.key(), leg.import, leg.record)
}

/// An interaction of which some legs are still to come.
struct Open {
    next: StoredLeg,
    /// The targets to come, and which of them is that of `next`.
    targets: Vec<u32>,
    at: usize,
    /// How many interactions came before.
    came: u64,
}

impl Open {
    /// Moves on to the next leg, if there is one.
    fn advance(&mut self) -> bool {
        self.at += 1;
        self.targets.get(self.at).map(|target| self.next.target = *target).is_some()
    }
}

impl Ord for Open {
    /// The first leg is the greatest, as a heap gives the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        (order(&other.next), other.came).cmp(&(order(&self.next), self.came))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Open {}

/// Gives the legs of interactions to a closure. Only those interactions are kept whose legs are not all given: the ones that are the same
/// but for the receivers. One that says the same as the one before, of the same import, is left out.
pub(super) struct Unfold<F> {
    take: F,
    open: BinaryHeap<Open>,
    spare: Vec<Vec<u32>>,
    came: u64,
    /// The row before; one that says the same of the same import brings nothing.
    last: Option<StoredLeg>,
    last_others: Vec<u32>,
}

impl<F: FnMut(StoredLeg) -> Result<(), StoreError>> Unfold<F> {
    pub(super) fn new(take: F) -> Self {
        Self { take, open: BinaryHeap::new(), spare: Vec::new(), came: 0, last: None, last_others: Vec::new() }
    }

    /// Takes one interaction: its first leg, and the targets of the others, ascending. They must come in the order of their first legs.
    pub(super) fn row(&mut self, leg: StoredLeg, others: &[u32]) -> Result<(), StoreError> {
        let is_known = self.last.is_some_and(|last| (last.key(), last.import) == (leg.key(), leg.import));
        if is_known && self.last_others == others {
            return Ok(());
        }
        self.last = Some(leg);
        self.last_others.clear();
        self.last_others.extend_from_slice(others);
        if !self.open.is_empty() {
            self.give_before(Some(order(&leg)))?;
        }
        (self.take)(leg)?;
        let Some(second) = others.first() else { return Ok(()) };
        let mut targets = self.spare.pop().unwrap_or_default();
        targets.clear();
        targets.extend_from_slice(others);
        self.came += 1;
        self.open.push(Open { next: StoredLeg { target: *second, ..leg }, targets, at: 0, came: self.came });
        Ok(())
    }

    /// Gives the legs that are left.
    pub(super) fn finish(mut self) -> Result<(), StoreError> {
        self.give_before(None)
    }

    fn give_before(&mut self, limit: Option<Order>) -> Result<(), StoreError> {
        while let Some(mut first) = self.open.pop() {
            loop {
                if limit.is_some_and(|limit| limit < order(&first.next)) {
                    self.open.push(first);
                    return Ok(());
                }
                (self.take)(first.next)?;
                if !first.advance() {
                    self.spare.push(first.targets);
                    break;
                }
                if self.open.peek().is_some_and(|other| *other > first) {
                    self.open.push(first);
                    break;
                }
            }
        }
        Ok(())
    }
}
