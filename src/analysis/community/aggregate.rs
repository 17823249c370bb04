//! The graph of one level, and the step from one level to the next.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::analysis::scratch::Scratch;
use crate::network::View;

/// Groups are aggregated in chunks of so many.
const CHUNK: usize = 1 << 10;

/// An undirected graph whose nodes stand for people or, above the first level, for whole communities.
///
/// Ties inside a node are not kept as a loop: only the node's strength tells of them, and that is all the gains need.
pub(super) struct Level<'a> {
    pub(super) offsets: Cow<'a, [usize]>,
    pub(super) targets: Cow<'a, [u32]>,
    pub(super) weights: Cow<'a, [f64]>,
    /// The weight of all ties that end at the node, ties inside counted twice.
    pub(super) strength: Vec<f64>,
    /// The sum of all strengths: twice the weight of all ties. The same on all levels.
    pub(super) total: f64,
}

impl<'a> Level<'a> {
    /// The first level: every person a node, the view's arrays borrowed.
    pub(super) fn of_people(view: &'a View) -> Self {
        let strength: Vec<f64> = (0..view.people()).map(|person| view.strength(person)).collect();
        let total = strength.iter().sum();
        Self {
            offsets: Cow::Borrowed(view.offsets()),
            targets: Cow::Borrowed(view.targets()),
            weights: Cow::Borrowed(view.slot_weights()),
            strength,
            total,
        }
    }

    pub(super) fn nodes(&self) -> usize {
        self.strength.len()
    }

    /// A node's neighbours with the weights of the ties.
    pub(super) fn ties(&self, node: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let slots = self.offsets[node]..self.offsets[node + 1];
        self.targets[slots.clone()].iter().zip(&self.weights[slots]).map(|(&target, &weight)| (target as usize, weight))
    }

    /// The next level: one node for each of `count` groups.
    pub(super) fn aggregate(&self, group: &[u32], count: usize) -> Level<'static> {
        let members = Members::of(group, count);
        let groups: Vec<usize> = (0..count).collect();
        let scratch = Scratch::new(|| Sums::new(count));
        let rows_of = |groups: &[usize]| {
            let mut rows = Rows::default();
            scratch.with(|sums| groups.iter().for_each(|&own| self.row(own, members.of_group(own), group, sums, &mut rows)));
            rows
        };
        let parts: Vec<Rows> = groups.par_chunks(CHUNK).map(rows_of).collect();
        let (mut offsets, mut strength) = (Vec::with_capacity(count + 1), Vec::with_capacity(count));
        let (mut targets, mut weights) = (Vec::new(), Vec::new());
        offsets.push(0);
        for part in parts {
            offsets.extend(part.ends.iter().map(|end| targets.len() + end));
            strength.extend_from_slice(&part.strength);
            targets.extend_from_slice(&part.targets);
            weights.extend_from_slice(&part.weights);
        }
        Level {
            offsets: Cow::Owned(offsets),
            targets: Cow::Owned(targets),
            weights: Cow::Owned(weights),
            strength,
            total: self.total,
        }
    }

    /// Adds the row of one group; `sums` is empty, and is again afterwards.
    fn row(&self, own: usize, members: &[u32], group: &[u32], sums: &mut Sums, rows: &mut Rows) {
        let mut strength = 0.0;
        for &node in members {
            strength += self.strength[node as usize];
            for (other, weight) in self.ties(node as usize) {
                if group[other] as usize != own {
                    sums.add(group[other], weight);
                }
            }
        }
        rows.strength.push(strength);
        rows.targets.extend_from_slice(sums.touched());
        rows.weights.extend(sums.touched().iter().map(|&other| sums.get(other)));
        rows.ends.push(rows.targets.len());
        sums.clear();
    }
}

/// Rows of the next level, one after another.
#[derive(Default)]
struct Rows {
    ends: Vec<usize>,
    strength: Vec<f64>,
    targets: Vec<u32>,
    weights: Vec<f64>,
}

/// The members of each group, ascending, in one flat array.
pub(super) struct Members {
    starts: Vec<usize>,
    members: Vec<u32>,
}

impl Members {
    pub(super) fn of(group: &[u32], count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        for &group in group {
            starts[group as usize + 1] += 1;
        }
        for group in 0..count {
            starts[group + 1] += starts[group];
        }
        let mut fill = starts.clone();
        let mut members = vec![0; group.len()];
        for (node, &group) in group.iter().enumerate() {
            members[fill[group as usize]] = node as u32;
            fill[group as usize] += 1;
        }
        Self { starts, members }
    }

    pub(super) fn of_group(&self, group: usize) -> &[u32] {
        &self.members[self.starts[group]..self.starts[group + 1]]
    }
}

/// Sums of weights by group that remember which groups they touched, so that clearing costs no more than filling did.
pub(super) struct Sums {
    of_group: Vec<f64>,
    touched: Vec<u32>,
}

impl Sums {
    pub(super) fn new(groups: usize) -> Self {
        Self { of_group: vec![0.0; groups], touched: Vec::new() }
    }

    /// Adds a weight of at least 0; ties of weight 0 say nothing and leave no trace.
    pub(super) fn add(&mut self, group: u32, weight: f64) {
        if weight > 0.0 {
            let sum = &mut self.of_group[group as usize];
            if *sum == 0.0 {
                self.touched.push(group);
            }
            *sum += weight;
        }
    }

    pub(super) fn get(&self, group: u32) -> f64 {
        self.of_group[group as usize]
    }

    /// The groups added to since the last [`Sums::clear`], in the order of the first addition.
    pub(super) fn touched(&self) -> &[u32] {
        &self.touched
    }

    pub(super) fn clear(&mut self) {
        for group in self.touched.drain(..) {
            self.of_group[group as usize] = 0.0;
        }
    }
}
