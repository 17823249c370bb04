//! The list of contacts: cards with telephone numbers.

use super::peer::{Named, full_name, handle};
use crate::import::chat::plausible;
use crate::import::json::parse;
use crate::import::{ReadOptions, Reason};
use crate::model::{Card, Declaration, DeclarationKind, Handle, Observation};

/// The card of one contact. Its date is when it was added; an empty one is none.
pub(super) fn card(json: &str, options: &ReadOptions) -> Result<Observation, Reason> {
    let contact: Named<'_> = parse(json)?;
    // Contacts without an account have the number 0.
    let account = contact.user_id.number().filter(|id| *id > 0).and_then(handle);
    let handles: Vec<Handle> = account.into_iter().chain(Handle::phone(&contact.phone_number.0)).collect();
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    let added = contact.date_unixtime.number().and_then(|seconds| seconds.checked_mul(1_000_000));
    let card = Card { handles, name: full_name(&contact.first_name, &contact.last_name, options), ..Card::default() };
    let at_micros = plausible(added, &options.limits).ok();
    Ok(Observation::Declaration(Declaration { kind: DeclarationKind::AddressBook, card, at_micros, detail: None }))
}
