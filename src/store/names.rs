//! The names that the files of an import show people with, each with its first use: as many as an address book has, in little memory.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::session::Hasher;
use super::texts::Texts;

/// Names that are looked up at once: those used again and again are among them.
const RECENT: usize = 1 << 17;

/// A name seen in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NameUse {
    /// The place of the file.
    pub(super) source: u32,
    pub(super) handle: u32,
    /// Place in the texts.
    name: u32,
    pub(super) rank: u8,
    pub(super) first_micros: i64,
}

/// Takes names in the order of the files.
#[derive(Default)]
pub(super) struct Names {
    texts: Texts,
    source: u32,
    /// Of the file being read: the first use by handle, name and rank.
    recent: HashMap<(u32, u32, u8), i64, Hasher>,
    uses: Vec<NameUse>,
    /// How many uses were left when equal ones were last made one.
    distinct: usize,
}

impl Names {
    /// Begins the file of a place.
    pub(super) fn begin(&mut self, source: usize) {
        self.keep();
        self.source = source as u32;
    }

    /// Takes a name of a handle, as good as its rank says.
    pub(super) fn see(&mut self, handle: u32, name: &str, rank: u8, at_micros: i64) {
        let mut next = self.texts.len() as u32;
        let name = self.texts.number(name, &mut next);
        let first = self.recent.entry((handle, name, rank)).or_insert(at_micros);
        *first = at_micros.min(*first);
        if self.recent.len() >= RECENT {
            self.keep();
        }
    }

    /// The text of a name.
    pub(super) fn text(&self, seen: &NameUse) -> &str {
        self.texts.text(seen.name as usize)
    }

    fn keep(&mut self) {
        let source = self.source;
        let recent = self.recent.drain();
        self.uses.extend(recent.map(|((handle, name, rank), first_micros)| NameUse { source, handle, name, rank, first_micros }));
        if self.uses.len() > 2 * self.distinct + RECENT {
            self.make_distinct();
        }
    }

    fn make_distinct(&mut self) {
        let key = |seen: &NameUse| (seen.source, seen.handle, seen.rank, seen.name);
        self.uses.sort_unstable_by_key(|seen| (key(seen), seen.first_micros));
        self.uses.dedup_by_key(|seen| key(seen));
        self.distinct = self.uses.len();
    }

    /// Ends the last file, and gives all uses, each once, in the order of file, handle, rank and text.
    pub(super) fn finish(&mut self) -> Vec<NameUse> {
        self.keep();
        self.make_distinct();
        let mut uses = std::mem::take(&mut self.uses);
        self.distinct = 0;
        let by_text = |a: &NameUse, b: &NameUse| if a.name == b.name { Ordering::Equal } else { self.text(a).cmp(self.text(b)) };
        uses.sort_unstable_by(|a, b| (a.source, a.handle, a.rank).cmp(&(b.source, b.handle, b.rank)).then_with(|| by_text(a, b)));
        uses
    }
}

/// Names over all files by their first use: handle, name and rank, each once, in the order of the handles.
pub(super) fn first_uses(uses: impl Iterator<Item = NameUse>) -> Vec<NameUse> {
    let mut first: Vec<NameUse> = uses.collect();
    first.sort_unstable_by_key(|seen| (seen.handle, seen.name, seen.rank, seen.first_micros));
    first.dedup_by_key(|seen| (seen.handle, seen.name, seen.rank));
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_name_in_a_file_the_first_use_is_kept() {
        let mut names = Names::default();
        for source in 0..2 {
            names.begin(source);
            for round in (0..3_i64).rev() {
                for handle in 0..RECENT as u32 {
                    names.see(handle, if handle % 2 == 0 { "Zoe" } else { "Ann" }, 1, round * 10 + i64::from(handle));
                }
                names.see(5, "Ann", 2, round);
                names.see(5, "Abe", 1, round);
            }
        }
        let uses = names.finish();
        assert_eq!(uses.len(), 2 * (RECENT + 2));
        let of_five: Vec<(u32, &str, u8, i64)> = uses
            .iter()
            .filter(|seen| seen.handle == 5)
            .map(|seen| (seen.source, names.text(seen), seen.rank, seen.first_micros))
            .collect();
        let of_one = |source| [(source, "Abe", 1, 0), (source, "Ann", 1, 5), (source, "Ann", 2, 0)];
        assert_eq!(of_five, [of_one(0), of_one(1)].concat());
        assert_eq!(first_uses(uses.into_iter()).len(), RECENT + 2);
    }
}
