//! What became of the people met at each venue: the share still alive, with the interval it lies in.

use super::axis::{Frame, Scale};
use super::palette::{self, AXIS, BLUE, GRID, INK, MUTED};
use super::scene::{EM, Hold, Rect, Scene};
use crate::render::number;
use crate::report::VenueYield;

const MOST: usize = 12;
const ROW: f64 = 27.0;

pub(super) fn draw(scene: &mut Scene, venues: &[VenueYield]) {
    let sound = |venue: &&VenueYield| [venue.mean, venue.low, venue.high].iter().all(|value| value.is_finite());
    let all = venues.iter().rev().filter(sound).find(|venue| venue.name.is_none());
    let named: Vec<&VenueYield> = venues.iter().filter(sound).filter(|venue| venue.name.is_some()).collect();
    if named.is_empty() {
        return scene.nothing("venues appear once people are first met at one: import a calendar, or log --venue");
    }
    let rows: Vec<&VenueYield> = named.iter().take(MOST).copied().chain(all).collect();
    let body = scene.body;
    let rect = Rect {
        left: body.left + 290.0,
        top: body.top + 30.0,
        right: body.right - 14.0,
        bottom: body.top + 36.0 + rows.len() as f64 * ROW,
    };
    let frame = Frame { rect, x: Scale::new(0.0, 1.0), y: Scale::new(0.0, 1.0) };
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let x = frame.x_at(tick);
        scene.line((x, rect.top), (x, rect.bottom), 1.0, GRID);
        scene.label(number::percent(tick), (x, rect.bottom + 18.0), Hold::Middle);
    }
    scene.label("met", (rect.left - 62.0, body.top + 14.0), Hold::End);
    scene.label("alive", (rect.left - 14.0, body.top + 14.0), Hold::End);
    scene.label("met there and alive now, with 90 % interval", (rect.right, body.top + 14.0), Hold::End);
    if let Some(all) = all {
        let x = frame.x_at(all.mean);
        scene.dashes((x, rect.top), (x, rect.bottom), 1.2, AXIS);
    }
    for (row, venue) in rows.iter().enumerate() {
        let is_all = venue.name.is_none();
        let y = rect.top + 3.0 + (row as f64 + 0.5) * ROW;
        let color = if is_all { INK } else { BLUE };
        scene.line((frame.x_at(venue.low), y), (frame.x_at(venue.high), y), 3.0, palette::tint(color, 0.5));
        for end in [venue.low, venue.high] {
            let x = frame.x_at(end);
            scene.line((x, y - 4.5), (x, y + 4.5), 1.6, palette::tint(color, 0.5));
        }
        scene.disc((frame.x_at(venue.mean), y), 6.2, palette::WHITE);
        scene.disc((frame.x_at(venue.mean), y), 4.8, color);
        let name = venue.name.as_deref().unwrap_or("all venues");
        let name = if is_all { scene.bold_name(name, 196.0, EM) } else { scene.name(name, 196.0, EM) };
        scene.words(name, (body.left, y + 4.6), EM, INK, Hold::Start, is_all);
        scene.words(number::count(venue.met), (rect.left - 62.0, y + 4.6), EM, INK, Hold::End, is_all);
        scene.words(number::count(venue.alive), (rect.left - 14.0, y + 4.6), EM, INK, Hold::End, is_all);
    }
    scene.set_body_height(rect.bottom + 46.0 - body.top);
    if named.len() > MOST {
        let more = format!("and {} more: acquaint venues", number::count(named.len() - MOST));
        scene.words(more, (body.left, rect.bottom + 18.0), EM, MUTED, Hold::Start, false);
    }
    scene.explain("The dot leans towards all venues (dashed) where few were met, as if ten more had been.");
}
