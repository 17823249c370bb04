//! Lines of a stream in bounded memory: whatever a line's length, no more than the caller's limit is kept.

use std::io::{self, BufRead, BufReader, Read};

/// Bytes read from the file at once.
const BUFFER_BYTES: usize = 256 << 10;

/// One line without its end (`\n` or `\r\n`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// The line's bytes, at most as many as were asked for.
    pub(crate) bytes: &'a [u8],
    /// The line was longer and its rest was dropped.
    pub(crate) cut: bool,
    /// The line had an end; only the last one of a file may have none.
    pub(crate) ended: bool,
}

/// Reads a stream line by line.
pub(crate) struct Lines<'a> {
    reader: BufReader<&'a mut dyn Read>,
    buffer: Vec<u8>,
    number: u64,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(input: &'a mut dyn Read) -> Self {
        Self { reader: BufReader::with_capacity(BUFFER_BYTES, input), buffer: Vec::new(), number: 0 }
    }

    /// The number of the line last read or skipped, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The first byte of the next line; `None` at the end.
    pub(crate) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.reader.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Passes over the next line without keeping any of it.
    pub(crate) fn skip(&mut self) -> io::Result<()> {
        self.number += 1;
        self.reader.skip_until(b'\n').map(|_| ())
    }

    /// The next line, of which at most `max` bytes are kept; `None` at the end.
    pub(crate) fn next(&mut self, max: usize) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        // Two bytes more than asked for leave room for the line's end.
        let most = max as u64 + 2;
        let read = (&mut self.reader).take(most).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut ended = self.buffer.pop_if(|last| *last == b'\n').is_some();
        if !ended && read as u64 == most {
            ended = true;
            self.reader.skip_until(b'\n')?;
        } else {
            self.buffer.pop_if(|last| *last == b'\r');
        }
        let cut = self.buffer.len() > max;
        self.buffer.truncate(max);
        Ok(Some(Line { bytes: &self.buffer, cut, ended }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, max: usize) -> Vec<(String, bool, bool)> {
        let mut bytes = text.as_bytes();
        let mut lines = Lines::new(&mut bytes);
        let mut found = Vec::new();
        while let Some(line) = lines.next(max).unwrap() {
            found.push((String::from_utf8(line.bytes.to_vec()).unwrap(), line.cut, line.ended));
        }
        found
    }

    #[test]
    fn a_line_at_the_limit_is_whole_and_one_over_is_cut() {
        for end in ["\n", "\r\n"] {
            assert_eq!(read(&format!("abcd{end}x{end}"), 5), [("abcd".into(), false, true), ("x".into(), false, true)]);
            assert_eq!(read(&format!("abcde{end}x{end}"), 5), [("abcde".into(), false, true), ("x".into(), false, true)]);
            assert_eq!(read(&format!("abcdef{end}x{end}"), 5), [("abcde".into(), true, true), ("x".into(), false, true)]);
            assert_eq!(read(&format!("abcdefghijkl{end}x"), 5), [("abcde".into(), true, true), ("x".into(), false, false)]);
        }
    }
}
