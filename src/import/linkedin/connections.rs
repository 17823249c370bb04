//! `Connections.csv`: everyone the owner is connected with.

use std::collections::BTreeMap;
use std::io::Read;

use super::part::{Cells, Part, each_row};
use super::{declare, full_name, moment, text};
use crate::import::{ImportError, Item, ReadOptions, Reason, Record, Reject, Sink};
use crate::model::{Card, DeclarationKind, Handle, HandleKind, Observation, day_of_micros, format_day};

/// The most rows of one file: twice what the network allows. They are held until namesakes can be told apart.
const MAX_CONNECTIONS: usize = 60_000;

/// Reads the file. Without addresses a person is known by name only, so that of several namesakes the one connected first keeps
/// the bare name and the others are told apart by the day.
pub(super) fn read(input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut items: Vec<Item> = Vec::new();
    each_row(input, Part::Connections, options, &mut |location, row| {
        if items.len() == MAX_CONNECTIONS {
            return Err(ImportError::OverLimit { what: "the number of connections", limit: MAX_CONNECTIONS as u64 });
        }
        let observation = row.and_then(|cells| observe(cells, options));
        items.push(match observation {
            Ok(observation) => Ok(Record { location, observations: vec![observation] }),
            Err(reason) => Err(Reject { location, reason }),
        });
        Ok(())
    })?;
    tell_namesakes_apart(&mut items);
    items.into_iter().try_for_each(sink)
}

fn observe(cells: &Cells<'_>, options: &ReadOptions) -> Result<Observation, Reason> {
    let name = full_name(cells, options, &["firstname"], &["lastname"]);
    let address = Handle::email(cells.get(&["emailaddress", "email"]));
    let profile = Handle::profile(cells.get(&["url", "profileurl"]));
    let (company, title) = (text(cells.get(&["company"]), options), text(cells.get(&["position"]), options));
    if name.is_none() && address.is_none() && profile.is_none() {
        let blank = company.is_none() && title.is_none();
        return Err(if blank { Reason::BlankRecord } else { Reason::NoHandle });
    }
    let at_micros = moment(cells.get(&["connectedon"]), options)?;
    let by_name = if profile.is_none() { name.as_deref().and_then(Handle::name) } else { None };
    let handles: Vec<Handle> = [profile, address, by_name].into_iter().flatten().collect();
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    let card = Card { handles, name, company, title, ..Card::default() };
    Ok(declare(DeclarationKind::Connection, card, at_micros, None))
}

/// Where a bare name stands: its day, then its row.
type Claim = (i64, usize);

fn tell_namesakes_apart(items: &mut [Item]) {
    let mut first: BTreeMap<Handle, Claim> = BTreeMap::new();
    for (row, item) in items.iter_mut().enumerate() {
        if let Some((card, at)) = card_of(item)
            && let Some(name) = card.handles.last().filter(|handle| handle.kind() == HandleKind::Name)
        {
            let claim = (at.unwrap_or(i64::MAX), row);
            let best = first.entry(name.clone()).or_insert(claim);
            *best = claim.min(*best);
        }
    }
    for (row, item) in items.iter_mut().enumerate() {
        let Some((card, at)) = card_of(item) else { continue };
        let Some(name) = card.handles.last().filter(|handle| handle.kind() == HandleKind::Name).cloned() else { continue };
        if first.get(&name).is_none_or(|claim| claim.1 == row) {
            continue;
        }
        card.handles.pop();
        if card.handles.is_empty() {
            let day = at.map_or_else(|| "without a day".to_owned(), |at| format_day(day_of_micros(at)));
            let told_apart = Handle::name(&format!("{} (connected {day})", name.value()));
            card.handles.push(told_apart.unwrap_or(name));
        }
    }
}

fn card_of(item: &mut Item) -> Option<(&mut Card, Option<i64>)> {
    match item.as_mut().ok()?.observations.first_mut()? {
        Observation::Declaration(declaration) => Some((&mut declaration.card, declaration.at_micros)),
        _ => None,
    }
}
