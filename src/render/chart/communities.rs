//! Who the communities are: how many strong, weak and dormant ties each holds, and its share of the attention.

use super::legend::{self, Fill};
use super::palette::{self, BLUE, Color, GRID, INK, MUTED};
use super::scene::{EM, Hold, Rect, Scene};
use crate::render::number;
use crate::report::CommunityShare;

const MOST: usize = 12;
const ROW: f64 = 42.0;
const NAMES: f64 = 250.0;

pub(super) fn draw(scene: &mut Scene, rows: &[CommunityShare]) {
    let rows = rows.get(..MOST).unwrap_or(rows);
    let value = |count: usize| count.min(100_000_000) as f64;
    let size = |row: &CommunityShare| value(row.strong) + value(row.weak) + value(row.dormant);
    let largest = rows.iter().map(size).fold(0.0, f64::max);
    if largest <= 0.0 {
        return scene.nothing(
            "communities appear once contacts are seen with each other: import mail with several recipients, or a calendar",
        );
    }
    let texts = ["strong", "weak", "dormant"].map(str::to_owned);
    legend::keys(scene, &texts, |scene, (x, y), index| {
        let square = Rect { left: x - 6.0, top: y - 6.0, right: x + 6.0, bottom: y + 6.0 };
        block(scene, &square, [Fill::Full, Fill::Rim, Fill::Outline][index.min(2)]);
    });
    let body = scene.body;
    let top = body.top + 22.0;
    let bars = body.left + NAMES + 10.0;
    let attention = body.right - 170.0;
    let room = attention - bars - 60.0;
    scene.label("contacts", (bars, body.top + 6.0), Hold::Start);
    scene.label("share of your attention", (body.right, body.top + 6.0), Hold::End);
    let most = rows.iter().filter_map(|row| row.attention).filter(|share| share.is_finite()).fold(0.0, f64::max).max(1e-9);
    for (index, row) in rows.iter().enumerate() {
        let middle = top + (index as f64 + 0.5) * ROW;
        scene.line((body.left, middle - ROW / 2.0), (body.right, middle - ROW / 2.0), 1.0, GRID);
        let name = scene.bold_name(&row.name, NAMES, EM);
        let about = scene.name(&row.about, NAMES, EM);
        scene.words(name, (body.left, if about.is_empty() { middle + 4.6 } else { middle - 3.5 }), EM, INK, Hold::Start, true);
        scene.words(about, (body.left, middle + 13.5), EM, MUTED, Hold::Start, false);
        let mut x = bars;
        for (count, fill) in [(row.strong, Fill::Full), (row.weak, Fill::Rim), (row.dormant, Fill::Outline)] {
            let width = room * value(count) / largest;
            if count > 0 {
                let bar = Rect { left: x, top: middle - 10.0, right: (x + width).max(x + 4.0), bottom: middle + 10.0 };
                block(scene, &bar, fill);
                let written = number::count(count);
                if super::font::width(&written, EM, false) + 6.0 < width {
                    let color = if fill == Fill::Full { palette::WHITE } else { INK };
                    scene.words(written, (x + width / 2.0, middle + 4.6), EM, color, Hold::Middle, false);
                }
                x += width.max(4.0);
            }
        }
        scene.words(number::decimal(size(row), 0), (x + 8.0, middle + 4.6), EM, INK, Hold::Start, true);
        if let Some(share) = row.attention.filter(|share| share.is_finite()) {
            let reach = 108.0 * share.clamp(0.0, 1.0) / most.min(1.0);
            let bar = Rect { left: attention, top: middle - 5.0, right: attention + reach, bottom: middle + 5.0 };
            scene.area(bar.corners(), palette::tint(INK, 0.55), 1.0);
            scene.words(number::percent(share), (attention + reach + 8.0, middle + 4.6), EM, INK, Hold::Start, false);
        }
    }
    scene.set_body_height(top + rows.len() as f64 * ROW + 4.0 - body.top);
}

/// A piece of a bar: dark for strong, pale for weak, only its rim for dormant.
fn block(scene: &mut Scene, bar: &Rect, fill: Fill) {
    let colors: (Color, Color) = match fill {
        Fill::Full => (BLUE, BLUE),
        Fill::Rim => (BLUE, palette::tint(BLUE, 0.32)),
        Fill::Outline => (palette::tint(BLUE, 0.6), palette::WHITE),
    };
    scene.area(bar.corners(), colors.0, 1.0);
    scene.area(bar.grown(-1.3).corners(), colors.1, 1.0);
}
