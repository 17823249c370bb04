//! UTF-16 files, as some phones write them, as UTF-8 while they are read.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

/// Bytes decoded at once.
const CHUNK_BYTES: usize = 16 << 10;

/// A stream in UTF-8, whatever its byte-order mark says.
pub(super) struct Wide<'a> {
    input: &'a mut dyn Read,
    /// `None` for a stream that is not UTF-16.
    decoder: Option<Decoder>,
    pending: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<'a> Wide<'a> {
    /// Looks at the first two bytes of a stream.
    pub(super) fn new(input: &'a mut dyn Read) -> io::Result<Self> {
        let mut pending = Vec::with_capacity(2);
        (&mut *input).take(2).read_to_end(&mut pending)?;
        let encoding = match pending.as_slice() {
            [0xff, 0xfe] => Some(UTF_16LE),
            [0xfe, 0xff] => Some(UTF_16BE),
            _ => None,
        };
        if encoding.is_some() {
            pending.clear();
        }
        let decoder = encoding.map(encoding_rs::Encoding::new_decoder_without_bom_handling);
        Ok(Self { input, decoder, pending, at: 0, ended: false })
    }

    fn refill(&mut self, decoder: &mut Decoder) -> io::Result<()> {
        let mut bytes = vec![0; CHUNK_BYTES];
        let count = self.input.read(&mut bytes)?;
        self.ended = count == 0;
        let most = decoder.max_utf8_buffer_length(count).unwrap_or(CHUNK_BYTES * 3);
        self.pending.resize(most, 0);
        self.at = 0;
        let (_, _, written, _) = decoder.decode_to_utf8(bytes.get(..count).unwrap_or_default(), &mut self.pending, self.ended);
        self.pending.truncate(written);
        Ok(())
    }
}

impl Read for Wide<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.pending.len() {
            let Some(mut decoder) = self.decoder.take() else { return self.input.read(buffer) };
            let refilled = if self.ended { Ok(()) } else { self.refill(&mut decoder) };
            self.decoder = Some(decoder);
            refilled?;
            if self.ended && self.at >= self.pending.len() {
                return Ok(0);
            }
        }
        let rest = self.pending.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.at += count;
        Ok(count)
    }
}
