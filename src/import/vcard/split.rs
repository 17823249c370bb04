//! Cuts a stream into cards in bounded memory: photos and keys are dropped before anything is parsed.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::import::mail::lines::Lines;
use crate::import::{ImportError, Reason};
use crate::io::Limits;

/// Cards may be nested (AGENT in vCard 2.1) this deep.
const MAX_NESTING: usize = 16;

/// Properties whose data makes up most of a card's size and tells nothing about the tie.
const DROPPED: [&[u8]; 4] = [b"PHOTO", b"LOGO", b"SOUND", b"KEY"];

/// The properties that are read, and what tells the version. What people write into a card beside them is much of it, and a parser takes its
/// time over every letter. Whatever begins with `X-` is kept, as there are many spellings.
const READ: [&[u8]; 13] = [
    b"VERSION",
    b"FN",
    b"N",
    b"EMAIL",
    b"TEL",
    b"ORG",
    b"TITLE",
    b"ADR",
    b"URL",
    b"IMPP",
    b"SOCIALPROFILE",
    b"CATEGORIES",
    b"KIND",
];

/// One card's text, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The line of its `BEGIN:VCARD`, from 1.
    pub(super) line: u64,
    /// From `BEGIN:VCARD` to `END:VCARD`, unfolded, in UTF-8, without nested cards.
    pub(super) text: Result<String, Reason>,
}

/// What becomes of the lines that continue the property just begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Continued {
    /// Folded lines are joined to it.
    Kept,
    /// A line ended with the soft break of quoted-printable: the next one belongs to it as it is.
    Soft,
    /// They are dropped with it.
    Dropped,
    /// As before, and lines of base64 that someone forgot to fold, too.
    DroppedBase64,
}

/// A card that is being read.
#[derive(Debug)]
struct Open {
    line: u64,
    depth: usize,
    bytes: usize,
    properties: usize,
    /// The property being read, as bytes; its encoding is known only when it is complete.
    property: Vec<u8>,
    text: String,
    continued: Continued,
    failed: Option<Reason>,
    /// The last property was `AGENT:`, so that a card may follow inside this one.
    agent: bool,
}

impl Open {
    fn new(line: u64) -> Self {
        Self {
            line,
            depth: 1,
            bytes: 0,
            properties: 0,
            property: Vec::new(),
            text: String::from("BEGIN:VCARD\n"),
            continued: Continued::Kept,
            failed: None,
            agent: false,
        }
    }

    fn fail(&mut self, reason: Reason) {
        self.failed.get_or_insert(reason);
        self.text = String::new();
        self.property = Vec::new();
    }

    fn keep(&mut self, bytes: &[u8], cut: bool, limits: &Limits) {
        self.bytes += bytes.len() + 1;
        if cut || self.bytes > limits.max_card_bytes {
            self.fail(Reason::TooLong);
        }
        if self.failed.is_none() {
            self.property.extend_from_slice(bytes);
        }
    }

    /// Ends the property that was being read.
    fn flush(&mut self) {
        // A name may be folded like a value, so that only the whole property tells what it is.
        if is_read(property_name(&self.property)) {
            self.text.push_str(&decode(&self.property));
            self.text.push('\n');
        }
        self.property.clear();
    }

    fn take(&mut self, line: &[u8], cut: bool, limits: &Limits) {
        let folded = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        match self.continued {
            _ if self.depth > 1 => return,
            Continued::Dropped | Continued::DroppedBase64 if folded => return,
            Continued::DroppedBase64 if !line.is_empty() && !line.contains(&b':') => return,
            Continued::Soft => {
                // The soft break's `=` goes, and the line joins as it stands.
                self.property.pop_if(|last| *last == b'=');
                self.keep(if folded { line.get(1..).unwrap_or_default() } else { line }, cut, limits);
            }
            Continued::Kept if folded => self.keep(line.get(1..).unwrap_or_default(), cut, limits),
            _ if line.is_empty() => return,
            _ => {
                self.flush();
                self.begin(line, cut, limits);
                return;
            }
        }
        self.continued = self.soft();
    }

