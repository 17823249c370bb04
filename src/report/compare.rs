//! Two months side by side: the figures, the ties that rose and fell, who is new, lost and back, communities and channels.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{Figures, figures, indicators};
use super::monthly::{Material, month_in_words};
use super::{Cell, Month, Prose, Section, Table, counted};
use crate::analysis::dormant::DORMANT_SILENCE_DAYS;
use crate::model::format_day;
use crate::network::Network;
use crate::ties::Tie;

/// Ties shown that rose most, and as many that fell most.
const MOVED: usize = 6;
/// The least change of strength that is worth a row.
const LEAST_CHANGE: f64 = 1.0;
/// Names in a note.
const NAMED: usize = 12;
/// People in a community from which it is one.
const LEAST_COMMUNITY: usize = 3;
/// The change of a channel's share that is worth a word.
const LEAST_SHIFT: f64 = 0.05;

/// What the report's month is compared with.
#[derive(Debug)]
pub struct Compared {
    /// The month to compare with.
    pub month: Month,
    /// The month before it, by which its lost ties are told.
    pub before: Month,
}

/// The sections of the comparison; none where none was asked for.
pub(super) fn sections(material: &Material<'_>) -> Vec<Section> {
    let (Some(then), Some(now)) = (material.input.compared, material.input.months.last()) else { return Vec::new() };
    let both = Both { material, then: &then.month, now };
    vec![both.figures(&then.before), both.moved()]
}

/// The two months.
struct Both<'a, 'm> {
    material: &'a Material<'m>,
    then: &'a Month,
    now: &'a Month,
}

