//! The ego's network: people as marks as large as the tie is strong, ties as lines as wide as they are likely to go on.

use std::collections::{BTreeMap, BTreeSet};

use super::legend::{self, Fill};
use super::palette::{self, GRID, INK, TIE, WHITE};
use super::place::{Named, Placer};
use super::scene::{EM, Point, Rect, Scene};
use crate::render::number;
use crate::report::{EgoMap, MapPerson, MapState};

const LABEL_WIDTH: f64 = 130.0;
/// Ties between others drawn for each person, on average.
const TIES_EACH: usize = 3;
/// More people than this are not moved apart.
const MOST_SEPARATED: usize = 400;
/// Ways out of one spot.
const TURNS: [Point; 5] = [(1.0, 0.0), (0.6, 0.8), (-0.8, 0.6), (-0.6, -0.8), (0.8, -0.6)];
/// The slots of those without a community of their own: in a small one, and seen with nobody else here.
const SMALL: usize = palette::SLOTS;
const ALONE: usize = palette::SLOTS + 1;

pub(super) fn draw(scene: &mut Scene, map: &EgoMap) {
    if map.people.len() < 2 {
        return scene.nothing("the map appears once there are people around you");
    }
    scene.set_body_height(520.0);
    let slots = slots(map);
    write_keys(scene, map, &slots);
    let mut explained = "A larger mark is a stronger tie with you; a wider line is a likelier contact within 90 days.".to_owned();
    if drawn_between(map) < between(map) {
        let (drawn, all) = (number::count(drawn_between(map)), number::count(between(map)));
        explained.push_str(&format!(" Of {all} ties between others the {drawn} likeliest are drawn."));
    }
    scene.explain(&explained);

    let body = scene.body;
    let field = Rect { left: body.left + 36.0, top: body.top + 18.0, right: body.right - 36.0, bottom: body.bottom - 18.0 };
    // Many people get smaller marks: together they cover about the same share of the map.
    let size = (40.0 / map.people.len() as f64).sqrt().clamp(0.45, 1.0);
    let radii: Vec<f64> =
        map.people.iter().enumerate().map(|(index, person)| if index == 0 { 12.0 } else { radius(person, size) }).collect();
    let mut places = places(&map.people, &field);
    separate(&mut places, &radii, &field);

    draw_ties(scene, map, &places);
    let mut placer = Placer::new(Rect { left: body.left, top: body.top, right: body.right, bottom: body.bottom });
    let mut named: Vec<Named> = Vec::new();
    for (index, (person, place)) in map.people.iter().zip(&places).enumerate().skip(1) {
        let (Some(at), Some(radius)) = (*place, radii.get(index).copied()) else { continue };
        draw_person(scene, at, radius, slots.get(index).copied().unwrap_or(ALONE), person.state);
        placer.take_disc(at, radius);
        if person.labelled {
            named.push(Named { name: scene.name(&person.name, LABEL_WIDTH, EM), at, radius });
        }
    }
    if let (Some(ego), Some(Some(at))) = (map.people.first(), places.first()) {
        scene.disc(*at, 13.5, WHITE);
        scene.disc(*at, 12.0, INK);
        scene.disc(*at, 4.0, WHITE);
        placer.take_disc(*at, 13.0);
        named.insert(0, Named { name: scene.name(&ego.name, LABEL_WIDTH, EM), at: *at, radius: 13.0 });
    }
    placer.write(scene, &named);
}

/// How large a mark is.
fn radius(person: &MapPerson, size: f64) -> f64 {
    let strength = person.strength.filter(|strength| strength.is_finite()).map_or(0.0, |strength| strength.clamp(0.0, 100.0));
    (5.0 + 11.0 * (strength / 100.0).sqrt()) * size
}

/// Filled for strong, a broad rim for weak, a thin one for dormant, a small ring for those only declared.
fn draw_person(scene: &mut Scene, at: Point, radius: f64, slot: usize, state: MapState) {
    match state {
        MapState::Strong => legend::mark(scene, at, radius, slot, Fill::Full),
        MapState::Weak => legend::mark(scene, at, radius, slot, Fill::Rim),
        MapState::Dormant => legend::mark(scene, at, radius, slot, Fill::Outline),
        MapState::Declared | MapState::Indirect | MapState::Unseen => {
            scene.disc(at, 3.4, palette::AXIS);
            scene.disc(at, 1.9, WHITE);
        }
    }
}

/// The slot of each person: that of a community with a name, the six largest of those; else small or alone.
fn slots(map: &EgoMap) -> Vec<usize> {
    let tied: BTreeSet<usize> = map.ties.iter().filter(|tie| tie.0 != 0 && tie.1 != 0).flat_map(|tie| [tie.0, tie.1]).collect();
    let largest = largest_groups(map);
    map.people
        .iter()
        .enumerate()
        .map(|(index, person)| {
            let own = largest.iter().position(|(group, _)| !person.group.is_empty() && *group == person.group);
            own.unwrap_or(if tied.contains(&index) { SMALL } else { ALONE })
        })
        .collect()
}

/// The named communities with a slot, the largest first, and how many people each has.
fn largest_groups(map: &EgoMap) -> Vec<(&str, usize)> {
    let mut sizes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for person in map.people.iter().skip(1).filter(|person| !person.group.is_empty()) {
        sizes.entry(&person.group).or_insert((0, person.community)).0 += 1;
    }
    let mut groups: Vec<(&str, (usize, usize))> = sizes.into_iter().collect();
    groups.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.1.1.cmp(&b.1.1)).then(a.0.cmp(b.0)));
    groups.into_iter().take(palette::SLOTS).map(|(group, (size, _))| (group, size)).collect()
}

