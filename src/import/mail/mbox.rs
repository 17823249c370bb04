//! Messages one after another in one file, parted by lines that begin `From `.

use std::io::Read;

use super::envelope::Block;
use super::lines::Lines;
use super::moment;
use crate::import::{ImportError, Location, ReadOptions, Reason, Reject, Sink};

/// The longest separator line; longer ones are text.
const MAX_SEPARATOR_BYTES: usize = 1024;

/// Reads all messages of an mbox, of any dialect.
///
/// A separator is a line beginning `From ` that follows a blank line (or starts the file) and carries a time and a year.
/// `Content-Length` is never believed: there are files in which it lies.
pub(super) fn read(input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut lines = Lines::new(input);
    let mut record = 0;
    let Some(mut separator) = first_separator(&mut lines, &mut record, sink)? else { return Ok(()) };
    loop {
        record += 1;
        let location = Location { record, line: Some(lines.number()) };
        let mut block = header_block(&mut lines, options.limits.max_record_bytes)?;
        block.separator_micros = moment::of_separator(&separator);
        sink(block.item(location, options))?;
        match next_separator(&mut lines)? {
            Some(line) => separator = line,
            None => return Ok(()),
        }
    }
}

/// Finds the first message. What stands before it is one malformed record; a file without any separator is no mbox.
fn first_separator(lines: &mut Lines<'_>, record: &mut u64, sink: &mut Sink<'_>) -> Result<Option<Vec<u8>>, ImportError> {
    let (mut junk, mut blank) = (None, true);
    while let Some(line) = lines.next(MAX_SEPARATOR_BYTES)? {
        let line_bytes = line.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line.bytes);
        let starts = line_bytes.starts_with(b"From ") && !line.cut;
        if starts && (junk.is_none() || blank && moment::looks_like_separator(line_bytes)) {
            let found = line_bytes.to_vec();
            if let Some(line) = junk {
                *record += 1;
                let location = Location { record: *record, line: Some(line) };
                sink(Err(Reject { location, reason: Reason::Malformed }))?;
            }
            return Ok(Some(found));
        }
        blank = line.bytes.is_empty();
        if !line_bytes.is_empty() {
            junk.get_or_insert(lines.number());
        }
    }
    match junk {
        None => Ok(None),
        Some(_) => Err(ImportError::Broken { format: "mbox", problem: "no line beginning `From ` starts a message".into() }),
    }
}

/// Takes the lines up to the next blank one; over the limit they are read on but no longer kept.
pub(super) fn header_block(lines: &mut Lines<'_>, max_bytes: usize) -> Result<Block, ImportError> {
    let mut block = Block::default();
    while let Some(line) = lines.next(max_bytes)? {
        if line.bytes.is_empty() {
            return Ok(block);
        }
        block.truncated = !line.ended;
        if line.cut || block.bytes.len() + line.bytes.len() + 1 > max_bytes {
            block.too_long = true;
        }
        if !block.too_long {
            block.bytes.extend_from_slice(line.bytes);
            block.bytes.push(b'\n');
        }
    }
    Ok(block)
}

/// Passes over a body, keeping nothing of it, up to the next separator; `None` at the end of the file.
fn next_separator(lines: &mut Lines<'_>) -> Result<Option<Vec<u8>>, ImportError> {
    let mut blank = true;
    while let Some(first) = lines.peek()? {
        match first {
            b'F' if blank => {
                if let Some(line) = lines.next(MAX_SEPARATOR_BYTES)?
                    && !line.cut
                    && moment::looks_like_separator(line.bytes)
                {
                    return Ok(Some(line.bytes.to_vec()));
                }
                blank = false;
            }
            b'\n' | b'\r' => blank = lines.next(0)?.is_some_and(|line| !line.cut),
            _ => {
                lines.skip()?;
                blank = false;
            }
        }
    }
    Ok(None)
}
