//! What waits outside of memory until it is wanted again.

use std::fs::File;
use std::io::{Cursor, Read, Result as IoResult, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// Bytes that any thread may add and read back, in a file or, where there is none, in memory.
#[derive(Debug)]
pub(crate) struct Scratch(Mutex<Place>);

#[derive(Debug)]
enum Place {
    File(File),
    Memory(Cursor<Vec<u8>>),
}

impl Scratch {
    /// Keeps what is added in a file, which should be empty and nobody else's, or in memory.
    pub(crate) fn new(file: Option<File>) -> Self {
        Self(Mutex::new(file.map_or_else(|| Place::Memory(Cursor::default()), Place::File)))
    }

    /// Adds bytes, and tells where they are.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add(&self, bytes: &[u8]) -> IoResult<u64> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Place::File(file) => append(file, bytes),
            Place::Memory(memory) => append(memory, bytes),
        }
    }

    /// Reads bytes that were added.
    ///
    /// # Errors
    /// When the file cannot be read, or there are not so many.
    pub(crate) fn read(&self, offset: u64, bytes: &mut [u8]) -> IoResult<()> {
        match &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Place::File(file) => {
                file.seek(SeekFrom::Start(offset))?;
                file.read_exact(bytes)
            }
            Place::Memory(memory) => {
                memory.set_position(offset);
                memory.read_exact(bytes)
            }
        }
    }
}

/// Writes at the end, and tells where that was.
fn append(place: &mut (impl Write + Seek), bytes: &[u8]) -> IoResult<u64> {
    let begins = place.seek(SeekFrom::End(0))?;
    place.write_all(bytes)?;
    Ok(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_read_back_in_any_order() {
        for scratch in [Scratch::new(None), Scratch::new(Some(tempfile::tempfile().unwrap()))] {
            let (first, second) = (scratch.add(b"one").unwrap(), scratch.add(b"another").unwrap());
            let read = |offset, length| {
                let mut bytes = vec![0; length];
                scratch.read(offset, &mut bytes).map(|()| String::from_utf8(bytes).unwrap())
            };
            assert_eq!((read(second, 7).unwrap(), read(first, 3).unwrap()), ("another".to_owned(), "one".to_owned()));
            assert_eq!(scratch.add(b"").unwrap(), 10);
            assert!(read(second, 8).is_err());
        }
    }
}
