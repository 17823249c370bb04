//! Phone chats and backups of any size, for measuring importers: only as large as asked, written as they go.

use std::io::{self, Write};

use super::legs::{Leg, legs};
use super::random::Random;

const TEXTS: &[&str] = &[
    "ok",
    "See you at nine then 😀",
    "Could you send me the slides of last week? I would like to show them on Monday, before the others come",
    "<Media omitted>",
    "Danke, ich melde mich: später",
    "We looked at the figures again\nand they are better than we thought\n\nlet us talk",
];

/// A group of `people` in the form of Android, with `messages` messages of about 75 bytes, one a minute or so.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_whatsapp_chat(messages: usize, people: usize, seed: u64, out: &mut impl Write) -> io::Result<()> {
    let mut random = Random::stream(seed, "chat bench");
    for number in 0..messages {
        let minute = number / 2;
        let day = minute / 1440;
        let (year, month, day) = (10 + day / 336 % 16, day / 28 % 12 + 1, day % 28 + 1);
        let (hour, minute) = (minute / 60 % 24, minute % 60);
        let person = random.below(people.max(1));
        writeln!(out, "{month}/{day}/{year:02}, {hour:02}:{minute:02} - Person {person} Example: {}", random.word(TEXTS))?;
    }
    Ok(())
}

/// A backup of `messages` texts with 400 people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_sms_backup(messages: usize, seed: u64, out: &mut impl Write) -> io::Result<()> {
    let mut random = Random::stream(seed, "sms bench");
    writeln!(out, "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"{messages}\">")?;
    for Leg { source, target, at_seconds } in legs(messages, 400, seed) {
        let (kind, person) = if source == 0 { (2, target) } else { (1, source) };
        let body = random.word(TEXTS).replace('<', "&lt;").replace('\n', "&#10;").replace('😀', "&#55357;&#56832;");
        writeln!(
            out,
            "  <sms protocol=\"0\" address=\"+1555{person:07}\" date=\"{}\" type=\"{kind}\" subject=\"null\" body=\"{body}\" toa=\"null\" \
             sc_toa=\"null\" service_center=\"+15550000000\" read=\"1\" status=\"-1\" locked=\"0\" readable_date=\"x\" contact_name=\"Person {person}\" />",
            at_seconds * 1000
        )?;
    }
    writeln!(out, "</smses>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_and_a_backup_have_as_many_messages_as_asked_for() {
        let (mut chat, mut backup) = (Vec::new(), Vec::new());
        write_whatsapp_chat(100, 5, 7, &mut chat).unwrap();
        write_sms_backup(100, 7, &mut backup).unwrap();
        let count = |bytes: &[u8], part: &str| String::from_utf8_lossy(bytes).matches(part).count();
        assert_eq!((count(&chat, " - Person "), count(&backup, "<sms ")), (100, 100));
    }
}
