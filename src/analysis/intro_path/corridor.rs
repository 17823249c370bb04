//! The part of a network that the best paths can lead over, with whole costs: sums of them are exact, so what is equal, is.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Hops;
use super::balls::Balls;

/// What halving costs.
const BIT: u64 = 1 << 32;
/// What the costs of a path may differ from the logarithm of its product by.
const ROUNDING: u64 = 1 << 20;

/// What a walk costs, and its hops: less is better.
pub(super) type Cost = (u64, u32);

pub(super) fn plus(one: Cost, other: Cost) -> Cost {
    (one.0 + other.0, one.1 + other.1)
}

/// The people of a corridor by place, in the order of their numbers, and what leads from each to whom.
#[derive(Debug, Default)]
pub(super) struct Corridor {
    pub(super) people: Vec<u32>,
    pub(super) from: u32,
    /// By place, ascending: to whom, what the hop costs, and its probability.
    pub(super) hops: Vec<Vec<(u32, u64, f64)>>,
    /// What the best walk to a target costs from each place.
    pub(super) left: Vec<Option<Cost>>,
    /// What a path may cost that is surely among the best.
    pub(super) most: u64,
}

impl Corridor {
    /// The corridor that two balls share; `None` if they do not meet.
    pub(super) fn of(hops: &Hops, balls: &Balls, from: u32) -> Option<Self> {
        let walks = |person: u32| [balls.forth.get(person), balls.back.get(person)];
        let is_in = |person: u32| {
            let [forth, back] = walks(person);
            forth.is_final && back.is_final && forth.value * back.value >= balls.least
        };
        let mut people: Vec<u32> = balls.forth.people().iter().copied().filter(|person| is_in(*person)).collect();
        people.sort_unstable();
        let place = |person: u32| people.binary_search(&person).ok().map(|place| place as u32);
        let from = place(from)?;
        let mut rows = Vec::with_capacity(people.len());
        for &person in &people {
            let mut row = Vec::new();
            let [walk, _] = walks(person);
            let likely = hops.likely(person, walk.value, balls.least).filter(|_| !balls.is_target(person));
            for (next, odds) in likely {
                let factor = balls.factor(person, next);
                let [_, on] = walks(next);
                let whole = walk.value * odds * factor * on.value;
                if !on.is_final || whole <= 0.0 || whole < balls.least {
                    continue;
                }
                if let Some(place) = place(next).filter(|place| *place != from) {
                    row.push((place, cost(odds * factor), odds));
                }
            }
            row.sort_unstable_by_key(|hop| hop.0);
            rows.push(row);
        }
        let most = if balls.least > 0.0 { cost(balls.least).saturating_sub(ROUNDING) } else { u64::MAX };
        let targets = people.iter().map(|person| balls.is_target(*person));
        let left = left(&rows, targets);
        Some(Self { from, hops: rows, left, most, people })
    }

    pub(super) fn is_target(&self, place: u32) -> bool {
        self.left[place as usize] == Some((0, 0))
    }
}

/// The logarithm of a probability to the base of a half, in units of 2⁻³².
fn cost(probability: f64) -> u64 {
    (-probability.log2() * BIT as f64).round() as u64
}

/// What the best walk to a target costs from each place.
fn left(rows: &[Vec<(u32, u64, f64)>], targets: impl Iterator<Item = bool>) -> Vec<Option<Cost>> {
    let mut before: Vec<Vec<(u32, u64)>> = vec![Vec::new(); rows.len()];
    for (row, place) in rows.iter().zip(0..) {
        for &(next, cost, _) in row {
            before[next as usize].push((place, cost));
        }
    }
    let mut left: Vec<Option<Cost>> = targets.map(|is_target| is_target.then_some((0, 0))).collect();
    let ends = left.iter().zip(0_u32..).filter(|(left, _)| left.is_some());
    let mut queue: BinaryHeap<Reverse<(Cost, u32)>> = ends.map(|(_, place)| Reverse(((0, 0), place))).collect();
    while let Some(Reverse((walk, place))) = queue.pop() {
        if left[place as usize] != Some(walk) {
            continue;
        }
        for &(other, cost) in &before[place as usize] {
            let longer = plus(walk, (cost, 1));
            let known = &mut left[other as usize];
            if known.is_none_or(|known| longer < known) {
                *known = Some(longer);
                queue.push(Reverse((longer, other)));
            }
        }
    }
    left
}
