//! Workspace to world: people, contact-days and the network as of any day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::days::Days;
use super::legs::Legs;
use super::snapshot::{WORTH_LEGS, Wanted};
use super::world_file::{Beside, Held, Span};
use crate::identity::{People, resolve_seen};
use crate::model::{AsOf, Channel, DAY_MICROS, Handle};
use crate::network::{Network, NetworkInput};
use crate::store::{AggregateRow, ImportRow, Leg, LegReader, NOBODY, StoreError, StoredPeople, Stretch, Workspace};
use crate::ties::{AggregatedTie, Dealings, Dyad, Gather, Parameters, aggregated_ties, dealings, newest};

/// Legs that one person must take part in before the owner is guessed, and their least share of all.
const GUESS_LEGS: u64 = 20;
const GUESS_SHARE: f64 = 0.5;

/// Why a world cannot be loaded.
pub type LoadError = StoreError;

/// Everything analyses need: people and contact-days in memory, the legs behind them read when they are asked for.
#[derive(Debug, Clone)]
pub struct World {
    /// Everybody.
    pub people: People,
    /// All legs before the as-of day's end.
    pub legs: Legs,
    /// All contact-days, sorted.
    pub days: Days,
    /// Texts of channels and venues.
    pub labels: BTreeMap<u32, String>,
    /// The files that were imported.
    pub imports: Vec<ImportRow>,
    /// The model.
    pub parameters: Parameters,
    /// Whether the ego is a guess from who takes part in most interactions.
    pub ego_guessed: bool,
    /// Ties that were computed elsewhere for days until the as-of day, sorted.
    elsewhere: Vec<AggregatedTie>,
    /// Whether a leg speaks of each handle number.
    parties: Vec<bool>,
    /// Where the cache keeps what was gathered; nowhere for a world that is few legs, or not the owner's.
    kept: Option<Wanted>,
}

/// Reads a workspace up to the as-of day.
///
/// # Errors
/// When the workspace is damaged or cannot be read.
///
/// # Complexity
/// O(n log n) in the legs; of more than four million legs two passes, with the contact-days and a million legs for each core in memory.
pub fn load(workspace: &Workspace, as_of: &AsOf, parameters: Parameters) -> Result<World, LoadError> {
    let cutoff = as_of.cutoff_micros();
    // The seal first: what is committed while the rest is read is noticed before anything is kept.
    let wanted = Wanted::of(workspace, cutoff, &parameters)?;
    let reader = workspace.leg_reader()?;
    let states = workspace.tie_states(as_of.utc_day())?;
    let mut wanted = wanted.filter(|_| reader.most_before(cutoff) >= WORTH_LEGS);
    if let Some(Held { people, days, beside }) = wanted.as_mut().and_then(Wanted::read) {
        reader.check_presence()?;
        let Beside { labels, imports, ego_guessed, notes, parties } = beside;
        let legs = Legs::new(reader.with_notes(notes), cutoff, of_number(&people, &parameters));
        let elsewhere = between_people(&states, &people);
        return Ok(World { people, legs, days, labels, imports, parameters, ego_guessed, elsewhere, parties, kept: wanted });
    }
    let (seen, stored) = std::thread::scope(|scope| {
        let seen = scope.spawn(|| see(&reader, cutoff));
        let stored = workspace.people();
        (seen.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), stored)
    });
    let ((parties, legs), stored) = (seen?, stored?);
    let mut seen = seen_handles(&stored, &parties, cutoff);
    for number in states.iter().flat_map(|state| [state.low, state.high]) {
        seen.resize(seen.len().max(number as usize + 1), false);
        seen[number as usize] = true;
    }
    let mut people = resolve_seen(&stored, cutoff, |row| seen.get(row.number as usize).copied().unwrap_or(false));
    let span = wanted.as_ref().map(|_| span(workspace, &reader, &stored, cutoff)).transpose()?;
    drop(stored);
    let unread = Legs::new(reader, cutoff, of_number(&people, &parameters));
    let legs = match legs {
        Some(legs) => unread.with_kept(legs),
        None => unread,
    };
    let labels = workspace.labels()?;
    let ego_guessed = people.ego.is_none() && !people.ego_named;
    if ego_guessed {
        people.ego = guess_ego(&legs, &people)?;
    }
    let ego_guessed = ego_guessed && people.ego.is_some();
    let days = gathered(&people, &labels, |gather| legs.contact_days(gather, &parameters))?;
    let beside = Beside { labels, imports: workspace.imports()?, ego_guessed, notes: legs.notes(), parties };
    let kept = wanted
        .zip(span)
        .and_then(|(mut wanted, span)| wanted.keep(workspace, &people, days.all(), &beside, span).then_some(wanted));
    let Beside { labels, imports, ego_guessed, parties, .. } = beside;
    let elsewhere = between_people(&states, &people);
    Ok(World { people, legs, days: days.into(), labels, imports, parameters, ego_guessed, elsewhere, parties, kept })
}

