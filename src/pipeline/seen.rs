//! What facets, venues and introductions are computed from, gathered once.

use super::World;
use crate::analysis::facet::Observations;
use crate::analysis::introduce::{self, introductions as introductions_to_make};
use crate::analysis::introduction::{Introduction, introductions};
use crate::analysis::plan::UNANSWERED;
use crate::model::Cadence;
use crate::network::{Network, View};
use crate::store::StoreError;
use crate::ties::Encounter;

/// Participants of an interaction up to which they are taken to know of each other.
const SMALL: usize = 9;

/// The encounters of the ego and the introductions seen in a world.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Everything between the ego and each alter.
    pub encounters: Vec<Encounter>,
    /// Introductions that mail shows.
    pub introductions: Vec<Introduction>,
}

impl Seen {
    /// Gathers both.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read.
    ///
    /// # Complexity
    /// O(n log n) in the legs.
    pub fn of(world: &World) -> Result<Self, StoreError> {
        Ok(Self {
            encounters: world.encounters()?,
            introductions: introductions(&world.correspondence()?, &world.days, world.people.ego),
        })
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
pub fn introductions_of<'n>(
    world: &World,
    network: &'n Network,
    view: &View,
    observations: &Observations<'_>,
) -> Result<Vec<introduce::Introduction<'n>>, StoreError> {
    let Some(ego) = network.ego() else { return Ok(Vec::new()) };
    let contacts: Vec<u32> = network.ties_of(ego).iter().map(|tie| tie.other(ego)).collect();
    let together = world.seen_together(&contacts, network.as_of().cutoff_micros(), SMALL)?;
    let in_peace = |person: u32| {
        observations.unanswered_by(network, person) >= UNANSWERED || network.person(person).cadence == Some(Cadence::Never)
    };
    let together = |one: u32, other: u32| together.contains(&(one.min(other), one.max(other)));
    Ok(introductions_to_make(network, view, together, in_peace))
}
