use std::io::{Cursor, Write};

use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

fn limits() -> Limits {
    Limits { max_zip_entries: 8, ..Limits::as_of_micros(0) }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, options()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Archive<Cursor<Vec<u8>>>, ArchiveError> {
    Archive::open(Cursor::new(bytes), limits)
}

fn refused(bytes: Vec<u8>) -> ArchiveError {
    open(bytes, &limits()).err().unwrap()
}

/// Replaces every occurrence of a name by another of the same length, in local headers and in the directory.
fn rename(bytes: &mut [u8], from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from.as_bytes()) {
        bytes[at + found..at + found + to.len()].copy_from_slice(to.as_bytes());
        at += found + to.len();
    }
}

fn read_all<R: Read + Seek>(archive: &mut Archive<R>, at: usize) -> io::Result<Vec<u8>> {
    let index = archive.entries()[at].index;
    let mut out = Vec::new();
    archive.read_entry(index).unwrap().read_to_end(&mut out)?;
    Ok(out)
}

fn inner(error: &io::Error) -> &ArchiveError {
    error.get_ref().unwrap().downcast_ref().unwrap()
}

#[test]
fn files_are_listed_by_path_and_read_without_folders_and_system_files() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("z.csv", "1"), ("a\\b.csv", "2"), ("__MACOSX/._z.csv", "3"), ("a/.DS_Store", "4")] {
        writer.start_file(name, options()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.add_directory("empty/", options()).unwrap();
    writer.add_symlink("link", "z.csv", options()).unwrap();
    let mut archive = open(writer.finish().unwrap().into_inner(), &limits()).unwrap();
    let paths: Vec<&str> = archive.entries().iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["a/b.csv", "z.csv"]);
    assert_eq!(read_all(&mut archive, 1).unwrap(), b"1");
    assert_eq!(read_all(&mut archive, 0).unwrap(), b"2");
    assert!(matches!(archive.read_entry(99), Err(ArchiveError::NoEntry { index: 99 })));
}

#[test]
fn names_that_lead_outside_are_refused() {
    for (harmless, name) in [
        ("xx/xx/x", "../../x"),
        ("xxxx/x", "/etc/x"),
        ("xxx/xx", "C:/x/x"),
        ("xx_xx_x", "..\\..\\x"),
        ("a_xx", "a/.."),
        ("xxx_x", "\\\\s\\x"),
        ("nul_x", "nul\0x"),
    ] {
        let mut bytes = zip_of(&[(harmless, b"text")]);
        rename(&mut bytes, harmless, name);
        assert!(matches!(refused(bytes), ArchiveError::UnsafeName { .. }), "{name:?}");
    }
}

#[test]
fn a_hostile_name_is_shown_escaped_and_cut() {
    let mut bytes = zip_of(&[(&"x".repeat(300), b"")]);
    rename(&mut bytes, &"x".repeat(300), &format!("../\u{1b}[31m{}", "y".repeat(292)));
    let text = refused(bytes).to_string();
    assert!(text.contains("\\u{1b}") && !text.contains('\u{1b}') && text.len() < 250, "{text}");
}

#[test]
fn the_same_name_twice_is_refused() {
    let mut bytes = zip_of(&[("a.csv", b"1"), ("b.csv", b"2")]);
    rename(&mut bytes, "b.csv", "a.csv");
    assert!(matches!(refused(bytes), ArchiveError::DuplicateName { .. }));
    let spelled = zip_of(&[("a/b.csv", b"1"), ("a\\b.csv", b"2")]);
    assert!(matches!(refused(spelled), ArchiveError::DuplicateName { .. }));
}

#[test]
fn the_number_of_entries_is_bounded() {
    for (count, sound) in [(7, true), (8, true), (9, false)] {
        let names: Vec<String> = (0..count).map(|at| format!("{at}.csv")).collect();
        let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
        let result = open(zip_of(&entries), &limits());
        assert_eq!(result.is_ok(), sound, "{count}");
        assert!(sound || matches!(result, Err(ArchiveError::TooManyEntries { found: 9, limit: 8 })));
    }
}

#[test]
fn an_encrypted_entry_is_named() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("secret.csv", options().with_deprecated_encryption(b"pass").unwrap()).unwrap();
    writer.write_all(b"text").unwrap();
    let error = refused(writer.finish().unwrap().into_inner());
    assert_eq!(error.to_string(), "zip archive refused: `secret.csv` is encrypted; unpack it with its password first");
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.csv", options()).unwrap();
    writer.write_all(&[b'x'; 1000]).unwrap();
    writer.shallow_copy_file("a.csv", "b.csv").unwrap();
    assert!(matches!(refused(writer.finish().unwrap().into_inner()), ArchiveError::Overlapping));
}

#[test]
fn a_zip_file_cut_anywhere_is_damaged_or_incomplete() {
    let whole = zip_of(&[("a.csv", b"some text"), ("b.csv", b"other text")]);
    for length in 0..whole.len() {
        let error = refused(whole[..length].to_vec());
        assert_eq!(error.to_string(), "zip archive is damaged or incomplete", "{length}");
    }
}