/// Ties that were computed elsewhere, between people.
fn between_people(states: &[AggregateRow], people: &People) -> Vec<AggregatedTie> {
    aggregated_ties(states, |number| people.of_number.get(number as usize).copied().flatten())
}

/// The moments around a cutoff between which nothing happened.
fn span(workspace: &Workspace, reader: &LegReader, stored: &StoredPeople, cutoff_micros: i64) -> Result<Span, StoreError> {
    let (legs, people) = (reader.around(cutoff_micros)?, stored.around(cutoff_micros));
    // Ties computed elsewhere are seen from the first moment of their day on.
    let days: Vec<i64> = workspace.tie_state_days()?.into_iter().map(|day| i64::from(day) * DAY_MICROS).collect();
    let next = days.partition_point(|micros| *micros < cutoff_micros);
    let states = (next.checked_sub(1).and_then(|last| days.get(last)).copied(), days.get(next).copied());
    Ok(Span {
        after_micros: legs.0.max(people.0).max(states.0).unwrap_or(i64::MIN),
        until_micros: [legs.1, people.1, states.1].into_iter().flatten().min().unwrap_or(i64::MAX),
    })
}

/// The people by whom repeated meetings are told, where they are left out.
fn of_number(people: &People, parameters: &Parameters) -> Option<Arc<Vec<Option<u32>>>> {
    (!parameters.count_repeats).then(|| Arc::new(people.of_number.clone()))
}

/// Which handle numbers take part in a leg before a moment; and the legs themselves, where they are few.
fn see(reader: &LegReader, cutoff_micros: i64) -> Result<(Vec<bool>, Option<Vec<Leg>>), StoreError> {
    if !Legs::are_few(reader, cutoff_micros) {
        return Ok((reader.parties(cutoff_micros)?, None));
    }
    let legs = reader.read(Stretch { from_micros: i64::MIN, until_micros: cutoff_micros })?;
    let largest = legs.iter().map(|leg| leg.source.max(leg.target)).max().unwrap_or(NOBODY);
    let mut parties = vec![false; largest as usize + 1];
    for leg in &legs {
        parties[leg.source as usize] = true;
        parties[leg.target as usize] = true;
    }
    Ok((parties, Some(legs)))
}

