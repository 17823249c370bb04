//! What a tie rests on, for everybody the report speaks of: the dated ledger.

use super::monthly::Material;
use crate::model::format_day;

/// Somebody, and the evidence of the owner's tie with them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PersonEvidence {
    /// What to call them; tells namesakes apart.
    pub name: String,
    /// The primary handle, which any command takes.
    pub handle: String,
    /// Title and company, as far as known.
    pub position: Option<String>,
    /// What kind of tie it is: `strong`, `weak`, `fading`, `dormant`, `declared`, `none`.
    pub band: &'static str,
    /// Strength, 0 to 100; `None` without an observed tie.
    pub strength: Option<f64>,
    /// The probability of contact within 90 days; `None` without an observed tie.
    pub p90: Option<f64>,
    /// The day the tie falls below even odds if nothing happens; `None` when it already has, or without a tie.
    pub fades_on: Option<String>,
    /// The first day of contact.
    pub first: Option<String>,
    /// The last day of contact.
    pub last: Option<String>,
    /// Days with contact.
    pub contact_days: usize,
    /// Interactions.
    pub interactions: usize,
    /// How even initiative is, 0 to 1; `None` where nobody took any.
    pub reciprocity: Option<f64>,
    /// The sum of all contributions at the last contact.
    pub momentum: f64,
    /// Days without contact, until the as-of day; `None` without an observed tie.
    pub silence_days: Option<u32>,
    /// Strength at the end of each month of [`NetworkMap::months`](super::NetworkMap), `None` before the first contact.
    pub strength_by_month: Vec<Option<f64>>,
    /// The latest contact-days, newest first.
    pub ledger: Vec<LedgerEntry>,
    /// Contact-days before those of the ledger, and what they contribute together.
    pub earlier: Option<(usize, f64)>,
}

/// One day of contact.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerEntry {
    /// The day, `2026-10-31`.
    pub day: String,
    /// The channels, by name.
    pub channels: Vec<String>,
    /// How many interactions.
    pub interactions: u32,
    /// Who acted: `out` for the owner, `in` for the other, `both`.
    pub direction: &'static str,
    /// The weight of the day; 1 is one interaction of two people alone.
    pub weight: f64,
    /// What is left of it in the momentum.
    pub contribution: f64,
}

/// The evidence of everybody listed.
pub(super) fn people(material: &Material<'_>) -> Vec<PersonEvidence> {
    let (network, today) = (material.network, material.today());
    let of = |person: &u32| {
        let known = network.person(*person);
        let mut evidence =
            PersonEvidence { name: material.name(*person), handle: known.handle().to_owned(), ..PersonEvidence::default() };
        if let Some(tie) = network.tie(material.ego, *person) {
            evidence.strength = Some(tie.strength.get());
            evidence.p90 = Some(tie.p90.get());
            evidence.fades_on = tie.fades_on(today, network.parameters()).map(format_day);
            evidence.last = Some(format_day(tie.both.last_day));
            evidence.reciprocity = tie.reciprocity();
        }
        evidence
    };
    material.people.iter().map(of).collect()
}
