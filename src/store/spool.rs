//! Declarations of an import in the order they were read, and again one by one in any order: few in memory, the others in a file, so that an
//! address book may be as large as it likes.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

use super::StoreError;
use super::run::TemporaryFile;
use crate::io::fs;
use crate::model::{Card, Declaration, DeclarationKind, Handle};

/// Declarations kept in memory.
const KEPT: usize = 1 << 14;
/// Bytes that tell the length of a declaration in the file.
const LENGTH_BYTES: u64 = 4;
/// Bytes that are read at once of a declaration that is looked up.
const USUAL_BYTES: usize = 512;
/// The length of a text that is not given.
const NONE: u32 = u32::MAX;

/// A declaration with the place of its source and the record it stands in.
pub(super) type Declared = (usize, u64, Declaration);

/// Takes declarations and gives them back in order.
pub(super) struct Spool {
    folder: PathBuf,
    kept: Vec<Declared>,
    file: Option<SpoolFile>,
}

/// The file is removed when it is dropped.
struct SpoolFile {
    writer: BufWriter<File>,
    declarations: u64,
    _path: TemporaryFile,
}

impl Spool {
    /// Nothing taken yet; a file is made in the folder when it is needed.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, kept: Vec::new(), file: None }
    }

    /// Takes one declaration.
    pub(super) fn push(&mut self, declared: Declared) -> Result<(), StoreError> {
        self.kept.push(declared);
        if self.kept.len() < KEPT {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            unmade => {
                fs::create_private_folder(&self.folder)?;
                let path = self.folder.join("declarations.tmp");
                let writer = BufWriter::with_capacity(1 << 18, fs::create_private(&path)?);
                unmade.insert(SpoolFile { writer, declarations: 0, _path: TemporaryFile(path) })
            }
        };
        let mut bytes = Vec::new();
        file.declarations += self.kept.len() as u64;
        for declared in self.kept.drain(..) {
            bytes.clear();
            encode(&declared, &mut bytes);
            let length = (bytes.len() as u32).to_le_bytes();
            file.writer.write_all(&length).and_then(|()| file.writer.write_all(&bytes)).map_err(StoreError::Spill)?;
        }
        Ok(())
    }

    /// Gives every declaration in the order it was taken, and its place.
    pub(super) fn each(&mut self, mut each: impl FnMut(u64, &Declared) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut place = 0;
        if let Some(file) = &mut self.file {
            file.writer.flush().map_err(StoreError::Spill)?;
            let mut read = file.writer.get_ref();
            read.rewind().map_err(StoreError::Spill)?;
            let mut reader = BufReader::with_capacity(1 << 18, read);
            let mut bytes = Vec::new();
            for _ in 0..file.declarations {
                let declared = read_one(&mut reader, &mut bytes)?;
                each(place, &declared)?;
                place += LENGTH_BYTES + bytes.len() as u64;
            }
        }
        (place..).zip(&self.kept).try_for_each(|(place, declared)| each(place, declared))
    }

    /// Takes the declaration of a place out, once [`Spool::each`] has told the places.
    pub(super) fn at(&mut self, place: u64) -> Result<Declared, StoreError> {
        let Some(file) = &mut self.file else { return self.kept_at(place) };
        let mut read = file.writer.get_ref();
        let end = read.seek(SeekFrom::End(0)).map_err(StoreError::Spill)?;
        if place >= end {
            return self.kept_at(place - end);
        }
        read.seek(SeekFrom::Start(place)).map_err(StoreError::Spill)?;
        // Most are shorter than that, and come in one piece.
        read_one(&mut BufReader::with_capacity(USUAL_BYTES, read), &mut Vec::new())
    }

    fn kept_at(&self, place: u64) -> Result<Declared, StoreError> {
        self.kept.get(place as usize).cloned().ok_or_else(cut)
    }
}

fn read_one(reader: &mut impl Read, bytes: &mut Vec<u8>) -> Result<Declared, StoreError> {
    let mut length = [0; LENGTH_BYTES as usize];
    reader.read_exact(&mut length).map_err(StoreError::Spill)?;
    bytes.resize(u32::from_le_bytes(length) as usize, 0);
    reader.read_exact(bytes).map_err(StoreError::Spill)?;
    decode(&mut Fields(bytes)).ok_or_else(cut)
}

