//! Whom to compare with whom: only people who share a key, so that 100,000 people take seconds.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::known::Known;

/// People of one key beyond which it says nothing: a name that is everybody's.
const MOST_OF_ONE_KEY: usize = 60;
/// Digits at the end of telephone numbers that are compared first.
const LAST_DIGITS: usize = 7;

/// The pairs of people worth weighing, each once, ascending.
pub(super) fn candidates(known: &Known) -> Vec<(u32, u32)> {
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    let mut keys = Vec::new();
    for (person, index) in known.people.iter().zip(0_u32..).filter(|(person, _)| person.counts) {
        keys.clear();
        person.names.iter().for_each(|name| name.keys(&mut keys));
        keys.extend(person.phones.iter().filter_map(|(digits, _)| Some(format!("tel {}", last_digits(digits)?))));
        keys.extend(person.shared.iter().map(|handle| format!("handle {}", handle.as_str())));
        keyed.extend(keys.iter().map(|key| (hash(key), index)));
    }
    keyed.sort_unstable();
    keyed.dedup();
    let mut pairs = Vec::new();
    for block in keyed.chunk_by(|one, other| one.0 == other.0).filter(|block| (2..=MOST_OF_ONE_KEY).contains(&block.len())) {
        for (place, &(_, one)) in block.iter().enumerate() {
            pairs.extend(block.iter().skip(place + 1).map(|&(_, other)| (one, other)));
        }
    }
    pairs.extend(initials(known));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Those who show only an initial, with those whose given name begins with it.
fn initials(known: &Known) -> Vec<(u32, u32)> {
    /// Those with an initial only, and those with the whole given name.
    type Block = (Vec<u32>, Vec<u32>);
    let mut blocks: BTreeMap<(&str, char), Block> = BTreeMap::new();
    for (person, index) in known.people.iter().zip(0_u32..).filter(|(person, _)| person.counts) {
        for name in &person.names {
            let Some(first) = name.given().plain.chars().next() else { continue };
            for family in name.family().spellings() {
                let block = blocks.entry((family, first)).or_default();
                if name.has_initial_only() { block.0.push(index) } else { block.1.push(index) }
            }
        }
    }
    let mut pairs = Vec::new();
    for (short, long) in blocks.into_values().filter(|(short, long)| short.len() + long.len() <= MOST_OF_ONE_KEY) {
        pairs.extend(short.iter().flat_map(|&one| {
            long.iter().filter(move |&&other| one != other).map(move |&other| (one.min(other), one.max(other)))
        }));
    }
    pairs
}

/// The last digits of a telephone number; `None` for a shorter one, which could be anybody's extension.
fn last_digits(digits: &str) -> Option<&str> {
    let digits = digits.trim_start_matches('+');
    digits.get(digits.len().checked_sub(LAST_DIGITS)?..)
}

/// Equal for equal keys on every machine; a chance meeting costs one comparison.
fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
