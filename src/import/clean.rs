//! Text of strangers, made fit to keep: names without control characters, cut at a grapheme.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// The mark of a name that was cut.
const CUT_MARK: char = '…';
/// What programs write where there is no name, as they write it: somebody may be called Na or Null.
const NO_NAME: [&str; 10] = ["NA", "NULL", "null", "NaN", "undefined", "<NA>", "<null>", "?", "??", "???"];
/// The same, in any case.
const NO_NAME_FOLDED: [&str; 7] = ["n/a", "n.a.", "#n/a", "(unknown)", "(none)", "(null)", "(no name)"];

/// A display name or organisation: NFC, without control, bidirectional-override and invisible characters, blanks folded,
/// surrounding quotes dropped, at most `max_chars` characters (cut at a grapheme and marked). `None` when nothing is left, or what
/// programs write in place of a name (`N/A`, `null`, `(Unknown)`, `-`).
///
/// ```
/// use acquaint::import::clean::name;
/// assert_eq!(name("  'Ann\u{202e}\u{7}\n Example' ", 256).as_deref(), Some("Ann Example"));
/// assert_eq!(name("\u{200b} \t", 256), None);
/// assert_eq!(name("N/A", 256), None);
/// assert_eq!(name("Na", 256).as_deref(), Some("Na"));
/// ```
#[must_use]
pub fn name(text: &str, max_chars: usize) -> Option<String> {
    // Most names are plain, and composing costs more than all the rest.
    let folded = if text.is_ascii() { fold(text.chars(), text.len()) } else { fold(text.nfc(), text.len()) };
    let mut trimmed = folded.trim();
    // As often as there are some: a name that was cleaned is clean.
    let within = |text| ['"', '\''].into_iter().find_map(|quote| str::strip_prefix(text, quote)?.strip_suffix(quote));
    while let Some(inner) = within(trimmed) {
        trimmed = inner.trim();
    }
    if trimmed.is_empty() || is_no_name(trimmed) {
        return None;
    }
    // Most names need no cut, neither at the ends nor behind, and are given as they are.
    if trimmed.len() <= max_chars || trimmed.chars().count() <= max_chars {
        let is_whole = trimmed.len() == folded.len();
        return Some(if is_whole { folded } else { trimmed.to_owned() });
    }
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in trimmed.graphemes(true) {
        used += grapheme.chars().count();
        if used >= max_chars {
            break;
        }
        cut.push_str(grapheme);
    }
    cut.push(CUT_MARK);
    Some(cut)
}

fn is_no_name(text: &str) -> bool {
    let dashes = text.chars().all(|c| matches!(c, '-' | '–' | '—' | '_'));
    dashes || NO_NAME.contains(&text) || NO_NAME_FOLDED.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Blanks and controls as one blank each, without what is invisible.
fn fold(characters: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut folded = String::with_capacity(capacity);
    for character in characters {
        if character.is_whitespace() || character.is_control() {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if !is_invisible(character) {
            folded.push(character);
        }
    }
    folded
}

/// Bidirectional controls, zero-width marks, variation tricks and private use: they change how other text looks.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_at_the_limit_is_kept_and_one_over_is_cut_and_marked() {
        for (length, expected) in [(255, 255), (256, 256), (257, 256)] {
            let cleaned = name(&"é".repeat(length), 256).map(|text| text.chars().count());
            assert_eq!(cleaned, Some(expected), "{length}");
        }
        assert!(name(&"é".repeat(257), 256).is_some_and(|text| text.ends_with('…')));
    }

    #[test]
    fn what_stands_in_place_of_a_name_is_none_and_a_person_called_so_is_one() {
        for text in ["N/A", "n/a", "NA", "null", "NULL", "NaN", "(Unknown)", "(unknown)", "-", "--", "—", " ? ", "'null'", "#N/A"]
        {
            assert_eq!(name(text, 256), None, "{text}");
        }
        for text in ["Na", "Na Li", "Null", "Jennifer Null", "Nan", "Unknown Mortal", "Naná", "O", "-A", "None"] {
            assert_eq!(name(text, 256).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_family_emoji_is_never_cut_in_two() {
        let family = "👨\u{200d}👩\u{200d}👧";
        let cleaned = name(&family.repeat(100), 256).unwrap_or_default();
        assert!(cleaned.trim_end_matches('…').chars().count().is_multiple_of(5));
    }
}
