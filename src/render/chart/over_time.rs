//! The network month by month: ties alive as a line, and below it what came and what went.

use super::axis::{Frame, Scale};
use super::days::write_months;
use super::legend;
use super::palette::{self, AXIS, BLUE, Color, INK};
use super::scene::{EM, Hold, Mark, Point, Rect, Scene};
use crate::render::number;
use crate::report::OverTime;

/// Most months that are drawn, the last ones.
const MOST: usize = 24;

pub(super) fn draw(scene: &mut Scene, time: &OverTime) {
    let skip = time.months.len().saturating_sub(MOST);
    let of = |series: &[usize]| -> Vec<f64> {
        (skip..time.months.len()).map(|index| series.get(index).copied().unwrap_or(0).min(100_000_000) as f64).collect()
    };
    let (alive, lost) = (of(&time.alive), of(&time.lost));
    let gains = [of(&time.new), of(&time.revived), of(&time.returned)];
    if gains.iter().chain([&alive, &lost]).all(|series| series.iter().all(|value| *value == 0.0)) {
        return scene.nothing("the line begins with the first month that has contact in it");
    }
    let texts = ["new", "revived after half a year", "back after less", "lost: below even odds"].map(str::to_owned);
    let (shades, lost_color) = ([BLUE, palette::tint(BLUE, 0.6), palette::tint(BLUE, 0.28)], palette::series(1));
    legend::keys(scene, &texts, |scene, at, index| legend::swatch(scene, at, shades.get(index).copied().unwrap_or(lost_color)));
    let body = scene.body;
    let middle = body.top + (body.bottom - body.top) * 0.47;
    let count = alive.len();
    let x = Scale::new(-0.5, count as f64 - 0.5);
    let upper = Rect { left: body.left + 40.0, top: body.top + 24.0, right: body.right, bottom: middle - 10.0 };
    let frame = Frame { rect: upper, x, y: Scale::around(alive.iter().copied()) };
    frame.draw_y(scene, "ties alive at the end of the month", |value| number::decimal(value, 0));
    let line: Vec<Point> = alive.iter().enumerate().map(|(index, value)| frame.at(index as f64, *value)).collect();
    scene.marks.push(Mark::Stroke { points: line.clone(), width: 2.4, color: INK });
    for (index, at) in line.iter().enumerate() {
        scene.disc(*at, 4.6, palette::WHITE);
        scene.disc(*at, 3.2, INK);
        if let Some(value) = alive.get(index).filter(|_| index == 0 || index + 1 == count) {
            let below = line.get(if index == 0 { 1 } else { index.wrapping_sub(1) }).is_some_and(|other| other.1 < at.1);
            let height = if below { at.1 + 19.0 } else { at.1 - 9.0 };
            scene.words(number::decimal(*value, 0), (at.0, height), EM, INK, Hold::Middle, true);
        }
    }

    let lower = Rect { left: upper.left, top: middle + 34.0, right: upper.right, bottom: body.bottom - 42.0 };
    let gained = (0..count).map(|month| gains.iter().filter_map(|series| series.get(month)).sum::<f64>());
    let ends = gained.chain(lost.iter().map(|lost| -lost)).chain([0.0]);
    let frame = Frame { rect: lower, x, y: Scale::around(ends) };
    frame.draw_y(scene, "ties gained in the month above the line, lost ones below", |value| number::decimal(value.abs(), 0));
    let zero = frame.y_at(0.0);
    let half = ((lower.right - lower.left) / count.max(1) as f64 * 0.31).clamp(1.0, 30.0);
    for index in 0..count {
        let x = frame.x_at(index as f64);
        let bar = |scene: &mut Scene, from: f64, to: f64, color: Color| {
            if (from - to).abs() > f64::EPSILON {
                let (one, other) = (frame.y_at(from), frame.y_at(to));
                let rect = Rect { left: x - half, top: one.min(other), right: x + half, bottom: one.max(other) };
                scene.area(rect.corners(), color, 1.0);
            }
        };
        let value = |series: &[f64]| series.get(index).copied().unwrap_or(0.0);
        let mut height = 0.0;
        for (series, shade) in gains.iter().zip(shades) {
            bar(scene, height, height + value(series), shade);
            height += value(series);
        }
        bar(scene, 0.0, -value(&lost), lost_color);
    }
    scene.line((lower.left, zero), (lower.right, zero), 1.2, AXIS);
    let months = time.months.get(skip..).unwrap_or_default().to_vec();
    write_months(scene, &months, lower.bottom + 18.0, |index| frame.x_at(index as f64));
}
