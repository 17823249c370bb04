//! Weak ties that open new ground, on two axes: how likely they respond, and whom they reach that the ego does not.

use std::collections::BTreeMap;

use super::new_reach::NewReach;
use crate::network::{Network, View};
use crate::ties::{Parameters, Tie};

/// Ties of this strength and above are no weak ties.
pub const WEAK_BELOW_STRENGTH: f64 = 60.0;
/// What a tie is thought to be brought to when its gain in diversity is asked for: even odds.
const BROUGHT_TO_P90: f64 = 0.5;

/// A weak tie of the ego, with the factors of its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeakTie {
    /// The alter.
    pub person: u32,
    /// The tie.
    pub tie: Tie,
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
    /// By how many the effective number of the ego's communities would change if the tie were brought to even odds.
    pub communities_gained: f64,
}

/// The ego's weak ties (strength under 60, by the published constants), best first.
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
/// O(n + Σ degree·log degree) over the ego's alters.
#[must_use]
pub fn weak_ties(network: &Network, view: &View, communities: &[usize], alters_seen: bool) -> Vec<WeakTie> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let ties = network.contact_ties();
    let reach = NewReach::of(view, ego);
    let attention = Attention::of(ties.iter().map(|tie| (community(communities, tie.other(ego)), tie.p90.get())));
    // Which ties are weak is a matter of how much contact there is: a calibration, which says what follows from it, does not change it.
    let published = Parameters::default();
    let today = network.as_of().utc_day();
    let strength = |tie: &Tie| 100.0 * tie.both.probability(today, Parameters::STRENGTH_DAYS, &published).get();
    let weak = ties.iter().filter(|tie| strength(tie) < WEAK_BELOW_STRENGTH && tie.p90.get() > 0.0);
    let mut found: Vec<WeakTie> = weak
        .map(|&tie| {
            let person = tie.other(ego);
            let lifted = attention.lifted(community(communities, person), (BROUGHT_TO_P90 - tie.p90.get()).max(0.0));
            WeakTie {
                person,
                tie,
                score: 0.0,
                respond: tie.hop_from(ego).get(),
                new_reach: reach.through(person),
                mutual: reach.mutual(person),
                zone: 1.0,
                diversity: 1.0 + (lifted - attention.entropy).max(0.0) / std::f64::consts::LN_2,
                communities_gained: lifted.exp() - attention.entropy.exp(),
            }
        })
        .collect();
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

/// What a weak tie would add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The people newly reached, most reach first.
    pub people: Vec<u32>,
    /// The community the tie leads into, where the ego has no other contact in it.
    pub community: Option<NewCommunity>,
}

/// A community that only one tie of the ego leads into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewCommunity {
    /// How many people are in it.
    pub people: usize,
    /// Who has most ties in it, the ego aside: what to call it by.
    pub best_known: u32,
}

/// What each weak tie would add, in their order: the people newly reached, and the community if the ego is not in touch with it.
///
/// # Complexity
/// O(n + Σ degree·log degree) over the weak ties.
#[must_use]
pub fn openings(network: &Network, view: &View, communities: &[usize], weak: &[WeakTie]) -> Vec<Opening> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let reach = NewReach::of(view, ego);
    let own = view.neighbours(ego as usize);
    let mut contacts: BTreeMap<usize, usize> = BTreeMap::new();
    for contact in own {
        *contacts.entry(community(communities, *contact)).or_default() += 1;
    }
    // Size and best-known member of every community.
    let mut circles: BTreeMap<usize, NewCommunity> = BTreeMap::new();
    let ties = |person: u32| view.degree(person as usize) - usize::from(own.binary_search(&person).is_ok());
    for person in (0..view.people() as u32).filter(|person| *person != ego && view.degree(*person as usize) > 0) {
        let circle = circles.entry(community(communities, person)).or_insert(NewCommunity { people: 0, best_known: person });
        circle.people += 1;
        if ties(person) > ties(circle.best_known) {
            circle.best_known = person;
        }
    }
    weak.iter()
        .map(|weak| {
            let label = community(communities, weak.person);
            let others = contacts.get(&label).copied().unwrap_or(0) - usize::from(own.binary_search(&weak.person).is_ok());
            let circle = circles.get(&label).copied().filter(|circle| others == 0 && circle.people > 1);
            Opening { people: reach.people(weak.person).into_iter().map(|(person, _)| person).collect(), community: circle }
        })
        .collect()
}

/// Attention over communities, ready to be asked what a little more of one would do.
struct Attention {
    weights: BTreeMap<usize, f64>,
    total: f64,
    /// Σ w·ln w over the communities.
    sum: f64,
    entropy: f64,
}

impl Attention {
    fn of(shares: impl Iterator<Item = (usize, f64)>) -> Self {
        let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
        for (kind, weight) in shares {
            *weights.entry(kind).or_default() += weight;
        }
        let (total, sum) = (weights.values().sum(), weights.values().copied().map(weighted_log).sum());
        Self { weights, total, sum, entropy: entropy_of(total, sum) }
    }

    /// The entropy with more weight on one community: `ln T − Σ w·ln w / T`, of which one term changes.
    fn lifted(&self, kind: usize, more: f64) -> f64 {
        let before = self.weights.get(&kind).copied().unwrap_or(0.0);
        entropy_of(self.total + more, self.sum - weighted_log(before) + weighted_log(before + more))
    }
}

fn weighted_log(weight: f64) -> f64 {
    if weight > 0.0 { weight * weight.ln() } else { 0.0 }
}

fn entropy_of(total: f64, sum: f64) -> f64 {
    if total > 0.0 { (total.ln() - sum / total).max(0.0) } else { 0.0 }
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

#[cfg(test)]
mod tests {
    use super::super::diversity::entropy;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Changing one term gives the entropy that counting everything anew gives.
        #[test]
        fn a_lifted_share_gives_the_entropy_of_the_new_shares(
            shares in proptest::collection::vec((0_usize..6, 0.0_f64..1.0), 1..30), kind in 0_usize..8, more in 0.0_f64..0.5
        ) {
            let attention = Attention::of(shares.iter().copied());
            let anew = entropy(shares.iter().copied().chain([(kind, more)])).unwrap_or(0.0);
            prop_assert!((attention.lifted(kind, more) - anew).abs() < 1e-9);
            prop_assert!((attention.entropy - entropy(shares.iter().copied()).unwrap_or(0.0)).abs() < 1e-9);
        }
    }
}
