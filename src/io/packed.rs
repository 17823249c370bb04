//! Texts that are gathered and given back later, packed: what a format tells only at its end need not hold all that was before it.

use std::io::{self, BufReader, Read, Write};

/// How hard it is packed: as fast as may be.
const LEVEL: i32 = 1;

/// Takes texts, packed as they come. Most calendars take a tenth of their size so.
pub(crate) struct Packing {
    encoder: zstd::Encoder<'static, Vec<u8>>,
}

impl Packing {
    /// Nothing taken yet.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { encoder: zstd::Encoder::new(Vec::new(), LEVEL)? })
    }

    /// Takes a text under a label, and a number.
    pub(crate) fn push(&mut self, label: u8, number: u64, text: &str) -> io::Result<()> {
        self.encoder.write_all(&[label])?;
        self.encoder.write_all(&number.to_le_bytes())?;
        self.encoder.write_all(&(text.len() as u32).to_le_bytes())?;
        self.encoder.write_all(text.as_bytes())
    }

    /// The bytes that what was taken takes; what came last may not be counted yet.
    pub(crate) fn bytes(&self) -> usize {
        self.encoder.get_ref().len()
    }

    /// Ends it.
    pub(crate) fn finish(self) -> io::Result<Packed> {
        Ok(Packed(self.encoder.finish()?))
    }
}

/// Texts that can be given back as often as they are asked for.
pub(crate) struct Packed(Vec<u8>);

impl Packed {
    /// Gives every text in the order it came, with its label and number.
    ///
    /// # Errors
    /// Those of `each`, and when what was packed cannot be unpacked.
    pub(crate) fn each<E: From<io::Error>>(&self, mut each: impl FnMut(u8, u64, &str) -> Result<(), E>) -> Result<(), E> {
        let mut input = BufReader::with_capacity(1 << 18, zstd::Decoder::with_buffer(self.0.as_slice())?);
        let mut text = Vec::new();
        loop {
            let mut label = [0];
            if input.read(&mut label)? == 0 {
                return Ok(());
            }
            let (mut number, mut length) = ([0; 8], [0; 4]);
            input.read_exact(&mut number)?;
            input.read_exact(&mut length)?;
            text.resize(u32::from_le_bytes(length) as usize, 0);
            input.read_exact(&mut text)?;
            let text = str::from_utf8(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            each(label[0], u64::from_le_bytes(number), text)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_in_order_and_takes_little_room() {
        let texts: Vec<String> =
            (0..20_000).map(|number| format!("é, the text of number {number}\n").repeat(number % 4)).collect();
        let mut packing = Packing::new().unwrap();
        for (number, text) in (0..).zip(&texts) {
            packing.push((number % 7) as u8, number, text).unwrap();
        }
        assert!(packing.bytes() * 5 < texts.iter().map(String::len).sum::<usize>());
        let packed = packing.finish().unwrap();
        for _ in 0..2 {
            let mut back = Vec::new();
            packed
                .each(|label, number, text| {
                    assert_eq!(u64::from(label), number % 7);
                    back.push(text.to_owned());
                    Ok::<(), io::Error>(())
                })
                .unwrap();
            assert!(back == texts);
        }
    }
}
