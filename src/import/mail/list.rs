//! Mailing lists and mass mail, told by header fields only: never by words or domains.

use std::collections::BTreeSet;

use super::fields::{Field, Fields};
use crate::model::{Handle, Party, Shape};

/// What the header says about how a message was spread.
#[derive(Debug, Default)]
pub(super) struct Spread {
    /// The addresses of the list itself, which are nobody's.
    pub(super) own: BTreeSet<Handle>,
    /// Sent by a machine, or to a mass of people who cannot answer all.
    pub(super) bulk: bool,
    /// Written by a calendar: an invitation, or an answer to one.
    pub(super) calendar: bool,
}

impl Spread {
    pub(super) fn of(fields: &Fields) -> Self {
        let post = fields.first(Field::ListPost);
        let open = post.is_some_and(|value| !value.trim_start().get(..2).is_some_and(|word| word.eq_ignore_ascii_case("no")));
        let posts_to = post.filter(|_| open).and_then(mailto);
        let list_id = fields.first(Field::ListId).and_then(list_address);
        let own = posts_to.into_iter().chain(list_id).collect();

        let word = |field| fields.first(field).map(first_word).unwrap_or_default();
        let (submitted, precedence) = (word(Field::AutoSubmitted), word(Field::Precedence));
        let by_machine = !submitted.is_empty() && submitted != "no";
        let list_fields = fields.first(Field::ListId).is_some() || fields.first(Field::ListUnsubscribe).is_some();
        // Majordomo and early Mailman marked discussions `Precedence: bulk`, so a list that takes posts is not mass mail.
        let mass = precedence == "junk" || !open && (precedence == "bulk" || list_fields);
        let calendar = is_of_calendar(fields);
        Self { own, bulk: by_machine || mass || calendar, calendar }
    }

    pub(super) fn shape(&self) -> Shape {
        if self.bulk { Shape::Bulk } else { Shape::Directed }
    }

    /// The author of a message whose `From` the list may have replaced by its own address to satisfy DMARC.
    pub(super) fn author(&self, fields: &Fields, max_name_chars: usize) -> Option<Party> {
        let first_person =
            |field| fields.people(field, max_name_chars).into_iter().find(|party| !self.own.contains(&party.handle));
        if let Some(party) = first_person(Field::From) {
            return Some(party);
        }
        let rewritten = fields.people(Field::From, max_name_chars).into_iter().next();
        if let Some(list) = rewritten {
            let mut author = first_person(Field::ReplyTo).or_else(|| first_person(Field::OriginalFrom))?;
            if author.name.is_none() {
                author.name = list.name.as_deref().and_then(before_via);
            }
            return Some(author);
        }
        first_person(Field::Sender)
    }
}

/// Whether a calendar wrote the message: Exchange says so in the class, others send nothing but the event.
fn is_of_calendar(fields: &Fields) -> bool {
    let word = |field| fields.first(field).map(first_word).unwrap_or_default();
    word(Field::ContentType) == "text/calendar" || word(Field::ContentClass) == "urn:content-classes:calendarmessage"
}

/// `Ann Example via Some List` → `Ann Example`.
fn before_via(name: &str) -> Option<String> {
    let (person, _) = name.rsplit_once(" via ")?;
    Some(person.trim().trim_matches(['\'', '"']).to_owned()).filter(|person| !person.is_empty())
}

fn first_word(value: &str) -> String {
    value.trim().split([';', ' ', '\t', '(']).next().unwrap_or_default().to_ascii_lowercase()
}

/// The address of the first `<mailto:…>`, without its query.
fn mailto(value: &str) -> Option<Handle> {
    let at = value.to_ascii_lowercase().find("mailto:")?;
    Handle::email(value.get(at + "mailto:".len()..)?.split(['>', '?', ',']).next()?)
}

/// `Some List <list.example.org>` → `list@example.org`, the address nearly every list has.
fn list_address(value: &str) -> Option<Handle> {
    let id = value.rsplit_once('<').map_or(value, |(_, id)| id).split('>').next()?.trim();
    if id.contains('@') {
        return Handle::email(id);
    }
    let (local, domain) = id.split_once('.')?;
    Handle::email(&format!("{local}@{domain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(header: &str) -> (Shape, Vec<String>) {
        let spread = Spread::of(&Fields::parse(header.as_bytes()));
        (spread.shape(), spread.own.iter().map(|handle| handle.value().to_owned()).collect())
    }

    #[test]
    fn bulk_is_told_by_header_only() {
        for header in [
            "Auto-Submitted: auto-generated",
            "Auto-Submitted: auto-replied; owner-email=\"x\"",
            "Precedence: bulk",
            "Precedence: Junk",
            "List-Unsubscribe: <https://example.org/u>",
            "List-Id: News <news.example.org>",
            "List-Id: News <news.example.org>\nList-Post: NO",
            "Precedence: list\nList-Post: <mailto:l@example.org>\nAuto-Submitted: auto-notified",
            "Content-Type: text/calendar; method=REQUEST; charset=UTF-8",
            "Content-class: urn:content-classes:calendarmessage",
        ] {
            assert_eq!(spread(header).0, Shape::Bulk, "{header}");
        }
        for header in [
            "Auto-Submitted: no",
            "Precedence: list",
            "Precedence: normal",
            "List-Post: <mailto:l@example.org>\nList-Unsubscribe: <mailto:u@example.org>",
            "Precedence: bulk\nList-Post: <mailto:l@example.org>",
            "Subject: newsletter unsubscribe",
            "From: noreply@example.org",
            "Content-Type: multipart/mixed",
            "Content-Class: urn:content-classes:message",
        ] {
            assert_eq!(spread(header).0, Shape::Directed, "{header}");
        }
    }

    #[test]
    fn the_lists_own_addresses_are_known() {
        let (_, own) = spread("List-Id: \"Dev <x>\" <dev.lists.example.org>\nList-Post: <mailto:Dev-List@example.org?subject=x>");
        assert_eq!(own, ["dev-list@example.org", "dev@lists.example.org"]);
    }

    #[test]
    fn the_author_behind_a_list_is_found() {
        let header = "List-Post: <mailto:dev@example.org>\nFrom: Ann via Dev <dev@example.org>\nReply-To: dev@example.org, <ann@example.net>";
        let fields = Fields::parse(header.as_bytes());
        let author = Spread::of(&fields).author(&fields, 256);
        assert_eq!(author.map(|a| (a.handle.value().to_owned(), a.name)), Some(("ann@example.net".into(), Some("Ann".into()))));
    }
}
