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
#[doc = include_str!("google-contacts.md")]
pub mod google_contacts {}

#[doc = include_str!("outlook-contacts.md")]
pub mod outlook_contacts {}

#[doc = include_str!("hubspot.md")]
pub mod hubspot {}

#[doc = include_str!("affinity.md")]
pub mod affinity {}

#[doc = include_str!("monica.md")]
pub mod monica {}

#[doc = include_str!("friends.md")]
pub mod friends {}

#[doc = include_str!("git-log.md")]
pub mod git_log {}

#[doc = include_str!("mailmap.md")]
pub mod mailmap {}

#[doc = include_str!("takeout.md")]
pub mod takeout {}

#[doc = include_str!("tie-states.md")]
pub mod tie_states {}

#[doc = include_str!("map_file.md")]
pub mod map_file {}

#[doc = include_str!("whatsapp.md")]
pub mod whatsapp {}

#[doc = include_str!("sms.md")]
pub mod sms {}

#[doc = include_str!("imessage.md")]
pub mod imessage {}
