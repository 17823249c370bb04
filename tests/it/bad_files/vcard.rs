//! Cards with mistakes in names, addresses, kinds, nesting and lengths.

use super::Bad;

const SOUND: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Sound\r\nEMAIL:bob@example.org\r\nEND:VCARD\r\n";

/// A card with these properties and a sound one behind it.
fn card(properties: &str) -> Vec<u8> {
    format!("BEGIN:VCARD\r\nVERSION:3.0\r\n{properties}\r\nEND:VCARD\r\n{SOUND}").into_bytes()
}

fn nested(depth: usize) -> Vec<u8> {
    let (begin, end) = ("AGENT:\r\nBEGIN:VCARD\r\n".repeat(depth), "END:VCARD\r\n".repeat(depth));
    card(&format!("EMAIL:ann@example.org\r\n{begin}{end}X-LAST:1"))
}

/// A card that keeps this many bytes of properties, line ends counted as one.
fn of_bytes(bytes: usize) -> Vec<u8> {
    let kept = "VERSION:3.0\nEMAIL:ann@example.org\nNOTE:\n".len();
    card(&format!("EMAIL:ann@example.org\r\nNOTE:{}", "x".repeat(bytes - kept)))
}

fn wide(text: &[u8], big: bool) -> Vec<u8> {
    let text = String::from_utf8(text.to_vec()).unwrap();
    let units = [0xfeff_u16].into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

pub(super) fn all() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add =
        |name: &str, bytes: Vec<u8>, expected: &'static str| all.push(Bad::new("vcard", "in.vcf", name, bytes, expected));
    for (name, properties, expected) in [
        ("no name", "EMAIL:ann@example.org", "2 person=mailto:ann@example.org"),
        ("nothing", "X-NOTHING:1", "1 no-handle=1"),
        ("a name of blanks", "FN:   ", "1 no-handle=1"),
        ("a name of characters without width", "FN:\u{200b}\u{200b}\u{2060}", "1 no-handle=1"),
        ("an address for a name", "FN:ann@example.org\r\nEMAIL:ann@example.org", "2 person=mailto:ann@example.org"),
        ("half an address", "EMAIL:@", "1 no-handle=1"),
        ("a telephone number of three digits", "TEL:123", "1 no-handle=1"),
        ("a telephone number of four digits", "TEL:1234", "1 no-handle=1"),
        ("a telephone number of five digits", "TEL:12345", "2 person=tel:12345"),
        ("a telephone number of twenty digits", "TEL:+12345678901234567890", "2 person=tel:+12345678901234567890"),
        ("a telephone number of 21 digits", "TEL:+123456789012345678901", "1 no-handle=1"),
        ("a telephone number in words", "TEL:ask Bob", "1 no-handle=1"),
        ("only a fax machine", "TEL;TYPE=FAX:+4930123456", "1 no-handle=1"),
        ("a group", "KIND:group\r\nFN:Team\r\nEMAIL:team@example.org", "1 not-people=1"),
        ("an organisation", "KIND:org\r\nFN:Example Corp\r\nEMAIL:info@example.org", "1 not-people=1"),
        ("a place", "KIND:location\r\nFN:Room 5\r\nEMAIL:room@example.org", "1 not-people=1"),
        ("a program", "KIND:application\r\nFN:Bot\r\nEMAIL:bot@example.org", "1 not-people=1"),
        ("a thing", "KIND:device\r\nFN:Printer\r\nEMAIL:printer@example.org", "1 not-people=1"),
        ("a kind that nobody knows", "KIND:martian\r\nFN:Ann Example\r\nEMAIL:ann@example.org", "2"),
        ("a group of Apple", "X-ADDRESSBOOKSERVER-KIND:group\r\nFN:Team\r\nEMAIL:team@example.org", "1 not-people=1"),
        ("a company of Apple", "X-ABShowAs:COMPANY\r\nFN:Example Corp\r\nEMAIL:info@example.org", "1 not-people=1"),
        ("only a company", "ORG:Example Corp\r\nN:;;;;\r\nEMAIL:info@example.org", "1 not-people=1"),
        ("a company for a name", "FN:Example Corp\r\nORG:Example Corp\r\nEMAIL:info@example.org", "1 not-people=1"),
        ("a name of ten parts", "N:a;b;c;d;e;f;g;h;i;j\r\nEMAIL:ann@example.org", "2"),
        ("two names, the first blank", "FN: \r\nFN:Ann Example", "2 person=name:Ann\u{a0}Example"),
        ("a version of the future", "VERSION:9.9\r\nEMAIL:ann@example.org", "2"),
        (
            "a broken quoted-printable name",
            "FN;ENCODING=QUOTED-PRINTABLE:=ZZ=4\r\nEMAIL:ann@example.org",
            "2 person=mailto:ann@example.org",
        ),
        ("a broken base64 name", "FN;ENCODING=B:!!!\r\nEMAIL:ann@example.org", "2 person=mailto:ann@example.org"),
        (
            "a character set that nobody knows",
            "FN;CHARSET=KLINGON:Ann\r\nEMAIL:ann@example.org",
            "2 person=mailto:ann@example.org",
        ),
        ("parameters without an end", "EMAIL;TYPE=\"home:ann@example.org\r\nFN:Ann", "2"),
        (
            "properties that begin with a colon",
            ":x\r\n::\r\n:EMAIL:x\r\nEMAIL:ann@example.org",
            "2 person=mailto:ann@example.org",
        ),
        ("a time of revision in the year 9999", "REV:99991231T235959Z\r\nEMAIL:ann@example.org", "2"),
        ("a birthday before Christ", "BDAY:-0044-03-15\r\nEMAIL:ann@example.org", "2"),
    ] {
        // The name is a key of the person: the blank in it would part the line of what is expected.
        let expected = if expected.contains('\u{a0}') { "2" } else { expected };
        add(name, card(properties), expected);
    }
    add("an address of 612 bytes", card(&format!("EMAIL:{}@example.org", "a".repeat(600))), "1 no-handle=1");
    add("a name of 300 letters", card(&format!("FN:{}\r\nEMAIL:ann@example.org", "W".repeat(300))), "2");
    add("a name of 1000 bytes and nothing else", card(&format!("FN:{}", "😀".repeat(250))), "1 no-handle=1");
    add(
        "a thousand addresses",
        card(&(0..1000).map(|n| format!("EMAIL:p{n}@example.org\r\n")).collect::<String>()),
        "2 person=mailto:p999@example.org",
    );
    add(
        "a thousand labels",
        card(&format!("EMAIL:ann@example.org\r\nCATEGORIES:{}", (0..1000).map(|n| format!("t{n},")).collect::<String>())),
        "2",
    );
    for (properties, expected) in [(4_095, "2"), (4_096, "2"), (4_097, "1 too-many=1")] {
        add(
            &format!("{properties} properties"),
            card(&format!("{}EMAIL:ann@example.org", "X-A:1\r\n".repeat(properties - 2))),
            expected,
        );
    }
    for (bytes, expected) in [(262_143, "2"), (262_144, "2"), (262_145, "1 too-long=1")] {
        add(&format!("{bytes} bytes"), of_bytes(bytes), expected);
    }
    for (depth, expected) in [(14, "2"), (15, "2"), (16, "1 too-many=1")] {
        add(&format!("cards nested {} deep", depth + 1), nested(depth), expected);
    }
    add(
        "a photo of a mebibyte",
        card(&format!("PHOTO;ENCODING=B:{}\r\nEMAIL:ann@example.org", "AAAA\r\n ".repeat(150_000))),
        "2",
    );
    add("a photo in one line", card(&format!("PHOTO;ENCODING=B:{}\r\nEMAIL:ann@example.org", "A".repeat(1 << 20))), "2");
    add("an end without a beginning", format!("END:VCARD\r\n{SOUND}").into_bytes(), "1");
    add("text before the first card", format!("Dear Ann,\r\nhere they are:\r\n{SOUND}").into_bytes(), "1");
    add("text between cards", format!("{SOUND}\r\n-- \r\nsent from my phone\r\n{SOUND}").into_bytes(), "2");
    add("only a beginning", b"BEGIN:VCARD".to_vec(), "0 truncated=1");
    add("no end", format!("{SOUND}BEGIN:VCARD\r\nVERSION:3.0\r\nEMAIL:ann@example.org\r\n").into_bytes(), "1 truncated=1");
    add("a beginning inside a card", format!("BEGIN:VCARD\r\nEMAIL:ann@example.org\r\n{SOUND}").into_bytes(), "1 truncated=1");
    add("marks in small letters", SOUND.to_lowercase().into_bytes(), "1 person=mailto:bob@example.org");
    add("UTF-16, little end first", wide(&card("FN:Jörg\r\nEMAIL:j@example.org"), false), "2 person=mailto:j@example.org");
    add("UTF-16, big end first", wide(&card("FN:Jörg\r\nEMAIL:j@example.org"), true), "2 person=mailto:j@example.org");
    add("UTF-16 with half a character at the end", [wide(SOUND.as_bytes(), false), vec![b'x']].concat(), "1");
    let four: Vec<u8> = "\u{feff}".chars().chain(SOUND.chars()).flat_map(|c| (c as u32).to_le_bytes()).collect();
    add("UTF-32", four, "error not readable as vCard");
    add("a calendar", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n".to_vec(), "error not readable as vCard");
    add("an empty file", Vec::new(), "0");
    add("blank lines", b"\r\n\r\n\r\n".to_vec(), "error not readable as vCard");
    add("carriage returns instead of line ends", SOUND.replace("\r\n", "\r").into_bytes(), "error not readable as vCard");
    all
}
