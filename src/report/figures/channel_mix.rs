//! Contact by channel, month by month.

use std::collections::{BTreeMap, BTreeSet};

use super::{chart, percent};
use crate::analysis::channel_mix::{Channels, Nature};
use crate::report::monthly::Material;
use crate::report::{ChannelMix, ChannelMonths, Chart, Figure};

pub(super) fn channel_mix(material: &Material<'_>) -> Chart {
    let months = material.shown_months();
    let channels = Channels::new(material.input.labels);
    // The same person on the same day on the same channel is one contact.
    let mut seen: BTreeMap<(Nature, u32), BTreeSet<(i32, u32)>> = BTreeMap::new();
    for encounter in material.input.encounters {
        let nature = channels.nature(encounter);
        seen.entry((nature, encounter.channel)).or_default().insert((encounter.day, encounter.person));
    }
    let mut found: Vec<(Nature, usize, ChannelMonths)> = seen
        .into_iter()
        .map(|((nature, channel), contacts)| {
            let within = |from: i32, until: i32| contacts.range((from, 0)..(until + 1, 0)).count();
            let by_month: Vec<usize> = months.iter().map(|month| within(month.first_day, month.last_day)).collect();
            let live = match nature {
                Nature::Live => Some(true),
                Nature::Written => Some(false),
                Nature::Unknown => None,
            };
            let name = channels.name(channel);
            let name = if name.is_empty() { "channel not given" } else { name };
            (nature, by_month.iter().sum(), ChannelMonths { name: name.to_owned(), live, contacts: by_month })
        })
        .filter(|(_, all, _)| *all > 0)
        .collect();
    let order = |nature: Nature| match nature {
        Nature::Live => 0,
        Nature::Written => 1,
        Nature::Unknown => 2,
    };
    found.sort_by(|a, b| order(a.0).cmp(&order(b.0)).then(b.1.cmp(&a.1)).then(a.2.name.cmp(&b.2.name)));
    let title = title(&found);
    let months = months.iter().map(|month| month.name.clone()).collect();
    let channels = found.into_iter().map(|(_, _, channel)| channel).collect();
    chart("channel-mix", title, Figure::ChannelMix(ChannelMix { months, channels }))
}

/// Which channel carries most, and how much of it all was live.
fn title(found: &[(Nature, usize, ChannelMonths)]) -> String {
    let all: usize = found.iter().map(|(_, contacts, _)| contacts).sum();
    let most = found.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.2.name.cmp(&a.2.name)));
    let Some((_, contacts, most)) = most else { return "No contact to tell channels of".to_owned() };
    let of = |nature: Nature| found.iter().filter(|row| row.0 == nature).map(|row| row.1).sum::<usize>() as f64 / all as f64;
    let carries = format!("{} carries {} of the contact", capitalised(&most.name), percent(*contacts as f64 / all as f64));
    if of(Nature::Unknown) > 0.5 {
        format!("{carries}; whether it was live the data does not say")
    } else {
        format!("{carries}; {} of it all was live, in calls or face to face", percent(of(Nature::Live)))
    }
}

/// A channel's word at the beginning of a sentence.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
