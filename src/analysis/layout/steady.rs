//! A drawing that grows: whoever has a place keeps it when others come.

use super::force::{self, Pull};
use super::quadtree::Quadtree;
use super::{GOLDEN_TURN, Point, SPACING, length};

/// Steps by which those who move in a month find their place.
const STEPS: usize = 24;
/// Steps for which one quadtree serves.
const TREE_STEPS: usize = 4;
/// The farthest that somebody with a place moves in a month, as a share of the drawing's radius.
const DRIFT: f64 = 0.02;
/// The farthest a step carries a newcomer at first, as a share of the drawing's radius.
const REACH: f64 = 0.15;
/// Days of contact at which a tie pulls with half its full force.
const HALF_PULL_DAYS: f64 = 2.0;
/// People closer than this are pushed apart, in units of the drawing before it is scaled.
const ROOM: f64 = 5.5;
/// Rounds of pushing, and the most people whose marks are kept apart; marks of more would be smaller than a pixel.
const ROUNDS: usize = 12;
const APART_AT_MOST: usize = 1_000;
/// The drawing is scaled by powers of this, so that it keeps its scale for as long as possible.
const SCALE_STEP: f64 = 1.25;
/// How much farther out than everybody else the rim begins.
const RIM: f64 = 1.08;

/// The contact of two people in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TieMonth {
    /// The month, as a number that grows by one a month.
    pub month: i32,
    /// One person.
    pub low: u32,
    /// The other.
    pub high: u32,
    /// Days with contact in the month.
    pub contact_days: u32,
}

/// Places everybody as they came, month by month: newcomers go where their ties pull them; of those who have a place only the ones
/// with a new tie move, and not far. So the drawing of a later month is that of an earlier one with additions.
///
/// `arrivals` holds the month in which each person was first in contact with anybody, ascending; those without any (`None`) come
/// last and stand on the rim. `ties` are sorted by month.
///
/// # Range
/// −1 to 1 both ways; the middle is (0, 0).
///
/// # As of
/// What happens later changes no place by more than 0.02 of the drawing's radius a month, and the scale in steps of 1.25.
///
/// # Source
/// The forces of [`layout`](super::layout()). That readers find their way by what stays in place: K. Misue, P. Eades, W. Lai and
/// K. Sugiyama, "Layout adjustment and the mental map", Journal of Visual Languages and Computing 6 (1995), 183–210.
///
/// # Complexity
/// O(months · n + n log n · moves), where each person moves in their first month and in those with a new tie.
///
/// # Examples
/// ```
/// use acquaint::analysis::layout::{TieMonth, steady_layout};
/// let tie = |month, low, high| TieMonth { month, low, high, contact_days: 3 };
/// let ties = [tie(0, 0, 1), tie(0, 0, 2), tie(0, 1, 2), tie(1, 2, 3)];
/// let early = steady_layout(&[Some(0), Some(0), Some(0)], &ties[..3]);
/// let late = steady_layout(&[Some(0), Some(0), Some(0), Some(1)], &ties);
/// let scale = if early[0] == late[0] { 1.0 } else { late[0].0 / early[0].0 };
/// assert!((late[1].0 - scale * early[1].0).abs() < 1e-9);
/// ```
#[must_use]
pub fn steady_layout(arrivals: &[Option<i32>], ties: &[TieMonth]) -> Vec<(f64, f64)> {
    let mut drawing = Drawing::default();
    let arrived = arrivals.iter().flatten().count();
    let mut ties = ties;
    while drawing.places.len() < arrived || !ties.is_empty() {
        let next_arrival = arrivals.get(drawing.places.len()).copied().flatten();
        let Some(month) = next_arrival.into_iter().chain(ties.first().map(|tie| tie.month)).min() else { break };
        let newcomers = arrivals.iter().skip(drawing.places.len()).take_while(|arrival| **arrival == Some(month)).count();
        let now = ties.partition_point(|tie| tie.month <= month);
        let (of_month, later) = ties.split_at(now);
        drawing.pass(newcomers, of_month);
        ties = later;
    }
    let mut places = drawing.places;
    let radius = stepped(radius_of(&places));
    places.extend((0..arrivals.len() - places.len()).scan((1.0, 0.0), |direction, place| {
        let reach = ((RIM * radius).powi(2) + SPACING * SPACING * place as f64 / 3.0).sqrt();
        let at = (reach * direction.0, reach * direction.1);
        *direction = turned(*direction);
        Some(at)
    }));
    let scale = stepped(radius_of(&places));
    places.iter().map(|place| (place.0 / scale, place.1 / scale)).collect()
}

