//! Fast local moving: nodes change to the neighbouring community that gains most, until none wants to.

use super::aggregate::{Level, Sums};
use super::random::Random;

/// Gains below this share of the total weight are rounding, not improvement: they could make nodes move for ever.
const SMALLEST_GAIN: f64 = 1e-13;
/// So many nodes beside each other in memory are visited one after another, in random order: their rows fit into a core's cache.
const BLOCK: u32 = 1 << 13;

/// Moves nodes between communities while modularity gains. `labels` holds numbers below the number of nodes.
///
/// Only nodes whose neighbours moved away are looked at again.
pub(super) fn move_nodes(level: &Level<'_>, labels: &mut [u32], random: &mut Random) {
    let nodes = level.nodes();
    let mut strength_of = vec![0.0; nodes];
    let mut size_of = vec![0_u32; nodes];
    for node in 0..nodes {
        strength_of[labels[node] as usize] += level.strength[node];
        size_of[labels[node] as usize] += 1;
    }
    let mut empty: Vec<u32> = (0..nodes as u32).rev().filter(|&label| size_of[label as usize] == 0).collect();

    let mut order: Vec<u32> = (0..nodes as u32).collect();
    random.shuffle(&mut order);
    let mut queued = vec![true; nodes];
    let mut later = Vec::new();
    let mut tied = Sums::new(nodes);
    let threshold = SMALLEST_GAIN * level.total;

    let mut queue = in_blocks(order).into_iter();
    while let Some(node) = queue.next().or_else(|| {
        queue = in_blocks(std::mem::take(&mut later)).into_iter();
        queue.next()
    }) {
        let node = node as usize;
        queued[node] = false;
        let own = labels[node];
        let strength = level.strength[node];
        for (other, weight) in level.ties(node) {
            tied.add(labels[other], weight);
        }
        strength_of[own as usize] -= strength;
        size_of[own as usize] -= 1;

        // What joining a community adds to modularity, times half the total weight. Being alone adds nothing.
        let gain = |label: u32| tied.get(label) - strength * strength_of[label as usize] / level.total;
        let (mut best, mut best_gain) = (own, gain(own));
        for &label in tied.touched() {
            let gain = gain(label);
            if gain > best_gain + threshold {
                (best, best_gain) = (label, gain);
            }
        }
        if best_gain < -threshold && size_of[own as usize] > 0 {
            best = empty.pop().unwrap_or(own);
        }
        tied.clear();

        strength_of[best as usize] += strength;
        size_of[best as usize] += 1;
        if best != own {
            if size_of[own as usize] == 0 {
                empty.push(own);
                // Rounding must not leave anything behind in an empty community.
                strength_of[own as usize] = 0.0;
            }
            labels[node] = best;
            for (other, _) in level.ties(node) {
                if labels[other] != best && !queued[other] {
                    queued[other] = true;
                    later.push(other as u32);
                }
            }
        }
    }
}

/// The nodes block by block, each in the order in which they came: those that are asked for together lie together.
fn in_blocks(mut nodes: Vec<u32>) -> Vec<u32> {
    nodes.sort_by_key(|node| node / BLOCK);
    nodes
}