    fn begin(&mut self, line: &[u8], cut: bool, limits: &Limits) {
        self.properties += 1;
        if self.properties > limits.max_properties {
            self.fail(Reason::TooMany);
        }
        let name = property_name(line);
        self.agent = name.eq_ignore_ascii_case(b"AGENT");
        if DROPPED.iter().any(|dropped| dropped.eq_ignore_ascii_case(name)) {
            let base64 = has_parameter(line, b"BASE64") || has_parameter(line, b"ENCODING=B");
            self.continued = if base64 { Continued::DroppedBase64 } else { Continued::Dropped };
            return;
        }
        self.keep(line, cut, limits);
        self.continued = self.soft();
    }

    fn soft(&self) -> Continued {
        let soft = self.property.last() == Some(&b'=') && has_parameter(&self.property, b"QUOTED-PRINTABLE");
        if soft { Continued::Soft } else { Continued::Kept }
    }

    fn close(mut self, reason: Option<Reason>) -> Cut {
        self.flush();
        self.text.push_str("END:VCARD\n");
        let failed = self.failed.or(reason);
        Cut { line: self.line, text: failed.map_or(Ok(self.text), Err) }
    }
}

/// Gives every card at the top level to `each`, in order, and returns how many there were.
///
/// A `BEGIN:VCARD` inside a card starts a nested card only after `AGENT:`; elsewhere the card before it was never ended.
pub(super) fn split(
    lines: &mut Lines<'_>,
    limits: &Limits,
    each: &mut dyn FnMut(Cut) -> Result<(), ImportError>,
) -> Result<u64, ImportError> {
    let mut cards = 0;
    let mut open: Option<Open> = None;
    while let Some(line) = lines.next(limits.max_card_bytes)? {
        let bytes = line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line.bytes);
        let cut = line.cut;
        if is_mark(bytes, b"BEGIN:VCARD") {
            if let Some(card) = open.as_mut().filter(|card| card.agent) {
                card.depth += 1;
                if card.depth > MAX_NESTING {
                    card.fail(Reason::TooMany);
                }
            } else {
                cards += 1;
                let started = Open::new(lines.number());
                if let Some(unended) = open.replace(started) {
                    each(unended.close(Some(Reason::Truncated)))?;
                }
            }
        } else if let Some(card) = open.as_mut() {
            if !is_mark(bytes, b"END:VCARD") {
                if card.depth > 1 {
                    // Whether a yet deeper card may follow is told by the nested card's own properties.
                    card.agent = property_name(bytes).eq_ignore_ascii_case(b"AGENT");
                }
                card.take(bytes, cut, limits);
            } else if card.depth > 1 {
                card.depth -= 1;
                card.agent = false;
            } else if let Some(ended) = open.take() {
                each(ended.close(None))?;
            }
        }
    }
    if let Some(unended) = open {
        each(unended.close(Some(Reason::Truncated)))?;
    }
    Ok(cards)
}

/// The property's name without group, parameters and value.
fn property_name(line: &[u8]) -> &[u8] {
    let end = line.iter().position(|byte| matches!(byte, b':' | b';')).unwrap_or(line.len());
    let name = line.get(..end).unwrap_or_default();
    name.rsplit(|&byte| byte == b'.').next().unwrap_or_default().trim_ascii()
}

fn is_read(name: &[u8]) -> bool {
    let is_other = name.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(b"X-"));
    is_other || READ.iter().any(|read| read.eq_ignore_ascii_case(name))
}

fn has_parameter(property: &[u8], word: &[u8]) -> bool {
    let head = property.split(|&byte| byte == b':').next().unwrap_or_default();
    head.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

fn is_mark(line: &[u8], mark: &[u8]) -> bool {
    // Blanks around the colon are seen in the wild.
    let letters = line.iter().filter(|byte| !byte.is_ascii_whitespace());
    line.len() < 64 && letters.map(u8::to_ascii_uppercase).eq(mark.iter().copied()) && !line.starts_with(b" ")
}

/// A property in UTF-8. Raw bytes that are not UTF-8 are in the character set the property names, else in that of Windows.
fn decode(property: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(property) {
        return Cow::Borrowed(text);
    }
    let head = property.split(|&byte| byte == b':').next().unwrap_or_default().to_ascii_uppercase();
    let at = head.windows(8).position(|window| window == b"CHARSET=");
    let label = at.and_then(|at| head.get(at + 8..)).and_then(|rest| rest.split(|&byte| byte == b';').next());
    let encoding = label.and_then(Encoding::for_label).filter(|encoding| *encoding != encoding_rs::UTF_8).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(property).0
}
