//! Keys: what marks and colours mean, and the marks that tell series apart without colour.

use super::font;
use super::palette::{self, Color, MUTED, WHITE};
use super::scene::{EM, Hold, Point, Rect, Scene};
use crate::render::number;

/// Writes a key of marks on as many lines as it takes and moves the body below it.
pub(super) fn keys(scene: &mut Scene, texts: &[String], mark: impl Fn(&mut Scene, Point, usize)) {
    let entries: Vec<(String, Option<usize>)> = texts.iter().map(|text| (text.clone(), None)).collect();
    counted_keys(scene, &entries, mark);
}

/// As [`keys`], with a count after each text: words of its own, so that a name from right to left does not swallow it.
pub(super) fn counted_keys(scene: &mut Scene, entries: &[(String, Option<usize>)], mark: impl Fn(&mut Scene, Point, usize)) {
    let mut at = (scene.body.left, scene.body.top + 4.0);
    for (index, (text, count)) in entries.iter().enumerate() {
        let text = scene.name(text, 300.0, EM);
        let count = count.map(number::count).unwrap_or_default();
        let name_width = font::width(&text, EM, false);
        let width = name_width + font::width(&count, EM, true) + 26.0;
        if at.0 + width > scene.body.right && at.0 > scene.body.left {
            at = (scene.body.left, at.1 + 21.0);
        }
        mark(scene, (at.0 + 7.0, at.1 - 4.5), index);
        scene.words(text, (at.0 + 18.0, at.1), EM, MUTED, Hold::Start, false);
        scene.words(count, (at.0 + 18.0 + name_width + 6.0, at.1), EM, MUTED, Hold::Start, true);
        at.0 += width + 16.0;
    }
    scene.body.top = at.1 + 14.0;
}

/// A square of colour for a key.
pub(super) fn swatch(scene: &mut Scene, (x, y): Point, color: Color) {
    let square = Rect { left: x - 6.0, top: y - 6.0, right: x + 6.0, bottom: y + 6.0 };
    scene.area(square.corners(), color, 1.0);
}

/// The filling of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// All of it.
    Full,
    /// A broad rim.
    Rim,
    /// A thin rim.
    Outline,
}

/// The mark of a slot, filled more or less.
pub(super) fn mark(scene: &mut Scene, at: Point, radius: f64, slot: usize, fill: Fill) {
    shape(scene, at, radius, slot);
    let inner = match fill {
        Fill::Full => return,
        Fill::Rim => radius - (radius * 0.42).clamp(2.0, 4.0),
        Fill::Outline => radius - 1.3,
    };
    outline(scene, at, inner, slot, WHITE);
}

/// The mark of a slot as a shape, so that colour is never the only difference. Beyond the slots: a grey disc, then a paler one.
pub(super) fn shape(scene: &mut Scene, at: Point, radius: f64, slot: usize) {
    outline(scene, at, radius + 1.3, slot, WHITE);
    let color = if slot > palette::SLOTS { palette::AXIS } else { palette::series(slot) };
    outline(scene, at, radius, slot, color);
}

/// The shape of a slot in any colour.
fn outline(scene: &mut Scene, (x, y): Point, r: f64, slot: usize, color: Color) {
    let arm = r * 0.42;
    let points = match slot {
        1 => vec![
            (x - r * 0.88, y - r * 0.88),
            (x + r * 0.88, y - r * 0.88),
            (x + r * 0.88, y + r * 0.88),
            (x - r * 0.88, y + r * 0.88),
        ],
        2 => vec![(x, y - r * 1.15), (x + r * 1.1, y + r * 0.8), (x - r * 1.1, y + r * 0.8)],
        3 => {
            // Two triangles that overlap: the bitmap backend leaves a gap in the line of two opposite corners.
            let reach = r * 1.25;
            scene.area(vec![(x - reach, y + 0.3), (x, y - reach), (x + reach, y + 0.3)], color, 1.0);
            return scene.area(vec![(x - reach, y - 0.3), (x, y + reach), (x + reach, y - 0.3)], color, 1.0);
        }
        4 => vec![(x, y + r * 1.15), (x + r * 1.1, y - r * 0.8), (x - r * 1.1, y - r * 0.8)],
        5 => vec![
            (x - arm, y - r),
            (x + arm, y - r),
            (x + arm, y - arm),
            (x + r, y - arm),
            (x + r, y + arm),
            (x + arm, y + arm),
            (x + arm, y + r),
            (x - arm, y + r),
            (x - arm, y + arm),
            (x - r, y + arm),
            (x - r, y - arm),
            (x - arm, y - arm),
        ],
        _ => return scene.disc((x, y), r, color),
    };
    scene.area(points, color, 1.0);
}
