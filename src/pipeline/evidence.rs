//! The dated records behind a tie, read from the legs of the days that count.

use std::collections::BTreeMap;

use super::World;
use super::load::gathered;
use crate::model::{DAY_MICROS, Shape, Stance, day_of_micros, format_micros};
use crate::store::{Leg, StoreError};
use crate::ties::{ContactDay, Run, gather_into};

/// One dated record behind a tie.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Because {
    /// When, RFC 3339 in UTC.
    pub time: String,
    /// How.
    pub channel: String,
    /// What happened, in a few words; names of others are left out.
    pub what: String,
    /// The file it came from.
    pub source: String,
}

impl World {
    /// The latest records behind the tie of two people before a moment, newest first, at most `limit`.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(log n) to find the dyad's contact-days, and the legs of the newest of those days.
    pub fn because(&self, one: u32, other: u32, cutoff_micros: i64, limit: usize) -> Result<Vec<Because>, StoreError> {
        let mut found: Vec<Because> = Vec::new();
        for day in self.days_of(one, other).days().rev() {
            if found.len() == limit {
                break;
            }
            let midnight = i64::from(day) * DAY_MICROS;
            let mut of_day: Vec<Because> = Vec::new();
            self.legs.scan(midnight, (midnight + DAY_MICROS).min(cutoff_micros), |legs| {
                let acts = interactions(legs).filter_map(|interaction| self.describe(interaction, one, other));
                of_day.extend(acts.map(|(leg, what)| {
                    let source = self.imports.iter().find(|import| import.id == leg.import);
                    Because {
                        time: format_micros(leg.at_micros),
                        channel: self.labels.get(&leg.channel).cloned().unwrap_or_default(),
                        what,
                        source: source.map(|import| import.path.clone()).unwrap_or_default(),
                    }
                }));
            })?;
            found.extend(of_day.into_iter().rev().take(limit - found.len()));
        }
        Ok(found)
    }

    /// The channels of each contact-day of two people before a moment, each once, by name.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(log n) to find the dyad's contact-days, and the legs of those days.
    pub fn channels_by_day(&self, one: u32, other: u32, cutoff_micros: i64) -> Result<BTreeMap<i32, Vec<String>>, StoreError> {
        let of_day = |day: i32| {
            let midnight = i64::from(day) * DAY_MICROS;
            let mut names: Vec<String> = Vec::new();
            self.legs.scan(midnight, (midnight + DAY_MICROS).min(cutoff_micros), |legs| {
                let acts = interactions(legs).filter_map(|interaction| self.describe(interaction, one, other));
                names.extend(acts.filter_map(|(leg, _)| self.labels.get(&leg.channel).cloned()));
            })?;
            names.sort_unstable();
            names.dedup();
            Ok((day, names))
        };
        self.days_of(one, other).days().map(of_day).collect()
    }

    /// The contact-days of two people as they were at a moment: of the moment's own UTC day only what happened before it.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(log n), the dyad's contact-days, and the legs of that day.
    pub fn days_before(&self, one: u32, other: u32, cutoff_micros: i64) -> Result<Vec<ContactDay>, StoreError> {
        let cut_day = day_of_micros(cutoff_micros);
        let mut before = self.days_of(one, other).until(cut_day.saturating_sub(1)).to_vec();
        let mut run = Run::default();
        self.legs.scan(i64::from(cut_day) * DAY_MICROS, cutoff_micros, |legs| {
            gathered(&self.people, &self.labels, |gather| gather_into(&mut run, legs, gather, &self.parameters));
        })?;
        before.extend(run.into_columns().all().of(one, other).iter());
        Ok(before)
    }

    /// What an interaction was between two people; `None` when it was no contact of theirs.
    fn describe<'l>(&self, interaction: &'l [Leg], one: u32, other: u32) -> Option<(&'l Leg, String)> {
        let first = interaction.first()?;
        let has = |person: u32| interaction.iter().find(|leg| self.person_of(leg.target) == Some(person));
        let others = |count: usize| match count {
            0 => String::new(),
            1 => " and 1 other".to_owned(),
            count => format!(" and {count} others"),
        };
        let name = |person: u32| self.people.people.get(person as usize).map_or("", |person| person.label());
        match first.shape {
            Shape::Bulk if !self.parameters.count_bulk => None,
            Shape::Gathering => {
                let leg = has(one).and(has(other))?;
                Some((leg, format!("{} and {} took part{}", name(one), name(other), others(interaction.len() - 2))))
            }
            Shape::Directed | Shape::Mutual | Shape::Bulk => {
                let sender = self.person_of(first.source)?;
                let told = |from: u32, leg: &'l Leg, to: u32| {
                    let act = match leg.stance {
                        Stance::Neutral => "to",
                        Stance::Gave => "gave to",
                        Stance::Asked => "asked",
                    };
                    (leg, format!("{} {act} {}{}", name(from), name(to), others(interaction.len() - 1)))
                };
                if sender == one {
                    has(other).map(|leg| told(one, leg, other))
                } else if sender == other {
                    has(one).map(|leg| told(other, leg, one))
                } else {
                    let leg = has(one).and(has(other))?;
                    Some((leg, format!("{} wrote to both {} and {}", name(sender), name(one), name(other))))
                }
            }
        }
    }
}

/// Legs by interaction, in order of time.
pub(super) fn interactions(legs: &[Leg]) -> impl Iterator<Item = &[Leg]> {
    legs.chunk_by(|one, other| one.at_micros == other.at_micros && one.id == other.id)
}
