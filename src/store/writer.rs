//! Writes legs in key order as segments of bounded size, on a thread of its own: what comes next is merged and compared meanwhile.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::StoreError;
use super::catalog::SegmentEntry;
use super::encode::{Encoder, RowGroup};
use super::leg::StoredLeg;
use super::publish::Published;
use super::segment::{ROW_GROUP_ROWS, SEGMENT_ROWS};

/// Row groups that may wait to be encoded.
const WAITING: usize = 1;

/// What is done by the thread.
enum Work {
    Rows(Box<RowGroup>),
    EndOfSegment,
}

/// What the thread made.
type Made = Result<(Vec<SegmentEntry>, Published), StoreError>;

/// Takes legs in key order. Dropped before [`SegmentWriter::finish`], it leaves no file.
pub(super) struct SegmentWriter {
    folder: PathBuf,
    rows: RowGroup,
    rows_of_segment: usize,
    thread: Option<(SyncSender<Work>, JoinHandle<Made>)>,
}

impl SegmentWriter {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, rows: RowGroup::default(), rows_of_segment: 0, thread: None }
    }

    pub(super) fn push(&mut self, leg: &StoredLeg) -> Result<(), StoreError> {
        self.rows.push(leg);
        self.rows_of_segment += 1;
        if self.rows_of_segment >= SEGMENT_ROWS {
            self.end_segment()
        } else if self.rows.rows() >= ROW_GROUP_ROWS {
            self.hand_over()
        } else {
            Ok(())
        }
    }

    /// Ends the segment: legs that follow need not be behind those before.
    pub(super) fn end_segment(&mut self) -> Result<(), StoreError> {
        if self.rows_of_segment == 0 {
            return Ok(());
        }
        self.rows_of_segment = 0;
        self.hand_over()?;
        self.send(Work::EndOfSegment)
    }

    fn hand_over(&mut self) -> Result<(), StoreError> {
        // Where one row group is full the next one will be.
        let room = if self.rows.rows() == ROW_GROUP_ROWS { ROW_GROUP_ROWS } else { 0 };
        let rows = std::mem::replace(&mut self.rows, RowGroup::with_capacity(room));
        if rows.rows() == 0 { Ok(()) } else { self.send(Work::Rows(Box::new(rows))) }
    }

    fn send(&mut self, work: Work) -> Result<(), StoreError> {
        let folder = &self.folder;
        let (sender, _) = self.thread.get_or_insert_with(|| {
            let (sender, inbox) = sync_channel(WAITING);
            let folder = folder.clone();
            (sender, std::thread::spawn(move || write_all(&folder, &inbox)))
        });
        if sender.send(work).is_ok() {
            return Ok(());
        }
        // It ended before its time, and says why.
        self.join().map(|_| ())
    }

    fn join(&mut self) -> Made {
        let Some((sender, thread)) = self.thread.take() else { return Ok((Vec::new(), Published::default())) };
        drop(sender);
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// The segments written.
    pub(super) fn finish(mut self, published: &mut Published) -> Result<Vec<SegmentEntry>, StoreError> {
        self.end_segment()?;
        let (entries, files) = self.join()?;
        published.add(files);
        Ok(entries)
    }
}

