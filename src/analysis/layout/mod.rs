//! Layout: where to draw everyone, so that those tied together stand together.

mod force;
mod growing;
mod quadtree;
mod separate;

pub use growing::{Moment, growing_layout};

use crate::network::View;

/// A place in the plane.
pub(crate) type Point = (f64, f64);

/// How to lay out a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutOptions {
    /// How many steps to move everyone. More is calmer; `0` leaves everyone on the spiral.
    pub iterations: usize,
    /// How strongly everyone is drawn to the middle; 1 is the usual, more makes a denser drawing.
    pub gravity: f64,
    /// How strongly members are drawn to the middle of their community; 0 lets the ties alone decide.
    pub cohesion: f64,
    /// The radius of a mark, in units of the drawing (which is 2 wide). Marks of up to 1,000 people do not overlap, as long as so
    /// many fit: with `n` people the radius counts as at most `0.5/√n`.
    pub radius: f64,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        Self { iterations: 300, gravity: 1.0, cohesion: 1.0, radius: 0.025 }
    }
}

/// Places every person, in the order of the view's people.
///
/// People repel each other, the more the more ties they have; ties pull together; a little gravity keeps pieces in sight. The
/// start is a spiral, community by community, so the same input always gives the same drawing, on every machine. `communities`
/// holds everyone's community; whoever it leaves out counts as community 0.
///
/// # Range
/// −1 to 1 both ways, the drawing touching two opposite sides; (0, 0) for a single person.
///
/// # Source
/// M. Jacomy, T. Venturini, S. Heymann and M. Bastian, "`ForceAtlas2`, a continuous graph layout algorithm for handy network
/// visualization designed for the Gephi software", `PLoS` ONE 9 (2014), e98679, close to its logarithmic mode, but cooled step by
/// step; repulsion above 1,000 people: J. Barnes and P. Hut, "A hierarchical O(N log N) force-calculation algorithm", Nature 324
/// (1986), 446–449.
///
/// # Complexity
/// O(n² + m) a step up to 1,000 people, O(n log n + m) above, spread over the machine's cores. O(n) space.
///
/// # Examples
/// Two triangles with one tie between them come to stand apart.
/// ```
/// use acquaint::{analysis::layout::{LayoutOptions, layout}, network::View};
/// let ties = [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)].map(|(a, b)| (a, b, 1.0));
/// let view = View::from_ties(6, &ties);
/// let places = layout(&view, &[0, 0, 0, 1, 1, 1], &LayoutOptions::default());
/// let distance = |a: usize, b: usize| (places[a].0 - places[b].0).hypot(places[a].1 - places[b].1);
/// assert!(distance(0, 1) < distance(0, 4) && distance(3, 4) < distance(1, 4));
/// assert_eq!(places, layout(&view, &[0, 0, 0, 1, 1, 1], &LayoutOptions::default()));
/// ```
#[must_use]
pub fn layout(view: &View, communities: &[usize], options: &LayoutOptions) -> Vec<(f64, f64)> {
    let groups = Groups::new(view.people(), communities);
    let mut places = spiral(&groups);
    force::simulate(view, &groups, options, None, &mut places);
    fit(&mut places);
    if places.len() <= separate::PEOPLE_AT_MOST {
        separate::separate(&mut places, options.radius);
    }
    places
}

/// Everyone's community, numbered without gaps in ascending order of the given numbers.
pub(super) struct Groups {
    of: Vec<usize>,
    sizes: Vec<usize>,
}

impl Groups {
    fn new(people: usize, communities: &[usize]) -> Self {
        let given = |person: usize| communities.get(person).copied().unwrap_or(0);
        let mut known: Vec<usize> = (0..people).map(given).collect();
        known.sort_unstable();
        known.dedup();
        let of: Vec<usize> = (0..people).map(|person| known.partition_point(|&number| number < given(person))).collect();
        let mut sizes = vec![0; known.len()];
        for &group in &of {
            sizes[group] += 1;
        }
        Self { of, sizes }
    }
}

/// The length of a vector. Not `hypot`: roots are rounded alike everywhere, its last bit depends on the machine's library.
fn length(vector: Point) -> f64 {
    (vector.0 * vector.0 + vector.1 * vector.1).sqrt()
}

/// Cosine and sine of the golden angle, 2π·(1 − 1/φ): points that turn by it never line up.
const GOLDEN_TURN: Point = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_8);
/// The distance between neighbours on the spiral.
const SPACING: f64 = 10.0;

/// Communities on a spiral around the middle, members on a spiral around the middle of their community.
fn spiral(groups: &Groups) -> Vec<Point> {
    let turns = turns(groups.of.len());
    let at = |place: usize, reach: f64| (reach * turns[place].0, reach * turns[place].1);
    let mut before = 0;
    let mut middles = Vec::with_capacity(groups.sizes.len());
    for (group, &size) in groups.sizes.iter().enumerate() {
        // Four times the area its members need, so that communities begin side by side; the first one in the middle.
        let reach = if group == 0 { 0.0 } else { 2.0 * SPACING * (before as f64 + size as f64 / 2.0).sqrt() };
        middles.push(at(group, reach));
        before += size;
    }
    let mut placed = vec![0; groups.sizes.len()];
    groups
        .of
        .iter()
        .map(|&group| {
            let (x, y) = at(placed[group], SPACING * (placed[group] as f64).sqrt());
            placed[group] += 1;
            (middles[group].0 + x, middles[group].1 + y)
        })
        .collect()
}

/// So many directions, each turned by the golden angle. Products instead of sines: they are the same on every machine.
fn turns(count: usize) -> Vec<Point> {
    let mut direction = (1.0, 0.0);
    (0..count)
        .map(|_| {
            let (cosine, sine) = direction;
            direction = (cosine * GOLDEN_TURN.0 - sine * GOLDEN_TURN.1, cosine * GOLDEN_TURN.1 + sine * GOLDEN_TURN.0);
            (cosine, sine)
        })
        .collect()
}

/// Moves and scales everything alike into −1 to 1.
pub(super) fn fit(places: &mut [Point]) {
    let Some(&first) = places.first() else { return };
    let (mut low, mut high) = (first, first);
    for &(x, y) in places.iter() {
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    let middle = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
    let half = ((high.0 - low.0) / 2.0).max((high.1 - low.1) / 2.0);
    let scale = if half > 0.0 { 1.0 / half } else { 1.0 };
    for place in places {
        // Rounding may leave the outermost a hair outside.
        place.0 = ((place.0 - middle.0) * scale).clamp(-1.0, 1.0);
        place.1 = ((place.1 - middle.1) * scale).clamp(-1.0, 1.0);
    }
}

#[cfg(test)]
mod tests;
