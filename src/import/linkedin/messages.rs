//! `messages.csv`: who wrote to whom. Bodies are hashed into the identity and never kept.

use super::part::Cells;
use super::{is_owner, moment, owner_handles, text};
use crate::import::{Context, ReadOptions, Reason};
use crate::model::{Channel, Handle, Interaction, InteractionId, Observation, Party, Shape};

/// What the network shows in place of someone who left.
const DELETED: &str = "LinkedIn Member";

/// Makes the interaction of one row.
pub(super) fn observe(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let folder = cells.get(&["folder"]);
    let drafts = [cells.get(&["ismessagedraft"]), cells.get(&["isconversationdraft"])];
    if drafts.iter().any(|flag| is_true(flag)) || folder.eq_ignore_ascii_case("drafts") {
        return Err(Reason::Draft);
    }
    let at_micros = moment(cells.get(&["date"]), options)?.ok_or(Reason::NoDate)?;
    let conversation = cells.get(&["conversationid"]);
    let from = sender(cells, conversation, options)?;
    let to = recipients(cells, conversation, &from, options)?;
    let shape = if folder.eq_ignore_ascii_case("spam") { Shape::Bulk } else { Shape::Directed };
    let id = identity(cells, conversation);
    Ok(vec![Observation::Interaction(Interaction::new(id, at_micros, Channel::LINKEDIN, shape, Some(from), to))])
}

/// The identity rests on the file's own text, so that it is the same whatever is known of the owner. A message without a
/// conversation is told by its recipients.
fn identity(cells: &Cells<'_>, conversation: &str) -> InteractionId {
    let sender = match Handle::profile(cells.get(&["senderprofileurl"])) {
        Some(handle) => handle.as_str().to_owned(),
        None => cells.get(&["from"]).to_owned(),
    };
    let thread = if conversation.is_empty() { cells.get(&["recipientprofileurls", "to"]) } else { conversation };
    let content = cells.get(&["content"]);
    InteractionId::of(&[
        b"linkedin-message",
        thread.as_bytes(),
        cells.get(&["date"]).as_bytes(),
        sender.as_bytes(),
        content.as_bytes(),
    ])
}

fn sender(cells: &Cells<'_>, conversation: &str, options: &ReadOptions) -> Result<Party, Reason> {
    let (from, url) = (cells.get(&["from"]), cells.get(&["senderprofileurl"]));
    let name = text(from, options);
    let profile = Handle::profile(url);
    if is_deleted(from) || (name.is_none() && profile.is_none()) {
        return Err(Reason::DeletedAccount);
    }
    let outgoing = cells.get(&["direction"]).eq_ignore_ascii_case("outgoing");
    let handle = match (profile, &name) {
        (Some(profile), _) => Some(profile),
        (None, _) if outgoing && !options.context.owner.is_empty() => options.context.owner.first().cloned(),
        (None, Some(name)) => named(name, conversation, &options.context),
        (None, None) => None,
    };
    Ok(Party { handle: handle.ok_or(Reason::NoSender)?, name })
}

/// The others. Profile addresses are split at commas; names are not, because names contain commas.
fn recipients(cells: &Cells<'_>, conversation: &str, from: &Party, options: &ReadOptions) -> Result<Vec<Party>, Reason> {
    let context = &options.context;
    let (to, urls) = (cells.get(&["to"]), cells.get(&["recipientprofileurls"]));
    if urls.split(',').count().max(1) > options.limits.max_parties {
        return Err(Reason::TooMany);
    }
    let profiles: Vec<Handle> = urls.split(',').filter_map(Handle::profile).collect();
    let mut parties: Vec<Party> = Vec::new();
    let mut deleted = false;
    if profiles.is_empty() {
        for name in names_of(to, conversation, options) {
            deleted |= is_deleted(&name);
            if !is_deleted(&name)
                && let Some(handle) = named(&name, conversation, context)
            {
                parties.push(Party { handle, name: Some(name) });
            }
        }
    } else {
        let name = if profiles.len() == 1 { text(to, options).filter(|name| !is_deleted(name)) } else { None };
        parties.extend(profiles.into_iter().map(|handle| Party { handle, name: name.clone() }));
    }
    // What lies in the owner's mailbox and names no recipient went to the owner.
    if parties.is_empty() && !deleted && !is_owner(&from.handle, context) {
        parties
            .extend(owner_handles(context).into_iter().next().map(|handle| Party { handle, name: context.owner_name.clone() }));
    }
    let mut distinct: Vec<Party> = Vec::new();
    for party in parties {
        let sender_again = party.handle == from.handle || (is_owner(&party.handle, context) && is_owner(&from.handle, context));
        if !sender_again && distinct.iter().all(|known| known.handle != party.handle) {
            distinct.push(party);
        }
    }
    match distinct.len() {
        0 if deleted => Err(Reason::DeletedAccount),
        0 => Err(Reason::NoOtherParticipant),
        count if count > options.limits.max_parties => Err(Reason::TooMany),
        _ => Ok(distinct),
    }
}

/// The names in a cell: one name, unless it is made up of names known in the conversation.
fn names_of(to: &str, conversation: &str, options: &ReadOptions) -> Vec<String> {
    let Some(whole) = text(to, options) else { return Vec::new() };
    let context = &options.context;
    let known = |name: &str| {
        context.owner_name.as_deref() == Some(name) || context.names.contains_key(&(conversation.to_owned(), name.to_owned()))
    };
    if !whole.contains(',') || known(&whole) {
        return vec![whole];
    }
    let mut names: Vec<String> = Vec::new();
    let mut open = String::new();
    for part in whole.split(',').take(options.limits.max_parties) {
        if !open.is_empty() {
            open.push(',');
        }
        open.push_str(part);
        if known(open.trim()) {
            names.push(open.trim().to_owned());
            open.clear();
        }
    }
    if open.trim().is_empty() && !names.is_empty() { names } else { vec![whole] }
}

/// The handle behind a name: that of the conversation, the owner's, or the bare name.
fn named(name: &str, conversation: &str, context: &Context) -> Option<Handle> {
    if let Some(handle) = context.names.get(&(conversation.to_owned(), name.to_owned())) {
        return Some(handle.clone());
    }
    if context.owner_name.as_deref() == Some(name) {
        return owner_handles(context).into_iter().next();
    }
    Handle::name(name)
}

pub(super) fn is_deleted(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(DELETED)
}

fn is_true(flag: &str) -> bool {
    ["yes", "true", "1"].iter().any(|word| flag.eq_ignore_ascii_case(word))
}
