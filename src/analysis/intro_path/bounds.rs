//! The bounds of a search for the best paths, met in the middle.

use super::ceiling::Ceiling;
use super::table::{Links, Marks, Table};
use super::{Hops, further_introducers};

/// What a search looks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    pub(super) from: u32,
    /// Ascending, without the asker.
    pub(super) targets: &'a [u32],
    pub(super) max_hops: usize,
    /// Paths that score less are not looked for.
    pub(super) least: f64,
    /// How many hops may be read for the bounds, the last ones apart.
    pub(super) budget: usize,
}

/// What the hops left can still make of the score of a path, at most, by the person it has come to.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// The last hops, to targets.
    ends: Links,
    /// By the number of hops left, the best that a walk from a person who is no target can still multiply a score by, or more.
    levels: Vec<Level>,
    /// By the number of hops made, the best product of a walk to a person, or more.
    ahead: Vec<Level>,
    targets: Table<bool>,
    marks: Marks,
}

/// The best by person, and of all.
#[derive(Debug, Default)]
struct Level {
    bests: Table<f32>,
    most: f32,
    /// The hops to those with one hop less left.
    next: Links,
}

impl Level {
    fn clear(&mut self, people: usize) {
        self.bests.clear(people);
        self.next.clear(people);
        self.most = 0.0;
    }

    fn people(&self) -> &[u32] {
        self.bests.people()
    }

    /// 0 for those of whom nothing is known.
    fn get(&self, person: u32) -> f64 {
        f64::from(self.bests.get(person))
    }

    fn raise(&mut self, person: u32, value: f64) {
        let value = rounded_up(value);
        if value > self.bests.get(person) {
            self.bests.set(person, value);
            self.most = self.most.max(value);
        }
    }
}

impl Bounds {
    /// Finds the bounds of whoever the best paths may lead over. From the targets backward they are found for everybody, from the asker
    /// forward only for the people ahead; the next step is made where it reads fewer hops, until the two meet. `None` where that
    /// would read more hops than it may.
    pub(super) fn find(&mut self, hops: &Hops, question: &Question) -> Option<()> {
        let (most, people) = (question.max_hops, hops.people());
        self.levels.resize_with(self.levels.len().max(most + 1), Level::default);
        self.ahead.resize_with(self.ahead.len().max(most), Level::default);
        self.levels.iter_mut().chain(&mut self.ahead).for_each(|level| level.clear(people));
        self.targets.clear(people);
        self.ahead[0].raise(question.from, 1.0);
        question.targets.iter().for_each(|target| self.targets.set(*target, true));
        let mut budget = question.budget;
        self.look_back(hops, question)?;
        let (mut forward, mut backward, mut looked) = (0, 1, 0);
        while forward + backward + 1 < most {
            // Those ahead are found at the price of reading the hops that lead to them once more.
            let back = count(hops, self.levels[backward].people(), 1, usize::MAX);
            if looked == forward && count(hops, self.ahead[forward].people(), 0, back / 4 + 1) <= back / 4 {
                looked += 1;
                self.look_ahead(hops, question, looked, &mut budget)?;
            }
            if looked > forward && count(hops, self.ahead[looked].people(), 0, back + 1) <= back {
                forward += 1;
            } else {
                backward += 1;
                let meets = forward + backward + 1 == most;
                self.push(hops, question, backward, looked, meets, &mut budget)?;
            }
        }
        (0..=forward).rev().try_for_each(|made| self.pull(hops, question, made, &mut budget))
    }

