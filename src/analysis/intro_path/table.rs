//! What a search knows of people, in scratch space that is emptied at the price of what was put there.

use super::ceiling::Ceiling;

/// What is known of some people; of the others, the default.
#[derive(Debug, Default)]
pub(super) struct Table<V> {
    /// By person; empty as long as nothing is known.
    values: Vec<V>,
    size: usize,
    people: Vec<u32>,
}

impl<V: Copy + Default + PartialEq> Table<V> {
    /// Forgets all; there are so many people.
    pub(super) fn clear(&mut self, people: usize) {
        for person in self.people.drain(..) {
            self.values[person as usize] = V::default();
        }
        self.size = people;
    }

    /// Those of whom something is known, in the order in which it became so.
    pub(super) fn people(&self) -> &[u32] {
        &self.people
    }

    /// What is known of a person.
    pub(super) fn get(&self, person: u32) -> V {
        self.values.get(person as usize).copied().unwrap_or_default()
    }

    /// Changes what is known of a person.
    pub(super) fn set(&mut self, person: u32, value: V) {
        if self.values.len() < self.size {
            self.values = vec![V::default(); self.size];
        }
        let known = &mut self.values[person as usize];
        if *known == V::default() {
            self.people.push(person);
        }
        *known = value;
    }
}

/// Hops, in lists by where they begin.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The place after the first in the list.
    first: Table<u32>,
    /// To whom, how likely the hop is at most, and the place after the next.
    all: Vec<(u32, Ceiling, u32)>,
}

impl Links {
    pub(super) fn clear(&mut self, people: usize) {
        self.first.clear(people);
        self.all.clear();
    }

    pub(super) fn add(&mut self, from: u32, to: u32, ceiling: Ceiling) {
        self.all.push((to, ceiling, self.first.get(from)));
        self.first.set(from, self.all.len() as u32);
    }

    /// With whom hops begin.
    pub(super) fn people(&self) -> &[u32] {
        self.first.people()
    }

    /// The hops that begin with a person.
    pub(super) fn of(&self, person: u32) -> impl Iterator<Item = (u32, Ceiling)> + '_ {
        let link = |place: u32| self.all.get((place as usize).wrapping_sub(1));
        let hops = std::iter::successors(link(self.first.get(person)), move |(.., next)| link(*next));
        hops.map(|&(to, ceiling, _)| (to, ceiling))
    }

    /// The most that a hop of a person may be; 0 without any.
    pub(super) fn best(&self, person: u32) -> f64 {
        self.of(person).map(|(_, ceiling)| ceiling.get()).fold(0.0, f64::max)
    }
}

/// Who is among some people, or may be: one bit for several people, so that all bits are near.
#[derive(Debug)]
pub(super) struct Marks {
    words: Vec<u64>,
}

impl Default for Marks {
    fn default() -> Self {
        Self { words: vec![0; Self::WORDS] }
    }
}

impl Marks {
    /// A power of two.
    const WORDS: usize = 1 << 12;

    pub(super) fn clear(&mut self) {
        self.words.fill(0);
    }

    pub(super) fn add(&mut self, person: u32) {
        self.words[Self::word(person)] |= 1 << (person % 64);
    }

    /// Whether a person may be among those marked: surely not if false.
    pub(super) fn may_have(&self, person: u32) -> bool {
        self.words[Self::word(person)] >> (person % 64) & 1 == 1
    }

    fn word(person: u32) -> usize {
        person as usize / 64 % Self::WORDS
    }
}
