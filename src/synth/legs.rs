//! A world of any size for measuring: who wrote to whom over five years, in order of time.

use std::io::{self, Write};

use super::random::{Random, mix};

/// One sender, one receiver, one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// Who acted; below the number of people.
    pub source: u32,
    /// Toward whom; never the source.
    pub target: u32,
    /// Seconds since 1970-01-01 UTC, never before the leg before it.
    pub at_seconds: i64,
}

/// 2021-11-01 00:00 UTC.
const START: i64 = 1_635_724_800;
/// Five years, to 2026-10-31 inclusive.
const SPAN: u64 = 1_826 * 86_400;
/// People in a community.
const COMMUNITY: u64 = 60;
/// Recent legs that may still be answered.
const PENDING: usize = 512;

/// Legs by lot, in order of time; see [`legs`].
#[derive(Debug, Clone)]
pub struct Legs {
    random: Random,
    seed: u64,
    people: u64,
    /// An odd-looking step, coprime to the number of people, that scatters the busiest over all communities.
    stride: u64,
    interactions: u64,
    made: u64,
    pending: Vec<(u32, u32)>,
}

/// A synthetic world of `interactions` legs among `people` people over five years: activity follows a power law (the share of
/// rank r is proportional to r^-⅔), everyone has a short list of partners of whom three in four are in their own community
/// of sixty, near partners are met more often, and four in ten legs answer an earlier one.
///
/// Nothing is stored but the last 512 legs: the memory does not grow with either number. Fewer than two people give no legs; beyond 2³²
/// people the number is cut.
///
/// ```
/// use acquaint::synth::legs;
/// let world: Vec<_> = legs(1_000, 50, 7).collect();
/// assert_eq!(world.len(), 1_000);
/// assert!(world.is_sorted_by_key(|leg| leg.at_seconds));
/// ```
#[must_use]
pub fn legs(interactions: usize, people: usize, seed: u64) -> Legs {
    let people = (people as u64).min(u64::from(u32::MAX));
    let mut stride = (people as f64 * 0.618) as u64 | 1;
    while people > 1 && common_divisor(stride, people) != 1 {
        stride += 2;
    }
    let interactions = if people < 2 { 0 } else { interactions as u64 };
    Legs { random: Random::stream(seed, "legs"), seed, people, stride, interactions, made: 0, pending: Vec::new() }
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

impl Legs {
    /// The person of an activity rank drawn with density r^-⅔ (the cube of a uniform number).
    fn by_activity(&self, fraction: f64) -> u64 {
        let rank = ((fraction * fraction * fraction * self.people as f64) as u64).min(self.people - 1);
        (u128::from(rank) * u128::from(self.stride) % u128::from(self.people)) as u64
    }

    /// A partner of a person: the slot decides who, the same at every time.
    fn partner(&self, person: u64, slot: u64) -> u64 {
        let lot = mix(self.seed ^ mix(person << 8 | slot));
        let community = person / COMMUNITY * COMMUNITY;
        let size = COMMUNITY.min(self.people - community);
        let partner = if lot.is_multiple_of(4) || size < 2 {
            self.by_activity((lot >> 11) as f64 / (1_u64 << 53) as f64)
        } else {
            community + (lot >> 8) % size
        };
        if partner == person { (person + 1) % self.people } else { partner }
    }
}

impl Iterator for Legs {
    type Item = Leg;

    fn next(&mut self) -> Option<Leg> {
        if self.made >= self.interactions {
            return None;
        }
        // Each leg has its own slice of the five years, and a moment in it: order without sorting.
        let within = |number: u64| (u128::from(number) * u128::from(SPAN) / u128::from(self.interactions)) as i64;
        let (from, to) = (within(self.made), within(self.made + 1));
        let at_seconds = START + self.random.between(from, (to - 1).max(from));
        self.made += 1;
        let answer = !self.pending.is_empty() && self.random.chance(40);
        let (source, target) = if answer {
            let place = self.random.below(self.pending.len());
            let (asker, asked) = self.pending.swap_remove(place);
            (asked, asker)
        } else {
            let fraction = self.random.fraction();
            let person = self.by_activity(fraction);
            let near = self.random.fraction();
            let partner = self.partner(person, (near * near * 24.0) as u64);
            (person as u32, partner as u32)
        };
        if !answer {
            if self.pending.len() < PENDING {
                self.pending.push((source, target));
            } else {
                let place = self.random.below(PENDING);
                if let Some(slot) = self.pending.get_mut(place) {
                    *slot = (source, target);
                }
            }
        }
        Some(Leg { source, target, at_seconds })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.interactions - self.made) as usize;
        (left, Some(left))
    }
}

/// Writes [`legs`] as a table with the columns `source,target,time` (time in seconds since 1970-01-01 UTC), LF lines. The writer should be
/// buffered.
///
/// # Errors
/// When the writer fails.
pub fn legs_csv(interactions: usize, people: usize, seed: u64, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"source,target,time\n")?;
    for leg in legs(interactions, people, seed) {
        writeln!(out, "{},{},{}", leg.source, leg.target, leg.at_seconds)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn legs_are_ordered_in_range_and_never_to_oneself() {
        for (interactions, people) in [(5_000, 2), (5_000, 61), (200_000, 3_000), (10, 1_000_000), (0, 10), (9, 1), (9, 0)] {
            let world: Vec<Leg> = legs(interactions, people, 3).collect();
            assert_eq!(world.len(), if people < 2 { 0 } else { interactions });
            assert!(world.is_sorted_by_key(|leg| leg.at_seconds));
            assert!(world.iter().all(|leg| leg.source != leg.target && (leg.source.max(leg.target) as usize) < people));
            assert!(world.iter().all(|leg| (START..START + SPAN as i64).contains(&leg.at_seconds)));
        }
    }

    #[test]
    fn activity_is_skewed_and_ties_are_answered() {
        let world: Vec<Leg> = legs(200_000, 3_000, 3).collect();
        let mut sent: BTreeMap<u32, usize> = BTreeMap::new();
        let pairs: BTreeSet<(u32, u32)> = world.iter().map(|leg| (leg.source, leg.target)).collect();
        for leg in &world {
            *sent.entry(leg.source).or_default() += 1;
        }
        let mut counts: Vec<usize> = sent.into_values().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let top_tenth: usize = counts.iter().take(300).sum();
        assert!((70_000..120_000).contains(&top_tenth), "{top_tenth}");
        let answered = pairs.iter().filter(|(source, target)| pairs.contains(&(*target, *source))).count();
        assert!(answered * 10 > pairs.len() * 4, "{answered} of {}", pairs.len());
        assert_eq!(world, legs(200_000, 3_000, 3).collect::<Vec<_>>());
        assert_ne!(world, legs(200_000, 3_000, 4).collect::<Vec<_>>());
    }

    #[test]
    fn the_table_has_a_header_and_a_row_a_leg() {
        let mut table = Vec::new();
        legs_csv(25, 9, 1, &mut table).unwrap();
        let text = String::from_utf8(table).unwrap();
        assert_eq!(text.lines().count(), 26);
        assert!(text.starts_with("source,target,time\n"));
    }
}
