//! A year of days, weeks as columns: on how many days there was contact, and with how many people.

use super::days::{day_number, month_and_day, month_name, weekday};
use super::palette::{self, BLUE, Color, GRID, INK, MUTED, PANEL};
use super::scene::{EM, Hold, Rect, Scene};
use crate::render::number;
use crate::report::Calendar;

/// Most days that are drawn, the last ones.
const MOST: usize = 371;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) fn draw(scene: &mut Scene, calendar: &Calendar) {
    let skip = calendar.people.len().saturating_sub(MOST);
    let people = calendar.people.get(skip..).unwrap_or_default();
    let first = day_number(&calendar.first_day).and_then(|day| day.checked_add(i32::try_from(skip).ok()?));
    let (Some(first), true) = (first, people.iter().flatten().any(|count| *count > 0)) else {
        return scene.nothing("days fill once there is contact in the last year");
    };
    let body = scene.body;
    let (left, top) = (body.left + 38.0, body.top + 16.0);
    let weeks = (weekday(first) + people.len()).div_ceil(7);
    let step = ((body.right - left) / weeks as f64).min(22.0);
    let side = step * 0.84;
    let levels = Levels::of(people);
    for (index, count) in people.iter().enumerate() {
        let place = weekday(first) + index;
        let (x, y) = (left + (place / 7) as f64 * step, top + (place % 7) as f64 * step);
        let square = Rect { left: x, top: y, right: x + side, bottom: y + side };
        match count {
            None => scene.disc((x + side / 2.0, y + side / 2.0), 1.0, GRID),
            Some(count) => scene.area(square.corners(), levels.color(*count), 1.0),
        }
    }
    write_months(scene, first, people.len(), (left, top - 8.0), step);
    for (row, name) in WEEKDAYS.iter().enumerate().step_by(2) {
        scene.label(*name, (left - 7.0, top + row as f64 * step + side * 0.5 + 4.5), Hold::End);
    }
    let under = top + 7.0 * step + 24.0;
    write_key(scene, &levels, under);
    weekdays(scene, people, first, under + 22.0);
}

/// Writes each month over the week in which its first day lies.
fn write_months(scene: &mut Scene, first: i32, days: usize, (left, baseline): (f64, f64), step: f64) {
    let mut free_from = f64::NEG_INFINITY;
    for index in 0..days {
        let Some((month, day)) = month_and_day(first.saturating_add(index as i32)) else { continue };
        if day != 1 && index != 0 {
            continue;
        }
        let x = left + ((weekday(first) + index) / 7) as f64 * step;
        let name = month_name(month);
        let is_cut = index == 0 && day > 20;
        if x >= free_from && !is_cut && x + super::font::width(name, EM, false) < scene.body.right {
            scene.label(name, (x, baseline), Hold::Start);
            free_from = x + super::font::width(name, EM, false) + 5.0;
        }
    }
}

/// The counts from which each darker colour begins.
struct Levels {
    from: Vec<usize>,
}

impl Levels {
    /// Four levels at about the quartiles of the days with contact, all different.
    fn of(people: &[Option<usize>]) -> Self {
        let mut busy: Vec<usize> = people.iter().flatten().copied().filter(|count| *count > 0).collect();
        busy.sort_unstable();
        let quantile = |share: f64| busy.get(((busy.len() as f64 * share) as usize).min(busy.len().saturating_sub(1))).copied();
        let mut from = vec![1];
        from.extend([0.4, 0.7, 0.93].into_iter().filter_map(quantile).filter(|count| *count > 1));
        from.sort_unstable();
        from.dedup();
        Self { from }
    }

    /// Lighter for less; the difference is one of lightness, not of hue.
    fn color(&self, count: usize) -> Color {
        match self.from.iter().rposition(|from| count >= *from) {
            None => PANEL,
            Some(level) => palette::tint(BLUE, [0.28, 0.52, 0.78, 1.0][level.min(3)]),
        }
    }

    /// What each colour stands for: `0`, `1–3`, `4 and more`.
    fn texts(&self) -> Vec<(usize, String)> {
        let mut texts = vec![(0, "none".to_owned())];
        for (place, from) in self.from.iter().enumerate() {
            let text = match self.from.get(place + 1) {
                Some(next) if *next == from + 1 => number::count(*from),
                Some(next) => format!("{}–{}", number::count(*from), number::count(next - 1)),
                None => format!("{} and more", number::count(*from)),
            };
            texts.push((*from, text));
        }
        texts
    }
}

fn write_key(scene: &mut Scene, levels: &Levels, baseline: f64) {
    let title = "people in contact that day:";
    scene.label(title, (scene.body.left, baseline), Hold::Start);
    let mut x = scene.body.left + super::font::width(title, EM, false) + 14.0;
    for (from, text) in levels.texts() {
        let square = Rect { left: x, top: baseline - 11.0, right: x + 13.0, bottom: baseline + 2.0 };
        scene.area(square.corners(), levels.color(from), 1.0);
        scene.label(text.clone(), (x + 18.0, baseline), Hold::Start);
        x += super::font::width(&text, EM, false) + 34.0;
    }
}

/// The days with contact by weekday, as a row of bars.
fn weekdays(scene: &mut Scene, people: &[Option<usize>], first: i32, top: f64) {
    let mut days = [(0_usize, 0_usize); 7];
    for (index, count) in people.iter().enumerate() {
        let entry = &mut days[(weekday(first) + index) % 7];
        entry.0 += usize::from(count.is_some_and(|count| count > 0));
        entry.1 += usize::from(count.is_some());
    }
    scene.label("weekdays: share of days with contact", (scene.body.left, top + 14.0), Hold::Start);
    let (left, width, height) = (scene.body.left, (scene.body.right - scene.body.left) / 7.0, 46.0);
    let base = top + 44.0 + height;
    for (row, (with, all)) in days.into_iter().enumerate() {
        let x = left + row as f64 * width;
        let share = if all > 0 { with as f64 / all as f64 } else { 0.0 };
        let bar = Rect { left: x, top: base - share * height, right: x + width - 14.0, bottom: base };
        scene.area(bar.corners(), palette::tint(BLUE, 0.78), 1.0);
        scene.line((x, base), (x + width - 14.0, base), 1.0, palette::AXIS);
        let middle = x + (width - 14.0) / 2.0;
        let written = if all > 0 { number::percent(share) } else { number::UNDEFINED.to_owned() };
        scene.words(written, (middle, bar.top - 6.0), EM, INK, Hold::Middle, false);
        scene.words(WEEKDAYS[row], (middle, base + 17.0), EM, MUTED, Hold::Middle, false);
    }
    scene.set_body_height(base + 26.0 - scene.body.top);
}
