//! How many ties there are in each band of strength.

use super::axis::{Frame, Scale};
use super::palette::{self, BLUE, INK, MUTED};
use super::scene::{Hold, Rect, Scene};
use crate::render::number;

/// More bands than this cannot be labelled.
const MOST: usize = 24;

pub(super) fn draw(scene: &mut Scene, bands: &[(String, usize)]) {
    let bands = bands.get(..MOST).unwrap_or(bands);
    if bands.iter().all(|(_, count)| *count == 0) {
        return scene.nothing("bands fill once there are ties");
    }
    let body = scene.body;
    let rect = Rect { left: body.left + 40.0, top: body.top + 34.0, right: body.right, bottom: body.bottom - 42.0 };
    let most = bands.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let frame = Frame { rect, x: Scale::new(0.0, bands.len() as f64), y: Scale::around([0.0, most as f64].into_iter()) };
    let whole = frame.y.ticks().1 == 0;
    frame.draw_y(
        scene,
        "number of ties",
        |value| if whole || value.fract() == 0.0 { number::decimal(value, 0) } else { String::new() },
    );
    frame.draw_x(scene, "strength of the tie", &[]);
    let step = (rect.right - rect.left) / bands.len() as f64;
    let gap = (step * 0.16).clamp(1.0, 18.0);
    for (index, (band, count)) in bands.iter().enumerate() {
        let left = rect.left + index as f64 * step + gap;
        let bar = Rect { left, top: frame.y_at(*count as f64), right: left + step - 2.0 * gap, bottom: rect.bottom };
        let middle = f64::midpoint(bar.left, bar.right);
        if *count > 0 {
            scene.area(bar.corners(), palette::tint(BLUE, 0.85), 1.0);
        }
        let color = if *count > 0 { INK } else { MUTED };
        scene.words(number::count(*count), (middle, bar.top - 7.0), 13.0, color, Hold::Middle, *count > 0);
        let band = scene.name(band, step - 4.0, 12.0);
        scene.label(band, (middle, rect.bottom + 19.0), Hold::Middle);
    }
}
