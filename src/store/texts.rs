//! Texts with a number each, in as little memory as may be: an address book has a million of them.

use std::hash::BuildHasher;

use super::session::Hasher;

/// The least room that is made for texts.
const LEAST_SLOTS: usize = 64;
/// Texts that are looked up together.
const TOGETHER: usize = 32;

/// Texts in the order they came, each once, found by their hashes.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// All texts, one after another, and where each ends.
    text: String,
    ends: Vec<usize>,
    numbers: Vec<u32>,
    /// A power of two of places: the lower half of a hash, and the place of a text in the lists above, from 1. 0 is free.
    slots: Vec<u64>,
    hasher: Hasher,
}

impl Texts {
    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The greatest number of a text; 0 where there is none.
    pub(super) fn greatest(&self) -> u32 {
        self.numbers.iter().copied().max().unwrap_or(0)
    }

    /// The number of a text.
    pub(super) fn get(&self, text: &str) -> Option<u32> {
        self.find(text, self.hash(text)).and_then(|place| self.numbers.get(place)).copied()
    }

    /// The place of each text, from 1; 0 for those that are not there. Each step is done for some of them before the next, so that memory is
    /// waited for once and not with each text.
    pub(super) fn places(&self, texts: &[&str]) -> Vec<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut places = Vec::with_capacity(texts.len());
        let mut looked_up = [(0, 0, (0, 0)); TOGETHER];
        for texts in texts.chunks(TOGETHER) {
            for ((hash, slot, _), text) in looked_up.iter_mut().zip(texts) {
                *hash = self.hash(text);
                let mut at = *hash as usize;
                *slot = loop {
                    let slot = self.slots.get(at & mask).copied().unwrap_or(0);
                    if slot == 0 || (slot >> 32) as u32 == *hash {
                        break slot;
                    }
                    at += 1;
                };
            }
            for (_, slot, (start, end)) in &mut looked_up {
                let place = *slot as u32 as usize;
                *start = place.checked_sub(2).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
                *end = place.checked_sub(1).and_then(|place| self.ends.get(place)).copied().unwrap_or(0);
            }
            places.extend(texts.iter().zip(&looked_up).map(|(text, &(hash, slot, (start, end)))| {
                if slot == 0 || self.text.as_bytes().get(start..end) == Some(text.as_bytes()) {
                    return slot as u32;
                }
                // Another text has the same hash.
                self.find(text, hash).map_or(0, |place| place as u32 + 1)
            }));
        }
        places
    }

    /// The text that came at a place, from 0; empty beyond the last.
    pub(super) fn text(&self, place: usize) -> &str {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(place).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }

    /// The number of a text; a new text gets `next`, which goes on by one.
    pub(super) fn number(&mut self, text: &str, next: &mut u32) -> u32 {
        let hash = self.hash(text);
        if let Some(number) = self.find(text, hash).and_then(|place| self.numbers.get(place)) {
            return *number;
        }
        let number = *next;
        *next += 1;
        self.add(text, hash, number);
        number
    }

    /// Adds a text that has a number; what is there keeps the one it has.
    pub(super) fn insert(&mut self, text: &str, number: u32) {
        let hash = self.hash(text);
        if self.find(text, hash).is_none() {
            self.add(text, hash, number);
        }
    }

    /// The texts whose numbers are at least `first`, in the order they came.
    pub(super) fn from(&self, first: u32) -> impl Iterator<Item = (u32, &str)> {
        let numbered = self.numbers.iter().enumerate().filter(move |(_, number)| **number >= first);
        numbered.map(|(place, number)| (*number, self.text(place)))
    }

    fn hash(&self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        (hash ^ (hash >> 32)) as u32
    }

    fn find(&self, text: &str, hash: u32) -> Option<usize> {
        let mut at = hash as usize;
        loop {
            let slot = *self.slots.get(at & self.slots.len().wrapping_sub(1))?;
            let place = (slot as u32 as usize).checked_sub(1)?;
            if (slot >> 32) as u32 == hash && self.text(place) == text {
                return Some(place);
            }
            at += 1;
        }
    }

    fn add(&mut self, text: &str, hash: u32, number: u32) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        self.numbers.push(number);
        // Three quarters full at most, so that what is looked for is near.
        if self.ends.len() * 4 > self.slots.len() * 3 {
            let larger = vec![0; (self.slots.len() * 2).max(LEAST_SLOTS)];
            for slot in std::mem::replace(&mut self.slots, larger) {
                if slot != 0 {
                    self.put(slot);
                }
            }
        }
        self.put(u64::from(hash) << 32 | self.ends.len() as u64);
    }

    /// Puts a slot into the first free place behind its own.
    fn put(&mut self, slot: u64) {
        let mut at = (slot >> 32) as usize;
        let mask = self.slots.len() - 1;
        while let Some(free) = self.slots.get_mut(at & mask) {
            if *free == 0 {
                *free = slot;
                return;
            }
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_numbers_however_many_there_are() {
        let mut texts = Texts::default();
        texts.insert("known", 40);
        texts.insert("known", 50);
        let mut next = 41;
        for round in 0..2 {
            for text in 0..10_000_u32 {
                assert_eq!(texts.number(&format!("text {text}"), &mut next), 41 + text, "round {round}");
            }
        }
        assert_eq!((texts.len(), texts.greatest(), next), (10_001, 10_040, 10_041));
        assert_eq!(
            [texts.get("known"), texts.get("text 9999"), texts.get("text 10000"), texts.get("")],
            [Some(40), Some(10_040), None, None]
        );
        assert_eq!([texts.text(0), texts.text(10_000), texts.text(10_001)], ["known", "text 9999", ""]);
        assert_eq!(texts.places(&["text 5", "none", "known", "", "text 9999"]), [7, 0, 1, 0, 10_001]);
        let all: Vec<String> = (0..10_000).map(|text| format!("text {text}")).collect();
        assert_eq!(texts.places(&all.iter().map(String::as_str).collect::<Vec<&str>>()), (2..10_002).collect::<Vec<u32>>());
        assert_eq!(Texts::default().places(&["text 5"]), [0]);
        let new: Vec<(u32, &str)> = texts.from(10_039).collect();
        assert_eq!(new, [(10_039, "text 9998"), (10_040, "text 9999")]);
        assert_eq!(texts.number("", &mut next), 10_041);
        assert_eq!(texts.get(""), Some(10_041));
    }
}
