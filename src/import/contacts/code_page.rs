//! The code page of a text that names none, told by what its words look like.
//!
//! A wrong code page shows: letters become signs, capitals stand amid small letters, and one alphabet is mixed with another within a
//! word. The page with the fewest such oddities is taken; of equals the first.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

const PAGES: [&Encoding; 4] = [WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, MACINTOSH];

/// The code page of some text: UTF-8 where it is that (or marked as UTF-16), otherwise the likeliest of windows-1252, windows-1250,
/// windows-1251 and Mac Roman.
pub(super) fn of(bytes: &[u8]) -> &'static Encoding {
    let marked = [&[0xff, 0xfe][..], &[0xfe, 0xff]].iter().any(|mark| bytes.starts_with(mark));
    match std::str::from_utf8(bytes) {
        // A character may be cut at the end of what is looked at.
        _ if marked => return UTF_8,
        Ok(_) => return UTF_8,
        Err(error) if error.error_len().is_none() => return UTF_8,
        Err(_) => {}
    }
    let odd = |page: &&'static Encoding| oddities(&page.decode_without_bom_handling(bytes).0);
    PAGES.into_iter().min_by_key(odd).unwrap_or(WINDOWS_1252)
}

/// How much of a text does not look like words.
fn oddities(text: &str) -> u64 {
    let mut odd = 0;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        if !character.is_ascii() || !before.is_ascii() {
            let behind = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            odd += oddity(before, character, behind);
        }
        before = character;
    }
    odd
}

fn oddity(before: char, character: char, behind: char) -> u64 {
    if character.is_alphabetic() {
        let mixed = before.is_alphabetic() && is_cyrillic(before) != is_cyrillic(character);
        let capital_within = before.is_lowercase() && character.is_uppercase();
        // Latin words have few letters with marks in a row.
        let crowded = !character.is_ascii() && !before.is_ascii() && before.is_alphabetic() && !is_cyrillic(character);
        let alone = is_cyrillic(character) && !before.is_alphabetic() && !behind.is_alphabetic();
        return 4 * u64::from(mixed)
            + 3 * u64::from(capital_within)
            + 2 * u64::from(crowded)
            + u64::from(alone)
            + u64::from(is_rare(character));
    }
    // A sign amid letters; quotation marks, dashes and the like are met there.
    let usual = character.is_ascii()
        || character.is_whitespace()
        || matches!(character, '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '·' | '™' | '®');
    let amid = before.is_alphabetic() || behind.is_alphabetic();
    3 * u64::from(!usual && amid) + 2 * u64::from(character.is_control())
}

fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{52f}')
}

/// Letters that are met more often by a wrong code page than in a name.
fn is_rare(character: char) -> bool {
    matches!(
        character,
        'ƒ' | 'ª'
            | 'º'
            | 'Ÿ'
            | 'ÿ'
            | 'þ'
            | 'Þ'
            | 'Ђ'
            | 'Ѓ'
            | 'ѓ'
            | 'Љ'
            | 'љ'
            | 'Њ'
            | 'њ'
            | 'Ќ'
            | 'ќ'
            | 'Ћ'
            | 'ћ'
            | 'Џ'
            | 'џ'
            | 'µ'
    )
}
