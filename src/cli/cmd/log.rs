//! `log`: an interaction by hand.

use crate::cli::args::{Global, Log};
use crate::cli::clock;
use crate::cli::context::{self, Context};
use crate::cli::error::{CliError, say};
use crate::identity::{Find, find, resolve};
use crate::import::clean;
use crate::model::{
    AsOf, Channel, Handle, Interaction, InteractionId, Location, Observation, Party, Record, Shape, Stance, day_of_micros,
    format_day,
};
use crate::render::text::Untrusted;
use crate::store::Terms;

/// The longest venue kept, in characters.
const MAX_VENUE_CHARS: usize = 256;
const HALF_DAY_MICROS: i64 = 43_200_000_000;

pub(super) fn run(global: &Global, log: &Log) -> Result<(), CliError> {
    let mut context = Context::open(global)?;
    let people = resolve(&context.workspace.people()?, context.as_of.cutoff_micros());
    let ego = people.ego.and_then(|ego| people.people.get(ego as usize)).and_then(|person| person.handles.first().cloned());
    let ego = match ego {
        Some(ego) => ego,
        None => me(&context)?.ok_or_else(|| {
            CliError::config("it is not known who you are").hint("say it once: acquaint config set me YOU@EXAMPLE.ORG")
        })?,
    };
    let mut others = Vec::new();
    for text in &log.with {
        let found = match find(&people.people, text) {
            Find::One(index) => people.people.get(index).and_then(|person| person.handles.first().cloned()),
            Find::Many(_) => context::person(&people.people, text).map(|_| None)?,
            // Somebody new: an address as it is, a name as a name.
            Find::Nobody if text.contains(':') || text.contains('@') || text.starts_with('+') => Handle::parse(text),
            Find::Nobody => Handle::name(text),
        };
        if !global.quiet && found.as_ref().is_some_and(|handle| people.of_handle(handle).is_none()) {
            say(&format!("new: {} (somebody known? name the handle: acquaint people NAME)", Untrusted::new(text).terminal()));
        }
        let handle = found.ok_or_else(|| CliError::usage(format!("`{text}` is no person")))?;
        if handle == ego {
            return Err(CliError::usage("an interaction with yourself is no tie").hint("name somebody else: --with PERSON"));
        }
        others.push(Party { handle, name: None });
    }
    let at_micros = moment(global, log, &context)?;
    let channel = Channel::named(&log.channel)
        .ok_or_else(|| CliError::usage(format!("`{}` is no channel", log.channel)).hint("a word such as call or coffee"))?;
    let stance = match (log.gave, log.asked) {
        (true, _) => Stance::Gave,
        (_, true) => Stance::Asked,
        _ => Stance::Neutral,
    };
    let mut parts: Vec<Vec<u8>> =
        vec![b"log".to_vec(), at_micros.to_le_bytes().to_vec(), channel.as_str().into(), log.text.as_bytes().to_vec()];
    parts.extend(others.iter().map(|party| party.handle.as_str().as_bytes().to_vec()));
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    // A gift or a question has a direction; being in touch has none.
    let directed = stance != Stance::Neutral;
    let ego = Party { handle: ego, name: None };
    let (from, mut to) = if directed { (Some(ego), others) } else { (None, [vec![ego], others].concat()) };
    to.dedup_by(|one, other| one.handle == other.handle);
    let interaction = Interaction {
        id: InteractionId::of(&parts),
        at_micros,
        channel,
        from,
        to: to.into(),
        shape: if directed { Shape::Directed } else { Shape::Gathering },
        weight: 1.0,
        venue: log.venue.as_deref().and_then(|venue| clean::name(venue, MAX_VENUE_CHARS)),
        stance,
    };
    let day = context.as_of.day().to_string();
    let cutoff_micros = context.as_of.cutoff_micros();
    let terms = Terms { as_of: &day, cutoff_micros, paths: &["log".to_owned()], owner: &[], colleague: false };
    let mut session = context.workspace.begin(&terms)?;
    session.begin_source("log", "log");
    let location = Location { record: 1, line: None };
    session.take(Ok(Record { location, observations: vec![Observation::Interaction(interaction)] }))?;
    let summary = session.finish(true, &mut |_, _| {})?;
    if !global.quiet {
        let with: Vec<String> = log.with.iter().map(|text| Untrusted::new(text).terminal()).collect();
        let day = format_day(day_of_micros(at_micros));
        if summary.committed {
            say(&format!("recorded: {} with {} on {day}", Untrusted::new(&log.channel).terminal(), with.join(", ")));
        } else {
            say("this was recorded before; nothing was changed");
        }
    }
    Ok(())
}

/// The owner by the user's word, when nothing was imported yet.
fn me(context: &Context) -> Result<Option<Handle>, CliError> {
    let people = context.workspace.people()?;
    Ok(people.me_by_user.into_iter().chain(people.me_from_profile).next())
}

/// Noon of the day given, or the present moment.
fn moment(global: &Global, log: &Log, context: &Context) -> Result<i64, CliError> {
    let Some(text) = &log.on else { return Ok(context.as_of.cutoff_micros() - 1) };
    let zone = context.as_of.zone();
    let on = AsOf::parse(text, zone).map_err(|error| CliError::usage(error.to_string()).hint("for example --on 2026-10-31"))?;
    let today = clock::now()?.to_zoned(context::zone(global, &context.settings)?).date();
    if on.day() > today {
        return Err(CliError::usage(format!("{} is still to come (today is {today})", on.day())).hint("log what has happened"));
    }
    if on.day().year() < 1971 {
        return Err(CliError::usage(format!("{} is not plausible", on.day())).hint("days from 1971 on can be logged"));
    }
    let whole_day = crate::model::parse_day(text).is_some();
    Ok(on.cutoff_micros() - if whole_day { HALF_DAY_MICROS } else { 1 })
}