fn cut() -> StoreError {
    StoreError::Spill(ErrorKind::InvalidData.into())
}

fn encode((source, record, declaration): &Declared, bytes: &mut Vec<u8>) {
    let Declaration { kind, card, at_micros, detail } = declaration;
    bytes.extend_from_slice(&(*source as u64).to_le_bytes());
    bytes.extend_from_slice(&record.to_le_bytes());
    bytes.push(u8::from(at_micros.is_some()));
    bytes.extend_from_slice(&at_micros.unwrap_or_default().to_le_bytes());
    let mut text = |text: Option<&str>| {
        bytes.extend_from_slice(&text.map_or(NONE, |text| text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text.unwrap_or_default().as_bytes());
    };
    text(Some(kind.as_str()));
    for given in [&card.name, &card.company, &card.title, &card.location, detail] {
        text(given.as_deref());
    }
    card.handles.iter().for_each(|handle| text(Some(handle.as_str())));
    text(None);
    card.tags.iter().for_each(|tag| text(Some(tag)));
}

fn decode(fields: &mut Fields<'_>) -> Option<Declared> {
    let (source, record) = (fields.number()?, fields.number()?);
    let is_dated = fields.take(1)?.first() == Some(&1);
    let at_micros = Some(fields.number()? as i64).filter(|_| is_dated);
    let kind = DeclarationKind::from_word(&fields.text()?.0)?;
    let given = [fields.text()?, fields.text()?, fields.text()?, fields.text()?, fields.text()?];
    let [name, company, title, location, detail] = given.map(|(text, is_given)| is_given.then_some(text));
    let mut handles = Vec::new();
    while let (handle, true) = fields.text()? {
        handles.push(Handle::from_canonical(handle));
    }
    let mut tags = Vec::new();
    while !fields.0.is_empty() {
        tags.push(fields.text()?.0);
    }
    let card = Card { handles, name, company, title, location, tags };
    Some((source as usize, record, Declaration { kind, card, at_micros, detail }))
}

/// What is left of a declaration's bytes.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    /// A text, and whether it was given.
    fn text(&mut self) -> Option<(String, bool)> {
        let length = u32::from_le_bytes(self.take(4)?.try_into().ok()?);
        let is_given = length != NONE;
        let text = String::from_utf8(self.take(if is_given { length as usize } else { 0 })?.to_vec()).ok()?;
        Some((text, is_given))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_are_kept_in_memory_come_back_in_order_and_leave_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(folder.path().join("spool"));
        let declared = |number: usize| {
            let text = |kind: &str| (!number.is_multiple_of(3)).then(|| format!("{kind} {number}"));
            let tags = (0..number % 4).map(|tag| format!("tag {tag}")).collect();
            let handles = vec![Handle::key(&number.to_string()).unwrap(), Handle::name("Ann Example").unwrap()];
            let card = Card { handles, name: text("name"), company: None, title: text("title"), location: text("place"), tags };
            let kind = DeclarationKind::ALL[number % DeclarationKind::ALL.len()];
            let at_micros = (!number.is_multiple_of(2)).then_some(-(number as i64));
            (number % 7, number as u64, Declaration { kind, card, at_micros, detail: text("detail") })
        };
        let all: Vec<Declared> = (0..2 * KEPT + 5).map(declared).collect();
        for declared in &all {
            spool.push(declared.clone()).unwrap();
        }
        assert_eq!(fs::files_in(&folder.path().join("spool")).unwrap().len(), 1);
        let (mut back, mut places) = (Vec::new(), Vec::new());
        spool
            .each(|place, declared| {
                places.push(place);
                back.push(declared.clone());
                Ok(())
            })
            .unwrap();
        assert!(back == all);
        for (place, declared) in places.iter().zip(&all).rev().step_by(7) {
            assert!(spool.at(*place).unwrap() == *declared);
        }
        drop(spool);
        assert!(fs::files_in(&folder.path().join("spool")).unwrap().is_empty());
    }
}
