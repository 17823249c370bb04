//! Legs as Parquet, one row group after the other.

use std::fs::File;
use std::io::BufWriter;

use polars::prelude::{
    BatchedWriter, Column, DataFrame, NamedFrom, ParquetCompression, ParquetWriter, PolarsResult, Series, StatisticsOptions,
};

use super::leg::{StoredLeg, shape_code, stance_code};
use super::segment::ROW_GROUP_ROWS;
use crate::model::day_of_micros;

/// The columns of legs that become one row group.
#[derive(Default)]
pub(super) struct RowGroup {
    at_micros: Vec<i64>,
    day: Vec<i32>,
    id_high: Vec<u64>,
    id_low: Vec<u64>,
    source: Vec<u32>,
    target: Vec<u32>,
    channel: Vec<u32>,
    venue: Vec<u32>,
    shape: Vec<u32>,
    stance: Vec<u32>,
    weight: Vec<f64>,
    import: Vec<u32>,
    record: Vec<u64>,
}

impl RowGroup {
    /// No legs, and room for some.
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self {
            at_micros: Vec::with_capacity(rows),
            day: Vec::with_capacity(rows),
            id_high: Vec::with_capacity(rows),
            id_low: Vec::with_capacity(rows),
            source: Vec::with_capacity(rows),
            target: Vec::with_capacity(rows),
            channel: Vec::with_capacity(rows),
            venue: Vec::with_capacity(rows),
            shape: Vec::with_capacity(rows),
            stance: Vec::with_capacity(rows),
            weight: Vec::with_capacity(rows),
            import: Vec::with_capacity(rows),
            record: Vec::with_capacity(rows),
        }
    }

    /// Adds a leg.
    pub(super) fn push(&mut self, leg: &StoredLeg) {
        self.at_micros.push(leg.at_micros);
        self.day.push(day_of_micros(leg.at_micros));
        self.id_high.push((leg.id >> 64) as u64);
        self.id_low.push(leg.id as u64);
        self.source.push(leg.source);
        self.target.push(leg.target);
        self.channel.push(leg.channel);
        self.venue.push(leg.venue);
        self.shape.push(shape_code(leg.shape));
        self.stance.push(stance_code(leg.stance));
        self.weight.push(leg.weight);
        self.import.push(leg.import);
        self.record.push(leg.record);
    }

    /// How many legs.
    pub(super) fn rows(&self) -> usize {
        self.at_micros.len()
    }

    /// The first and the last moment, where the legs are in order.
    pub(super) fn span_micros(&self) -> Option<(i64, i64)> {
        self.at_micros.first().copied().zip(self.at_micros.last().copied())
    }

    /// The columns in the order they are written. `day` is redundant, for those who query the files themselves.
    fn frame(self) -> PolarsResult<DataFrame> {
        fn column<T, S: ?Sized>(name: &str, values: Vec<T>) -> Column
        where
            Series: NamedFrom<Vec<T>, S>,
        {
            Series::new(name.into(), values).into()
        }
        DataFrame::new_infer_height(vec![
            column("at_micros", self.at_micros),
            column("day", self.day),
            column("id_high", self.id_high),
            column("id_low", self.id_low),
            column("source", self.source),
            column("target", self.target),
            column("channel", self.channel),
            column("venue", self.venue),
            column("shape", self.shape),
            column("stance", self.stance),
            column("weight", self.weight),
            column("import", self.import),
            column("record", self.record),
        ])
    }
}

/// Writes row groups to a file.
pub(super) struct Encoder {
    writer: BatchedWriter<BufWriter<File>>,
}

impl Encoder {
    /// Begins a file.
    pub(super) fn new(file: File) -> PolarsResult<Self> {
        let empty = RowGroup::default().frame()?;
        // The encoder writes its headers byte by byte: unbuffered, a small import made two thousand calls of the system.
        let writer = ParquetWriter::new(BufWriter::with_capacity(1 << 18, file))
            .with_compression(ParquetCompression::Zstd(None))
            .with_statistics(StatisticsOptions::full())
            .with_row_group_size(Some(ROW_GROUP_ROWS))
            .batched(empty.schema())?;
        Ok(Self { writer })
    }

    /// Writes one row group of at most [`ROW_GROUP_ROWS`], in key order.
    pub(super) fn write(&mut self, rows: RowGroup) -> PolarsResult<()> {
        self.writer.write_batch(&rows.frame()?)
    }

    /// Writes the end of the file.
    pub(super) fn finish(self) -> PolarsResult<()> {
        self.writer.finish().map(|_| ())
    }
}
