//! The repair of text whose UTF-8 bytes were written as Latin-1 characters.

use std::borrow::Cow;

/// The text as it was meant: `cafÃ©` is `café`. A text in which any character or byte does not fit is left as it is, so that what
/// was written properly stays.
pub(super) fn repair(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().any(|character| u32::from(character) > 0xff) {
        return Cow::Borrowed(text);
    }
    let bytes = text.chars().map(|character| character as u8).collect();
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[test]
    fn mojibake_is_repaired_and_proper_text_is_left_alone() {
        for (written, meant) in [
            ("caf\u{c3}\u{a9}", "café"),
            ("\u{f0}\u{9f}\u{91}\u{8d}", "👍"),
            ("\u{c5}\u{81}uk\u{c3}\u{b3}w", "Łuków"),
            ("café", "café"),
            ("Jörg Müller", "Jörg Müller"),
            ("👍", "👍"),
            ("Łuków", "Łuków"),
            ("plain", "plain"),
            ("", ""),
            ("Ångström \u{c3}\u{a9}", "Ångström \u{c3}\u{a9}"),
        ] {
            assert_eq!(repair(written), meant);
        }
    }
}
