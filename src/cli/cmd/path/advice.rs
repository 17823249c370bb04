//! What to do with a path: whom to ask, whom first, and what one coffee would change.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::answer::Answer;
use crate::analysis::counterfactual::hop_after_contact;
use crate::analysis::intro_path::IntroPath;
use crate::cli::error::CliError;
use crate::model::Evidence;
use crate::pipeline::{Favours, World};
use crate::report::counted;

/// The balance of giving and asking below which giving comes first.
const GIVE_FIRST_BELOW: f64 = -0.5;
/// Days over which what was asked of an introducer still weighs.
const RECENT_DAYS: i64 = 90;
/// Asks that halve the weight of an introducer.
const ASKS_TO_HALVE: f64 = 2.0;
/// What a coffee must lift the best score by to be worth saying.
const WORTH_SAYING: f64 = 1.1;

/// What one more contact with a path's first introducer would change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Coffee {
    pub(super) person: u32,
    pub(super) old_probability: f64,
    pub(super) new_probability: f64,
    pub(super) new_score: f64,
    pub(super) becomes_best: bool,
}

/// The paths of an answer weighed against each other, once for all of them.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    favours: BTreeMap<u32, Favours>,
    /// The paths of each introducer, ascending.
    paths_over: BTreeMap<u32, Vec<usize>>,
    /// The path whose introducer is better asked first: the best by score × ask factor, where that is another than the best by score.
    pub(super) better_asked_first: Option<usize>,
}

impl Weighed {
    pub(super) fn of(world: &World, from: u32, paths: &[IntroPath], cutoff_micros: i64) -> Result<Self, CliError> {
        let mut weighed = Self::default();
        for (index, path) in paths.iter().enumerate() {
            path.introducers().iter().for_each(|person| weighed.paths_over.entry(*person).or_default().push(index));
        }
        if !weighed.paths_over.is_empty() {
            weighed.favours = world.favours_of(from, cutoff_micros, RECENT_DAYS)?;
        }
        weighed.better_asked_first = weighed.better_asked_first(paths);
        Ok(weighed)
    }

    fn better_asked_first(&self, paths: &[IntroPath]) -> Option<usize> {
        let weight = |path: &IntroPath| path.score * self.ask_factor(path).unwrap_or(1.0);
        let mut introductions = paths.iter().enumerate().filter(|(_, path)| !path.introducers().is_empty());
        let (first, path) = introductions.next()?;
        let mut best = (first, weight(path));
        for (index, path) in introductions {
            if weight(path) > best.1 {
                best = (index, weight(path));
            }
        }
        (best.0 != first).then_some(best.0)
    }

    fn favours_of(&self, introducer: u32) -> Favours {
        self.favours.get(&introducer).copied().unwrap_or_default()
    }

    /// What recent asks leave of an introducer's weight: `2^(−asks/2)`, a convention. It moves no path in the order, only the advice.
    fn ask_factor(&self, path: &IntroPath) -> Option<f64> {
        let introducer = path.introducers().first()?;
        Some((-f64::from(self.favours_of(*introducer).recently_asked) / ASKS_TO_HALVE).exp2())
    }

