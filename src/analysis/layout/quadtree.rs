//! A quadtree of masses: far groups of people repel as one.

use super::Point;

/// A cell this many times farther away than it is wide counts as one mass; larger is faster and coarser.
const WIDTH_TO_DISTANCE: f64 = 1.2;
/// People closer together than the width divided by 2 to this power share a cell.
const DEPTH_AT_MOST: u32 = 24;
const NONE: u32 = u32::MAX;

/// One square of the plane. A leaf holds one person, or several at nearly the same place.
#[derive(Clone, Copy)]
struct Cell {
    mass: f64,
    /// While the tree is built, the sum of mass × place; afterwards divided by the mass: the centre.
    centre: Point,
    /// The first of four children, which stand in a row; `NONE` in a leaf.
    children: u32,
}

const EMPTY: Cell = Cell { mass: 0.0, centre: (0.0, 0.0), children: NONE };

/// All people by place, for one step of the layout.
pub(super) struct Quadtree {
    cells: Vec<Cell>,
    width: f64,
}

impl Quadtree {
    pub(super) fn new(places: &[Point], masses: &[f64]) -> Self {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for &(x, y) in places {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let width = (high.0 - low.0).max(high.1 - low.1).max(f64::MIN_POSITIVE);
        let mut tree = Self { cells: Vec::with_capacity(places.len() * 2), width };
        tree.cells.push(EMPTY);
        for (&place, &mass) in places.iter().zip(masses) {
            tree.insert(low, place, mass);
        }
        for cell in tree.cells.iter_mut().filter(|cell| cell.mass > 0.0) {
            cell.centre = (cell.centre.0 / cell.mass, cell.centre.1 / cell.mass);
        }
        tree
    }

    fn insert(&mut self, mut corner: Point, place: Point, mass: f64) {
        let (mut cell, mut width) = (0, self.width);
        for _ in 0..DEPTH_AT_MOST {
            let Cell { mass: there, centre: moment, children } = self.cells[cell];
            if there == 0.0 {
                break;
            }
            self.add(cell, place, mass);
            let children = if children == NONE {
                // Whoever was alone here moves one level down to make room.
                let first = self.cells.len() as u32;
                self.cells.extend([EMPTY; 4]);
                self.cells[cell].children = first;
                let centre = (moment.0 / there, moment.1 / there);
                let (quarter, _) = quarter_of(corner, width, centre);
                self.add(first as usize + quarter, centre, there);
                first
            } else {
                children
            };
            let (quarter, next_corner) = quarter_of(corner, width, place);
            cell = children as usize + quarter;
            corner = next_corner;
            width /= 2.0;
        }
        self.add(cell, place, mass);
    }

    fn add(&mut self, cell: usize, place: Point, mass: f64) {
        let cell = &mut self.cells[cell];
        cell.mass += mass;
        cell.centre.0 += place.0 * mass;
        cell.centre.1 += place.1 * mass;
    }

    /// The sum over all masses of mass × direction / distance, away from them, for somebody at `place`.
    pub(super) fn repulsion(&self, place: Point, stack: &mut Vec<(u32, f64)>) -> Point {
        let mut force = (0.0, 0.0);
        stack.clear();
        stack.push((0, self.width));
        while let Some((cell, width)) = stack.pop() {
            let Cell { mass, centre, children } = self.cells[cell as usize];
            if mass == 0.0 {
                continue;
            }
            let away = (place.0 - centre.0, place.1 - centre.1);
            let square = away.0 * away.0 + away.1 * away.1;
            if children == NONE || width * width < square * (WIDTH_TO_DISTANCE * WIDTH_TO_DISTANCE) {
                // At distance 0 it is the person themselves.
                if square > 0.0 {
                    let push = mass / square;
                    force.0 += push * away.0;
                    force.1 += push * away.1;
                }
            } else {
                let half = width / 2.0;
                stack.extend([(children, half), (children + 1, half), (children + 2, half), (children + 3, half)]);
            }
        }
        force
    }
}

/// Which quarter of a square a place is in, and that quarter's corner.
fn quarter_of(corner: Point, width: f64, place: Point) -> (usize, Point) {
    let half = width / 2.0;
    let (right, upper) = (place.0 >= corner.0 + half, place.1 >= corner.1 + half);
    let next = (corner.0 + if right { half } else { 0.0 }, corner.1 + if upper { half } else { 0.0 });
    (usize::from(right) + 2 * usize::from(upper), next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_close_to_the_sum_over_all_pairs() {
        let places: Vec<Point> = (0..500_u32).map(|i| (f64::from(i * 7919 % 503), f64::from(i * 104_729 % 509))).collect();
        let masses = vec![2.0; places.len()];
        let tree = Quadtree::new(&places, &masses);
        let mut stack = Vec::new();
        let (mut error, mut size) = (0.0, 0.0);
        for &(x, y) in &places {
            let mut exact = (0.0, 0.0);
            for &(other_x, other_y) in &places {
                let square = (x - other_x).powi(2) + (y - other_y).powi(2);
                if square > 0.0 {
                    exact.0 += 2.0 * (x - other_x) / square;
                    exact.1 += 2.0 * (y - other_y) / square;
                }
            }
            let near = tree.repulsion((x, y), &mut stack);
            error += (near.0 - exact.0).hypot(near.1 - exact.1);
            size += exact.0.hypot(exact.1);
        }
        assert!(error / size < 0.1, "{}", error / size);
    }

    #[test]
    fn people_on_one_spot_do_not_divide_for_ever() {
        let places = vec![(1.0, 1.0); 50];
        let tree = Quadtree::new(&places, &[1.0; 50]);
        let force = tree.repulsion((2.0, 1.0), &mut Vec::new());
        assert!((force.0 - 50.0).abs() < 1e-9 && force.1.abs() < 1e-9);
        assert_eq!(Quadtree::new(&[], &[]).repulsion((0.0, 0.0), &mut Vec::new()), (0.0, 0.0));
    }
}
