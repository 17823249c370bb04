//! `dedupe`: who may be one person under two handles, and the user's answers.

mod arguments;
mod evidence;
mod joined;
mod review;

use serde_json::{Map, json};

pub(in crate::cli) use self::arguments::DedupeArguments;
use self::evidence::{against, sentence};
use self::joined::Joined;
use crate::cli::args::Global;
use crate::cli::context::Context;
use crate::cli::error::{CliError, say};
use crate::cli::listing::{Listing, Shown, Value};
use crate::identity::{Ground, Person, Proposal};
use crate::model::Handle;
use crate::network::Network;
use crate::pipeline::duplicates;
use crate::render::number;
use crate::render::text::Untrusted;
use crate::report::counted;
use crate::store::{Decision, DecisionKind, DecisionOrigin};

/// Rows shown for reading unless asked for more.
const SHOWN: usize = 20;

pub(super) fn run(global: &Global, arguments: &DedupeArguments) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    if let Some(count) = arguments.undo {
        return undo(global, &mut context, count);
    }
    let world = context.world()?;
    let network = world.network(&context.as_of);
    let proposals = duplicates(&context.workspace, &world, &network)?;
    if !(arguments.accept.is_empty() && arguments.refuse.is_empty()) {
        return answer(global, &mut context, &network, &proposals, arguments);
    }
    let sure: Vec<&Proposal> = proposals.iter().filter(|proposal| proposal.confidence >= arguments.min_confidence).collect();
    if arguments.review {
        return review::run(global, &mut context, &network, &sure[..arguments.limit.unwrap_or(sure.len()).min(sure.len())]);
    }
    list(global, &context, &network, &sure, arguments, proposals.len() - sure.len())
}

fn list(
    global: &Global,
    context: &Context,
    network: &Network,
    sure: &[&Proposal],
    arguments: &DedupeArguments,
    less_sure: usize,
) -> Result<(), CliError> {
    let rows = sure.iter().take(arguments.limit.unwrap_or(usize::MAX)).map(|proposal| row(network, proposal)).collect();
    let mut parameters = Map::new();
    parameters.insert("min_confidence".into(), json!(arguments.min_confidence));
    parameters.insert("less_sure".into(), json!(less_sure));
    let mut notes = Vec::new();
    if !sure.is_empty() {
        notes.push(
            "go through them: acquaint dedupe --review; or answer by id: acquaint dedupe --accept ID --refuse ID".to_owned(),
        );
    }
    let lower = format!("less sure: {}", number::count(less_sure));
    if less_sure > 0 && !sure.is_empty() {
        notes.push(format!("{lower}; with them: --min-confidence 0"));
    }
    let nothing = match less_sure {
        0 => "nobody seems to be here twice".to_owned(),
        _ => format!("nobody seems to be here twice, for sure ({lower}; with them: --min-confidence 0)"),
    };
    Listing {
        command: "dedupe",
        as_of: context.as_of.day().to_string(),
        parameters,
        columns: vec!["id", "confidence", "person", "name", "other", "other_name", "why", "against", "people", "grounds"],
        reading: vec![
            Shown::kept("id", "id"),
            Shown::kept("confidence", "sure"),
            Shown::kept("name", "name"),
            Shown::kept("why", "why"),
            Shown::going("person", "one", 2),
            Shown::going("other", "other", 1),
        ],
        rows,
        shown_rows: arguments.limit.unwrap_or(SHOWN),
        nothing,
        notes,
    }
    .write(global)
}

fn row(network: &Network, proposal: &Proposal) -> Vec<Value> {
    let [one, other] = [proposal.one, proposal.other].map(|person| network.person(person));
    let identity = |index: u32, person: &Person| json!({ "id": index, "name": person.label(), "handle": person.handle(), "handles": person.handles });
    let grounds: Vec<serde_json::Value> =
        proposal.grounds.iter().map(|ground| json!({ "kind": ground.as_str(), "what": what(network, ground) })).collect();
    let both = if one.label() == other.label() { one.label().to_owned() } else { format!("{} / {}", one.label(), other.label()) };
    vec![
        Value::text(&proposal.id),
        Value::Number(proposal.confidence, 2),
        Value::text(one.handle()),
        Value::Told { data: one.label().to_owned(), shown: both },
        Value::text(other.handle()),
        Value::text(other.label()),
        Value::text(&sentence(network, proposal)),
        against(proposal).map_or(Value::Missing, |text| Value::text(&text)),
        Value::Json(json!([identity(proposal.one, one), identity(proposal.other, other)])),
        Value::Json(json!(grounds)),
    ]
}

