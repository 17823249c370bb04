//! Whom an asker and some targets can be reached from each other, the likeliest first, as far as paths that score enough may lead.

use std::collections::BinaryHeap;

use super::ceiling::Ceiling;
use super::table::{Marks, Table};
use super::{FURTHER_INTRODUCER, Hops};

/// What is left of the best score known, by which the score of what is sought must not be less: room for rounding.
const ROOM: f64 = 1.0 - 1.0 / 256.0;

/// Everybody who is known to be on a walk to or from the ends.
#[derive(Debug, Default)]
pub(super) struct Ball {
    reached: Table<Reached>,
    /// Who is reached, so that of most who are not, no more needs to be looked at.
    marks: Marks,
    queue: BinaryHeap<(u64, u32)>,
    /// How many hops were looked at.
    read: usize,
}

/// The best walk between a person and the ends.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Reached {
    /// Its probabilities, each of them halved, multiplied: at most, where it leads to targets.
    pub(super) value: f64,
    /// Whether there is no better one.
    pub(super) is_final: bool,
    /// The hop toward the targets.
    next: u32,
    ceiling: Ceiling,
}

impl Ball {
    fn clear(&mut self, people: usize) {
        self.reached.clear(people);
        self.marks.clear();
        self.queue.clear();
        self.read = 0;
    }

    pub(super) fn get(&self, person: u32) -> Reached {
        if self.marks.may_have(person) { self.reached.get(person) } else { Reached::default() }
    }

    pub(super) fn people(&self) -> &[u32] {
        self.reached.people()
    }

    /// Keeps a walk if it is the best known.
    fn reach(&mut self, person: u32, walk: Reached) {
        if walk.value > self.reached.get(person).value {
            self.reached.set(person, walk);
            self.marks.add(person);
            self.queue.push((walk.value.to_bits(), person));
        }
    }

    /// The most that the walk to somebody without a final one can be; 0 if nobody is left.
    fn radius(&mut self) -> f64 {
        while let Some(&(value, person)) = self.queue.peek() {
            if !self.reached.get(person).is_final {
                return f64::from_bits(value);
            }
            self.queue.pop();
        }
        0.0
    }

    /// Makes the best walk of those that are not final, final.
    fn pop(&mut self) -> Option<(u32, f64)> {
        if self.radius() <= 0.0 {
            return None;
        }
        let (_, person) = self.queue.pop()?;
        let walk = Reached { is_final: true, ..self.reached.get(person) };
        self.reached.set(person, walk);
        Some((person, walk.value))
    }
}

/// The walks from an asker, and to targets.
#[derive(Debug, Default)]
pub(super) struct Balls {
    from: u32,
    targets: Table<bool>,
    pub(super) forth: Ball,
    pub(super) back: Ball,
    /// Paths with a smaller product, each probability halved, are not sought.
    pub(super) least: f64,
    is_least_known: bool,
}

impl Balls {
    /// What a hop multiplies a path by, its probability apart: a half, so that all are alike; a path's first two are not to count, so
    /// the only one must make up for the second.
    pub(super) fn factor(&self, person: u32, next: u32) -> f64 {
        let is_direct = person == self.from && self.targets.get(next);
        if is_direct { FURTHER_INTRODUCER * FURTHER_INTRODUCER } else { FURTHER_INTRODUCER }
    }

    pub(super) fn is_target(&self, person: u32) -> bool {
        self.targets.get(person)
    }

    /// Finds the best walks from the asker to everybody on a path of at least so much, and at least how good those on to a target are;
    /// without a number, for the best path.
    pub(super) fn find(&mut self, hops: &Hops, from: u32, targets: &[u32], least: Option<f64>) {
        self.targets.clear(hops.people());
        self.forth.clear(hops.people());
        self.back.clear(hops.people());
        self.from = from;
        (self.least, self.is_least_known) = (least.unwrap_or(0.0), least.is_some());
        let end = Reached { value: 1.0, ..Reached::default() };
        self.forth.reach(from, end);
        for &target in targets {
            self.targets.set(target, true);
            self.back.reach(target, end);
        }
        loop {
            let (ahead, behind) = (self.forth.radius(), self.back.radius());
            if ahead * behind <= 0.0 || ahead * behind < self.least {
                break;
            }
            if self.forth.read <= self.back.read { self.step_forth(hops, behind) } else { self.step_back(hops, ahead) }
        }
        // Whoever is on a path of so much is now known from one end or the other. From the other end, only those are of use.
        self.is_least_known = true;
        let (forth, least) = (&self.forth, self.least);
        self.back.queue.retain(|(value, person)| is_enough(forth.get(*person), 0.0, f64::from_bits(*value), least));
        while self.back.radius() > 0.0 {
            self.step_back(hops, 0.0);
        }
        let back = &self.back;
        self.forth.queue.retain(|(value, person)| is_enough(back.get(*person), 0.0, f64::from_bits(*value), least));
        while self.forth.radius() > 0.0 {
            self.step_forth(hops, 0.0);
        }
    }

    /// Follows the hops of the next person from the asker; `behind` is the most that the walk on to a target can be for somebody
    /// without a final one.
    fn step_forth(&mut self, hops: &Hops, behind: f64) {
        let Some((person, walk)) = self.forth.pop() else { return };
        if self.targets.get(person) {
            return;
        }
        for (next, odds) in hops.likely(person, walk * FURTHER_INTRODUCER, self.least) {
            self.forth.read += 1;
            let value = walk * odds * self.factor(person, next);
            let there = self.back.get(next);
            if !self.is_least_known && value * there.value > self.least {
                self.least = self.least.max(value * self.exactly(hops, next) * ROOM);
            }
            if next != self.from && is_enough(there, behind, value, self.least) {
                self.forth.reach(next, Reached { value, ..Reached::default() });
            }
        }
    }

    /// The same toward the next person before the targets.
    fn step_back(&mut self, hops: &Hops, ahead: f64) {
        let Some((person, walk)) = self.back.pop() else { return };
        if person == self.from {
            return;
        }
        for (before, ceiling) in hops.likely_toward(person, walk * FURTHER_INTRODUCER, self.least) {
            self.back.read += 1;
            if self.targets.get(before) {
                continue;
            }
            let factor = self.factor(before, person);
            let value = walk * ceiling.get() * factor;
            let there = self.forth.get(before);
            if !self.is_least_known && value * there.value > self.least {
                let odds = hops.odds(before, person, ceiling);
                self.least = self.least.max(there.value * factor * odds * self.exactly(hops, person) * ROOM);
            }
            if is_enough(there, ahead, value, self.least) {
                self.back.reach(before, Reached { value, is_final: false, next: person, ceiling });
            }
        }
    }

    /// The product of the walk to a target that is known for somebody.
    fn exactly(&self, hops: &Hops, mut person: u32) -> f64 {
        let mut product = 1.0;
        while !self.targets.get(person) {
            let Reached { next, ceiling, .. } = self.back.get(person);
            product *= hops.odds(person, next, ceiling) * self.factor(person, next);
            person = next;
        }
        product
    }
}

/// Whether a walk to somebody can be part of a path of at least so much; beyond, nobody without a final walk has a better one than
/// `beyond`.
fn is_enough(there: Reached, beyond: f64, value: f64, least: f64) -> bool {
    let both = value * if there.is_final { there.value } else { beyond };
    both > 0.0 && both >= least
}
