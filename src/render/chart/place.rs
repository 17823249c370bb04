//! Greedy placing of names around their marks: the nearest free of eight sides, then further out with a leader, else none.

use super::palette::{AXIS, INK};
use super::scene::{EM, Hold, Point, Rect, Scene, Words};

/// A mark that wants a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) at: Point,
    pub(super) radius: f64,
}

/// What is taken on a chart, and where names may go.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placer {
    taken: Vec<Rect>,
    bounds: Rect,
}

/// Unit steps to the eight sides, right first.
const SIDES: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.75, -0.75), (0.75, 0.75), (-0.75, -0.75), (-0.75, 0.75)];
/// How far out to look, in pixels from the rim of the mark; a name beyond the first gets a leader.
const DISTANCES: [f64; 4] = [5.0, 14.0, 26.0, 40.0];

impl Placer {
    pub(super) fn new(bounds: Rect) -> Self {
        Self { taken: Vec::new(), bounds }
    }

    /// Keeps a mark free of names.
    pub(super) fn take_disc(&mut self, at: Point, radius: f64) {
        self.take(Rect { left: at.0 - radius, top: at.1 - radius, right: at.0 + radius, bottom: at.1 + radius });
    }

    /// Keeps a rectangle free of names.
    pub(super) fn take(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Whether nothing is there yet.
    pub(super) fn is_free(&self, rect: &Rect) -> bool {
        !self.taken.iter().any(|other| other.touches(rect))
    }

    /// Writes the names that find a place, in the order given.
    pub(super) fn write(&mut self, scene: &mut Scene, named: &[Named]) {
        for mark in named {
            let Some((words, step)) = self.find(mark) else { continue };
            self.take(words.bounds());
            if let Some((dx, dy)) = step {
                let from = (mark.at.0 + dx * mark.radius, mark.at.1 + dy * mark.radius);
                let reach = |low: f64, high: f64, value: f64| value.clamp(low, high);
                let bounds = words.bounds();
                let to = (reach(bounds.left, bounds.right, from.0), reach(bounds.top, bounds.bottom, from.1));
                scene.line(from, to, 0.9, AXIS);
            }
            scene.tag(words);
        }
    }

    /// The first free place, and the side it lies on when it needs a leader.
    fn find(&self, mark: &Named) -> Option<(Words, Option<(f64, f64)>)> {
        if mark.name.is_empty() || !mark.at.0.is_finite() || !mark.at.1.is_finite() {
            return None;
        }
        for (ring, distance) in DISTANCES.into_iter().enumerate() {
            for (dx, dy) in SIDES {
                let reach = mark.radius + distance;
                let hold = if dx > 0.0 {
                    Hold::Start
                } else if dx < 0.0 {
                    Hold::End
                } else {
                    Hold::Middle
                };
                let drop = if dy > 0.0 {
                    EM * 0.8
                } else if dy < 0.0 {
                    -EM * 0.24
                } else {
                    EM * 0.36
                };
                let at = (mark.at.0 + dx * reach, mark.at.1 + dy * reach + drop);
                let words = Words { text: mark.name.clone(), at, em: EM, bold: false, hold, color: INK };
                let bounds = words.bounds();
                if self.bounds.holds(&bounds) && self.is_free(&bounds) {
                    return Some((words, (ring > 0).then_some((dx, dy))));
                }
            }
        }
        None
    }
}
