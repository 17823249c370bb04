//! People in a file of the cache: read in parts, and found by what they are called.

use std::fmt::{Debug, Formatter};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::{ParallelSlice, ParallelSliceMut};

use crate::identity::{KeptPeople, Person};
use crate::io::{Mapped, digest};

/// People of a part.
const PEOPLE_OF_PART: usize = 128;

/// A text that somebody is found by, as a number, and who that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct Key {
    text: u64,
    person: u64,
}

impl Key {
    fn text(text: &str) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = digest(&[text.as_bytes()]);
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }

    /// The keys of all people, sorted.
    pub(super) fn of(people: &[Person]) -> Vec<Self> {
        let of_person = |at: usize| people.get(at).map(Person::texts).unwrap_or_default().into_iter().map(move |text| (text, at));
        let mut keys: Vec<Self> = (0..people.len())
            .into_par_iter()
            .flat_map_iter(of_person)
            .map(|(text, person)| Self { text: Self::text(&text), person: person as u64 })
            .collect();
        keys.par_sort_unstable();
        keys
    }
}

/// Encodes people, part by part.
pub(super) fn encoded(people: &[Person]) -> Option<Vec<Vec<u8>>> {
    let parts = people.par_chunks(PEOPLE_OF_PART).map(rmp_serde::to_vec);
    parts.collect::<Result<Vec<_>, _>>().ok()
}

/// People where a file holds them, whose bytes were checked.
pub(super) struct MappedPeople {
    file: Arc<Mapped>,
    count: usize,
    /// Where each part lies.
    parts: Vec<Range<usize>>,
    /// Where their keys lie: checked to be a whole number of them, and aligned.
    keys: Range<usize>,
}

impl MappedPeople {
    /// So many people, whose parts of so many bytes each lie one after the other in one place of a file, and their keys in another; `None` where
    /// these are no parts and keys of so many people.
    pub(super) fn new(file: Arc<Mapped>, count: usize, people: Range<usize>, parts: &[u32], keys: Range<usize>) -> Option<Self> {
        bytemuck::try_cast_slice::<u8, Key>(file.get(keys.clone())?).ok()?;
        let places = parts.iter().scan(people.start, |begin, length| {
            let part = *begin..*begin + *length as usize;
            *begin = part.end;
            Some(part)
        });
        let places: Vec<Range<usize>> = places.collect();
        let end = places.last().map_or(people.start, |part| part.end);
        let are_all = end == people.end && places.len() == count.div_ceil(PEOPLE_OF_PART);
        are_all.then_some(Self { file, count, parts: places, keys })
    }

    fn read(&self, part: &Range<usize>) -> Vec<Person> {
        let bytes = self.file.get(part.clone()).unwrap_or_default();
        // The checksum is right, so these are the bytes that this version of the program wrote for people.
        rmp_serde::from_slice(bytes).unwrap_or_else(|error| unreachable!("checked people cannot be read: {error}"))
    }
}

impl KeptPeople for MappedPeople {
    fn count(&self) -> usize {
        self.count
    }

    fn people_of_part(&self) -> usize {
        PEOPLE_OF_PART
    }

    fn part(&self, part: usize) -> Vec<Person> {
        self.parts.get(part).map(|part| self.read(part)).unwrap_or_default()
    }

    fn all(&self) -> Vec<Person> {
        let parts: Vec<Vec<Person>> = self.parts.par_iter().map(|part| self.read(part)).collect();
        let mut people = Vec::with_capacity(self.count);
        for part in parts {
            people.extend(part);
        }
        people
    }

    fn likely(&self, text: &str) -> Vec<u32> {
        let keys: &[Key] = bytemuck::cast_slice(self.file.get(self.keys.clone()).unwrap_or_default());
        let sought = Key::text(text);
        let from = keys.partition_point(|key| key.text < sought);
        keys.iter().skip(from).take_while(|key| key.text == sought).map(|key| key.person as u32).collect()
    }
}

impl Debug for MappedPeople {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MappedPeople").field("count", &self.count).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::{Everybody, find};
    use crate::model::Handle;

    /// People as a file holds them.
    fn kept(people: &[Person]) -> Everybody {
        let parts = encoded(people).unwrap();
        let keys = Key::of(people);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people");
        std::fs::write(&path, [bytemuck::cast_slice(&keys), parts.concat().as_slice()].concat()).unwrap();
        let file = Arc::new(Mapped::open(&path).unwrap());
        let begin = size_of_val(&keys[..]);
        let lengths: Vec<u32> = parts.iter().map(|part| part.len() as u32).collect();
        let ignored = Everybody::from(people.to_vec()).ignored().to_vec();
        let mapped = |count: usize| MappedPeople::new(Arc::clone(&file), count, begin..file.len(), &lengths, 0..begin);
        assert!(mapped(people.len() + PEOPLE_OF_PART).is_none());
        Everybody::kept(Arc::new(mapped(people.len()).unwrap()), ignored)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whoever is looked for is found in a file as among people in memory, and each is read as they were.
        #[test]
        fn people_in_a_file_are_those_in_memory(
            raw in proptest::collection::vec((0_u32..60, 0_usize..6, any::<bool>()), 1..300), asked in proptest::collection::vec(0_usize..320, 8),
        ) {
            let names = ["Åsa Öberg", "asa oberg", "Émile Zola", "Jörg", "p7", ""];
            let people: Vec<Person> = raw.iter().zip(0..).map(|(&(number, name, ignored), place)| Person {
                handles: [format!("p{place}@example.org"), format!("id:{number}")].iter().filter_map(|text| Handle::parse(text)).collect(),
                name: Some(names[name].to_owned()).filter(|name| !name.is_empty()),
                ignored,
                ..Person::default()
            }).collect();
            let whole = Everybody::from(people.clone());
            let of_file = kept(&people);
            for at in asked {
                prop_assert_eq!(of_file.get(at), people.get(at));
            }
            for query in ["p7@example.org", "mailto:p7@example.org", "P7@EXAMPLE.ORG", "id:7", "7", "asa  OBERG", "p7", "emile zola", "Zola", "", "nobody"] {
                prop_assert_eq!(find(&kept(&people), query), find(&whole, query), "{}", query);
            }
            prop_assert_eq!((of_file.len(), of_file.ignored()), (whole.len(), whole.ignored()));
            prop_assert_eq!(of_file.all(), whole.all());
        }
    }
}
