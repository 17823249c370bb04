//! JSON documents of any size in bounded memory: cuts out the elements of the wanted arrays, and the small values beside them.
//!
//! The document is never held as a whole: [`walk`] passes over its bytes once and gives each wanted piece as raw JSON, which the
//! importer parses into a small type of its own with [`parse`] (what is not UTF-8 is read as windows-1252). A bad element costs itself, not what follows it.

use std::io::Read;

use super::{ImportError, Location, Reason, Reject};
use crate::io::{Limits, Utf8Reader, decode_record};

mod path;
mod recover;
mod scan;
mod value;
mod window;

pub(crate) use path::Paths;
use path::Step;
use scan::Scan;
pub(crate) use value::{List, Plain, Text, parse};
use window::Window;

/// A piece of a document, in the order of the document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// An element of an array on the way to wanted ones begins: what was said of the one before no longer holds.
    Entered,
    /// The value at a path that does not end in an element.
    Value {
        /// The path's place in [`Paths`].
        path: usize,
        /// The value as it is written.
        json: &'a str,
    },
    /// An element at a path that ends in one.
    Record {
        /// The path's place in [`Paths`].
        path: usize,
        /// Its number among the elements found, and the line of its first byte.
        location: Location,
        /// The element as it is written.
        json: &'a str,
    },
    /// An element that cannot be given: too long, malformed, or cut off by the end of the file.
    Rejected(Reject),
}

/// Takes the pieces of a document. An error stops the walk.
pub(crate) type Each<'a> = dyn FnMut(Piece<'_>) -> Result<(), ImportError> + 'a;

/// Walks a document (or several, one after the other) and gives the pieces at the wanted paths. Returns how many elements it gave
/// or rejected.
///
/// The bytes may carry a byte order mark, and be UTF-16 if they do. Where the brackets or quotes of an element do not match, it is
/// rejected and the walk goes on at the next place that looks like the first elements of the same array did.
///
/// # Errors
/// [`ImportError::Broken`] when the file is no JSON document, [`ImportError::Read`], and what `each` returns.
///
/// # Complexity
/// Linear in the bytes; memory of one element, at most `limits.max_record_bytes`, and one buffer.
pub(crate) fn walk(input: &mut dyn Read, paths: &Paths, limits: &Limits, each: &mut Each<'_>) -> Result<u64, ImportError> {
    let mut input = Utf8Reader::new(input)?;
    let window = Window::new(&mut input, limits.max_record_bytes);
    let mut walk = Walk { window, paths, each, frames: Vec::new(), records: 0, rescanned_bytes: 0 };
    walk.documents()?;
    Ok(walk.records)
}

/// A path that is being followed: its place in [`Paths`], and how many of its steps were taken.
type Followed = (usize, usize);

/// An array or object on the way to wanted pieces.
#[derive(Debug)]
struct Frame {
    is_object: bool,
    followed: Vec<Followed>,
    /// How the elements of the array begin, from the bracket to the first key: where the walk goes on after a bad one.
    opening: Vec<u8>,
    /// Paths of an object whose key was met.
    met: Vec<usize>,
}

struct Walk<'w, 'e> {
    window: Window<'w>,
    paths: &'w Paths,
    each: &'w mut Each<'e>,
    frames: Vec<Frame>,
    records: u64,
    rescanned_bytes: u64,
}

/// The structure of the document is broken at this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Malformed,
    Ended,
}

type Walked = Result<Result<(), Fault>, ImportError>;

impl Walk<'_, '_> {
    fn documents(&mut self) -> Result<(), ImportError> {
        let mut documents = 0_u64;
        loop {
            let Some(first) = self.window.next_significant()? else {
                if documents == 0 {
                    return Err(broken("it is empty"));
                }
                return Ok(());
            };
            if !matches!(first, b'{' | b'[') {
                if documents == 0 {
                    return Err(broken("it begins with neither { nor ["));
                }
                let location = self.next_location();
                return (self.each)(Piece::Rejected(Reject { location, reason: Reason::Malformed }));
            }
            documents += 1;
            let followed = (0..self.paths.len()).map(|path| (path, 0)).collect();
            self.read_document(followed)?;
        }
    }

    /// Reads one document from its first byte to its end.
    fn read_document(&mut self, followed: Vec<Followed>) -> Result<(), ImportError> {
        let mut walked = self.value(followed)?;
        loop {
            if let Err(fault) = walked
                && !self.recover(fault)?
            {
                return Ok(());
            }
            if self.frames.is_empty() {
                return Ok(());
            }
            walked = self.step()?;
        }
    }

