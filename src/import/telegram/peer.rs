//! Accounts as an export writes them, and the owner's.

use serde::Deserialize;

use crate::import::json::{Plain, parse};
use crate::import::{Context, ReadOptions, clean};
use crate::model::{Handle, Party};

/// Older exports add this to the number of a user, and twice this to that of a group.
const USER_SHIFT: i64 = 1 << 32;

/// Who is behind a `from_id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Peer {
    /// A user, by number.
    User(i64),
    /// A channel, or a group that posts as itself.
    Channel,
    /// None is given.
    Unknown,
}

impl Peer {
    /// Reads `user123`, `channel123`, or the bare number of older exports.
    pub(super) fn of(id: &Plain<'_>) -> Self {
        let Some(text) = id.get() else { return Self::Unknown };
        if let Some(number) = text.strip_prefix("user").and_then(|digits| digits.parse().ok()) {
            return Self::User(number);
        }
        match text.parse::<i64>() {
            Ok(number) if (USER_SHIFT..2 * USER_SHIFT).contains(&number) => Self::User(number - USER_SHIFT),
            Ok(number) if (1..USER_SHIFT).contains(&number) => Self::User(number),
            Ok(_) => Self::Channel,
            Err(_) if text.starts_with("channel") || text.starts_with("chat") => Self::Channel,
            Err(_) => Self::Unknown,
        }
    }
}

/// Whether the other side of a personal chat is this user: the chat's number is the user's, in either form.
pub(super) fn is_other_side(chat_id: &Plain<'_>, user: i64) -> bool {
    chat_id.number().is_some_and(|id| id == user || id == user + USER_SHIFT)
}

/// The number of the user on the other side of a personal chat, given everyone who wrote in it.
pub(super) fn handle(user: i64) -> Option<Handle> {
    Handle::account("telegram", &user.to_string())
}

/// The owner of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) handles: Vec<Handle>,
    pub(super) party: Party,
}

/// How `personal_information` and `contacts` name somebody; the time is when a contact was added.
#[derive(Deserialize)]
pub(super) struct Named<'j> {
    #[serde(borrow, default)]
    pub(super) user_id: Plain<'j>,
    #[serde(borrow, default)]
    pub(super) first_name: Plain<'j>,
    #[serde(borrow, default)]
    pub(super) last_name: Plain<'j>,
    #[serde(borrow, default)]
    pub(super) phone_number: Plain<'j>,
    #[serde(borrow, default)]
    pub(super) date_unixtime: Plain<'j>,
}

impl Owner {
    pub(super) fn of(context: &Context) -> Option<Self> {
        let handle = context.owner.first()?.clone();
        let party = Party { handle, name: context.owner_name.clone() };
        Some(Self { handles: context.owner.clone(), party })
    }

    pub(super) fn user(user: i64, name: Option<String>) -> Option<Self> {
        let handle = handle(user)?;
        Some(Self { handles: vec![handle.clone()], party: Party { handle, name } })
    }

    /// Reads `personal_information`.
    pub(super) fn parse(json: &str, options: &ReadOptions) -> Option<Self> {
        let information: Named<'_> = parse(json).ok()?;
        let own = information.user_id.number().filter(|id| *id > 0).and_then(handle);
        let phone = Handle::phone(&information.phone_number.0);
        let name = full_name(&information.first_name, &information.last_name, options);
        let handles: Vec<Handle> = own.into_iter().chain(phone).collect();
        let party = Party { handle: handles.first()?.clone(), name };
        Some(Self { handles, party })
    }
}

/// First and last name in one.
pub(super) fn full_name(first: &Plain<'_>, last: &Plain<'_>, options: &ReadOptions) -> Option<String> {
    clean::name(&format!("{} {}", first.0, last.0), options.limits.max_name_chars)
}
