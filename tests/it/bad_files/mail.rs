//! Mail with mistakes in dates, addresses, lines and lengths.

use super::Bad;

const SEPARATOR: &str = "From x@example.org Sun Mar 22 02:19:17 2020\n";
const SOUND: &str = "From: bob@example.org\nTo: ann@example.org\nDate: Sun, 22 Mar 2020 02:19:17 +0000\n";
const DATE: &str = "Date: Fri, 10 Oct 2025 10:00:00 +0000\n";

/// An mbox of one message with this header and a sound one behind it.
fn mbox(header: &str) -> Vec<u8> {
    format!("{SEPARATOR}{header}\nbody\n\n{SEPARATOR}{SOUND}\nbody\n").into_bytes()
}

fn dated(date: &str) -> Vec<u8> {
    mbox(&format!("From: ann@example.org\nTo: bob@example.org\nDate: {date}\n"))
}

fn from(value: &str) -> Vec<u8> {
    mbox(&format!("From: {value}\nTo: bob@example.org\n{DATE}"))
}

fn to(fields: &str) -> Vec<u8> {
    mbox(&format!("From: ann@example.org\n{fields}{DATE}"))
}

fn addresses(first: usize, end: usize) -> String {
    (first..end).map(|number| format!("p{number}@example.org")).collect::<Vec<_>>().join(",\n ")
}

pub(super) fn all() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add =
        |name: &str, bytes: Vec<u8>, expected: &'static str| all.push(Bad::new("mbox", "in.mbox", name, bytes, expected));
    dates(&mut add);
    senders(&mut add);
    recipients(&mut add);
    lines(&mut add);
    all.extend(lone());
    all
}

type Add<'a> = dyn FnMut(&str, Vec<u8>, &'static str) + 'a;

fn dates(add: &mut Add<'_>) {
    add("a second before the first plausible date", dated("Thu, 31 Dec 1970 23:59:59 +0000"), "1 implausible-date=1");
    add("the first plausible date", dated("Fri, 01 Jan 1971 00:00:00 +0000"), "2");
    add("the last plausible date", dated("Mon, 02 Nov 2026 00:00:00 +0000"), "2");
    add("a second after the last plausible date", dated("Mon, 02 Nov 2026 00:00:01 +0000"), "1 implausible-date=1");
    add("a date after it by its zone only", dated("Sun, 01 Nov 2026 23:00:00 -0200"), "1 implausible-date=1");
    add("the epoch of a clock that was never set", dated("Thu, 01 Jan 1970 00:00:00 +0000"), "1 implausible-date=1");
    add("a day that no month has", dated("32 Jan 2026 10:00:00 +0000"), "1 bad-date=1");
    add("29 February of a common year", dated("29 Feb 2025 10:00:00 +0000"), "1 bad-date=1");
    add("29 February of a leap year", dated("29 Feb 2024 10:00:00 +0000"), "2");
    add("hour 24", dated("10 Oct 2025 24:00:00 +0000"), "1 bad-date=1");
    add("minute 60", dated("10 Oct 2025 10:60:00 +0000"), "1 bad-date=1");
    add("a leap second", dated("31 Dec 2016 23:59:60 +0000"), "2");
    add("a day without a time", dated("10 Oct 2025"), "1 bad-date=1");
    add("seconds since 1970", dated("1760090400"), "1 bad-date=1");
    add("a zone of 99 hours", dated("Fri, 10 Oct 2025 10:00:00 +9999"), "1 bad-date=1");
    add("the farthest zone there is", dated("Fri, 10 Oct 2025 10:00:00 +1400"), "2");
    add("a zone word that nobody knows", dated("Fri, 10 Oct 2025 10:00:00 XYZ"), "2");
    add("a year of five digits", dated("Fri, 10 Oct 99999 10:00:00 +0000"), "1 bad-date=1");
    add("an encoded date", dated("=?utf-8?q?Fri,_10_Oct_2025_10:00:00_+0000?="), "1 bad-date=1");
    add("a date of ten thousand words", dated(&"1 ".repeat(10_000)), "1 bad-date=1");
    add("a date in another language", dated("vr, 10 okt. 2025 10:00:00 +0000"), "1 bad-date=1");
    add("two dates, the first sound", dated("Fri, 10 Oct 2025 10:00:00 +0000\nDate: never"), "2");
    add("two dates, the second sound", dated("never\nDate: Fri, 10 Oct 2025 10:00:00 +0000"), "1 bad-date=1");
    add("a date on the line after its name", dated("\n Fri, 10 Oct 2025 10:00:00 +0000"), "2");
}

