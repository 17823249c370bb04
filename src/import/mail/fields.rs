//! The header block of one message, taken apart: only the fields that say who, when and by what list.

use encoding_rs::WINDOWS_1252;
use mail_parser::parsers::MessageStream;
use mail_parser::{Addr, HeaderValue};

use crate::import::clean;
use crate::model::{Handle, Party};

/// A field that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    AutoSubmitted,
    Bcc,
    Cc,
    ContentClass,
    ContentType,
    Date,
    From,
    ListId,
    ListPost,
    ListUnsubscribe,
    MessageId,
    OriginalFrom,
    Precedence,
    ReplyTo,
    Sender,
    Subject,
    To,
}

const NAMES: [(&str, Field); 17] = [
    ("auto-submitted", Field::AutoSubmitted),
    ("bcc", Field::Bcc),
    ("cc", Field::Cc),
    ("content-class", Field::ContentClass),
    ("content-type", Field::ContentType),
    ("date", Field::Date),
    ("from", Field::From),
    ("list-id", Field::ListId),
    ("list-post", Field::ListPost),
    ("list-unsubscribe", Field::ListUnsubscribe),
    ("message-id", Field::MessageId),
    ("x-original-from", Field::OriginalFrom),
    ("precedence", Field::Precedence),
    ("reply-to", Field::ReplyTo),
    ("sender", Field::Sender),
    ("subject", Field::Subject),
    ("to", Field::To),
];

/// The fields of a header block that matter, unfolded and decoded to text, in order.
#[derive(Debug, Default)]
pub(super) struct Fields {
    found: Vec<(Field, String)>,
    /// How many lines looked like a field at all.
    pub(super) lines: usize,
}

impl Fields {
    /// Takes a header block apart; lines that are no fields are passed over.
    pub(super) fn parse(block: &[u8]) -> Self {
        let mut fields = Self::default();
        let mut open = false;
        for line in block.split(|&byte| byte == b'\n') {
            if line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                if let Some((_, value)) = fields.found.last_mut().filter(|_| open) {
                    value.push(' ');
                    value.push_str(&decode(line.trim_ascii()));
                }
                continue;
            }
            open = false;
            let Some((name, value)) = field_of(line) else { continue };
            fields.lines += 1;
            if let Some((_, field)) = NAMES.iter().find(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name)) {
                fields.found.push((*field, decode(value.trim_ascii())));
                open = true;
            }
        }
        fields
    }

    /// The first value of a field; `None` when the field is missing.
    pub(super) fn first(&self, field: Field) -> Option<&str> {
        self.all(field).next()
    }

    /// All values of a field, in order.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.found.iter().filter(move |(found, _)| *found == field).map(|(_, value)| value.as_str())
    }

    /// The people of all address fields of one kind, in order, without those who have no address.
    pub(super) fn people(&self, field: Field, max_name_chars: usize) -> Vec<Party> {
        self.all(field).flat_map(|value| people_of(value, max_name_chars)).collect()
    }
}

/// Name and value of a header line; `None` when the line is no field.
pub(super) fn field_of(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = line.iter().position(|&byte| byte == b':')?;
    let (name, value) = (line.get(..at)?.trim_ascii_end(), line.get(at + 1..)?);
    let sound = !name.is_empty() && name.iter().all(u8::is_ascii_graphic);
    sound.then_some((name, value))
}

/// Raw bytes in a header are UTF-8 by today's standard; what is not, was written by a Western European Windows as a rule.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// The people of one address field.
pub(super) fn people_of(value: &str, max_name_chars: usize) -> Vec<Party> {
    let people = parse_people(value, max_name_chars);
    if people.is_empty() { parse_people(&plain_addresses(value), max_name_chars) } else { people }
}

fn parse_people(value: &str, max_name_chars: usize) -> Vec<Party> {
    let line = format!("{value}\n");
    let HeaderValue::Address(addresses) = MessageStream::new(line.as_bytes()).parse_address() else { return Vec::new() };
    addresses.iter().filter_map(|address| party(address, max_name_chars)).collect()
}

fn party(address: &Addr<'_>, max_name_chars: usize) -> Option<Party> {
    let handle = Handle::email(address.address()?)?;
    let name = address.name().map(|name| match name.rsplit_once('<') {
        // Some write the address into the name once more.
        Some((person, again)) if again.contains('@') => person,
        _ => name,
    });
    let name = name.filter(|name| !name.trim().trim_matches(['\'', '"']).eq_ignore_ascii_case(handle.value()));
    Some(Party { handle, name: name.and_then(|name| clean::name(name, max_name_chars)) })
}

/// Undoes the disguise that list archives give addresses: `jjl at pobox.com` is `jjl@pobox.com`.
fn plain_addresses(value: &str) -> String {
    let words: Vec<&str> = value.split(' ').filter(|word| !word.is_empty()).collect();
    let mut plain = String::with_capacity(value.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
        if words.get(at + 1).is_some_and(|middle| middle.eq_ignore_ascii_case("at"))
            && is_local(word)
            && let Some(domain) = words.get(at + 2).filter(|domain| is_domain(domain))
        {
            plain.push('@');
            plain.push_str(domain);
            at += 2;
        }
        at += 1;
    }
    plain
}

fn is_local(word: &str) -> bool {
    let word = word.trim_start_matches('<');
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c))
}

fn is_domain(word: &str) -> bool {
    let word = word.trim_end_matches([',', '>']);
    word.contains('.') && !word.starts_with('.') && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Vec<String> {
        people_of(value, 256).into_iter().map(|p| format!("{}|{}", p.handle.value(), p.name.unwrap_or_default())).collect()
    }

    #[test]
    fn addresses_of_archives_are_plain_again() {
        assert_eq!(shown("jjl at pobox.com (John J. Lee)"), ["jjl@pobox.com|John J. Lee"]);
        assert_eq!(
            shown("Ann Example <ann at example.org>, bob at example.net"),
            ["ann@example.org|Ann Example", "bob@example.net|"]
        );
        assert_eq!(shown("siopis at example.edu (Christos <siopis@example.edu>)"), ["siopis@example.edu|Christos"]);
        assert_eq!(shown("Meet me at noon"), [] as [&str; 0]);
        assert_eq!(shown("goran at example.com (=?ISO-8859-1?Q?G=F6ran_Lastname?=)"), ["goran@example.com|Göran Lastname"]);
    }

    #[test]
    fn names_are_decoded_and_never_the_address() {
        assert_eq!(shown("\"Example, Ann\" <Ann@Example.ORG>"), ["ann@example.org|Example, Ann"]);
        assert_eq!(shown("'ann@example.org' <ann@example.org>"), ["ann@example.org|"]);
        assert_eq!(shown("team: ann@example.org, <bob@example.org>;"), ["ann@example.org|", "bob@example.org|"]);
        assert_eq!(shown("undisclosed-recipients:;"), [] as [&str; 0]);
    }

    #[test]
    fn folded_and_eight_bit_fields_are_read() {
        let fields = Fields::parse(
            b"From ann Sun Mar 22 02:19:17 2020\nFROM : J\xf6rg\n\t<j@example.org>\nX-Junk: a\n b\nto:c@example.org",
        );
        assert_eq!(fields.first(Field::From), Some("Jörg <j@example.org>"));
        assert_eq!(fields.first(Field::To), Some("c@example.org"));
        assert_eq!(fields.lines, 3);
    }
}
