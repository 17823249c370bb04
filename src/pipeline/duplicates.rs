//! Who may be one person under two handles, from all that a workspace knows.

use super::World;
use crate::identity::{Material, Proposal, propose};
use crate::model::Shape;
use crate::network::Network;
use crate::store::{StoreError, Workspace};

/// The proposals of the network's day, the surest first. Whoever only ever sent mass mail is nobody's second address.
///
/// # Errors
/// When the workspace is damaged or cannot be read.
///
/// # Complexity
/// That of [`propose`], and O(n) in the legs.
pub fn duplicates(workspace: &Workspace, world: &World, network: &Network) -> Result<Vec<Proposal>, StoreError> {
    let stored = workspace.people()?;
    let contacts: Vec<(u32, u32)> = network.ties().iter().map(|tie| (tie.low, tie.high)).collect();
    let mut counts: Vec<bool> = network.people().iter().map(|person| person.has_card).collect();
    world.legs.scan(i64::MIN, i64::MAX, |legs| {
        for leg in legs.iter().filter(|leg| leg.shape != Shape::Bulk) {
            for person in [leg.source, leg.target].into_iter().filter_map(|number| world.person_of(number)) {
                counts[person as usize] = true;
            }
        }
    })?;
    let cutoff_micros = network.as_of().cutoff_micros();
    Ok(propose(&Material { people: &world.people, stored: &stored, cutoff_micros, contacts: &contacts, counts: &counts }))
}
