//! How fast each format is imported, and how much memory that takes: `cargo bench --bench importers [SHARE]`.
//!
//! For each format a file is made, of the size in the table or a share of it, and imported by the program into a new workspace, on the disk.
//! Memory is the most the process ever had, above what the import of an empty table takes; processor time is that of all threads, so that
//! a machine that has other work can be told from a slow import. Files go to the system's temporary folder.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench that cannot go on stops, and prints what it measured"
)]

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use acquaint::store::{OutputColumn, as_parquet};
use acquaint::synth::{Leg, legs, legs_csv, write_mailbox};

/// Between two looks at a running import.
const LOOK: Duration = Duration::from_millis(10);
/// Processor time is counted in hundredths of a second on all systems that tell it.
const TICKS: f64 = 100.0;
const WORDS: [&str; 20] = [
    "it", "was", "good", "to", "see", "you", "at", "the", "fair", "last", "week", "and", "we", "should", "talk", "about",
    "plans", "for", "next", "month",
];

/// A kind of file: its name, its size in megabytes, and what writes it.
type Format = (&'static str, &'static str, u64, fn(&mut dyn Write, u64));

const FORMATS: [Format; 10] = [
    ("mbox", "large.mbox", 2_000, mailbox),
    ("whatsapp, two", "WhatsApp Chat with Bob Example.txt", 1_000, |out, bytes| chat(out, bytes, 2)),
    ("whatsapp, twenty", "WhatsApp Chat with Spring meeting.txt", 1_000, |out, bytes| chat(out, bytes, 20)),
    ("sms", "sms-20260101.xml", 1_000, texts),
    ("telegram", "result.json", 1_000, telegram),
    ("ics", "large.ics", 200, events),
    ("vcard", "large.vcf", 200, cards),
    ("linkedin", "messages.csv", 500, messages),
    ("table", "large.csv", 1_000, table),
    ("table, Parquet", "large.parquet", 100, parquet),
];

fn main() {
    let share: f64 = std::env::args().skip(1).find_map(|text| text.parse().ok()).unwrap_or(1.0);
    let folder = tempfile::Builder::new().prefix("acquaint-importers-").tempdir().unwrap();
    let empty = folder.path().join("empty.csv");
    std::fs::write(&empty, "source,target,time\n").unwrap();
    let floor = import(&empty, folder.path()).peak_mebibytes;
    println!("{:<18}{:>9}{:>12}{:>8}{:>8}{:>8}{:>12}{:>8}", "format", "MB", "records", "s", "cpu s", "MB/s", "records/s", "MiB");
    println!("{:<18}{:>76} (an empty table, from which the others are measured)", "floor", format!("{floor:.0}"));
    for (format, name, megabytes, write) in FORMATS {
        let path = folder.path().join(name);
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&path).unwrap());
        write(&mut out, (megabytes as f64 * share * 1e6) as u64);
        out.into_inner().unwrap().sync_all().unwrap();
        let bytes = std::fs::metadata(&path).unwrap().len() as f64;
        let run = import(&path, folder.path());
        println!(
            "{format:<18}{:>9.0}{:>12}{:>8.1}{:>8.1}{:>8.0}{:>12.0}{:>8.0}",
            bytes / 1e6,
            run.records,
            run.seconds,
            run.processor_seconds,
            bytes / 1e6 / run.seconds,
            run.records as f64 / run.seconds,
            run.peak_mebibytes - floor
        );
        std::fs::remove_file(&path).unwrap();
    }
}

/// What an import took.
struct Run {
    records: u64,
    seconds: f64,
    processor_seconds: f64,
    peak_mebibytes: f64,
}

fn import(path: &Path, folder: &Path) -> Run {
    let workspace = folder.join("workspace");
    let begin = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_acquaint"))
        .args(["--quiet", "--tz", "UTC", "--owner", "owner@example.org", "-f", "json", "--workspace"])
        .arg(&workspace)
        .arg("import")
        .arg(path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut peak_mebibytes, mut processor_seconds) = (0.0, 0.0);
    while child.try_wait().unwrap().is_none() {
        // A process that has just ended has nothing more to tell.
        peak_mebibytes = peak(child.id()).unwrap_or(peak_mebibytes);
        processor_seconds = processor(child.id()).unwrap_or(processor_seconds);
        std::thread::sleep(LOOK);
    }
    let seconds = begin.elapsed().as_secs_f64();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{} was not imported", path.display());
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let records = said["sources"].as_array().unwrap().iter().filter_map(|source| source["seen"].as_u64()).sum();
    std::fs::remove_dir_all(&workspace).unwrap();
    Run { records, seconds, processor_seconds, peak_mebibytes }
}

