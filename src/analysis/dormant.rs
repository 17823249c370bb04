//! Dormant ties: once strong, silent for half a year, worth reviving.

use super::attribute::{Seniority, seniority};
use super::weak_tie::median;
use crate::network::Network;
use crate::ties::Tie;

/// The least momentum of a tie that was once strong.
pub const ONCE_STRONG_MOMENTUM: f64 = 5.0;
/// Days of silence from which a tie is dormant.
pub const DORMANT_SILENCE_DAYS: i32 = 180;
/// The factor of somebody of the lowest seniority; of unknown seniority it is half way to 1.
const LEAST_SENIORITY: f64 = 0.6;
/// How many picks are compared with those that closeness alone would make.
const COMPARED: usize = 3;

/// A dormant tie of the ego, with the factors of its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dormant {
    /// The alter.
    pub person: u32,
    /// The tie.
    pub tie: Tie,
    /// 0 to 100: reciprocity then × novelty × seniority.
    pub score: f64,
    /// Days since the last contact.
    pub silence_days: i32,
    /// Reciprocity as it was at the last contact, 0 to 1; 0 where nobody initiated.
    pub reciprocity: f64,
    /// People known to this one and out of the ego's reach, today.
    pub novelty: usize,
    /// The factor of novelty, in (0, 1]; 1 when ties among alters are not seen.
    pub novelty_factor: f64,
    /// Seniority by the title, 0 to 1, where the title names a rank.
    pub seniority: Option<f64>,
    /// The factor of seniority, 0.6 to 1; 0.8 where unknown.
    pub seniority_factor: f64,
    /// What closeness alone says: P90 × (1 + the share of the alter's contacts whom the ego knows too).
    pub closeness: f64,
    /// The place by closeness alone, from 0.
    pub closeness_rank: usize,
}

/// The ego's ties with momentum of at least 5, silent for at least 180 days, and below even odds.
///
/// Dormant ties that were strong keep trust and bring novelty; but asked whom to revive, people name the comfortable ones and not
/// the novel, senior and willing ones, so closeness is no part of the score:
///
/// `score = 100 · reciprocity then · (1 + n)/(1 + n + max(1, N)) · (0.6 + 0.4·seniority)`, with n the people known to the alter
/// and out of the ego's reach, N the median n of these ties, and 0.8 for a seniority that is not known. Reciprocity then is
/// `2·min(S_out, S_in)/(S_out + S_in)`, with the momentum of either direction as of the last contact: what was old when the tie
/// was alive counts less, and silence since changes nothing.
///
/// # Range
/// 0 to 100. Where ties among alters are not seen (a star), novelty is not computable and its factor is 1.
///
/// # Order
/// By score, then momentum, then the people's order.
///
/// # Source
/// Levin, Walter & Murnighan, Dormant Ties: The Value of Reconnecting, Organization Science 22(4), 2011; Walter, Levin & Murnighan,
/// Reconnection Choices, Organization Science 26(5), 2015.
///
/// # Complexity
/// O(Σ degree) over the dormant alters.
#[must_use]
pub fn dormant(network: &Network) -> Vec<Dormant> {
    let Some(ego) = network.ego() else { return Vec::new() };
    let today = network.as_of().utc_day();
    let own: Vec<u32> = network.ties_of(ego).iter().map(|tie| tie.other(ego)).collect();
    let once_strong = network.contact_ties().into_iter().filter(|tie| {
        tie.both.momentum >= ONCE_STRONG_MOMENTUM
            && tie.both.silence_days(today) >= DORMANT_SILENCE_DAYS
            && !tie.is_alive(network.parameters())
    });
    let mut found: Vec<Dormant> = once_strong
        .map(|tie| {
            let person = tie.other(ego);
            let thirds: Vec<u32> =
                network.ties_of(person).iter().map(|tie| tie.other(person)).filter(|third| *third != ego).collect();
            let novelty = thirds.iter().filter(|third| own.binary_search(third).is_err()).count();
            let shared = (thirds.len() - novelty) as f64 / thirds.len().max(1) as f64;
            let seniority = network.person(person).title.as_deref().and_then(seniority).map(Seniority::level);
            let range = 1.0 - LEAST_SENIORITY;
            Dormant {
                person,
                tie,
                score: 0.0,
                silence_days: tie.both.silence_days(today),
                reciprocity: reciprocity_then(network, &tie),
                novelty,
                novelty_factor: 1.0,
                seniority,
                seniority_factor: LEAST_SENIORITY + range * seniority.unwrap_or(0.5),
                closeness: tie.p90.get() * (1.0 + shared),
                closeness_rank: 0,
            }
        })
        .collect();
    let typical = median(found.iter().map(|dormant| dormant.novelty as f64).collect()).unwrap_or(0.0).max(1.0);
    let star = network.is_star();
    for dormant in &mut found {
        let novelty = dormant.novelty as f64;
        if !star {
            dormant.novelty_factor = (1.0 + novelty) / (1.0 + novelty + typical);
        }
        dormant.score = 100.0 * dormant.reciprocity * dormant.novelty_factor * dormant.seniority_factor;
    }
    found.sort_by(|a, b| b.closeness.total_cmp(&a.closeness).then(a.person.cmp(&b.person)));
    found.iter_mut().enumerate().for_each(|(rank, dormant)| dormant.closeness_rank = rank);
    found.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then(b.tie.both.momentum.total_cmp(&a.tie.both.momentum)).then(a.person.cmp(&b.person))
    });
    found
}

