//! The ego's network: people as discs as large as the tie is strong, ties as lines as wide as they are likely to go on.

use super::legend::{self, Communities};
use super::palette::{GRID, INK, MUTED, TIE, WHITE};
use super::place::{Named, Placer};
use super::scene::{Hold, Point, Rect, Scene};
use crate::report::{EgoMap, MapPerson};

const LABEL_WIDTH: f64 = 140.0;

pub(super) fn draw(scene: &mut Scene, map: &EgoMap) {
    if map.people.len() < 2 {
        return scene.nothing("the map appears once there are people around you");
    }
    let communities = Communities::of(map.people.iter().skip(1).map(|person| person.community));
    communities.legend(scene, |scene, at, slot| legend::ring(scene, at, 6.5, slot));
    let explained = "disc: strength of the tie with you · line: odds of contact within 90 days";
    scene.words(explained, (scene.body.right, scene.height - 14.0), 11.5, MUTED, Hold::End, false);

    let body = scene.body;
    let field = Rect { left: body.left + 40.0, top: body.top + 26.0, right: body.right - 40.0, bottom: body.bottom - 26.0 };
    let places = places(&map.people, &field);
    // Many people get smaller discs: together they cover about the same share of the map.
    let size = (40.0 / map.people.len() as f64).sqrt().clamp(0.45, 1.0);
    let radius = |person: &MapPerson| {
        let strength = person.strength.filter(|strength| strength.is_finite()).map_or(0.0, |strength| strength.clamp(0.0, 100.0));
        (4.5 + 13.5 * (strength / 100.0).sqrt()) * size
    };

    draw_ties(scene, map, &places);
    let mut placer =
        Placer::new(Rect { left: body.left - 12.0, top: body.top - 4.0, right: body.right + 12.0, bottom: body.bottom + 4.0 });
    let mut named: Vec<Named> = Vec::new();
    for (index, (person, place)) in map.people.iter().zip(&places).enumerate().skip(1) {
        let Some(at) = *place else { continue };
        let radius = radius(person);
        legend::ring(scene, at, radius, communities.slot(person.community));
        placer.take_disc(at, radius);
        if person.labelled && index > 0 {
            named.push(Named { name: scene.name(&person.name, LABEL_WIDTH, 12.0), at, radius });
        }
    }
    if let (Some(ego), Some(Some(at))) = (map.people.first(), places.first()) {
        scene.disc(*at, 14.0, WHITE);
        scene.disc(*at, 12.0, INK);
        placer.take_disc(*at, 13.0);
        if ego.labelled {
            named.insert(0, Named { name: scene.name(&ego.name, LABEL_WIDTH, 12.0), at: *at, radius: 13.0 });
        }
    }
    placer.write(scene, &named);
}

/// Lines between people, the likeliest last so that they lie on top; those of the ego are paler, for everybody has one.
fn draw_ties(scene: &mut Scene, map: &EgoMap, places: &[Option<Point>]) {
    let mut ties: Vec<&(usize, usize, f64)> = map.ties.iter().filter(|(_, _, odds)| odds.is_finite()).collect();
    ties.sort_by(|a, b| {
        let of_ego = |tie: &(usize, usize, f64)| tie.0 == 0 || tie.1 == 0;
        of_ego(b).cmp(&of_ego(a)).then(a.2.total_cmp(&b.2)).then((a.0, a.1).cmp(&(b.0, b.1)))
    });
    for (from, to, odds) in ties {
        if let (Some(Some(start)), Some(Some(end))) = (places.get(*from), places.get(*to)) {
            let (color, share) = if *from == 0 || *to == 0 { (GRID, 0.6) } else { (TIE, 1.0) };
            scene.line(*start, *end, share * (0.8 + 2.6 * odds.clamp(0.0, 1.0)), color);
        }
    }
}

/// Map positions with the ego in the centre, stretched so that the furthest reach the rim of the field; `None` for positions that
/// are no numbers.
fn places(people: &[MapPerson], field: &Rect) -> Vec<Option<Point>> {
    let usable = |person: &&MapPerson| person.x.is_finite() && person.y.is_finite();
    let (ego_x, ego_y) = people.first().filter(usable).map_or((0.0, 0.0), |ego| (ego.x, ego.y));
    let furthest = |of: &dyn Fn(&MapPerson) -> f64| {
        let reach = people.iter().filter(usable).map(|person| of(person).abs()).fold(0.0, f64::max);
        if reach > 1e-9 && reach.is_finite() { reach } else { 1.0 }
    };
    let (across, down) = (furthest(&|person| person.x - ego_x), furthest(&|person| person.y - ego_y));
    let (half_width, half_height) = ((field.right - field.left) / 2.0, (field.bottom - field.top) / 2.0);
    people
        .iter()
        .map(|person| {
            usable(&person).then(|| {
                let (x, y) = (((person.x - ego_x) / across).clamp(-1.0, 1.0), ((person.y - ego_y) / down).clamp(-1.0, 1.0));
                (field.left + half_width * (1.0 + x), field.top + half_height * (1.0 + y))
            })
        })
        .collect()
}
