//! What is fuzzed: each target takes any bytes and panics when a promise is broken. Shared by the suite and by the package in `tests/fuzz`.

use std::io::{Cursor, Read};

use acquaint::analysis::intro_path::{Hops, search};
use acquaint::import::{self, Importer, ReadOptions, clean};
use acquaint::io::columns::{Cells, Columns};
use acquaint::io::{Archive, Limits, Utf8Reader, decompress};
use acquaint::model::{AsOf, Handle};
use acquaint::render::text::Untrusted;
use acquaint::synth::Random;
use jiff::tz::TimeZone;

/// A target: its name, and what it does with any bytes.
pub(crate) struct Target {
    #[cfg_attr(test, expect(dead_code, reason = "the suite tells nothing of it; the package prints it"))]
    pub(crate) name: String,
    run: Box<dyn Fn(&[u8]) + Send + Sync>,
}

impl Target {
    fn new(name: impl Into<String>, run: impl Fn(&[u8]) + Send + Sync + 'static) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }

    /// Runs the target.
    pub(crate) fn run(&self, bytes: &[u8]) {
        (self.run)(bytes);
    }
}

/// A target for each importer there is, and for what else reads or writes text of strangers.
pub(crate) fn all() -> Vec<Target> {
    let importers = import::registry().iter().copied();
    let mut all: Vec<Target> =
        importers.map(|importer| Target::new(importer.name(), move |bytes| read(importer, bytes))).collect();
    all.push(Target::new("archive", archive));
    all.push(Target::new("columns", columns));
    all.push(Target::new("decode", decode));
    all.push(Target::new("escape", |bytes| escape(&String::from_utf8_lossy(bytes))));
    all.push(Target::new("handle", |bytes| handle(&String::from_utf8_lossy(bytes))));
    all.push(Target::new("paths", paths));
    all
}

/// Whatever the bytes are, reading ends, and every record stands behind the one before it.
fn read(importer: &'static dyn Importer, bytes: &[u8]) {
    let as_of = AsOf::parse("2026-10-31", &TimeZone::UTC).unwrap();
    // The first byte chooses among the names by which a format tells its files.
    let names =
        ["Connections.csv", "messages.csv", "Invitations.csv", "a.eml", "1:2,DS", "message_1.json", "_chat.txt", "result.json"];
    let file_name = names[bytes.first().map_or(0, |byte| usize::from(*byte)) % names.len()].to_owned();
    let options = ReadOptions { file_name, ..ReadOptions::new(Limits::as_of_micros(as_of.cutoff_micros()), TimeZone::UTC) };
    let head =
        import::Head { name: &options.file_name, folder: "", bytes: bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default() };
    let _ = importer.sniff(&head);
    let mut last = 0;
    let mut input = bytes;
    let _ = importer.read(&mut input, &options, &mut |item| {
        let place = item.as_ref().map_or_else(|reject| reject.location.record, |record| record.location.record);
        assert!(place >= last, "{}: record {place} after {last}", importer.name());
        last = place;
        Ok(())
    });
}

/// An archive never gives more than its bounds, and never a path outside itself.
fn archive(bytes: &[u8]) {
    let limits =
        Limits { max_zip_entries: 100, max_zip_entry_bytes: 1 << 20, max_zip_total_bytes: 4 << 20, ..Limits::as_of_micros(0) };
    let Ok(mut archive) = Archive::open(Cursor::new(bytes), &limits) else { return };
    let entries = archive.entries().to_vec();
    assert!(entries.len() <= 100);
    let mut total = 0;
    for entry in entries {
        assert!(!entry.path.starts_with('/') && !entry.path.split('/').any(|part| part == ".."), "{:?}", entry.path);
        if let Ok(reader) = archive.read_entry(entry.index) {
            let mut given = Vec::new();
            let _ = reader.take(2 << 20).read_to_end(&mut given);
            assert!(given.len() <= (1 << 20) + (64 << 10), "an entry gave {} bytes", given.len());
            total += given.len();
        }
    }
    assert!(total <= (4 << 20) + (64 << 10), "an archive gave {total} bytes");
}

/// Columns of another process are sound or refused: every block has its columns, and every cell of every row can be asked for.
fn columns(bytes: &[u8]) {
    let Ok(mut columns) = Columns::new(bytes) else { return };
    let width = columns.names().len();
    while let Ok(Some(block)) = columns.next_block() {
        assert_eq!(block.len(), width);
        let rows = block.first().map_or(0, Cells::rows);
        for cells in block {
            assert_eq!(cells.rows(), rows);
            let texts: usize = (0..rows).map(|row| cells.text(row).len()).sum();
            assert_eq!(texts, cells.text_bytes());
        }
    }
}

/// Unpacking and decoding end, and what comes out of UTF-16 is UTF-8.
fn decode(bytes: &[u8]) {
    let Ok(input) = decompress(Box::new(bytes)) else { return };
    let Ok(mut reader) = Utf8Reader::new(input.take(1 << 20)) else { return };
    let mut text = Vec::new();
    let read = reader.read_to_end(&mut text);
    if bytes.starts_with(&[0xff, 0xfe]) && read.is_ok() {
        assert!(std::str::from_utf8(&text).is_ok(), "UTF-16 became something else than UTF-8");
    }
}

/// Text of strangers, escaped and read back by another's parser, is that text.
fn escape(text: &str) {
    let (untrusted, legible) = (Untrusted::new(text), Untrusted::new(text).legible());
    let html = untrusted.html();
    assert!(!html.contains(['<', '>', '"', '\'']), "{html:?}");
    let xml = format!("<t a=\"{}\">{}</t>", untrusted.svg(), untrusted.svg());
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut inner, mut attribute) = (String::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(start) => {
                assert_eq!(start.name().as_ref(), "t");
                for own in start.attributes() {
                    attribute = unescaped(&own.unwrap().value);
                }
            }
            quick_xml::events::Event::Text(text) => inner.push_str(&text),
            quick_xml::events::Event::GeneralRef(reference) => {
                inner.push_str(&unescaped(&format!("&{};", &*reference)));
            }
            quick_xml::events::Event::End(_) => {}
            quick_xml::events::Event::Eof => break,
            other => panic!("{other:?} came out of {text:?}"),
        }
    }
    assert_eq!((inner.as_str(), attribute.as_str()), (legible.as_str(), legible.as_str()));
    let row = format!("x,{},y\n", untrusted.csv());
    let mut cells = csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes()).into_records();
    let cells: Vec<String> = cells.next().unwrap().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(cells.len(), 3, "{row:?}");
    let runs = cells[1].trim_start().starts_with(['=', '+', '-', '@']);
    assert!(!runs || cells[1].parse::<f64>().is_ok(), "{:?} runs as a formula", cells[1]);
    let shown = untrusted.terminal();
    assert!(
        !shown.chars().any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')),
        "{shown:?}"
    );
    let stem = untrusted.file_name();
    assert!(
        (1..=70).contains(&stem.len()) && stem.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
        "{stem:?}"
    );
    assert!(!untrusted.markdown().contains('\n'));
    if let Some(name) = clean::name(text, 256) {
        assert_eq!(clean::name(&name, 256).as_deref(), Some(name.as_str()), "cleaning {text:?} twice");
    }
}

