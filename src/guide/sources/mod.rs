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

#[doc = include_str!("whatsapp.md")]
pub mod whatsapp {}

#[doc = include_str!("sms.md")]
pub mod sms {}

#[doc = include_str!("imessage.md")]
pub mod imessage {}
