//! What speaks for a proposal, in words.

use crate::identity::{Ground, NameMatch, Proposal};
use crate::network::Network;
use crate::report::counted;

/// People named of those whom both know.
const NAMED: usize = 3;

/// What speaks for it, in one sentence.
pub(super) fn sentence(network: &Network, proposal: &Proposal) -> String {
    reasons(network, proposal).join("; ")
}

/// What speaks for it, a few words each, the names last: alone they would say nothing.
pub(super) fn reasons(network: &Network, proposal: &Proposal) -> Vec<String> {
    let mut reasons: Vec<String> = proposal.grounds.iter().filter_map(|ground| reason(network, ground)).collect();
    if matches!(proposal.grounds.first(), Some(Ground::Name(_))) {
        reasons.rotate_left(1);
    }
    reasons
}

fn reason(network: &Network, ground: &Ground) -> Option<String> {
    Some(match ground {
        Ground::Name(NameMatch::Same) => "same name".to_owned(),
        Ground::Name(found) => found.as_str().to_owned(),
        Ground::Handle(handle) => format!("cards of both name {}", handle.value()),
        Ground::Phone(one, other) if one.value() == other.value() => format!("one number, {}", one.value()),
        Ground::Phone(one, other) => format!("one number, {} and {}", one.value(), other.value()),
        Ground::Company(company) => format!("both at {company}"),
        Ground::CompanyDomain(domain, company) => format!("mail at {domain}, works at {company}"),
        Ground::Domain(domain) => format!("both have mail at {domain}"),
        Ground::UserName(name) => format!("user name {name} at both"),
        Ground::Contacts(people) => {
            let names: Vec<&str> = people.iter().take(NAMED).map(|person| network.person(*person).label()).collect();
            let more = if people.len() > NAMED { " …" } else { "" };
            format!("{}: {}{more}", counted(people.len(), "common contact", "common contacts"), names.join(", "))
        }
        Ground::OtherCompany | Ground::InContact => return None,
    })
}

/// What speaks against it; `None` when nothing does.
pub(super) fn against(proposal: &Proposal) -> Option<String> {
    let reasons: Vec<&str> = proposal
        .grounds
        .iter()
        .filter_map(|ground| match ground {
            Ground::OtherCompany => Some("different companies"),
            Ground::InContact => Some("in contact with each other"),
            _ => None,
        })
        .collect();
    (!reasons.is_empty()).then(|| reasons.join("; "))
}