fn senders(add: &mut Add<'_>) {
    add("nobody", mbox(&format!("To: bob@example.org\n{DATE}")), "1 no-sender=1");
    add("an empty address", from("<>"), "1 no-sender=1");
    add("a name without an address", from("Ann Example"), "1 no-sender=1");
    add("an address without a domain", from("ann@"), "1 no-sender=1");
    add("an address without a person", from("@example.org"), "1 no-sender=1");
    add("an address of 612 bytes", from(&format!("{}@example.org", "a".repeat(600))), "1 no-sender=1");
    add("an address of 512 bytes", from(&format!("{}@example.org", "a".repeat(500))), "2");
    add("only a comment", from("(nobody)"), "1 no-sender=1");
    add("the way of UUCP", from("example!ann"), "1 no-sender=1");
    add("the way of Exchange", from("/O=EXAMPLE/OU=FIRST/CN=RECIPIENTS/CN=ANN"), "1 no-sender=1");
    add("only who answers go to", mbox(&format!("Reply-To: ann@example.org\nTo: bob@example.org\n{DATE}")), "1 no-sender=1");
    add("only who sent it again", mbox(&format!("Resent-From: ann@example.org\nTo: bob@example.org\n{DATE}")), "1 no-sender=1");
    add(
        "only the list itself",
        mbox(&format!("List-Post: <mailto:dev@example.org>\nFrom: dev@example.org\nTo: dev@example.org\n{DATE}")),
        "1 no-sender=1",
    );
    add("two authors", from("ann@example.org, cleo@example.org"), "2 person=mailto:ann@example.org");
    add("letters that turn the text around", from("\u{202e}nnA\u{202c} <ann@example.org>"), "2 person=mailto:ann@example.org");
    add("broken base64 in the name", from("=?utf-8?B?!!!!?= <ann@example.org>"), "2 person=mailto:ann@example.org");
    add("a character set that nobody knows", from("=?klingon?Q?x=20?= <ann@example.org>"), "2 person=mailto:ann@example.org");
    add(
        "a name of a hundred kilobytes",
        from(&format!("\"{}\" <ann@example.org>", "W".repeat(100_000))),
        "2 person=mailto:ann@example.org",
    );
    add(
        "two thousand encoded words",
        from(&format!("{} <ann@example.org>", "=?utf-8?q?x?= ".repeat(2_000))),
        "2 person=mailto:ann@example.org",
    );
    add("an address in capitals", from("ANN@EXAMPLE.ORG"), "2 person=mailto:ann@example.org");
    add("a disguised address", from("ann at example.org (Ann)"), "2 person=mailto:ann@example.org");
    add("a domain with an umlaut", from("ann@exämple.org"), "2 person=mailto:ann@exämple.org");
    let mut latin = b"From: J\xf6rg <j@example.org>\nTo: bob@example.org\n".to_vec();
    latin.extend(DATE.as_bytes());
    add(
        "raw bytes of a Western European Windows",
        [SEPARATOR.as_bytes(), &latin, b"\n", SEPARATOR.as_bytes(), SOUND.as_bytes()].concat(),
        "2 person=mailto:j@example.org",
    );
}

fn recipients(add: &mut Add<'_>) {
    add("no recipients", to(""), "2 interactions=2");
    add("hidden recipients", to("To: undisclosed-recipients:;\n"), "2 interactions=2");
    add("recipients that are none", to("To: not an address, neither is this\n"), "2 interactions=2");
    add("500 recipients, one of them twice", to(&format!("To: {}\nCc: p7@example.org\n", addresses(0, 500))), "2");
    add("501 recipients in two fields", to(&format!("To: {}\nCc: {}\n", addresses(0, 300), addresses(300, 501))), "1 too-many=1");
    let fields: String = (0..501).map(|number| format!("To: p{number}@example.org\n")).collect();
    add("501 fields of one recipient", to(&fields), "1 too-many=1");
    add("a group inside a group", to("To: one: two: bob@example.org;;\n"), "2 interactions=2");
    add("ten thousand commas", to(&format!("To: {} bob@example.org\n", ",".repeat(10_000))), "2 interactions=2");
    add("ten thousand semicolons and colons", to(&format!("To: {}\n", "a:;".repeat(10_000))), "2 interactions=2");
}

