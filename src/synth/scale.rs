//! Worlds of ten thousand to a hundred million interactions, made while they are read: how the program behaves as data grows.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};

use super::random::{Random, mix};

/// Who takes part in most of a world: a busy professional. The others are numbered from 1.
pub const SCALE_EGO: u32 = 0;
/// The day by which everything of a world has happened.
pub const SCALE_AS_OF: &str = "2026-10-31";

/// Interactions for each person of a world.
const A_PERSON: u64 = 20;
/// 2021-10-31 00:00 UTC.
const START: i64 = 1_635_638_400;
/// Five years, to 2026-10-30 inclusive.
const SPAN: i64 = 1_826 * 86_400;
/// In percent: a conversation goes on after each of its messages.
const GOES_ON: usize = 55;
/// In percent: a message is answered in a tie where answers are given, rather than followed by another of the same person.
const ANSWERS: usize = 65;
/// Of eight ties, those in which answers are given.
const ANSWERED: u64 = 5;
/// The ego's share of conversations in a small world, and how many interactions that is at most: a dozen a day for five years.
const EGO_SHARE: f64 = 0.05;
const EGO_MOST: f64 = 20_000.0;
/// The busiest ranks are left out, so that nobody but the ego is busier than people are.
const LEAST_RANK: f64 = 30.0;
/// The largest and the least community.
const LARGEST: u64 = 4096;
const LEAST: u64 = 8;
/// The partners with whom everybody has most to do; whom they know in turn, others come to know.
const CLOSE: u64 = 3;
/// How long a partner lasts who does not last for ever.
const CHAPTER: i64 = 500 * 86_400;
/// A conversation's next message comes after some seconds doubled this many times at most: half a minute to a day and a half.
const LEAST_LAG: i64 = 30;
const DOUBLINGS: usize = 12;
/// Ways of contact and how many in a hundred conversations use them.
const CHANNELS: [(&str, usize); 4] = [("email", 60), ("chat", 22), ("call", 12), ("meeting", 6)];

/// One interaction of a world of [`scale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Who acted; below the number of people.
    pub source: u32,
    /// Toward whom; never the source.
    pub target: u32,
    /// Seconds since 1970-01-01 UTC, never before the interaction before it.
    pub at_seconds: i64,
    /// How: `email`, `chat`, `call` or `meeting`.
    pub channel: &'static str,
}

/// A message of a conversation that is still to come. What came first in time comes first, then what was begun first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Coming {
    at_seconds: i64,
    begun: u64,
    /// Who began it, and with whom.
    first: u32,
    second: u32,
    channel: &'static str,
    is_answer: bool,
}

/// The interactions of a world, in order of time; see [`scale`].
#[derive(Debug, Clone)]
pub struct Scale {
    random: Random,
    seed: u64,
    people: u64,
    /// Scatters the busiest over all communities; coprime to the number of people.
    stride: u64,
    left: u64,
    /// When the next conversation begins.
    next_seconds: f64,
    begun: u64,
    ego_percentage: f64,
    least_fraction: f64,
    coming: BinaryHeap<Reverse<Coming>>,
}