/// The most memory that a process ever had, in MiB; `None` where the system does not tell.
fn peak(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().split(' ').next()?.parse::<f64>().ok()? / 1024.0)
}

/// The processor time of a process, in seconds; `None` where the system does not tell.
fn processor(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold blanks: the twelfth and thirteenth number.
    let mut numbers = status.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
    let mut next = || numbers.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}

/// Writes texts by their number until there are so many bytes.
fn fill(out: &mut dyn Write, bytes: u64, each: impl Fn(u64, &mut String)) {
    let (mut text, mut written) = (String::new(), 0);
    for number in 0.. {
        text.clear();
        each(number, &mut text);
        out.write_all(text.as_bytes()).unwrap();
        written += text.len() as u64;
        if written >= bytes {
            return;
        }
    }
}

/// A sentence of its own for each number.
fn sentence(number: u64, text: &mut String) {
    for place in 0..5 + number * 7919 % 14 {
        text.push_str(WORDS[((number * 31 + place * 17) % WORDS.len() as u64) as usize]);
        text.push(' ');
    }
    write!(text, "{number}").unwrap();
}

/// Date and time of a number of seconds after the first of January 2015, in a calendar of months of 28 days.
fn moment(seconds: u64) -> [u64; 6] {
    let days = seconds / 86_400;
    [2015 + days / 336, days / 28 % 12 + 1, days % 28 + 1, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60]
}

fn mailbox(out: &mut dyn Write, bytes: u64) {
    let mut out = out;
    write_mailbox((bytes / 2_670) as usize, 7, &mut out).unwrap();
}

fn table(out: &mut dyn Write, bytes: u64) {
    let mut out = out;
    legs_csv((bytes / 22) as usize, 10_000, 7, &mut out).unwrap();
}

/// Rows of two people's numbers and a moment: about ten bytes each, packed.
fn parquet(out: &mut dyn Write, bytes: u64) {
    let world: Vec<Leg> = legs((bytes / 10) as usize, 10_000, 7).collect();
    let column = |value: fn(&Leg) -> i64| OutputColumn::Integer(world.iter().map(|leg| Some(value(leg))).collect());
    let columns = vec![
        ("source", column(|leg| i64::from(leg.source))),
        ("target", column(|leg| i64::from(leg.target))),
        ("time", column(|leg| leg.at_seconds)),
    ];
    out.write_all(&as_parquet(columns).unwrap()).unwrap();
}

fn chat(out: &mut dyn Write, bytes: u64, members: u64) {
    fill(out, bytes, |number, text| {
        let [year, month, day, hour, minute, second] = moment(number * 25);
        write!(text, "[{day:02}.{month:02}.{year}, {hour:02}:{minute:02}:{second:02}] ").unwrap();
        match (number * 7 + number / 5) % members {
            0 => text.push_str("Ann Example"),
            1 => text.push_str("Bob Example"),
            member => write!(text, "Member {} Example", char::from(b'A' + member as u8)).unwrap(),
        }
        text.push_str(": ");
        sentence(number, text);
        text.push('\n');
    });
}

fn texts(out: &mut dyn Write, bytes: u64) {
    out.write_all(b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"1\">\n").unwrap();
    fill(out, bytes, |number, text| {
        let (other, at) = (number * 37 % 500, 1_420_070_400_000 + number * 40_000);
        write!(
            text,
            "  <sms protocol=\"0\" address=\"+4917{other:07}\" date=\"{at}\" type=\"{}\" subject=\"null\" body=\"",
            number % 2 + 1
        )
        .unwrap();
        sentence(number, text);
        writeln!(
            text,
            "\" toa=\"null\" sc_toa=\"null\" service_center=\"null\" read=\"1\" status=\"-1\" locked=\"0\" date_sent=\"0\" sub_id=\"-1\" \
             readable_date=\"Jan 1, 2015 10:00:00\" contact_name=\"Contact {other}\" />"
        )
        .unwrap();
    });
    out.write_all(b"</smses>\n").unwrap();
}

