//! Communities as slots of colour and mark, and the line that explains them.

use std::collections::BTreeMap;

use super::font;
use super::palette::{self, Color, MUTED, WHITE};
use super::scene::{Hold, Point, Scene};

/// Which communities have a colour and mark of their own: the largest ones, in the order of their numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Communities {
    /// Number and size of each community with a slot.
    shown: Vec<(usize, usize)>,
    /// How many people are in the others.
    others: usize,
}

impl Communities {
    pub(super) fn of(numbers: impl Iterator<Item = usize>) -> Self {
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        for number in numbers {
            *sizes.entry(number).or_default() += 1;
        }
        let mut by_size: Vec<(usize, usize)> = sizes.into_iter().collect();
        by_size.sort_by_key(|(number, size)| (std::cmp::Reverse(*size), *number));
        let others = by_size.iter().skip(palette::SLOTS).map(|(_, size)| size).sum();
        by_size.truncate(palette::SLOTS);
        by_size.sort_unstable();
        Self { shown: by_size, others }
    }

    /// The slot of a community; the last one is shared by all that have none.
    pub(super) fn slot(&self, number: usize) -> usize {
        self.shown.iter().position(|(shown, _)| *shown == number).unwrap_or(palette::SLOTS)
    }

    /// Writes the legend on one line and moves the body below it.
    pub(super) fn legend(&self, scene: &mut Scene, mark: impl Fn(&mut Scene, Point, usize)) {
        let others = (self.others > 0).then_some((None, self.others));
        let mut at = (scene.body.left, scene.body.top + 2.0);
        for (slot, (number, size)) in self.shown.iter().map(|(n, size)| (Some(*n), *size)).chain(others).enumerate() {
            let name = number.map_or_else(|| "others".to_owned(), |number| format!("group {}", number.saturating_add(1)));
            let text = format!("{name} ({size})");
            let width = font::width(&text, 12.0, false) + 34.0;
            if at.0 + width > scene.body.right {
                at = (scene.body.left, at.1 + 20.0);
            }
            mark(scene, (at.0 + 6.0, at.1 - 4.0), if number.is_some() { slot } else { palette::SLOTS });
            scene.words(text, (at.0 + 18.0, at.1), 12.0, MUTED, Hold::Start, false);
            at.0 += width;
        }
        scene.body.top = at.1 + 14.0;
    }
}

/// The mark of a slot as a shape, so that colour is never the only difference.
pub(super) fn shape(scene: &mut Scene, (x, y): Point, radius: f64, slot: usize) {
    let color = palette::series(slot);
    let outlined = |scene: &mut Scene, points: &dyn Fn(f64) -> Vec<Point>| {
        scene.area(points(radius + 1.3), WHITE, 1.0);
        scene.area(points(radius), color, 1.0);
    };
    match slot {
        1 => outlined(scene, &|r| {
            vec![
                (x - r * 0.88, y - r * 0.88),
                (x + r * 0.88, y - r * 0.88),
                (x + r * 0.88, y + r * 0.88),
                (x - r * 0.88, y + r * 0.88),
            ]
        }),
        2 => outlined(scene, &|r| vec![(x, y - r * 1.15), (x + r * 1.1, y + r * 0.8), (x - r * 1.1, y + r * 0.8)]),
        3 => outlined(scene, &|r| vec![(x, y - r * 1.25), (x + r * 1.25, y), (x, y + r * 1.25), (x - r * 1.25, y)]),
        4 => outlined(scene, &|r| vec![(x, y + r * 1.15), (x + r * 1.1, y - r * 0.8), (x - r * 1.1, y - r * 0.8)]),
        5 => outlined(scene, &|r| {
            let arm = r * 0.42;
            vec![
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
            ]
        }),
        0 => {
            scene.disc((x, y), radius + 1.3, WHITE);
            scene.disc((x, y), radius, color);
        }
        _ => {
            scene.disc((x, y), radius, color);
            scene.disc((x, y), radius - 2.0, WHITE);
        }
    }
}

/// The mark of a slot as a disc with a ring style of its own.
pub(super) fn ring(scene: &mut Scene, at: Point, radius: f64, slot: usize) {
    let color: Color = palette::series(slot);
    scene.disc(at, radius + 1.4, WHITE);
    scene.disc(at, radius, color);
    match slot {
        0 => {}
        1 => {
            scene.disc(at, radius * 0.72, WHITE);
            scene.disc(at, radius * 0.5, color);
        }
        2 => scene.disc(at, radius * 0.34, WHITE),
        3 => {
            scene.disc(at, radius * 0.78, palette::tint(color, 0.35));
        }
        4 => {
            scene.disc(at, radius * 0.82, WHITE);
            scene.disc(at, radius * 0.66, color);
            scene.disc(at, radius * 0.3, WHITE);
        }
        5 => scene.disc(at, radius * 0.62, WHITE),
        _ => scene.disc(at, radius * 0.7, palette::tint(color, 0.2)),
    }
}
