//! One page per source: how to get the export, what is read, what is left alone.

#[doc = include_str!("linkedin.md")]
pub mod linkedin {}

#[doc = include_str!("mail.md")]
pub mod mail {}

#[doc = include_str!("vcard.md")]
pub mod vcard {}

#[doc = include_str!("ics.md")]
pub mod ics {}

#[doc = include_str!("table.md")]
pub mod table {}

#[doc = include_str!("people-table.md")]
pub mod people_table {}

#[doc = include_str!("telegram.md")]
pub mod telegram {}

#[doc = include_str!("messenger.md")]
pub mod messenger {}

#[doc = include_str!("instagram.md")]
pub mod instagram {}

#[doc = include_str!("slack.md")]
pub mod slack {}

#[doc = include_str!("discord.md")]
pub mod discord {}

#[doc = include_str!("discord-chat-exporter.md")]
pub mod discord_chat_exporter {}

#[doc = include_str!("google-chat.md")]
pub mod google_chat {}
#[doc = include_str!("whatsapp.md")]
pub mod whatsapp {}

#[doc = include_str!("sms.md")]
pub mod sms {}

#[doc = include_str!("imessage.md")]
pub mod imessage {}
