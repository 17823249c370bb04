//! Where the dyads of each person are, in a table of dyads.

use std::ops::Range;

/// Where the dyads of each person are, among dyads sorted by (low, high): four bytes a dyad, and eight a person.
///
/// ```
/// use acquaint::ties::DyadRows;
/// let rows = DyadRows::of([(0, 1), (0, 2), (1, 2)].into_iter(), 3);
/// assert_eq!(rows.view().of(1).collect::<Vec<usize>>(), [0, 2]);
/// assert_eq!(rows.view().of(7).count(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct DyadRows {
    above: Vec<u32>,
    below: Vec<u32>,
    dyads_below: Vec<u32>,
}

/// The same, borrowed from [`DyadRows`] or from a file that holds them.
#[derive(Debug, Clone, Copy, Default)]
pub struct DyadRowsView<'a> {
    /// Where the dyads begin in which each person has the smaller number, and where the last of them end.
    above: &'a [u32],
    /// Where the entries of each person begin in `dyads_below`, and where the last of them end.
    below: &'a [u32],
    /// The dyads in which each person has the larger number.
    dyads_below: &'a [u32],
}

impl DyadRows {
    /// The rows of dyads (low, high), sorted, each once, of so many people. Who is no such person has no row.
    ///
    /// # Complexity
    /// O(people + dyads). At most 2³² − 1 dyads.
    #[must_use]
    pub fn of(dyads: impl Iterator<Item = (u32, u32)> + Clone, people: usize) -> Self {
        let (mut above, mut below) = (vec![0_u32; people + 1], vec![0_u32; people + 1]);
        let mut count = 0;
        for (low, high) in dyads.clone() {
            above[low as usize + 1] += 1;
            below[high as usize + 1] += 1;
            count += 1;
        }
        for person in 0..people {
            above[person + 1] += above[person];
            below[person + 1] += below[person];
        }
        let (mut next, mut dyads_below) = (below.clone(), vec![0_u32; count]);
        for ((_, high), at) in dyads.zip(0_u32..) {
            let place = &mut next[high as usize];
            dyads_below[*place as usize] = at;
            *place += 1;
        }
        Self { above, below, dyads_below }
    }

    /// To read them.
    #[must_use]
    pub fn view(&self) -> DyadRowsView<'_> {
        DyadRowsView { above: &self.above, below: &self.below, dyads_below: &self.dyads_below }
    }
}

impl<'a> DyadRowsView<'a> {
    /// The rows that the columns of a file hold; what does not fit together is no row.
    pub(crate) fn of_columns([above, below, dyads_below]: [&'a [u32]; 3]) -> Self {
        Self { above, below, dyads_below }
    }

    /// The columns, for a file.
    pub(crate) fn columns(&self) -> [&'a [u32]; 3] {
        [self.above, self.below, self.dyads_below]
    }

    /// The places of a person's dyads, sorted by the other one; none for an unknown person.
    pub fn of(&self, person: u32) -> impl Iterator<Item = usize> + use<'a> {
        // Those with smaller numbers come first.
        let below = self.dyads_below.get(range(self.below, person)).unwrap_or_default();
        below.iter().map(|at| *at as usize).chain(self.above(person))
    }

    /// The places of the dyads with people of larger numbers, sorted by them.
    #[must_use]
    pub fn above(&self, person: u32) -> Range<usize> {
        range(self.above, person)
    }
}

fn range(starts: &[u32], person: u32) -> Range<usize> {
    match starts.get(person as usize..).unwrap_or_default() {
        [start, end, ..] => *start as usize..*end as usize,
        _ => 0..0,
    }
}
