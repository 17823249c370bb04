//! Legs of a table in whatever order they stand, kept on the disk in parts by moment, of which one at a time fits into memory.

use std::sync::{Mutex, PoisonError};

use super::StoreError;
use super::leg::{Leg, shape_code, shape_of};
use super::scratch::Scratch;
use crate::model::{Shape, Stance};

/// Legs given at once, about: few enough to stay near.
const STRETCH_LEGS: usize = 1 << 12;
/// Parts acts of one interaction that differ in shape or kind of channel.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;
/// Bits of a moment that tell the kind of an act.
const KIND_BITS: u32 = 3;

/// Label numbers of channels: recipients share a thread, or are bare rows of a table.
pub(super) const THREADED: u32 = 1;
const BARE: u32 = 2;

/// A leg of a table, as it waits: 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Default, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
pub(super) struct PartLeg {
    /// The moment, and below it the shape and whether the channel is that of bare rows.
    moment: i64,
    interaction: i64,
    pub(super) source: u32,
    pub(super) target: u32,
    weight: f64,
}

impl PartLeg {
    /// A leg of which nobody is known yet. The moment must be less than 2⁶⁰ microseconds from 1970.
    pub(super) fn new(at_micros: i64, interaction: i64, (shape, is_bare): (Shape, bool), weight: f64) -> Self {
        let kind = i64::from(shape_code(shape)) + 4 * i64::from(is_bare);
        Self { moment: at_micros << KIND_BITS | kind, interaction, source: 0, target: 0, weight }
    }

    fn at_micros(&self) -> i64 {
        self.moment >> KIND_BITS
    }

    /// What brings legs of one act together, and those of one moment.
    fn key(&self) -> (i64, i64, u32, u32) {
        (self.moment, self.interaction, self.source, self.target)
    }

    fn leg(&self) -> Leg {
        let kind = self.moment as u64 & ((1 << KIND_BITS) - 1);
        Leg {
            at_micros: self.at_micros(),
            // The identity of an act: of one interaction, those of another shape or kind of channel are others.
            id: self.interaction as u64 ^ kind.wrapping_mul(APART),
            source: self.source,
            target: self.target,
            channel: if kind & 4 == 0 { THREADED } else { BARE },
            venue: 0,
            shape: shape_of(kind as u32 & 3).unwrap_or(Shape::Bulk),
            stance: Stance::Neutral,
            weight: self.weight,
            import: 1,
        }
    }
}

/// Where some legs of a part lie, and which of those that were added they are.
#[derive(Debug, Clone, Copy)]
struct Piece {
    order: usize,
    offset: u64,
    legs: usize,
}

/// Legs in parts: all that share a moment are in the same one.
#[derive(Debug)]
pub(super) struct LegParts {
    /// The moments at which the parts after the first begin, ascending.
    cuts: Vec<i64>,
    scratch: Scratch,
    pieces: Mutex<Vec<Vec<Piece>>>,
}

impl LegParts {
    pub(super) fn new(scratch: Scratch, cuts: Vec<i64>) -> Self {
        let pieces = Mutex::new(vec![Vec::new(); cuts.len() + 1]);
        Self { cuts, scratch, pieces }
    }

    pub(super) fn len(&self) -> usize {
        self.cuts.len() + 1
    }

    fn part_of(&self, leg: &PartLeg) -> usize {
        self.cuts.partition_point(|cut| *cut <= leg.at_micros())
    }

