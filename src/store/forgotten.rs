//! Who was forgotten at the user's word: only a keyed hash of their handles is left, enough to keep them out.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::StoreError;
use super::texts::Texts;
use crate::model::{Handle, Interaction, Observation, Shape};

/// The key of the hashes, in the catalog's meta.
pub(super) const KEY: &str = "forget-key";
/// What stands where a forgotten name stood.
const REDACTED: &str = "(forgotten)";
/// The longest name looked for within a text, in words.
const MOST_WORDS: usize = 6;

/// The forgotten, as far as they must be known.
#[derive(Debug, Clone, Default)]
pub(super) struct Forgotten {
    key: [u8; 32],
    hashes: BTreeSet<[u8; 32]>,
}

impl Forgotten {
    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let key: Option<String> =
            connection.query_row("SELECT value FROM meta WHERE key = ?", [KEY], |row| row.get(0)).optional()?;
        let Some(key) = key else { return Ok(Self::default()) };
        let mut statement = connection.prepare("SELECT hash FROM forgotten")?;
        let hashes = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Self { key: *blake3::hash(key.as_bytes()).as_bytes(), hashes })
    }

    /// The keyed hash of a handle, or of a name in the form in which names are looked for.
    pub(super) fn hash(&self, text: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.key, text.as_bytes()).as_bytes()
    }

    pub(super) fn insert(&mut self, text: &str) -> [u8; 32] {
        let hash = self.hash(text);
        self.hashes.insert(hash);
        hash
    }

    fn has(&self, handle: &Handle, known: &Texts) -> bool {
        // Who is in the catalog is not forgotten, which saves the hash.
        known.get(handle.as_str()).is_none() && self.hashes.contains(&self.hash(handle.as_str()))
    }

    /// An observation without the forgotten; nothing where it was about them.
    pub(super) fn without(&self, observation: Observation, known: &Texts) -> Option<Observation> {
        if self.hashes.is_empty() {
            return Some(observation);
        }
        match observation {
            Observation::Interaction(interaction) => self.without_parties(interaction, known).map(Observation::Interaction),
            Observation::Declaration(declaration) => {
                let about = declaration.card.handles.iter().any(|handle| self.has(handle, known));
                (!about).then_some(Observation::Declaration(declaration))
            }
            Observation::Aggregate(ref tie) => {
                let about = self.has(&tie.low, known) || self.has(&tie.high, known);
                (!about).then_some(observation)
            }
            Observation::Me(_) | Observation::LeftOut(_) => Some(observation),
        }
    }

    fn without_parties(&self, mut interaction: Interaction, known: &Texts) -> Option<Interaction> {
        interaction.venue = interaction.venue.map(|venue| self.redacted(&venue));
        let sender_goes = interaction.from.as_ref().is_some_and(|party| self.has(&party.handle, known));
        let receiver_goes = interaction.to.iter().any(|party| self.has(&party.handle, known));
        if !sender_goes && !receiver_goes {
            return Some(interaction);
        }
        if receiver_goes {
            let others = interaction.to.iter().filter(|party| !self.has(&party.handle, known));
            interaction.to = others.cloned().collect::<Vec<_>>().into();
        }
        if sender_goes {
            interaction.from = None;
        }
        is_left(interaction.shape, interaction.from.is_some(), interaction.to.len()).then_some(interaction)
    }

    /// Whether a name that somebody else goes by holds the name of one of the forgotten (`Ann Example via LinkedIn`); a namesake's does not.
    pub(super) fn hides(&self, name: &str) -> bool {
        let is_namesake = || key_of_name(name).is_some_and(|key| self.hashes.contains(&self.hash(&key)));
        !self.hashes.is_empty() && self.redacted(name) != name && !is_namesake()
    }

    /// A text without the names of the forgotten.
    pub(super) fn redacted(&self, text: &str) -> String {
        if self.hashes.is_empty() {
            return text.to_owned();
        }
        let words = words(text);
        let mut kept = String::new();
        let (mut from, mut index) = (0, 0);
        while index < words.len() {
            let window = (1..=MOST_WORDS.min(words.len() - index)).rev().find(|count| {
                let name = words.get(index..index + count).unwrap_or_default();
                self.hashes.contains(&self.hash(&name_key(name.iter().map(|word| word.1))))
            });
            match (window, words.get(index)) {
                (Some(count), Some(first)) => {
                    let last = words.get(index + count - 1).unwrap_or(first);
                    kept.push_str(text.get(from..first.0).unwrap_or_default());
                    kept.push_str(REDACTED);
                    from = last.0 + last.1.len();
                    index += count;
                }
                _ => index += 1,
            }
        }
        kept.push_str(text.get(from..).unwrap_or_default());
        kept
    }
}

/// Whether an interaction without the forgotten still says something of others.
pub(super) fn is_left(shape: Shape, has_sender: bool, receivers: usize) -> bool {
    match (shape, has_sender) {
        (Shape::Gathering, _) | (_, false) => receivers + usize::from(has_sender) >= 2,
        (_, true) => receivers >= 1,
    }
}

/// The words of a text with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        found.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
    }
    found
}

/// The form in which a name is looked for: its words in lower case; nothing for a single word, which could mean anything.
pub(super) fn name_key<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    if words.len() < 2 { String::new() } else { format!("name {}", words.join(" ")) }
}

/// The form in which a name is looked for.
pub(super) fn key_of_name(name: &str) -> Option<String> {
    let key = name_key(words(name).into_iter().map(|word| word.1));
    (!key.is_empty()).then_some(key)
}
