//! The first row of an Arrow IPC stream whose columns are 64-bit integers: all that the answers to our questions hold.

/// Stands before the length of each message.
const CONTINUATION: u32 = 0xffff_ffff;
/// The kind of a message that holds rows.
const RECORD_BATCH: u8 = 3;

/// Fields of the tables of the format, by their places.
const MESSAGE_HEADER_TYPE: usize = 1;
const MESSAGE_HEADER: usize = 2;
const MESSAGE_BODY_LENGTH: usize = 3;
const BATCH_LENGTH: usize = 0;
const BATCH_NODES: usize = 1;
const BATCH_BUFFERS: usize = 2;
const BATCH_COMPRESSION: usize = 3;

/// The values of the first row, of as many columns as wanted; `None` when the bytes are not such a stream, or hold nulls or no row.
pub(super) fn first_row(mut stream: &[u8], columns: usize) -> Option<Vec<i64>> {
    loop {
        let length = match u32_at(stream, 0)? {
            CONTINUATION => u32_at(stream, 4)? as usize,
            // Streams of old writers have no mark, and none is left behind the end.
            _ => return None,
        };
        let metadata = stream.get(8..8 + length).filter(|metadata| !metadata.is_empty())?;
        let message = Table::root(metadata)?;
        let body_bytes = message.field(MESSAGE_BODY_LENGTH).map_or(Some(0), |at| i64_at(metadata, at))?;
        let body_end = (8 + length).checked_add(usize::try_from(body_bytes).ok()?)?;
        let body = stream.get(8 + length..body_end)?;
        if *metadata.get(message.field(MESSAGE_HEADER_TYPE)?)? == RECORD_BATCH {
            let batch = message.table(MESSAGE_HEADER)?;
            let rows = batch.field(BATCH_LENGTH).map_or(Some(0), |at| i64_at(metadata, at))?;
            if rows > 0 {
                return row_of(&batch, body, columns);
            }
        }
        stream = stream.get(body_end..)?;
    }
}

fn row_of(batch: &Table<'_>, body: &[u8], columns: usize) -> Option<Vec<i64>> {
    let (nodes, node_count) = batch.vector(BATCH_NODES)?;
    let (buffers, buffer_count) = batch.vector(BATCH_BUFFERS)?;
    // An integer column has two buffers: which values are there, and the values.
    if node_count != columns || buffer_count != 2 * columns || batch.field(BATCH_COMPRESSION).is_some() {
        return None;
    }
    (0..columns)
        .map(|column| {
            let nulls = i64_at(batch.bytes, nodes + 16 * column + 8)?;
            let values = buffers + 16 * (2 * column + 1);
            let (offset, length) = (i64_at(batch.bytes, values)?, i64_at(batch.bytes, values + 8)?);
            if nulls == 0 && length >= 8 { i64_at(body, usize::try_from(offset).ok()?) } else { None }
        })
        .collect()
}

/// A table of the `FlatBuffers` format.
struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Table<'a> {
    fn root(bytes: &'a [u8]) -> Option<Self> {
        Some(Self { bytes, at: u32_at(bytes, 0)? as usize })
    }

    /// Where a field's value is; `None` when it is left out.
    fn field(&self, place: usize) -> Option<usize> {
        let back = i32::from_le_bytes(array(self.bytes, self.at)?);
        let directory = usize::try_from(i64::try_from(self.at).ok()? - i64::from(back)).ok()?;
        let entry = 4 + 2 * place;
        if entry + 2 > u16_at(self.bytes, directory)? as usize {
            return None;
        }
        let offset = u16_at(self.bytes, directory.checked_add(entry)?)? as usize;
        (offset > 0).then(|| self.at.checked_add(offset)).flatten()
    }

    fn table(&self, place: usize) -> Option<Self> {
        Some(Self { bytes: self.bytes, at: self.follow(place)? })
    }

    /// Where the elements of a vector begin, and how many there are.
    fn vector(&self, place: usize) -> Option<(usize, usize)> {
        let at = self.follow(place)?;
        Some((at.checked_add(4)?, u32_at(self.bytes, at)? as usize))
    }

    fn follow(&self, place: usize) -> Option<usize> {
        let at = self.field(place)?;
        at.checked_add(u32_at(self.bytes, at)? as usize)
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

fn i64_at(bytes: &[u8], at: usize) -> Option<i64> {
    array(bytes, at).map(i64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What Spark 4.1.4 and Sail 0.7.2 answered to `SELECT CAST(1111111111111111111 AS BIGINT), …`.
    const OF_SPARK: &[u8] = include_bytes!("../../tests/it/cluster/three.arrow");
    const OF_SAIL: &[u8] = include_bytes!("../../tests/it/cluster/three_of_sail.arrow");

    #[test]
    fn the_row_is_found_in_what_real_servers_answer() {
        let row = [1_111_111_111_111_111_111, 2_222_222_222_222_222_222, 3_333_333_333_333_333_333];
        for answer in [OF_SPARK, OF_SAIL] {
            assert_eq!(first_row(answer, 3).as_deref(), Some(&row[..]));
            assert_eq!(first_row(answer, 4), None);
        }
    }

    proptest! {
        /// Whatever a server sends, it is a row or it is none.
        #[test]
        fn no_bytes_break_the_reader(cut in 0_usize..904, at in 0_usize..904, byte in any::<u8>(), noise in proptest::collection::vec(any::<u8>(), 0..200)) {
            for answer in [OF_SPARK, OF_SAIL] {
                let mut changed = answer.to_vec();
                if let Some(place) = changed.get_mut(at) {
                    *place = byte;
                }
                let _ = first_row(&changed, 3);
                let _ = first_row(answer.get(..cut).unwrap_or(answer), 3);
            }
            let _ = first_row(&noise, 1);
        }
    }
}
