//! An answer, ready to be written: as JSON, as rows.

use serde_json::{Value as Json, json};

use super::RECORDS;
use super::advice::Weighed;
use super::targets::Targets;
use crate::analysis::hop_evidence::{EvidencedHops, shared_company};
use crate::analysis::intro_path::{Found, IntroPath};
use crate::cli::args::PathArguments;
use crate::cli::cmd::ties::parameters;
use crate::cli::error::CliError;
use crate::model::{Evidence, day_of_micros, format_day};
use crate::network::Network;
use crate::pipeline::World;
use crate::render::text::Untrusted;
use crate::report::request::introduction_request;

/// Everything an answer is made of.
pub(super) struct Answer<'a> {
    pub(super) world: &'a World,
    pub(super) network: &'a Network,
    pub(super) from: u32,
    pub(super) targets: &'a Targets,
    pub(super) hops: &'a EvidencedHops,
    pub(super) found: &'a Found,
    pub(super) weighed: &'a Weighed,
    pub(super) arguments: &'a PathArguments,
}

impl Answer<'_> {
    pub(super) fn person(&self, person: u32) -> Json {
        let known = self.network.person(person);
        json!({ "id": person, "name": known.label(), "handle": known.handle(), "handles": known.handles })
    }

    pub(super) fn name(&self, person: u32) -> String {
        Untrusted::new(&self.network.person(person).distinct_label()).terminal()
    }

    pub(super) fn cutoff(&self) -> i64 {
        self.network.as_of().cutoff_micros()
    }

    pub(super) fn index(&self, path: &IntroPath) -> f64 {
        let best = self.found.paths.first().map_or(1.0, |best| best.score);
        100.0 * path.score / best
    }

    /// What a hop rests on.
    pub(super) fn evidence(&self, path: &IntroPath, hop: usize) -> Option<Evidence> {
        self.hops.evidence(self.network, *path.people.get(hop)?, *path.people.get(hop + 1)?)
    }

    /// Why a hop that was not observed is thought to be there.
    pub(super) fn reason(&self, from: u32, to: u32) -> Option<String> {
        match self.hops.evidence(self.network, from, to)? {
            Evidence::Observed => None,
            Evidence::Declared => {
                let other = if self.network.ego() == Some(from) { to } else { from };
                let (kind, at) = self.network.person(other).declared.iter().find(|(kind, _)| kind.declares_tie())?;
                let on = at.map(|at| format!(" on {}", format_day(day_of_micros(at)))).unwrap_or_default();
                Some(format!("{}{on}", kind.as_str()))
            }
            Evidence::Inferred => shared_company(self.network, from, to).map(|company| format!("both at {company}")),
        }
    }

    fn hop(&self, path: &IntroPath, hop: usize) -> Result<Json, CliError> {
        let ends = path.people.get(hop).zip(path.people.get(hop + 1));
        let (&from, &to) = ends.ok_or_else(|| CliError::internal("a hop without ends"))?;
        Ok(json!({
            "from": self.person(from),
            "to": self.person(to),
            "probability": path.probabilities.get(hop),
            "strength": self.network.tie(from, to).map(|tie| tie.strength.get()),
            "evidence": self.evidence(path, hop).map(Evidence::as_str),
            "reason": self.reason(from, to),
            "because": self.world.because(from, to, self.cutoff(), RECORDS)?,
        }))
    }

    /// The text that asks for the introduction of a path.
    pub(super) fn request(&self, path: &IntroPath) -> String {
        let target = path.people.last().copied().unwrap_or(self.from);
        let matched: Vec<(&str, &str)> =
            self.targets.of_person(target).iter().map(|matched| (matched.field, matched.value.as_str())).collect();
        let last_hop = path.probabilities.len().saturating_sub(1);
        let guessed = self.evidence(path, last_hop) == Some(Evidence::Inferred);
        introduction_request(self.network, &path.people, &matched, guessed)
    }

    pub(super) fn document(&self) -> Result<Json, CliError> {
        let first = self.weighed.better_asked_first;
        let paths: Vec<Json> = self
            .found
            .paths
            .iter()
            .enumerate()
            .map(|(index, path)| {
                let hops = (0..path.probabilities.len()).map(|hop| self.hop(path, hop)).collect::<Result<Vec<Json>, _>>()?;
                Ok(json!({
                    "score": path.score,
                    "index": self.index(path),
                    "target": path.people.last().map(|target| self.person(*target)),
                    "direct": path.introducers().is_empty(),
                    "hops": hops,
                    "bottleneck": path.bottleneck(),
                    "shares_introducer_with": self.shares_introducer_with(index),
                    "independent": self.is_independent(index),
                    "ask_balance": self.ask_balance(path),
                    "recent_asks": self.recent_asks(path),
                    "ask_factor": self.ask_factor(path),
                    "better_asked_first": first == Some(index),
                    "counterfactual": self.coffee_json(index),
                    "advice": self.advice(index),
                    "request": self.request(path),
                }))
            })
            .collect::<Result<_, CliError>>()?;
        let mut parameters = parameters(self.network);
        parameters.insert("k".into(), json!(self.arguments.k));
        parameters.insert("max_hops".into(), json!(self.arguments.max_hops));
        parameters.insert("allow_inferred".into(), json!(self.arguments.allow_inferred));
        let targets = self.targets.people.iter().map(|target| {
            let mut person = self.person(*target);
            person["matched"] = json!(self.targets.json(*target));
            person
        });
        Ok(json!({
            "schema": "acquaint.path/1",
            "as_of": self.network.as_of().day().to_string(),
            "parameters": parameters,
            "from": self.person(self.from),
            "targets": targets.collect::<Vec<_>>(),
            "paths": paths,
            "considered": self.found.considered,
            "nearest": if paths.is_empty() { self.nearest_json() } else { Json::Null },
        }))
    }

    pub(super) fn csv(&self) -> String {
        let mut text = "path,hop,from,to,probability,strength,evidence,score,index,reason,independent\r\n".to_owned();
        for (index, path) in self.found.paths.iter().enumerate() {
            for (hop, (ends, probability)) in path.people.windows(2).zip(&path.probabilities).enumerate() {
                let &[from, to] = ends else { continue };
                let strength = self.network.tie(from, to).map(|tie| tie.strength.get().to_string()).unwrap_or_default();
                let [one, other] = [from, to].map(|person| Untrusted::new(self.network.person(person).handle()).csv());
                let evidence = self.evidence(path, hop).map(Evidence::as_str).unwrap_or_default();
                let reason = Untrusted::new(&self.reason(from, to).unwrap_or_default()).csv();
                let (score, relative, independent) = (path.score, self.index(path), self.is_independent(index));
                text.push_str(&format!(
                    "{index},{hop},{one},{other},{probability},{strength},{evidence},{score},{relative},{reason},{independent}\r\n"
                ));
            }
        }
        text
    }
}
