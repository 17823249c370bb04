//! Weak ties that open new ground, on two axes: how likely they respond, and whom they reach that the ego does not.

use super::diversity::entropy;
use crate::network::{Network, View};
use crate::ties::Tie;

/// Ties of this strength and above are no weak ties.
pub const WEAK_BELOW_STRENGTH: f64 = 60.0;

/// A weak tie of the ego, with the factors of its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeakTie<'a> {
    /// The alter.
    pub person: u32,
    /// The tie.
    pub tie: &'a Tie,
    /// 0 to 100.
    pub score: f64,
    /// The probability that the alter acts for the ego, 0 to 1.
    pub respond: f64,
    /// New reach: people the alter reaches and the ego does not, each counted less the more of the ego's contacts reach them.
    pub new_reach: f64,
    /// Mutual contacts.
    pub mutual: usize,
    /// How well the number of mutual contacts fits the best weak ties, 0 to 1; 1 when ties among alters are not seen.
    pub zone: f64,
    /// What the tie would add to the diversity of the ego's communities, 1 and up.
    pub diversity: f64,
}

/// The ego's weak ties (strength under 60), best first.
///
/// `score = 100·√respond·(1 − e^(−newreach/R))·zone·diversity`, capped at 100, where R is the median new reach of the weak ties with
/// any, at least 1, `zone = x·e^(1−x)` with `x = (M+1)/(M*+1)`, M the mutual contacts and M* their median, and diversity `1 + max(0, ΔH)/ln 2` the
/// gain in entropy of attention over communities if the tie were brought to even odds.
///
/// # Arguments
/// `communities` numbers the community of every person; `alters_seen` says whether ties among alters are in the data.
///
/// # Source
/// Granovetter, The Strength of Weak Ties, American Journal of Sociology 78(6), 1973; Rajkumar et al., A causal test of the strength
/// of weak ties, Science 377, 2022 (moderately weak by mutual contacts is best).
///
/// # Complexity
/// O(Σ degree) over the ego's alters.
#[must_use]
pub fn weak_ties<'a>(network: &'a Network, view: &View, communities: &[usize], alters_seen: bool) -> Vec<WeakTie<'a>> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let ties = network.ties_of(ego);
    let own: Vec<u32> = view.neighbours(ego as usize).to_vec();
    let known = |person: u32| own.binary_search(&person).is_ok();
    // How many of the ego's contacts reach each person, counted once for all weak ties.
    let mut reached_by = vec![0_u32; view.people()];
    for &contact in &own {
        for &third in view.neighbours(contact as usize) {
            reached_by[third as usize] += 1;
        }
    }
    let shares = || ties.iter().map(|tie| (community(communities, tie.other(ego)), tie.p90.get()));
    let base = entropy(shares()).unwrap_or(0.0);
    let mut found: Vec<WeakTie<'a>> = Vec::new();
    for tie in ties.iter().filter(|tie| tie.strength.get() < WEAK_BELOW_STRENGTH && tie.p90.get() > 0.0) {
        let person = tie.other(ego);
        let (mut new_reach, mut mutual) = (0.0, 0);
        for (&third, &weight) in view.neighbours(person as usize).iter().zip(view.weights(person as usize)) {
            if third == ego {
                continue;
            }
            if known(third) {
                mutual += 1;
            } else {
                let others = reached_by[third as usize] - u32::from(known(person));
                new_reach += weight / (1.0 + f64::from(others));
            }
        }
        let kind = community(communities, person);
        let lifted = shares().chain([(kind, (0.5 - tie.p90.get()).max(0.0))]);
        let gain = entropy(lifted).unwrap_or(0.0) - base;
        found.push(WeakTie {
            person,
            tie,
            score: 0.0,
            respond: tie.hop_from(ego).get(),
            new_reach,
            mutual,
            zone: 1.0,
            diversity: 1.0 + gain.max(0.0) / std::f64::consts::LN_2,
        });
    }
    // Less than one person's worth of new reach opens no ground, however little the others have.
    let typical_reach = median(found.iter().map(|weak| weak.new_reach).filter(|reach| *reach > 0.0).collect());
    let typical_reach = typical_reach.unwrap_or(1.0).max(1.0);
    let typical_mutual = median(found.iter().map(|weak| weak.mutual as f64).collect()).unwrap_or(0.0);
    for weak in &mut found {
        if alters_seen {
            let x = (weak.mutual as f64 + 1.0) / (typical_mutual + 1.0);
            weak.zone = x * (1.0 - x).exp();
        }
        let reach = 1.0 - (-weak.new_reach / typical_reach).exp();
        weak.score = (100.0 * weak.respond.sqrt() * reach * weak.zone * weak.diversity).min(100.0);
    }
    found.retain(|weak| weak.score > 0.0);
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.person.cmp(&b.person)));
    found
}

fn community(communities: &[usize], person: u32) -> usize {
    communities.get(person as usize).copied().unwrap_or(usize::MAX)
}

/// The median; the mean of the two in the middle for an even number. `None` of nothing.
#[must_use]
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values.get(middle).copied()
    } else {
        let pair = (values.get(middle.checked_sub(1)?)?, values.get(middle)?);
        Some((pair.0 + pair.1) / 2.0)
    }
}
