//! Contact by channel, month by month: live channels at the foot of each bar, written ones above.

use super::axis::{Frame, Scale};
use super::days::write_months;
use super::font;
use super::palette::{self, AXIS, Color, INK, MUTED};
use super::scene::{EM, Hold, Rect, Scene};
use crate::render::number;
use crate::report::{ChannelMix, ChannelMonths};

const MOST_MONTHS: usize = 24;
/// Channels of one nature with a shade of their own; the others share the last one.
const SHADES: usize = 3;

/// A layer of the bars: what it is called, its months, its colour, and whether it is striped.
struct Layer {
    name: String,
    live: Option<bool>,
    contacts: Vec<f64>,
    color: Color,
}

pub(super) fn draw(scene: &mut Scene, mix: &ChannelMix) {
    let skip = mix.months.len().saturating_sub(MOST_MONTHS);
    let months = mix.months.get(skip..).unwrap_or_default();
    let layers: Vec<Layer> =
        [Some(true), Some(false), None].into_iter().flat_map(|live| layers(&mix.channels, live, skip, months.len())).collect();
    let total = |month: usize, of: &dyn Fn(&Layer) -> bool| -> f64 {
        layers.iter().filter(|layer| of(layer)).filter_map(|layer| layer.contacts.get(month)).sum()
    };
    let highest = (0..months.len()).map(|month| total(month, &|_| true)).fold(0.0, f64::max);
    if highest <= 0.0 {
        return scene.nothing("bars appear once there is contact on some channel");
    }
    let body = scene.body;
    let rect = Rect { left: body.left + 40.0, top: body.top + 42.0, right: body.right - 180.0, bottom: body.bottom - 38.0 };
    let frame = Frame { rect, x: Scale::new(-0.5, months.len() as f64 - 0.5), y: Scale::around([0.0, highest].into_iter()) };
    frame.draw_y(scene, "", |value| number::decimal(value, 0));
    let is_told = layers.iter().any(|layer| layer.live.is_some());
    let told = if is_told { "; above each bar how much was live, in %" } else { "" };
    scene.label(format!("contacts in the month: people and days{told}"), (body.left, body.top + 6.0), Hold::Start);
    let half = ((rect.right - rect.left) / months.len().max(1) as f64 * 0.36).clamp(1.0, 26.0);
    for month in 0..months.len() {
        let x = frame.x_at(month as f64);
        let mut height = 0.0;
        for layer in &layers {
            let count = layer.contacts.get(month).copied().unwrap_or(0.0);
            if count > 0.0 {
                let bar = Rect { left: x - half, top: frame.y_at(height + count), right: x + half, bottom: frame.y_at(height) };
                segment(scene, &bar, layer);
                height += count;
            }
        }
        let known = total(month, &|layer| layer.live.is_some());
        if known > 0.0 && months.len() <= 13 {
            let share = number::percent(total(month, &|layer| layer.live == Some(true)) / known);
            let share = share.trim_end_matches('%').trim_end_matches('\u{202f}').to_owned();
            scene.words(share, (x, frame.y_at(height) - 6.0), EM, INK, Hold::Middle, false);
        }
    }
    scene.line((rect.left, rect.bottom), (rect.right, rect.bottom), 1.2, AXIS);
    write_months(scene, months, rect.bottom + 18.0, |month| frame.x_at(month as f64));
    write_key(scene, &layers, rect.right + 16.0, rect.top + 6.0);
}

/// The layers of one nature, strongest shade first; written ones are striped.
fn layers(channels: &[ChannelMonths], live: Option<bool>, skip: usize, months: usize) -> Vec<Layer> {
    let of: Vec<&ChannelMonths> = channels.iter().filter(|channel| channel.live == live).collect();
    let base = match live {
        Some(true) => palette::series(1),
        Some(false) => palette::BLUE,
        None => MUTED,
    };
    let counts = |channel: &ChannelMonths| -> Vec<f64> {
        (0..months).map(|month| channel.contacts.get(skip + month).copied().unwrap_or(0).min(100_000_000) as f64).collect()
    };
    let own = if of.len() > SHADES { SHADES - 1 } else { of.len() };
    let mut layers: Vec<Layer> = of
        .iter()
        .take(own)
        .enumerate()
        .map(|(shade, channel)| Layer {
            name: channel.name.clone(),
            live,
            contacts: counts(channel),
            color: palette::tint(base, [1.0, 0.68, 0.4][shade.min(SHADES - 1)]),
        })
        .collect();
    if of.len() > own {
        let mut contacts = vec![0.0; months];
        for channel in of.iter().skip(own) {
            contacts.iter_mut().zip(counts(channel)).for_each(|(sum, count)| *sum += count);
        }
        let name = format!("{} others", number::count(of.len() - own));
        layers.push(Layer { name, live, contacts, color: palette::tint(base, 0.4) });
    }
    layers.retain(|layer| layer.contacts.iter().any(|count| *count > 0.0));
    layers
}

/// A piece of a bar. What was written has a light stripe, so that the two are told apart without their colour.
fn segment(scene: &mut Scene, bar: &Rect, layer: &Layer) {
    scene.area(bar.corners(), layer.color, 1.0);
    if layer.live == Some(false) {
        let third = (bar.right - bar.left) / 3.0;
        let stripe = Rect { left: bar.left + third, right: bar.right - third, ..*bar };
        scene.area(stripe.corners(), palette::tint(palette::BLUE, 0.25), 1.0);
    }
    // A hairline parts it from the next.
    scene.line((bar.left, bar.top), (bar.right, bar.top), 1.0, palette::WHITE);
}

/// The layers as they lie on each other, the topmost first, under what they are.
fn write_key(scene: &mut Scene, layers: &[Layer], left: f64, top: f64) {
    let mut y = top;
    let mut last: Option<Option<bool>> = None;
    for layer in layers.iter().rev() {
        if last != Some(layer.live) {
            let head = match layer.live {
                Some(true) => "live: meetings, calls",
                Some(false) => "written",
                None => "of unknown kind",
            };
            y += if last.is_some() { 14.0 } else { 0.0 };
            scene.words(head, (left, y), EM, INK, Hold::Start, true);
            y += 22.0;
            last = Some(layer.live);
        }
        let square = Rect { left, top: y - 11.0, right: left + 15.0, bottom: y + 3.0 };
        segment(scene, &square, layer);
        let sum: f64 = layer.contacts.iter().sum();
        let sum = number::decimal(sum, 0);
        let name = scene.name(&layer.name, 140.0 - font::width(&sum, EM, true), EM);
        let after = left + 22.0 + font::width(&name, EM, false) + 7.0;
        scene.words(name, (left + 22.0, y), EM, INK, Hold::Start, false);
        scene.words(sum, (after, y), EM, INK, Hold::Start, true);
        y += 21.0;
    }
}
