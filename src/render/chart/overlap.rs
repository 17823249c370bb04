//! Strength against neighbourhood overlap: who is strong, who is weak, who leads elsewhere.

use std::collections::BTreeSet;

use super::axis::{Frame, Scale};
use super::legend;
use super::palette::{self, AXIS, GRID};
use super::place::{Named, Placer};
use super::scene::{EM, Hold, Rect, Scene, Words};
use crate::analysis::weak_tie::{WEAK_BELOW_STRENGTH, median};
use crate::render::number;
use crate::report::TiePoint;

const LABEL_WIDTH: f64 = 150.0;
/// The strength at which the quadrants meet: what the tables call strong begins here.
const STRONG: f64 = WEAK_BELOW_STRENGTH;
/// The narrowest overlap axis. An ego knows so many people that shares of common contacts are small; the axis follows them.
const LEAST_RANGE: f64 = 0.05;
/// Marks above which those on one spot are drawn once, and how wide a spot is.
const CROWD: usize = 500;
const SPOT: f64 = 4.0;
/// The quadrants in the order of their marks: what they are called, whether to the right, whether below.
const QUADRANTS: [(&str, bool, bool); 4] = [
    ("strong bridges", false, false),
    ("weak bridges", false, true),
    ("strong, embedded", true, false),
    ("weak, embedded", true, true),
];

pub(super) fn draw(scene: &mut Scene, points: &[TiePoint]) {
    let points: Vec<&TiePoint> = points.iter().filter(|point| point.strength.is_finite() && point.overlap.is_finite()).collect();
    if points.is_empty() {
        return scene.nothing("strength and overlap appear once there are ties with people who know each other");
    }
    let body = scene.body;
    let rect = Rect { left: body.left + 34.0, top: body.top + 26.0, right: body.right - 6.0, bottom: body.bottom - 44.0 };
    let largest = points.iter().map(|point| point.overlap).fold(0.0, f64::max);
    let range = (largest * 1.12).clamp(LEAST_RANGE, 1.0);
    let typical = median(points.iter().map(|point| point.overlap).collect()).unwrap_or(0.0);
    let frame = Frame { rect, x: Scale::new(0.0, range), y: Scale::new(-10.0, 110.0) };
    for strength in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let y = frame.y_at(strength);
        scene.line((rect.left, y), (rect.right, y), 1.0, GRID);
        scene.label(number::decimal(strength, 0), (rect.left - 8.0, y + 4.5), Hold::End);
    }
    scene.label("strength, 0 to 100", (body.left, rect.top - 12.0), Hold::Start);
    let x_ticks: Vec<(f64, String)> = frame.x_numbers().into_iter().map(|(at, _)| (at, number::percent(at))).collect();
    frame.draw_x(scene, "neighbourhood overlap: contacts you share, in % of all that either has (dashed: median)", &x_ticks);
    let centre = frame.at(typical, STRONG);
    scene.dashes((centre.0, rect.top), (centre.0, rect.bottom), 1.2, AXIS);
    scene.dashes((rect.left, centre.1), (rect.right, centre.1), 1.2, AXIS);

    let mut placer = Placer::new(rect);
    let radius = if points.len() > 150 { 3.2 } else { 4.6 };
    // Marks on the same spot hide each other; the strongest comes last and stays on top.
    let mut order: Vec<&&TiePoint> = points.iter().collect();
    order.sort_by(|a, b| a.strength.total_cmp(&b.strength).then_with(|| a.name.cmp(&b.name)));
    let mut counts = [0_usize; QUADRANTS.len()];
    let mut drawn: BTreeSet<(usize, i64, i64)> = BTreeSet::new();
    for point in order {
        let at = frame.at(point.overlap, point.strength);
        let slot = quadrant(point, typical);
        counts[slot] += 1;
        // Among thousands, marks that would hide each other are drawn once; the count beside the quadrant's name holds them all.
        let is_hidden = points.len() > CROWD && !drawn.insert((slot, (at.0 / SPOT) as i64, (at.1 / SPOT) as i64));
        if !is_hidden || point.labelled {
            placer.take_disc(at, radius + 2.0);
            legend::shape(scene, at, radius, slot);
        }
    }
    for (slot, (name, right, lower)) in QUADRANTS.into_iter().enumerate() {
        let text = format!("{name}: {}", number::count(counts[slot]));
        let words = quadrant_name(&rect, text, (right, lower), palette::series(slot));
        let bounds = words.bounds();
        let with_mark = Rect { left: bounds.left - 17.0, ..bounds };
        placer.take(with_mark);
        legend::shape(scene, (with_mark.left + 7.0, words.at.1 - 4.5), 4.6, slot);
        scene.tag(words);
    }
    let mut named: Vec<Named> = Vec::new();
    for point in points.iter().filter(|point| point.labelled) {
        let name = scene.name(&point.name, LABEL_WIDTH, EM);
        named.push(Named { name, at: frame.at(point.overlap, point.strength), radius });
    }
    placer.write(scene, &named);
}

/// The quadrant of a tie. One who shares no contact at all is a bridge whatever the median is.
fn quadrant(point: &TiePoint, typical: f64) -> usize {
    let is_bridge = point.overlap < typical || point.overlap <= 0.0;
    usize::from(point.strength < STRONG) + if is_bridge { 0 } else { 2 }
}

/// The name of a quadrant in its outer corner, above or below every mark: the axis goes a little further than the values.
fn quadrant_name(rect: &Rect, text: String, (right, lower): (bool, bool), color: palette::Color) -> Words {
    let y = if lower { rect.bottom - 8.0 } else { rect.top + 15.0 };
    let (x, hold) = if right { (rect.right - 4.0, Hold::End) } else { (rect.left + 22.0, Hold::Start) };
    Words { text, at: (x, y), em: EM, bold: true, hold, color }
}