fn telegram(out: &mut dyn Write, bytes: u64) {
    out.write_all(
        b"{\n \"about\": \"\",\n \"personal_information\": {\"user_id\": 100, \"first_name\": \"Ann\", \"last_name\": \"Example\"},\n \
          \"chats\": {\"about\": \"\", \"list\": [\n",
    )
    .unwrap();
    fill(out, bytes, |number, text| {
        let (chat, place) = (number / 20_000, number % 20_000);
        if place == 0 {
            text.push_str(if chat > 0 { "]},\n" } else { "" });
            writeln!(
                text,
                "  {{\"name\": \"Other {chat}\", \"type\": \"personal_chat\", \"id\": {}, \"messages\": [",
                200 + chat
            )
            .unwrap();
        } else {
            text.push_str(",\n");
        }
        let (name, id) = if number % 2 == 0 { ("Ann Example".to_owned(), 100) } else { (format!("Other {chat}"), 200 + chat) };
        write!(
            text,
            "   {{\n    \"id\": {number},\n    \"type\": \"message\",\n    \"date\": \"2015-01-01T10:00:00\",\n    \"date_unixtime\": \"{}\",\n    \
             \"from\": \"{name}\",\n    \"from_id\": \"user{id}\",\n    \"text\": \"",
            1_420_070_400 + number * 30
        )
        .unwrap();
        sentence(number, text);
        text.push_str("\",\n    \"text_entities\": [\n     {\n      \"type\": \"plain\",\n      \"text\": \"");
        sentence(number, text);
        text.push_str("\"\n     }\n    ]\n   }");
    });
    out.write_all(b"]}]}}\n").unwrap();
}

fn events(out: &mut dyn Write, bytes: u64) {
    out.write_all(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n").unwrap();
    fill(out, bytes, |number, text| {
        let [year, month, day, hour, minute, second] = moment(number * 540);
        let at = format!("{year}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z");
        write!(
            text,
            "BEGIN:VEVENT\r\nDTSTART:{at}\r\nDTEND:{at}\r\nDTSTAMP:20250101T000000Z\r\nORGANIZER;CN=Ann Example:mailto:ann@example.org\r\n\
             UID:{number}@example.org\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Bob Examp\r\n \
             le;X-NUM-GUESTS=0:mailto:bob{}@example.org\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;CN=Cle\r\n \
             o;X-NUM-GUESTS=0:mailto:cleo@example.org\r\nCREATED:20240101T000000Z\r\nDESCRIPTION:",
            number % 300
        )
        .unwrap();
        sentence(number, text);
        write!(
            text,
            "\r\nLAST-MODIFIED:20250101T000000Z\r\nLOCATION:Room {}\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\nSUMMARY:Planning {number}\r\n\
             TRANSP:OPAQUE\r\nEND:VEVENT\r\n",
            number % 20
        )
        .unwrap();
    });
    out.write_all(b"END:VCALENDAR\r\n").unwrap();
}

fn cards(out: &mut dyn Write, bytes: u64) {
    fill(out, bytes, |number, text| {
        write!(
            text,
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Example {number}\r\nN:Example;Ann {number};;;\r\n\
             EMAIL;TYPE=INTERNET;TYPE=WORK:ann{number}@example.org\r\nTEL;TYPE=CELL:+49301{number:07}\r\n\
             ADR;TYPE=HOME:;;Main Street {number};Berlin;;10115;Germany\r\nORG:Example Corp\r\nTITLE:Engineer\r\nCATEGORIES:work,fair\r\nNOTE:"
        )
        .unwrap();
        sentence(number, text);
        text.push_str("\r\nEND:VCARD\r\n");
    });
}

fn messages(out: &mut dyn Write, bytes: u64) {
    out.write_all(
        b"CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n",
    )
    .unwrap();
    fill(out, bytes, |number, text| {
        let [year, month, day, hour, minute, second] = moment(number * 60);
        let other = number % 800;
        let ann = "Ann Example,https://www.linkedin.com/in/ann-example".to_owned();
        let bob = format!("Bob {other},https://www.linkedin.com/in/bob-{other}");
        let (from, to) = if number % 2 == 0 { (ann, bob) } else { (bob, ann) };
        write!(
            text,
            "2-{other:010}==,,{from},{to},{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC,,\"Dear {other}, "
        )
        .unwrap();
        sentence(number, text);
        text.push(' ');
        sentence(number + 1, text);
        text.push_str("\",INBOX\n");
    });
}
