//! The simulation: forces on everyone, and how far to follow them.

use rayon::prelude::*;

use super::quadtree::Quadtree;
use super::{Groups, LayoutOptions, Point, length};
use crate::network::View;

/// Above this many people far groups repel as one.
const EXACT_AT_MOST: usize = 1_000;
/// Repulsion between two people of mean mass at distance 1. With the gravity below, people without ties stand about 10 apart.
pub(super) const REPULSION: f64 = 10.0;
/// The pull towards the middle of the drawing per unit of distance.
pub(super) const GRAVITY: f64 = 0.1;
/// The pull towards the middle of the community per unit of distance.
const COHESION: f64 = 0.1;
/// The pull of all ties of a person with mean ties, in units of [`slow`].
pub(super) const TIE_PULL: f64 = 4.0;
/// How far to follow a force in one step.
pub(super) const STEP: f64 = 0.3;
/// The farthest anybody moves in the first step, as a share of the drawing's expected radius; falls to nothing towards the end.
const FIRST_REACH: f64 = 0.1;
/// The fewest people worth handing to another thread at once.
const CHUNK: usize = 256;

/// Moves everyone `options.iterations` times, ever less far: nothing swings for ever, and a hub cannot be thrown out.
pub(super) fn simulate(view: &View, groups: &Groups, options: &LayoutOptions, places: &mut [Point]) {
    let people = view.people();
    if people < 2 {
        return;
    }
    let mean_mass = (view.slot_weights().len() + people) as f64 / people as f64;
    let masses: Vec<f64> = (0..people).map(|person| (view.degree(person) as f64 + 1.0) / mean_mass).collect();
    let mean_strength = view.slot_weights().iter().sum::<f64>() / people as f64;
    let tie_pull = if mean_strength.is_finite() && mean_strength > 0.0 { TIE_PULL / mean_strength } else { 0.0 };
    let radius = (REPULSION / GRAVITY * people as f64).sqrt();
    for iteration in 0..options.iterations {
        let left = 1.0 - iteration as f64 / options.iterations as f64;
        let reach = radius * FIRST_REACH * left * left;
        let state = State { view, groups, options, tie_pull, places, masses: &masses, middles: middles(groups, places) };
        let forces = state.forces();
        for (place, force) in places.iter_mut().zip(forces) {
            let length = length(force);
            if length.is_finite() && length > 0.0 {
                let step = STEP.min(reach / length);
                place.0 += step * force.0;
                place.1 += step * force.1;
            }
        }
    }
}

/// What the forces of one step depend on.
struct State<'a> {
    view: &'a View,
    groups: &'a Groups,
    options: &'a LayoutOptions,
    /// The pull of a tie per unit of weight: weights of any scale pull alike.
    tie_pull: f64,
    places: &'a [Point],
    masses: &'a [f64],
    middles: Vec<Point>,
}

impl State<'_> {
    /// The force on everyone. Each is summed in a fixed order by itself, so threads change nothing.
    fn forces(&self) -> Vec<Point> {
        let people = self.places.len();
        if people <= EXACT_AT_MOST {
            return (0..people).map(|person| self.force(person, self.exact_repulsion(person))).collect();
        }
        let tree = Quadtree::new(self.places, self.masses);
        (0..people)
            .into_par_iter()
            .with_min_len(CHUNK)
            .map_init(Vec::new, |stack, person| self.force(person, tree.repulsion(self.places[person], stack)))
            .collect()
    }

    fn exact_repulsion(&self, person: usize) -> Point {
        let (x, y) = self.places[person];
        let mut force = (0.0, 0.0);
        for (&(other_x, other_y), &mass) in self.places.iter().zip(self.masses) {
            let (away_x, away_y) = (x - other_x, y - other_y);
            let square = away_x * away_x + away_y * away_y;
            if square > 0.0 {
                force.0 += mass * away_x / square;
                force.1 += mass * away_y / square;
            }
        }
        force
    }

    /// The force on a person per mass of their own.
    fn force(&self, person: usize, repulsion: Point) -> Point {
        let (x, y) = self.places[person];
        let neighbours = self.view.neighbours(person).iter().zip(self.view.weights(person));
        let ties = toward((x, y), neighbours.map(|(&other, &weight)| (self.places[other as usize], weight)));
        let tie_pull = self.tie_pull / self.masses[person];
        let gravity = GRAVITY * self.options.gravity;
        let cohesion = COHESION * self.options.cohesion;
        let middle = self.middles[self.groups.of[person]];
        (
            REPULSION * repulsion.0 + tie_pull * ties.0 - gravity * x + cohesion * (middle.0 - x),
            REPULSION * repulsion.1 + tie_pull * ties.1 - gravity * y + cohesion * (middle.1 - y),
        )
    }
}

/// The pull of ties, given as the others' places and weights, on somebody at a place.
pub(super) fn toward((x, y): Point, ties: impl Iterator<Item = (Point, f64)>) -> Point {
    let mut pull = (0.0, 0.0);
    for ((other_x, other_y), weight) in ties {
        let toward = (other_x - x, other_y - y);
        let distance = length(toward);
        if distance > 0.0 {
            let share = weight * slow(distance) / distance;
            pull = (pull.0 + share * toward.0, pull.1 + share * toward.1);
        }
    }
    pull
}

/// What pulls at somebody whose community is not drawn together.
pub(super) struct Pull {
    pub(super) ties: Point,
    /// The pull of a tie per unit of weight, per mass of one's own.
    pub(super) tie_pull: f64,
}

impl Pull {
    /// The force on somebody at a place, per mass of their own.
    pub(super) fn force(&self, (x, y): Point, repulsion: Point) -> Point {
        let of = |repulsion: f64, ties: f64, place: f64| REPULSION * repulsion + self.tie_pull * ties - GRAVITY * place;
        (of(repulsion.0, self.ties.0, x), of(repulsion.1, self.ties.1, y))
    }
}

/// A force that hardly grows with distance, so that groups contract and ties between groups do not pull them together:
/// `8·((1 + d)^⅛ − 1)` stands in for `ln(1 + d)`, again because roots are the same on every machine.
fn slow(distance: f64) -> f64 {
    8.0 * ((1.0 + distance).sqrt().sqrt().sqrt() - 1.0)
}

/// The middle of every community.
fn middles(groups: &Groups, places: &[Point]) -> Vec<Point> {
    let mut sums = vec![(0.0, 0.0); groups.sizes.len()];
    for (&group, &(x, y)) in groups.of.iter().zip(places) {
        sums[group].0 += x;
        sums[group].1 += y;
    }
    sums.iter().zip(&groups.sizes).map(|(sum, &size)| (sum.0 / size as f64, sum.1 / size as f64)).collect()
}
