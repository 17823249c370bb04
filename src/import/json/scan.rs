//! Passing over one value: brackets are matched, strings are jumped over, nothing is decoded.

use std::io;

use memchr::memchr3;

use super::window::Window;

/// How the passing over a value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scan {
    /// Behind its last byte.
    Complete,
    /// Its brackets or quotes do not match.
    Fault,
    /// The stream ended within it.
    Ended,
}

/// Brackets are told apart down to this depth; below it they are only counted.
const TOLD_APART: u32 = u128::BITS;

impl Window<'_> {
    /// Passes over a string from its opening quote.
    pub(super) fn pass_string(&mut self) -> io::Result<Scan> {
        self.advance(1);
        loop {
            let rest = self.rest();
            match memchr3(b'"', b'\\', b'\n', rest) {
                Some(at) if rest[at] == b'"' => {
                    self.advance(at + 1);
                    return Ok(Scan::Complete);
                }
                // A line end cannot stand in a string: the closing quote is missing.
                Some(at) if rest[at] == b'\n' => {
                    self.advance(at);
                    return Ok(Scan::Fault);
                }
                Some(at) => {
                    self.advance(at + 1);
                    if self.rest().is_empty() && !self.fill()? {
                        return Ok(Scan::Ended);
                    }
                    self.advance(1);
                }
                None => {
                    self.advance(rest.len());
                    if !self.fill()? {
                        return Ok(Scan::Ended);
                    }
                }
            }
        }
    }

    /// Passes over a value from its first byte.
    pub(super) fn pass_value(&mut self) -> io::Result<Scan> {
        match self.peek() {
            Some(b'"') => self.pass_string(),
            Some(b'{' | b'[') => self.pass_container(),
            Some(_) => self.pass_scalar(),
            None => Ok(Scan::Ended),
        }
    }

    /// A number, `true`, `false`, `null`, or whatever stands in its place.
    fn pass_scalar(&mut self) -> io::Result<Scan> {
        loop {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}');
            if let Some(at) = self.rest().iter().position(ends) {
                self.advance(at);
                return Ok(Scan::Complete);
            }
            self.advance(self.rest().len());
            if !self.fill()? {
                return Ok(Scan::Ended);
            }
        }
    }

    fn pass_container(&mut self) -> io::Result<Scan> {
        let mut depth = 0_u32;
        // One bit for each open bracket: set for an object.
        let mut objects = 0_u128;
        loop {
            let rest = self.rest();
            let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']')) else {
                self.advance(rest.len());
                if !self.fill()? {
                    return Ok(Scan::Ended);
                }
                continue;
            };
            let byte = rest[at];
            self.advance(at);
            match byte {
                b'"' => {
                    let before = self.passed().last();
                    if before.is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b',' | b':' | b'{' | b'[')) {
                        return Ok(Scan::Fault);
                    }
                    match self.pass_string()? {
                        Scan::Complete => {}
                        unsound => return Ok(unsound),
                    }
                }
                b'{' | b'[' => {
                    let in_object = (1..=TOLD_APART).contains(&depth) && objects >> (depth - 1) & 1 == 1;
                    if in_object && !self.follows_a_colon() {
                        return Ok(Scan::Fault);
                    }
                    if depth < TOLD_APART {
                        let bit = 1 << depth;
                        objects = if byte == b'{' { objects | bit } else { objects & !bit };
                    }
                    let Some(deeper) = depth.checked_add(1) else { return Ok(Scan::Fault) };
                    depth = deeper;
                    self.advance(1);
                }
                _ => {
                    if depth <= TOLD_APART && (objects >> (depth - 1) & 1 == 1) != (byte == b'}') {
                        return Ok(Scan::Fault);
                    }
                    self.advance(1);
                    depth -= 1;
                    if depth == 0 {
                        return Ok(Scan::Complete);
                    }
                }
            }
        }
    }

    /// Whether the last byte that is no blank is a colon, or too far back to tell.
    fn follows_a_colon(&self) -> bool {
        self.passed().iter().rev().find(|byte| !byte.is_ascii_whitespace()).is_none_or(|byte| *byte == b':')
    }
}