/// The five references that the escapers use, undone.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// A handle written and read back is the same.
fn handle(text: &str) {
    for handle in [Handle::parse(text), Handle::email(text), Handle::phone(text), Handle::profile(text), Handle::name(text)] {
        let Some(handle) = handle else { continue };
        assert!(!handle.as_str().chars().any(char::is_control), "{handle:?}");
        assert_eq!(Handle::parse(handle.as_str()).as_ref(), Some(&handle), "{text:?}");
    }
}

/// The best paths of a small world are those that trying all of them finds.
fn paths(bytes: &[u8]) {
    const PEOPLE: u32 = 7;
    let hops: Vec<(u32, u32, f64)> = bytes
        .chunks_exact(3)
        .take(40)
        .map(|part| (u32::from(part[0]) % PEOPLE, u32::from(part[1]) % PEOPLE, f64::from(part[2]) / 255.0))
        .collect();
    let (graph, most) = (Hops::from_list(PEOPLE as usize, &hops), 1 + bytes.len() % 4);
    let found = search(&graph, 0, &[PEOPLE - 1], 5, most);
    let mut all = Vec::new();
    walk(&graph, &mut vec![0], 1.0, most, PEOPLE - 1, &mut all);
    all.sort_by(|a: &f64, b| b.total_cmp(a));
    let scores: Vec<f64> = found.paths.iter().map(|path| path.score).collect();
    assert_eq!(scores.len(), all.len().min(5), "{hops:?}");
    for (score, best) in scores.iter().zip(&all) {
        assert!((score - best).abs() < 1e-9, "{scores:?} instead of {all:?} for {hops:?}");
    }
}

fn walk(graph: &Hops, path: &mut Vec<u32>, score: f64, left: usize, target: u32, all: &mut Vec<f64>) {
    let last = path[path.len() - 1];
    if last == target {
        all.push(score);
        return;
    }
    if left == 0 {
        return;
    }
    for (next, probability) in graph.of(last).collect::<Vec<_>>() {
        if !path.contains(&next) {
            // Every introducer after the first halves the score.
            let further = if path.len() > 2 { 0.5 } else { 1.0 };
            path.push(next);
            walk(graph, path, score * probability * further, left - 1, target, all);
            path.pop();
        }
    }
}

/// Changes some bytes: flips, cuts, repeats, exchanges parts with another file, puts in what means something in some format.
pub(crate) fn changed(bytes: &[u8], other: &[u8], most_bytes: usize, random: &mut Random) -> Vec<u8> {
    const MARKS: [&[u8]; 22] = [
        b"\0",
        b"\n",
        b"\r\n",
        b"\"",
        b",",
        b":",
        b";",
        b"<",
        b"{",
        b"[",
        b"}",
        b"]",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xf0\x9f\x98\x80",
        b"BEGIN:VCARD\n",
        b"END:VEVENT\n",
        b"\n\nFrom x Sun Mar 22 02:19:17 2020\n",
        b"=?utf-8?q?",
        b"99999999999999999999",
        b"-1",
        b"(",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            bytes.extend_from_slice(other);
        }
        let (at, length) = (random.below(bytes.len()), 1 + random.below(64));
        let end = (at + length).min(bytes.len());
        match random.below(7) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.truncate(at),
            3 => {
                let part = bytes[at..end].repeat(1 + random.below(20));
                bytes.splice(at..at, part);
            }
            4 => {
                let from = random.below(other.len().max(1)).min(other.len());
                let part = other[from..(from + length * 4).min(other.len())].to_vec();
                bytes.splice(at..end, part);
            }
            5 => drop(bytes.splice(at..at, random.pick(&MARKS).copied().unwrap_or_default().iter().copied())),
            _ => bytes.iter_mut().skip(at).take(length).for_each(|byte| *byte = random.below(256) as u8),
        }
    }
    bytes.truncate(most_bytes);
    bytes
}
