//! Introduction paths: people in boxes, arrows between them, the odds of each hop on its arrow.

use super::palette::{self, AXIS, BLUE, INK, MUTED, PANEL};
use super::scene::{EM, Hold, Point, Rect, Scene};
use crate::render::number;

/// Most paths of one chart.
const MOST: usize = 6;
/// Most people of one path; of a longer one the middle is left out.
const LONGEST: usize = 5;
const ROW: f64 = 72.0;
const BOX_HEIGHT: f64 = 44.0;
/// The room between two boxes.
const HOP: f64 = 58.0;

pub(super) fn draw(scene: &mut Scene, paths: &[Vec<(String, Option<f64>)>]) {
    let usable: Vec<&Vec<(String, Option<f64>)>> = paths.iter().filter(|path| path.len() > 1).collect();
    if usable.is_empty() {
        return scene.nothing(
            "paths appear once contacts are seen with people you do not know: import mail with several recipients, or a calendar",
        );
    }
    let rows = usable.len().min(MOST);
    let more = usable.len() - rows;
    scene.set_body_height(rows as f64 * ROW + if more > 0 { 34.0 } else { 14.0 });
    scene.words("odds that each step works, in per cent", (scene.body.left, scene.body.top), EM, MUTED, Hold::Start, false);
    // One width for all rows, so that the steps stand below each other.
    let longest = usable.iter().take(rows).map(|path| path.len()).max().unwrap_or(0).clamp(3, LONGEST) as f64;
    let width = ((scene.body.right - scene.body.left - 30.0 - HOP * (longest - 1.0)) / longest).min(190.0);
    for (row, path) in usable.iter().take(rows).enumerate() {
        let middle = scene.body.top + 14.0 + (row as f64 + 0.5) * ROW;
        draw_path(scene, path, middle, row + 1, width);
    }
    if more > 0 {
        let text = format!("and {} more", number::count(more));
        scene.words(text, (scene.body.left, scene.body.bottom - 2.0), EM, MUTED, Hold::Start, false);
    }
}

fn draw_path(scene: &mut Scene, path: &[(String, Option<f64>)], middle: f64, rank: usize, width: f64) {
    let left = scene.body.left + 30.0;
    scene.words(number::count(rank), (scene.body.left + 10.0, middle + 6.0), 16.0, AXIS, Hold::Middle, true);
    let steps = shortened(path);
    let last = steps.len().saturating_sub(1);
    for (index, (name, odds)) in steps.iter().enumerate() {
        let x = left + index as f64 * (width + HOP);
        let rect = Rect { left: x, top: middle - BOX_HEIGHT / 2.0, right: x + width, bottom: middle + BOX_HEIGHT / 2.0 };
        let (ground, ink) = if index == 0 {
            (INK, palette::WHITE)
        } else if index == last {
            (BLUE, palette::WHITE)
        } else {
            (PANEL, INK)
        };
        if ground == PANEL {
            scene.rounded(rect, 10.0, AXIS);
            let inner = Rect { left: rect.left + 1.2, top: rect.top + 1.2, right: rect.right - 1.2, bottom: rect.bottom - 1.2 };
            scene.rounded(inner, 9.0, PANEL);
        } else {
            scene.rounded(rect, 10.0, ground);
        }
        let lines = scene.lines(name, width - 14.0, EM, false, 2);
        let first = middle + 4.6 - (lines.len().saturating_sub(1)) as f64 * EM * 0.6;
        for (row, line) in lines.iter().enumerate() {
            scene.words(line.clone(), (x + width / 2.0, first + row as f64 * EM * 1.2), EM, ink, Hold::Middle, false);
        }
        if index < last {
            arrow(scene, (rect.right + 4.0, middle), rect.right + HOP - 4.0);
            let written = odds.filter(|odds| odds.is_finite()).map_or_else(|| number::UNDEFINED.to_owned(), number::percent);
            scene.words(written, (rect.right + HOP / 2.0 - 2.0, middle - 8.0), EM, INK, Hold::Middle, true);
        }
    }
}

/// The path itself, or its two ends with a gap between when it is too long for the row.
fn shortened(path: &[(String, Option<f64>)]) -> Vec<(String, Option<f64>)> {
    if path.len() <= LONGEST {
        return path.to_vec();
    }
    let left_out = path.len() - (LONGEST - 1);
    let mut steps: Vec<(String, Option<f64>)> = path.iter().take(2).cloned().collect();
    steps.push((format!("… {} more …", number::count(left_out)), path.get(1 + left_out).and_then(|(_, odds)| *odds)));
    steps.extend(path.iter().skip(path.len() - 2).cloned());
    steps
}

fn arrow(scene: &mut Scene, from: Point, to_x: f64) {
    scene.line(from, (to_x - 7.0, from.1), 1.8, AXIS);
    scene.area(vec![(to_x, from.1), (to_x - 9.0, from.1 - 5.0), (to_x - 9.0, from.1 + 5.0)], AXIS, 1.0);
}
