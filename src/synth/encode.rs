//! The encodings that mail, calendars, cards and tables use for text.

/// Base64 (RFC 4648) without line breaks.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let joined = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let sextet = (joined >> (18 - 6 * place)) as usize & 63;
            let letter = if place <= chunk.len() { ALPHABET.get(sextet).copied().unwrap_or(b'=') } else { b'=' };
            text.push(char::from(letter));
        }
    }
    text
}

/// Base64 in lines of 76 characters ended by CRLF.
pub(super) fn base64_lines(bytes: &[u8]) -> String {
    let mut text = String::new();
    for line in bytes.chunks(57) {
        text.push_str(&base64(line));
        text.push_str("\r\n");
    }
    text
}

/// Quoted-printable (RFC 2045) with soft breaks, for text without control characters.
pub(super) fn quoted_printable(text: &str) -> String {
    let mut encoded = String::new();
    let mut column = 0;
    for character in text.chars() {
        let mut piece = String::new();
        if (' '..='~').contains(&character) && character != '=' {
            piece.push(character);
        } else {
            push_hex(&mut piece, character, '=');
        }
        if column + piece.len() > 75 {
            encoded.push_str("=\r\n");
            column = 0;
        }
        column += piece.len();
        encoded.push_str(&piece);
    }
    encoded
}

fn push_hex(text: &mut String, character: char, mark: char) {
    let mut bytes = [0; 4];
    for byte in character.encode_utf8(&mut bytes).bytes() {
        text.push(mark);
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(digit), 16).map(|c| c.to_ascii_uppercase()));
        }
    }
}

/// A header text: as it is when ASCII, else encoded words (RFC 2047), Q where most letters are ASCII and B elsewhere, folded
/// between words.
pub(super) fn encoded_words(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let quoted = foreign * 3 <= text.chars().count();
    let mut words: Vec<String> = Vec::new();
    let mut piece = String::new();
    let close = |piece: &mut String, words: &mut Vec<String>| {
        if !piece.is_empty() {
            let body = if quoted { q_encoding(piece) } else { base64(piece.as_bytes()) };
            words.push(format!("=?UTF-8?{}?{body}?=", if quoted { 'Q' } else { 'B' }));
            piece.clear();
        }
    };
    for character in text.chars() {
        let mut longer = piece.clone();
        longer.push(character);
        let length = if quoted { q_encoding(&longer).len() } else { longer.len().div_ceil(3) * 4 };
        if length > 60 {
            close(&mut piece, &mut words);
        }
        piece.push(character);
    }
    close(&mut piece, &mut words);
    words.join("\r\n ")
}

fn q_encoding(text: &str) -> String {
    let mut encoded = String::new();
    for character in text.chars() {
        match character {
            ' ' => encoded.push('_'),
            // Inside a phrase only these may stand for themselves (RFC 2047, section 5).
            c if c.is_ascii_alphanumeric() || matches!(c, '!' | '*' | '+' | '-' | '/') => encoded.push(c),
            c => push_hex(&mut encoded, c, '='),
        }
    }
    encoded
}

/// A display name before an address: plain words, a quoted string, or encoded words.
pub(super) fn phrase(name: &str) -> String {
    if !name.is_ascii() {
        return encoded_words(name);
    }
    if name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '\'')) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// A content line of a card or a calendar, folded after 75 bytes between characters, ended by CRLF.
pub(super) fn folded(line: &str) -> String {
    let mut text = String::with_capacity(line.len() + 8);
    let mut column = 0;
    for character in line.chars() {
        if column + character.len_utf8() > 75 {
            text.push_str("\r\n ");
            column = 1;
        }
        column += character.len_utf8();
        text.push(character);
    }
    text.push_str("\r\n");
    text
}

/// One row of a table: cells with a comma, a quote or an edge blank are quoted; LF between rows is the caller's.
pub(super) fn csv_row(cells: &[&str]) -> String {
    let quoted: Vec<String> = cells
        .iter()
        .map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { (*cell).to_owned() }
        })
        .collect();
    quoted.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_agrees_with_the_vectors_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert!(base64_lines(&[7; 200]).lines().all(|line| line.len() <= 76));
    }

    #[test]
    fn names_become_phrases_that_mail_programs_write() {
        assert_eq!(phrase("Hanna Lindqvist"), "Hanna Lindqvist");
        assert_eq!(phrase("Doe, Jane"), "\"Doe, Jane\"");
        assert_eq!(phrase("Jörg Brandt"), "=?UTF-8?Q?J=C3=B6rg_Brandt?=");
        assert_eq!(phrase("عمر"), "=?UTF-8?B?2LnZhdix?=");
        assert!(encoded_words(&"Олена ".repeat(20)).split("\r\n ").all(|word| word.len() <= 75));
    }

    #[test]
    fn lines_fold_between_characters() {
        let text = folded(&"ж".repeat(100));
        assert!(text.trim_end().split("\r\n").all(|line| line.len() <= 76));
        assert_eq!(text.replace("\r\n ", "").trim_end(), "ж".repeat(100));
        assert!(quoted_printable(&"é=".repeat(60)).split("\r\n").all(|line| line.len() <= 76));
        assert_eq!(csv_row(&["a", "b, c", "say \"x\""]), "a,\"b, c\",\"say \"\"x\"\"\"");
    }
}