    /// The hops that a path may go on with from a person, when so many are left, that do not end at a target, and the most that each
    /// can be.
    pub(super) fn next(&self, person: u32, left: usize) -> impl Iterator<Item = (u32, Ceiling)> + '_ {
        self.levels[left].next.of(person)
    }

    /// The last hops of the paths over a person, and the most that each can be.
    pub(super) fn ends(&self, person: u32) -> impl Iterator<Item = (u32, Ceiling)> + '_ {
        self.ends.of(person)
    }

    /// What the hops left can multiply the score of a path by at most that has come to a person; 0 where no target can be reached.
    pub(super) fn of(&self, person: u32, left: usize) -> f64 {
        self.levels[left].get(person)
    }

    /// Finds the last hops. However many targets there are, they must be; but not those of one with too many.
    fn look_back(&mut self, hops: &Hops, question: &Question) -> Option<()> {
        self.ends.clear(hops.people());
        let first = hops.of(question.from).map(|(_, odds)| odds).fold(0.0, f64::max);
        for &target in question.targets {
            question.budget.checked_sub(hops.degrees(target)[1])?;
            for (before, ceiling) in hops.likely_toward(target, 1.0, question.least) {
                let first = if before == question.from { 1.0 } else { first };
                if ceiling.get() * first >= question.least {
                    self.ends.add(before, target, ceiling);
                }
            }
        }
        if question.max_hops > 1 {
            let factor = factor(question.max_hops - 1);
            for &person in self.ends.people() {
                if person != question.from && !self.targets.get(person) {
                    self.levels[1].raise(person, factor * self.ends.best(person));
                }
            }
        }
        Some(())
    }

    /// Finds the people one hop further ahead whom a path that scores at least `least` may lead over.
    fn look_ahead(&mut self, hops: &Hops, question: &Question, made: usize, budget: &mut usize) -> Option<()> {
        // At least one hop is left.
        let least = question.least / (further_introducers(made + 1) * self.last_hop(question));
        let (nearer, level) = two(&mut self.ahead, made);
        for &person in nearer.people() {
            let walk = nearer.get(person);
            *budget = budget.checked_sub(hops.degrees(person)[0])?;
            for (other, odds) in hops.likely(person, walk, least) {
                if walk * odds >= least && other != question.from && !self.targets.get(other) {
                    level.raise(other, walk * odds);
                }
            }
        }
        Some(())
    }

    /// Marks whoever is one hop further ahead, as far as a path over them and two hops more may score at least `least`, and tells the
    /// best product of a walk there, or more.
    fn mark(&mut self, hops: &Hops, question: &Question, made: usize, looked: usize, budget: &mut usize) -> Option<f64> {
        self.marks.clear();
        if looked >= made {
            self.ahead[made].people().iter().for_each(|person| self.marks.add(*person));
            return Some(f64::from(self.ahead[made].most));
        }
        let next = factor(made) * f64::from(self.levels[question.max_hops - made - 1].most);
        let (least, before) = (question.least / (further_introducers(made) * next), &self.ahead[made - 1]);
        let mut most: f64 = 0.0;
        for &person in before.people() {
            *budget = budget.checked_sub(hops.degrees(person)[0])?;
            let walk = before.get(person);
            for (next, odds) in hops.likely(person, walk, least) {
                self.marks.add(next);
                most = most.max(walk * odds);
            }
        }
        Some(most)
    }

    /// Finds the bounds with `left` hops left from those with one less, over the hops toward whoever has such a bound, as far as a path
    /// may then score at least `least`; where that meets the people ahead, only of those.
    fn push(
        &mut self,
        hops: &Hops,
        question: &Question,
        left: usize,
        looked: usize,
        meets: bool,
        budget: &mut usize,
    ) -> Option<()> {
        let made = question.max_hops - left;
        let ahead = f64::from(self.ahead[made.min(looked)].most);
        let walk = if meets { self.mark(hops, question, made, looked, budget)? } else { ahead };
        let [least, least_of_ends] = [walk, ahead].map(|walk| question.least / (further_introducers(made) * walk));
        let factor = factor(made);
        let (nearer, level) = two(&mut self.levels, left);
        let is_between = |person: u32| person != question.from && !self.targets.get(person);
        for &person in self.ends.people() {
            let through = factor * self.ends.best(person);
            if through >= least_of_ends && is_between(person) {
                level.raise(person, through);
            }
        }
        for &person in nearer.people() {
            let best = factor * nearer.get(person);
            if best >= least {
                *budget = budget.checked_sub(hops.degrees(person)[1])?;
                for (before, ceiling) in hops.likely_toward(person, best, least) {
                    let through = ceiling.get() * best;
                    let is_ahead = !meets || self.marks.may_have(before);
                    if is_ahead && through >= least && is_between(before) {
                        level.raise(before, through);
                        level.next.add(before, person, ceiling);
                    }
                }
            }
        }
        Some(())
    }

    /// Finds the bounds of the people that `made` hops lead to from those with one hop less left.
    fn pull(&mut self, hops: &Hops, question: &Question, made: usize, budget: &mut usize) -> Option<()> {
        let least = question.least / further_introducers(made + 1);
        let (nearer, level) = two(&mut self.levels, question.max_hops - made);
        self.marks.clear();
        nearer.people().iter().for_each(|person| self.marks.add(*person));
        let ahead = &self.ahead[made];
        for &person in ahead.people() {
            *budget = budget.checked_sub(hops.degrees(person)[0])?;
            let walk = ahead.get(person);
            let mut best = self.ends.best(person);
            for (next, odds) in hops.likely(person, walk * f64::from(nearer.most), least) {
                if self.marks.may_have(next) {
                    let through = odds * nearer.get(next);
                    if through > 0.0 && walk * through >= least {
                        level.next.add(person, next, Ceiling::of(odds));
                        best = best.max(through);
                    }
                }
            }
            if best > 0.0 && walk * best >= least {
                level.raise(person, factor(made) * best);
            }
        }
        Some(())
    }

    /// The most that a last hop can multiply a score by, one that begins with the asker apart.
    fn last_hop(&self, question: &Question) -> f64 {
        f64::from(self.levels[1].most) / factor(question.max_hops - 1)
    }
}

/// How many hops begin with some people, or end there; counted no further than to `enough`.
fn count(hops: &Hops, people: &[u32], side: usize, enough: usize) -> usize {
    let mut sum = 0;
    for &person in people {
        sum += hops.degrees(person)[side];
        if sum >= enough {
            break;
        }
    }
    sum
}

/// What the hop after so many multiplies a score by, its probability apart.
fn factor(made: usize) -> f64 {
    further_introducers(made + 1) / further_introducers(made)
}

/// A bound in half the space, no smaller and never 0.
fn rounded_up(bound: f64) -> f32 {
    ((bound * (1.0 + 2e-7)) as f32).max(f32::MIN_POSITIVE)
}

/// A level, after the one before it.
fn two(levels: &mut [Level], place: usize) -> (&Level, &mut Level) {
    let (before, rest) = levels.split_at_mut(place);
    (&before[place - 1], &mut rest[0])
}
