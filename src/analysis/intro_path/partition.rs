//! The best simple paths of a corridor, one after the other.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

use super::corridor::{Corridor, Cost, plus};

/// Paths that begin alike and do not go on to some people: the best of them, or what it costs at least.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    cost: Cost,
    is_solved: bool,
    /// The whole path where it is known, else its beginning.
    path: Vec<u32>,
    /// How long the beginning is that all have in common, and whom none goes on to.
    common: usize,
    banned: Vec<u32>,
}

impl Ord for Part {
    /// What must be looked at first: of equal costs, the first in the order of people; a beginning comes before the paths that begin so.
    fn cmp(&self, other: &Self) -> Ordering {
        self.cost.cmp(&other.cost).then_with(|| self.path.cmp(&other.path)).then_with(|| self.common.cmp(&other.common))
    }
}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Finds the best simple paths, by cost, hops and people, by places; and how many parts were looked at. No more than are surely best.
pub(super) fn best_paths(corridor: &Corridor, k: usize) -> (Vec<Vec<u32>>, u64) {
    let mut queue: BinaryHeap<Reverse<Part>> = BinaryHeap::new();
    queue.extend(unsolved(corridor, &[corridor.from], Vec::new()).map(Reverse));
    let (mut best, mut considered) = (Vec::new(), 0);
    while let Some(Reverse(part)) = queue.pop() {
        considered += 1;
        if part.cost.0 > corridor.most {
            break;
        }
        if !part.is_solved {
            queue.extend(solve(corridor, part).map(Reverse));
            continue;
        }
        // All others of the part go another way, somewhere.
        for common in part.common..part.path.len() {
            let mut banned = if common == part.common { part.banned.clone() } else { Vec::new() };
            banned.push(part.path[common]);
            queue.extend(unsolved(corridor, &part.path[..common], banned).map(Reverse));
        }
        best.push(part.path);
        if best.len() == k {
            break;
        }
    }
    (best, considered)
}

/// What a path begins with costs.
fn cost_of(corridor: &Corridor, path: &[u32]) -> Cost {
    let hop = |ends: &[u32]| {
        let row = &corridor.hops[ends[0] as usize];
        row.binary_search_by_key(&ends[1], |hop| hop.0).map_or(0, |place| row[place].1)
    };
    path.windows(2).fold((0, 0), |sum, ends| plus(sum, (hop(ends), 1)))
}

/// What can follow a beginning, with what the best walk over it costs from there.
fn following<'a>(corridor: &'a Corridor, path: &'a [u32], banned: &'a [u32]) -> impl Iterator<Item = (Cost, u32)> + 'a {
    let row = path.last().map(|place| corridor.hops[*place as usize].as_slice()).unwrap_or_default();
    let allowed = row.iter().filter(|hop| !banned.contains(&hop.0) && !path.contains(&hop.0));
    allowed.filter_map(|&(next, cost, _)| Some((plus((cost, 1), corridor.left[next as usize]?), next)))
}

/// A part of which the best path is not known; `None` if it has none.
fn unsolved(corridor: &Corridor, path: &[u32], banned: Vec<u32>) -> Option<Part> {
    let (rest, _) = following(corridor, path, &banned).min()?;
    let cost = plus(cost_of(corridor, path), rest);
    Some(Part { cost, is_solved: false, path: path.to_vec(), common: path.len(), banned })
}

/// Finds the best path of a part.
fn solve(corridor: &Corridor, part: Part) -> Option<Part> {
    let (_, mut place) = following(corridor, &part.path, &part.banned).min()?;
    let mut path = part.path.clone();
    // The best walk; mostly it is simple.
    while !path.contains(&place) {
        path.push(place);
        if corridor.is_target(place) {
            return Some(Part { path, is_solved: true, ..part });
        }
        let left = corridor.left[place as usize];
        let on = corridor.hops[place as usize].iter();
        let is_best = |hop: &&(u32, u64, f64)| corridor.left[hop.0 as usize].map(|rest| plus((hop.1, 1), rest)) == left;
        place = on.into_iter().find(is_best)?.0;
    }
    let (cost, rest) = around(corridor, &part)?;
    let path = [part.path.as_slice(), &rest].concat();
    Some(Part { cost: plus(cost_of(corridor, &part.path), cost), path, is_solved: true, ..part })
}

/// The best way on from the beginning of a part that avoids it, and what it costs: by A*, for walks that must avoid nobody cost no
/// more.
fn around(corridor: &Corridor, part: &Part) -> Option<(Cost, Vec<u32>)> {
    let start = *part.path.last()?;
    let mut walks: BTreeMap<u32, Cost> = BTreeMap::from([(start, (0, 0))]);
    let mut queue: BinaryHeap<Reverse<(Cost, u32, Cost)>> = BinaryHeap::from([Reverse(((0, 0), start, (0, 0)))]);
    let mut best: Option<Cost> = None;
    let mut order: Vec<u32> = Vec::new();
    let is_open = |place: u32, next: u32| !part.path.contains(&next) && (place != start || !part.banned.contains(&next));
    while let Some(Reverse((whole, place, walk))) = queue.pop() {
        if best.is_some_and(|best| whole > best) {
            break;
        }
        if walks.get(&place) != Some(&walk) {
            continue;
        }
        order.push(place);
        if corridor.is_target(place) {
            best = Some(walk);
            continue;
        }
        for &(next, cost, _) in corridor.hops[place as usize].iter().filter(|hop| is_open(place, hop.0)) {
            let longer = plus(walk, (cost, 1));
            if let Some(left) = corridor.left[next as usize]
                && walks.get(&next).is_none_or(|known| longer < *known)
            {
                walks.insert(next, longer);
                queue.push(Reverse((plus(longer, left), next, longer)));
            }
        }
    }
    let best = best?;
    // Of equal ones, the first in the order of people: from who is on one, the first who is, too.
    let mut next_of: BTreeMap<u32, Option<u32>> = BTreeMap::new();
    order.sort_by_key(|place| Reverse(walks.get(place).copied()));
    for place in order {
        if corridor.is_target(place) {
            if walks.get(&place) == Some(&best) {
                next_of.insert(place, None);
            }
            continue;
        }
        let walk = walks.get(&place).copied()?;
        let mut on = corridor.hops[place as usize].iter().filter(|hop| is_open(place, hop.0));
        let next = on.find(|hop| next_of.contains_key(&hop.0) && walks.get(&hop.0) == Some(&plus(walk, (hop.1, 1))));
        if let Some(next) = next {
            next_of.insert(place, Some(next.0));
        }
    }
    let mut rest = Vec::new();
    let mut place = start;
    while let Some(next) = next_of.get(&place).copied().flatten() {
        rest.push(next);
        place = next;
    }
    Some((best, rest))
}
