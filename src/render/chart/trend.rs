//! Months of figures as lines, named at their ends.

use super::axis::{self, Frame, Scale};
use super::palette::{self, INK};
use super::scene::{Hold, Mark, Point, Rect, Scene};
use crate::render::number;

/// Most lines that can be told apart.
const MOST: usize = 12;
const NAME_WIDTH: f64 = 140.0;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) fn draw(scene: &mut Scene, months: &[String], series: &[(String, Vec<Option<f64>>)], unit: &str) {
    let shown = series.get(..MOST).unwrap_or(series);
    let values =
        || shown.iter().flat_map(|(_, values)| values.iter().take(months.len())).flatten().copied().filter(|v| v.is_finite());
    if values().next().is_none() {
        return scene.nothing("a line appears once there are two months with values");
    }
    let body = scene.body;
    let rect = Rect { left: body.left + 52.0, top: body.top + 24.0, right: body.right - 218.0, bottom: body.bottom - 30.0 };
    // A single month stands at the right end, where the last month always is.
    let x = if months.len() > 1 { Scale::new(0.0, (months.len() - 1) as f64) } else { Scale::new(-1.0, 0.0) };
    let frame = Frame { rect, x, y: Scale::around(values()) };
    let decimals = frame.y.ticks().1;
    let unit = scene.name(unit, 500.0, 12.0);
    frame.draw_y(scene, &unit, |value| number::decimal(value, decimals));
    frame.draw_x(scene, "", &month_ticks(scene, months));

    let lines: Vec<(usize, &str, Vec<Vec<Point>>)> = shown
        .iter()
        .enumerate()
        .map(|(slot, (name, values))| (slot, name.as_str(), pieces(&frame, values.get(..months.len()).unwrap_or(values))))
        .filter(|(_, _, pieces)| !pieces.is_empty())
        .collect();
    let ends: Vec<Point> = lines.iter().filter_map(|(_, _, pieces)| pieces.last()?.last().copied()).collect();
    let wanted: Vec<f64> = ends.iter().map(|(_, y)| *y).collect();
    let heights = axis::spread(&wanted, 17.0, rect.top, rect.bottom);
    for (((slot, name, pieces), end), height) in lines.iter().zip(&ends).zip(heights) {
        let color = palette::series(slot % palette::SLOTS);
        for piece in pieces {
            if *slot < palette::SLOTS {
                scene.marks.push(Mark::Stroke { points: piece.clone(), width: 2.2, color });
            } else {
                for pair in piece.windows(2) {
                    if let [from, to] = pair {
                        scene.dashes(*from, *to, 2.2, color);
                    }
                }
            }
            if let [only] = piece.as_slice() {
                scene.disc(*only, 3.2, color);
            }
        }
        scene.disc(*end, 5.2, palette::WHITE);
        scene.disc(*end, 3.8, color);
        let Some(height) = height else { continue };
        let last =
            shown.get(*slot).and_then(|(_, values)| values.iter().take(months.len()).rev().flatten().find(|v| v.is_finite()));
        if end.0 > rect.right - 1.0 {
            scene.line((end.0 + 6.0, end.1), (rect.right + 16.0, height), 1.0, palette::tint(color, 0.5));
        } else {
            scene.dashes((end.0 + 8.0, end.1), (rect.right + 16.0, height), 1.0, palette::tint(color, 0.5));
        }
        let name = scene.name(name, NAME_WIDTH, 12.5);
        let x = rect.right + 21.0;
        let after = x + super::font::width(&name, 12.5, false) + 7.0;
        scene.words(name, (x, height + 4.5), 12.5, INK, Hold::Start, false);
        let value = last
            .map_or_else(String::new, |value| number::decimal(*value, if value.fract() == 0.0 { 0 } else { decimals.max(1) }));
        scene.words(value, (after, height + 4.5), 12.5, INK, Hold::Start, true);
    }
}

/// The unbroken pieces of a line; a month without a value parts it.
fn pieces(frame: &Frame, values: &[Option<f64>]) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = vec![Vec::new()];
    for (index, value) in values.iter().enumerate() {
        match value {
            Some(value) if value.is_finite() => {
                if let Some(piece) = pieces.last_mut() {
                    piece.push(frame.at(index as f64, *value));
                }
            }
            _ => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// At most a dozen months; the year is written with the first and with every January.
fn month_ticks(scene: &Scene, months: &[String]) -> Vec<(f64, String)> {
    let step = months.len().div_ceil(12).max(1);
    let last = months.len().saturating_sub(1);
    months
        .iter()
        .enumerate()
        .filter(|(index, _)| (last - index).is_multiple_of(step))
        .enumerate()
        .map(|(written, (index, month))| {
            let parts = month
                .split_once('-')
                .and_then(|(year, number)| Some((year, *MONTHS.get(number.parse::<usize>().ok()?.wrapping_sub(1))?)));
            let label = match parts {
                Some((year, name)) if written == 0 || name == "Jan" => format!("{name} {year}"),
                Some((_, name)) => name.to_owned(),
                None => scene.name(month, 60.0, 12.0),
            };
            (index as f64, label)
        })
        .collect()
}