/// Whether anything speaks of each handle number before the cutoff: a leg or a card; the owner's are always seen.
fn seen_handles(stored: &StoredPeople, parties: &[bool], cutoff_micros: i64) -> Vec<bool> {
    let largest = stored.handles.iter().map(|row| row.number).max().unwrap_or(0) as usize;
    let mut seen = parties.to_vec();
    seen.resize(largest + 1, false);
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

/// Does something with who is not ignored, who the ego is, and which channels share a thread.
pub(super) fn gathered<T>(people: &People, labels: &BTreeMap<u32, String>, work: impl FnOnce(&Gather<'_>) -> T) -> T {
    let table = Channel::TABLE;
    let threaded: Vec<u32> =
        labels.iter().filter(|(_, text)| text.as_str() != table.as_str()).map(|(number, _)| *number).collect();
    let ignored = |person: u32| people.people.is_ignored(person);
    let of_number: Vec<Option<u32>> = people.of_number.iter().map(|person| person.filter(|person| !ignored(*person))).collect();
    work(&Gather { people: &of_number, ego: people.ego, threaded: &threaded })
}

/// The person who takes part in at least half of all legs, where there are enough of them.
fn guess_ego(legs: &Legs, people: &People) -> Result<Option<u32>, StoreError> {
    let mut taking_part = vec![0_u64; people.people.len()];
    let mut all = 0_u64;
    let person = |number: u32| people.of_number.get(number as usize).copied().flatten();
    legs.scan(i64::MIN, i64::MAX, |legs| {
        all += legs.len() as u64;
        for leg in legs {
            for person in [leg.source, leg.target].into_iter().filter(|number| *number != NOBODY).filter_map(person) {
                taking_part[person as usize] += 1;
            }
        }
    })?;
    let busiest = taking_part.iter().zip(0_u32..).map(|(count, person)| (*count, person)).max_by_key(|entry| entry.0);
    let enough = |count: u64| count >= GUESS_LEGS && count as f64 >= GUESS_SHARE * all as f64;
    Ok(busiest.filter(|(count, _)| enough(*count)).map(|(_, person)| person))
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
        if let Some(source) = self.days.source().filter(|_| self.elsewhere.is_empty()) {
            return Network::unfolded(&self.people.people, self.people.ego, source, parameters, as_of);
        }
        let input = NetworkInput { people: &self.people.people, ego: self.people.ego, days: self.days.all(), parameters };
        Network::build(&input, as_of).with_aggregated(&self.elsewhere)
    }

    /// Where the cache keeps what was gathered, if this still is the world that was loaded.
    pub(super) fn kept_of(&self) -> Option<&Wanted> {
        self.kept.as_ref().filter(|kept| kept.is_of(&self.parameters, self.people.ego))
    }

    /// What was computed elsewhere of the tie of two people, as of a day: the newest state of each pair of their handles.
    pub fn elsewhere(&self, one: u32, other: u32, day: i32) -> impl Iterator<Item = &AggregatedTie> {
        let dyad = (one.min(other), one.max(other));
        let start = self.elsewhere.partition_point(|tie| (tie.low, tie.high) < dyad);
        let end = self.elsewhere.partition_point(|tie| (tie.low, tie.high) <= dyad);
        newest(self.elsewhere.get(start..end).unwrap_or_default(), day)
    }

    /// Takes somebody else for the ego. What recipients of one thread mean to each other depends on who the ego is, so the
    /// contact-days are gathered anew.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    pub fn set_ego(&mut self, ego: u32) -> Result<(), StoreError> {
        // What was declared was declared to the owner, and the wishes are the owner's, not somebody else's.
        if !self.ego_guessed && self.people.ego.is_some_and(|owner| owner != ego) {
            let People { people, declared_to, .. } = &mut self.people;
            let changed = people.changed(|people| {
                for person in &mut *people {
                    person.declared.clear();
                    person.cadence = None;
                }
                // A colleague's own data says what was declared to them.
                for (_, alter, kind, at_micros) in declared_to.iter().filter(|said| said.0 == ego) {
                    if let Some(person) = people.get_mut(*alter as usize) {
                        person.declared.push((*kind, *at_micros));
                    }
                }
            });
            *people = Arc::new(changed);
        }
        self.people.ego = Some(ego);
        self.ego_guessed = false;
        self.kept = None;
        let (legs, parameters) = (&self.legs, &self.parameters);
        self.days = gathered(&self.people, &self.labels, |gather| legs.contact_days(gather, parameters))?.into();
        Ok(())
    }

    /// What passed between the ego and one person until the day the world was loaded for, counted.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n) in the legs.
    pub fn dealings(&self, person: u32) -> Result<Dealings, StoreError> {
        let mut found = Dealings::default();
        self.gather(|legs, gather| found.add(&dealings(legs, gather, person)))?;
        Ok(found)
    }

    /// Visits all legs, with who is who; see [`Legs::scan`].
    pub(super) fn gather(&self, mut visit: impl FnMut(&[Leg], &Gather<'_>)) -> Result<(), StoreError> {
        gathered(&self.people, &self.labels, |gather| self.legs.scan(i64::MIN, i64::MAX, |legs| visit(legs, gather)))
    }

    /// The contact-days of two people, in order of time.
    #[must_use]
    pub fn days_of(&self, one: u32, other: u32) -> Dyad<'_> {
        self.days.all().of(one, other)
    }

    /// Whether each person is seen in the data at all: in an interaction, on a card, or as the ego.
    #[must_use]
    pub fn seen(&self) -> Vec<bool> {
        let mut seen: Vec<bool> = self.people.people.iter().map(|person| person.has_card).collect();
        let numbers = self.parties.iter().zip(0_u32..).filter(|(is_party, _)| **is_party).map(|(_, number)| number);
        let elsewhere = self.elsewhere.iter().flat_map(|tie| [tie.low, tie.high]);
        for person in numbers.filter_map(|number| self.person_of(number)).chain(self.people.ego).chain(elsewhere) {
            seen[person as usize] = true;
        }
        seen
    }

    /// The person of a handle number; `None` for nobody.
    #[must_use]
    pub fn person_of(&self, number: u32) -> Option<u32> {
        self.people.of_number.get(number as usize).copied().flatten()
    }
}
