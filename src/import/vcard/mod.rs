//! Address books in vCard 2.1, 3.0 and 4.0: phones, Google, Apple, Outlook.

mod person;
mod split;
#[cfg(test)]
mod tests;
mod wide;

use std::io::Read;

use calcard::{Entry, Parser};

use self::split::Cut;
use super::mail::lines::Lines;
use super::{Confidence, Head, ImportError, Importer, Location, ReadOptions, Reason, Record, Reject, Sink, isolated};
use crate::io::Limits;
use crate::model::{Card, Declaration, DeclarationKind, Observation};

/// Reads the cards of an address book; each declares a tie that was never observed.
#[derive(Debug, Clone, Copy)]
pub struct VCard;

impl Importer for VCard {
    fn name(&self) -> &'static str {
        "vcard"
    }

    fn about(&self) -> &'static str {
        "address books in vCard files (.vcf): Google, Apple, Outlook, phones"
    }

    fn guide(&self) -> &'static str {
        include_str!("../../guide/sources/vcard.md")
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let name = head.name.to_ascii_lowercase();
        let named = [".vcf", ".vcard"].iter().any(|end| name.ends_with(end));
        if starts_with_card(head.bytes) {
            Confidence::Certain
        } else if named {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, input: &mut dyn Read, options: &ReadOptions, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let mut wide = wide::Wide::new(input)?;
        let mut lines = Lines::new(&mut wide);
        let mut record = 0;
        let cards = split::split(&mut lines, &options.limits, &mut |cut| {
            record += 1;
            let location = Location { record, line: Some(cut.line) };
            sink(match card_of(&cut, &options.limits) {
                Ok(card) => Ok(Record { location, observations: vec![declaration(card)] }),
                Err(reason) => Err(Reject { location, reason }),
            })
        })?;
        if cards == 0 && lines.number() > 0 {
            return Err(ImportError::Broken { format: "vCard", problem: "no BEGIN:VCARD found".into() });
        }
        Ok(())
    }
}

fn declaration(card: Card) -> Observation {
    // REV tells when the card was edited, which is no contact, so there is no date.
    Observation::Declaration(Declaration { kind: DeclarationKind::AddressBook, card, at_micros: None, detail: None })
}

fn card_of(cut: &Cut, limits: &Limits) -> Result<Card, Reason> {
    let text = cut.text.as_ref().map_err(|reason| *reason)?;
    isolated(|| match Parser::new(text).entry() {
        Entry::VCard(parsed) => person::card(&parsed, limits),
        _ => Err(Reason::Malformed),
    })
    .unwrap_or(Err(Reason::ParserFailed))
}

/// Whether the first line with text is `BEGIN:VCARD`, in UTF-8 or UTF-16.
fn starts_with_card(bytes: &[u8]) -> bool {
    let plain: Vec<u8> = match bytes {
        [0xff, 0xfe, rest @ ..] => rest.iter().step_by(2).take(64).copied().collect(),
        [0xfe, 0xff, rest @ ..] => rest.iter().skip(1).step_by(2).take(64).copied().collect(),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.iter().take(64).copied().collect(),
        _ => bytes.iter().take(64).copied().collect(),
    };
    plain.trim_ascii_start().get(..11).is_some_and(|mark| mark.eq_ignore_ascii_case(b"BEGIN:VCARD"))
}
