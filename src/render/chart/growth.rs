//! How a cost grows with the data: both axes by powers of ten, so that what grows in proportion is a straight line of slope one.

use super::axis::{self, Frame, Scale};
use super::legend;
use super::palette::{self, AXIS, GRID, MUTED};
use super::scene::{EM, Hold, Mark, Point, Rect, Scene};
use crate::render::number;

const RADIUS: f64 = 4.2;
/// Powers of ten that are drawn, from the least.
const LEAST: f64 = -9.0;
const MOST: f64 = 15.0;
/// Within so few powers of ten there are values between them.
const FEW: usize = 3;

/// One cost as the data grows.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthLine {
    /// What costs it.
    pub name: String,
    /// Sizes and the cost at each, ascending in size. What is not positive and finite is left out.
    pub points: Vec<(f64, f64)>,
}

/// A chart of costs over sizes.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// The finding.
    pub title: String,
    /// What it rests on, at the foot.
    pub foot: String,
    /// What is counted, below the horizontal axis.
    pub sizes: String,
    /// What is measured, above the vertical axis.
    pub costs: String,
    /// The unit of a cost.
    pub unit: String,
    /// The lines; at most six are drawn.
    pub lines: Vec<GrowthLine>,
}

pub(super) fn draw(scene: &mut Scene, growth: &Growth) {
    let sound = |value: f64| Some(value.log10()).filter(|power| (LEAST..=MOST).contains(power));
    let lines: Vec<(&str, Vec<(f64, f64)>)> = growth
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.points.iter().filter_map(|(x, y)| sound(*x).zip(sound(*y))).collect::<Vec<_>>()))
        .filter(|(_, points)| !points.is_empty())
        .take(palette::SLOTS)
        .collect();
    if lines.is_empty() {
        return scene.nothing("lines appear once something was measured");
    }
    scene.explain("Both axes by powers of ten. Dashes: what grows in proportion to the data.");
    let body = scene.body;
    let rect = Rect { left: body.left + 72.0, top: body.top + 26.0, right: body.right - 150.0, bottom: body.bottom - 42.0 };
    let all = || lines.iter().flat_map(|(_, points)| points);
    let x = around(all().map(|(x, _)| *x));
    let y = around(all().map(|(_, y)| *y));
    let frame = Frame { rect, x: Scale::new(x.0, x.1), y: Scale::new(y.0, y.1) };
    for tick in ticks(y) {
        let height = frame.y_at(tick.log10());
        scene.line((rect.left, height), (rect.right, height), 1.0, GRID);
        scene.label(cost(tick, &growth.unit), (rect.left - 8.0, height + 4.0), Hold::End);
    }
    scene.words(growth.costs.clone(), (body.left, rect.top - 14.0), EM, MUTED, Hold::Start, false);
    let decades: Vec<(f64, String)> = powers(x, &[1.0]).into_iter().map(|tick| (tick.log10(), size(tick))).collect();
    frame.draw_x(scene, &growth.sizes, &decades);
    proportional(scene, &frame, x, y);

    let paths: Vec<Vec<Point>> = lines.iter().map(|(_, points)| points.iter().map(|(x, y)| frame.at(*x, *y)).collect()).collect();
    let ends: Vec<f64> = paths.iter().map(|path| path.last().map_or(rect.bottom, |end| end.1)).collect();
    let heights = axis::spread(&ends, 36.0, rect.top + 6.0, rect.bottom - 20.0);
    for (slot, ((name, points), (path, height))) in lines.iter().zip(paths.into_iter().zip(heights)).enumerate() {
        let color = palette::series(slot);
        scene.marks.push(Mark::Stroke { points: path.clone(), width: 2.2, color });
        for at in &path {
            legend::shape(scene, *at, RADIUS, slot);
        }
        let (Some(end), Some(height), Some(last)) = (path.last(), height, points.last()) else { continue };
        scene.line((end.0 + 7.0, end.1), (rect.right + 18.0, height), 1.0, palette::tint(color, 0.6));
        let x = rect.right + 23.0;
        let name = scene.bold_name(name, 124.0, EM);
        scene.words(name, (x, height + 4.5), EM, color, Hold::Start, true);
        scene.words(cost(10_f64.powf(last.1), &growth.unit), (x, height + 20.5), EM, MUTED, Hold::Start, false);
    }
}

/// Whole powers of ten around powers.
fn around(powers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = powers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), power| (low.min(power), high.max(power)));
    let (floor, ceiling) = ((low + 1e-6).floor(), (high - 1e-6).ceil());
    (floor, if ceiling > floor { ceiling } else { floor + 1.0 })
}

/// The powers of ten between two, and where they are few their doubles and fives.
fn ticks((low, high): (f64, f64)) -> Vec<f64> {
    let are_few = ((high - low).round() as usize) < FEW;
    powers((low, high), if are_few { &[1.0, 2.0, 5.0] } else { &[1.0] })
}

/// These multiples of the powers of ten between two.
fn powers((low, high): (f64, f64), factors: &[f64]) -> Vec<f64> {
    let steps = 0..=(high - low).round() as i32;
    let all = steps.flat_map(|step| factors.iter().map(move |factor| factor * 10_f64.powi(low as i32 + step)));
    all.filter(|tick| tick.log10() <= high + 1e-9).collect()
}

/// A dashed line of slope one through the middle.
fn proportional(scene: &mut Scene, frame: &Frame, x: (f64, f64), y: (f64, f64)) {
    let shift = f64::midpoint(y.0, y.1) - f64::midpoint(x.0, x.1);
    let (from, to) = (x.0.max(y.0 - shift), x.1.min(y.1 - shift));
    scene.dashes(frame.at(from, from + shift), frame.at(to, to + shift), 1.2, AXIS);
}

/// A cost with its unit, in about two digits.
fn cost(value: f64, unit: &str) -> String {
    let decimals = (1 - value.log10().floor() as i32).clamp(0, 9) as usize;
    let text = number::decimal(value, decimals);
    // A round value needs no zeros behind the point.
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{short}\u{202f}{unit}")
}

/// A round size in words.
fn size(value: f64) -> String {
    let (unit, word) = [(1e9, "billion"), (1e6, "million"), (1e3, "thousand")]
        .into_iter()
        .find(|(unit, _)| value >= *unit * 0.999)
        .unwrap_or((1.0, ""));
    format!("{} {word}", number::decimal(value / unit, 0)).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{around, cost, size, ticks};

    #[test]
    fn values_are_written_as_people_read_them() {
        let written: Vec<String> = [0.0312, 0.1, 1.0, 2.54, 15.7, 1234.0].into_iter().map(|value| cost(value, "s")).collect();
        assert_eq!(written, ["0.031\u{202f}s", "0.1\u{202f}s", "1\u{202f}s", "2.5\u{202f}s", "16\u{202f}s", "1234\u{202f}s"]);
        assert_eq!([1e4, 1e6, 1e8, 1.0].map(size), ["10 thousand", "1 million", "100 million", "1"]);
    }

    #[test]
    fn axes_begin_and_end_at_powers_of_ten() {
        assert_eq!(around([4.0, 6.99].into_iter()), (4.0, 7.0));
        assert_eq!(around([2.0].into_iter()), (2.0, 3.0));
        assert_eq!(ticks((1.0, 2.0)), [10.0, 20.0, 50.0, 100.0]);
        assert_eq!(ticks((4.0, 7.0)).len(), 4);
    }
}
