//! The network that can be walked through, in the report's JSON document.

use serde_json::{Value, json};

use super::{InOrder, lines, rounded};
use crate::report::{Community, MapState, MapTie, NetworkMap, NetworkPerson, PersonEvidence};

/// The map as an indented object, a line for each person and tie.
pub(super) fn map(map: &NetworkMap, evidence: &[PersonEvidence]) -> String {
    let (months, channels) = (json!(map.months), json!(map.channels));
    format!(
        "{{\n    \"months\": {months},\n    \"channels\": {channels},\n    \"communities\": {},\n    \"people\": {},\n    \"ties\": {}\n  }}",
        lines(&map.communities, "    ", community),
        lines(&map.people, "    ", |shown| person(shown, evidence)),
        lines(&map.ties, "    ", tie),
    )
}

fn community(community: &Community) -> InOrder<'_> {
    InOrder(vec![("name", community.name.as_str().into()), ("size", community.size.into())])
}

fn person<'a>(person: &'a NetworkPerson, evidence: &[PersonEvidence]) -> InOrder<'a> {
    InOrder(vec![
        ("name", person.name.as_str().into()),
        ("handle", person.handle.as_str().into()),
        ("person", person.person.filter(|place| *place < evidence.len()).into()),
        ("x", rounded(Some(person.x), 4)),
        ("y", rounded(Some(person.y), 4)),
        ("community", person.community.into()),
        ("channels", person.channels.as_slice().into()),
        ("strength", person.strength.iter().map(|strength| rounded(*strength, 2)).collect()),
        ("state", person.state.iter().map(|shown| Value::from(state(*shown))).collect()),
    ])
}

fn state(state: MapState) -> &'static str {
    match state {
        MapState::Unseen => "unseen",
        MapState::Indirect => "indirect",
        MapState::Declared => "declared",
        MapState::Dormant => "dormant",
        MapState::Weak => "weak",
        MapState::Strong => "strong",
    }
}

fn tie(tie: &MapTie) -> InOrder<'_> {
    InOrder(vec![
        ("from", tie.from.into()),
        ("to", tie.to.into()),
        ("p90", tie.p90.iter().map(|odds| rounded(*odds, 4)).collect()),
        ("hop_out", rounded(tie.hop_out, 4)),
        ("hop_back", rounded(tie.hop_back, 4)),
    ])
}
