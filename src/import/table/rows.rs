//! Delimited text as rows: a quote-aware line splitter with bounds on everything it holds.
//!
//! A row may span lines inside quotes, as RFC 4180 says, but an opening quote that never closes must not swallow the file: such a
//! row is rejected and reading goes on with the line after the row's first. After a few of those, quotes stop spanning lines, so
//! that hostile input cannot make every line cost a megabyte of scanning.

use std::io::{self, BufRead, Read};

use crate::import::Reason;
use crate::io::{Limits, Utf8Reader, decode_record};

const CHUNK_BYTES: usize = 256 << 10;
/// After so many rows that had to be read again from their second line, quotes no longer span lines.
const MAX_RESUMES: u32 = 64;

/// One row of a delimited text, or why it is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line it starts on, from 1.
    pub(crate) line: u64,
    /// `Err` when the row's cells cannot be used.
    pub(crate) state: Result<(), Reason>,
}

/// A reader of rows. The cells of the row read last are at [`Rows::current`].
pub(crate) struct Rows<'a> {
    input: Utf8Reader<&'a mut dyn Read>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    line: u64,
    delimiter: u8,
    max_bytes: usize,
    max_fields: usize,
    resumes: u32,
    row_start: (usize, u64),
    row_lines: u64,
    current: Current,
}

/// The cells of a row: their unquoted text, and the place of each in it.
#[derive(Default)]
pub(crate) struct Current {
    text: String,
    cells: Vec<(u32, u32)>,
}

impl Current {
    /// How many cells there are.
    pub(crate) fn width(&self) -> usize {
        self.cells.len()
    }

    /// A cell, trimmed; empty when there is no such cell.
    pub(crate) fn cell(&self, index: usize) -> &str {
        self.cells.get(index).and_then(|&(start, end)| self.text.get(start as usize..end as usize)).map_or("", str::trim)
    }
}

/// Where a scan for the end of a row stands; it can go on after more bytes arrive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    CellStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: either its end, or the first half of a doubled quote.
    QuoteSeen,
}

/// How far a row reaches from the start of the buffer.
enum Extent {
    /// Bytes of content, and bytes up to the next row.
    Complete(usize, usize),
    Unclosed,
    TooLong,
    Nothing,
}

impl<'a> Rows<'a> {
    /// Starts reading comma-separated rows.
    pub(crate) fn new(input: &'a mut dyn Read, limits: &Limits) -> io::Result<Self> {
        Ok(Self {
            input: Utf8Reader::new(input)?,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            line: 1,
            delimiter: b',',
            max_bytes: limits.max_record_bytes,
            max_fields: limits.max_fields,
            resumes: 0,
            row_start: (0, 1),
            row_lines: 0,
            current: Current::default(),
        })
    }

    /// Sets the byte between cells.
    pub(crate) fn set_delimiter(&mut self, delimiter: u8) {
        self.delimiter = delimiter;
    }

    /// The unread bytes, at least `bytes` of them unless the input ends before.
    pub(crate) fn peek(&mut self, bytes: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.start < bytes && self.fill()? {}
        Ok(&self.buffer[self.start..])
    }

    /// The next line without its end, kept unread; cut at the longest record. `None` at the end.
    pub(crate) fn peek_line(&mut self) -> io::Result<Option<&[u8]>> {
        let mut scanned = 0;
        let end = loop {
            let unread = &self.buffer[self.start..];
            if let Some(at) = line_end(&unread[scanned..]) {
                break scanned + at;
            }
            scanned = unread.len();
            if scanned > self.max_bytes || !self.fill()? {
                break scanned;
            }
        };
        if end == 0 && self.buffer.len() == self.start {
            return Ok(None);
        }
        Ok(Some(trim_return(&self.buffer[self.start..self.start + end])))
    }

