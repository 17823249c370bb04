//! Mail: mbox files and files of one message each. Header fields only; bodies are passed over unread and unbuffered.

mod envelope;
mod fields;
pub(crate) mod lines;
mod list;
mod mbox;
mod moment;
#[cfg(test)]
mod tests;

use std::io::Read;

use self::lines::Lines;
use super::{Confidence, Head, ImportError, Importer, Location, ReadOptions, Reason, Reject, Sink};

/// Many messages in one file: Google Takeout, Thunderbird, mutt, list archives.
#[derive(Debug, Clone, Copy)]
pub struct Mbox;

/// One message per file: `.eml` and `.emlx` files, Maildir and MH folders.
#[derive(Debug, Clone, Copy)]
pub struct Message;

impl Importer for Mbox {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn about(&self) -> &'static str {
        "mail in mbox files: Google Takeout, Thunderbird, mailing-list archives (headers only)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/mail.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let name = head.name.to_ascii_lowercase();
        let named = [".mbox", ".mbx"].iter().any(|end| name.ends_with(end)) || name == "mbox";
        let first = first_line(head.bytes);
        if first.starts_with(b"From ") {
            return match moment::of_separator(first) {
                Some(_) if moment::looks_like_separator(first) => Confidence::Certain,
                _ if named => Confidence::Likely,
                _ => Confidence::Maybe,
            };
        }
        let foreign = first.first().is_some_and(|byte| matches!(byte, b'{' | b'[' | b'<')) || is_begin(first);
        if named && !foreign { Confidence::Likely } else { Confidence::No }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        mbox::read(input, options, sink)
    }
}

impl Importer for Message {
    fn name(&self) -> &'static str {
        "eml"
    }

    fn about(&self) -> &'static str {
        "mail in files of one message: .eml, .emlx, Maildir and MH folders (headers only)"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/mail.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let lines = head.bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        let mut lines = lines.skip_while(|line| is_prelude(line)).take_while(|line| !line.is_empty()).take(200).peekable();
        if lines.peek().is_none_or(|line| is_begin(line) || !is_field(line)) {
            return Confidence::No;
        }
        let marks = known_fields(lines);
        let (name, folder) = (head.name.to_ascii_lowercase(), head.folder_name().to_ascii_lowercase());
        let eml = [".eml", ".emlx"].iter().any(|end| name.ends_with(end));
        let maildir = head.name.contains(":2,") || folder == "cur" || folder == "new";
        match (marks, eml || maildir) {
            (2.., true) => Confidence::Certain,
            (2.., false) | (_, true) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut lines = Lines::new(input);
        // Apple Mail puts the message's length on a line of its own before it.
        if lines.peek()?.is_some_and(|byte| byte.is_ascii_digit()) {
            lines.skip()?;
        }
        let location = Location { record: 1, line: Some(lines.number() + 1) };
        if lines.peek()?.is_none() {
            return sink(Err(Reject { location, reason: Reason::BlankRecord }));
        }
        let block = mbox::header_block(&mut lines, options.limits.max_record_bytes)?;
        if !block.too_long && fields::Fields::parse(&block.bytes).lines == 0 {
            return sink(Err(Reject { location, reason: Reason::Malformed }));
        }
        if is_draft(&options.file_name) {
            return sink(Err(Reject { location, reason: Reason::Draft }));
        }
        sink(block.item(location, options))
    }
}

/// Whether a Maildir name carries the draft flag, `…:2,DS`.
fn is_draft(file_name: &str) -> bool {
    file_name.rsplit_once(":2,").is_some_and(|(_, flags)| flags.contains('D'))
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line = bytes.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// A vCard or a calendar, whose first line looks like a field.
fn is_begin(line: &[u8]) -> bool {
    line.get(..6).is_some_and(|word| word.eq_ignore_ascii_case(b"BEGIN:"))
}

/// What may stand before a lone message: an mbox separator, or Apple Mail's length.
fn is_prelude(line: &[u8]) -> bool {
    line.starts_with(b"From ") || !line.is_empty() && line.trim_ascii().iter().all(u8::is_ascii_digit)
}

/// `Word-Word: …`, as every mail header starts.
fn is_field(line: &[u8]) -> bool {
    fields::field_of(line).is_some_and(|(name, value)| {
        name.first().is_some_and(u8::is_ascii_alphabetic)
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            && value.first().is_none_or(|byte| matches!(byte, b' ' | b'\t'))
    })
}

/// How many different fields of mail are in a header.
fn known_fields<'a>(lines: impl Iterator<Item = &'a [u8]>) -> usize {
    const KNOWN: [&[u8]; 6] = [b"from", b"to", b"date", b"message-id", b"received", b"return-path"];
    let mut found = [false; KNOWN.len()];
    for line in lines.filter(|line| is_field(line)) {
        let name = fields::field_of(line).map_or(&[][..], |(name, _)| name);
        if let Some(at) = KNOWN.iter().position(|known| known.eq_ignore_ascii_case(name)) {
            found[at] = true;
        }
    }
    found.iter().filter(|known| **known).count()
}
