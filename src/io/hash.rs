//! Hashes of contents: the same bytes are recognised when they are read again.

use std::io::{Read, Result};

/// Hashes what is read through it.
pub struct Hashing<R> {
    input: R,
    hasher: blake3::Hasher,
}

impl<R: Read> Hashing<R> {
    /// Nothing read yet.
    pub fn new(input: R) -> Self {
        Self { input, hasher: blake3::Hasher::new() }
    }

    /// Reads what is left and gives the hash of everything.
    ///
    /// # Errors
    /// When the rest cannot be read.
    pub fn finish(mut self) -> Result<[u8; 32]> {
        let mut buffer = vec![0_u8; 1 << 16];
        while self.read(&mut buffer)? > 0 {}
        Ok(*self.hasher.finalize().as_bytes())
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.input.read(buffer)?;
        self.hasher.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// One hash over several parts, each with its length.
#[must_use]
pub fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}
