//! How fast each format is read, and how much memory the largest mailbox takes: `cargo bench --bench importers [GIGABYTES]`.
//!
//! No disk is involved: the bytes are made while they are read. One line per format, on one core; then a mailbox of two gigabytes, with
//! the most memory the process ever had.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench that cannot go on stops, and prints what it measured"
)]

use std::io::Read;
use std::time::Instant;

use acquaint::import::{ReadOptions, by_name};
use acquaint::io::Limits;
use acquaint::synth::{legs_csv, mailbox_bytes};
use jiff::tz::TimeZone;

/// Gives the same records again and again, each time with another number in them, up to a length.
struct Endless {
    head: Vec<u8>,
    block: Vec<u8>,
    at: usize,
    left: u64,
}

impl Endless {
    fn new(head: &[u8], block: Vec<u8>, bytes: u64) -> Self {
        Self { head: head.to_vec(), block, at: 0, left: bytes }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if !self.head.is_empty() {
            let count = self.head.len().min(buffer.len());
            buffer[..count].copy_from_slice(&self.head[..count]);
            self.head.drain(..count);
            return Ok(count);
        }
        if self.at == self.block.len() {
            self.at = 0;
            if self.left < self.block.len() as u64 {
                return Ok(0);
            }
            self.left -= self.block.len() as u64;
        }
        let count = (self.block.len() - self.at).min(buffer.len());
        buffer[..count].copy_from_slice(&self.block[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

/// The most memory this process ever had, in MiB; 0 where the system does not tell.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().split(' ').next().and_then(|text| text.parse::<u64>().ok()).unwrap_or_default() / 1024
}

fn measure(importer: &str, file_name: &str, input: &mut dyn Read, bytes: u64) {
    let options = ReadOptions {
        file_name: file_name.to_owned(),
        ..ReadOptions::new(Limits::as_of_micros(1_893_456_000_000_000), TimeZone::UTC)
    };
    let (mut accepted, mut rejected) = (0_u64, 0_u64);
    let begin = Instant::now();
    let mut sink = |item: acquaint::import::Item| {
        accepted += u64::from(item.is_ok());
        rejected += u64::from(item.is_err());
        Ok(())
    };
    by_name(importer).unwrap().read(input, &options, &mut sink).unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    let (megabytes, records) = (bytes as f64 / 1e6 / seconds, (accepted + rejected) as f64 / seconds);
    println!(
        "{importer:<14} {:>8.0} MB {accepted:>10} accepted {rejected:>6} rejected {megabytes:>8.0} MB/s {records:>10.0} records/s {:>6} MiB",
        bytes as f64 / 1e6,
        peak_mebibytes()
    );
}

fn cards() -> Vec<u8> {
    let card = |number: usize| {
        format!(
            "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Example {number}\r\nN:Example;Ann {number};;;\r\nEMAIL;TYPE=WORK:ann{number}@example.org\r\n\
             TEL;TYPE=CELL:+49301{number:06}\r\nORG:Example Corp\r\nTITLE:Engineer\r\nCATEGORIES:work,fair\r\nEND:VCARD\r\n"
        )
    };
    (0..2_000).map(card).collect::<String>().into_bytes()
}

fn events() -> Vec<u8> {
    let event = |number: usize| {
        format!(
            "BEGIN:VEVENT\r\nUID:{number}@example.org\r\nDTSTAMP:20250101T000000Z\r\nDTSTART:2025{:02}{:02}T100000Z\r\n\
             DTEND:20251231T110000Z\r\nSUMMARY:Planning {number}\r\nORGANIZER;CN=Ann:mailto:ann@example.org\r\n\
             ATTENDEE;CN=Bob Example;PARTSTAT=ACCEPTED:mailto:bob{number}@example.org\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:cleo@example.org\r\n\
             END:VEVENT\r\n",
            number % 12 + 1,
            number % 28 + 1
        )
    };
    (0..2_000).map(event).collect::<String>().into_bytes()
}

fn messages() -> Vec<u8> {
    let message = |number: usize| {
        format!(
            "conversation-{number},,Ann Example,https://www.linkedin.com/in/ann-example,Bob Example,https://www.linkedin.com/in/bob-{number},\
             2025-{:02}-{:02} 10:00:00 UTC,,\"Dear Bob, {}\",INBOX\n",
            number % 12 + 1,
            number % 28 + 1,
            "it was good to see you at the fair last week. ".repeat(5)
        )
    };
    (0..2_000).map(message).collect::<String>().into_bytes()
}

fn main() {
    let gigabytes: f64 = std::env::args().skip(1).find_map(|text| text.parse().ok()).unwrap_or(2.0);
    let sized = |megabytes: u64| megabytes * 1_000_000;
    let mut table = Vec::new();
    legs_csv(100_000, 1_000, 7, &mut table).unwrap();
    let rows = table.split_off(table.iter().position(|byte| *byte == b'\n').unwrap() + 1);
    let few = mailbox_bytes(2_000, 7);
    println!("at the beginning: {} MiB", peak_mebibytes());
    measure("mbox", "a.mbox", &mut Endless::new(b"", few.clone(), sized(400)), sized(400));
    measure("vcard", "a.vcf", &mut Endless::new(b"", cards(), sized(60)), sized(60));
    let calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n";
    measure("ics", "a.ics", &mut Endless::new(calendar, events(), sized(30)), sized(30));
    let header =
        b"CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n";
    measure("linkedin", "messages.csv", &mut Endless::new(header, messages(), sized(150)), sized(150));
    measure("table", "a.csv", &mut Endless::new(&table, rows, sized(150)), sized(150));
    let bytes = (gigabytes * 1e9) as u64;
    measure("mbox", "large.mbox", &mut Endless::new(b"", few, bytes), bytes);
}