fn lines(add: &mut Add<'_>) {
    let sound = |text: &str| text.replace("SOUND", &format!("{SEPARATOR}{SOUND}\nbody\n\n")).into_bytes();
    add("carriage returns before all line ends", String::from_utf8(mbox(SOUND)).unwrap().replace('\n', "\r\n").into_bytes(), "2");
    add(
        "carriage returns instead of line ends",
        format!("{SEPARATOR}{SOUND}\nbody\n").replace('\n', "\r").into_bytes(),
        "0 no-sender=1",
    );
    let wide: Vec<u8> =
        [0xfeff_u16].into_iter().chain(format!("{SEPARATOR}{SOUND}\n").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    add("UTF-16", wide, "error no line beginning");
    add("a byte order mark before the first message", sound("\u{feff}SOUND"), "1");
    add("a header that runs into the next message", sound(&format!("{SEPARATOR}{SOUND}SOUND")), "1");
    add("an empty header", sound(&format!("{SEPARATOR}\nbody\n\nSOUND")), "1 no-sender=1");
    add(
        "a header of continued lines only",
        sound(&format!("{SEPARATOR} From: ann@example.org\n\tTo: bob@example.org\n\nSOUND")),
        "1 no-sender=1",
    );
    add("a separator at the end", sound(&format!("SOUND{SEPARATOR}")), "1 no-sender=1");
    add("half a separator line at the end", sound(&format!("SOUND{}", SEPARATOR.trim_end())), "1 no-sender=1");
    add("a header that ends in the middle of a line", sound(&format!("SOUND{SEPARATOR}From: ann@exam")), "1 truncated=1");
    add(
        "a line of the body that looks like a separator",
        sound(&format!("{SEPARATOR}{SOUND}\nbody\n\nFrom bob Mon Mar 17 09:35:00 2008\ntext\n\nSOUND")),
        "2 no-sender=1",
    );
    add(
        "a separator of 1100 bytes",
        sound(&format!("From {} Sun Mar 22 02:19:17 2020\n{SOUND}\nbody\n\nSOUND", "x".repeat(1_070))),
        "1 malformed=1",
    );
    add("a header line of two mebibytes", mbox(&format!("{SOUND}X-Long: {}\n", "x".repeat(2 << 20))), "1 too-long=1");
    add("a hundred thousand header lines", mbox(&format!("{}{SOUND}", "X: y\n".repeat(100_000))), "2");
    add(
        "a header over the limit in short lines",
        mbox(&format!("{}{SOUND}", "X-Fill: 0123456789\n".repeat(60_000))),
        "1 too-long=1",
    );
    add("only blanks", vec![b'\n'; 4_096], "0");
    add("only NULs", vec![0; 4_096], "error no line beginning");
    add("a web page", b"<html><body>Sign in to download</body></html>\n".to_vec(), "error no line beginning");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &mbox(SOUND)).unwrap();
    add("still packed", packed.finish().unwrap(), "error no line beginning");
}

/// Files of one message.
fn lone() -> Vec<Bad> {
    let cases: [(&'static str, &str, String, &'static str); 16] = [
        ("a.eml", "only a length", "123\n".into(), "0 blank-record=1"),
        ("a.eml", "a blank line first", format!("\n{SOUND}\nbody\n"), "0 malformed=1"),
        ("a.eml", "header without a body", SOUND.into(), "1"),
        ("a.eml", "cut in its last line", SOUND.trim_end().into(), "0 truncated=1"),
        ("a.eml", "header line of two mebibytes", format!("{SOUND}X-Long: {}\n\nbody\n", "x".repeat(2 << 20)), "0 too-long=1"),
        ("a.eml", "JSON", "{\"From\": \"ann@example.org\"}\n".into(), "0 no-sender=1"),
        (
            "a.eml",
            "501 recipients of one message",
            format!("From: ann@example.org\nTo: {}\n{DATE}\n", addresses(0, 501)),
            "0 too-many=1",
        ),
        ("a.eml", "500 recipients of one message", format!("From: ann@example.org\nTo: {}\n{DATE}\n", addresses(0, 500)), "1"),
        (
            "a.eml",
            "a message of the year 2100",
            "From: ann@example.org\nDate: Fri, 01 Jan 2100 00:00:00 +0000\n\n".into(),
            "0 implausible-date=1",
        ),
        ("a.eml", "a message with an unreadable date", "From: ann@example.org\nDate: soon\n\n".into(), "0 bad-date=1"),
        ("a.eml", "a message without a date", "From: ann@example.org\n\n".into(), "0 no-date=1"),
        ("a.eml", "a message without a sender", DATE.into(), "0 no-sender=1"),
        ("1.M5P.host:2,DFS", "a draft by its name", SOUND.into(), "0 draft=1"),
        ("1.M5P.host:2,FS", "no draft by its name", SOUND.into(), "1"),
        ("a.eml", "text without fields", "Dear Ann\nhow are you\n\n".into(), "0 malformed=1"),
        ("a.emlx", "a length and a header", format!("{}\n{SOUND}\nbody\n", SOUND.len()), "1"),
    ];
    cases.into_iter().map(|(file, name, text, expected)| Bad::new("eml", file, name, text, expected)).collect()
}
