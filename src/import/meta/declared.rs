//! Lists of people: Facebook's connections, and who follows whom on Instagram.

use serde::Deserialize;

use super::mojibake::repair;
use super::{Service, folder};
use crate::import::chat::plausible;
use crate::import::json::{List, Plain, parse};
use crate::import::{ReadOptions, Reason, clean};
use crate::model::{Card, Declaration, DeclarationKind, Observation};

#[derive(Deserialize)]
struct Connected<'j> {
    #[serde(borrow, default)]
    name: Plain<'j>,
    #[serde(borrow, default)]
    timestamp: Plain<'j>,
}

/// One of `friends_v2`: a connection of Facebook, known by name as in Messenger.
pub(super) fn connection(service: Service, json: &str, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let connected: Connected<'_> = parse(json)?;
    let name = clean::name(&repair(&connected.name.0), options.limits.max_name_chars).ok_or(Reason::NoHandle)?;
    let handle = service.handle(&name).ok_or(Reason::NoHandle)?;
    let at_micros = match connected.timestamp.number().filter(|seconds| *seconds != 0) {
        Some(seconds) => Some(plausible(seconds.checked_mul(1_000_000), &options.limits)?),
        None => None,
    };
    let card = Card { handles: vec![handle], name: Some(name), ..Card::default() };
    Ok(vec![Observation::Declaration(Declaration { kind: DeclarationKind::Connection, card, at_micros, detail: None })])
}

#[derive(Deserialize)]
pub(super) struct Follow<'j> {
    #[serde(borrow, default)]
    title: Plain<'j>,
    #[serde(borrow, default)]
    string_list_data: List<FollowData<'j>>,
}

#[derive(Deserialize)]
struct FollowData<'j> {
    #[serde(borrow, default)]
    value: Plain<'j>,
    #[serde(borrow, default)]
    timestamp: Plain<'j>,
}

impl Follow<'_> {
    /// The account's name: newer lists of those followed have it in the title.
    pub(super) fn account(&self) -> Option<String> {
        let value = self.string_list_data.0.first().and_then(|data| data.value.get());
        Some(value.or_else(|| self.title.get())?.to_lowercase())
    }
}

/// One of `followers` or `following`. Following is weaker than a connection: only where both follow each other is a tie declared.
pub(super) fn follow(json: &str, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let follow: Follow<'_> = parse(json)?;
    let account = follow.account().ok_or(Reason::NoHandle)?;
    let handle = Service::Instagram.handle(&account).ok_or(Reason::NoHandle)?;
    let seconds = follow.string_list_data.0.first().and_then(|data| data.timestamp.number()).filter(|seconds| *seconds != 0);
    let at_micros = match seconds {
        Some(seconds) => Some(plausible(seconds.checked_mul(1_000_000), &options.limits)?),
        None => None,
    };
    let other = match folder::follow_list(&options.file_name.to_ascii_lowercase()) {
        Some("followers") => "following",
        _ => "followers",
    };
    let listed = options.context.members.get(other);
    let mutual = listed.is_some_and(|accounts| accounts.binary_search(&account).is_ok());
    let kind = if mutual { DeclarationKind::Connection } else { DeclarationKind::Attributes };
    let card = Card { handles: vec![handle], name: Some(account), ..Card::default() };
    Ok(vec![Observation::Declaration(Declaration { kind, card, at_micros, detail: None })])
}
