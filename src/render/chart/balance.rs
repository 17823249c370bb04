//! Who acts and who gives, tie by tie: bars to the right for the ego, to the left for the alter.

use super::palette::{self, AXIS, BLUE, Color, GRID, INK, MUTED};
use super::scene::{EM, Hold, Rect, Scene};
use crate::render::number;
use crate::report::TieBalance;

const MOST: usize = 16;
const ROW: f64 = 25.0;

/// One diverging scale: the middle line, the width of one side, and what a full side stands for.
struct Sides {
    middle: f64,
    width: f64,
    most: f64,
}

pub(super) fn draw(scene: &mut Scene, ties: &[TieBalance]) {
    let ties = ties.get(..MOST).unwrap_or(ties);
    let value = |count: usize| count.min(1_000_000_000) as f64;
    let most = |of: fn(&TieBalance) -> [usize; 2]| ties.iter().flat_map(of).map(value).fold(0.0, f64::max);
    let (acts, gifts) = (most(|tie| [tie.in_days, tie.out_days]), most(|tie| [tie.taken, tie.given]));
    if acts + gifts <= 0.0 {
        return scene.nothing("bars appear once there are messages or favours of known direction in the last year");
    }
    let body = scene.body;
    let names = 206.0;
    let rest = body.right - body.left - names;
    // Without favours the acts have all the room.
    let (acts_share, gifts_share) = if gifts > 0.0 { (0.6, 0.4) } else { (1.0, 0.0) };
    let side = |share: f64| rest * share / 2.0 - 34.0;
    let acts = Sides { middle: body.left + names + rest * acts_share / 2.0, width: side(acts_share), most: acts };
    let gifts = Sides { middle: body.right - rest * gifts_share / 2.0, width: side(gifts_share), most: gifts };
    let top = body.top + 42.0;
    let bottom = top + ties.len() as f64 * ROW;
    head(scene, &acts, ("they act", "you act"), "days in a year", body.top);
    if gifts.most > 0.0 {
        head(scene, &gifts, ("you asked, got", "you gave"), "favours in a year", body.top);
    }
    for (row, tie) in ties.iter().enumerate() {
        let middle = top + (row as f64 + 0.5) * ROW;
        if row > 0 {
            scene.line((body.left, middle - ROW / 2.0), (body.right, middle - ROW / 2.0), 1.0, GRID);
        }
        let name = scene.name(&tie.name, names - 12.0, EM);
        scene.words(name, (body.left, middle + 4.6), EM, INK, Hold::Start, false);
        bars(scene, &acts, middle, (value(tie.in_days), value(tie.out_days)));
        if gifts.most > 0.0 {
            bars(scene, &gifts, middle, (value(tie.taken), value(tie.given)));
        }
    }
    for sides in [acts, gifts].iter().filter(|sides| sides.most > 0.0) {
        scene.line((sides.middle, top - 2.0), (sides.middle, bottom + 2.0), 1.2, AXIS);
    }
    scene.set_body_height(bottom + 8.0 - body.top);
}

fn head(scene: &mut Scene, sides: &Sides, (left, right): (&str, &str), unit: &str, top: f64) {
    scene.words(unit, (sides.middle, top + 8.0), EM, MUTED, Hold::Middle, false);
    scene.words(format!("← {left}"), (sides.middle - 8.0, top + 29.0), EM, theirs(), Hold::End, true);
    scene.words(format!("{right} →"), (sides.middle + 8.0, top + 29.0), EM, BLUE, Hold::Start, true);
}

fn theirs() -> Color {
    palette::series(1)
}

/// Both sides of a row with their counts at the ends; a side without any has no bar.
fn bars(scene: &mut Scene, sides: &Sides, middle: f64, (left, right): (f64, f64)) {
    let (top, bottom) = (middle - ROW * 0.32, middle + ROW * 0.32);
    for (count, way, color, hold) in [(left, -1.0, theirs(), Hold::End), (right, 1.0, BLUE, Hold::Start)] {
        let reach = sides.middle + way * sides.width * count / sides.most;
        if count > 0.0 {
            let bar = Rect { left: reach.min(sides.middle), top, right: reach.max(sides.middle), bottom };
            scene.area(bar.corners(), palette::tint(color, 0.85), 1.0);
        }
        scene.words(number::decimal(count, 0), (reach + way * 6.0, middle + 4.6), EM, MUTED, hold, false);
    }
}
