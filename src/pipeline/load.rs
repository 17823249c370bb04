//! Workspace to world: people, contact-days and the network as of any day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::identity::{People, resolve_seen};
use crate::model::{AsOf, Channel, DAY_MICROS, Handle, Shape, Stance, day_of_micros, format_micros};
use crate::network::{Network, NetworkInput};
use crate::store::{ImportRow, Leg, NOBODY, StoreError, StoredPeople, Workspace};
use crate::ties::{
    ContactDay, Correspondence, Dealings, Encounter, Gather, Parameters, contact_days, correspondence, dealings, encounters,
};

/// Legs that one person must take part in before the owner is guessed, and their least share of all.
const GUESS_LEGS: usize = 20;
const GUESS_SHARE: f64 = 0.5;
/// Days over which giving and asking are weighed.
const YEAR_DAYS: i64 = 365;

/// Why a world cannot be loaded.
pub type LoadError = StoreError;

/// Everything analyses need, read once.
#[derive(Debug, Clone)]
pub struct World {
    /// Everybody.
    pub people: People,
    /// All legs before the as-of day's end, in key order.
    pub legs: Vec<Leg>,
    /// All contact-days, sorted.
    pub days: Vec<ContactDay>,
    /// Texts of channels and venues.
    pub labels: BTreeMap<u32, String>,
    /// The files that were imported.
    pub imports: Vec<ImportRow>,
    /// The model.
    pub parameters: Parameters,
    /// Whether the ego is a guess from who takes part in most interactions.
    pub ego_guessed: bool,
}

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

/// Reads a workspace up to the as-of day.
///
/// # Errors
/// When the workspace is damaged or cannot be read.
///
/// # Complexity
/// O(n log n) in the legs.
pub fn load(workspace: &Workspace, as_of: &AsOf, parameters: Parameters) -> Result<World, LoadError> {
    let (reader, cutoff) = (workspace.leg_reader()?, as_of.cutoff_micros());
    let (legs, stored) = std::thread::scope(|scope| {
        let legs = scope.spawn(move || reader.before(cutoff));
        let stored = workspace.people();
        (legs.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), stored)
    });
    let (mut legs, stored) = (legs?, stored?);
    let seen = seen_handles(&stored, &legs, cutoff);
    let mut people = resolve_seen(&stored, cutoff, |row| seen.get(row.number as usize).copied().unwrap_or(false));
    if !parameters.count_repeats {
        super::repeats::leave_out(&mut legs, &people);
    }
    let labels = workspace.labels()?;
    let ego_guessed = people.ego.is_none() && !people.ego_named;
    if ego_guessed {
        people.ego = guess_ego(&legs, &people);
    }
    let days = gather_days(&legs, &people, &labels, &parameters);
    let ego_guessed = ego_guessed && people.ego.is_some();
    Ok(World { people, legs, days, labels, imports: workspace.imports()?, parameters, ego_guessed })
}

/// Whether anything speaks of each handle number before the cutoff: a leg or a card; the owner's are always seen.
fn seen_handles(stored: &StoredPeople, legs: &[Leg], cutoff_micros: i64) -> Vec<bool> {
    let largest = stored.handles.iter().map(|row| row.number).max().unwrap_or(0) as usize;
    let mut seen = vec![false; largest + 1];
    for number in legs.iter().flat_map(|leg| [leg.source, leg.target]) {
        if let Some(seen) = seen.get_mut(number as usize) {
            *seen = true;
        }
    }
    let cards = stored.declarations.iter().filter(|declaration| declaration.at_micros.is_none_or(|at| at < cutoff_micros));
    let known: BTreeSet<&str> = cards
        .flat_map(|declaration| &declaration.card.handles)
        .chain(&stored.me_by_user)
        .chain(&stored.me_from_profile)
        .map(Handle::as_str)
        .collect();
    for row in stored.handles.iter().filter(|row| known.contains(row.handle.as_str())) {
        seen[row.number as usize] = true;
    }
    seen
}

/// The contact-days of everybody who is not ignored.
fn gather_days(legs: &[Leg], people: &People, labels: &BTreeMap<u32, String>, parameters: &Parameters) -> Vec<ContactDay> {
    gathered(people, labels, |gather| contact_days(legs, gather, parameters))
}

