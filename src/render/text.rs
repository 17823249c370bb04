//! Escaping as a type: text of strangers reaches a sink only through the method named after it.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;

/// Text that came out of somebody else's message, profile or calendar.
///
/// There is no way to print it as it is; each method makes it safe for one sink.
///
/// ```
/// use acquaint::render::text::Untrusted;
/// assert_eq!(Untrusted::new("<b>Ann & Bob").html(), "&lt;b&gt;Ann &amp; Bob");
/// assert_eq!(Untrusted::new("=1+1").csv(), "'=1+1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Untrusted<'a>(&'a str);

/// What a character that must not be passed on is replaced by.
const REPLACEMENT: char = '\u{fffd}';
/// The longest file stem, in characters: fits every file system, with room for a number and an extension.
const STEM_CHARS: usize = 64;

impl<'a> Untrusted<'a> {
    /// Marks text as not to be trusted.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// On one line, without control characters and bidirectional overrides; for drawing, or before another escaper.
    #[must_use]
    pub fn legible(self) -> String {
        self.0.chars().map(legible).collect()
    }

    /// For HTML text and for attribute values in double or single quotes.
    #[must_use]
    pub fn html(self) -> String {
        let mut escaped = String::with_capacity(self.0.len() + 16);
        for character in self.0.chars().map(legible) {
            push_escaped(&mut escaped, character);
        }
        escaped
    }

    /// For SVG and other XML 1.0: as HTML; no character that XML forbids is left, even as a reference.
    #[must_use]
    pub fn svg(self) -> String {
        self.html()
    }

    /// For XML 1.0 that programs read, in text and in quoted attributes: every character that XML can hold is kept, tabs and line ends too.
    /// The control characters and the two non-characters that it forbids, even as references, become the replacement mark.
    ///
    /// ```
    /// use acquaint::render::text::Untrusted;
    /// assert_eq!(Untrusted::new("a<b>\n\"c\"\u{1b}").xml(), "a&lt;b&gt;&#10;&quot;c&quot;\u{fffd}");
    /// ```
    #[must_use]
    pub fn xml(self) -> String {
        let mut escaped = String::with_capacity(self.0.len() + 16);
        for character in self.0.chars() {
            match character {
                // As references: a parser makes a blank of each that stands in an attribute, and one line end of both.
                '\t' => escaped.push_str("&#9;"),
                '\n' => escaped.push_str("&#10;"),
                '\r' => escaped.push_str("&#13;"),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(REPLACEMENT),
                other => push_escaped(&mut escaped, other),
            }
        }
        escaped
    }

    /// For a string in quotes in the DOT language: on one line, and without what its labels would take for a command (`\N`, `\G`).
    ///
    /// ```
    /// use acquaint::render::text::Untrusted;
    /// assert_eq!(Untrusted::new(r#"Ann "\N" Example"#).dot(), r#"Ann \"\\N\" Example"#);
    /// ```
    #[must_use]
    pub fn dot(self) -> String {
        self.legible().replace('\\', "\\\\").replace('"', "\\\"")
    }

