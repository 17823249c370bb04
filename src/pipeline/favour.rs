//! Who gave to and asked whom, and who has seen whose name: what a request or an introduction is weighed by.

use std::collections::{BTreeMap, BTreeSet};

use super::World;
use super::evidence::interactions;
use crate::model::{DAY_MICROS, Shape, Stance};
use crate::store::StoreError;

/// Days over which giving and asking are weighed.
const YEAR_DAYS: i64 = 365;

/// What the cache calls what the ego gave and asked.
const ACTS: &str = "acts";

/// When the ego gave to or asked somebody, whom, and which of the two.
type KeptAct = (i64, u32, Stance);

/// How often one person gave to and asked another, by their own acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Favours {
    /// Given in the last year.
    pub gave: u32,
    /// Asked in the last year.
    pub asked: u32,
    /// Asked in the last days, as many as were named.
    pub recently_asked: u32,
}

impl World {
    /// How often a person gave to and asked each other one, by their own acts in the year before a moment, and lately.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n log p) in the legs of the year; of the ego's, where a snapshot holds them, in those acts alone.
    pub fn favours_of(&self, one: u32, cutoff_micros: i64, recent_days: i64) -> Result<BTreeMap<u32, Favours>, StoreError> {
        let days_ago = |days: i64| cutoff_micros.saturating_sub(days.saturating_mul(DAY_MICROS));
        let (year_micros, recent_micros) = (days_ago(YEAR_DAYS), days_ago(recent_days));
        let since_micros = year_micros.min(recent_micros);
        let mut favours: BTreeMap<u32, Favours> = BTreeMap::new();
        let mut count = |at_micros: i64, other: u32, stance: Stance| {
            let counts = favours.entry(other).or_default();
            let (in_year, lately) = (u32::from(at_micros >= year_micros), u32::from(at_micros >= recent_micros));
            match stance {
                Stance::Gave => counts.gave += in_year,
                Stance::Asked => {
                    counts.asked += in_year;
                    counts.recently_asked += lately;
                }
                Stance::Neutral => {}
            }
        };
        match self.kept_of().filter(|_| self.people.ego == Some(one)) {
            None => self.acts_of(one, since_micros, cutoff_micros, count)?,
            // Of the ego all are kept, for any moment.
            Some(kept) => {
                let acts = if let Some(acts) = kept.read_found::<Vec<KeptAct>>(ACTS) {
                    acts
                } else {
                    let mut acts: Vec<KeptAct> = Vec::new();
                    self.acts_of(one, i64::MIN, i64::MAX, |at_micros, other, stance| acts.push((at_micros, other, stance)))?;
                    kept.keep_found(ACTS, &acts);
                    acts
                };
                let lately = acts.into_iter().filter(|act| (since_micros..cutoff_micros).contains(&act.0));
                lately.for_each(|(at_micros, other, stance)| count(at_micros, other, stance));
            }
        }
        Ok(favours)
    }

    /// What a person gave and asked, from a moment until before another: when, with whom, and which of the two.
    fn acts_of(
        &self,
        one: u32,
        from_micros: i64,
        until_micros: i64,
        mut act: impl FnMut(i64, u32, Stance),
    ) -> Result<(), StoreError> {
        self.legs.scan(from_micros, until_micros, |legs| {
            for leg in legs.iter().filter(|leg| leg.stance != Stance::Neutral && self.person_of(leg.source) == Some(one)) {
                if let Some(other) = self.person_of(leg.target) {
                    act(leg.at_micros, other, leg.stance);
                }
            }
        })
    }

    /// The pairs of some people (ascending) who took part in one interaction of at most `most` before a moment, whatever its
    /// channel: they have seen each other's name at least. As (low, high), ascending.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n log p) in the legs, and the pairs of each small interaction.
    pub fn seen_together(&self, people: &[u32], cutoff_micros: i64, most: usize) -> Result<BTreeSet<(u32, u32)>, StoreError> {
        let mut pairs = BTreeSet::new();
        let mut present: Vec<u32> = Vec::new();
        self.legs.scan(i64::MIN, cutoff_micros, |legs| {
            for interaction in interactions(legs) {
                let Some(first) = interaction.first().filter(|first| first.shape != Shape::Bulk) else { continue };
                present.clear();
                present.extend(
                    [first.source]
                        .into_iter()
                        .chain(interaction.iter().map(|leg| leg.target))
                        .filter_map(|number| self.person_of(number)),
                );
                present.sort_unstable();
                present.dedup();
                if present.len() > most {
                    continue;
                }
                present.retain(|person| people.binary_search(person).is_ok());
                for (index, &one) in present.iter().enumerate() {
                    pairs.extend(present.iter().skip(index + 1).map(|&other| (one, other)));
                }
            }
        })?;
        Ok(pairs)
    }
}