    /// Adds legs, from any thread; `order` tells where they stood in the table.
    pub(super) fn add(&self, order: usize, mut legs: Vec<PartLeg>) -> Result<(), StoreError> {
        if !legs.is_sorted_by_key(PartLeg::at_micros) {
            // Those of a part keep their order.
            legs.sort_by_cached_key(|leg| self.part_of(leg) as u32);
        }
        let begins = self.scratch.add(bytemuck::cast_slice(&legs)).map_err(StoreError::Spill)?;
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut rest, mut offset) = (legs.as_slice(), begins);
        while let Some(first) = rest.first() {
            let part = self.part_of(first);
            let (piece, after) = rest.split_at(rest.partition_point(|leg| self.part_of(leg) <= part));
            if let Some(pieces) = pieces.get_mut(part) {
                pieces.push(Piece { order, offset, legs: piece.len() });
            }
            offset += size_of_val(piece) as u64;
            rest = after;
        }
        Ok(())
    }

    /// The legs of a part, those of an act together.
    pub(super) fn read(&self, part: usize) -> Result<Vec<PartLeg>, StoreError> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner).get(part).cloned().unwrap_or_default();
        pieces.sort_unstable_by_key(|piece| piece.order);
        let mut legs = vec![PartLeg::default(); pieces.iter().map(|piece| piece.legs).sum()];
        let mut rest = legs.as_mut_slice();
        for piece in pieces {
            let (legs, after) = rest.split_at_mut(piece.legs);
            self.scratch.read(piece.offset, bytemuck::cast_slice_mut(legs)).map_err(StoreError::Spill)?;
            rest = after;
        }
        if legs.is_sorted_by_key(PartLeg::at_micros) {
            // As they are exported: only those of one moment need an order.
            for moment in legs.chunk_by_mut(|one, next| one.at_micros() == next.at_micros()) {
                moment.sort_unstable_by_key(PartLeg::key);
            }
        } else {
            legs.sort_unstable_by_key(PartLeg::key);
        }
        Ok(legs)
    }
}

/// Visits legs of which those of an act are together, in pieces that never part what shares a moment.
pub(super) fn stretches<E>(legs: &[PartLeg], mut visit: impl FnMut(&[Leg]) -> Result<(), E>) -> Result<(), E> {
    let mut stretch: Vec<Leg> = Vec::with_capacity(STRETCH_LEGS);
    for moment in legs.chunk_by(|one, next| one.at_micros() == next.at_micros()) {
        if stretch.len() + moment.len() > STRETCH_LEGS {
            visit(&stretch)?;
            stretch.clear();
        }
        stretch.extend(moment.iter().map(PartLeg::leg));
    }
    visit(&stretch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// However legs are added and cut, all come back, each act's together, and no moment is in two stretches.
        #[test]
        fn parts_hold_every_leg_and_part_no_moment(
            raw in proptest::collection::vec((-9_i64..9, 0_i64..3, 0_u32..3, 1_u32..4, any::<bool>()), 0..200),
            cuts in proptest::collection::btree_set(-9_i64..9, 0..5), piece in 1_usize..50, is_sorted in any::<bool>()
        ) {
            let leg = |&(at, interaction, source, target, is_bare): &(i64, i64, u32, u32, bool)| {
                let shape = if source == 0 { Shape::Gathering } else { Shape::Directed };
                PartLeg { source, target, ..PartLeg::new(at, interaction, (shape, is_bare), 0.5) }
            };
            let mut legs: Vec<PartLeg> = raw.iter().map(leg).collect();
            if is_sorted {
                legs.sort_by_key(PartLeg::at_micros);
            }
            let parts = LegParts::new(Scratch::new(None), cuts.into_iter().collect());
            for (order, some) in legs.chunks(piece).enumerate().rev() {
                parts.add(order, some.to_vec()).unwrap();
            }
            let (mut found, mut last) = (Vec::new(), i64::MIN);
            for part in 0..parts.len() {
                stretches(&parts.read(part).unwrap(), |stretch| {
                    assert!(stretch.is_empty() || stretch[0].at_micros > last);
                    last = stretch.last().map_or(last, |leg| leg.at_micros);
                    found.extend_from_slice(stretch);
                    Ok::<_, StoreError>(())
                }).unwrap();
            }
            legs.sort_by_key(PartLeg::key);
            prop_assert_eq!(found, legs.iter().map(PartLeg::leg).collect::<Vec<Leg>>());
        }
    }

    #[test]
    fn a_leg_comes_back_as_it_was_and_acts_of_another_kind_are_others() {
        let kinds = [Shape::Directed, Shape::Mutual, Shape::Gathering, Shape::Bulk].map(|shape| [(shape, false), (shape, true)]);
        let legs = kinds.as_flattened().iter().map(|kind| (kind, PartLeg::new(-(1 << 53), -7, *kind, 0.25).leg()));
        let mut ids = std::collections::BTreeSet::new();
        for ((shape, is_bare), leg) in legs {
            assert_eq!((leg.at_micros, leg.shape, leg.weight), (-(1 << 53), *shape, 0.25));
            assert_eq!(leg.channel, if *is_bare { BARE } else { THREADED });
            assert!(ids.insert(leg.id));
        }
    }
}
