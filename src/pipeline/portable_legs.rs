//! The legs of a workspace for other engines: people instead of handles, one row per sender and receiver.

use super::World;
use crate::model::Channel;
use crate::store::{Leg, NOBODY, PortableLeg, StoreError};
use crate::ties::Gather;

/// Parts acts of one interaction that would otherwise look like one.
const APART: i64 = 0x5851_f42d_4c95_7f2d;

impl World {
    /// Visits what counts of every leg before the as-of moment, in order of time: between people as they are resolved now, without those who
    /// are ignored and without the repeats of meetings. Contact-days of these are those of the world.
    ///
    /// # Errors
    /// When a segment is damaged or cannot be read, or `visit` fails.
    ///
    /// # Complexity
    /// O(n) in the legs; about a million of them in memory.
    pub fn each_portable_leg<'w, E: From<StoreError>>(
        &'w self,
        mut visit: impl FnMut(PortableLeg<'w>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut result = Ok(());
        self.gather(|legs, gather| {
            if result.is_ok() {
                result = legs
                    .chunk_by(|one, other| one.at_micros == other.at_micros && one.id == other.id)
                    .try_for_each(|interaction| self.visit_acts(interaction, gather, &mut visit));
            }
        })?;
        result
    }

    /// Visits the legs of one interaction, act by act.
    fn visit_acts<'w, E>(
        &'w self,
        interaction: &[Leg],
        gather: &Gather<'_>,
        visit: &mut impl FnMut(PortableLeg<'w>) -> Result<(), E>,
    ) -> Result<(), E> {
        let person = |number: u32| match number {
            NOBODY => None,
            number => gather.people.get(number as usize).copied().flatten(),
        };
        let mut met = Vec::new();
        for act in interaction.chunk_by(|one, other| one.source == other.source && one.shape == other.shape) {
            let Some(first) = act.first() else { continue };
            let (sender, channel) = (person(first.source), self.labels.get(&first.channel).map_or("", String::as_str));
            // Two handles of one person may act in one interaction: two acts, as long as they are told apart.
            let key = (sender, first.shape, channel == Channel::TABLE.as_str());
            let before = met.iter().filter(|known| **known == key).count();
            met.push(key);
            for leg in act {
                let Some(target) = person(leg.target) else { continue };
                visit(PortableLeg {
                    at_micros: leg.at_micros,
                    interaction: (leg.id as i64).wrapping_add(APART.wrapping_mul(before as i64)),
                    source: sender.map(|sender| self.people.people[sender as usize].handle()),
                    target: self.people.people[target as usize].handle(),
                    shape: leg.shape,
                    channel,
                    weight: leg.weight,
                })?;
            }
        }
        Ok(())
    }
}
