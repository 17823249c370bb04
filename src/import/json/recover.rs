//! Going on after a bad element.

use memchr::memmem;

use super::{Fault, ImportError, Piece, Reason, Reject, Walk};

/// How many bytes are searched at a time, so that a place close by is found without looking at much else.
const STRIDE_BYTES: usize = 4 << 10;
/// No pattern is longer: this much of what was searched is kept for one that begins there.
const OVERLAP_BYTES: usize = 512;
/// Bytes that may be read a second time beyond those that were read.
const FREE_BYTES: u64 = 64 << 10;

/// What the walk may go on with: the frame that is then the innermost, and the bytes to look for.
struct Pattern {
    frames: usize,
    bytes: Vec<u8>,
}

impl Walk<'_, '_> {
    /// Rejects the element in which the document broke, and goes to the next place from which it can be read. False when there is
    /// none.
    pub(super) fn recover(&mut self, fault: Fault) -> Result<bool, ImportError> {
        // When the first element is the bad one, its own beginning tells how the others begin.
        self.window.learn_opening(&mut self.frames);
        // What was lost may hold whole elements, so the search begins within it; but never so often that time is no longer linear.
        let again = self.window.marked_bytes() as u64;
        if self.rescanned_bytes + again <= self.window.read_bytes + FREE_BYTES && self.window.return_to_mark().is_some() {
            self.rescanned_bytes += again;
        }
        self.window.unmark();
        let location = self.next_location();
        let patterns = self.patterns();
        let found = self.search(&patterns)?;
        let reason = if fault == Fault::Ended && found.is_none() { Reason::Truncated } else { Reason::Malformed };
        (self.each)(Piece::Rejected(Reject { location, reason }))?;
        let Some(frames) = found else {
            self.frames.clear();
            return Ok(false);
        };
        self.frames.truncate(frames);
        Ok(true)
    }

    /// For each array how its elements begin; for each object the keys on the way to records that were not met.
    fn patterns(&self) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for (at, frame) in self.frames.iter().enumerate() {
            let frames = at + 1;
            if frame.is_object {
                let awaited = frame.followed.iter().filter(|followed| !frame.met.contains(&followed.0));
                for &(path, step) in awaited.filter(|followed| self.paths.leads_to_elements(**followed)) {
                    if let Some(super::Step::Key(key)) = self.paths.step(path, step) {
                        patterns.push(Pattern { frames, bytes: format!("\"{key}\"").into_bytes() });
                    }
                }
            } else if !frame.opening.is_empty() {
                patterns.push(Pattern { frames, bytes: frame.opening.clone() });
            }
        }
        patterns.retain(|pattern| pattern.bytes.len() < OVERLAP_BYTES);
        patterns
    }

    /// Makes the first place of any pattern the current byte and returns the number of frames it stands in.
    fn search(&mut self, patterns: &[Pattern]) -> Result<Option<usize>, ImportError> {
        let finders: Vec<memmem::Finder<'_>> = patterns.iter().map(|pattern| memmem::Finder::new(&pattern.bytes)).collect();
        loop {
            let rest = self.window.rest();
            let searched = &rest[..rest.len().min(STRIDE_BYTES)];
            let first = |(finder, pattern): (&memmem::Finder<'_>, &Pattern)| {
                let mut places = finder.find_iter(searched);
                let place = places.find(|at| begins_anew(self.window.passed(), &searched[..*at]))?;
                Some((place, pattern.frames))
            };
            if let Some((place, frames)) = finders.iter().zip(patterns).filter_map(first).min() {
                self.window.advance(place);
                return Ok(Some(frames));
            }
            if searched.len() > OVERLAP_BYTES {
                self.window.advance(searched.len() - OVERLAP_BYTES);
            } else if !self.window.fill()? {
                self.window.advance(self.window.rest().len());
                return Ok(None);
            }
        }
    }
}

/// Whether something new can begin behind these bytes: behind a comma, or a bracket that closes.
fn begins_anew(passed: &[u8], searched: &[u8]) -> bool {
    let mut before = searched.iter().rev().chain(passed.iter().rev()).skip_while(|byte| byte.is_ascii_whitespace());
    before.next().is_some_and(|byte| matches!(byte, b',' | b'}' | b']'))
}
