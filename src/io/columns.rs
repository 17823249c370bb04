//! Tables from one process to another: blocks of columns, checked by whoever reads them, because whoever writes them reads files of strangers.
//!
//! A stream is a mark, the columns' names, blocks of rows, and an end. Numbers are little-endian. A block holds each column whole: as the ends of
//! its texts and the texts, or as instants.

use std::io::{self, ErrorKind, Read, Write};

/// What a stream begins with.
pub const COLUMNS_MARK: &[u8; 16] = b"\0acquaint cols1\n";
/// The most bytes of texts in one block: what a reader has in memory. A writer's blocks must keep to it.
pub const MAX_BLOCK_BYTES: usize = 64 << 20;
/// The most rows of one block.
pub const MAX_BLOCK_ROWS: usize = 1 << 12;
/// The most columns, and the most bytes of all their names.
const MAX_COLUMNS: usize = 1 << 16;
const MAX_NAME_BYTES: usize = 16 << 20;
/// How a block's column is told.
const TEXTS: u8 = 0;
const INSTANTS: u8 = 1;
/// Stands for an instant that is not given; no date is that early.
const NO_INSTANT: i64 = i64::MIN;

/// A column's cells in one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cells {
    /// Where each cell's text ends, and all texts one after another.
    Texts(Vec<u32>, String),
    /// Microseconds since 1970-01-01 UTC; `None` where there is no value.
    Instants(Vec<Option<i64>>),
}

impl Cells {
    /// No cells yet, to be texts.
    #[must_use]
    pub fn texts() -> Self {
        Self::Texts(Vec::new(), String::new())
    }

    /// How many cells there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Self::Texts(ends, _) => ends.len(),
            Self::Instants(instants) => instants.len(),
        }
    }

    /// The bytes of the texts; none for instants.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        match self {
            Self::Texts(_, text) => text.len(),
            Self::Instants(_) => 0,
        }
    }

    /// The text of a row; empty for instants, and for rows that there are not.
    #[must_use]
    pub fn text(&self, row: usize) -> &str {
        let Self::Texts(ends, text) = self else { return "" };
        let start = row.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
        ends.get(row).and_then(|end| text.get(start as usize..*end as usize)).unwrap_or_default()
    }

    /// The instant of a row in microseconds since 1970-01-01 UTC; `None` for texts, and where there is none.
    #[must_use]
    pub fn instant(&self, row: usize) -> Option<i64> {
        match self {
            Self::Texts(..) => None,
            Self::Instants(instants) => instants.get(row).copied().flatten(),
        }
    }
}

/// Writes the mark and the names of the columns.
///
/// # Errors
/// When the writer fails, or there are more names than a reader takes.
pub fn write_names<'n>(out: &mut impl Write, names: impl ExactSizeIterator<Item = &'n str> + Clone) -> io::Result<()> {
    if names.len() > MAX_COLUMNS || names.clone().map(str::len).sum::<usize>() > MAX_NAME_BYTES {
        return Err(io::Error::new(ErrorKind::InvalidInput, "too many columns"));
    }
    out.write_all(COLUMNS_MARK)?;
    out.write_all(&(names.len() as u32).to_le_bytes())?;
    for name in names {
        out.write_all(&(name.len() as u32).to_le_bytes())?;
        out.write_all(name.as_bytes())?;
    }
    Ok(())
}

/// Writes a block of at least one row: one entry for each column, all of the same number of rows.
///
/// # Errors
/// When the writer fails, or the block is larger than a reader takes.
pub fn write_block(out: &mut impl Write, columns: &[Cells]) -> io::Result<()> {
    let rows = columns.first().map_or(0, Cells::rows);
    let bytes: usize = columns.iter().map(Cells::text_bytes).sum();
    if bytes > MAX_BLOCK_BYTES || rows > MAX_BLOCK_ROWS || columns.iter().any(|cells| cells.rows() != rows) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "a block that nobody reads"));
    }
    out.write_all(&(rows as u32).to_le_bytes())?;
    let mut numbers: Vec<u8> = Vec::with_capacity(rows * 8);
    for cells in columns {
        numbers.clear();
        match cells {
            Cells::Texts(ends, text) => {
                numbers.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
                out.write_all(&[TEXTS])?;
                out.write_all(&numbers)?;
                out.write_all(text.as_bytes())?;
            }
            Cells::Instants(instants) => {
                numbers.extend(instants.iter().flat_map(|at| at.unwrap_or(NO_INSTANT).to_le_bytes()));
                out.write_all(&[INSTANTS])?;
                out.write_all(&numbers)?;
            }
        }
    }
    Ok(())
}

