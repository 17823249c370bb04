//! Pushing marks apart until none overlaps.

use super::{Point, fit, length};

/// Up to this many people marks are kept from overlapping; above, they would be smaller than a pixel anyway.
pub(super) const PEOPLE_AT_MOST: usize = 1_000;
const ROUNDS: usize = 200;
/// Rounds in which newcomers look for room, and how much of the missing way they go at once.
const NEWCOMER_ROUNDS: usize = 40;
const NEWCOMER_STEP: f64 = 0.6;
/// Pushing outward widens the drawing, which is then scaled back: each further try asks for so much more room.
const GROWTH: f64 = 1.1;
const TRIES: usize = 8;

/// Moves people that are closer than two radii apart, as little as possible, and fits the result into −1 to 1.
pub(super) fn separate(places: &mut [Point], radius: f64) {
    let room = 2.0 * radius.min(0.5 / (places.len() as f64).sqrt());
    if room.is_nan() || room <= 0.0 {
        return;
    }
    let mut wanted = room;
    for _ in 0..TRIES {
        for _ in 0..ROUNDS {
            if !push(places, wanted) {
                break;
            }
        }
        let outside = places.iter().any(|place| place.0.abs() > 1.0 || place.1.abs() > 1.0);
        if !outside {
            return;
        }
        fit(places);
        // A try that moves nobody finds that the scaled drawing has room enough.
        wanted = if push(&mut places.to_vec(), room) { wanted * GROWTH } else { return };
    }
}

/// Pushes every two people closer than `room` half the missing way each; says whether there were any.
fn push(places: &mut [Point], room: f64) -> bool {
    // From left to right, only those within `room` to the right can be too close.
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0).then(a.cmp(&b)));
    let before = places.to_vec();
    let mut pushed = false;
    for (at, &left) in order.iter().enumerate() {
        for &right in &order[at + 1..] {
            if before[right].0 - before[left].0 >= room {
                break;
            }
            let (x, y) = (places[right].0 - places[left].0, places[right].1 - places[left].1);
            let distance = length((x, y));
            // A little more than needed, so that a later round finds them apart despite rounding.
            let missing = room * 1.000_1 - distance;
            if distance < room {
                let (x, y) = if distance > 0.0 { (x / distance, y / distance) } else { (0.0, 1.0) };
                places[left].0 -= x * missing / 2.0;
                places[left].1 -= y * missing / 2.0;
                places[right].0 += x * missing / 2.0;
                places[right].1 += y * missing / 2.0;
                pushed = true;
            }
        }
    }
    pushed
}

/// Moves the people from `first` on off the marks of others, which stay; in units of the drawing before it is scaled.
pub(super) fn push_newcomers(places: &mut [Point], first: usize, room: f64) {
    for _ in 0..NEWCOMER_ROUNDS {
        let mut pushed = false;
        for person in first..places.len() {
            let (x, y) = places[person];
            let mut push = (0.0, 0.0);
            for (other, &(other_x, other_y)) in places.iter().enumerate() {
                let away = (x - other_x, y - other_y);
                let distance = length(away);
                if other != person && distance < room {
                    let unit = if distance > 0.0 { (away.0 / distance, away.1 / distance) } else { (0.0, 1.0) };
                    push.0 += (room - distance) * unit.0;
                    push.1 += (room - distance) * unit.1;
                }
            }
            if length(push) > 0.0 {
                places[person] = (x + NEWCOMER_STEP * push.0, y + NEWCOMER_STEP * push.1);
                pushed = true;
            }
        }
        if !pushed {
            return;
        }
    }
}
