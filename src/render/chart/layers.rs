//! The ties by rank: how strong they are in each of the layers that widen threefold.

use super::axis::{Frame, Scale};
use super::palette::{self, AXIS, BLUE, INK, MUTED};
use super::scene::{EM, Hold, Point, Rect, Scene};
use crate::analysis::weak_tie::WEAK_BELOW_STRENGTH;
use crate::render::number;
use crate::report::StrengthLayer;

/// More layers than this cannot be labelled.
const MOST: usize = 8;
/// Steps of one layer that are drawn; of more ties every n-th is.
const STEPS: usize = 120;

pub(super) fn draw(scene: &mut Scene, layers: &[StrengthLayer]) {
    let filled = layers.iter().rposition(|layer| !layer.strengths.is_empty());
    let Some(last) = filled else { return scene.nothing("layers fill once there are ties") };
    let shown = layers.get(..(last + 1).min(MOST)).unwrap_or(layers);
    scene.explain(
        "By rank, the strongest first; each layer with those before it holds about three times as many (5, 15, 50, 150).",
    );
    let body = scene.body;
    let rect = Rect { left: body.left + 34.0, top: body.top + 22.0, right: body.right, bottom: body.bottom - 62.0 };
    let frame = Frame { rect, x: Scale::new(0.0, shown.len() as f64), y: Scale::new(0.0, 100.0) };
    frame.draw_y(scene, "strength, 0 to 100", |value| number::decimal(value, 0));
    frame.draw_x(scene, "", &[]);
    for (index, layer) in shown.iter().enumerate() {
        draw_layer(scene, &frame, index, layer);
    }
    let strong = frame.y_at(WEAK_BELOW_STRENGTH);
    scene.dashes((rect.left, strong), (rect.right, strong), 1.2, AXIS);
    scene.words("strong", (rect.right - 4.0, strong - 5.0), EM, MUTED, Hold::End, false);
}

/// One layer: its ties side by side as one descending area, the room of a full layer across its width.
fn draw_layer(scene: &mut Scene, frame: &Frame, index: usize, layer: &StrengthLayer) {
    let sound: Vec<f64> = layer.strengths.iter().copied().filter(|strength| strength.is_finite()).collect();
    let holds = layer.last_rank.map_or(sound.len(), |last| (last + 1).saturating_sub(layer.first_rank)).max(sound.len()).max(1);
    let left = frame.x_at(index as f64) + 3.0;
    let width = frame.x_at(index as f64 + 1.0) - 3.0 - left;
    let step = sound.len().div_ceil(STEPS).max(1);
    let mut points: Vec<Point> = vec![(left, frame.rect.bottom)];
    for (rank, strength) in sound.iter().enumerate().step_by(step) {
        let (from, to) = (rank as f64 / holds as f64, (rank + step).min(sound.len()) as f64 / holds as f64);
        points.extend([(left + from * width, frame.y_at(*strength)), (left + to * width, frame.y_at(*strength))]);
    }
    if let (Some(last), false) = (points.last().copied(), sound.is_empty()) {
        points.push((last.0, frame.rect.bottom));
        scene.area(points, palette::tint(BLUE, 0.85 - 0.16 * index as f64), 1.0);
    }
    let middle = left + width / 2.0;
    let name = scene.bold_name(&layer.name, width, EM);
    scene.words(name, (middle, frame.rect.bottom + 18.0), EM, INK, Hold::Middle, true);
    let of = match layer.last_rank {
        Some(_) => format!("{} of {} ties", number::count(sound.len()), number::count(holds)),
        None => format!("{} ties", number::count(sound.len())),
    };
    let of = scene.name(&of, width, EM);
    scene.label(of, (middle, frame.rect.bottom + 35.0), Hold::Middle);
    let reached = match (sound.first(), sound.last()) {
        (Some(first), Some(last)) => format!("{} to {}", number::decimal(*first, 0), number::decimal(*last, 0)),
        _ => number::UNDEFINED.to_owned(),
    };
    scene.label(reached, (middle, frame.rect.bottom + 52.0), Hold::Middle);
}
