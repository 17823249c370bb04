//! Archives that are cut, encrypted, too large, or name things outside themselves.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Bad;

const TABLE: &[u8] = b"source,target,time\nann,bob,2022-09-01\n";

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

/// Replaces every occurrence of some bytes by others of the same length, in local headers and in the directory.
fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from) {
        bytes[at + found..at + found + to.len()].copy_from_slice(to);
        at += found + to.len();
    }
    bytes
}

/// Where the directory begins.
fn directory(bytes: &[u8]) -> usize {
    bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap()
}

pub(super) fn all() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>, expected: &'static str| all.push(Bad::new("zip", "in.zip", name, bytes, expected));
    let one = zip_of(&[("a.csv", TABLE)]);
    let damaged = "error zip archive is damaged or incomplete";
    add("sound", one.clone(), "1");
    for (name, length) in [
        ("its magic number only", 4),
        ("half of the first header", 15),
        ("the first header", 30),
        ("the first name", 35),
        ("half of the data", 45),
        ("all data", directory(&one)),
        ("half of the directory", directory(&one) + 20),
        ("all but its end", one.len() - 22),
        ("half of its end", one.len() - 11),
        ("all but a byte", one.len() - 1),
    ] {
        add(&format!("cut behind {name}"), one[..length].to_vec(), damaged);
    }
    let unsafe_name = "is not a path inside the archive";
    let _ = unsafe_name;
    for (harmless, name) in [
        ("xx/xx/x", "../../x"),
        ("xxxx/x", "/etc/x"),
        ("xxx/xx", "C:/x/x"),
        ("xx_xx_x", "..\\..\\x"),
        ("a_xx", "a/.."),
        ("xxx_x", "\\\\s\\x"),
        ("nul_x", "nul\0x"),
    ] {
        add(
            &format!("the entry name {}", name.escape_debug()),
            replaced(zip_of(&[(harmless, TABLE)]), harmless.as_bytes(), name.as_bytes()),
            "error is not a path inside the archive",
        );
    }
    add(
        "one name twice",
        replaced(zip_of(&[("a.csv", TABLE), ("b.csv", TABLE)]), b"b.csv", b"a.csv"),
        "error occurs more than once",
    );
    add("one name in two spellings", zip_of(&[("a/b.csv", TABLE), ("a\\b.csv", TABLE)]), "error occurs more than once");
    add("names that differ in case", zip_of(&[("A.csv", TABLE), ("a.csv", TABLE)]), "2");
    let mut encrypted = one.clone();
    let at = directory(&encrypted);
    encrypted[6] |= 1;
    encrypted[at + 8] |= 1;
    add("an entry that is encrypted", encrypted, "error is encrypted");
    let mut method = one.clone();
    (method[8], method[at + 10]) = (12, 12);
    add("a method that is not read", method, "error method that is not supported");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("a.csv", options()).unwrap();
    writer.write_all(&TABLE.repeat(50)).unwrap();
    writer.shallow_copy_file("a.csv", "b.csv").unwrap();
    add("entries that share their bytes", writer.finish().unwrap().into_inner(), "error entries overlap");
    let stored = |bytes: &[u8]| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("a.csv", options().compression_method(CompressionMethod::Stored)).unwrap();
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap().into_inner()
    };
    add("an entry that is not packed", stored(TABLE), "1");
    add("other content than its checksum says", replaced(stored(TABLE), b"ann,bob", b"ann,eve"), "error cannot be read");
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    add("10,001 entries", zip_of(&entries), "error are over the limit of 10000");
    let bomb = [TABLE, &vec![b'\n'; 32 << 20]].concat();
    add("a bomb of 32 mebibytes", zip_of(&[("a.csv", &bomb)]), "error cannot be read");
    add("an archive in an archive", zip_of(&[("inner.zip", &one)]), "error is in a known format");
    add("nothing", zip_of(&[]), "error is in a known format");
    add("only what Apple adds", zip_of(&[("__MACOSX/._a.csv", TABLE), ("a/.DS_Store", b"x")]), "error is in a known format");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("a/", options()).unwrap();
    writer.add_symlink("link.csv", "/etc/passwd", options()).unwrap();
    add("only folders and links", writer.finish().unwrap().into_inner(), "error is in a known format");
    add("a program before it", [b"MZ\x90\0".to_vec(), one.clone()].concat(), "error is in no known format");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(TABLE).unwrap();
    add("an entry packed once more", zip_of(&[("a.csv.gz", &packed.finish().unwrap())]), "1");
    add("one entry of a known format among many", zip_of(&[("a.bin", b"\0\x01"), ("b.csv", TABLE), ("c.png", b"\x89PNG")]), "1");
    add(
        "an entry with a bad row",
        zip_of(&[("a.csv", b"source,target,time\nann,ann,2022-09-01\nann,bob,2022-09-01\n")]),
        "1 self-tie=1",
    );
    add("a name of 60,000 letters", zip_of(&[(&format!("{}.csv", "n".repeat(60_000)), TABLE)]), "1");
    add("a name with the signs of a terminal", zip_of(&[("\u{1b}[31m\u{202e}.csv", TABLE)]), "1");
    all
}
