//! The lines in which the other process hands a database on.

use std::borrow::Cow;

use serde::Deserialize;

/// One line; which keys it has tells what it is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Row<'a> {
    /// What is wrong with the whole database.
    #[serde(borrow)]
    pub(super) problem: Option<Cow<'a, str>>,
    /// An address, and the person that the system holds it to be of.
    #[serde(borrow)]
    pub(super) same: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) person: Option<Cow<'a, str>>,
    /// An address of the owner.
    #[serde(borrow)]
    pub(super) own: Option<Cow<'a, str>>,
    /// A chat and one who is in it now.
    pub(super) of_chat: Option<i64>,
    #[serde(borrow)]
    pub(super) member: Option<Cow<'a, str>>,
    /// A chat to which a member came, or which a member left.
    pub(super) changed_chat: Option<i64>,
    pub(super) joined: Option<i64>,
    /// A message's place in its table.
    #[serde(rename = "row")]
    pub(super) number: Option<i64>,
    #[serde(borrow)]
    pub(super) guid: Option<Cow<'a, str>>,
    pub(super) date: Option<f64>,
    pub(super) from_me: Option<i64>,
    #[serde(borrow)]
    pub(super) handle: Option<Cow<'a, str>>,
    pub(super) chat: Option<i64>,
    #[serde(borrow)]
    pub(super) service: Option<Cow<'a, str>>,
    /// A hash of the text, where the message has no identity of its own.
    #[serde(borrow)]
    pub(super) said: Option<Cow<'a, str>>,
    pub(super) item_type: Option<i64>,
    pub(super) reaction: Option<i64>,
    /// Who wrote the message that a reaction is to.
    #[serde(borrow)]
    pub(super) target: Option<Cow<'a, str>>,
    pub(super) target_own: Option<i64>,
    pub(super) error: Option<i64>,
    pub(super) is_sent: Option<i64>,
    pub(super) is_spam: Option<i64>,
}
