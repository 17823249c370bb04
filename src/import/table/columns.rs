//! Rows of a table that comes as columns: a Parquet file, as another process of this program decoded it.

use std::io::Read;

use super::source::{MAX_NAMED, Schema, Take, Values, constants, resolve};
use crate::import::{ImportError, Location, ReadOptions, Reason, Record, Reject, Sink};
use crate::io::columns::{COLUMNS_MARK, Cells, Columns};
use crate::model::format_micros;

/// The instants that are written with a year of four digits: 0001-01-01 to 9999-12-30.
const WITH_A_YEAR: std::ops::Range<i64> = -62_135_596_800_000_000..253_402_207_200_000_000;

/// Whether what a stream begins with says that it is columns.
pub(super) fn are_columns(head: &[u8]) -> bool {
    head.starts_with(COLUMNS_MARK)
}

/// Reads the rows of columns. Records and lines count as if they were written as CSV.
pub(super) fn read(
    input: impl Read,
    options: &ReadOptions,
    schema: &Schema,
    take: &mut Take<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let mut columns = Columns::new(input)?;
    let names = columns.names();
    if names.is_empty() {
        return Err(ImportError::NoHeader { expected: schema.expected });
    }
    if names.iter().map(|name| name.len() + 1).sum::<usize>() > options.limits.max_record_bytes {
        return Err(ImportError::OverLimit { what: "the header", limit: options.limits.max_record_bytes as u64 });
    }
    if names.len() > options.limits.max_fields {
        return Err(ImportError::OverLimit { what: "the number of columns", limit: options.limits.max_fields as u64 });
    }
    let header: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    let places = resolve(&header, options, schema)?;
    let constants = constants(options, schema);
    let line_ends = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count() as u64;
    let (mut record, mut line) = (0, 2 + names.iter().map(|name| line_ends(name)).sum::<u64>());
    let mut written: [String; MAX_NAMED] = Default::default();
    while let Some(block) = columns.next_block()? {
        // Texts rarely hold line ends: where a whole column has none, its cells need no look.
        let broken: Vec<&Cells> =
            block.iter().filter(|cells| matches!(cells, Cells::Texts(_, text) if text.contains('\n'))).collect();
        for row in 0..block.first().map_or(0, Cells::rows) {
            record += 1;
            let location = Location { record, line: Some(line) };
            line += 1 + broken.iter().map(|cells| line_ends(cells.text(row))).sum::<u64>();
            let bytes: usize = block.iter().map(|cells| cells.text(row).len() + 1).sum();
            let observed = if bytes > options.limits.max_record_bytes + 1 {
                Err(Reason::TooLong)
            } else {
                let instant = write_instants(block, &places, row, schema, options, &mut written);
                let mut values = [""; MAX_NAMED];
                let fields = values.iter_mut().zip(&written).zip(places.iter().zip(&constants));
                for ((value, written), (place, constant)) in fields {
                    let cell = match place.and_then(|place| block.get(place)) {
                        Some(cells @ Cells::Texts(..)) => cells.text(row).trim(),
                        Some(Cells::Instants(_)) => written.as_str(),
                        None => "",
                    };
                    *value = if cell.is_empty() { constant } else { cell };
                }
                take(&Values::at(values, instant))
            };
            sink(observed.map(|observations| Record { location, observations }).map_err(|reason| Reject { location, reason }))?;
        }
    }
    Ok(())
}

/// Gives the instant of a row where its time is one, and writes other instants as the texts that fields take.
fn write_instants(
    block: &[Cells],
    places: &[Option<usize>],
    row: usize,
    schema: &Schema,
    options: &ReadOptions,
    written: &mut [String],
) -> Option<i64> {
    let mut given = None;
    for (field, (place, written)) in places.iter().zip(written).enumerate() {
        let Some(cells @ Cells::Instants(_)) = place.and_then(|place| block.get(place)) else { continue };
        written.clear();
        let Some(at_micros) = cells.instant(row) else { continue };
        let is_time = schema.time == Some(field) && options.table.time_format.is_none();
        if is_time && WITH_A_YEAR.contains(&at_micros) {
            given = Some(at_micros);
        } else {
            written.push_str(&format_micros(at_micros));
        }
    }
    given
}
