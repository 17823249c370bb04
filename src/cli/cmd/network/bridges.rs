//! `network --bridges`: a row per local bridge, widest span first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::analysis::bridge::{LocalBridge, bridge_sides, local_bridges};
use crate::analysis::overlap::tie_overlap;
use crate::cli::listing::{Column, Listing, Shown, Value};
use crate::network::{Network, View};

const COLUMNS: [Column; 10] =
    ["source", "target", "source_name", "target_name", "span", "is_bridge", "overlap", "p90", "fades_on", "people_behind"];

/// Bridges come first, as there is no way around them at all: those with most people behind before those that lead to one person only.
/// Then local bridges, the longer way around first, likelier ties before others, and all else alike by the handles of the ends.
pub(super) fn listing(network: &Network, view: &View, parameters: Map<String, Json>) -> Listing {
    let behind: BTreeMap<(usize, usize), usize> =
        bridge_sides(view).into_iter().map(|(low, high, people)| ((low, high), people)).collect();
    let people_behind = |bridge: &LocalBridge| behind.get(&(bridge.low, bridge.high)).copied();
    let tie = |bridge: &LocalBridge| network.tie(bridge.low as u32, bridge.high as u32);
    let mut found = local_bridges(view);
    found.sort_by_cached_key(|bridge| {
        let span = bridge.span.unwrap_or(usize::MAX);
        (Reverse(span), Reverse(people_behind(bridge)), Reverse(tie(bridge).map(|tie| tie.p90)), bridge.low, bridge.high)
    });
    let today = network.as_of().utc_day();
    let rows = found
        .iter()
        .map(|bridge| {
            let (low, high) = (network.person(bridge.low as u32), network.person(bridge.high as u32));
            vec![
                Value::text(low.handle()),
                Value::text(high.handle()),
                Value::name(low),
                Value::name(high),
                bridge.span.map_or(Value::Missing, Value::count),
                Value::Flag(bridge.span.is_none()),
                Value::optional_number(tie_overlap(view, bridge.low, bridge.high), 2),
                tie(bridge).map_or(Value::Missing, |tie| Value::Percent(tie.p90.get())),
                Value::optional_day(tie(bridge).and_then(|tie| tie.fades_on(today, network.parameters()))),
                people_behind(bridge).map_or(Value::Missing, Value::count),
            ]
        })
        .collect();
    Listing {
        command: "network",
        as_of: network.as_of().day().to_string(),
        parameters,
        columns: COLUMNS.to_vec(),
        reading: vec![
            Shown::kept("source_name", "source"),
            Shown::kept("target_name", "target"),
            Shown::kept("span", "span"),
            Shown::going("is_bridge", "bridge", 4),
            Shown::going("people_behind", "behind", 2),
            Shown::going("p90", "odds", 1),
            Shown::going("fades_on", "fades on", 3),
        ],
        rows,
        shown_rows: usize::MAX,
        nothing: "every tie's ends have contacts in common: there is no local bridge".to_owned(),
        notes: Vec::new(),
    }
}