/// Writes the end, without which a stream is cut short.
///
/// # Errors
/// When the writer fails.
pub fn write_end(out: &mut impl Write) -> io::Result<()> {
    out.write_all(&0_u32.to_le_bytes())
}

/// Reads what the functions beside it write. What does not keep to their format is an error, never taken on trust.
pub struct Columns<R> {
    input: R,
    names: Vec<String>,
    block: Vec<Cells>,
    bytes: Vec<u8>,
}

impl<R: Read> Columns<R> {
    /// Reads the mark and the names.
    ///
    /// # Errors
    /// When they cannot be read, or are no such thing.
    pub fn new(input: R) -> io::Result<Self> {
        let mut columns = Self { input, names: Vec::new(), block: Vec::new(), bytes: Vec::new() };
        if columns.take(COLUMNS_MARK.len())? != COLUMNS_MARK {
            return Err(damaged());
        }
        let count = columns.number()?;
        let mut left = MAX_NAME_BYTES;
        if count > MAX_COLUMNS {
            return Err(damaged());
        }
        for _ in 0..count {
            let length = columns.number()?;
            left = left.checked_sub(length).ok_or_else(damaged)?;
            let name = std::str::from_utf8(columns.take(length)?).map_err(|_| damaged())?.to_owned();
            columns.names.push(name);
        }
        Ok(columns)
    }

    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The next block, an entry for each column; `None` behind the last, once the input has ended as it should.
    ///
    /// # Errors
    /// When it cannot be read, is no such thing, or is cut short.
    pub fn next_block(&mut self) -> io::Result<Option<&[Cells]>> {
        let rows = self.number()?;
        if rows == 0 {
            // Whether whoever wrote it came to a good end is told by the input's own end.
            let mut behind = [0];
            return if self.input.read(&mut behind)? == 0 { Ok(None) } else { Err(damaged()) };
        }
        if rows > MAX_BLOCK_ROWS {
            return Err(damaged());
        }
        let mut left = MAX_BLOCK_BYTES;
        for place in 0..self.names.len() {
            let kind = self.take(1)?.first().copied();
            let spare = self.block.get_mut(place).map(|cells| std::mem::replace(cells, Cells::Instants(Vec::new())));
            let cells = match kind {
                Some(TEXTS) => self.read_texts(rows, &mut left, spare)?,
                Some(INSTANTS) => {
                    let numbers = self.take(rows * 8)?.as_chunks::<8>().0;
                    let instant = |bytes: &[u8; 8]| Some(i64::from_le_bytes(*bytes)).filter(|at| *at != NO_INSTANT);
                    Cells::Instants(numbers.iter().map(instant).collect())
                }
                _ => return Err(damaged()),
            };
            match self.block.get_mut(place) {
                Some(old) => *old = cells,
                None => self.block.push(cells),
            }
        }
        Ok(Some(&self.block))
    }

    /// Reads a column of texts into the room of another.
    fn read_texts(&mut self, rows: usize, left: &mut usize, spare: Option<Cells>) -> io::Result<Cells> {
        let (mut ends, text) = match spare {
            Some(Cells::Texts(ends, text)) => (ends, text),
            _ => (Vec::new(), String::new()),
        };
        ends.clear();
        ends.extend(self.take(rows * 4)?.as_chunks::<4>().0.iter().map(|bytes| u32::from_le_bytes(*bytes)));
        let length = ends.last().map_or(0, |end| *end as usize);
        *left = left.checked_sub(length).ok_or_else(damaged)?;
        let mut bytes = text.into_bytes();
        bytes.resize(length, 0);
        self.input.read_exact(&mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| damaged())?;
        let is_sound = ends.is_sorted() && ends.iter().all(|end| text.is_char_boundary(*end as usize));
        if is_sound { Ok(Cells::Texts(ends, text)) } else { Err(damaged()) }
    }

