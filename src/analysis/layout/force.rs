//! The simulation: forces on everyone, and how far to follow them.

use rayon::prelude::*;

use super::quadtree::Quadtree;
use super::{Groups, LayoutOptions, Point};
use crate::network::View;

/// Above this many people far groups repel as one.
const EXACT_AT_MOST: usize = 1_000;
/// Repulsion between two people without ties at distance 1, in units of one mean tie.
const REPULSION: f64 = 10.0;
/// How much swinging to and fro is tolerated: more is faster and less calm.
const JITTER: f64 = 0.5;
/// The fewest people worth handing to another thread at once.
const CHUNK: usize = 256;

/// Moves everyone `options.iterations` times.
pub(super) fn simulate(view: &View, groups: &Groups, options: &LayoutOptions, places: &mut [Point]) {
    let people = view.people();
    if people < 2 {
        return;
    }
    let masses: Vec<f64> = (0..people).map(|person| view.degree(person) as f64 + 1.0).collect();
    let mean = view.slot_weights().iter().sum::<f64>() / view.slot_weights().len().max(1) as f64;
    let unit = if mean.is_finite() && mean > 0.0 { 1.0 / mean } else { 1.0 };
    let mut last = vec![(0.0, 0.0); people];
    let mut speed = 1.0;
    for _ in 0..options.iterations {
        let state = State { view, groups, options, unit, places, masses: &masses, middles: middles(groups, places) };
        let forces = state.forces();
        speed = follow(&forces, &last, &masses, speed, places);
        last = forces;
    }
}

/// What the forces of one step depend on.
struct State<'a> {
    view: &'a View,
    groups: &'a Groups,
    options: &'a LayoutOptions,
    /// The inverse of the mean weight: weights of any scale pull alike.
    unit: f64,
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

    fn force(&self, person: usize, repulsion: Point) -> Point {
        let (x, y) = self.places[person];
        let mass = self.masses[person];
        let mut force = (REPULSION * mass * repulsion.0, REPULSION * mass * repulsion.1);
        for (&other, &weight) in self.view.neighbours(person).iter().zip(self.view.weights(person)) {
            let (other_x, other_y) = self.places[other as usize];
            let (toward_x, toward_y) = (other_x - x, other_y - y);
            let distance = toward_x.hypot(toward_y);
            let pull = weight * self.unit * distance.ln_1p();
            if distance > 0.0 && pull.is_finite() {
                force.0 += pull * toward_x / distance * TIE_PULL;
                force.1 += pull * toward_y / distance * TIE_PULL;
            }
        }
        let reach = x.hypot(y);
        if reach > 0.0 {
            let pull = self.options.gravity * mass / reach;
            force.0 -= pull * x;
            force.1 -= pull * y;
        }
        let middle = self.middles[self.groups.of[person]];
        let pull = COHESION * self.options.cohesion * mass;
        force.0 += pull * (middle.0 - x);
        force.1 += pull * (middle.1 - y);
        force
    }
}

/// The pull of a mean tie over a distance of e − 1.
const TIE_PULL: f64 = 10.0;
/// The pull towards the middle of the community per unit of distance.
const COHESION: f64 = 0.02;

/// The middle of every community.
fn middles(groups: &Groups, places: &[Point]) -> Vec<Point> {
    let mut sums = vec![(0.0, 0.0); groups.sizes.len()];
    for (&group, &(x, y)) in groups.of.iter().zip(places) {
        sums[group].0 += x;
        sums[group].1 += y;
    }
    sums.iter().zip(&groups.sizes).map(|(sum, &size)| (sum.0 / size as f64, sum.1 / size as f64)).collect()
}

/// Moves everyone along their force, less where forces swing to and fro; gives the speed for the next step.
fn follow(forces: &[Point], last: &[Point], masses: &[f64], speed: f64, places: &mut [Point]) -> f64 {
    let swinging = |person: usize| (forces[person].0 - last[person].0).hypot(forces[person].1 - last[person].1);
    let (mut swing, mut traction) = (0.0, 0.0);
    for (person, mass) in masses.iter().enumerate() {
        swing += mass * swinging(person);
        traction += mass * (forces[person].0 + last[person].0).hypot(forces[person].1 + last[person].1) / 2.0;
    }
    let wanted = if swing > 0.0 { JITTER * JITTER * traction / swing } else { speed };
    let speed = wanted.min(speed * 1.5).max(1e-6);
    for (person, place) in places.iter_mut().enumerate() {
        let step = speed / (1.0 + (speed * swinging(person)).sqrt());
        let (x, y) = (place.0 + step * forces[person].0, place.1 + step * forces[person].1);
        if x.is_finite() && y.is_finite() {
            *place = (x, y);
        }
    }
    speed
}
