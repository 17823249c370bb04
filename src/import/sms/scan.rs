//! Tags of a stream, one by one, in bounded memory: attributes that nobody asks for are passed over without being kept, however long
//! they are (a video is one attribute of some hundred megabytes).
//!
//! A library that reads whole tags would have to hold them; and it would refuse what these backups really hold: halves of emoji as
//! character references, forbidden characters, files that break off.

use std::io::{self, Read};

use memchr::memchr2;

const BUFFER_BYTES: usize = 256 << 10;
/// Longest name of a tag or an attribute, in bytes.
const MOST_NAME_BYTES: usize = 64;
/// Bytes looked at behind a line break within a value, for the beginning of another record.
const LOOK_AHEAD_BYTES: usize = 64;
/// Tags that begin a record: no value holds a line that begins with one.
const RECORDS: [&[u8]; 5] = [b"<sms ", b"<mms ", b"<call ", b"</smses", b"</calls"];

/// One tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `<name …>`, or `<name …/>`.
    Start {
        /// It has no content.
        is_empty: bool,
    },
    /// `</name>`.
    End,
}

/// What is wrong with a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// No tag as it should be.
    Malformed,
    /// A value that is asked for is too long.
    TooLong,
    /// The file ends within it.
    Truncated,
}

/// The attributes of one tag that are asked for, as written.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    names: Vec<&'static str>,
    values: Vec<Vec<u8>>,
    present: Vec<bool>,
}

impl Attributes {
    fn ask(&mut self, names: &[&'static str]) {
        self.names.clear();
        self.names.extend_from_slice(names);
        self.present.clear();
        self.present.resize(names.len(), false);
        if self.values.len() < names.len() {
            self.values.resize_with(names.len(), Vec::new);
        }
        self.values.iter_mut().for_each(Vec::clear);
    }

    /// A value, decoded; `None` when the tag has no such attribute.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let at = self.names.iter().position(|known| *known == name)?;
        if *self.present.get(at)? { self.values.get(at).map(|value| decoded(value)) } else { None }
    }

    /// A value as a number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        let at = self.names.iter().position(|known| *known == name)?;
        std::str::from_utf8(self.values.get(at)?).ok()?.trim().parse().ok()
    }
}

