//! The part of a stream that is in memory: what is marked stays, whatever was passed goes.

use std::io::{self, Read};

use memchr::memchr_iter;

use super::Frame;

/// Bytes read at once.
pub(super) const CHUNK_BYTES: usize = 256 << 10;
/// How many bytes before the current one are kept, to look back at.
const LOOK_BACK_BYTES: usize = 512;
/// The longest opening of an element that is remembered.
const MAX_OPENING_BYTES: usize = 256;

pub(super) struct Window<'a> {
    input: &'a mut dyn Read,
    bytes: Vec<u8>,
    /// How many of the bytes are filled.
    filled: usize,
    /// The current byte.
    at: usize,
    /// From here on bytes are kept, at most so many as the limit.
    mark: Option<usize>,
    /// Where the element that was entered last begins, while its first key is awaited.
    opening: Option<usize>,
    max_marked_bytes: usize,
    /// Lines are counted up to here.
    counted: usize,
    line: u64,
    pub(super) read_bytes: u64,
}

impl<'a> Window<'a> {
    pub(super) fn new(input: &'a mut dyn Read, max_marked_bytes: usize) -> Self {
        Self {
            input,
            bytes: Vec::new(),
            filled: 0,
            at: 0,
            mark: None,
            opening: None,
            max_marked_bytes,
            counted: 0,
            line: 1,
            read_bytes: 0,
        }
    }

    /// The bytes from the current one on that are in memory.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.at..self.filled]
    }

    /// The bytes before the current one that are in memory.
    pub(super) fn passed(&self) -> &[u8] {
        &self.bytes[..self.at]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// The line of the current byte, from 1.
    pub(super) fn line(&mut self) -> u64 {
        if self.counted < self.at {
            self.line += memchr_iter(b'\n', &self.bytes[self.counted..self.at]).count() as u64;
            self.counted = self.at;
        }
        self.line
    }

    /// Begins to keep bytes at the current one.
    pub(super) fn set_mark(&mut self) {
        self.mark = Some(self.at);
    }

    pub(super) fn unmark(&mut self) {
        self.mark = None;
    }

    /// The bytes from the mark to the current one; `None` when they are more than the limit.
    pub(super) fn marked(&self) -> Option<&[u8]> {
        self.bytes.get(self.mark?..self.at).filter(|bytes| bytes.len() <= self.max_marked_bytes)
    }

    /// Goes back to the byte behind the mark and gives up the mark. Returns over how many bytes; lines stay as counted at the mark.
    pub(super) fn return_to_mark(&mut self) -> Option<usize> {
        let mark = self.mark.take()?;
        let passed = self.at - mark;
        self.at = mark + usize::from(passed > 0);
        if self.counted > self.at {
            self.line -= memchr_iter(b'\n', &self.bytes[self.at..self.counted]).count() as u64;
            self.counted = self.at;
        }
        Some(passed)
    }

    /// How many bytes lie between the mark and the current one.
    pub(super) fn marked_bytes(&self) -> usize {
        self.mark.map_or(0, |mark| self.at - mark)
    }

    /// Remembers that an object which may be an element begins at the current byte, or an array, which has no keys.
    pub(super) fn set_opening(&mut self, is_object: bool) {
        self.opening = is_object.then_some(self.at);
    }

    /// How an element of the innermost array begins, when that is not known yet: from the byte it was entered or marked at.
    pub(super) fn learn_opening(&mut self, frames: &mut [Frame]) {
        let entered = self.opening.take();
        let Some(array) = frames.iter_mut().rev().find(|frame| !frame.is_object) else { return };
        let Some(start) = entered.or(self.mark) else { return };
        if !array.opening.is_empty() {
            return;
        }
        let bytes = &self.bytes[start..self.at.min(start + MAX_OPENING_BYTES)];
        let Some(key) = bytes.iter().position(|byte| *byte == b'"') else { return };
        let blank = bytes.get(1..key).is_some_and(<[u8]>::is_ascii) && bytes[1..key].trim_ascii().is_empty();
        let end = bytes[key + 1..].iter().position(|byte| matches!(byte, b'"' | b'\\')).map(|at| key + 1 + at);
        if let Some(end) = end.filter(|_| bytes[0] == b'{' && blank) {
            array.opening = bytes[..=end].to_vec();
        }
    }

    /// Reads more; false at the end.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        if self.mark.is_some_and(|mark| self.at - mark > self.max_marked_bytes) {
            self.mark = None;
        }
        if self.opening.is_some_and(|opening| self.at - opening > MAX_OPENING_BYTES) {
            self.opening = None;
        }
        let kept = self.mark.unwrap_or(self.at).min(self.opening.unwrap_or(self.at)).min(self.at.saturating_sub(LOOK_BACK_BYTES));
        if kept > 0 {
            self.line();
            self.bytes.copy_within(kept..self.filled, 0);
            self.filled -= kept;
            self.at -= kept;
            self.counted -= kept;
            self.mark = self.mark.map(|mark| mark - kept);
            self.opening = self.opening.map(|opening| opening - kept);
        }
        if self.bytes.len() < self.filled + CHUNK_BYTES {
            self.bytes.resize(self.filled + CHUNK_BYTES, 0);
        }
        loop {
            match self.input.read(&mut self.bytes[self.filled..]) {
                Ok(read) => {
                    self.filled += read;
                    self.read_bytes += read as u64;
                    return Ok(read > 0);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The next byte that is no blank, which becomes the current one; `None` at the end.
    pub(super) fn next_significant(&mut self) -> io::Result<Option<u8>> {
        loop {
            if let Some(blanks) = self.rest().iter().position(|byte| !byte.is_ascii_whitespace()) {
                self.at += blanks;
                return Ok(self.peek());
            }
            self.at = self.filled;
            if !self.fill()? {
                return Ok(None);
            }
        }
    }
}