impl<'a> Both<'a, '_> {
    fn names(&self) -> (String, String) {
        (month_in_words(&self.then.name), month_in_words(&self.now.name))
    }

    /// The figures of both, and in the notes whom and what they stand for.
    fn figures(&self, before: &Month) -> Section {
        let (material, (then, now)) = (self.material, self.names());
        let earlier = figures(self.then, Some(before), material.input.days, material.ego, &material.labels);
        let current = material.history.last().cloned().unwrap_or_default();
        // The first of all months has none before it to tell what was lost.
        let lost_known = material.history.len() > 1;
        let both: [Figures; 2] = [earlier, current];
        let rows = indicators(&[self.then.name.clone(), self.now.name.clone()], &both).into_iter().map(|indicator| {
            let number = |value: Option<f64>| value.map_or(Cell::Missing, |value| Cell::Number(value, indicator.decimals));
            let current = indicator.value().filter(|_| lost_known || indicator.key != "lost");
            let before = indicator.trend.first().and_then(|(_, value)| *value);
            let change = current.zip(before).map(|(current, before)| current - before);
            vec![Cell::Text(indicator.label.to_owned()), number(before), number(current), number(change)]
        });
        Section {
            id: "compare",
            title: format!("{now} against {then}"),
            introduction:
                "The same figures for both months, the past told with what is known today of who is who; below, what happened \
                           since the end of the earlier one."
                    .to_owned(),
            table: Some(Table {
                columns: vec![("indicator", "indicator"), ("then", "then"), ("now", "now"), ("change", "change")],
                rows: rows.collect(),
                empty: "",
            }),
            notes: [self.people(), self.communities(), self.channels()].concat(),
            charts: Vec::new(),
        }
    }

    /// The ties whose strength changed most.
    fn moved(&self) -> Section {
        let (then, now) = self.names();
        let strength = |network: &'a Network, person: u32| network.tie(self.material.ego, person).map(|tie| tie.strength.get());
        let mut changed: Vec<(f64, Tie)> = self
            .now
            .network
            .contact_ties()
            .into_iter()
            .map(|tie| {
                let before = strength(&self.then.network, tie.other(self.material.ego));
                (tie.strength.get() - before.unwrap_or(0.0), tie)
            })
            .filter(|(change, _)| change.abs() >= LEAST_CHANGE)
            .collect();
        changed.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1.low, a.1.high).cmp(&(b.1.low, b.1.high))));
        let rises = changed.iter().take_while(|(change, _)| *change > 0.0).count();
        let fallen = changed.len() - rises;
        let risen = changed.iter().take(rises.min(MOVED));
        let rows = risen.chain(changed.iter().skip(rises + fallen.saturating_sub(MOVED))).map(|(difference, tie)| {
            let person = tie.other(self.material.ego);
            vec![
                super::sections::person(self.material, person),
                strength(&self.then.network, person).map_or(Cell::Missing, |strength| Cell::Number(strength, 0)),
                Cell::Number(tie.strength.get(), 0),
                Cell::Number(*difference, 0),
                Cell::Text(self.why(tie)),
            ]
        });
        Section {
            id: "compare-ties",
            title: "Ties that rose and fell most".to_owned(),
            introduction: format!(
                "Strength, the chance of contact within 30 days, at the end of {then} and of {now}: contact raises it, silence takes from it."
            ),
            table: Some(Table {
                columns: vec![("person", "person"), ("then", "then"), ("now", "now"), ("change", "change"), ("why", "why")],
                rows: rows.collect(),
                empty: "No tie changed by as much as a point.",
            }),
            notes: vec![
                format!(
                    "{} rose and {} fell by a point and more.",
                    counted(rises, "tie", "ties"),
                    counted(fallen, "tie", "ties")
                )
                .into(),
            ],
            charts: Vec::new(),
        }
    }

    /// What lies behind the change: contact, and the last of it.
    fn why(&self, tie: &Tie) -> String {
        let (since, today) = (self.then.network.as_of().utc_day(), self.now.network.as_of().utc_day());
        let days = self.material.input.days.of(tie.low, tie.high);
        let between = days.until(today).len().saturating_sub(days.until(since).len());
        let last = format_day(tie.both.last_day);
        match between {
            0 => format!("silent since {last}"),
            days => format!("{} in between, the last on {last}", counted(days, "day of contact", "days of contact")),
        }
    }

    /// Who is new, lost and back between the two ends.
    fn people(&self) -> Vec<Prose> {
        let (since, today) = (self.then.network.as_of().utc_day(), self.now.network.as_of().utc_day());
        let alive = |network: &Network, person: u32| {
            network.tie(self.material.ego, person).is_some_and(|tie| tie.is_alive(network.parameters()))
        };
        let (mut new, mut lost, mut back) = (Vec::new(), Vec::new(), Vec::new());
        for tie in self.now.network.contact_ties() {
            let person = tie.other(self.material.ego);
            if tie.both.first_day > since {
                new.push((tie.strength, person));
                continue;
            }
            let was = self.then.network.tie(self.material.ego, person).filter(|_| alive(&self.then.network, person));
            if let Some(was) = was.filter(|_| !alive(&self.now.network, person)) {
                lost.push((was.strength, person));
            }
            let seen = self.material.input.days.of(tie.low, tie.high).until(today);
            let days: Vec<i32> = seen.days().skip(seen.until(since).len().saturating_sub(1)).collect();
            if days.windows(2).any(|two| two[1] - two[0] >= DORMANT_SILENCE_DAYS) {
                back.push((tie.strength, person));
            }
        }
        [("New", new), ("Fell below even odds", lost), ("Back after half a year and more", back)]
            .into_iter()
            .filter(|(_, people)| !people.is_empty())
            .map(|(what, mut people)| {
                people.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
                let names = people.iter().map(|(_, person)| self.material.part(*person).into()).collect();
                Prose::from(format!("{what} ({}): ", people.len())).first_of(names, NAMED).and(".")
            })
            .collect()
    }

    /// Communities, as they are now, in which a tie is alive at one end only.
    fn communities(&self) -> Vec<Prose> {
        let (material, ego) = (self.material, self.material.ego);
        let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
        for person in (0..material.view.people() as u32).filter(|person| *person != ego) {
            if material.view.degree(person as usize) > 0 {
                *sizes.entry(material.community(person)).or_default() += 1;
            }
        }
        // The strongest living tie into each community: what to call it by.
        let reached = |network: &Network| {
            let mut best: BTreeMap<usize, (f64, u32)> = BTreeMap::new();
            for tie in network.contact_ties().into_iter().filter(|tie| tie.is_alive(network.parameters())) {
                let (strength, person) = (tie.strength.get(), tie.other(ego));
                let community = material.community(person);
                if sizes.get(&community).is_some_and(|size| *size >= LEAST_COMMUNITY) {
                    let entry = best.entry(community).or_insert((strength, person));
                    if strength > entry.0 {
                        *entry = (strength, person);
                    }
                }
            }
            best
        };
        let (then, now) = (reached(&self.then.network), reached(&self.now.network));
        let only = |some: &BTreeMap<usize, (f64, u32)>, others: &BTreeMap<usize, (f64, u32)>| -> Vec<u32> {
            let mut found: Vec<(f64, u32)> =
                some.iter().filter(|(of, _)| !others.contains_key(of)).map(|(_, best)| *best).collect();
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            found.into_iter().map(|best| best.1).collect()
        };
        [
            ("Communities you have a living tie into again, or for the first time, by whom it leads to: ", only(&now, &then)),
            ("Communities no living tie leads into any more, by whom it led to: ", only(&then, &now)),
        ]
        .into_iter()
        .filter(|(_, people)| !people.is_empty())
        .map(|(what, people)| {
            let names = people.iter().map(|person| self.material.part(*person).into()).collect();
            Prose::from(what).first_of(names, NAMED).and(".")
        })
        .collect()
    }

    /// How the contact of both months spread over channels, where it shifted.
    fn channels(&self) -> Vec<Prose> {
        let of = |month: &Month| {
            let mut days: BTreeMap<&str, BTreeSet<(u32, i32)>> = BTreeMap::new();
            let within = self
                .material
                .input
                .encounters
                .iter()
                .filter(|encounter| (month.first_day..=month.last_day).contains(&encounter.day));
            for encounter in within {
                let channel = self.material.input.observations.channels().name(encounter.channel);
                days.entry(channel).or_default().insert((encounter.person, encounter.day));
            }
            let all: usize = days.values().map(BTreeSet::len).sum();
            let share = |days: &BTreeSet<(u32, i32)>| days.len() as f64 / all.max(1) as f64;
            days.iter().map(|(channel, days)| (*channel, share(days))).collect::<BTreeMap<&str, f64>>()
        };
        let (then, now) = (of(self.then), of(self.now));
        if then.is_empty() || now.is_empty() {
            return Vec::new();
        }
        let channels: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
        let share = |of: &BTreeMap<&str, f64>, channel: &str| of.get(channel).copied().unwrap_or(0.0);
        let mut shifted: Vec<(f64, f64, &str)> =
            channels.into_iter().map(|channel| (share(&then, channel), share(&now, channel), channel)).collect();
        shifted.retain(|(then, now, _)| (now - then).abs() >= LEAST_SHIFT);
        shifted.sort_by(|a, b| (b.1 - b.0).abs().total_cmp(&(a.1 - a.0).abs()).then(a.2.cmp(b.2)));
        if shifted.is_empty() {
            return vec!["Channels were used much as then.".into()];
        }
        let told = shifted.iter().map(|(then, now, channel)| format!("{channel} {:.0} → {:.0} %", 100.0 * then, 100.0 * now));
        vec![Prose::from("Share of the days of contact by channel: ").list(told.map(Prose::from).collect()).and(".")]
    }
}