/// A world of `interactions` over the five years before [`SCALE_AS_OF`], among a twentieth as many people (at least two; see
/// [`scale_people`]).
///
/// - Activity follows a power law (the share of rank r is proportional to r^-⅔), and the busier somebody is, the more partners they have.
/// - Communities have 8 to 4,096 members, the larger the rarer. Of a person's partners half are partners of their closest partners, so that
///   triads close; of the others two in three are of the same community, and one is anybody, the busy rather than others. Half of all but the
///   closest change with the years.
/// - Contact comes in bursts: conversations whose messages follow each other after half a minute to a day and a half, the delays evenly spread
///   over the orders of magnitude. About half of the ties are answered.
/// - [`SCALE_EGO`] is a busy person: a twentieth of a small world, a dozen interactions a day at most.
///
/// The same numbers give the same world on every machine. Fewer than one interaction give none.
///
/// # Source
/// Heavy-tailed delays in bursts: Barabási, "The origin of bursts and heavy tails in human dynamics", Nature 435, 2005.
///
/// # Complexity
/// O(log k) for each interaction, with the k conversations in memory that are going on: about 10,000 of a hundred million interactions.
///
/// ```
/// use acquaint::synth::{scale, scale_people};
/// let world: Vec<_> = scale(10_000, 7).collect();
/// assert_eq!((world.len(), scale_people(10_000)), (10_000, 500));
/// assert!(world.is_sorted_by_key(|contact| contact.at_seconds));
/// ```
#[must_use]
pub fn scale(interactions: u64, seed: u64) -> Scale {
    let people = scale_people(interactions);
    let mut stride = (people as f64 * 0.618) as u64 | 1;
    while common_divisor(stride, people) != 1 {
        stride += 2;
    }
    let least = (0..1024).map(|part| f64::from(part) / 1024.0).find(|part| part * part * part * people as f64 >= LEAST_RANK);
    Scale {
        random: Random::stream(seed, "scale"),
        seed,
        people,
        stride,
        left: interactions,
        next_seconds: START as f64,
        begun: 0,
        ego_percentage: EGO_SHARE.min(EGO_MOST / interactions.max(1) as f64),
        least_fraction: least.unwrap_or(0.0),
        coming: BinaryHeap::new(),
    }
}

/// How many people a world of [`scale`] has: a twentieth of the interactions, from 2 to 2³².
#[must_use]
pub fn scale_people(interactions: u64) -> u64 {
    (interactions / A_PERSON).clamp(2, u64::from(u32::MAX))
}

/// Writes a world of [`scale`] as a table with the columns `source,target,time,channel` (time in seconds since 1970-01-01 UTC, people as
/// numbers), LF lines. The writer should be buffered; nothing is kept in memory but what goes on.
///
/// # Errors
/// When the writer fails.
pub fn scale_csv(interactions: u64, seed: u64, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"source,target,time,channel\n")?;
    for Contact { source, target, at_seconds, channel } in scale(interactions, seed) {
        writeln!(out, "{source},{target},{at_seconds},{channel}")?;
    }
    Ok(())
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

impl Scale {
    /// The person of an activity rank: the cube of a uniform number has density r^-⅔.
    fn by_activity(&self, fraction: f64) -> u64 {
        let rank = ((fraction * fraction * fraction * self.people as f64) as u64).min(self.people - 1);
        (u128::from(rank) * u128::from(self.stride) % u128::from(self.people)) as u64
    }

    /// A number that belongs to a person and a purpose.
    fn lot(&self, person: u64, purpose: u64) -> u64 {
        mix(self.seed ^ mix(mix(person).wrapping_add(purpose)))
    }

    /// The first member and the size of a person's community: a block that was halved by lot until it stayed whole.
    fn community(&self, person: u64) -> (u64, u64) {
        let mut size = LARGEST;
        loop {
            let first = person / size * size;
            if size <= LEAST || size * 4 <= self.people && self.lot(first, size).is_multiple_of(6) {
                return (first, size.min(self.people - first));
            }
            size /= 2;
        }
    }

    /// Whom a person has to do with by no one's mediation: two in three of their own community.
    fn direct(&self, person: u64, slot: u64, chapter: u64) -> u64 {
        let lot = self.lot(person, slot << 8 | chapter);
        let fraction = (lot >> 11) as f64 / (1_u64 << 53) as f64;
        let (first, size) = self.community(person);
        let partner = if lot % 3 < 2 && size > 1 {
            // Some are in the middle of their community.
            first + (fraction * fraction * size as f64) as u64
        } else {
            self.by_activity(fraction)
        };
        if partner == person { (person + 1) % self.people } else { partner }
    }

    /// A partner of a person at a time: the slot decides who.
    fn partner(&self, person: u64, slot: u64, at_seconds: i64) -> u64 {
        let lot = self.lot(person, !slot);
        // The close ones last, and half of the others.
        let lasts = slot < CLOSE || lot.is_multiple_of(2);
        let chapter = if lasts { 0 } else { 1 + ((at_seconds - START + (lot >> 20) as i64 % CHAPTER) / CHAPTER) as u64 };
        if slot >= CLOSE && slot % 2 == 1 {
            let by = self.direct(person, (lot >> 8) % CLOSE, 0);
            let partner = self.direct(by, (lot >> 16).wrapping_add(chapter) % CLOSE, 0);
            if partner != person {
                return partner;
            }
        }
        self.direct(person, slot, chapter)
    }

