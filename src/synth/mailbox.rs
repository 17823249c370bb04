//! The mails as one mailbox file, as a mail provider's data export writes it.

use std::fmt::Write as _;

use super::cast::FADING;
use super::civil::{berlin_hours, mail_date, separator_date};
use super::encode::{base64_lines, encoded_words, phrase, quoted_printable};
use super::people::{Community, EGO, Person};
use super::phrases::{ACCENTED_BODIES, BODIES};
use super::random::{Random, mix};
use super::world::{Mail, MailKind, World};

/// The whole mailbox: separators with a zone, thread and label headers, CRLF.
pub(super) fn render(world: &World, seed: u64) -> Vec<u8> {
    let mut random = Random::stream(seed, "mailbox");
    let mut text = String::new();
    for (place, mail) in world.sent() {
        let number = mix(seed ^ place as u64) >> 1;
        let _ = write!(text, "From {number}@xxx {}\r\n", separator_date(mail.at));
        let thread = 1_700_000_000_000_000_000 + (mix(seed ^ mail.thread as u64) >> 5);
        let _ = write!(text, "X-GM-THRID: {thread}\r\nX-Gmail-Labels: {}\r\n", labels(world, mail, &mut random));
        if mail.kind == MailKind::Chat {
            let name = world.people.get(mail.from).map(Person::display).unwrap_or_default();
            let _ = write!(text, "\r\nsender {{\r\n  full_name: \"{name}\"\r\n}}\r\nmessage_type: TEXT\r\n\r\n");
            continue;
        }
        headers(&mut text, world, seed, place, mail);
        body(&mut text, mail, &mut random);
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn labels(world: &World, mail: &Mail, random: &mut Random) -> String {
    let estuary = |person: &usize| world.people.get(*person).is_some_and(|p| p.community == Community::Estuary);
    let joint = |person: &usize| world.people.get(*person).is_some_and(|p| p.email == FADING);
    let mut parts: Vec<&str> = match mail.kind {
        MailKind::Personal | MailKind::BlindCopy if mail.from == EGO => vec!["Sent"],
        MailKind::Personal | MailKind::BlindCopy => vec!["Inbox"],
        MailKind::AutoReply | MailKind::Notice => vec!["Inbox", "Category Updates"],
        MailKind::List => vec!["Category Forums"],
        MailKind::Newsletter => vec!["Category Promotions"],
        MailKind::Spam => vec!["Spam", "Unread"],
        MailKind::Chat => vec!["Chat"],
    };
    if mail.kind == MailKind::Personal && mail.from != EGO && random.chance(30) {
        parts.push("Important");
    }
    if estuary(&mail.from) || mail.to.iter().any(estuary) {
        parts.push("Projekt Küste");
    }
    if joint(&mail.from) || mail.to.iter().any(joint) {
        parts.push("\"Forecasting, joint\"");
    }
    if mail.kind != MailKind::Spam {
        parts.push(if mail.from == EGO || random.chance(92) { "Opened" } else { "Unread" });
    }
    encoded_words(&parts.join(","))
}

/// The message identifier of a mail's place.
fn message_id(world: &World, seed: u64, place: usize) -> String {
    let token = Random::new(seed ^ mix(place as u64 + 1)).token(22);
    let sender = world.mails.get(place).and_then(|mail| world.people.get(mail.from));
    let domain = sender.and_then(|person| person.email.split('@').nth(1)).unwrap_or("example.org");
    format!("<{token}@mail.{domain}>")
}

fn headers(text: &mut String, world: &World, seed: u64, place: usize, mail: &Mail) {
    let Some(sender) = world.people.get(mail.from) else { return };
    if mail.from != EGO {
        let _ = write!(text, "Delivered-To: {}\r\n", super::OWNER_EMAIL);
        let path = if mail.kind == MailKind::Notice && sender.email.starts_with("mailer-daemon") { "" } else { &sender.email };
        let _ = write!(text, "Return-Path: <{path}>\r\n");
    }
    text.push_str("MIME-Version: 1.0\r\n");
    let hours = sender.clock.unwrap_or_else(|| berlin_hours(mail.at));
    let _ = write!(text, "Date: {}\r\nMessage-ID: {}\r\n", mail_date(mail.at, hours), message_id(world, seed, place));
    if let Some(parent) = mail.parent {
        let asked = message_id(world, seed, parent);
        let first = message_id(world, seed, mail.thread);
        let references = if mail.thread == parent { asked.clone() } else { format!("{first}\r\n {asked}") };
        let _ = write!(text, "In-Reply-To: {asked}\r\nReferences: {references}\r\n");
    }
    let _ = write!(text, "Subject: {}\r\nFrom: {}\r\n", encoded_words(&mail.subject), address(sender, mail.from));
    // University mail of some people still goes to the owner's private address.
    let private = sender.community == Community::University && mail.from.is_multiple_of(4);
    let list = |people: &[usize]| {
        let addresses: Vec<String> = people
            .iter()
            .filter_map(|&person| {
                let known = world.people.get(person)?;
                Some(if person == EGO && private {
                    format!("Mira <{}>", super::OWNER_PRIVATE_EMAIL)
                } else {
                    address(known, person)
                })
            })
            .collect();
        addresses.join(",\r\n\t")
    };
    let _ = write!(text, "To: {}\r\n", list(&mail.to));
    if !mail.cc.is_empty() {
        let _ = write!(text, "Cc: {}\r\n", list(&mail.cc));
    }
    let domain = sender.email.split('@').nth(1).unwrap_or_default();
    let _ = match mail.kind {
        MailKind::Newsletter => write!(
            text,
            "List-Id: {} <news.{domain}>\r\nList-Unsubscribe: <https://{domain}/unsubscribe>,\r\n <mailto:leave@{domain}>\r\nPrecedence: bulk\r\n",
            encoded_words(&sender.given)
        ),
        MailKind::List => write!(
            text,
            "List-Id: <open-statistics.lists.open-statistics.example>\r\nList-Unsubscribe: <mailto:leave@lists.open-statistics.example>\r\nPrecedence: list\r\n"
        ),
        MailKind::Notice => write!(text, "Auto-Submitted: auto-generated\r\n"),
        MailKind::AutoReply => write!(text, "Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\n"),
        _ => Ok(()),
    };
}

/// A name and an address; one in nine people writes the family name first, and one in fourteen shows no name at all.
fn address(person: &Person, place: usize) -> String {
    let name = match place {
        EGO => person.display(),
        _ if person.community != Community::Machine && !person.reserved && place % 14 == 3 => return person.email.clone(),
        _ if person.community != Community::Machine && !person.reserved && place % 9 == 2 => {
            format!("{}, {}", person.family, person.given)
        }
        _ => person.display(),
    };
    format!("{} <{}>", phrase(&name), person.email)
}

fn body(text: &mut String, mail: &Mail, random: &mut Random) {
    let line = random.word(BODIES);
    let shape = if mail.kind == MailKind::Personal { random.below(100) } else { 99 };
    let _ = match (mail.kind, shape) {
        (MailKind::AutoReply, _) => plain(text, "I am out of the office and will answer when I am back."),
        (MailKind::Newsletter, _) => alternative(text, "In this issue: three short reads and a date.", random),
        (_, 0..=9) => write!(
            text,
            "Content-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
            quoted_printable(random.word(ACCENTED_BODIES))
        ),
        (_, 10..=15) => write!(
            text,
            "Content-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            base64_lines(random.word(ACCENTED_BODIES).as_bytes())
        ),
        (_, 16..=25) => alternative(text, line, random),
        (_, 26) => plain(text, ">From here on I will use the new template."),
        _ => plain(text, line),
    };
}

fn plain(text: &mut String, line: &str) -> std::fmt::Result {
    write!(text, "Content-Type: text/plain; charset=\"UTF-8\"\r\n\r\n{line}\r\n")
}

fn alternative(text: &mut String, line: &str, random: &mut Random) -> std::fmt::Result {
    let boundary = format!("000000000000{}", random.token(16));
    write!(
        text,
        "Content-Type: multipart/alternative; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n\
         Content-Type: text/plain; charset=\"UTF-8\"\r\n\r\n{line}\r\n\r\n--{boundary}\r\n\
         Content-Type: text/html; charset=\"UTF-8\"\r\n\r\n<div dir=\"ltr\">{line}</div>\r\n\r\n--{boundary}--\r\n"
    )
}
