//! Plain tables with mistakes in times, keys, cells, headers and JSON.

use super::Bad;

const HEADER: &str = "source,target,time\n";
const SOUND: &str = "bob,cleo,2022-09-01\n";

fn row(row: &str) -> String {
    format!("{HEADER}{row}\n{SOUND}")
}

fn at(time: &str) -> String {
    row(&format!("ann,bob,{time}"))
}

fn columns(more: &str, row: &str) -> String {
    format!("source,target,time,{more}\nann,bob,2022-09-01,{row}\nbob,cleo,2022-09-01,\n")
}

fn json(line: &str) -> String {
    format!("{{\"source\":\"bob\",\"target\":\"cleo\",\"time\":\"2022-09-01\"}}\n{line}\n")
}

pub(super) fn all() -> Vec<Bad> {
    let mut all = Vec::new();
    let mut add = |name: &str, text: String, expected: &'static str| all.push(Bad::new("table", "in.csv", name, text, expected));
    for (name, time, expected) in [
        ("a second before the first plausible time", "31535999", "1 implausible-date=1"),
        ("the first plausible time", "31536000", "2"),
        ("the last plausible time", "2026-11-02T00:00:00Z", "2"),
        ("a second after the last plausible time", "2026-11-02T00:00:01Z", "1 implausible-date=1"),
        ("a time before 1970", "-86400", "1 implausible-date=1"),
        ("a number beyond all times", "99999999999999999999999999", "1 implausible-date=1"),
        ("29 February of a common year", "2025-02-29", "1 bad-date=1"),
        ("a power of ten", "1e9", "1 bad-date=1"),
        ("no number", "NaN", "1 bad-date=1"),
        ("an infinite number", "inf", "1 bad-date=1"),
        ("no time", "", "1 missing-value=1"),
        ("a time in blanks", "   ", "1 missing-value=1"),
        ("a day in American order", "09/30/2022", "1 bad-date=1"),
        ("a time with letters in it", "2022-09-01T1O:00:00Z", "1 bad-date=1"),
        ("a zone without minutes", "2022-09-01T10:00:00+2", "1 bad-date=1"),
        ("fractions of a second", "2022-09-01T10:00:00.123456789Z", "2"),
    ] {
        add(name, at(time), expected);
    }
    add("the same person twice", row("ann,ann,2022-09-01"), "1 self-tie=1");
    add("the same address in capitals", row("Ann@Example.org,mailto:ann@example.org,2022-09-01"), "1 self-tie=1");
    add("no sender", row(",bob,2022-09-01"), "1 missing-value=1");
    add("no receiver", row("ann,,2022-09-01"), "1 missing-value=1");
    add("a key of 512 bytes", row(&format!("{},bob,2022-09-01", "k".repeat(512))), "2");
    add("a key of 513 bytes", row(&format!("{},bob,2022-09-01", "k".repeat(513))), "1 no-handle=1");
    add("a key with a control character", row("a\u{7}nn,bob,2022-09-01"), "1 no-handle=1");
    add("too few cells", row("ann,bob"), "1 field-count=1");
    add("too many cells", row("ann,bob,2022-09-01,more"), "1 field-count=1");
    add("513 cells", row(&format!("ann,bob,2022-09-01{}", ",".repeat(510))), "1 too-many=1");
    add("a row of two mebibytes", row(&format!("{},bob,2022-09-01", "k".repeat(2 << 20))), "1 too-long=1");
    add("a cell of quotes", row("\"\"\"\"\"\",bob,2022-09-01"), "2");
    add("text behind a closing quote", row("\"an\"n,bob,2022-09-01"), "2 person=id:ann");
    add("a weight of nothing", columns("weight", "0"), "1 malformed=1");
    add("a weight above one", columns("weight", "2"), "2");
    add("a weight in words", columns("weight", "heavy"), "1 malformed=1");
    add("a way that nobody knows", columns("direction", "sideways"), "1 malformed=1");
    add("a favour in words", columns("give", "perhaps"), "1 malformed=1");
    add("an infinite favour", columns("give", "inf"), "2");
    add("a header of a quote that stays open", "\"source,target,time\nann,bob,2022-09-01\n".into(), "error no header row found");
    add("a header of two mebibytes", format!("{}\n", "source,".repeat(300_000)), "error the header");
    add("only the line of the separator", "sep=;\n".into(), "error no header row found");
    add("only blanks", "   \n \n".into(), "error no header row found");
    add("a web page", "<!doctype html>\n<title>x</title>\n".into(), "error no column for");
    for (name, line, expected) in [
        ("an array for a row", "[1,2,3]", "1 malformed=1"),
        ("text for a row", "\"ann\"", "1 malformed=1"),
        ("half a row", "{\"source\":\"ann\",", "1 malformed=1"),
        ("two rows in one", "{\"source\":\"a\",\"target\":\"b\",\"time\":1} {}", "1 malformed=1"),
        ("an object for a key", "{\"source\":{\"id\":1},\"target\":\"b\",\"time\":1600000000}", "1 malformed=1"),
        ("a truth for a key", "{\"source\":true,\"target\":\"b\",\"time\":1600000000}", "1 malformed=1"),
        ("nothing for a key", "{\"source\":null,\"target\":\"b\",\"time\":1600000000}", "1 missing-value=1"),
        ("a number for a key", "{\"source\":17,\"target\":\"b\",\"time\":1600000000}", "2 person=id:17"),
        ("an escape that is none", "{\"source\":\"\\q\",\"target\":\"b\",\"time\":1600000000}", "1 malformed=1"),
        ("half a pair of surrogates", "{\"source\":\"\\ud800\",\"target\":\"b\",\"time\":1600000000}", "1 malformed=1"),
        ("no key at all", "{}", "1 missing-value=1"),
        ("blank lines between rows", "\n\n\n{\"source\":\"a\",\"target\":\"b\",\"time\":1600000000}", "2"),
    ] {
        add(&format!("JSON Lines with {name}"), json(line), expected);
    }
    let keys: String = (0..513).map(|number| format!("\"k{number}\":1,")).collect();
    add("JSON Lines with 513 keys", json(&format!("{{{keys}\"source\":\"a\"}}")), "1 too-many=1");
    add("JSON Lines nested ten thousand deep", json(&format!("{{\"source\":{}", "[".repeat(10_000))), "1 malformed=1");
    let mut people =
        |name: &str, text: String, expected: &'static str| all.push(Bad::new("people-table", "people.csv", name, text, expected));
    let tags = |count: usize| (0..count).map(|number| format!("t{number}")).collect::<Vec<_>>().join(";");
    people("a row of nothing", "handle,name\n,\nann@example.org,Ann\n".into(), "1 blank-record=1");
    people("no address and no name", "handle,name,company\n,,Example Corp\nann@example.org,Ann,\n".into(), "1 no-handle=1");
    people("a telephone number that is none", "phone,company\n12,Example Corp\n+4930123456,\n".into(), "1 no-handle=1");
    people("512 labels", format!("handle,tags\nann@example.org,{}\n", tags(512)), "1");
    people("513 labels", format!("handle,tags\nann@example.org,{}\nbob@example.org,\n", tags(513)), "1 too-many=1");
    people("no column of addresses", "name,company\nAnn,Example Corp\n".into(), "error no column for");
    all
}
