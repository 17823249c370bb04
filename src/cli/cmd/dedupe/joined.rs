//! What accepted proposals come to together: who is one person by several answers, and where that would join two accounts of one service.

use std::collections::BTreeMap;

use crate::identity::{Proposal, one_service};
use crate::network::Network;

/// The people that the accepted proposals so far make one.
#[derive(Debug, Default)]
pub(super) struct Joined {
    group_of: BTreeMap<u32, Vec<u32>>,
}

impl Joined {
    /// By these accepted proposals.
    pub(super) fn by<'p>(accepted: impl IntoIterator<Item = &'p Proposal>) -> Self {
        let mut joined = Self::default();
        accepted.into_iter().for_each(|proposal| joined.accept(proposal));
        joined
    }

    /// Makes both one person.
    pub(super) fn accept(&mut self, proposal: &Proposal) {
        let mut group = [self.group(proposal.one), self.group(proposal.other)].concat();
        group.sort_unstable();
        group.dedup();
        for person in group.clone() {
            self.group_of.insert(person, group.clone());
        }
    }

    /// Whether both are one person already.
    pub(super) fn has(&self, proposal: &Proposal) -> bool {
        self.group(proposal.one).contains(&proposal.other)
    }

    /// Two people who would become one by this answer, and are two for certain: each has an account of one service. The smaller number first.
    pub(super) fn clash(&self, network: &Network, proposal: &Proposal) -> Option<(u32, u32)> {
        if self.has(proposal) {
            return None;
        }
        let others = self.group(proposal.other);
        let mut pairs = self.group(proposal.one).into_iter().flat_map(|one| others.iter().map(move |other| (one, *other)));
        let found = pairs.find(|(one, other)| one_service(network.person(*one), network.person(*other)));
        found.map(|(one, other)| (one.min(other), one.max(other)))
    }

    fn group(&self, person: u32) -> Vec<u32> {
        self.group_of.get(&person).cloned().unwrap_or_else(|| vec![person])
    }
}