    fn number(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 4];
        self.input.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes) as usize)
    }

    /// The next bytes; never more of them than a block may have.
    fn take(&mut self, bytes: usize) -> io::Result<&[u8]> {
        self.bytes.resize(bytes, 0);
        self.input.read_exact(&mut self.bytes)?;
        Ok(&self.bytes)
    }
}

fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "columns that are not as they were written")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block() -> Vec<Cells> {
        vec![Cells::Texts(vec![3, 3, 7], "anné 2".into()), Cells::Instants(vec![Some(-5), None, Some(i64::MAX)])]
    }

    fn stream() -> Vec<u8> {
        let mut bytes = Vec::new();
        write_names(&mut bytes, ["who", "when"].into_iter()).unwrap();
        write_block(&mut bytes, &block()).unwrap();
        write_block(&mut bytes, &[Cells::Texts(vec![1], "x".into()), Cells::Texts(vec![0], String::new())]).unwrap();
        write_end(&mut bytes).unwrap();
        bytes
    }

    /// Everything in a stream, or that it cannot be read.
    fn read(bytes: &[u8]) -> io::Result<(Vec<String>, Vec<Vec<Cells>>)> {
        let mut columns = Columns::new(bytes)?;
        let mut blocks = Vec::new();
        while let Some(block) = columns.next_block()? {
            blocks.push(block.to_vec());
        }
        Ok((columns.names().to_vec(), blocks))
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (names, blocks) = read(&stream()).unwrap();
        assert_eq!((names, blocks.len(), &blocks[0]), (vec!["who".to_owned(), "when".to_owned()], 2, &block()));
        let [texts, instants] = blocks[0].as_slice() else { panic!("two columns") };
        assert_eq!([texts.text(0), texts.text(1), texts.text(2), texts.text(3), instants.text(0)], ["ann", "", "é 2", "", ""]);
        assert_eq!([instants.instant(0), instants.instant(1), texts.instant(0)], [Some(-5), None, None]);
        assert_eq!(blocks[1][0].text(0), "x");
    }

    #[test]
    fn what_is_cut_short_or_goes_on_is_an_error() {
        let whole = stream();
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "{length} of {} bytes", whole.len());
        }
        assert!(read(&[&whole[..], b"\0"].concat()).is_err());
    }

    #[test]
    fn what_a_damaged_writer_says_is_never_taken_on_trust() {
        let whole = stream();
        for at in 0..whole.len() {
            for flipped in [1_u8, 0x80, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] ^= flipped;
                // Either it is noticed, or it is another sound table.
                if let Ok((names, blocks)) = read(&bytes) {
                    assert!(blocks.iter().all(|block| block.len() == names.len()));
                }
            }
        }
        let many_rows = [&whole[..35], &u32::MAX.to_le_bytes()[..]].concat();
        assert_eq!(read(&many_rows).unwrap_err().kind(), ErrorKind::InvalidData);
    }

    #[test]
    fn blocks_that_a_reader_would_refuse_are_not_written() {
        let long = Cells::Texts(vec![1 << 26, (1 << 26) + 1], "x".repeat((1 << 26) + 1));
        let many = Cells::Instants(vec![None; MAX_BLOCK_ROWS + 1]);
        let uneven = vec![Cells::Instants(vec![None]), Cells::texts()];
        for block in [vec![long], vec![many], uneven] {
            assert!(write_block(&mut Vec::new(), &block).is_err());
        }
        assert!(write_block(&mut Vec::new(), &[Cells::Instants(vec![None; MAX_BLOCK_ROWS])]).is_ok());
    }
}