/// What a ground rests on, for programs.
fn what(network: &Network, ground: &Ground) -> serde_json::Value {
    match ground {
        Ground::Name(found) => json!(found.as_str()),
        Ground::Handle(handle) => json!(handle),
        Ground::Phone(one, other) => json!([one, other]),
        Ground::Company(text) | Ground::Domain(text) | Ground::UserName(text) => json!(text),
        Ground::CompanyDomain(domain, company) => json!([domain, company]),
        Ground::Contacts(people) => json!(people.iter().map(|person| network.person(*person).handle()).collect::<Vec<_>>()),
        Ground::OtherCompany | Ground::InContact => serde_json::Value::Null,
    }
}

/// The answers of a script, all or none.
fn answer(
    global: &Global,
    context: &mut Context,
    network: &Network,
    proposals: &[Proposal],
    arguments: &DedupeArguments,
) -> Result<(), CliError> {
    let (mut decisions, mut joined) = (Vec::new(), Joined::default());
    for (ids, kind) in [(&arguments.accept, DecisionKind::Same), (&arguments.refuse, DecisionKind::Different)] {
        for id in ids {
            let proposal = proposals.iter().find(|proposal| proposal.id == *id).ok_or_else(|| {
                CliError::usage(format!("there is no proposal `{}`", Untrusted::new(id).terminal()))
                    .hint("it may have been answered already, or new data has changed it; the proposals: acquaint dedupe")
                    .hint("what no proposal says, you can: acquaint same A B, acquaint different A B")
            })?;
            if arguments.accept.contains(id) && arguments.refuse.contains(id) {
                return Err(CliError::usage(format!("`{id}` is both accepted and refused")).hint("name it once"));
            }
            if kind == DecisionKind::Same {
                if let Some(two) = joined.clash(network, proposal) {
                    return Err(joins_two_accounts(network, id, two));
                }
                joined.accept(proposal);
            }
            decisions.push(decision(network, proposal, kind)?);
        }
    }
    context.workspace.decide_all(&decisions, DecisionOrigin::Dedupe)?;
    if !global.quiet {
        let of = |kind: DecisionKind| decisions.iter().filter(|decision| decision.kind == kind).count();
        let (same, different) = (of(DecisionKind::Same), of(DecisionKind::Different));
        say(&format!(
            "{} accepted, {} refused (take the last back: acquaint dedupe --undo)",
            counted(same, "proposal", "proposals"),
            different
        ));
    }
    Ok(())
}

/// An answer that, with those before it, would make two accounts of one service one person.
fn joins_two_accounts(network: &Network, id: &str, (one, other): (u32, u32)) -> CliError {
    let [one, other] = [one, other].map(|person| Untrusted::new(network.person(person).handle()).terminal());
    CliError::usage(format!(
        "`{id}` cannot be accepted with those before it: together they would join {one} and {other}, two accounts of one service"
    ))
    .hint("nothing was decided; accept only those that speak of one of the two people, and leave or refuse the others")
    .hint("if somebody really has both accounts, say so: acquaint same ONE OTHER")
}

/// The user's word on a proposal.
fn decision(network: &Network, proposal: &Proposal, kind: DecisionKind) -> Result<Decision, CliError> {
    let handle = |person: u32| network.person(person).handles.first().cloned();
    let handles: Option<(Handle, Handle)> = handle(proposal.one).zip(handle(proposal.other));
    let (one, other) = handles.ok_or_else(|| CliError::internal("a person without handle"))?;
    Ok(Decision::new(kind, one, other))
}

fn undo(global: &Global, context: &mut Context, count: usize) -> Result<(), CliError> {
    let taken_back = context.workspace.take_back_last(count, Some(DecisionOrigin::Dedupe))?;
    if taken_back.is_empty() {
        return Err(CliError::no_answer("there is no answer to take back").hint("the proposals: acquaint dedupe"));
    }
    if !global.quiet {
        for recorded in &taken_back {
            say(&taken_back_in_words(&recorded.decision));
        }
    }
    Ok(())
}

fn taken_back_in_words(decision: &Decision) -> String {
    let [a, b] = [&decision.a, &decision.b].map(|handle| Untrusted::new(handle.as_str()).terminal());
    let was = if decision.kind == DecisionKind::Same { "one person" } else { "two people" };
    format!("taken back: {a} and {b} are {was}")
}