    /// Drops the rest of the current line, however long it is.
    pub(crate) fn skip_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(at) = line_end(&self.buffer[self.start..]) {
                self.start += at + 1;
                self.line += 1;
                return Ok(());
            }
            self.start = self.buffer.len();
            if !self.fill()? {
                return Ok(());
            }
        }
    }

    /// The next line as one text, for formats without cells. Empty lines are passed over.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<(u64, Result<&str, Reason>)>> {
        loop {
            let max_bytes = self.max_bytes;
            let line = self.line;
            let Some(bytes) = self.peek_line()? else { return Ok(None) };
            if bytes.len() > max_bytes {
                self.skip_line()?;
                return Ok(Some((line, Err(Reason::TooLong))));
            }
            if bytes.is_empty() {
                self.skip_line()?;
                continue;
            }
            let text = decode_record(bytes).into_owned();
            self.skip_line()?;
            self.current.text = text;
            return Ok(Some((line, Ok(&self.current.text))));
        }
    }

    /// The next row; empty lines are passed over. `None` at the end.
    pub(crate) fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let extent = self.find_extent()?;
            let line = self.line;
            let reason = match extent {
                Extent::Nothing => return Ok(None),
                Extent::Complete(content, whole) => {
                    self.row_start = (self.start, line);
                    self.start += whole;
                    self.line += self.row_lines;
                    let bytes = trim_return(&self.buffer[self.row_start.0..self.row_start.0 + content]);
                    if bytes.is_empty() {
                        continue;
                    }
                    let text = decode_record(bytes);
                    let state = split(&text, self.delimiter, self.max_fields, &mut self.current);
                    return Ok(Some(Row { line, state }));
                }
                Extent::Unclosed => Reason::Truncated,
                Extent::TooLong => Reason::TooLong,
            };
            self.skip_line()?;
            return Ok(Some(Row { line, state: Err(reason) }));
        }
    }

    /// Reads the row read last again from its second line, because its shape shows that a quote was left open. `false` when it
    /// has only one line, or when this was done too often.
    pub(crate) fn resume_after_first_line(&mut self) -> bool {
        let (start, line) = self.row_start;
        if self.row_lines < 2 || self.resumes >= MAX_RESUMES {
            return false;
        }
        self.resumes += 1;
        self.row_lines = 0;
        let length = line_end(&self.buffer[start..]).map_or(0, |at| at + 1);
        self.start = start + length;
        self.line = line + 1;
        true
    }

    /// The row read last.
    pub(crate) fn current(&self) -> &Current {
        &self.current
    }

    /// Finds the end of the row at the start of the unread bytes, reading more as needed.
    fn find_extent(&mut self) -> io::Result<Extent> {
        let mut place = Place::CellStart;
        let mut at = 0;
        self.row_lines = 1;
        loop {
            let spanning = self.resumes < MAX_RESUMES;
            let unread = &self.buffer[self.start..];
            if at == 0
                && let Some(end) = line_end(unread)
                && !unread[..end].contains(&b'"')
            {
                return Ok(if end > self.max_bytes { Extent::TooLong } else { Extent::Complete(end, end + 1) });
            }
            for &byte in &unread[at..] {
                if byte == b'\n' {
                    if place != Place::Quoted {
                        return Ok(if at > self.max_bytes { Extent::TooLong } else { Extent::Complete(at, at + 1) });
                    }
                    if !spanning {
                        return Ok(Extent::Unclosed);
                    }
                    self.row_lines += 1;
                }
                place = match (place, byte) {
                    (Place::Quoted, b'"') => Place::QuoteSeen,
                    (Place::CellStart | Place::QuoteSeen, b'"') | (Place::Quoted, _) => Place::Quoted,
                    _ if byte == self.delimiter => Place::CellStart,
                    _ => Place::Plain,
                };
                at += 1;
            }
            if at > self.max_bytes {
                self.resumes += u32::from(place == Place::Quoted && self.row_lines > 1);
                return Ok(Extent::TooLong);
            }
            if !self.fill()? {
                return Ok(match place {
                    _ if at == 0 => Extent::Nothing,
                    Place::Quoted => {
                        self.resumes += u32::from(self.row_lines > 1);
                        Extent::Unclosed
                    }
                    _ => {
                        self.row_lines = self.row_lines.max(1);
                        Extent::Complete(at, at)
                    }
                });
            }
        }
    }

    /// Reads more bytes behind the unread ones; `false` at the end of the input.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let old = self.buffer.len();
        self.buffer.resize(old + CHUNK_BYTES, 0);
        loop {
            match self.input.read(&mut self.buffer[old..]) {
                Ok(count) => {
                    self.buffer.truncate(old + count);
                    self.ended = count == 0;
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.truncate(old);
                    return Err(error);
                }
            }
        }
    }
}

/// The unread bytes, for a reader of another kind.
impl Read for Rows<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        if self.buffer.len() == self.start && !self.fill()? {
            return Ok(0);
        }
        let waiting = &self.buffer[self.start..];
        let count = waiting.len().min(target.len());
        target[..count].copy_from_slice(&waiting[..count]);
        self.start += count;
        Ok(count)
    }
}

/// Where the first line ends. The standard library's search for a byte is only reachable through a reader.
fn line_end(bytes: &[u8]) -> Option<usize> {
    let last = (&mut &*bytes).skip_until(b'\n').ok()?.checked_sub(1)?;
    (bytes.get(last) == Some(&b'\n')).then_some(last)
}

fn trim_return(bytes: &[u8]) -> &[u8] {
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// Splits a complete row into cells.
fn split(row: &str, delimiter: u8, max_fields: usize, current: &mut Current) -> Result<(), Reason> {
    let Current { text, cells } = current;
    text.clear();
    cells.clear();
    let mut rest = row;
    loop {
        if cells.len() == max_fields {
            return Err(Reason::TooMany);
        }
        let start = text.len();
        if let Some(quoted) = rest.strip_prefix('"') {
            rest = quoted;
            while let Some((content, behind)) = rest.split_once('"') {
                text.push_str(content);
                rest = behind;
                let Some(doubled) = rest.strip_prefix('"') else { break };
                text.push('"');
                rest = doubled;
            }
        }
        let end = rest.bytes().position(|byte| byte == delimiter);
        text.push_str(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default());
        cells.push((start as u32, text.len() as u32));
        match end {
            Some(at) => rest = rest.get(at + 1..).unwrap_or_default(),
            None => return Ok(()),
        }
    }
}

/// The cells of one complete line, for looking at headers.
pub(crate) fn split_line(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut current = Current::default();
    // A header that is too wide is cut here and refused when it is read as a row.
    let _ = split(&decode_record(trim_return(line)), delimiter, 4096, &mut current);
    (0..current.width()).map(|at| current.cell(at).to_owned()).collect()
}

#[cfg(test)]
mod tests;
