//! The undirected, weighted view of a network that structural measures run on.

use std::ops::Range;

use petgraph::graph::{NodeIndex, UnGraph};

/// An undirected graph in compressed sparse rows: neighbours sorted, no loops, no doubles. 24 bytes a tie and 8 a person.
///
/// A reference to a view is a graph to petgraph, whose algorithms run on it unchanged: the nodes are people's numbers.
///
/// ```
/// use acquaint::network::View;
/// let triangle = View::from_ties(3, &[(0, 1, 1.0), (1, 2, 0.5), (0, 2, 1.0)]);
/// assert_eq!(triangle.neighbours(1), [0, 2]);
/// assert_eq!(triangle.weight(2, 1), Some(0.5));
/// assert_eq!(triangle.weight(0, 0), None);
///
/// let far = petgraph::algo::dijkstra(&triangle, 0, None, |tie| 1.0 / *petgraph::visit::EdgeRef::weight(&tie));
/// assert_eq!(far[&2], 1.0);
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

impl View {
    /// Builds the view of `people` people from ties (a, b, weight). Loops and people out of range are left out; of doubles the
    /// largest weight counts.
    ///
    /// # Complexity
    /// O(n + m) for ties sorted by (low, high) without doubles, as a network's are; else O(n + m log m). O(n + m) space.
    #[must_use]
    pub fn from_ties(people: usize, ties: &[(u32, u32, f64)]) -> Self {
        let fits = |tie: &(u32, u32, f64)| tie.0 < tie.1 && (tie.1 as usize) < people;
        if ties.iter().all(fits) && ties.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)) {
            return Self::from_sorted(people, ties.iter().copied());
        }
        let mut ties: Vec<(u32, u32, f64)> = ties.iter().map(|&(a, b, weight)| (a.min(b), a.max(b), weight)).collect();
        ties.retain(fits);
        ties.sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(y.2.total_cmp(&x.2)));
        ties.dedup_by_key(|tie| (tie.0, tie.1));
        Self::from_sorted(people, ties.into_iter())
    }

    /// Builds the view by counting, from ties (low, high, weight) that strictly ascend.
    fn from_sorted(people: usize, ties: impl Iterator<Item = (u32, u32, f64)> + Clone) -> Self {
        // Where each person's next tie goes; one place further on than the offsets, which it has become at the end.
        let mut offsets = vec![0; people + 2];
        for (low, high, _) in ties.clone() {
            offsets[low as usize + 2] += 1;
            offsets[high as usize + 2] += 1;
        }
        for place in 2..offsets.len() {
            offsets[place] += offsets[place - 1];
        }
        let slots = offsets.last().copied().unwrap_or(0);
        let (mut neighbours, mut weights) = (vec![0; slots], vec![0.0; slots]);
        // Ties with a smaller other end come first in the order of ties, so every row ascends.
        for (low, high, weight) in ties {
            for (person, other) in [(low, high), (high, low)] {
                let slot = &mut offsets[person as usize + 1];
                neighbours[*slot] = other;
                weights[*slot] = weight;
                *slot += 1;
            }
        }
        offsets.pop();
        Self { offsets, neighbours, weights }
    }

    /// The same people without one person's ties: an ego is tied to everybody, which hides the groups that alters form.
    #[must_use]
    pub fn without(&self, person: usize) -> Self {
        let others = self.iter().filter(|(low, high, _)| *low != person && *high != person);
        Self::from_sorted(self.people(), others.map(|(low, high, weight)| (low as u32, high as u32, weight)))
    }

    /// The view of those who have a tie, and who they are: measures that count people must not count strangers.
    #[must_use]
    pub fn tied(&self) -> (Self, Vec<u32>) {
        let people: Vec<u32> = (0..self.people() as u32).filter(|person| self.degree(*person as usize) > 0).collect();
        // Everybody keeps the order of their numbers, so only the numbers change.
        let mut place = vec![0; self.people()];
        people.iter().zip(0..).for_each(|(&person, number)| place[person as usize] = number);
        let row = |&person: &u32| self.slots(person as usize).len();
        let offsets = std::iter::once(0).chain(people.iter().scan(0, |sum, person| {
            *sum += row(person);
            Some(*sum)
        }));
        let tied = Self {
            offsets: offsets.collect(),
            neighbours: self.neighbours.iter().map(|&other| place[other as usize]).collect(),
            weights: self.weights.clone(),
        };
        (tied, people)
    }

    /// The same ties among people who are numbered otherwise: `number` holds everybody's new number once.
    pub(crate) fn renumbered(&self, number: &[u32]) -> Self {
        let mut person_at = vec![0_u32; self.people()];
        number.iter().zip(0..).for_each(|(&new, person)| person_at[new as usize] = person);
        let mut offsets = Vec::with_capacity(self.offsets.len());
        offsets.push(0);
        for (place, &person) in person_at.iter().enumerate() {
            offsets.push(offsets[place] + self.degree(person as usize));
        }
        let mut next = offsets.clone();
        let (mut neighbours, mut weights) = (vec![0; self.neighbours.len()], vec![0.0; self.weights.len()]);
        // Everybody is put down in the rows of their neighbours in the order of the new numbers, so rows ascend.
        for (&person, new) in person_at.iter().zip(0..) {
            for (&other, &weight) in self.neighbours(person as usize).iter().zip(self.weights(person as usize)) {
                let slot = &mut next[number[other as usize] as usize];
                (neighbours[*slot], weights[*slot]) = (new, weight);
                *slot += 1;
            }
        }
        Self { offsets, neighbours, weights }
    }

    /// The rank of everybody by their number of ties, then by their own number. Renumbered by it, those who are met most often stand
    /// beside each other in memory.
    pub(crate) fn ranks(&self) -> Vec<u32> {
        let degrees = (0..self.people()).map(|person| self.degree(person));
        let mut start = vec![0_u32; degrees.clone().max().map_or(1, |most| most + 2)];
        degrees.clone().for_each(|degree| start[degree + 1] += 1);
        for degree in 1..start.len() {
            start[degree] += start[degree - 1];
        }
        let rank = |degree: usize| {
            let next = &mut start[degree];
            *next += 1;
            *next - 1
        };
        degrees.map(rank).collect()
    }

    /// How many people.
    #[must_use]
    pub fn people(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// How many ties.
    #[must_use]
    pub fn ties(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// A person's neighbours, ascending.
    #[must_use]
    pub fn neighbours(&self, person: usize) -> &[u32] {
        &self.neighbours[self.offsets[person]..self.offsets[person + 1]]
    }

    /// The weights of the ties to [`View::neighbours`], in the same order.
    #[must_use]
    pub fn weights(&self, person: usize) -> &[f64] {
        &self.weights[self.offsets[person]..self.offsets[person + 1]]
    }

    /// How many neighbours.
    #[must_use]
    pub fn degree(&self, person: usize) -> usize {
        self.neighbours(person).len()
    }

    /// The weight of a tie; `None` when there is none.
    #[must_use]
    pub fn weight(&self, a: usize, b: usize) -> Option<f64> {
        let at = self.neighbours(a).binary_search(&u32::try_from(b).ok()?).ok()?;
        self.weights(a).get(at).copied()
    }

    /// Every tie once, as (low, high, weight), ascending.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, f64)> + Clone + '_ {
        (0..self.people()).flat_map(move |low| {
            self.neighbours(low)
                .iter()
                .zip(self.weights(low))
                .map(move |(&high, &weight)| (low, high as usize, weight))
                .filter(|&(low, high, _)| low < high)
        })
    }

    /// The same ties, each with weight 1: the measures of a view take no "weighted" switch, this is the unweighted variant.
    ///
    /// ```
    /// use acquaint::network::View;
    /// assert_eq!(View::from_ties(2, &[(0, 1, 0.3)]).unweighted().weight(0, 1), Some(1.0));
    /// ```
    #[must_use]
    pub fn unweighted(&self) -> Self {
        Self { offsets: self.offsets.clone(), neighbours: self.neighbours.clone(), weights: vec![1.0; self.weights.len()] }
    }

    /// The view as a petgraph graph: person `i` is node `i`, ties are added in the order of [`View::iter`]. For algorithms that
    /// change the graph; petgraph's others run on the view itself.
    ///
    /// ```
    /// use acquaint::network::View;
    /// let graph = View::from_ties(3, &[(0, 1, 1.0), (2, 1, 0.5)]).to_petgraph();
    /// assert_eq!((graph.node_count(), graph.edge_count()), (3, 2));
    /// ```
    #[must_use]
    pub fn to_petgraph(&self) -> UnGraph<(), f64> {
        let mut graph = UnGraph::with_capacity(self.people(), self.ties());
        for _ in 0..self.people() {
            graph.add_node(());
        }
        for (low, high, weight) in self.iter() {
            graph.add_edge(NodeIndex::new(low), NodeIndex::new(high), weight);
        }
        graph
    }

    /// Where each person's neighbours begin in [`View::targets`]; empty or one longer than the number of people.
    pub(crate) fn offsets(&self) -> &[usize] {
        &self.offsets
    }

    /// Everyone's neighbours, one person after another: each tie has two slots, one in either direction.
    pub(crate) fn targets(&self) -> &[u32] {
        &self.neighbours
    }

    /// The weight of each slot.
    pub(crate) fn slot_weights(&self) -> &[f64] {
        &self.weights
    }

    /// The slots of one person's ties.
    pub(crate) fn slots(&self, person: usize) -> Range<usize> {
        self.offsets[person]..self.offsets[person + 1]
    }

    /// The sum of the weights of a person's ties.
    pub(crate) fn strength(&self, person: usize) -> f64 {
        self.weights(person).iter().sum()
    }
}