/// Reciprocity of the momenta of both directions, as of the last contact.
fn reciprocity_then(network: &Network, tie: &Tie) -> f64 {
    let at_last_contact = |state: &crate::ties::TieState| {
        state.momentum * network.parameters().decay(f64::from((tie.both.last_day - state.last_day).max(0)))
    };
    let (out, back) = (at_last_contact(&tie.out), at_last_contact(&tie.back));
    if out + back > 0.0 { 2.0 * out.min(back) / (out + back) } else { 0.0 }
}

/// What holds a comfortable pick back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBack {
    /// The tie was more one-sided.
    Reciprocity,
    /// Fewer people whom the ego does not know.
    Novelty,
    /// Less senior.
    Seniority,
}

/// One factor of the score.
type Factor = fn(&Dormant) -> f64;

/// A tie that closeness alone would have put among the first three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassedOver {
    /// Its place in the list, from 0.
    pub place: usize,
    /// Its place by closeness alone, from 0.
    pub closeness_rank: usize,
    /// The factor furthest below that of the first three.
    pub because: HeldBack,
}

/// The comfortable picks that were passed over: among the first three by closeness, and not among the first three of the list.
/// Nobody is when there are no more than three.
#[must_use]
pub fn passed_over(found: &[Dormant]) -> Vec<PassedOver> {
    let picked = found.get(..COMPARED).unwrap_or_default();
    let mean = |factor: Factor| picked.iter().map(factor).sum::<f64>() / picked.len().max(1) as f64;
    let factors: [(HeldBack, Factor); 3] = [
        (HeldBack::Reciprocity, |dormant| dormant.reciprocity),
        (HeldBack::Novelty, |dormant| dormant.novelty_factor),
        (HeldBack::Seniority, |dormant| dormant.seniority_factor),
    ];
    let comfortable = found.iter().enumerate().skip(COMPARED).filter(|(_, dormant)| dormant.closeness_rank < COMPARED);
    let mut passed: Vec<PassedOver> = comfortable
        .filter_map(|(place, dormant)| {
            let deficit = |factor: Factor| factor(dormant) / mean(factor).max(f64::MIN_POSITIVE);
            let (because, _) = factors.into_iter().min_by(|a, b| deficit(a.1).total_cmp(&deficit(b.1)))?;
            Some(PassedOver { place, closeness_rank: dormant.closeness_rank, because })
        })
        .collect();
    passed.sort_by_key(|passed| passed.closeness_rank);
    passed
}
