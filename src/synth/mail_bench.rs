//! A mailbox of any size for measuring the reading of mail.

use std::io::{self, Write};

use super::civil::{mail_date, separator_date};
use super::encode::{encoded_words, phrase};
use super::legs::{Leg, legs};
use super::phrases::{BODIES, SUBJECTS};
use super::random::{Random, mix};

/// The length of a body from which on it is ended, in bytes.
const BODY_BYTES: usize = 2_048;

/// Writes a mailbox of `messages` mails to and from one owner and among 400 others: an export's headers, bodies of about 2 KB.
/// One mail in ten comes from a list. The writer should be buffered; nothing is kept in memory but one mail.
///
/// # Errors
/// When the writer fails.
pub fn write_mailbox(messages: usize, seed: u64, out: &mut impl Write) -> io::Result<()> {
    let mut random = Random::stream(seed, "mail bench");
    for (number, leg) in legs(messages, 400, seed).enumerate() {
        let number = number as u64;
        let Leg { source, target, at_seconds } = leg;
        write!(out, "From {}@xxx {}\r\n", mix(seed ^ number) >> 1, separator_date(at_seconds))?;
        write!(out, "X-GM-THRID: {}\r\nX-Gmail-Labels: Inbox,Opened\r\n", 1_700_000_000_000_000_000 + (mix(number) >> 5))?;
        write!(out, "Delivered-To: owner@example.org\r\nMIME-Version: 1.0\r\nDate: {}\r\n", mail_date(at_seconds, 1))?;
        write!(out, "Message-ID: <{:016x}.{number}@mail.example.org>\r\n", mix(seed.wrapping_add(number)))?;
        write!(
            out,
            "Subject: {}\r\nFrom: {}\r\nTo: {}\r\n",
            encoded_words(random.word(SUBJECTS)),
            address(source),
            address(target)
        )?;
        if random.chance(20) {
            let copied: Vec<String> = (0..=random.below(4)).map(|_| address(random.below(400) as u32)).collect();
            write!(out, "Cc: {}\r\n", copied.join(",\r\n\t"))?;
        }
        if number % 10 == 3 {
            write!(out, "List-Id: <list.example.org>\r\nPrecedence: list\r\n")?;
        }
        write!(out, "Content-Type: text/plain; charset=\"UTF-8\"\r\n\r\n")?;
        let mut length = 0;
        while length < BODY_BYTES {
            let line = random.word(BODIES);
            write!(out, "{line}\r\n")?;
            length += line.len() + 2;
        }
        out.write_all(b"\r\n")?;
    }
    Ok(())
}

/// [`write_mailbox`] into memory: about 2.6 KB a mail.
#[must_use]
pub fn mailbox_bytes(messages: usize, seed: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(messages * 2_700);
    // Writing into memory cannot fail.
    let _ = write_mailbox(messages, seed, &mut bytes);
    bytes
}

/// Person 0 is the owner.
fn address(person: u32) -> String {
    match person {
        0 => "Owner <owner@example.org>".to_owned(),
        _ if person % 5 == 2 => format!("{} <person{person}@example.org>", phrase(&format!("Jörg Muster {person}"))),
        _ => format!("Person {person} <person{person}@example.org>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_has_as_many_mails_as_asked_for() {
        let bytes = mailbox_bytes(120, 5);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(text.split("\r\n").filter(|line| line.starts_with("From ")).count(), 120);
        assert!((120 * 2_300..120 * 3_000).contains(&bytes.len()), "{}", bytes.len());
        assert!(!text.replace("\r\n", "").contains('\n'));
        assert_eq!(bytes, mailbox_bytes(120, 5));
        assert!(mailbox_bytes(0, 5).is_empty());
    }
}
