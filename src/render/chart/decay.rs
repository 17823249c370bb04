//! What happens to fading ties if nobody writes: the odds of contact over the coming days.

use super::axis::{self, Frame, Scale};
use super::days::{day_label, day_number};
use super::legend;
use super::palette::{self, AXIS, INK, MUTED};
use super::scene::{EM, Hold, Rect, Scene};
use crate::model::format_day;
use crate::render::number;
use crate::report::DecayCurve;

/// Most curves that can be told apart.
const MOST: usize = 12;
const NAME_WIDTH: f64 = 158.0;

/// A curve that can be drawn: places in days after the first day shown, and odds.
struct Drawn<'a> {
    curve: &'a DecayCurve,
    points: Vec<(f64, f64)>,
}

pub(super) fn draw(scene: &mut Scene, curves: &[DecayCurve]) {
    let first_day = curves.iter().filter_map(|curve| day_number(&curve.from_day)).min();
    let all: Vec<Drawn> = curves.iter().filter_map(|curve| drawn(curve, first_day)).collect();
    let horizon = all.iter().flat_map(|drawn| &drawn.points).map(|(day, _)| *day).fold(0.0, f64::max);
    if all.is_empty() || horizon <= 0.0 {
        return scene.nothing("no tie is about to fade");
    }
    let body = scene.body;
    let rect = Rect { left: body.left + 76.0, top: body.top + 22.0, right: body.right - 262.0, bottom: body.bottom - 40.0 };
    let frame = Frame { rect, x: Scale::new(0.0, horizon), y: odds_scale(&all) };
    frame.draw_y(scene, "odds of contact within 90 days, if nothing happens", number::percent);
    frame.draw_x(scene, first_day.map_or("days ahead", |_| ""), &day_ticks(first_day, horizon));
    let even = frame.y_at(0.5);
    scene.line((rect.left, even), (rect.right, even), 1.4, AXIS);
    scene.words("even odds", (rect.left - 8.0, even + 18.0), EM, MUTED, Hold::End, true);

    let shown: Vec<&Drawn> = all.iter().take(MOST).collect();
    let ends: Vec<f64> =
        shown.iter().map(|drawn| drawn.points.last().map_or(rect.bottom, |(_, odds)| frame.y_at(*odds))).collect();
    let heights = axis::spread(&ends, 17.0, rect.top + 4.0, rect.bottom - 4.0);
    for (index, drawn) in shown.iter().enumerate() {
        let color = series_color(index);
        let path: Vec<(f64, f64)> = drawn.points.iter().map(|(day, odds)| frame.at(*day, *odds)).collect();
        let Some(end) = path.last().copied() else { continue };
        if index < palette::SLOTS {
            scene.marks.push(super::scene::Mark::Stroke { points: path, width: 2.2, color });
        } else {
            for pair in path.windows(2) {
                if let [from, to] = pair {
                    scene.dashes(*from, *to, 2.2, color);
                }
            }
        }
        let start = drawn.points.first().map_or(0.0, |(day, _)| *day);
        if let Some(days) = drawn.curve.fades_after_days.map(|days| start + f64::from(days)).filter(|days| *days <= horizon) {
            legend::shape(scene, (frame.x_at(days), even), 4.8, index % palette::SLOTS);
        }
        if let Some(height) = heights.get(index).copied().flatten() {
            scene.line((end.0 + 3.0, end.1), (rect.right + 14.0, height), 1.0, palette::tint(color, 0.6));
            let name = scene.name(&drawn.curve.name, NAME_WIDTH, EM);
            legend::shape(scene, (rect.right + 21.0, height), 4.8, index % palette::SLOTS);
            let x = rect.right + 32.0;
            scene.words(name.clone(), (x, height + 4.5), EM, INK, Hold::Start, false);
            let after = x + super::font::width(&name, EM, false) + 7.0;
            scene.words(fading(drawn.curve, first_day, start), (after, height + 4.5), EM, MUTED, Hold::Start, false);
        }
    }
    if all.len() > MOST {
        let more = format!("and {} more", number::count(all.len() - MOST));
        scene.words(more, (rect.right + 19.0, rect.bottom + 38.0), EM, MUTED, Hold::Start, false);
    }
}

/// Odds in steps of ten per cent, as far as the curves reach and even odds lie: what happens about that line is to be seen.
fn odds_scale(all: &[Drawn]) -> Scale {
    let odds = || all.iter().flat_map(|drawn| &drawn.points).map(|(_, odds)| *odds);
    let (low, high) = (odds().fold(0.5, f64::min), odds().fold(0.5, f64::max));
    Scale::new(((low - 0.02) * 10.0).floor().max(0.0) / 10.0, ((high + 0.02) * 10.0).ceil().min(10.0) / 10.0)
}

/// The day a tie falls below even odds, or that it already has.
fn fading(curve: &DecayCurve, first_day: Option<i32>, start: f64) -> String {
    match (curve.fades_after_days, first_day) {
        (Some(days), Some(first)) => {
            day_label(first.saturating_add(start as i32).saturating_add(i32::try_from(days).unwrap_or(i32::MAX)), false)
        }
        (Some(days), None) => format!("day {days}"),
        (None, _) => "faded".to_owned(),
    }
}

/// Solid lines use the palette once, dashed ones a second time.
fn series_color(index: usize) -> palette::Color {
    palette::series(index % palette::SLOTS)
}

fn drawn(curve: &DecayCurve, first_day: Option<i32>) -> Option<Drawn<'_>> {
    let offset = day_number(&curve.from_day).zip(first_day).map_or(0, |(day, first)| day - first);
    let points: Vec<(f64, f64)> = curve
        .p90
        .iter()
        .enumerate()
        .filter(|(_, odds)| odds.is_finite())
        .map(|(index, odds)| (f64::from(offset) + index as f64 * f64::from(curve.step_days), odds.clamp(0.0, 1.0)))
        .collect();
    (points.len() > 1).then_some(Drawn { curve, points })
}

/// Four to eight days along the axis, the first and each in a new year with its year.
fn day_ticks(first_day: Option<i32>, horizon: f64) -> Vec<(f64, String)> {
    let step =
        [7.0, 14.0, 30.0, 60.0, 91.0, 182.0, 365.0].into_iter().find(|step| horizon / step <= 4.0).unwrap_or(horizon / 5.0);
    let mut year = String::new();
    (0..9)
        .map(|index| f64::from(index) * step)
        .take_while(|days| *days <= horizon + 1e-6)
        .map(|days| {
            let Some(first) = first_day else { return (days, number::decimal(days, 0)) };
            let day = first.saturating_add(days as i32);
            let this_year = format_day(day).rsplitn(3, '-').last().unwrap_or("").to_owned();
            let new_year = this_year != year;
            year = this_year;
            (days, day_label(day, new_year))
        })
        .collect()
}