/// What shape and colour mean, then what the filling means.
fn write_keys(scene: &mut Scene, map: &EgoMap, slots: &[usize]) {
    let mut entries: Vec<(usize, String, usize)> =
        largest_groups(map).into_iter().enumerate().map(|(slot, (group, size))| (slot, group.to_owned(), size)).collect();
    let people = || map.people.iter().zip(slots).skip(1).filter(|(person, _)| is_tied(person.state));
    for (slot, text) in [(SMALL, "in smaller communities"), (ALONE, "seen with nobody else here")] {
        let count = people().filter(|(_, of)| **of == slot).count();
        if count > 0 {
            entries.push((slot, text.to_owned(), count));
        }
    }
    let texts: Vec<(String, Option<usize>)> = entries.iter().map(|(_, text, count)| (text.clone(), Some(*count))).collect();
    legend::counted_keys(scene, &texts, |scene, at, index| {
        legend::shape(scene, at, 5.5, entries.get(index).map_or(ALONE, |(slot, ..)| *slot));
    });
    scene.body.top += 4.0;
    let mut states: Vec<(MapState, &str)> =
        vec![(MapState::Strong, "strong"), (MapState::Weak, "weak"), (MapState::Dormant, "dormant")];
    if map.people.iter().any(|person| person.state == MapState::Declared) {
        states.push((MapState::Declared, "declared, no contact seen"));
    }
    let texts: Vec<String> = states.iter().map(|(_, text)| (*text).to_owned()).collect();
    legend::keys(scene, &texts, |scene, at, index| {
        let state = states.get(index).map_or(MapState::Unseen, |(state, _)| *state);
        draw_person(scene, at, 6.0, SMALL, state);
    });
}

fn is_tied(state: MapState) -> bool {
    matches!(state, MapState::Strong | MapState::Weak | MapState::Dormant)
}

/// How many ties between others are drawn: the likeliest, a few for each person, or nothing would be seen for lines.
fn drawn_between(map: &EgoMap) -> usize {
    between(map).min(TIES_EACH * map.people.len())
}

fn between(map: &EgoMap) -> usize {
    map.ties.iter().filter(|tie| tie.0 != 0 && tie.1 != 0 && tie.2.is_finite()).count()
}

/// Lines between people, the likeliest last so that they lie on top; those of the ego are paler, for everybody has one.
fn draw_ties(scene: &mut Scene, map: &EgoMap, places: &[Option<Point>]) {
    let mut ties: Vec<&(usize, usize, f64)> = map.ties.iter().filter(|tie| tie.2.is_finite()).collect();
    let is_own = |tie: &(usize, usize, f64)| tie.0 == 0 || tie.1 == 0;
    ties.sort_by(|a, b| is_own(b).cmp(&is_own(a)).then(a.2.total_cmp(&b.2)).then((a.0, a.1).cmp(&(b.0, b.1))));
    let own = ties.iter().take_while(|tie| is_own(tie)).count();
    let left_out = ties.len() - own - drawn_between(map);
    ties.drain(own..own + left_out);
    for (from, to, odds) in ties {
        if let (Some(Some(start)), Some(Some(end))) = (places.get(*from), places.get(*to)) {
            let (color, share) = if *from == 0 || *to == 0 { (GRID, 0.6) } else { (TIE, 1.0) };
            scene.line(*start, *end, share * (0.8 + 2.6 * odds.clamp(0.0, 1.0)), color);
        }
    }
}

/// Map positions stretched over the field; `None` for positions that are no numbers.
fn places(people: &[MapPerson], field: &Rect) -> Vec<Option<Point>> {
    let usable = |person: &&MapPerson| person.x.is_finite() && person.y.is_finite();
    let range = |of: &dyn Fn(&MapPerson) -> f64| {
        let all = || people.iter().filter(usable).map(of);
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let spread = high - low;
        // Everybody on one spot stands in the middle.
        if spread > 1e-9 && spread.is_finite() { (low, spread) } else { (low - 0.5, 1.0) }
    };
    let ((left, across), (top, down)) = (range(&|person| person.x), range(&|person| person.y));
    let share = |value: f64, low: f64, spread: f64| ((value - low) / spread).clamp(0.0, 1.0);
    people
        .iter()
        .map(|person| {
            usable(&person).then(|| {
                let (x, y) = (share(person.x, left, across), share(person.y, top, down));
                (field.left + (field.right - field.left) * x, field.top + (field.bottom - field.top) * y)
            })
        })
        .collect()
}

/// Moves marks that lie on each other apart, the ego never, none out of the field. Those on one spot part in the order they come in.
fn separate(places: &mut [Option<Point>], radii: &[f64], field: &Rect) {
    if places.len() > MOST_SEPARATED {
        return;
    }
    for _ in 0..80 {
        let mut moved = false;
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let (Some(a), Some(b)) = (places[one], places[other]) else { continue };
                let least = radii.get(one).zip(radii.get(other)).map_or(0.0, |(a, b)| a + b + 3.0);
                let (dx, dy) = (b.0 - a.0, b.1 - a.1);
                let distance = (dx * dx + dy * dy).sqrt();
                if distance >= least {
                    continue;
                }
                moved = true;
                let (ux, uy) =
                    if distance > 1e-6 { (dx / distance, dy / distance) } else { TURNS[(one * 7 + other) % TURNS.len()] };
                let push = least - distance;
                let share = if one == 0 { 0.0 } else { 0.5 };
                let within = |at: Point| (at.0.clamp(field.left, field.right), at.1.clamp(field.top, field.bottom));
                places[one] = Some(if one == 0 { a } else { within((a.0 - ux * push * share, a.1 - uy * push * share)) });
                places[other] = Some(within((b.0 + ux * push * (1.0 - share), b.1 + uy * push * (1.0 - share))));
            }
        }
        if !moved {
            break;
        }
    }
}