#[test]
fn a_changed_byte_never_gives_other_content() {
    let text = "handle,name\nann@example.org,Ann\n".repeat(20);
    let whole = zip_of(&[("people.csv", text.as_bytes())]);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let Ok(mut archive) = open(bytes, &limits()) else { continue };
        let Some(index) = archive.entries().first().map(|entry| entry.index) else { continue };
        let Ok(mut reader) = archive.read_entry(index) else { continue };
        let mut out = Vec::new();
        if reader.read_to_end(&mut out).is_ok() {
            assert_eq!(out, text.as_bytes(), "byte {at}");
        }
    }
}

#[test]
fn an_entry_that_does_not_match_its_checksum_is_damaged() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.csv", options().compression_method(CompressionMethod::Stored)).unwrap();
    writer.write_all(b"some text").unwrap();
    let mut bytes = writer.finish().unwrap().into_inner();
    rename(&mut bytes, "some text", "same text");
    let error = read_all(&mut open(bytes, &limits()).unwrap(), 0).unwrap_err();
    assert!(matches!(inner(&error), ArchiveError::Damaged));
}

#[test]
fn unpacked_bytes_of_an_entry_are_counted() {
    for (limit, sound) in [(999, false), (1000, true), (1001, true)] {
        let bound = Limits { max_zip_entry_bytes: limit, ..limits() };
        let result = read_all(&mut open(zip_of(&[("a.csv", &[b'x'; 1000])]), &bound).unwrap(), 0);
        assert_eq!(result.is_ok(), sound, "{limit}");
        assert!(sound || matches!(inner(&result.unwrap_err()), ArchiveError::EntryTooLarge { limit: 999, .. }));
    }
}

#[test]
fn unpacked_bytes_of_all_entries_are_counted() {
    let bound = Limits { max_zip_total_bytes: 1500, ..limits() };
    let mut archive = open(zip_of(&[("a.csv", &[b'x'; 1000]), ("b.csv", &[b'y'; 1000])]), &bound).unwrap();
    assert!(read_all(&mut archive, 0).is_ok());
    let error = read_all(&mut archive, 1).unwrap_err();
    assert!(matches!(inner(&error), ArchiveError::TotalTooLarge { limit: 1500 }));
}

#[test]
fn a_bomb_is_stopped_soon_after_ten_mebibytes() {
    let bytes = zip_of(&[("bomb.csv", &vec![0; 32 << 20])]);
    assert!(bytes.len() < 64 << 10);
    let mut archive = open(bytes, &limits()).unwrap();
    let index = archive.entries()[0].index;
    let mut reader = archive.read_entry(index).unwrap();
    let (mut count, mut chunk) = (0, vec![0; 64 << 10]);
    let error = loop {
        match reader.read(&mut chunk) {
            Ok(0) => panic!("the bomb was read to its end"),
            Ok(got) => count += got,
            Err(error) => break error,
        }
    };
    assert!(count <= 11 << 20, "{count}");
    assert!(matches!(inner(&error), ArchiveError::RatioTooHigh { limit: 200, .. }));
}

#[test]
fn a_highly_packed_entry_below_ten_mebibytes_is_read() {
    let mut archive = open(zip_of(&[("zeros.csv", &vec![0; 10 << 20])]), &limits()).unwrap();
    assert_eq!(read_all(&mut archive, 0).unwrap().len(), 10 << 20);
}

#[test]
fn a_size_that_lies_gives_no_more_than_it_says() {
    let mut bytes = zip_of(&[("a.csv", &[b'x'; 1000])]);
    let thousand = 1000_u32.to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == thousand).collect();
    for at in places {
        bytes[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
    }
    let result = open(bytes, &limits())
        .and_then(|mut archive| read_all(&mut archive, 0).map(|out| out.len()).map_err(|_| ArchiveError::Damaged));
    assert!(!matches!(result, Ok(count) if count > 1000), "{result:?}");
}

#[test]
fn an_unknown_method_is_named_and_other_entries_are_read() {
    let mut bytes = zip_of(&[("a.csv", b"some text"), ("b.csv", b"other text")]);
    // The method stands 8 bytes into the first local header and 10 bytes into the first header of the directory.
    let directory = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[8] = 12;
    bytes[directory + 10] = 12;
    let mut archive = open(bytes, &limits()).unwrap();
    let index = archive.entries()[0].index;
    assert!(matches!(archive.read_entry(index), Err(ArchiveError::UnsupportedMethod { .. })));
    assert_eq!(read_all(&mut archive, 1).unwrap(), b"other text");
}

#[test]
fn a_zip_file_inside_is_only_an_entry() {
    let nested = zip_of(&[("deep.csv", b"x")]);
    let mut archive = open(zip_of(&[("inner.zip", &nested)]), &limits()).unwrap();
    assert_eq!(archive.entries()[0].path, "inner.zip");
    assert_eq!(read_all(&mut archive, 0).unwrap(), nested);
}

#[test]
fn an_empty_zip_file_has_no_entries() {
    assert!(open(zip_of(&[]), &limits()).unwrap().entries().is_empty());
}
