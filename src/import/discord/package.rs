//! One message of the data package: the owner's, to whoever its channel or its text names.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::Deserialize;

use crate::import::chat::{addressed, plausible, post};
use crate::import::folder::last_part;
use crate::import::json::Plain;
use crate::import::{ReadOptions, Reason};
use crate::model::{Channel, Handle, InteractionId, Observation, Party};

#[derive(Deserialize)]
pub(super) struct Message<'j> {
    #[serde(borrow, default, rename = "ID")]
    pub(super) id: Plain<'j>,
    #[serde(borrow, default, rename = "Timestamp")]
    pub(super) timestamp: Plain<'j>,
    #[serde(borrow, default, rename = "Contents")]
    pub(super) contents: Plain<'j>,
}

impl<'j> From<&'j str> for Plain<'j> {
    fn from(text: &'j str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

pub(super) fn handle(user: &str) -> Option<Handle> {
    let digits = !user.is_empty() && user.len() <= 20 && user.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Handle::account("discord", user)).flatten()
}

/// What the owner sent. A direct message is for its recipients; one on a server for nobody but those it names.
pub(super) fn observe(message: &Message<'_>, options: &ReadOptions) -> Result<Observation, Reason> {
    let id = message.id.get().ok_or(Reason::MissingValue)?;
    let at_micros = moment(message.timestamp.get().ok_or(Reason::NoDate)?).ok_or(Reason::BadDate)?;
    let at_micros = plausible(Some(at_micros), &options.limits)?;
    let context = &options.context;
    let owner = context.owner.first().ok_or(Reason::NoSender)?;
    let from = Party { handle: owner.clone(), name: context.owner_name.clone() };
    let recipients = context.members.get(channel_of(last_part(&options.folder))).map(Vec::as_slice).unwrap_or_default();
    let mentions = mentions(&message.contents.0);
    let party = |user: &str| {
        let known = context.accounts.get(user).map(|account| account.party.clone());
        known.or_else(|| Some(Party { handle: handle(user)?, name: None }))
    };
    let to = recipients.iter().map(String::as_str).chain(mentions).filter_map(party);
    let to = addressed(to, &from.handle, &options.limits)?;
    let id = InteractionId::of(&[b"discord-message", id.as_bytes()]);
    Ok(post(id, at_micros, Channel::DISCORD, from, to))
}

/// The number of a channel in the name of its folder: `c123` or `123`.
pub(super) fn channel_of(folder: &str) -> &str {
    folder.strip_prefix('c').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(folder)
}

/// `2021-03-04 05:06:07.890000+00:00`, or without the zone, which is then UTC.
fn moment(text: &str) -> Option<i64> {
    let at = text.parse::<Timestamp>().ok();
    let at = at.or_else(|| Some(text.parse::<DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp()));
    at.map(Timestamp::as_microsecond)
}

/// The users named in a text: `<@123>` and `<@!123>`.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    text.split("<@").skip(1).filter_map(|rest| rest.trim_start_matches('!').split_once('>')).map(|(user, _)| user)
}

#[cfg(test)]
mod tests {
    use super::{mentions, moment};

    #[test]
    fn moments_and_mentions_are_read() {
        let expected = Some(1_614_834_367_890_000);
        for text in [
            "2021-03-04 05:06:07.890000+00:00",
            "2021-03-04 05:06:07.89",
            "2021-03-04T05:06:07.89Z",
            "2021-03-04T06:06:07.89+01:00",
        ] {
            assert_eq!(moment(text), expected, "{text}");
        }
        assert_eq!(moment("yesterday"), None);
        assert_eq!(mentions("<@1> hi <@!23>, <@&4> <#5> <@6").collect::<Vec<_>>(), ["1", "23", "&4"]);
    }
}