/// Reads the tags of a stream.
pub(super) struct Scanner<'a> {
    input: &'a mut dyn Read,
    buffer: Vec<u8>,
    at: usize,
    filled: usize,
    /// The name of the last tag.
    pub(super) name: String,
    /// The name of the attribute being read.
    attribute_name: String,
    /// Its attributes.
    pub(super) attributes: Attributes,
    /// Lines ended before the place reached.
    lines: u64,
    /// The same before the last tag.
    lines_before_tag: u64,
    max_value_bytes: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(input: &'a mut dyn Read, max_value_bytes: usize) -> Self {
        let (name, attributes) = (String::new(), Attributes::default());
        Self {
            input,
            buffer: vec![0; BUFFER_BYTES],
            at: 0,
            filled: 0,
            name,
            attribute_name: String::new(),
            attributes,
            lines: 0,
            lines_before_tag: 0,
            max_value_bytes,
        }
    }

    /// The line on which the last tag begins, from 1.
    pub(super) fn line(&self) -> u64 {
        self.lines_before_tag + 1
    }

    /// The bytes at hand; empty only at the end of the stream.
    fn bytes(&mut self) -> io::Result<&[u8]> {
        if self.at == self.filled {
            self.at = 0;
            self.filled = read_some(&mut *self.input, &mut self.buffer)?;
        }
        Ok(self.buffer.get(self.at..self.filled).unwrap_or_default())
    }

    /// At least so many bytes, fewer only at the end of the stream.
    fn ahead(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.filled - self.at < count {
            self.buffer.copy_within(self.at..self.filled, 0);
            self.filled -= self.at;
            self.at = 0;
            while self.filled < count {
                let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
                match read_some(&mut *self.input, room)? {
                    0 => break,
                    read => self.filled += read,
                }
            }
        }
        Ok(self.buffer.get(self.at..self.filled.min(self.at + count)).unwrap_or_default())
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.bytes()?.first().copied())
    }

    fn step(&mut self) {
        self.lines += u64::from(self.buffer.get(self.at) == Some(&b'\n'));
        self.at += 1;
    }

    /// Goes on to a byte and stands on it; false at the end of the stream.
    fn seek(&mut self, wanted: u8) -> io::Result<bool> {
        loop {
            let bytes = self.bytes()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            let found = memchr2(wanted, b'\n', bytes);
            let (end, is_line, is_found) = match found {
                Some(at) => (at, bytes[at] == b'\n' && wanted != b'\n', bytes[at] == wanted),
                None => (bytes.len(), false, false),
            };
            self.at += end;
            if is_found {
                return Ok(true);
            }
            if is_line {
                self.step();
            }
        }
    }

    fn skip_blanks(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.step();
        }
        Ok(None)
    }

    /// A name of letters, digits and signs, as far as it goes.
    fn take_name(&mut self, name: &mut String) -> io::Result<bool> {
        name.clear();
        loop {
            let bytes = self.bytes()?;
            let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.' | b'?' | b'!');
            let end = bytes.iter().position(|byte| !is_part(byte)).unwrap_or(bytes.len());
            let is_end = end < bytes.len() || bytes.is_empty();
            let room = (MOST_NAME_BYTES - name.len()).min(end);
            let part = bytes.get(..room).unwrap_or_default();
            name.push_str(std::str::from_utf8(part).unwrap_or_default());
            self.at += room;
            if room < end {
                return Ok(false);
            }
            if is_end {
                return Ok(!name.is_empty());
            }
        }
    }

    /// Goes on to the next tag; `None` at the end of the stream. `asked` says which attributes of a tag are kept.
    pub(super) fn next(&mut self, asked: impl Fn(&str) -> &'static [&'static str]) -> io::Result<Option<Result<Tag, Fault>>> {
        if !self.seek(b'<')? {
            return Ok(None);
        }
        self.lines_before_tag = self.lines;
        self.step();
        if self.ahead(3)?.starts_with(b"!--") {
            return self.skip_comment(asked);
        }
        let is_end = self.peek()? == Some(b'/');
        if is_end {
            self.step();
        }
        let mut name = std::mem::take(&mut self.name);
        let is_named = self.take_name(&mut name)?;
        self.name = name;
        if !is_named {
            let ended = self.peek()?.is_none();
            return Ok(Some(Err(if ended { Fault::Truncated } else { Fault::Malformed })));
        }
        self.attributes.ask(asked(&self.name));
        if is_end {
            return Ok(Some(if self.seek(b'>')? { Ok(Tag::End) } else { Err(Fault::Truncated) }));
        }
        self.rest_of_tag().map(Some)
    }

    fn skip_comment(&mut self, asked: impl Fn(&str) -> &'static [&'static str]) -> io::Result<Option<Result<Tag, Fault>>> {
        self.name.clear();
        self.attributes.ask(asked(""));
        loop {
            if !self.seek(b'-')? {
                return Ok(None);
            }
            if self.ahead(3)?.starts_with(b"-->") {
                return Ok(Some(Ok(Tag::Start { is_empty: true })));
            }
            self.step();
        }
    }

    fn rest_of_tag(&mut self) -> io::Result<Result<Tag, Fault>> {
        let mut too_long = false;
        loop {
            match self.skip_blanks()? {
                None => return Ok(Err(Fault::Truncated)),
                Some(b'>') => {
                    self.step();
                    return Ok(if too_long { Err(Fault::TooLong) } else { Ok(Tag::Start { is_empty: false }) });
                }
                Some(b'/' | b'?') => {
                    self.step();
                    if self.peek()? == Some(b'>') {
                        self.step();
                        return Ok(if too_long { Err(Fault::TooLong) } else { Ok(Tag::Start { is_empty: true }) });
                    }
                }
                Some(_) => match self.attribute()? {
                    Ok(()) => {}
                    Err(Fault::TooLong) => too_long = true,
                    Err(fault) => return Ok(Err(fault)),
                },
            }
        }
    }

    fn attribute(&mut self) -> io::Result<Result<(), Fault>> {
        let mut name = std::mem::take(&mut self.attribute_name);
        let is_named = self.take_name(&mut name)?;
        let kept = self.attributes.names.iter().position(|asked| *asked == name);
        self.attribute_name = name;
        if !is_named {
            return Ok(Err(Fault::Malformed));
        }
        match self.skip_blanks()? {
            Some(b'=') => {}
            None => return Ok(Err(Fault::Truncated)),
            Some(_) => return Ok(Err(Fault::Malformed)),
        }
        self.step();
        let quote = match self.skip_blanks()? {
            Some(quote @ (b'"' | b'\'')) => quote,
            None => return Ok(Err(Fault::Truncated)),
            Some(_) => return Ok(Err(Fault::Malformed)),
        };
        self.step();
        let mut value = kept.and_then(|at| self.attributes.values.get_mut(at)).map(std::mem::take).unwrap_or_default();
        let result = self.value(quote, kept.is_some(), &mut value);
        if let Some(at) = kept {
            self.attributes.values[at] = value;
            self.attributes.present[at] = true;
        }
        result
    }

    /// Reads a value up to its quote. A line within it that begins a record shows that the quote is missing.
    fn value(&mut self, quote: u8, is_kept: bool, value: &mut Vec<u8>) -> io::Result<Result<(), Fault>> {
        let most = self.max_value_bytes;
        let mut too_long = false;
        loop {
            let bytes = self.bytes()?;
            if bytes.is_empty() {
                return Ok(Err(Fault::Truncated));
            }
            let found = memchr2(quote, b'\n', bytes);
            let end = found.unwrap_or(bytes.len());
            let is_quote = found.is_some_and(|at| bytes[at] == quote);
            if is_kept {
                too_long |= value.len() + end > most;
                value.extend_from_slice(&bytes[..if too_long { 0 } else { end }]);
            }
            self.at += end;
            if is_quote {
                self.step();
                return Ok(if too_long { Err(Fault::TooLong) } else { Ok(()) });
            }
            if found.is_some() {
                self.step();
                let ahead = self.ahead(LOOK_AHEAD_BYTES)?.trim_ascii_start();
                if RECORDS.iter().any(|record| ahead.starts_with(record)) {
                    return Ok(Err(Fault::Malformed));
                }
                if is_kept && !too_long {
                    value.push(b'\n');
                }
            }
        }
    }
}

fn read_some(input: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// A value as text: references decoded, halves of one character joined, forbidden characters left out.
pub(super) fn decoded(value: &[u8]) -> String {
    let text = crate::io::decode_record(value);
    if !text.contains('&') {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut high: Option<u32> = None;
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            high = None;
        }
        out.push_str(before);
        let end = from.bytes().take(12).position(|byte| byte == b';');
        let (code, length) = match end.and_then(|end| Some((reference(from.get(1..end)?)?, end + 1))) {
            Some(found) => found,
            None => (u32::from('&'), 1),
        };
        match (high.take(), code) {
            (Some(high), 0xdc00..=0xdfff) => out.extend(char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00))),
            (_, 0xd800..=0xdbff) => high = Some(code),
            (_, 0) => {}
            (_, code) => out.extend(char::from_u32(code)),
        }
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<u32> {
    match name {
        "amp" => return Some(u32::from('&')),
        "lt" => return Some(u32::from('<')),
        "gt" => return Some(u32::from('>')),
        "quot" => return Some(u32::from('"')),
        "apos" => return Some(u32::from('\'')),
        _ => {}
    }
    let digits = name.strip_prefix('#')?;
    match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => digits.parse().ok(),
    }
}