    /// For one line of Markdown, a table cell or a heading: no emphasis, link, image, tag, HTML or math comes out of it.
    ///
    /// A word that a viewer would turn into a link (an address, a URL) is set as code, which leaves it readable and copyable.
    #[must_use]
    pub fn markdown(self) -> String {
        let line = self.legible();
        let mut escaped = String::with_capacity(line.len() + 16);
        for (index, word) in line.split_whitespace().enumerate() {
            if index > 0 {
                escaped.push(' ');
            }
            if becomes_link(word) && !word.contains(['`', '|', '\\']) {
                // What stands around an address belongs to the sentence.
                let inner = word.trim_start_matches(['(', '"', '“']);
                let address = inner.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '”']);
                let (before, rest) = word.split_at(word.len() - inner.len());
                let (address, after) = rest.split_at(address.len());
                let _ = write!(escaped, "{before}`{address}`{after}");
            } else {
                markdown_word(word, index == 0, &mut escaped);
            }
        }
        escaped
    }

    /// For one cell of a comma-separated file (RFC 4180). A cell that a spreadsheet would run as a formula gets a leading
    /// apostrophe, unless the whole of it is a plain number.
    #[must_use]
    pub fn csv(self) -> String {
        let mut cell: String = self.0.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { c } else { legible(c) }).collect();
        let first = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
        let runs = matches!(first, Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'));
        if runs && !is_plain_number(&cell) {
            cell.insert(0, '\'');
        }
        if cell.contains(['"', ',', ';', '\t', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
            cell = format!("\"{}\"", cell.replace('"', "\"\""));
        }
        cell
    }

    /// For a terminal: control, bidirectional and invisible characters are replaced; joiners, which only shape letters, are
    /// dropped.
    #[must_use]
    pub fn terminal(self) -> String {
        self.0
            .chars()
            .filter(|character| !matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}'))
            .map(legible)
            .map(|character| if is_invisible(character) { REPLACEMENT } else { character })
            .collect()
    }

    /// A safe stem for a file name: lower-case ASCII letters, digits and single hyphens, 1 to 64 characters, no name that an
    /// operating system keeps for itself.
    ///
    /// ```
    /// use acquaint::render::text::Untrusted;
    /// assert_eq!(Untrusted::new("../Zoë Müller").file_name(), "zoe-muller");
    /// assert_eq!(Untrusted::new("李").file_name(), "unnamed");
    /// assert_eq!(Untrusted::new("NUL").file_name(), "nul-file");
    /// ```
    #[must_use]
    pub fn file_name(self) -> String {
        let mut stem = String::new();
        // Decomposition leaves the base letter of an accented one; the accent itself is no ASCII and vanishes.
        for character in self.0.nfkd().filter(|character| !is_combining(*character)) {
            if stem.len() >= STEM_CHARS {
                break;
            }
            if character.is_ascii_alphanumeric() {
                stem.push(character.to_ascii_lowercase());
            } else if !stem.is_empty() && !stem.ends_with('-') {
                stem.push('-');
            }
        }
        let stem = stem.trim_end_matches('-');
        let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
        let reserved = matches!(stem, "con" | "prn" | "aux" | "nul")
            || port.is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()));
        match stem {
            "" => "unnamed".to_owned(),
            _ if reserved => format!("{stem}-file"),
            _ => stem.to_owned(),
        }
    }
}

/// Adds a character, as a reference where markup gives it a meaning.
fn push_escaped(text: &mut String, character: char) {
    match character {
        '&' => text.push_str("&amp;"),
        '<' => text.push_str("&lt;"),
        '>' => text.push_str("&gt;"),
        '"' => text.push_str("&quot;"),
        '\'' => text.push_str("&#39;"),
        other => text.push(other),
    }
}

/// The character itself, a space for a line end or tab, or the replacement mark for what must not reach any sink.
fn legible(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        control if control.is_control() => REPLACEMENT,
        // Embeddings, overrides and isolates reorder the text around them; the rest is no character of XML.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => REPLACEMENT,
        other => other,
    }
}

/// Characters without width or that change the direction of others.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The accents that decomposition leaves after a Latin letter.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// Whether GitHub or Obsidian would make a link or a mention out of a word.
fn becomes_link(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower.contains('@') || lower.contains("://") || lower.contains("www.")
}

/// A whole number or decimal, with or without a sign and an exponent.
fn is_plain_number(cell: &str) -> bool {
    let unsigned = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    unsigned.starts_with(|first: char| first.is_ascii_digit())
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && cell.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Writes one word with every character escaped that could mean something where it stands.
fn markdown_word(word: &str, first: bool, escaped: &mut String) {
    // `- x`, `1. x`, `=== ` and `+ x` mean something only where a line begins.
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = None;
    let mut rest = word.char_indices().peekable();
    while let Some((index, character)) = rest.next() {
        let after = rest.peek().map(|(_, next)| *next);
        let doubled = before == Some(character) || after == Some(character);
        let special = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '^' => true,
            '=' | '%' | ':' | '!' if doubled => true,
            '-' | '+' | '=' => first && index == 0,
            '.' | ')' => first && digits > 0 && index == digits && after.is_none(),
            '&' => {
                after.is_some_and(|next| next == '#' || next.is_ascii_alphabetic())
                    && word.get(index..).is_some_and(|tail| tail.contains(';'))
            }
            '!' => after == Some('['),
            ':' => after == Some('/'),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
        // An address in a word that cannot be code: an empty comment parts it, so that no viewer sees an address.
        if character == '@'
            || (character == '.' && word.get(..index).is_some_and(|head| head.to_ascii_lowercase().ends_with("www")))
        {
            escaped.push_str("<!-- -->");
        }
        before = Some(character);
    }
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
