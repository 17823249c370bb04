//! The simulation: forces on everyone, and how far to follow them.

use rayon::prelude::*;

use super::quadtree::Quadtree;
use super::{Groups, LayoutOptions, Point, length};
use crate::network::View;

/// Above this many people far groups repel as one.
const EXACT_AT_MOST: usize = 1_000;
/// Repulsion between two people of mean mass at distance 1. With the gravity below, people without ties stand about 10 apart.
const REPULSION: f64 = 10.0;
/// The pull towards the middle of the drawing per unit of distance.
const GRAVITY: f64 = 0.1;
/// The pull towards the middle of the community per unit of distance.
const COHESION: f64 = 0.1;
/// The pull of all ties of a person with mean ties, in units of [`slow`].
const TIE_PULL: f64 = 4.0;
/// How far to follow a force in one step.
const STEP: f64 = 0.3;
/// The farthest anybody moves in the first step, as a share of the drawing's expected radius; falls to nothing towards the end.
const FIRST_REACH: f64 = 0.1;
/// The same in a drawing that is begun, and the pull back to the place before per unit of distance.
const BEGUN_REACH: f64 = 0.1;
const ANCHORAGE: f64 = 0.03;
/// The fewest people worth handing to another thread at once.
const CHUNK: usize = 256;

/// What a drawing begins with when it is not the first one.
pub(super) enum Begun {
    /// The first people, so many, stay where they are.
    Fixed(usize),
    /// The first people are drawn back to these places.
    Drawn(Vec<Point>),
}

impl Begun {
    /// How many people do not move.
    fn fixed(&self) -> usize {
        match self {
            Self::Fixed(people) => *people,
            Self::Drawn(_) => 0,
        }
    }

    /// The place that somebody is drawn back to.
    fn anchor(&self, person: usize) -> Option<Point> {
        match self {
            Self::Fixed(_) => None,
            Self::Drawn(places) => places.get(person).copied(),
        }
    }
}

/// Moves everyone `options.iterations` times, ever less far: nothing swings for ever, and a hub cannot be thrown out.
///
/// In a drawing that is begun nobody is moved far.
pub(super) fn simulate(view: &View, groups: &Groups, options: &LayoutOptions, begun: Option<&Begun>, places: &mut [Point]) {
    let people = view.people();
    if people < 2 {
        return;
    }
    let mean_mass = (view.slot_weights().len() + people) as f64 / people as f64;
    let masses: Vec<f64> = (0..people).map(|person| (view.degree(person) as f64 + 1.0) / mean_mass).collect();
    let mean_strength = view.slot_weights().iter().sum::<f64>() / people as f64;
    let tie_pull = if mean_strength.is_finite() && mean_strength > 0.0 { TIE_PULL / mean_strength } else { 0.0 };
    let radius = (REPULSION / GRAVITY * people as f64).sqrt();
    let first_reach = if begun.is_some() { BEGUN_REACH } else { FIRST_REACH };
    let fixed = begun.map_or(0, Begun::fixed);
    if fixed >= people {
        return;
    }
    for iteration in 0..options.iterations {
        let left = 1.0 - iteration as f64 / options.iterations as f64;
        let reach = radius * first_reach * left * left;
        let state = State { view, groups, options, begun, tie_pull, places, masses: &masses, middles: middles(groups, places) };
        let forces = state.forces(fixed);
        for (place, force) in places.iter_mut().skip(fixed).zip(forces) {
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
    begun: Option<&'a Begun>,
    /// The pull of a tie per unit of weight: weights of any scale pull alike.
    tie_pull: f64,
    places: &'a [Point],
    masses: &'a [f64],
    middles: Vec<Point>,
}

impl State<'_> {
    /// The force on everyone who is not fixed. Each is summed in a fixed order by itself, so threads change nothing.
    fn forces(&self, fixed: usize) -> Vec<Point> {
        let people = self.places.len();
        if people <= EXACT_AT_MOST {
            return (fixed..people).map(|person| self.force(person, self.exact_repulsion(person))).collect();
        }
        let tree = Quadtree::new(self.places, self.masses);
        (fixed..people)
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
        let mut ties = (0.0, 0.0);
        for (&other, &weight) in self.view.neighbours(person).iter().zip(self.view.weights(person)) {
            let (other_x, other_y) = self.places[other as usize];
            let (toward_x, toward_y) = (other_x - x, other_y - y);
            let distance = length((toward_x, toward_y));
            if distance > 0.0 {
                let pull = weight * slow(distance) / distance;
                ties.0 += pull * toward_x;
                ties.1 += pull * toward_y;
            }
        }
        let tie_pull = self.tie_pull / self.masses[person];
        let gravity = GRAVITY * self.options.gravity;
        let cohesion = COHESION * self.options.cohesion;
        let middle = self.middles[self.groups.of[person]];
        let anchor = self.begun.and_then(|begun| begun.anchor(person)).unwrap_or((x, y));
        let along = |repulsion: f64, ties: f64, place: f64, middle: f64, anchor: f64| {
            REPULSION * repulsion + tie_pull * ties - gravity * place + cohesion * (middle - place) + ANCHORAGE * (anchor - place)
        };
        (along(repulsion.0, ties.0, x, middle.0, anchor.0), along(repulsion.1, ties.1, y, middle.1, anchor.1))
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
