//! Why there is no path, who comes closest, and what would create one.

use serde_json::{Value as Json, json};

use super::answer::Answer;
use crate::analysis::hop_evidence::EvidencedHops;
use crate::analysis::intro_path::{IntroPath, search, search_unlimited};
use crate::analysis::near_miss::{Link, NearMiss, Nearest, nearest};
use crate::cli::error::CliError;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;

/// Near misses named.
const NAMED: usize = 5;
/// The most that `--max-hops` takes.
const MOST_HOPS: usize = 6;
/// Decimals of a probability, at most.
const DECIMALS: f64 = 12.0;

impl Answer<'_> {
    fn nearest(&self) -> Nearest {
        nearest(self.network, &self.hops.hops, self.from, &self.targets.people, NAMED)
    }

    /// The best path of any length, where it has more hops than were allowed.
    fn longer(&self) -> Option<IntroPath> {
        search_unlimited(&self.hops.hops, self.from, &self.targets.people, 1).paths.into_iter().next()
    }

    /// The best path over declared and inferred ties, where they were not asked for.
    fn over_inferred(&self) -> Option<IntroPath> {
        if self.arguments.allow_inferred {
            return None;
        }
        let hops = EvidencedHops::of(self.network, true);
        search(&hops.hops, self.from, &self.targets.people, 1, self.arguments.max_hops as usize).paths.into_iter().next()
    }

    fn is_star_of_asker(&self) -> bool {
        self.network.ego() == Some(self.from) && self.network.is_star()
    }

    pub(super) fn nearest_json(&self) -> Json {
        let found = self.nearest();
        let longer = self.longer();
        let any_length = longer
            .as_ref()
            .map(|path| json!({ "hops": path.probabilities.len(), "probability": probability(path), "score": path.score }));
        let people =
            |path: Option<IntroPath>| path.map(|path| path.people.iter().map(|person| self.person(*person)).collect::<Vec<_>>());
        let misses: Vec<Json> = found
            .misses
            .iter()
            .map(|miss| {
                let (kind, value) = match &miss.link {
                    Link::Connection => ("connection", None),
                    Link::Company(company) => ("company", Some(company)),
                    Link::Tag(tag) => ("tag", Some(tag)),
                    Link::Tie => ("tie", None),
                };
                json!({
                    "person": self.person(miss.person),
                    "target": self.person(miss.target),
                    "link": kind,
                    "value": value,
                    "respond": miss.respond,
                    "text": self.miss(miss),
                })
            })
            .collect();
        json!({
            "misses": misses,
            "reachable_within_6_hops": found.reachable,
            "around_targets_within_6_hops": found.around_targets,
            "longer_path": people(longer),
            "any_length": any_length,
            "over_inferred": people(self.over_inferred()),
            "star": self.is_star_of_asker(),
            "would_create": self.would_create(&found),
        })
    }

    /// A near miss in words.
    fn miss(&self, miss: &NearMiss) -> String {
        let name = |person: u32| self.network.person(person).distinct_label();
        let (person, target) = (name(miss.person), name(miss.target));
        let tie = match miss.respond {
            Some(respond) => format!("hop {}", number::percent(respond)),
            None => "only declared".to_owned(),
        };
        match &miss.link {
            Link::Connection => format!("{person} is a connection of your own ({tie})"),
            Link::Company(company) => format!("{person} ({tie}) is at {company}, as {target} is"),
            Link::Tag(tag) => format!("{person} ({tie}) shares the tag {tag} with {target}"),
            Link::Tie => format!("{person} is tied to {target}, but nobody ties {} to {person}", name(self.from)),
        }
    }

    fn would_create(&self, found: &Nearest) -> Vec<String> {
        let name = |person: u32| self.network.person(person).distinct_label();
        let mut steps: Vec<String> = Vec::new();
        match found.misses.first() {
            Some(NearMiss { person, target, link: Link::Tie, .. }) => {
                steps.push(format!("one meeting or mail with {} would make a path to {}", name(*person), name(*target)));
            }
            Some(NearMiss { target, link: Link::Connection, .. }) => {
                steps.push(format!(
                    "write to {} directly, and say who you are: the data shows no contact of yours",
                    name(*target)
                ));
            }
            Some(miss) => steps.push(format!("ask {} whether they know {}", name(miss.person), name(miss.target))),
            None => {}
        }
        if self.is_star_of_asker() {
            steps.push(
                "import a calendar, or mail with several recipients: in a list of connections your contacts are not tied to each other"
                    .to_owned(),
            );
        } else if found.misses.is_empty() {
            steps.push("import a calendar or mail with several recipients".to_owned());
        }
        steps
    }

    pub(super) fn nothing(&self) -> CliError {
        let most = self.arguments.max_hops;
        let chain = |path: &IntroPath| path.people.iter().map(|person| self.name(*person)).collect::<Vec<_>>().join(" → ");
        let nothing = format!("there is no path within {}", counted(most as usize, "hop", "hops"));
        if let Some(path) = self.longer() {
            let hops = path.probabilities.len();
            let option = if hops <= MOST_HOPS { format!(" (--max-hops {hops})") } else { String::new() };
            let probability = probability(&path);
            // Two digits that say something.
            let decimals = (1.0 - probability.log10().floor()).clamp(2.0, DECIMALS) as usize;
            let probability = number::decimal(probability, decimals);
            return CliError::no_answer(format!("{nothing}; the best of any length has {hops}, probability {probability}"))
                .hint(format!("a longer one: {}{option}", chain(&path)));
        }
        let mut error = CliError::no_answer(nothing);
        let found = self.nearest();
        let reached = format!("{} within six hops of {}", counted(found.reachable, "person", "people"), self.name(self.from));
        let sought = if self.targets.people.len() == 1 { "the person sought" } else { "those sought" };
        error = error.hint(match found.around_targets {
            0 => format!("{reached}; the data shows no tie of {sought}"),
            around => format!("{reached}, {} around {sought}, and no tie between", counted(around, "person", "people")),
        });
        for miss in &found.misses {
            error = error.hint(format!("close: {}", Untrusted::new(&self.miss(miss)).terminal()));
        }
        for step in self.would_create(&found) {
            error = error.hint(Untrusted::new(&step).terminal());
        }
        match self.over_inferred() {
            Some(path) => {
                error.hint(format!("over ties that were only declared or inferred: {} (--allow-inferred)", chain(&path)))
            }
            None if self.arguments.allow_inferred => error,
            None => error.hint("--allow-inferred finds none either"),
        }
    }
}

/// That every hop of a path works.
fn probability(path: &IntroPath) -> f64 {
    path.probabilities.iter().product()
}
