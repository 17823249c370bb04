//! Strength against neighbourhood overlap: who is strong, who is weak, who leads elsewhere.

use super::axis::{Frame, Scale};
use super::legend::{self, Communities};
use super::palette::{AXIS, MUTED};
use super::place::{Named, Placer};
use super::scene::{Hold, Point, Rect, Scene, Words};
use crate::analysis::weak_tie::{WEAK_BELOW_STRENGTH, median};
use crate::render::number;
use crate::report::TiePoint;

const LABEL_WIDTH: f64 = 170.0;
/// The strength at which the quadrants meet: what the tables call strong begins here.
const STRONG: f64 = WEAK_BELOW_STRENGTH;
/// The narrowest overlap axis. An ego knows so many people that shares of common contacts are small; the axis follows them.
const LEAST_RANGE: f64 = 0.05;

pub(super) fn draw(scene: &mut Scene, points: &[TiePoint]) {
    let points: Vec<&TiePoint> = points.iter().filter(|point| point.strength.is_finite() && point.overlap.is_finite()).collect();
    if points.is_empty() {
        return scene.nothing("strength and overlap appear once there are ties with people who know each other");
    }
    let communities = Communities::of(points.iter().map(|point| point.community));
    communities.legend(scene, |scene, at, slot| legend::shape(scene, at, 5.5, slot));
    let body = scene.body;
    let rect = Rect { left: body.left + 34.0, top: body.top + 30.0, right: body.right - 6.0, bottom: body.bottom - 42.0 };
    let largest = points.iter().map(|point| point.overlap).fold(0.0, f64::max);
    let range = (largest * 1.15).clamp(LEAST_RANGE, 1.0);
    let typical = median(points.iter().map(|point| point.overlap).collect()).unwrap_or(0.0).max(range * 0.15);
    let frame = Frame { rect, x: Scale::new(0.0, range), y: Scale::new(0.0, 100.0) };
    frame.draw_y(scene, "strength, 0 to 100", |value| number::decimal(value, 0));
    frame.draw_x(scene, "neighbourhood overlap: share of common contacts (the dashed line is the median)", &frame.x_numbers());
    let centre = frame.at(typical, STRONG);
    scene.dashes((centre.0, rect.top), (centre.0, rect.bottom), 1.2, AXIS);
    scene.dashes((rect.left, centre.1), (rect.right, centre.1), 1.2, AXIS);

    let mut placer = Placer::new(rect);
    let radius = if points.len() > 150 { 4.0 } else { 5.5 };
    // Marks on the same spot hide each other; the strongest comes last and stays on top.
    let mut order: Vec<&&TiePoint> = points.iter().collect();
    order.sort_by(|a, b| a.strength.total_cmp(&b.strength).then_with(|| a.name.cmp(&b.name)));
    for point in order {
        let at = frame.at(point.overlap, point.strength);
        placer.take_disc(at, radius + 2.0);
        legend::shape(scene, at, radius, communities.slot(point.community));
    }
    for corners in quadrants(&rect, centre) {
        let free = corners.iter().find(|words| placer.is_free(&words.bounds().grown(5.0))).or(corners.first());
        if let Some(words) = free.cloned() {
            placer.take(words.bounds());
            scene.tag(words);
        }
    }
    let mut named: Vec<Named> = Vec::new();
    for point in points.iter().filter(|point| point.labelled) {
        let name = scene.name(&point.name, LABEL_WIDTH, 12.0);
        named.push(Named { name, at: frame.at(point.overlap, point.strength), radius });
    }
    placer.write(scene, &named);
}

/// The names of the quadrants, each with the places it may have: its outer corners, then its inner ones.
fn quadrants(rect: &Rect, centre: Point) -> [Vec<Words>; 4] {
    let quadrant = |text: &str, right: bool, lower: bool| {
        let (top, bottom) = if lower { (centre.1, rect.bottom) } else { (rect.top, centre.1) };
        let (left, right_end) = if right { (centre.0, rect.right) } else { (rect.left, centre.0) };
        let outer = if right { (right_end - 6.0, Hold::End) } else { (left + 8.0, Hold::Start) };
        let inner = if right { (left + 10.0, Hold::Start) } else { (right_end - 10.0, Hold::End) };
        let heights = if lower { [bottom - 10.0, top + 19.0] } else { [top + 19.0, bottom - 10.0] };
        [outer, inner]
            .into_iter()
            .flat_map(|(x, hold)| {
                heights.map(|y| Words { text: text.to_owned(), at: (x, y), em: 12.5, bold: true, hold, color: MUTED })
            })
            .collect()
    };
    [
        quadrant("strong bridge", false, false),
        quadrant("strong, embedded", true, false),
        quadrant("weak bridge", false, true),
        quadrant("weak, embedded", true, true),
    ]
}