    /// Reads the next member or element of the innermost frame, or its end.
    fn step(&mut self) -> Walked {
        let Some(frame) = self.frames.last() else { return Ok(Ok(())) };
        let is_object = frame.is_object;
        let mut next = self.window.next_significant()?;
        while next == Some(b',') {
            self.window.advance(1);
            next = self.window.next_significant()?;
        }
        match (next, is_object) {
            (None, _) => Ok(Err(Fault::Ended)),
            (Some(b'}'), true) | (Some(b']'), false) => {
                self.window.advance(1);
                self.frames.pop();
                Ok(Ok(()))
            }
            (Some(b'"'), true) => self.member(),
            (Some(_), true) | (Some(b'}' | b':'), false) => Ok(Err(Fault::Malformed)),
            (Some(_), false) => {
                let frame = self.frames.last().map(|frame| frame.followed.as_slice()).unwrap_or_default();
                let followed = self.paths.after(frame, Step::Each);
                self.value(followed)
            }
        }
    }

    fn member(&mut self) -> Walked {
        self.window.set_mark();
        match self.window.pass_string()? {
            Scan::Complete => {}
            Scan::Fault => return Ok(Err(Fault::Malformed)),
            Scan::Ended => return Ok(Err(Fault::Ended)),
        }
        let Some(key) = self.window.marked().and_then(path::key_of) else { return Ok(Err(Fault::Malformed)) };
        let Some(frame) = self.frames.last_mut() else { return Ok(Ok(())) };
        let followed = self.paths.after(&frame.followed, Step::Key(&key));
        frame.met.extend(followed.iter().map(|(path, _)| *path));
        self.window.learn_opening(&mut self.frames);
        self.window.unmark();
        match self.window.next_significant()? {
            Some(b':') => self.window.advance(1),
            Some(_) => return Ok(Err(Fault::Malformed)),
            None => return Ok(Err(Fault::Ended)),
        }
        match self.window.next_significant()? {
            Some(b',' | b'}' | b']' | b':') => Ok(Err(Fault::Malformed)),
            Some(_) => self.value(followed),
            None => Ok(Err(Fault::Ended)),
        }
    }

    /// Reads one value from its first byte: gives it, steps into it, or passes over it.
    fn value(&mut self, followed: Vec<Followed>) -> Walked {
        let wanted = followed.iter().find(|(path, step)| self.paths.is_end(*path, *step)).map(|(path, _)| *path);
        let first = self.window.peek();
        let enters = match first {
            Some(b'{') => followed.iter().any(|(path, step)| matches!(self.paths.step(*path, *step), Some(Step::Key(_)))),
            Some(b'[') => followed.iter().any(|(path, step)| matches!(self.paths.step(*path, *step), Some(Step::Each))),
            _ => false,
        };
        if wanted.is_none() && enters {
            return self.enter(first == Some(b'{'), followed);
        }
        let is_record = wanted.is_some_and(|path| self.paths.is_element(path));
        let line = self.window.line();
        self.window.set_mark();
        match self.window.pass_value()? {
            Scan::Complete => {}
            Scan::Fault => return Ok(Err(Fault::Malformed)),
            Scan::Ended => return Ok(Err(Fault::Ended)),
        }
        let Some(path) = wanted else {
            self.window.unmark();
            return Ok(Ok(()));
        };
        if is_record {
            self.window.learn_opening(&mut self.frames);
        }
        let json = self.window.marked().map(decode_record);
        let location = Location { record: self.records + u64::from(is_record || json.is_none()), line: Some(line) };
        self.records = location.record;
        let piece = match &json {
            Some(json) if is_record => Piece::Record { path, location, json },
            Some(json) => Piece::Value { path, json },
            None => Piece::Rejected(Reject { location, reason: Reason::TooLong }),
        };
        (self.each)(piece)?;
        self.window.unmark();
        Ok(Ok(()))
    }

    fn enter(&mut self, is_object: bool, followed: Vec<Followed>) -> Walked {
        if self.frames.last().is_none_or(|frame| !frame.is_object) {
            (self.each)(Piece::Entered)?;
        }
        self.window.set_opening(is_object);
        self.window.advance(1);
        self.frames.push(Frame { is_object, followed, opening: Vec::new(), met: Vec::new() });
        Ok(Ok(()))
    }

    /// The place of a record that begins here.
    fn next_location(&mut self) -> Location {
        self.records += 1;
        Location { record: self.records, line: Some(self.window.line()) }
    }
}

fn broken(problem: &str) -> ImportError {
    ImportError::Broken { format: "JSON", problem: problem.to_owned() }
}

#[cfg(test)]
mod tests;