    fn paths_over(&self, introducer: u32) -> &[usize] {
        self.paths_over.get(&introducer).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Answer<'_> {
    /// The other paths with an introducer of this one, ascending.
    pub(super) fn shares_introducer_with(&self, index: usize) -> Vec<usize> {
        let own = self.found.paths.get(index).map(IntroPath::introducers).unwrap_or_default();
        let others = own.iter().flat_map(|person| self.weighed.paths_over(*person)).copied();
        let others: BTreeSet<usize> = others.filter(|other| *other != index).collect();
        others.into_iter().collect()
    }

    /// Whether a path shares no introducer with any better one: a second chance that does not depend on the same person.
    pub(super) fn is_independent(&self, index: usize) -> bool {
        let own = self.found.paths.get(index).map(IntroPath::introducers).unwrap_or_default();
        own.iter().all(|person| self.weighed.paths_over(*person).first() == Some(&index))
    }

    /// Given and asked over the last year with the first introducer: (given − asked)/(given + asked); `None` without either.
    pub(super) fn ask_balance(&self, path: &IntroPath) -> Option<f64> {
        let introducer = *path.introducers().first()?;
        let Favours { gave, asked, .. } = self.weighed.favours_of(introducer);
        (gave + asked > 0).then(|| (f64::from(gave) - f64::from(asked)) / f64::from(gave + asked))
    }

    /// How often the first introducer was asked for something lately; `None` on a direct path.
    pub(super) fn recent_asks(&self, path: &IntroPath) -> Option<u32> {
        let introducer = *path.introducers().first()?;
        Some(self.weighed.favours_of(introducer).recently_asked)
    }

    pub(super) fn ask_factor(&self, path: &IntroPath) -> Option<f64> {
        self.weighed.ask_factor(path)
    }

    /// What one more contact with the first introducer would do, where it makes this the best introduction, or the best one better by
    /// a tenth. Only a person's best path is asked about: the hop stands at its start, so all their paths gain alike.
    pub(super) fn coffee(&self, index: usize) -> Option<Coffee> {
        let path = self.found.paths.get(index)?;
        let person = *path.introducers().first()?;
        let of_person = |path: &IntroPath| path.introducers().first() == Some(&person);
        if self.found.paths.iter().take(index).any(of_person) {
            return None;
        }
        let old_probability = *path.probabilities.first()?;
        let new_probability = hop_after_contact(self.network, self.from, person).get().max(old_probability);
        let new_score = path.score * new_probability / old_probability;
        // Paths over others stay as they are, so the best of them is the one to beat.
        let others = self.found.paths.iter().filter(|path| !path.introducers().is_empty() && !of_person(path));
        let best_other = others.map(|path| path.score).fold(0.0, f64::max);
        let becomes_best = path.score < best_other && new_score > best_other;
        let lifts_best = path.score >= best_other && new_score >= WORTH_SAYING * path.score;
        (becomes_best || lifts_best).then_some(Coffee { person, old_probability, new_probability, new_score, becomes_best })
    }

    pub(super) fn coffee_json(&self, index: usize) -> Json {
        let Some(coffee) = self.coffee(index) else { return Json::Null };
        json!({
            "person": self.person(coffee.person),
            "tie": {
                "from": self.network.person(self.from).handle(),
                "to": self.network.person(coffee.person).handle(),
                "probability": coffee.old_probability,
            },
            "new_probability": coffee.new_probability,
            "new_score": coffee.new_score,
            "becomes_best": coffee.becomes_best,
        })
    }

    pub(super) fn advice(&self, index: usize) -> String {
        let Some(path) = self.found.paths.get(index) else { return String::new() };
        let name = |person: u32| self.network.person(person).distinct_label();
        let target = path.people.last().copied().map(name).unwrap_or_default();
        let own = self.network.ego() == Some(self.from);
        let Some(&introducer) = path.introducers().first() else {
            return match self.evidence(path, 0) {
                Some(Evidence::Observed) if own => format!("You know {target} yourself: write directly."),
                Some(Evidence::Observed) => format!("{} knows {target}: no introduction is needed.", name(self.from)),
                Some(Evidence::Declared) => {
                    format!("You are only connected with {target}, without contact in the data: say who you are.")
                }
                _ => format!("Nothing but one employer connects you with {target}: say who you are."),
            };
        };
        let weakest = path.bottleneck();
        let who = name(introducer);
        let weak_from = path.people.get(weakest).copied().map(name).unwrap_or_default();
        let weak_to = path.people.get(weakest + 1).copied().map(name).unwrap_or_default();
        let caution = match self.ask_balance(path) {
            Some(balance) if balance < GIVE_FIRST_BELOW => {
                format!(" You asked {who} for more than you gave this year: give first.")
            }
            _ => String::new(),
        };
        let recent = match (self.recent_asks(path), self.weighed.better_asked_first) {
            (Some(asks @ 1..), Some(better)) if better != index => {
                let other = self.found.paths.get(better).and_then(|path| path.introducers().first().copied()).map(name);
                let times = counted(asks as usize, "time", "times");
                format!(
                    " You asked {who} {times} in the last {RECENT_DAYS} days; {} is better asked first.",
                    other.unwrap_or_default()
                )
            }
            _ => String::new(),
        };
        let guessed = (0..path.probabilities.len()).any(|hop| self.evidence(path, hop) != Some(Evidence::Observed));
        if guessed {
            format!("Not every tie here was seen in the data: ask {who} first whether it exists.{caution}{recent}")
        } else if weakest == 0 {
            format!("Get in touch with {who} again before you ask: your own tie is the weakest hop.{caution}{recent}")
        } else {
            format!(
                "Ask {who} for one introduction, with an easy way to say no; the weakest hop is {weak_from} to {weak_to}.{caution}{recent}"
            )
        }
    }
}
