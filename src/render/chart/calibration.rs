//! Predicted against observed: on the diagonal, what was said is what happened.

use super::axis::{Frame, Scale};
use super::legend;
use super::palette::{self, AXIS, MUTED};
use super::place::{Named, Placer};
use super::scene::{EM, Hold, Mark, Point, Rect, Scene};
use crate::render::number;
use crate::report::{Calibration, Tenth};

/// Most curves that can be told apart, and most tenths of each.
const CURVES: usize = 4;
const TENTHS: usize = 20;
const RADIUS: f64 = 5.5;

pub(super) fn draw(scene: &mut Scene, figure: &Calibration) {
    let curves: Vec<(&str, Vec<Tenth>)> = figure
        .curves
        .iter()
        .take(CURVES)
        .map(|(name, tenths)| {
            let sound = tenths.iter().filter(|(predicted, observed, _)| predicted.is_finite() && observed.is_finite());
            (name.as_str(), sound.take(TENTHS).copied().collect())
        })
        .collect();
    if curves.iter().all(|(_, tenths)| tenths.is_empty()) {
        return scene.nothing("predictions appear once there is a past longer than they look ahead");
    }
    let names: Vec<String> = curves.iter().map(|(name, _)| (*name).to_owned()).collect();
    legend::keys(scene, &names, |scene, at, slot| legend::shape(scene, at, RADIUS, slot));
    let body = scene.body;
    let rect = Rect { left: body.left + 44.0, top: body.top + 30.0, right: body.right - 6.0, bottom: body.bottom - 42.0 };
    let frame = Frame { rect, x: Scale::new(0.0, 100.0), y: Scale::new(0.0, 100.0) };
    frame.draw_y(scene, "contact that followed, in %", |value| number::decimal(value, 0));
    let counts = || curves.iter().flat_map(|(_, tenths)| tenths).map(|(_, _, count)| *count);
    let (fewest, most) = (counts().min().unwrap_or(0), counts().max().unwrap_or(0));
    // Tenths of one size need no number each.
    let is_even = most as f64 <= 1.2 * fewest as f64;
    let each =
        if is_even { format!("each mark: about {}", number::count(most)) } else { "beside each mark: how many".to_owned() };
    let title = format!("predicted contact within {} days, in % ({each} predictions)", figure.horizon_days);
    frame.draw_x(scene, &title, &frame.x_numbers());
    scene.dashes(frame.at(0.0, 0.0), frame.at(100.0, 100.0), 1.2, AXIS);

    let mut placer = Placer::new(rect);
    // Names keep clear of the diagonal by keeping clear of marks along it.
    for step in 1..40 {
        placer.take_disc(frame.at(f64::from(step) * 2.5, f64::from(step) * 2.5), 3.0);
    }
    let mut named: Vec<Named> = Vec::new();
    for (slot, (_, tenths)) in curves.iter().enumerate() {
        let at: Vec<Point> =
            tenths.iter().map(|(predicted, observed, _)| frame.at(100.0 * predicted, 100.0 * observed)).collect();
        if at.len() > 1 {
            scene.marks.push(Mark::Stroke { points: at.clone(), width: 1.6, color: palette::tint(palette::series(slot), 0.6) });
        }
        for (at, (_, _, count)) in at.into_iter().zip(tenths) {
            placer.take_disc(at, RADIUS + 1.0);
            legend::shape(scene, at, RADIUS, slot);
            if !is_even {
                named.push(Named { name: number::count(*count), at, radius: RADIUS });
            }
        }
    }
    let corner = (rect.left + 12.0, rect.top + 18.0);
    scene.words("more contact than predicted", corner, EM, MUTED, Hold::Start, false);
    placer.take(Rect { left: rect.left, top: rect.top, right: rect.left + 190.0, bottom: rect.top + 26.0 });
    scene.words("less contact than predicted", (rect.right - 12.0, rect.bottom - EM), EM, MUTED, Hold::End, false);
    placer.take(Rect { left: rect.right - 190.0, top: rect.bottom - 28.0, right: rect.right, bottom: rect.bottom });
    placer.write(scene, &named);
}
