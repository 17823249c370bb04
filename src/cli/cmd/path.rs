//! `path`: who can introduce the ego to somebody.

use serde_json::{Value as Json, json};

use super::network::star_warning;
use crate::analysis::intro_path::{Found, Hops, IntroPath, search};
use crate::cli::args::{Format, Global, PathArguments};
use crate::cli::context::{self, Context};
use crate::cli::error::{CliError, say};
use crate::cli::output;
use crate::identity::{Person, fold};
use crate::network::Network;
use crate::pipeline::World;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::ties::Tie;

/// The hop probability of a tie that was only declared: a convention, used on request and labelled.
const DECLARED_HOP: f64 = 0.05;
/// Records shown per hop.
const RECORDS: usize = 3;

pub(super) fn run(global: &Global, arguments: &PathArguments) -> Result<(), CliError> {
    let context = Context::open(global)?;
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let from = match &arguments.from {
        Some(query) => context::person(network.people(), query)?,
        None => context.ego(&world)?,
    };
    let targets = targets(arguments, &network, from)?;
    let hops = hops(&network, arguments.allow_inferred);
    let found = search(&hops, from, &targets, arguments.k as usize, arguments.max_hops as usize);
    let view = Answer { world: &world, network: &network, from, targets: &targets, found: &found, arguments };
    match global.format {
        Format::Json => output::write_json(global.output.as_deref(), &view.document())?,
        Format::Csv => output::write(global.output.as_deref(), view.csv().as_bytes())?,
        Format::Table => output::write(global.output.as_deref(), view.text().as_bytes())?,
    }
    let warning = if Some(from) == network.ego() { star_warning(network.alter_tie_share()) } else { None };
    if let Some(warning) = warning.filter(|_| !global.quiet) {
        say(&warning);
    }
    if found.paths.is_empty() { Err(view.nothing(&hops)) } else { Ok(()) }
}

/// Everybody who is meant, without the asker.
fn targets(arguments: &PathArguments, network: &Network, from: u32) -> Result<Vec<u32>, CliError> {
    if let Some(target) = &arguments.target {
        let target = context::person(network.people(), target)?;
        if target == from {
            return Err(CliError::usage("the path starts and ends at the same person").hint("name somebody else"));
        }
        return Ok(vec![target]);
    }
    let has = |field: Option<&str>, wanted: &str| field.is_some_and(|field| fold(field).contains(wanted));
    let company = arguments.company.as_deref().map(fold);
    let title = arguments.title.as_deref().map(fold);
    let topic = arguments.topic.as_deref().map(fold);
    let meant = |person: &Person| {
        company.as_deref().is_none_or(|wanted| has(person.company.as_deref(), wanted))
            && title.as_deref().is_none_or(|wanted| has(person.title.as_deref(), wanted))
            && topic.as_deref().is_none_or(|wanted| {
                has(person.title.as_deref(), wanted)
                    || has(person.company.as_deref(), wanted)
                    || person.tags.iter().any(|tag| fold(tag).contains(wanted))
            })
    };
    let people = network.people().iter().zip(0_u32..);
    let found: Vec<u32> = people.filter(|(person, index)| *index != from && meant(person)).map(|(_, index)| index).collect();
    if found.is_empty() {
        return Err(CliError::no_answer("nobody matches this company, title or topic")
            .hint("see what is known: acquaint people WORD; import cards or a people table to know more"));
    }
    Ok(found)
}

/// The hops of the network: observed ties, and on request the ego's declared ones.
fn hops(network: &Network, allow_declared: bool) -> Hops {
    let people = network.people().len();
    let observed = network.ties().iter().map(|tie| (tie.low, tie.high, tie.hop_out.get(), tie.hop_back.get()));
    let Some(ego) = network.ego().filter(|_| allow_declared) else { return Hops::from_sorted_ties(people, observed) };
    let mut list: Vec<(u32, u32, f64)> =
        observed.flat_map(|(low, high, out, back)| [(low, high, out), (high, low, back)]).collect();
    for person in (0..people as u32).filter(|person| *person != ego && network.is_declared(*person)) {
        list.extend([(ego, person, DECLARED_HOP), (person, ego, DECLARED_HOP)]);
    }
    Hops::from_list(people, &list)
}

