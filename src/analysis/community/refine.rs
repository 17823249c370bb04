//! Refinement: inside each community, nodes merge anew from singletons, so that badly connected communities come apart.

use super::aggregate::{Level, Members, Sums};
use super::random::Random;

/// Splits each of `count` communities into well connected parts; gives each node's part, numbers below the number of nodes.
///
/// A node joins another part of its community only if both are well connected to the rest of the community, only while it is
/// still alone, and only where it has a tie: so every part is connected.
pub(super) fn refine(level: &Level<'_>, labels: &[u32], count: usize, random: &mut Random) -> Vec<u32> {
    let nodes = level.nodes();
    let mut part: Vec<u32> = (0..nodes as u32).collect();
    let mut part_strength = level.strength.clone();
    let mut alone = vec![true; nodes];

    // The weight between each part and the rest of its community; parts begin as single nodes.
    let mut outward = vec![0.0; nodes];
    let mut community_strength = vec![0.0; count];
    for node in 0..nodes {
        community_strength[labels[node] as usize] += level.strength[node];
        outward[node] = level.ties(node).filter(|&(other, _)| labels[other] == labels[node]).map(|(_, weight)| weight).sum();
    }
    let well_connected =
        |outward: f64, strength: f64, community: f64| outward >= strength * (community - strength) / level.total * (1.0 - 1e-12);

    let members = Members::of(labels, count);
    let mut order = Vec::new();
    let mut tied = Sums::new(nodes);
    for (community, &whole) in community_strength.iter().enumerate() {
        order.clear();
        order.extend_from_slice(members.of_group(community));
        random.shuffle(&mut order);
        for &node in &order {
            let node_index = node as usize;
            let strength = level.strength[node_index];
            if !alone[node_index] || !well_connected(outward[node_index], strength, whole) {
                continue;
            }
            for (other, weight) in level.ties(node_index) {
                if labels[other] as usize == community {
                    tied.add(part[other], weight);
                }
            }
            let (mut best, mut best_gain) = (node, 0.0);
            for &candidate in tied.touched() {
                let there = part_strength[candidate as usize];
                let gain = tied.get(candidate) - strength * there / level.total;
                if gain > best_gain && well_connected(outward[candidate as usize], there, whole) {
                    (best, best_gain) = (candidate, gain);
                }
            }
            if best != node {
                let best_index = best as usize;
                part[node_index] = best;
                part_strength[best_index] += strength;
                // The ties between the two no longer lead outward: they are taken off on both sides.
                outward[best_index] += outward[node_index] - 2.0 * tied.get(best);
                alone[node_index] = false;
                alone[best_index] = false;
            }
            tied.clear();
        }
    }
    part
}