/// The distance of the farthest from the middle.
fn radius_of(places: &[Point]) -> f64 {
    places.iter().map(|place| length(*place)).fold(0.0, f64::max)
}

/// The next power of [`SCALE_STEP`], by products: they are the same on every machine.
fn stepped(radius: f64) -> f64 {
    let mut step = SPACING;
    while step < radius {
        step *= SCALE_STEP;
    }
    step
}

/// Turned by the golden angle.
fn turned((x, y): Point) -> Point {
    (x * GOLDEN_TURN.0 - y * GOLDEN_TURN.1, x * GOLDEN_TURN.1 + y * GOLDEN_TURN.0)
}

/// Those who have come so far.
struct Drawing {
    places: Vec<Point>,
    /// Everybody's ties: the other, and days of contact.
    ties: Vec<Vec<(u32, u32)>>,
    slots: usize,
    /// Where the next one without ties is put.
    direction: Point,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { places: Vec::new(), ties: Vec::new(), slots: 0, direction: (1.0, 0.0) }
    }
}

impl Drawing {
    /// One month: its newcomers and its contacts.
    fn pass(&mut self, newcomers: usize, of_month: &[TieMonth]) {
        let before = self.places.len();
        self.ties.resize(before + newcomers, Vec::new());
        let mut moving: Vec<usize> = (before..before + newcomers).collect();
        for tie in of_month {
            let ends = [(tie.low as usize, tie.high), (tie.high as usize, tie.low)];
            if ends.iter().any(|(end, _)| *end >= self.ties.len()) || tie.low == tie.high {
                continue;
            }
            for (one, other) in ends {
                match self.ties[one].iter_mut().find(|(known, _)| *known == other) {
                    Some((_, days)) => *days = days.saturating_add(tie.contact_days),
                    None => {
                        self.ties[one].push((other, tie.contact_days));
                        self.slots += 1;
                        if one < before {
                            moving.push(one);
                        }
                    }
                }
            }
        }
        moving.sort_unstable();
        moving.dedup();
        let radius = (force::REPULSION / force::GRAVITY * self.ties.len().max(2) as f64).sqrt();
        for person in before..before + newcomers {
            let place = self.beginning(person, radius);
            self.places.push(place);
        }
        self.settle(&moving, before, radius);
    }

    /// Where a newcomer begins: among those they are tied to, else on the outside.
    fn beginning(&mut self, person: usize, radius: f64) -> Point {
        let (mut sum, mut count) = ((0.0, 0.0), 0.0);
        for place in self.ties[person].iter().filter_map(|(other, _)| self.places.get(*other as usize)) {
            sum = (sum.0 + place.0, sum.1 + place.1);
            count += 1.0;
        }
        self.direction = turned(self.direction);
        let (x, y) = self.direction;
        if count > 0.0 {
            return (sum.0 / count + SPACING * x, sum.1 / count + SPACING * y);
        }
        // Evenly over the disc in the first month, then ever closer to the rim.
        let share = if self.places.is_empty() { 0.3 } else { 0.9 };
        (share * radius * x, share * radius * y)
    }

