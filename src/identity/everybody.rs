//! Everybody: in memory, or read from where they are kept when they are asked for.

use std::fmt::Debug;
use std::ops::{Deref, Index};
use std::sync::{Arc, OnceLock};

use super::Person;
use crate::model::Handle;

/// Where people are kept, in parts of the same size.
pub trait KeptPeople: Debug + Send + Sync {
    /// How many people.
    fn count(&self) -> usize;

    /// How many people each part has; the last may have fewer. At least 1.
    fn people_of_part(&self) -> usize;

    /// The people of a part.
    fn part(&self, part: usize) -> Vec<Person>;

    /// Everybody.
    fn all(&self) -> Vec<Person>;

    /// Who may have a handle or a name that is written like this, or folds to it, ascending: all who do, and perhaps others.
    fn likely(&self, text: &str) -> Vec<u32>;
}

/// Everybody, sorted by primary handle: a list of people, of which one can be read without the others where they are kept in a file.
///
/// ```
/// use acquaint::identity::{Everybody, Person};
/// let everybody = Everybody::from(vec![Person::default(); 2]);
/// assert_eq!((everybody.len(), everybody.get(1), everybody.get(2)), (2, Some(&Person::default()), None));
/// ```
#[derive(Debug, Default)]
pub struct Everybody {
    whole: OnceLock<Vec<Person>>,
    kept: Option<Kept>,
    ignored: Vec<u32>,
}

#[derive(Debug)]
struct Kept {
    source: Arc<dyn KeptPeople>,
    /// Those parts that were asked for.
    parts: Vec<OnceLock<Vec<Person>>>,
}

impl Everybody {
    /// People who are kept somewhere, and the numbers of those who are ignored, ascending.
    #[must_use]
    pub fn kept(source: Arc<dyn KeptPeople>, ignored: Vec<u32>) -> Self {
        let parts = source.count().div_ceil(source.people_of_part().max(1));
        Self { whole: OnceLock::new(), kept: Some(Kept { parts: vec![OnceLock::new(); parts], source }), ignored }
    }

    /// How many people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.as_ref().map_or_else(|| self.all().len(), |kept| kept.source.count())
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One person; `None` for a number that is nobody's.
    #[must_use]
    pub fn get(&self, person: usize) -> Option<&Person> {
        let Some(Kept { source, parts }) = self.unread() else { return self.all().get(person) };
        let size = source.people_of_part().max(1);
        let part = person / size;
        parts.get(part)?.get_or_init(|| source.part(part)).get(person % size)
    }

    /// Where people are kept, as long as not all of them were read.
    fn unread(&self) -> Option<&Kept> {
        self.kept.as_ref().filter(|_| self.whole.get().is_none())
    }

    /// The person with a handle.
    #[must_use]
    pub fn of_handle(&self, handle: &Handle) -> Option<u32> {
        let found = self.of_text(&[handle.as_str()], |person| person.handles.contains(handle));
        found.first().map(|person| *person as u32)
    }

    /// The people, who are read if they were not yet.
    #[must_use]
    pub fn all(&self) -> &[Person] {
        self.whole.get_or_init(|| self.kept.as_ref().map(|kept| kept.source.all()).unwrap_or_default())
    }

    /// The numbers of those whom the user said to leave out, ascending.
    #[must_use]
    pub fn ignored(&self) -> &[u32] {
        &self.ignored
    }

    /// Whether the user said to leave somebody out.
    #[must_use]
    pub fn is_ignored(&self, person: u32) -> bool {
        self.ignored.binary_search(&person).is_ok()
    }

    /// Who, of those with a handle or a name that is written like one of some texts or folds to it, is meant; ascending. All are asked for
    /// where it is not known beforehand who that may be.
    pub(super) fn of_text(&self, texts: &[&str], is_meant: impl Fn(&Person) -> bool) -> Vec<usize> {
        let Some(kept) = self.unread() else { return self.such(is_meant) };
        let mut likely: Vec<u32> = texts.iter().flat_map(|text| kept.source.likely(text)).collect();
        likely.sort_unstable();
        likely.dedup();
        let likely = likely.into_iter().map(|person| person as usize);
        likely.filter(|person| self.get(*person).is_some_and(&is_meant)).collect()
    }

    /// Who of everybody is meant, ascending.
    pub(super) fn such(&self, is_meant: impl Fn(&Person) -> bool) -> Vec<usize> {
        self.all().iter().enumerate().filter(|(_, person)| is_meant(person)).map(|(index, _)| index).collect()
    }

    /// The same people with something changed, in memory.
    #[must_use]
    pub fn changed(&self, change: impl FnOnce(&mut [Person])) -> Self {
        let mut people = self.all().to_vec();
        change(&mut people);
        people.into()
    }
}

impl From<Vec<Person>> for Everybody {
    fn from(people: Vec<Person>) -> Self {
        let ignored = people.iter().zip(0_u32..).filter(|(person, _)| person.ignored).map(|(_, number)| number).collect();
        Self { whole: people.into(), kept: None, ignored }
    }
}

impl FromIterator<Person> for Everybody {
    fn from_iter<I: IntoIterator<Item = Person>>(people: I) -> Self {
        people.into_iter().collect::<Vec<Person>>().into()
    }
}

impl Deref for Everybody {
    type Target = [Person];

    fn deref(&self) -> &[Person] {
        self.all()
    }
}

impl Index<usize> for Everybody {
    type Output = Person;

    fn index(&self, person: usize) -> &Person {
        match self.get(person) {
            Some(known) => known,
            None => &self.all()[person],
        }
    }
}

impl PartialEq for Everybody {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for Everybody {}

impl<'a> IntoIterator for &'a Everybody {
    type Item = &'a Person;
    type IntoIter = std::slice::Iter<'a, Person>;

    fn into_iter(self) -> Self::IntoIter {
        self.all().iter()
    }
}