    /// Who begins the next conversation, and how many partners they have.
    fn beginner(&mut self) -> (u64, u64) {
        let expected = if self.random.fraction() < self.ego_percentage {
            None
        } else {
            let fraction = self.least_fraction + (1.0 - self.least_fraction) * self.random.fraction();
            Some((fraction, 3.0 / (fraction * fraction)))
        };
        // Partners grow with the three quarters' power of activity.
        let slots = |conversations: f64| 6 + (conversations.sqrt() * conversations.sqrt().sqrt()) as u64;
        match expected {
            None => (u64::from(SCALE_EGO), slots(EGO_MOST / 2.0).min(self.people / 2)),
            Some((fraction, conversations)) => (self.by_activity(fraction), slots(conversations)),
        }
    }

    /// Begins a conversation at the time for it.
    fn begin(&mut self) -> Coming {
        let at_seconds = (self.next_seconds as i64).min(START + SPAN - 1);
        // What is left of the time is shared by the conversations that are left: that corrects itself, and so the last ends in time.
        let left = (self.left as f64 * (100 - GOES_ON) as f64 / 100.0).max(1.0);
        self.next_seconds += ((START + SPAN) as f64 - self.next_seconds) / left * 2.0 * self.random.fraction();
        let (person, slots) = self.beginner();
        let near = self.random.fraction();
        let partner = self.partner(person, (near * near * slots as f64) as u64, at_seconds);
        let mut lot = self.random.below(100);
        let mut channel = CHANNELS[0].0;
        for (name, share) in CHANNELS {
            channel = name;
            match lot.checked_sub(share) {
                Some(rest) => lot = rest,
                None => break,
            }
        }
        self.begun += 1;
        Coming { at_seconds, begun: self.begun, first: person as u32, second: partner as u32, channel, is_answer: false }
    }

    /// What follows a message, if anything does.
    fn go_on(&mut self, said: &Coming) {
        if !self.random.chance(GOES_ON) {
            return;
        }
        let low = LEAST_LAG << self.random.below(DOUBLINGS);
        let at_seconds = (said.at_seconds + self.random.between(low, low * 2 - 1)).min(START + SPAN - 1);
        let answers = self.lot(u64::from(said.first) << 32 | u64::from(said.second), u64::MAX) % 8 < ANSWERED;
        let is_answer = if answers && self.random.chance(ANSWERS) { !said.is_answer } else { said.is_answer };
        self.coming.push(Reverse(Coming { at_seconds, is_answer, ..said.clone() }));
    }
}

impl Iterator for Scale {
    type Item = Contact;

    fn next(&mut self) -> Option<Contact> {
        if self.left == 0 {
            return None;
        }
        let is_first = |next: &Reverse<Coming>| (next.0.at_seconds as f64) < self.next_seconds.floor();
        let said = match self.coming.peek().is_some_and(is_first).then(|| self.coming.pop()).flatten() {
            Some(Reverse(coming)) => coming,
            None => self.begin(),
        };
        self.left -= 1;
        self.go_on(&said);
        let (source, target) = if said.is_answer { (said.second, said.first) } else { (said.first, said.second) };
        Some(Contact { source, target, at_seconds: said.at_seconds, channel: said.channel })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// The contact of a world by directed pair.
    fn pairs(world: &[Contact]) -> BTreeSet<(u32, u32)> {
        world.iter().map(|contact| (contact.source, contact.target)).collect()
    }

    /// Whom everybody has to do with.
    fn partners(world: &[Contact]) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut partners: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for contact in world {
            partners.entry(contact.source).or_default().insert(contact.target);
            partners.entry(contact.target).or_default().insert(contact.source);
        }
        partners
    }