impl Drop for SegmentWriter {
    fn drop(&mut self) {
        // The files of what was begun go with what the thread gives back.
        if let Some((sender, thread)) = self.thread.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn write_all(folder: &Path, inbox: &Receiver<Work>) -> Made {
    let (mut entries, mut published) = (Vec::new(), Published::default());
    let mut open: Option<Segment> = None;
    for work in inbox {
        match work {
            Work::Rows(rows) => {
                let mut segment = match open.take() {
                    Some(segment) => segment,
                    None => Segment::create(folder, &mut published)?,
                };
                segment.write(*rows)?;
                open = Some(segment);
            }
            Work::EndOfSegment => {
                if let Some(segment) = open.take() {
                    entries.push(segment.finish(folder, &mut published)?);
                }
            }
        }
    }
    Ok((entries, published))
}

/// A segment that is being written under a temporary name.
struct Segment {
    encoder: Encoder,
    file: File,
    temporary: PathBuf,
    rows: u64,
    span_micros: Option<(i64, i64)>,
}

impl Segment {
    fn create(folder: &Path, published: &mut Published) -> Result<Self, StoreError> {
        let (file, temporary) = published.create(folder)?;
        let encoder = file.try_clone().map_err(Into::into).and_then(Encoder::new);
        let encoder = encoder.map_err(|source| StoreError::Segment { name: temporary.display().to_string(), source })?;
        Ok(Self { encoder, file, temporary, rows: 0, span_micros: None })
    }

    fn write(&mut self, rows: RowGroup) -> Result<(), StoreError> {
        self.rows += rows.rows() as u64;
        let first = self.span_micros.or(rows.span_micros()).map(|span| span.0);
        self.span_micros = first.zip(rows.span_micros().map(|span| span.1));
        self.encoder.write(rows).map_err(|source| StoreError::Segment { name: self.temporary.display().to_string(), source })
    }

    fn finish(self, folder: &Path, published: &mut Published) -> Result<SegmentEntry, StoreError> {
        let Self { encoder, file, temporary, rows, span_micros } = self;
        encoder.finish().map_err(|source| StoreError::Segment { name: temporary.display().to_string(), source })?;
        let (name, length, hash) = published.name_by_content(folder, &file, &temporary)?;
        let (first_micros, last_micros) = span_micros.unwrap_or_default();
        Ok(SegmentEntry { name, length, hash, rows, first_micros, last_micros })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::fs;
    use crate::model::{Shape, Stance};
    use crate::store::segment;

    fn leg(at: i64) -> StoredLeg {
        StoredLeg {
            at_micros: at,
            id: u128::from(at as u64) << 60,
            source: 1,
            target: at as u32 % 19,
            channel: 2,
            venue: 0,
            shape: Shape::Directed,
            stance: Stance::Neutral,
            weight: 1.0,
            import: 1,
            record: at as u64,
        }
    }

    #[test]
    fn what_is_written_over_several_row_groups_and_segments_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let legs: Vec<StoredLeg> = (0..(SEGMENT_ROWS + ROW_GROUP_ROWS + 5) as i64).map(leg).collect();
        let mut writer = SegmentWriter::new(folder.path().to_owned());
        let mut published = Published::default();
        legs.iter().try_for_each(|leg| writer.push(leg)).unwrap();
        let entries = writer.finish(&mut published).unwrap();
        let spans: Vec<(u64, i64, i64)> =
            entries.iter().map(|entry| (entry.rows, entry.first_micros, entry.last_micros)).collect();
        let (all, whole) = (legs.len() as i64, SEGMENT_ROWS as i64);
        assert_eq!(spans, [(whole as u64, 0, whole - 1), ((all - whole) as u64, whole, all - 1)]);
        let mut read = Vec::new();
        for entry in &entries {
            let path = folder.path().join(&entry.name);
            segment::check_order(&path, &entry.name, entry.rows as usize).unwrap();
            let bytes = segment::checked_bytes(&path, &entry.name, entry.length, &entry.hash).unwrap();
            read.extend(segment::decode_whole(&bytes, &entry.name).unwrap());
        }
        assert!(read == legs);
    }

    #[test]
    fn what_is_not_finished_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = SegmentWriter::new(folder.path().join("segments"));
        for at in 0..(ROW_GROUP_ROWS + 5) as i64 {
            writer.push(&leg(at)).unwrap();
        }
        writer.end_segment().unwrap();
        writer.push(&leg(0)).unwrap();
        drop(writer);
        assert!(fs::files_in(&folder.path().join("segments")).unwrap().is_empty());
    }
}
