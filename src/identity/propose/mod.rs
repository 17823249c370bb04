//! Who may be one person under two handles: proposals with reasons and a confidence, for the user to decide.
//!
//! A proposal never rests on a name alone. Names must agree (or be missing), and something else must speak for it: a handle or number
//! in common, the same company or its mail domain, contacts in common, or the same user name elsewhere. Two accounts of one service are two
//! people, whatever they are called; what the user decided is never asked again.

mod block;
mod ground;
mod known;
mod name;
mod nickname;
#[cfg(test)]
mod tests;
mod weigh;

use std::collections::{BTreeMap, BTreeSet};

pub use ground::Ground;
use known::Known;
pub use name::NameMatch;

use super::{People, Person};
use crate::model::{Handle, HandleKind, InteractionId};
use crate::store::{DecisionKind, StoredPeople};

/// What proposals are made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// Everybody, as the user's word and cards unite them.
    pub people: &'a People,
    /// What they were built from.
    pub stored: &'a StoredPeople,
    /// Names and cards dated from here on are not seen, in microseconds since 1970-01-01 UTC.
    pub cutoff_micros: i64,
    /// The pairs of people who were in contact, each once.
    pub contacts: &'a [(u32, u32)],
    /// Whether each person is proposed at all; who is ignored never is.
    pub counts: &'a [bool],
}

/// Two people who may be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// A word of eight hexadecimal digits, the same in every run: it depends on the two primary handles only.
    pub id: String,
    /// The person with the smaller number.
    pub one: u32,
    /// The person with the larger number.
    pub other: u32,
    /// What speaks for it, and against it, in a fixed order; never empty.
    pub grounds: Vec<Ground>,
    /// How likely they are one person, in (0, 1).
    pub confidence: f64,
}

/// The word by which a pair of people is accepted or refused.
fn id_of(one: &Person, other: &Person) -> String {
    let mut ends = [one.handle().as_bytes(), other.handle().as_bytes()];
    ends.sort_unstable();
    let hash = InteractionId::of(&[b"proposal", ends[0], ends[1]]).0;
    format!("{:08x}", hash as u32)
}

/// All proposals, the surest first, then by number.
///
/// # Range
/// Confidences lie in \[0.01, 0.99\]: certainty is the user's.
///
/// # Complexity
/// O(n log n) in people and names, O(b²) within the b ≤ 60 people of one name, and O(c log c) in contacts.
#[must_use]
pub fn propose(material: &Material<'_>) -> Vec<Proposal> {
    let known = Known::of(material);
    let refused = refused(material);
    let people = &material.people.people;
    let mut found: Vec<(u32, u32, Vec<Ground>, f64)> = Vec::new();
    for (one, other) in block::candidates(&known) {
        let (first, second) = (&people[one as usize], &people[other as usize]);
        if refused.contains(&(one, other)) || one_service(first, second) {
            continue;
        }
        if let Some((grounds, odds)) = weigh::weigh(&known, one, other) {
            found.push((one, other, grounds, odds));
        }
    }
    let rivals = rivals(&found, people);
    let mut proposals: Vec<Proposal> = found
        .into_iter()
        .zip(rivals)
        .map(|((one, other, grounds, odds), against)| Proposal {
            id: id_of(&people[one as usize], &people[other as usize]),
            one,
            other,
            grounds,
            confidence: (odds / (1.0 + odds + against)).clamp(0.01, 0.99),
        })
        .collect();
    proposals.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then((a.one, a.other).cmp(&(b.one, b.other))));
    proposals
}

/// The odds of those proposals that cannot hold beside each one: whoever is one of two accounts of a service is not the other.
fn rivals(found: &[(u32, u32, Vec<Ground>, f64)], people: &[Person]) -> Vec<f64> {
    let mut of_person: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
    for (place, (one, other, ..)) in found.iter().enumerate() {
        of_person.entry(*one).or_default().push((place, *other));
        of_person.entry(*other).or_default().push((place, *one));
    }
    let mut against = vec![0.0; found.len()];
    for candidates in of_person.values() {
        for &(place, candidate) in candidates {
            let shared =
                |rival: &&(usize, u32)| rival.0 != place && one_service(&people[candidate as usize], &people[rival.1 as usize]);
            against[place] += candidates.iter().filter(shared).map(|rival| found[rival.0].3).sum::<f64>();
        }
    }
    against
}

/// The pairs of people whom the user told apart.
fn refused(material: &Material<'_>) -> BTreeSet<(u32, u32)> {
    let numbers: BTreeMap<&Handle, u32> = material.stored.handles.iter().map(|row| (&row.handle, row.number)).collect();
    let person = |handle: &Handle| material.people.of_number.get(*numbers.get(handle)? as usize).copied().flatten();
    let apart = material.stored.decisions.iter().filter(|decision| decision.kind == DecisionKind::Different);
    apart.filter_map(|decision| Some((person(&decision.a)?, person(&decision.b)?))).map(|(a, b)| (a.min(b), a.max(b))).collect()
}

/// Whether both have an account of one service, or a key of a table: then they are two people. Everybody may have several addresses and
/// numbers, and a bare name is no account.
#[must_use]
pub fn one_service(one: &Person, other: &Person) -> bool {
    platforms(one).any(|a| platforms(other).any(|b| a == b))
}

fn platforms(person: &Person) -> impl Iterator<Item = &str> {
    let is_account = |handle: &&Handle| matches!(handle.kind(), HandleKind::Profile | HandleKind::Account | HandleKind::Key);
    person.handles.iter().filter(is_account).map(Handle::scheme)
}
