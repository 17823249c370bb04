//! What facets, venues and introductions are computed from, gathered once.

use super::World;
use crate::analysis::facet::Observations;
use crate::analysis::introduce::{self, introductions as introductions_to_make};
use crate::analysis::introduction::{Introduction, introductions, perhaps_introduced};
use crate::analysis::plan::UNANSWERED;
use crate::model::Cadence;
use crate::network::{Network, View};
use crate::store::StoreError;
use crate::ties::{Correspondence, Encounter, encounters, letters_alone, shared_letters, sort_encounters};

/// Participants of an interaction up to which they are taken to know of each other.
const SMALL: usize = 9;
/// What the cache calls what was seen.
const SEEN: &str = "seen";

/// The encounters of the ego and the introductions seen in a world.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Seen {
    /// Everything between the ego and each alter.
    pub encounters: Vec<Encounter>,
    /// Introductions that mail shows.
    pub introductions: Vec<Introduction>,
}

impl Seen {
    /// Gathers both, or reads what the cache holds of them.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n log n) in the legs, in one pass, and a second one where somebody may have been introduced.
    pub fn of(world: &World) -> Result<Self, StoreError> {
        if let Some(seen) = world.kept_of().and_then(|kept| kept.read_found(SEEN)) {
            return Ok(seen);
        }
        let (mut met, mut correspondence) = (Vec::new(), Correspondence::default());
        world.gather(|legs, gather| {
            met.extend(encounters(legs, gather, &world.parameters));
            correspondence.add_later(shared_letters(legs, gather));
        })?;
        sort_encounters(&mut met);
        let pairs = perhaps_introduced(&correspondence.letters, world.days.all());
        if !pairs.is_empty() {
            world.gather(|legs, gather| correspondence.letters.extend(letters_alone(legs, gather, &pairs)))?;
            correspondence.letters.sort_by_key(|letter| letter.at_micros);
        }
        let introductions = introductions(&correspondence, world.days.all(), world.people.ego);
        let seen = Self { encounters: met, introductions };
        if let Some(wanted) = world.kept_of() {
            wanted.keep_found(SEEN, &seen);
        }
        Ok(seen)
    }

    /// What facets are computed from, as of the network's day.
    #[must_use]
    pub fn observations<'a>(&'a self, world: &'a World, network: &Network, ego: u32) -> Observations<'a> {
        let until = (network.as_of().utc_day(), network.as_of().cutoff_micros());
        Observations::new(&self.encounters, &self.introductions, &world.labels, ego, until)
    }
}

/// The introductions that the ego could make; nobody who left several acts unanswered or is to be left in peace.
///
/// # Errors
/// When a segment is damaged or cannot be read.
///
/// # Complexity
/// That of [`introduce::introductions`], and O(n log p) in the legs.
pub fn introductions_of(
    world: &World,
    network: &Network,
    view: &View,
    observations: &Observations<'_>,
) -> Result<Vec<introduce::Introduction>, StoreError> {
    let Some(ego) = network.ego() else { return Ok(Vec::new()) };
    let contacts: Vec<u32> = network.ties_of(ego).iter().map(|tie| tie.other(ego)).collect();
    let together = world.seen_together(&contacts, network.as_of().cutoff_micros(), SMALL)?;
    let in_peace = |person: u32| {
        observations.unanswered_by(network, person) >= UNANSWERED || network.person(person).cadence == Some(Cadence::Never)
    };
    let together = |one: u32, other: u32| together.contains(&(one.min(other), one.max(other)));
    Ok(introductions_to_make(network, view, together, in_peace))
}
