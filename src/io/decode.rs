//! From stored bytes to text: decompression by magic bytes, byte order marks, and the fallback for what is not UTF-8.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use flate2::read::MultiGzDecoder;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const UTF8_BOM: &[u8] = &[0xef, 0xbb, 0xbf];
const UTF16_LE_BOM: &[u8] = &[0xff, 0xfe];
const UTF16_BE_BOM: &[u8] = &[0xfe, 0xff];
const CHUNK_BYTES: usize = 16 << 10;

/// Unpacks gzip (all members) and zstd, told by their first bytes; anything else passes as it is.
///
/// # Errors
/// When the first bytes cannot be read, or the zstd decoder cannot be set up.
pub fn decompress<'a>(mut input: Box<dyn Read + 'a>) -> io::Result<Box<dyn Read + 'a>> {
    let head = read_head(&mut input, ZSTD_MAGIC.len())?;
    let gzip = head.starts_with(GZIP_MAGIC);
    let zstd = head.starts_with(ZSTD_MAGIC);
    let whole = io::Cursor::new(head).chain(input);
    Ok(if gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else if zstd {
        Box::new(zstd::Decoder::new(whole)?)
    } else {
        Box::new(whole)
    })
}

/// A record's bytes as text: UTF-8 where it is valid, otherwise windows-1252, in which every byte means something.
#[must_use]
pub fn decode_record(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Reads bytes as UTF-8 where a byte order mark says how: the mark of UTF-8 is dropped, UTF-16 is decoded. Without a mark the
/// bytes pass as they are, so that each record can be judged on its own (see [`decode_record`]).
pub struct Utf8Reader<R> {
    input: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf8Reader<R> {
    /// Looks at the first bytes for a byte order mark.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn new(input: R) -> io::Result<Self> {
        Self::in_code_page(input, UTF_8)
    }

    /// Reads bytes that are in a code page unless a byte order mark says otherwise. UTF-8 passes as it is.
    ///
    /// # Errors
    /// When the first bytes cannot be read.
    pub fn in_code_page(mut input: R, page: &'static Encoding) -> io::Result<Self> {
        let mut head = read_head(&mut input, UTF8_BOM.len())?;
        let decoder = if head.starts_with(UTF16_LE_BOM) {
            Some(UTF_16LE.new_decoder_without_bom_handling())
        } else if head.starts_with(UTF16_BE_BOM) {
            Some(UTF_16BE.new_decoder_without_bom_handling())
        } else if head.starts_with(UTF8_BOM) || page == UTF_8 {
            None
        } else {
            Some(page.new_decoder_without_bom_handling())
        };
        let mark = if head.starts_with(UTF16_LE_BOM) || head.starts_with(UTF16_BE_BOM) {
            UTF16_LE_BOM.len()
        } else if head.starts_with(UTF8_BOM) {
            UTF8_BOM.len()
        } else {
            0
        };
        head.drain(..mark);
        let mut reader = Self { input, decoder, raw: Vec::new(), decoded: Vec::new(), given: 0, ended: false };
        if reader.decoder.is_some() {
            reader.decode(&head, false);
        } else {
            reader.decoded = head;
        }
        Ok(reader)
    }

    /// Appends the UTF-8 form of some bytes; halves of characters wait in the decoder.
    fn decode(&mut self, bytes: &[u8], last: bool) {
        let Some(decoder) = &mut self.decoder else { return };
        let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
        let old = self.decoded.len();
        self.decoded.resize(old + room, 0);
        let (_, _, written, _) = decoder.decode_to_utf8(bytes, &mut self.decoded[old..], last);
        self.decoded.truncate(old + written);
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() {
            self.decoded.clear();
            self.given = 0;
            if self.decoder.is_none() {
                return self.input.read(target);
            }
            if self.ended {
                return Ok(0);
            }
            let mut raw = std::mem::take(&mut self.raw);
            raw.resize(CHUNK_BYTES, 0);
            let count = self.input.read(&mut raw)?;
            self.ended = count == 0;
            self.decode(&raw[..count], self.ended);
            self.raw = raw;
        }
        let waiting = &self.decoded[self.given..];
        let count = waiting.len().min(target.len());
        target[..count].copy_from_slice(&waiting[..count]);
        self.given += count;
        Ok(count)
    }
}

/// Up to `bytes` bytes from the start, fewer only at the end of the input.
fn read_head(input: &mut impl Read, bytes: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(bytes);
    input.take(bytes as u64).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn text_of(bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        Utf8Reader::new(bytes).unwrap().read_to_end(&mut text).unwrap();
        text
    }

    fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
        let mut out = Vec::new();
        decompress(Box::new(io::Cursor::new(bytes))).unwrap().read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn byte_order_marks_are_honoured_and_dropped() {
        let text = "Jörg\t😀\r\n";
        let little: Vec<u8> = [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(text_of(&little), text.as_bytes());
        assert_eq!(text_of(&big), text.as_bytes());
        assert_eq!(text_of(&[UTF8_BOM, text.as_bytes()].concat()), text.as_bytes());
        assert_eq!(text_of(text.as_bytes()), text.as_bytes());
        assert_eq!(text_of(b""), b"");
        assert_eq!(text_of(b"a"), b"a");
        assert_eq!(text_of(&[0xff, 0xfe]), b"");
    }

    #[test]
    fn characters_cut_by_a_chunk_survive() {
        let text = "a😀".repeat(CHUNK_BYTES);
        let bytes: Vec<u8> = [0xfeff_u16].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert!(text_of(&bytes) == text.as_bytes());
        let halved = &bytes[..bytes.len() - 1];
        assert!(String::from_utf8(text_of(halved)).unwrap().ends_with('\u{fffd}'));
    }

    #[test]
    fn gzip_members_zstd_and_plain_bytes_are_read_alike() {
        let mut packed = Vec::new();
        for part in ["one ", "two"] {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(part.as_bytes()).unwrap();
            packed.extend(encoder.finish().unwrap());
        }
        assert_eq!(unpacked(packed), b"one two");
        assert_eq!(unpacked(zstd::encode_all(&b"one two"[..], 1).unwrap()), b"one two");
        assert_eq!(unpacked(b"one two".to_vec()), b"one two");
        assert_eq!(unpacked(b"x".to_vec()), b"x");
        assert_eq!(unpacked(Vec::new()), b"");
    }

    #[test]
    fn a_record_that_is_not_utf8_is_read_as_windows_1252() {
        assert_eq!(decode_record(b"caf\xe9 \x92"), "café ’");
        assert_eq!(decode_record("café".as_bytes()), "café");
    }
}
