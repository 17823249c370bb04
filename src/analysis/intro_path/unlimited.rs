//! The best paths of any length.

use super::balls::Balls;
use super::corridor::Corridor;
use super::partition::best_paths;
use super::{Found, Hops, IntroPath, others};

/// What the corridor of several paths is wider than that of the best by, at first and each time that it holds too few.
const WIDER: f64 = 4.0;
/// How often it is widened before everything is looked at.
const TIMES: i32 = 12;

/// Searches one network of hops for paths of any length again and again; see [`search_unlimited`]. Its scratch space is kept from one
/// search to the next, so that a search costs only what it touches.
///
/// ```
/// use acquaint::analysis::intro_path::{Hops, Unlimited};
/// let ring: Vec<(u32, u32, f64)> = (0..9).map(|person| (person, (person + 1) % 9, 0.9)).collect();
/// let hops = Hops::from_list(9, &ring);
/// let mut unlimited = Unlimited::new(&hops);
/// assert_eq!(unlimited.search(0, &[8], 1).paths[0].people, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
/// // A path ends at the first target that it comes to.
/// assert_eq!(unlimited.search(3, &[1, 5], 2).paths.len(), 1);
/// ```
#[derive(Debug)]
pub struct Unlimited<'a> {
    hops: &'a Hops,
    balls: Balls,
}

impl<'a> Unlimited<'a> {
    /// Prepares searches. The scratch space is a few numbers per person, of which a search touches what it needs.
    #[must_use]
    pub fn new(hops: &'a Hops) -> Self {
        Self { hops, balls: Balls::default() }
    }

    /// Searches as [`search_unlimited`] does.
    pub fn search(&mut self, from: u32, targets: &[u32], k: usize) -> Found {
        let people = self.hops.people();
        let targets = others(people, from, targets);
        if k == 0 || targets.is_empty() || from as usize >= people {
            return Found::default();
        }
        self.balls.find(self.hops, from, &targets, None);
        let best = self.balls.least;
        if k == 1 || best <= 0.0 {
            return self.found(from, k);
        }
        let mut considered = 0;
        for least in (1..=TIMES).map(|times| best / WIDER.powi(times)).chain([0.0]) {
            self.balls.find(self.hops, from, &targets, Some(least));
            let found = self.found(from, k);
            considered += found.considered;
            if found.paths.len() == k || least <= 0.0 {
                return Found { considered, ..found };
            }
        }
        Found::default()
    }

    /// The best paths of what was found from both ends.
    fn found(&self, from: u32, k: usize) -> Found {
        let Some(corridor) = Corridor::of(self.hops, &self.balls, from) else { return Found::default() };
        let (paths, considered) = best_paths(&corridor, k);
        let odds = |ends: &[u32]| {
            let row = &corridor.hops[ends[0] as usize];
            row.binary_search_by_key(&ends[1], |hop| hop.0).map_or(0.0, |place| row[place].2)
        };
        let path = |places: &Vec<u32>| {
            let people = places.iter().map(|place| corridor.people[*place as usize]).collect();
            IntroPath::new(people, places.windows(2).map(odds).collect())
        };
        Found { paths: paths.iter().map(path).collect(), considered }
    }
}

/// Finds the `k` best simple paths of any length from a person to any of the targets, as [`search`](super::search) does those of some
/// hops at most: a path scores the product of its probabilities, halved for every introducer after the first, and ends at its first
/// target. Of equal scores those of fewer hops come first, then those of people with smaller numbers; scores are equal if the sums of
/// the logarithms of the probabilities are, each rounded to 2⁻³² of a halving. Paths that score less than about 2⁻¹⁰⁰⁰, as those of a thousand
/// hops do, are not found.
///
/// For many searches of the same hops use an [`Unlimited`].
///
/// # Complexity
/// For the best path, the hops of the people from whom or to whom a walk scores more than about the root of what it does, from both
/// ends: O(people + hops · log people) in the worst case. For several, of those from whom it scores about the root of what the last of
/// them does, and then for each path and person on it at most a search among the people whom a path as good can lead over.
///
/// # Source
/// From both ends: Pohl, Machine Intelligence 6, 1971; one path after another by partition: Lawler, Management Science 18(7), 1972;
/// a part looked into only when it is its turn: Kurz & Mutzel, ISAAC 2016.
#[must_use]
pub fn search_unlimited(hops: &Hops, from: u32, targets: &[u32], k: usize) -> Found {
    Unlimited::new(hops).search(from, targets, k)
}