    #[test]
    fn worlds_of_all_sizes_are_whole_in_order_and_in_range() {
        for interactions in [0, 1, 2, 39, 41, 1_000, 100_000] {
            let world: Vec<Contact> = scale(interactions, 3).collect();
            let people = scale_people(interactions);
            assert_eq!(world.len() as u64, interactions);
            assert!(world.is_sorted_by_key(|contact| contact.at_seconds));
            assert!(world.iter().all(|contact| (START..START + SPAN).contains(&contact.at_seconds)));
            assert!(world.iter().all(|contact| contact.source != contact.target));
            assert!(world.iter().all(|contact| u64::from(contact.source.max(contact.target)) < people));
        }
        let years = scale(100_000, 3).fold([0; 5], |mut years, contact| {
            years[((contact.at_seconds - START) / (SPAN / 5 + 1)) as usize] += 1;
            years
        });
        assert!(years.iter().all(|year| (17_000..23_000).contains(year)), "{years:?}");
    }

    #[test]
    fn the_same_seed_writes_the_same_bytes() {
        let written = |seed| {
            let mut table = Vec::new();
            scale_csv(20_000, seed, &mut table).unwrap();
            table
        };
        let table = written(7);
        assert_eq!(table, written(7));
        assert_ne!(table, written(8));
        let text = String::from_utf8(table).unwrap();
        assert_eq!(text.lines().count(), 20_001);
        assert!(text.starts_with("source,target,time,channel\n"));
    }

    #[test]
    fn activity_is_skewed_and_the_ego_is_busy() {
        let world: Vec<Contact> = scale(400_000, 7).collect();
        let mut sent = vec![0_usize; 20_000];
        for contact in &world {
            sent[contact.source as usize] += 1;
        }
        let of_ego = world.iter().filter(|contact| contact.source.min(contact.target) == SCALE_EGO).count();
        assert!((14_000..26_000).contains(&of_ego), "{of_ego}");
        let knows = partners(&world);
        let mean = knows.values().map(BTreeSet::len).sum::<usize>() as f64 / knows.len() as f64;
        assert!((8.0..24.0).contains(&mean), "{mean}");
        assert!(knows[&SCALE_EGO].len() as f64 > mean * 20.0);
        sent.sort_unstable_by(|a, b| b.cmp(a));
        let (top_hundredth, median) = (sent.iter().take(200).sum::<usize>(), sent[10_000]);
        assert!(top_hundredth > 400_000 / 8, "{top_hundredth}");
        assert!((5..20).contains(&median), "{median}");
    }

    #[test]
    fn half_of_the_ties_are_answered_and_triads_close() {
        let world: Vec<Contact> = scale(200_000, 7).filter(|contact| contact.source.min(contact.target) != SCALE_EGO).collect();
        let pairs = pairs(&world);
        let answered = pairs.iter().filter(|(source, target)| pairs.contains(&(*target, *source))).count();
        assert!((0.4..0.65).contains(&(answered as f64 / pairs.len() as f64)), "{answered} of {}", pairs.len());
        let knows = partners(&world);
        let (mut closed, mut all) = (0_usize, 0_usize);
        for known in knows.values() {
            all += known.len() * (known.len() - 1) / 2;
            closed +=
                known.iter().map(|one| known.range(one + 1..).filter(|other| knows[one].contains(*other)).count()).sum::<usize>();
        }
        // By chance alone it would be one in a thousand.
        let transitivity = closed as f64 / all as f64;
        assert!((0.05..0.5).contains(&transitivity), "{transitivity}");
    }

    #[test]
    fn contact_comes_in_bursts() {
        let mut last: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        let mut gaps: Vec<i64> = Vec::new();
        for contact in scale(200_000, 7) {
            let pair = (contact.source.min(contact.target), contact.source.max(contact.target));
            gaps.extend(last.insert(pair, contact.at_seconds).map(|before| contact.at_seconds - before));
        }
        let mean = gaps.iter().sum::<i64>() as f64 / gaps.len() as f64;
        let deviation = (gaps.iter().map(|gap| (*gap as f64 - mean).powi(2)).sum::<f64>() / gaps.len() as f64).sqrt();
        // 0 for even times, and 1/3 and more for bursts (Goh and Barabási, 2008).
        let burstiness = (deviation - mean) / (deviation + mean);
        assert!(burstiness > 0.33, "{burstiness}");
    }
}