/// An answer, ready to be written.
struct Answer<'a> {
    world: &'a World,
    network: &'a Network,
    from: u32,
    targets: &'a [u32],
    found: &'a Found,
    arguments: &'a PathArguments,
}

impl Answer<'_> {
    fn person(&self, person: u32) -> Json {
        let known = self.network.person(person);
        json!({ "id": person, "name": known.label(), "handle": known.handle(), "handles": known.handles })
    }

    fn name(&self, person: u32) -> String {
        Untrusted::new(&self.network.person(person).distinct_label()).terminal()
    }

    fn index(&self, path: &IntroPath) -> f64 {
        let best = self.found.paths.first().map_or(1.0, |best| best.score);
        100.0 * path.score / best
    }

    /// Given and asked over the last year with the first introducer: (given − asked)/(given + asked); `None` without either.
    fn ask_balance(&self, path: &IntroPath) -> Option<f64> {
        let introducer = *path.introducers().first()?;
        let cutoff = self.network.as_of().cutoff_micros();
        let (gave, asked) = self.world.gave_and_asked(self.from, introducer, cutoff);
        (gave + asked > 0).then(|| (f64::from(gave) - f64::from(asked)) / f64::from(gave + asked))
    }

    fn advice(&self, path: &IntroPath) -> String {
        let name = |person: u32| self.network.person(person).distinct_label();
        let target = path.people.last().copied().map(name).unwrap_or_default();
        let Some(&introducer) = path.introducers().first() else {
            return format!("You know {target} yourself: write directly.");
        };
        let weakest = path.bottleneck();
        let who = name(introducer);
        let weak_from = path.people.get(weakest).copied().map(name).unwrap_or_default();
        let weak_to = path.people.get(weakest + 1).copied().map(name).unwrap_or_default();
        let caution = match self.ask_balance(path) {
            Some(balance) if balance < -0.5 => format!(" You asked {who} for more than you gave this year: give first."),
            _ => String::new(),
        };
        if weakest == 0 {
            format!("Get in touch with {who} again before you ask: your own tie is the weakest hop.{caution}")
        } else {
            format!(
                "Ask {who} for one introduction, with an easy way to say no; the weakest hop is {weak_from} to {weak_to}.{caution}"
            )
        }
    }

    fn hop(&self, path: &IntroPath, hop: usize) -> Option<Json> {
        let (&from, &to) = (path.people.get(hop)?, path.people.get(hop + 1)?);
        let tie = self.network.tie(from, to);
        let cutoff = self.network.as_of().cutoff_micros();
        Some(json!({
            "from": self.person(from),
            "to": self.person(to),
            "probability": path.probabilities.get(hop),
            "strength": tie.map(|tie| tie.strength.get()),
            "evidence": if tie.is_some() { "observed" } else { "declared" },
            "because": self.world.because(from, to, cutoff, RECORDS),
        }))
    }

    fn shares_introducer_with(&self, index: usize) -> Vec<usize> {
        let own = self.found.paths.get(index).map(IntroPath::introducers).unwrap_or_default();
        let shares = |path: &IntroPath| path.introducers().iter().any(|person| own.contains(person));
        let others = self.found.paths.iter().enumerate().filter(|(other, path)| *other != index && shares(path));
        others.map(|(other, _)| other).collect()
    }

    fn document(&self) -> Json {
        let paths: Vec<Json> = self
            .found
            .paths
            .iter()
            .enumerate()
            .map(|(index, path)| {
                let hops: Vec<Json> = (0..path.probabilities.len()).filter_map(|hop| self.hop(path, hop)).collect();
                json!({
                    "score": path.score,
                    "index": self.index(path),
                    "hops": hops,
                    "bottleneck": path.bottleneck(),
                    "shares_introducer_with": self.shares_introducer_with(index),
                    "ask_balance": self.ask_balance(path),
                    "advice": self.advice(path),
                })
            })
            .collect();
        let mut parameters = super::ties::parameters(self.network);
        parameters.insert("k".into(), json!(self.arguments.k));
        parameters.insert("max_hops".into(), json!(self.arguments.max_hops));
        parameters.insert("allow_inferred".into(), json!(self.arguments.allow_inferred));
        json!({
            "schema": "acquaint.path/1",
            "as_of": self.network.as_of().day().to_string(),
            "parameters": parameters,
            "from": self.person(self.from),
            "targets": self.targets.iter().map(|target| self.person(*target)).collect::<Vec<_>>(),
            "paths": paths,
            "considered": self.found.considered,
        })
    }

    fn csv(&self) -> String {
        let mut text = "path,hop,from,to,probability,strength,evidence,score,index\r\n".to_owned();
        for (index, path) in self.found.paths.iter().enumerate() {
            for (hop, (ends, probability)) in path.people.windows(2).zip(&path.probabilities).enumerate() {
                let &[from, to] = ends else { continue };
                let tie: Option<&Tie> = self.network.tie(from, to);
                let strength = tie.map(|tie| tie.strength.get().to_string()).unwrap_or_default();
                let [one, other] = [from, to].map(|person| Untrusted::new(self.network.person(person).handle()).csv());
                let evidence = if tie.is_some() { "observed" } else { "declared" };
                let (score, relative) = (path.score, self.index(path));
                text.push_str(&format!("{index},{hop},{one},{other},{probability},{strength},{evidence},{score},{relative}\r\n"));
            }
        }
        text
    }

    fn text(&self) -> String {
        use std::fmt::Write;
        let mut text = String::new();
        let cutoff = self.network.as_of().cutoff_micros();
        for (index, path) in self.found.paths.iter().enumerate() {
            let chain: Vec<String> = path.people.iter().map(|person| self.name(*person)).collect();
            let _ = writeln!(text, "{}. {}   index {}", index + 1, chain.join(" → "), number::decimal(self.index(path), 0));
            for (hop, (ends, probability)) in path.people.windows(2).zip(&path.probabilities).enumerate() {
                let &[from, to] = ends else { continue };
                let weakest = if hop == path.bottleneck() && path.probabilities.len() > 1 { ", the weakest hop" } else { "" };
                let strength = match self.network.tie(from, to) {
                    Some(tie) => format!("strength {}", number::decimal(tie.strength.get(), 0)),
                    None => "only declared".to_owned(),
                };
                let odds = number::percent(*probability);
                let _ = writeln!(text, "   {} → {}: {odds} that it works ({strength}{weakest})", self.name(from), self.name(to));
                for because in self.world.because(from, to, cutoff, RECORDS) {
                    let day = because.time.get(..10).unwrap_or(&because.time);
                    let what = Untrusted::new(&because.what).terminal();
                    let _ = writeln!(text, "      {day}  {}  {what}", Untrusted::new(&because.channel).terminal());
                }
            }
            let shared = self.shares_introducer_with(index);
            if !shared.is_empty() && path.probabilities.len() > 1 {
                let numbers: Vec<String> = shared.iter().map(|other| (other + 1).to_string()).collect();
                let _ = writeln!(text, "   shares an introducer with {}", numbers.join(", "));
            }
            let _ = writeln!(text, "   {}\n", Untrusted::new(&self.advice(path)).terminal());
        }
        text
    }

    /// Why there is no path, and what would change that.
    fn nothing(&self, hops: &Hops) -> CliError {
        let longer = search(hops, self.from, self.targets, 1, 6);
        let most = self.arguments.max_hops;
        let error = CliError::no_answer(format!("there is no path within {most} hops"));
        match longer.paths.first() {
            Some(path) => {
                let chain: Vec<String> = path.people.iter().map(|person| self.name(*person)).collect();
                error.hint(format!("a longer one: {} (--max-hops {})", chain.join(" → "), path.probabilities.len()))
            }
            None => error
                .hint("nobody who is tied to you is tied to them in this data, even over six hops")
                .hint("import a calendar or mail with several recipients, or try --allow-inferred"),
        }
    }
}
