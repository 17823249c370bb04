//! A row of who, whom and when: one interaction of one sender and one receiver.

use super::source::{Schema, Values};
use super::time;
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Channel, Handle, Interaction, InteractionId, Observation, Party, Shape, Stance};

const SOURCE: usize = 0;
const TARGET: usize = 1;
const TIME: usize = 2;
const CHANNEL: usize = 3;
const KIND: usize = 4;
const EVENT: usize = 5;
const WEIGHT: usize = 6;
const DIRECTION: usize = 7;
const VENUE: usize = 8;
const GIVE: usize = 9;
const SOURCE_NAME: usize = 10;
const TARGET_NAME: usize = 11;

pub(super) const SCHEMA: Schema = Schema {
    fields: &[
        "source",
        "target",
        "time",
        "channel",
        "kind",
        "event",
        "weight",
        "direction",
        "venue",
        "give",
        "source_name",
        "target_name",
    ],
    required: &[&["source"], &["target"], &["time"]],
    expected: "source,target,time",
    time: Some(TIME),
};

/// Which way a row says the contact went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Out,
    In,
    Both,
}

/// Makes the interaction of one row.
pub(super) fn observe(values: &Values<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let (mut sources, mut targets) =
        (parties(values, SOURCE, SOURCE_NAME, options)?, parties(values, TARGET, TARGET_NAME, options)?);
    // Without a receiver, everybody may stand in the list of senders.
    let in_one_list = targets.is_empty() && options.table.undirected && options.table.separator("source").is_some();
    if sources.is_empty() || (targets.is_empty() && !in_one_list) || (values.at_micros().is_none() && values.get(TIME).is_empty())
    {
        return Err(Reason::MissingValue);
    }
    let at_micros = values.at_micros().or_else(|| time::parse_as(values.get(TIME), options)).ok_or(Reason::BadDate)?;
    if !options.limits.is_plausible(at_micros) {
        return Err(Reason::ImplausibleDate);
    }
    let direction = direction(values.get(DIRECTION))?;
    let mutual = options.table.undirected || direction == Direction::Both;
    if in_one_list {
        if sources.len() < 2 {
            return Err(Reason::NoOtherParticipant);
        }
        targets = sources.split_off(1);
    }
    targets.retain(|target| sources.iter().all(|source| source.handle != target.handle));
    if targets.is_empty() {
        return Err(Reason::SelfTie);
    }
    if sources.len() + targets.len() > options.limits.max_parties {
        return Err(Reason::TooMany);
    }
    if direction == Direction::In && !mutual {
        std::mem::swap(&mut sources, &mut targets);
    }
    let together = sources.len() > 1 || (mutual && targets.len() > 1);
    let shape = if values.get(KIND).eq_ignore_ascii_case("bulk") {
        Shape::Bulk
    } else if together {
        Shape::Gathering
    } else if mutual {
        Shape::Mutual
    } else {
        Shape::Directed
    };
    let channel = match values.get(CHANNEL) {
        "" => Channel::TABLE,
        text => Channel::named(text).unwrap_or(Channel::TABLE),
    };
    let event = values.get(EVENT);
    let (id, from, to) = if together {
        sources.append(&mut targets);
        (gathering_identity(&sources, event, at_micros), None, sources)
    } else {
        let source = sources.remove(0);
        let first = targets.first().map_or(&source.handle, |target| &target.handle);
        (identity(&source.handle, first, event, at_micros, mutual), Some(source), targets)
    };
    Ok(vec![Observation::Interaction(Interaction {
        id,
        at_micros,
        channel,
        weight: weight(values.get(WEIGHT))?,
        venue: text(values.get(VENUE), options),
        stance: stance(values.get(GIVE))?,
        from,
        to: to.into(),
        shape,
    })])
}

/// The people of a field: one, or as many as a list holds. Names go with handles one by one.
fn parties(values: &Values<'_>, handle: usize, name: usize, options: &ReadOptions) -> Result<Vec<Party>, Reason> {
    let separator = |field: usize| SCHEMA.fields.get(field).and_then(|field| options.table.separator(field));
    let mut names = values.each(name, separator(name));
    let mut parties: Vec<Party> = Vec::new();
    for given in values.each(handle, separator(handle)) {
        let handle = Handle::parse(given).ok_or(Reason::NoHandle)?;
        let name = names.next().and_then(|name| text(name, options));
        if !parties.iter().any(|known| known.handle == handle) {
            parties.push(Party { handle, name });
        }
        if parties.len() > options.limits.max_parties {
            return Err(Reason::TooMany);
        }
    }
    Ok(parties)
}

/// Who was together when, whatever the order in which they are listed.
fn gathering_identity(people: &[Party], event: &str, at_micros: i64) -> InteractionId {
    let moment = at_micros.to_le_bytes();
    if !event.is_empty() {
        return InteractionId::of(&[b"table-event", event.as_bytes(), &moment]);
    }
    let mut handles: Vec<&[u8]> = people.iter().map(|party| party.handle.as_str().as_bytes()).collect();
    handles.sort_unstable();
    let mut parts: Vec<&[u8]> = vec![b"table-gathering", &moment];
    parts.extend(handles);
    InteractionId::of(&parts)
}

fn text(value: &str, options: &ReadOptions) -> Option<String> {
    if value.is_empty() { None } else { clean::name(value, options.limits.max_name_chars) }
}

/// Rows of one event and moment are one interaction; without an event, those of one sender and moment. A mutual row is a pair of its own, whichever way
/// round it is written.
fn identity(source: &Handle, target: &Handle, event: &str, at_micros: i64, mutual: bool) -> InteractionId {
    let moment = at_micros.to_le_bytes();
    let (source, target) = (source.as_str().as_bytes(), target.as_str().as_bytes());
    match (mutual, event.is_empty()) {
        (true, _) => InteractionId::of(&[b"table-mutual", source.min(target), source.max(target), event.as_bytes(), &moment]),
        (false, true) => InteractionId::of(&[b"table", source, &moment]),
        (false, false) => InteractionId::of(&[b"table-event", event.as_bytes(), &moment]),
    }
}

fn direction(text: &str) -> Result<Direction, Reason> {
    match text.to_ascii_lowercase().as_str() {
        "" | "out" => Ok(Direction::Out),
        "in" => Ok(Direction::In),
        "both" | "mutual" | "undirected" => Ok(Direction::Both),
        _ => Err(Reason::Malformed),
    }
}

fn weight(text: &str) -> Result<f64, Reason> {
    if text.is_empty() {
        return Ok(1.0);
    }
    match text.parse::<f64>() {
        Ok(weight) if weight.is_finite() && weight > 0.0 => Ok(weight.min(1.0)),
        _ => Err(Reason::Malformed),
    }
}

fn stance(text: &str) -> Result<Stance, Reason> {
    match text.to_ascii_lowercase().as_str() {
        "" => Ok(Stance::Neutral),
        "gave" => Ok(Stance::Gave),
        "asked" => Ok(Stance::Asked),
        number => match number.parse::<f64>() {
            Ok(value) if value > 0.0 => Ok(Stance::Gave),
            Ok(value) if value < 0.0 => Ok(Stance::Asked),
            Ok(0.0) => Ok(Stance::Neutral),
            _ => Err(Reason::Malformed),
        },
    }
}
