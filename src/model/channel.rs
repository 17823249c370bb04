//! The channel of an interaction: a short lower-case word.

use std::borrow::Cow;
use std::fmt;

/// How an interaction took place: `email`, `meeting`, `linkedin`, `note`, or whatever word a table used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Channel(Cow<'static, str>);

impl Channel {
    /// Mail from one person to others.
    pub const EMAIL: Self = Self(Cow::Borrowed("email"));
    /// A calendar event with attendees.
    pub const MEETING: Self = Self(Cow::Borrowed("meeting"));
    /// A message on a professional network.
    pub const LINKEDIN: Self = Self(Cow::Borrowed("linkedin"));
    /// A text message of a telephone.
    pub const SMS: Self = Self(Cow::Borrowed("sms"));
    /// A telephone or video call that was answered.
    pub const CALL: Self = Self(Cow::Borrowed("call"));
    /// An Apple message.
    pub const IMESSAGE: Self = Self(Cow::Borrowed("imessage"));
    /// A `WhatsApp` message.
    pub const WHATSAPP: Self = Self(Cow::Borrowed("whatsapp"));
    /// A Messenger message.
    pub const MESSENGER: Self = Self(Cow::Borrowed("messenger"));
    /// An Instagram message.
    pub const INSTAGRAM: Self = Self(Cow::Borrowed("instagram"));
    /// A Telegram message.
    pub const TELEGRAM: Self = Self(Cow::Borrowed("telegram"));
    /// A Slack message or reaction.
    pub const SLACK: Self = Self(Cow::Borrowed("slack"));
    /// A Discord message.
    pub const DISCORD: Self = Self(Cow::Borrowed("discord"));
    /// A Google Chat message.
    pub const GOOGLE_CHAT: Self = Self(Cow::Borrowed("google-chat"));
    /// Work on one change of a program: author, co-authors, reviewers.
    pub const CODE: Self = Self(Cow::Borrowed("code"));
    /// What the user wrote down by hand.
    pub const NOTE: Self = Self(Cow::Borrowed("note"));
    /// A table row that names no channel.
    pub const TABLE: Self = Self(Cow::Borrowed("table"));

    /// A channel by name: lower case, at most 32 characters, letters, digits, `-` and `_` only; `None` when nothing is left.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        if let Some(known) =
            [Self::EMAIL, Self::CALL, Self::MEETING, Self::NOTE, Self::TABLE].into_iter().find(|known| known.0 == text)
        {
            return Some(known);
        }
        let word: String = text
            .trim()
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c.is_whitespace() { '-' } else { c })
            .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .take(32)
            .collect();
        (!word.is_empty()).then_some(Self(Cow::Owned(word)))
    }

    /// The word itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