/// Does something with who is not ignored, who the ego is, and which channels share a thread.
fn gathered<T>(people: &People, labels: &BTreeMap<u32, String>, work: impl FnOnce(&Gather<'_>) -> T) -> T {
    let table = Channel::TABLE;
    let threaded: Vec<u32> =
        labels.iter().filter(|(_, text)| text.as_str() != table.as_str()).map(|(number, _)| *number).collect();
    let ignored = |person: u32| people.people.get(person as usize).is_some_and(|person| person.ignored);
    let of_number: Vec<Option<u32>> = people.of_number.iter().map(|person| person.filter(|person| !ignored(*person))).collect();
    work(&Gather { people: &of_number, ego: people.ego, threaded: &threaded })
}

/// The person who takes part in at least half of all legs, where there are enough of them.
fn guess_ego(legs: &[Leg], people: &People) -> Option<u32> {
    let mut taking_part = vec![0_usize; people.people.len()];
    let person = |number: u32| people.of_number.get(number as usize).copied().flatten();
    for leg in legs {
        for person in [leg.source, leg.target].into_iter().filter(|number| *number != NOBODY).filter_map(person) {
            taking_part[person as usize] += 1;
        }
    }
    let (count, busiest) = taking_part.iter().zip(0_u32..).map(|(count, person)| (*count, person)).max_by_key(|entry| entry.0)?;
    (count >= GUESS_LEGS && count as f64 >= GUESS_SHARE * legs.len() as f64).then_some(busiest)
}

impl World {
    /// The network as of a day, which must not be later than the one the world was loaded for.
    #[must_use]
    pub fn network(&self, as_of: &AsOf) -> Network {
        self.network_by(as_of, &self.parameters)
    }

    /// The network as of a day by another model than the world's.
    #[must_use]
    pub fn network_by(&self, as_of: &AsOf, parameters: &Parameters) -> Network {
        let input = NetworkInput { people: &self.people.people, ego: self.people.ego, days: &self.days, parameters };
        Network::build(&input, as_of)
    }

    /// Takes somebody else for the ego. What recipients of one thread mean to each other depends on who the ego is, so the
    /// contact-days are gathered anew.
    pub fn set_ego(&mut self, ego: u32) {
        // What was declared was declared to the owner, and the wishes are the owner's, not somebody else's.
        if !self.ego_guessed && self.people.ego.is_some_and(|owner| owner != ego) {
            for person in Arc::make_mut(&mut self.people.people) {
                person.declared.clear();
                person.cadence = None;
            }
            // A colleague's own data says what was declared to them.
            for (_, alter, kind, at_micros) in self.people.declared_to.iter().filter(|said| said.0 == ego) {
                if let Some(person) = Arc::make_mut(&mut self.people.people).get_mut(*alter as usize) {
                    person.declared.push((*kind, *at_micros));
                }
            }
        }
        self.people.ego = Some(ego);
        self.ego_guessed = false;
        self.days = gather_days(&self.legs, &self.people, &self.labels, &self.parameters);
    }

    /// Everything that happened between the ego and each alter until the day the world was loaded for, by alter and time. Empty
    /// without an ego.
    ///
    /// # Complexity
    /// O(n) in the legs, and O(m log m) in the encounters.
    #[must_use]
    pub fn encounters(&self) -> Vec<Encounter> {
        gathered(&self.people, &self.labels, |gather| encounters(&self.legs, gather, &self.parameters))
    }

    /// What passed between the ego and one person until the day the world was loaded for, counted.
    ///
    /// # Complexity
    /// O(n) in the legs.
    #[must_use]
    pub fn dealings(&self, person: u32) -> Dealings {
        gathered(&self.people, &self.labels, |gather| dealings(&self.legs, gather, person))
    }

    /// The mails and messages of one person to at most three others, from which introductions are told.
    ///
    /// # Complexity
    /// O(n log n) in the legs.
    #[must_use]
    pub fn correspondence(&self) -> Correspondence {
        gathered(&self.people, &self.labels, |gather| correspondence(&self.legs, gather))
    }

    /// The channels of each contact-day of two people before a moment, each once, by name.
    ///
    /// # Complexity
    /// O(log n) to find the dyad's contact-days, and the legs of those days.
    #[must_use]
    pub fn channels_by_day(&self, one: u32, other: u32, cutoff_micros: i64) -> BTreeMap<i32, Vec<String>> {
        let of_day = |contact: &ContactDay| {
            let midnight = i64::from(contact.day) * DAY_MICROS;
            let interactions = self.between(midnight, (midnight + DAY_MICROS).min(cutoff_micros));
            let legs = interactions.filter_map(|interaction| self.describe(interaction, one, other));
            let mut names: Vec<String> = legs.filter_map(|(leg, _)| self.labels.get(&leg.channel).cloned()).collect();
            names.sort_unstable();
            names.dedup();
            (contact.day, names)
        };
        self.days_of(one, other).iter().map(of_day).collect()
    }

    /// The contact-days of two people, in order of time.
    #[must_use]
    pub fn days_of(&self, one: u32, other: u32) -> &[ContactDay] {
        let dyad = (one.min(other), one.max(other));
        let start = self.days.partition_point(|contact| (contact.low, contact.high) < dyad);
        let end = self.days.partition_point(|contact| (contact.low, contact.high) <= dyad);
        self.days.get(start..end).unwrap_or_default()
    }

    /// The contact-days of two people as they were at a moment: of the moment's own UTC day only what happened before it.
    ///
    /// # Complexity
    /// O(log n), the dyad's contact-days, and the legs of that day.
    #[must_use]
    pub fn days_before(&self, one: u32, other: u32, cutoff_micros: i64) -> Vec<ContactDay> {
        let days = self.days_of(one, other);
        let cut_day = day_of_micros(cutoff_micros);
        let mut before: Vec<ContactDay> = days.iter().take_while(|contact| contact.day < cut_day).copied().collect();
        let midnight = i64::from(cut_day) * DAY_MICROS;
        let part = gathered(&self.people, &self.labels, |gather| {
            contact_days(self.legs_between(midnight, cutoff_micros), gather, &self.parameters)
        });
        let dyad = (one.min(other), one.max(other));
        before.extend(part.into_iter().filter(|contact| (contact.low, contact.high) == dyad));
        before
    }

    /// Whether each person is seen in the data at all: in an interaction, on a card, or as the ego.
    #[must_use]
    pub fn seen(&self) -> Vec<bool> {
        let mut seen: Vec<bool> = self.people.people.iter().map(|person| person.has_card).collect();
        let numbers = self.legs.iter().flat_map(|leg| [leg.source, leg.target]);
        for person in numbers.filter_map(|number| self.person_of(number)).chain(self.people.ego) {
            seen[person as usize] = true;
        }
        seen
    }

    /// The person of a handle number; `None` for nobody.
    #[must_use]
    pub fn person_of(&self, number: u32) -> Option<u32> {
        self.people.of_number.get(number as usize).copied().flatten()
    }

    /// The latest records behind the tie of two people before a moment, newest first, at most `limit`.
    ///
    /// # Complexity
    /// O(log n) to find the dyad's contact-days, and the legs of the newest of those days.
    #[must_use]
    pub fn because(&self, one: u32, other: u32, cutoff_micros: i64, limit: usize) -> Vec<Because> {
        let mut found: Vec<Because> = Vec::new();
        for contact in self.days_of(one, other).iter().rev() {
            let midnight = i64::from(contact.day) * DAY_MICROS;
            for interaction in self.between(midnight, (midnight + DAY_MICROS).min(cutoff_micros)).rev() {
                if found.len() == limit {
                    return found;
                }
                if let Some((leg, what)) = self.describe(interaction, one, other) {
                    let source = self.imports.iter().find(|import| import.id == leg.import);
                    found.push(Because {
                        time: format_micros(leg.at_micros),
                        channel: self.labels.get(&leg.channel).cloned().unwrap_or_default(),
                        what,
                        source: source.map(|import| import.path.clone()).unwrap_or_default(),
                    });
                }
            }
        }
        found
    }

    /// The interactions from a moment until before another, each as its legs, in order of time.
    pub(super) fn between(&self, from_micros: i64, until_micros: i64) -> impl DoubleEndedIterator<Item = &[Leg]> {
        self.legs_between(from_micros, until_micros).chunk_by(|a, b| a.at_micros == b.at_micros && a.id == b.id)
    }

    fn legs_between(&self, from_micros: i64, until_micros: i64) -> &[Leg] {
        let start = self.legs.partition_point(|leg| leg.at_micros < from_micros);
        let end = self.legs.partition_point(|leg| leg.at_micros < until_micros);
        self.legs.get(start..end).unwrap_or_default()
    }

    /// How often a person gave to and asked each other one, by their own acts in the year before a moment, and lately.
    ///
    /// # Complexity
    /// O(n log p) in the legs of the year.
    #[must_use]
    pub fn favours_of(&self, one: u32, cutoff_micros: i64, recent_days: i64) -> BTreeMap<u32, Favours> {
        let days_ago = |days: i64| cutoff_micros.saturating_sub(days.saturating_mul(DAY_MICROS));
        let recent_micros = days_ago(recent_days);
        let mut favours: BTreeMap<u32, Favours> = BTreeMap::new();
        for leg in self.legs_between(days_ago(YEAR_DAYS.max(recent_days)), cutoff_micros) {
            if leg.stance == Stance::Neutral || self.person_of(leg.source) != Some(one) {
                continue;
            }
            let Some(other) = self.person_of(leg.target) else { continue };
            let counts = favours.entry(other).or_default();
            let in_year = u32::from(leg.at_micros >= days_ago(YEAR_DAYS));
            match leg.stance {
                Stance::Gave => counts.gave += in_year,
                Stance::Asked => {
                    counts.asked += in_year;
                    counts.recently_asked += u32::from(leg.at_micros >= recent_micros);
                }
                Stance::Neutral => {}
            }
        }
        favours
    }

    /// The pairs of some people (ascending) who took part in one interaction of at most `most` before a moment, whatever its
    /// channel: they have seen each other's name at least. As (low, high), ascending.
    ///
    /// # Complexity
    /// O(n log p) in the legs, and the pairs of each small interaction.
    #[must_use]
    pub fn seen_together(&self, people: &[u32], cutoff_micros: i64, most: usize) -> BTreeSet<(u32, u32)> {
        let mut pairs = BTreeSet::new();
        let mut present: Vec<u32> = Vec::new();
        for interaction in self.between(i64::MIN, cutoff_micros) {
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
        pairs
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
