//! How long ties last: the share still in touch by the days since the first contact, with its interval.

use super::axis::{self, Frame, Scale};
use super::palette::{self, AXIS, MUTED};
use super::scene::{EM, Hold, Mark, Point, Rect, Scene};
use crate::render::number;
use crate::report::{SurvivalCurve, SurvivalStep};

const MOST: usize = 4;
/// Intervals of more curves than these would lie on each other.
const BANDS: usize = 2;
const LONGEST_DAYS: i32 = 36_525;

pub(super) fn draw(scene: &mut Scene, curves: &[SurvivalCurve]) {
    let curves: Vec<&SurvivalCurve> =
        curves.iter().filter(|curve| curve.ties > 0 && curve.followed_days > 0).take(MOST).collect();
    let longest = curves.iter().map(|curve| curve.followed_days.min(LONGEST_DAYS)).max().unwrap_or(0);
    if longest <= 0 {
        return scene.nothing("curves appear once ties have begun three months after the data does, and been followed since");
    }
    scene.explain("Kaplan–Meier estimate; pale: 95 % interval. Ties that go on count for as long as they were followed.");
    let body = scene.body;
    let rect = Rect { left: body.left + 48.0, top: body.top + 26.0, right: body.right - 190.0, bottom: body.bottom - 42.0 };
    let frame = Frame { rect, x: Scale::new(0.0, f64::from(longest)), y: Scale::new(0.0, 1.0) };
    frame.draw_y(scene, "ties still in touch", number::percent);
    frame.draw_x(scene, "days since the first contact", &day_ticks(longest));
    for (slot, curve) in curves.iter().enumerate().take(BANDS) {
        band(scene, &frame, curve, slot);
    }
    let even = frame.y_at(0.5);
    scene.dashes((rect.left, even), (rect.right, even), 1.2, AXIS);
    let paths: Vec<Vec<Point>> = curves.iter().map(|curve| stairs(&frame, curve, |step| step.1)).collect();
    let ends: Vec<f64> = paths.iter().map(|path| path.last().map_or(rect.bottom, |end| end.1)).collect();
    let heights = axis::spread(&ends, 36.0, rect.top + 6.0, rect.bottom - 20.0);
    for (slot, ((curve, path), height)) in curves.iter().zip(paths).zip(heights).enumerate() {
        let color = palette::series(slot);
        let end = path.last().copied();
        line(scene, &path, slot);
        let (Some(end), Some(height)) = (end, height) else { continue };
        scene.line((end.0 + 3.0, end.1), (rect.right + 14.0, height), 1.0, palette::tint(color, 0.6));
        let x = rect.right + 19.0;
        let name = scene.bold_name(&curve.name, 165.0, EM);
        scene.words(name, (x, height + 4.5), EM, color, Hold::Start, true);
        let ties = if curve.ties == 1 { "1 tie".to_owned() } else { format!("{} ties", number::count(curve.ties)) };
        scene.words(ties, (x, height + 20.5), EM, MUTED, Hold::Start, false);
    }
}

/// A staircase: level until the next step, then down; level until the last tie was followed.
fn stairs(frame: &Frame, curve: &SurvivalCurve, value: impl Fn(&SurvivalStep) -> f64) -> Vec<Point> {
    let mut level = 1.0;
    let mut points = vec![frame.at(0.0, level)];
    for step in curve.steps.iter().filter(|step| step.1.is_finite() && (0..=curve.followed_days).contains(&step.0)) {
        points.push(frame.at(f64::from(step.0), level));
        level = Some(value(step)).filter(|value| value.is_finite()).unwrap_or(level);
        points.push(frame.at(f64::from(step.0), level));
    }
    // Where no tie is left, none comes back; elsewhere nothing is known beyond the longest followed.
    let end = if level <= 0.0 { frame.rect.right } else { frame.x_at(f64::from(curve.followed_days)) };
    points.push((end, frame.y_at(level)));
    points
}

/// The interval as a pale area.
fn band(scene: &mut Scene, frame: &Frame, curve: &SurvivalCurve, slot: usize) {
    let mut points = stairs(frame, curve, |step| step.2.map_or(step.1, |ends| ends.1));
    points.extend(stairs(frame, curve, |step| step.2.map_or(step.1, |ends| ends.0)).into_iter().rev());
    scene.area(points, palette::series(slot), 0.14);
}

/// Solid, dashed, dotted, thin.
fn line(scene: &mut Scene, path: &[Point], slot: usize) {
    let color = palette::series(slot);
    match slot {
        0 => scene.marks.push(Mark::Stroke { points: path.to_vec(), width: 2.6, color }),
        1 => path.windows(2).for_each(|pair| {
            if let [from, to] = pair {
                scene.dashes(*from, *to, 2.6, color);
            }
        }),
        _ => scene.marks.push(Mark::Stroke { points: path.to_vec(), width: if slot == 2 { 1.6 } else { 1.0 }, color }),
    }
}

/// Days in steps of a month, a quarter, half a year or more.
fn day_ticks(longest: i32) -> Vec<(f64, String)> {
    let step = [30, 90, 180, 365, 730, 3650].into_iter().find(|step| longest / step <= 8).unwrap_or(7300);
    (0..=longest / step).map(|tick| (f64::from(tick * step), number::decimal(f64::from(tick * step), 0))).collect()
}
