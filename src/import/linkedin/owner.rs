//! What an archive says of its owner: the profile, the e-mail addresses and the positions.

use super::part::Cells;
use super::{declare, full_name, moment, owner_handles, text};
use crate::import::{ReadOptions, Reason};
use crate::model::{Card, DeclarationKind, Handle, Me, Observation};

/// `Profile.csv`: the owner's name.
pub(super) fn profile(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let name = full_name(cells, options, &["firstname"], &["lastname"]);
    let mut handles = options.context.owner.clone();
    if handles.is_empty() {
        handles.extend(name.as_deref().and_then(Handle::name));
    }
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    Ok(vec![Observation::Me(Me { handles, name })])
}

/// `Email Addresses.csv`: one address of the owner.
pub(super) fn address(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let handle = Handle::email(cells.get(&["emailaddress"])).ok_or(Reason::NoHandle)?;
    Ok(vec![Observation::Me(Me { handles: vec![handle], name: options.context.owner_name.clone() })])
}

/// `Positions.csv`: where the owner works or worked.
pub(super) fn position(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let handles = owner_handles(&options.context);
    if handles.is_empty() {
        return Err(Reason::NoHandle);
    }
    let at_micros = moment(cells.get(&["startedon"]), options)?;
    let card = Card {
        handles,
        name: options.context.owner_name.clone(),
        company: text(cells.get(&["companyname"]), options),
        title: text(cells.get(&["title"]), options),
        location: text(cells.get(&["location"]), options),
        ..Card::default()
    };
    Ok(vec![declare(DeclarationKind::Position, card, at_micros, None)])
}