    /// Lets those who move follow their forces.
    fn settle(&mut self, moving: &[usize], before: usize, radius: f64) {
        let people = self.places.len();
        if people < 2 {
            return;
        }
        let mean_mass = (self.slots + people) as f64 / people as f64;
        let masses: Vec<f64> = self.ties.iter().map(|ties| (ties.len() as f64 + 1.0) / mean_mass).collect();
        let strength: f64 = self.ties.iter().flatten().map(|(_, days)| weight(*days)).sum();
        let tie_pull = if strength > 0.0 { force::TIE_PULL * people as f64 / strength } else { 0.0 };
        let began: Vec<Point> = moving.iter().map(|person| self.places[*person]).collect();
        let drift = DRIFT * radius;
        let mut stack = Vec::new();
        // Few move: the masses of the others hardly change between two steps.
        let mut tree = Quadtree::new(&self.places, &masses);
        let mut in_tree = began.clone();
        for step in 0..STEPS {
            let left = 1.0 - step as f64 / STEPS as f64;
            let reach = radius * REACH * left * left;
            if step > 0 && step % TREE_STEPS == 0 {
                tree = Quadtree::new(&self.places, &masses);
                in_tree = moving.iter().map(|person| self.places[*person]).collect();
            }
            let next: Vec<Point> = moving
                .iter()
                .zip(began.iter().zip(&in_tree))
                .map(|(&person, (began, own))| {
                    let at = self.places[person];
                    let repulsion = tree.repulsion(at, &mut stack);
                    // Nobody is repelled by the place they have just left.
                    let away = (at.0 - own.0, at.1 - own.1);
                    let square = (away.0 * away.0 + away.1 * away.1).max(f64::MIN_POSITIVE);
                    let share = masses[person] / square;
                    let repulsion = (repulsion.0 - share * away.0, repulsion.1 - share * away.1);
                    let ties = self.ties[person].iter().map(|(other, days)| (self.places[*other as usize], weight(*days)));
                    let pull = Pull { ties: force::toward(at, ties), tie_pull: tie_pull / masses[person] };
                    let force = pull.force(at, repulsion);
                    let follow = force::STEP.min(reach / length(force).max(f64::MIN_POSITIVE));
                    let to = (at.0 + follow * force.0, at.1 + follow * force.1);
                    if person < before { within(drift, *began, to) } else { to }
                })
                .collect();
            for (&person, place) in moving.iter().zip(next) {
                if place.0.is_finite() && place.1.is_finite() {
                    self.places[person] = place;
                }
            }
        }
        if people <= APART_AT_MOST {
            self.push_apart(moving, before, &began, drift);
        }
    }

    /// Moves those who move anyway off the marks of others.
    fn push_apart(&mut self, moving: &[usize], before: usize, began: &[Point], drift: f64) {
        for _ in 0..ROUNDS {
            let mut pushed = false;
            for (&person, &began) in moving.iter().zip(began) {
                let (x, y) = self.places[person];
                let mut push = (0.0, 0.0);
                for (other, &(other_x, other_y)) in self.places.iter().enumerate() {
                    let away = (x - other_x, y - other_y);
                    let distance = length(away);
                    if other != person && distance < ROOM {
                        let missing = ROOM - distance;
                        let unit = if distance > 0.0 { (away.0 / distance, away.1 / distance) } else { self.direction };
                        push = (push.0 + missing * unit.0, push.1 + missing * unit.1);
                    }
                }
                if length(push) > 0.0 {
                    let to = (x + 0.6 * push.0, y + 0.6 * push.1);
                    self.places[person] = if person < before { within(drift, began, to) } else { to };
                    pushed = true;
                }
            }
            if !pushed {
                return;
            }
        }
    }
}

/// How strongly days of contact pull, 0 to 1.
fn weight(contact_days: u32) -> f64 {
    let days = f64::from(contact_days);
    days / (days + HALF_PULL_DAYS)
}

/// The place itself, or the point toward it at most so far from where it began.
fn within(most: f64, began: Point, to: Point) -> Point {
    let moved = (to.0 - began.0, to.1 - began.1);
    let share = (most / length(moved).max(f64::MIN_POSITIVE)).min(1.0);
    (began.0 + share * moved.0, began.1 + share * moved.1)
}
