//! A drawing that grows: whoever has a place keeps it when others come.

use super::force::{self, Begun};
use super::{Groups, LayoutOptions, Point, SPACING, length, separate, spiral, turns};
use crate::network::View;

/// Steps of later moments: of those at which the drawing is reconsidered, and of the others.
const RECONSIDERED_ITERATIONS: usize = 100;
const LATER_ITERATIONS: usize = 24;
/// Marks are kept so far apart, in units of the drawing before it is scaled.
const ROOM: f64 = 6.0;
/// The drawing is scaled by powers of this, so that it keeps its scale for as long as possible.
const SCALE_STEP: f64 = 1.1;
/// How much farther out than everybody else the rim begins.
const RIM: f64 = 1.1;

/// A network at one moment of its growth.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Ties between those who have come so far, who are the first ones of everybody.
    pub view: View,
    /// Their communities where the drawing is to be reconsidered: whoever has a place may then leave it somewhat. `None` where only
    /// newcomers find theirs.
    pub communities: Option<Vec<usize>>,
}

/// Places everybody at the last of several moments: at the first one as [`layout`](super::layout()) does, at each later one beginning
/// from the places before. Newcomers begin among those they are tied to and find their place; all others stay where they are, except
/// at moments that reconsider the drawing. Around all others is a rim of `rim` places for people without ties; they are the last ones
/// returned.
///
/// So two drawings that have all but their last moments in common show their people in the same places.
///
/// # Range
/// −1 to 1 both ways, the middle being (0, 0).
///
/// # Source
/// The forces of [`layout`](super::layout()). That readers find their way by what stays in place: K. Misue, P. Eades, W. Lai and
/// K. Sugiyama, "Layout adjustment and the mental map", Journal of Visual Languages and Computing 6 (1995), 183–210.
///
/// # Complexity
/// At moments that reconsider everything that of [`layout`](super::layout()) with 100 steps, 50 above 1,000 people; O(n) and, for each newcomer, O(log n) a
/// step at the others.
///
/// # Examples
/// A fourth person comes to a triangle, which stays where it is.
/// ```
/// use acquaint::{analysis::layout::{LayoutOptions, Moment, growing_layout}, network::View};
/// let ties = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0)];
/// let moment = |people, ties: &[_]| Moment { view: View::from_ties(people, ties), communities: None };
/// let options = LayoutOptions::default();
/// let before = growing_layout(&[moment(3, &ties[..3])], 0, &options);
/// let after = growing_layout(&[moment(3, &ties[..3]), moment(4, &ties)], 0, &options);
/// let zoom = after[0].0 / before[0].0;
/// assert!((0..3).all(|person| (zoom * before[person].1 - after[person].1).abs() < 1e-9));
/// ```
#[must_use]
pub fn growing_layout(moments: &[Moment], rim: usize, options: &LayoutOptions) -> Vec<(f64, f64)> {
    let mut places: Vec<Point> = Vec::new();
    for (index, Moment { view, communities }) in moments.iter().enumerate() {
        let groups = Groups::new(view.people(), communities.as_deref().unwrap_or_default());
        let (before, begun, iterations) = match communities {
            _ if index == 0 => (0, None, options.iterations),
            Some(_) => (0, Some(Begun::Drawn(places.clone())), RECONSIDERED_ITERATIONS),
            None => (places.len(), Some(Begun::Fixed(places.len())), LATER_ITERATIONS),
        };
        if index == 0 {
            places = spiral(&groups);
        } else {
            begin(view, &mut places);
        }
        let cohesion = if communities.is_some() { options.cohesion } else { 0.0 };
        // Above a thousand people a step is costly, and what more of them would improve is smaller than a mark.
        let iterations = if view.people() > separate::PEOPLE_AT_MOST { iterations / 2 } else { iterations };
        let options = LayoutOptions { iterations: iterations.min(options.iterations), cohesion, ..*options };
        force::simulate(view, &groups, &options, begun.as_ref(), &mut places);
        if places.len() <= separate::PEOPLE_AT_MOST {
            separate::push_newcomers(&mut places, before, ROOM);
        }
    }
    let radius = stepped(places.iter().map(|place| length(*place)).fold(0.0, f64::max));
    places.extend(turns(rim).into_iter().enumerate().map(|(place, direction)| {
        let reach = ((RIM * radius).powi(2) + SPACING * SPACING * place as f64 / 2.0).sqrt();
        (reach * direction.0, reach * direction.1)
    }));
    let scale = stepped(places.iter().map(|place| length(*place)).fold(0.0, f64::max));
    places.into_iter().map(|place| (place.0 / scale, place.1 / scale)).collect()
}

/// Gives newcomers a place to begin from: among those they are tied to, else on the outside, each in a direction of their own.
fn begin(view: &View, places: &mut Vec<Point>) {
    let radius = places.iter().map(|place| length(*place)).fold(SPACING, f64::max);
    let turns = turns(view.people());
    for (person, direction) in turns.into_iter().enumerate().skip(places.len()) {
        let known = view.neighbours(person).iter().filter_map(|other| places.get(*other as usize));
        let (x, y, count) = known.fold((0.0, 0.0, 0.0), |(x, y, count), place| (x + place.0, y + place.1, count + 1.0));
        let place = if count > 0.0 {
            (x / count + SPACING * direction.0, y / count + SPACING * direction.1)
        } else {
            (radius * direction.0, radius * direction.1)
        };
        places.push(place);
    }
}

/// The next power of [`SCALE_STEP`], by products: they are the same on every machine.
fn stepped(radius: f64) -> f64 {
    let mut step = SPACING;
    while step < radius {
        step *= SCALE_STEP;
    }
    step
}
