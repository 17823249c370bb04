//! Scales, ticks and the frame of charts with two axes.

use super::palette::{AXIS, GRID, MUTED};
use super::scene::{EM, Hold, Point, Rect, Scene};
use crate::render::number;

/// A linear scale between two finite, different ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// A scale; ends that are no numbers, equal or swapped give the scale from 0 to 1.
    pub(super) fn new(low: f64, high: f64) -> Self {
        let usable = low.is_finite() && high.is_finite() && high > low && (high - low).is_finite();
        if usable { Self { low, high } } else { Self { low: 0.0, high: 1.0 } }
    }

    /// A scale over values with round ends, 0 included when the values come near it.
    pub(super) fn around(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values
            .filter(|value| value.is_finite() && value.abs() < 1e15)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return Self { low: 0.0, high: 1.0 };
        }
        let near_zero = (0.0..=1.0_f64.max(high * 0.6)).contains(&low);
        let low = if near_zero || (low > 0.0 && low >= high) { 0.0 } else { low };
        let spread = if high > low { high - low } else { high.abs().max(1.0) };
        let step = round_step(spread / 4.0);
        let (floor, ceiling) = ((low / step).floor() * step, (high / step).ceil() * step);
        Self::new(floor, if ceiling > floor { ceiling } else { floor + step })
    }

    /// The place of a value, 0 at the low end and 1 at the high end; clamped.
    pub(super) fn share(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// About four round values and the decimals they need.
    pub(super) fn ticks(&self) -> (Vec<f64>, usize) {
        let step = round_step((self.high - self.low) / 4.0);
        let is_whole = |decimals: &i32| {
            let shifted = step * 10_f64.powi(*decimals);
            (shifted - shifted.round()).abs() < 1e-6 * shifted
        };
        let decimals = (0..6).find(is_whole).unwrap_or(6) as usize;
        let first = (self.low / step).ceil();
        let ticks = (0..12).map(|index| (first + f64::from(index)) * step).take_while(|tick| *tick <= self.high + step * 1e-6);
        (ticks.collect(), decimals)
    }
}

/// The next 1, 2, 2.5 or 5 times a power of ten.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.max(1e-9).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(power * 10.0)
}

/// The rectangle between the axes and its two scales.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) rect: Rect,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

impl Frame {
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        (self.x_at(x), self.y_at(y))
    }

    pub(super) fn x_at(&self, value: f64) -> f64 {
        self.rect.left + self.x.share(value) * (self.rect.right - self.rect.left)
    }

    pub(super) fn y_at(&self, value: f64) -> f64 {
        self.rect.bottom - self.y.share(value) * (self.rect.bottom - self.rect.top)
    }

    /// Horizontal grid lines with their values, and what they measure, written above the axis.
    pub(super) fn draw_y(&self, scene: &mut Scene, title: &str, written: impl Fn(f64) -> String) {
        for tick in self.y.ticks().0 {
            let y = self.y_at(tick);
            scene.line((self.rect.left, y), (self.rect.right, y), 1.0, GRID);
            scene.label(written(tick), (self.rect.left - 8.0, y + 4.0), Hold::End);
        }
        scene.words(title, (scene.body.left, self.rect.top - 14.0), EM, MUTED, Hold::Start, false);
    }

    /// The base line and values below it.
    pub(super) fn draw_x(&self, scene: &mut Scene, title: &str, ticks: &[(f64, String)]) {
        let bottom = self.rect.bottom;
        scene.line((self.rect.left, bottom), (self.rect.right, bottom), 1.2, AXIS);
        for (tick, written) in ticks {
            let x = self.x_at(*tick);
            scene.line((x, bottom), (x, bottom + 5.0), 1.2, AXIS);
            scene.label(written.clone(), (x, bottom + 19.0), Hold::Middle);
        }
        scene.words(title, (self.rect.right, bottom + 38.0), EM, MUTED, Hold::End, false);
    }

    /// The ticks of the horizontal scale, written as numbers.
    pub(super) fn x_numbers(&self) -> Vec<(f64, String)> {
        let (ticks, decimals) = self.x.ticks();
        ticks.into_iter().map(|tick| (tick, number::decimal(tick, decimals))).collect()
    }
}

/// Heights for labels at line ends that want these heights: in order, at least `gap` apart, within the bounds. Those that no
/// longer fit, the last ones, get none.
pub(super) fn spread(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<Option<f64>> {
    let room = ((bottom - top) / gap).floor().max(0.0) as usize + 1;
    let mut order: Vec<usize> = (0..wanted.len()).take(room).collect();
    order.sort_by(|a, b| wanted.get(*a).zip(wanted.get(*b)).map_or(std::cmp::Ordering::Equal, |(a, b)| a.total_cmp(b)));
    let mut heights: Vec<f64> = order.iter().filter_map(|index| wanted.get(*index)).map(|y| y.clamp(top, bottom)).collect();
    let mut least = top;
    for height in &mut heights {
        *height = height.max(least);
        least = *height + gap;
    }
    let mut most = bottom;
    for height in heights.iter_mut().rev() {
        *height = height.min(most);
        most = *height - gap;
    }
    let mut placed = vec![None; wanted.len()];
    for (index, height) in order.into_iter().zip(heights) {
        if let Some(place) = placed.get_mut(index) {
            *place = Some(height);
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Scale, spread};

    proptest! {
        #[test]
        fn every_scale_has_few_finite_ticks(values in proptest::collection::vec(proptest::num::f64::ANY, 0..8)) {
            let scale = Scale::around(values.iter().copied());
            let (ticks, _) = scale.ticks();
            prop_assert!((1..=12).contains(&ticks.len()), "{scale:?}");
            prop_assert!(ticks.iter().all(|tick| tick.is_finite()));
        }

        #[test]
        fn spread_labels_keep_their_distance(wanted in proptest::collection::vec(-50.0_f64..500.0, 0..60)) {
            let placed = spread(&wanted, 15.0, 0.0, 400.0);
            let mut heights: Vec<f64> = placed.into_iter().flatten().collect();
            heights.sort_by(f64::total_cmp);
            prop_assert_eq!(heights.len(), wanted.len().min(27));
            prop_assert!(heights.windows(2).all(|pair| pair[1] - pair[0] > 14.999));
            prop_assert!(heights.iter().all(|height| (-1e-9..=400.0).contains(height)));
        }
    }
}
