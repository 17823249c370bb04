//! What an archive declares of others: invitations, uploaded contacts, endorsements and recommendations.

use super::part::{Cells, fold};
use super::{declare, full_name, moment, text};
use crate::import::{ReadOptions, Reason};
use crate::model::{Card, DeclarationKind, Handle, Observation};

/// `Invitations.csv`: the other person of each invitation, sent or received.
pub(super) fn invitation(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let owner = options.context.owner_name.as_deref();
    let (from, to) = (text(cells.get(&["from"]), options), text(cells.get(&["to"]), options));
    let sent = match fold(cells.get(&["direction"])).as_str() {
        "outgoing" => true,
        "incoming" => false,
        _ if owner.is_some() && from.as_deref() == owner => true,
        _ if owner.is_some() && to.as_deref() == owner => false,
        _ => return Err(Reason::Malformed),
    };
    let at_micros = moment(cells.get(&["sentat"]), options)?;
    let (kind, name, url) = if sent {
        (DeclarationKind::InvitationSent, to, cells.get(&["inviteeprofileurl"]))
    } else {
        (DeclarationKind::InvitationReceived, from, cells.get(&["inviterprofileurl"]))
    };
    let card = Card { handles: profile_or_name(url, name.as_deref())?, name, ..Card::default() };
    Ok(vec![declare(kind, card, at_micros, None)])
}

/// `Contacts.csv`, `Imported Contacts.csv`: an uploaded address book.
pub(super) fn contact(cells: &Cells<'_>, options: &ReadOptions) -> Result<Vec<Observation>, Reason> {
    let name = full_name(cells, options, &["firstname"], &["lastname"]).or_else(|| text(cells.get(&["fullname"]), options));
    let mut handles: Vec<Handle> = Vec::new();
    let mut add = |handle: Option<Handle>| {
        if let Some(handle) = handle.filter(|handle| !handles.contains(handle)) {
            handles.push(handle);
        }
    };
    let between = |c: char| matches!(c, ',' | ';' | '|');
    let profiles = cells.get(&["profiles", "profile"]);
    let emails = cells.get(&["emails", "email", "emailaddress", "emailaddresses"]);
    let phones = cells.get(&["phonenumbers", "phonenumber", "phone"]);
    profiles.split(between).filter(|text| text.contains("/in/")).for_each(|text| add(Handle::profile(text)));
    emails.split(|c: char| between(c) || c.is_whitespace()).for_each(|text| add(Handle::email(text)));
    // A label may stand before the number, `Mobile: +49 …`.
    phones.split(between).for_each(|text| add(Handle::phone(text.rsplit(':').next().unwrap_or(text))));
    if handles.len() > options.limits.max_parties {
        return Err(Reason::TooMany);
    }
    if handles.is_empty() {
        handles.extend(name.as_deref().and_then(Handle::name));
    }
    let company = text(cells.get(&["companies", "company"]), options);
    let title = text(cells.get(&["title"]), options);
    if handles.is_empty() {
        let blank = company.is_none() && title.is_none() && emails.is_empty() && phones.is_empty();
        return Err(if blank { Reason::BlankRecord } else { Reason::NoHandle });
    }
    let at_micros = moment(cells.get(&["createdat"]), options)?;
    let card = Card { handles, name, company, title, location: text(cells.get(&["location"]), options), ..Card::default() };
    Ok(vec![declare(DeclarationKind::ImportedContact, card, at_micros, None)])
}

/// `Endorsement_Given_Info.csv`, `Endorsement_Received_Info.csv`: one skill of one person.
pub(super) fn endorsement(cells: &Cells<'_>, options: &ReadOptions, given: bool) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let (kind, first, last, url) = if given {
        (DeclarationKind::EndorsementGiven, "endorseefirstname", "endorseelastname", "endorseepublicurl")
    } else {
        (DeclarationKind::EndorsementReceived, "endorserfirstname", "endorserlastname", "endorserpublicurl")
    };
    let name = full_name(cells, options, &[first], &[last]);
    let at_micros = moment(cells.get(&["endorsementdate"]), options)?;
    let card = Card { handles: profile_or_name(cells.get(&[url]), name.as_deref())?, name, ..Card::default() };
    Ok(vec![declare(kind, card, at_micros, text(cells.get(&["skillname"]), options))])
}

/// `Recommendations_Given.csv`, `Recommendations_Received.csv`: that there is one, never its text.
pub(super) fn recommendation(cells: &Cells<'_>, options: &ReadOptions, given: bool) -> Result<Vec<Observation>, Reason> {
    if cells.is_blank() {
        return Err(Reason::BlankRecord);
    }
    let kind = if given { DeclarationKind::RecommendationGiven } else { DeclarationKind::RecommendationReceived };
    let name = full_name(cells, options, &["firstname"], &["lastname"]);
    let at_micros = moment(cells.get(&["creationdate"]), options)?;
    let card = Card {
        handles: profile_or_name("", name.as_deref())?,
        name,
        company: text(cells.get(&["company"]), options),
        title: text(cells.get(&["jobtitle"]), options),
        ..Card::default()
    };
    Ok(vec![declare(kind, card, at_micros, None)])
}

/// A member number (`urn:li:member:1`) is no profile: only addresses with `/in/` are.
fn profile_or_name(url: &str, name: Option<&str>) -> Result<Vec<Handle>, Reason> {
    let profile = if url.contains("/in/") { Handle::profile(url) } else { None };
    profile.or_else(|| name.and_then(Handle::name)).map(|handle| vec![handle]).ok_or(Reason::NoHandle)
}
