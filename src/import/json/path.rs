//! The places in a document that an importer asks for, as `chats.list[].messages[]`.

use std::borrow::Cow;

use super::Followed;

/// One step down into a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'k> {
    /// The member of an object.
    Key(&'k str),
    /// Every element of an array.
    Each,
}

/// The wanted places: keys parted by dots, `[]` for every element of an array; the empty path is the whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paths {
    /// For each path its steps: `None` for every element.
    paths: Vec<Vec<Option<String>>>,
}

impl Paths {
    /// Reads paths such as `title`, `[]`, `messages[]`, `chats.list[].messages[]`. A path that ends in `[]` gives records, any
    /// other a value; of two paths one may not begin with the other where that one ends. `None` when a path is written otherwise.
    pub(crate) fn new<P: AsRef<str>>(paths: &[P]) -> Option<Self> {
        let paths = paths.iter().map(|path| steps_of(path.as_ref())).collect::<Option<Vec<_>>>()?;
        Some(Self { paths })
    }

    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    pub(super) fn step(&self, path: usize, at: usize) -> Option<Step<'_>> {
        let step = self.paths.get(path)?.get(at)?;
        Some(step.as_deref().map_or(Step::Each, Step::Key))
    }

    pub(super) fn is_end(&self, path: usize, at: usize) -> bool {
        self.paths.get(path).is_some_and(|steps| steps.len() == at)
    }

    /// Whether a path gives records: it ends in an element, or is the whole document.
    pub(super) fn is_element(&self, path: usize) -> bool {
        self.paths.get(path).is_some_and(|steps| steps.last().is_none_or(Option::is_none))
    }

    /// Whether records are to be found below a place of a path.
    pub(super) fn leads_to_elements(&self, (path, at): Followed) -> bool {
        self.paths.get(path).and_then(|steps| steps.get(at..)).is_some_and(|rest| rest.contains(&None))
    }

    /// The paths that go on with a step.
    pub(super) fn after(&self, followed: &[Followed], step: Step<'_>) -> Vec<Followed> {
        let goes_on = |(path, at): &&Followed| self.step(*path, *at) == Some(step);
        followed.iter().filter(goes_on).map(|(path, at)| (*path, at + 1)).collect()
    }
}

fn steps_of(path: &str) -> Option<Vec<Option<String>>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|_| !path.is_empty()) {
        let key = part.trim_end_matches("[]");
        if key.contains(['[', ']']) || (key.is_empty() && !(steps.is_empty() && part.starts_with("[]"))) {
            return None;
        }
        if !key.is_empty() {
            steps.push(Some(key.to_owned()));
        }
        steps.extend((0..(part.len() - key.len()) / 2).map(|_| None));
    }
    Some(steps)
}

/// The text of a key in its quotes.
pub(super) fn key_of(json: &[u8]) -> Option<Cow<'_, str>> {
    if json.contains(&b'\\') {
        return serde_json::from_slice::<String>(json).ok().map(Cow::Owned);
    }
    Some(String::from_utf8_lossy(json.get(1..json.len().checked_sub(1)?)?))
}
